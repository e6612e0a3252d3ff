//! The board: joint actions by stage, as a list and by day, each reader's own.

pub mod api;
mod calendar;
pub mod calendar_api;
mod called;
mod columns;
mod documents;
mod dues;
mod falling_due;
mod feed;
mod leads;
mod list;
mod part;
mod places;
mod said;
mod search;
mod stages;
mod whole;

pub use calendar::calendar;
pub use called::{Called, called, commented, referred};
pub use columns::{board, order_cards};
pub use documents::ACTIONS;
pub use feed::{calendar_feed, make_address};
pub use list::{Row, actions, acts_about, rows_about, rows_waiting};
pub use stages::stages;
pub use whole::WholeList;
