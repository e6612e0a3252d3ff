//! Requests to states on the page of their action, and how many wait for an organisation.

use super::model::takes_tickets;
use super::view::{self, TicketView};
use super::{TicketState, store};
use crate::access::{Act, Viewer, permits};
use crate::beside::{Beside, Line, Of, Section, nothing};
use crate::db::Conn;
use crate::error::Result;
use crate::web::{Link, Page};

/// What this room keeps beside actions.
pub const BESIDE: Beside = Beside { section, released: nothing, forget: store::forget };

/// So many stand on the page of their action, those that matter first.
const FIRST: usize = 10;

/// What a state of a request is called.
pub(super) fn state(page: &Page, state: TicketState) -> String {
    page.t(&format!("state-ticket-{state}"))
}

/// Who asks whom, for one of the two.
pub(super) fn says(page: &Page, view: &TicketView) -> String {
    let named = [("requester", view.requester.name.as_str()), ("asked", view.asked.name.as_str())];
    page.ta("ticket-says", &named)
}

/// Where an action asks states for something its members are led to that; what is asked is shown to the two alone.
fn section(conn: &mut Conn, page: &Page, viewer: &Viewer, of: Of<'_>) -> Result<Option<Section>> {
    let views = view::list(conn, viewer, Some(of.id))?;
    let asks = takes_tickets(of.kind) && permits(viewer, Act::JoinAction);
    let line = |view: &TicketView| Line {
        href: format!("/tickets/{}", view.reference),
        says: says(page, view),
        state: state(page, view.state),
        at: view.changed_at,
    };
    Ok((asks || !views.is_empty()).then(|| Section {
        heading: page.t("tickets-heading"),
        lines: views.iter().take(FIRST).map(line).collect(),
        link: Link {
            href: format!("/actions/{}/tickets", of.reference),
            label: page.t("tickets-of-action-open"),
        },
    }))
}

/// How many requests wait for the viewer's organisation, which is a state.
pub fn waiting(conn: &mut Conn, viewer: &Viewer) -> Result<u64> {
    if !permits(viewer, Act::JoinAction) {
        return Ok(0);
    }
    Ok(store::readable_by(conn, viewer, store::Asked::Waiting)?.len() as u64)
}
