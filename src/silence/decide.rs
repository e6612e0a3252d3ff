//! What a deed does, or why it does nothing.
//!
//! Who may is asked first: who may not learns nothing of the state. Then the stage, then what else has to be true. A deadline is
//! judged by the arrival of the request alone. The caller settles first (`settle`), and so nobody is answered by a state that
//! is over; what arrives while a round is being counted is refused in words, for nobody knows yet what it would be said of.

use chrono::TimeDelta;

use super::deed::{Deed, Effect, Who};
use super::position::{Position, TextVersion, Value};
use super::procedure::Procedure;
use super::refusal::{Refusal, all, only};
use super::round::{Answer, EXTENSION, Ended, MOST_EXTENSIONS, Outcome, Round};
use super::stage::{Mode, Stage};
use crate::db::{Moment, OrganisationId};

/// So long before its deadline the secretariat records nothing any more: whoever is spoken for has that much time to see it.
const UNSPOKEN_FOR: TimeDelta = TimeDelta::hours(24);

type Verdict = Result<Vec<Effect>, Refusal>;

impl Procedure {
    /// What a deed does that arrived at this moment, or why it does nothing. Of a round that is to begin it is the moment at which that is
    /// written down: whoever is asked has their time from then on, however long the chair's request waited.
    pub fn decide(&self, who: &Who, deed: &Deed, arrived: Moment) -> Verdict {
        only(!self.is_suspended(&who.organisation, arrived), "denied-silence-suspended")?;
        match deed {
            Deed::Revise(text, title) => self.revise(who, text, title),
            Deed::AnswerCondition { position, accepted, reason } => {
                self.answer_condition(who, *position, (*accepted, reason))
            }
            Deed::Enter(entry) => self.enter(who, entry, arrived),
            Deed::Say(said) => self.say(who, said, arrived),
            Deed::Record { organisation, value, text } => {
                self.record(who, (organisation, *value, text), arrived)
            }
            Deed::Confirm(position) => self.confirm(who, *position, arrived),
            Deed::AnswerMoreTime { organisation, granted, reason } => {
                self.answer_more_time(who, organisation, (*granted, reason), arrived)
            }
            Deed::WithdrawObjection => self.withdraw_objection(who, arrived),
            Deed::Break { reason } => self.break_round(who, reason, arrived),
            Deed::Negotiate => self.negotiate(who),
            Deed::OpenToSignatories { sponsors_agree } => self.open_to_signatories(who, *sponsors_agree),
            Deed::Withdraw { sponsors_agree, reason } => {
                self.withdraw(who, (*sponsors_agree, reason), arrived)
            }
        }
    }

    /// The round that runs, for something that arrived before its deadline or at that very moment.
    pub(super) fn open_round_at(&self, arrived: Moment) -> Result<&Round, Refusal> {
        let round = self.open_round().ok_or(Refusal::Conflict("conflict-silence-no-round"))?;
        all(&[(arrived <= round.deadline, "conflict-silence-counting")])?;
        Ok(round)
    }

    /// The text changes in negotiation alone: in every other stage it is frozen, also where a round was void, until the
    /// penholder has taken it back.
    fn revise(&self, who: &Who, text: &TextVersion, title: &str) -> Verdict {
        may_hold_the_pen(who)?;
        all(&[
            (self.stage == Stage::Negotiation, "conflict-silence-negotiation"),
            (text.version > self.text.version, "conflict-silence-version"),
        ])?;
        Ok(vec![Effect::Revised(text.clone(), title.to_owned())])
    }

    /// Accepted or not, the condition is answered and stops nothing any more. Support it is not: whoever set it says so itself.
    fn answer_condition(&self, who: &Who, position: usize, (accepted, reason): (bool, &str)) -> Verdict {
        may_hold_the_pen(who)?;
        all(&[
            (self.stage == Stage::Negotiation, "conflict-silence-negotiation"),
            (self.conditions().any(|(number, _)| number == position), "conflict-silence-no-condition"),
            (accepted || says(reason), "conflict-silence-reason"),
        ])?;
        Ok(vec![Effect::ConditionAnswered(position, accepted)])
    }

    /// An absent delegation is one that has said nothing of this version, not even that it needs time.
    fn record(
        &self,
        who: &Who,
        (organisation, value, text): (&OrganisationId, Value, &TextVersion),
        arrived: Moment,
    ) -> Verdict {
        only(who.chairs, "denied-silence-chair")?;
        let round = self.open_round_at(arrived)?;
        let spoke = self.stated().any(|(_, one)| one.organisation == *organisation && spoke_itself(one));
        all(&[
            (round.roll.contains(organisation), "conflict-silence-record-roll"),
            (*text == self.text, "conflict-silence-text"),
            (value.is_recordable(), "conflict-silence-record-value"),
            (arrived < round.deadline.plus(-UNSPOKEN_FOR), "conflict-silence-record-late"),
            (!spoke, "conflict-silence-record-present"),
        ])?;
        let stated = Position::new(organisation, &self.text, value, arrived);
        Ok(vec![Effect::Stated(Position { round: Some(round.number), recorded: true, ..stated })])
    }

