//! What other organisations say of a report: that it is so, that it is not, that it was verified.
//!
//! A corroboration is a text of its own, with an audience of its own. It leaves its organisation by the release verb,
//! keeps the audience that it was given whatever becomes of the report, and is read only by who may read the report as
//! well. Its words are sealed until they are out. Who wants to say something else, or to others, takes it back and
//! says it anew. The government that a report is about replies in the same way.

mod evidence;
mod impartiality;
mod input;
mod replies;
mod retraction;
mod store;
mod verbs;
mod verification;
mod view;

use diesel::prelude::*;

use crate::access::Opened;
use crate::db::schema::corroboration;
use crate::db::{CorroborationId, Moment, OrganisationId, PersonId, ReportId, text_enum};
use crate::flow::Subject;
use crate::incidents::apart::{Apart, Spoken};
use crate::redaction::Tombstone;

pub use evidence::{Cited, MOST_OFFERED, citable};
pub use impartiality::{Named, Speaker, Weight};
pub use input::Input;
pub use replies::{concerned, may_reply, weight};
pub use retraction::retract;
pub(super) use store::{erase_about, reports_spoken_of_by};
pub(super) use verbs::reason_of;
pub use verbs::{
    approve, corroborate, readable_report, return_to_author, seen, spoken_of, state, title_of, withdraw,
};
pub use verification::{Judged, Standing, Verification, Voice, ladder};
pub use view::{CorroborationView, of_report, view};

text_enum! {
    /// What is said of a report.
    pub enum Stance {
        /// It is so: we know it from elsewhere.
        Corroborates = "corroborates",
        /// It is not so.
        Disputes = "disputes",
        /// We looked at the evidence and it holds: a curator's decision.
        Verifies = "verifies",
        /// What the government that the report is about has to say: its right, and no word on whether it is so.
        Replies = "replies",
    }
}

text_enum! {
    /// How good the evidence is, in a curator's judgement.
    pub enum Grade {
        /// Evidence that anybody can check again: files with their provenance, measurements, court records.
        Strong = "strong",
        /// Several sources that do not depend on each other agree.
        Good = "good",
        /// One source that has been reliable before.
        Fair = "fair",
    }
}

/// One corroboration as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = corroboration)]
pub struct Corroboration {
    /// Internal.
    pub id: CorroborationId,
    /// What the outside calls it: `C-7K3QX9`.
    pub reference: String,
    /// Who says it.
    pub organisation_id: OrganisationId,
    /// Of which report.
    pub report_id: ReportId,
    /// What is said.
    pub stance: Stance,
    /// How good the evidence is; of [`Stance::Verifies`] alone.
    pub grade: Option<Grade>,
    /// The revision that its author had read: what was written later is not vouched for.
    pub revision: i32,
    /// The words, once they are out.
    pub note: String,
    /// Who wrote it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Moment,
    /// Since when it is out.
    pub released_at: Option<Moment>,
    /// When it was taken back.
    pub withdrawn_at: Option<Moment>,
    /// Why.
    pub withdrawn_reason: Option<String>,
}

impl Corroboration {
    /// Whether it is out and was not taken back.
    pub fn is_live(&self) -> bool {
        self.released_at.is_some() && self.withdrawn_at.is_none()
    }
}

impl Apart for Corroboration {
    const KIND: &'static str = "note";

    fn opened(&self) -> Opened<'_> {
        Opened { kind: Subject::Corroboration.as_str(), id: self.id.as_str(), reference: &self.reference }
    }

    fn home(&self) -> &OrganisationId {
        &self.organisation_id
    }
}

impl Spoken for Corroboration {
    fn released_at(&self) -> Option<Moment> {
        self.released_at
    }

    fn withdrawn(&self) -> Option<Tombstone> {
        let reason = || self.withdrawn_reason.clone().unwrap_or_default();
        self.withdrawn_at.map(|at| Tombstone { at, reason: reason() })
    }
}
