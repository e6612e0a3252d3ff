//! What has to be done for an action, and who does it.

use diesel::dsl::exists;
use diesel::prelude::*;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::course::Course;
use super::input::line;
use super::leading::leads;
use super::steps;
use super::verbs::{Acting, acting};
use super::{Action, BegunTask, NewTask, store};
use crate::access::{Act, Viewer, allows, permits, sql};
use crate::audit::{self, Actor, Entry};
use crate::contributions::{self, Contribution, Seen};
use crate::db::schema::{action_task, contribution, readable};
use crate::db::{Conn, ContributionId, IsAmong, Moment, OrganisationId, TaskId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};
use crate::people;
use crate::templates::due;

/// How many are asked about in one statement.
const PART: usize = 500;
/// The most tasks that one organisation adds to an action.
const MOST: i64 = 100;

/// Something that has to be done for an action.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = action_task)]
pub struct Task {
    pub(super) id: TaskId,
    /// What the outside calls it: `J-7K3QX9`.
    pub reference: String,
    pub(super) contribution_id: ContributionId,
    /// The version of the brief for whose readers it was written.
    version_id: ContributionId,
    /// What has to be done.
    pub title: String,
    /// Who wrote it down.
    pub(super) author_id: OrganisationId,
    created_at: Moment,
    /// Who does it.
    pub(super) owner_id: Option<OrganisationId>,
    /// The version of the brief before whose readers it was last changed.
    changed_version_id: ContributionId,
    /// When it is due.
    pub due_at: Option<Moment>,
    /// When it was done.
    pub done_at: Option<Moment>,
    /// Counts its changes.
    pub revision: i32,
    /// Its place among the tasks of its action.
    ordinal: i64,
}

/// What changes in a task: what is left out stays.
#[derive(Deserialize, ToSchema)]
pub struct ChangedTask {
    #[schema(max_length = 200)]
    pub(super) title: Option<String>,
    /// The slug of an organisation that takes part, or of one's own; empty: nobody does it.
    pub(super) organisation: Option<String>,
    /// When it has to be done; empty: whenever.
    pub(super) due_at: Option<String>,
    /// The time zone in which that is said.
    pub(super) due_zone: Option<String>,
    /// Whether it is done.
    pub(super) done: Option<bool>,
    /// The mark of the brief that was seen, as in `If-Match` of other calls.
    pub(super) mark: Option<String>,
}

