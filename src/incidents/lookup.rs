//! A reference that is typed where words are searched for leads to its page.

use super::reading::{IncidentLookup, read_incident, read_report};
use crate::access::Viewer;
use crate::db::Conn;
use crate::error::Result;
use crate::translations::ReadOptions;
use crate::web::parse_reference;

/// The reference of an incident (`I-…`) or a report (`R-…`), if nothing else was typed.
pub fn referred(typed: &str) -> Option<String> {
    parse_reference(typed).filter(|reference| reference.starts_with(['I', 'R']))
}

/// The page of an incident or report.
///
/// # Errors
/// `NotFound` unless this viewer may read it.
pub fn page_of(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<String> {
    if reference.starts_with('R') {
        read_report(conn, viewer, reference, &ReadOptions::default())?;
        return Ok(format!("/reports/{reference}"));
    }
    Ok(match read_incident(conn, viewer, reference)? {
        IncidentLookup::Here(here) => format!("/incidents/{}", here.reference),
        IncidentLookup::Elsewhere(reference) => format!("/incidents/{reference}"),
    })
}
