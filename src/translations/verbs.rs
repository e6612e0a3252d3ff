//! What can be done: translate, approve, take back.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{Translation, Words, store};
use crate::access::{Act, Audience, Released, Viewer, allows, permits, sql};
use crate::contributions::{self, log};
use crate::db::{ChangeKind, Conn, OrganisationId, ReportId, Tx};
use crate::error::{Error, Fields, Result, said};
use crate::flow::{self, Decision, Proposal, Releasable, Release, ReleaseState, TextKind};
use crate::people;
use crate::redaction::{self, Rendition};
use crate::reports::{self, Report, audience_input, is_language};
use crate::vault::Vault;
use crate::verification::Standing;

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
    fn parse(&self, rendition: &Rendition) -> Result<Words> {
        let mut faults = Fields::default();
        if !is_language(&self.language) {
            faults.add("language", said("fault-language-tag"));
        } else if self.language == rendition.reading.language {
            faults.add("language", said("fault-language-same"));
        }
        match Words::parse(&rendition.reading, &self.texts) {
            Ok(words) => faults.into_result(words),
            Err(Fields(wrong)) => {
                faults.0.extend(wrong);
                Err(Error::Invalid(faults))
            }
        }
    }
}

/// A report of one's own, and the text of it that is to be translated: one that is out, and that its owner stands by.
pub fn to_translate(
    conn: &mut Conn,
    viewer: &Viewer,
    reference: &str,
    (hash, as_whom): (&str, &str),
) -> Result<(Report, Rendition)> {
    let report = reports::own_report(conn, viewer, reference)?;
    allows(viewer, Act::Translate { owner: &report.organisation_id })?;
    let mut live = redaction::live_of(conn, report.id.as_str())?;
    live.retain(|rendition| rendition.hash == hash);
    if !as_whom.is_empty() {
        let unknown = |_| Error::invalid("as", said("fault-no-such-audience").with("name", as_whom));
        let wanted = people::token_from_word(conn, viewer, as_whom).map_err(unknown)?;
        // The text that names them before one that reaches them with others.
        let reaches = |one: &Rendition| one.audience.tokens().iter().any(|token| token.reaches(&wanted));
        let names = |one: &Rendition| {
            one.audience.tokens().iter().any(|token| token.reaches(&wanted) && wanted.reaches(token))
        };
        let named = live.iter().any(names);
        live.retain(|one| if named { names(one) } else { reaches(one) });
    }
    let gone = || Error::invalid("rendition", said("fault-no-such-rendition"));
    let widest = live.pop().ok_or_else(gone)?;
    if is_retracted(conn, &widest)? {
        return Err(Error::Conflict(said("conflict-translation-retracted")));
    }
    Ok((report, widest))
}

fn is_retracted(conn: &mut Conn, rendition: &Rendition) -> Result<bool> {
    let standing = Standing::load(conn, std::slice::from_ref(&rendition.subject))?;
    Ok(standing.retraction_of(rendition).is_some())
}

/// The rendition that a translation is of, while it is out and its owner stands by it.
pub(super) fn standing(conn: &mut Conn, row: &Translation) -> Result<Option<Rendition>> {
    let live = redaction::live_of(conn, row.report_id.as_str())?;
    let same = |one: &Rendition| one.id == row.rendition_id && one.hash == row.rendition_hash;
    match live.into_iter().find(same) {
        Some(rendition) if !is_retracted(conn, &rendition)? => Ok(Some(rendition)),
        _ => Ok(None),
    }
}

/// Translates what is out of a report: a second person lets it out to those who read that text.
pub fn translate(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    input: &Input,
) -> Result<(Translation, Release)> {
    let of = (input.rendition.as_str(), input.as_whom.as_str());
    let (report, rendition) = to_translate(tx.conn, viewer, reference, of)?;
    let author = viewer.person().ok_or(Error::SignIn)?.clone();
    let owner = report.organisation_id;
    let words = input.parse(&rendition)?;
    let named =
        audience_input::Words { approvers: input.approvers.clone(), ..audience_input::Words::default() };
    let proposal = Proposal {
        audience: rendition.audience.clone(),
        approvers: named.approvers(tx.conn, viewer)?,
        colleagues: people::count_people(tx.conn, &owner)?,
    };
    flow::check_proposal(tx.conn, TextKind::Translation, &owner, &proposal)?;
    for other in store::of_rendition(tx.conn, &rendition.id)? {
        let same = other.language == input.language;
        if same && !flow::open_of(tx.conn, tx.now(), other.id.as_str())?.is_empty() {
            return Err(Error::Conflict(said("conflict-translation-waits")));
        }
    }
    let row = Translation {
        id: tx.id(),
        reference: store::free_reference(tx)?,
        organisation_id: owner.clone(),
        report_id: report.id,
        rendition_id: rendition.id,
        rendition_hash: rendition.hash,
        language: input.language.clone(),
        words: String::new(),
        created_by: author.clone(),
        created_at: tx.now(),
        released_at: None,
        withdrawn_at: None,
        withdrawn_reason: None,
    };
    store::insert(tx, &row)?;
    let text = zeroize::Zeroizing::new(serde_json::to_vec(&words).map_err(Error::internal)?);
    let commitment = vault.seal(tx, &owner, row.sealed(), Some(&author), &text)?;
    log(tx, viewer, (&owner, row.opened()), "translation.drafted", json!({ "language": row.language }))?;
    let translating = Translating { row: &row, vault, commitment };
    let act = Act::Translate { owner: &owner };
    let release = flow::propose(tx, viewer, &translating, act, proposal)?;
    Ok((row, release))
}

