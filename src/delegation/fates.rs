//! What becomes of requests when the report changes that they are about.

use serde_json::json;

use super::machine::{DelegationVerb, end, log};
use super::visibility::of_row;
use super::{Delegation, DelegationState, store};
use crate::access::Viewer;
use crate::db::Tx;
use crate::error::Result;
use crate::flow::{self, Fate, ParentEvent, Release, TextKind, TextState};
use crate::vault::{self};

/// The requests about a report that have not ended, each with its release.
pub(super) fn open_about(tx: &mut Tx<'_>, report: &str) -> Result<Vec<(Delegation, Release)>> {
    let mut open = Vec::new();
    for row in store::about(tx.conn, &report.to_owned().into())? {
        let release = of_row(tx, &row)?;
        if row.state == DelegationState::Asked || release.state.is_open() {
            open.push((row, release));
        }
    }
    Ok(open)
}

/// Does to the open requests about a report what is decided for them; how many proposals ended.
pub fn parent_changed(tx: &mut Tx<'_>, viewer: &Viewer, report: &str, event: ParentEvent) -> Result<usize> {
    let mut voided = 0;
    for (row, _) in open_about(tx, report)? {
        let proposed = row.state == DelegationState::Proposed;
        let state = if proposed { TextState::Sealed } else { TextState::Released };
        match flow::fate(TextKind::Delegation, state, event) {
            Fate::CancelProposal => {
                voided += flow::void_open(tx, viewer, row.id.as_str())?.len();
                // It has ended: what was said with it goes.
                vault::erase(tx, row.id.as_str())?;
            }
            Fate::Withdraw => {
                end(tx, viewer, &row, DelegationVerb::Recall)?;
                log(tx, viewer, &row, "delegation.recalled", json!({}))?;
            }
            Fate::Keep | Fate::Block | Fate::Hide | Fate::Retire | Fate::Erase => {}
        }
    }
    Ok(voided)
}
