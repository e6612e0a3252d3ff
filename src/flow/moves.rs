//! What can be done with a proposed release, and by whom: the table, and what it looks at.

use chrono::TimeDelta;

use super::store::queue;
use super::{Guard, Machine, Move, Release, ReleaseState};
use crate::access::{Act, Viewer, permits};
use crate::db::{Conn, Moment, text_enum};
use crate::error::{Error, Result, Said};

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
        /// Take it back before it is decided, or close one that was returned.
        Cancel = "cancel",
    }
}

/// What the machine looks at.
pub struct Case {
    decides: bool,
    cancels: bool,
    claims: usize,
    other_claims: bool,
    current: bool,
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
            from: &[ReleaseState::Proposed, ReleaseState::Claimed],
            to: ReleaseState::Returned,
            who: DECIDES,
            guards: &[FREE],
            lapses: None,
        },
        Move {
            verb: ReleaseVerb::Cancel,
            from: &[ReleaseState::Proposed, ReleaseState::Claimed, ReleaseState::Returned],
            to: ReleaseState::Cancelled,
            who: CANCELS,
            guards: &[],
            lapses: None,
        },
    ],
};

/// The case of a release for this viewer. `current` says whether the text is still what was proposed.
pub(super) fn case(
    conn: &mut Conn,
    now: Moment,
    viewer: &Viewer,
    release: &Release,
    current: bool,
) -> Result<Case> {
    let mine = viewer.person();
    let claims = queue(conn, now, viewer)?.iter().filter(|open| open.claimed_by.as_ref() == mine).count();
    Ok(Case {
        decides: permits(viewer, release.deciding()),
        cancels: permits(viewer, Act::CancelProposal { owner: &release.organisation }),
        claims,
        other_claims: release.claimed_by.is_some() && release.claimed_by.as_ref() != mine,
        current,
    })
}

/// What this viewer can do with a release now, for buttons.
pub fn open_moves(
    conn: &mut Conn,
    now: Moment,
    viewer: &Viewer,
    release: &Release,
    current: bool,
) -> Result<Vec<ReleaseVerb>> {
    let case = case(conn, now, viewer, release, current)?;
    Ok(MACHINE.open_moves(release.state, &case))
}

/// Why this viewer cannot make a move now; nothing where they can.
pub fn refusal(
    conn: &mut Conn,
    now: Moment,
    viewer: &Viewer,
    release: &Release,
    current: bool,
    verb: ReleaseVerb,
) -> Result<Option<Said>> {
    let case = case(conn, now, viewer, release, current)?;
    match MACHINE.decide(release.state, verb, &case) {
        Ok(_) => Ok(None),
        Err(Error::Denied(why) | Error::Conflict(why)) => Ok(Some(why)),
        Err(other) => Err(other),
    }
}
