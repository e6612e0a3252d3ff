//! What steps come to: who takes part in an action, to whom the lead is offered, who is known by name.

use std::collections::{BTreeMap, BTreeSet};

use super::Action;
use super::steps::{Step, StepKind};
use crate::access::Viewer;
use crate::contributions::Contribution;
use crate::db::{ContributionId, Moment, OrganisationId};

/// How an organisation takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The version of the brief before whose readers it said so last.
    pub version: ContributionId,
    /// Since when.
    pub since: Moment,
}

/// What steps come to.
#[derive(Debug, Clone, Default)]
pub struct Course {
    /// Who takes part, the organisation that began the action aside.
    pub joined: BTreeMap<OrganisationId, Part>,
    /// By whom the lead is offered, and to whom.
    pub offered: Option<(OrganisationId, OrganisationId)>,
    /// Whose steps these are: all who are known by name.
    named: BTreeSet<OrganisationId>,
}

impl Course {
    /// Of these steps of one action, the oldest first.
    pub fn of<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Self {
        let mut course = Self::default();
        for step in steps {
            course.take(step);
        }
        course
    }

    fn take(&mut self, step: &Step) {
        let by = &step.organisation_id;
        self.named.insert(by.clone());
        match step.kind {
            StepKind::Moved => {}
            StepKind::Joined | StepKind::Led => {
                let since = self.joined.get(by).map_or(step.at, |part| part.since);
                self.joined.insert(by.clone(), Part { version: step.version_id.clone(), since });
                if step.kind == StepKind::Led {
                    self.offered = None;
                }
            }
            StepKind::Left => {
                self.joined.remove(by);
                self.offered = self.offered.take().filter(|(from, to)| from != by && to != by);
            }
            StepKind::Offered => self.offered = step.other_id.clone().map(|to| (by.clone(), to)),
        }
    }

    /// Whether the viewer may be told that this organisation has to do with the action: it began it, it is their own, or they
    /// are shown something that it did.
    pub fn names(
        &self,
        viewer: &Viewer,
        action: &Contribution<Action>,
        organisation: &OrganisationId,
    ) -> bool {
        *organisation == action.organisation_id
            || viewer.reads_as(organisation)
            || self.named.contains(organisation)
    }
}
