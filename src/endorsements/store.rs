//! The rows of endorsements, and who is shown which.

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;

use super::model::EndorsementRow;
use super::state::EndorsementState;
use crate::access::{Act, Viewer, permits, sql};
use crate::db::schema::{readable, statement_endorsement};
use crate::db::{Conn, ContributionId, IsAmong, MandateId, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result};
use crate::statements::Statement;

/// How many are asked about in one statement.
const PART: usize = 500;

/// All that was said of endorsing one, the oldest first, whoever may know of it: for those who decide what can be done next.
pub(super) fn all(conn: &mut Conn, of: &ContributionId) -> Result<Vec<EndorsementRow>> {
    Ok(statement_endorsement::table
        .filter(statement_endorsement::contribution_id.eq(of))
        .order((statement_endorsement::contribution_id, statement_endorsement::ordinal))
        .select(EndorsementRow::as_select())
        .load(conn)?)
}

/// What each organisation said last, by these rows.
pub(super) fn last(rows: &[EndorsementRow]) -> BTreeMap<OrganisationId, &EndorsementRow> {
    rows.iter().map(|row| (row.organisation_id.clone(), row)).collect()
}

/// What each organisation said last of endorsing a statement, as far as a viewer who reads its text is told: who endorses it, before readers
/// to whom they belong; of their own organisation, and for the chair, all. The oldest first. One statement.
pub(super) fn shown(conn: &mut Conn, viewer: &Viewer, of: &Statement) -> Result<Vec<EndorsementRow>> {
    let heard = readable::table
        .filter(readable::id.eq(statement_endorsement::version_id))
        .filter(sql::could_read(viewer));
    let own = statement_endorsement::organisation_id.eq(sql::reading_home(viewer));
    let rows = statement_endorsement::table
        .filter(statement_endorsement::contribution_id.eq(&of.contribution_id))
        .order((statement_endorsement::contribution_id, statement_endorsement::ordinal))
        .select(EndorsementRow::as_select())
        .into_boxed();
    let chairs = permits(viewer, Act::ChairStatement);
    let rows: Vec<EndorsementRow> =
        if chairs { rows.filter(exists(heard)) } else { rows.filter(exists(heard).or(own)) }.load(conn)?;
    let mut newest: Vec<EndorsementRow> = last(&rows).into_values().cloned().collect();
    newest.retain(|row| chairs || row.state.is_told() || viewer.reads_as(&row.organisation_id));
    newest.sort_by_key(|row| row.ordinal);
    Ok(newest)
}

/// These, whoever may know of them.
pub(super) fn by_ids(conn: &mut Conn, ids: &[String]) -> Result<Vec<EndorsementRow>> {
    let mut found = Vec::new();
    for part in ids.chunks(PART) {
        let rows: Vec<EndorsementRow> = statement_endorsement::table
            .filter(statement_endorsement::id.is_among(part.to_vec()))
            .select(EndorsementRow::as_select())
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// All that was said of endorsing these statements, by their actions, of each the oldest first. In one statement for many.
fn of_all(conn: &mut Conn, actions: &[String]) -> Result<Vec<EndorsementRow>> {
    let mut found = Vec::new();
    for part in actions.chunks(PART) {
        let rows: Vec<EndorsementRow> = statement_endorsement::table
            .filter(statement_endorsement::contribution_id.is_among(part.to_vec()))
            .order((statement_endorsement::contribution_id, statement_endorsement::ordinal))
            .select(EndorsementRow::as_select())
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// What each organisation said last of these statements, by their actions.
pub(super) fn newest_of_each(
    conn: &mut Conn,
    actions: &[String],
) -> Result<BTreeMap<(ContributionId, OrganisationId), EndorsementRow>> {
    let named = |row: EndorsementRow| ((row.contribution_id.clone(), row.organisation_id.clone()), row);
    Ok(of_all(conn, actions)?.into_iter().map(named).collect())
}

/// The ids of all that was said of endorsing one.
pub(super) fn ids_of(conn: &mut Conn, action: &ContributionId) -> Result<Vec<String>> {
    Ok(statement_endorsement::table
        .filter(statement_endorsement::contribution_id.eq(action))
        .select(statement_endorsement::id)
        .load(conn)?)
}

/// What is about to be written down.
pub(super) struct NewRow<'a> {
    /// Before whose readers, and the hash of what they read.
    pub version: (&'a ContributionId, &'a str),
    /// For whom, who, and by which mandate.
    pub by: (&'a OrganisationId, &'a PersonId, Option<&'a MandateId>),
    pub state: EndorsementState,
    pub authority: String,
    pub reservation: String,
}

/// Enters it: its place is the next one, so that of two at once the second fails.
pub(super) fn insert(tx: &mut Tx<'_>, of: &ContributionId, new: NewRow<'_>) -> Result<EndorsementRow> {
    tx.require_write()?;
    let last: Option<i32> = statement_endorsement::table
        .filter(statement_endorsement::contribution_id.eq(of))
        .select(diesel::dsl::max(statement_endorsement::ordinal))
        .first(tx.conn)?;
    let (organisation, person, mandate) = new.by;
    let row = EndorsementRow {
        id: tx.id(),
        contribution_id: of.clone(),
        ordinal: last.unwrap_or_default().checked_add(1).ok_or(Error::Stale)?,
        version_id: new.version.0.clone(),
        hash: new.version.1.to_owned(),
        organisation_id: organisation.clone(),
        state: new.state,
        authority: new.authority,
        reservation: new.reservation,
        person_id: person.clone(),
        mandate_id: mandate.cloned(),
        at: tx.now(),
    };
    diesel::insert_into(statement_endorsement::table).values(&row).execute(tx.conn)?;
    Ok(row)
}

/// When organisations took back what they had endorsed of these statements, by their actions: until they endorse them again, whatever else they
/// say. For those who read that they are endorsed.
pub(crate) fn withdrawn(
    conn: &mut Conn,
    actions: &[String],
) -> Result<BTreeMap<(ContributionId, OrganisationId), Moment>> {
    let mut gone = BTreeMap::new();
    for row in of_all(conn, actions)? {
        let named = (row.contribution_id, row.organisation_id);
        if row.state.signs() {
            gone.remove(&named);
        } else if row.state == EndorsementState::Withdrawn {
            gone.insert(named, row.at);
        }
    }
    Ok(gone)
}

/// Nothing is kept of what was said of endorsing the statement of an action.
pub(super) fn forget(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let of_it = statement_endorsement::table.filter(statement_endorsement::contribution_id.eq(action));
    diesel::delete(of_it).execute(tx.conn)?;
    Ok(())
}
