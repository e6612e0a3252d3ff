//! The description of what `api` takes and gives.
#![expect(
    dead_code,
    reason = "these types are read by the description alone; tests hold the answers to them"
)]

mod asking;
mod corroborations;
mod delegations;
mod evidence;
mod incidents;
mod marks;
mod releases;
mod translations;

use utoipa::ToSchema;

use self::asking::Inquiry;
use self::corroborations::{Corroboration, Retracted};
use self::evidence::{Evidence, OwnFile};
use self::incidents::IncidentRow;
use self::marks::{LostMark, MarkSchema};
use crate::access::Tlp;
use crate::db::Moment;
use crate::facts::{Contradiction, Facts};
use crate::redaction::marks::Reason;
use crate::verification::Verification;
use crate::web::description::{Description, List, delete, get, post, put, text};

pub use self::incidents::searched;

/// Whose it is.
#[derive(ToSchema)]
struct Named {
    slug: String,
    name: String,
}

#[derive(ToSchema)]
struct NewReport {
    #[schema(max_length = 300)]
    title: String,
    /// Markdown.
    #[schema(max_length = 100_000)]
    narrative: Option<String>,
    /// BCP 47; `en` where nothing is said.
    #[schema(max_length = 35)]
    language: Option<String>,
    facts: Option<Facts>,
    /// The incident to file it under; a new one where nothing is said.
    incident: Option<String>,
}

#[derive(ToSchema)]
struct ReportState {
    reference: String,
    /// `draft` when it is made, `saved` after a change.
    #[schema(pattern = "^(draft|saved)$")]
    state: String,
    /// The version for `If-Match`.
    revision: u32,
}

/// What one viewer reads of a report.
#[derive(ToSchema)]
struct Report {
    reference: String,
    incident: String,
    organisation: Named,
    title: String,
    /// Markdown.
    narrative: String,
    /// The same, as HTML that can do nothing but be read.
    narrative_html: String,
    language: String,
    facts: Facts,
    /// Which dates among `facts` contradict each other; they are kept as their source gives them.
    contradictions: Vec<Contradiction>,
    /// Of its audience the tokens that the viewer holds; for its owner all.
    audience: Vec<String>,
    tlp: Tlp,
    /// Counted for each audience.
    version: u32,
    /// SHA-256 of what is read.
    hash: String,
    released_at: Moment,
    redactions: Vec<Redaction>,
    /// The copies of its files that one may read.
    evidence: Vec<Evidence>,
    verification: Verification,
    #[schema(required)]
    retracted: Option<Retracted>,
    /// What other organisations say of it, oldest first, as far as one reads that.
    corroborations: Vec<Corroboration>,
    /// What the governments concerned reply to it, oldest first, as far as one reads that.
    replies: Vec<Corroboration>,
    /// What was asked and answered about it, threads oldest first, as far as one reads that.
    inquiries: Vec<Inquiry>,
    /// Renditions that say less, for quoting.
    thinner: Vec<Thinner>,
    /// The same text in other languages, by its own organisation.
    translations: Vec<translations::Beside>,
    /// With `lang`, where that is another language than the text was released in: the hash of that text.
    #[schema(required)]
    translation_of: Option<String>,
}

/// What is told of a place that was left out.
#[derive(ToSchema)]
struct Redaction {
    reason: Reason,
    /// The reason in words, with `other` alone.
    words: Option<String>,
    /// `title`, `narrative`, `evidence`, or the name of a fact.
    at: String,
}

#[derive(ToSchema)]
struct Thinner {
    audience: Vec<String>,
    /// The page of it.
    href: String,
}

/// What is left of a report that the viewer could read.
#[derive(ToSchema)]
struct Tombstone {
    #[schema(pattern = "^withdrawn$")]
    state: String,
    withdrawn_at: Moment,
    reason: String,
}

/// The whole text, for the owner's desk.
#[derive(ToSchema)]
struct Original {
    reference: String,
    revision: u32,
    title: String,
    narrative: String,
    language: String,
    facts: Facts,
    /// Which dates among `facts` contradict each other.
    contradictions: Vec<Contradiction>,
    /// What of it stays behind for whom.
    marks: Vec<MarkSchema>,
    /// Marks that an edit left without a place: until they are set or dropped, nothing can be proposed.
    lost: Vec<LostMark>,
    /// Its files.
    evidence: Vec<OwnFile>,
}