/// A translation as the release verb sees it.
struct Translating<'a> {
    row: &'a Translation,
    vault: &'a Vault,
    commitment: String,
}

impl Releasable for Translating<'_> {
    fn kind(&self) -> TextKind {
        TextKind::Translation
    }

    fn id(&self) -> &str {
        self.row.id.as_str()
    }

    fn owner(&self) -> &OrganisationId {
        &self.row.organisation_id
    }

    fn revision(&self) -> i32 {
        1
    }

    fn commitment(&self) -> &str {
        &self.commitment
    }

    fn freeze(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        release: &Release,
        released: &Released<'_>,
    ) -> Result<String> {
        // Asked in the transaction that lets it out: what it is of may have been taken back since it was proposed.
        if standing(tx.conn, self.row)?.is_none() {
            return Err(Error::Conflict(said("conflict-translation-gone")));
        }
        let words = words_of(tx, self.vault, viewer, self.row, release)?;
        let mut others = store::of_rendition(tx.conn, &self.row.rendition_id)?;
        others.retain(|other| other.language == self.row.language && other.released_at.is_some());
        for other in &others {
            sql::retire(tx, other.id.as_str())?;
        }
        let place = sql::Place { family: self.id(), rank: 0 };
        sql::insert(tx, self.id(), place, released)?;
        sql::rest(tx, self.id(), self.row.rendition_id.as_str())?;
        store::set_released(tx, &self.row.id, &words)?;
        tx.change(ChangeKind::Report, self.row.report_id.as_str(), !others.is_empty())?;
        Ok(self.id().to_owned())
    }
}

/// The sealed words, for who decides on them and for the desk of who wrote them; written to the log.
pub(super) fn words_of(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    row: &Translation,
    release: &Release,
) -> Result<Words> {
    let text = contributions::open_sealed(tx, vault, viewer, (row.opened(), row.sealed()), release)?;
    let text = zeroize::Zeroizing::new(text);
    serde_json::from_str(&text).map_err(Error::internal)
}

/// What stands for translations in a queue, in its order: their titles. Whoever decides for another organisation is shown
/// none of a text that is no longer released.
pub fn titles_of(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    releases: &[Release],
) -> Result<Vec<(Translation, String)>> {
    let ids: Vec<String> = releases.iter().map(|release| release.subject.clone()).collect();
    let mut rows = store::by_ids(tx.conn, &ids)?;
    rows.sort_by_key(|row| ids.iter().position(|id| id == row.id.as_str()));
    let foreign = |row: &&Translation| !permits(viewer, Act::SeeDesk { owner: &row.organisation_id });
    let reports: Vec<String> =
        rows.iter().filter(foreign).map(|row| row.report_id.as_str().to_owned()).collect();
    let live = redaction::live_of_all(tx.conn, &reports)?;
    let standing = Standing::load(tx.conn, &reports)?;
    let stands = |row: &Translation| {
        let same = |one: &&Rendition| one.id == row.rendition_id && one.hash == row.rendition_hash;
        live.iter().find(same).is_some_and(|rendition| standing.retraction_of(rendition).is_none())
    };
    let opens = |(row, release): &(&Translation, &Release)| {
        !foreign(row) || (viewer.person() != Some(&release.proposed_by) && stands(row))
    };
    let paired: Vec<(&Translation, &Release)> = rows.iter().zip(releases).collect();
    let open =
        paired.iter().filter(|pair| opens(pair)).map(|(row, release)| (row.opened(), row.sealed(), *release));
    let mut texts = contributions::open_all_sealed(tx, vault, viewer, &open.collect::<Vec<_>>())?.into_iter();
    let title = |pair: &(&Translation, &Release)| -> Result<(Translation, String)> {
        let text = if opens(pair) { texts.next() } else { None };
        let Some(text) = text.map(zeroize::Zeroizing::new) else {
            return Ok((pair.0.clone(), pair.0.reference.clone()));
        };
        let words: Words = serde_json::from_str(&text).map_err(Error::internal)?;
        Ok((pair.0.clone(), words.of("title").to_owned()))
    };
    paired.iter().map(title).collect()
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
) -> Result<(String, Words)> {
    let (row, release) = row_and_release(tx, viewer, reference)?;
    allows(viewer, Act::Translate { owner: &row.organisation_id })?;
    if row.report_id != report.id || !lends_to(&release, rendition) {
        return Err(Error::NotFound);
    }
    let words = words_of(tx, vault, viewer, &row, &release)?;
    Ok((row.language, words))
}

