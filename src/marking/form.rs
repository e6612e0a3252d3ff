//! Marks as a form sends them: the rows of those that there are, and what is newly wrapped, chosen or accepted.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::access::{Token, Viewer};
use crate::db::Conn;
use crate::error::{Error, Fields, Result, message};
use crate::facts::{Facts, Mode};
use crate::people;
use crate::redaction::marks::{self, Reason};
use crate::redaction::withholding::{self, Level};
use crate::redaction::{Attached, BAR, Mark, Original, Target, brackets};
use crate::web::{Form, mended};

/// What a row sends where it leaves those who may see something as they are: several cannot be chosen there.
pub const KEPT: &str = "kept";

/// Where a mark comes from: beside that stands what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whence {
    /// The row of a mark that there was.
    Row(usize),
    /// Brackets in a text.
    Text(String),
    /// The choice beside a fact.
    Fact(String),
    /// A file that was ticked.
    File,
    /// A suggestion that was accepted.
    Suggestion,
}

/// The marks that a form asks for.
pub(super) struct Sent {
    pub(super) marks: Vec<Mark>,
    whence: Vec<Whence>,
}

/// One text of a report in which parts can be marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// `title`, `narrative`, `sources.0.title`.
    pub field: String,
    /// What it says.
    pub text: String,
}

/// The texts of which parts can be marked: title, narrative, and each fact that is text, not a code or an address.
pub fn texts(title: &str, narrative: &str, facts: &Value) -> Vec<Text> {
    let one = |field: &str, text: &str| Text { field: field.into(), text: text.into() };
    let mut texts = vec![one("title", title), one("narrative", narrative)];
    let mut known: Vec<(String, bool)> = Vec::new();
    let mut leaves = Vec::new();
    collect(facts, String::new(), &mut leaves);
    for (path, text) in leaves {
        // What the source's own row says stays with the owner anyway.
        if path.starts_with("source.raw") {
            continue;
        }
        let name: Vec<&str> = path.split('.').filter(|step| step.parse::<usize>().is_err()).collect();
        let name = name.join(".");
        let told = known.iter().find(|(one, _)| *one == name).map(|(_, partly)| *partly);
        let partly = told.unwrap_or_else(|| can_be_told_in_part(facts, &path));
        if told.is_none() {
            known.push((name, partly));
        }
        if partly {
            texts.push(Text { field: path, text });
        }
    }
    texts.retain(|one| !one.text.is_empty());
    texts
}

fn collect(value: &Value, path: String, leaves: &mut Vec<(String, String)>) {
    let below = |step: &str| if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") };
    match value {
        Value::String(text) => leaves.push((path, text.clone())),
        Value::Array(entries) => {
            for (place, entry) in entries.iter().enumerate() {
                collect(entry, below(&place.to_string()), leaves);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                collect(field, below(name), leaves);
            }
        }
        _ => {}
    }
}

fn can_be_told_in_part(facts: &Value, path: &str) -> bool {
    let mut told = facts.clone();
    match withholding::find_mut(&mut told, path) {
        Some(value) => *value = format!("a {BAR}").into(),
        None => return false,
    }
    Facts::parse(&told, Mode::Import).is_ok()
}

/// The facts that are stated and on which no mark is: each can be told less far.
pub fn unmarked_facts(original: &Original) -> Vec<&'static str> {
    let marked = |name: &str| {
        original.marks.iter().any(|mark| matches!(&mark.target, Target::Fact { path, .. } if path == name))
    };
    withholding::names().filter(|name| original.facts.get(name).is_some() && !marked(name)).collect()
}

/// The files on which no mark is: each can be withheld.
pub fn unmarked_files(original: &Original) -> impl Iterator<Item = &Attached> {
    let marked = |file: &Attached| {
        original
            .marks
            .iter()
            .any(|mark| matches!(&mark.target, Target::Evidence(id) if *id == file.reference))
    };
    original.evidence.iter().filter(move |file| !marked(file))
}

