//! What of a report must not travel: its marks, and what rules would mark.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::form::{self, Sent};
use super::suggested;
use crate::access::{Audience, Token, Viewer};
use crate::db::{Conn, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::facts::{Facts, Mode};
use crate::people;
use crate::redaction::marks::{self, Reason};
use crate::redaction::withholding::Level;
use crate::redaction::{self, Mark, Original, Reading, Target};
use crate::reports::revision::revise;
use crate::reports::{self, Report};
use crate::vault::Vault;
use crate::web::{Form, body, mended};

pub use super::form::{KEPT, Text, seen_by, texts, unmarked_facts, unmarked_files};

/// The fields of a mark as it is sent.
const FIELDS: [&str; 10] = [
    "field",
    "start",
    "end",
    "fact",
    "level",
    "evidence",
    "reason",
    "reason_text",
    "visible_to",
    "replace_with",
];

/// Reads `[{field, start, end | fact, level? | evidence, reason, reason_text?, visible_to, replace_with?}]` and
/// names everything that is wrong: `marks.2.reason`.
pub fn parse(conn: &mut Conn, viewer: &Viewer, entries: &[Value]) -> Result<Vec<Mark>> {
    if entries.len() > marks::MOST_MARKS {
        return Err(Error::invalid(
            "marks",
            message("fault-too-many-entries").with("most", marks::MOST_MARKS),
        ));
    }
    let mut faults = Fields::default();
    let mut parsed = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        match one(conn, viewer, entry) {
            Ok(mark) => parsed.push(mark),
            Err(Error::Invalid(Fields(wrong))) => {
                for (field, messages) in wrong {
                    for message in messages {
                        faults.add(format!("marks.{place}.{field}"), message);
                    }
                }
            }
            Err(other) => return Err(other),
        }
    }
    faults.into_result(parsed)
}

fn one(conn: &mut Conn, viewer: &Viewer, entry: &Value) -> Result<Mark> {
    if !entry.is_object() {
        return Err(Error::invalid("", message("fault-object")));
    }
    body::only(entry, &FIELDS)?;
    let reason = body::text(entry, "reason")?;
    let reason =
        reason.parse::<Reason>().map_err(|_| Error::invalid("reason", message("fault-mark-reason")))?;
    let visible_to = body::words(entry, "visible_to")?
        .iter()
        .map(|word| {
            people::token_from_word(conn, viewer, word).map_err(|_| {
                Error::invalid("visible_to", message("fault-no-such-audience").with("name", word))
            })
        })
        .collect::<Result<_>>()?;
    let replacement = mended(&body::text(entry, "replace_with")?, false);
    Ok(Mark {
        target: target(entry)?,
        reason,
        words: mended(&body::text(entry, "reason_text")?, false),
        visible_to,
        replacement: Some(replacement).filter(|words| !words.is_empty()),
    })
}

fn target(entry: &Value) -> Result<Target> {
    let stated = |name: &str| entry.get(name).is_some_and(|value| !value.is_null());
    let offset = |name: &'static str| {
        let value = entry.get(name).and_then(Value::as_u64).and_then(|value| usize::try_from(value).ok());
        value.ok_or_else(|| Error::invalid(name, message("fault-whole-number")))
    };
    match (stated("field"), stated("fact"), stated("evidence")) {
        (true, false, false) => Ok(Target::Span {
            field: body::text(entry, "field")?,
            start: offset("start")?,
            end: offset("end")?,
        }),
        (false, true, false) => {
            let level = body::text(entry, "level")?;
            let level = if level.is_empty() { Ok(Level::Withheld) } else { level.parse() };
            let level = level.map_err(|_| Error::invalid("level", message("fault-mark-level")))?;
            Ok(Target::Fact { path: body::text(entry, "fact")?, level })
        }
        (false, false, true) => Ok(Target::Evidence(body::text(entry, "evidence")?)),
        _ => Err(Error::invalid("field", message("fault-mark-target"))),
    }
}

/// Replaces the marks of a report by these. That is a new revision of the same text: what was proposed before
/// no longer stands, and marks that had lost their place are settled.
pub fn mark(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    new: Vec<Mark>,
) -> Result<Report> {
    replace(tx, vault, viewer, report, |_, _| Ok(Sent::plain(new)))
}

/// The same by a form: the marks that there are as its rows say, and what is wrapped, chosen or accepted in it. What
/// has lost its place must be said to be settled.
pub fn mark_by_form(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    sent: &Form,
) -> Result<Report> {
    replace(tx, vault, viewer, report, |tx, original| form::read(tx.conn, viewer, sent, original))
}

fn replace(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    marks_for: impl FnOnce(&mut Tx<'_>, &Original) -> Result<Sent>,
) -> Result<Report> {
    let revised = revise(tx, vault, viewer, report, "marks", |tx, original| {
        let sent = marks_for(tx, original)?;
        let marked = Original { marks: sent.marks.clone(), lost: Vec::new(), ..original.clone() };
        let checked = marks::check(&marked, &marked.marks).map_err(Error::Invalid);
        checked.and_then(|()| still_facts(&marked, report)).map_err(|error| sent.told_by_the_form(error))?;
        Ok(marked)
    })?;
    let of_report = (&report.organisation_id, report.id.as_str());
    redaction::keep(tx, vault, of_report, &suggested::marked_texts(&revised.original))?;
    let count = revised.original.marks.len();
    let detail = json!({ "revision": revised.report.revision, "marks": count, "voided": revised.voided });
    reports::log(tx, viewer, report, "report.marked", detail)?;
    Ok(revised.report)
}

/// A fact that is a code or an address cannot be told in part: it would be none any more.
fn still_facts(marked: &Original, report: &Report) -> Result<()> {
    let public = Audience::of(Token::Public);
    let mut alone =
        Original { facts: marked.facts.clone(), language: marked.language.clone(), ..Original::default() };
    let mut asked = BTreeSet::new();
    for (place, mark) in marked.marks.iter().enumerate() {
        let Target::Span { field, .. } = &mark.target else { continue };
        // A text of which one part can be masked is text, and any part of it can.
        if matches!(field.as_str(), "title" | "narrative") || !asked.insert(field.as_str()) {
            continue;
        }
        alone.marks = vec![mark.clone()];
        let reading = Reading::of(&alone, &report.organisation_id, &public);
        if Facts::parse(&reading.facts, Mode::Import).is_err() {
            return Err(Error::invalid(format!("marks.{place}.field"), message("fault-mark-part-of-fact")));
        }
    }
    Ok(())
}
