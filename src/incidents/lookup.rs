//! A reference that is typed where words are searched for leads to its page.

use super::reading::{Found, Led, read_incident, read_report};
use super::translations::Asked;
use crate::access::Viewer;
use crate::db::Conn;
use crate::error::{Error, Result};

/// The page of the incident (`I-…`) or report (`R-…`) that was typed, in either case and with punctuation around it, where
/// this viewer may read it; nothing for whatever else was typed.
pub fn page_of(conn: &mut Conn, viewer: &Viewer, typed: &str) -> Result<Option<String>> {
    let reference = typed.trim_matches(|letter: char| !letter.is_ascii_alphanumeric()).to_ascii_uppercase();
    let is_reference =
        |code: &str| code.len() == 6 && code.bytes().all(|letter| letter.is_ascii_alphanumeric());
    let found = match reference.split_once('-') {
        Some(("I", code)) if is_reference(code) => {
            read_incident(conn, viewer, &reference).map(|led| match led {
                Led::Here(here) => format!("/incidents/{}", here.reference),
                Led::Elsewhere(reference) => format!("/incidents/{reference}"),
            })
        }
        Some(("R", code)) if is_reference(code) => read_report(conn, viewer, &reference, &Asked::default())
            .map(|found| match found {
                Found::Report(_) | Found::Withdrawn(_) => format!("/reports/{reference}"),
            }),
        _ => return Ok(None),
    };
    match found {
        Ok(page) => Ok(Some(page)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
