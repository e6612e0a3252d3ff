use super::*;

#[test]
fn what_may_be_said_depends_on_the_stage() {
    use Value::*;
    // In negotiation, while silence runs, after it broke (what arrives then), after the adoption.
    let (value, closed) = ("conflict-silence-value", "conflict-silence-positions-closed");
    let table = [
        (NoRecord, [value, value, value, closed]),
        (Support, ["", "", "conflict-silence-broken", closed]),
        (CoSponsor, ["", "", "conflict-silence-broken", closed]),
        (NoObjection, ["", "", "conflict-silence-broken", closed]),
        (SupportIf, ["", "conflict-silence-support-if", "conflict-silence-support-if", closed]),
        (MoreTime, ["conflict-silence-more-time-early", "", "conflict-silence-broken", closed]),
        (Object, ["conflict-silence-object-early", "", "", ""]),
        (Dissociate, ["", "", "conflict-silence-broken", "conflict-silence-late-dissociate"]),
        (Recused, ["", "", "conflict-silence-broken", closed]),
        (LateReservation, [value, value, value, closed]),
    ];
    assert_eq!(table.map(|(value, _)| value), *Value::ALL);
    for (value, expected) in table {
        let seen = [
            negotiated().would(&delegate("c"), &says(value), 0),
            silent().would(&delegate("c"), &says(value), HOUR),
            broken().would(&delegate("c"), &says(value), 2 * HOUR),
            adopted().would(&delegate("c"), &says(value), DEADLINE + HOUR),
        ];
        assert_eq!(seen, expected, "{value:?}");
    }
}

#[test]
fn who_has_a_position() {
    let newcomer = delegate("newcomer");
    let guest = Who { votes: false, ..delegate("guest") };
    let unmandated = Who { mandated: false, ..delegate("b") };
    let support = says(Value::Support);
    assert_eq!(negotiated().would(&guest, &support, 0), "denied-silence-member");
    assert_eq!(negotiated().would(&newcomer, &support, 0), "");
    for procedure in [silent(), broken(), adopted()] {
        let second = HOUR;
        assert_eq!(procedure.would(&newcomer, &support, second), "denied-silence-roll", "joined later");
        assert_eq!(procedure.would(&chair(), &support, second), "denied-silence-roll");
        assert_eq!(procedure.would(&unmandated, &support, second), "denied-silence-mandate");
    }
    // On the roll is on the roll, whatever the organisation is by now.
    assert_eq!(silent().would(&Who { votes: false, ..delegate("b") }, &support, HOUR), "");
    for stage in [Stage::Negotiation, Stage::Withdrawn] {
        let procedure = Procedure { stage, ..negotiated() };
        assert_eq!(procedure.would(&unmandated, &support, 0), "denied-silence-mandate");
    }
    let withdrawn = Procedure { stage: Stage::Withdrawn, ..negotiated() };
    assert_eq!(withdrawn.would(&delegate("b"), &support, 0), "conflict-silence-positions-closed");
}

#[test]
fn whoever_loses_the_mandate_or_is_suspended_keeps_what_was_said() {
    let mut procedure = silent();
    assert_eq!(procedure.does(&delegate("b"), &says(Value::Support), HOUR), "");
    assert_eq!(procedure.does(&delegate("c"), &says(Value::Dissociate), HOUR), "");
    procedure.suspend("c", 2 * HOUR, None);
    let unmandated = Who { mandated: false, ..delegate("b") };
    assert_eq!(procedure.would(&unmandated, &says(Value::Object), 3 * HOUR), "denied-silence-mandate");
    assert_eq!(procedure.would(&delegate("c"), &says(Value::Object), 3 * HOUR), "denied-silence-suspended");
    assert_eq!(procedure.would(&delegate("c"), &says(Value::Object), 2 * HOUR - 1), "", "it arrived before");
    procedure.settles(DEADLINE + 10);
    assert_eq!((procedure.count_of("b"), procedure.count_of("c")), (Count::Consents, Count::Footnoted));
}

#[test]
fn an_objection_has_words_and_a_way_out() {
    let amended = Some(WayOut::Amendment("may".to_owned()));
    let empty = Some(WayOut::Amendment(" \n".to_owned()));
    let table = [
        ("No.", amended.clone(), ""),
        ("No.", Some(WayOut::CannotAccept), ""),
        ("No.", None, "conflict-silence-object-way"),
        ("No.", empty, "conflict-silence-object-way"),
        (" ", amended, "conflict-silence-object-words"),
        ("", Some(WayOut::CannotAccept), "conflict-silence-object-words"),
    ];
    for (words, way, expected) in table {
        let deed = Deed::Say(Said { words: words.to_owned(), way, ..said(Value::Object) });
        let mut procedure = silent();
        assert_eq!(procedure.does(&delegate("b"), &deed, HOUR), expected, "{words:?}");
        let stage = if expected.is_empty() { Stage::Broken } else { Stage::Silence };
        assert_eq!(procedure.stage, stage);
    }
}

