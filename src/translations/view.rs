//! Translations as one viewer reads them.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::verbs::standing;
use super::{TranslatedFields, Translation, store, words_of};
use crate::access::{Act, Audience, Tlp, Viewer, permits, sql};
use crate::contributions::{self, Contribution, Kind, api};
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Result};
use crate::flow::{Release, ReleaseState};
use crate::people::{self, Organisation};
use crate::redaction::{Rendition, Tombstone};
use crate::reports::store as rows;
use crate::vault::Vault;

/// A translation that stands beside a text, for those who read that.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Beside {
    /// `T-…`.
    pub reference: String,
    /// BCP 47.
    pub language: String,
    /// Its title.
    pub title: String,
    /// The page of it.
    pub href: String,
}

/// The translations of what a rendition says that this viewer reads, one for each language: those of this very rendition
/// before those of another audience that reads the same. For a viewer who looks at it as others do there are none of those.
pub fn beside(
    conn: &mut Conn,
    viewer: &Viewer,
    as_others: bool,
    rendition: &Rendition,
) -> Result<Vec<Contribution<Translation>>> {
    let mut found: Vec<Contribution<Translation>> = Vec::new();
    for row in store::live_with(conn, &rendition.subject, &rendition.hash)? {
        let own = row.rests_on == rendition.id.as_str();
        let read = if own { row.is_live(viewer.at()) } else { !as_others && row.is_readable_by(viewer) };
        match found.iter_mut().find(|other| other.details.language == row.details.language) {
            Some(other) if read && own => *other = row,
            None if read => found.push(row),
            _ => {}
        }
    }
    Ok(found)
}

/// All words of the translations of a rendition, each with its end where it has one, for the index: its readers find it by
/// them.
pub fn found_by(conn: &mut Conn, rendition: &Rendition) -> Result<Vec<(Option<Moment>, TranslatedFields)>> {
    let mut own = store::live_with(conn, &rendition.subject, &rendition.hash)?;
    own.retain(|row| row.rests_on == rendition.id.as_str());
    own.iter().map(|row| Ok((row.until(), words_of(row)?))).collect()
}

/// A translation as one viewer sees it.
pub struct Seen {
    /// The row.
    pub row: Contribution<Translation>,
    /// Its proposal and what became of it.
    pub release: Release,
    /// Where it stands: see [`state`].
    pub state: &'static str,
    /// Whether what it is of is released, and its owner stands by it; so it seems to those who are not told.
    pub stands: bool,
    /// What it is of, where that is so and the viewer may look at it here.
    pub rendition: Option<Rendition>,
    /// What it says, where the viewer may read that.
    pub words: Option<TranslatedFields>,
}

/// What somebody finds at the address of a translation.
pub enum TranslationLookup {
    /// Here it is.
    Seen(Box<Seen>),
    /// It was out, and they could read it.
    Withdrawn(Box<Contribution<Translation>>, Tombstone),
}

/// A translation for whoever may see it: those who read it, its own desk, those who decide on it. What is no longer of
/// any text that is released is the desk's alone, to start from.
pub fn seen(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<TranslationLookup> {
    let (row, release) = contributions::find::<Translation>(tx, viewer, reference)?.into_parts();
    let rendition = standing(tx.conn, viewer.at(), &row)?;
    let stands = rendition.is_some();
    let state = state_of(tx.conn, viewer, (&row, &release), stands)?;
    if let ("withdrawn", Some(tombstone)) = (state, row.ended.clone()) {
        return Ok(TranslationLookup::Withdrawn(Box::new(row), tombstone));
    }
    let desk = permits(viewer, Act::SeeDesk { owner: &row.organisation_id });
    let looks = desk || state == "live" || (release.state.is_open() && stands);
    let words = match (looks, row.released_at) {
        (true, Some(_)) => Some(words_of(&row)?),
        (true, None) => {
            let text = contributions::sealed_text(tx, vault, viewer, &row, &release)?;
            Some(serde_json::from_str(&text).map_err(Error::internal)?)
        }
        (false, _) => None,
    };
    let rendition = rendition.filter(|_| looks);
    // Who decided on it for another organisation is not told what becomes of the text afterwards.
    let told = release.state.is_open() || is_told(viewer, &row, &release);
    Ok(TranslationLookup::Seen(Box::new(Seen {
        row,
        release,
        state,
        stands: stands || !told,
        rendition,
        words,
    })))
}

/// The answer to a program that asks for one.
pub(super) fn answer(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
) -> Result<(u16, Value)> {
    Ok(match seen(tx, vault, viewer, reference)? {
        TranslationLookup::Seen(seen) => (200, TranslationView::of(tx.conn, viewer, *seen)?.json()),
        TranslationLookup::Withdrawn(_, tombstone) => api::withdrawn(&tombstone),
    })
}

/// `proposed`, `returned`, `cancelled`, `live`, `ended` by itself, `withdrawn`, `replaced` by another of the same language,
/// or `gone` with what it was of. Who released it for another organisation and does not read it knows that much: `approved`.
fn state_of(
    conn: &mut Conn,
    viewer: &Viewer,
    (row, release): (&Contribution<Translation>, &Release),
    stands: bool,
) -> Result<&'static str> {
    Ok(match release.state {
        state if state != ReleaseState::Approved => release.state_of_text(),
        _ if !is_told(viewer, row, release) => "approved",
        _ if row.ended.is_some() => "withdrawn",
        _ if sql::is_live(conn, row.version.as_str())? => row.released_state(viewer.at()),
        _ if stands => "replaced",
        _ => "gone",
    })
}

