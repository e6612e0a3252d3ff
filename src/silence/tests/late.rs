use super::*;

const LATE: i64 = DEADLINE + HOUR;

#[test]
fn a_late_objection_is_a_reservation_and_undoes_nothing() {
    for stage in [Stage::Adopted, Stage::SignOn, Stage::Cleared] {
        let mut procedure = Procedure { stage, ..adopted() };
        let before = procedure.counted();
        let object = says(Value::Object);
        let dissociate = says(Value::Dissociate);
        assert_eq!(procedure.would(&delegate("b"), &dissociate, LATE), "conflict-silence-late-dissociate");
        let wordless = Deed::Say(Said { words: " ".to_owned(), ..said(Value::Object) });
        assert_eq!(procedure.would(&delegate("b"), &wordless, LATE), "conflict-silence-late-words");
        assert_eq!(procedure.does(&delegate("b"), &object, LATE), "");
        assert_eq!(procedure.would(&delegate("b"), &object, LATE), "conflict-silence-late-reserved");
        assert_eq!(
            procedure.would(&delegate("b"), &says(Value::Support), LATE),
            "conflict-silence-positions-closed"
        );
        assert_eq!(procedure.does(&delegate("b"), &dissociate, LATE), "");
        for value in [Value::Object, Value::Dissociate] {
            assert_eq!(procedure.would(&delegate("b"), &says(value), LATE), "conflict-silence-late-apart");
        }
        assert_eq!((procedure.stage, procedure.objections().count()), (stage, 0));
        assert_eq!(
            procedure.would(&delegate("b"), &Deed::WithdrawObjection, LATE),
            "conflict-silence-no-objection"
        );
        let counts = |all: Vec<Counted>| all.into_iter().map(|one| one.count).collect::<Vec<_>>();
        assert_eq!(counts(procedure.counted()), counts(before), "the adoption stays as it was counted");
        assert_eq!(procedure.named()[1].count, Count::Footnoted);
        assert_eq!(procedure.named()[1].late, Some(1));
    }
}

#[test]
fn a_reservation_alone_moves_no_name() {
    let mut procedure = adopted();
    assert_eq!(procedure.does(&delegate("b"), &says(Value::Object), LATE), "");
    let named = &procedure.named()[1];
    assert_eq!((named.count, named.late), (Count::ConsentsBySilence, Some(0)));
}

#[test]
fn once_the_text_is_published_nothing_is_said_any_more() {
    let mut procedure = adopted();
    assert_eq!(procedure.does(&delegate("b"), &says(Value::Object), LATE), "");
    procedure.stage = Stage::Published;
    for value in Value::ALL {
        assert_eq!(procedure.would(&delegate("b"), &says(*value), LATE), "conflict-silence-published");
    }
}

#[test]
fn whoever_dissociated_in_time_has_nothing_to_reserve() {
    let mut procedure = silent();
    assert_eq!(procedure.does(&delegate("b"), &says(Value::Dissociate), HOUR), "");
    procedure.settles(DEADLINE + 10);
    assert_eq!(procedure.stage, Stage::Adopted, "it stops nobody");
    for value in [Value::Object, Value::Dissociate] {
        assert_eq!(procedure.would(&delegate("b"), &says(value), LATE), "conflict-silence-late-apart");
    }
    let other = Deed::Say(Said { text: version(2), ..said(Value::Object) });
    assert_eq!(procedure.would(&delegate("c"), &other, LATE), "conflict-silence-text");
    procedure.suspend("c", DEADLINE, None);
    assert_eq!(procedure.would(&delegate("c"), &says(Value::Object), LATE), "denied-silence-suspended");
}
