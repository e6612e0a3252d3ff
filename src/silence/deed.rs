//! What somebody does in the procedure, and what it changes.

use super::position::{Position, TextVersion, Value};
use super::round::{Answer, Ended, Round};
use super::stage::{Mode, Stage};
use crate::db::{Moment, OrganisationId};
use crate::mandates::Term;

/// Who does something, as whoever asks has found out.
#[derive(Debug, Clone)]
pub struct Who {
    /// For which organisation.
    pub organisation: OrganisationId,
    /// Whether they may act for it in this statement now: by a mandate, where it asks for one.
    pub mandated: bool,
    /// Whether it is a member that has a vote.
    pub votes: bool,
    /// Whether they are the chair: a convenor of the secretariat.
    pub chairs: bool,
    /// Whether it holds the pen.
    pub penholder: bool,
    /// Whether it is a sponsor.
    pub sponsor: bool,
}

/// An organisation that is called to a round.
#[derive(Debug, Clone)]
pub struct Called {
    /// Which.
    pub organisation: OrganisationId,
    /// Whether somebody with a mandate was delivered the notice or saw it.
    pub reached: bool,
    /// Why the round goes on without that; empty where nothing is said.
    pub waived: String,
}

/// A round is to begin.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The text that the chair saw.
    pub text: TextVersion,
    /// Until when it is to run, to the second.
    pub deadline: Moment,
    /// Stretches of time in which nothing ends: the closed days that were declared, by UTC and by the clocks of the zone of the deadline.
    pub closed: Vec<Term>,
    /// How many brackets are open.
    pub open_brackets: usize,
    /// How many brackets are agreed ad referendum, and not confirmed by the capital yet.
    pub ad_referendum: usize,
    /// How many amendments wait for a decision.
    pub pending_amendments: usize,
    /// The roll.
    pub roll: Vec<Called>,
}

/// What an objection offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayOut {
    /// Other words.
    Amendment(String),
    /// None: the organisation cannot accept the text at all.
    CannotAccept,
}

/// A position as somebody sends it.
#[derive(Debug, Clone)]
pub struct Said {
    /// What.
    pub value: Value,
    /// The version that they saw.
    pub text: TextVersion,
    /// In words: the condition, the objection.
    pub words: String,
    /// Of an objection.
    pub way: Option<WayOut>,
    /// Whether a formal reservation goes with it.
    pub reservation: bool,
}

/// What somebody does.
#[derive(Debug, Clone)]
pub enum Deed {
    /// The penholder makes a new version, with this title.
    Revise(TextVersion, String),
    /// The penholder answers a condition, by the number of its position.
    AnswerCondition {
        /// Which.
        position: usize,
        /// Whether it is accepted.
        accepted: bool,
        /// Why not.
        reason: String,
    },
    /// The chair begins a round: from negotiation, or again after an objection was withdrawn.
    Enter(Entry),
    /// An organisation takes a position.
    Say(Said),
    /// The secretariat records a position for an absent delegation.
    Record {
        /// For whom.
        organisation: OrganisationId,
        /// What.
        value: Value,
        /// Of which version.
        text: TextVersion,
    },
    /// A delegate confirms what was recorded of their organisation, by the number of its position.
    Confirm(usize),
    /// The chair answers a request for more time.
    AnswerMoreTime {
        /// Whose.
        organisation: OrganisationId,
        /// Whether it is given.
        granted: bool,
        /// Why not.
        reason: String,
    },
    /// An organisation withdraws its objection.
    WithdrawObjection,
    /// The chair breaks the round, because a word of the text has to change.
    Break {
        /// Why.
        reason: String,
    },
    /// The penholder takes a broken statement back to negotiation.
    Negotiate,
    /// The chair opens a broken statement to those who want to sign it.
    OpenToSignatories {
        /// Whether every sponsor agrees.
        sponsors_agree: bool,
    },
    /// The last sponsor withdraws the statement.
    Withdraw {
        /// Whether every sponsor agrees.
        sponsors_agree: bool,
        /// Why.
        reason: String,
    },
}

/// What is changed: a row each. Of these the timer of the round follows as well: set anew by `RoundOpened` and `DeadlineMoved`,
/// taken back by `RoundEnded`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Another version is read, with this title. What was said of older ones is history.
    Revised(TextVersion, String),
    /// A round begins.
    RoundOpened(Round),
    /// A position is added; of a request for more time also the request.
    Stated(Position),
    /// What was recorded counts, since this moment.
    Confirmed(usize, Moment),
    /// A condition is answered.
    ConditionAnswered(usize, bool),
    /// An objection is withdrawn, at this moment.
    ObjectionWithdrawn(usize, Moment),
    /// A request for more time is answered, at this moment.
    MoreTimeAnswered(OrganisationId, Answer, Moment),
    /// The round runs until this moment: one extension more.
    DeadlineMoved(Moment),
    /// The round has its outcome.
    RoundEnded(Ended),
    /// An organisation joins those who draft.
    JoinsDrafting(OrganisationId),
    /// Adoption goes by other rules from now on.
    ModeChanged(Mode),
    /// The statement is at another stage.
    Moved(Stage),
}
