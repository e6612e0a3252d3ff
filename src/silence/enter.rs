//! How a round begins.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::deed::{Called, Effect, Entry, Who};
use super::procedure::Procedure;
use super::refusal::{Refusal, all, only};
use super::round::{Outcome, Round};
use super::stage::{FEWEST_HOURS, Stage};
use crate::db::Moment;

impl Called {
    /// Whether it is told, or the chair has said why the round goes on without that.
    fn is_settled(&self) -> bool {
        self.reached || !self.waived.trim().is_empty()
    }
}

impl Procedure {
    /// A round begins: from negotiation, or from a broken round on the same words once every objection is withdrawn.
    ///
    /// A further round asks for all that the first asks for, on a roll that is frozen anew: it binds by silence as the first
    /// does. Only its time may be shorter. An objection to a version stops every round on that version, also one that comes by
    /// way of negotiation without a new version, and also where its organisation is not on the roll any more.
    pub(super) fn enter(&self, who: &Who, entry: &Entry, arrived: Moment) -> Result<Vec<Effect>, Refusal> {
        only(who.chairs, "denied-silence-chair")?;
        let deadline = entry.deadline;
        let fewest = TimeDelta::hours(self.fewest_hours().into());
        all(&[
            (matches!(self.stage, Stage::Negotiation | Stage::Broken), "conflict-silence-begin"),
            (self.stage != Stage::Broken || self.was_objected_to(), "conflict-silence-void"),
            (self.objections().next().is_none(), "conflict-silence-objection-stands"),
            (entry.text == self.text, "conflict-silence-text"),
            (self.mode.allows_title(&self.title), "conflict-silence-title"),
            (entry.open_brackets == 0, "conflict-silence-brackets"),
            (entry.ad_referendum == 0, "conflict-silence-ad-referendum"),
            (entry.pending_amendments == 0, "conflict-silence-amendments"),
            (self.conditions().next().is_none(), "conflict-silence-conditions"),
            (deadline.since(arrived) >= fewest, "conflict-silence-short"),
            (!entry.closed.iter().any(|closed| closed.holds(deadline)), "conflict-silence-closed-day"),
            (!entry.roll.is_empty(), "conflict-silence-roll-empty"),
            (entry.roll.iter().all(Called::is_settled), "conflict-silence-unreached"),
        ])?;
        let round = self.next_round(entry, arrived);
        Ok(vec![Effect::RoundOpened(round), Effect::Moved(Stage::Silence)])
    }

    /// How many hours the next round runs at least.
    pub fn fewest_hours(&self) -> i32 {
        if self.stage == Stage::Broken { FEWEST_HOURS } else { self.min_hours.max(FEWEST_HOURS) }
    }

    /// Whether the newest round ended by an objection, and its words are still those that are read.
    fn was_objected_to(&self) -> bool {
        let by_objection = |round: &Round| round.ended.is_some_and(|ended| ended.outcome == Outcome::Broken);
        self.round().is_some_and(|round| by_objection(round) && round.text.hash == self.text.hash)
    }

    fn next_round(&self, entry: &Entry, arrived: Moment) -> Round {
        let waived = entry.roll.iter().filter(|called| !called.reached);
        Round {
            number: self.round().map_or(0, |round| round.number) + 1,
            text: self.text.clone(),
            opened: arrived,
            min_hours: self.fewest_hours(),
            deadline: entry.deadline,
            roll: entry.roll.iter().map(|called| called.organisation.clone()).collect::<BTreeSet<_>>(),
            waived: waived
                .map(|called| (called.organisation.clone(), called.waived.trim().to_owned()))
                .collect::<BTreeMap<_, _>>(),
            extended: 0,
            requests: Vec::new(),
            ended: None,
        }
    }
}
