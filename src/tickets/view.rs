//! Requests to states as one of the two organisations is shown them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::model::{SAID, Step, Ticket, TicketState};
use super::store::{self, Asked};
use crate::access::Viewer;
use crate::actions::{Action, ActionBody};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, ContributionId, Moment, OrganisationId};
use crate::error::{Error, Result};
use crate::mandates::{self, ActedBy};
use crate::people::{self, Organisation};
use crate::vault::{Kept, Vault};

/// What was done with a request.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TicketStep)]
pub struct TicketStepView {
    /// Where it was moved to.
    #[schema(value_type = String, pattern = "^(requested|acknowledged|accepted|declined|acted|reported|withdrawn)$")]
    pub state: TicketState,
    /// For whom.
    pub organisation: Organisation,
    /// When.
    pub at: Moment,
    /// What was said with it; empty where nothing was.
    pub text: String,
    /// `A-…`: what was done for it, where one reads that.
    #[schema(required)]
    pub action: Option<String>,
    /// Who of it did it, and by which mandate: for the organisation itself.
    #[schema(required)]
    pub by: Option<ActedBy>,
}

/// A request to a state.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Ticket)]
pub struct TicketView {
    /// `H-…`.
    pub reference: String,
    /// The action in which it is made: `A-…`.
    pub action: String,
    /// Who asks.
    pub requester: Organisation,
    /// The state that is asked.
    pub asked: Organisation,
    /// Where it is.
    #[schema(value_type = String, pattern = "^(requested|acknowledged|accepted|declined|acted|reported|withdrawn)$")]
    pub state: TicketState,
    /// For `If-Match`: counts its steps.
    pub mark: String,
    /// Whether the next move is that of one's own organisation.
    pub waits: bool,
    /// When it was made.
    pub requested_at: Moment,
    /// When it was moved last.
    pub changed_at: Moment,
    /// Where one's organisation can move it.
    #[schema(value_type = Vec<String>)]
    pub moves: Vec<TicketState>,
    /// Whether names are sealed with it: for the organisation that asks.
    #[schema(required)]
    pub beneficiaries: Option<bool>,
    /// What was done with it, the oldest first; not in lists.
    pub steps: Vec<TicketStepView>,
    /// The title of the action and its language, for pages.
    #[serde(skip)]
    pub title: (String, String),
}

/// The actions with these ids that the viewer reads now, or that their organisation began.
fn actions(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: BTreeSet<ContributionId>,
) -> Result<BTreeMap<ContributionId, Contribution<Action>>> {
    let ids: Vec<ContributionId> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let read = match read_of(conn, viewer, &ids) {
        Err(Error::Internal(fault)) => {
            tracing::error!(%fault, "the actions of requests to states are read one by one");
            each_alone(conn, viewer, &ids)
        }
        read => read?,
    };
    Ok(read.into_iter().map(|row| (row.id.clone(), row)).collect())
}

fn read_of(conn: &mut Conn, viewer: &Viewer, ids: &[ContributionId]) -> Result<Vec<Contribution<Action>>> {
    let newest = contributions::by_ids::<Action>(conn, ids)?;
    let versions: Vec<String> = newest.into_iter().map(|row| row.version.as_str().to_owned()).collect();
    let mut read = contributions::released_among::<Action>(conn, viewer, &versions)?;
    read.retain(|row| row.is_readable_by(viewer) || viewer.reads_as(&row.organisation_id));
    Ok(read)
}

/// The same where one of them cannot be read: it hides no other.
fn each_alone(conn: &mut Conn, viewer: &Viewer, ids: &[ContributionId]) -> Vec<Contribution<Action>> {
    let mut read = Vec::new();
    for id in ids {
        match read_of(conn, viewer, std::slice::from_ref(id)) {
            Ok(one) => read.extend(one),
            Err(fault) => {
                tracing::error!(%fault, action = id.as_str(), "an action of requests to states is left out");
            }
        }
    }
    read
}

/// What views are made of.
struct Known {
    actions: BTreeMap<ContributionId, Contribution<Action>>,
    names: BTreeMap<OrganisationId, Organisation>,
}

impl Known {
    fn organisation(&self, id: &OrganisationId) -> Result<Organisation> {
        self.names.get(id).cloned().ok_or(Error::NotFound)
    }

