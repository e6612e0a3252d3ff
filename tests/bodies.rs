//! The bodies of all calls that change something, field by field.

use crate::bodies_of_statements::STATEMENTS;

/// What a field of a body is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Text,
    /// Text that may be as long as this.
    Long(usize),
    Words,
    Flag,
    Facts,
    /// What is remarked on parts of a text.
    Remarks,
}
use Field::{Facts, Flag, Long, Remarks, Text, Words};

pub type Body = (&'static str, &'static str, &'static [(&'static str, Field)]);

const NOTE: &[(&str, Field)] = &[
    ("text", Text),
    ("audience", Words),
    ("except", Words),
    ("approvers", Text),
    ("urgent", Flag),
    ("reason", Text),
];

/// What an alert says, but its lists of links and of texts in other languages.
const ALERT: &[(&str, Field)] = &[
    ("headline", Text),
    ("body", Long(8_000)),
    ("instruction", Text),
    ("language", Text),
    ("countries", Words),
    ("places", Words),
    ("urgency", Text),
    ("severity", Text),
    ("certainty", Text),
    ("category", Text),
    ("audience", Words),
    ("except", Words),
    ("approvers", Text),
    ("expires_at", Text),
    ("urgent", Flag),
    ("exercise", Flag),
    ("message", Text),
    ("asks_again", Flag),
    ("reason", Text),
];

/// What an action says, but its target and its list of links.
const ACTION: &[(&str, Field)] = &[
    ("kind", Text),
    ("title", Text),
    ("brief", Long(20_000)),
    ("language", Text),
    ("forum", Text),
    ("countries", Words),
    ("due_at", Text),
    ("due_zone", Text),
    ("audience", Words),
    ("except", Words),
    ("approvers", Text),
    ("template", Text),
    ("reason", Text),
];

/// What a template says, but its tasks.
const TEMPLATE: &[(&str, Field)] = &[
    ("name", Text),
    ("kind", Text),
    ("title", Text),
    ("brief", Long(20_000)),
    ("language", Text),
    ("audience", Words),
    ("except", Words),
    ("due_in", Text),
    ("common", Flag),
    ("in_use", Flag),
];

/// The fields of every call that takes a body.
pub fn bodies() -> impl Iterator<Item = &'static Body> {
    BODIES.iter().chain(STATEMENTS)
}

