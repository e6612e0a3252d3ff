//! The pages on which another organisation is asked to publish a report, and answers.

mod delegation;
pub(crate) mod form;

pub use delegation::{approve_asking, one_delegation, return_asking, take_on, turn_down, withdraw_asking};
pub use form::{ask_publisher, choose_publisher, delegations};
