//! What an organisation released, in another language.
//!
//! A translation is made of one live rendition, never of the original: whoever translates works from the text in which
//! what is withheld is withheld already. Only the owner translates, for a translation speaks in its name. It leaves by
//! the release verb, always past a second person, to exactly those who read the rendition; it is bound to that rendition
//! and the hash of what it says, and is gone with it.
//!
//! It is a contribution that rests on its rendition. Its body is the JSON of its words, which stay sealed for its desk when
//! they are released: the next translation begins from them.

pub mod api;
mod kind;
pub mod pages;
mod read_options;
mod store;
mod verbs;
mod view;
mod words;

use crate::contributions::Contribution;
use crate::db::ReportId;
use crate::error::{Error, Result};

pub use api::describe;
pub use read_options::{ReadOptions, Translated, in_language};
pub use verbs::{Input, ending, of_desk, start_from, to_start_from, to_translate, translate};
pub use view::{Beside, FoundBy, Seen, TranslationLookup, TranslationView, beside, found_by, seen};
pub use words::{Part, PartKind, TranslatedFields, parts};

/// What is stored of a translation beside its text: the kind of contribution that it is.
#[derive(Debug, Clone)]
pub struct Translation {
    /// Of which report.
    pub report: ReportId,
    /// SHA-256 of what the rendition says that it is of.
    pub hash: String,
    /// BCP 47.
    pub language: String,
}

/// The words that are released, or were; none of what never was.
pub fn words_of(row: &Contribution<Translation>) -> Result<TranslatedFields> {
    if row.body.is_empty() {
        return Ok(TranslatedFields::default());
    }
    serde_json::from_str(&row.body).map_err(|fault| Error::stored("translation", &row.reference, fault))
}
