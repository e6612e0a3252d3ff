//! What of a thread is there for a viewer.

use super::Inquiry;
use crate::access::{Act, Viewer, permits, sql};
use crate::contributions::{self, Contribution};
use crate::db::Conn;
use crate::error::Result;
use crate::redaction;
use crate::reports::{Report, store as rows};

/// Whether somebody reads a report: a text of it that is released. Its own desk knows all that is released.
pub(crate) fn reads_report(conn: &mut Conn, viewer: &Viewer, report: &Report) -> Result<bool> {
    if !sql::readable_in(conn, viewer, report.id.as_str())?.is_empty() {
        return Ok(true);
    }
    let desk = permits(viewer, Act::SeeDesk { owner: &report.organisation_id });
    Ok(desk && !redaction::live_of(conn, viewer.at(), report.id.as_str())?.is_empty())
}

/// Whether what an entry rests on is there for this viewer: they read the report, and what it answers was not
/// withdrawn and has not ended.
pub(super) fn rests(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Inquiry>) -> Result<bool> {
    let begun = row.reply_to.is_none() || root_of(conn, row)?.is_live(viewer.at());
    let report = rows::report_by_id(conn, &row.rests_on)?;
    Ok(begun && reads_report(conn, viewer, &report)?)
}

/// The entry that began the thread.
pub(crate) fn root_of(conn: &mut Conn, row: &Contribution<Inquiry>) -> Result<Contribution<Inquiry>> {
    if row.reply_to.is_none() { Ok(row.clone()) } else { contributions::replied_to(conn, row) }
}
