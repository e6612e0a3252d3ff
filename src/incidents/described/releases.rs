//! The calls by which a text leaves its organisation.

use utoipa::ToSchema;

use super::evidence::Evidence;
use super::{Contradiction, Facts, Named};
use crate::access::Tlp;
use crate::db::Moment;
use crate::flow::ReleaseState;
use crate::web::description::{Call, List, delete, get, post};

#[derive(ToSchema)]
struct NewRelease {
    /// `public`, `coalition`, `sector:KIND`, `group:SLUG`, `org:SLUG`, `person:EMAIL`; one's own organisation where
    /// nothing is said. An empty list is refused.
    audience: Option<Vec<String>>,
    /// Slugs of organisations that never read it; not with `public`.
    except: Option<Vec<String>>,
    /// The organisation whose reviewers decide, where one's own has one person only.
    approvers: Option<String>,
}

#[derive(ToSchema)]
struct Release {
    id: String,
    state: ReleaseState,
    audience: Vec<String>,
    except: Vec<String>,
    tlp: Tlp,
    proposed_at: Moment,
    #[schema(required)]
    decided_at: Option<Moment>,
    comment: String,
    /// Exactly what the audience will read; of one release, while it is open.
    preview: Option<Preview>,
}

/// A release that waits for the viewer's decision.
#[derive(ToSchema)]
struct Review {
    id: String,
    state: ReleaseState,
    audience: Vec<String>,
    except: Vec<String>,
    tlp: Tlp,
    proposed_at: Moment,
    #[schema(required)]
    decided_at: Option<Moment>,
    comment: String,
    /// The report that would go out, or of which something would be said, where one may know of it.
    #[schema(required)]
    report: Option<String>,
    /// What would be said of it: a corroboration.
    #[schema(required)]
    corroboration: Option<String>,
    /// What would be asked or answered: an inquiry.
    #[schema(required)]
    inquiry: Option<String>,
    /// What it would be read as in another language: a translation.
    #[schema(required)]
    translation: Option<String>,
    /// By which request another organisation would publish it: a delegation.
    #[schema(required)]
    delegation: Option<String>,
    title: String,
    language: String,
    organisation: Named,
    claimed_by_me: bool,
}

#[derive(ToSchema)]
struct Preview {
    title: String,
    narrative: String,
    language: String,
    facts: Facts,
    /// Which dates among `facts` contradict each other.
    contradictions: Vec<Contradiction>,
    /// The copies of files that go along.
    evidence: Vec<Evidence>,
    hash: String,
}

#[derive(ToSchema)]
pub(super) struct Comment {
    comment: Option<String>,
}

#[derive(ToSchema)]
pub(super) struct Return {
    /// What the author should change.
    comment: String,
}

/// Why a report comes back.
#[derive(ToSchema)]
struct ReturnOfReport {
    /// What the author should change.
    #[schema(max_length = 4000)]
    comment: String,
    /// On parts of the text as the preview shows it; the owner's desk reads them.
    #[schema(max_items = 50)]
    remarks: Option<Vec<NewRemark>>,
}

#[derive(ToSchema)]
struct NewRemark {
    /// `title`, `narrative`, or a fact that is text: `decision_maker`, `sources.0.title`.
    field: String,
    /// In Unicode code points of that text of the preview.
    start: u32,
    /// The first code point that is not meant.
    end: u32,
    #[schema(max_length = 1000)]
    words: String,
}

#[derive(ToSchema)]
pub(super) struct Withdrawal {
    /// Needed for what is out already: its readers are told.
    reason: Option<String>,
}

/// Describes them.
pub fn calls() -> [Call; 9] {
    [
        get("/api/v1/reviews", "Proposals that wait for one's decision (reviewer)")
            .paged()
            .gives::<List<Review>>(200, "Oldest first."),
        get("/api/v1/reports/{reference}/releases", "Releases of a report, and proposals, with their state")
            .paged()
            .gives::<List<Release>>(200, "Newest first."),
        post("/api/v1/reports/{reference}/releases", "Propose to release")
            .says("Wider than one's own organisation it needs a second person.")
            .once()
            .takes::<NewRelease>()
            .gives::<Release>(201, "The proposal; `approved` where nobody else has to decide."),
        get(
            "/api/v1/reports/{reference}/releases/{id}",
            "A release, with exactly what its audience will read",
        )
        .gives::<Release>(200, "The release."),
        delete("/api/v1/reports/{reference}/releases/{id}", "Withdraw a release, or a proposal")
            .may_take::<Withdrawal>()
            .gives::<Release>(200, "The release."),
        post("/api/v1/reports/{reference}/releases/{id}/approval", "Approve (reviewer; never one's own)")
            .once()
            .may_take::<Comment>()
            .gives::<Release>(200, "It is released."),
        post("/api/v1/reports/{reference}/releases/{id}/return", "Send back to the author (reviewer)")
            .once()
            .takes::<ReturnOfReport>()
            .gives::<Release>(200, "The release."),
        post("/api/v1/reports/{reference}/releases/{id}/claim", "Claim a proposal (reviewer)")
            .once()
            .gives::<Release>(200, "The release."),
        delete("/api/v1/reports/{reference}/releases/{id}/claim", "Give up the claim")
            .gives::<Release>(200, "The release."),
    ]
}
