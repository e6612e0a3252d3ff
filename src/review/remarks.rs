//! What a reviewer remarks on parts of a text that they return. Remarks quote what is not out: they are sealed like
//! it, opened on its owner's desk alone, and gone with the next proposal that somebody has to decide.

mod passage;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::access::{Act, Opened, Permit, Viewer};
use crate::audit::SubjectKind;
use crate::db::Tx;
use crate::error::{Error, Fields, Message, Result, message};
use crate::flow::{self, Decision, Release};
use crate::marking;
use crate::marking::form::Text;
use crate::redaction::Reading;
use crate::reports::Report;
use crate::vault::{Sealed, Vault};
use crate::web::{Form, body, typed};

/// The most remarks on one proposal.
pub const MOST_REMARKS: usize = 50;
/// The most characters of the words of one.
pub const LONGEST_WORDS: usize = 1_000;
/// The most characters of a passage that is quoted.
pub const LONGEST_QUOTE: usize = 2_000;
/// Under which kind they stand in the vault, each batch under the id of the release that was returned.
const KIND: &str = "remarks";

/// A remark as it is sent.
#[derive(Clone)]
pub struct Sent {
    /// Its number among those sent: beside it stands what is wrong.
    row: usize,
    field: String,
    place: Anchor,
    words: String,
}

/// Which part of a text is meant.
#[derive(Clone)]
enum Anchor {
    /// By its code points.
    Span { start: usize, end: usize },
    /// By its words; where they occur more than once, the how-manieth time.
    Quote { quote: String, ordinal: String },
}

// It is kept as it is answered: it still says what it was about when the text has changed. It has no `Debug`: it quotes an
// original.
/// What a reviewer remarked on a part of the text that they returned.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct Remark {
    /// As in a mark: `title`, `narrative`, or a fact that is text.
    pub field: String,
    /// The first Unicode code point, in the text that was proposed.
    #[schema(value_type = u32)]
    pub start: usize,
    /// The first that is not meant.
    #[schema(value_type = u32)]
    pub end: usize,
    /// The text of that part.
    pub quote: String,
    /// The remark.
    pub words: String,
}

/// A proposal that was returned with remarks.
pub struct Remarked {
    /// The proposal.
    pub release: Release,
    /// What was remarked.
    pub remarks: Vec<Remark>,
}

/// Reads `[{field, start, end, words}]` and names everything that is wrong: `remarks.2.end`.
pub fn parse(sent: &Value) -> Result<Vec<Sent>> {
    let list = || Error::invalid("remarks", message("fault-list"));
    let entries = match sent.get("remarks") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(entries) => entries.as_array().ok_or_else(list)?,
    };
    if entries.len() > MOST_REMARKS {
        return Err(Error::invalid("remarks", message("fault-too-many-entries").with("most", MOST_REMARKS)));
    }
    let mut faults = Fields::default();
    let mut parsed = Vec::new();
    for (row, entry) in entries.iter().enumerate() {
        match one(row, entry) {
            Ok(remark) => parsed.push(remark),
            Err(Error::Invalid(Fields(wrong))) => {
                for (field, messages) in wrong {
                    let name = if field.is_empty() { String::new() } else { format!(".{field}") };
                    for fault in messages {
                        faults.add(format!("remarks.{row}{name}"), fault);
                    }
                }
            }
            Err(other) => return Err(other),
        }
    }
    faults.into_result(parsed)
}

fn one(row: usize, entry: &Value) -> Result<Sent> {
    if !entry.is_object() {
        return Err(Error::invalid("", message("fault-object")));
    }
    body::only(entry, &["field", "start", "end", "words"])?;
    let offset = |name: &'static str| {
        let value = entry.get(name).and_then(Value::as_u64).and_then(|value| usize::try_from(value).ok());
        value.ok_or_else(|| Error::invalid(name, message("fault-whole-number")))
    };
    Ok(Sent {
        row,
        field: body::text(entry, "field")?,
        place: Anchor::Span { start: offset("start")?, end: offset("end")? },
        words: body::text(entry, "words")?,
    })
}

/// The remarks of a form, row by row; a row in which nothing was quoted or said is none.
pub fn of_form(form: &Form) -> Vec<Sent> {
    let rows = (0..MOST_REMARKS).map(|row| {
        let name = |part: &str| format!("remarks.{row}.{part}");
        let place = Anchor::Quote {
            quote: form.raw(&name("quote")).to_owned(),
            ordinal: form.text(&name("ordinal")).to_owned(),
        };
        let (field, words) = (form.text(&name("field")).to_owned(), form.raw(&name("words")).to_owned());
        Sent { row, field, place, words }
    });
    let said = |one: &Sent| match &one.place {
        Anchor::Quote { quote, .. } => !quote.trim().is_empty() || !one.words.trim().is_empty(),
        Anchor::Span { .. } => true,
    };
    rows.filter(said).collect()
}

