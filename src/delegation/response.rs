//! What who is asked can do: take on, decline; and how a request ends.

use serde_json::{Value, json};

use super::visibility::{ANSWER, known, sealed};
use super::{Delegation, DelegationState, LONGEST_WORDS, seen, store};
use crate::access::{Act, Viewer, permits};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::{Tx, text_enum};
use crate::error::{Error, Fields, Result};
use crate::flow::{Guard, Machine, Move, TextKind};
use crate::people::{self, OrganisationStatus};
use crate::reports::{self, Report, ReportInput};
use crate::vault::{self, Vault};
use crate::web::needed;

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
    takes_on: bool,
    recalls: bool,
    owner_active: bool,
}

const TAKES_ON: Guard<Case> = Guard { holds: |case| case.takes_on, otherwise: "denied-take-on" };
const RECALLS: Guard<Case> = Guard { holds: |case| case.recalls, otherwise: "denied-role" };

/// A request from when it was handed over to its end.
static MACHINE: Machine<DelegationState, DelegationVerb, Case> = Machine {
    subject: "delegation",
    moves: &[
        Move {
            verb: DelegationVerb::Accept,
            from: &[DelegationState::Asked],
            to: DelegationState::Accepted,
            who: TAKES_ON,
            guards: &[Guard { holds: |case| case.owner_active, otherwise: "conflict-owner-suspended" }],
            lapses: None,
        },
        Move {
            verb: DelegationVerb::Decline,
            from: &[DelegationState::Asked],
            to: DelegationState::Declined,
            who: TAKES_ON,
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
        takes_on: permits(viewer, Act::TakeOn { publisher: &row.publisher_id }),
        recalls: permits(viewer, Act::CancelProposal { owner })
            || permits(viewer, Act::WithdrawRelease { owner }),
        owner_active: people::organisation(tx.conn, owner)?.status == OrganisationStatus::Active,
    };
    let to = MACHINE.decide(row.state, verb, &case)?;
    vault::erase(tx, row.id.as_str())?;
    store::set_state(tx, &row.id, to)
}

/// Writes to the log of who asked.
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

/// Takes it on: begins a report of the publisher's own with what was handed over. What was handed over is gone then, and
/// nothing is written down by which the two could be brought together: the log of the publisher says that a report was
/// begun, as of any other.
pub fn accept(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Report> {
    let seen = seen(tx, vault, viewer, reference)?;
    let row = seen.row;
    end(tx, viewer, &row, DelegationVerb::Accept)?;
    let handed = seen.text.ok_or_else(|| Error::Internal("nothing was handed over".into()))?;
    log(tx, viewer, &row, "delegation.passed", json!({}))?;
    reports::draft(tx, vault, viewer, &ReportInput { original: handed.draft(), incident: None })
}

/// Does not take it on, and says why to who asked.
pub fn decline(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, reason: &str) -> Result<()> {
    let (row, _, _) = known(tx, viewer, reference)?;
    end(tx, viewer, &row, DelegationVerb::Decline)?;
    let mut faults = Fields::default();
    let reason = needed(&mut faults, "reason", reason, LONGEST_WORDS);
    let reason = faults.into_result(reason)?;
    let owner = &row.organisation_id;
    vault.seal(tx, owner, sealed(&row, ANSWER), viewer.person(), reason.as_bytes())?;
    log(tx, viewer, &row, "delegation.refused", json!({}))?;
    let publisher = &row.publisher_id;
    // That it declined, and nothing by which anybody could tell what or whose.
    let entry = Entry {
        act: "delegation.declined",
        subject_kind: SubjectKind::Organisation,
        subject: publisher.as_str(),
        owner: Some(publisher),
        detail: json!({}),
    };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}
