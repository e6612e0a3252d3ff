//! What of records is news to the delegates of the organisation of which something was recorded.

use super::{store, view};
use crate::access::{Act, Viewer, permits};
use crate::actions::Action;
use crate::contributions;
use crate::db::{Conn, ContributionId};
use crate::error::Result;

/// Those of these records that concern the viewer, each with the reference of its action: it is of their organisation, they read the action,
/// and nobody has answered it.
pub fn news_of(conn: &mut Conn, viewer: &Viewer, ids: &[String]) -> Result<Vec<(String, String)>> {
    let acts = permits(viewer, Act::JoinAction) && permits(viewer, Act::SeeActionWork);
    let Some(home) = viewer.organisation().filter(|_| acts && !ids.is_empty()) else { return Ok(Vec::new()) };
    let records = store::of_organisation(conn, home, ids.to_vec())?;
    let actions: Vec<ContributionId> = records.iter().map(|one| one.contribution_id.clone()).collect();
    let newest = contributions::by_ids::<Action>(conn, &actions)?;
    let versions: Vec<String> = newest.into_iter().map(|row| row.version.as_str().to_owned()).collect();
    let mut rows = contributions::released_among::<Action>(conn, viewer, &versions)?;
    rows.retain(|row| row.is_readable_by(viewer));
    let open = view::open(conn, viewer, &rows.iter().collect::<Vec<_>>())?;
    let news = records.iter().filter(|one| open.iter().any(|other| other.id == one.id)).filter_map(|one| {
        let row = rows.iter().find(|row| row.id == one.contribution_id)?;
        Some((one.id.as_str().to_owned(), row.reference.clone()))
    });
    Ok(news.collect())
}
