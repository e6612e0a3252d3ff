//! What rules would mark in a report, and nobody has marked yet.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;
use suggest::{Kind, Names, Suggestion};
use utoipa::ToSchema;

use super::form::{Text, texts};
use crate::access::Viewer;
use crate::db::{Conn, OrganisationId};
use crate::error::Result;
use crate::redaction::withholding::Level;
use crate::redaction::{Mark, Original, Reading, Suggesting, Target, covered};
use crate::reports::text::DESCRIPTION;
use crate::vault::Vault;

/// So many are shown at once: more are shown when some of these are settled.
const MOST: usize = 200;
/// How much of a text is shown before and after what a rule found.
const AROUND: usize = 30;

/// Something that a rule would mark. A rule proposes; it decides nothing, and it finds less than there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Suggestion)]
pub struct Suggested {
    /// As in a mark: `title`, `narrative`, `sources.0.title`.
    pub field: String,
    /// The first Unicode code point.
    #[schema(value_type = u32)]
    pub start: usize,
    /// The first that is no longer covered.
    #[schema(value_type = u32)]
    pub end: usize,
    /// The rule that fired, such as `email` or `marked-before`.
    pub rule: &'static str,
    /// The text before it.
    #[serde(skip)]
    pub before: String,
    /// What the rule found.
    pub found: String,
    /// The text after it.
    #[serde(skip)]
    pub after: String,
}

/// What would be marked in an original and is not yet, whoever may see it.
pub fn of_original(
    conn: &mut Conn,
    vault: &Vault,
    owner: &OrganisationId,
    original: &Original,
) -> Result<Vec<Suggested>> {
    let texts = texts(&original.title, &original.narrative, &original.facts);
    let mut all = among(&Suggesting::of(conn, vault, owner)?, &texts, &original.facts);
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
    // Others are shown what the rules alone find, as if nothing had ever been marked.
    let own = viewer.is_of(owner);
    let suggesting =
        if own { Suggesting::of(conn, vault, owner)? } else { Suggesting::nothing(vault, owner)? };
    let mut all = among(&suggesting, &texts, &reading.facts);
    all.truncate(MOST);
    Ok(all)
}

fn among(suggesting: &Suggesting, texts: &[Text], facts: &Value) -> Vec<Suggested> {
    let mut by_text: Vec<Vec<Suggestion>> = texts.iter().map(|one| suggesting.find(&one.text)).collect();
    let people: Vec<String> = texts.iter().zip(&by_text).flat_map(|(one, found)| named(one, found)).collect();
    let again = Names::new(people.iter().map(|name| (name.as_str(), true)));
    let of_facts = Names::new(people_of(facts));
    let mut all = Vec::new();
    for (one, found) in texts.iter().zip(&mut by_text) {
        // Where a name stands in its own fact, the fact itself is marked or not.
        if !one.field.starts_with("sources.") && one.field != "decision_maker" {
            found.extend(of_facts.find(&one.text, "name-in-facts"));
        }
        found.extend(again.find(&one.text, "name-again"));
        let points: Vec<char> = one.text.chars().collect();
        let cut = |start: usize, end: usize| -> String {
            points.get(start..end.min(points.len())).unwrap_or_default().iter().collect()
        };
        for found in suggest::merged(std::mem::take(found)) {
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
    all
}

/// The names of people that rules found in a text.
fn named(text: &Text, found: &[Suggestion]) -> Vec<String> {
    let people = found.iter().filter(|one| one.kind == Kind::Person).take(MOST);
    people.map(|one| text.text.chars().skip(one.start).take(one.end - one.start).collect()).collect()
}

/// What the facts give as a person: sources that are confidential or witnesses, and who decided. An office is no
/// name, so a decision maker's name needs two capitalised words that are no words of an office.
fn people_of(facts: &Value) -> Vec<(&str, bool)> {
    fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
        value.get(key).and_then(Value::as_str)
    }
    let mut all = Vec::new();
    for source in facts.get("sources").and_then(Value::as_array).into_iter().flatten() {
        let confidential = source.get("confidential").and_then(Value::as_bool).unwrap_or(false);
        let witness = text(source, "kind") == Some("witness");
        all.extend(text(source, "title").filter(|_| confidential || witness).map(|title| (title, true)));
    }
    all.extend(text(facts, "decision_maker").map(|name| (name, false)));
    all
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

/// What an original withholds, for its organisation to be reminded of: parts of texts under a mark, the texts of
/// facts that are withheld whole, and the names of its confidential sources.
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
    // A confidential source never leaves, so its name is known again like what is marked.
    for (title, sure) in people_of(&original.facts) {
        marked.extend(sure.then(|| suggest::names_in(title)).into_iter().flatten());
    }
    marked
}
