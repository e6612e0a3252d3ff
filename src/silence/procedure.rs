//! All that decides how a text goes through silence, as one value; what it says of itself, and how a change is made to it.

use super::deed::Effect;
use super::position::{Position, TextVersion, Value};
use super::round::{Answer, Outcome, Request, Round};
use super::stage::{Mode, Stage};
use crate::db::{Moment, OrganisationId};
use crate::mandates::Term;

/// When an organisation was suspended.
#[derive(Debug, Clone)]
pub struct Suspension {
    /// Which.
    pub organisation: OrganisationId,
    /// From when to when.
    pub term: Term,
}

/// All that decides.
///
/// A suspended organisation does nothing, and stays where it is: on the roll, with what it said. Its objection stands until
/// the words change or it withdraws the objection itself, for whoever suspends must not decide on the text thereby: without that,
/// two convenors could adopt over an objection. The same holds for a delegate's mandate that ends: what was said by it was said.
#[derive(Debug, Clone)]
pub struct Procedure {
    /// By what rules the text is adopted.
    pub mode: Mode,
    /// For how many hours a round runs at least: 72, or 24 where the statement is urgent.
    pub min_hours: i32,
    /// Where the statement is.
    pub stage: Stage,
    /// Its title.
    pub title: String,
    /// The version that is read.
    pub text: TextVersion,
    /// The rounds, oldest first.
    pub rounds: Vec<Round>,
    /// What organisations said, in the order in which it was written down.
    pub positions: Vec<Position>,
    /// Who was suspended when. Times, not a state: what is counted late is counted as it was at the deadline.
    pub suspensions: Vec<Suspension>,
}

impl Procedure {
    /// The newest round, open or not.
    pub fn round(&self) -> Option<&Round> {
        self.rounds.last()
    }

    /// The round that runs, where one does.
    pub fn open_round(&self) -> Option<&Round> {
        self.round().filter(|round| self.stage == Stage::Silence && round.ended.is_none())
    }

    /// The round by which the text was adopted, where it was.
    pub fn adopting_round(&self) -> Option<&Round> {
        let adopts = |round: &&Round| round.ended.is_some_and(|ended| ended.outcome == Outcome::Adopted);
        self.round().filter(adopts)
    }

    /// Whether an organisation was suspended at a moment.
    pub fn is_suspended(&self, organisation: &OrganisationId, at: Moment) -> bool {
        let theirs = |one: &&Suspension| one.organisation == *organisation;
        self.suspensions.iter().filter(theirs).any(|one| one.term.holds(at))
    }

    /// What was said of the words that are read, with its number. What was said of other words counts for nothing; a version that only goes to
    /// fewer has the same.
    pub(super) fn stated(&self) -> impl DoubleEndedIterator<Item = (usize, &Position)> {
        self.positions.iter().enumerate().filter(|(_, position)| position.text.hash == self.text.hash)
    }

    /// What an organisation said last of the version that is read, before an adoption: what counts. Of several the one that
    /// arrived last, whichever was written down last. A request for more time is no opinion, what is recorded counts once it is
    /// confirmed, and an objection stands until it is withdrawn; who withdraws it has said nothing yet, not what they said before.
    pub fn standing(&self, organisation: &OrganisationId) -> Option<(usize, &Position)> {
        let theirs = || {
            let of_them = self.stated().filter(|(_, one)| one.organisation == *organisation && !one.late);
            of_them.filter(|(_, one)| one.value != Value::MoreTime && one.counts_since().is_some())
        };
        let objection = theirs().find(|(_, one)| one.objects());
        let last = || theirs().max_by_key(|(number, one)| (one.counts_since(), *number));
        objection.or_else(last).filter(|(_, one)| one.withdrawn.is_none())
    }

    /// What an organisation said last after the adoption.
    pub fn late(&self, organisation: &OrganisationId) -> Option<(usize, &Position)> {
        let theirs = self.stated().filter(|(_, one)| one.organisation == *organisation && one.late);
        theirs.max_by_key(|(number, _)| *number)
    }

    /// The objections to the version that is read that are not withdrawn: of whomever, on the roll or not any more.
    pub fn objections(&self) -> impl Iterator<Item = (usize, &Position)> {
        self.stated().filter(|(_, one)| one.objects())
    }

    /// The conditions of the version that is read that wait for an answer. Who says something else has dropped theirs.
    pub fn conditions(&self) -> impl Iterator<Item = (usize, &Position)> {
        self.stated().filter(|(number, one)| {
            let open = one.value == Value::SupportIf && one.accepted.is_none();
            open && self.standing(&one.organisation).is_some_and(|(last, _)| last == *number)
        })
    }

    /// What was recorded of an organisation, is not confirmed, and may still be: nothing once it has spoken itself.
    pub fn unconfirmed(&self, organisation: &OrganisationId) -> Option<(usize, &Position)> {
        let last = self.stated().rfind(|(_, one)| one.organisation == *organisation);
        last.filter(|(_, one)| one.recorded && one.confirmed.is_none())
    }

    /// Makes a change that was decided.
    pub fn apply(&mut self, effect: &Effect) {
        match effect {
            Effect::Revised(text, title) => (self.text, self.title) = (text.clone(), title.clone()),
            Effect::RoundOpened(round) => self.rounds.push(round.clone()),
            Effect::Stated(position) => self.state(position),
            Effect::Confirmed(number, at) => self.amend(*number, |one| one.confirmed = Some(*at)),
            Effect::ConditionAnswered(number, accepted) => {
                self.amend(*number, |one| one.accepted = Some(*accepted));
            }
            Effect::ObjectionWithdrawn(number, at) => self.amend(*number, |one| one.withdrawn = Some(*at)),
            Effect::MoreTimeAnswered(organisation, answer, at) => {
                self.answer(organisation, *answer, *at);
            }
            Effect::DeadlineMoved(to) => {
                if let Some(round) = self.rounds.last_mut() {
                    (round.deadline, round.extended) = (*to, round.extended + 1);
                }
            }
            Effect::RoundEnded(ended) => {
                if let Some(round) = self.rounds.last_mut() {
                    // One outcome: what ended once has ended so.
                    round.ended.get_or_insert(*ended);
                }
            }
            Effect::JoinsDrafting(_) => {}
            Effect::ModeChanged(mode) => self.mode = *mode,
            Effect::Moved(stage) => self.stage = *stage,
        }
    }

    /// Makes several, in order.
    pub fn apply_all(&mut self, effects: &[Effect]) {
        for effect in effects {
            self.apply(effect);
        }
    }

    fn state(&mut self, position: &Position) {
        if position.value == Value::MoreTime
            && let Some(round) = self.rounds.last_mut()
        {
            round.requests.push(Request {
                organisation: position.organisation.clone(),
                arrived: position.arrived,
                answer: None,
            });
        }
        self.positions.push(position.clone());
    }

    fn amend(&mut self, number: usize, change: impl FnOnce(&mut Position)) {
        if let Some(position) = self.positions.get_mut(number) {
            change(position);
        }
    }

    fn answer(&mut self, organisation: &OrganisationId, answer: Answer, at: Moment) {
        let requests = self.rounds.last_mut().into_iter().flat_map(|round| &mut round.requests);
        for request in requests.filter(|one| one.organisation == *organisation && one.answer.is_none()) {
            request.answer = Some((answer, at));
        }
    }
}
