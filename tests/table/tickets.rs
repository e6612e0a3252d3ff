//! Requests to states.

use entente::access::Role::Delegate;
use serde_json::json;

use super::{Names, On, READERS, Row, fresh_address, row};
use crate::serving::{REVIEWER, Serving};

/// Only somebody who acts for the organisation that asks.
const ASKS: [u16; 7] = [404, 404, 404, 404, 403, 403, 201];
const ASKS_FORM: [u16; 7] = [401, 404, 404, 404, 403, 403, 303];
/// To the state it is as if there were none.
const NAMES: [u16; 7] = [404, 404, 404, 404, 404, 403, 200];

/// An action of Open Lines that governments and Open Lines read, in which it asks Estmark for support.
pub fn prepared(serving: &Serving) -> Names {
    let delegate = fresh_address(serving, "iva");
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        entente::accounts::enrol(tx, &home, "Iva Sol", &delegate, "", &[Delegate])
    });
    let client = serving.client(&delegate);
    let new = json!({
        "kind": "diplomatic_support", "title": "Support", "brief": "What is asked.",
        "audience": ["org:open-lines", "sector:government"],
    });
    let made = client.post("/api/v1/actions", &new).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    serving.client(REVIEWER).post(&format!("/api/v1/actions/{action}/approval"), &json!({})).expect(200);
    let asked = json!({ "organisation": "estmark", "text": "Help.", "beneficiaries": "Somebody" });
    let made = client.post(&format!("/api/v1/actions/{action}/tickets"), &asked).expect(201).json();
    let ticket = made["reference"].as_str().unwrap().to_owned();
    let read = client.get(&format!("/api/v1/actions/{action}")).expect(200).json();
    let mark = read["mark"].as_str().unwrap().to_owned();
    Names::from([("action", action), ("ticket", ticket), ("mark", mark)])
}

pub const ROUTES: &[Row] = &[
    row("GET", "/tickets", On::Ticketed, [401, 200, 200, 200, 200, 200, 200], REVIEWER),
    row("GET", "/tickets.csv", On::Ticketed, [401, 200, 200, 200, 200, 200, 200], REVIEWER),
    row("GET", "/actions/{action}/tickets", On::Ticketed, READERS, REVIEWER),
    row("POST", "/actions/{action}/tickets", On::Ticketed, ASKS_FORM, REVIEWER).form(|names| {
        vec![
            ("version", names["mark"].clone()),
            ("organisation", "estmark".into()),
            ("text", "Help again.".into()),
        ]
    }),
    row("GET", "/tickets/{ticket}", On::Ticketed, READERS, REVIEWER),
    row("POST", "/tickets/{ticket}/moves", On::Ticketed, ASKS_FORM, REVIEWER)
        .form(|_| vec![("version", "1".into()), ("to", "withdrawn".into())]),
    row("GET", "/tickets/{ticket}/beneficiaries", On::Ticketed, NAMES, REVIEWER),
    row("GET", "/api/v1/tickets", On::Ticketed, [401, 200, 200, 200, 200, 200, 200], REVIEWER),
    row("GET", "/api/v1/actions/{action}/tickets", On::Ticketed, READERS, REVIEWER),
    row("POST", "/api/v1/actions/{action}/tickets", On::Ticketed, ASKS, REVIEWER)
        .with(|_| json!({ "organisation": "estmark", "text": "Help again." })),
    row("GET", "/api/v1/tickets/{ticket}", On::Ticketed, READERS, REVIEWER),
    row(
        "POST",
        "/api/v1/tickets/{ticket}/moves",
        On::Ticketed,
        [404, 404, 404, 404, 403, 403, 200],
        REVIEWER,
    )
    .with(|_| json!({ "to": "withdrawn" })),
    row("GET", "/api/v1/tickets/{ticket}/beneficiaries", On::Ticketed, NAMES, REVIEWER),
];
