//! Who leads actions, as far as a viewer is told: lists are narrowed by that, and the index does not know it.

use std::collections::BTreeSet;

use diesel::dsl::exists;
use diesel::prelude::*;

use super::falling_due::asking;
use crate::access::{Act, Viewer, permits, sql};
use crate::actions::StepKind;
use crate::db::schema::{action_details, action_step, contribution, readable};
use crate::db::{Conn, IsAmong, OrganisationId};
use crate::error::Result;
use crate::people;

/// The rows of lists of those actions that one of these organisations leads and that the viewer reads, or that their organisation began, as far as they
/// are told who leads them: whoever began an action, their own organisation, and whoever did something before readers to whom they
/// belong. That is what [`crate::actions::ActionView`] names as its lead. What they are not told costs the statements of what is not so.
pub(super) fn led_by(conn: &mut Conn, viewer: &Viewer, slugs: &[String]) -> Result<BTreeSet<u64>> {
    let leads: Vec<OrganisationId> =
        action_details::table.select(action_details::lead_id).distinct().load(conn)?;
    let mut leads = people::organisations_by_ids(conn, leads)?;
    leads.retain(|_, one| slugs.contains(&one.slug));
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
    let began = contribution::organisation_id.eq(action_details::lead_id);
    let ordinals: Vec<i64> = action_details::table
        .inner_join(contribution::table)
        .filter(action_details::lead_id.is_among(leads.into_keys()))
        .filter(exists(now).or(own()))
        .filter(began.or(action_details::lead_id.eq(sql::reading_home(viewer))).or(exists(did)))
        .select(action_details::ordinal)
        .load(conn)?;
    Ok(ordinals.into_iter().filter_map(|ordinal| u64::try_from(ordinal).ok()).collect())
}
