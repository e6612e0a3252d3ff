//! The pages of notifications: what needs somebody, how they are told, and what mail did not get through.

mod list;
mod news;
mod settings;
mod undelivered;
mod unsubscribe;

pub use list::{
    Line, Lines, lines, notifications, open_notification, read_notification, settle_all, settle_notification,
};
pub use news::news;
pub use settings::{defaults, post_defaults, post_preferences, preferences, replace_links, restore_address};
pub use undelivered::undelivered;
pub use unsubscribe::{confirm_unsubscribe, unsubscribe};
