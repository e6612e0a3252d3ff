//! Who sponsors a statement, by the steps that somebody is shown.

use std::collections::BTreeMap;

use super::model::{Step, StepKind};
use crate::db::{Moment, OrganisationId};
use crate::error::{Error, Result, message};

/// So much one organisation does with one statement as a whole at most.
const MOST_STEPS: usize = 100;

/// How an organisation sponsors a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sponsor {
    /// Since when.
    pub since: Moment,
    /// Its place among the sponsors.
    pub place: usize,
    /// Whether it wants to give the statement up.
    pub withdraws: bool,
}

/// The sponsors by these steps, the oldest first.
pub(crate) fn sponsors<'a>(steps: impl IntoIterator<Item = &'a Step>) -> BTreeMap<OrganisationId, Sponsor> {
    let mut sponsors: BTreeMap<OrganisationId, Sponsor> = BTreeMap::new();
    for step in steps {
        let Some(by) = &step.organisation_id else { continue };
        let place = sponsors.len();
        match step.kind {
            StepKind::Sponsored => {
                let fresh = Sponsor { since: step.at, place, withdraws: false };
                sponsors.entry(by.clone()).and_modify(|one| one.withdraws = false).or_insert(fresh);
            }
            StepKind::Withdrawing => {
                if let Some(one) = sponsors.get_mut(by) {
                    one.withdraws = true;
                }
            }
            StepKind::Moved | StepKind::Urged | StepKind::Declined | StepKind::Agreed => {}
        }
    }
    sponsors
}

/// Refuses an organisation that has done enough with a statement as a whole.
pub(super) fn count(steps: &[Step], organisation: &OrganisationId) -> Result<()> {
    let of_it = steps.iter().filter(|step| step.organisation_id.as_ref() == Some(organisation));
    if of_it.count() < MOST_STEPS { Ok(()) } else { Err(Error::Conflict(message("conflict-steps-enough"))) }
}
