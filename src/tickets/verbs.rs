//! How a state is asked, and how that is moved on.

use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::model::{MACHINE, Step, Ticket, TicketCase, TicketState, takes_tickets};
use super::{part, reminder, store};
use crate::access::{Act, Permit, Viewer, allows};
use crate::actions::{self, Acting, Action, ActionBody, Seen};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::contributions;
use crate::db::{ContributionId, MandateId, OrganisationId, StepId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::outbox::{self, EventKind, To};
use crate::vault::Vault;
use crate::web::{self, body, needed_words, typed};

/// The most characters of what is said.
const LONGEST: usize = 10_000;
/// The most characters of names.
const LONGEST_NAMES: usize = 5_000;
/// So many requests an organisation makes in one action at most.
const MOST: i64 = 50;

/// A request to a state, as it is sent.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = NewTicket)]
pub struct NewTicket {
    /// The slug of a state that the brief is released to, as far as one is told.
    pub(super) organisation: String,
    /// What it is asked for.
    #[serde(deserialize_with = "body::long")]
    #[schema(required, max_length = 10000)]
    pub(super) text: Option<String>,
    /// The names of those for whom it is asked: sealed for the organisation that asks alone.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 5000)]
    pub(super) beneficiaries: Option<String>,
}

/// Where a request is moved to.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewTicketMove)]
pub struct NewMove {
    /// `acknowledged`, `accepted`, `declined`, `acted` or `reported`; by the organisation that asks, `withdrawn`.
    pub(super) to: String,
    /// Why the state declines: it has to say so, and the organisation that asks alone reads it.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 10000)]
    pub(super) reason: Option<String>,
    /// What else is said with it. A report needs it; so does what was done, if no action is named.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 10000)]
    pub(super) text: Option<String>,
    /// The reference of the action that was done for it, in which the state takes part (`acted` only).
    pub(super) action: Option<String>,
}

/// What is written down with a step.
struct Said {
    text: String,
    action: Option<ContributionId>,
    mandate: Option<MandateId>,
}

fn log(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (home, ticket): (&OrganisationId, &Ticket),
    act: &'static str,
    more: Value,
) -> Result<()> {
    // Its row goes with the action, and the log goes on naming it.
    let mut detail = json!({ "ticket": ticket.reference });
    if let (Some(detail), Value::Object(more)) = (detail.as_object_mut(), more) {
        detail.extend(more);
    }
    let (subject_kind, subject) = (SubjectKind::Ticket, ticket.id.as_str());
    let entry = Entry { act, subject_kind, subject, owner: Some(home), detail };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}

/// Writes a step down; what is said with it is sealed.
fn write(
    tx: &mut Tx<'_>,
    vault: &Vault,
    of: &Acting,
    (ticket, ordinal, state): (&Ticket, i32, TicketState),
    said: Said,
) -> Result<()> {
    let id: StepId = tx.id();
    let sealed = if said.text.is_empty() {
        None
    } else {
        Some(vault.seal_kept(tx, &of.home, Step::said(&id), said.text.as_bytes())?)
    };
    let step = Step {
        id,
        ticket_id: ticket.id.clone(),
        ordinal,
        state,
        organisation_id: of.home.clone(),
        person_id: of.person.clone(),
        mandate_id: said.mandate,
        at: tx.now(),
        sealed,
        action_id: said.action,
    };
    store::insert_step(tx, &step)
}

fn tell(
    tx: &mut Tx<'_>,
    of: &Acting,
    kind: EventKind,
    (ticket, to): (&Ticket, &OrganisationId),
) -> Result<()> {
    let about = (ticket.id.as_str(), ticket.contribution_id.as_str());
    outbox::tell(tx, kind, about, &To::Organisation(to.clone()), Some(&of.person))
}

/// Asks a state for support, for the viewer's organisation, which leads the action or takes part in it. The reference.
pub fn request(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (reference, new): (&str, &NewTicket),
    seen: &Seen,
) -> Result<String> {
    let of = actions::acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    let part = part::of(tx.conn, viewer, &of.row)?;
    if !part.takes_part {
        return Err(Error::Denied(message("denied-ticket")));
    }
    let mandate = of.authority(tx, viewer)?;
    if !takes_tickets(ActionBody::read(&of.row)?.kind) {
        return Err(Error::Conflict(message("conflict-ticket-kind")));
    }
    if !of.row.details.stage.is_open() {
        return Err(Error::Conflict(message("conflict-action-ended")));
    }
    if store::count(tx.conn, &of.row.id, &of.home)? >= MOST {
        return Err(Error::Conflict(message("conflict-tickets-enough").with("most", MOST)));
    }
    let mut faults = Fields::default();
    let state = part.states.into_iter().find(|one| one.slug == new.organisation);
    if state.is_none() {
        faults.add("organisation", message("fault-ticket-organisation").with("name", &new.organisation));
    }
    let text = needed_words(&mut faults, "text", new.text.as_deref().unwrap_or_default(), LONGEST);
    let names = said(&mut faults, "beneficiaries", new.beneficiaries.as_deref(), LONGEST_NAMES);
    let asked = faults.into_result(state)?.ok_or(Error::NotFound)?;
    let ticket = Ticket {
        id: tx.id(),
        reference: store::free_reference(tx)?,
        contribution_id: of.row.id.clone(),
        version_id: of.row.version.clone(),
        requester_id: of.home.clone(),
        asked_id: asked.id.clone(),
        state: TicketState::Requested,
        revision: 1,
        beneficiaries: !names.is_empty(),
        requested_at: tx.now(),
        changed_at: tx.now(),
    };
    store::insert(tx, &ticket)?;
    if ticket.beneficiaries {
        vault.seal(tx, &of.home, ticket.names(), Some(&of.person), names.as_bytes())?;
    }
    write(tx, vault, &of, (&ticket, 1, TicketState::Requested), Said { text, action: None, mandate })?;
    reminder::set(tx, &ticket)?;
    let detail = json!({ "action": of.row.reference, "organisation": asked.slug });
    log(tx, viewer, (&of.home, &ticket), "ticket.requested", detail)?;
    tell(tx, &of, EventKind::TicketAsked, (&ticket, &ticket.asked_id))?;
    Ok(ticket.reference)
}

/// What was said in a field that may be left out. What was pasted as the markup of a word processor becomes its words.
fn said(faults: &mut Fields, name: &str, text: Option<&str>, most: usize) -> String {
    typed(&web::pasted(text.unwrap_or_default(), most), most, true).unwrap_or_else(|fault| {
        faults.add(name, fault);
        String::new()
    })
}

/// Whoever acts on a request for one of the two: before the readers of the action of now.
fn acting(tx: &mut Tx<'_>, viewer: &Viewer, ticket: &Ticket) -> Result<Acting> {
    let ids = std::slice::from_ref(&ticket.contribution_id);
    let row = contributions::by_ids::<Action>(tx.conn, ids)?.pop().ok_or(Error::NotFound)?;
    actions::acting(tx, viewer, &row.reference, &Seen::default())
}

/// The action that a state names: one that it reads and takes part in. Of any other the answer is that of one that does not exist.
fn named(tx: &mut Tx<'_>, viewer: &Viewer, typed: &str) -> Result<ContributionId> {
    let refused = || Error::invalid("action", message("fault-ticket-action").with("name", typed));
    let row = match actions::at_work(tx, viewer, &web::reference(typed)) {
        Ok(row) => row,
        Err(Error::NotFound) => return Err(refused()),
        Err(fault) => return Err(fault),
    };
    if part::of(tx.conn, viewer, &row)?.takes_part { Ok(row.id) } else { Err(refused()) }
}

/// Moves a request on, for one of the two organisations. `seen` is the mark of it that they had before them.
pub fn move_on(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (reference, new): (&str, &NewMove),
    seen: &Seen,
) -> Result<()> {
    let ticket = store::one(tx.conn, viewer, reference)?;
    let of = acting(tx, viewer, &ticket)?;
    allows(viewer, Act::JoinAction)?;
    let to: Option<TicketState> = new.to.parse().ok().filter(|to| MACHINE.knows(*to));
    let to = to.ok_or_else(|| Error::invalid("to", message("fault-ticket-state")))?;
    seen.check(&ticket.mark())?;
    let mut faults = Fields::default();
    let text = said(&mut faults, "text", new.text.as_deref(), LONGEST);
    let reason = said(&mut faults, "reason", new.reason.as_deref(), LONGEST);
    let action = new.action.as_deref().filter(|named| !named.trim().is_empty());
    if !reason.is_empty() && to != TicketState::Declined {
        faults.add("reason", message("fault-ticket-reason"));
    }
    if action.is_some() && to != TicketState::Acted {
        faults.add("action", message("fault-ticket-deed"));
    }
    faults.into_result(())?;
    let declines = to == TicketState::Declined;
    let case = TicketCase {
        asked: viewer.is_of(&ticket.asked_id),
        asks: viewer.is_of(&ticket.requester_id),
        says: if declines { !reason.is_empty() } else { !text.is_empty() },
        names: action.is_some(),
    };
    MACHINE.decide(ticket.state, to, &case)?;
    let mandate = of.authority(tx, viewer)?;
    let action = action.map(|action| named(tx, viewer, action)).transpose()?;
    store::set_state(tx, &ticket, to)?;
    if to.forgets_names() {
        store::forget_names(tx, &ticket)?;
    }
    if to == TicketState::Withdrawn {
        store::forget_said(tx, &ticket)?;
    }
    let text = [reason, text].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    write(tx, vault, &of, (&ticket, ticket.revision + 1, to), Said { text, action, mandate })?;
    reminder::cancel(tx, &ticket)?;
    let detail = json!({ "moved": to });
    log(tx, viewer, (&of.home, &ticket), "ticket.moved", detail)?;
    let other = if case.asked { &ticket.requester_id } else { &ticket.asked_id };
    tell(tx, &of, EventKind::TicketMoved, (&ticket, other))
}

/// The names that are sealed with a request, for those who make requests for the organisation that asks. Each opening is written to its
/// log. To everybody else it is as if there were none.
pub fn beneficiaries(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
) -> Result<(Ticket, String)> {
    let ticket = store::one(tx.conn, viewer, reference)?;
    let owner = &ticket.requester_id;
    if !viewer.is_of(owner) {
        return Err(Error::NotFound);
    }
    let act = Act::BeginAction { owner };
    allows(viewer, act)?;
    acting(tx, viewer, &ticket)?.authority(tx, viewer)?;
    if !ticket.beneficiaries {
        return Err(Error::NotFound);
    }
    let permit = Permit::ask(tx, viewer, act, owner, &[ticket.opened()], "beneficiaries")?;
    let names = vault.open(tx.conn, &permit, ticket.names())?;
    let names = String::from_utf8(names.reveal(&permit).to_vec()).map_err(Error::internal)?;
    Ok((ticket, names))
}
