//! Templates: what joint actions are begun with. An organisation keeps them for itself, the secretariat also for all members.
//!
//! A template begins nothing and is read by nobody else. What it suggests is typed into the form of an action beforehand: who
//! begins that sees all of it, and who will read it, before anything is released.

pub mod api;
mod begun;
mod input;
mod model;
pub mod pages;
mod ready;
mod store;
pub mod table;
mod target;
mod verbs;
mod view;

pub use crate::mandates::ActionKind;
pub use begun::{BegunTask, Due, NewTask, PlannedTask, begun_tasks, due, due_again};
pub use input::NewTemplate;
pub use model::{Planned, Template, Wording, day_after};
pub use store::{for_action, readable, references_of, usable};
pub use target::{Target, TargetKind, target};
pub use verbs::{add_ready, change, delete, keep, set_use};
pub use view::{TemplateTask, TemplateView};
