//! Alerts.

use entente::access::Role::{Delegate, Reporter};
use serde_json::{Value, json};

use super::reports::one;
use super::{ANYBODY, DECIDERS, Names, On, READERS, Row, fresh_address, row};
use crate::canary_alerts::alert;
use crate::serving::{DEFENDER, REVIEWER, Serving};

const DRAFT_FORM: [u16; 7] = [401, 404, 404, 404, 404, 404, 303];
/// Readers may not; somebody of the organisation without the right neither.
const OWN: [u16; 7] = [404, 404, 404, 404, 403, 403, 200];
const OWN_FORM: [u16; 7] = [401, 404, 404, 404, 403, 403, 303];
/// Delegates of active members.
const DELEGATES: [u16; 7] = [401, 403, 403, 403, 200, 403, 200];

/// What is sent as an alert: what the makers of the names have left among them.
fn sent(names: &Names) -> Value {
    serde_json::from_str(&names["alert_sent"]).unwrap()
}

fn fields(names: &Names) -> Vec<(&'static str, String)> {
    let sent = sent(names);
    let text = |name: &str| sent[name].as_str().unwrap().to_owned();
    vec![
        ("headline", text("headline")),
        ("body", text("body")),
        ("language", "en".into()),
        ("category", text("category")),
        ("urgency", text("urgency")),
        ("severity", text("severity")),
        ("certainty", text("certainty")),
        ("expires_in", "24".into()),
        ("audience", "coalition".into()),
        ("step", "preview".into()),
    ]
}

/// An alert of Open Lines that governments and Open Lines read, and how far it is.
pub fn prepared(serving: &Serving, on: On) -> Names {
    let mut names = Names::new();
    let everybody = matches!(on, On::AlertedAll);
    let readers: &[&str] =
        if everybody { &["public"] } else { &["org:open-lines", "sector:government", "org:defenders"] };
    let mut new = alert(serving, "A call", readers);
    names.insert("alert_sent", new.to_string());
    new["urgent"] = json!(matches!(on, On::Calling));
    let delegate = fresh_address(serving, "mira");
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        entente::accounts::enrol(tx, &home, "Mira Sol", &delegate, "", &[Delegate])
    });
    let client = serving.client(&delegate);
    let made = client.post("/api/v1/alerts", &new).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    if everybody || matches!(on, On::Alerted | On::AlertedTwice) {
        let path = format!("/api/v1/alerts/{reference}/approval");
        serving.client(REVIEWER).post(&path, &json!({})).expect(200);
    }
    if matches!(on, On::AlertedTwice) {
        let path = format!("/api/v1/alerts/{reference}/versions");
        client.post(&path, &new).expect(201);
        let path = format!("/api/v1/alerts/{reference}/approval");
        serving.client(REVIEWER).post(&path, &json!({})).expect(200);
        names.insert("version", "1".to_owned());
    }
    if everybody {
        names.insert("version", "1".to_owned());
    }
    names.insert("alert", reference);
    names
}

pub const ROUTES: &[Row] = &[
    row("GET", "/alerts", On::Alerted, ANYBODY, REVIEWER),
    row("GET", "/alerts.atom", On::AlertedAll, ANYBODY, ""),
    row("GET", "/alerts.feed.json", On::AlertedAll, ANYBODY, ""),
    row("GET", "/alerts/{alert}.cap", On::AlertedAll, ANYBODY, ""),
    row("GET", "/alerts/{alert}/versions/{version}.cap", On::AlertedAll, ANYBODY, ""),
    row("GET", "/alerts/new", On::Named(&[]), DELEGATES, REVIEWER),
    row("POST", "/alerts", On::Alerted, DELEGATES, REVIEWER).form(fields),
    row("GET", "/alerts/{alert}", On::Alerted, READERS, REVIEWER),
    row("GET", "/alerts/{alert}/update", On::Alerted, [404, 404, 404, 404, 403, 403, 200], REVIEWER),
    row("POST", "/alerts/{alert}/update", On::Alerted, [404, 404, 404, 404, 403, 403, 200], REVIEWER)
        .form(fields),
    row("POST", "/alerts/{alert}/approval", On::Alerting, DRAFT_FORM, REVIEWER).form(|_| vec![]),
    row("POST", "/alerts/{alert}/return", On::Alerting, DRAFT_FORM, REVIEWER)
        .form(|_| one("comment", "Say where.")),
    row("POST", "/alerts/{alert}/confirmation", On::Calling, OWN_FORM, REVIEWER).form(|_| vec![]),
    row("POST", "/alerts/{alert}/withdrawal", On::Alerted, OWN_FORM, REVIEWER)
        .form(|_| one("reason", "A mistake")),
    row(
        "POST",
        "/alerts/{alert}/acknowledgement",
        On::Alerted,
        [401, 404, 404, 404, 303, 403, 303],
        DEFENDER,
    )
    .form(|_| one("answer", "seen")),
    row("GET", "/alerts/{alert}/versions/{version}", On::AlertedTwice, READERS, REVIEWER),
    row("POST", "/alerts/{alert}/versions/{version}/withdrawal", On::AlertedTwice, OWN_FORM, REVIEWER)
        .form(|_| one("reason", "A mistake")),
    row("GET", "/api/v1/alerts", On::Alerted, ANYBODY, REVIEWER),
    row("POST", "/api/v1/alerts", On::Alerted, [401, 403, 403, 403, 201, 403, 201], REVIEWER).with(sent),
    row("GET", "/api/v1/alerts/{alert}", On::Alerted, READERS, REVIEWER),
    row("DELETE", "/api/v1/alerts/{alert}", On::Alerted, OWN, REVIEWER)
        .with(|_| json!({ "reason": "A mistake" })),
    row("POST", "/api/v1/alerts/{alert}/approval", On::Alerting, DECIDERS, REVIEWER).with(|_| json!({})),
    row("POST", "/api/v1/alerts/{alert}/return", On::Alerting, DECIDERS, REVIEWER)
        .with(|_| json!({ "comment": "Say where." })),
    row("POST", "/api/v1/alerts/{alert}/confirmation", On::Calling, OWN, REVIEWER).with(|_| json!({})),
    row(
        "POST",
        "/api/v1/alerts/{alert}/acknowledgement",
        On::Alerted,
        [404, 404, 404, 404, 201, 403, 201],
        DEFENDER,
    )
    .with(|_| json!({ "offer": "We have lines." })),
    row("GET", "/api/v1/alerts/{alert}/versions", On::Alerted, READERS, REVIEWER),
    row("GET", "/api/v1/alerts/{alert}/versions/{version}", On::AlertedTwice, READERS, REVIEWER),
    row(
        "POST",
        "/api/v1/alerts/{alert}/versions",
        On::Alerted,
        [404, 404, 404, 404, 403, 403, 201],
        REVIEWER,
    )
    .with(sent),
    row("DELETE", "/api/v1/alerts/{alert}/versions/{version}", On::AlertedTwice, OWN, REVIEWER)
        .with(|_| json!({ "reason": "A mistake" })),
];

/// A new reporter of Open Lines: one person calls unconfirmed a few times at most.
pub fn calling(serving: &Serving) -> String {
    let address = fresh_address(serving, "noor");
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        entente::accounts::enrol(tx, &home, "Noor Rahimi", &address, "", &[Reporter])
    });
    address
}
