//! What of endorsements is news to whom.

use std::collections::BTreeSet;

use super::state::EndorsementState;
use super::store;
use crate::access::{Act, Viewer, permits};
use crate::db::{Conn, ContributionId};
use crate::error::Result;
use crate::outbox::EventKind;
use crate::statements::{Asked, known_to};

const KINDS: [EventKind; 2] = [EventKind::EndorsementAsked, EventKind::EndorsementSaid];

/// Those of these events that concern the viewer now, each with the reference of the statement. A fixed number of statements.
pub fn news_of(
    conn: &mut Conn,
    viewer: &Viewer,
    of: &[(EventKind, String)],
) -> Result<Vec<(EventKind, String, String)>> {
    let ids: BTreeSet<String> =
        of.iter().filter(|(kind, _)| KINDS.contains(kind)).map(|(_, id)| id.clone()).collect();
    let (acts, chairs) = (permits(viewer, Act::JoinAction), permits(viewer, Act::ChairStatement));
    let Some(home) = viewer.organisation().filter(|_| (acts || chairs) && !ids.is_empty()) else {
        return Ok(Vec::new());
    };
    let rows = store::by_ids(conn, &ids.into_iter().collect::<Vec<_>>())?;
    let actions: BTreeSet<String> = rows.iter().map(|row| row.contribution_id.as_str().to_owned()).collect();
    let actions: Vec<String> = actions.into_iter().collect();
    let newest = store::newest_of_each(conn, &actions)?;
    let mut news = Vec::new();
    for one in known_to(conn, viewer, Asked::Among(actions))? {
        for row in rows.iter().filter(|row| row.contribution_id == one.contribution_id) {
            let last = newest.get(&(row.contribution_id.clone(), row.organisation_id.clone()));
            let told = |kind| (kind, row.id.as_str().to_owned(), one.reference.clone());
            let open = last.is_some_and(|last| {
                matches!(last.state, EndorsementState::Invited | EndorsementState::AuthorityPending)
            });
            if acts && open && row.organisation_id == *home && one.stage.is_open() {
                news.push(told(EventKind::EndorsementAsked));
            }
            let holds = acts && one.penholder_id.as_ref() == Some(home) && row.state.is_told();
            let stands = last.is_some_and(|last| last.id == row.id);
            if stands && (chairs || holds) {
                news.push(told(EventKind::EndorsementSaid));
            }
        }
    }
    Ok(news)
}

/// The actions that the statements are of which such events tell, by the subjects of the events: as far as the viewer may know of them. A
/// fixed number of statements.
pub fn actions_of(
    conn: &mut Conn,
    viewer: &Viewer,
    of: Vec<String>,
) -> Result<Vec<(String, ContributionId)>> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let rows = store::by_ids(conn, &of)?;
    let mut named: Vec<(String, ContributionId)> =
        rows.into_iter().map(|row| (row.id.as_str().to_owned(), row.contribution_id)).collect();
    let ids: BTreeSet<String> = named.iter().map(|(_, action)| action.as_str().to_owned()).collect();
    let known = known_to(conn, viewer, Asked::Among(ids.into_iter().collect()))?;
    named.retain(|(_, action)| known.iter().any(|one| one.contribution_id == *action));
    Ok(named)
}
