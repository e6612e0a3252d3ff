//! Joint actions: what organisations decide to do together about what is known.
//!
//! An action is a row (its stage, who leads it, its tasks); its brief is a contribution that rests on nothing. Whoever reads
//! the brief knows of the action. What organisations do with it (join, move it, take a task) each does before the readers of one version of
//! the brief, and nobody else is ever shown that: a version that goes to others makes nobody's name known to them.

pub mod api;
mod begin;
mod content;
mod course;
mod input;
mod kind;
mod leading;
mod linked;
mod links;
mod moves;
mod needed;
mod news;
mod own;
pub mod pages;
mod part;
mod shown;
mod stage;
mod steps;
mod store;
mod verbs;
mod view;
mod waiting;

use serde::{Deserialize, Serialize};

use crate::contributions::words;
use crate::db::{Moment, OrganisationId};
use crate::geography::CountryCode;
use crate::mandates::Matter;

pub use crate::contributions::{Seen, mark_of};
pub use crate::mandates::ActionKind;
pub use crate::tasks::TaskView;
pub use crate::templates::{BegunTask, Due, NewTask, Target, TargetKind};
pub use begin::begin;
pub use input::NewAction;
pub(crate) use input::line;
pub use leading::{can_act, leads, may_act};
pub use linked::{LinkedStatement, StatementLinks, wire};
pub use links::{ActionLink, about};
pub use moves::move_on;
pub use news::news_of;
pub use own::{known_to_take_part, own_words, shown_to_take_part};
pub use part::{give_lead, involved, join, leave, remind_due, take_lead, takes_part};
pub use stage::{MACHINE, Stage, StageCase};
pub(crate) use steps::StepKind;
pub use verbs::{Acting, acting, at_work, may_revise, revise};
pub use view::ActionView;
pub(crate) use view::{rows_of_list, task_view};
pub(crate) use waiting::waiting;

/// What a version of a brief says: sealed as one text, and stored so once it is released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionBody {
    /// See [`ActionKind`].
    #[serde(with = "words")]
    pub kind: ActionKind,
    /// One line.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// What is to be done and why, in Markdown.
    pub brief: String,
    /// To whom it is addressed.
    pub target: Option<Target>,
    /// The forum, session and item of an agenda; empty where there is none.
    pub forum: String,
    /// Where.
    pub countries: Vec<CountryCode>,
    /// When it has to be done.
    pub due: Option<Due>,
    /// Of a first version: what is written down as tasks once it is released.
    #[serde(default)]
    pub tasks: Vec<BegunTask>,
}

impl ActionBody {
    /// What a mandate is asked for.
    fn matter(&self) -> Matter<'_> {
        Matter { kind: self.kind, forum: &self.forum }
    }
}

/// What is stored of an action beside its brief: the kind of contribution that it is.
#[derive(Debug, Clone)]
pub struct Action {
    /// The number of its row in lists.
    pub ordinal: i64,
    /// Where it is.
    pub stage: Stage,
    /// Since when.
    pub moved_at: Moment,
    /// Who leads it: at first the organisation that began it.
    pub lead: OrganisationId,
}
