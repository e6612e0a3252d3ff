use super::*;

fn answer(name: &str, granted: bool, reason: &str) -> Deed {
    Deed::AnswerMoreTime { organisation: organisation(name), granted, reason: reason.to_owned() }
}

const MORE: Value = Value::MoreTime;

#[test]
fn a_round_is_decided_ten_seconds_after_its_deadline_when_nothing_waits_that_came_in_time() {
    let table = [
        (DEADLINE, None, false),
        (DEADLINE + 9, None, false),
        (DEADLINE + 10, None, true),
        (DEADLINE + 10, Some(DEADLINE), false),
        (DEADLINE + 10, Some(DEADLINE + 1), true),
        (DEADLINE + 240, Some(DEADLINE - 1), false),
        (DEADLINE * 9, None, true),
    ];
    let ended = Ended { outcome: Outcome::Adopted, at: at(DEADLINE) };
    for (second, waiting, decided) in table {
        let now = Now { at: at(second), waiting: waiting.map(at) };
        let mut procedure = silent();
        assert_eq!(procedure.outcome(now), decided.then_some(ended), "{second} {waiting:?}");
        let effects = procedure.settle(now);
        let expected = [Effect::RoundEnded(ended), Effect::Moved(Stage::Adopted)];
        assert_eq!(effects, if decided { expected.as_slice() } else { &[] });
        procedure.apply_all(&effects);
        assert_eq!(procedure.settle(now), [], "once");
    }
}

#[test]
fn a_page_shows_what_is_true_whether_or_not_the_timer_was_there() {
    let decided = Shown::Decided(Ended { outcome: Outcome::Adopted, at: at(DEADLINE) });
    let counted = Shown::BeingCounted(at(DEADLINE));
    let table = [
        (0, Shown::Open(at(DEADLINE))),
        (DEADLINE, Shown::Open(at(DEADLINE))),
        (DEADLINE + 1, counted),
        (DEADLINE + 9, counted),
        (DEADLINE + 10, decided),
    ];
    assert_eq!(negotiated().at(idle(0)), Shown::NoRound);
    for (second, shown) in table {
        assert_eq!(silent().at(idle(second)), shown, "{second}");
    }
    assert_eq!(silent().at(Now { at: at(DEADLINE + 60), waiting: Some(at(DEADLINE - 1)) }), counted);
    assert_eq!(adopted().at(idle(DEADLINE + 20)), decided);
}

#[test]
fn the_last_second_is_in_time_and_the_next_is_not() {
    let object = says(Value::Object);
    assert_eq!(silent().would(&delegate("b"), &object, DEADLINE), "");
    let mut procedure = silent();
    assert_eq!(procedure.would(&delegate("b"), &object, DEADLINE + 1), "conflict-silence-counting");
    procedure.settles(DEADLINE + 10);
    assert_eq!(procedure.does(&delegate("b"), &object, DEADLINE + 1), "", "a reservation");
    assert_eq!(procedure.stage, Stage::Adopted);
    assert_eq!(procedure.positions[0].value, Value::LateReservation);
}

#[test]
fn more_time_is_asked_once_by_each_and_given_twice_at_most() {
    let mut procedure = silent();
    assert_eq!(procedure.does(&delegate("b"), &says(MORE), 1), "");
    assert_eq!(procedure.would(&delegate("b"), &says(MORE), 2), "conflict-silence-more-time-again");
    assert_eq!(procedure.does(&delegate("c"), &says(MORE), 2), "");
    assert_eq!(procedure.does(&delegate("d"), &says(MORE), 3), "");
    let table = [
        (delegate("b"), answer("b", true, ""), 4, "denied-silence-chair"),
        (chair(), answer("a", true, ""), 4, "conflict-silence-no-request"),
        (chair(), answer("b", false, ""), 4, "conflict-silence-reason"),
        (chair(), answer("b", true, ""), DEADLINE + 1, "conflict-silence-counting"),
    ];
    for (who, deed, second, expected) in table {
        assert_eq!(procedure.would(&who, &deed, second), expected);
    }
    assert_eq!(procedure.does(&chair(), &answer("c", true, ""), 4), "");
    assert_eq!(procedure.deadline(), at(DEADLINE + 24 * HOUR));
    assert_eq!(procedure.would(&chair(), &answer("c", true, ""), 5), "conflict-silence-no-request");
    assert_eq!(procedure.does(&chair(), &answer("b", true, ""), 6), "");
    assert_eq!(procedure.deadline(), at(DEADLINE + 48 * HOUR));
    let answers: Vec<_> = procedure.round().unwrap().requests.iter().map(|one| one.answer.unwrap()).collect();
    let expected = [(Answer::Granted, at(6)), (Answer::Granted, at(4)), (Answer::Spent, at(6))];
    assert_eq!(answers, expected, "with the last extension nobody waits any more");
    assert_eq!(procedure.would(&delegate("a"), &says(MORE), 7), "conflict-silence-more-time-spent");
    procedure.settles(DEADLINE + 48 * HOUR + 10);
    assert_eq!(procedure.round().unwrap().ended.unwrap().at, at(DEADLINE + 48 * HOUR));
}

