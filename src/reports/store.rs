//! Reports and incidents as rows.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{Incident, Report};
use crate::access::{Act, Viewer, sql};
use crate::db::schema::{incident, readable, refiled, release, report};
use crate::db::{Conn, IncidentId, IsAmong, Moment, OrganisationId, PersonId, ReportId, Tx};
use crate::error::{Error, Result};
use crate::flow::ReleaseState;
use crate::jobs::{TimerKind, timers};
use crate::redaction;

/// So long before a report is erased its organisation is told.
pub(crate) const WARNED: TimeDelta = TimeDelta::days(7);

/// A new incident without a report yet.
pub(super) fn new_incident(tx: &mut Tx<'_>) -> Result<Incident> {
    let ordinal = tx.incident_ordinal()?;
    let row = Incident { id: tx.id(), reference: free_reference(tx, 'I')?, ordinal, created_at: tx.now() };
    diesel::insert_into(incident::table).values(&row).execute(tx.conn)?;
    Ok(row)
}

/// A random reference that nothing has yet.
pub(super) fn free_reference(tx: &mut Tx<'_>, prefix: char) -> Result<String> {
    tx.free_reference(prefix, |conn, reference| match prefix {
        'I' => incident::table.filter(incident::reference.eq(reference)).count().get_result(conn),
        _ => report::table.filter(report::reference.eq(reference)).count().get_result(conn),
    })
}

