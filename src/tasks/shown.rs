//! The tasks that somebody is shown.

use diesel::dsl::exists;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::Task;
use crate::access::{Act, Viewer, permits, sql};
use crate::db::schema::{action_task, contribution, readable};
use crate::db::{Conn, ContributionId, IsAmong, Moment, OrganisationId};
use crate::error::{Error, Result};
use crate::people::Organisation;

/// How many are asked about in one statement.
const PART: usize = 500;

/// Something that has to be done, as the viewer is shown it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskView {
    /// `J-…`.
    pub reference: String,
    /// What.
    pub title: String,
    /// Who does it, where the viewer is told.
    #[schema(required)]
    pub organisation: Option<Organisation>,
    /// Who of the viewer's own organisation does it, where that has said so.
    #[schema(required)]
    pub person: Option<String>,
    /// Whether somebody does it.
    pub taken: bool,
    /// When it is due.
    #[schema(required)]
    pub due_at: Option<Moment>,
    /// When it was done.
    #[schema(required)]
    pub done_at: Option<Moment>,
    /// For `If-Match`.
    pub revision: i32,
    /// Whether the viewer's organisation wrote it down: for the page.
    #[serde(skip)]
    pub written: bool,
}

/// The tasks of these actions, each with the organisation that began it, that the viewer may see, in the order in which they
/// were written. The viewer has to be able to read the actions. A task is visible if the viewer belongs to the readers before
/// whom it was written and last changed. The number of statements does not grow with the number of actions.
pub fn shown(
    conn: &mut Conn,
    viewer: &Viewer,
    actions: &[(&ContributionId, &OrganisationId)],
) -> Result<Vec<Task>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let mut tasks = Vec::new();
    for part in actions.chunks(PART) {
        let own = part.iter().filter(|(_, began)| viewer.reads_as(began));
        let own: Vec<String> = own.map(|(id, _)| id.as_str().to_owned()).collect();
        let ids: Vec<String> = part.iter().map(|(id, _)| id.as_str().to_owned()).collect();
        let written = readable::table.filter(readable::id.eq(action_task::version_id));
        let changed = readable::table.filter(readable::id.eq(action_task::changed_version_id));
        let heard = exists(written.filter(sql::could_read(viewer)))
            .and(exists(changed.filter(sql::could_read(viewer))));
        let found: Vec<Task> = action_task::table
            .filter(action_task::contribution_id.is_among(ids))
            .filter(action_task::contribution_id.is_among(own).or(heard))
            .order((action_task::contribution_id, action_task::ordinal))
            .select(Task::as_select())
            .load(conn)?;
        tasks.extend(found);
    }
    Ok(tasks)
}

/// The task that is called so, for somebody who is shown it.
pub fn known(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Task> {
    let written = readable::table.filter(readable::id.eq(action_task::version_id));
    let changed = readable::table.filter(readable::id.eq(action_task::changed_version_id));
    let heard =
        exists(written.filter(sql::could_read(viewer))).and(exists(changed.filter(sql::could_read(viewer))));
    let own = contribution::table
        .filter(contribution::id.eq(action_task::contribution_id))
        .filter(contribution::organisation_id.eq(sql::reading_home(viewer)));
    let now = readable::table
        .filter(readable::family.eq(action_task::contribution_id))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer));
    let task: Option<Task> = action_task::table
        .filter(action_task::reference.eq(reference))
        .filter(heard.and(exists(now)).or(exists(own)))
        .select(Task::as_select())
        .first(conn)
        .optional()?;
    task.filter(|_| permits(viewer, Act::SeeActionWork)).ok_or(Error::NotFound)
}

/// Those of these tasks that an organisation still has to do, each with its action.
pub fn undone(conn: &mut Conn, owner: &str, ids: &[String]) -> Result<Vec<(String, ContributionId)>> {
    let mut undone = Vec::new();
    for part in ids.chunks(PART) {
        let found: Vec<(String, ContributionId)> = action_task::table
            .filter(action_task::id.is_among(part.to_vec()))
            .filter(action_task::owner_id.eq(owner))
            .filter(action_task::done_at.is_null())
            .select((action_task::id, action_task::contribution_id))
            .load(conn)?;
        undone.extend(found);
    }
    Ok(undone)
}