#[test]
fn a_request_that_is_declined_holds_nothing_up() {
    let mut procedure = silent();
    assert_eq!(procedure.does(&delegate("b"), &says(MORE), 1), "");
    assert_eq!(procedure.does(&chair(), &answer("b", false, "The summit is tomorrow."), 2), "");
    assert_eq!(procedure.would(&delegate("b"), &says(MORE), 3), "conflict-silence-more-time-again");
    procedure.settles(DEADLINE + 10);
    assert_eq!(procedure.stage, Stage::Adopted);
}

#[test]
fn where_the_chair_is_silent_more_time_is_given_at_the_deadline() {
    let mut procedure = silent();
    assert_eq!(procedure.does(&delegate("b"), &says(MORE), 1), "");
    assert_eq!(procedure.does(&delegate("c"), &says(MORE), DEADLINE), "");
    let first = DEADLINE + 24 * HOUR;
    assert_eq!(procedure.settle(idle(DEADLINE + 9)), []);
    let automatic = |name| Effect::MoreTimeAnswered(organisation(name), Answer::Automatic, at(DEADLINE));
    let effects = procedure.settle(idle(DEADLINE + 10));
    assert_eq!(
        effects,
        [automatic("b"), automatic("c"), Effect::DeadlineMoved(at(first))],
        "one, for all who wait"
    );
    // A worker who comes days late does what two who came in time would have done.
    let late = procedure.settle(idle(first + 99 * HOUR));
    assert_eq!(late[..3], effects);
    assert_eq!(late[3], Effect::RoundEnded(Ended { outcome: Outcome::Adopted, at: at(first) }));
    procedure.apply_all(&effects);
    assert_eq!(procedure.settles(DEADLINE + 10), 0);
    assert_eq!(procedure.at(idle(DEADLINE + 10)), Shown::Open(at(first)));
    // Once more, as one is left; and then no more.
    assert_eq!(procedure.does(&delegate("d"), &says(MORE), first), "");
    assert_eq!(procedure.settles(first + 10), 2);
    assert_eq!(procedure.would(&delegate("a"), &says(MORE), first + 20), "conflict-silence-more-time-spent");
    assert_eq!(procedure.settles(first + 24 * HOUR + 10), 2);
    assert_eq!(procedure.round().unwrap().ended.unwrap().at, at(first + 24 * HOUR));
}

#[test]
fn a_request_for_more_time_is_no_opinion() {
    let mut procedure = silent();
    assert_eq!(procedure.does(&delegate("b"), &says(Value::CoSponsor), 1), "");
    assert_eq!(procedure.does(&delegate("b"), &says(MORE), 2), "");
    assert_eq!(procedure.does(&delegate("c"), &says(MORE), 3), "");
    assert_eq!(procedure.means(&organisation("b")), Silence::Keeps(Value::CoSponsor));
    let unheard = procedure.unheard();
    assert!(unheard.contains(&&organisation("c")) && !unheard.contains(&&organisation("b")));
    let mut broken = procedure.clone();
    assert_eq!(broken.does(&delegate("d"), &says(Value::Object), 4), "");
    assert_eq!(broken.round().unwrap().open_requests().count(), 0);
    assert_eq!(broken.settles(DEADLINE + 10), 0, "a round that is over is extended for nobody");
    assert_eq!(broken.would(&chair(), &answer("c", true, ""), 5), "conflict-silence-no-round");
}

#[test]
fn no_round_is_extended_three_times_and_none_adopted_over_an_objection_even_if_a_row_lies() {
    let mut procedure = silent();
    assert_eq!(procedure.does(&delegate("b"), &says(MORE), 1), "");
    procedure.rounds[0].extended = MOST_EXTENSIONS;
    assert_eq!(procedure.would(&chair(), &answer("b", true, ""), 2), "conflict-silence-more-time-spent");
    assert_eq!(procedure.would(&chair(), &answer("b", false, "Enough."), 2), "");
    let spent = Effect::MoreTimeAnswered(organisation("b"), Answer::Spent, at(DEADLINE));
    let ended = Effect::RoundEnded(Ended { outcome: Outcome::Adopted, at: at(DEADLINE) });
    assert_eq!(procedure.settle(idle(DEADLINE + 10)), [spent, ended, Effect::Moved(Stage::Adopted)]);
    let mut objected = silent();
    objected.positions.push(Position::new(&organisation("b"), &version(1), Value::Object, at(1)));
    assert_eq!(objected.settle(idle(DEADLINE * 9)), []);
    assert_eq!(objected.at(idle(DEADLINE * 9)), Shown::BeingCounted(at(DEADLINE)));
}
