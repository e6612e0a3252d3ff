//! What is read: the parts of an original that an audience gets.

use serde_json::Value;
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
    /// the owner, and carries what nobody has looked at for others.
    pub fn of(original: &Original, owner: &OrganisationId, audience: &Audience) -> Self {
        let mut reading = Self::whole(original);
        if !audience.stays_within(owner)
            && let Some(source) = reading.facts.get_mut("source").and_then(Value::as_object_mut)
        {
            source.remove("raw");
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
