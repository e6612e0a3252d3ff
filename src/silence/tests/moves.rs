//! The procedure and the second account of it, move by move: random organisations do random things, requests are answered in
//! another order than they arrived, the timer comes late or twice, organisations are suspended and mandates end.

use super::account::{self, Account, End, Expect, Place};
use super::*;

/// So many moves are made, unless `ENTENTE_MOVES` says how many.
const MOVES: u64 = 100_000;
/// So many moves one statement is given.
const LONGEST: usize = 60;
/// Those who act: the roll, and one that is not on it.
const NAMES: [&str; 5] = ["a", "b", "c", "d", "newcomer"];

/// Numbers that look random, the same each time (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }

    fn often(&mut self) -> bool {
        self.below(8) != 0
    }
}

/// A request, in both accounts.
#[derive(Debug, Clone)]
struct Request {
    who: account::Who,
    deed: account::Deed,
    arrived: i64,
    /// The deed as it was sent, with what its sender had before them.
    sent: Deed,
    version: i32,
}

struct Play {
    dice: Dice,
    procedure: Procedure,
    account: Account,
    second: i64,
    waiting: Vec<Request>,
    taken: usize,
}

impl Play {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let mode = dice.one(&[Mode::CoalitionConsensus, Mode::OptOutConsensus, Mode::SignatoriesOnly]);
        let (hours, titled) = (dice.one(&[24, 72]), dice.below(4) == 0);
        let title = if titled { "Statement of the Coalition" } else { "Joint statement on shutdowns" };
        let procedure = Procedure { mode, min_hours: hours, title: title.to_owned(), ..negotiated() };
        let account = Account::new(mode, i64::from(hours), titled);
        Self { dice, procedure, account, second: 0, waiting: Vec::new(), taken: 0 }
    }

    fn who(&mut self, deed: account::Deed) -> account::Who {
        use account::Deed as D;
        let chairs = matches!(
            deed,
            D::Enter { .. }
                | D::Record { .. }
                | D::AnswerMoreTime { .. }
                | D::Break
                | D::OpenToSignatories { .. }
        );
        let pen = matches!(deed, D::Revise | D::AnswerCondition { .. } | D::Negotiate | D::Withdraw { .. });
        let strange = self.dice.below(20) == 0;
        let organisation = if pen && !strange { 0 } else { usize::try_from(self.dice.below(5)).unwrap() };
        account::Who { organisation, mandated: self.dice.below(20) != 0, chairs: chairs != strange && chairs }
    }

    fn deed(&mut self) -> account::Deed {
        use account::Deed as D;
        let dice = &mut self.dice;
        let whose = usize::try_from(dice.below(4)).unwrap();
        match dice.below(20) {
            0 => D::Revise,
            1 => D::AnswerCondition { whose },
            2..=4 => {
                let deadline = self.second + HOUR * dice.one(&[24, 72, 72, 80, 23]);
                D::Enter { deadline, open: dice.below(8) == 0, reached: dice.often() }
            }
            5 => D::Record {
                whom: whose,
                value: dice.one(&[Value::NoObjection, Value::Recused, Value::Support]),
            },
            6 => D::Confirm,
            7 | 8 => D::AnswerMoreTime { whose, granted: dice.below(2) == 0 },
            9 | 10 => D::WithdrawObjection,
            11 if dice.below(3) == 0 => D::Break,
            12 => D::Negotiate,
            13 if dice.below(3) == 0 => D::OpenToSignatories { agreed: dice.often() },
            14 if dice.below(6) == 0 => D::Withdraw { agreed: dice.often() },
            _ => {
                let value = dice.one(&[
                    Value::Support,
                    Value::CoSponsor,
                    Value::NoObjection,
                    Value::SupportIf,
                    Value::MoreTime,
                    Value::Object,
                    Value::Dissociate,
                    Value::Recused,
                    Value::LateReservation,
                    Value::NoRecord,
                ]);
                D::Say { value, of_now: dice.often(), words: dice.often() }
            }
        }
    }

    /// The deed as the procedure takes it.
    fn sent(&self, who: account::Who, deed: account::Deed) -> Deed {
        use account::Deed as D;
        let (text, reason) = (self.procedure.text.clone(), "Why.".to_owned());
        let whose = |number: usize| organisation(NAMES[number]);
        match deed {
            D::Revise => Deed::Revise(version(text.version + 1), self.procedure.title.clone()),
            D::AnswerCondition { whose: number } => {
                let own = |(_, one): &(usize, &Position)| one.organisation == whose(number);
                let position = self.procedure.conditions().find(own).map_or(9_999, |(number, _)| number);
                Deed::AnswerCondition { position, accepted: true, reason }
            }
            D::Enter { deadline, open, reached } => {
                let mut roll = ROLL.map(called).to_vec();
                roll[0].reached = reached;
                Deed::Enter(Entry {
                    text,
                    deadline: at(deadline),
                    roll,
                    open_brackets: usize::from(open),
                    ..entry()
                })
            }
            D::Say { value, of_now, words } => {
                let text = if of_now { text } else { version(text.version - 1) };
                let words = if words { "Paragraph 2 binds us.".to_owned() } else { " ".to_owned() };
                Deed::Say(Said { text, words, ..said(value) })
            }
            D::Record { whom, value } => Deed::Record { organisation: whose(whom), value, text },
            D::Confirm => {
                let own = whose(who.organisation);
                Deed::Confirm(self.procedure.unconfirmed(&own).map_or(9_999, |(number, _)| number))
            }
            D::AnswerMoreTime { whose: number, granted } => {
                Deed::AnswerMoreTime { organisation: whose(number), granted, reason }
            }
            D::WithdrawObjection => Deed::WithdrawObjection,
            D::Break => Deed::Break { reason },
            D::Negotiate => Deed::Negotiate,
            D::OpenToSignatories { agreed } => Deed::OpenToSignatories { sponsors_agree: agreed },
            D::Withdraw { agreed } => Deed::Withdraw { sponsors_agree: agreed, reason },
        }
    }

    fn arrives(&mut self) {
        let deed = self.deed();
        let who = self.who(deed);
        let (sent, version) = (self.sent(who, deed), self.procedure.text.version);
        self.waiting.push(Request { who, deed, arrived: self.second, sent, version });
    }

    fn settles(&mut self) {
        let earliest = self.waiting.iter().map(|request| request.arrived).min();
        let now = Now { at: at(self.second), waiting: earliest.map(at) };
        let effects = self.procedure.settle(now);
        self.procedure.apply_all(&effects);
        self.account.pass(self.second, earliest);
        self.agrees("after the timer");
    }

    fn answers(&mut self, place: usize) {
        self.settles();
        let Request { who, deed, arrived, sent, version } = self.waiting.remove(place);
        let arrived = if matches!(sent, Deed::Enter(_)) { self.second } else { arrived };
        let by_number = matches!(sent, Deed::Confirm(_) | Deed::AnswerCondition { .. });
        let sent = if by_number { self.sent(who, deed) } else { sent };
        let said = Who { mandated: who.mandated, chairs: who.chairs, ..delegate(NAMES[who.organisation]) };
        let said = if who.chairs { Who { mandated: true, ..chair() } } else { said };
        // Whatever names a version was written before the text changed.
        let stale = version != self.procedure.text.version;
        let deed = match deed {
            account::Deed::Say { value, words, .. } if stale => {
                account::Deed::Say { value, of_now: false, words }
            }
            other => other,
        };
        let names = matches!(sent, Deed::Enter(_) | Deed::Record { .. } | Deed::Revise(..));
        let expected = if stale && names { Expect::Either } else { self.account.judge(who, deed, arrived) };
        let verdict = self.procedure.does(&said, &sent, arrived);
        let taken = verdict.is_empty();
        assert!(
            !matches!((expected, taken), (Expect::Taken, false) | (Expect::Refused, true)),
            "{who:?} {deed:?} arrived at {arrived}, expected {expected:?}, said “{verdict}”: {:#?}",
            self.account
        );
        if taken {
            self.account.take(who, deed, arrived);
            self.taken += 1;
        }
        self.agrees("after a deed");
    }

    /// Both accounts tell the same.
    fn agrees(&self, when: &str) {
        let (procedure, account) = (&self.procedure, &self.account);
        let place = match procedure.stage {
            Stage::Negotiation => Place::Negotiation,
            Stage::Silence => Place::Silence,
            Stage::Broken => Place::Broken,
            Stage::Adopted => Place::Adopted,
            Stage::SignOn => Place::SignOn,
            Stage::Withdrawn => Place::Withdrawn,
            other => panic!("{other:?} {when}"),
        };
        assert_eq!(place, account.place, "{when}: {account:#?}");
        assert_eq!(procedure.text.version, account.version, "{when}");
        assert_eq!(procedure.rounds.len(), account.rounds.len(), "{when}");
        for (round, told) in procedure.rounds.iter().zip(&account.rounds) {
            assert_eq!((round.deadline, round.extended), (at(told.deadline), told.extended), "{when}");
            let end = round.ended.map(|ended| {
                let end = match ended.outcome {
                    Outcome::Adopted => End::Adopted,
                    Outcome::Broken => End::Broken,
                    Outcome::Void => End::Void,
                    Outcome::Withdrawn => End::Withdrawn,
                };
                (end, ended.at)
            });
            assert_eq!(end, told.end.map(|(end, second)| (end, at(second))), "{when}: {account:#?}");
        }
        if account.place == Place::Adopted {
            self.counts_alike();
        }
    }

    fn counts_alike(&self) {
        for (number, name) in ROLL.iter().enumerate() {
            let signs = self.account.mode == Mode::SignatoriesOnly;
            let expected = match self.account.counts(number) {
                Some(Value::Support | Value::CoSponsor) if signs => Count::Signs,
                Some(Value::NoObjection) if signs => Count::Unbound,
                Some(Value::Support | Value::CoSponsor | Value::NoObjection) => Count::Consents,
                Some(Value::Dissociate) if self.account.mode == Mode::CoalitionConsensus => Count::Footnoted,
                Some(Value::Dissociate) => Count::LeftOff,
                Some(Value::Recused) => Count::Recused,
                None if signs || !self.account.could_speak(number) => Count::Unbound,
                None => Count::ConsentsBySilence,
                other => panic!("{name} counts as {other:?}"),
            };
            assert_eq!(self.procedure.count_of(name), expected, "{name}: {:#?}", self.account);
        }
    }

    fn step(&mut self) {
        match self.dice.below(12) {
            0 | 1 => self.second += i64::try_from(self.dice.below(12)).unwrap(),
            2 => self.second += HOUR * i64::try_from(self.dice.below(40)).unwrap(),
            3 => self.settles(),
            4 => {
                self.settles();
                self.settles();
            }
            5 if self.dice.below(6) == 0 => {
                let number = usize::try_from(self.dice.below(4)).unwrap();
                let until = self.second + 9 * HOUR;
                self.procedure.suspend(NAMES[number], self.second, Some(until));
                self.account.suspended.push((number, self.second, until));
            }
            6 | 7 => self.arrives(),
            8 if !self.waiting.is_empty() => {
                let place = usize::try_from(self.dice.below(self.waiting.len() as u64)).unwrap();
                self.answers(place);
            }
            _ => {
                // No two requests of a person arrive at one moment.
                self.second += 1;
                self.arrives();
                self.answers(self.waiting.len() - 1);
            }
        }
    }
}

/// Never adopted over an objection, never a changed text under an old position, never two outcomes of one round, never a position
/// counted that nobody had a mandate for: whatever the procedure does, the second account does as well.
#[test]
fn the_procedure_is_what_its_specification_says() {
    let moves = std::env::var("ENTENTE_MOVES").ok().map_or(MOVES, |moves| moves.parse().unwrap());
    let (mut made, mut seed, mut taken) = (0, 0, 0);
    let mut ends = [0_u64; 4];
    while made < moves {
        seed += 1;
        let mut play = Play::new(seed);
        for _ in 0..LONGEST {
            play.step();
            made += 1;
            if matches!(play.account.place, Place::SignOn | Place::Withdrawn) {
                break;
            }
        }
        taken += play.taken;
        for (end, _) in play.account.rounds.iter().filter_map(|round| round.end) {
            ends[end as usize] += 1;
        }
    }
    assert!(ends.iter().all(|count| *count > moves / 5_000), "each end of a round comes about: {ends:?}");
    assert!(taken as u64 > moves / 20, "{taken} of {made} moves did something");
}
