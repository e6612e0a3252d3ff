//! The rows of what follows a publication, and who is shown which.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::model::{AskRow, AskStatus, LineageRow, Relation, ReviewRow};
use crate::access::{Viewer, sql};
use crate::db::schema::{readable, statement_ask, statement_lineage, statement_review};
use crate::db::{Conn, ContributionId, Tx};
use crate::error::{Error, Result};

/// Those of a table that were written before readers to whom a viewer belongs, or by their own organisation. One statement.
macro_rules! shown {
    ($conn:expr, $viewer:expr, $action:expr, $table:ident, $row:ty, $order:expr) => {{
        let heard =
            readable::table.filter(readable::id.eq($table::version_id)).filter(sql::could_read($viewer));
        let own = $table::organisation_id.eq(sql::reading_home($viewer));
        let rows: Vec<$row> = $table::table
            .filter($table::contribution_id.eq($action))
            .filter(exists(heard).or(own))
            .order($order)
            .select(<$row>::as_select())
            .load($conn)?;
        rows
    }};
}

/// What a statement asks, as far as a viewer who reads its text is shown it.
pub(super) fn asks(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<Vec<AskRow>> {
    let order = (statement_ask::contribution_id, statement_ask::ordinal);
    Ok(shown!(conn, viewer, action, statement_ask, AskRow, order))
}

/// What was found when it was looked at again, the oldest first.
pub(super) fn reviews(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<Vec<ReviewRow>> {
    let order = (statement_review::at, statement_review::id);
    Ok(shown!(conn, viewer, action, statement_review, ReviewRow, order))
}

/// What it is to earlier ones.
pub(super) fn lineage(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<Vec<LineageRow>> {
    let order = (statement_lineage::at, statement_lineage::earlier_id);
    Ok(shown!(conn, viewer, action, statement_lineage, LineageRow, order))
}

/// How much is written down of a statement already, whoever may know of it: asks, and reviews.
pub(super) fn counts(conn: &mut Conn, action: &ContributionId) -> Result<(i64, i64)> {
    let asks =
        statement_ask::table.filter(statement_ask::contribution_id.eq(action)).count().get_result(conn)?;
    let reviews = statement_review::table
        .filter(statement_review::contribution_id.eq(action))
        .count()
        .get_result(conn)?;
    Ok((asks, reviews))
}

pub(super) fn insert_ask(tx: &mut Tx<'_>, row: &AskRow) -> Result<()> {
    tx.require_write()?;
    diesel::insert_into(statement_ask::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn insert_review(tx: &mut Tx<'_>, row: &ReviewRow) -> Result<()> {
    tx.require_write()?;
    diesel::insert_into(statement_review::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// What became of it, if nobody has said so since it was read.
pub(super) fn set_status(tx: &mut Tx<'_>, row: &AskRow, (status, note): (AskStatus, &str)) -> Result<()> {
    tx.require_write()?;
    let same =
        statement_ask::table.find(row.id.as_str()).filter(statement_ask::changed_at.eq(row.changed_at));
    let changed = diesel::update(same)
        .set((
            statement_ask::status.eq(status),
            statement_ask::note.eq(note),
            statement_ask::changed_at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// What a statement is to an earlier one, in place of what it was said to be.
pub(super) fn relate(tx: &mut Tx<'_>, row: &LineageRow) -> Result<()> {
    tx.require_write()?;
    let before = statement_lineage::table
        .filter(statement_lineage::contribution_id.eq(&row.contribution_id))
        .filter(statement_lineage::earlier_id.eq(&row.earlier_id));
    diesel::delete(before).execute(tx.conn)?;
    diesel::insert_into(statement_lineage::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Whether it has taken the place of an earlier one.
pub(super) fn supersedes(conn: &mut Conn, action: &ContributionId, earlier: &ContributionId) -> Result<bool> {
    let found = statement_lineage::table
        .filter(statement_lineage::contribution_id.eq(action))
        .filter(statement_lineage::earlier_id.eq(earlier))
        .filter(statement_lineage::relation.eq(Relation::Supersedes));
    Ok(diesel::select(exists(found)).get_result(conn)?)
}

/// How many earlier ones it goes back to.
pub(super) fn count_lineage(conn: &mut Conn, action: &ContributionId) -> Result<i64> {
    let of_it = statement_lineage::table.filter(statement_lineage::contribution_id.eq(action));
    Ok(of_it.count().get_result(conn)?)
}

/// The statements to which one stands in some relation, by their actions, each with the word for that, whoever may know of it: of an earlier
/// one, those that take its place.
pub(crate) fn related(
    conn: &mut Conn,
    action: &ContributionId,
) -> Result<Vec<(&'static str, ContributionId)>> {
    let earlier: Vec<(Relation, ContributionId)> = statement_lineage::table
        .filter(statement_lineage::contribution_id.eq(action))
        .order((statement_lineage::at, statement_lineage::earlier_id))
        .select((statement_lineage::relation, statement_lineage::earlier_id))
        .load(conn)?;
    let later: Vec<ContributionId> = statement_lineage::table
        .filter(statement_lineage::earlier_id.eq(action))
        .filter(statement_lineage::relation.eq(Relation::Supersedes))
        .order((statement_lineage::at, statement_lineage::contribution_id))
        .select(statement_lineage::contribution_id)
        .load(conn)?;
    let later = later.into_iter().map(|id| ("superseded_by", id));
    Ok(later.chain(earlier.into_iter().map(|(relation, id)| (relation.as_str(), id))).collect())
}

/// Nothing is kept of what followed the statement of an action.
pub(super) fn forget(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let asks = statement_ask::table.filter(statement_ask::contribution_id.eq(action));
    diesel::delete(asks).execute(tx.conn)?;
    let reviews = statement_review::table.filter(statement_review::contribution_id.eq(action));
    diesel::delete(reviews).execute(tx.conn)?;
    let either = statement_lineage::contribution_id.eq(action).or(statement_lineage::earlier_id.eq(action));
    diesel::delete(statement_lineage::table.filter(either)).execute(tx.conn)?;
    Ok(())
}
