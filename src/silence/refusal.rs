//! Why a deed is refused: the key of a sentence that says what is missing, as the guards of a machine have it.
//!
//! | who may | |
//! |---|---|
//! | `denied-silence-suspended` | the organisation is suspended |
//! | `denied-silence-chair` | the chair, a convenor of the secretariat, does this |
//! | `denied-silence-penholder` | the organisation that holds the pen does this |
//! | `denied-silence-sponsor` | a sponsor does this |
//! | `denied-silence-mandate` | nobody acts for an organisation without a mandate for it |
//! | `denied-silence-member` | members alone have a position |
//! | `denied-silence-roll` | the organisation is not on the roll of the round |
//!
//! | to begin a round | |
//! |---|---|
//! | `conflict-silence-begin` | neither in negotiation nor broken |
//! | `conflict-silence-void` | a word has to change: a round on the same text does not follow |
//! | `conflict-silence-objection-stands` | an objection to this version is not withdrawn |
//! | `conflict-silence-text` | another version is read by now |
//! | `conflict-silence-title` | the title speaks of the coalition, the names are those of signatories |
//! | `conflict-silence-brackets`, `-ad-referendum`, `-amendments`, `-conditions` | something in the text is open |
//! | `conflict-silence-short`, `-closed-day` | the deadline is too near, or on a day on which nothing ends |
//! | `conflict-silence-roll-empty`, `-unreached` | nobody is asked, or somebody who was not told |
//!
//! | positions | |
//! |---|---|
//! | `conflict-silence-positions-closed` | no position is taken at this stage |
//! | `conflict-silence-value` | nobody says this: the program does |
//! | `conflict-silence-reservation` | a reservation goes with consent alone |
//! | `conflict-silence-condition` | support on a condition names the condition |
//! | `conflict-silence-support-if` | no condition while silence runs |
//! | `conflict-silence-object-early`, `-more-time-early` | no silence runs yet |
//! | `conflict-silence-object-words`, `-object-way` | an objection says what is wrong, and shows a way out |
//! | `conflict-silence-more-time-again`, `-more-time-spent` | once for each organisation, twice in a round |
//! | `conflict-silence-withdraw-first`, `-no-objection` | an objection ends by withdrawing it alone |
//! | `conflict-silence-broken` | the round is over |
//! | `conflict-silence-late-words`, `-late-reserved`, `-late-dissociate`, `-late-apart` | what may be said after the adoption |
//! | `conflict-silence-published` | nothing any more |
//! | `conflict-silence-record-roll`, `-record-value`, `-record-late`, `-record-present`, `-confirm` | what the secretariat records |
//!
//! | the course | |
//! |---|---|
//! | `conflict-silence-no-round`, `-counting` | no round is open; its deadline has passed and it is being counted |
//! | `conflict-silence-no-request` | there is no such request for more time |
//! | `conflict-silence-no-condition` | there is no such condition |
//! | `conflict-silence-reason` | it needs a reason |
//! | `conflict-silence-negotiation`, `-version` | the text is changed in negotiation, and each version is a newer one |
//! | `conflict-silence-not-broken` | the statement is not broken |
//! | `conflict-silence-sponsors` | not every sponsor agrees |
//! | `conflict-silence-adopted` | what is adopted is not withdrawn |

use crate::error::{Error, message};

/// Why a deed is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not theirs to do.
    Denied(&'static str),
    /// It cannot be done now.
    Conflict(&'static str),
}

impl Refusal {
    /// The key of the sentence.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Denied(key) | Self::Conflict(key) => key,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Denied(key) => Self::Denied(message(key)),
            Refusal::Conflict(key) => Self::Conflict(message(key)),
        }
    }
}

/// That this is theirs to do.
pub(super) fn only(holds: bool, otherwise: &'static str) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(Refusal::Denied(otherwise)) }
}

/// That all of this holds: the first that does not is said.
pub(super) fn all(checks: &[(bool, &'static str)]) -> Result<(), Refusal> {
    match checks.iter().find(|(holds, _)| !holds) {
        Some((_, otherwise)) => Err(Refusal::Conflict(otherwise)),
        None => Ok(()),
    }
}
