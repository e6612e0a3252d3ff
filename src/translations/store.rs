//! The details of translations as rows, and what is asked of them across many.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::Translation;
use crate::contributions::{self, Contribution};
use crate::db::schema::{contribution, translation_details};
use crate::db::{Conn, RenditionId, ReportId};
use crate::error::Result;

/// All that there ever was of a rendition, newest first.
pub(super) fn of_rendition(
    conn: &mut Conn,
    rendition: &RenditionId,
) -> Result<Vec<Contribution<Translation>>> {
    contributions::matching(
        conn,
        Box::new(contribution::rests_on.eq(rendition.as_str().to_owned()).assume_not_null()),
    )
}

/// Those of a report, newest first, whatever became of them.
pub(super) fn of_report(conn: &mut Conn, report: &ReportId) -> Result<Vec<Contribution<Translation>>> {
    let of_it = translation_details::table
        .filter(translation_details::contribution_id.eq(contribution::id))
        .filter(translation_details::report_id.eq(report.clone()));
    contributions::matching(conn, Box::new(exists(of_it)))
}
