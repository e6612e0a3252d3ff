//! Who leads actions and who takes part in them, as far as a viewer is told: lists are narrowed by that, and the index does not know it.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::exists;
use diesel::prelude::*;

use super::falling_due::asking;
use crate::access::{Act, Viewer, permits, sql};
use crate::actions::StepKind;
use crate::db::schema::{action_details, action_step, contribution, readable};
use crate::db::{Conn, IsAmong, OrganisationId};
use crate::error::Result;
use crate::people;

/// The rows of lists of those actions that one of these organisations leads, as far as the viewer is told that.
pub(super) fn led_by(conn: &mut Conn, viewer: &Viewer, slugs: &[String]) -> Result<BTreeSet<u64>> {
    let leads: Vec<OrganisationId> =
        action_details::table.select(action_details::lead_id).distinct().load(conn)?;
    let leads = called(conn, leads, slugs)?;
    led_or_begun(conn, viewer, (leads, Vec::new()))
}

/// The rows of lists of those actions that one of these organisations began or leads, or in which it takes part, as far as the viewer is told
/// that: those of which [`crate::actions::ActionView`] names it. What they are not told costs the statements of what is not so.
pub(super) fn with_part_of(conn: &mut Conn, viewer: &Viewer, slugs: &[String]) -> Result<BTreeSet<u64>> {
    let mut all: Vec<OrganisationId> =
        action_details::table.select(action_details::lead_id).distinct().load(conn)?;
    let began = action_details::table.inner_join(contribution::table);
    all.extend(began.select(contribution::organisation_id).distinct().load::<OrganisationId>(conn)?);
    let did = action_step::table.select(action_step::organisation_id).distinct();
    all.extend(did.load::<OrganisationId>(conn)?);
    all.sort_unstable();
    all.dedup();
    let these = called(conn, all, slugs)?;
    let mut rows = led_or_begun(conn, viewer, (these.clone(), these.clone()))?;
    rows.extend(joined(conn, viewer, these)?);
    Ok(rows)
}

/// Those of these organisations that are called so.
fn called(conn: &mut Conn, all: Vec<OrganisationId>, slugs: &[String]) -> Result<Vec<OrganisationId>> {
    let mut known = people::organisations_by_ids(conn, all)?;
    known.retain(|_, one| slugs.contains(&one.slug));
    Ok(known.into_keys().collect())
}

/// The rows of lists of those actions that the viewer reads, or that their organisation began, and that one of the former organisations
/// leads, as far as they are told who does: whoever began an action, their own organisation, and whoever did something before readers to
/// whom they belong; or that one of the latter began.
fn led_or_begun(
    conn: &mut Conn,
    viewer: &Viewer,
    (leads, began): (Vec<OrganisationId>, Vec<OrganisationId>),
) -> Result<BTreeSet<u64>> {
    let asker = asking(viewer);
    let home = sql::reading_home(&asker);
    let own = || contribution::organisation_id.eq(home.clone());
    let now = readable::table
        .filter(readable::family.eq(action_details::contribution_id))
        .filter(sql::is_listed())
        .filter(sql::is_readable(&asker));
    // Whoever is no active member is shown nothing of what others did.
    let shown = if permits(viewer, Act::SeeActionWork) { StepKind::ALL } else { &[] };
    let did = action_step::table
        .inner_join(readable::table.on(readable::id.eq(action_step::version_id)))
        .filter(action_step::contribution_id.eq(action_details::contribution_id))
        .filter(action_step::organisation_id.eq(action_details::lead_id))
        .filter(action_step::kind.is_among(shown.to_vec()))
        .filter(sql::could_read(&asker).or(own()));
    let told = contribution::organisation_id
        .eq(action_details::lead_id)
        .or(action_details::lead_id.eq(sql::reading_home(viewer)))
        .or(exists(did));
    let ordinals: Vec<i64> = action_details::table
        .inner_join(contribution::table)
        .filter(exists(now).or(own()))
        .filter(
            action_details::lead_id
                .is_among(leads)
                .and(told)
                .or(contribution::organisation_id.is_among(began)),
        )
        .select(action_details::ordinal)
        .load(conn)?;
    Ok(ordinals.into_iter().filter_map(|ordinal| u64::try_from(ordinal).ok()).collect())
}

/// The rows of lists of those actions that the viewer reads, or that their organisation began, in which one of these organisations takes
/// part by what it did last of what they are shown.
fn joined(conn: &mut Conn, viewer: &Viewer, these: Vec<OrganisationId>) -> Result<BTreeSet<u64>> {
    let asker = asking(viewer);
    let home = sql::reading_home(&asker);
    let own = || contribution::organisation_id.eq(home.clone());
    let now = readable::table
        .filter(readable::family.eq(action_step::contribution_id))
        .filter(sql::is_listed())
        .filter(sql::is_readable(&asker));
    let heard =
        readable::table.filter(readable::id.eq(action_step::version_id)).filter(sql::could_read(&asker));
    let parts = [StepKind::Joined, StepKind::Led, StepKind::Left];
    let shown = if permits(viewer, Act::SeeActionWork) { &parts[..] } else { &[] };
    let steps: Vec<(i64, OrganisationId, StepKind)> = action_step::table
        .inner_join(
            action_details::table.on(action_details::contribution_id.eq(action_step::contribution_id)),
        )
        .inner_join(contribution::table.on(contribution::id.eq(action_step::contribution_id)))
        .filter(action_step::organisation_id.is_among(these))
        .filter(action_step::kind.is_among(shown.to_vec()))
        .filter(exists(now).or(own()))
        .filter(own().or(action_step::organisation_id.eq(sql::reading_home(viewer))).or(exists(heard)))
        .order((action_details::ordinal, action_step::ordinal))
        .select((action_details::ordinal, action_step::organisation_id, action_step::kind))
        .load(conn)?;
    let parts: BTreeMap<(i64, OrganisationId), bool> =
        steps.into_iter().map(|(row, by, kind)| ((row, by), kind != StepKind::Left)).collect();
    let rows = parts.into_iter().filter(|(_, takes_part)| *takes_part).map(|((row, _), _)| row);
    Ok(rows.filter_map(|row| u64::try_from(row).ok()).collect())
}
