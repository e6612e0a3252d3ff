//! A round of silence: a frozen text, a frozen roll, a deadline that moves twice at most, and one outcome.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::position::TextVersion;
use crate::db::{Moment, OrganisationId, text_enum};

/// By so much a deadline moves when more time is given. Exactly so, even onto a closed day: nobody is worse off for more
/// time, and a deadline that jumped further would be known to nobody beforehand.
pub const EXTENSION: TimeDelta = TimeDelta::hours(24);
/// So often the deadline of a round moves, whoever asks.
pub const MOST_EXTENSIONS: u32 = 2;

text_enum! {
    /// What came of a round.
    pub enum Outcome {
        /// The text is adopted.
        Adopted = "adopted",
        /// An organisation objected.
        Broken = "broken",
        /// A word of the text has to change: the chair ended it.
        Void = "void",
        /// All sponsors withdrew the statement.
        Withdrawn = "withdrawn",
    }
}

/// How a round ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// What came of it.
    pub outcome: Outcome,
    /// When: by the arrival of what ended it; of an adoption the deadline itself, however late it was counted.
    pub at: Moment,
}

text_enum! {
    /// What a request for more time was answered.
    pub enum Answer {
        /// The chair gave it.
        Granted = "granted",
        /// The chair said nothing until the deadline.
        Automatic = "automatic",
        /// The chair refused it.
        Declined = "declined",
        /// The round was extended for others as often as it may be: it has their time.
        Spent = "spent",
    }
}

/// That an organisation asked for more time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who asked.
    pub organisation: OrganisationId,
    /// When the request arrived.
    pub arrived: Moment,
    /// The answer, and when it was given; of an automatic one the deadline at which it fell due.
    pub answer: Option<(Answer, Moment)>,
}

/// A round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Counts up through the statement.
    pub number: u32,
    /// The frozen text.
    pub text: TextVersion,
    /// When it was opened.
    pub opened: Moment,
    /// How many hours it had to run at least, without extensions.
    pub min_hours: i32,
    /// Until when it runs, with all extensions. What arrives at this very moment is in time.
    pub deadline: Moment,
    /// Who is asked, frozen at its entry.
    pub roll: BTreeSet<OrganisationId>,
    /// Who of them could not be told, and why the chair went on.
    pub waived: BTreeMap<OrganisationId, String>,
    /// How often the deadline was moved.
    pub extended: u32,
    /// Who asked for more time, in the order in which it was written down.
    pub requests: Vec<Request>,
    /// How it ended.
    pub ended: Option<Ended>,
}

impl Round {
    /// Who waits for an answer. Nobody does once it has ended: there is no time left to give.
    pub fn open_requests(&self) -> impl Iterator<Item = &Request> {
        let open = self.ended.is_none();
        self.requests.iter().filter(move |request| open && request.answer.is_none())
    }

    /// Whether the deadline may move once more.
    pub fn may_be_extended(&self) -> bool {
        self.extended < MOST_EXTENSIONS
    }
}
