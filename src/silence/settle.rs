//! What the end of a deadline does: the timer's work, and what a page shows before the timer has come to it.
//!
//! A round is decided from ten seconds after its deadline on, once nothing waits that arrived in time. Whoever does anything in
//! the procedure, or shows it, settles first: whether the timer was there before is then of no consequence.

use super::deed::Effect;
use super::procedure::Procedure;
use super::round::{Answer, EXTENSION, Ended, Outcome};
use super::stage::Stage;
use crate::db::Moment;
use crate::jobs::timers::SETTLING;

/// The moment at which somebody looks, and what waits then.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// The moment.
    pub at: Moment,
    /// The earliest arrival of those requests that are not answered yet.
    pub waiting: Option<Moment>,
}

impl Now {
    /// Whether all is known that arrived until a deadline. What arrived at that very moment was in time.
    fn knows_all_until(self, deadline: Moment) -> bool {
        self.at >= deadline.plus(SETTLING) && self.waiting.is_none_or(|arrived| arrived > deadline)
    }
}

/// What a page shows of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// There was no round yet.
    NoRound,
    /// It runs until this moment.
    Open(Moment),
    /// This deadline has passed, and what arrived in time is being counted.
    BeingCounted(Moment),
    /// It ended so.
    Decided(Ended),
}

impl Procedure {
    /// What the deadline does by now; nothing before it is known what arrived in time, and nothing a second time. Done late, it
    /// is what it would have been in time: by the deadline, not by the moment at which somebody looked.
    pub fn settle(&self, now: Now) -> Vec<Effect> {
        let mut settled = self.clone();
        let mut effects = Vec::new();
        loop {
            let next = settled.fall_due(now);
            if next.is_empty() {
                return effects;
            }
            settled.apply_all(&next);
            effects.extend(next);
        }
    }

    /// What the next deadline does, where it is over.
    ///
    /// Whoever asked for more time and got no answer is given it: one extension for all who wait, at each deadline at which the
    /// chair was silent, as long as one is left. All of them asked for the same hours, and a timer that counted them together
    /// would move a deadline by days while nobody decides.
    fn fall_due(&self, now: Now) -> Vec<Effect> {
        let Some(round) = self.open_round().filter(|round| now.knows_all_until(round.deadline)) else {
            return Vec::new();
        };
        // An objection breaks its round, so none can stand here. If one did, nothing would be adopted.
        if self.objections().next().is_some() {
            return Vec::new();
        }
        let extends = round.may_be_extended();
        let answer = if extends { Answer::Automatic } else { Answer::Spent };
        let mut effects: Vec<Effect> = round
            .open_requests()
            .map(|one| Effect::MoreTimeAnswered(one.organisation.clone(), answer, round.deadline))
            .collect();
        if effects.is_empty() {
            let ended = Ended { outcome: Outcome::Adopted, at: round.deadline };
            return vec![Effect::RoundEnded(ended), Effect::Moved(Stage::Adopted)];
        }
        if extends {
            effects.push(Effect::DeadlineMoved(round.deadline.plus(EXTENSION)));
        }
        effects
    }

    /// How the newest round ended, or will be written down to have ended.
    pub fn outcome(&self, now: Now) -> Option<Ended> {
        let mut settled = self.clone();
        settled.apply_all(&self.settle(now));
        settled.round().and_then(|round| round.ended)
    }

    /// What is shown of the newest round at a moment, whether or not the timer has come to it.
    pub fn at(&self, now: Now) -> Shown {
        let mut settled = self.clone();
        settled.apply_all(&self.settle(now));
        match settled.round() {
            None => Shown::NoRound,
            Some(round) => match round.ended {
                Some(ended) => Shown::Decided(ended),
                None if now.at > round.deadline => Shown::BeingCounted(round.deadline),
                None => Shown::Open(round.deadline),
            },
        }
    }
}
