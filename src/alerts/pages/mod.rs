//! The pages of alerts.

mod alert;
mod content;
mod form;
mod list;
mod preview;
mod typed;

/// Where they are.
const AT: &str = "/alerts";

pub use alert::{OnePage, acknowledge_alert};
pub(crate) use form::countries;
pub use form::{choose_alert, choose_update, post_alert, post_update};
pub use list::{Row, alerts, rows_about, rows_waiting};
