//! What other organisations say of a report: that it is so, that it is not, that it was verified.
//!
//! A corroboration is a contribution that rests on a report: it keeps the audience that it was given whatever becomes of
//! the report, and is read only by those who may read the report as well. Its organisation corrects its words in a further
//! version; whoever wants to say the opposite withdraws it and writes another. The government that a report is about replies in the same way.

pub mod api;
mod correction;
mod evidence_links;
mod impartiality;
mod input;
mod level;
pub mod pages;
mod replies;
mod retraction;
mod store;
mod verbs;
mod view;

use crate::db::text_enum;

pub use correction::{CorrectionInput, correct, correctable, evidence_now, may_correct, readers_now};
pub use evidence_links::{Cited, MOST_OFFERED, citable};
pub use impartiality::{Named, Speaker, Weight};
pub use input::Input;
pub use level::{Assessment, Assessments, Judged, Verification, verification_level};
pub use replies::{concerned, may_reply, weight};
pub use retraction::retract;
pub(crate) use store::{erase_retractions, reports_spoken_of_by};
pub use verbs::{corroborate, readable_report, spoken_of};
pub use view::{Beside, CorroborationView, Statements, view};

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

/// What is stored of a corroboration beside its text: the kind of contribution that it is.
#[derive(Debug, Clone)]
pub struct Corroboration {
    /// What is said.
    pub stance: Stance,
    /// How good the evidence is; of [`Stance::Verifies`] alone.
    pub grade: Option<Grade>,
}
