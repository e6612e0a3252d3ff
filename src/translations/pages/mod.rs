//! The pages on which a translation is written, reviewed and withdrawn.

mod form;
mod translation;

pub use form::{choose_translation, post_translation};
