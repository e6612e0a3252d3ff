//! The pages of incidents and reports. Each calls the verbs that the JSON calls, and shows what the views hold.

mod list;
mod picture;
mod reading;
mod words;

pub use list::{home_page, list_page_of_incidents};
pub use reading::{incident, report};
