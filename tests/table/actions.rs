//! Joint actions.

use entente::access::Role::Delegate;
use serde_json::{Value, json};

use super::reports::one;
use super::{ANYBODY, DECIDERS, DESK, NOTHING, Names, On, READERS, Row, fresh_address, row};
use crate::http::Client;
use crate::serving::{CONVENOR, DEFENDER, REVIEWER, Serving};

const DRAFT_FORM: [u16; 7] = [401, 404, 404, 404, 404, 404, 303];
/// Readers may not; somebody of the organisation without the right neither.
const OWN: [u16; 7] = [404, 404, 404, 404, 403, 403, 200];
const OWN_FORM: [u16; 7] = [401, 404, 404, 404, 403, 403, 303];
/// Delegates of active members.
const DELEGATES: [u16; 7] = [401, 403, 403, 403, 200, 403, 200];
/// Delegates who read it.
const JOINING: [u16; 7] = [404, 404, 404, 404, 200, 403, 200];
const JOINING_FORM: [u16; 7] = [401, 404, 404, 404, 303, 403, 303];

/// What is sent as an action.
pub fn sent(_: &Names) -> Value {
    new(&["coalition"])
}

fn new(readers: &[&str]) -> Value {
    json!({
        "kind": "demarche", "title": "A demarche", "brief": "What is asked of whom.", "audience": readers,
    })
}