/// The tasks of these actions that the viewer may see, in the order in which they were written. The viewer has to be able to
/// read the actions. A task is visible if the viewer belongs to the readers before whom it was written and last changed. The
/// number of statements does not grow with the number of actions.
pub(super) fn shown(
    conn: &mut Conn,
    viewer: &Viewer,
    actions: &[&Contribution<Action>],
) -> Result<Vec<Task>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let mut tasks = Vec::new();
    for part in actions.chunks(PART) {
        let own = part.iter().filter(|one| viewer.reads_as(&one.organisation_id));
        let own: Vec<String> = own.map(|one| one.id.as_str().to_owned()).collect();
        let ids: Vec<String> = part.iter().map(|one| one.id.as_str().to_owned()).collect();
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

/// Whether the viewer may see to tasks of others: they act for the lead, or their organisation takes part.
pub fn takes_part(tx: &mut Tx<'_>, viewer: &Viewer, of: &Acting) -> Result<bool> {
    let own = of.home == of.row.organisation_id || of.home == of.row.details.lead;
    let course = Course::of(&steps::all(tx.conn, &of.row.id)?);
    Ok(permits(viewer, Act::JoinAction) && (own || course.joined.contains_key(&of.home)))
}

/// Whom a task is given to: one's own organisation; by the lead any organisation that it is shown to take part.
fn owner(tx: &mut Tx<'_>, viewer: &Viewer, of: &Acting, slug: &str) -> Result<Option<OrganisationId>> {
    if slug.is_empty() {
        return Ok(None);
    }
    let refused = || Error::invalid("organisation", message("fault-task-organisation").with("name", slug));
    let found = match people::active_by_slug(tx.conn, viewer, slug) {
        Ok(found) => found.id,
        Err(Error::NotFound) => return Err(refused()),
        Err(fault) => return Err(fault),
    };
    if found == of.home {
        return Ok(Some(found));
    }
    let shown = Course::of(&steps::shown(tx.conn, viewer, &[&of.row])?);
    let part = found == of.row.organisation_id || shown.joined.contains_key(&found);
    if leads(tx.conn, viewer, &of.row)? && part { Ok(Some(found)) } else { Err(refused()) }
}

/// Adds a task to an action: for those who take part. Its reference.
pub fn add_task(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
    new: &NewTask,
    seen: &Seen,
) -> Result<String> {
    let of = acting(tx, viewer, reference, seen)?;
    if !takes_part(tx, viewer, &of)? {
        return Err(Error::Denied(message("denied-task")));
    }
    of.authority(tx, viewer)?;
    if !of.row.details.stage.is_open() {
        return Err(Error::Conflict(message("conflict-action-ended")));
    }
    // Of one's own alone: others may have written some that one is not shown.
    let tasks: i64 = action_task::table
        .filter(action_task::contribution_id.eq(&of.row.id))
        .filter(action_task::author_id.eq(&of.home))
        .count()
        .get_result(tx.conn)?;
    if tasks >= MOST {
        return Err(Error::Conflict(message("conflict-tasks-enough").number("most", MOST.unsigned_abs())));
    }
    let mut faults = Fields::default();
    let title = line(&mut faults, "title", &new.title, true);
    let due = due(&mut faults, new.due_at.as_deref(), new.due_zone.as_deref(), tx.arrived());
    let given = owner(tx, viewer, &of, new.organisation.as_deref().unwrap_or_default());
    let owner = faults.gather(given)?.flatten();
    let due_at = due.map(|due| due.at);
    let said = faults.into_result((title, owner, due_at))?;
    let task = write(tx, (&of.row, &of.home), said)?;
    log(tx, viewer, &of, ("action.task_added", &task))?;
    tell_owner(tx, &of, &task)?;
    Ok(task.reference)
}

/// Writes a task down before the readers of the brief.
fn write(
    tx: &mut Tx<'_>,
    (row, author): (&Contribution<Action>, &OrganisationId),
    (title, owner_id, due_at): (String, Option<OrganisationId>, Option<Moment>),
) -> Result<Task> {
    let last: Option<i64> = action_task::table
        .filter(action_task::contribution_id.eq(&row.id))
        .select(diesel::dsl::max(action_task::ordinal))
        .first(tx.conn)?;
    let reference = tx.free_reference('J', |conn, reference| {
        action_task::table.filter(action_task::reference.eq(reference)).count().get_result(conn)
    })?;
    let task = Task {
        id: tx.id(),
        reference,
        contribution_id: row.id.clone(),
        version_id: row.version.clone(),
        title,
        author_id: author.clone(),
        created_at: tx.now(),
        owner_id,
        changed_version_id: row.version.clone(),
        due_at,
        done_at: None,
        revision: 1,
        ordinal: last.unwrap_or_default() + 1,
    };
    diesel::insert_into(action_task::table).values(&task).execute(tx.conn)?;
    set_timer(tx, &task)?;
    Ok(task)
}

/// Writes down the tasks with which an action is begun: its brief is released, and whoever wrote that wrote them.
pub(super) fn begin(tx: &mut Tx<'_>, row: &Contribution<Action>, tasks: Vec<BegunTask>) -> Result<()> {
    let (home, opened) = (&row.organisation_id, row.opened());
    for one in tasks {
        let owner = one.own.then(|| home.clone());
        let task = write(tx, (row, home), (one.title, owner, one.due.map(|due| due.at)))?;
        let entry = Entry {
            act: "action.task_added",
            subject_kind: opened.kind,
            subject: opened.id,
            owner: Some(home),
            detail: json!({ "task": task.reference, "done": false }),
        };
        audit::record(tx, &Actor::of(Some(&row.created_by), Some(home)), &entry)?;
    }
    Ok(())
}

fn log(tx: &mut Tx<'_>, viewer: &Viewer, of: &Acting, (word, task): (&'static str, &Task)) -> Result<()> {
    let detail = json!({ "task": task.reference, "done": task.done_at.is_some() });
    contributions::log(tx, viewer, (&of.home, of.row.opened()), word, detail)
}

/// Tells an organisation that a task waits for it; nobody is told of what they took themselves.
fn tell_owner(tx: &mut Tx<'_>, of: &Acting, task: &Task) -> Result<()> {
    let Some(owner) = task.owner_id.clone().filter(|owner| *owner != of.home) else { return Ok(()) };
    let about = (task.id.as_str(), of.row.id.as_str());
    outbox::tell(tx, EventKind::ActionTask, about, &To::Organisation(owner), Some(&of.person))
}

