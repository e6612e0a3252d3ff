//! What is kept here goes with the action that a statement is.

use diesel::prelude::*;

use super::store;
use crate::beside::{Beside, nothing};
use crate::db::schema::{silence_position, silence_round};
use crate::db::{ContributionId, Tx};
use crate::error::Result;
use crate::jobs::{TimerKind, timers};
use crate::outbox;

/// What this room keeps beside actions: nothing that their pages show.
pub const BESIDE: Beside = Beside { section: |_, _, _, _| Ok(None), released: nothing, forget };

/// Nothing is kept of what was said in the rounds of a statement, nor is anything told of it: its action is withdrawn. What was said with
/// positions goes with the text.
fn forget(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let (rounds, positions) = store::ids_of(tx.conn, action)?;
    timers::cancel_all(tx, TimerKind::SilenceDeadline, &rounds)?;
    timers::cancel_all(tx, TimerKind::SilenceReminder, &rounds)?;
    outbox::forget_all(tx, &[rounds, positions].concat())?;
    diesel::delete(silence_position::table.filter(silence_position::contribution_id.eq(action)))
        .execute(tx.conn)?;
    // The roll and what was asked for go with their rounds.
    diesel::delete(silence_round::table.filter(silence_round::contribution_id.eq(action)))
        .execute(tx.conn)?;
    Ok(())
}
