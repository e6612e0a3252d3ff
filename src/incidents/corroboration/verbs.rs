//! What can be done: corroborate, approve, take back.

use serde_json::json;

use super::input::Parsed;
use super::{Corroboration, Input, Stance, evidence, replies, store};
use crate::access::{Act, Viewer, allows, permits, sql};
use crate::db::{ChangeKind, Conn, OrganisationId, Tx};
use crate::error::{Error, Result, said};
use crate::flow::{self, Decision, Releasable, Release, ReleaseState, Subject};
use crate::incidents::apart::{self, Apart, Seen, log};
use crate::incidents::{Report, reports, store as rows};
use crate::redaction::{self, Rendition};
use crate::vault::{self, Vault};
use crate::web::typed;

/// The most characters of a reason.
const LONGEST_REASON: usize = 1_000;

/// The report of an incident that somebody can speak of, and all that they read of it, fullest first. Where they read
/// none there is no incident.
pub fn spoken_of(
    conn: &mut Conn,
    viewer: &Viewer,
    incident: &str,
    report: &str,
) -> Result<(Report, Vec<Rendition>)> {
    let incident = rows::known_incident(conn, viewer, incident)?;
    let mut readable = Vec::new();
    for one in rows::reports_of(conn, &incident.id)? {
        let texts = redaction::readable_of(conn, viewer, one.id.as_str())?;
        if !texts.is_empty() {
            readable.push((one, texts));
        }
    }
    if readable.is_empty() {
        return Err(Error::NotFound);
    }
    let chosen = if report.is_empty() {
        let others = readable.iter().position(|(one, _)| !viewer.is_of(&one.organisation_id));
        others.unwrap_or(0)
    } else {
        let named = readable.iter().position(|(one, _)| one.reference == report);
        named.ok_or_else(|| Error::invalid("report", said("fault-no-such-report")))?
    };
    Ok(readable.swap_remove(chosen))
}

/// The reference of the report that something was said of, where the viewer reads it.
pub fn readable_report(conn: &mut Conn, viewer: &Viewer, row: &Corroboration) -> Result<Option<String>> {
    if sql::readable_in(conn, viewer, row.report_id.as_str())?.is_empty() {
        return Ok(None);
    }
    Ok(Some(rows::report_by_id(conn, row.report_id.as_str())?.reference))
}

/// Says something of a report. Among members it is released at once; a public one needs a second person.
pub fn corroborate(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    incident: &str,
    input: &Input,
) -> Result<(Corroboration, Release)> {
    let (report, texts) = spoken_of(tx.conn, viewer, incident, &input.report)?;
    let (author, home) = match (viewer.person(), viewer.organisation()) {
        (Some(person), Some(home)) => (person.clone(), home.clone()),
        _ => return Err(Error::SignIn),
    };
    let owner = &report.organisation_id;
    let parsed = may_say(tx.conn, viewer, owner, &texts, input)?;
    let cited = evidence::named(tx.conn, viewer, &home, &input.evidence)?;
    let proposal = input.words.proposal(tx.conn, viewer, &home)?;
    reports::check_proposal(tx.conn, Subject::Corroboration, &home, &proposal)?;
    let row = Corroboration {
        id: tx.id(),
        reference: store::free_reference(tx)?,
        organisation_id: home.clone(),
        report_id: report.id.clone(),
        stance: parsed.stance,
        grade: parsed.grade,
        revision: texts.iter().map(|text| text.revision).max().unwrap_or(report.revision),
        note: String::new(),
        created_by: author.clone(),
        created_at: tx.now(),
        released_at: None,
        withdrawn_at: None,
        withdrawn_reason: None,
    };
    store::insert(tx, &row)?;
    store::insert_evidence(tx, &row.id, &cited)?;
    let commitment = vault.seal(tx, &home, row.sealed(), Some(&author), parsed.note.as_bytes())?;
    let references: Vec<_> = cited.iter().map(|report| &report.reference).collect();
    log(tx, viewer, &row, "corroboration.drafted", json!({ "stance": row.stance, "evidence": references }))?;
    let saying = Saying { row: &row, vault, owner: owner.clone(), commitment, note: Some(parsed.note) };
    let release = flow::propose(tx, viewer, &saying, proposal)?;
    Ok((store::by_id(tx.conn, row.id.as_str())?, release))
}

/// What somebody says, where they may say it of a report of which they read these texts.
fn may_say(
    conn: &mut Conn,
    viewer: &Viewer,
    owner: &OrganisationId,
    texts: &[Rendition],
    input: &Input,
) -> Result<Parsed> {
    if viewer.is_of(owner) {
        return Err(Error::Denied(said("denied-own-report")));
    }
    // Who may say nothing is told so before anything else.
    if !permits(viewer, Act::Verify { owner }) && !permits(viewer, Act::Reply { owner }) {
        allows(viewer, Act::Corroborate { owner })?;
    }
    let parsed = input.parse()?;
    allows(viewer, act_for(parsed.stance, owner))?;
    if parsed.stance == Stance::Replies && !replies::concerned(conn, viewer, texts)? {
        return Err(Error::Denied(said("denied-not-concerned")));
    }
    Ok(parsed)
}

