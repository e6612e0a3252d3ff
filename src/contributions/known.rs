//! The look-up of a contribution by its reference: the rule is among the conditions of the statement that finds it, so
//! what is hidden costs the same as what does not exist.

use diesel::alias;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::condition::Condition;
use super::store::{Thing, Version};
use super::{Kind, desk_of};
use crate::access::{Viewer, sql};
use crate::db::Conn;
use crate::db::schema::{contribution, contribution_version, readable, release};
use crate::error::Result;
use crate::flow;

/// The condition that the viewer reads what the organisation of a contribution reads.
pub fn is_own(viewer: &Viewer) -> Condition {
    Box::new(contribution::organisation_id.eq(sql::reading_home(viewer)))
}

/// The condition that a contribution is on the viewer's desk: the desk of its organisation, and its author while they hold
/// a role there.
fn is_on_desk(viewer: &Viewer) -> Condition {
    let written = contribution_version::created_by.eq(sql::person(viewer)).and(is_own(viewer));
    Box::new(contribution::organisation_id.eq(desk_of(viewer)).or(written))
}

/// The condition that a text is released, that the viewer could read it, that they read what it rests on, and that what it
/// replies to was not withdrawn and has not ended. A contribution ends with its newest version: its history goes with that.
/// A text that is gone left a tombstone only if somebody withdrew it; one that was retired left none.
fn is_read(viewer: &Viewer, regardless: Condition) -> Condition {
    let root = alias!(contribution as root);
    let of_it = || readable::table.filter(readable::id.eq(contribution_version::id));
    let heard = of_it().filter(sql::could_read(viewer));
    let rests = of_it().filter(sql::rests(viewer));
    let gone = || exists(of_it().filter(sql::is_gone()));
    let withdrawn = contribution::ended_at.is_not_null().or(contribution_version::withdrawn_at.is_not_null());
    let current =
        readable::table.filter(readable::family.eq(contribution::id)).filter(sql::is_current(viewer.at()));
    let begun = root
        .inner_join(readable::table.on(readable::family.eq(root.field(contribution::id))))
        .filter(root.field(contribution::id).nullable().eq(contribution::reply_to))
        .filter(root.field(contribution::ended_at).is_null())
        .filter(sql::is_current(viewer.at()));
    Box::new(
        contribution_version::released_at
            .is_not_null()
            .and(exists(heard))
            .and(gone().and(withdrawn).or(not(gone()).and(exists(current))))
            .and(contribution::reply_to.is_null().or(exists(begun)))
            .and(exists(rests).or(regardless)),
    )
}

/// The condition that the viewer decides on the release of a contribution, or did.
pub fn is_decided_by(viewer: &Viewer) -> Condition {
    let decided = release::table
        .filter(release::subject.eq(contribution_version::id))
        .filter(flow::is_decided_by(viewer));
    Box::new(exists(decided))
}

/// The condition that a contribution is released, and that the viewer may confirm it.
fn is_confirmed_by(viewer: &Viewer) -> Condition {
    let confirmed = release::table
        .filter(release::subject.eq(contribution_version::id))
        .filter(flow::is_decided_by(viewer))
        .filter(flow::is_unconfirmed(viewer.at()));
    Box::new(exists(confirmed))
}

/// The condition that the viewer may know of a contribution: it is on their desk; it waits, or waits to be confirmed, and is
/// theirs to decide; or they read it. `regardless` is the condition under which somebody in its audience reads it without
/// reading what it rests on.
pub fn is_known(viewer: &Viewer, regardless: Condition) -> Condition {
    let waits = contribution_version::released_at.is_null().and(is_decided_by(viewer));
    Box::new(is_on_desk(viewer).or(waits).or(is_confirmed_by(viewer)).or(is_read(viewer, regardless)))
}

/// The contribution that is called so, if this viewer may know of it.
pub(super) fn known<K: Kind>(
    conn: &mut Conn,
    viewer: &Viewer,
    reference: &str,
) -> Result<Option<(Thing, Version)>> {
    Ok(contribution::table
        .inner_join(contribution_version::table)
        .filter(contribution::reference.eq(reference))
        .filter(contribution::kind.eq(K::KIND))
        .filter(K::is_known(viewer))
        // A correction that was cancelled is no version.
        .order((contribution_version::closed_at.is_not_null(), contribution_version::ordinal.desc()))
        .select((Thing::as_select(), Version::as_select()))
        .first(conn)
        .optional()?)
}
