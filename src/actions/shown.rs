//! The parts of an action as one viewer is shown them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::db::Moment;
use crate::mandates::ActedBy;
use crate::people::Organisation;

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