#[test]
fn words_and_reservations_go_where_they_belong() {
    let unconditional = Deed::Say(Said { words: " ".to_owned(), ..said(Value::SupportIf) });
    assert_eq!(negotiated().would(&delegate("b"), &unconditional, 0), "conflict-silence-condition");
    let reserved = |value| Deed::Say(Said { reservation: true, ..said(value) });
    for value in Value::ALL.iter().filter(|value| !matches!(value, Value::NoRecord | Value::LateReservation))
    {
        let expected = if value.consents() { "" } else { "conflict-silence-reservation" };
        assert_eq!(silent().would(&delegate("b"), &reserved(*value), HOUR), expected, "{value:?}");
    }
    assert_eq!(
        adopted().would(&delegate("b"), &reserved(Value::Object), DEADLINE + 60),
        "conflict-silence-reservation"
    );
    let other = Deed::Say(Said {
        text: TextVersion { hash: "other".to_owned(), ..version(1) },
        ..said(Value::Support)
    });
    assert_eq!(silent().would(&delegate("b"), &other, HOUR), "conflict-silence-text");
}

fn record(name: &str, value: Value) -> Deed {
    Deed::Record { organisation: organisation(name), value, text: version(1) }
}

#[test]
fn the_secretariat_records_little_and_early() {
    let last = DEADLINE - 24 * HOUR;
    for value in Value::ALL {
        let fits = matches!(value, Value::NoObjection | Value::Recused);
        let expected = if fits { "" } else { "conflict-silence-record-value" };
        assert_eq!(silent().would(&chair(), &record("b", *value), HOUR), expected, "{value:?}");
    }
    let mut spoken = silent();
    assert_eq!(spoken.does(&delegate("c"), &says(Value::MoreTime), HOUR), "");
    let mut moved = spoken.clone();
    let granted =
        Deed::AnswerMoreTime { organisation: organisation("c"), granted: true, reason: String::new() };
    assert_eq!(moved.does(&chair(), &granted, 2 * HOUR), "");
    let absent = record("b", Value::Recused);
    let stale = Deed::Record { organisation: organisation("b"), value: Value::Recused, text: version(2) };
    let table = [
        (silent(), chair(), &absent, last - 1, ""),
        (silent(), chair(), &absent, last, "conflict-silence-record-late"),
        (silent(), chair(), &absent, DEADLINE + 1, "conflict-silence-counting"),
        (moved, chair(), &absent, last, ""),
        (silent(), delegate("b"), &absent, HOUR, "denied-silence-chair"),
        (spoken, chair(), &record("c", Value::Recused), HOUR, "conflict-silence-record-present"),
        (silent(), chair(), &record("newcomer", Value::Recused), HOUR, "conflict-silence-record-roll"),
        (silent(), chair(), &stale, HOUR, "conflict-silence-text"),
        (negotiated(), chair(), &absent, HOUR, "conflict-silence-no-round"),
        (broken(), chair(), &absent, 2 * HOUR, "conflict-silence-no-round"),
    ];
    for (number, (procedure, who, deed, second, expected)) in table.into_iter().enumerate() {
        assert_eq!(procedure.would(&who, deed, second), expected, "row {number}");
    }
    // A round of a day is its last day.
    let mut urgent = Procedure { min_hours: 24, ..negotiated() };
    let enter = Deed::Enter(Entry { deadline: at(24 * HOUR), ..entry() });
    assert_eq!(urgent.does(&chair(), &enter, 0), "");
    assert_eq!(urgent.would(&chair(), &absent, 0), "conflict-silence-record-late");
}

#[test]
fn what_is_recorded_counts_once_a_delegate_of_that_organisation_confirms() {
    let mut procedure = silent();
    assert_eq!(procedure.does(&chair(), &record("b", Value::Recused), HOUR), "");
    assert_eq!(procedure.standing(&organisation("b")), None);
    assert_eq!(procedure.means(&organisation("b")), Silence::Consents, "it does not count yet");
    assert!(procedure.unheard().contains(&&organisation("b")));
    let confirm = Deed::Confirm(0);
    let table = [
        (delegate("c"), HOUR, "conflict-silence-confirm"),
        (chair(), HOUR, "denied-silence-roll"),
        (Who { mandated: false, ..delegate("b") }, HOUR, "denied-silence-mandate"),
        (delegate("b"), DEADLINE + 1, "conflict-silence-counting"),
        (delegate("b"), DEADLINE, ""),
    ];
    for (who, second, expected) in table {
        assert_eq!(procedure.would(&who, &confirm, second), expected);
    }
    assert_eq!(procedure.would(&delegate("b"), &Deed::Confirm(1), HOUR), "conflict-silence-confirm");
    assert_eq!(
        procedure.would(&delegate("b"), &confirm, HOUR - 1),
        "conflict-silence-confirm",
        "before it was there"
    );
    let mut unconfirmed = procedure.clone();
    unconfirmed.settles(DEADLINE + 10);
    assert_eq!(unconfirmed.count_of("b"), Count::ConsentsBySilence);
    assert_eq!(unconfirmed.would(&delegate("b"), &confirm, DEADLINE + 60), "conflict-silence-no-round");
    let mut overtaken = procedure.clone();
    assert_eq!(overtaken.does(&delegate("b"), &says(Value::Support), 2 * HOUR), "");
    assert_eq!(
        overtaken.would(&delegate("b"), &confirm, 3 * HOUR),
        "conflict-silence-confirm",
        "it has spoken"
    );
    assert_eq!(procedure.does(&delegate("b"), &confirm, 2 * HOUR), "");
    assert_eq!(procedure.would(&delegate("b"), &confirm, 3 * HOUR), "conflict-silence-confirm", "once");
    assert_eq!(
        procedure.would(&chair(), &record("b", Value::NoObjection), 3 * HOUR),
        "conflict-silence-record-present"
    );
    assert_eq!(procedure.count_of("b"), Count::Recused);
}
