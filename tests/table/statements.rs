//! Joint statements.

use entente::access::OrganisationKind::Government;
use entente::access::Role::{Delegate, Observer, Reviewer};
use entente::people::{self, NewOrganisation};
use serde_json::{Value, json};

use super::{DECIDERS, MEMBERS, NOTHING, Names, On, READERS, Row, row};
use crate::http::Answer;
use crate::serving::{GOVERNMENT, REPORTER, REVIEWER, Serving};

/// A delegate of Valdora, a state: it holds the pen.
pub const INES: &str = "ines@valdora.example.org";
/// A reviewer of Valdora.
const RUI: &str = "rui@valdora.example.org";

/// Only who acts for the penholder.
const HOLDER: [u16; 7] = [404, 404, 404, 404, 403, 403, 200];
const HOLDER_FORM: [u16; 7] = [401, 404, 404, 404, 403, 403, 303];
/// Whoever acts for a state that reads the text.
const STATES: [u16; 7] = [404, 404, 404, 404, 201, 403, 201];
const STATES_FORM: [u16; 7] = [401, 404, 404, 404, 303, 403, 303];
/// A version that waits is known at home alone.
const HOME: [u16; 7] = [404, 404, 404, 404, 404, 404, 200];
const HOME_FORM: [u16; 7] = [401, 404, 404, 404, 404, 404, 303];