fn fields(_: &Names) -> Vec<(&'static str, String)> {
    [
        ("kind", "demarche"),
        ("title", "A demarche"),
        ("brief", "What is asked."),
        ("language", "en"),
        ("audience", "coalition"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

const OWN_COMMENT: [u16; 7] = [404, 404, 404, 404, 403, 403, 200];

/// The mark of its brief.
fn mark(names: &Names) -> String {
    names.get("mark").cloned().unwrap_or_default()
}

/// A file of an action, of which there is a copy.
fn attached(serving: &Serving, client: &Client, action: &str) -> String {
    let path = format!("/api/v1/actions/{action}/files");
    let told = [("description", "A draft")];
    let file = client.upload(&path, &[], &told, ("draft.txt", b"A draft")).expect(201).json();
    serving.copied();
    file["id"].as_str().unwrap().to_owned()
}

/// An action of Open Lines that governments, Defenders' Desk and Open Lines read, and how far its brief is.
pub fn prepared(serving: &Serving, on: On) -> Names {
    let mut names = Names::new();
    let delegate = fresh_address(serving, "iva");
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        entente::accounts::enrol(tx, &home, "Iva Sol", &delegate, "", &[Delegate])
    });
    let client = serving.client(&delegate);
    let some: &[&str] = &["org:open-lines", "sector:government", "org:defenders"];
    let new = new(if matches!(on, On::BriefedAll) { &["coalition"] } else { some });
    let made = client.post("/api/v1/actions", &new).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    let approve = || {
        let path = format!("/api/v1/actions/{reference}/approval");
        serving.client(REVIEWER).post(&path, &json!({})).expect(200);
    };
    if !matches!(on, On::Briefing) {
        approve();
    }
    match on {
        On::BriefedTwice => {
            client.post(&format!("/api/v1/actions/{reference}/versions"), &new).expect(201);
            approve();
            names.insert("version", "1".to_owned());
        }
        On::Tasked => {
            let path = format!("/api/v1/actions/{reference}/tasks");
            let task = client.post(&path, &json!({ "title": "Call the capital" })).expect(201).json();
            names.insert("task", task["reference"].as_str().unwrap().to_owned());
        }
        On::Attached => {
            names.insert("attached", attached(serving, &client, &reference));
        }
        On::Offered => {
            serving
                .client(DEFENDER)
                .json("PUT", &format!("/api/v1/actions/{reference}/participation"), &[], &json!({}))
                .expect(200);
            let offer = json!({ "organisation": "defenders" });
            client.post(&format!("/api/v1/actions/{reference}/lead"), &offer).expect(200);
        }
        On::Commented | On::CommentedTwice => {
            let path = format!("/api/v1/actions/{reference}/comments");
            let made = client.post(&path, &json!({ "text": "We agree." })).expect(201).json();
            let comment = made["reference"].as_str().unwrap().to_owned();
            let mut mark = made["mark"].as_str().unwrap().to_owned();
            if matches!(on, On::CommentedTwice) {
                let path = format!("/api/v1/comments/{comment}/versions");
                let next = client.post(&path, &json!({ "text": "We agree by now." })).expect(201).json();
                next["mark"].as_str().unwrap().clone_into(&mut mark);
                names.insert("version", "1".to_owned());
            }
            names.insert("comment", comment);
            names.insert("comment_mark", mark);
        }
        _ => {}
    }
    let read = client.get(&format!("/api/v1/actions/{reference}")).expect(200).json();
    names.insert("mark", read["mark"].as_str().unwrap().to_owned());
    names.insert("action", reference);
    names
}

pub const ROUTES: &[Row] = &[
    row("GET", "/board", On::Briefed, ANYBODY, REVIEWER),
    row("POST", "/board/order", On::Briefed, [401, 403, 403, 403, 303, 403, 303], REVIEWER)
        .form(|names| vec![("stage", "proposed".into()), ("order", names["action"].clone())]),
    row("GET", "/api/v1/board/{stage}", On::Named(&[("stage", "proposed")]), ANYBODY, REVIEWER),
    row(
        "PUT",
        "/api/v1/board/{stage}",
        On::Named(&[("stage", "proposed")]),
        [401, 403, 403, 403, 204, 403, 204],
        REVIEWER,
    )
    .with(|_| json!({ "order": ["A-AAAAAA"] })),
    row("GET", "/calendar", On::Briefed, ANYBODY, REVIEWER),
    row("GET", "/calendar.csv", On::Briefed, ANYBODY, REVIEWER),
    row("GET", "/api/v1/calendar", On::Briefed, ANYBODY, REVIEWER),
    row("GET", "/actions", On::Briefed, ANYBODY, REVIEWER),
    row("GET", "/actions/new", On::Named(&[]), DELEGATES, REVIEWER),
    row("POST", "/actions", On::Named(&[]), [401, 403, 403, 403, 303, 403, 303], REVIEWER).form(fields),
    row("GET", "/actions/{action}", On::Briefed, READERS, REVIEWER),
    row("GET", "/actions/{action}.docx", On::Briefed, READERS, REVIEWER),
    row("GET", "/actions/{action}/update", On::Briefed, [404, 404, 404, 404, 403, 403, 200], REVIEWER),
    row("POST", "/actions/{action}/update", On::Briefed, OWN_FORM, REVIEWER).form(fields),
    row("POST", "/actions/{action}/approval", On::Briefing, DRAFT_FORM, REVIEWER).form(|_| vec![]),
    row("POST", "/actions/{action}/return", On::Briefing, DRAFT_FORM, REVIEWER)
        .form(|_| one("comment", "Say where.")),
    row("POST", "/actions/{action}/withdrawal", On::Briefed, OWN_FORM, REVIEWER)
        .form(|_| one("reason", "A mistake")),
    row("POST", "/actions/{action}/moves", On::Briefed, OWN_FORM, REVIEWER)
        .form(|names| vec![("version", mark(names)), ("to", "considered".into())]),
    row("POST", "/actions/{action}/participation", On::Briefed, JOINING_FORM, DEFENDER)
        .form(|names| vec![("version", mark(names)), ("act", "join".into())]),
    row("POST", "/actions/{action}/lead", On::Offered, [401, 404, 404, 404, 409, 403, 303], DEFENDER)
        .form(|names| vec![("version", mark(names)), ("act", "take".into())]),
    row("POST", "/actions/{action}/tasks", On::Briefed, OWN_FORM, REVIEWER)
        .form(|names| vec![("version", mark(names)), ("title", "Call the capital".into())]),
    row("POST", "/actions/{action}/tasks/{task}", On::Tasked, OWN_FORM, REVIEWER)
        .form(|names| vec![("version", mark(names)), ("act", "take".into())]),
    row("GET", "/tasks/{task}", On::Tasked, READERS, REVIEWER),
    row("POST", "/tasks/{task}", On::Tasked, OWN_FORM, REVIEWER)
        .form(|names| vec![("version", mark(names)), ("title", "Call both capitals".into())]),
    row("GET", "/actions/{action}/versions/{version}", On::BriefedTwice, READERS, REVIEWER),
    row("POST", "/actions/{action}/versions/{version}/withdrawal", On::BriefedTwice, OWN_FORM, REVIEWER)
        .form(|_| one("reason", "A mistake")),
    row("GET", "/actions/{action}/comments", On::Commented, READERS, REVIEWER),
    row("POST", "/actions/{action}/comments", On::Commented, JOINING_FORM, REVIEWER)
        .form(|names| vec![("version", mark(names)), ("text", "We agree too.".into())]),
    row("GET", "/comments/{comment}", On::Commented, READERS, REVIEWER),
    row("GET", "/comments/{comment}/update", On::Commented, OWN_COMMENT, REVIEWER),
    row("POST", "/comments/{comment}/update", On::Commented, OWN_FORM, REVIEWER).form(|names| {
        vec![("version", names.get("comment_mark").cloned().unwrap_or_default()), ("text", "Or not.".into())]
    }),
    row("POST", "/comments/{comment}/withdrawal", On::Commented, OWN_FORM, REVIEWER)
        .form(|_| one("reason", "A mistake")),
    row("GET", "/comments/{comment}/versions/{version}", On::CommentedTwice, READERS, REVIEWER),
    row("GET", "/actions/{action}/files", On::Attached, READERS, REVIEWER),
    row("POST", "/actions/{action}/files", On::Briefed, OWN_FORM, REVIEWER).file(),
    row("POST", "/actions/{action}/files/{attached}", On::Attached, OWN_FORM, REVIEWER)
        .form(|names| vec![("version", mark(names)), ("act", "take-back".into())]),
    row("GET", "/files/{attached}", On::Attached, READERS, REVIEWER),
    row("GET", "/files/{attached}/original", On::Attached, DESK, REVIEWER),
    row("POST", "/api/v1/actions/{action}/files", On::Briefed, [401, 404, 404, 404, 403, 403, 201], REVIEWER)
        .file(),
    row("GET", "/api/v1/files/{attached}", On::Attached, READERS, REVIEWER),
    row("DELETE", "/api/v1/files/{attached}", On::Attached, [404, 404, 404, 404, 403, 403, 204], REVIEWER),
    row("GET", "/actions/{action}/records", On::Briefed, READERS, REVIEWER),
    row("POST", "/actions/{action}/records", On::Briefed, JOINING_FORM, REVIEWER)
        .form(|names| vec![("version", mark(names)), ("act", "take-away".into())]),
    row("GET", "/api/v1/actions/{action}/records", On::Briefed, READERS, REVIEWER),
    row(
        "POST",
        "/api/v1/actions/{action}/records",
        On::BriefedAll,
        [404, 404, 404, 403, 403, 403, 201],
        CONVENOR,
    )
    .with(|_| json!({ "organisation": "defenders", "says": "joined" })),
    row(
        "PUT",
        "/api/v1/actions/{action}/records",
        On::Briefed,
        [404, 404, 404, 404, 409, 403, 409],
        REVIEWER,
    ),
    row(
        "DELETE",
        "/api/v1/actions/{action}/records",
        On::Briefed,
        [404, 404, 404, 404, 204, 403, 204],
        REVIEWER,
    ),
    row("GET", "/api/v1/actions/{action}/comments", On::Commented, READERS, REVIEWER),
    row(
        "POST",
        "/api/v1/actions/{action}/comments",
        On::Commented,
        [404, 404, 404, 404, 201, 403, 201],
        REVIEWER,
    )
    .with(|_| json!({ "text": "We agree too." })),
    row("GET", "/api/v1/comments", NOTHING, [401, 403, 403, 200, 200, 200, 200], REVIEWER),
    row("GET", "/api/v1/comments/{comment}", On::Commented, READERS, REVIEWER),
    row("DELETE", "/api/v1/comments/{comment}", On::Commented, OWN, REVIEWER)
        .with(|_| json!({ "reason": "A mistake" })),
    row("GET", "/api/v1/comments/{comment}/versions", On::Commented, READERS, REVIEWER),
    row("GET", "/api/v1/comments/{comment}/versions/{version}", On::CommentedTwice, READERS, REVIEWER),
    row(
        "POST",
        "/api/v1/comments/{comment}/versions",
        On::Commented,
        [404, 404, 404, 404, 403, 403, 201],
        REVIEWER,
    )
    .with(|_| json!({ "text": "Or not." })),
    row("DELETE", "/api/v1/comments/{comment}/versions/{version}", On::CommentedTwice, OWN, REVIEWER)
        .with(|_| json!({ "reason": "A mistake" })),
    row("GET", "/api/v1/actions", On::Briefed, ANYBODY, REVIEWER),
    row("POST", "/api/v1/actions", On::Named(&[]), [401, 403, 403, 403, 201, 403, 201], REVIEWER).with(sent),
    row("GET", "/api/v1/actions/{action}", On::Briefed, READERS, REVIEWER),
    row("DELETE", "/api/v1/actions/{action}", On::Briefed, OWN, REVIEWER)
        .with(|_| json!({ "reason": "A mistake" })),
    row("POST", "/api/v1/actions/{action}/approval", On::Briefing, DECIDERS, REVIEWER).with(|_| json!({})),
    row("POST", "/api/v1/actions/{action}/return", On::Briefing, DECIDERS, REVIEWER)
        .with(|_| json!({ "comment": "Say where." })),
    row("POST", "/api/v1/actions/{action}/moves", On::Briefed, OWN, REVIEWER)
        .with(|_| json!({ "to": "considered" })),
    row("PUT", "/api/v1/actions/{action}/participation", On::Briefed, JOINING, DEFENDER),
    row("DELETE", "/api/v1/actions/{action}/participation", On::Briefed, JOINING, DEFENDER),
    row("POST", "/api/v1/actions/{action}/lead", On::Briefed, OWN, REVIEWER)
        .with(|_| json!({ "organisation": "" })),
    row("PUT", "/api/v1/actions/{action}/lead", On::Offered, [404, 404, 404, 404, 409, 403, 200], DEFENDER),
    row("POST", "/api/v1/actions/{action}/tasks", On::Briefed, [404, 404, 404, 404, 403, 403, 201], REVIEWER)
        .with(|_| json!({ "title": "Call the capital" })),
    row("PATCH", "/api/v1/tasks/{task}", On::Tasked, OWN, REVIEWER).with(|_| json!({ "done": true })),
    row("GET", "/api/v1/actions/{action}/versions", On::Briefed, READERS, REVIEWER),
    row("GET", "/api/v1/actions/{action}/versions/{version}", On::BriefedTwice, READERS, REVIEWER),
    row(
        "POST",
        "/api/v1/actions/{action}/versions",
        On::Briefed,
        [404, 404, 404, 404, 403, 403, 201],
        REVIEWER,
    )
    .with(sent),
    row("DELETE", "/api/v1/actions/{action}/versions/{version}", On::BriefedTwice, OWN, REVIEWER)
        .with(|_| json!({ "reason": "A mistake" })),
];
