//! The part that the viewer's organisation has in actions: those that are its own, and those in which something waits for it.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::access::{Act, Viewer, permits, sql};
use crate::actions::{self, Action, Stage, StepKind};
use crate::contributions::{self, Contribution};
use crate::db::schema::{action_details, action_step, action_task, contribution, readable};
use crate::db::{Conn, IsAmong};
use crate::error::Result;

/// So many actions at most are looked at for what waits, the newest.
const MOST: i64 = 500;

/// The rows of lists of all actions that the viewer's organisation began, leads or takes part in, before it is asked who may read them now.
/// All of that it did itself, so that it may know of it.
pub(super) fn own(conn: &mut Conn, viewer: &Viewer) -> Result<BTreeSet<u64>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(BTreeSet::new());
    }
    let home = sql::reading_home(viewer);
    let steps: Vec<(i64, StepKind)> = action_step::table
        .inner_join(
            action_details::table.on(action_details::contribution_id.eq(action_step::contribution_id)),
        )
        .filter(action_step::organisation_id.eq(home.clone()))
        .order((action_details::ordinal, action_step::ordinal))
        .select((action_details::ordinal, action_step::kind))
        .load(conn)?;
    let mut part = BTreeMap::new();
    for (ordinal, kind) in steps {
        match kind {
            StepKind::Joined | StepKind::Led => part.insert(ordinal, true),
            StepKind::Left => part.insert(ordinal, false),
            StepKind::Moved | StepKind::Offered => None,
        };
    }
    let began_or_leads: Vec<i64> = action_details::table
        .inner_join(contribution::table)
        .filter(contribution::organisation_id.eq(home.clone()).or(action_details::lead_id.eq(home)))
        .select(action_details::ordinal)
        .load(conn)?;
    part.extend(began_or_leads.into_iter().map(|ordinal| (ordinal, true)));
    part.retain(|_, takes_part| *takes_part);
    Ok(part.into_keys().filter_map(|ordinal| u64::try_from(ordinal).ok()).collect())
}

/// The actions that the viewer's organisation began for others alone, the newest, as far as the viewer sees to them: no list of
/// readers has them.
pub(super) fn unread_own(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Contribution<Action>>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let versions: Vec<String> = action_details::table
        .inner_join(contribution::table)
        .inner_join(readable::table.on(readable::family.eq(action_details::contribution_id)))
        .filter(contribution::organisation_id.eq(sql::reading_home(viewer)))
        .filter(sql::is_listed())
        .filter(not(sql::is_readable(viewer)))
        .order(action_details::ordinal.desc())
        .limit(MOST)
        .select(readable::id)
        .load(conn)?;
    contributions::released_among::<Action>(conn, viewer, &versions)
}

/// The actions that the viewer reads, or that their organisation began, in which something waits for their organisation, earliest due first. A fixed number
/// of statements.
pub(super) fn waiting(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Contribution<Action>>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let mut versions: BTreeSet<String> = candidates(conn, viewer)?.into_iter().collect();
    versions.extend(led_by_others(conn, viewer)?);
    let versions: Vec<String> = versions.into_iter().collect();
    let rows = contributions::released_among::<Action>(conn, viewer, &versions)?;
    actions::waiting(conn, viewer, rows)
}

/// The versions that the viewer reads, or that are their organisation's own, of open actions in which something may wait for it.
fn candidates(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<String>> {
    let home = sql::reading_home(viewer);
    let tasks = action_task::table
        .filter(action_task::contribution_id.eq(action_details::contribution_id))
        .filter(action_task::owner_id.eq(home.clone()))
        .filter(action_task::done_at.is_null());
    let offers = action_step::table
        .filter(action_step::contribution_id.eq(action_details::contribution_id))
        .filter(action_step::kind.eq(StepKind::Offered))
        .filter(action_step::other_id.eq(home.clone()));
    let open: Vec<Stage> = Stage::ALL.iter().copied().filter(|stage| stage.is_open()).collect();
    Ok(action_details::table
        .inner_join(contribution::table)
        .inner_join(readable::table.on(readable::family.eq(action_details::contribution_id)))
        .filter(action_details::stage.is_among(open))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer).or(contribution::organisation_id.eq(home.clone())))
        .filter(action_details::lead_id.eq(home).or(exists(tasks)).or(exists(offers)))
        .order(action_details::ordinal.desc())
        .limit(MOST)
        .select(readable::id)
        .load(conn)?)
}

/// The versions of open actions that the viewer's organisation began and others lead: where those cannot act, they wait for it.
fn led_by_others(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<String>> {
    let home = sql::reading_home(viewer);
    let open: Vec<Stage> = Stage::ALL.iter().copied().filter(|stage| stage.is_open()).collect();
    Ok(action_details::table
        .inner_join(contribution::table)
        .inner_join(readable::table.on(readable::family.eq(action_details::contribution_id)))
        .filter(action_details::stage.is_among(open))
        .filter(sql::is_listed())
        .filter(contribution::organisation_id.eq(home.clone()))
        .filter(action_details::lead_id.ne(home))
        .order(action_details::ordinal.desc())
        .limit(MOST)
        .select(readable::id)
        .load(conn)?)
}
