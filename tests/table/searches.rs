//! Saved searches, and the addresses of their feeds.

use serde_json::json;

use super::{MEMBERS, NOTHING, Names, On, Row, row};
use crate::serving::{REPORTER, Serving};

/// Whoever holds a role in an active organisation.
const SAVERS: [u16; 7] = [401, 403, 403, 200, 200, 200, 200];
/// Those with whom it is shared.
const SHARERS: [u16; 7] = [401, 404, 404, 404, 404, 200, 200];
/// The same, led on.
const LED_ON: [u16; 7] = [401, 404, 404, 404, 404, 303, 303];
/// Whoever has the address.
const HOLDERS: [u16; 7] = [200; 7];

/// The owner alone; those with whom it is shared are told that it is not theirs.
const OWNER: [u16; 7] = [401, 404, 404, 404, 404, 403, 200];

pub const ROUTES: &[Row] = &[
    row("GET", "/searches", NOTHING, MEMBERS, REPORTER),
    row("POST", "/searches", NOTHING, [401, 403, 403, 303, 303, 303, 303], REPORTER)
        .form(|_| vec![("name", "All".into()), ("query", String::new())]),
    row("GET", "/searches/new", NOTHING, SAVERS, REPORTER),
    row("GET", "/searches/{search}", On::Saved, SHARERS, REPORTER),
    row("POST", "/searches/{search}", On::Saved, [401, 404, 404, 404, 404, 403, 303], REPORTER)
        .form(|_| vec![("name", "Renamed".into()), ("version", "1".into())]),
    row("POST", "/searches/{search}/look", On::Saved, LED_ON, REPORTER).form(|_| Vec::new()),
    row("POST", "/searches/{search}/notification", On::Saved, LED_ON, REPORTER)
        .form(|_| vec![("tells", "yes".into())]),
    row("POST", "/searches/{search}/deletion", On::Saved, [401, 404, 404, 404, 404, 403, 303], REPORTER)
        .form(|_| Vec::new()),
    row("POST", "/searches/{search}/addresses", On::Saved, [401, 404, 404, 404, 404, 201, 201], REPORTER)
        .form(|_| Vec::new()),
    row("GET", "/feeds", NOTHING, MEMBERS, REPORTER),
    row("POST", "/feeds", On::Saved, [401, 422, 422, 422, 422, 201, 201], REPORTER)
        .form(|names| vec![("search", names["search"].clone())]),
    row("POST", "/feeds/{address}/revocation", On::Addressed, [401, 404, 404, 404, 404, 404, 303], REPORTER)
        .form(|_| Vec::new()),
    row("GET", "/feeds/{token}.json", On::Addressed, HOLDERS, ""),
    row("GET", "/feeds/{token}.ics", On::Scheduled, HOLDERS, ""),
    row("GET", "/feeds/{token}", On::Addressed, HOLDERS, ""),
    row("GET", "/api/v1/searches", NOTHING, MEMBERS, REPORTER),
    row("POST", "/api/v1/searches", NOTHING, [401, 403, 403, 201, 201, 201, 201], REPORTER)
        .with(|_| json!({ "name": "Kenya", "query": "country=KE" })),
    row("GET", "/api/v1/searches/{search}", On::Saved, SHARERS, REPORTER),
    row("PUT", "/api/v1/searches/{search}", On::Saved, OWNER, REPORTER)
        .with(|_| json!({ "name": "Renamed", "query": "country=EE" })),
    row("DELETE", "/api/v1/searches/{search}", On::Saved, [401, 404, 404, 404, 404, 403, 204], REPORTER),
    row("POST", "/api/v1/searches/{search}/look", On::Saved, SHARERS, REPORTER).with(|_| json!({})),
    row("PUT", "/api/v1/searches/{search}/notification", On::Saved, SHARERS, REPORTER)
        .with(|_| json!({ "tells": true })),
    row(
        "POST",
        "/api/v1/searches/{search}/addresses",
        On::Saved,
        [401, 404, 404, 404, 404, 201, 201],
        REPORTER,
    ),
    row("POST", "/api/v1/calendar/addresses", NOTHING, [401, 403, 403, 201, 201, 201, 201], REPORTER),
    row("GET", "/api/v1/feed-addresses", NOTHING, MEMBERS, REPORTER),
    row(
        "DELETE",
        "/api/v1/feed-addresses/{address}",
        On::Addressed,
        [401, 404, 404, 404, 404, 404, 204],
        REPORTER,
    ),
];

/// An address of the calendar of Open Lines' reporter.
pub fn scheduled(serving: &Serving) -> Names {
    let made =
        serving.client(REPORTER).send("POST", "/api/v1/calendar/addresses", &[], b"").expect(201).json();
    let token = made["ics"].as_str().unwrap().rsplit('/').next().unwrap().trim_end_matches(".ics").to_owned();
    Names::from([("token", token)])
}

/// A search of Open Lines' reporter, shared with Open Lines; and an address of the reporter's for it.
pub fn saved(serving: &Serving, addressed: bool) -> Names {
    let reporter = serving.client(REPORTER);
    let sent = json!({ "name": "Estonia", "query": "country=EE", "sharing": "organisation" });
    let made = reporter.post("/api/v1/searches", &sent).expect(201).json();
    let search = made["reference"].as_str().unwrap().to_owned();
    let mut names = Names::new();
    if addressed {
        let path = format!("/api/v1/searches/{search}/addresses");
        let made = reporter.send("POST", &path, &[], b"").expect(201).json();
        let token = made["atom"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        names.insert("token", token);
        names.insert("address", made["reference"].as_str().unwrap().to_owned());
    }
    names.insert("search", search);
    names
}
