//! The rows of tasks, and when those are reminded who do them.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::Task;
use crate::db::schema::action_task;
use crate::db::{Conn, ContributionId, Moment, OrganisationId, PersonId, TaskId, Tx};
use crate::error::Result;
use crate::jobs::{TimerKind, timers};
use crate::outbox;

/// So long before something is due those are reminded who do it.
const AHEAD: chrono::TimeDelta = chrono::TimeDelta::hours(24);

/// What is written down before the readers of a brief.
pub struct NewTask<'a> {
    /// Of which action.
    pub action: &'a ContributionId,
    /// The version of the brief for whose readers it is.
    pub version: &'a ContributionId,
    /// Who writes it down.
    pub author: &'a OrganisationId,
    /// What has to be done.
    pub title: String,
    /// Who does it.
    pub owner: Option<OrganisationId>,
    /// When it is due.
    pub due_at: Option<Moment>,
}

/// Writes a task down.
pub fn write(tx: &mut Tx<'_>, new: NewTask<'_>) -> Result<Task> {
    let last: Option<i64> = action_task::table
        .filter(action_task::contribution_id.eq(new.action))
        .select(diesel::dsl::max(action_task::ordinal))
        .first(tx.conn)?;
    let reference = tx.free_reference('J', |conn, reference| {
        action_task::table.filter(action_task::reference.eq(reference)).count().get_result(conn)
    })?;
    let task = Task {
        id: tx.id(),
        reference,
        contribution_id: new.action.clone(),
        version_id: new.version.clone(),
        title: new.title,
        author_id: new.author.clone(),
        created_at: tx.now(),
        owner_id: new.owner,
        person_id: None,
        changed_version_id: new.version.clone(),
        due_at: new.due_at,
        done_at: None,
        revision: 1,
        ordinal: last.unwrap_or_default() + 1,
    };
    diesel::insert_into(action_task::table).values(&task).execute(tx.conn)?;
    remind(tx, &task)?;
    Ok(task)
}

/// What the log says of a task.
pub fn logged(task: &Task) -> Value {
    json!({ "task": task.reference, "done": task.done_at.is_some() })
}

/// Stores what was changed in a task.
pub fn save(tx: &mut Tx<'_>, task: &Task) -> Result<()> {
    diesel::update(action_task::table.find(task.id.as_str()))
        .set((
            action_task::title.eq(&task.title),
            action_task::owner_id.eq(&task.owner_id),
            action_task::person_id.eq(&task.person_id),
            action_task::changed_version_id.eq(&task.changed_version_id),
            action_task::due_at.eq(task.due_at),
            action_task::done_at.eq(task.done_at),
            action_task::revision.eq(task.revision),
        ))
        .execute(tx.conn)?;
    remind(tx, task)
}

/// By its internal id.
pub fn by_id(conn: &mut Conn, id: &TaskId) -> Result<Option<Task>> {
    Ok(action_task::table.find(id.as_str()).select(Task::as_select()).first(conn).optional()?)
}

/// How many tasks of an action an organisation wrote down.
pub fn number_by(conn: &mut Conn, action: &ContributionId, author: &OrganisationId) -> Result<i64> {
    Ok(action_task::table
        .filter(action_task::contribution_id.eq(action))
        .filter(action_task::author_id.eq(author))
        .count()
        .get_result(conn)?)
}

/// The tasks of an organisation that leaves are free for others.
pub fn free(tx: &mut Tx<'_>, action: &ContributionId, owner: &OrganisationId) -> Result<()> {
    diesel::update(
        action_task::table
            .filter(action_task::contribution_id.eq(action))
            .filter(action_task::owner_id.eq(owner))
            .filter(action_task::done_at.is_null()),
    )
    .set((
        action_task::owner_id.eq(None::<OrganisationId>),
        action_task::person_id.eq(None::<PersonId>),
        action_task::revision.eq(action_task::revision + 1),
    ))
    .execute(tx.conn)?;
    Ok(())
}

/// Nothing of the tasks is kept: the action was withdrawn.
pub fn forget(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let tasks: Vec<TaskId> = action_task::table
        .filter(action_task::contribution_id.eq(action))
        .select(action_task::id)
        .load(tx.conn)?;
    for task in &tasks {
        timers::cancel(tx, TimerKind::ActionTaskDue, task.as_str())?;
        outbox::forget(tx, task.as_str())?;
    }
    diesel::delete(action_task::table.filter(action_task::contribution_id.eq(action))).execute(tx.conn)?;
    Ok(())
}

fn remind(tx: &mut Tx<'_>, task: &Task) -> Result<()> {
    let due = task.due_at.filter(|_| task.done_at.is_none());
    set_reminder(tx, TimerKind::ActionTaskDue, task.id.as_str(), due)
}

/// When those are reminded who see to what is due at this moment: a day ahead or, where that is over, when it is due.
fn reminded_at(now: Moment, due: Moment) -> Option<Moment> {
    [due.plus(-AHEAD), due].into_iter().find(|at| *at > now)
}

/// Sets the timer of something that is due, or takes it away.
pub fn set_reminder(tx: &mut Tx<'_>, kind: TimerKind, subject: &str, due: Option<Moment>) -> Result<()> {
    match due.and_then(|due| reminded_at(tx.now(), due)) {
        Some(at) => timers::set(tx, kind, subject, at),
        None => timers::cancel(tx, kind, subject),
    }
}
