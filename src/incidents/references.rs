//! What the outside calls things, by their internal ids: for the log, which holds the ids alone.

use std::collections::BTreeMap;

use crate::db::Conn;
use crate::error::Result;
use crate::flow::TextKind;
use crate::web::References;
use crate::{access_requests, contributions, delegation, redaction, reports};

/// The references of things, by kind and id. What is not there any more has none. A log holds what was done to its own
/// organisation's things: their references are no secret there.
pub fn references_of(conn: &mut Conn, named: &BTreeMap<String, Vec<String>>) -> Result<References> {
    let mut references = References::new();
    for (kind, ids) in named {
        let rows = match kind.as_str() {
            "report" => reports::store::references_of(conn, ids)?,
            "request" => access_requests::references_of(conn, ids)?,
            "delegation" => delegation::references_of(conn, ids)?,
            "evidence" => redaction::references_of_files(conn, ids)?,
            contribution if contribution.parse::<TextKind>().is_ok() => {
                contributions::references_of(conn, ids)?
            }
            _ => Vec::new(),
        };
        references.extend(rows.into_iter().map(|(id, reference)| ((kind.clone(), id), reference)));
    }
    Ok(references)
}
