//! What organisations say of the text of a joint statement, and how that is settled: inputs of a consultation and comments on
//! paragraphs, amendments to one paragraph of one version, brackets.
//!
//! Each is written before the readers of a version and names that. The text itself, its stages and its readers are `statements`.

mod amendments;
pub mod api;
mod brackets;
mod common;
mod inputs;
pub mod pages;

pub use amendments::{NewAmendment, NewDecision, decide, propose};
pub use brackets::{NewBracket, NewStatus, put, set_status};
pub use inputs::{NewAnswer, NewInput, answer, say};
