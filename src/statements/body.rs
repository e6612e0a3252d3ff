//! What a version of the text of a statement says.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wording::{Paragraph, Part, StatementText};

use crate::contributions::{Contribution, words};
use crate::db::Moment;
use crate::error::{Error, Result};

/// The text of a statement.
#[derive(Debug, Clone)]
pub struct Wording;

/// How a version opens the text to others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Opening {
    /// Until when they are asked; nothing where it is said to be urgent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Until>,
    /// Why it is urgent; empty where others are asked first.
    #[serde(default)]
    pub urgent: String,
}

/// A day, and the zone in which it was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Until {
    #[serde(with = "words::moment")]
    pub at: Moment,
    pub zone: String,
}

/// What a version says: sealed as one text, and stored so once it is released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Body {
    #[serde(flatten)]
    pub text: StatementText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
}

impl Body {
    pub fn read(row: &Contribution<Wording>) -> Result<Self> {
        serde_json::from_str(&row.body).map_err(|fault| Error::stored("statement", &row.reference, fault))
    }

    pub fn written(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::internal)
    }
}

/// Whether a text says something: headings alone do not.
pub(super) fn is_worded(text: &StatementText) -> bool {
    text.paragraphs.iter().any(|one| one.part != Part::Heading)
}

/// A paragraph, as programs read it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementParagraph)]
pub struct ParagraphView {
    /// Which: it stays from version to version.
    pub id: String,
    /// Its number or letter; empty of a heading.
    pub number: String,
    /// What it is.
    #[schema(pattern = "^(heading|preamble|operative|recommendation)$")]
    pub kind: &'static str,
    /// What it says.
    pub text: String,
}

impl ParagraphView {
    /// Of these, in reading order.
    pub fn all(paragraphs: &[Paragraph]) -> Vec<Self> {
        let one = |(paragraph, number): (&Paragraph, String)| Self {
            id: paragraph.id.as_str().to_owned(),
            number,
            kind: paragraph.part.slug(),
            text: paragraph.text.clone(),
        };
        paragraphs.iter().zip(wording::numbers(paragraphs)).map(one).collect()
    }
}
