//! What is asked of owners: inquiries, and requests for access.

use utoipa::ToSchema;

use super::Named;
use crate::access::Tlp;
use crate::db::Moment;
use crate::web::description::{Call, List, delete, get, post};

#[derive(ToSchema)]
struct NewInquiry {
    /// `question` where nothing is said.
    #[schema(pattern = "^(question|wish)$")]
    kind: Option<String>,
    /// The question, or why one wishes it.
    #[schema(max_length = 4000)]
    words: String,
    /// With `wish`, and with nothing else: who should read the report too, in words as of a release, without people.
    wished: Option<Vec<String>>,
    /// With `question`: who reads it beside the two organisations, as of a release. An empty list is refused.
    audience: Option<Vec<String>>,
    except: Option<Vec<String>>,
    /// The organisation whose reviewers decide, where it is public and one's own has one person only.
    approvers: Option<String>,
}

#[derive(ToSchema)]
struct NewAnswer {
    #[schema(max_length = 4000)]
    words: String,
    /// Who reads it beside the two organisations, as of a release. An empty list is refused.
    audience: Option<Vec<String>>,
    except: Option<Vec<String>>,
    approvers: Option<String>,
}

/// An entry of the thread beneath a report.
#[derive(ToSchema)]
pub(super) struct Inquiry {
    reference: String,
    /// The report that it is about, where one reads it.
    #[schema(required)]
    report: Option<String>,
    /// The entry that it answers or follows, where one reads that.
    #[schema(required)]
    answers: Option<String>,
    /// `remark` is what an answer is to whoever does not read the question.
    #[schema(pattern = "^(question|answer|wish|remark)$")]
    kind: String,
    #[schema(pattern = "^(live|proposed|returned|cancelled)$")]
    state: String,
    organisation: Named,
    /// Not told again to who has just said it.
    words: Option<String>,
    /// Whom a wish names.
    wished: Vec<String>,
    /// Of its audience the tokens that the viewer holds; for its own organisation all.
    audience: Vec<String>,
    tlp: Tlp,
    at: Moment,
    /// Whether the text beside which it stands is newer than the one that was asked about.
    of_earlier_text: bool,
}

#[derive(ToSchema)]
struct InquiryState {
    reference: String,
    #[schema(pattern = "^(live|proposed|returned|cancelled|withdrawn)$")]
    state: String,
}

/// Describes inquiries.
pub fn inquiries() -> [Call; 6] {
    [
        post("/api/v1/reports/{reference}/inquiries", "Ask the owner of a report, or ask for wider sharing")
            .says("Among members it is released at once; what is public needs a second person. A wish goes to the owner alone.")
            .once()
            .takes::<NewInquiry>()
            .gives::<Inquiry>(201, "`live`, or `proposed` where somebody else has to decide."),
        post("/api/v1/inquiries/{reference}/answers", "Answer (the owner), or ask further (the organisation that asked)")
            .once()
            .takes::<NewAnswer>()
            .gives::<Inquiry>(201, "`live`, or `proposed` where somebody else has to decide."),
        get("/api/v1/inquiries/{reference}", "A question or an answer, as one may read it")
            .open()
            .gives::<Inquiry>(200, "The entry.")
            .gives::<super::Tombstone>(410, "It could be read, and was withdrawn."),
        delete("/api/v1/inquiries/{reference}", "Withdraw what is released, or a proposal")
            .may_take::<super::releases::Withdrawal>()
            .gives::<InquiryState>(200, "It is withdrawn."),
        post("/api/v1/inquiries/{reference}/approval", "Release it (reviewer; never one's own)")
            .once()
            .may_take::<super::releases::Comment>()
            .gives::<InquiryState>(200, "It is released."),
        post("/api/v1/inquiries/{reference}/return", "Send back to the author (reviewer)")
            .once()
            .takes::<super::releases::Return>()
            .gives::<InquiryState>(200, "It is returned."),
    ]
}

#[derive(ToSchema)]
struct NewAccessRequest {
    /// A report or an incident: `R-7K3QX9`. This, or a country.
    wanted: Option<String>,
    /// Two letters.
    country: Option<String>,
    /// With a country: not over before this day.
    from: Option<String>,
    /// With a country: begun by this day.
    to: Option<String>,
    /// Why; read by every organisation that has a report which fits.
    #[schema(max_length = 2000)]
    words: String,
}

#[derive(ToSchema)]
struct Requested {
    reference: String,
    #[schema(pattern = "^open$")]
    state: String,
    ends_at: Moment,
}

#[derive(ToSchema)]
struct AccessRequest {
    reference: String,
    #[schema(required)]
    wanted: Option<String>,
    #[schema(required)]
    country: Option<String>,
    #[schema(required)]
    from: Option<String>,
    #[schema(required)]
    to: Option<String>,
    words: String,
    at: Moment,
    ends_at: Moment,
}

/// A request of another organisation that fits reports of one's own.
#[derive(ToSchema)]
struct ReceivedRequest {
    reference: String,
    organisation: Named,
    /// Where it is the reference of a report of one's own, or of its incident.
    #[schema(required)]
    wanted: Option<String>,
    #[schema(required)]
    country: Option<String>,
    #[schema(required)]
    from: Option<String>,
    #[schema(required)]
    to: Option<String>,
    words: String,
    at: Moment,
    ends_at: Moment,
    /// One's own reports that fit; at most 20 are named.
    reports: Vec<String>,
}

#[derive(ToSchema)]
struct Dismissed {
    reference: String,
    #[schema(pattern = "^dismissed$")]
    state: String,
}

/// Describes requests for access.
pub fn requests() -> [Call; 5] {
    [
        post("/api/v1/access-requests", "Ask for access to what may or may not exist")
            .says("The answer is the same whatever there is. An organisation has at most 20 open; each ends after 90 days.")
            .once()
            .takes::<NewAccessRequest>()
            .gives::<Requested>(201, "The owners of reports that fit see it."),
        get("/api/v1/access-requests", "Requests of one's own organisation")
            .paged()
            .gives::<List<AccessRequest>>(200, "The newest first."),
        get("/api/v1/access-requests/received", "Requests of others that fit reports of one's own (own desk)")
            .paged()
            .gives::<List<ReceivedRequest>>(200, "The newest first."),
        delete("/api/v1/access-requests/{reference}", "Withdraw a request of one's own organisation")
            .gives_nothing("It is gone."),
        post("/api/v1/access-requests/{reference}/dismissal", "Dismiss a request (own desk)")
            .once()
            .gives::<Dismissed>(200, "The organisation that asked does not learn of it."),
    ]
}
