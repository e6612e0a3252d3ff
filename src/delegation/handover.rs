//! What is handed over, and the draft that its publisher begins with.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::access::Viewer;
use crate::access::{Audience, Token};
use crate::db::OrganisationId;
use crate::db::Tx;
use crate::flow::Release;
use crate::redaction::{BAR, Original, RESERVED, Reading, Redaction};
use crate::reports::{Report, texts};
use crate::vault::Vault;

/// What stands in the publisher's draft where something was left out: they can write over it.
const LEFT_OUT: &str = "[…]";

/// The text that a publisher is given. It has no `Debug`: it is not out.
#[derive(Clone, Serialize, Deserialize)]
pub struct Handed {
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
}

impl Handed {
    /// Of what everybody may read, whatever the publisher may read besides: they release what they are given to whom they
    /// like, and no mark goes along. The record that an import came from stays: its number there is its owner's. So do
    /// files, whose custody names whose they are, and the word that some were left out.
    pub fn of(original: &Original, owner: &OrganisationId) -> Self {
        let reading = Reading::of(original, owner, &Audience::of(Token::Public));
        let Reading { title, narrative, language, mut facts, mut redactions, evidence: _ } = reading;
        if let Some(facts) = facts.as_object_mut() {
            facts.remove("source");
        }
        redactions.retain(|told| told.at != "evidence" && told.at != "source");
        Self { title, narrative, language, facts, redactions }
    }

    /// As it is read.
    pub fn reading(&self) -> Reading {
        Reading {
            title: self.title.clone(),
            narrative: self.narrative.clone(),
            language: self.language.clone(),
            facts: self.facts.clone(),
            redactions: self.redactions.clone(),
            evidence: Vec::new(),
        }
    }

    /// The original of a report of the publisher's own. Nobody types the bars and brackets that stand for what was left
    /// out: in their place stand dots.
    pub fn draft(self) -> Original {
        let mut facts = self.facts;
        dots_for_bars(&mut facts);
        Original {
            title: self.title.replace(BAR, LEFT_OUT),
            narrative: dots_for_brackets(&self.narrative),
            language: self.language,
            facts,
            ..Original::default()
        }
    }
}

fn dots_for_bars(value: &mut Value) {
    match value {
        Value::String(text) => *text = text.replace(BAR, LEFT_OUT),
        Value::Array(entries) => entries.iter_mut().for_each(dots_for_bars),
        Value::Object(fields) => fields.values_mut().for_each(dots_for_bars),
        _ => {}
    }
}

fn dots_for_brackets(text: &str) -> String {
    let [opening, closing] = RESERVED;
    let mut pieces = text.split(opening);
    let mut left = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        left.push_str(LEFT_OUT);
        left.push_str(piece.split_once(closing).map_or(piece, |(_, rest)| rest));
    }
    left
}

/// What a proposal would hand over.
pub(super) fn text_of(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    release: &Release,
) -> crate::error::Result<Handed> {
    let act = texts::reading_for(viewer, report, release);
    texts::opened(tx, vault, viewer, (report, release.revision), (act, "release"), |_, original| {
        Ok(Handed::of(original, &report.organisation_id))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_draft_has_nothing_in_it_that_nobody_could_type() {
        let handed = Handed {
            title: format!("Arrest of {BAR}"),
            narrative: "⟦personal_data⟧ told us in ⟦exact_place⟧.".into(),
            language: "en".into(),
            facts: json!({ "decision_maker": format!("The office of {BAR}"), "places": ["A"], "people_affected": 3 }),
            redactions: Vec::new(),
        };
        let draft = handed.draft();
        assert_eq!(draft.title, "Arrest of […]");
        assert_eq!(draft.narrative, "[…] told us in […].");
        assert_eq!(
            draft.facts,
            json!({ "decision_maker": "The office of […]", "places": ["A"], "people_affected": 3 })
        );
        assert!(draft.marks.is_empty() && draft.evidence.is_empty());
    }
}
