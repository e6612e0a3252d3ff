//! Requests for access to what may or may not exist, and how the owners of reports that fit are shown them.
//!
//! A request is about nothing that is there: it holds no link to any report, and its answer tells nothing. Whoever owns a
//! report that fits sees who asks.

pub mod api;
mod fits;
mod matching;
pub mod pages;
mod verbs;

pub use fits::{asked_of_own, look_for_owners, look_for_requests};
pub use matching::*;
pub use verbs::*;