/// Sends a proposal back with a comment, and with remarks on parts of the text as its reviewer saw it. What is wrong
/// with any of it is told at once, and then nothing is sent back.
pub fn return_to_author(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (report, release): (&Report, &Release),
    comment: &str,
    sent: &[Sent],
) -> Result<()> {
    // Who may decide is asked first: who may not is shown nothing of the text by what is wrong with a remark.
    let mut faults =
        match flow::return_to_author(tx, viewer, release, Decision { comment, ..Decision::default() }) {
            Ok(()) => Fields::default(),
            Err(Error::Invalid(faults)) => faults,
            Err(other) => return Err(other),
        };
    if sent.is_empty() {
        return faults.into_result(());
    }
    let texts = texts(&crate::reports::texts::text_of(tx, vault, viewer, report, release)?);
    let remarks: Vec<Remark> = sent.iter().filter_map(|one| checked(&texts, one, &mut faults)).collect();
    let remarks = faults.into_result(remarks)?;
    let bytes = zeroize::Zeroizing::new(serde_json::to_vec(&remarks).map_err(Error::internal)?);
    vault.seal(tx, &release.organisation, sealed(release), viewer.person(), &bytes).map(|_| ())
}

/// The texts of a reading on which something can be remarked.
pub fn texts(reading: &Reading) -> Vec<Text> {
    marking::texts(&reading.title, &reading.narrative, &reading.facts)
}

fn checked(texts: &[Text], sent: &Sent, faults: &mut Fields) -> Option<Remark> {
    let mut fault = |part: &str, what: Message| faults.add(format!("remarks.{}.{part}", sent.row), what);
    let words = match typed(&sent.words, LONGEST_WORDS, true) {
        Ok(words) if words.is_empty() => {
            fault("words", message("fault-missing"));
            None
        }
        Ok(words) => Some(words),
        Err(what) => {
            fault("words", what);
            None
        }
    };
    let Some(text) = texts.iter().find(|one| one.field == sent.field) else {
        fault(
            "field",
            if sent.field.is_empty() {
                message("fault-remark-choose")
            } else {
                message("fault-remark-field")
            },
        );
        return None;
    };
    match span(&text.text, &sent.place) {
        Ok((start, end)) => {
            let quote = text.text.chars().skip(start).take(end - start).collect();
            words.map(|words| Remark { field: sent.field.clone(), start, end, quote, words })
        }
        Err((part, what)) => {
            fault(part, what);
            None
        }
    }
}

fn span(text: &str, place: &Anchor) -> Result<(usize, usize), (&'static str, Message)> {
    match place {
        Anchor::Span { start, end } => {
            let length = text.chars().count();
            if start >= end {
                Err(("end", message("fault-remark-empty")))
            } else if *end > length {
                Err(("end", message("fault-mark-beyond").with("length", length)))
            } else {
                Ok((*start, *end))
            }
        }
        Anchor::Quote { quote, ordinal } => {
            let quote = typed(quote, LONGEST_QUOTE, true).map_err(|what| ("quote", what))?;
            if quote.is_empty() {
                return Err(("quote", message("fault-missing")));
            }
            let found = passage::find(text, &quote);
            let chosen = match (found.as_slice(), ordinal.as_str()) {
                ([], _) => return Err(("quote", message("fault-remark-not-there"))),
                ([only], "") => Some(only),
                (several, given) => {
                    let number = given.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                    number.and_then(|place| several.get(place))
                }
            };
            let which = || ("ordinal", message("fault-remark-which").number("count", found.len() as u64));
            chosen.map(|found| (found.start, found.end)).ok_or_else(which)
        }
    }
}

fn sealed(release: &Release) -> Sealed<'_> {
    Sealed { subject: release.id.as_str(), kind: KIND, revision: 1 }
}

/// What was remarked on the proposals of a report since the last one that had to be decided, the newest first: for its
/// owner's desk, written to the log.
pub fn of_report(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, report: &Report) -> Result<Vec<Remarked>> {
    let mut remarked = Vec::new();
    for release in flow::of_subject(tx.conn, tx.now(), report.id.as_str())? {
        if Vault::holds(tx.conn, sealed(&release))? {
            remarked.push(release);
        }
    }
    if remarked.is_empty() {
        return Ok(Vec::new());
    }
    let subjects: Vec<Opened<'_>> =
        [report.opened()].into_iter().chain(remarked.iter().map(opened)).collect();
    let owner = &report.organisation_id;
    let permit = Permit::ask(tx, viewer, Act::OpenOriginal { owner }, owner, &subjects, KIND)?;
    let mut opened = Vec::new();
    for release in remarked {
        let bytes = vault.open(tx.conn, &permit, sealed(&release))?;
        let remarks = serde_json::from_slice(bytes.reveal(&permit)).map_err(Error::internal)?;
        opened.push(Remarked { release, remarks });
    }
    Ok(opened)
}

fn opened(release: &Release) -> Opened<'_> {
    Opened { kind: SubjectKind::Release, id: release.id.as_str(), reference: &release.reference }
}
