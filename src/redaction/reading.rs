//! What is read: the parts of an original that an audience gets.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Original;
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
    /// The reasons for what was left out, one for each place.
    pub redactions: Vec<String>,
}

impl Reading {
    /// The whole text. Beyond the owner it loses the source's own record (`facts.source.raw`): that was given to
    /// the owner, and carries what nobody has looked at for others. It loses the sources that are marked
    /// confidential as well: who told something stays with those who were told.
    pub fn of(original: &Original, owner: &OrganisationId, audience: &Audience) -> Self {
        let mut reading = Self::whole(original);
        if !audience.stays_within(owner)
            && let Some(facts) = reading.facts.as_object_mut()
        {
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
        }
    }

    /// SHA-256 over what is read, part by part with lengths between: what a citation names.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for part in [&self.title, &self.narrative, &self.language, &self.facts.to_string()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hex::encode(hash.finalize())
    }
}

/// Takes out of the facts what stays with the owner.
fn keep_within(facts: &mut Map<String, Value>) {
    if let Some(source) = facts.get_mut("source").and_then(Value::as_object_mut) {
        source.remove("raw");
    }
    if let Some(sources) = facts.get_mut("sources").and_then(Value::as_array_mut) {
        sources.retain(|source| source.get("confidential") != Some(&Value::Bool(true)));
        // Nothing is left to tell that there were some.
        if sources.is_empty() {
            facts.remove("sources");
        }
    }
}
