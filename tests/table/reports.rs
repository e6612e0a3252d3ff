//! The pages on which reports are written, released, reviewed and filed.

use serde_json::json;

use super::{DECIDERS, DESK, MEMBERS, NOTHING, Names, On, READERS, Row, row};
use crate::serving::{ADMIN, DEFENDER, GOVERNMENT, REPORTER, REVIEWER, Serving};

/// A form that the desk alone can send; a colleague who reads the thing is told that this needs a role.
const DESK_FORM: [u16; 7] = [401, 404, 404, 404, 404, 403, 303];
/// The same for a thing that nobody reads yet.
const DRAFT_FORM: [u16; 7] = [401, 404, 404, 404, 404, 404, 303];

/// Whoever holds a role that asks.
const ASKERS: [u16; 7] = [401, 403, 403, 200, 200, 403, 200];

pub(super) fn one(name: &'static str, value: &str) -> Vec<(&'static str, String)> {
    vec![(name, value.to_owned())]
}

/// The proposal is claimed by the reviewer.
pub(super) fn claimed(serving: &Serving, names: Names) -> Names {
    let path = format!("/api/v1/reports/{}/releases/{}/claim", names["reference"], names["id"]);
    serving.client(REVIEWER).post(&path, &json!({})).expect(200);
    names
}

fn proposal() -> Vec<(&'static str, String)> {
    vec![("audience", "public".into()), ("revision", "1".into())]
}

/// The title of what the table is about, with a part of it wrapped.
fn marks() -> Vec<(&'static str, String)> {
    let title = ("text.title", "A thing of ⟦Open Lines⟧".to_owned());
    vec![title, ("reason", "personal_data".into()), ("revision", "1".into())]
}

