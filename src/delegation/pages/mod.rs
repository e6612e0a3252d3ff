//! The pages on which another organisation is asked to publish a report, and answers.

mod delegation;
pub(crate) mod form;

pub use delegation::{accept_delegation, decline_delegation};
pub use form::{ask_publisher, choose_publisher, delegations};
