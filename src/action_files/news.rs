//! What of files is news to the delegates of the organisations that had to do with the action when there was a copy.

use std::collections::BTreeSet;

use super::store;
use crate::access::{Act, Viewer, permits};
use crate::actions::Action;
use crate::contributions;
use crate::db::{Conn, ContributionId};
use crate::error::Result;
use crate::outbox::EventKind;

/// Those of these that are files and concern the viewer, each with the reference of its action: they are shown it, and another
/// organisation attached it. A fixed number of statements.
pub fn news_of(
    conn: &mut Conn,
    viewer: &Viewer,
    of: &[(EventKind, String)],
) -> Result<Vec<(EventKind, String, String)>> {
    let ids: BTreeSet<&str> =
        of.iter().filter(|(kind, _)| *kind == EventKind::ActionFile).map(|(_, id)| id.as_str()).collect();
    if ids.is_empty() || !permits(viewer, Act::JoinAction) {
        return Ok(Vec::new());
    }
    let of_files = || ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    let actions = store::actions_of(conn, of_files())?;
    let newest = contributions::by_ids::<Action>(conn, &actions)?;
    let versions: Vec<String> = newest.into_iter().map(|row| row.version.as_str().to_owned()).collect();
    let mut rows = contributions::released_among::<Action>(conn, viewer, &versions)?;
    rows.retain(|row| row.is_readable_by(viewer) || viewer.reads_as(&row.organisation_id));
    let read: Vec<ContributionId> = rows.iter().map(|row| row.id.clone()).collect();
    let mut news = Vec::new();
    for (file, copy) in store::shown_among(conn, viewer, of_files(), &read)? {
        let id = file.id.as_str();
        let told = copy.is_some() && !viewer.is_of(&file.organisation_id);
        let row = rows.iter().find(|row| row.id == file.contribution_id).filter(|_| told);
        news.extend(row.map(|row| (EventKind::ActionFile, id.to_owned(), row.reference.clone())));
    }
    Ok(news)
}
