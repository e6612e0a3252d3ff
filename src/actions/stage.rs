//! Where an action is, and how it moves: a table, drawn in `docs/actions.md`.

use crate::db::text_enum;
use crate::flow::{Guard, Machine, Move};

text_enum! {
    /// Where an action is.
    pub enum Stage {
        /// Somebody proposes it.
        Proposed = "proposed",
        /// Its lead thinks about it.
        Considered = "considered",
        /// It is being prepared.
        Preparing = "preparing",
        /// Those who read it are asked what they think.
        InConsultation = "in_consultation",
        /// It will be done as it is.
        Agreed = "agreed",
        /// It is done.
        Delivered = "delivered",
        /// What comes of it is watched.
        FollowingUp = "following_up",
        /// Nothing is left to do.
        Closed = "closed",
        /// It will not be done.
        Declined = "declined",
        /// It was begun and given up.
        Withdrawn = "withdrawn",
    }
}

impl Stage {
    /// Whether something is left to do.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Declined | Self::Withdrawn)
    }

    /// Whether what is to be done by a day is still to be done: only then it can be late.
    pub fn is_undone(self) -> bool {
        self.is_open() && !matches!(self, Self::Delivered | Self::FollowingUp)
    }
}

/// What the machine looks at.
pub struct StageCase {
    /// Whether the viewer acts for the organisation that leads it.
    pub leads: bool,
    /// Whether a reason is given.
    pub reason: bool,
}

const LEADS: Guard<StageCase> = Guard { holds: |case| case.leads, otherwise: "denied-lead-action" };
const REASON: Guard<StageCase> = Guard { holds: |case| case.reason, otherwise: "conflict-move-reason" };

const fn on(from: &'static [Stage], to: Stage) -> Move<Stage, Stage, StageCase> {
    Move { verb: to, from, to, who: LEADS, guards: &[], lapses: None }
}

const fn because(from: &'static [Stage], to: Stage) -> Move<Stage, Stage, StageCase> {
    Move { verb: to, from, to, who: LEADS, guards: &[REASON], lapses: None }
}

use Stage::{
    Agreed, Closed, Considered, Declined, Delivered, FollowingUp, InConsultation, Preparing, Proposed,
    Withdrawn,
};

/// An action from its proposal to its end. A move is called by where it leads. What goes back or ends without being done
/// needs a reason.
pub static MACHINE: Machine<Stage, Stage, StageCase> = Machine {
    subject: "action",
    moves: &[
        on(&[Proposed], Considered),
        because(&[Preparing, Declined, Withdrawn, Closed], Considered),
        on(&[Proposed, Considered], Preparing),
        because(&[InConsultation, Agreed], Preparing),
        on(&[Preparing], InConsultation),
        because(&[Agreed], InConsultation),
        on(&[Preparing, InConsultation], Agreed),
        on(&[Agreed], Delivered),
        on(&[Delivered], FollowingUp),
        because(&[Closed], FollowingUp),
        because(&[Delivered, FollowingUp], Closed),
        because(&[Proposed, Considered], Declined),
        because(&[Preparing, InConsultation, Agreed], Withdrawn),
    ],
};

/// Whether this move needs a reason.
pub(super) fn needs_reason(from: Stage, to: Stage) -> bool {
    let step = MACHINE.moves.iter().find(|step| step.verb == to && step.from.contains(&from));
    step.is_some_and(|step| !step.guards.is_empty())
}