/// Reads the marks that a form asks for, over those that there are, and names every field that is wrong.
pub(super) fn read(conn: &mut Conn, viewer: &Viewer, form: &Form, original: &Original) -> Result<Sent> {
    let mut sent = Sent { marks: Vec::new(), whence: Vec::new() };
    let mut faults = Fields::default();
    for (place, mark) in original.marks.iter().enumerate() {
        if form.has(&format!("marks.{place}.drop")) {
            continue;
        }
        let kept = row(conn, viewer, form, (place, mark), &mut faults)?;
        sent.push(kept, Whence::Row(place));
    }
    let wanted = wanted(form, original, &mut faults);
    if !wanted.is_empty() {
        let shared = shared(conn, viewer, form, &mut faults)?;
        for (target, whence) in wanted {
            // What is read in the place of a fact is how far it is told.
            let replacement = shared.replacement.clone().filter(|_| matches!(target, Target::Span { .. }));
            sent.push(Mark { target, replacement, ..shared.clone() }, whence);
        }
    }
    if !original.lost.is_empty() && !form.has("settled") {
        faults.add("settled", message("fault-marks-lost"));
    }
    faults.into_result(sent)
}

/// A mark that there was, as its row is sent. What the form did not show stays.
fn row(
    conn: &mut Conn,
    viewer: &Viewer,
    form: &Form,
    (place, mark): (usize, &Mark),
    faults: &mut Fields,
) -> Result<Mark> {
    let name = |part: &str| format!("marks.{place}.{part}");
    let mut changed = mark.clone();
    if !form.has(&name("reason")) {
        return Ok(changed);
    }
    match form.text(&name("reason")).parse() {
        Ok(reason) => changed.reason = reason,
        Err(_) => faults.add(name("reason"), message("fault-mark-reason")),
    }
    changed.words = mended(form.text(&name("reason_text")), false);
    let sees = form.text(&name("visible_to"));
    if sees != KEPT && sees != seen_by(conn, mark)? {
        let words = [sees.to_owned()].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
        match tokens(conn, viewer, &words)? {
            Ok(tokens) => changed.visible_to = tokens,
            Err(fault) => faults.add(name("visible_to"), fault),
        }
    }
    if let Target::Fact { level, .. } = &mut changed.target {
        match form.text(&name("level")).parse::<Level>() {
            Ok(told) => *level = told,
            Err(_) => faults.add(name("level"), message("fault-mark-level")),
        }
    } else {
        changed.replacement = replacement(form.text(&name("replace_with")));
    }
    Ok(changed)
}

/// Who may still see a mark as one word; [`KEPT`] where that takes more.
pub fn seen_by(conn: &mut Conn, mark: &Mark) -> Result<String> {
    let mut tokens = mark.visible_to.iter();
    match (tokens.next(), tokens.next()) {
        (None, _) => Ok(String::new()),
        (Some(token), None) => people::word_of_token(conn, token),
        _ => Ok(KEPT.to_owned()),
    }
}

fn replacement(words: &str) -> Option<String> {
    Some(mended(words, false)).filter(|words| !words.is_empty())
}

type Tokens = std::result::Result<BTreeSet<Token>, crate::error::Message>;

fn tokens(conn: &mut Conn, viewer: &Viewer, words: &[String]) -> Result<Tokens> {
    let mut tokens = BTreeSet::new();
    for word in words {
        match people::token_from_word(conn, viewer, word) {
            Ok(token) => tokens.insert(token),
            Err(Error::Invalid(_)) => {
                return Ok(Err(message("fault-no-such-audience").with("name", word)));
            }
            Err(other) => return Err(other),
        };
    }
    Ok(Ok(tokens))
}

