//! How a released text is translated, and from what a translation begins.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{TranslatedFields, Translation, store};
use crate::access::{Act, Audience, Viewer, allows, sql};
use crate::contributions::{self, Contribution, Draft};
use crate::db::{Conn, ContributionId, Moment, ReportId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::flow::{self, Pace, Proposal, Release, ReleaseState, TextKind};
use crate::people;
use crate::redaction::{self, Rendition};
use crate::reports::{self, Report, audience_input, is_language};
use crate::vault::Vault;
use crate::verification::Assessments;

/// What somebody translated.
#[derive(Clone, Default)]
pub struct Input {
    /// BCP 47.
    pub language: String,
    /// Of which text: its hash.
    pub rendition: String,
    /// Where several audiences read that text: somebody who reads it, as a token in words. Where nobody is named it is
    /// the widest of them.
    pub as_whom: String,
    /// The slug of the organisation whose approvers decide, where the own has one person only.
    pub approvers: String,
    /// What it says, by part.
    pub texts: BTreeMap<String, String>,
}

impl Input {
    /// What is wrong is told at once.
    fn parse(&self, rendition: &Rendition) -> Result<TranslatedFields> {
        let mut faults = Fields::default();
        if !is_language(&self.language) {
            faults.add("language", message("fault-language-tag"));
        } else if self.language == rendition.reading.language {
            faults.add("language", message("fault-language-same"));
        }
        match TranslatedFields::parse(&rendition.reading, &self.texts) {
            Ok(words) => faults.into_result(words),
            Err(Fields(wrong)) => {
                faults.0.extend(wrong);
                Err(Error::Invalid(faults))
            }
        }
    }
}

/// A report of one's own, and the text of it that is to be translated: one that is released, and that its owner stands by.
pub fn to_translate(
    conn: &mut Conn,
    viewer: &Viewer,
    reference: &str,
    (hash, as_whom): (&str, &str),
) -> Result<(Report, Rendition)> {
    let report = reports::own_report(conn, viewer, reference)?;
    allows(viewer, Act::Translate { owner: &report.organisation_id })?;
    let mut live = redaction::live_of(conn, viewer.at(), report.id.as_str())?;
    live.retain(|rendition| rendition.hash == hash);
    if !as_whom.is_empty() {
        let unknown = |_| Error::invalid("as", message("fault-no-such-audience").with("name", as_whom));
        let wanted = people::token_from_word(conn, viewer, as_whom).map_err(unknown)?;
        // The text that names them before one that reaches them with others.
        let reaches = |one: &Rendition| one.audience.tokens().iter().any(|token| token.reaches(&wanted));
        let names = |one: &Rendition| {
            one.audience.tokens().iter().any(|token| token.reaches(&wanted) && wanted.reaches(token))
        };
        let named = live.iter().any(names);
        live.retain(|one| if named { names(one) } else { reaches(one) });
    }
    let gone = || Error::invalid("rendition", message("fault-no-such-rendition"));
    let widest = live.pop().ok_or_else(gone)?;
    if is_retracted(conn, &widest)? {
        return Err(Error::Conflict(message("conflict-translation-retracted")));
    }
    Ok((report, widest))
}

fn is_retracted(conn: &mut Conn, rendition: &Rendition) -> Result<bool> {
    let standing = Assessments::load(conn, std::slice::from_ref(&rendition.subject))?;
    Ok(standing.retraction_of(rendition).is_some())
}

/// The rendition that a translation is of, while it is released and its owner stands by it.
pub(super) fn standing(
    conn: &mut Conn,
    at: Moment,
    row: &Contribution<Translation>,
) -> Result<Option<Rendition>> {
    let live = redaction::live_of(conn, at, row.details.report.as_str())?;
    let same = |one: &Rendition| one.id.as_str() == row.rests_on && one.hash == row.details.hash;
    match live.into_iter().find(same) {
        Some(rendition) if !is_retracted(conn, &rendition)? => Ok(Some(rendition)),
        _ => Ok(None),
    }
}

/// The versions among these whose rendition is released, and that its owner stands by.
pub(super) fn standing_among(
    conn: &mut Conn,
    at: Moment,
    rows: &[&Contribution<Translation>],
) -> Result<BTreeSet<ContributionId>> {
    let reports: Vec<String> = rows.iter().map(|row| row.details.report.as_str().to_owned()).collect();
    let live = redaction::live_of_all(conn, at, &reports)?;
    let standing = Assessments::load(conn, &reports)?;
    let stands = |row: &&&Contribution<Translation>| {
        let same = |one: &&Rendition| one.id.as_str() == row.rests_on && one.hash == row.details.hash;
        live.iter().find(same).is_some_and(|rendition| standing.retraction_of(rendition).is_none())
    };
    Ok(rows.iter().filter(stands).map(|row| row.version.clone()).collect())
}

/// Translates what is released of a report: a second person releases it to those who read that text.
pub fn translate(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    input: &Input,
) -> Result<(Contribution<Translation>, Release)> {
    let of = (input.rendition.as_str(), input.as_whom.as_str());
    let (report, rendition) = to_translate(tx.conn, viewer, reference, of)?;
    let owner = report.organisation_id;
    let words = input.parse(&rendition)?;
    let named = audience_input::AudienceInput {
        approvers: input.approvers.clone(),
        ..audience_input::AudienceInput::default()
    };
    let proposal = Proposal {
        audience: rendition.audience.clone(),
        approvers: named.approvers(tx.conn, viewer)?,
        colleagues: people::count_people(tx.conn, &owner)?,
        pace: Pace::Usual,
        before: None,
    };
    // Whoever may decide nothing is told so before anything else.
    flow::check_proposal(tx.conn, TextKind::Translation, &owner, &proposal)?;
    for other in store::of_rendition(tx.conn, &rendition.id)? {
        let same = other.details.language == input.language;
        if same && !flow::open_of(tx.conn, tx.now(), other.version.as_str())?.is_empty() {
            return Err(Error::Conflict(message("conflict-translation-waits")));
        }
    }
    let draft = Draft {
        rests_on: rendition.id.as_str().to_owned(),
        revision: rendition.revision,
        reply_to: None,
        body: serde_json::to_string(&words).map_err(Error::internal)?,
        links: Vec::new(),
        logged: json!({ "language": input.language }),
        details: Translation { report: report.id, hash: rendition.hash, language: input.language.clone() },
    };
    contributions::propose(tx, vault, viewer, draft, (Act::Translate { owner: &owner }, proposal))
}

/// Whether everybody who will read a text could read this translation: only then it lends its words.
fn lends_to(release: &Release, rendition: &Rendition) -> bool {
    release.audience.contains(&rendition.audience)
}

/// The words of an earlier translation of a report, to start another of this text from, and its language: whatever became of
/// it. What was made for fewer is not there for that.
pub fn start_from(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (report, rendition): (&Report, &Rendition),
    reference: &str,
) -> Result<(String, TranslatedFields)> {
    let (row, release) = contributions::find::<Translation>(tx, viewer, reference)?.into_parts();
    allows(viewer, Act::Translate { owner: &row.organisation_id })?;
    if row.details.report != report.id || !lends_to(&release, rendition) {
        return Err(Error::NotFound);
    }
    let text = zeroize::Zeroizing::new(contributions::sealed_text(tx, vault, viewer, &row, &release)?);
    Ok((row.details.language, serde_json::from_str(&text).map_err(Error::internal)?))
}

/// Its newest release: each has one.
fn release_of(tx: &mut Tx<'_>, row: &Contribution<Translation>) -> Result<Release> {
    flow::of_subject(tx.conn, tx.now(), row.version.as_str())?.into_iter().next().ok_or(Error::NotFound)
}

/// The translations of a rendition that its desk looks at, newest first: what waits, was returned, or is released.
pub fn of_desk(tx: &mut Tx<'_>, rendition: &Rendition) -> Result<Vec<(Contribution<Translation>, Release)>> {
    let mut all = Vec::new();
    for row in store::of_rendition(tx.conn, &rendition.id)? {
        let release = flow::of_subject(tx.conn, tx.now(), row.version.as_str())?.into_iter().next();
        let Some(release) = release else { continue };
        let shown = match release.state {
            ReleaseState::Cancelled | ReleaseState::Lapsed => false,
            ReleaseState::Approved => sql::is_live(tx.conn, row.version.as_str())?,
            _ => true,
        };
        all.extend(shown.then_some((row, release)));
    }
    Ok(all)
}

/// The newest translation in each language that a report had, this text of it has not, and all its readers could read: to
/// start another from.
pub fn to_start_from(tx: &mut Tx<'_>, rendition: &Rendition) -> Result<Vec<Contribution<Translation>>> {
    let here = of_desk(tx, rendition)?;
    let mut found: Vec<Contribution<Translation>> = Vec::new();
    for row in store::of_report(tx.conn, &ReportId::from(rendition.subject.clone()))? {
        let known = here
            .iter()
            .map(|(one, _)| one)
            .chain(&found)
            .any(|one| one.details.language == row.details.language);
        let release = release_of(tx, &row)?;
        if !known && row.details.language != rendition.reading.language && lends_to(&release, rendition) {
            found.push(row);
        }
    }
    Ok(found)
}

/// The languages into which those texts of a report are translated that a release of this revision to this audience
/// replaces: the translations go with them.
pub fn ending(
    tx: &mut Tx<'_>,
    report: &Report,
    (audience, revision): (&Audience, i32),
) -> Result<BTreeSet<String>> {
    let mut languages = BTreeSet::new();
    for rendition in redaction::live_of(tx.conn, tx.now(), report.id.as_str())? {
        if !redaction::replaces((audience, revision), (&rendition.audience, rendition.revision)) {
            continue;
        }
        for row in store::of_rendition(tx.conn, &rendition.id)? {
            if sql::is_live(tx.conn, row.version.as_str())? {
                languages.insert(row.details.language);
            }
        }
    }
    Ok(languages)
}
