//! Tasks, as the page of an action shows them.

use crate::access::Viewer;
use crate::actions::shown::TaskView;
use crate::db::Moment;
use crate::language::DueLine;
use crate::web::Page;

/// A task as the page shows it.
pub struct TaskLine {
    pub reference: String,
    pub title: String,
    /// Who does it, in words.
    pub owner: String,
    pub due: Option<DueLine>,
    pub done_at: Option<Moment>,
    pub revision: i32,
    /// Whether nobody does it.
    pub free: bool,
    /// Whether the viewer's organisation does it.
    pub own: bool,
}

/// One of them in words.
pub(super) fn task_line(page: &Page, viewer: &Viewer, task: TaskView) -> TaskLine {
    let own = task.organisation.as_ref().is_some_and(|owner| viewer.is_of(&owner.id));
    let owner = match (&task.organisation, task.taken) {
        (Some(owner), _) => owner.name.clone(),
        (None, true) => page.t("action-task-hidden"),
        (None, false) => page.t("action-task-free"),
    };
    TaskLine {
        free: !task.taken,
        due: task.due_at.map(|at| DueLine::of(page.strings(), (at, "UTC"), page.now, task.done_at.is_none())),
        reference: task.reference,
        title: task.title,
        done_at: task.done_at,
        revision: task.revision,
        owner,
        own,
    }
}
