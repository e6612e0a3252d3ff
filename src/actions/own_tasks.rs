//! The tasks that an organisation still has to do, and how it is reminded of them.

use diesel::prelude::*;

use super::Action;
use super::tasks::Task;
use crate::contributions;
use crate::db::schema::action_task;
use crate::db::{Conn, ContributionId, IsAmong, TaskId, Tx};
use crate::error::Result;
use crate::outbox::{self, EventKind, To};

/// How many are asked about in one statement.
const PART: usize = 500;

/// Those of these tasks that an organisation still has to do, each with its action.
pub(super) fn undone(conn: &mut Conn, owner: &str, ids: &[String]) -> Result<Vec<(String, ContributionId)>> {
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

/// Reminds the organisation that has to do a task that it is due.
pub fn remind_task_due(tx: &mut Tx<'_>, id: &TaskId) -> Result<()> {
    let task: Option<Task> =
        action_task::table.find(id.as_str()).select(Task::as_select()).first(tx.conn).optional()?;
    let Some(task) = task.filter(|task| task.done_at.is_none()) else { return Ok(()) };
    let of = contributions::by_ids::<Action>(tx.conn, std::slice::from_ref(&task.contribution_id))?.pop();
    let goes_on = of.is_some_and(|row| row.is_shown(tx.now()) && row.details.stage.is_open());
    let Some(owner) = task.owner_id.filter(|_| goes_on) else { return Ok(()) };
    let about = (task.id.as_str(), task.contribution_id.as_str());
    outbox::tell(tx, EventKind::ActionTaskDue, about, &To::Organisation(owner), None)
}