/// Those of all calls but on statements.
const BODIES: &[Body] = &[
    ("POST", "/api/v1/sessions", &[("email", Text), ("password", Text), ("code", Text)]),
    ("POST", "/api/v1/sessions/refresh", &[("refresh_token", Text)]),
    (
        "POST",
        "/api/v1/organisations",
        &[
            ("slug", Text),
            ("name", Text),
            ("kind", Text),
            ("country", Text),
            ("website", Text),
            ("about", Text),
        ],
    ),
    ("POST", "/api/v1/organisations/{slug}/vetting", &[("wanted", Text), ("note", Text)]),
    ("POST", "/api/v1/organisations/{slug}/invitations", &[("email", Text), ("roles", Words)]),
    (
        "POST",
        "/api/v1/organisations/{slug}/mandates",
        &[
            ("person", Text),
            ("scope", Text),
            ("kind", Text),
            ("forum", Text),
            ("stands_in_for", Text),
            ("from", Text),
            ("until", Text),
        ],
    ),
    ("POST", "/api/v1/actions/{action}/records", &[("organisation", Text), ("says", Text)]),
    (
        "POST",
        "/api/v1/actions/{action}/tickets",
        &[("organisation", Text), ("text", Long(10_000)), ("beneficiaries", Long(5_000))],
    ),
    (
        "POST",
        "/api/v1/tickets/{ticket}/moves",
        &[("to", Text), ("reason", Long(10_000)), ("text", Long(10_000)), ("action", Text)],
    ),
    ("PUT", "/api/v1/organisations/{slug}/mandate-rule", &[("only_by_mandate", Flag)]),
    (
        "POST",
        "/api/v1/invitations/{token}",
        &[("name", Text), ("password", Text), ("language", Text), ("email", Text)],
    ),
    (
        "POST",
        "/api/v1/groups",
        &[
            ("name", Text),
            ("slug", Text),
            ("purpose", Text),
            ("members", Words),
            ("confidential_roster", Flag),
        ],
    ),
    ("POST", "/api/v1/groups/{slug}/members", &[("organisation", Text), ("past", Flag)]),
    ("POST", "/api/v1/reports", REPORT),
    ("PUT", "/api/v1/reports/{reference}/original", REPORT),
    ("PUT", "/api/v1/reports/{reference}/incident", &[("incident", Text)]),
    (
        "POST",
        "/api/v1/reports/{reference}/releases",
        &[("audience", Words), ("except", Words), ("approvers", Text)],
    ),
    ("DELETE", "/api/v1/reports/{reference}/releases/{id}", &[("reason", Text)]),
    ("POST", "/api/v1/reports/{reference}/releases/{id}/approval", &[("comment", Text)]),
    ("POST", "/api/v1/reports/{reference}/releases/{id}/return", &[("comment", Text), ("remarks", Remarks)]),
    ("POST", "/api/v1/incidents/{incident}/merge", &[("into", Text)]),
    ("DELETE", "/api/v1/reports/{reference}", &[("reason", Text)]),
    ("PUT", "/api/v1/reports/{reference}/keeping", &[("keep_until", Text)]),
    (
        "POST",
        "/api/v1/incidents/{incident}/corroborations",
        &[
            ("stance", Text),
            ("note", Text),
            ("grade", Text),
            ("report", Text),
            ("evidence", Words),
            ("audience", Words),
            ("except", Words),
            ("approvers", Text),
        ],
    ),
    ("DELETE", "/api/v1/corroborations/{corroboration}", &[("reason", Text)]),
    ("POST", "/api/v1/corroborations/{corroboration}/approval", &[("comment", Text)]),
    ("POST", "/api/v1/corroborations/{corroboration}/return", &[("comment", Text)]),
    ("POST", "/api/v1/corroborations/{corroboration}/versions", crate::corrections::BODY),
    ("DELETE", "/api/v1/corroborations/{corroboration}/versions/{version}", &[("reason", Text)]),
    ("POST", "/api/v1/alerts", ALERT),
    ("POST", "/api/v1/alerts/{alert}/versions", ALERT),
    ("POST", "/api/v1/alerts/{alert}/acknowledgement", &[("answer", Text), ("offer", Text)]),
    ("DELETE", "/api/v1/alerts/{alert}", &[("reason", Text)]),
    ("DELETE", "/api/v1/alerts/{alert}/versions/{version}", &[("reason", Text)]),
    ("POST", "/api/v1/alerts/{alert}/approval", &[("comment", Text)]),
    ("POST", "/api/v1/alerts/{alert}/confirmation", &[("comment", Text)]),
    ("POST", "/api/v1/alerts/{alert}/return", &[("comment", Text)]),
    ("PUT", "/api/v1/board/{stage}", &[("order", Words)]),
    ("POST", "/api/v1/actions", ACTION),
    ("POST", "/api/v1/actions/{action}/versions", ACTION),
    ("POST", "/api/v1/actions/{action}/moves", &[("to", Text), ("from", Text), ("reason", Text)]),
    ("POST", "/api/v1/actions/{action}/lead", &[("organisation", Text)]),
    (
        "POST",
        "/api/v1/actions/{action}/tasks",
        &[("title", Text), ("organisation", Text), ("due_at", Text), ("due_zone", Text)],
    ),
    (
        "PATCH",
        "/api/v1/tasks/{task}",
        &[
            ("title", Text),
            ("organisation", Text),
            ("person", Text),
            ("due_at", Text),
            ("due_zone", Text),
            ("done", Flag),
            ("mark", Text),
        ],
    ),
    ("DELETE", "/api/v1/actions/{action}", &[("reason", Text)]),
    ("DELETE", "/api/v1/actions/{action}/versions/{version}", &[("reason", Text)]),
    ("POST", "/api/v1/actions/{action}/approval", &[("comment", Text)]),
    ("POST", "/api/v1/actions/{action}/return", &[("comment", Text)]),
    (
        "POST",
        "/api/v1/actions/{action}/comments",
        &[
            ("text", Long(10_000)),
            ("reply_to", Text),
            ("audience", Words),
            ("except", Words),
            ("mentions", Words),
            ("outcome", Text),
            ("review_on", Text),
            ("mark", Text),
        ],
    ),
    (
        "POST",
        "/api/v1/comments/{comment}/versions",
        &[("text", Long(10_000)), ("outcome", Text), ("review_on", Text), ("mark", Text)],
    ),
    ("DELETE", "/api/v1/comments/{comment}", &[("reason", Text)]),
    ("DELETE", "/api/v1/comments/{comment}/versions/{version}", &[("reason", Text)]),
    ("POST", "/api/v1/templates", TEMPLATE),
    ("PUT", "/api/v1/templates/{template}", TEMPLATE),
    ("POST", "/api/v1/searches", &[("name", Text), ("query", Text), ("sharing", Text)]),
    ("PUT", "/api/v1/searches/{search}", &[("name", Text), ("query", Text), ("sharing", Text)]),
    ("POST", "/api/v1/searches/{search}/look", &[("until", Text)]),
    ("PUT", "/api/v1/searches/{search}/notification", &[("tells", Flag)]),
    (
        "PUT",
        "/api/v1/me/notification-preferences",
        &[
            ("dashboard", Words),
            ("at_once", Words),
            ("daily", Words),
            ("weekly", Words),
            ("time_zone", Text),
            ("quiet_from", Text),
            ("quiet_until", Text),
            ("urgent_waits", Flag),
        ],
    ),
    ("POST", "/api/v1/incidents/{incident}/notes", NOTE),
    ("POST", "/api/v1/notes/{note}/versions", NOTE),
    ("DELETE", "/api/v1/notes/{note}", &[("reason", Text)]),
    ("DELETE", "/api/v1/notes/{note}/versions/{version}", &[("reason", Text)]),
    ("POST", "/api/v1/notes/{note}/approval", &[("comment", Text)]),
    ("POST", "/api/v1/notes/{note}/confirmation", &[("comment", Text)]),
    ("POST", "/api/v1/notes/{note}/return", &[("comment", Text)]),
    ("POST", "/api/v1/reports/{reference}/retraction", &[("reason", Text)]),
    (
        "POST",
        "/api/v1/reports/{reference}/inquiries",
        &[
            ("words", Text),
            ("kind", Text),
            ("wished", Words),
            ("audience", Words),
            ("except", Words),
            ("approvers", Text),
        ],
    ),
    (
        "POST",
        "/api/v1/inquiries/{inquiry}/answers",
        &[("words", Text), ("audience", Words), ("except", Words), ("approvers", Text)],
    ),
    ("DELETE", "/api/v1/inquiries/{inquiry}", &[("reason", Text)]),
    ("POST", "/api/v1/inquiries/{inquiry}/approval", &[("comment", Text)]),
    ("POST", "/api/v1/inquiries/{inquiry}/return", &[("comment", Text)]),
    (
        "POST",
        "/api/v1/access-requests",
        &[("words", Text), ("wanted", Text), ("country", Text), ("from", Text), ("to", Text)],
    ),
    (
        "POST",
        "/api/v1/reports/{reference}/translations",
        &[
            ("language", Text),
            ("rendition", Text),
            ("as", Text),
            ("approvers", Text),
            ("title", Text),
            ("narrative", Long(100_000)),
            ("facts", Facts),
            ("evidence", Facts),
        ],
    ),
    ("DELETE", "/api/v1/translations/{translation}", &[("reason", Text)]),
    ("POST", "/api/v1/translations/{translation}/approval", &[("comment", Text)]),
    ("POST", "/api/v1/translations/{translation}/return", &[("comment", Text)]),
    (
        "POST",
        "/api/v1/reports/{reference}/delegations",
        &[("publisher", Text), ("words", Text), ("approvers", Text)],
    ),
    ("POST", "/api/v1/delegations/{delegation}/approval", &[("comment", Text)]),
    ("POST", "/api/v1/delegations/{delegation}/return", &[("comment", Text)]),
    ("POST", "/api/v1/delegations/{delegation}/refusal", &[("reason", Text)]),
    ("PUT", "/api/v1/evidence/{file}", &[("description", Text)]),
];

