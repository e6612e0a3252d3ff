//! What programs call.

use serde_json::json;

use super::{
    ANYBODY, CIRCLE, DECIDERS, DESK, HARBOUR, MEMBERS, NOTHING, OPEN_LINES, On, READERS, Row, row,
    translation,
};
use crate::serving::{ADMIN, CONVENOR, DEFENDER, GOVERNMENT, PASSWORD, REPORTER, REVIEWER};

pub const ROUTES: &[Row] = &[
    row("POST", "/api/v1/sessions", NOTHING, [201; 7], "")
        .with(|_| json!({ "email": REPORTER, "password": PASSWORD })),
    row("POST", "/api/v1/sessions/refresh", On::Refresh, [201; 7], "")
        .with(|names| json!({ "refresh_token": names["refresh"] })),
    row("DELETE", "/api/v1/sessions/current", NOTHING, [401, 204, 204, 204, 204, 204, 204], REPORTER),
    row("GET", "/api/v1/me", NOTHING, [401, 200, 200, 200, 200, 200, 200], REPORTER),
    row("GET", "/api/v1/organisations", NOTHING, [401, 200, 200, 200, 200, 200, 200], REPORTER),
    row("POST", "/api/v1/organisations", NOTHING, [401, 403, 403, 403, 403, 403, 201], CONVENOR)
        .with(|_| json!({ "slug": "newcomer", "name": "Newcomer", "kind": "media" })),
    row("GET", "/api/v1/organisations/{slug}", OPEN_LINES, [401, 404, 404, 200, 200, 200, 200], REPORTER),
    // The applicant knows that it applies; no other member does.
    row("GET", "/api/v1/organisations/{slug}", HARBOUR, [401, 200, 404, 404, 404, 404, 200], CONVENOR),
    row("POST", "/api/v1/organisations/{slug}/vetting", HARBOUR, [401, 403, 404, 404, 404, 404, 200], CONVENOR)
        .with(|_| json!({ "wanted": "admit" })),
    row(
        "POST",
        "/api/v1/organisations/{slug}/invitations",
        OPEN_LINES,
        [401, 404, 404, 403, 403, 403, 201],
        ADMIN,
    )
    .with(|_| json!({ "email": "new@open-lines.example.org", "roles": ["observer"] })),
    row("POST", "/api/v1/invitations/{token}", On::Link, [404, 404, 404, 404, 404, 404, 201], "")
        .with(|_| json!({ "name": "Nadia Rahimi", "password": "seven violet umbrellas marching" })),
    row("GET", "/api/v1/groups", NOTHING, [401, 200, 200, 200, 200, 200, 200], REPORTER),
    row("POST", "/api/v1/groups", NOTHING, [401, 403, 403, 403, 403, 403, 201], CONVENOR)
        .with(|_| json!({ "slug": "fresh", "name": "Fresh", "members": ["estmark"] })),
    row("POST", "/api/v1/groups/{slug}/members", CIRCLE, [401, 404, 404, 404, 403, 403, 201], CONVENOR)
        .with(|_| json!({ "organisation": "meridian" })),
    row(
        "DELETE",
        "/api/v1/groups/{slug}/members/{organisation}",
        CIRCLE,
        [401, 404, 404, 404, 403, 403, 204],
        CONVENOR,
    ),
    // Lumora's administrator reads Lumora's log.
    row("GET", "/api/v1/audit", NOTHING, [401, 403, 403, 200, 403, 403, 200], ADMIN),
    row("GET", "/api/v1/reviews", NOTHING, MEMBERS, REVIEWER),
    row("GET", "/api/v1/reports", NOTHING, [401, 403, 403, 200, 200, 403, 200], REPORTER),
    row("GET", "/api/v1/reports/{reference}/suggestions", On::Released, DESK, REPORTER),
    row("GET", "/api/v1/reports/{reference}/suggestions", On::Draft, DECIDERS, REPORTER),
    row("POST", "/api/v1/reports", NOTHING, [401, 403, 403, 201, 201, 403, 201], REPORTER)
        .with(|_| json!({ "title": "Fresh" })),
    row("GET", "/api/v1/reports/{reference}", On::Released, READERS, REPORTER),
    row("GET", "/api/v1/reports/{reference}", On::Draft, [404; 7], REPORTER),
    row("DELETE", "/api/v1/reports/{reference}", On::Released, DECIDERS, ADMIN)
        .with(|_| json!({ "reason": "Asked for" })),
    row("DELETE", "/api/v1/reports/{reference}", On::Draft, DECIDERS, ADMIN)
        .with(|_| json!({ "reason": "Asked for" })),
    row("PUT", "/api/v1/reports/{reference}/keeping", On::Draft, DECIDERS, ADMIN)
        .with(|_| json!({ "keep_until": "2099-12-31" })),
    row("GET", "/api/v1/reports/{reference}/original", On::Released, DESK, REPORTER),
    row("GET", "/api/v1/reports/{reference}/original", On::Draft, DECIDERS, REPORTER),
    row("PUT", "/api/v1/reports/{reference}/original", On::Released, DESK, REPORTER)
        .with(|_| json!({ "title": "Changed" })),
    row("PUT", "/api/v1/reports/{reference}/original", On::Draft, DECIDERS, REPORTER)
        .with(|_| json!({ "title": "Changed" })),
    row("GET", "/api/v1/reports/{reference}/marks", On::Released, DESK, REPORTER),
    row("GET", "/api/v1/reports/{reference}/marks", On::Draft, DECIDERS, REPORTER),
    row("PUT", "/api/v1/reports/{reference}/marks", On::Released, DESK, REPORTER)
        .with(|_| json!([{ "field": "title", "start": 0, "end": 1, "reason": "personal_data" }])),
    row("PUT", "/api/v1/reports/{reference}/marks", On::Draft, DECIDERS, REPORTER)
        .with(|_| json!([{ "fact": "places", "reason": "exact_place" }])),
    row("POST", "/api/v1/reports/{reference}/evidence", On::Released, [401, 404, 404, 404, 404, 403, 201], REPORTER)
        .file(),
    row("POST", "/api/v1/reports/{reference}/evidence", On::Draft, [401, 404, 404, 404, 404, 404, 201], REPORTER)
        .file(),
    row("GET", "/api/v1/evidence/{file}", On::Filed, READERS, REPORTER),
    row("GET", "/api/v1/evidence/{file}", On::FiledDraft, [404; 7], REPORTER),
    row("PUT", "/api/v1/evidence/{file}", On::Filed, DESK, REPORTER)
        .with(|_| json!({ "description": "Another", "boxes": [{ "page": 0, "x": 0, "y": 0, "width": 9, "height": 9 }] })),
    row("PUT", "/api/v1/evidence/{file}", On::FiledDraft, DECIDERS, REPORTER)
        .with(|_| json!({ "description": "Another" })),
    row("PUT", "/api/v1/evidence/{file}", On::FiledUnread, DECIDERS, REPORTER)
        .with(|_| json!({ "encoding": "KOI8-R" })),
    row("GET", "/api/v1/evidence/{file}/readings", On::FiledUnread, DECIDERS, REPORTER),
    row("GET", "/api/v1/evidence/{file}/readings", On::Filed, [404, 404, 404, 404, 404, 403, 409], REPORTER),
    row("DELETE", "/api/v1/evidence/{file}", On::Filed, [404, 404, 404, 404, 404, 403, 204], REPORTER),
    row("DELETE", "/api/v1/evidence/{file}", On::FiledDraft, [404, 404, 404, 404, 404, 404, 204], REPORTER),
    row("PUT", "/api/v1/reports/{reference}/incident", On::Released, DESK, REPORTER)
        .with(|names| json!({ "incident": names["into"] })),
    row("PUT", "/api/v1/reports/{reference}/incident", On::Draft, [404, 404, 404, 404, 404, 404, 409], REPORTER)
        .with(|_| json!({ "incident": null })),
    row("GET", "/api/v1/reports/{reference}/releases", On::Released, DESK, REPORTER),
    row("GET", "/api/v1/reports/{reference}/releases", On::Draft, DECIDERS, REPORTER),
    row(
        "POST",
        "/api/v1/reports/{reference}/releases",
        On::Released,
        [401, 404, 404, 404, 404, 403, 201],
        REPORTER,
    )
    .with(|_| json!({ "audience": ["public"] })),
    row(
        "POST",
        "/api/v1/reports/{reference}/releases",
        On::Draft,
        [401, 404, 404, 404, 404, 404, 201],
        REPORTER,
    )
    .with(|_| json!({ "audience": ["public"] })),
    row("GET", "/api/v1/reports/{reference}/releases/{id}", On::Proposed, DECIDERS, REVIEWER),
    row("DELETE", "/api/v1/reports/{reference}/releases/{id}", On::Released, DECIDERS, REVIEWER)
        .with(|_| json!({ "reason": "A mistake" })),
    row("DELETE", "/api/v1/reports/{reference}/releases/{id}", On::Proposed, DECIDERS, REPORTER)
        .with(|_| json!({})),
    row("POST", "/api/v1/reports/{reference}/releases/{id}/approval", On::Proposed, DECIDERS, REVIEWER)
        .with(|_| json!({})),
    row("POST", "/api/v1/reports/{reference}/releases/{id}/return", On::Proposed, DECIDERS, REVIEWER)
        .with(|_| json!({ "comment": "Leave it out." })),
    row("POST", "/api/v1/reports/{reference}/releases/{id}/claim", On::Proposed, DECIDERS, REVIEWER),
    row("DELETE", "/api/v1/reports/{reference}/releases/{id}/claim", On::Claimed, DECIDERS, REVIEWER),
    row(
        "POST",
        "/api/v1/reports/{reference}/retraction",
        On::Released,
        [404, 404, 404, 404, 404, 403, 201],
        REVIEWER,
    )
    .with(|_| json!({ "reason": "We were wrong." })),
    row(
        "POST",
        "/api/v1/incidents/{incident}/corroborations",
        On::Released,
        [404, 404, 404, 404, 201, 403, 201],
        GOVERNMENT,
    )
    .with(|_| json!({ "stance": "disputes", "note": "It was not so.", "audience": ["sector:government"] })),
    row(
        "POST",
        "/api/v1/incidents/{incident}/corroborations",
        On::Released,
        [404, 404, 404, 404, 201, 403, 201],
        GOVERNMENT,
    )
    .with(|_| json!({ "stance": "replies", "note": "It was maintenance.", "audience": ["coalition"] })),
    row("GET", "/api/v1/corroborations/{corroboration}", On::Said, READERS, REPORTER),
    row("GET", "/api/v1/corroborations/{corroboration}", On::Saying, DECIDERS, REPORTER),
    row(
        "DELETE",
        "/api/v1/corroborations/{corroboration}",
        On::Said,
        [404, 404, 404, 404, 403, 403, 200],
        REVIEWER,
    )
    .with(|_| json!({ "reason": "A mistake" })),
    row("DELETE", "/api/v1/corroborations/{corroboration}", On::Saying, DECIDERS, REPORTER).with(|_| json!({})),
    row("POST", "/api/v1/corroborations/{corroboration}/approval", On::Saying, DECIDERS, REVIEWER)
        .with(|_| json!({})),
    row("POST", "/api/v1/corroborations/{corroboration}/return", On::Saying, DECIDERS, REVIEWER)
        .with(|_| json!({ "comment": "Say where." })),
    row("GET", "/api/v1/corroborations/{corroboration}/versions", On::Said, READERS, REPORTER),
    row("GET", "/api/v1/corroborations/{corroboration}/versions/{version}", On::Corrected, READERS, REPORTER),
    row(
        "POST",
        "/api/v1/corroborations/{corroboration}/versions",
        On::Said,
        [404, 404, 404, 404, 403, 403, 201],
        REPORTER,
    )
    .with(|_| json!({ "note": "We saw it again." })),
    row(
        "DELETE",
        "/api/v1/corroborations/{corroboration}/versions/{version}",
        On::Corrected,
        [404, 404, 404, 404, 403, 403, 200],
        REVIEWER,
    )
    .with(|_| json!({ "reason": "A mistake" })),
    row(
        "POST",
        "/api/v1/reports/{reference}/inquiries",
        On::Released,
        [404, 404, 404, 404, 201, 403, 201],
        GOVERNMENT,
    )
    .with(|_| json!({ "kind": "question", "words": "Since when?", "audience": ["sector:government"] })),
    row("POST", "/api/v1/inquiries/{inquiry}/answers", On::Asked, [404, 404, 404, 404, 201, 403, 201], REPORTER)
        .with(|_| json!({ "words": "Since dawn.", "audience": ["sector:government"] })),
    row("GET", "/api/v1/inquiries/{inquiry}", On::Asked, READERS, REPORTER),
    row("GET", "/api/v1/inquiries/{inquiry}", On::Answered, READERS, REPORTER),
    row("GET", "/api/v1/inquiries/{inquiry}", On::Answering, DECIDERS, REPORTER),
    row(
        "DELETE",
        "/api/v1/inquiries/{inquiry}",
        On::Answered,
        [404, 404, 404, 404, 403, 403, 200],
        REVIEWER,
    )
    .with(|_| json!({ "reason": "A mistake" })),
    row("DELETE", "/api/v1/inquiries/{inquiry}", On::Answering, DECIDERS, REPORTER).with(|_| json!({})),
    row("POST", "/api/v1/inquiries/{inquiry}/approval", On::Answering, DECIDERS, REVIEWER).with(|_| json!({})),
    row("POST", "/api/v1/inquiries/{inquiry}/return", On::Answering, DECIDERS, REVIEWER)
        .with(|_| json!({ "comment": "Say where." })),
    row("GET", "/api/v1/access-requests", NOTHING, [401, 403, 403, 200, 200, 403, 200], REPORTER),
    row("GET", "/api/v1/access-requests/received", NOTHING, [401, 403, 403, 200, 200, 403, 200], REPORTER),
    row("POST", "/api/v1/access-requests", NOTHING, [401, 403, 403, 201, 201, 403, 201], REPORTER)
        .with(|_| json!({ "country": "KE", "words": "We help people there." })),
    row(
        "DELETE",
        "/api/v1/access-requests/{request}",
        On::Requested,
        [401, 403, 403, 404, 404, 403, 204],
        REPORTER,
    ),
    row(
        "POST",
        "/api/v1/access-requests/{request}/dismissal",
        On::Received,
        [401, 403, 403, 404, 404, 403, 200],
        REPORTER,
    ),
    row(
        "POST",
        "/api/v1/reports/{reference}/translations",
        On::Released,
        [404, 404, 404, 404, 404, 403, 201],
        REPORTER,
    )
    .with(translation),
    row("GET", "/api/v1/translations/{translation}", On::Translated, READERS, REPORTER),
    row("GET", "/api/v1/translations/{translation}", On::Translating, DECIDERS, REPORTER),
    row("DELETE", "/api/v1/translations/{translation}", On::Translated, [404, 404, 404, 404, 403, 403, 200], REVIEWER)
        .with(|_| json!({ "reason": "A mistake" })),
    row("DELETE", "/api/v1/translations/{translation}", On::Translating, DECIDERS, REPORTER).with(|_| json!({})),
    row("POST", "/api/v1/translations/{translation}/approval", On::Translating, DECIDERS, REVIEWER)
        .with(|_| json!({})),
    row("POST", "/api/v1/translations/{translation}/return", On::Translating, DECIDERS, REVIEWER)
        .with(|_| json!({ "comment": "It says more." })),
    row(
        "POST",
        "/api/v1/reports/{reference}/delegations",
        On::Delegating,
        [401, 404, 404, 404, 404, 404, 201],
        REPORTER,
    )
    .with(|_| json!({ "publisher": "estmark", "words": "Please do." })),
    // Its title names Open Lines.
    row(
        "POST",
        "/api/v1/reports/{reference}/delegations",
        On::Released,
        [401, 404, 404, 404, 404, 403, 409],
        REPORTER,
    )
    .with(|_| json!({ "publisher": "estmark", "words": "Please do." })),
    row("GET", "/api/v1/delegations", NOTHING, MEMBERS, DEFENDER),
    row("GET", "/api/v1/delegations/{delegation}", On::Delegating, DECIDERS, REVIEWER),
    row("GET", "/api/v1/delegations/{delegation}", On::Delegating, [404; 7], DEFENDER),
    row("GET", "/api/v1/delegations/{delegation}", On::Delegated, DECIDERS, REPORTER),
    row("GET", "/api/v1/delegations/{delegation}", On::Delegated, DECIDERS, DEFENDER),
    row("DELETE", "/api/v1/delegations/{delegation}", On::Delegating, DECIDERS, REPORTER),
    row("DELETE", "/api/v1/delegations/{delegation}", On::Delegated, DECIDERS, REVIEWER),
    row(
        "DELETE",
        "/api/v1/delegations/{delegation}",
        On::Delegated,
        [404, 404, 404, 404, 404, 404, 403],
        DEFENDER,
    ),
    row("POST", "/api/v1/delegations/{delegation}/approval", On::Delegating, DECIDERS, REVIEWER)
        .with(|_| json!({})),
    row("POST", "/api/v1/delegations/{delegation}/return", On::Delegating, DECIDERS, REVIEWER)
        .with(|_| json!({ "comment": "Say why." })),
    row(
        "POST",
        "/api/v1/delegations/{delegation}/acceptance",
        On::Delegated,
        [404, 404, 404, 404, 404, 404, 201],
        DEFENDER,
    ),
    row(
        "POST",
        "/api/v1/delegations/{delegation}/acceptance",
        On::Delegated,
        [404, 404, 404, 404, 404, 404, 403],
        REPORTER,
    ),
    row("POST", "/api/v1/delegations/{delegation}/refusal", On::Delegated, DECIDERS, DEFENDER)
        .with(|_| json!({ "reason": "We cannot." })),
    row("GET", "/api/v1/incidents", NOTHING, ANYBODY, ""),
    row("GET", "/api/v1/incidents/{incident}", On::Released, READERS, REPORTER),
    row("GET", "/api/v1/incidents/{incident}", On::Draft, [404; 7], REPORTER),
    row(
        "POST",
        "/api/v1/incidents/{incident}/merge",
        On::Released,
        [404, 404, 404, 404, 403, 403, 200],
        REPORTER,
    )
    .with(|names| json!({ "into": names["into"] })),
];