/// Its newest release: each has one.
fn release_of(tx: &mut Tx<'_>, row: &Translation) -> Result<Release> {
    flow::of_subject(tx.conn, tx.now(), row.id.as_str())?.into_iter().next().ok_or(Error::NotFound)
}

/// A translation with its release, where the viewer may know of it: its own desk, those who decide on it or did, and
/// once it is out those who read it.
pub(super) fn row_and_release(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
) -> Result<(Translation, Release)> {
    let row = store::known(tx.conn, viewer, reference)?;
    let release = release_of(tx, &row)?;
    Ok((row, release))
}

/// The translations of a rendition that its desk looks at, newest first: what waits, was returned, or is out.
pub fn of_desk(tx: &mut Tx<'_>, rendition: &Rendition) -> Result<Vec<(Translation, Release)>> {
    let mut all = Vec::new();
    for row in store::of_rendition(tx.conn, &rendition.id)? {
        let release = flow::of_subject(tx.conn, tx.now(), row.id.as_str())?.into_iter().next();
        let Some(release) = release else { continue };
        let shown = match release.state {
            ReleaseState::Cancelled => false,
            ReleaseState::Approved => sql::is_live(tx.conn, row.id.as_str())?,
            _ => true,
        };
        all.extend(shown.then_some((row, release)));
    }
    Ok(all)
}

/// The newest translation in each language that a report had, this text of it has not, and all its readers could read: to
/// start another from.
pub fn to_start_from(tx: &mut Tx<'_>, rendition: &Rendition) -> Result<Vec<Translation>> {
    let here = of_desk(tx, rendition)?;
    let mut found: Vec<Translation> = Vec::new();
    for row in store::of_report(tx.conn, &ReportId::from(rendition.subject.clone()))? {
        let known = here.iter().map(|(one, _)| one).chain(&found).any(|one| one.language == row.language);
        let release = release_of(tx, &row)?;
        if !known && row.language != rendition.reading.language && lends_to(&release, rendition) {
            found.push(row);
        }
    }
    Ok(found)
}

/// The languages into which those texts of a report are translated that a release of this revision to this audience
/// replaces: the translations go with them.
pub fn ending(
    conn: &mut Conn,
    report: &Report,
    (audience, revision): (&Audience, i32),
) -> Result<BTreeSet<String>> {
    let mut languages = BTreeSet::new();
    for rendition in redaction::live_of(conn, report.id.as_str())? {
        if !redaction::replaces((audience, revision), (&rendition.audience, rendition.revision)) {
            continue;
        }
        for row in store::of_rendition(conn, &rendition.id)? {
            if sql::is_live(conn, row.id.as_str())? {
                languages.insert(row.language);
            }
        }
    }
    Ok(languages)
}

/// Lets it out: exactly what was proposed, in place of an earlier one of the same text and language.
pub fn approve(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    comment: &str,
) -> Result<()> {
    let (row, release) = row_and_release(tx, viewer, reference)?;
    let translating = Translating { row: &row, vault, commitment: release.commitment.clone() };
    flow::approve(tx, viewer, &translating, release, Decision { comment }).map(|_| ())
}

/// Sends it back to who wrote it.
pub fn return_to_author(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, comment: &str) -> Result<()> {
    let (_, release) = row_and_release(tx, viewer, reference)?;
    flow::return_to_author(tx, viewer, &release, Decision { comment })
}

/// Takes back what is out, with a reason for those who could read it; or a proposal that is not decided.
pub fn withdraw(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, reason: &str) -> Result<()> {
    let (row, release) = row_and_release(tx, viewer, reference)?;
    if release.state != ReleaseState::Approved {
        return flow::cancel(tx, viewer, &release);
    }
    allows(viewer, Act::WithdrawRelease { owner: &row.organisation_id })?;
    if !sql::is_live(tx.conn, row.id.as_str())? {
        return Err(Error::Conflict(said("conflict-nothing-out")));
    }
    let reason = flow::reason_of(reason)?;
    sql::retire(tx, row.id.as_str())?;
    store::set_withdrawn(tx, &row.id, &reason)?;
    tx.change(ChangeKind::Report, row.report_id.as_str(), true)?;
    log(tx, viewer, (&row.organisation_id, row.opened()), "translation.withdrawn", json!({}))
}