    fn view(&self, viewer: &Viewer, ticket: &Ticket, steps: Vec<TicketStepView>) -> Result<TicketView> {
        let action = self.actions.get(&ticket.contribution_id).ok_or(Error::NotFound)?;
        let body = ActionBody::read(action)?;
        Ok(TicketView {
            reference: ticket.reference.clone(),
            action: action.reference.clone(),
            requester: self.organisation(&ticket.requester_id)?,
            asked: self.organisation(&ticket.asked_id)?,
            state: ticket.state,
            mark: ticket.mark(),
            waits: viewer.is_of(&ticket.asked_id) && ticket.state.waits(),
            requested_at: ticket.requested_at,
            changed_at: ticket.changed_at,
            moves: ticket.moves(viewer),
            beneficiaries: viewer.is_of(&ticket.requester_id).then_some(ticket.beneficiaries),
            steps,
            title: (body.title, body.language),
        })
    }
}

fn known(conn: &mut Conn, viewer: &Viewer, tickets: &[Ticket], steps: &[Step]) -> Result<Known> {
    let mut ids: BTreeSet<ContributionId> = tickets.iter().map(|one| one.contribution_id.clone()).collect();
    ids.extend(steps.iter().filter_map(|step| step.action_id.clone()));
    let two = |one: &Ticket| [one.requester_id.clone(), one.asked_id.clone()];
    let named: BTreeSet<OrganisationId> = tickets.iter().flat_map(two).collect();
    let names = people::organisations_by_ids(conn, named.into_iter().collect())?;
    Ok(Known { actions: actions(conn, viewer, ids)?, names })
}

/// Those that the viewer is shown, without what was said: what waits for their organisation first, the longest waiting before the others;
/// then what was moved last. Of all, or of one action. A fixed number of statements, however many there are.
pub(super) fn list(conn: &mut Conn, viewer: &Viewer, of: Option<&ContributionId>) -> Result<Vec<TicketView>> {
    let tickets = store::readable_by(conn, viewer, of.map_or(Asked::All, Asked::Of))?;
    if tickets.is_empty() {
        return Ok(Vec::new());
    }
    let known = known(conn, viewer, &tickets, &[])?;
    let one = |ticket: &Ticket| match known.view(viewer, ticket, Vec::new()) {
        Ok(view) => Some(view),
        Err(fault) => {
            // One that cannot be read keeps none of the others back.
            tracing::error!(%fault, ticket = ticket.reference, "a request to a state is left out of a list");
            None
        }
    };
    let mut views: Vec<TicketView> = tickets.iter().filter_map(one).collect();
    views.sort_by_key(|view| {
        let waits = view.waits.then_some(view.requested_at);
        (waits.is_none(), waits, std::cmp::Reverse(view.changed_at))
    });
    Ok(views)
}

/// What was said with these steps, in their order. What does not open is logged and missing; it keeps none of the others back.
fn said(conn: &mut Conn, vault: &Vault, steps: &[Step]) -> Result<Vec<String>> {
    let kept = |step: &Step| Some((step.id.as_str().to_owned(), step.sealed.clone()?));
    let kept: Vec<(String, Vec<u8>)> = steps.iter().filter_map(kept).collect();
    let asked: Vec<Kept<'_>> = kept.iter().map(|(id, bytes)| (id.as_str(), 1, bytes.as_slice())).collect();
    let opened = if asked.is_empty() { Vec::new() } else { vault.open_kept(conn, SAID, &asked)? };
    let text = |bytes: Result<Zeroizing<Vec<u8>>>| {
        bytes.and_then(|bytes| String::from_utf8(bytes.to_vec()).map_err(Error::internal)).unwrap_or_else(
            |fault| {
                tracing::error!(%fault, "what was said with a request to a state does not open");
                String::new()
            },
        )
    };
    let texts: BTreeMap<&str, String> =
        kept.iter().map(|(id, _)| id.as_str()).zip(opened.into_iter().map(text)).collect();
    Ok(steps.iter().map(|step| texts.get(step.id.as_str()).cloned().unwrap_or_default()).collect())
}

/// The one that is called so, with all that was done with it.
pub(super) fn one(conn: &mut Conn, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<TicketView> {
    let ticket = store::one(conn, viewer, reference)?;
    let steps = store::steps(conn, &ticket)?;
    let texts = said(conn, vault, &steps)?;
    let by = mandates::acted_by(conn, viewer, &steps.iter().map(Step::done).collect::<Vec<_>>())?;
    let known = known(conn, viewer, std::slice::from_ref(&ticket), &steps)?;
    let step = |((step, text), by): ((&Step, String), Option<ActedBy>)| {
        let action = step.action_id.as_ref().and_then(|id| known.actions.get(id));
        Ok(TicketStepView {
            state: step.state,
            organisation: known.organisation(&step.organisation_id)?,
            at: step.at,
            text,
            action: action.map(|row| row.reference.clone()),
            by,
        })
    };
    let steps = steps.iter().zip(texts).zip(by).map(step).collect::<Result<Vec<_>>>()?;
    known.view(viewer, &ticket, steps)
}
