//! Marks as programs read them on their owner's desk.

use serde::Serialize;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::Result;
use crate::people;
use crate::redaction::marks::Reason;
use crate::redaction::withholding::Level;
use crate::redaction::{Lost, Mark, Original, Target};

/// A redaction: of a part of a text (`field`, `start`, `end`), a `fact`, or a file (`evidence`).
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = Mark)]
pub struct MarkView {
    /// `title`, `narrative`, or a fact that is text: `decision_maker`, `sources.0.title`.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// In Unicode code points of the revision that If-Match names.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u32>)]
    start: Option<usize>,
    /// The first code point that is not covered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u32>)]
    end: Option<usize>,
    /// A fact by name, or an entry of a list: `operators`, `operators.2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<String>,
    /// How much of the fact is still shown; nothing if this is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    /// A file, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<String>,
    #[schema(value_type = Reason)]
    reason: Option<Reason>,
    /// The reason in words, with `other` alone. Readers are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_text: Option<String>,
    /// Who may still see it beside one's own organisation, in words as for a release.
    #[schema(value_type = Option<Vec<String>>)]
    visible_to: Vec<String>,
    /// What the others read in its place, between brackets.
    #[serde(skip_serializing_if = "Option::is_none")]
    replace_with: Option<String>,
}

impl MarkView {
    fn of(conn: &mut Conn, mark: &Mark) -> Result<Self> {
        let target = match mark.target.clone() {
            Target::Span { field, start, end } => {
                Self { field: Some(field), start: Some(start), end: Some(end), ..Self::default() }
            }
            Target::Fact { path, level } => Self { fact: Some(path), level: Some(level), ..Self::default() },
            Target::Evidence(id) => Self { evidence: Some(id), ..Self::default() },
        };
        let visible_to = mark.visible_to.iter().map(|token| people::word_of_token(conn, token));
        Ok(Self {
            reason: Some(mark.reason),
            reason_text: Some(mark.words.clone()).filter(|words| !words.is_empty()),
            visible_to: visible_to.collect::<Result<_>>()?,
            replace_with: mark.replacement.clone(),
            ..target
        })
    }
}

/// A mark that an edit left without a place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LostMark)]
pub struct LostMarkView {
    mark: MarkView,
    /// What it covered before.
    covered: String,
}

impl LostMarkView {
    fn of(conn: &mut Conn, lost: &Lost) -> Result<Self> {
        Ok(Self { mark: MarkView::of(conn, &lost.mark)?, covered: lost.covered.clone() })
    }
}

/// The marks of an original, and those that lost their place.
pub fn marks_of(conn: &mut Conn, original: &Original) -> Result<(Vec<MarkView>, Vec<LostMarkView>)> {
    let marks = original.marks.iter().map(|mark| MarkView::of(conn, mark)).collect::<Result<_>>()?;
    let lost = original.lost.iter().map(|lost| LostMarkView::of(conn, lost)).collect::<Result<_>>()?;
    Ok((marks, lost))
}
