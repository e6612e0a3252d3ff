//! What is read in a browser: the first pages, incidents, reports, downloads, and what every page needs.

use super::{ANYBODY, NOTHING, On, READERS, Row, row};
use crate::serving::REPORTER;

pub const ROUTES: &[Row] = &[
    row("GET", "/healthz", NOTHING, ANYBODY, ""),
    row("GET", "/readyz", NOTHING, ANYBODY, ""),
    // No asker holds the token of the operator's monitor.
    row("GET", "/metrics", NOTHING, [404; 7], ""),
    row("GET", "/api/openapi.json", NOTHING, ANYBODY, ""),
    row("GET", "/assets/{name}", On::Asset, ANYBODY, ""),
    row("GET", "/favicon.ico", NOTHING, ANYBODY, ""),
    row("GET", "/help/stages", NOTHING, ANYBODY, ""),
    row("GET", "/", NOTHING, ANYBODY, ""),
    row("GET", "/incidents", NOTHING, ANYBODY, ""),
    row("GET", "/incidents/{incident}", On::Released, READERS, REPORTER),
    row("GET", "/incidents/{incident}", On::Draft, [404; 7], REPORTER),
    row("GET", "/reports/{reference}", On::Released, READERS, REPORTER),
    row("GET", "/reports/{reference}", On::Draft, [404; 7], REPORTER),
    row("GET", "/evidence/{file}", On::Filed, READERS, REPORTER),
    row("GET", "/evidence/{file}", On::FiledDraft, [404; 7], REPORTER),
    row("GET", "/incidents.csv", NOTHING, ANYBODY, ""),
    row("GET", "/actions.csv", NOTHING, ANYBODY, ""),
    row("GET", "/alerts.csv", NOTHING, ANYBODY, ""),
    row("GET", "/incidents.json", NOTHING, ANYBODY, ""),
    row("GET", "/incidents.geojson", NOTHING, ANYBODY, ""),
    row("GET", "/incidents.xlsx", NOTHING, ANYBODY, ""),
    row("GET", "/incidents.atom", NOTHING, ANYBODY, ""),
    row("GET", "/incidents.feed.json", NOTHING, ANYBODY, ""),
];