/// That something is gone for good.
#[derive(ToSchema)]
struct Gone {
    #[schema(pattern = "^erased$")]
    state: String,
    erased_at: Moment,
    /// The day on which the last backup will be gone that still holds it.
    backups_gone_on: String,
}

#[derive(ToSchema)]
struct WhyErased {
    /// Stands in the organisation's log.
    reason: String,
}

#[derive(ToSchema)]
struct Keeping {
    /// The last day, `2027-03-31`; null for as long as nobody erases it.
    #[schema(required)]
    keep_until: Option<String>,
}

#[derive(ToSchema)]
struct Filing {
    /// A reference, or null for a new incident.
    #[schema(required)]
    incident: Option<String>,
}

#[derive(ToSchema)]
struct Filed {
    incident: String,
}

/// A report of one's own organisation, as its desk knows it.
#[derive(ToSchema)]
struct OwnReport {
    reference: String,
    #[schema(pattern = "^(draft|waiting|released)$")]
    state: String,
    title: String,
    language: String,
    revision: u32,
    updated_at: Moment,
    /// How many proposals wait for a decision.
    waiting: u32,
    /// The labels of what is out, fullest first.
    tlp: Vec<Tlp>,
}

/// Describes the calls.
pub fn describe(api: &mut Description) {
    api.add("Incidents", incidents::calls());
    let reports = [
        get("/api/v1/reports", "The reports of one's own organisation (own desk; written to the log)")
            .paged()
            .gives::<List<OwnReport>>(200, "Newest change first."),
        get("/api/v1/reports/{reference}/suggestions", "Incidents that the report may belong to")
            .says("By country, date and type, from what one may read; the likeliest first.")
            .paged()
            .gives::<List<IncidentRow>>(200, "The likeliest first."),
        post("/api/v1/reports", "Draft a report")
            .says("Nobody but the own desk knows of it until it is released.")
            .once()
            .takes::<NewReport>()
            .gives::<ReportState>(201, "The draft."),
        get("/api/v1/reports/{reference}", "A report, as one may read it")
            .open()
            .query("as", text(None), "A token of an audience: as those read it, to quote safely.")
            .query("lang", text(None), "One of its languages; 404 where it is not there in that one.")
            .gives_version::<Report>(200, "The fullest rendition that one may read, or the one asked for.")
            .gives::<Tombstone>(410, "It could be read, and was taken back."),
        delete("/api/v1/reports/{reference}", "Erase the report for good (administrators and executives)")
            .says("Its keys, texts and renditions are destroyed. A reference is left, that leads nowhere.")
            .takes::<WhyErased>()
            .gives::<Gone>(200, "It is gone."),
        put("/api/v1/reports/{reference}/keeping", "Say how long the report is kept")
            .takes::<Keeping>()
            .gives::<Keeping>(200, "So long."),
        get("/api/v1/reports/{reference}/original", "The whole text (own desk; written to the log)")
            .gives_version::<Original>(200, "The original."),
        put("/api/v1/reports/{reference}/original", "Change the text (own desk)")
            .says("Releases stay as they are until the change is released too.")
            .if_match()
            .takes::<NewReport>()
            .gives_version::<ReportState>(200, "Saved."),
        put("/api/v1/reports/{reference}/incident", "File the report under an incident, or a new one")
            .takes::<Filing>()
            .gives::<Filed>(200, "The incident."),
    ];
    api.add("Reports", reports);
    api.add("Evidence", evidence::calls());
    api.add("Marks", marks::calls());
    api.add("Releases", releases::calls());
    said(api);
}

/// What is said of reports and asked about them.
fn said(api: &mut Description) {
    api.add("Corroborations", corroborations::calls());
    api.add("Inquiries", asking::inquiries());
    api.add("Access requests", asking::requests());
    api.add("Translations", translations::calls());
    api.add("Delegations", delegations::calls());
}
