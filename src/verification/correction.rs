//! How an organisation corrects what it said of a report.

use serde_json::json;

use super::evidence_links::Evidence;
use super::input::LONGEST_NOTE;
use super::verbs::act_for;
use super::{Corroboration, Stance, evidence_links, replies};
use crate::access::{Act, Viewer, allows, permits};
use crate::contributions::{self, Contribution, LinkKind};
use crate::db::{Conn, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::flow::Release;
use crate::redaction;
use crate::reports::audience_input::AudienceInput;
use crate::reports::store as rows;
use crate::vault::Vault;
use crate::web::needed;

/// What somebody says in place of what their organisation said: in the same sense, for it is the same statement. Whoever
/// wants to say the opposite withdraws it and writes another.
#[derive(Debug, Clone)]
pub struct CorrectionInput {
    /// The words.
    pub note: String,
    /// Reports of one's own organisation that bear it out, by reference.
    pub evidence: Vec<String>,
    /// Why those no longer read it who are not in the new audience.
    pub reason: String,
    /// To whom; where nobody is named, to those who read what is corrected.
    pub words: AudienceInput,
}

/// A statement of the viewer's own organisation that they may correct, and the report that it is about.
pub fn correctable(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
) -> Result<contributions::Found<Corroboration>> {
    let found = contributions::own::<Corroboration>(tx, viewer, reference)?;
    let row = found.row();
    let owner = rows::report_by_id(tx.conn, &row.rests_on)?.organisation_id;
    allows(viewer, act_for(row.details.stance, &owner))?;
    Ok(found)
}

/// Whether the viewer may correct what their organisation said.
pub fn may_correct(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Corroboration>) -> Result<bool> {
    if !viewer.is_of(&row.organisation_id) || row.ended.is_some() {
        return Ok(false);
    }
    let released = contributions::current(conn, row)?.is_some();
    let owner = rows::report_by_id(conn, &row.rests_on)?.organisation_id;
    Ok(released && permits(viewer, act_for(row.details.stance, &owner)))
}

/// Corrects what was said of a report. Among members it is released at once; a public one needs a second person.
pub fn correct(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    input: &CorrectionInput,
) -> Result<(Contribution<Corroboration>, Release)> {
    let found = correctable(tx, viewer, reference)?;
    let row = found.row();
    let (stance, home) = (row.details.stance, row.organisation_id.clone());
    let report = rows::report_by_id(tx.conn, &row.rests_on)?;
    let texts = redaction::readable_of(tx.conn, viewer, report.id.as_str())?;
    if texts.is_empty() {
        return Err(Error::Conflict(message("conflict-report-not-read")));
    }
    if stance == Stance::Replies && !replies::concerned(tx.conn, viewer, &texts)? {
        return Err(Error::Denied(message("denied-not-concerned")));
    }
    let mut faults = Fields::default();
    let note = needed(&mut faults, "note", &input.note, LONGEST_NOTE);
    let note = faults.into_result(note)?;
    let cited = evidence_links::named(tx.conn, viewer, &home, &input.evidence)?;
    let next = contributions::next_readers(tx.conn, tx.now(), row)?;
    let proposal = input.words.next_proposal(tx.conn, viewer, (&home, next.as_ref()))?;
    let references: Vec<_> = cited.iter().map(|report| &report.reference).collect();
    let correction = contributions::Correction {
        revision: texts.iter().map(|text| text.revision).max().unwrap_or(report.revision),
        body: note,
        links: cited.iter().map(|report| (LinkKind::Report, report.id.as_str().to_owned())).collect(),
        reason: input.reason.clone(),
        word: "corroboration.corrected",
        logged: json!({ "evidence": references }),
    };
    let act: Act<'_> = act_for(stance, &report.organisation_id);
    contributions::revise(tx, vault, viewer, found, correction, (act, proposal))
}

/// Whom a form offers first: those who read what is to be corrected, in words of the outside.
pub fn readers_now(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Corroboration>,
) -> Result<AudienceInput> {
    let next = contributions::next_readers(conn, viewer.at(), row)?;
    next.map_or_else(|| Ok(AudienceInput::default()), |next| AudienceInput::again(conn, viewer, &next))
}

/// The references of the reports that a statement names, as far as the viewer reads them.
pub fn evidence_now(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Corroboration>,
) -> Result<Vec<String>> {
    let cited = Evidence::load(conn, viewer, std::slice::from_ref(&row.version))?.cited(&row.version, None);
    Ok(cited.into_iter().map(|one| one.reference).collect())
}
