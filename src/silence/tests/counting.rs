use super::*;

const MODES: [Mode; 3] = [Mode::CoalitionConsensus, Mode::OptOutConsensus, Mode::SignatoriesOnly];

fn silent_in(mode: Mode) -> Procedure {
    Procedure { mode, ..silent() }
}

#[test]
fn what_a_position_counts_as() {
    use Count::*;
    let table = [
        (None, [ConsentsBySilence, ConsentsBySilence, Unbound]),
        (Some(Value::MoreTime), [ConsentsBySilence, ConsentsBySilence, Unbound]),
        (Some(Value::Support), [Consents, Consents, Signs]),
        (Some(Value::CoSponsor), [Consents, Consents, Signs]),
        (Some(Value::NoObjection), [Consents, Consents, Unbound]),
        (Some(Value::Dissociate), [Footnoted, LeftOff, LeftOff]),
        (Some(Value::Recused), [Recused, Recused, Recused]),
        (Some(Value::Object), [Objects, Objects, Objects]),
    ];
    assert_eq!(MODES, *Mode::ALL);
    for (value, expected) in table {
        let counts = MODES.map(|mode| {
            let mut procedure = silent_in(mode);
            if let Some(value) = value {
                assert_eq!(procedure.does(&delegate("b"), &says(value), HOUR), "");
            }
            let silent = procedure.count_of("c");
            assert_eq!(silent, if mode.silence_consents() { ConsentsBySilence } else { Unbound });
            procedure.count_of("b")
        });
        assert_eq!(counts, expected, "{value:?}");
    }
}

#[test]
fn in_every_mode_an_objection_breaks_and_the_deadline_adopts() {
    for mode in MODES {
        let mut procedure = silent_in(mode);
        assert_eq!(procedure.does(&delegate("b"), &says(Value::Object), HOUR), "");
        assert_eq!(procedure.stage, Stage::Broken);
        let mut procedure = silent_in(mode);
        procedure.settles(DEADLINE + 10);
        assert_eq!(procedure.stage, Stage::Adopted);
        assert_eq!(procedure.named(), procedure.counted());
    }
}

#[test]
fn what_silence_will_mean() {
    assert_eq!(negotiated().means(&organisation("b")), Silence::NotAsked);
    assert_eq!(broken().means(&organisation("b")), Silence::NotAsked);
    assert_eq!(adopted().means(&organisation("b")), Silence::NotAsked);
    for mode in MODES {
        let silence = if mode.silence_consents() { Silence::Consents } else { Silence::Nothing };
        let mut procedure = silent_in(mode);
        assert_eq!(procedure.means(&organisation("newcomer")), Silence::NotAsked);
        assert_eq!(procedure.means(&organisation("b")), silence);
        assert_eq!(procedure.does(&delegate("b"), &says(Value::Support), HOUR), "");
        assert_eq!(procedure.means(&organisation("b")), Silence::Keeps(Value::Support));
    }
}

#[test]
fn who_cannot_speak_or_was_not_told_does_not_consent_by_silence() {
    let mut procedure = negotiated();
    let mut entry = entry();
    (entry.roll[1].reached, entry.roll[1].waived) = (false, "no embassy".to_owned());
    assert_eq!(procedure.does(&chair(), &Deed::Enter(entry), 0), "");
    procedure.suspend("c", HOUR, None);
    procedure.suspend("d", HOUR, Some(DEADLINE));
    assert_eq!(procedure.means(&organisation("c")), Silence::Nothing);
    // Somebody may be there after all; to whoever is suspended nothing is sent.
    assert_eq!(procedure.unheard(), [&organisation("a"), &organisation("b"), &organisation("d")]);
    procedure.settles(DEADLINE + 10);
    // What happens later changes nothing of what was counted.
    procedure.suspend("a", DEADLINE + 1, None);
    let counts: Vec<_> = procedure.counted().into_iter().map(|one| one.count).collect();
    let (silent, unbound) = (Count::ConsentsBySilence, Count::Unbound);
    assert_eq!(counts, [silent, unbound, unbound, silent]);
}

#[test]
fn an_answered_condition_is_no_yes() {
    let mut procedure = negotiated();
    assert_eq!(procedure.does(&delegate("b"), &says(Value::SupportIf), 0), "");
    let accept = Deed::AnswerCondition { position: 0, accepted: true, reason: String::new() };
    assert_eq!(procedure.does(&delegate("a"), &accept, 0), "");
    procedure.mode = Mode::SignatoriesOnly;
    assert_eq!(procedure.does(&chair(), &Deed::Enter(entry()), 0), "");
    assert_eq!(procedure.means(&organisation("b")), Silence::Nothing);
    assert!(procedure.unheard().contains(&&organisation("b")));
}

#[test]
fn what_was_said_in_negotiation_counts_for_the_same_words_alone() {
    let mut procedure = negotiated();
    assert_eq!(procedure.does(&delegate("b"), &says(Value::CoSponsor), 0), "");
    let mut same = procedure.clone();
    assert_eq!(same.does(&chair(), &Deed::Enter(entry()), 0), "");
    assert_eq!(same.count_of("b"), Count::Consents);
    assert_eq!(procedure.does(&delegate("a"), &Deed::Revise(version(2), "Title".to_owned()), 0), "");
    let other = Deed::Enter(Entry { text: version(2), ..entry() });
    assert_eq!(procedure.does(&chair(), &other, 0), "");
    assert_eq!(procedure.count_of("b"), Count::ConsentsBySilence);
}
