//! Redactions of a report: what is marked, suggested and withheld from whom, by form and by JSON.

pub mod form;
pub(crate) mod hints;
pub(crate) mod mark_rows;
pub(crate) mod marked;
pub mod suggested;
mod verbs;
mod view;

pub use verbs::*;
pub use view::{LostMarkView, MarkView, marks_of};
