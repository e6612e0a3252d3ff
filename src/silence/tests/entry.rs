use super::*;
use crate::mandates::Term;

type Change = fn(&mut Procedure, &mut Entry);

/// What keeps a round from beginning, and what is said then.
const GUARDS: [(Change, &str); 17] = [
    (|_, _| {}, ""),
    (|_, entry| entry.open_brackets = 1, "conflict-silence-brackets"),
    (|_, entry| entry.ad_referendum = 1, "conflict-silence-ad-referendum"),
    (|_, entry| entry.pending_amendments = 1, "conflict-silence-amendments"),
    (|_, entry| entry.text.version = 0, "conflict-silence-text"),
    (|_, entry| entry.text.hash.push('x'), "conflict-silence-text"),
    (|of, entry| entry.deadline = at(i64::from(of.min_hours) * HOUR - 1), "conflict-silence-short"),
    (|of, entry| entry.deadline = at(i64::from(of.min_hours) * HOUR), ""),
    (
        |_, entry| entry.closed.push(Term { from: at(DEADLINE), until: Some(at(DEADLINE + 1)) }),
        "conflict-silence-closed-day",
    ),
    (|_, entry| entry.closed.push(Term { from: at(DEADLINE - HOUR), until: Some(at(DEADLINE)) }), ""),
    (|_, entry| entry.roll.clear(), "conflict-silence-roll-empty"),
    (|_, entry| entry.roll[2].reached = false, "conflict-silence-unreached"),
    (
        |_, entry| (entry.roll[2].reached, entry.roll[2].waived) = (false, " ".to_owned()),
        "conflict-silence-unreached",
    ),
    (|_, entry| (entry.roll[2].reached, entry.roll[2].waived) = (false, "no embassy".to_owned()), ""),
    (
        |of, _| (of.mode, of.title) = (Mode::SignatoriesOnly, "COALITION statement".to_owned()),
        "conflict-silence-title",
    ),
    (|of, _| (of.mode, of.title) = (Mode::OptOutConsensus, "Coalition statement".to_owned()), ""),
    (|of, _| of.mode = Mode::SignatoriesOnly, ""),
];

#[test]
fn a_round_begins_when_nothing_is_open_and_everybody_was_told() {
    // The urgent path is shorter, and nothing else.
    for min_hours in [72, 24] {
        for (number, (change, expected)) in GUARDS.iter().enumerate() {
            let (mut procedure, mut entry) = (Procedure { min_hours, ..negotiated() }, entry());
            change(&mut procedure, &mut entry);
            let seen = procedure.does(&chair(), &Deed::Enter(entry), 0);
            assert_eq!(seen, *expected, "guard {number} of {min_hours} hours");
            assert_eq!(procedure.open_round().is_some(), expected.is_empty());
        }
    }
    let procedure = Procedure { min_hours: 1, ..negotiated() };
    assert_eq!(procedure.fewest_hours(), FEWEST_HOURS, "no statement is more urgent than urgent");
}

#[test]
fn only_the_chair_begins_a_round_and_only_from_negotiation() {
    let enter = Deed::Enter(entry());
    assert_eq!(negotiated().would(&delegate("a"), &enter, 0), "denied-silence-chair");
    for stage in Stage::ALL.iter().filter(|stage| **stage != Stage::Negotiation) {
        let expected =
            if *stage == Stage::Broken { "conflict-silence-void" } else { "conflict-silence-begin" };
        assert_eq!(Procedure { stage: *stage, ..negotiated() }.would(&chair(), &enter, 0), expected);
    }
}

#[test]
fn the_roll_and_the_waivers_are_frozen() {
    let mut procedure = negotiated();
    let mut entry = entry();
    (entry.roll[3].reached, entry.roll[3].waived) = (false, " no embassy ".to_owned());
    entry.roll[2].waived = "told meanwhile".to_owned();
    entry.deadline = at(DEADLINE + 5);
    assert_eq!(procedure.does(&chair(), &Deed::Enter(entry), 5), "");
    let round = procedure.open_round().unwrap();
    assert_eq!(round.roll, ROLL.map(organisation).into());
    assert_eq!(round.waived, [(organisation("d"), "no embassy".to_owned())].into());
    assert_eq!((round.number, round.opened, round.deadline), (1, at(5), at(DEADLINE + 5)));
    assert_eq!((round.min_hours, round.extended, round.ended), (72, 0, None));
    assert_eq!(round.text, version(1));
}

#[test]
fn a_condition_keeps_a_round_from_beginning_until_it_is_answered() {
    let mut procedure = negotiated();
    let enters = |procedure: &Procedure| procedure.would(&chair(), &Deed::Enter(entry()), 0);
    assert_eq!(procedure.does(&delegate("b"), &says(Value::SupportIf), 0), "");
    assert_eq!(enters(&procedure), "conflict-silence-conditions");
    let answer = |position, accepted, reason: &str| Deed::AnswerCondition {
        position,
        accepted,
        reason: reason.to_owned(),
    };
    let table = [
        (delegate("b"), answer(0, true, ""), "denied-silence-penholder"),
        (Who { mandated: false, ..delegate("a") }, answer(0, true, ""), "denied-silence-mandate"),
        (delegate("a"), answer(1, true, ""), "conflict-silence-no-condition"),
        (delegate("a"), answer(0, false, " "), "conflict-silence-reason"),
    ];
    for (who, deed, expected) in table {
        assert_eq!(procedure.would(&who, &deed, 1), expected);
    }
    for (accepted, reason) in [(true, ""), (false, "It is the heart of the text.")] {
        let mut answered = procedure.clone();
        assert_eq!(answered.does(&delegate("a"), &answer(0, accepted, reason), 1), "");
        assert_eq!(enters(&answered), "");
        assert_eq!(answered.would(&delegate("a"), &answer(0, true, ""), 2), "conflict-silence-no-condition");
    }
    let mut dropped = procedure.clone();
    assert_eq!(dropped.does(&delegate("b"), &says(Value::Support), 1), "");
    assert_eq!(enters(&dropped), "", "whoever says something else has dropped the condition");
    // Of two words of one organisation the later arrival is the last, whichever was written down last.
    assert_eq!(dropped.does(&delegate("b"), &says(Value::SupportIf), 0), "");
    assert_eq!(enters(&dropped), "");
    assert_eq!(procedure.does(&delegate("a"), &Deed::Revise(version(2), "Title".to_owned()), 1), "");
    assert!(procedure.conditions().next().is_none(), "other words, no condition");
}

#[test]
fn a_new_version_takes_every_position_back_and_forgets_none() {
    let mut procedure = negotiated();
    assert_eq!(procedure.does(&delegate("b"), &says(Value::CoSponsor), 0), "");
    assert_eq!(procedure.standing(&organisation("b")).unwrap().1.value, Value::CoSponsor);
    let revise = |number| Deed::Revise(version(number), "Another title".to_owned());
    assert_eq!(procedure.would(&delegate("b"), &revise(2), 1), "denied-silence-penholder");
    assert_eq!(procedure.would(&delegate("a"), &revise(1), 1), "conflict-silence-version");
    assert_eq!(procedure.does(&delegate("a"), &revise(2), 1), "");
    assert_eq!(procedure.standing(&organisation("b")), None);
    assert_eq!(procedure.positions.len(), 1);
    assert_eq!(procedure.title, "Another title");
    assert_eq!(procedure.would(&delegate("b"), &says(Value::Support), 2), "conflict-silence-text");
    for frozen in [silent(), broken(), adopted()] {
        assert_eq!(frozen.would(&delegate("a"), &revise(3), 2), "conflict-silence-negotiation");
    }
}
