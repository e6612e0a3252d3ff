use super::*;

fn break_round(reason: &str) -> Deed {
    Deed::Break { reason: reason.to_owned() }
}

fn again(second: i64) -> Deed {
    Deed::Enter(Entry { deadline: at(second), ..entry() })
}

fn withdraw(sponsors_agree: bool, reason: &str) -> Deed {
    Deed::Withdraw { sponsors_agree, reason: reason.to_owned() }
}

#[test]
fn an_objection_breaks_the_round_at_once() {
    let procedure = broken();
    let ended = Ended { outcome: Outcome::Broken, at: at(HOUR) };
    assert_eq!(procedure.round().unwrap().ended, Some(ended));
    assert_eq!(procedure.stage, Stage::Broken);
    assert_eq!(procedure.clone().settles(DEADLINE + 10), 0, "no timer does anything any more");
    assert_eq!(procedure.at(idle(DEADLINE + 10)), Shown::Decided(ended));
}

#[test]
fn an_objection_stands_whatever_its_organisation_said_later() {
    let mut procedure = silent();
    assert_eq!(procedure.does(&delegate("b"), &says(Value::Support), 2 * HOUR), "");
    assert_eq!(
        procedure.does(&delegate("b"), &says(Value::Object), HOUR),
        "",
        "it arrived before, and is done after"
    );
    assert_eq!((procedure.stage, procedure.count_of("b")), (Stage::Broken, Count::Objects));
    assert_eq!(procedure.standing(&organisation("b")).unwrap().1.value, Value::Object);
    // Once it is withdrawn, what the organisation said after it is what it says.
    assert_eq!(procedure.does(&delegate("b"), &Deed::WithdrawObjection, 3 * HOUR), "");
    assert_eq!(procedure.standing(&organisation("b")).unwrap().1.value, Value::Support);
}

#[test]
fn a_round_has_one_outcome_whatever_is_applied() {
    let mut procedure = broken();
    let ended = procedure.round().unwrap().ended;
    procedure.apply(&Effect::RoundEnded(Ended { outcome: Outcome::Adopted, at: at(DEADLINE) }));
    assert_eq!(procedure.round().unwrap().ended, ended);
}

#[test]
fn the_chair_breaks_a_round_because_a_word_has_to_change() {
    let table = [
        (silent(), delegate("a"), "A word.", HOUR, "denied-silence-chair"),
        (silent(), chair(), " ", HOUR, "conflict-silence-reason"),
        (silent(), chair(), "A word.", DEADLINE + 1, "conflict-silence-counting"),
        (negotiated(), chair(), "A word.", HOUR, "conflict-silence-no-round"),
        (adopted(), chair(), "A word.", HOUR, "conflict-silence-no-round"),
    ];
    for (procedure, who, reason, second, expected) in table {
        assert_eq!(procedure.would(&who, &break_round(reason), second), expected);
    }
    let mut void = silent();
    assert_eq!(void.does(&chair(), &break_round("A word."), DEADLINE), "");
    assert_eq!(void.round().unwrap().ended.unwrap().outcome, Outcome::Void);
    assert_eq!(void.would(&chair(), &again(DEADLINE * 3), DEADLINE), "conflict-silence-void");
    let effects = void.decide(&delegate("a"), &Deed::Negotiate, at(DEADLINE)).unwrap();
    assert_eq!(effects, [Effect::Moved(Stage::Negotiation)]);
    void.apply_all(&effects);
    assert_eq!(
        void.does(&delegate("a"), &Deed::Revise(version(2), "Title".to_owned()), DEADLINE),
        "",
        "thawed"
    );
}

