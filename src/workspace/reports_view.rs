//! What programs send and read of reports on their owner's desk, and how these calls are described.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::openapi::schema::ArrayBuilder;
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::contributions::api::TombstoneView;
use crate::db::{Moment, Tx};
use crate::description::{Description, Schemas, delete, get, post, put, text};
use crate::error::Result;
use crate::evidence::{self, OwnFileView};
use crate::facts::{Contradiction, Facts};
use crate::incidents::ReportJson;
use crate::incidents::api::Grouped;
use crate::marking::suggested::Suggested;
use crate::marking::{self, LostMarkView, MarkView};
use crate::redaction::Original;
use crate::redaction::marks::MOST_MARKS;
use crate::reports::Report;
use crate::review::remarks::{Remark, Remarked};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let reports = [
        post("/api/v1/reports", "Draft a report")
            .says("Only the desk of its own organisation knows of it until it is released.")
            .once()
            .takes::<NewReport>()
            .gives::<ReportState>(201, "The draft."),
        get("/api/v1/reports/{reference}", "A report, as one may read it")
            .open()
            .query("as", text(None), "A token of an audience: as those read it, to quote safely.")
            .query("lang", text(None), "One of its languages; 404 where it is not there in that one.")
            .gives_version::<ReportJson>(
                200,
                "The fullest rendition that one may read, or the one asked for.",
            )
            .gives::<TombstoneView>(410, "It could be read, and was withdrawn."),
        delete("/api/v1/reports/{reference}", "Erase the report for good (administrators and executives)")
            .says("Its keys, texts and renditions are destroyed. A reference is left that leads nowhere.")
            .takes::<WhyErased>()
            .gives::<ErasedView>(200, "It is erased."),
        put("/api/v1/reports/{reference}/keeping", "Say how long the report is kept")
            .takes::<Retention>()
            .gives::<Retention>(200, "It is kept so long."),
        get("/api/v1/reports/{reference}/original", "The whole text (own desk; written to the log)")
            .gives_version::<OriginalView>(200, "The original."),
        put("/api/v1/reports/{reference}/original", "Change the text (own desk)")
            .says("Releases stay as they are until the change is released too.")
            .if_match()
            .takes::<NewReport>()
            .gives_version::<ReportState>(200, "Saved."),
        put("/api/v1/reports/{reference}/incident", "Group the report under an incident, or a new one")
            .takes::<Filing>()
            .gives::<Grouped>(200, "The incident."),
    ];
    let marks = [
        get(
            "/api/v1/reports/{reference}/marks",
            "Redactions, and what rules would mark (own desk; written to the log)",
        )
        .gives_version::<MarksKnown>(200, "The marks of the newest revision."),
        put("/api/v1/reports/{reference}/marks", "Set the redactions of the text (own desk)")
            .says("All marks at once. Earlier proposals are cancelled.")
            .if_match()
            .takes::<Marks>()
            .gives_version::<ReportState>(200, "Marked."),
    ];
    api.add("Reports", reports);
    api.add("Marks", marks);
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `ReportInput` reads")]
struct NewReport {
    #[schema(max_length = 300)]
    title: String,
    /// Markdown.
    #[schema(max_length = 100_000)]
    narrative: Option<String>,
    /// BCP 47; `en` if it is left out.
    #[schema(max_length = 35)]
    language: Option<String>,
    facts: Option<Facts>,
    /// The incident to group it under; a new one if it is left out.
    incident: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ReportState {
    reference: String,
    /// `draft` when it is made, `saved` after a change.
    #[schema(pattern = "^(draft|saved)$")]
    state: &'static str,
    /// The version for `If-Match`.
    #[schema(value_type = u32)]
    revision: i32,
}

impl ReportState {
    pub(super) fn of(report: &Report, state: &'static str) -> Self {
        Self { reference: report.reference.clone(), state, revision: report.revision }
    }
}

/// The whole text, for the owner's desk.
#[derive(Serialize, ToSchema)]
#[schema(as = Original)]
pub(super) struct OriginalView {
    reference: String,
    #[schema(value_type = u32)]
    revision: i32,
    title: String,
    narrative: String,
    language: String,
    #[schema(value_type = Facts)]
    facts: Value,
    /// Which dates among `facts` contradict each other.
    contradictions: Vec<Contradiction>,
    /// What of it is withheld from whom.
    marks: Vec<MarkView>,
    /// Marks that an edit left without a place: until they are set or dropped, nothing can be proposed.
    lost: Vec<LostMarkView>,
    /// Its files.
    evidence: Vec<OwnFileView>,
}

impl OriginalView {
    pub(super) fn load(tx: &mut Tx<'_>, report: &Report, original: &Original) -> Result<Self> {
        let (marks, lost) = marking::marks_of(tx.conn, original)?;
        let files = evidence::of_original(tx.conn, report, original)?;
        Ok(Self {
            reference: report.reference.clone(),
            revision: report.revision,
            title: original.title.clone(),
            narrative: original.narrative.clone(),
            language: original.language.clone(),
            facts: original.facts.clone(),
            contradictions: Contradiction::among(&original.facts),
            marks,
            lost,
            evidence: files.iter().map(OwnFileView::of).collect::<Result<_>>()?,
        })
    }
}

/// That something is gone for good.
#[derive(Serialize, ToSchema)]
#[schema(as = Gone)]
pub(super) struct ErasedView {
    #[schema(pattern = "^erased$")]
    pub state: &'static str,
    pub erased_at: Moment,
    /// The day on which the last backup will be gone that still holds it.
    #[schema(value_type = String)]
    pub backups_gone_on: NaiveDate,
}

#[derive(Deserialize, ToSchema)]
pub(super) struct WhyErased {
    /// It is written to the organisation's log.
    pub reason: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = Keeping)]
pub(super) struct Retention {
    /// The last day, `2027-03-31`; null for as long as nobody erases it.
    #[schema(required)]
    pub keep_until: Option<String>,
}

#[derive(Deserialize, ToSchema)]
pub(super) struct Filing {
    /// A reference, or null for a new incident.
    #[schema(required)]
    pub incident: Option<String>,
}

/// A proposal that was returned with remarks.
#[derive(Serialize, ToSchema)]
#[schema(as = Remarked)]
pub(super) struct RemarkedView {
    release: String,
    #[schema(value_type = Moment)]
    returned_at: Option<Moment>,
    comment: String,
    on: Vec<Remark>,
}

impl RemarkedView {
    pub(super) fn of(Remarked { release, remarks }: Remarked) -> Self {
        Self {
            release: release.reference,
            returned_at: release.decided_at,
            comment: release.comment,
            on: remarks,
        }
    }
}

/// What is withheld, and what might have to be.
#[derive(Serialize, ToSchema)]
pub(super) struct MarksKnown {
    pub marks: Vec<MarkView>,
    /// Marks that an edit left without a place.
    pub lost: Vec<LostMarkView>,
    /// What rules would mark that no mark covers.
    pub suggestions: Vec<Suggested>,
    /// What reviewers remarked when they returned the text, until it is proposed again.
    pub remarks: Vec<RemarkedView>,
}

/// All marks of a report.
struct Marks;

impl PartialSchema for Marks {
    fn schema() -> RefOr<Schema> {
        ArrayBuilder::new().items(Ref::from_schema_name(MarkView::name())).max_items(Some(MOST_MARKS)).into()
    }
}

impl ToSchema for Marks {
    fn schemas(schemas: &mut Schemas) {
        schemas.push((MarkView::name().into_owned(), MarkView::schema()));
        MarkView::schemas(schemas);
    }
}