fn act_for(stance: Stance, owner: &OrganisationId) -> Act<'_> {
    match stance {
        Stance::Corroborates | Stance::Disputes => Act::Corroborate { owner },
        Stance::Verifies => Act::Verify { owner },
        Stance::Replies => Act::Reply { owner },
    }
}

/// A corroboration as the release verb sees it.
struct Saying<'a> {
    row: &'a Corroboration,
    vault: &'a Vault,
    /// Whose report it is about.
    owner: OrganisationId,
    commitment: String,
    /// The words, where they were typed just now.
    note: Option<String>,
}

impl Releasable for Saying<'_> {
    fn kind(&self) -> Subject {
        Subject::Corroboration
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

    fn proposing(&self) -> Act<'_> {
        act_for(self.row.stance, &self.owner)
    }

    fn freeze(&self, tx: &mut Tx<'_>, viewer: &Viewer, release: &Release) -> Result<String> {
        let note = match &self.note {
            Some(note) => note.clone(),
            None => apart::words_of(tx, self.vault, viewer, self.row, release)?,
        };
        // They stand in the row from now on, and nowhere else.
        vault::erase(tx, self.id())?;
        sql::insert(tx, self.id(), sql::Place { family: self.id(), rank: 0 }, &release.audience)?;
        store::set_released(tx, &self.row.id, &note)?;
        // A dispute takes the report out of lists that ask for what is verified.
        tx.change(ChangeKind::Report, self.row.report_id.as_str(), true)?;
        Ok(self.id().to_owned())
    }
}

/// What stands for a corroboration in a queue: how its words begin.
pub fn title_of(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    release: &Release,
) -> Result<(Corroboration, String)> {
    let row = store::by_id(tx.conn, &release.subject)?;
    let title = apart::title_of(tx, vault, viewer, &row, release)?;
    Ok((row, title))
}

/// A corroboration for whoever may see it: its readers who read the report too, its own desk, those who decide on it.
pub fn seen(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Seen<Corroboration>> {
    let found = row_and_release(tx, viewer, reference)?;
    apart::seen(tx, vault, viewer, found)
}

/// Where a corroboration stands, for who has just done something with it: it may be out now to others than them.
pub fn state(tx: &mut Tx<'_>, reference: &str) -> Result<&'static str> {
    let (row, release) = with_release(tx, reference)?;
    Ok(apart::state_of(&row, &release))
}

/// A corroboration with its release, whoever asks.
fn with_release(tx: &mut Tx<'_>, reference: &str) -> Result<(Corroboration, Release)> {
    let row = store::by_reference(tx.conn, reference)?;
    let release = apart::release_of(tx.conn, tx.now(), &row)?;
    Ok((row, release))
}

/// The same, where the viewer may know of it.
fn row_and_release(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<(Corroboration, Release)> {
    let row = store::known(tx.conn, viewer, reference)?;
    let release = apart::release_of(tx.conn, tx.now(), &row)?;
    // A reply stands beside those texts alone that name its country: that stands in no column.
    if row.stance == Stance::Replies && row.released_at.is_some() && !viewer.reads_as(&row.organisation_id) {
        let texts = redaction::readable_of(tx.conn, viewer, row.report_id.as_str())?;
        if !replies::stands_beside(tx.conn, &row, &texts)? {
            return Err(Error::NotFound);
        }
    }
    Ok((row, release))
}

/// Lets it out: exactly what was proposed.
pub fn approve(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    comment: &str,
) -> Result<()> {
    let (row, release) = row_and_release(tx, viewer, reference)?;
    let report = rows::report_by_id(tx.conn, row.report_id.as_str())?;
    let commitment = release.commitment.clone();
    let saying = Saying { row: &row, vault, owner: report.organisation_id, commitment, note: None };
    flow::approve(tx, viewer, &saying, release, Decision { comment }).map(|_| ())
}

/// Sends it back to who wrote it.
pub fn return_to_author(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, comment: &str) -> Result<()> {
    let (_, release) = row_and_release(tx, viewer, reference)?;
    flow::return_to_author(tx, viewer, &release, Decision { comment })
}

/// Why something is taken back: it has to be said.
pub(in crate::incidents) fn reason_of(reason: &str) -> Result<String> {
    let reason = typed(reason, LONGEST_REASON, true).map_err(|fault| Error::invalid("reason", fault))?;
    if reason.is_empty() { Err(Error::invalid("reason", said("fault-reason-missing"))) } else { Ok(reason) }
}

/// Takes back what is out, with a reason for those who could read it; or a proposal that is not decided.
pub fn withdraw(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, reason: &str) -> Result<()> {
    let (row, release) = row_and_release(tx, viewer, reference)?;
    if release.state != ReleaseState::Approved {
        return flow::cancel(tx, viewer, &release);
    }
    allows(viewer, Act::WithdrawRelease { owner: &row.organisation_id })?;
    if !row.is_live() {
        return Err(Error::Conflict(said("conflict-nothing-out")));
    }
    let reason = reason_of(reason)?;
    sql::retire(tx, row.id.as_str())?;
    store::set_withdrawn(tx, &row.id, &reason)?;
    tx.change(ChangeKind::Report, row.report_id.as_str(), true)?;
    log(tx, viewer, &row, "corroboration.withdrawn", json!({}))
}
