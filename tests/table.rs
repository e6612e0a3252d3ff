//! Every route of the product, by hand: what it is asked about, and who gets which answer.

use std::collections::BTreeMap;

use entente::people;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::serving::{AMINA, ANA, FARAH, HANA, JONAS, KIRSI, OLGA, PASSWORD, ROSA, SAM, Serving};

/// The values of the placeholders in a path, and others that a body needs.
pub type Names = BTreeMap<&'static str, String>;

/// What a row is asked about: always a thing of Open Lines, made for the row.
#[derive(Clone, Copy)]
pub enum On {
    /// Nothing in particular, or something with a fixed name.
    Named(&'static [(&'static str, &'static str)]),
    /// The style sheet.
    Asset,
    /// A refresh token.
    Refresh,
    /// An invitation, whose link is known to the last asker alone.
    Link,
    /// A report that nobody but the desk knows of.
    Draft,
    /// A report that Open Lines and governments read; `into` is another incident that they read.
    Released,
    /// The same with a proposal that waits: `id`.
    Proposed,
    /// The same with a proposal that the reviewer has claimed.
    Claimed,
}

/// A route, and the status that each of these gets: the public; an applicant; a suspended member; a member of
/// another organisation that cannot read the thing; one of another that can; somebody of the same organisation
/// without the right; and `right`, who has it.
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    pub on: On,
    pub send: fn(&Names) -> Value,
    pub statuses: [u16; 7],
    pub right: &'static str,
}

/// Who asks before `right` does; nobody's name is the public's.
pub const ASKERS: [&str; 6] = ["", HANA, SAM, FARAH, KIRSI, OLGA];

const fn row(
    method: &'static str,
    path: &'static str,
    on: On,
    statuses: [u16; 7],
    right: &'static str,
) -> Row {
    Row { method, path, on, send: |_| Value::Null, statuses, right }
}

impl Row {
    const fn with(self, send: fn(&Names) -> Value) -> Self {
        Self { send, ..self }
    }
}

const NOTHING: On = On::Named(&[]);
const OPEN_LINES: On = On::Named(&[("slug", "open-lines")]);
const HARBOUR: On = On::Named(&[("slug", "harbour-radio")]);
const CIRCLE: On = On::Named(&[("slug", "circle"), ("organisation", "estmark")]);
const ANYBODY: [u16; 7] = [200; 7];
/// Readers read, and nobody else learns that there is anything.
const READERS: [u16; 7] = [404, 404, 404, 404, 200, 200, 200];
/// The desk's alone; a colleague who reads the thing is told that this needs a role.
const DESK: [u16; 7] = [404, 404, 404, 404, 404, 403, 200];
/// Who decides, and who proposed.
const DECIDERS: [u16; 7] = [404, 404, 404, 404, 404, 404, 200];

