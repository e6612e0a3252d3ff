//! What readers ask of owners: questions about a report and their answers, wishes that it be shared wider, and
//! requests for access to what may or may not exist.
//!
//! Questions, answers and wishes are *inquiries*: entries of the thread beneath a report. Each is a text of its own,
//! with an audience of its own, that leaves its organisation by the release verb. It is read by who is in its audience
//! *and* reads the report; what answers a question that was taken back is gone with it. Who does not read an entry
//! learns neither that it is there nor that another answers it.
//!
//! A request for access ([`requests`]) is about nothing that is there: it holds no link to any report, and its answer
//! tells nothing. Whoever owns a report that fits sees who asks ([`matching`]).

mod leaving;
mod matching;
pub mod requests;
mod store;
mod thread;
mod verbs;
mod view;

use diesel::prelude::*;

use crate::access::{Opened, Token};
use crate::db::schema::inquiry;
use crate::db::{InquiryId, Moment, OrganisationId, PersonId, ReportId, Spaced, text_enum};
use crate::flow::TextKind;
use crate::incidents::apart::{Apart, Spoken};
use crate::redaction::Tombstone;

pub use leaving::title_of;
pub use matching::{Received, any_received, dismiss, received};
pub(super) use store::erase_about;
pub use thread::{Asked, Part, answers_to, asked_by, asked_of, of_desk, of_report};
pub use verbs::{Input, approve, ask, asked_about, reply, return_to_author, seen, state, withdraw};
pub use view::{InquiryView, view};

text_enum! {
    /// What an entry of a thread is.
    pub enum InquiryKind {
        /// Somebody who reads the report asks; also what they ask further.
        Question = "question",
        /// The owner of the report answers.
        Answer = "answer",
        /// Somebody who reads the report wishes that it be released to others. It changes nothing by itself.
        Wish = "wish",
    }
}

/// One entry as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = inquiry)]
pub struct Inquiry {
    /// Internal.
    pub id: InquiryId,
    /// What the outside calls it: `N-7K3QX9`.
    pub reference: String,
    /// The report that it is about.
    pub report_id: ReportId,
    /// The entry that began the thread, where this one did not.
    pub answers: Option<InquiryId>,
    /// Who writes.
    pub organisation_id: OrganisationId,
    /// What it is.
    pub kind: InquiryKind,
    /// The tokens that a wish names.
    pub wished: Spaced<Token>,
    /// The newest revision of the report that who began the thread had read.
    pub revision: i32,
    /// The words, once they are out.
    pub words: String,
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

impl Inquiry {
    /// Whether it is out and was not taken back.
    pub fn is_live(&self) -> bool {
        self.released_at.is_some() && self.withdrawn_at.is_none()
    }

    /// The id of the entry that began the thread.
    pub fn thread(&self) -> &InquiryId {
        self.answers.as_ref().unwrap_or(&self.id)
    }
}

impl Apart for Inquiry {
    const KIND: &'static str = "words";

    fn opened(&self) -> Opened<'_> {
        Opened { kind: TextKind::Inquiry.as_str(), id: self.id.as_str(), reference: &self.reference }
    }

    fn home(&self) -> &OrganisationId {
        &self.organisation_id
    }
}

impl Spoken for Inquiry {
    fn released_at(&self) -> Option<Moment> {
        self.released_at
    }

    fn withdrawn(&self) -> Option<Tombstone> {
        let reason = || self.withdrawn_reason.clone().unwrap_or_default();
        self.withdrawn_at.map(|at| Tombstone { at, reason: reason() })
    }
}
