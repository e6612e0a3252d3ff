//! Which deeds the second account has taken, which refused.

use super::account::{Account, Deed, End, Expect, HOUR, Place, ROLL, Round, Who};
use crate::silence::Value;
use crate::statements::Mode;

impl Account {
    /// Whether this deed has to be taken that arrived at this second.
    pub fn judge(&self, who: Who, deed: Deed, arrived: i64) -> Expect {
        let pen = who.organisation == 0 && !who.chairs;
        let acts = who.mandated && (who.chairs || !self.is_suspended(who.organisation, arrived));
        let round = self.rounds.last();
        let in_time = self.place == Place::Silence && round.is_some_and(|round| arrived <= round.deadline);
        let counting = self.place == Place::Silence && !in_time;
        match deed {
            Deed::Revise => Expect::when(acts && pen && self.place == Place::Negotiation),
            Deed::AnswerCondition { whose } => Expect::when(
                acts && pen && self.place == Place::Negotiation && self.condition(whose).is_some(),
            ),
            Deed::Enter { deadline, open, reached } => {
                Expect::when(who.chairs && !open && reached && self.may_begin(deadline - arrived))
            }
            Deed::Say { value, of_now, words } => {
                if !acts || who.chairs || !of_now || matches!(value, Value::NoRecord | Value::LateReservation)
                {
                    return Expect::Refused;
                }
                self.judge_said(who.organisation, (value, words), (in_time, counting))
            }
            Deed::Record { whom, value } => {
                let early = round.is_some_and(|round| arrived < round.deadline - 24 * HOUR);
                let may = matches!(value, Value::NoObjection | Value::Recused) && whom < ROLL;
                let recorded = who.chairs && in_time && early && may && !self.has_spoken(whom);
                // Of a record that is put right, and of whoever was heard in a round before, the specification says nothing.
                let open = self.unconfirmed(whom) || self.was_heard(whom);
                if recorded && open { Expect::Either } else { Expect::when(recorded) }
            }
            Deed::Confirm => {
                let confirms = acts && !who.chairs && in_time && self.confirmable(who.organisation, arrived);
                // Whether a record still waits of whoever was heard otherwise, the specification does not say.
                if confirms && self.was_heard(who.organisation) {
                    Expect::Either
                } else {
                    Expect::when(confirms)
                }
            }
            Deed::AnswerMoreTime { whose, .. } => {
                let waits = round.is_some_and(|round| round.waits.contains(&whose));
                Expect::when(who.chairs && in_time && waits)
            }
            Deed::WithdrawObjection => {
                let own = acts && !who.chairs && self.objects(who.organisation);
                if own && self.place != Place::Broken { Expect::Either } else { Expect::when(own) }
            }
            Deed::Break => Expect::when(who.chairs && in_time),
            Deed::Negotiate => Expect::when(acts && pen && self.place == Place::Broken),
            Deed::OpenToSignatories { agreed } => {
                Expect::when(who.chairs && self.place == Place::Broken && agreed && !self.coalition_in_title)
            }
            Deed::Withdraw { agreed } => {
                let open = matches!(self.place, Place::Negotiation | Place::Broken) || in_time;
                Expect::when(acts && pen && agreed && open)
            }
        }
    }

    /// Whether a round of so many seconds may begin.
    fn may_begin(&self, lasts: i64) -> bool {
        // The specification lets the chair go back to silence from a broken round, and nobody from one that was void.
        let broken =
            |round: &Round| round.version == self.version && matches!(round.end, Some((End::Broken, _)));
        let again = self.place == Place::Broken && self.rounds.last().is_some_and(broken);
        let least = if again { 24 } else { self.min_hours };
        let ready = (0..=ROLL).all(|whose| self.condition(whose).is_none()) && lasts >= least * HOUR;
        let stands = self.objections.iter().any(|(_, version)| *version == self.version);
        let titled = self.mode != Mode::SignatoriesOnly || !self.coalition_in_title;
        (self.place == Place::Negotiation || again) && ready && !stands && titled
    }

    fn judge_said(
        &self,
        whose: usize,
        (value, words): (Value, bool),
        (in_time, counting): (bool, bool),
    ) -> Expect {
        let sides = matches!(
            value,
            Value::Support | Value::CoSponsor | Value::NoObjection | Value::Dissociate | Value::Recused
        );
        if counting || matches!(self.place, Place::SignOn | Place::Withdrawn) {
            return Expect::Refused;
        }
        match self.place {
            // What stands is an objection until it is withdrawn; the specification does not say what else may be said meanwhile.
            Place::Negotiation if self.objects(whose) => Expect::Either,
            Place::Negotiation if value == Value::SupportIf => Expect::when(words),
            // An objection and a request for time are of a round.
            Place::Negotiation if sides => Expect::Taken,
            Place::Silence if whose >= ROLL || value == Value::SupportIf => Expect::Refused,
            Place::Silence if value == Value::Object => Expect::when(words),
            Place::Silence if value == Value::MoreTime => {
                let round = self.rounds.last().filter(|_| in_time);
                Expect::when(round.is_some_and(|round| !round.asked.contains(&whose) && round.extended < 2))
            }
            Place::Silence => Expect::when(sides),
            Place::Adopted if whose >= ROLL => Expect::Refused,
            Place::Adopted => match value {
                // It objects once; and whoever stands apart has nothing to reserve, of which the specification says nothing.
                Value::Object if self.late.contains(&whose) || self.stands_apart(whose) => Expect::Either,
                Value::Object => Expect::when(words),
                Value::Dissociate if self.late.contains(&whose) => Expect::Either,
                _ => Expect::Refused,
            },
            // What arrived before a round was broken is written down; what came later is not. Nothing comes of either.
            Place::Negotiation | Place::Broken | Place::SignOn | Place::Withdrawn => Expect::Either,
        }
    }
}
