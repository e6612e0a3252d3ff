//! The pages of actions.

mod action;
mod form;
mod work;

/// Where they are.
const AT: &str = "/actions";

pub use action::OnePage;
pub use form::{choose_action, choose_update, post_action, post_update};
pub use work::{act_on_lead, act_on_participation, move_action};
pub(crate) use work::{back, no_such_act};