const REPORT: &[(&str, Field)] = &[
    ("title", Text),
    ("narrative", Long(100_000)),
    ("language", Text),
    ("incident", Text),
    ("facts", Facts),
];

/// The calls that change something and take no body.
pub const WITHOUT_BODY: &[(&str, &str)] = &[
    ("DELETE", "/api/v1/sessions/current"),
    ("DELETE", "/api/v1/groups/{slug}/members/{organisation}"),
    ("POST", "/api/v1/reports/{reference}/releases/{id}/claim"),
    ("DELETE", "/api/v1/reports/{reference}/releases/{id}/claim"),
    ("DELETE", "/api/v1/delegations/{delegation}"),
    ("POST", "/api/v1/delegations/{delegation}/acceptance"),
    ("DELETE", "/api/v1/evidence/{file}"),
    ("DELETE", "/api/v1/access-requests/{request}"),
    ("PUT", "/api/v1/actions/{action}/participation"),
    ("DELETE", "/api/v1/actions/{action}/participation"),
    ("PUT", "/api/v1/actions/{action}/records"),
    ("DELETE", "/api/v1/actions/{action}/records"),
    ("DELETE", "/api/v1/files/{attached}"),
    ("PUT", "/api/v1/statements/{statement}/sponsorship"),
    ("DELETE", "/api/v1/statements/{statement}/pen"),
    ("POST", "/api/v1/statements/{statement}/consolidation"),
    ("POST", "/api/v1/statements/{statement}/positions/{position}/confirmation"),
    ("POST", "/api/v1/statements/{statement}/positions/{position}/withdrawal"),
    ("DELETE", "/api/v1/statements/closed-days/{date}"),
    ("DELETE", "/api/v1/statements/{statement}/endorsements"),
    ("POST", "/api/v1/statements/{statement}/endorsements/refusal"),
    ("DELETE", "/api/v1/statements/{statement}/translations/{language}"),
    ("DELETE", "/api/v1/organisations/{slug}/mandates/{mandate}"),
    ("PUT", "/api/v1/actions/{action}/lead"),
    ("POST", "/api/v1/calendar/addresses"),
    ("POST", "/api/v1/templates/ready"),
    ("DELETE", "/api/v1/templates/{template}"),
    ("DELETE", "/api/v1/searches/{search}"),
    ("POST", "/api/v1/searches/{search}/addresses"),
    ("DELETE", "/api/v1/feed-addresses/{address}"),
    ("POST", "/api/v1/notifications/{notification}/reading"),
    ("POST", "/api/v1/notifications/{notification}/settlement"),
    ("POST", "/api/v1/access-requests/{request}/dismissal"),
];

