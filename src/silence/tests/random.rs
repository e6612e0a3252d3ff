//! Random deeds of everybody, that arrive in one order and are done in another, while the timer comes when it likes.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// What somebody does: which kind of deed, what it says, of whom; and who, where it is not whoever would do that.
type Act = (Kind, Value, usize, Option<usize>);

/// What is done in one step.
#[derive(Debug, Clone)]
enum Step {
    /// Time goes on by so many seconds.
    Wait(i64),
    /// A request arrives, and waits.
    Arrive(Act),
    /// One of those that wait is done.
    Answer(prop::sample::Index),
    /// A request arrives and is done at once.
    Act(Act),
    /// The timer looks.
    Look,
    /// An organisation is suspended.
    Suspend(usize),
}

/// What is said around a deadline.
const SAID: [Value; 3] = [Value::Support, Value::Dissociate, Value::Object];

/// The kinds of deeds.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Revise,
    AnswerCondition,
    Enter,
    Record,
    Confirm,
    AnswerMoreTime,
    WithdrawObjection,
    Break,
    Negotiate,
    OpenToSignatories,
    Withdraw,
    SayOfOld,
    Say,
}

fn step() -> impl Strategy<Value = Step> {
    use Kind::*;
    let wait = prop_oneof![0..12_i64, (1..40_i64).prop_map(|hours| hours * HOUR)];
    let kind = prop_oneof![
        1 => prop::sample::select(&[Revise, Break, OpenToSignatories, Withdraw, SayOfOld][..]),
        4 => Just(Enter),
        8 => prop::sample::select(&[AnswerCondition, Record, Confirm, AnswerMoreTime, WithdrawObjection][..]),
        1 => Just(Negotiate),
        10 => Just(Say),
    ];
    let value = prop_oneof![
        1 => Just(Value::Object),
        2 => Just(Value::MoreTime),
        3 => prop::sample::select(Value::ALL),
    ];
    let who = prop_oneof![4 => Just(None), 1 => (0..8_usize).prop_map(Some)];
    let act = (kind, value, 0..4_usize, who).boxed();
    prop_oneof![
        3 => wait.prop_map(Step::Wait),
        8 => act.clone().prop_map(Step::Act),
        4 => act.prop_map(Step::Arrive),
        6 => any::<prop::sample::Index>().prop_map(Step::Answer),
        2 => Just(Step::Look),
        1 => (0..4_usize).prop_map(Step::Suspend),
    ]
}

fn person(number: usize) -> Who {
    match number {
        0..4 => delegate(ROLL[number]),
        4 => delegate("newcomer"),
        5 => Who { mandated: false, ..delegate("b") },
        6 => Who { mandated: false, votes: false, ..delegate("a") },
        _ => chair(),
    }
}

/// A play, and what an onlooker wrote down who knows nothing of the rules: what was said by whom under which mandate, which
/// objections stand, how rounds ended.
struct Play {
    procedure: Procedure,
    second: i64,
    waiting: Vec<(i64, Who, Deed)>,
    mandated: Vec<(OrganisationId, Moment)>,
    objections: Vec<(OrganisationId, TextVersion)>,
    ended: BTreeMap<u32, Ended>,
}

impl Play {
    /// A deed, and who would do it.
    fn deed(&self, (kind, value, number, _): Act) -> (Who, Deed) {
        let now = &self.procedure;
        let (text, reason, odd) = (now.text.clone(), "Why.".to_owned(), !number.is_multiple_of(2));
        let asked = now.open_round().and_then(|round| round.open_requests().next());
        let whose = asked.map_or(organisation(ROLL[number]), |request| request.organisation.clone());
        let recorded = now.positions.iter().rposition(|one| one.recorded).unwrap_or_default();
        let of = |position: Option<&Position>| Who {
            organisation: position.map_or(organisation("b"), |one| one.organisation.clone()),
            ..delegate("b")
        };
        match kind {
            Kind::Revise => (delegate("a"), Deed::Revise(version(text.version + 1), "Title".to_owned())),
            Kind::AnswerCondition => {
                let position = now.conditions().next().map_or(number, |(number, _)| number);
                (delegate("a"), Deed::AnswerCondition { position, accepted: odd, reason })
            }
            Kind::Enter => {
                let deadline = at(self.second + [24, 72, 73, 80][number] * HOUR);
                (chair(), Deed::Enter(Entry { text, deadline, ..entry() }))
            }
            Kind::Record => {
                let organisation = organisation(ROLL[number]);
                (chair(), Deed::Record { organisation, value: Value::NoObjection, text })
            }
            Kind::Confirm => (of(now.positions.get(recorded)), Deed::Confirm(recorded)),
            Kind::AnswerMoreTime => {
                (chair(), Deed::AnswerMoreTime { organisation: whose, granted: odd, reason })
            }
            Kind::WithdrawObjection => {
                (of(now.objections().next().map(|(_, one)| one)), Deed::WithdrawObjection)
            }
            Kind::Break => (chair(), Deed::Break { reason }),
            Kind::Negotiate => (delegate("a"), Deed::Negotiate),
            Kind::OpenToSignatories => (chair(), Deed::OpenToSignatories { sponsors_agree: odd }),
            Kind::Withdraw => (delegate("a"), Deed::Withdraw { sponsors_agree: number == 0, reason }),
            Kind::SayOfOld => {
                (delegate(ROLL[number]), Deed::Say(Said { text: version(text.version - 1), ..said(value) }))
            }
            Kind::Say => (delegate(ROLL[number]), Deed::Say(Said { text, ..said(value) })),
        }
    }

