//! The link from a statement to the form that corrects it.

use crate::access::Viewer;
use crate::contributions::Contribution;
use crate::db::Conn;
use crate::error::Result;
use crate::reports::contribution_page::Paged;
use crate::verification::{self, Corroboration};

/// Where a statement is corrected, for those of its organisation who may; empty for others.
pub fn correct_href(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Corroboration>) -> Result<String> {
    let corrects = verification::may_correct(conn, viewer, row)?;
    Ok(if corrects { format!("{}/{}/correct", Corroboration::AT, row.reference) } else { String::new() })
}
