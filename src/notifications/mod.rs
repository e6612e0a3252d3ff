//! Notifications: who is told what, on the dashboard and by mail.
//!
//! Rooms that change something write an event with it (`outbox::tell`). This room turns each event into what each person is
//! told, as far as the thing concerns them ([`concerns`]), and sends mail as each has chosen. What somebody is told holds ids
//! alone. Whether it still concerns them, and what it says, is found out each time that it is shown, counted or sent: so it
//! never says more than its reader may read at that moment.

pub mod api;
mod asks_who;
mod choice;
mod compose;
mod concern;
mod courier;
mod endings;
mod label;
mod needs;
pub mod pages;
mod place;
mod rhythm;
mod settings;
mod telling;
mod titles;
mod unsubscribing;

pub use choice::{Choices, choices, dashboard_kinds, defaults_of};
pub use concern::{Concern, concerns};
pub use courier::Courier;
pub use needs::{Need, concern_of, menu_counts, needs, read, unread};
pub use rhythm::Rhythm;
pub use titles::{Title, titles};
pub use unsubscribing::token;