pub const ROUTES: &[Row] = &[
    row("GET", "/desk", NOTHING, MEMBERS, REPORTER),
    row("GET", "/reviews", NOTHING, MEMBERS, REVIEWER),
    row("GET", "/keeping", NOTHING, [401, 403, 403, 200, 403, 403, 200], ADMIN),
    row("POST", "/keeping", On::Draft, [401, 403, 403, 422, 403, 403, 303], ADMIN)
        .form(|names| vec![("reference", names["reference"].clone()), ("keep_until", "2099-12-31".into())]),
    row("POST", "/keeping/erase", On::Released, [401, 403, 403, 422, 403, 403, 303], ADMIN).form(|names| {
        vec![("reference", names["reference"].clone()), ("reason", "Asked".into()), ("sure", "yes".into())]
    }),
    row("GET", "/reports/new", NOTHING, [401, 403, 403, 200, 200, 403, 200], REPORTER),
    row("POST", "/reports", NOTHING, [401, 403, 403, 303, 303, 403, 303], REPORTER)
        .form(|_| one("title", "Fresh")),
    row("GET", "/reports/{reference}/desk", On::Released, DESK, REPORTER),
    row("GET", "/reports/{reference}/desk", On::Draft, DECIDERS, REPORTER),
    row("GET", "/reports/{reference}/edit", On::Released, DESK, REPORTER),
    row("GET", "/reports/{reference}/edit", On::Draft, DECIDERS, REPORTER),
    row("GET", "/reports/{reference}/edit", On::Draft, [404, 404, 404, 404, 404, 404, 403], REVIEWER),
    row("POST", "/reports/{reference}/edit", On::Released, DESK_FORM, REPORTER)
        .form(|_| vec![("title", "Changed".into()), ("revision", "1".into())]),
    row("POST", "/reports/{reference}/edit", On::Draft, DRAFT_FORM, REPORTER)
        .form(|_| vec![("title", "Changed".into()), ("revision", "1".into())]),
    row("GET", "/reports/{reference}/marks", On::Released, DESK, REPORTER),
    row("GET", "/reports/{reference}/marks", On::Draft, DECIDERS, REPORTER),
    row("GET", "/reports/{reference}/marks", On::Draft, DECIDERS, REVIEWER),
    row("POST", "/reports/{reference}/marks", On::Released, DESK_FORM, REPORTER).form(|_| marks()),
    row("POST", "/reports/{reference}/marks", On::Draft, DRAFT_FORM, REPORTER).form(|_| marks()),
    row("POST", "/reports/{reference}/marks", On::Draft, [401, 404, 404, 404, 404, 404, 403], REVIEWER)
        .form(|_| marks()),
    row("GET", "/reports/{reference}/incident", On::Released, DESK, REPORTER),
    row("GET", "/reports/{reference}/incident", On::Draft, DECIDERS, REPORTER),
    row("POST", "/reports/{reference}/incident", On::Released, DESK_FORM, REPORTER)
        .form(|names| one("incident", &names["into"])),
    row("POST", "/reports/{reference}/incident", On::Draft, [401, 404, 404, 404, 404, 404, 409], REPORTER)
        .form(|_| one("split", "yes")),
    row("GET", "/reports/{reference}/release", On::Released, DESK, REPORTER),
    row("GET", "/reports/{reference}/release", On::Draft, DECIDERS, REPORTER),
    row("POST", "/reports/{reference}/release", On::Released, [401, 404, 404, 404, 404, 403, 200], REPORTER)
        .form(|_| vec![("audience", "public".into()), ("step", "preview".into())]),
    row("POST", "/reports/{reference}/releases", On::Released, DESK_FORM, REPORTER).form(|_| proposal()),
    row("POST", "/reports/{reference}/releases", On::Draft, DRAFT_FORM, REPORTER).form(|_| proposal()),
    row("GET", "/reports/{reference}/releases/{id}", On::Proposed, DECIDERS, REVIEWER),
    row("GET", "/reports/{reference}/releases/{id}", On::Released, DECIDERS, REPORTER),
    row("POST", "/reports/{reference}/releases/{id}/approval", On::Proposed, DRAFT_FORM, REVIEWER)
        .form(|_| vec![]),
    row("POST", "/reports/{reference}/releases/{id}/return", On::Proposed, DRAFT_FORM, REVIEWER)
        .form(|_| one("comment", "Leave it out.")),
    row("POST", "/reports/{reference}/releases/{id}/claim", On::Proposed, DRAFT_FORM, REVIEWER)
        .form(|_| vec![]),
    row("POST", "/reports/{reference}/releases/{id}/unclaim", On::Claimed, DRAFT_FORM, REVIEWER)
        .form(|_| vec![]),
    row("POST", "/reports/{reference}/releases/{id}/withdrawal", On::Proposed, DRAFT_FORM, REPORTER)
        .form(|_| vec![]),
    row("POST", "/reports/{reference}/releases/{id}/withdrawal", On::Released, DRAFT_FORM, REVIEWER)
        .form(|_| one("reason", "A mistake")),
    row(
        "GET",
        "/incidents/{incident}/corroborate",
        On::Released,
        [404, 404, 404, 404, 200, 403, 200],
        GOVERNMENT,
    ),
    row(
        "POST",
        "/incidents/{incident}/corroborate",
        On::Released,
        [401, 404, 404, 404, 303, 403, 303],
        GOVERNMENT,
    )
    .form(|_| {
        vec![
            ("stance", "corroborates".into()),
            ("note", "We saw it.".into()),
            ("audience", "coalition".into()),
        ]
    }),
    row("GET", "/incidents/{incident}/reply", On::Released, [404, 404, 404, 404, 200, 403, 200], GOVERNMENT),
    row("POST", "/incidents/{incident}/reply", On::Released, [401, 404, 404, 404, 303, 403, 303], GOVERNMENT)
        .form(|_| vec![("note", "It was maintenance.".into()), ("audience", "coalition".into())]),
    row("GET", "/corroborations/{corroboration}", On::Said, READERS, REPORTER),
    row("GET", "/corroborations/{corroboration}", On::Saying, DECIDERS, REVIEWER),
    row("POST", "/corroborations/{corroboration}/approval", On::Saying, DRAFT_FORM, REVIEWER)
        .form(|_| vec![]),
    row("POST", "/corroborations/{corroboration}/return", On::Saying, DRAFT_FORM, REVIEWER)
        .form(|_| one("comment", "Say where.")),
    row(
        "POST",
        "/corroborations/{corroboration}/withdrawal",
        On::Said,
        [401, 404, 404, 404, 403, 403, 303],
        REVIEWER,
    )
    .form(|_| one("reason", "A mistake")),
    row(
        "GET",
        "/corroborations/{corroboration}/correct",
        On::Said,
        [404, 404, 404, 404, 403, 403, 200],
        REPORTER,
    ),
    row(
        "POST",
        "/corroborations/{corroboration}/correct",
        On::Said,
        [401, 404, 404, 404, 403, 403, 303],
        REPORTER,
    )
    .form(|_| {
        vec![
            ("note", "We saw it again.".into()),
            ("audience", "org:open-lines".into()),
            ("sectors", "sector:government".into()),
        ]
    }),
    row("GET", "/corroborations/{corroboration}/versions/{version}", On::Corrected, READERS, REPORTER),
    row(
        "POST",
        "/corroborations/{corroboration}/versions/{version}/withdrawal",
        On::Corrected,
        [401, 404, 404, 404, 403, 403, 303],
        REVIEWER,
    )
    .form(|_| one("reason", "A mistake")),
    row("GET", "/reports/{reference}/ask", On::Released, [404, 404, 404, 404, 200, 403, 200], GOVERNMENT),
    row("GET", "/reports/{reference}/ask", On::Draft, [404; 7], REPORTER),
    row("POST", "/reports/{reference}/ask", On::Released, [401, 404, 404, 404, 303, 403, 303], GOVERNMENT)
        .form(|_| vec![("words", "Since when?".into()), ("audience", "coalition".into())]),
    row("GET", "/inquiries/{inquiry}", On::Answered, READERS, REPORTER),
    row("GET", "/inquiries/{inquiry}", On::Answering, DECIDERS, REVIEWER),
    row("POST", "/inquiries/{inquiry}/answer", On::Asked, [401, 404, 404, 404, 303, 403, 303], REPORTER)
        .form(|_| vec![("words", "Since dawn.".into()), ("audience", "coalition".into())]),
    row("POST", "/inquiries/{inquiry}/approval", On::Answering, DRAFT_FORM, REVIEWER).form(|_| vec![]),
    row("POST", "/inquiries/{inquiry}/return", On::Answering, DRAFT_FORM, REVIEWER)
        .form(|_| one("comment", "Say where.")),
    row(
        "POST",
        "/inquiries/{inquiry}/withdrawal",
        On::Answered,
        [401, 404, 404, 404, 403, 403, 303],
        REVIEWER,
    )
    .form(|_| one("reason", "A mistake")),
    row("GET", "/access-requests", NOTHING, ASKERS, REPORTER),
    row("GET", "/access-requests/new", NOTHING, ASKERS, REPORTER),
    row("GET", "/access-requests/received", NOTHING, ASKERS, REPORTER),
    row("POST", "/access-requests", NOTHING, [401, 403, 403, 303, 303, 403, 303], REPORTER)
        .form(|_| vec![("country", "KE".into()), ("words", "We help people there.".into())]),
    row(
        "POST",
        "/access-requests/{request}/end",
        On::Requested,
        [401, 403, 403, 404, 404, 403, 303],
        REPORTER,
    )
    .form(|_| vec![]),
    row(
        "POST",
        "/access-requests/{request}/dismissal",
        On::Received,
        [401, 403, 403, 404, 404, 403, 303],
        REPORTER,
    )
    .form(|_| vec![]),
    row("GET", "/reports/{reference}/translate", On::Released, DESK, REPORTER),
    row("POST", "/reports/{reference}/translate", On::Released, DESK_FORM, REPORTER).form(|names| {
        vec![("language", "fr".into()), ("title", "Une chose".into()), ("rendition", names["hash"].clone())]
    }),
    row("GET", "/translations/{translation}", On::Translated, READERS, REPORTER),
    row("GET", "/translations/{translation}", On::Translating, DECIDERS, REVIEWER),
    row("POST", "/translations/{translation}/approval", On::Translating, DRAFT_FORM, REVIEWER)
        .form(|_| vec![]),
    row("POST", "/translations/{translation}/return", On::Translating, DRAFT_FORM, REVIEWER)
        .form(|_| one("comment", "It says more.")),
    row(
        "POST",
        "/translations/{translation}/withdrawal",
        On::Translated,
        [401, 404, 404, 404, 403, 403, 303],
        REVIEWER,
    )
    .form(|_| one("reason", "A mistake")),
    row("GET", "/reports/{reference}/delegation", On::Released, DESK, REPORTER),
    row("GET", "/reports/{reference}/delegation", On::Draft, DECIDERS, REPORTER),
    row("POST", "/reports/{reference}/delegation", On::Delegating, DRAFT_FORM, REPORTER)
        .form(|_| vec![("publisher", "estmark".into()), ("words", "Please do.".into())]),
    // Its title names Open Lines.
    row(
        "POST",
        "/reports/{reference}/delegation",
        On::Released,
        [401, 404, 404, 404, 404, 403, 409],
        REPORTER,
    )
    .form(|_| vec![("publisher", "estmark".into()), ("words", "Please do.".into())]),
    row("GET", "/delegations", NOTHING, MEMBERS, DEFENDER),
    row("GET", "/delegations/{delegation}", On::Delegating, DECIDERS, REVIEWER),
    row("GET", "/delegations/{delegation}", On::Delegated, DECIDERS, DEFENDER),
    row("POST", "/delegations/{delegation}/approval", On::Delegating, DRAFT_FORM, REVIEWER).form(|_| vec![]),
    row("POST", "/delegations/{delegation}/return", On::Delegating, DRAFT_FORM, REVIEWER)
        .form(|_| one("comment", "Say why.")),
    row("POST", "/delegations/{delegation}/withdrawal", On::Delegated, DRAFT_FORM, REPORTER).form(|_| vec![]),
    row("POST", "/delegations/{delegation}/acceptance", On::Delegated, DRAFT_FORM, DEFENDER).form(|_| vec![]),
    row("POST", "/delegations/{delegation}/refusal", On::Delegated, DRAFT_FORM, DEFENDER)
        .form(|_| one("reason", "We cannot.")),
    row("GET", "/reports/{reference}/retraction", On::Released, DESK, REVIEWER),
    row("POST", "/reports/{reference}/retraction", On::Released, DESK_FORM, REVIEWER)
        .form(|_| one("reason", "We were wrong.")),
    row("GET", "/incidents/{incident}/merge", On::Released, [404, 404, 404, 404, 403, 403, 200], REPORTER),
    row("GET", "/incidents/{incident}/merge", On::Draft, [404, 404, 404, 404, 404, 404, 200], REPORTER),
    row("POST", "/incidents/{incident}/merge", On::Released, [401, 404, 404, 404, 403, 403, 303], REPORTER)
        .form(|names| one("incident", &names["into"])),
    row("POST", "/reports/{reference}/evidence", On::Released, DESK_FORM, REPORTER).file(),
    row("POST", "/reports/{reference}/evidence", On::Draft, DRAFT_FORM, REPORTER).file(),
    row("GET", "/reports/{reference}/evidence.json", On::Filed, DESK, REPORTER),
    row("GET", "/reports/{reference}/evidence.json", On::FiledDraft, DECIDERS, REPORTER),
    row("GET", "/reports/{reference}/releases/{id}/evidence/{file}", On::FiledProposed, DECIDERS, REVIEWER),
    row("GET", "/evidence/{file}/desk", On::Filed, DESK, REPORTER),
    row("GET", "/evidence/{file}/desk", On::FiledDraft, DECIDERS, REPORTER),
    row("GET", "/evidence/{file}/copy", On::Filed, DESK, REPORTER),
    row("GET", "/evidence/{file}/pages/{page}", On::Filed, DESK, REPORTER),
    row("GET", "/evidence/{file}/original", On::Filed, DESK, REPORTER),
    row("GET", "/evidence/{file}/original", On::FiledDraft, DECIDERS, REPORTER),
    row("POST", "/evidence/{file}/description", On::Filed, DESK_FORM, REPORTER).form(|_| {
        [("revision", "2"), ("description", "Another")].map(|(name, value)| (name, value.to_owned())).to_vec()
    }),
    row("POST", "/evidence/{file}/boxes", On::Filed, DESK_FORM, REPORTER).form(|_| {
        let numbers = [
            ("revision", "2"),
            ("page.0", "1"),
            ("x.0", "10"),
            ("y.0", "10"),
            ("width.0", "100"),
            ("height.0", "50"),
        ];
        numbers.map(|(name, value)| (name, value.to_owned())).to_vec()
    }),
    row("POST", "/evidence/{file}/encoding", On::FiledUnread, DRAFT_FORM, REPORTER).form(|_| {
        [("revision", "2"), ("encoding", "KOI8-R")].map(|(name, value)| (name, value.to_owned())).to_vec()
    }),
    row("GET", "/evidence/{file}/desk", On::FiledUnread, DECIDERS, REPORTER),
    row("POST", "/evidence/{file}/removal", On::Filed, DESK_FORM, REPORTER).form(|_| Vec::new()),
];
