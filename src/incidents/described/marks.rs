//! The calls by which parts of a text stay behind.

use utoipa::openapi::schema::ArrayBuilder;
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::ReportState;
use crate::db::Moment;
use crate::redaction::marks::{MOST_MARKS, Reason};
use crate::redaction::withholding::Level;
use crate::web::description::{Call, Schemas, get, put};

/// Something that stays behind: a part of a text (`field`, `start`, `end`), a `fact`, or a file (`evidence`).
#[derive(ToSchema)]
#[schema(as = Mark)]
pub(super) struct MarkSchema {
    /// `title`, `narrative`, or a fact that is text: `decision_maker`, `sources.0.title`.
    field: Option<String>,
    /// In Unicode code points of the revision that If-Match names.
    start: Option<u32>,
    /// The first code point that is not covered.
    end: Option<u32>,
    /// A fact by name, or an entry of a list: `operators`, `operators.2`.
    fact: Option<String>,
    /// How much of the fact is still told; nothing where this is left out.
    level: Option<Level>,
    /// A file, by its id.
    evidence: Option<String>,
    reason: Reason,
    /// The reason in words, with `other` alone. Readers are told.
    reason_text: Option<String>,
    /// Who may still see it beside one's own organisation, in words as for a release.
    visible_to: Option<Vec<String>>,
    /// What the others read in its place, between brackets.
    replace_with: Option<String>,
}

/// A mark that an edit left without a place.
#[derive(ToSchema)]
pub(super) struct LostMark {
    mark: MarkSchema,
    /// What it covered before.
    covered: String,
}

/// Something that a rule would mark. A rule proposes; it decides nothing, and it finds less than there is.
#[derive(ToSchema)]
struct Suggestion {
    /// As in a mark.
    field: String,
    /// In Unicode code points.
    start: u32,
    end: u32,
    /// The rule that fired, such as `email` or `marked-before`.
    rule: String,
    /// What it found.
    found: String,
}

/// What a reviewer remarked on a part of the text that they returned.
#[derive(ToSchema)]
struct Remark {
    /// As in a mark.
    field: String,
    /// In Unicode code points of the text that was proposed.
    start: u32,
    end: u32,
    /// What stood there.
    quote: String,
    words: String,
}

/// A proposal that was returned with remarks.
#[derive(ToSchema)]
struct Remarked {
    release: String,
    returned_at: Moment,
    comment: String,
    on: Vec<Remark>,
}

/// What stays behind, and what might have to.
#[derive(ToSchema)]
struct MarksKnown {
    marks: Vec<MarkSchema>,
    /// Marks that an edit left without a place.
    lost: Vec<LostMark>,
    /// What rules would mark that no mark covers.
    suggestions: Vec<Suggestion>,
    /// What reviewers remarked when they returned the text, until it is proposed again.
    remarks: Vec<Remarked>,
}

/// All marks of a report.
struct Marks;

impl PartialSchema for Marks {
    fn schema() -> RefOr<Schema> {
        ArrayBuilder::new().items(Ref::from_schema_name("Mark")).max_items(Some(MOST_MARKS)).into()
    }
}

impl ToSchema for Marks {
    fn schemas(schemas: &mut Schemas) {
        schemas.push((MarkSchema::name().into_owned(), MarkSchema::schema()));
        MarkSchema::schemas(schemas);
    }
}

pub(super) fn calls() -> [Call; 2] {
    [
        get(
            "/api/v1/reports/{reference}/marks",
            "Redactions, and what rules would mark (own desk; written to the log)",
        )
        .gives_version::<MarksKnown>(200, "The marks of the newest revision."),
        put("/api/v1/reports/{reference}/marks", "Set the redactions of the text (own desk)")
            .says("All marks at once. Earlier proposals no longer stand.")
            .if_match()
            .takes::<Marks>()
            .gives_version::<ReportState>(200, "Marked."),
    ]
}
