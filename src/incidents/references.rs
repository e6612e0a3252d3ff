//! What the outside calls things, by their internal ids: for the log, which holds the ids alone.

use std::collections::BTreeMap;

use crate::db::Conn;
use crate::error::Result;
use crate::flow::TextKind;
use crate::web::References;
use crate::{access_requests, action_files, contributions, delegation, mandates, redaction, reports};

/// The references of things, by kind and id. What is not there any more has none. A log holds what was done to its own
/// organisation's things: their references are no secret there.
pub fn references_of(conn: &mut Conn, named: &BTreeMap<String, Vec<String>>) -> Result<References> {
    let mut references = References::new();
    let mut add = |kind: &str, rows: Vec<(String, String)>| {
        references.extend(rows.into_iter().map(|(id, reference)| ((kind.to_owned(), id), reference)));
    };
    let ids = |kind: &str| named.get(kind).cloned().unwrap_or_default();
    add("report", reports::store::references_of(conn, &ids("report"))?);
    add("request", access_requests::references_of(conn, &ids("request"))?);
    add("delegation", delegation::references_of(conn, &ids("delegation"))?);
    add("mandate", mandates::references_of(conn, &ids("mandate"))?);
    add("file", action_files::references_of(conn, &ids("file"))?);
    add("evidence", redaction::references_of_files(conn, &ids("evidence"))?);
    let contributions =
        TextKind::ALL.iter().filter(|kind| !matches!(kind, TextKind::Report | TextKind::Delegation));
    let kinds: BTreeMap<String, &str> =
        contributions.flat_map(|kind| ids(kind.as_str()).into_iter().map(|id| (id, kind.as_str()))).collect();
    for (id, reference) in contributions::references_of(conn, &kinds.keys().cloned().collect::<Vec<_>>())? {
        if let Some(kind) = kinds.get(&id) {
            add(kind, vec![(id, reference)]);
        }
    }
    Ok(references)
}
