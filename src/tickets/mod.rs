//! What organisations ask states for in joint actions: diplomatic and emergency support.
//!
//! Only the two organisations read a request (a ticket), and only while they read the action and could read the version of the brief
//! before whose readers it was made. It goes a way of its own, whatever the stage of the action. The names of those for whom it is made are
//! sealed for the organisation that asks, and reach nobody else.

pub mod api;
mod beside;
mod lines;
mod model;
mod news;
mod of_action;
pub mod pages;
mod part;
mod reminder;
mod store;
mod table;
mod verbs;
mod view;

pub use beside::{BESIDE, waiting};
pub use model::{MACHINE, Ticket, TicketCase, TicketState};
pub use news::{actions_of, news_of};
pub use reminder::remind_due;
pub use store::references_of;
pub use verbs::{NewMove, NewTicket, beneficiaries, move_on, request};
pub use view::{TicketStepView, TicketView};
