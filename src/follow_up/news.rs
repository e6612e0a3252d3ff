//! What of what follows a publication is news to whom.

use crate::access::{Act, Viewer, permits};
use crate::db::Conn;
use crate::error::Result;
use crate::outbox::EventKind;
use crate::statements::{Asked, Stage, known_to};

/// Those of these events that concern the viewer now, each with the reference of the statement. One statement.
pub fn news_of(
    conn: &mut Conn,
    viewer: &Viewer,
    of: &[(EventKind, String)],
) -> Result<Vec<(EventKind, String, String)>> {
    let ids: Vec<String> =
        of.iter().filter(|(kind, _)| *kind == EventKind::StatementReview).map(|(_, id)| id.clone()).collect();
    if ids.is_empty() || !permits(viewer, Act::JoinAction) {
        return Ok(Vec::new());
    }
    let known = known_to(conn, viewer, Asked::Among(ids))?;
    let due = known.into_iter().filter(|one| {
        let holds = one.penholder_id.as_ref().is_some_and(|holder| viewer.is_of(holder));
        holds && one.stage == Stage::FollowUp && one.review_at.is_some_and(|at| at <= viewer.at())
    });
    let told = |one: crate::statements::Statement| {
        (EventKind::StatementReview, one.contribution_id.as_str().to_owned(), one.reference)
    };
    Ok(due.map(told).collect())
}
