//! What of requests to states is news to the delegates of the two organisations.

use std::collections::BTreeSet;

use super::model::{Ticket, TicketState};
use super::store::{self, Asked};
use crate::access::{Act, Viewer, permits};
use crate::db::{Conn, ContributionId, OrganisationId};
use crate::error::Result;
use crate::outbox::EventKind;

/// The kinds of events of which this room tells.
const KINDS: [EventKind; 4] =
    [EventKind::TicketAsked, EventKind::TicketReminder, EventKind::TicketUnanswered, EventKind::TicketMoved];

/// Whether this is a matter of an organisation now. `last` is who moved it last.
fn concerns(kind: EventKind, ticket: &Ticket, home: &OrganisationId, last: Option<&OrganisationId>) -> bool {
    let open = ticket.state == TicketState::Requested;
    match kind {
        EventKind::TicketAsked | EventKind::TicketReminder => open && ticket.asked_id == *home,
        EventKind::TicketUnanswered => open && ticket.requester_id == *home,
        _ => !open && last.is_some_and(|last| last != home),
    }
}

/// Those of these events that concern the viewer now, each with the reference of the request. A fixed number of statements.
pub fn news_of(
    conn: &mut Conn,
    viewer: &Viewer,
    of: &[(EventKind, String)],
) -> Result<Vec<(EventKind, String, String)>> {
    let asked: BTreeSet<String> =
        of.iter().filter(|(kind, _)| KINDS.contains(kind)).map(|(_, id)| id.clone()).collect();
    let Some(home) = viewer.organisation().filter(|_| !asked.is_empty() && permits(viewer, Act::JoinAction))
    else {
        return Ok(Vec::new());
    };
    let tickets = store::readable_by(conn, viewer, Asked::Among(asked.into_iter().collect()))?;
    let last = store::last_movers(conn, &tickets)?;
    let mut news = Vec::new();
    for ticket in &tickets {
        let last = last.get(&ticket.id);
        let of_it = KINDS.into_iter().filter(|kind| concerns(*kind, ticket, home, last));
        news.extend(of_it.map(|kind| (kind, ticket.id.as_str().to_owned(), ticket.reference.clone())));
    }
    Ok(news)
}

/// The actions in which these requests are made, by the ids of the requests that the viewer may read. One statement.
pub fn actions_of(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: Vec<String>,
) -> Result<Vec<(String, ContributionId)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let tickets = store::readable_by(conn, viewer, Asked::Among(ids))?;
    Ok(tickets.into_iter().map(|one| (one.id.as_str().to_owned(), one.contribution_id)).collect())
}
