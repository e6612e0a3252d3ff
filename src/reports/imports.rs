//! Records from elsewhere, entered by the operator: sealed, released at once to the audience that was said,
//! and the same however often they are entered.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::{Incident, Report, store};
use crate::access::Audience;
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::contributions;
use crate::db::schema::report;
use crate::db::{ChangeKind, OrganisationId, Tx};
use crate::error::Result;
use crate::flow::{self, ParentEvent};
use crate::people;
use crate::redaction::{self, Original, Reading};
use crate::vault::Vault;

pub use super::imports::held::{Held, Signs};

pub(crate) mod held;

/// One record of a data set.
pub struct Record {
    /// The data set's short name.
    pub system: &'static str,
    /// Which record it is, here and there.
    pub known: Known,
    /// What tells the event that several records are about.
    pub incident: String,
    /// What it says.
    pub original: Original,
}

/// Which record one is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The id under which it is here from now on.
    id: String,
    /// The id under which it is here already.
    before: Option<String>,
}

impl Known {
    /// One that is not here yet.
    pub fn unknown(id: impl Into<String>) -> Self {
        Self { id: id.into(), before: None }
    }
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Imported,
    /// It is here already, as it is.
    Unchanged,
    /// It is here already and said something else.
    Updated,
}

/// Enters one record as a report of `owner`, released to `audience`.
pub fn import(
    tx: &mut Tx<'_>,
    vault: &Vault,
    owner: &OrganisationId,
    audience: &Audience,
    record: &Record,
) -> Result<Outcome> {
    let reading = if audience.is_public() {
        Reading::whole(&record.original)
    } else {
        Reading::of(&record.original, owner, audience)
    };
    let hash = vault.source_hash(format!("{} {}", reading.hash(), audience.key()).as_bytes())?;
    let known = recognised(tx, owner, record)?;
    let (report, outcome) = match known {
        // What was erased does not come back with the source.
        Some(report) if report.erased_at.is_some() || report.source_hash.as_deref() == Some(&hash) => {
            if report.source_id.as_ref() != Some(&record.known.id) {
                log(tx, owner, &report, "report.import_known_anew", json!({ "id": record.known.id }))?;
            }
            return Ok(Outcome::Unchanged);
        }
        Some(report) => {
            store::set_source_hash(tx, &report.id, &hash)?;
            (report, Outcome::Updated)
        }
        None => (enter(tx, owner, record, &hash)?, Outcome::Imported),
    };
    let known = outcome == Outcome::Updated;
    let theirs = known && Original::author(tx, report.id.as_str(), report.revision)?.is_some();
    let report = if known && !theirs { newer(tx, report)? } else { report };
    // What people wrote or marked since, the source does not replace. What they took back does not go out again
    // because the source corrects it, nor what two of them let out since: that is theirs to decide.
    let held = known
        && (take_back(tx, &report, audience)?
            || theirs
            || redaction::is_withdrawn(tx.conn, report.id.as_str(), audience)?);
    if !theirs {
        record.original.seal(tx, vault, owner, None, report.id.as_str(), report.revision)?;
    }
    if !held {
        let id = report.id.as_str();
        let (_, ended) = flow::imported(tx, (id, audience), |tx, released| {
            redaction::freeze(tx, id, report.revision, (released, &reading), &|_| 0)
        })?;
        for text in ended {
            contributions::parent_changed(tx, text.as_str(), ParentEvent::Superseded)?;
        }
    }
    let act = match outcome {
        Outcome::Imported => "report.imported",
        _ if held => "report.import_held_back",
        _ => "report.import_updated",
    };
    let tokens = audience.tokens().iter();
    let words = tokens.map(|token| people::word_of_token(tx.conn, token)).collect::<Result<Vec<_>>>()?;
    let detail = json!({ "system": record.system, "id": record.known.id, "audience": words });
    log(tx, owner, &report, act, detail)?;
    tx.change(ChangeKind::Report, report.id.as_str(), outcome == Outcome::Updated)?;
    Ok(outcome)
}

fn log(
    tx: &mut Tx<'_>,
    owner: &OrganisationId,
    report: &Report,
    act: &'static str,
    detail: Value,
) -> Result<()> {
    let entry = Entry {
        act,
        subject_kind: SubjectKind::Report,
        subject: report.id.as_str(),
        owner: Some(owner),
        detail,
    };
    audit::record(tx, &Actor::operator(), &entry)
}

/// The report that a record is already, under the id by which it is known from now on.
fn recognised(tx: &mut Tx<'_>, owner: &OrganisationId, record: &Record) -> Result<Option<Report>> {
    let Known { id, before: Some(before) } = &record.known else { return Ok(None) };
    let known = store::report_by_source(tx.conn, owner, record.system, before)?;
    if let Some(report) = known.as_ref().filter(|_| before != id) {
        store::set_source_id(tx, &report.id, id)?;
    }
    Ok(known)
}

fn newer(tx: &mut Tx<'_>, report: Report) -> Result<Report> {
    let revision = report.revision + 1;
    store::set_revision(tx, &report.id, revision)?;
    Ok(Report { revision, ..report })
}

/// What an earlier import let out to others than this one does goes: who imports again for fewer readers means
/// it. What people released since stays theirs to withdraw; tells whether there is any.
fn take_back(tx: &mut Tx<'_>, report: &Report, audience: &Audience) -> Result<bool> {
    let released: Vec<String> = flow::of_subject(tx.conn, tx.now(), report.id.as_str())?
        .into_iter()
        .filter_map(|release| release.result)
        .collect();
    let mut theirs = false;
    for live in redaction::released_of(tx.conn, report.id.as_str())? {
        if released.iter().any(|id| id == live.id.as_str()) {
            theirs = true;
        } else if live.audience != *audience {
            redaction::supersede(tx, live.id.as_str())?;
            contributions::parent_changed(tx, live.id.as_str(), ParentEvent::Narrowed)?;
        }
    }
    Ok(theirs)
}

fn enter(tx: &mut Tx<'_>, owner: &OrganisationId, record: &Record, hash: &str) -> Result<Report> {
    let incident = match same_event(tx, owner, record)? {
        Some(incident) => incident,
        None => store::new_incident(tx)?,
    };
    let report = Report {
        id: tx.id(),
        reference: store::free_reference(tx, 'R')?,
        organisation_id: owner.clone(),
        incident_id: incident.id,
        revision: 1,
        created_by: None,
        created_at: tx.now(),
        updated_at: tx.now(),
        source_system: Some(record.system.to_owned()),
        source_id: Some(record.known.id.clone()),
        source_incident: Some(record.incident.clone()),
        source_hash: Some(hash.to_owned()),
        keep_until: None,
        erased_at: None,
    };
    store::insert_report(tx, &report)?;
    Ok(report)
}

/// The incident under which another record of the same event was filed, wherever its owner has moved it since.
fn same_event(tx: &mut Tx<'_>, owner: &OrganisationId, record: &Record) -> Result<Option<Incident>> {
    let sibling: Option<Report> = report::table
        .filter(report::source_incident.eq(&record.incident))
        .filter(report::organisation_id.eq(owner))
        .filter(report::source_system.eq(record.system))
        .order(report::id)
        .select(Report::as_select())
        .first(tx.conn)
        .optional()?;
    sibling.map(|sibling| store::incident_by_id(tx.conn, &sibling.incident_id)).transpose()
}
