//! Comments: what organisations say of a joint action, and answer each other.
//!
//! A comment is a contribution that rests on its action, with an audience of its own. It is released at once: whatever its
//! audience says, it can only reach active members who read the action. It also names the version of the brief before whose
//! readers it was written, and is shown only to those who belong to them: a brief that goes to others later makes no earlier
//! comment known to them.

pub mod api;
mod documents;
mod input;
mod kind;
mod known;
mod newest;
mod news;
mod outcome;
pub mod pages;
mod store;
mod threads;
mod verbs;
mod view;

use crate::access::Token;
use crate::db::{ContributionId, Moment, Spaced};
use crate::outcomes::Outcome;

pub use documents::{COMMENTS, CommentSource, before};
pub use input::{CommentUpdate, NewComment};
pub use newest::{count_of, newest_of};
pub use news::news_of;
pub use outcome::{outcomes_of, remind_review, reviewed_between};
pub use threads::{Thread, threads};
pub use verbs::{post, revise};
pub use view::{CommentView, views};

/// What is stored of a comment beside its text: the kind of contribution that it is.
#[derive(Debug, Clone)]
pub struct Comment {
    /// The version of the brief before whose readers it was written.
    pub brief: ContributionId,
    /// The comment that it answers.
    pub answers: Option<ContributionId>,
    /// Whom it names.
    pub mentions: Spaced<Token>,
}

/// What a version of a comment says that came of its action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// In one word.
    pub result: Outcome,
    /// When that is looked at again.
    pub review_at: Option<Moment>,
}
