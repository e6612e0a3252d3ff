//! The pages of actions.

mod action;
mod form;
mod task_line;
mod work;

/// Where they are.
const AT: &str = "/actions";

pub use action::OnePage;
pub use form::{choose_action, choose_update, post_action, post_update};
pub use work::{act_on_lead, act_on_participation, act_on_task, move_action, post_task};