#[test]
fn a_broken_statement_goes_back_to_negotiation_and_the_objector_joins() {
    let procedure = broken();
    assert_eq!(procedure.would(&delegate("b"), &Deed::Negotiate, 2 * HOUR), "denied-silence-penholder");
    assert_eq!(silent().would(&delegate("a"), &Deed::Negotiate, HOUR), "conflict-silence-not-broken");
    let effects = procedure.decide(&delegate("a"), &Deed::Negotiate, at(2 * HOUR)).unwrap();
    assert_eq!(effects, [Effect::JoinsDrafting(organisation("b")), Effect::Moved(Stage::Negotiation)]);
    // The objection goes along: no round on these words begins over it.
    let mut back = procedure;
    back.apply_all(&effects);
    assert_eq!(back.would(&chair(), &again(DEADLINE * 2), 3 * HOUR), "conflict-silence-objection-stands");
    assert_eq!(
        back.would(&delegate("b"), &says(Value::Support), 3 * HOUR),
        "conflict-silence-withdraw-first"
    );
    let mut withdrawn = back.clone();
    assert_eq!(withdrawn.does(&delegate("b"), &Deed::WithdrawObjection, 3 * HOUR), "");
    assert_eq!(
        withdrawn.would(&chair(), &again(72 * HOUR), 3 * HOUR),
        "conflict-silence-short",
        "in full length"
    );
    assert_eq!(withdrawn.does(&chair(), &again(DEADLINE * 2), 3 * HOUR), "");
    assert_eq!(back.does(&delegate("a"), &Deed::Revise(version(2), "Title".to_owned()), 3 * HOUR), "");
    assert_eq!(
        back.would(&delegate("b"), &Deed::WithdrawObjection, 4 * HOUR),
        "conflict-silence-no-objection"
    );
    let revised = Deed::Enter(Entry { text: version(2), deadline: at(DEADLINE * 2), ..entry() });
    assert_eq!(back.does(&chair(), &revised, 4 * HOUR), "");
    assert_eq!(back.open_round().unwrap().number, 2);
}

#[test]
fn a_round_follows_on_the_same_words_once_the_objector_itself_withdraws() {
    let mut procedure = broken();
    let next = again(26 * HOUR);
    assert_eq!(procedure.would(&chair(), &next, 2 * HOUR), "conflict-silence-objection-stands");
    let withdraw = Deed::WithdrawObjection;
    let table = [
        (chair(), "conflict-silence-no-objection"),
        (delegate("a"), "conflict-silence-no-objection"),
        (Who { mandated: false, ..delegate("b") }, "denied-silence-mandate"),
    ];
    for (who, expected) in table {
        assert_eq!(procedure.would(&who, &withdraw, 2 * HOUR), expected);
    }
    assert_eq!(procedure.does(&delegate("b"), &withdraw, 2 * HOUR), "");
    assert_eq!(procedure.positions[0].withdrawn, Some(at(2 * HOUR)));
    assert_eq!(procedure.would(&delegate("b"), &withdraw, 2 * HOUR), "conflict-silence-no-objection", "once");
    assert_eq!(procedure.would(&delegate("a"), &next, 2 * HOUR), "denied-silence-chair");
    assert_eq!(procedure.would(&chair(), &again(26 * HOUR - 1), 2 * HOUR), "conflict-silence-short");
    let unheard =
        Entry { roll: vec![Called { reached: false, ..called("b") }], deadline: at(26 * HOUR), ..entry() };
    assert_eq!(procedure.would(&chair(), &Deed::Enter(unheard), 2 * HOUR), "conflict-silence-unreached");
    let changed = Procedure { text: version(2), ..procedure.clone() };
    let other = Deed::Enter(Entry { text: version(2), deadline: at(26 * HOUR), ..entry() });
    assert_eq!(changed.would(&chair(), &other, 2 * HOUR), "conflict-silence-void");
    assert_eq!(procedure.does(&chair(), &next, 2 * HOUR), "");
    assert_eq!(procedure.open_round().map(|round| (round.number, round.min_hours)), Some((2, 24)));
    assert_eq!(procedure.means(&organisation("b")), Silence::Consents, "who withdraws has said nothing yet");
    assert_eq!(procedure.does(&delegate("c"), &says(Value::Object), 3 * HOUR), "", "and it may break again");
}

#[test]
fn every_objection_that_came_in_time_has_to_be_withdrawn() {
    let mut procedure = broken();
    assert_eq!(
        procedure.would(&delegate("c"), &says(Value::Object), DEADLINE + 1),
        "conflict-silence-broken"
    );
    let blank = Deed::Say(Said { way: None, ..said(Value::Object) });
    assert_eq!(procedure.would(&delegate("c"), &blank, DEADLINE), "conflict-silence-object-way");
    assert_eq!(procedure.does(&delegate("c"), &says(Value::Object), DEADLINE), "");
    assert_eq!(
        procedure.would(&delegate("c"), &says(Value::Object), DEADLINE),
        "conflict-silence-withdraw-first"
    );
    assert_eq!(
        procedure.does(&delegate("d"), &says(Value::Support), HOUR),
        "",
        "it arrived before the round broke"
    );
    assert_eq!(procedure.would(&delegate("d"), &says(Value::MoreTime), HOUR), "conflict-silence-broken");
    assert_eq!(procedure.does(&delegate("b"), &Deed::WithdrawObjection, DEADLINE), "");
    let next = again(DEADLINE * 2);
    assert_eq!(procedure.would(&chair(), &next, DEADLINE), "conflict-silence-objection-stands");
    assert_eq!(procedure.does(&delegate("c"), &Deed::WithdrawObjection, DEADLINE), "");
    assert_eq!(procedure.does(&chair(), &next, DEADLINE), "");
    assert_eq!(procedure.means(&organisation("d")), Silence::Keeps(Value::Support));
}

