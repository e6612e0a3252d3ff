//! How long reports are kept, and how they are erased.

pub mod pages;
mod verbs;

pub use verbs::*;
