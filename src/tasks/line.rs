//! Tasks, as pages show them.

use super::TaskView;
use crate::access::Viewer;
use crate::db::Moment;
use crate::language::DueLine;
use crate::web::Page;

/// A task as the page shows it.
pub struct TaskLine {
    /// `J-…`.
    pub reference: String,
    /// What has to be done.
    pub title: String,
    /// Who does it, in words.
    pub owner: String,
    /// Who of the viewer's organisation, where that does it and has said so.
    pub person: String,
    /// When it is due.
    pub due: Option<DueLine>,
    /// When it was done.
    pub done_at: Option<Moment>,
    /// The number of its last change.
    pub revision: i32,
    /// Whether nobody does it.
    pub free: bool,
    /// Whether the viewer's organisation does it.
    pub own: bool,
    /// Whether the viewer's organisation wrote it down.
    pub written: bool,
}

/// One of them in words; `open`: whether its action goes on.
pub fn task_line(page: &Page, viewer: &Viewer, task: TaskView, open: bool) -> TaskLine {
    let can_be_late = Some(open && task.done_at.is_none());
    let own = task.organisation.as_ref().is_some_and(|owner| viewer.is_of(&owner.id));
    let owner = match (&task.organisation, task.taken) {
        (Some(owner), _) => owner.name.clone(),
        (None, true) => page.t("action-task-hidden"),
        (None, false) => page.t("action-task-free"),
    };
    TaskLine {
        free: !task.taken,
        due: task.due_at.map(|at| DueLine::of(page.strings(), (at, "UTC"), page.now, can_be_late)),
        reference: task.reference,
        title: task.title,
        done_at: task.done_at,
        revision: task.revision,
        person: task.person.unwrap_or_default(),
        written: task.written,
        owner,
        own,
    }
}
