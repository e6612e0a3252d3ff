//! How an organisation is reminded of the tasks that it has to do.

use super::doers;
use crate::actions::Action;
use crate::contributions;
use crate::db::{TaskId, Tx};
use crate::error::Result;
use crate::outbox::{self, EventKind, To};
use crate::tasks;

/// Reminds of a task that is due: whom the organisation that does it has chosen for it, as long as they can; else the organisation.
pub fn remind_task_due(tx: &mut Tx<'_>, id: &TaskId) -> Result<()> {
    let task = tasks::by_id(tx.conn, id)?.filter(|task| task.done_at.is_none());
    let Some(task) = task else { return Ok(()) };
    let of = contributions::by_ids::<Action>(tx.conn, std::slice::from_ref(&task.contribution_id))?.pop();
    let goes_on =
        |row: &contributions::Contribution<Action>| row.is_shown(tx.now()) && row.details.stage.is_open();
    let (Some(row), Some(owner)) = (of.filter(goes_on), task.owner_id) else { return Ok(()) };
    let chosen: Vec<_> = task.person_id.into_iter().collect();
    let able = doers::able(tx.conn, &row, &chosen, tx.now())?;
    let to = able.into_iter().next().map_or(To::Organisation(owner), To::Person);
    let about = (task.id.as_str(), task.contribution_id.as_str());
    outbox::tell(tx, EventKind::ActionTaskDue, about, &to, None)
}