/// Enters a report.
pub(super) fn insert_report(tx: &mut Tx<'_>, row: &Report) -> Result<()> {
    diesel::insert_into(report::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// The original has a new revision.
pub(super) fn set_revision(tx: &mut Tx<'_>, id: &ReportId, revision: i32) -> Result<()> {
    diesel::update(report::table.find(id))
        .set((report::revision.eq(revision), report::updated_at.eq(tx.now())))
        .execute(tx.conn)?;
    Ok(())
}

/// Notes what an import last brought.
pub(super) fn set_source_hash(tx: &mut Tx<'_>, id: &ReportId, hash: &str) -> Result<()> {
    diesel::update(report::table.find(id)).set(report::source_hash.eq(hash)).execute(tx.conn)?;
    Ok(())
}

/// Moves a report to another incident and keeps where it was.
pub(super) fn refile(tx: &mut Tx<'_>, moved: &Report, to: &IncidentId) -> Result<()> {
    diesel::update(report::table.find(&moved.id)).set(report::incident_id.eq(to)).execute(tx.conn)?;
    diesel::insert_into(refiled::table)
        .values((
            refiled::id.eq(tx.ambient().uuid()),
            refiled::report_id.eq(&moved.id),
            refiled::old_incident_id.eq(&moved.incident_id),
            refiled::at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// A report by its reference, for the operator at the command line. What anybody else typed is looked up by
/// [`known_report`].
pub fn report_for_operator(conn: &mut Conn, reference: &str) -> Result<Report> {
    let found = report::table.filter(report::reference.eq(reference)).filter(report::erased_at.is_null());
    found.select(Report::as_select()).first(conn).optional()?.ok_or(Error::NotFound)
}

/// So many values at most go into one statement.
const PART: usize = 500;

/// The acts for which somebody of its organisation has a report at work, released or not.
const AT_WORK: [fn(&OrganisationId) -> Act<'_>; 3] =
    [|owner| Act::SeeDesk { owner }, |owner| Act::ProposeRelease { owner }, |owner| Act::Erase { owner }];

/// The report that is called so, if this viewer may know of it: they read a text of it, could read one that was
/// withdrawn, or have it at work.
pub(crate) fn known_report(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Report> {
    let known = readable::table
        .filter(readable::family.eq(report::id))
        .filter(redaction::leaves_a_trace())
        .filter(sql::could_read(viewer));
    report::table
        .filter(report::reference.eq(reference))
        .filter(report::erased_at.is_null())
        .filter(report::organisation_id.eq(sql::home_for(viewer, &AT_WORK)).or(exists(known)))
        .select(Report::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// The incident that is called so, if this viewer may know of it: they read a report of it, have one at work, or read one
/// that was moved from it to another.
pub(crate) fn known_incident(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Incident> {
    let readable =
        || readable::table.filter(readable::family.eq(report::id)).filter(sql::is_readable(viewer));
    let filed = report::table
        .filter(report::incident_id.eq(incident::id))
        .filter(report::erased_at.is_null())
        .filter(report::organisation_id.eq(sql::home_for(viewer, &AT_WORK)).or(exists(readable())));
    let left = refiled::table
        .inner_join(report::table.on(report::id.eq(refiled::report_id)))
        .filter(refiled::old_incident_id.eq(incident::id))
        .filter(report::erased_at.is_null())
        .filter(exists(readable()));
    incident::table
        .filter(incident::reference.eq(reference))
        .filter(exists(filed).or(exists(left)))
        .select(Incident::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// An organisation's own reports that these references name, by reference: the report itself, or those of the incident,
/// also those that were filed there once; the oldest first.
pub(crate) fn owned_by_references(
    conn: &mut Conn,
    organisation: &OrganisationId,
    references: &[String],
) -> Result<BTreeMap<String, Vec<Report>>> {
    let is_own = || report::organisation_id.eq(organisation).and(report::erased_at.is_null());
    let mut named: BTreeMap<String, Vec<Report>> = BTreeMap::new();
    for part in references.chunks(PART) {
        let themselves: Vec<(String, Report)> = report::table
            .filter(report::reference.is_among(part.to_vec()))
            .filter(is_own())
            .select((report::reference, Report::as_select()))
            .load(conn)?;
        let filed: Vec<(String, Report)> = report::table
            .inner_join(incident::table.on(incident::id.eq(report::incident_id)))
            .filter(incident::reference.is_among(part.to_vec()))
            .filter(is_own())
            .select((incident::reference, Report::as_select()))
            .load(conn)?;
        let left: Vec<(String, Report)> = refiled::table
            .inner_join(incident::table.on(incident::id.eq(refiled::old_incident_id)))
            .inner_join(report::table.on(report::id.eq(refiled::report_id)))
            .filter(incident::reference.is_among(part.to_vec()))
            .filter(is_own())
            .select((incident::reference, Report::as_select()))
            .load(conn)?;
        for (reference, report) in themselves.into_iter().chain(filed).chain(left) {
            named.entry(reference).or_default().push(report);
        }
    }
    for reports in named.values_mut() {
        reports.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        reports.dedup_by(|a, b| a.id == b.id);
    }
    Ok(named)
}

/// An incident by its id.
pub(crate) fn incident_by_id(conn: &mut Conn, id: &IncidentId) -> Result<Incident> {
    Ok(incident::table.find(id).select(Incident::as_select()).first(conn)?)
}

/// Incidents by their numbers in the index, in that order.
pub(crate) fn incidents_by_ordinal(conn: &mut Conn, ordinals: &[i64]) -> Result<Vec<Incident>> {
    let mut rows: Vec<Incident> = incident::table
        .filter(incident::ordinal.is_among(ordinals.to_vec()))
        .select(Incident::as_select())
        .load(conn)?;
    rows.sort_by_key(|row| ordinals.iter().position(|ordinal| *ordinal == row.ordinal));
    Ok(rows)
}

/// Reports by their ids.
pub(crate) fn reports_by_id(conn: &mut Conn, ids: &[String]) -> Result<Vec<Report>> {
    let mut reports = Vec::new();
    for part in ids.chunks(PART) {
        let found = report::table.filter(report::id.is_among(part.to_vec()));
        reports.extend(found.select(Report::as_select()).load(conn)?);
    }
    Ok(reports)
}

/// The reports of an incident, oldest first, whoever may read them.
pub(crate) fn reports_of(conn: &mut Conn, id: &IncidentId) -> Result<Vec<Report>> {
    Ok(report::table
        .filter(report::incident_id.eq(id))
        .filter(report::erased_at.is_null())
        .order((report::created_at, report::id))
        .select(Report::as_select())
        .load(conn)?)
}

/// An organisation's own reports, newest change first.
pub(crate) fn reports_owned(
    conn: &mut Conn,
    organisation: &OrganisationId,
    limit: i64,
    offset: i64,
) -> Result<(i64, Vec<Report>)> {
    let total = report::table
        .filter(report::organisation_id.eq(organisation))
        .filter(report::erased_at.is_null())
        .count()
        .get_result(conn)?;
    let rows = report::table
        .filter(report::organisation_id.eq(organisation))
        .filter(report::erased_at.is_null())
        .order((report::updated_at.desc(), report::id))
        .limit(limit)
        .offset(offset)
        .select(Report::as_select())
        .load(conn)?;
    Ok((total, rows))
}

/// A report by its id.
pub(crate) fn report_by_id(conn: &mut Conn, id: &str) -> Result<Report> {
    Ok(report::table.find(id).select(Report::as_select()).first(conn)?)
}

/// The reports of an organisation that this person began and of which nothing is released or waits to go out, newest
/// change first; and how many they are.
pub(crate) fn drafts_begun_by(
    conn: &mut Conn,
    at: Moment,
    (organisation, person): (&OrganisationId, &PersonId),
    (limit, offset): (i64, i64),
) -> Result<(i64, Vec<Report>)> {
    let out = readable::table.filter(readable::family.eq(report::id)).filter(sql::is_current(at));
    let waits = release::table
        .filter(release::subject.eq(report::id))
        .filter(release::state.is_among([ReleaseState::Proposed, ReleaseState::Claimed]));
    let drafts = report::table
        .filter(report::organisation_id.eq(organisation))
        .filter(report::created_by.eq(person))
        .filter(not(exists(out)))
        .filter(not(exists(waits)));
    let total = drafts.clone().count().get_result(conn)?;
    let rows = drafts
        .order((report::updated_at.desc(), report::id))
        .limit(limit)
        .offset(offset)
        .select(Report::as_select())
        .load(conn)?;
    Ok((total, rows))
}

/// Where a report was filed before, newest move first: the incidents that it left, and when.
pub(super) fn moves_of(conn: &mut Conn, id: &ReportId) -> Result<Vec<(String, Moment)>> {
    Ok(refiled::table
        .inner_join(incident::table.on(incident::id.eq(refiled::old_incident_id)))
        .filter(refiled::report_id.eq(id))
        .order((refiled::at.desc(), refiled::id.desc()))
        .select((incident::reference, refiled::at))
        .load(conn)?)
}

/// The id under which a record is known in its source from now on.
pub(super) fn set_source_id(tx: &mut Tx<'_>, report: &ReportId, id: &str) -> Result<()> {
    diesel::update(report::table.find(report)).set(report::source_id.eq(id)).execute(tx.conn)?;
    Ok(())
}

/// An imported report by where it came from.
pub(super) fn report_by_source(
    conn: &mut Conn,
    organisation: &OrganisationId,
    system: &str,
    id: &str,
) -> Result<Option<Report>> {
    Ok(report::table
        .filter(report::organisation_id.eq(organisation))
        .filter(report::source_system.eq(system))
        .filter(report::source_id.eq(id))
        .select(Report::as_select())
        .first(conn)
        .optional()?)
}

/// Ids of reports after `after`, in order: for building the index from nothing.
pub(crate) fn report_ids_after(conn: &mut Conn, after: &str, limit: i64) -> Result<Vec<String>> {
    Ok(report::table
        .filter(report::id.gt(after))
        .order(report::id)
        .limit(limit)
        .select(report::id)
        .load(conn)?)
}

/// The ids of an organisation's reports: when its kind or name changes, all of them are indexed again.
pub(crate) fn report_ids_owned(conn: &mut Conn, organisation: &str) -> Result<Vec<String>> {
    Ok(report::table.filter(report::organisation_id.eq(organisation)).select(report::id).load(conn)?)
}

/// A report of which something may be left, though it is to be gone: a copy of the database from before brought it back.
pub(crate) fn report_to_erase(conn: &mut Conn, id: &str) -> Result<Option<Report>> {
    let found = report::table.find(id).filter(report::erased_at.is_null());
    Ok(found.select(Report::as_select()).first(conn).optional()?)
}

/// An organisation's reports that are kept until this moment or less, soonest first.
pub(crate) fn reports_kept_until(
    conn: &mut Conn,
    organisation: &OrganisationId,
    until: Moment,
) -> Result<Vec<Report>> {
    Ok(report::table
        .filter(report::organisation_id.eq(organisation))
        .filter(report::keep_until.le(until))
        .filter(report::erased_at.is_null())
        .order((report::keep_until, report::id))
        .select(Report::as_select())
        .load(conn)?)
}

/// An organisation's reports that were erased, newest first.
pub(crate) fn reports_erased(conn: &mut Conn, organisation: &OrganisationId) -> Result<Vec<Report>> {
    Ok(report::table
        .filter(report::organisation_id.eq(organisation))
        .filter(report::erased_at.is_not_null())
        .order((report::erased_at.desc(), report::id))
        .limit(200)
        .select(Report::as_select())
        .load(conn)?)
}

/// Says how long a report is kept.
pub(crate) fn set_keep_until(tx: &mut Tx<'_>, id: &ReportId, until: Option<Moment>) -> Result<()> {
    diesel::update(report::table.find(id)).set(report::keep_until.eq(until)).execute(tx.conn)?;
    if let Some(until) = until {
        timers::set(tx, TimerKind::ErasureWarning, id.as_str(), until.plus(-WARNED))?;
        timers::set(tx, TimerKind::ReportErasure, id.as_str(), until)
    } else {
        timers::cancel(tx, TimerKind::ErasureWarning, id.as_str())?;
        timers::cancel(tx, TimerKind::ReportErasure, id.as_str())
    }
}

/// Leaves of a report its references alone: by which an import knows that it was erased.
pub(crate) fn mark_erased(tx: &mut Tx<'_>, id: &ReportId) -> Result<()> {
    timers::cancel(tx, TimerKind::ErasureWarning, id.as_str())?;
    timers::cancel(tx, TimerKind::ReportErasure, id.as_str())?;
    diesel::delete(refiled::table.filter(refiled::report_id.eq(id))).execute(tx.conn)?;
    diesel::update(report::table.find(id))
        .set((
            report::erased_at.eq(tx.now()),
            report::keep_until.eq(None::<Moment>),
            report::created_by.eq(None::<String>),
            report::source_incident.eq(None::<String>),
            report::source_hash.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// An organisation's newest reports of which something is released.
pub(crate) fn newest_out(
    conn: &mut Conn,
    at: Moment,
    organisation: &OrganisationId,
    most: i64,
) -> Result<Vec<Report>> {
    let live = readable::table.filter(readable::family.eq(report::id)).filter(sql::is_current(at));
    Ok(report::table
        .filter(report::organisation_id.eq(organisation))
        .filter(report::erased_at.is_null())
        .filter(exists(live))
        .order((report::updated_at.desc(), report::id))
        .limit(most)
        .select(Report::as_select())
        .load(conn)?)
}

/// The references of these reports, by id.
pub(crate) fn references_of(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, String)>> {
    let found = report::table.filter(report::id.is_among(ids.to_vec()));
    Ok(found.select((report::id, report::reference)).load(conn)?)
}