/// The table.
pub const ROUTES: &[Row] = &[
    row("GET", "/healthz", NOTHING, ANYBODY, ""),
    row("GET", "/readyz", NOTHING, ANYBODY, ""),
    // No asker holds the token of the operator's monitor.
    row("GET", "/metrics", NOTHING, [404; 7], ""),
    row("GET", "/api/openapi.json", NOTHING, ANYBODY, ""),
    row("GET", "/assets/{name}", On::Asset, ANYBODY, ""),
    row("GET", "/", NOTHING, ANYBODY, ""),
    row("GET", "/incidents", NOTHING, ANYBODY, ""),
    row("GET", "/incidents/{incident}", On::Released, READERS, AMINA),
    row("GET", "/incidents/{incident}", On::Draft, [404; 7], AMINA),
    row("GET", "/reports/{reference}", On::Released, READERS, AMINA),
    row("GET", "/reports/{reference}", On::Draft, [404; 7], AMINA),
    row("GET", "/incidents.csv", NOTHING, ANYBODY, ""),
    row("GET", "/incidents.json", NOTHING, ANYBODY, ""),
    row("GET", "/incidents.geojson", NOTHING, ANYBODY, ""),
    row("GET", "/incidents.xlsx", NOTHING, ANYBODY, ""),
    row("POST", "/api/v1/sessions", NOTHING, [201; 7], "")
        .with(|_| json!({ "email": AMINA, "password": PASSWORD })),
    row("POST", "/api/v1/sessions/refresh", On::Refresh, [201; 7], "")
        .with(|names| json!({ "refresh_token": names["refresh"] })),
    row("DELETE", "/api/v1/sessions/current", NOTHING, [401, 204, 204, 204, 204, 204, 204], AMINA),
    row("GET", "/api/v1/me", NOTHING, [401, 200, 200, 200, 200, 200, 200], AMINA),
    row("GET", "/api/v1/organisations", NOTHING, [401, 200, 200, 200, 200, 200, 200], AMINA),
    row("POST", "/api/v1/organisations", NOTHING, [401, 403, 403, 403, 403, 403, 201], ANA)
        .with(|_| json!({ "slug": "newcomer", "name": "Newcomer", "kind": "media" })),
    row("GET", "/api/v1/organisations/{slug}", OPEN_LINES, [401, 404, 404, 200, 200, 200, 200], AMINA),
    // The applicant knows that it applies; no other member does.
    row("GET", "/api/v1/organisations/{slug}", HARBOUR, [401, 200, 404, 404, 404, 404, 200], ANA),
    row("POST", "/api/v1/organisations/{slug}/vetting", HARBOUR, [401, 403, 404, 404, 404, 404, 200], ANA)
        .with(|_| json!({ "wanted": "admit" })),
    row(
        "POST",
        "/api/v1/organisations/{slug}/invitations",
        OPEN_LINES,
        [401, 404, 404, 403, 403, 403, 201],
        ROSA,
    )
    .with(|_| json!({ "email": "new@open-lines.example.org", "roles": ["observer"] })),
    row("POST", "/api/v1/invitations/{token}", On::Link, [404, 404, 404, 404, 404, 404, 201], "")
        .with(|_| json!({ "name": "Nadia Rahimi", "password": "seven violet umbrellas marching" })),
    row("GET", "/api/v1/groups", NOTHING, [401, 200, 200, 200, 200, 200, 200], AMINA),
    row("POST", "/api/v1/groups", NOTHING, [401, 403, 403, 403, 403, 403, 201], ANA)
        .with(|_| json!({ "slug": "fresh", "name": "Fresh", "members": ["estmark"] })),
    row("POST", "/api/v1/groups/{slug}/members", CIRCLE, [401, 404, 404, 404, 403, 403, 201], ANA)
        .with(|_| json!({ "organisation": "meridian" })),
    row(
        "DELETE",
        "/api/v1/groups/{slug}/members/{organisation}",
        CIRCLE,
        [401, 404, 404, 404, 403, 403, 204],
        ANA,
    ),
    // Lumora's administrator reads Lumora's log.
    row("GET", "/api/v1/audit", NOTHING, [401, 403, 403, 200, 403, 403, 200], ROSA),
    row("POST", "/api/v1/reports", NOTHING, [401, 403, 403, 201, 201, 403, 201], AMINA)
        .with(|_| json!({ "title": "Fresh" })),
    row("GET", "/api/v1/reports/{reference}", On::Released, READERS, AMINA),
    row("GET", "/api/v1/reports/{reference}", On::Draft, [404; 7], AMINA),
    row("GET", "/api/v1/reports/{reference}/original", On::Released, DESK, AMINA),
    row("GET", "/api/v1/reports/{reference}/original", On::Draft, DECIDERS, AMINA),
    row("PUT", "/api/v1/reports/{reference}/original", On::Released, DESK, AMINA)
        .with(|_| json!({ "title": "Changed" })),
    row("PUT", "/api/v1/reports/{reference}/original", On::Draft, DECIDERS, AMINA)
        .with(|_| json!({ "title": "Changed" })),
    row("PUT", "/api/v1/reports/{reference}/incident", On::Released, DESK, AMINA)
        .with(|names| json!({ "incident": names["into"] })),
    row("PUT", "/api/v1/reports/{reference}/incident", On::Draft, [404, 404, 404, 404, 404, 404, 409], AMINA)
        .with(|_| json!({ "incident": null })),
    row("GET", "/api/v1/reports/{reference}/releases", On::Released, DESK, AMINA),
    row("GET", "/api/v1/reports/{reference}/releases", On::Draft, DECIDERS, AMINA),
    row(
        "POST",
        "/api/v1/reports/{reference}/releases",
        On::Released,
        [401, 404, 404, 404, 404, 403, 201],
        AMINA,
    )
    .with(|_| json!({ "audience": ["public"] })),
    row(
        "POST",
        "/api/v1/reports/{reference}/releases",
        On::Draft,
        [401, 404, 404, 404, 404, 404, 201],
        AMINA,
    )
    .with(|_| json!({ "audience": ["public"] })),
    row("GET", "/api/v1/reports/{reference}/releases/{id}", On::Proposed, DECIDERS, JONAS),
    row("DELETE", "/api/v1/reports/{reference}/releases/{id}", On::Released, DECIDERS, JONAS)
        .with(|_| json!({ "reason": "A mistake" })),
    row("DELETE", "/api/v1/reports/{reference}/releases/{id}", On::Proposed, DECIDERS, AMINA)
        .with(|_| json!({})),
    row("POST", "/api/v1/reports/{reference}/releases/{id}/approval", On::Proposed, DECIDERS, JONAS)
        .with(|_| json!({})),
    row("POST", "/api/v1/reports/{reference}/releases/{id}/return", On::Proposed, DECIDERS, JONAS)
        .with(|_| json!({ "comment": "Leave it out." })),
    row("POST", "/api/v1/reports/{reference}/releases/{id}/claim", On::Proposed, DECIDERS, JONAS),
    row("DELETE", "/api/v1/reports/{reference}/releases/{id}/claim", On::Claimed, DECIDERS, JONAS),
    row("GET", "/api/v1/incidents", NOTHING, ANYBODY, ""),
    row("GET", "/api/v1/incidents/{incident}", On::Released, READERS, AMINA),
    row("GET", "/api/v1/incidents/{incident}", On::Draft, [404; 7], AMINA),
    row(
        "POST",
        "/api/v1/incidents/{incident}/merge",
        On::Released,
        [404, 404, 404, 404, 403, 403, 200],
        AMINA,
    )
    .with(|names| json!({ "into": names["into"] })),
];

