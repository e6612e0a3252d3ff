//! What a publication says.

use serde::{Deserialize, Serialize};
use wording::StatementText;

use super::model::Publication;
use crate::contributions::{Contribution, words};
use crate::db::{Moment, OrganisationId};
use crate::endorsements::{Name, NameKind, Names};
use crate::error::{Error, Result};
use crate::statements::Mode;

/// A moment, in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct At(#[serde(with = "words::moment")] pub Moment);

/// A name under the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PublishedName {
    pub id: OrganisationId,
    pub slug: String,
    pub name: String,
    pub kind: NameKind,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reservation: String,
    /// When it was taken back that it endorses the text, of a name that was published before: it stays, struck through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<At>,
}

impl PublishedName {
    pub fn all(names: &Names) -> Vec<Self> {
        let one = |one: &Name| Self {
            id: one.organisation.id.clone(),
            slug: one.organisation.slug.clone(),
            name: one.organisation.name.clone(),
            kind: one.kind,
            reservation: one.reservation.clone(),
            withdrawn: None,
        };
        names.names.iter().map(one).collect()
    }
}

/// What a publication says: sealed as one text, and stored so once it is released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Body {
    /// `V-…`.
    pub statement: String,
    pub mode: Mode,
    /// The text as it was adopted, and after it in other languages.
    pub texts: Vec<StatementText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adopted: Option<At>,
    /// By name.
    pub names: Vec<PublishedName>,
    /// From when on everybody reads it; at once where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<At>,
    /// In which zone that was said.
    #[serde(default)]
    pub zone: String,
}

impl Body {
    pub fn read(row: &Contribution<Publication>) -> Result<Self> {
        serde_json::from_str(&row.body).map_err(|fault| Error::stored("publication", &row.reference, fault))
    }

    pub fn written(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::internal)
    }

    /// The text as it was adopted.
    pub fn original(&self) -> Result<&StatementText> {
        self.texts.first().ok_or_else(|| Error::stored("publication", &self.statement, "it has no text"))
    }
}
