//! How a request that was handed over ends, and what the log says of it.

use serde_json::Value;

use super::{Delegation, DelegationState, store};
use crate::access::{Act, Viewer, permits};
use crate::audit::{self, Actor, Entry};
use crate::db::{Tx, text_enum};
use crate::error::Result;
use crate::flow::{Guard, Machine, Move, TextKind};
use crate::people::{self, OrganisationStatus};
use crate::vault::{self};

text_enum! {
    /// What can be done with a request that was handed over.
    pub(super) enum DelegationVerb {
        /// The publisher begins a report with it.
        Accept = "accept",
        /// The publisher does not.
        Decline = "decline",
        /// The requester takes it back.
        Recall = "recall",
    }
}

/// What the machine looks at.
struct Case {
    accepts: bool,
    recalls: bool,
    owner_active: bool,
}

const ACCEPTS: Guard<Case> = Guard { holds: |case| case.accepts, otherwise: "denied-accept-delegation" };
const RECALLS: Guard<Case> = Guard { holds: |case| case.recalls, otherwise: "denied-role" };

/// A request from when it was handed over to its end.
static MACHINE: Machine<DelegationState, DelegationVerb, Case> = Machine {
    subject: "delegation",
    moves: &[
        Move {
            verb: DelegationVerb::Accept,
            from: &[DelegationState::Asked],
            to: DelegationState::Accepted,
            who: ACCEPTS,
            guards: &[Guard { holds: |case| case.owner_active, otherwise: "conflict-owner-suspended" }],
            lapses: None,
        },
        Move {
            verb: DelegationVerb::Decline,
            from: &[DelegationState::Asked],
            to: DelegationState::Declined,
            who: ACCEPTS,
            guards: &[],
            lapses: None,
        },
        Move {
            verb: DelegationVerb::Recall,
            from: &[DelegationState::Asked],
            to: DelegationState::Recalled,
            who: RECALLS,
            guards: &[],
            lapses: None,
        },
    ],
};

/// Makes a move by which a request ends: what was sealed under it is gone with it.
pub(super) fn end(tx: &mut Tx<'_>, viewer: &Viewer, row: &Delegation, verb: DelegationVerb) -> Result<()> {
    let owner = &row.organisation_id;
    let case = Case {
        accepts: permits(viewer, Act::AcceptDelegation { publisher: &row.publisher_id }),
        recalls: permits(viewer, Act::CancelProposal { owner })
            || permits(viewer, Act::WithdrawRelease { owner }),
        owner_active: people::organisation(tx.conn, owner)?.status == OrganisationStatus::Active,
    };
    let to = MACHINE.decide(row.state, verb, &case)?;
    vault::erase(tx, row.id.as_str())?;
    store::set_state(tx, &row.id, to)
}

/// Writes to the log of the requester.
pub(super) fn log(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    row: &Delegation,
    act: &'static str,
    detail: Value,
) -> Result<()> {
    let entry = Entry {
        act,
        subject_kind: TextKind::Delegation.logged(),
        subject: row.id.as_str(),
        owner: Some(&row.organisation_id),
        detail,
    };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}
