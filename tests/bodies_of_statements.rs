//! The bodies of all calls on joint statements, field by field.

use crate::bodies::Body;
use crate::bodies::Field::{self, Flag, Long, Text, Words};

/// The concept of a statement, but its target and its list of links.
const STATEMENT: &[(&str, Field)] = &[
    ("title", Text),
    ("reason", Long(20_000)),
    ("language", Text),
    ("mode", Text),
    ("audience", Words),
    ("except", Words),
    ("approvers", Text),
];

/// The fields of every call on statements that takes a body.
pub const STATEMENTS: &[Body] = &[
    ("POST", "/api/v1/statements", STATEMENT),
    (
        "POST",
        "/api/v1/statements/{statement}/moves",
        &[
            ("to", Text),
            ("mode", Text),
            ("reason", Long(2_000)),
            ("audience", Words),
            ("except", Words),
            ("approvers", Text),
            ("until", Text),
            ("until_zone", Text),
            ("deadline", Text),
            ("zone", Text),
            ("invite", Words),
            ("sign_on_until", Text),
            ("embargo", Text),
            ("without_pending", Flag),
            ("review", Text),
            ("successor", Text),
        ],
    ),
    ("POST", "/api/v1/statements/closed-days", &[("date", Text), ("label", Text)]),
    // Beside these, `version` is a text or a number.
    (
        "POST",
        "/api/v1/statements/{statement}/positions",
        &[
            ("value", Text),
            ("text", Long(10_000)),
            ("reservation", Long(10_000)),
            ("amendment", Long(10_000)),
            ("cannot_accept", Flag),
            ("audience", Words),
            ("except", Words),
            ("organisation", Text),
        ],
    ),
    (
        "POST",
        "/api/v1/statements/{statement}/positions/{position}/answer",
        &[("answer", Text), ("reason", Long(2_000))],
    ),
    (
        "POST",
        "/api/v1/statements/{statement}/more-time",
        &[("organisation", Text), ("answer", Text), ("reason", Long(2_000))],
    ),
    (
        "PUT",
        "/api/v1/statements/{statement}/room",
        &[("audience", Words), ("except", Words), ("approvers", Text), ("reason", Long(2_000))],
    ),
    ("PUT", "/api/v1/statements/{statement}/pen", &[("take_over", Flag)]),
    ("PUT", "/api/v1/statements/{statement}/title", &[("title", Text), ("language", Text)]),
    ("POST", "/api/v1/statements/{statement}/inputs", &[("paragraph", Text), ("text", Long(10_000))]),
    (
        "POST",
        "/api/v1/statements/{statement}/inputs/{input}/answer",
        &[("answer", Text), ("reason", Long(2_000))],
    ),
    // Beside these, `version` is a text or a number.
    (
        "POST",
        "/api/v1/statements/{statement}/amendments",
        &[("paragraph", Text), ("kind", Text), ("text", Long(10_000))],
    ),
    (
        "POST",
        "/api/v1/statements/{statement}/amendments/{amendment}/decision",
        &[("decision", Text), ("reason", Long(2_000)), ("text", Long(10_000))],
    ),
    // Beside these, `start` and `end` are numbers.
    (
        "POST",
        "/api/v1/statements/{statement}/brackets",
        &[("paragraph", Text), ("kind", Text), ("text", Text)],
    ),
    ("POST", "/api/v1/statements/{statement}/brackets/{bracket}/status", &[("status", Text)]),
    ("DELETE", "/api/v1/statement-texts/{text}", &[("reason", Text)]),
    ("POST", "/api/v1/statement-texts/{text}/approval", &[("comment", Text)]),
    ("POST", "/api/v1/statement-texts/{text}/return", &[("comment", Text)]),
    (
        "POST",
        "/api/v1/statements/{statement}/endorsements",
        &[("authority", Long(500)), ("reservation", Long(10_000))],
    ),
    (
        "PUT",
        "/api/v1/statements/{statement}/translations/{language}",
        &[("title", Text), ("text", Long(400_000))],
    ),
    ("DELETE", "/api/v1/publications/{publication}", &[("reason", Text)]),
    ("POST", "/api/v1/publications/{publication}/approval", &[("comment", Text)]),
    ("POST", "/api/v1/publications/{publication}/return", &[("comment", Text)]),
    (
        "POST",
        "/api/v1/statements/{statement}/follow-up/asks",
        &[("paragraph", Text), ("addressee", Text), ("level", Text)],
    ),
    (
        "POST",
        "/api/v1/statements/{statement}/follow-up/asks/{number}/status",
        &[("status", Text), ("note", Long(4_000))],
    ),
    ("POST", "/api/v1/statements/{statement}/follow-up/reviews", &[("finding", Long(20_000))]),
    ("PUT", "/api/v1/statements/{statement}/follow-up/lineage", &[("earlier", Text), ("relation", Text)]),
];
