//! What falls due in a time: actions, and tasks that a viewer is shown.

use std::collections::BTreeSet;

use diesel::dsl::exists;
use diesel::prelude::*;

use crate::access::{Act, Viewer, permits, sql};
use crate::actions::Action;
use crate::comments;
use crate::contributions::{self, Contribution};
use crate::db::schema::{action_task, action_version, contribution, readable};
use crate::db::{Conn, IsAmong, Moment};
use crate::error::Result;

/// How many are asked about in one statement.
pub(super) const PART: usize = 500;

/// The actions that the viewer reads, or that their organisation began, whose brief of now is due in a time, or one of whose
/// tasks, or of which somebody says when its outcome is looked at again, as far as the viewer is shown those: their versions, by the first so many moments of each kind; and whether
/// that is all of them. Whoever is no active member asks as everybody does, because an action goes
/// on after what they once were sent. A fixed number of statements, and one for each 500 actions that are found.
pub(super) fn due_between(
    conn: &mut Conn,
    viewer: &Viewer,
    (from, until): (Moment, Moment),
    most: i64,
) -> Result<(Vec<String>, bool)> {
    let asker = &asking(viewer);
    let sees_tasks = permits(viewer, Act::SeeActionWork);
    let own = || {
        contribution::table
            .filter(contribution::id.eq(readable::family))
            .filter(contribution::organisation_id.eq(sql::reading_home(asker)))
    };
    // What an organisation began for others alone is its own all the same.
    let reads = || sql::is_listed().and(sql::is_readable(asker).or(exists(own())));
    let read = readable::table.filter(readable::id.eq(action_version::version_id)).filter(reads());
    let briefs: Vec<String> = action_version::table
        .filter(action_version::due_at.ge(from))
        .filter(action_version::due_at.lt(until))
        .filter(exists(read))
        .order((action_version::due_at, action_version::version_id))
        .limit(most)
        .select(action_version::version_id)
        .load(conn)?;
    let is_all = |found: &[String]| i64::try_from(found.len()).is_ok_and(|found| found < most);
    let mut whole = is_all(&briefs);
    let mut versions: BTreeSet<String> = briefs.into_iter().collect();
    if sees_tasks {
        let mut actions = with_tasks_due(conn, asker, (from, until), most)?;
        let reviewed = comments::reviewed_between(conn, asker, (from, until), most)?;
        whole &= is_all(&actions) && is_all(&reviewed);
        actions.extend(reviewed);
        actions.sort_unstable();
        actions.dedup();
        for part in actions.chunks(PART) {
            let found: Vec<String> = readable::table
                .filter(readable::family.is_among(part.to_vec()))
                .filter(reads())
                .select(readable::id)
                .load(conn)?;
            versions.extend(found);
        }
    }
    Ok((versions.into_iter().collect(), whole))
}

/// Who asks: whoever is no active member as everybody does.
pub(super) fn asking(viewer: &Viewer) -> Viewer {
    let sees_work = permits(viewer, Act::SeeActionWork);
    if sees_work { viewer.clone() } else { Viewer::public().asking_at(viewer.at()) }
}

/// Those of these versions that the viewer reads, or that their organisation wrote.
pub(super) fn read(
    conn: &mut Conn,
    viewer: &Viewer,
    versions: &[String],
) -> Result<Vec<Contribution<Action>>> {
    let asker = asking(viewer);
    let mut rows = contributions::released_among::<Action>(conn, &asker, versions)?;
    rows.retain(|row| row.is_readable_by(&asker) || asker.reads_as(&row.organisation_id));
    Ok(rows)
}

/// The ids of the actions of the first tasks that are due in a time, of those that the viewer is shown.
fn with_tasks_due(
    conn: &mut Conn,
    viewer: &Viewer,
    (from, until): (Moment, Moment),
    most: i64,
) -> Result<Vec<String>> {
    let now = readable::table
        .filter(readable::family.eq(action_task::contribution_id))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer));
    let written = readable::table.filter(readable::id.eq(action_task::version_id));
    let changed = readable::table.filter(readable::id.eq(action_task::changed_version_id));
    let heard =
        exists(written.filter(sql::could_read(viewer))).and(exists(changed.filter(sql::could_read(viewer))));
    let own = contribution::table
        .filter(contribution::id.eq(action_task::contribution_id))
        .filter(contribution::organisation_id.eq(sql::reading_home(viewer)));
    let found: Vec<String> = action_task::table
        .filter(action_task::due_at.ge(from))
        .filter(action_task::due_at.lt(until))
        .filter(exists(now).and(heard).or(exists(own)))
        .order((action_task::due_at, action_task::id))
        .limit(most)
        .select(action_task::contribution_id)
        .load(conn)?;
    Ok(found)
}
