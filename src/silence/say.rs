//! Positions as organisations take them: in negotiation, while silence runs, and after the adoption.

use super::deed::{Effect, Said, WayOut, Who};
use super::position::{Position, Value};
use super::procedure::Procedure;
use super::refusal::{Refusal, all, only};
use super::round::{Ended, Outcome, Round};
use super::stage::Stage;
use crate::db::Moment;

impl Said {
    fn has_words(&self) -> bool {
        !self.words.trim().is_empty()
    }

    /// Whether an objection shows a way out: other words, or that there are none.
    fn has_way(&self) -> bool {
        match &self.way {
            Some(WayOut::Amendment(words)) => !words.trim().is_empty(),
            Some(WayOut::CannotAccept) => true,
            None => false,
        }
    }
}

impl Procedure {
    /// An organisation takes a position.
    pub(super) fn say(&self, who: &Who, said: &Said, arrived: Moment) -> Result<Vec<Effect>, Refusal> {
        only(who.mandated, "denied-silence-mandate")?;
        if self.stage == Stage::Negotiation {
            only(who.votes, "denied-silence-member")?;
            return self.say_in_negotiation(who, said, arrived);
        }
        // Before any round there is no roll; a withdrawn statement may have had none.
        let round = self.round().ok_or(Refusal::Conflict("conflict-silence-positions-closed"))?;
        only(round.roll.contains(&who.organisation), "denied-silence-roll")?;
        match self.stage {
            Stage::Silence => self.say_in_round(who, said, arrived),
            Stage::Broken => self.say_when_broken(who, said, (round, arrived)),
            Stage::Adopted | Stage::SignOn | Stage::Cleared => self.say_late(who, said, (round, arrived)),
            Stage::Published | Stage::FollowUp | Stage::Closed | Stage::Superseded => {
                Err(Refusal::Conflict("conflict-silence-published"))
            }
            Stage::Concept
            | Stage::Drafting
            | Stage::Consultation
            | Stage::Negotiation
            | Stage::Withdrawn
            | Stage::Lapsed => Err(Refusal::Conflict("conflict-silence-positions-closed")),
        }
    }

    /// What holds of every position before the adoption. What stands is an objection until it is withdrawn: no other word, of
    /// a colleague perhaps, takes it away unnoticed.
    fn can_be_said(&self, who: &Who, said: &Said) -> Result<(), Refusal> {
        let objects = self.objections().any(|(_, one)| one.organisation == who.organisation);
        all(&[
            (said.text == self.text, "conflict-silence-text"),
            (!matches!(said.value, Value::NoRecord | Value::LateReservation), "conflict-silence-value"),
            (!said.reservation || said.value.consents(), "conflict-silence-reservation"),
            (!objects, "conflict-silence-withdraw-first"),
        ])
    }

    /// In negotiation one amends and sets conditions. An objection would break a round that has not begun, and would then stop it
    /// from beginning without anybody having been asked.
    fn say_in_negotiation(&self, who: &Who, said: &Said, arrived: Moment) -> Result<Vec<Effect>, Refusal> {
        self.can_be_said(who, said)?;
        all(&[
            (said.value != Value::Object, "conflict-silence-object-early"),
            (said.value != Value::MoreTime, "conflict-silence-more-time-early"),
            (said.value != Value::SupportIf || said.has_words(), "conflict-silence-condition"),
        ])?;
        Ok(vec![Effect::Stated(self.stated_by(who, said, (None, arrived)))])
    }

    fn say_in_round(&self, who: &Who, said: &Said, arrived: Moment) -> Result<Vec<Effect>, Refusal> {
        let round = self.open_round_at(arrived)?;
        self.can_be_said(who, said)?;
        all(&[(said.value != Value::SupportIf, "conflict-silence-support-if")])?;
        let stated = Effect::Stated(self.stated_by(who, said, (Some(round.number), arrived)));
        match said.value {
            Value::Object => {
                said_in_full(said)?;
                let ended = Ended { outcome: Outcome::Broken, at: arrived };
                Ok(vec![stated, Effect::RoundEnded(ended), Effect::Moved(Stage::Broken)])
            }
            Value::MoreTime => {
                let asked = round.requests.iter().any(|one| one.organisation == who.organisation);
                all(&[
                    (!asked, "conflict-silence-more-time-again"),
                    (round.may_be_extended(), "conflict-silence-more-time-spent"),
                ])?;
                Ok(vec![stated])
            }
            _ => Ok(vec![stated]),
        }
    }

    /// Once a round is broken, what arrived before that is written down all the same; and an objection that arrived before the
    /// deadline, whoever was quicker: else the next round could begin over it as soon as the first objection is withdrawn.
    fn say_when_broken(
        &self,
        who: &Who,
        said: &Said,
        (round, arrived): (&Round, Moment),
    ) -> Result<Vec<Effect>, Refusal> {
        self.can_be_said(who, said)?;
        let before_its_end = round.ended.is_some_and(|ended| arrived <= ended.at);
        let in_time = match said.value {
            Value::Object => arrived <= round.deadline,
            Value::MoreTime => false,
            _ => before_its_end,
        };
        all(&[
            (said.value != Value::SupportIf, "conflict-silence-support-if"),
            (in_time, "conflict-silence-broken"),
        ])?;
        if said.value == Value::Object {
            said_in_full(said)?;
        }
        Ok(vec![Effect::Stated(self.stated_by(who, said, (Some(round.number), arrived)))])
    }

    /// After the adoption an objection is a reservation, and whoever made one may dissociate: in this order, so that whose name
    /// leaves the text has told the others why. Both stand until the text is published, also once its names are frozen.
    /// Where nothing was adopted nobody is bound, and there is nothing to reserve.
    fn say_late(
        &self,
        who: &Who,
        said: &Said,
        (round, arrived): (&Round, Moment),
    ) -> Result<Vec<Effect>, Refusal> {
        let late = self.late(&who.organisation).map(|(_, one)| one.value);
        let dissociates =
            self.standing(&who.organisation).is_some_and(|(_, one)| one.value == Value::Dissociate)
                || late == Some(Value::Dissociate);
        let adopted = self.adopting_round().is_some();
        let is_late = matches!(said.value, Value::Object | Value::Dissociate);
        all(&[
            (adopted && is_late, "conflict-silence-positions-closed"),
            (!dissociates, "conflict-silence-late-apart"),
            (said.text == self.text, "conflict-silence-text"),
            (!said.reservation, "conflict-silence-reservation"),
        ])?;
        let value = if said.value == Value::Object {
            all(&[
                (late.is_none(), "conflict-silence-late-reserved"),
                (said.has_words(), "conflict-silence-late-words"),
            ])?;
            Value::LateReservation
        } else {
            all(&[(late.is_some(), "conflict-silence-late-dissociate")])?;
            Value::Dissociate
        };
        let stated = self.stated_by(who, said, (Some(round.number), arrived));
        Ok(vec![Effect::Stated(Position { value, late: true, ..stated })])
    }

    fn stated_by(&self, who: &Who, said: &Said, (round, arrived): (Option<u32>, Moment)) -> Position {
        let stated = Position::new(&who.organisation, &self.text, said.value, arrived);
        Position { round, reservation: said.reservation, ..stated }
    }
}

/// That an objection says what is wrong, and shows a way out.
fn said_in_full(said: &Said) -> Result<(), Refusal> {
    all(&[
        (said.has_words(), "conflict-silence-object-words"),
        (said.has_way(), "conflict-silence-object-way"),
    ])
}
