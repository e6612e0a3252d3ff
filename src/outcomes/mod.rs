//! What is said of joint actions, what came of them and which files they have, for whatever shows actions. The rooms in which that is
//! said and attached stand below, and hand in how it is looked up.

mod files;
mod readers;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use markdown::SafeHtml;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{Tlp, Viewer};
use crate::db::{Conn, ContributionId, Moment, text_enum};
use crate::error::{Error, Result};
use crate::people::Organisation;
use crate::web::Page;

pub use files::{ActionFile, ActionFileCopy, FileLine, files, wire_files};
pub use readers::CommentReaders;

text_enum! {
    /// What came of an action.
    pub enum Outcome {
        /// What was asked for.
        Achieved = "achieved",
        /// Part of it.
        Partly = "partly",
        /// Nothing of it.
        NotAchieved = "not_achieved",
        /// Nobody can say yet.
        Unclear = "unclear",
    }
}

impl Outcome {
    /// The same in words.
    pub fn label(self, page: &Page) -> String {
        page.t(&format!("outcome-{}", self.as_str().replace('_', "-")))
    }
}

/// What came of an action, as one viewer reads it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ActionOutcome)]
pub struct ActionOutcome {
    /// In one word.
    #[schema(value_type = String, pattern = "^(achieved|partly|not_achieved|unclear)$")]
    pub result: Outcome,
    /// The comment that says so: `P-…`.
    pub comment: String,
    /// When it is looked at again.
    #[schema(required)]
    pub review_at: Option<Moment>,
    /// When that was said, in these words.
    pub at: Moment,
    /// The label of that comment: it may be for fewer than the action.
    pub tlp: Tlp,
    /// How often it was changed since.
    #[serde(skip)]
    pub changes: u64,
}

/// What somebody said of an action, as one viewer reads it on the action itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CommentOnAction)]
pub struct ActionComment {
    /// `P-…`.
    pub reference: String,
    /// The organisation that writes.
    pub organisation: Organisation,
    /// What it says, in Markdown.
    pub text: String,
    /// The comment that it answers, where the viewer reads that.
    #[schema(required)]
    pub reply_to: Option<String>,
    /// Of those who read the action: the tokens that the viewer holds; for its own organisation all.
    pub audience: Vec<String>,
    /// When this version was written.
    pub at: Moment,
    /// Its label.
    #[serde(skip)]
    pub tlp: Tlp,
    /// Who reads it, for pages.
    #[serde(skip)]
    pub readers: CommentReaders,
}

/// The same as the page of the action shows it.
pub struct CommentLine {
    /// `P-…`.
    pub reference: String,
    /// Who writes.
    pub organisation: String,
    /// What.
    pub words: Arc<SafeHtml>,
    /// Its label: it may be for fewer than the action is.
    pub tlp: Tlp,
    /// Who reads it, in words.
    pub readers: String,
    /// When.
    pub at: Moment,
}

impl CommentLine {
    /// In the words of a page.
    pub fn of(page: &Page, one: ActionComment) -> Self {
        let words = markdown::rendered(&one.text);
        Self {
            readers: one.readers.words(page),
            reference: one.reference,
            organisation: one.organisation.name,
            words,
            tlp: one.tlp,
            at: one.at,
        }
    }
}

/// What came of an action, as pages show it.
#[derive(Debug, Clone)]
pub struct OutcomeLine {
    /// In words.
    pub says: String,
    /// The comment that says so.
    pub comment: String,
    /// Its label.
    pub tlp: Tlp,
}

impl OutcomeLine {
    /// In the words of a page.
    pub fn of(page: &Page, outcome: &ActionOutcome) -> Self {
        Self {
            says: says(page, outcome.result, outcome.review_at),
            comment: outcome.comment.clone(),
            tlp: outcome.tlp,
        }
    }
}

/// What came of an action and when that is looked at again, in the words of a page.
pub fn says(page: &Page, result: Outcome, review_at: Option<Moment>) -> String {
    let result = result.label(page);
    match review_at {
        Some(at) => page.ta("outcome-with-review", &[("result", &result), ("day", &page.date(at.date()))]),
        None => result,
    }
}

/// What came of each of these actions, as far as a viewer reads it: in as many statements however many they are.
pub type Outcomes =
    fn(&mut Conn, &Viewer, &[ContributionId]) -> Result<BTreeMap<ContributionId, ActionOutcome>>;

/// So many of the newest of what is said of an action, as far as a viewer is shown it: in few statements.
pub type Comments = fn(&mut Conn, &Viewer, &ContributionId, i64) -> Result<Vec<ActionComment>>;

/// How much of what is said of an action a viewer is shown: in one statement.
pub type Count = fn(&mut Conn, &Viewer, &ContributionId) -> Result<u64>;

static WIRED: OnceLock<(Outcomes, Comments, Count)> = OnceLock::new();

/// Says who knows: once for the program, before anything is read.
pub fn wire(outcomes: Outcomes, comments: Comments, count: Count) {
    WIRED.set((outcomes, comments, count)).ok();
}

fn wired() -> Result<&'static (Outcomes, Comments, Count)> {
    WIRED.get().ok_or_else(|| Error::Internal("no room has said what is said of actions".into()))
}

/// What came of each of these actions, by the newest comment that says so and that the viewer reads.
pub fn outcomes(
    conn: &mut Conn,
    viewer: &Viewer,
    actions: &[ContributionId],
) -> Result<BTreeMap<ContributionId, ActionOutcome>> {
    wired()?.0(conn, viewer, actions)
}

/// The newest of what is said of an action, as far as the viewer is shown it, the newest first: so many at most.
pub fn comments(
    conn: &mut Conn,
    viewer: &Viewer,
    action: &ContributionId,
    most: i64,
) -> Result<Vec<ActionComment>> {
    wired()?.1(conn, viewer, action, most)
}

/// How many comments on an action the viewer is shown.
pub fn comment_count(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<u64> {
    wired()?.2(conn, viewer, action)
}