    /// A request arrives.
    fn arrives(&mut self, act: Act) {
        let (who, deed) = self.deed(act);
        let who = act.3.map_or(who, person);
        self.waiting.push((self.second, who, deed));
    }

    /// The request at this place among those that wait is done. It waits itself until then: but it holds up only what it was in
    /// time for.
    fn answers(&mut self, place: usize) {
        self.settles(self.now());
        let (arrived, who, deed) = self.waiting.remove(place);
        self.does(&who, &deed, arrived);
    }

    fn now(&self) -> Now {
        Now { at: at(self.second), waiting: self.waiting.iter().map(|(arrived, ..)| at(*arrived)).min() }
    }

    fn plays(&mut self, step: &Step) {
        match step {
            Step::Wait(seconds) => self.second += seconds,
            Step::Arrive(act) => self.arrives(*act),
            Step::Act(act) => {
                self.arrives(*act);
                self.answers(self.waiting.len() - 1);
            }
            Step::Answer(_) if self.waiting.is_empty() => {}
            Step::Answer(which) => self.answers(which.index(self.waiting.len())),
            Step::Look => self.settles(self.now()),
            Step::Suspend(who) => {
                self.procedure.suspend(ROLL[*who], self.second, Some(self.second + 9 * HOUR));
            }
        }
    }

    fn does(&mut self, who: &Who, deed: &Deed, arrived: i64) {
        let before = self.procedure.clone();
        let text = before.text.clone();
        if !self.procedure.does(who, deed, arrived).is_empty() {
            let same = |one: &Procedure| (one.stage, one.positions.clone(), one.rounds.clone());
            assert_eq!(same(&before), same(&self.procedure), "what is refused changes nothing");
            return;
        }
        assert!(!before.is_suspended(&who.organisation, at(arrived)), "done by somebody suspended");
        if let (Deed::Say(_), Some(round)) = (deed, before.open_round()) {
            assert!(round.roll.contains(&who.organisation), "said by somebody who is not on the roll");
        }
        let whose = (who.organisation.clone(), text);
        match deed {
            Deed::Say(said) if said.value == Value::Object && self.procedure.adopting_round().is_none() => {
                self.objections.push(whose);
            }
            Deed::WithdrawObjection => self.objections.retain(|one| *one != whose),
            _ => {}
        }
        if who.mandated {
            self.mandated.push((who.organisation.clone(), at(arrived)));
        }
        self.is_kept(&before);
    }

    fn settles(&mut self, now: Now) {
        let before = self.procedure.clone();
        let effects = before.settle(now);
        // Late is as in time; and what a page shows is what will be written down.
        let much_later = Now { at: now.at.plus(TimeDelta::days(99)), ..now };
        assert!(before.settle(much_later).starts_with(&effects));
        let shown = before.at(now);
        self.procedure.apply_all(&effects);
        assert_eq!(self.procedure.at(now), shown);
        assert_eq!(self.procedure.settle(now), [], "a second time nothing");
        self.is_kept(&before);
    }