/// The one choice that all new marks share. Its target is none yet.
fn shared(conn: &mut Conn, viewer: &Viewer, form: &Form, faults: &mut Fields) -> Result<Mark> {
    let reason = form.text("reason").parse::<Reason>().unwrap_or_else(|_| {
        faults.add("reason", message("fault-mark-reason"));
        Reason::Other
    });
    let visible_to = match tokens(conn, viewer, &form.all("visible_to"))? {
        Ok(tokens) => tokens,
        Err(fault) => {
            faults.add("visible_to", fault);
            BTreeSet::new()
        }
    };
    Ok(Mark {
        target: Target::Evidence(String::new()),
        reason,
        words: mended(form.text("reason_text"), false),
        visible_to,
        replacement: replacement(form.text("replace_with")),
    })
}

/// What is newly wrapped, chosen or accepted.
fn wanted(form: &Form, original: &Original, faults: &mut Fields) -> Vec<(Target, Whence)> {
    let mut wanted = Vec::new();
    for name in form.fields().keys() {
        if let Some(field) = name.strip_prefix("text.") {
            let Some(text) = marks::text_of(original, field) else {
                faults.add(name, message("fault-mark-field"));
                continue;
            };
            match brackets::spans(text, form.raw(name)) {
                Ok(spans) => wanted.extend(spans.into_iter().map(|span| {
                    let target = Target::Span { field: field.to_owned(), start: span.start, end: span.end };
                    (target, Whence::Text(field.to_owned()))
                })),
                Err(fault) => faults.add(name, fault),
            }
        } else if let Some(fact) = name.strip_prefix("facts.") {
            match form.text(name) {
                "" => {}
                level => match level.parse::<Level>() {
                    Ok(level) if withholding::find(&original.facts, fact).is_some() => {
                        let target = Target::Fact { path: fact.to_owned(), level };
                        wanted.push((target, Whence::Fact(fact.to_owned())));
                    }
                    _ => faults.add(name, message("fault-mark-fact")),
                },
            }
        }
    }
    for file in form.all("files") {
        if original.evidence.iter().any(|attached| attached.reference == file) {
            wanted.push((Target::Evidence(file), Whence::File));
        } else {
            faults.add("files", message("fault-mark-evidence"));
        }
    }
    for place in form.all("suggestions") {
        match span_of(&place) {
            Some(target) => wanted.push((target, Whence::Suggestion)),
            None => faults.add("suggestions", message("fault-mark-field")),
        }
    }
    wanted
}

/// `narrative:12:34`.
fn span_of(place: &str) -> Option<Target> {
    let mut parts = place.splitn(3, ':');
    let (field, start, end) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Target::Span { field: field.to_owned(), start: start.parse().ok()?, end: end.parse().ok()? })
}

impl Sent {
    /// Marks that are named by their places alone: `marks.3`.
    pub(super) fn plain(marks: Vec<Mark>) -> Self {
        Self { marks, whence: Vec::new() }
    }

    fn push(&mut self, mark: Mark, whence: Whence) {
        self.marks.push(mark);
        self.whence.push(whence);
    }

    /// What is wrong with `marks.3.end`, by the field of the form that says it.
    pub(super) fn told_by_the_form(&self, error: Error) -> Error {
        let Error::Invalid(Fields(wrong)) = error else { return error };
        let mut faults = Fields::default();
        for (field, messages) in wrong {
            let name = self.field_of(&field).unwrap_or(field);
            for message in messages {
                faults.add(name.clone(), message);
            }
        }
        Error::Invalid(faults)
    }

    fn field_of(&self, field: &str) -> Option<String> {
        let (place, part) = field.strip_prefix("marks.")?.split_once('.')?;
        let shared = matches!(part, "reason" | "reason_text" | "visible_to" | "replace_with");
        Some(match self.whence.get(place.parse::<usize>().ok()?)? {
            // A span has no field of its own in its row.
            Whence::Row(row) if shared => format!("marks.{row}.{part}"),
            Whence::Row(row) => format!("marks.{row}.reason"),
            _ if shared => part.to_owned(),
            Whence::Text(field) => format!("text.{field}"),
            Whence::Fact(name) => format!("facts.{name}"),
            Whence::File => "files".to_owned(),
            Whence::Suggestion => "suggestions".to_owned(),
        })
    }
}
