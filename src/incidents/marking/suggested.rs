//! What rules would mark in a report, and nobody has marked yet.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::form::{Text, texts};
use crate::access::Viewer;
use crate::db::{Conn, OrganisationId};
use crate::error::Result;
use crate::redaction::withholding::Level;
use crate::redaction::{Mark, Original, Reading, Suggesting, Target, covered};
use crate::vault::Vault;

/// How much of a text is shown before and after what a rule found.
const AROUND: usize = 30;
/// What the description of a file is called among the texts. It is changed, not marked.
pub const DESCRIPTION: &str = "evidence";
/// So many are shown at once: more are shown when some of these are settled.
const MOST: usize = 200;

/// Something that a rule would mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    /// `title`, `narrative`, `sources.0.title`.
    pub field: String,
    /// The first code point.
    pub start: usize,
    /// The first that is not covered any more.
    pub end: usize,
    /// The rule that fired.
    pub rule: &'static str,
    /// What stands before it,
    pub before: String,
    /// what it is,
    pub found: String,
    /// and what stands after it.
    pub after: String,
}

impl Suggested {
    /// As the desk reads it.
    pub fn json(&self) -> Value {
        json!({ "field": self.field, "start": self.start, "end": self.end, "rule": self.rule, "found": self.found })
    }
}

/// What would be marked in an original and is not yet, whoever may see it.
pub fn of_original(
    conn: &mut Conn,
    vault: &Vault,
    owner: &OrganisationId,
    original: &Original,
) -> Result<Vec<Suggested>> {
    let texts = texts(&original.title, &original.narrative, &original.facts);
    let mut all = among(conn, vault, owner, &texts)?;
    all.retain(|one| !original.marks.iter().any(|mark| covers(mark, one)));
    all.truncate(MOST);
    Ok(all)
}

/// What would still be marked in a text that goes out. What its organisation marked before in other reports is told to
/// its own people alone: it says what is withheld there.
pub fn of_reading(
    conn: &mut Conn,
    vault: &Vault,
    viewer: &Viewer,
    owner: &OrganisationId,
    reading: &Reading,
) -> Result<Vec<Suggested>> {
    let mut texts = texts(&reading.title, &reading.narrative, &reading.facts);
    texts.extend(
        reading
            .evidence
            .iter()
            .map(|file| Text { field: DESCRIPTION.into(), text: file.description.clone() }),
    );
    let mut all = among(conn, vault, owner, &texts)?;
    all.retain(|one| one.rule != suggest::MARKED_BEFORE || viewer.is_of(owner));
    all.truncate(MOST);
    Ok(all)
}

fn among(conn: &mut Conn, vault: &Vault, owner: &OrganisationId, texts: &[Text]) -> Result<Vec<Suggested>> {
    let suggesting = Suggesting::of(conn, vault, owner)?;
    let mut all = Vec::new();
    for one in texts {
        for found in suggesting.find(&one.text) {
            let cut = |start: usize, end: usize| -> String {
                one.text.chars().skip(start).take(end.saturating_sub(start)).collect()
            };
            all.push(Suggested {
                field: one.field.clone(),
                start: found.start,
                end: found.end,
                rule: found.rule,
                before: cut(found.start.saturating_sub(AROUND), found.start),
                found: cut(found.start, found.end),
                after: cut(found.end, found.end + AROUND),
            });
        }
    }
    Ok(all)
}

fn covers(mark: &Mark, one: &Suggested) -> bool {
    match &mark.target {
        Target::Span { field, start, end } => *field == one.field && *start <= one.start && one.end <= *end,
        Target::Fact { path, .. } => lies_in(&one.field, path),
        Target::Evidence(_) => false,
    }
}

/// Whether a text is a fact, or a part of it.
fn lies_in(field: &str, path: &str) -> bool {
    field.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What the marks of an original cover, for their organisation to be reminded of: parts of texts, and the texts of
/// facts that are not told at all.
pub fn marked_texts(original: &Original) -> BTreeSet<String> {
    let texts = texts(&original.title, &original.narrative, &original.facts);
    let mut marked = BTreeSet::new();
    for mark in &original.marks {
        match &mark.target {
            Target::Span { .. } => {
                marked.insert(covered(original, &mark.target));
            }
            Target::Fact { path, level } if *level == Level::Withheld => {
                let own = texts.iter().filter(|one| lies_in(&one.field, path));
                marked.extend(own.map(|one| one.text.clone()));
            }
            _ => {}
        }
    }
    marked
}
