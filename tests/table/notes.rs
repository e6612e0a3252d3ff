//! Notes on incidents, the kind that tests alone know.

use serde_json::json;

use super::alerts::calling;
use super::reports::one;
use super::{DECIDERS, Names, On, READERS, Row, row};
use crate::serving::{GOVERNMENT, REPORTER, REVIEWER, Serving};

const DRAFT_FORM: [u16; 7] = [401, 404, 404, 404, 404, 404, 303];
/// Readers may not; somebody of the organisation without the right neither.
const OWN: [u16; 7] = [404, 404, 404, 404, 403, 403, 200];
const OWN_FORM: [u16; 7] = [401, 404, 404, 404, 403, 403, 303];

/// A note on the incident of what was released, and how far it is on its way.
pub fn noted(serving: &Serving, on: On, mut names: Names) -> Names {
    let audience = ["org:open-lines", "sector:government"];
    let sent = json!({
        "text": "A note of Open Lines", "audience": audience, "urgent": matches!(on, On::Unconfirmed)
    });
    let author = if matches!(on, On::Unconfirmed) { calling(serving) } else { REPORTER.to_owned() };
    let path = format!("/api/v1/incidents/{}/notes", names["incident"]);
    let made = serving.client(&author).post(&path, &sent).expect(201).json();
    let path = format!("/api/v1/notes/{}", made["reference"].as_str().unwrap());
    match on {
        On::Noted => drop(serving.client(REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200)),
        On::Unconfirmed => {
            drop(serving.client(&author).post(&format!("{path}/versions"), &sent).expect(201));
        }
        _ => {}
    }
    names.insert("note", made["reference"].as_str().unwrap().to_owned());
    names.insert("version", "1".into());
    names
}

pub const ROUTES: &[Row] = &[
    row("GET", "/incidents/{incident}/note", On::Released, [404, 404, 404, 404, 200, 403, 200], REPORTER),
    row("POST", "/incidents/{incident}/note", On::Released, [401, 404, 404, 404, 303, 403, 303], REPORTER)
        .form(|_| vec![("text", "We know more.".into()), ("audience", "coalition".into())]),
    row("GET", "/notes/{note}", On::Noted, READERS, REPORTER),
    row("GET", "/notes/{note}", On::Noting, DECIDERS, REVIEWER),
    row("GET", "/notes/{note}", On::Unconfirmed, READERS, REVIEWER),
    row("POST", "/notes/{note}/approval", On::Noting, DRAFT_FORM, REVIEWER).form(|_| vec![]),
    row("POST", "/notes/{note}/return", On::Noting, DRAFT_FORM, REVIEWER)
        .form(|_| one("comment", "Say where.")),
    row("POST", "/notes/{note}/confirmation", On::Unconfirmed, OWN_FORM, REVIEWER).form(|_| vec![]),
    row("POST", "/notes/{note}/withdrawal", On::Noted, OWN_FORM, REVIEWER)
        .form(|_| one("reason", "A mistake")),
    row(
        "POST",
        "/api/v1/incidents/{incident}/notes",
        On::Released,
        [404, 404, 404, 404, 201, 403, 201],
        GOVERNMENT,
    )
    .with(|_| json!({ "text": "We know more.", "audience": ["coalition"] })),
    row("GET", "/api/v1/notes/{note}", On::Noted, READERS, REPORTER),
    row("GET", "/api/v1/notes/{note}", On::Noting, DECIDERS, REPORTER),
    row("DELETE", "/api/v1/notes/{note}", On::Noted, OWN, REVIEWER)
        .with(|_| json!({ "reason": "A mistake" })),
    row("POST", "/api/v1/notes/{note}/approval", On::Noting, DECIDERS, REVIEWER).with(|_| json!({})),
    row("POST", "/api/v1/notes/{note}/return", On::Noting, DECIDERS, REVIEWER)
        .with(|_| json!({ "comment": "Say where." })),
    row("POST", "/api/v1/notes/{note}/confirmation", On::Unconfirmed, OWN, REVIEWER).with(|_| json!({})),
    row("GET", "/api/v1/notes/{note}/versions", On::Noted, READERS, REPORTER),
    row("GET", "/api/v1/notes/{note}/versions/{version}", On::Unconfirmed, READERS, REPORTER),
    row("POST", "/api/v1/notes/{note}/versions", On::Noted, [404, 404, 404, 404, 403, 403, 201], REPORTER)
        .with(|_| json!({ "text": "We know even more.", "audience": ["coalition"] })),
    row("DELETE", "/api/v1/notes/{note}/versions/{version}", On::Unconfirmed, OWN, REVIEWER)
        .with(|_| json!({ "reason": "A mistake" })),
];
