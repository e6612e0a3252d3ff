//! The pages of templates, and what a template gives to the form of an action.

mod fill;
mod form;
mod list;
mod one;

/// Where they are.
const AT: &str = "/templates";

pub use fill::{PlannedLine, TaskRow, choices, fill, is_typed, not_offered, planned, rows, tasks};
pub use form::{change_template, edit_template, new_template, post_template};
pub use list::{add_ready, templates};
pub use one::{delete_template, one_template, use_template};
