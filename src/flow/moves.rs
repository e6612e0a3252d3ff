//! What can be done with a proposed release, and by whom: the table, and what it looks at.

use chrono::TimeDelta;

use super::{Guard, Machine, Move, ReleaseState};
use crate::db::text_enum;

/// The most that one person may hold claimed at once: a queue is shared work.
const MOST_CLAIMS: usize = 15;

text_enum! {
    /// What can be done with a release.
    pub enum ReleaseVerb {
        /// Look at it, so that others do not.
        Claim = "claim",
        /// Let others look at it again.
        Unclaim = "unclaim",
        /// Release the text.
        Approve = "approve",
        /// Send it back with a comment.
        Return = "return",
        /// Agree with what was released at once.
        Confirm = "confirm",
        /// Take it back before it is decided, or close one that was returned or that nobody confirmed.
        Cancel = "cancel",
    }
}

/// What the machine looks at.
pub struct Case {
    pub(super) decides: bool,
    pub(super) cancels: bool,
    pub(super) claims: usize,
    pub(super) other_claims: bool,
    pub(super) current: bool,
}

const DECIDES: Guard<Case> = Guard { holds: |case| case.decides, otherwise: "denied-decide-release" };
const CANCELS: Guard<Case> = Guard { holds: |case| case.cancels, otherwise: "denied-cancel-release" };
const CURRENT: Guard<Case> = Guard { holds: |case| case.current, otherwise: "conflict-text-changed" };
const FREE: Guard<Case> = Guard { holds: |case| !case.other_claims, otherwise: "conflict-claimed" };

/// A release from proposal to decision.
pub static MACHINE: Machine<ReleaseState, ReleaseVerb, Case> = Machine {
    subject: "release",
    moves: &[
        Move {
            verb: ReleaseVerb::Claim,
            from: &[ReleaseState::Proposed, ReleaseState::Claimed],
            to: ReleaseState::Claimed,
            who: DECIDES,
            guards: &[
                FREE,
                Guard { holds: |case| case.claims < MOST_CLAIMS, otherwise: "conflict-too-many-claims" },
            ],
            // Nobody's absence blocks a queue: after two days a claim is open to others again.
            lapses: Some((TimeDelta::hours(48), ReleaseState::Proposed)),
        },
        Move {
            verb: ReleaseVerb::Unclaim,
            from: &[ReleaseState::Claimed],
            to: ReleaseState::Proposed,
            who: DECIDES,
            guards: &[FREE],
            lapses: None,
        },
        Move {
            verb: ReleaseVerb::Approve,
            from: &[ReleaseState::Proposed, ReleaseState::Claimed],
            to: ReleaseState::Approved,
            who: DECIDES,
            guards: &[FREE, CURRENT],
            lapses: None,
        },
        Move {
            verb: ReleaseVerb::Return,
            from: &[ReleaseState::Proposed, ReleaseState::Claimed, ReleaseState::Unconfirmed],
            to: ReleaseState::Returned,
            who: DECIDES,
            guards: &[FREE, CURRENT],
            lapses: None,
        },
        // Nothing differs between what was confirmed and what was approved before its release.
        Move {
            verb: ReleaseVerb::Confirm,
            from: &[ReleaseState::Unconfirmed],
            to: ReleaseState::Approved,
            who: DECIDES,
            guards: &[CURRENT],
            lapses: None,
        },
        Move {
            verb: ReleaseVerb::Cancel,
            from: &[
                ReleaseState::Proposed,
                ReleaseState::Claimed,
                ReleaseState::Returned,
                ReleaseState::Lapsed,
            ],
            to: ReleaseState::Cancelled,
            who: CANCELS,
            guards: &[],
            lapses: None,
        },
    ],
};
