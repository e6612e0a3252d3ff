//! What is stored of actions beside their briefs.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{Action, ActionBody, Stage};
use crate::contributions::Contribution;
use crate::db::schema::{action_details, action_place, action_version};
use crate::db::{Conn, ContributionId, IsAmong, Moment, OrganisationId, Tx};
use crate::error::Result;

/// How many are asked about in one statement.
const PART: usize = 500;

pub(super) fn insert(tx: &mut Tx<'_>, id: &ContributionId, action: &Action) -> Result<()> {
    diesel::insert_into(action_details::table)
        .values((
            action_details::contribution_id.eq(id),
            action_details::ordinal.eq(action.ordinal),
            action_details::stage.eq(action.stage),
            action_details::moved_at.eq(action.moved_at),
            action_details::lead_id.eq(&action.lead),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The number of the next row of lists. Whoever writes holds the one writer's place, so nobody takes the same.
pub(super) fn next_ordinal(conn: &mut Conn) -> Result<i64> {
    let last: Option<i64> =
        action_details::table.select(diesel::dsl::max(action_details::ordinal)).first(conn)?;
    Ok(last.unwrap_or_default() + 1)
}

pub(super) fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Action>> {
    let mut details = BTreeMap::new();
    for part in ids.chunks(PART) {
        let rows: Vec<(String, i64, Stage, Moment, OrganisationId)> = action_details::table
            .filter(action_details::contribution_id.is_among(part.to_vec()))
            .load(conn)?;
        let whole = rows
            .into_iter()
            .map(|(id, ordinal, stage, moved_at, lead)| (id, Action { ordinal, stage, moved_at, lead }));
        details.extend(whole);
    }
    Ok(details)
}

pub(super) fn set_stage(tx: &mut Tx<'_>, id: &ContributionId, stage: Stage) -> Result<()> {
    diesel::update(action_details::table.find(id.as_str()))
        .set((action_details::stage.eq(stage), action_details::moved_at.eq(tx.now())))
        .execute(tx.conn)?;
    forget_places(tx, id)
}

pub(super) fn set_lead(tx: &mut Tx<'_>, id: &ContributionId, lead: &OrganisationId) -> Result<()> {
    diesel::update(action_details::table.find(id.as_str()))
        .set(action_details::lead_id.eq(lead))
        .execute(tx.conn)?;
    Ok(())
}

/// A version is released. Whether it is the first of its action.
pub(super) fn set_released(tx: &mut Tx<'_>, row: &Contribution<Action>, body: &ActionBody) -> Result<bool> {
    let earlier: i64 = action_version::table
        .filter(action_version::contribution_id.eq(&row.id))
        .count()
        .get_result(tx.conn)?;
    diesel::insert_into(action_version::table)
        .values((
            action_version::version_id.eq(&row.version),
            action_version::contribution_id.eq(&row.id),
            action_version::due_at.eq(body.due.as_ref().map(|due| due.at)),
        ))
        .execute(tx.conn)?;
    Ok(earlier == 0)
}

/// Nothing is kept of when its briefs were due: the action was withdrawn.
pub(super) fn forget_versions(tx: &mut Tx<'_>, id: &ContributionId) -> Result<()> {
    diesel::delete(action_version::table.filter(action_version::contribution_id.eq(id))).execute(tx.conn)?;
    Ok(())
}

/// No order by hand names an action any more: it was moved or withdrawn.
pub(super) fn forget_places(tx: &mut Tx<'_>, id: &ContributionId) -> Result<()> {
    diesel::delete(action_place::table.filter(action_place::contribution_id.eq(id))).execute(tx.conn)?;
    Ok(())
}
