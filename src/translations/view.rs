//! Translations as one viewer reads them.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::verbs::standing;
use super::{TranslatedFields, Translation, words_of};
use crate::access::{Act, Audience, Tlp, Viewer, permits, sql};
use crate::contributions::api::Answer;
use crate::contributions::{self, Contribution};
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
/// before those of another audience that reads the same. `all` are those that are released. For a viewer who looks at it as others do there are none of those.
pub fn beside<'a>(
    viewer: &Viewer,
    as_others: bool,
    rendition: &Rendition,
    all: &'a [Contribution<Translation>],
) -> Vec<&'a Contribution<Translation>> {
    let is_of_it = |row: &&Contribution<Translation>| {
        row.details.report.as_str() == rendition.subject && row.details.hash == rendition.hash
    };
    let mut of_it: Vec<&Contribution<Translation>> = all.iter().filter(is_of_it).collect();
    of_it.sort_by_key(|row| (&row.details.language, row.released_at, row.version.as_str()));
    let mut found: Vec<&Contribution<Translation>> = Vec::new();
    for row in of_it {
        let own = row.rests_on == rendition.id.as_str();
        let read = if own { row.is_live(viewer.at()) } else { !as_others && row.is_readable_by(viewer) };
        match found.iter_mut().find(|other| other.details.language == row.details.language) {
            Some(other) if read && own => *other = row,
            None if read => found.push(row),
            _ => {}
        }
    }
    found
}

/// The words of a translation, with its end where it has one.
pub type FoundBy = (Option<Moment>, TranslatedFields);

/// All words of the translations of these renditions, each with its end where it has one, by the ids of what they translate,
/// for the index: the readers of a text find it by them.
pub fn found_by(conn: &mut Conn, renditions: &[&Rendition]) -> Result<BTreeMap<String, Vec<FoundBy>>> {
    let ids: Vec<String> = renditions.iter().map(|one| one.id.as_str().to_owned()).collect();
    let hashes: BTreeMap<&str, &str> =
        renditions.iter().map(|one| (one.id.as_str(), one.hash.as_str())).collect();
    let mut found: BTreeMap<String, Vec<FoundBy>> = BTreeMap::new();
    for row in contributions::resting_on::<Translation>(conn, &ids)? {
        // One of an earlier text is found no longer.
        if hashes.get(row.rests_on.as_str()) == Some(&row.details.hash.as_str()) {
            found.entry(row.rests_on.clone()).or_default().push((row.until(), words_of(&row)?));
        }
    }
    Ok(found)
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
    // Whoever decided on it for another organisation is not told what becomes of the text that it translates.
    let told = release.state.is_open() || state == "live" || viewer.reads_as(&row.organisation_id);
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
) -> Result<Answer<TranslationView>> {
    Ok(match seen(tx, vault, viewer, reference)? {
        TranslationLookup::Seen(seen) => Answer::Here(TranslationView::of_seen(tx.conn, viewer, *seen)?),
        TranslationLookup::Withdrawn(_, tombstone) => Answer::gone(&tombstone),
    })
}

/// `proposed`, `returned`, `cancelled`, `live`, `ended` by itself or with the text that it translates, `withdrawn`, `replaced`
/// by another of the same language, or `gone` with that text. What nobody reads any more is its desk's alone: those who released
/// it for another organisation know no more than that, `approved`, as they do if they were never among its readers.
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
        _ if row.is_shown(viewer.at()) && stands => "live",
        _ if !viewer.reads_as(&row.organisation_id) => "approved",
        _ if sql::is_live(conn, row.version.as_str())? => "ended",
        _ if stands => "replaced",
        _ => "gone",
    })
}

/// Whether somebody is told where a translation is: its own organisation, and those it is for as long as they read it.
pub(super) fn is_told(viewer: &Viewer, row: &Contribution<Translation>, release: &Release) -> bool {
    viewer.reads_as(&row.organisation_id) || release.audience.readable_by(viewer)
}

fn owned(texts: BTreeMap<&str, &str>) -> BTreeMap<String, String> {
    texts.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

/// A translation as programs read it.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Translated)]
pub struct TranslationView {
    /// `T-…`.
    pub reference: String,
    /// For who reads it and for its owner's people.
    #[schema(required)]
    pub report: Option<String>,
    /// Where it is.
    #[schema(pattern = "^(live|ended|proposed|returned|cancelled|replaced|gone|approved)$")]
    pub state: &'static str,
    /// Whose it is.
    pub organisation: Organisation,
    /// BCP 47.
    pub language: String,
    /// The hash of the text that it is of.
    pub translation_of: String,
    /// Null, as all words are, for those who decided on it for another organisation and do not read it.
    #[schema(required)]
    pub title: Option<String>,
    /// Markdown.
    #[schema(required)]
    pub narrative: Option<String>,
    /// By path.
    #[schema(required)]
    pub facts: Option<BTreeMap<String, String>>,
    /// The descriptions of files, by their ids.
    #[schema(required)]
    pub evidence: Option<BTreeMap<String, String>>,
    /// Of its audience the tokens that the viewer holds; for its own organisation all.
    pub audience: Vec<String>,
    /// Its label.
    pub tlp: Tlp,
    /// When it was released; until then, when it was written.
    pub at: Moment,
    /// The reviewer's words, until it is released.
    pub comment: String,
}

impl TranslationView {
    /// Of one with its audience and where it is, with what of its words the viewer may read.
    pub fn of(
        conn: &mut Conn,
        viewer: &Viewer,
        (row, audience, state): (Contribution<Translation>, &Audience, &'static str),
        words: Option<&TranslatedFields>,
    ) -> Result<Self> {
        let tokens = audience.told(viewer, &row.organisation_id);
        let report = row.details.report.as_str();
        let knows =
            viewer.reads_as(&row.organisation_id) || !sql::readable_in(conn, viewer, report)?.is_empty();
        Ok(Self {
            report: if knows { Some(rows::report_by_id(conn, report)?.reference) } else { None },
            organisation: people::organisation(conn, &row.organisation_id)?,
            state,
            at: row.at(),
            translation_of: row.details.hash,
            title: words.map(|words| words.of("title").to_owned()),
            narrative: words.map(|words| words.of("narrative").to_owned()),
            facts: words.map(|words| owned(words.below("facts"))),
            evidence: words.map(|words| owned(words.below("evidence"))),
            audience: tokens.iter().map(|token| people::word_of_token(conn, token)).collect::<Result<_>>()?,
            tlp: audience.tlp(),
            comment: String::new(),
            reference: row.reference,
            language: row.details.language,
        })
    }

    /// Of what somebody sees.
    fn of_seen(conn: &mut Conn, viewer: &Viewer, seen: Seen) -> Result<Self> {
        let Seen { row, release, state, words, .. } = seen;
        // What a reviewer said is for those who wrote it, not for those who read it.
        let comment = if row.released_at.is_none() { release.comment } else { String::new() };
        let view = Self::of(conn, viewer, (row, &release.audience, state), words.as_ref())?;
        Ok(Self { comment, ..view })
    }
}
