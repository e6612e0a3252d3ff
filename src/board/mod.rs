//! The board: joint actions by stage and as a list, each reader's own.

pub mod api;
mod columns;
mod list;
mod search;
mod stages;

pub use columns::{board, order_cards};
pub use list::{Row, actions, rows_about};
pub use stages::stages;