/// Whether somebody is told what becomes of a translation: its own organisation, and those it is for.
pub(super) fn is_told(viewer: &Viewer, row: &Contribution<Translation>, release: &Release) -> bool {
    viewer.reads_as(&row.organisation_id) || release.audience.readable_by(viewer)
}

/// A translation as programs read it.
#[derive(Clone)]
pub struct TranslationView {
    /// `T-…`.
    pub reference: String,
    /// Of which report, for those who read it and for its owner's people.
    pub report: Option<String>,
    /// Where it stands.
    pub state: &'static str,
    /// Whose it is.
    pub organisation: Organisation,
    /// BCP 47.
    pub language: String,
    /// The hash of the text that it is of.
    pub of: String,
    /// What it says, where the viewer may read that.
    pub words: Option<TranslatedFields>,
    /// The tokens of its audience that this viewer holds, in words; its own organisation sees all.
    pub audience: Vec<String>,
    /// Its label.
    pub tlp: Tlp,
    /// When it went out; until then, when it was written.
    pub at: Moment,
    /// The reviewer's words.
    pub comment: String,
}

impl TranslationView {
    /// Of what somebody sees.
    pub fn of(conn: &mut Conn, viewer: &Viewer, seen: Seen) -> Result<Self> {
        let audience: &Audience = &seen.release.audience;
        let tokens = audience.told(viewer, &seen.row.organisation_id);
        let report = Translation::about(&seen.row);
        let knows =
            viewer.reads_as(&seen.row.organisation_id) || !sql::readable_in(conn, viewer, report)?.is_empty();
        let words = tokens.iter().map(|token| people::word_of_token(conn, token)).collect::<Result<_>>()?;
        Ok(Self {
            report: if knows { Some(rows::report_by_id(conn, report)?.reference) } else { None },
            organisation: people::organisation(conn, &seen.row.organisation_id)?,
            state: seen.state,
            at: seen.row.at(),
            of: seen.row.details.hash,
            words: seen.words,
            audience: words,
            tlp: audience.tlp(),
            // What a reviewer said is for those who wrote it, not for those who read it.
            comment: if seen.row.released_at.is_none() { seen.release.comment } else { String::new() },
            reference: seen.row.reference,
            language: seen.row.details.language,
        })
    }

    /// The JSON of the contract.
    pub fn json(&self) -> Value {
        json!({
            "reference": self.reference,
            "report": self.report,
            "state": self.state,
            "organisation": { "slug": self.organisation.slug, "name": self.organisation.name },
            "language": self.language,
            "translation_of": self.of,
            "title": self.words.as_ref().map(|words| words.of("title")),
            "narrative": self.words.as_ref().map(|words| words.of("narrative")),
            "facts": self.words.as_ref().map(|words| words.below("facts")),
            "evidence": self.words.as_ref().map(|words| words.below("evidence")),
            "audience": self.audience,
            "tlp": self.tlp,
            "at": self.at,
            "comment": self.comment,
        })
    }
}
