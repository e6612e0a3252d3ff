//! Records on the page of their action.

use super::view::says;
use super::{RecordView, records_of, store};
use crate::access::{Act, Viewer, permits};
use crate::actions::Action;
use crate::beside::{Beside, Line, Of, Section, nothing};
use crate::contributions;
use crate::db::Conn;
use crate::error::Result;
use crate::web::{Link, Page};

/// What this room keeps beside actions.
pub const BESIDE: Beside = Beside { section, released: nothing, forget: store::forget };

/// So many stand on the page of their action, the newest.
const FIRST: usize = 5;

/// What is recorded, as far as the viewer is shown that; nothing where they are shown none and record none.
fn section(conn: &mut Conn, page: &Page, viewer: &Viewer, of: Of<'_>) -> Result<Option<Section>> {
    let Some(row) = contributions::by_ids::<Action>(conn, std::slice::from_ref(of.id))?.pop() else {
        return Ok(None);
    };
    let records = records_of(conn, viewer, &row)?;
    let href = format!("/actions/{}/records", of.reference);
    let line = |record: RecordView| Line {
        href: href.clone(),
        says: says(page, &record),
        // That nobody confirmed it is among its words.
        state: String::new(),
        at: record.at,
    };
    let records_here = row.details.stage.is_open() && permits(viewer, Act::RecordPart);
    Ok((records_here || !records.is_empty()).then(|| Section {
        heading: page.t("records-heading"),
        lines: records.into_iter().rev().take(FIRST).map(line).collect(),
        link: Link { href: href.clone(), label: page.t("records-open") },
    }))
}
