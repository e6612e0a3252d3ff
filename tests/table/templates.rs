//! Templates of joint actions.

use serde_json::{Value, json};

use super::{MEMBERS, NOTHING, Names, On, Row, row};
use crate::serving::{CONVENOR, REVIEWER, Serving};

/// Those of the organisation that keeps it.
const COLLEAGUES: [u16; 7] = [401, 404, 404, 404, 404, 200, 200];
/// Its delegates.
const KEEPERS: [u16; 7] = [401, 404, 404, 404, 404, 403, 200];
const KEEPERS_FORM: [u16; 7] = [401, 404, 404, 404, 404, 403, 303];

/// What is sent as a template.
pub fn sent(_: &Names) -> Value {
    json!({
        "name": "A demarche", "kind": "demarche", "title": "A demarche on [law]", "brief": "What is asked of whom.",
        "audience": ["coalition"], "due_in": "P14D",
        "tasks": [{ "title": "Call the capital", "owner": "lead", "due_in": "P3D" }, { "title": "Read it" }],
    })
}

fn fields(_: &Names) -> Vec<(&'static str, String)> {
    [
        ("name", "A demarche"),
        ("kind", "demarche"),
        ("title", "A demarche"),
        ("brief", "What is asked."),
        ("language", "en"),
        ("version", "1"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

/// A template of Open Lines.
pub fn kept(serving: &Serving) -> Names {
    let made = serving.client(REVIEWER).post("/api/v1/templates", &sent(&Names::new())).expect(201).json();
    Names::from([("template", made["reference"].as_str().unwrap().to_owned())])
}

pub const ROUTES: &[Row] = &[
    row("GET", "/templates", NOTHING, MEMBERS, REVIEWER),
    row("GET", "/templates.csv", NOTHING, MEMBERS, REVIEWER),
    row("POST", "/templates", NOTHING, [401, 403, 403, 403, 303, 403, 303], REVIEWER).form(fields),
    row("GET", "/templates/new", NOTHING, [401, 403, 403, 403, 200, 403, 200], REVIEWER),
    row("POST", "/templates/ready", NOTHING, [401, 403, 403, 403, 403, 403, 303], CONVENOR)
        .form(|_| Vec::new()),
    row("GET", "/templates/{template}", On::Templated, COLLEAGUES, REVIEWER),
    row("GET", "/templates/{template}/update", On::Templated, KEEPERS, REVIEWER),
    row("POST", "/templates/{template}/update", On::Templated, KEEPERS_FORM, REVIEWER).form(fields),
    row("POST", "/templates/{template}/use", On::Templated, KEEPERS_FORM, REVIEWER)
        .form(|_| vec![("act", "out".into())]),
    row("POST", "/templates/{template}/deletion", On::Templated, KEEPERS_FORM, REVIEWER).form(|_| Vec::new()),
    row("GET", "/api/v1/templates", NOTHING, MEMBERS, REVIEWER),
    row("POST", "/api/v1/templates", NOTHING, [401, 403, 403, 403, 201, 403, 201], REVIEWER).with(sent),
    row("POST", "/api/v1/templates/ready", NOTHING, [401, 403, 403, 403, 403, 403, 200], CONVENOR)
        .with(|_| json!({})),
    row("GET", "/api/v1/templates/{template}", On::Templated, COLLEAGUES, REVIEWER),
    row("PUT", "/api/v1/templates/{template}", On::Templated, KEEPERS, REVIEWER).with(sent),
    row(
        "DELETE",
        "/api/v1/templates/{template}",
        On::Templated,
        [401, 404, 404, 404, 404, 403, 204],
        REVIEWER,
    ),
];
