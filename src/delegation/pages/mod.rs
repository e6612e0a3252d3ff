//! The pages on which another organisation is asked to publish a report, and answers.

mod delegation;
pub(crate) mod form;

pub use delegation::{take_on, turn_down};
pub use form::{ask_publisher, choose_publisher, delegations};
