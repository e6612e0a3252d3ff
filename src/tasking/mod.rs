//! How organisations see to tasks: who adds them, takes them, does them, and is reminded.

pub mod api;
mod doers;
pub mod pages;
mod reminder;
mod verbs;

pub use reminder::remind_task_due;
pub use verbs::{ChangedTask, add_task, change_task};
