//! The parts of an action as one viewer is shown them.

use serde::Serialize;
use utoipa::ToSchema;

use super::Action;
use super::course::{Course, Part};
use crate::contributions::Contribution;
use crate::db::{Moment, OrganisationId};
use crate::error::Result;
use crate::mandates::ActedBy;
use crate::people::{Names, Organisation};

/// One of the versions of a brief that the viewer could read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActionVersion {
    /// Its number among those.
    pub version: usize,
    /// Its address.
    pub href: String,
}

/// An organisation that takes part.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Participant {
    /// Which.
    pub organisation: Organisation,
    /// Since when, as far as the viewer is shown it.
    pub since: Moment,
}

impl Participant {
    /// Those who joined, beside the organisation that began the action.
    pub(super) fn all(course: &Course, row: &Contribution<Action>, names: &Names) -> Result<Vec<Self>> {
        let others = course.joined.iter().filter(|(id, _)| **id != row.organisation_id);
        let one = |(id, part): (&OrganisationId, &Part)| {
            Ok(Self { organisation: names.organisation(id)?.clone(), since: part.since })
        };
        others.map(one).collect()
    }
}

/// Something that an organisation did with an action.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StepView {
    /// What.
    #[schema(pattern = "^(moved|joined|left|offered|offer_ended|led)$")]
    pub kind: &'static str,
    /// Where it was moved to.
    #[schema(required)]
    pub stage: Option<&'static str>,
    /// Who.
    pub organisation: Organisation,
    /// When.
    pub at: Moment,
    /// Why; empty where nothing is said.
    pub reason: String,
    /// Who of it did it, and by which mandate: for the organisation itself.
    #[schema(required)]
    pub by: Option<ActedBy>,
}
