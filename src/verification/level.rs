//! How far what a rendition says is borne out by others.
//!
//! Nothing derived says more than its parts: what an organisation says counts for a rendition only where whoever reads
//! the rendition surely reads that as well. So the verification that a viewer is shown follows from what they can read
//! alone, and it is the same for everybody who reads the rendition: on its page, in lists and in facets.

use std::collections::{BTreeMap, BTreeSet};

use super::store::{self, Retraction};
use super::{Corroboration, Named, Speaker, Stance};
use crate::access::{Audience, OrganisationKind, Token};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, Moment, OrganisationId, text_enum};
use crate::error::{Error, Result};
use crate::people::{self, Organisation};
use crate::redaction::Rendition;

text_enum! {
    /// How far what a rendition says is borne out by others, the least first.
    pub enum Verification {
        /// Its owner no longer stands by it.
        Retracted = "retracted",
        /// Nobody else has said anything of it, or too few.
        Unverified = "unverified",
        /// Somebody says that it is not so.
        Disputed = "disputed",
        /// Two organisations of different sectors beside its own say that it is so.
        Corroborated = "corroborated",
        /// A curator looked at the evidence and says that it holds.
        Verified = "verified",
    }
}

/// What counts of a corroboration.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// What that organisation is.
    pub speaker: Speaker,
    /// What it says.
    pub stance: Stance,
    /// To whom.
    pub audience: Audience,
    /// Of which revision.
    pub revision: i32,
    /// Since when.
    pub at: Moment,
    /// Until when, where it ends.
    pub until: Option<Moment>,
}

impl Assessment {
    /// Whether everybody who reads a text for `audience` surely hears this. What was addressed to an organisation by
    /// name it reads as well while it is no active member: then it hears only what is public or said to it by name.
    fn reaches(&self, audience: &Audience, inactive: &BTreeSet<OrganisationId>) -> bool {
        let by_name = |token: &Token| match token {
            Token::Organisation(id) => inactive.contains(id),
            Token::Person(_) => true,
            _ => false,
        };
        let heard = |token: &Token| self.audience.is_public() || self.audience.tokens().contains(token);
        self.audience.contains(audience) && audience.tokens().iter().filter(|token| by_name(token)).all(heard)
    }
}

/// As much of a rendition as its verification depends on.
#[derive(Debug)]
pub struct Judged<'a> {
    /// Who reads it.
    pub audience: &'a Audience,
    /// Of which revision it was made.
    pub revision: i32,
    /// What its facts name, as its readers see them.
    pub named: &'a Named,
}

/// The verification of a text: of each organisation its newest word counts, of those that reach all readers and were said
/// of this revision or a later one. A government's word counts only of a text that names other countries alone. A curator
/// weighs the disputes that stood before. A reply is a right and no step: it counts for nothing, and stands in the way of
/// no other word of its organisation.
pub fn verification_level(
    text: &Judged<'_>,
    voices: &[Assessment],
    inactive: &BTreeSet<OrganisationId>,
) -> Verification {
    let mut last: BTreeMap<&OrganisationId, &Assessment> = BTreeMap::new();
    let counts = |voice: &&Assessment| {
        voice.stance != Stance::Replies
            && voice.revision >= text.revision
            && voice.reaches(text.audience, inactive)
            && voice.speaker.is_impartial(text.named)
    };
    for voice in voices.iter().filter(counts) {
        let newest = last.entry(&voice.organisation).or_insert(voice);
        if voice.at >= newest.at {
            *newest = voice;
        }
    }
    let newest = |stance| last.values().filter(|voice| voice.stance == stance).map(|voice| voice.at).max();
    match (newest(Stance::Disputes), newest(Stance::Verifies)) {
        (Some(disputed), Some(verified)) if verified > disputed => Verification::Verified,
        (Some(_), _) => Verification::Disputed,
        (None, Some(_)) => Verification::Verified,
        (None, None) => {
            let sectors: BTreeSet<OrganisationKind> = last.values().map(|voice| voice.speaker.kind).collect();
            if sectors.len() < 2 { Verification::Unverified } else { Verification::Corroborated }
        }
    }
}

/// All that decides on the verification of some reports.
#[derive(Debug, Default)]
pub struct Assessments {
    voices: BTreeMap<String, Vec<Assessment>>,
    retractions: Vec<Retraction>,
    inactive: BTreeSet<OrganisationId>,
}

impl Assessments {
    /// Of these reports.
    pub fn load(conn: &mut Conn, reports: &[String]) -> Result<Self> {
        let rows = contributions::resting_on::<Corroboration>(conn, reports)?;
        let speakers = rows.iter().map(|row| row.organisation_id.clone()).collect();
        let speakers = people::organisations_by_ids(conn, speakers)?;
        Self::from(conn, reports, &rows, &speakers)
    }

    /// Of these reports, where all that is released and said of them is loaded already, with the organisations that say it.
    pub fn from(
        conn: &mut Conn,
        reports: &[String],
        rows: &[Contribution<Corroboration>],
        speakers: &BTreeMap<OrganisationId, Organisation>,
    ) -> Result<Self> {
        let mut standing = Self { retractions: store::retractions_of(conn, reports)?, ..Self::default() };
        for row in rows {
            let missing = || Error::stored("organisation", row.version.as_str(), "it is missing");
            let speaker = Speaker::of(speakers.get(&row.organisation_id).ok_or_else(missing)?);
            standing.voices.entry(row.rests_on.clone()).or_default().push(voice(row, speaker)?);
        }
        if !standing.voices.is_empty() {
            standing.inactive = people::inactive(conn)?.into_iter().collect();
        }
        Ok(standing)
    }

    /// How far a rendition is verified at this moment: what has ended by then no longer counts. Without a moment, before
    /// anything ends.
    pub fn of(&self, rendition: &Rendition, at: Option<Moment>) -> Verification {
        if self.retraction_of(rendition).is_some() {
            return Verification::Retracted;
        }
        let counts = |voice: &&Assessment| voice.until.is_none_or(|until| at.is_none_or(|at| at < until));
        let voices = self.voices.get(&rendition.subject).map(Vec::as_slice).unwrap_or_default();
        let voices: Vec<Assessment> = voices.iter().filter(counts).cloned().collect();
        if voices.is_empty() {
            return Verification::Unverified;
        }
        let named = Named::in_facts(&rendition.reading.facts);
        let text = Judged { audience: &rendition.audience, revision: rendition.revision, named: &named };
        verification_level(&text, &voices, &self.inactive)
    }

    /// The moments at which something that was said of a report ends.
    pub fn ends_of(&self, report: &str) -> BTreeSet<Moment> {
        self.voices.get(report).into_iter().flatten().filter_map(|voice| voice.until).collect()
    }

    /// When and why its owner retracted it, where that is so.
    pub fn retraction_of(&self, rendition: &Rendition) -> Option<(Moment, &str)> {
        let of_it = |one: &&Retraction| {
            one.report.as_str() == rendition.subject && one.revision >= rendition.revision
        };
        self.retractions.iter().rev().find(of_it).map(|one| (one.at, one.reason.as_str()))
    }
}

fn voice(row: &Contribution<Corroboration>, speaker: Speaker) -> Result<Assessment> {
    Ok(Assessment {
        audience: row.audience()?.clone(),
        until: row.until(),
        at: row.at(),
        organisation: row.organisation_id.clone(),
        speaker,
        stance: row.details.stance,
        revision: row.revision,
    })
}