/// A second state, once.
fn state(serving: &Serving) {
    serving.write(|tx| {
        if people::organisation_for_operator(tx.conn, "valdora").is_ok() {
            return Ok(());
        }
        let known = NewOrganisation::known("valdora", "Valdora", Government, Some("PT"), "");
        let home = people::found(tx, known)?;
        for (name, email, roles) in
            [("Ines Duarte", INES, &[Delegate, Observer][..]), ("Rui Costa", RUI, &[Reviewer][..])]
        {
            entente::accounts::enrol(tx, &home, name, email, "", roles)?;
        }
        Ok(())
    });
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// A statement of Valdora, which Open Lines and governments read; negotiated, or with a version that waits for a second person.
pub fn prepared(serving: &Serving, on: On) -> Names {
    let mut names = written(serving);
    if matches!(on, On::Texting) {
        return names;
    }
    negotiate(serving, &mut names);
    let at = |more: &str| format!("/api/v1/statements/{}{more}", names["statement"]);
    let (client, state) = (serving.client(INES), serving.client(GOVERNMENT));
    let said = |name: &'static str, answer: Answer| (name, text(&answer.expect(201).json()["reference"]));
    let amendment = json!({ "paragraph": "p1", "version": names["mark"], "text": "We act." });
    let bracket = json!({ "paragraph": "p1", "start": 0, "end": 2, "kind": "contentious" });
    let condition = json!({ "value": "support_if", "version": names["mark"], "text": "If we act at once." });
    let all = [
        said("input", state.post(&at("/inputs"), &json!({ "text": "Well said." }))),
        said("amendment", state.post(&at("/amendments"), &amendment)),
        said("bracket", client.post(&at("/brackets"), &bracket)),
        said("position", state.post(&at("/positions"), &condition)),
    ];
    names.extend(all);
    names
}

/// One with a version that waits for a second person.
pub fn written(serving: &Serving) -> Names {
    state(serving);
    let client = serving.client(INES);
    let readers = ["org:open-lines", "sector:government", "sector:secretariat"];
    let new = json!({ "title": "A statement", "reason": "What is said.", "audience": readers });
    let made = client.post("/api/v1/statements", &new).expect(201).json();
    let (statement, action) = (text(&made["reference"]), text(&made["action"]));
    serving.client(RUI).post(&format!("/api/v1/actions/{action}/approval"), &json!({})).expect(200);
    let at = |more: &str| format!("/api/v1/statements/{statement}{more}");
    client.post(&at("/moves"), &json!({ "to": "drafting" })).expect(200);
    client
        .put(&at("/paragraphs"), "*", &json!([{ "kind": "operative", "text": "We act together." }]))
        .expect(200);
    let opens = json!({ "to": "consultation", "audience": readers, "until": "2030-01-01" });
    client.post(&at("/moves"), &opens).expect(200);
    let waits = text(&client.get(&at("")).expect(200).json()["proposed"]);
    Names::from([
        ("statement", statement.clone()),
        ("text", waits),
        ("paragraph", "p1".to_owned()),
        ("version", "1".to_owned()),
    ])
}

/// That version is released, and negotiated.
pub fn negotiate(serving: &Serving, names: &mut Names) {
    let (client, waits) = (serving.client(INES), names["text"].clone());
    let at = format!("/api/v1/statements/{}", names["statement"]);
    serving.client(RUI).post(&format!("/api/v1/statement-texts/{waits}/approval"), &json!({})).expect(200);
    client.post(&format!("{at}/moves"), &json!({ "to": "negotiation" })).expect(200);
    names.insert("mark", text(&client.get(&at).expect(200).json()["mark"]));
}

pub fn seen(names: &Names, fields: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut all = vec![("version", names["mark"].clone())];
    all.extend(fields.iter().map(|(name, value)| (*name, (*value).to_owned())));
    all
}

pub const ROUTES: &[Row] = &[
    row("GET", "/help/statements", NOTHING, MEMBERS, REPORTER),
    row("GET", "/statements", On::Stated, MEMBERS, INES),
    row("GET", "/statements.csv", On::Stated, MEMBERS, INES),
    row("GET", "/statements/{statement}", On::Stated, READERS, INES),
    row("GET", "/statements/{statement}.txt", On::Stated, READERS, INES),
    row("GET", "/statements/{statement}.docx", On::Stated, READERS, INES),
    row("GET", "/statements/{statement}/print", On::Stated, READERS, INES),
    row("GET", "/statements/{statement}/versions", On::Stated, READERS, INES),
    row("GET", "/statements/{statement}/versions/{version}", On::Stated, READERS, INES),
    row("GET", "/statements/{statement}/difference", On::Stated, READERS, INES),
    row("GET", "/statements/{statement}/paragraphs/{paragraph}", On::Stated, READERS, INES),
    row("GET", "/statements/{statement}/inputs", On::Stated, READERS, INES),
    row("GET", "/statements/{statement}/edit", On::Stated, HOLDER, INES),
    row("GET", "/statements/{statement}/room", On::Stated, HOLDER, INES),
    row("POST", "/statements/{statement}/moves", On::Stated, HOLDER_FORM, INES)
        .form(|names| seen(names, &[("to", "withdrawn"), ("reason", "It is over.")])),
    row("POST", "/statements/{statement}/sponsorship", On::Stated, HOLDER_FORM, INES)
        .form(|names| seen(names, &[])),
    row("POST", "/statements/{statement}/pen", On::Stated, HOLDER_FORM, INES)
        .form(|names| seen(names, &[("act", "take")])),
    row("POST", "/statements/{statement}/consolidation", On::Stated, HOLDER_FORM, INES)
        .form(|names| seen(names, &[])),
    row("POST", "/statements/{statement}/room", On::Stated, HOLDER_FORM, INES).form(|names| {
        seen(
            names,
            &[("act", "readers"), ("organisations", "org:open-lines"), ("sectors", "sector:government")],
        )
    }),
    row("POST", "/statements/{statement}/edit", On::Stated, HOLDER_FORM, INES).form(|names| {
        seen(
            names,
            &[
                ("act", "save"),
                ("title", "A statement"),
                ("language", "en"),
                ("id", "p1"),
                ("kind", "operative"),
                ("text", "We act at once."),
            ],
        )
    }),
    row("POST", "/statements/{statement}/upload", On::Stated, [401, 404, 404, 404, 403, 403, 200], INES)
        .file(),
    row("POST", "/statements/{statement}/paragraphs/{paragraph}", On::Stated, STATES_FORM, INES)
        .form(|names| seen(names, &[("act", "input"), ("input_text", "Well.")])),
    row("POST", "/statements/{statement}/inputs", On::Stated, STATES_FORM, INES)
        .form(|names| seen(names, &[("text", "Well.")])),
    row("GET", "/statement-texts/{text}", On::Stated, READERS, INES),
    row("POST", "/statement-texts/{text}/approval", On::Texting, HOME_FORM, RUI).form(|_| vec![]),
    row("POST", "/statement-texts/{text}/return", On::Texting, HOME_FORM, RUI)
        .form(|_| vec![("comment", "Not yet".into())]),
    row("POST", "/statement-texts/{text}/withdrawal", On::Texting, HOME_FORM, INES).form(|_| vec![]),
    row("GET", "/api/v1/statements", On::Stated, MEMBERS, INES),
    row("POST", "/api/v1/statements", NOTHING, [401, 403, 403, 403, 201, 403, 201], REVIEWER)
        .with(|_| json!({ "title": "A statement", "reason": "What is said." })),
    row("GET", "/api/v1/statements/{statement}", On::Stated, READERS, INES),
    row("GET", "/api/v1/statements/{statement}/versions", On::Stated, READERS, INES),
    row("GET", "/api/v1/statements/{statement}/versions/{version}", On::Stated, READERS, INES),
    row("GET", "/api/v1/statements/{statement}/difference", On::Stated, READERS, INES),
    row("POST", "/api/v1/statements/{statement}/moves", On::Stated, HOLDER, INES)
        .with(|_| json!({ "to": "withdrawn", "reason": "It is over." })),
    row("PUT", "/api/v1/statements/{statement}/sponsorship", On::Stated, HOLDER, INES),
    row("PUT", "/api/v1/statements/{statement}/room", On::Stated, HOLDER, INES)
        .with(|_| json!({ "audience": ["org:open-lines", "sector:government"] })),
    row("PUT", "/api/v1/statements/{statement}/pen", On::Stated, HOLDER, INES).with(|_| json!({})),
    row("DELETE", "/api/v1/statements/{statement}/pen", On::Stated, HOLDER, INES),
    row("PUT", "/api/v1/statements/{statement}/paragraphs", On::Stated, HOLDER, INES)
        .with(|_| json!([{ "id": "p1", "kind": "operative", "text": "We act at once." }])),
    row("PUT", "/api/v1/statements/{statement}/title", On::Stated, HOLDER, INES)
        .with(|_| json!({ "title": "Another title" })),
    row("POST", "/api/v1/statements/{statement}/consolidation", On::Stated, HOLDER, INES),
    row("POST", "/api/v1/statements/{statement}/inputs", On::Stated, STATES, INES)
        .with(|_| json!({ "text": "Well said." })),
    row("POST", "/api/v1/statements/{statement}/inputs/{input}/answer", On::Stated, HOLDER, INES)
        .with(|_| json!({ "answer": "accepted" })),
    row("POST", "/api/v1/statements/{statement}/amendments", On::Stated, STATES, INES)
        .with(|names| json!({ "paragraph": "p1", "version": names["mark"], "text": "We act now." })),
    row("POST", "/api/v1/statements/{statement}/amendments/{amendment}/decision", On::Stated, HOLDER, INES)
        .with(|_| json!({ "decision": "accepted" })),
    row("POST", "/api/v1/statements/{statement}/brackets", On::Stated, STATES, INES)
        .with(|_| json!({ "paragraph": "p1", "start": 3, "end": 6, "kind": "trade" })),
    row("POST", "/api/v1/statements/{statement}/brackets/{bracket}/status", On::Stated, HOLDER, INES)
        .with(|_| json!({ "status": "agreed" })),
    row("GET", "/api/v1/statement-texts/{text}", On::Stated, READERS, INES),
    row("DELETE", "/api/v1/statement-texts/{text}", On::Texting, HOME, INES).with(|_| json!({})),
    row("POST", "/api/v1/statement-texts/{text}/approval", On::Texting, DECIDERS, RUI).with(|_| json!({})),
    row("POST", "/api/v1/statement-texts/{text}/return", On::Texting, DECIDERS, RUI)
        .with(|_| json!({ "comment": "Not yet" })),
];
