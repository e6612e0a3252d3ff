//! Tasks: what has to be done for a joint action, and who does it.
//!
//! A task names the version of the brief before whose readers it was written and the one before whose readers it was last
//! changed, and is shown to those alone who could read both. Who of an organisation does one is for its own people. Who may
//! write and change tasks is decided where organisations act (`actions`).

mod line;
mod shown;
mod store;

use diesel::prelude::*;

use crate::db::schema::action_task;
use crate::db::{ContributionId, Moment, OrganisationId, PersonId, TaskId};

pub use line::{TaskLine, task_line};
pub use shown::{TaskView, known, shown, undone};
pub use store::{NewTask, by_id, forget, free, logged, number_by, save, set_reminder, write};

/// Something that has to be done for an action.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = action_task)]
pub struct Task {
    /// Internal id.
    pub id: TaskId,
    /// What the outside calls it: `J-7K3QX9`.
    pub reference: String,
    /// Of which action.
    pub contribution_id: ContributionId,
    /// The version of the brief for whose readers it was written.
    version_id: ContributionId,
    /// What has to be done.
    pub title: String,
    /// Who wrote it down.
    pub author_id: OrganisationId,
    created_at: Moment,
    /// Who does it.
    pub owner_id: Option<OrganisationId>,
    /// Who of them does it: for their own people.
    pub person_id: Option<PersonId>,
    /// The version of the brief before whose readers it was last changed.
    pub changed_version_id: ContributionId,
    /// When it is due.
    pub due_at: Option<Moment>,
    /// When it was done.
    pub done_at: Option<Moment>,
    /// Counts its changes.
    pub revision: i32,
    /// Its place among the tasks of its action.
    ordinal: i64,
}

impl Task {
    /// Gives it to another organisation, or to nobody. Whom that chooses among its people is its own affair.
    pub fn give(&mut self, owner: Option<OrganisationId>) {
        if self.owner_id != owner {
            self.owner_id = owner;
            self.person_id = None;
        }
    }
}
