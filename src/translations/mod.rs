//! What an organisation released, in another language.
//!
//! A translation is made of one live rendition, never of the original: whoever translates works from the text in which
//! what is withheld is withheld already. Only the owner translates, for a translation speaks in its name. It leaves by
//! the release verb, always past a second person, to exactly those who read the rendition; it is bound to that rendition
//! and the hash of what it says, and is gone with it. Its words are sealed until they are out.

pub mod api;
mod described;
pub mod pages;
mod read_options;
mod store;
mod verbs;
mod view;
mod words;

use diesel::prelude::*;

use crate::access::Opened;
use crate::db::schema::translation;
use crate::db::{Moment, OrganisationId, PersonId, RenditionId, ReportId, TranslationId};
use crate::error::{Error, Result};
use crate::flow::TextKind;
use crate::vault::Sealed;

pub use described::describe;
pub use read_options::{Asked, Translated, in_language};
pub(crate) use store::{erase_about, references_of};
pub use verbs::{
    Input, approve, ending, of_desk, return_to_author, start_from, titles_of, to_start_from, to_translate,
    translate, withdraw,
};
pub use view::{Beside, Found, Seen, TranslationView, beside, found_by, seen, state};
pub use words::{Kind, Part, Words, parts};

/// One translation as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = translation)]
pub struct Translation {
    /// Internal.
    pub id: TranslationId,
    /// What the outside calls it: `T-7K3QX9`.
    pub reference: String,
    /// Whose it is: the report's owner.
    pub organisation_id: OrganisationId,
    /// Of which report.
    pub report_id: ReportId,
    /// Of which rendition.
    pub rendition_id: RenditionId,
    /// SHA-256 of what that rendition says.
    pub rendition_hash: String,
    /// BCP 47.
    pub language: String,
    /// The words as JSON, once they are out.
    pub words: String,
    /// Who wrote it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Moment,
    /// Since when it is out, or was.
    pub released_at: Option<Moment>,
    /// When it was taken back by itself.
    pub withdrawn_at: Option<Moment>,
    /// Why.
    pub withdrawn_reason: Option<String>,
}

impl Translation {
    /// The words that are out, or were; none of what never was.
    pub fn words(&self) -> Result<Words> {
        if self.words.is_empty() {
            return Ok(Words::default());
        }
        serde_json::from_str(&self.words)
            .map_err(|fault| Error::stored("translation", &self.reference, fault))
    }

    /// Itself, where its sealed words are to be opened.
    pub fn opened(&self) -> Opened<'_> {
        Opened { kind: TextKind::Translation.logged(), id: self.id.as_str(), reference: &self.reference }
    }

    /// Its words as the vault names them.
    fn sealed(&self) -> Sealed<'_> {
        Sealed { subject: self.id.as_str(), kind: "translation", revision: 1 }
    }
}