/// Those whose bodies are of another kind: lists, whose bad entries stand in `marks.rs` and `joint_statements.rs`, and files, in
/// `evidence.rs` and `action_files.rs`.
pub const APART: &[(&str, &str)] = &[
    ("PUT", "/api/v1/reports/{reference}/marks"),
    ("PUT", "/api/v1/statements/{statement}/paragraphs"),
    ("POST", "/api/v1/reports/{reference}/evidence"),
    ("POST", "/api/v1/actions/{action}/files"),
];

/// Where nothing at all may be sent for `{}`.
pub const MAY_BE_EMPTY: [&str; 26] = [
    "/api/v1/comments/{comment}",
    "/api/v1/alerts/{alert}",
    "/api/v1/alerts/{alert}/approval",
    "/api/v1/alerts/{alert}/confirmation",
    "/api/v1/alerts/{alert}/acknowledgement",
    "/api/v1/actions/{action}",
    "/api/v1/actions/{action}/approval",
    "/api/v1/statement-texts/{text}",
    "/api/v1/statement-texts/{text}/approval",
    "/api/v1/publications/{publication}",
    "/api/v1/publications/{publication}/approval",
    "/api/v1/tasks/{task}",
    "/api/v1/searches/{search}/look",
    "/api/v1/notes/{note}",
    "/api/v1/notes/{note}/approval",
    "/api/v1/notes/{note}/confirmation",
    "/api/v1/inquiries/{inquiry}",
    "/api/v1/inquiries/{inquiry}/approval",
    "/api/v1/delegations/{delegation}/approval",
    "/api/v1/reports/{reference}",
    "/api/v1/corroborations/{corroboration}",
    "/api/v1/translations/{translation}",
    "/api/v1/translations/{translation}/approval",
    "/api/v1/reports/{reference}/releases/{id}",
    "/api/v1/reports/{reference}/releases/{id}/approval",
    "/api/v1/corroborations/{corroboration}/approval",
];
