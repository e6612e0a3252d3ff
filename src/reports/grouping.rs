//! Which reports are about the same thing in the world: whoever owns a report decides where it is filed.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde_json::json;

use super::journal::log;
use super::{Incident, Report, store};
use crate::access::{Act, Viewer, allows, permits, sql};
use crate::contributions;
use crate::db::schema::incident;
use crate::db::{ChangeKind, Conn, IncidentId, IsAmong, Moment, Tx};
use crate::error::{Error, Result, message};
use crate::flow::ParentEvent;

/// Whether the viewer can know that this incident exists: they can read a report of it, or own one.
pub(crate) fn knows(conn: &mut Conn, viewer: &Viewer, incident: &Incident) -> Result<bool> {
    Ok(!known_reports(conn, viewer, &incident.id)?.is_empty())
}

/// How many are asked for in one statement.
const PART: usize = 500;

/// The incidents under which these reports are filed, by their ids.
pub(crate) fn incidents_of(conn: &mut Conn, reports: &[Report]) -> Result<BTreeMap<IncidentId, Incident>> {
    let ids: BTreeSet<&IncidentId> = reports.iter().map(|report| &report.incident_id).collect();
    let mut found = BTreeMap::new();
    for part in ids.into_iter().collect::<Vec<_>>().chunks(PART) {
        let rows = incident::table.filter(incident::id.is_among(part.to_vec())).select(Incident::as_select());
        found.extend(rows.load(conn)?.into_iter().map(|row: Incident| (row.id.clone(), row)));
    }
    Ok(found)
}

/// The reports of an incident that the viewer can read or has on their desk.
fn known_reports(conn: &mut Conn, viewer: &Viewer, incident: &IncidentId) -> Result<Vec<Report>> {
    let mut reports = store::reports_of(conn, incident)?;
    let ids: Vec<String> = reports.iter().map(|report| report.id.as_str().to_owned()).collect();
    let read = sql::families_listed(conn, viewer, &ids)?;
    reports.retain(|report| {
        permits(viewer, Act::SeeDesk { owner: &report.organisation_id }) || read.contains(report.id.as_str())
    });
    Ok(reports)
}

/// The incident that something is to be filed under: one that the viewer can read, else it is not there.
pub(super) fn target(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Incident> {
    let refused = || Error::invalid("incident", message("fault-no-such-incident"));
    let incident = match store::known_incident(tx.conn, viewer, reference) {
        Err(Error::NotFound) => return Err(refused()),
        found => found?,
    };
    if knows(tx.conn, viewer, &incident)? { Ok(incident) } else { Err(refused()) }
}

fn move_report(tx: &mut Tx<'_>, viewer: &Viewer, report: &Report, to: &Incident) -> Result<()> {
    if report.incident_id == to.id {
        return Ok(());
    }
    store::refile(tx, report, &to.id)?;
    // The row that it was counted in is replaced: a list in between would have it nowhere.
    tx.change(ChangeKind::Report, report.id.as_str(), true)?;
    contributions::report_changed(tx, viewer, report.id.as_str(), ParentEvent::Merged)?;
    emptied(tx, &report.incident_id, ParentEvent::Merged)?;
    log(tx, viewer, report, "report.refiled", json!({ "to": to.reference }))
}

/// The last report of an incident has gone: tells what rests on the incident. Others may still be there, and nothing is told
/// then.
pub fn emptied(tx: &mut Tx<'_>, incident: &IncidentId, event: ParentEvent) -> Result<()> {
    if !store::reports_of(tx.conn, incident)?.is_empty() {
        return Ok(());
    }
    contributions::parent_changed(tx, incident.as_str(), event)
}

/// Files one's own report under an existing incident that one can read.
pub fn file_into(tx: &mut Tx<'_>, viewer: &Viewer, report: &Report, reference: &str) -> Result<Incident> {
    allows(viewer, Act::GroupIncidents { owner: &report.organisation_id })?;
    let incident = target(tx, viewer, reference)?;
    move_report(tx, viewer, report, &incident)?;
    Ok(incident)
}

/// The reports of an incident that this viewer may move elsewhere: of an incident that they know of, and without any
/// they are told so.
pub(crate) fn own_in(conn: &mut Conn, viewer: &Viewer, incident: &Incident) -> Result<Vec<Report>> {
    let mut own = store::reports_of(conn, &incident.id)?;
    own.retain(|report| permits(viewer, Act::GroupIncidents { owner: &report.organisation_id }));
    if own.is_empty() {
        return Err(Error::Denied(message("denied-merge")));
    }
    Ok(own)
}

/// The incident of a report, and how many of its reports the viewer knows of.
#[derive(Debug, Clone)]
pub struct KnownIncident {
    /// `I-…`.
    pub reference: String,
    /// Those that the viewer can read or has on their desk.
    pub reports: usize,
    /// Whether the viewer can read any: then it has a page.
    pub readable: bool,
}

/// Where one's own report is filed.
pub fn known_incident_of(conn: &mut Conn, viewer: &Viewer, report: &Report) -> Result<KnownIncident> {
    let incident = store::incident_by_id(conn, &report.incident_id)?;
    let known = known_reports(conn, viewer, &incident.id)?;
    let mut readable = false;
    for one in &known {
        readable |= !sql::readable_in(conn, viewer, one.id.as_str())?.is_empty();
    }
    Ok(KnownIncident { reference: incident.reference, reports: known.len(), readable })
}

/// Where one's own report was filed before, newest move first: the incidents that it left, and when.
pub fn moves_of(conn: &mut Conn, viewer: &Viewer, report: &Report) -> Result<Vec<(String, Moment)>> {
    allows(viewer, Act::SeeDesk { owner: &report.organisation_id })?;
    store::moves_of(conn, &report.id)
}

/// Merges: every report of `from` that the viewer's organisation owns moves to `into`. Reports of others stay
/// where they are until their own organisations move them; nobody merges what they cannot read.
pub fn merge(tx: &mut Tx<'_>, viewer: &Viewer, from: &Incident, into: &str) -> Result<Incident> {
    let into = target(tx, viewer, into)?;
    if into.id == from.id {
        return Err(Error::invalid("incident", message("fault-merge-with-itself")));
    }
    let own = own_in(tx.conn, viewer, from)?;
    for report in &own {
        move_report(tx, viewer, report, &into)?;
    }
    Ok(into)
}

/// Splits: one's own report leaves its incident and begins one of its own.
pub fn split(tx: &mut Tx<'_>, viewer: &Viewer, report: &Report) -> Result<Incident> {
    allows(viewer, Act::GroupIncidents { owner: &report.organisation_id })?;
    // Only what the viewer knows of counts: else the answer would tell of reports that they cannot read.
    if known_reports(tx.conn, viewer, &report.incident_id)?.len() < 2 {
        return Err(Error::Conflict(message("conflict-alone-already")));
    }
    let fresh = store::new_incident(tx)?;
    move_report(tx, viewer, report, &fresh)?;
    Ok(fresh)
}