    fn confirm(&self, who: &Who, position: usize, arrived: Moment) -> Verdict {
        only(who.mandated, "denied-silence-mandate")?;
        let round = self.open_round_at(arrived)?;
        only(round.roll.contains(&who.organisation), "denied-silence-roll")?;
        let recorded = self.unconfirmed(&who.organisation).filter(|(_, one)| one.arrived <= arrived);
        let waits = recorded.is_some_and(|(number, _)| number == position);
        all(&[(waits, "conflict-silence-confirm")])?;
        Ok(vec![Effect::Confirmed(position, arrived)])
    }

    /// Each that is given moves the deadline. With the last one, whoever still waits is answered as well.
    fn answer_more_time(
        &self,
        who: &Who,
        organisation: &OrganisationId,
        (granted, reason): (bool, &str),
        arrived: Moment,
    ) -> Verdict {
        only(who.chairs, "denied-silence-chair")?;
        let round = self.open_round_at(arrived)?;
        let waits = round.open_requests().any(|one| one.organisation == *organisation);
        all(&[
            (waits, "conflict-silence-no-request"),
            (granted || says(reason), "conflict-silence-reason"),
            (!granted || round.may_be_extended(), "conflict-silence-more-time-spent"),
        ])?;
        let answered =
            |whose: &OrganisationId, answer| Effect::MoreTimeAnswered(whose.clone(), answer, arrived);
        if !granted {
            return Ok(vec![answered(organisation, Answer::Declined)]);
        }
        let mut effects = vec![answered(organisation, Answer::Granted)];
        if round.extended + 1 >= MOST_EXTENSIONS {
            let others = round.open_requests().filter(|one| one.organisation != *organisation);
            effects.extend(others.map(|one| answered(&one.organisation, Answer::Spent)));
        }
        effects.push(Effect::DeadlineMoved(round.deadline.plus(EXTENSION)));
        Ok(effects)
    }

    /// Also in negotiation, as long as the version is the one that was objected to.
    fn withdraw_objection(&self, who: &Who, arrived: Moment) -> Verdict {
        only(who.mandated, "denied-silence-mandate")?;
        let is_open = matches!(self.stage, Stage::Broken | Stage::Negotiation);
        let mut theirs = self.objections().filter(|(_, one)| is_open && one.organisation == who.organisation);
        let (number, _) = theirs.next().ok_or(Refusal::Conflict("conflict-silence-no-objection"))?;
        Ok(vec![Effect::ObjectionWithdrawn(number, arrived)])
    }

    fn break_round(&self, who: &Who, reason: &str, arrived: Moment) -> Verdict {
        only(who.chairs, "denied-silence-chair")?;
        self.open_round_at(arrived)?;
        all(&[(says(reason), "conflict-silence-reason")])?;
        let ended = Ended { outcome: Outcome::Void, at: arrived };
        Ok(vec![Effect::RoundEnded(ended), Effect::Moved(Stage::Broken)])
    }

    /// Whose objection stands joins those who draft. Whoever withdrew theirs has nothing to ask for.
    fn negotiate(&self, who: &Who) -> Verdict {
        may_hold_the_pen(who)?;
        all(&[(self.stage == Stage::Broken, "conflict-silence-not-broken")])?;
        let objectors = self.objections().map(|(_, one)| Effect::JoinsDrafting(one.organisation.clone()));
        Ok(objectors.chain([Effect::Moved(Stage::Negotiation)]).collect())
    }

    fn open_to_signatories(&self, who: &Who, sponsors_agree: bool) -> Verdict {
        only(who.chairs, "denied-silence-chair")?;
        let mode = Mode::SignatoriesOnly;
        all(&[
            (self.stage == Stage::Broken, "conflict-silence-not-broken"),
            (sponsors_agree, "conflict-silence-sponsors"),
            (mode.allows_title(&self.title), "conflict-silence-title"),
        ])?;
        Ok(vec![Effect::ModeChanged(mode), Effect::Moved(Stage::SignOn)])
    }

    /// Before the adoption all sponsors may take the statement back. A round that runs ends with that, before its deadline only:
    /// what is being counted may be adopted already.
    fn withdraw(&self, who: &Who, (sponsors_agree, reason): (bool, &str), arrived: Moment) -> Verdict {
        only(who.sponsor, "denied-silence-sponsor")?;
        only(who.mandated, "denied-silence-mandate")?;
        let not_adopted = matches!(self.stage, Stage::Negotiation | Stage::Silence | Stage::Broken);
        all(&[(not_adopted, "conflict-silence-adopted")])?;
        let mut effects = Vec::new();
        if self.stage == Stage::Silence {
            self.open_round_at(arrived)?;
            effects.push(Effect::RoundEnded(Ended { outcome: Outcome::Withdrawn, at: arrived }));
        }
        all(&[(sponsors_agree, "conflict-silence-sponsors"), (says(reason), "conflict-silence-reason")])?;
        effects.push(Effect::Moved(Stage::Withdrawn));
        Ok(effects)
    }
}

fn may_hold_the_pen(who: &Who) -> Result<(), Refusal> {
    only(who.penholder, "denied-silence-penholder")?;
    only(who.mandated, "denied-silence-mandate")
}

fn spoke_itself(position: &Position) -> bool {
    !position.recorded || position.confirmed.is_some()
}

fn says(words: &str) -> bool {
    !words.trim().is_empty()
}
