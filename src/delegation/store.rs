//! Requests as rows.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Delegation, DelegationState};
use crate::access::{Act, Viewer, sql};
use crate::db::schema::{delegation, release};
use crate::db::{Conn, DelegationId, IsAmong, OrganisationId, ReportId, Tx};
use crate::error::{Error, Result};
use crate::flow::{self, ReleaseState};
use crate::vault;

pub(super) fn insert(tx: &mut Tx<'_>, row: &Delegation) -> Result<()> {
    diesel::insert_into(delegation::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// A random reference that nothing has yet.
pub(super) fn free_reference(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference('D', |conn, reference| {
        delegation::table.filter(delegation::reference.eq(reference)).count().get_result(conn)
    })
}

/// The request that is called so, if this viewer may know of it: their organisation asks; it is asked, and they can take it
/// on; or whether it goes out is theirs to decide.
pub(super) fn known(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Delegation> {
    let asks =
        sql::home_for(viewer, &[|owner| Act::SeeDesk { owner }, |owner| Act::ProposeRelease { owner }]);
    let publishes = sql::home_for(viewer, &[|publisher| Act::AcceptDelegation { publisher }]);
    let decided = release::table
        .filter(release::subject.eq(delegation::id))
        .filter(release::state.is_among([ReleaseState::Proposed, ReleaseState::Claimed]))
        .filter(flow::is_decided_by(viewer));
    let asked = delegation::state.eq(DelegationState::Asked).and(delegation::publisher_id.eq(publishes));
    delegation::table
        .filter(delegation::reference.eq(reference))
        .filter(delegation::organisation_id.eq(asks).or(asked).or(exists(decided)))
        .select(Delegation::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// By their ids.
pub(super) fn by_ids(conn: &mut Conn, ids: &[String]) -> Result<Vec<Delegation>> {
    Ok(delegation::table
        .filter(delegation::id.is_among(ids.to_vec()))
        .select(Delegation::as_select())
        .load(conn)?)
}

/// What was asked about a report, newest first.
pub(super) fn about(conn: &mut Conn, report: &ReportId) -> Result<Vec<Delegation>> {
    Ok(delegation::table
        .filter(delegation::report_id.eq(report))
        .order((delegation::created_at.desc(), delegation::id.desc()))
        .select(Delegation::as_select())
        .load(conn)?)
}

/// What an organisation asks others, newest first.
pub(super) fn asked_by(conn: &mut Conn, organisation: &OrganisationId) -> Result<Vec<Delegation>> {
    Ok(delegation::table
        .filter(delegation::organisation_id.eq(organisation))
        .order((delegation::created_at.desc(), delegation::id.desc()))
        .select(Delegation::as_select())
        .load(conn)?)
}

/// What waits for an organisation's answer, oldest first.
pub(super) fn waiting_for(conn: &mut Conn, publisher: &OrganisationId) -> Result<Vec<Delegation>> {
    Ok(delegation::table
        .filter(delegation::publisher_id.eq(publisher))
        .filter(delegation::state.eq(DelegationState::Asked))
        .order((delegation::created_at, delegation::id))
        .select(Delegation::as_select())
        .load(conn)?)
}

/// How many do.
pub(super) fn count_waiting_for(conn: &mut Conn, publisher: &OrganisationId) -> Result<i64> {
    Ok(delegation::table
        .filter(delegation::publisher_id.eq(publisher))
        .filter(delegation::state.eq(DelegationState::Asked))
        .count()
        .get_result(conn)?)
}

pub(super) fn set_state(tx: &mut Tx<'_>, id: &DelegationId, state: DelegationState) -> Result<()> {
    diesel::update(delegation::table.find(id)).set(delegation::state.eq(state)).execute(tx.conn)?;
    Ok(())
}

/// Leaves nothing of what was asked about a report that is erased.
pub(crate) fn erase_about(tx: &mut Tx<'_>, report: &ReportId) -> Result<()> {
    for row in about(tx.conn, report)? {
        flow::erase(tx, row.id.as_str())?;
        vault::erase(tx, row.id.as_str())?;
        diesel::delete(delegation::table.find(&row.id)).execute(tx.conn)?;
    }
    Ok(())
}

/// The references of these requests, by id.
pub(crate) fn references_of(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, String)>> {
    let found = delegation::table.filter(delegation::id.is_among(ids.to_vec()));
    Ok(found.select((delegation::id, delegation::reference)).load(conn)?)
}