/// What the path of a route calls a placeholder, and what the table does: an incident has a name of its own there.
pub fn named_apart(path: &str) -> String {
    path.replace("/incidents/{reference}", "/incidents/{incident}")
}

/// Makes what a row is asked about.
pub fn prepare(serving: &Serving, on: On) -> Names {
    let body = json!({ "title": "A thing of Open Lines" });
    let released = || {
        let (report, id) = serving.released(&body, &["org:open-lines", "sector:government"]);
        let read = serving.client(KIRSI).get(&format!("/api/v1/reports/{report}")).expect(200).json();
        let incident = read["incident"].as_str().unwrap().to_owned();
        Names::from([("reference", report), ("incident", incident), ("id", id)])
    };
    let proposed = || {
        let mut names = released();
        let id = serving.propose(&names["reference"], AMINA, &["public"]);
        names.insert("id", id);
        names
    };
    match on {
        On::Named(names) => names.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        On::Asset => {
            let hash = Sha256::digest(include_bytes!("../frontend/styles/entente.css"));
            Names::from([("name", format!("entente-{}.css", &hex::encode(hash)[..12]))])
        }
        On::Refresh => {
            let id = serving.person(AMINA);
            let tokens = serving.write(|tx| people::sign_in(tx, serving.instance.core.key(), &id, ""));
            Names::from([("refresh", tokens.refresh_token)])
        }
        On::Link => {
            let sent = json!({ "email": "nadia@open-lines.example.org", "roles": ["observer"] });
            let path = "/api/v1/organisations/open-lines/invitations";
            let link = serving.client(ROSA).post(path, &sent).expect(201).json();
            Names::from([("token", link["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())])
        }
        On::Draft => {
            let report = serving.draft(AMINA, &body);
            let incident = incident_of_draft(serving, &report);
            Names::from([("reference", report), ("incident", incident)])
        }
        On::Released => {
            let (mut names, other) = (released(), released());
            names.insert("into", other["incident"].clone());
            names
        }
        On::Proposed => proposed(),
        On::Claimed => {
            let names = proposed();
            let path = format!("/api/v1/reports/{}/releases/{}/claim", names["reference"], names["id"]);
            serving.client(JONAS).post(&path, &json!({})).expect(200);
            names
        }
    }
}

/// The incident of a report that nobody reads yet.
pub fn incident_of_draft(serving: &Serving, report: &str) -> String {
    use diesel::prelude::*;
    use entente::db::schema::{incident, report};
    let read = |conn: &mut entente::db::Conn| {
        let query = report::table.inner_join(incident::table.on(incident::id.eq(report::incident_id)));
        Ok(query.filter(report::reference.eq(report)).select(incident::reference).first(conn)?)
    };
    serving.place.database.read(read).unwrap()
}

/// A path with its placeholders filled in.
pub fn fill(path: &str, names: &Names) -> String {
    let filled =
        names.iter().fold(path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value));
    assert!(!filled.contains('{'), "{filled}: a placeholder without a value");
    filled
}
