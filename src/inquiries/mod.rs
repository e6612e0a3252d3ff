//! What readers ask of owners: questions about a report and their answers, and wishes that it be shared wider.
//!
//! Questions, answers and wishes are *inquiries*: entries of the thread beneath a report. Each is a contribution with an
//! audience of its own. It is read by those who are in its audience *and* read the report; what answers a question that
//! was withdrawn is gone with it. Whoever does not read an entry learns neither that it is there nor that another
//! answers it.

pub mod api;
pub(crate) mod entries;
pub mod pages;
mod proposal;
mod reading;
mod store;
mod thread;
mod verbs;
mod view;

use crate::access::Token;
use crate::contributions::Contribution;
use crate::db::{ContributionId, Spaced, text_enum};

pub use thread::{Asked, Part, Threads, answers_to, asked_by, asked_of, of_desk};
pub use verbs::{Input, ask, asked_about, reply};
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

/// What is stored of an entry beside its text: the kind of contribution that it is. It rests on its report, and replies to
/// the entry that began the thread.
#[derive(Debug, Clone)]
pub struct Inquiry {
    /// What it is.
    pub entry: InquiryKind,
    /// Whom a wish names.
    pub wished: Spaced<Token>,
}

/// The id of the entry that began the thread in which one stands.
fn thread_of(row: &Contribution<Inquiry>) -> &ContributionId {
    row.reply_to.as_ref().unwrap_or(&row.id)
}
