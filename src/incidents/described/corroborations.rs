//! What other organisations say of a report, and what its owner says of it when it was wrong.

use utoipa::ToSchema;

use super::Named;
use crate::access::Tlp;
use crate::db::Moment;
use crate::verification::{Grade, Stance, Verification};
use crate::web::description::{Call, delete, get, post};

#[derive(ToSchema)]
struct NewCorroboration {
    stance: Stance,
    /// With `verifies`, and with nothing else.
    grade: Option<Grade>,
    #[schema(max_length = 4000)]
    note: String,
    /// Of which report of the incident; where nothing is said, of the first by another organisation that one reads.
    report: Option<String>,
    /// References of reports of one's own organisation of which something is out.
    #[schema(max_items = 20)]
    evidence: Option<Vec<String>>,
    /// As of a release; one's own organisation where nothing is said. An empty list is refused.
    audience: Option<Vec<String>>,
    except: Option<Vec<String>>,
    /// The organisation whose reviewers decide, where it is public and one's own has one person only.
    approvers: Option<String>,
}

/// A report that is named as evidence.
#[derive(ToSchema)]
struct Cited {
    reference: String,
    /// The page of it.
    href: String,
}

/// What an organisation says of another's report.
#[derive(ToSchema)]
pub(super) struct Corroboration {
    reference: String,
    /// The report that it is about, for who reads it and for the desk of who says it.
    #[schema(required)]
    report: Option<String>,
    #[schema(pattern = "^(live|proposed|returned|cancelled)$")]
    state: String,
    organisation: Named,
    stance: Stance,
    #[schema(required)]
    grade: Option<Grade>,
    /// Not told again to who has just said it.
    note: Option<String>,
    /// The reports of its organisation that it names, as far as one reads them. Not told again to who has just said it.
    evidence: Option<Vec<Cited>>,
    /// Of its audience the tokens that the viewer holds; for its own organisation all.
    audience: Vec<String>,
    tlp: Tlp,
    at: Moment,
    /// Whether the text beside which it stands is newer: then it counts for nothing there.
    of_earlier_text: bool,
    /// Beside a report: whether it may count towards the verification of that text. A reply does not, nor what a government
    /// says of a text that is about itself or names no country.
    may_count: bool,
}

/// The owner no longer stands by the text.
#[derive(ToSchema)]
pub(super) struct Retracted {
    at: Moment,
    reason: String,
}

#[derive(ToSchema)]
struct CorroborationState {
    reference: String,
    #[schema(pattern = "^(live|proposed|returned|cancelled|withdrawn)$")]
    state: String,
}

#[derive(ToSchema)]
struct RetractedReport {
    reference: String,
    verification: Verification,
}

#[derive(ToSchema)]
struct Retraction {
    /// Told to everybody who reads the report.
    #[schema(max_length = 1000)]
    reason: String,
}

/// Describes them.
pub fn calls() -> [Call; 6] {
    [
        post("/api/v1/incidents/{reference}/corroborations", "Corroborate or dispute a report")
            .says(
                "`corroborates` and `disputes` (reporter), `verifies` with a grade of the evidence (analyst); `replies` \
                 (reporter, delegate) where a text that one reads is about one's own government, which is the one thing that \
                 such a government can say with effect: its other words count for nothing there. Among members it is released at once; a public one needs a second person.",
            )
            .once()
            .takes::<NewCorroboration>()
            .gives::<Corroboration>(201, "`live`, or `proposed` where somebody else has to decide."),
        get("/api/v1/corroborations/{reference}", "A corroboration or dispute, as one may read it")
            .open()
            .gives::<Corroboration>(200, "The corroboration.")
            .gives::<super::Tombstone>(410, "It could be read, and was withdrawn."),
        delete("/api/v1/corroborations/{reference}", "Withdraw what is released, or a proposal")
            .may_take::<super::releases::Withdrawal>()
            .gives::<CorroborationState>(200, "It is withdrawn."),
        post("/api/v1/corroborations/{reference}/approval", "Release it (reviewer; never one's own)")
            .once()
            .may_take::<super::releases::Comment>()
            .gives::<CorroborationState>(200, "It is released."),
        post("/api/v1/corroborations/{reference}/return", "Send back to the author (reviewer)")
            .once()
            .takes::<super::releases::Return>()
            .gives::<CorroborationState>(200, "It is returned."),
        post("/api/v1/reports/{reference}/retraction", "Retract a report of one's own")
            .says("Every released text of it says so, until a corrected text is released.")
            .once()
            .takes::<Retraction>()
            .gives::<RetractedReport>(201, "It is retracted."),
    ]
}
