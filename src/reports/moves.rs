//! Where reports were filed before.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::Report;
use crate::db::schema::{refiled, report};
use crate::db::{Conn, IncidentId, IsAmong};
use crate::error::Result;

/// So many values at most go into one statement.
const PART: usize = 500;

/// The reports that were once filed under an incident and are elsewhere now.
pub(crate) fn moved_from(conn: &mut Conn, id: &IncidentId) -> Result<Vec<Report>> {
    Ok(refiled::table
        .inner_join(report::table.on(report::id.eq(refiled::report_id)))
        .filter(refiled::old_incident_id.eq(id))
        .filter(report::incident_id.ne(id))
        .filter(report::erased_at.is_null())
        .order((refiled::at.desc(), refiled::id))
        .select(Report::as_select())
        .load(conn)?)
}

/// The incidents that one of these reports was filed under before.
pub(crate) fn incidents_left_by(conn: &mut Conn, reports: &[String]) -> Result<Vec<IncidentId>> {
    let mut left: Vec<IncidentId> = Vec::new();
    for part in reports.chunks(PART) {
        let found: Vec<IncidentId> = refiled::table
            .filter(refiled::report_id.is_among(part.to_vec()))
            .select(refiled::old_incident_id)
            .distinct()
            .load(conn)?;
        left.extend(found);
    }
    left.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
    left.dedup();
    Ok(left)
}

/// Those of these incidents that have or had another report than these: one that is not erased.
pub(crate) fn with_others(
    conn: &mut Conn,
    incidents: &[IncidentId],
    reports: &BTreeSet<String>,
) -> Result<BTreeSet<IncidentId>> {
    let mut found = BTreeSet::new();
    for part in incidents.chunks(PART) {
        let filed: Vec<IncidentId> = report::table
            .filter(report::incident_id.is_among(part.to_vec()))
            .filter(report::erased_at.is_null())
            .select(report::incident_id)
            .distinct()
            .load(conn)?;
        let left: Vec<(IncidentId, String)> = refiled::table
            .inner_join(report::table.on(report::id.eq(refiled::report_id)))
            .filter(refiled::old_incident_id.is_among(part.to_vec()))
            .filter(report::erased_at.is_null())
            .select((refiled::old_incident_id, report::id))
            .load(conn)?;
        found.extend(filed);
        found
            .extend(left.into_iter().filter(|(_, one)| !reports.contains(one)).map(|(incident, _)| incident));
    }
    Ok(found)
}
