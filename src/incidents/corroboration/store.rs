//! Corroborations and retractions as rows.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::Corroboration;
use crate::access::{Token, Viewer, sql};
use crate::db::schema::{
    corroboration, corroboration_evidence, readable, readable_token, release, report, retraction,
};
use crate::db::{Conn, CorroborationId, Moment, OrganisationId, PersonId, ReportId, Tx};
use crate::error::{Error, Result};
use crate::incidents::{Report, apart};
use crate::{flow, vault};

/// How many reports are asked about in one statement.
const PART: usize = 500;

pub(super) fn insert(tx: &mut Tx<'_>, row: &Corroboration) -> Result<()> {
    diesel::insert_into(corroboration::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// A random reference that nothing has yet.
pub(super) fn free_reference(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference('C', |conn, reference| {
        corroboration::table.filter(corroboration::reference.eq(reference)).count().get_result(conn)
    })
}

/// Enters the reports that it names.
pub(super) fn insert_evidence(tx: &mut Tx<'_>, id: &CorroborationId, reports: &[Report]) -> Result<()> {
    for report in reports {
        diesel::insert_into(corroboration_evidence::table)
            .values((
                corroboration_evidence::corroboration_id.eq(id),
                corroboration_evidence::report_id.eq(&report.id),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// The reports that it names, in the order of their references, whoever may read them.
pub(super) fn evidence_of(conn: &mut Conn, id: &CorroborationId) -> Result<Vec<Report>> {
    Ok(corroboration_evidence::table
        .inner_join(report::table.on(report::id.eq(corroboration_evidence::report_id)))
        .filter(corroboration_evidence::corroboration_id.eq(id))
        .filter(report::erased_at.is_null())
        .order(report::reference)
        .select(Report::as_select())
        .load(conn)?)
}

/// An organisation's newest reports of which something is out.
pub(super) fn newest_out(conn: &mut Conn, organisation: &OrganisationId, most: i64) -> Result<Vec<Report>> {
    let live = readable::table.filter(readable::family.eq(report::id)).filter(readable::live.eq(true));
    Ok(report::table
        .filter(report::organisation_id.eq(organisation))
        .filter(report::erased_at.is_null())
        .filter(exists(live))
        .order((report::updated_at.desc(), report::id))
        .limit(most)
        .select(Report::as_select())
        .load(conn)?)
}

/// By its reference, for who has just done something with it.
pub(super) fn by_reference(conn: &mut Conn, reference: &str) -> Result<Corroboration> {
    Ok(corroboration::table
        .filter(corroboration::reference.eq(reference))
        .select(Corroboration::as_select())
        .first(conn)?)
}

/// The corroboration that is called so, if this viewer may know of it: it is on their desk; it is theirs to decide; or it was
/// released, they are in its audience, and they read the report or what its organisation reads.
pub(super) fn known(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Corroboration> {
    let reading_home = sql::reading_home(viewer);
    let own = corroboration::organisation_id.eq(reading_home.clone());
    let desk = corroboration::organisation_id
        .eq(apart::desk_of(viewer))
        .or(corroboration::created_by.eq(sql::person(viewer)).and(own));
    let decided =
        release::table.filter(release::subject.eq(corroboration::id)).filter(flow::is_decided_by(viewer));
    let heard = readable::table.filter(readable::id.eq(corroboration::id)).filter(sql::in_audience(viewer));
    let report = readable::table
        .filter(readable::family.eq(corroboration::report_id))
        .filter(sql::is_readable(viewer));
    let own = corroboration::organisation_id.eq(reading_home);
    let waits = corroboration::released_at.is_null().and(exists(decided));
    let read = corroboration::released_at.is_not_null().and(exists(heard)).and(own.or(exists(report)));
    corroboration::table
        .filter(corroboration::reference.eq(reference))
        .filter(desk.or(waits).or(read))
        .select(Corroboration::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// By its id.
pub(super) fn by_id(conn: &mut Conn, id: &str) -> Result<Corroboration> {
    Ok(corroboration::table.find(id).select(Corroboration::as_select()).first(conn)?)
}

/// What is out of these reports and was not taken back, oldest first.
pub(super) fn live_of(conn: &mut Conn, reports: &[String]) -> Result<Vec<Corroboration>> {
    let mut rows = Vec::new();
    for part in reports.chunks(PART) {
        let found: Vec<Corroboration> = corroboration::table
            .filter(corroboration::report_id.eq_any(part.to_vec()))
            .filter(corroboration::released_at.is_not_null())
            .filter(corroboration::withdrawn_at.is_null())
            .order((corroboration::released_at, corroboration::id))
            .select(Corroboration::as_select())
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}

/// The words are out.
pub(super) fn set_released(tx: &mut Tx<'_>, id: &CorroborationId, note: &str) -> Result<()> {
    diesel::update(corroboration::table.find(id))
        .set((corroboration::note.eq(note), corroboration::released_at.eq(tx.now())))
        .execute(tx.conn)?;
    Ok(())
}

/// They were taken back: nothing of them stays here.
pub(super) fn set_withdrawn(tx: &mut Tx<'_>, id: &CorroborationId, reason: &str) -> Result<()> {
    diesel::update(corroboration::table.find(id))
        .set((
            corroboration::note.eq(""),
            corroboration::withdrawn_at.eq(tx.now()),
            corroboration::withdrawn_reason.eq(reason),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The reports whose verification can change with an organisation: it speaks of them, or is named in an audience of
/// one that is spoken of.
pub(in crate::incidents) fn reports_spoken_of_by(conn: &mut Conn, organisation: &str) -> Result<Vec<String>> {
    let token = Token::Organisation(OrganisationId::from(organisation.to_owned())).to_string();
    let named = readable::table.filter(readable::family.eq(corroboration::report_id)).filter(exists(
        readable_token::table
            .filter(readable_token::readable_id.eq(readable::id))
            .filter(readable_token::token.eq(token)),
    ));
    Ok(corroboration::table
        .filter(corroboration::organisation_id.eq(organisation).or(exists(named)))
        .select(corroboration::report_id)
        .distinct()
        .load(conn)?)
}

/// Enters a retraction.
pub(super) fn insert_retraction(
    tx: &mut Tx<'_>,
    report: &ReportId,
    revision: i32,
    reason: &str,
    by: &PersonId,
) -> Result<()> {
    diesel::insert_into(retraction::table)
        .values((
            retraction::report_id.eq(report),
            retraction::revision.eq(revision),
            retraction::reason.eq(reason),
            retraction::retracted_by.eq(by),
            retraction::at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// A retraction.
#[derive(Debug, Clone, Queryable)]
pub struct Retraction {
    pub report: ReportId,
    /// What was made of this revision or an earlier one is retracted.
    pub revision: i32,
    /// In the owner's words.
    pub reason: String,
    pub at: Moment,
}

/// The retractions of these reports, the newest last.
pub(super) fn retractions_of(conn: &mut Conn, reports: &[String]) -> Result<Vec<Retraction>> {
    let mut rows = Vec::new();
    for part in reports.chunks(PART) {
        let found: Vec<Retraction> = retraction::table
            .filter(retraction::report_id.eq_any(part.to_vec()))
            .order((retraction::report_id, retraction::revision))
            .select((retraction::report_id, retraction::revision, retraction::reason, retraction::at))
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}

/// Leaves nothing of what was said of a report that is erased, by whom it may be, nor of what it was named for.
pub(in crate::incidents) fn erase_about(tx: &mut Tx<'_>, report: &ReportId) -> Result<()> {
    diesel::delete(corroboration_evidence::table.filter(corroboration_evidence::report_id.eq(report)))
        .execute(tx.conn)?;
    let about: Vec<String> = corroboration::table
        .filter(corroboration::report_id.eq(report))
        .select(corroboration::id)
        .load(tx.conn)?;
    for id in about {
        flow::erase(tx, &id)?;
        sql::erase(tx, &id)?;
        vault::erase(tx, &id)?;
        diesel::delete(
            corroboration_evidence::table.filter(corroboration_evidence::corroboration_id.eq(&id)),
        )
        .execute(tx.conn)?;
        diesel::delete(corroboration::table.find(&id)).execute(tx.conn)?;
    }
    diesel::delete(retraction::table.filter(retraction::report_id.eq(report))).execute(tx.conn)?;
    Ok(())
}