    /// What is never so.
    fn is_kept(&mut self, before: &Procedure) {
        let now = &self.procedure;
        for round in &now.rounds {
            let Some(ended) = round.ended else { continue };
            let first = *self.ended.entry(round.number).or_insert(ended);
            assert_eq!(first, ended, "two outcomes of one round");
        }
        let is_new = |round: &&Round| {
            before.rounds.iter().all(|one| one.number != round.number || one.ended.is_none())
        };
        if let Some(round) = now.adopting_round().filter(is_new) {
            let stands = self.objections.iter().any(|(_, text)| *text == round.text);
            assert!(!stands, "adopted over an objection");
            let in_time = |(arrived, ..): &&(i64, Who, Deed)| at(*arrived) <= round.deadline;
            assert!(self.waiting.iter().find(in_time).is_none(), "adopted before everybody was heard");
            assert!(
                round.open_requests().next().is_none()
                    && round.requests.iter().all(|one| one.answer.is_some())
            );
        }
        for counted in now.counted() {
            let Some(position) = counted.position.map(|number| &now.positions[number]) else { continue };
            assert_eq!(Some(&position.text), now.round().map(|round| &round.text), "other words");
            let since = position.counts_since().unwrap();
            let mandated = self.mandated.contains(&(counted.organisation.clone(), since));
            assert!(mandated && position.organisation == counted.organisation, "counted without a mandate");
            assert!(now.round().unwrap().roll.contains(&counted.organisation));
        }
        if let Some(round) = now.open_round() {
            assert_eq!(round.text, now.text, "the text moved while silence runs");
            assert!(
                round.extended <= MOST_EXTENSIONS
                    && round.deadline >= round.opened.plus(TimeDelta::hours(round.min_hours.into()))
            );
        }
        assert_eq!(now.open_round().is_some(), now.stage == Stage::Silence);
        for (old, new) in before.positions.iter().zip(&now.positions) {
            let bare =
                |one: &Position| Position { confirmed: None, withdrawn: None, accepted: None, ..one.clone() };
            assert_eq!(bare(old), bare(new), "a row was changed");
        }
        assert!(now.positions.len() >= before.positions.len() && now.rounds.len() >= before.rounds.len());
        for (old, new) in before.rounds.iter().zip(&now.rounds) {
            assert_eq!(
                (&old.roll, &old.text),
                (&new.roll, &new.text),
                "the roll or the text of a round was changed"
            );
        }
    }
}

proptest! {
    #[test]
    fn nothing_becomes_true_that_must_never_be(
        mode in prop::sample::select(Mode::ALL),
        min_hours in prop::sample::select(&[24, 72][..]),
        opened in any::<bool>(),
        steps in prop::collection::vec(step(), 1..150),
    ) {
        let start = if opened { silent() } else { negotiated() };
        let mut play = Play {
            procedure: Procedure { mode, min_hours, ..start },
            second: 0,
            waiting: Vec::new(),
            mandated: Vec::new(),
            objections: Vec::new(),
            ended: BTreeMap::new(),
        };
        for step in &steps {
            play.plays(step);
        }
    }

    /// What arrived until the deadline decides, in whatever order it is done, and nothing that arrived after.
    #[test]
    fn the_order_of_arrivals_decides(
        sent in prop::collection::vec(
            (0..4_usize, prop::sample::select(&SAID[..]), -3..4_i64), 1..8),
        order in prop::collection::vec(any::<prop::sample::Index>(), 8),
    ) {
        let mut procedure = silent();
        let mut waiting = sent.clone();
        let mut objectors = std::collections::BTreeSet::new();
        for which in order {
            if waiting.is_empty() { break }
            let (who, value, second) = waiting.remove(which.index(waiting.len()));
            let earliest = waiting.iter().map(|(_, _, second)| *second).chain([second]).min();
            let now = Now { at: at(DEADLINE + 10), waiting: earliest.map(|second| at(DEADLINE + second)) };
            let effects = procedure.settle(now);
            procedure.apply_all(&effects);
            let key = procedure.does(&delegate(ROLL[who]), &says(value), DEADLINE + second);
            if value == Value::Object && second <= 0 {
                prop_assert!(["", "conflict-silence-withdraw-first"].contains(&key), "{}", key);
                objectors.insert(organisation(ROLL[who]));
            }
        }
        procedure.settles(DEADLINE + 10);
        let expected = if objectors.is_empty() { Outcome::Adopted } else { Outcome::Broken };
        prop_assert_eq!(procedure.round().unwrap().ended.unwrap().outcome, expected);
        let standing: std::collections::BTreeSet<_> =
            procedure.objections().map(|(_, one)| one.organisation.clone()).collect();
        prop_assert_eq!(standing, objectors);
    }
}
