//! The pages on which a translation is written, reviewed and withdrawn.

mod form;
mod translation;

pub use form::{choose_translation, post_translation};
pub use translation::{approve_translation, one_translation, return_translation, withdraw_translation};
