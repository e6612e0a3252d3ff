//! A statement on the page of its action.

use super::view;
use crate::access::Viewer;
use crate::beside::{Beside, Line, Of, Section};
use crate::db::Conn;
use crate::error::Result;
use crate::statements::{Stage, forget, released};
use crate::web::{Link, Page};

/// What this room keeps beside actions.
pub const BESIDE: Beside = Beside { section, released, forget };

/// What a stage is called.
fn stage(page: &Page, stage: Stage) -> String {
    page.t(&format!("state-statement-{stage}").replace('_', "-"))
}

/// Whoever may know of the statement is led to it; nobody else learns by the page of its action how far it is.
fn section(conn: &mut Conn, page: &Page, viewer: &Viewer, of: Of<'_>) -> Result<Option<Section>> {
    let Some(row) = view::row_of(conn, viewer, of.id)? else { return Ok(None) };
    let href = format!("/statements/{}", row.reference);
    let line = Line {
        href: href.clone(),
        says: page.ta("statement-called", &[("reference", &row.reference)]),
        state: stage(page, row.state),
        at: row.at,
    };
    let link = Link { href, label: page.t("statement-open") };
    Ok(Some(Section { heading: page.t("statement-section"), lines: vec![line], link }))
}
