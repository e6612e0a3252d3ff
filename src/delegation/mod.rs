//! An organisation asks another to publish a report for it, without its name.
//!
//! What is handed over is what the publisher may read of the report, not its original; it leaves by the release verb,
//! and always by a second person. Until the publisher has decided it stands sealed under the request; then it is gone.
//! Who accepts begins a report of their own with what was handed over. No row leads from the request to that report, nor
//! back, and nothing of the report or about it names who asked.

mod anonymity_check;
pub mod api;
mod fates;
mod handover;
mod machine;
pub mod pages;
mod request;
mod response;
mod store;
mod view;
mod visibility;

use diesel::prelude::*;

use crate::access::Opened;
use crate::audit::SubjectKind;
use crate::db::schema::delegation;
use crate::db::{DelegationId, Moment, OrganisationId, PersonId, ReportId, text_enum};

pub use api::describe;
pub use fates::parent_changed;
pub use handover::Handed;
pub use request::{Input, ask, of_releases, publishers};
pub use response::{accept, decline};
pub(crate) use store::{erase_about, references_of};
pub use view::{
    DelegationRow, DelegationView, QueuePlace, list, of_report, queue_place, rows_of, view, waiting,
};
pub use visibility::{OpenedDelegation, seen};

/// The most characters of what is said with a request, and of the answer.
pub const LONGEST_WORDS: usize = 4_000;

text_enum! {
    /// Where a request stands.
    pub enum DelegationState {
        /// Nothing has been handed over: its release says how far it is.
        Proposed = "proposed",
        /// The publisher has it, and has not decided.
        Asked = "asked",
        /// The publisher took it on.
        Accepted = "accepted",
        /// The publisher did not.
        Declined = "declined",
        /// Who asked took it back.
        Recalled = "recalled",
    }
}

/// One request as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = delegation)]
pub struct Delegation {
    /// Internal.
    pub id: DelegationId,
    /// What the two organisations call it: `D-7K3QX9`.
    pub reference: String,
    /// Who asks.
    pub organisation_id: OrganisationId,
    /// To have which report published.
    pub report_id: ReportId,
    /// By whom.
    pub publisher_id: OrganisationId,
    /// Where it stands.
    pub state: DelegationState,
    /// Who wrote it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Moment,
}

impl Delegation {
    /// Itself, where what is sealed under it is to be opened.
    pub fn opened(&self) -> Opened<'_> {
        Opened { kind: SubjectKind::Delegation, id: self.id.as_str(), reference: &self.reference }
    }
}
