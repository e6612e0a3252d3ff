//! The description of the calls by which one organisation publishes for another.
#![expect(
    dead_code,
    reason = "these types are read by the description alone; tests hold the answers to them"
)]

use utoipa::ToSchema;

use crate::contributions::api::{Comment, Return};
use crate::db::Moment;
use crate::facts::{Contradiction, Facts};
use crate::people::Organisation;
use crate::redaction::marks::Redaction;
use crate::web::description::{Description, List, delete, get, post};

#[derive(ToSchema)]
struct NewDelegation {
    /// The slug of the organisation that is to publish.
    publisher: String,
    /// What is said to it.
    #[schema(max_length = 4000)]
    words: String,
    /// The organisation whose reviewers decide, where one's own has one person only.
    approvers: Option<String>,
}

#[derive(ToSchema)]
struct DelegationState {
    reference: String,
    #[schema(pattern = "^(proposed|returned|cancelled|asked|declined|recalled)$")]
    state: String,
}

/// That an organisation asks another to publish for it.
#[derive(ToSchema)]
#[schema(as = Delegation)]
struct DelegationRow {
    reference: String,
    #[schema(pattern = "^(proposed|returned|cancelled|asked|accepted|declined|recalled)$")]
    state: String,
    /// For who asks: about which report.
    #[schema(required)]
    report: Option<String>,
    /// Who asks.
    organisation: Organisation,
    /// Who is asked.
    publisher: Organisation,
    at: Moment,
}

/// The same with what is handed over.
#[derive(ToSchema)]
struct DelegationInFull {
    reference: String,
    #[schema(pattern = "^(proposed|returned|cancelled|asked|accepted|declined|recalled)$")]
    state: String,
    /// For who asks: about which report.
    #[schema(required)]
    report: Option<String>,
    organisation: Organisation,
    publisher: Organisation,
    at: Moment,
    /// What is said with it; nothing once it has ended.
    words: String,
    /// What is handed over; nothing once it has ended.
    #[schema(required)]
    text: Option<HandedText>,
    /// What a reviewer of who asks said of it; for them.
    comment: String,
    /// Why the publisher declined; for who asked.
    reason: String,
}

#[derive(ToSchema)]
struct HandedText {
    title: String,
    narrative: String,
    language: String,
    facts: Facts,
    /// Which dates among `facts` contradict each other.
    contradictions: Vec<Contradiction>,
    redactions: Vec<Redaction>,
}

#[derive(ToSchema)]
struct TakenOn {
    /// The draft that was begun.
    report: String,
}

#[derive(ToSchema)]
struct Declining {
    /// Who asked reads it.
    #[schema(max_length = 4000)]
    reason: String,
}

/// Describes them.
pub fn describe(api: &mut Description) {
    let calls = [
        post("/api/v1/reports/{reference}/delegations", "Ask another organisation to publish a report")
            .says(
                "It is given what it may read of the report, without files, once a second person has approved; and \
                 publishes it as its own.",
            )
            .once()
            .takes::<NewDelegation>()
            .gives::<DelegationState>(201, "It waits for a second person."),
        get("/api/v1/delegations", "Requests to publish: received, and made by one's organisation")
            .paged()
            .gives::<List<DelegationRow>>(200, "Those that wait for an answer first."),
        get("/api/v1/delegations/{reference}", "A request, with what is handed over (written to the log)")
            .gives::<DelegationInFull>(200, "The request."),
        delete("/api/v1/delegations/{reference}", "Withdraw it, as long as it is not accepted")
            .gives::<DelegationState>(200, "It is withdrawn."),
        post("/api/v1/delegations/{reference}/approval", "Hand it over (reviewer; never one's own)")
            .once()
            .may_take::<Comment>()
            .gives::<DelegationState>(200, "It is handed over."),
        post("/api/v1/delegations/{reference}/return", "Send back to the author (reviewer)")
            .once()
            .takes::<Return>()
            .gives::<DelegationState>(200, "It is returned."),
        post("/api/v1/delegations/{reference}/acceptance", "Accept it: begin a report of one's own with it")
            .says("Nothing of the request is kept beside the draft, and the organisation that asked is not told its reference.")
            .once()
            .gives::<TakenOn>(201, "The draft."),
        post("/api/v1/delegations/{reference}/refusal", "Decline, with words to the organisation that asked")
            .once()
            .takes::<Declining>()
            .gives::<DelegationState>(200, "It is declined."),
    ];
    api.add("Delegations", calls);
}