#[test]
fn the_objection_of_a_suspended_organisation_stands() {
    let mut procedure = broken();
    procedure.suspend("b", 2 * HOUR, Some(9 * HOUR));
    assert_eq!(
        procedure.would(&delegate("b"), &Deed::WithdrawObjection, 3 * HOUR),
        "denied-silence-suspended"
    );
    // Not even a roll without it begins a round.
    let without = Entry { roll: vec![called("a"), called("c")], deadline: at(DEADLINE), ..entry() };
    let stands = "conflict-silence-objection-stands";
    assert_eq!(procedure.would(&chair(), &Deed::Enter(without), 3 * HOUR), stands);
    assert_eq!(procedure.would(&delegate("a"), &Deed::Negotiate, 3 * HOUR), "", "other words are a way out");
    assert_eq!(procedure.would(&delegate("b"), &Deed::WithdrawObjection, 9 * HOUR), "", "readmitted");
}

#[test]
fn a_broken_statement_is_opened_to_those_who_want_to_sign_it() {
    let open = |sponsors_agree| Deed::OpenToSignatories { sponsors_agree };
    let titled = |title: &str| Procedure { title: title.to_owned(), ..broken() };
    let table = [
        (broken(), delegate("a"), true, "denied-silence-chair"),
        (silent(), chair(), true, "conflict-silence-not-broken"),
        (broken(), chair(), false, "conflict-silence-sponsors"),
        (titled("Statement of the Freedom Online Coalition"), chair(), true, "conflict-silence-title"),
        (titled("On pre-coalitional matters"), chair(), true, "conflict-silence-title"),
        (broken(), chair(), true, ""),
    ];
    for (procedure, who, agree, expected) in table {
        assert_eq!(procedure.would(&who, &open(agree), 2 * HOUR), expected);
    }
    let mut signed = silent();
    assert_eq!(signed.does(&delegate("c"), &says(Value::Support), 1), "");
    assert_eq!(signed.does(&delegate("b"), &says(Value::Object), 2), "");
    assert_eq!(signed.does(&chair(), &open(true), 3), "");
    assert_eq!((signed.stage, signed.mode), (Stage::SignOn, Mode::SignatoriesOnly));
    assert!(signed.adopting_round().is_none());
    assert_eq!(signed.named(), [], "what was said of another kind of text is no signature");
    let closed = "conflict-silence-positions-closed";
    assert_eq!(signed.would(&delegate("c"), &says(Value::Object), 4), closed, "nobody is bound");
}

#[test]
fn all_sponsors_withdraw_a_statement_that_is_not_adopted() {
    let table = [
        (negotiated(), delegate("b"), true, "Why.", "denied-silence-sponsor"),
        (negotiated(), Who { mandated: false, ..delegate("a") }, true, "Why.", "denied-silence-mandate"),
        (negotiated(), delegate("a"), false, "Why.", "conflict-silence-sponsors"),
        (negotiated(), delegate("a"), true, " ", "conflict-silence-reason"),
        (negotiated(), delegate("a"), true, "Why.", ""),
        (silent(), delegate("a"), true, "Why.", ""),
        (broken(), delegate("a"), true, "Why.", ""),
        (adopted(), delegate("a"), true, "Why.", "conflict-silence-adopted"),
        (
            Procedure { stage: Stage::SignOn, ..broken() },
            delegate("a"),
            true,
            "Why.",
            "conflict-silence-adopted",
        ),
    ];
    for (procedure, who, agree, reason, expected) in table {
        assert_eq!(procedure.would(&who, &withdraw(agree, reason), 2 * HOUR), expected);
    }
    let counting = silent().would(&delegate("a"), &withdraw(true, "Why."), DEADLINE + 1);
    assert_eq!(counting, "conflict-silence-counting");
    let mut withdrawn = silent();
    assert_eq!(withdrawn.does(&delegate("a"), &withdraw(true, "Why."), HOUR), "");
    assert_eq!(withdrawn.round().unwrap().ended, Some(Ended { outcome: Outcome::Withdrawn, at: at(HOUR) }));
    assert_eq!((withdrawn.stage, withdrawn.settles(DEADLINE + 10)), (Stage::Withdrawn, 0));
}
