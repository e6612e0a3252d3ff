//! The pages of tasks.

mod forms;
mod one;

pub use forms::{act_on_task, post_task};
pub use one::{post_changed_task, task};