fn set_timer(tx: &mut Tx<'_>, task: &Task) -> Result<()> {
    let due = task.due_at.filter(|_| task.done_at.is_none());
    store::set_timer(tx, TimerKind::ActionTaskDue, task.id.as_str(), due)
}

/// A task, its action, and who acts; for somebody who is shown it.
fn found(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<(Task, Acting)> {
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
    let task: Task = action_task::table
        .filter(action_task::reference.eq(reference))
        .filter(heard.and(exists(now)).or(exists(own)))
        .select(Task::as_select())
        .first(tx.conn)
        .optional()?
        .ok_or(Error::NotFound)?;
    if !permits(viewer, Act::SeeActionWork) {
        return Err(Error::NotFound);
    }
    let ids = std::slice::from_ref(&task.contribution_id);
    let row = contributions::by_ids::<Action>(tx.conn, ids)?.pop().ok_or(Error::NotFound)?;
    let of = acting(tx, viewer, &row.reference, seen)?;
    Ok((task, of))
}

/// Changes a task: whoever does it says that it is done or gives it back, whoever takes part takes one that nobody does, the
/// lead and whoever wrote it, while they take part, change all of it. `revision` is the one that was seen, where that is said. The reference of its action.
pub fn change_task(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, revision): (&str, &str),
    change: &ChangedTask,
    seen: &Seen,
) -> Result<String> {
    let (before, of) = found(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    if !revision.is_empty() && revision != before.revision.to_string() {
        return Err(Error::Stale);
    }
    let part = takes_part(tx, viewer, &of)?;
    let edits = leads(tx.conn, viewer, &of.row)? || (before.author_id == of.home && part);
    let own = before.owner_id.as_ref() == Some(&of.home);
    let text = change.title.is_some() || change.due_at.is_some();
    let takes = change.organisation.as_ref().is_some_and(|slug| !slug.is_empty());
    let allowed = match &change.organisation {
        _ if text => edits,
        Some(_) if takes => edits || (before.owner_id.is_none() && part),
        _ => edits || own,
    };
    if (text || takes) && !of.row.details.stage.is_open() {
        return Err(Error::Conflict(message("conflict-action-ended")));
    }
    if !allowed {
        return Err(Error::Denied(message("denied-task")));
    }
    of.authority(tx, viewer)?;
    let mut faults = Fields::default();
    let mut task = before.clone();
    if let Some(title) = &change.title {
        task.title = line(&mut faults, "title", title, true);
    }
    if let Some(at) = &change.due_at {
        task.due_at = due(&mut faults, Some(at), change.due_zone.as_deref(), tx.arrived()).map(|due| due.at);
    }
    if let Some(slug) = &change.organisation {
        let given = owner(tx, viewer, &of, slug);
        task.owner_id = faults.gather(given)?.flatten();
    }
    if let Some(done) = change.done {
        task.done_at = if done { task.done_at.or(Some(tx.now())) } else { None };
    }
    let mut task = faults.into_result(task)?;
    task.changed_version_id = of.row.version.clone();
    task.revision += 1;
    diesel::update(action_task::table.find(task.id.as_str()))
        .set((
            action_task::title.eq(&task.title),
            action_task::owner_id.eq(&task.owner_id),
            action_task::changed_version_id.eq(&task.changed_version_id),
            action_task::due_at.eq(task.due_at),
            action_task::done_at.eq(task.done_at),
            action_task::revision.eq(task.revision),
        ))
        .execute(tx.conn)?;
    set_timer(tx, &task)?;
    log(tx, viewer, &of, ("action.task_changed", &task))?;
    if task.owner_id != before.owner_id {
        tell_owner(tx, &of, &task)?;
    }
    Ok(of.row.reference)
}

/// The tasks of an organisation that leaves are free for others.
pub(super) fn free(tx: &mut Tx<'_>, action: &ContributionId, owner: &OrganisationId) -> Result<()> {
    diesel::update(
        action_task::table
            .filter(action_task::contribution_id.eq(action))
            .filter(action_task::owner_id.eq(owner))
            .filter(action_task::done_at.is_null()),
    )
    .set((
        action_task::owner_id.eq(None::<OrganisationId>),
        action_task::revision.eq(action_task::revision + 1),
    ))
    .execute(tx.conn)?;
    Ok(())
}

/// Nothing of the tasks is kept: the action was withdrawn.
pub(super) fn forget(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
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
