//! What is kept here goes with the action that a statement is.

use super::store;
use crate::beside::{Beside, nothing};
use crate::db::{ContributionId, Tx};
use crate::error::Result;
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind};

/// What this room keeps beside actions: nothing that their pages show.
pub const BESIDE: Beside = Beside { section: |_, _, _, _| Ok(None), released: nothing, forget };

fn forget(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    timers::cancel(tx, TimerKind::StatementReview, action.as_str())?;
    outbox::forget_of_thread(tx, EventKind::StatementReview, action.as_str())?;
    store::forget(tx, action)
}
