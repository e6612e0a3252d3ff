//! Which comments somebody knows of, in lists: asked by the condition of their kind.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Comment, store};
use crate::access::{Viewer, sql};
use crate::contributions::Kind;
use crate::db::schema::{contribution, contribution_version, readable};
use crate::db::{Conn, ContributionId, IsAmong};
use crate::error::Result;
use crate::flow::TextKind;

/// The released texts of comments on an action of which the viewer may know: each with the moment of its first writing.
pub(super) fn known_of(
    conn: &mut Conn,
    viewer: &Viewer,
    action: &ContributionId,
) -> Result<Vec<store::Known>> {
    Ok(contribution::table
        .inner_join(contribution_version::table)
        .filter(contribution::rests_on.eq(action.as_str()))
        .filter(contribution::kind.eq(TextKind::Comment))
        .filter(contribution_version::released_at.is_not_null())
        .filter(Comment::is_known(viewer))
        .order((contribution::created_at, contribution::id))
        .select((contribution::id, contribution::reference, contribution::created_at))
        .distinct()
        .load(conn)?)
}

/// The comments on an action that the viewer reads and that stand: what is counted is what is shown.
macro_rules! standing {
    ($viewer:expr, $action:expr) => {
        contribution::table
            .inner_join(contribution_version::table)
            .filter(contribution::rests_on.eq($action.as_str()))
            .filter(contribution::kind.eq(TextKind::Comment))
            .filter(contribution::ended_at.is_null())
            .filter(exists(
                readable::table.filter(readable::id.eq(contribution_version::id)).filter(sql::is_listed()),
            ))
            .filter(Comment::is_known($viewer))
    };
}

/// The versions of now of the newest of them, the newest first.
pub(super) fn newest_of(
    conn: &mut Conn,
    viewer: &Viewer,
    action: &ContributionId,
    most: i64,
) -> Result<Vec<String>> {
    Ok(standing!(viewer, action)
        .order((contribution::created_at.desc(), contribution::id.desc()))
        .limit(most)
        .select(contribution_version::id)
        .load(conn)?)
}

/// How many there are.
pub(super) fn count_of(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<i64> {
    Ok(standing!(viewer, action).count().get_result(conn)?)
}

/// The references of those of these comments of which the viewer may know, by their ids.
pub(super) fn known_among(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: &BTreeSet<ContributionId>,
) -> Result<BTreeMap<ContributionId, String>> {
    let mut known = BTreeMap::new();
    let ids: Vec<ContributionId> = ids.iter().cloned().collect();
    for part in ids.chunks(store::PART) {
        let found: Vec<(ContributionId, String)> = contribution::table
            .inner_join(contribution_version::table)
            .filter(contribution::id.is_among(part.to_vec()))
            .filter(contribution_version::released_at.is_not_null())
            .filter(Comment::is_known(viewer))
            .select((contribution::id, contribution::reference))
            .distinct()
            .load(conn)?;
        known.extend(found);
    }
    Ok(known)
}
