//! The pages on which incidents are found, read and grouped.

mod grouping;
mod home;
mod list;
mod picture;
mod reading;

pub use grouping::{choose_incident, choose_merge, file_report, merge};
pub use home::home_page;
pub(crate) use list::Row;
pub use list::{list_page_of_incidents, question_in_words};
pub use reading::{incident, report};
