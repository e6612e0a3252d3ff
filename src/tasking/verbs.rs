//! Who adds and changes the tasks of an action.

use serde::Deserialize;
use utoipa::ToSchema;

use super::doers;
use crate::access::{Act, Viewer, allows};
use crate::actions::{self, Acting, Action, NewTask, acting, leads, line, takes_part};
use crate::contributions::{self, Seen};
use crate::db::{MandateId, Moment, OrganisationId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::language;
use crate::mandates;
use crate::outbox::{self, EventKind, To};
use crate::people;
use crate::tasks::{self, Task};
use crate::templates::due;

/// The most tasks that one organisation adds to an action.
const MOST: i64 = 100;

/// What changes in a task: what is left out stays.
#[derive(Default, Deserialize, ToSchema)]
pub struct ChangedTask {
    #[schema(max_length = 200)]
    pub(super) title: Option<String>,
    /// The slug of an organisation that takes part, or of one's own; empty: nobody does it.
    pub(super) organisation: Option<String>,
    /// Who of one's own organisation does it, by their e-mail address: where that organisation does it, and told to its own
    /// people alone; empty: nobody in particular.
    pub(super) person: Option<String>,
    /// When it has to be done; empty: whenever.
    pub(super) due_at: Option<String>,
    /// The time zone in which that is said.
    pub(super) due_zone: Option<String>,
    /// Whether it is done.
    pub(super) done: Option<bool>,
    /// The mark of the brief that was seen, as in `If-Match` of other calls.
    pub(super) mark: Option<String>,
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
    let part = actions::shown_to_take_part(tx.conn, viewer, &of.row)?.contains(&found);
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
    let mandate = of.authority(tx, viewer)?;
    if !of.row.details.stage.is_open() {
        return Err(Error::Conflict(message("conflict-action-ended")));
    }
    // Of one's own alone: others may have written some that one is not shown.
    if tasks::number_by(tx.conn, &of.row.id, &of.home)? >= MOST {
        return Err(Error::Conflict(message("conflict-tasks-enough").number("most", MOST.unsigned_abs())));
    }
    let mut faults = Fields::default();
    let title = line(&mut faults, "title", &new.title, true);
    let due = due(&mut faults, new.due_at.as_deref(), new.due_zone.as_deref(), tx.arrived());
    let given = owner(tx, viewer, &of, new.organisation.as_deref().unwrap_or_default());
    let owner = faults.gather(given)?.flatten();
    faults.into_result(())?;
    let new = tasks::NewTask {
        action: &of.row.id,
        version: &of.row.version,
        author: &of.home,
        title,
        owner,
        due_at: due.map(|due| due.at),
    };
    let task = tasks::write(tx, new)?;
    log(tx, viewer, (&of, mandate), ("action.task_added", &task))?;
    tell_owner(tx, &of, &task)?;
    Ok(task.reference)
}

fn log(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (of, mandate): (&Acting, Option<MandateId>),
    (word, task): (&'static str, &Task),
) -> Result<()> {
    let detail = mandates::logged(tx.conn, mandate.as_ref(), tasks::logged(task))?;
    contributions::log(tx, viewer, (&of.home, of.row.opened()), word, detail)
}

/// Notifies the organisation that has to do a task. Nobody is notified of a task that they took themselves.
fn tell_owner(tx: &mut Tx<'_>, of: &Acting, task: &Task) -> Result<()> {
    let Some(owner) = task.owner_id.clone().filter(|owner| *owner != of.home) else { return Ok(()) };
    tell(tx, of, task, &To::Organisation(owner))
}

fn tell(tx: &mut Tx<'_>, of: &Acting, task: &Task, to: &To) -> Result<()> {
    let about = (task.id.as_str(), of.row.id.as_str());
    outbox::tell(tx, EventKind::ActionTask, about, to, Some(&of.person))
}

/// A task, its action, and who acts; for somebody who is shown it.
pub(super) fn found(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
    seen: &Seen,
) -> Result<(Task, Acting)> {
    let task = tasks::known(tx.conn, viewer, reference)?;
    let ids = std::slice::from_ref(&task.contribution_id);
    let row = contributions::by_ids::<Action>(tx.conn, ids)?.pop().ok_or(Error::NotFound)?;
    let of = acting(tx, viewer, &row.reference, seen)?;
    Ok((task, of))
}

/// Whether the viewer changes all of a task: the lead does, and whoever wrote it, while they take part.
pub(super) fn edits(tx: &mut Tx<'_>, viewer: &Viewer, (of, task): (&Acting, &Task)) -> Result<bool> {
    Ok(leads(tx.conn, viewer, &of.row)? || (task.author_id == of.home && takes_part(tx, viewer, of)?))
}

/// Refuses a change that is not the viewer's to make.
fn permitted(tx: &mut Tx<'_>, viewer: &Viewer, of: (&Acting, &Task), change: &ChangedTask) -> Result<()> {
    let (acting, before) = of;
    let own = before.owner_id.as_ref() == Some(&acting.home);
    let text = change.title.is_some() || change.due_at.is_some();
    let takes = change.organisation.as_ref().is_some_and(|slug| !slug.is_empty());
    let edits = edits(tx, viewer, of)?;
    let allowed = match &change.organisation {
        _ if text => edits,
        Some(_) if takes => edits || (before.owner_id.is_none() && takes_part(tx, viewer, acting)?),
        _ => edits || own,
    };
    if (text || takes || change.person.is_some()) && !acting.row.details.stage.is_open() {
        return Err(Error::Conflict(message("conflict-action-ended")));
    }
    if allowed { Ok(()) } else { Err(Error::Denied(message("denied-task"))) }
}

/// When a task is due, as its form shows it.
pub(super) fn due_text(due: Moment) -> String {
    language::due_typed(due, "UTC")
}

/// The task as it is after a change.
fn changed(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (of, before): (&Acting, &Task),
    change: &ChangedTask,
) -> Result<Task> {
    let mut faults = Fields::default();
    let mut task = before.clone();
    if let Some(title) = &change.title {
        task.title = line(&mut faults, "title", title, true);
    }
    let utc = change.due_zone.as_deref().is_none_or(|zone| ["", "UTC"].contains(&zone.trim()));
    let same = |at: &str| utc && before.due_at.is_some_and(|due| due_text(due) == at.trim());
    // A day that is over and stays is not asked for again.
    if let Some(at) = change.due_at.as_deref().filter(|at| !same(at)) {
        task.due_at = due(&mut faults, Some(at), change.due_zone.as_deref(), tx.arrived()).map(|due| due.at);
    }
    if let Some(slug) = &change.organisation {
        let given = owner(tx, viewer, of, slug);
        task.give(faults.gather(given)?.flatten());
    }
    let own = task.owner_id.as_ref() == Some(&of.home);
    // Nobody takes away whom another organisation has chosen.
    if let Some(email) = change.person.as_ref().filter(|email| own || !email.is_empty()) {
        let named = doers::named(tx.conn, viewer, &of.row, own, email);
        task.person_id = faults.gather(named)?.flatten();
    }
    if let Some(done) = change.done {
        task.done_at = if done { task.done_at.or(Some(tx.now())) } else { None };
    }
    faults.into_result(task)
}

/// Changes a task: whoever does it says that it is done, by whom of them, or gives it back; whoever takes part takes one that
/// nobody does; the lead and whoever wrote it, while they take part, change all of it. `revision` is the one that was seen,
/// where that is said. The reference of its action.
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
    permitted(tx, viewer, (&of, &before), change)?;
    let mandate = of.authority(tx, viewer)?;
    let mut task = changed(tx, viewer, (&of, &before), change)?;
    let told = |task: &Task| (task.title.clone(), task.owner_id.clone(), task.due_at, task.done_at);
    // Whom an organisation chooses among its own people is told to nobody else, not even by a number that counts.
    if told(&task) != told(&before) {
        task.changed_version_id = of.row.version.clone();
        task.revision += 1;
    }
    tasks::save(tx, &task)?;
    log(tx, viewer, (&of, mandate), ("action.task_changed", &task))?;
    if task.owner_id != before.owner_id {
        tell_owner(tx, &of, &task)?;
    }
    match &task.person_id {
        Some(person) if task.person_id != before.person_id && *person != of.person => {
            tell(tx, &of, &task, &To::Person(person.clone()))?;
        }
        _ => {}
    }
    Ok(of.row.reference)
}
