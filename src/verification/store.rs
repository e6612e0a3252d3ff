//! The details of corroborations, and retractions, as rows.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{Corroboration, CorroborationView, Grade, Stance, replies};
use crate::access::{Audience, Viewer};
use crate::contributions::{self, Condition, Contribution, Kind};
use crate::db::schema::{corroboration_details, retraction};
use crate::db::{ChangeKind, Conn, IsAmong, Moment, PersonId, ReportId, Tx};
use crate::error::Result;
use crate::flow::TextKind;
use crate::outbox::{self, EventKind, To};
use crate::reports::store as rows;

/// How many are asked about in one statement.
const PART: usize = 500;

impl Kind for Corroboration {
    const KIND: TextKind = TextKind::Corroboration;
    const PREFIX: char = 'C';
    const SEALED: &'static str = "note";
    const DRAFTED: &'static str = "corroboration.drafted";
    const WITHDRAWN: &'static str = "corroboration.withdrawn";
    type View = CorroborationView;

    fn insert(tx: &mut Tx<'_>, row: &Contribution<Corroboration>) -> Result<()> {
        diesel::insert_into(corroboration_details::table)
            .values((
                corroboration_details::contribution_id.eq(&row.id),
                corroboration_details::stance.eq(row.details.stance),
                corroboration_details::grade.eq(row.details.grade),
            ))
            .execute(tx.conn)?;
        Ok(())
    }

    fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>> {
        let mut details = BTreeMap::new();
        for part in ids.chunks(PART) {
            let rows: Vec<(String, Stance, Option<Grade>)> = corroboration_details::table
                .filter(corroboration_details::contribution_id.is_among(part.to_vec()))
                .load(conn)?;
            details.extend(rows.into_iter().map(|(id, stance, grade)| (id, Self { stance, grade })));
        }
        Ok(details)
    }

    fn is_known(viewer: &Viewer) -> Condition {
        contributions::is_known(viewer, contributions::is_own(viewer))
    }

    fn may_read(conn: &mut Conn, viewer: &Viewer, all: &[Contribution<Corroboration>]) -> Result<Vec<bool>> {
        replies::beside_what_is_read(conn, viewer, all)
    }

    fn released(tx: &mut Tx<'_>, row: &Contribution<Corroboration>) -> Result<()> {
        // It counts for how far the report is verified. Nobody reads less because a text is new, but a further version
        // may take the place of one that others read.
        let is_first = row.version.as_str() == row.id.as_str();
        let owner = To::Organisation(rows::report_by_id(tx.conn, &row.rests_on)?.organisation_id);
        let about = (row.version.as_str(), row.rests_on.as_str());
        outbox::tell(tx, EventKind::Corroborated, about, &owner, Some(&row.created_by))?;
        tx.change(ChangeKind::Report, &row.rests_on, !is_first).map(|_| ())
    }

    fn withdrawn(tx: &mut Tx<'_>, row: &Contribution<Corroboration>) -> Result<()> {
        tx.change(ChangeKind::Report, &row.rests_on, true).map(|_| ())
    }

    fn view(
        conn: &mut Conn,
        viewer: &Viewer,
        row: Contribution<Self>,
        audience: &Audience,
        state: &'static str,
    ) -> Result<CorroborationView> {
        crate::verification::view(conn, viewer, &row, audience, state)
    }
}

/// The reports whose verification can change with an organisation: it speaks of them, or is named in an audience of
/// one that is spoken of.
pub(crate) fn reports_spoken_of_by(conn: &mut Conn, organisation: &str) -> Result<Vec<String>> {
    contributions::parents_that_concern::<Corroboration>(conn, organisation)
}

/// Enters a retraction.
pub(super) fn insert_retraction(
    tx: &mut Tx<'_>,
    report: &ReportId,
    revision: i32,
    reason: &str,
    by: &PersonId,
) -> Result<()> {
    diesel::insert_into(retraction::table)
        .values((
            retraction::report_id.eq(report),
            retraction::revision.eq(revision),
            retraction::reason.eq(reason),
            retraction::retracted_by.eq(by),
            retraction::at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// A retraction.
#[derive(Debug, Clone, Queryable)]
pub struct Retraction {
    pub report: ReportId,
    /// What was made of this revision or an earlier one is retracted.
    pub revision: i32,
    /// In the owner's words.
    pub reason: String,
    pub at: Moment,
}

/// The retractions of these reports, the newest last.
pub(super) fn retractions_of(conn: &mut Conn, reports: &[String]) -> Result<Vec<Retraction>> {
    let mut rows = Vec::new();
    for part in reports.chunks(PART) {
        let found: Vec<Retraction> = retraction::table
            .filter(retraction::report_id.is_among(part.to_vec()))
            .order((retraction::report_id, retraction::revision))
            .select((retraction::report_id, retraction::revision, retraction::reason, retraction::at))
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}

/// Forgets the retractions of a report that is erased.
pub(crate) fn erase_retractions(tx: &mut Tx<'_>, report: &ReportId) -> Result<()> {
    diesel::delete(retraction::table.filter(retraction::report_id.eq(report))).execute(tx.conn)?;
    Ok(())
}
