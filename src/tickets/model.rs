//! What a state is asked for, as rows; and the way that goes.

use diesel::prelude::*;

use crate::access::{Opened, Viewer};
use crate::audit::SubjectKind;
use crate::db::schema::{ticket, ticket_step};
use crate::db::{ContributionId, MandateId, Moment, OrganisationId, PersonId, StepId, TicketId, text_enum};
use crate::flow::{Guard, Machine, Move};
use crate::mandates::{self, ActionKind};
use crate::vault::Sealed;

text_enum! {
    /// Where a request to a state is.
    pub enum TicketState {
        /// It is made.
        Requested = "requested",
        /// The state has seen it.
        Acknowledged = "acknowledged",
        /// The state will do it.
        Accepted = "accepted",
        /// The state will not do it.
        Declined = "declined",
        /// The state has done something.
        Acted = "acted",
        /// The state has said what came of it.
        Reported = "reported",
        /// Whoever asked takes it back.
        Withdrawn = "withdrawn",
    }
}

impl TicketState {
    /// Whether the next move is the state's.
    pub fn waits(self) -> bool {
        matches!(self, Self::Requested | Self::Acknowledged | Self::Accepted | Self::Acted)
    }

    /// Whether nothing is done any more for those for whom it is made: the state has done it, or will not.
    pub(super) fn forgets_names(self) -> bool {
        matches!(self, Self::Declined | Self::Acted | Self::Reported | Self::Withdrawn)
    }
}

/// Whether something is asked of states in actions of this kind.
pub fn takes_tickets(kind: ActionKind) -> bool {
    matches!(kind, ActionKind::DiplomaticSupport | ActionKind::EmergencySupport)
}

/// What the machine looks at.
pub struct TicketCase {
    /// Whether the viewer acts for the state that is asked.
    pub asked: bool,
    /// Whether the viewer acts for the organisation that asks.
    pub asks: bool,
    /// Whether something is said in words.
    pub says: bool,
    /// Whether an action is named.
    pub names: bool,
}

const ASKED: Guard<TicketCase> = Guard { holds: |case| case.asked, otherwise: "denied-ticket-asked" };
const ASKS: Guard<TicketCase> = Guard { holds: |case| case.asks, otherwise: "denied-ticket-asks" };
const REASON: Guard<TicketCase> = Guard { holds: |case| case.says, otherwise: "conflict-ticket-reason" };
const REPORT: Guard<TicketCase> = Guard { holds: |case| case.says, otherwise: "conflict-ticket-report" };
const DEED: Guard<TicketCase> =
    Guard { holds: |case| case.says || case.names, otherwise: "conflict-ticket-deed" };

const fn moved(
    from: &'static [TicketState],
    to: TicketState,
    who: Guard<TicketCase>,
    guards: &'static [Guard<TicketCase>],
) -> Move<TicketState, TicketState, TicketCase> {
    Move { verb: to, from, to, who, guards, lapses: None }
}

use TicketState::{Accepted, Acknowledged, Acted, Declined, Reported, Requested, Withdrawn};

/// A request to a state from its beginning to its end. A move is called by where it leads.
pub static MACHINE: Machine<TicketState, TicketState, TicketCase> = Machine {
    subject: "ticket",
    moves: &[
        moved(&[Requested], Acknowledged, ASKED, &[]),
        moved(&[Requested, Acknowledged], Accepted, ASKED, &[]),
        moved(&[Requested, Acknowledged], Declined, ASKED, &[REASON]),
        moved(&[Accepted], Acted, ASKED, &[DEED]),
        moved(&[Acted], Reported, ASKED, &[REPORT]),
        moved(&[Requested, Acknowledged, Accepted], Withdrawn, ASKS, &[]),
    ],
};

/// A request to a state, as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = ticket)]
pub struct Ticket {
    pub(super) id: TicketId,
    /// What the outside calls it: `H-7K3QX9`.
    pub reference: String,
    /// The action in which it is made.
    pub contribution_id: ContributionId,
    /// The version of the brief before whose readers it is made.
    pub(super) version_id: ContributionId,
    /// Who asks.
    pub requester_id: OrganisationId,
    /// The state that is asked.
    pub asked_id: OrganisationId,
    /// Where it is.
    pub state: TicketState,
    /// Counts its steps.
    pub revision: i32,
    /// Whether names are sealed with it.
    pub(super) beneficiaries: bool,
    /// When it was made.
    pub requested_at: Moment,
    /// When it was moved last.
    pub changed_at: Moment,
}

impl Ticket {
    /// By which programs and pages name what they saw of it.
    pub fn mark(&self) -> String {
        self.revision.to_string()
    }

    /// As the log names it.
    pub(super) fn opened(&self) -> Opened<'_> {
        Opened { kind: SubjectKind::Ticket, id: self.id.as_str(), reference: &self.reference }
    }

    /// The names that are sealed with it.
    pub(super) fn names(&self) -> Sealed<'_> {
        Sealed { subject: self.id.as_str(), kind: "beneficiaries", revision: 1 }
    }

    /// The moves that are the viewer's, if they act for their organisation.
    pub(super) fn moves(&self, viewer: &Viewer) -> Vec<TicketState> {
        let (asked, asks) = (viewer.is_of(&self.asked_id), viewer.is_of(&self.requester_id));
        MACHINE.open_moves(self.state, &TicketCase { asked, asks, says: true, names: true })
    }
}

/// Where a request to a state was moved to.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = ticket_step)]
pub(super) struct Step {
    pub id: StepId,
    pub ticket_id: TicketId,
    pub ordinal: i32,
    pub state: TicketState,
    pub organisation_id: OrganisationId,
    pub person_id: PersonId,
    pub mandate_id: Option<MandateId>,
    pub at: Moment,
    /// What was said with it.
    pub sealed: Option<Vec<u8>>,
    /// The action that was done for it.
    pub action_id: Option<ContributionId>,
}

/// The name that is bound into what is said.
pub(super) const SAID: &str = "ticket";

impl Step {
    /// What is said with a step.
    pub fn said(id: &StepId) -> Sealed<'_> {
        Sealed { subject: id.as_str(), kind: SAID, revision: 1 }
    }

    /// For whom it was done, who did it, and by which mandate.
    pub fn done(&self) -> mandates::Done {
        (self.organisation_id.clone(), self.person_id.clone(), self.mandate_id.clone())
    }
}
