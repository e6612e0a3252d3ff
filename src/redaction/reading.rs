//! What is read: the parts of an original that an audience gets.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::evidence::Released;
use super::marks::{Mark, Redaction, Target};
use super::masking::{self, Kind, Span};
use super::{Original, withholding};
use crate::access::Audience;
use crate::db::OrganisationId;

/// One text as an audience gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// One line.
    pub title: String,
    /// Markdown.
    pub narrative: String,
    /// BCP 47.
    pub language: String,
    /// The facts, as JSON.
    pub facts: Value,
    /// What is told of each place that was left out.
    pub redactions: Vec<Redaction>,
    /// The copies of its files.
    pub evidence: Vec<Released>,
}

impl Reading {
    /// The text as `audience` reads it: without what is marked and not for all of them. Beyond the owner it loses
    /// the source's own record (`facts.source.raw`): that was given to the owner, and carries what nobody has looked
    /// at for others. It loses the sources that are marked confidential as well: who told something stays with those
    /// who were told.
    pub fn of(original: &Original, owner: &OrganisationId, audience: &Audience) -> Self {
        let within = audience.stays_within(owner);
        let kept: Vec<&Mark> = original
            .marks
            .iter()
            .filter(|mark| !mark.spares(owner, audience))
            .filter(|mark| within || !is_on_confidential(&original.facts, &mark.target))
            .collect();
        let mut reading = Self::whole(original);
        reading.mask(&kept);
        reading.withhold(&kept);
        reading.tell_of_files(&kept);
        if !within && let Some(facts) = reading.facts.as_object_mut() {
            keep_within(facts);
        }
        reading
    }

    /// The whole text with everything: for records that were imported as public.
    pub fn whole(original: &Original) -> Self {
        Self {
            title: original.title.clone(),
            narrative: original.narrative.clone(),
            language: original.language.clone(),
            facts: original.facts.clone(),
            redactions: Vec::new(),
            evidence: Vec::new(),
        }
    }

    /// Takes the spans out of every text that has some.
    fn mask(&mut self, marks: &[&Mark]) {
        let mut fields: Vec<&str> = Vec::new();
        for mark in marks {
            if let Target::Span { field, .. } = &mark.target
                && !fields.contains(&field.as_str())
                // What is in a fact that is not told at all is not told of.
                && !marks.iter().any(|other| withholds(&other.target, field))
            {
                fields.push(field);
            }
        }
        for field in fields {
            let spans: Vec<Span<'_>> = marks
                .iter()
                .filter_map(|mark| match &mark.target {
                    Target::Span { field: of, start, end } if of == field => Some((*start..*end, *mark)),
                    _ => None,
                })
                .collect();
            let (told_as, kind) = match field {
                "narrative" => (field, Kind::Markdown),
                _ => (withholding::told_as(field), Kind::Line),
            };
            let put = |text: &mut String| {
                let (left, told) = masking::mask(text, told_as, kind, spans);
                *text = left;
                told
            };
            let told = match field {
                "title" => put(&mut self.title),
                "narrative" => put(&mut self.narrative),
                path => match withholding::find_mut(&mut self.facts, path) {
                    Some(Value::String(text)) => put(text),
                    _ => Vec::new(),
                },
            };
            for one in told {
                // A bar stands in the narrative for each; of facts it is not said how many there are.
                if field == "narrative" || !self.redactions.contains(&one) {
                    self.redactions.push(one);
                }
            }
        }
    }

    fn withhold(&mut self, marks: &[&Mark]) {
        let on_facts: Vec<(&Mark, &str, withholding::Level)> = marks
            .iter()
            .filter_map(|mark| match &mark.target {
                Target::Fact { path, level } => Some((*mark, path.as_str(), *level)),
                _ => None,
            })
            .collect();
        let told: Vec<_> = on_facts.iter().map(|(_, path, level)| (*path, *level)).collect();
        for place in withholding::withhold(&mut self.facts, &told) {
            if let Some((mark, path, _)) = on_facts.get(place) {
                let told = mark.told(withholding::split(path).0);
                if !self.redactions.contains(&told) {
                    self.redactions.push(told);
                }
            }
        }
    }

    /// That files were left out, and why; how many is not said.
    fn tell_of_files(&mut self, marks: &[&Mark]) {
        for mark in marks.iter().filter(|mark| matches!(mark.target, Target::Evidence(_))) {
            let told = mark.told("evidence");
            if !self.redactions.contains(&told) {
                self.redactions.push(told);
            }
        }
    }

    /// SHA-256 over what is read, part by part with lengths between: what a citation names. Files are named by their
    /// hashes; a text without files has the hash of the text.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        let files: Vec<_> =
            self.evidence.iter().map(|file| format!("{} {}", file.sha256, file.description)).collect();
        let text = [&self.title, &self.narrative, &self.language, &self.facts.to_string()];
        for part in text.into_iter().chain(&files) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hex::encode(hash.finalize())
    }
}

fn is_confidential(source: &Value) -> bool {
    source.get("confidential") == Some(&Value::Bool(true))
}

/// Whether a mark is on a confidential source, or on sources that all are: they stay with the owner, and nothing is left to
/// tell that there were some.
fn is_on_confidential(facts: &Value, target: &Target) -> bool {
    let (Target::Span { field: path, .. } | Target::Fact { path, .. }) = target else { return false };
    let Some(rest) = path.strip_prefix("sources") else { return false };
    let Some(sources) = facts.get("sources").and_then(Value::as_array) else { return false };
    match rest.trim_start_matches('.').split('.').next().and_then(|number| number.parse::<usize>().ok()) {
        Some(number) => sources.get(number).is_some_and(is_confidential),
        None => rest.is_empty() && sources.iter().all(is_confidential),
    }
}

/// Whether a mark withholds the fact that a text stands in.
fn withholds(target: &Target, field: &str) -> bool {
    match target {
        Target::Fact { path, level: withholding::Level::Withheld } => {
            field.strip_prefix(path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        }
        _ => false,
    }
}

/// Takes out of the facts what stays with the owner.
fn keep_within(facts: &mut Map<String, Value>) {
    if let Some(source) = facts.get_mut("source").and_then(Value::as_object_mut) {
        source.remove("raw");
    }
    if let Some(sources) = facts.get_mut("sources").and_then(Value::as_array_mut) {
        sources.retain(|source| !is_confidential(source));
        // Nothing is left to tell that there were some.
        if sources.is_empty() {
            facts.remove("sources");
        }
    }
}
