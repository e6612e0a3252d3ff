use chrono::{DateTime, TimeDelta, Utc};
use wording::{Paragraph, ParagraphId, Part, StatementText};

use super::*;

fn at(hours: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap() + TimeDelta::hours(hours)
}

fn position(organisation: &str, value: Value, hash: &str) -> Position {
    Position {
        organisation: organisation.to_owned(),
        value,
        hash: hash.to_owned(),
        at: at(5),
        confirmed_at: None,
    }
}

fn adopted() -> Record {
    let paragraph = |id: &str, part, text: &str| Paragraph {
        id: serde_json::from_value::<ParagraphId>(id.into()).unwrap(),
        part,
        text: text.to_owned(),
    };
    let text = StatementText {
        title: "On the shutdown in Estmark".to_owned(),
        language: "en".to_owned(),
        paragraphs: vec![
            paragraph("p1", Part::Preamble, "Recalling that rights hold online as they do offline,"),
            paragraph("p2", Part::Operative, "Call on the government to restore all connections."),
        ],
    };
    let hash = text.hash();
    let delegation =
        |slug: &str| Delegation { slug: slug.to_owned(), name: slug.to_uppercase(), silence_consents: true };
    Record {
        format: 1,
        instance: "https://entente.example".to_owned(),
        reference: "V-7K3QX9".to_owned(),
        version: 4,
        positions: vec![
            position("estmark", Value::CoSponsor, &hash),
            Position { confirmed_at: Some(at(20)), ..position("valdora", Value::NoObjection, &hash) },
        ],
        hash,
        text,
        mode: Mode::CoalitionConsensus,
        round: Round {
            number: 2,
            opened_at: at(0),
            minimum_hours: 72,
            deadline: at(96),
            extensions: vec![24],
            counted_at: at(96) + TimeDelta::seconds(10),
        },
        roll: vec![delegation("estmark"), delegation("valdora"), delegation("norland")],
        reservations: vec![Reservation {
            organisation: "norland".to_owned(),
            text: "We read “connections” as those that are open to everybody.".to_owned(),
            at: at(97),
        }],
    }
}

fn signer(seed: u8) -> Signer {
    Signer::new(&[seed; 32]).unwrap()
}

#[test]
fn what_is_signed_is_verified_and_says_the_same() {
    let (record, signer) = (adopted(), signer(7));
    let file = signer.sign(&record).unwrap();
    assert_eq!(file, signer.sign(&record).unwrap(), "the same record gives the same file");
    for expected in [None, Some(signer.key())] {
        let verified = verify(&file, expected.as_deref()).unwrap();
        assert_eq!((verified.record, verified.key), (record.clone(), signer.key()));
    }
    let other = self::signer(8).key();
    assert_eq!(verify(&file, Some(&other)), Err(Fault::OtherKey(signer.key())));
}

#[test]
fn nothing_of_a_record_can_be_changed() {
    let file = signer(7).sign(&adopted()).unwrap();
    let mut accepted = Vec::new();
    for (place, byte) in file.bytes().enumerate() {
        let mut changed = file.clone().into_bytes();
        changed[place] = if byte == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        if changed != file && verify(&changed, None).is_ok() {
            accepted.push(place);
        }
    }
    assert!(accepted.is_empty(), "{accepted:?}");
    for end in 0..file.len() {
        assert!(verify(&file[..end], None).is_err(), "cut off at {end}");
    }
}

/// Signed by somebody who has a key and does not check what they sign.
fn forged(record: &Record) -> Result<Verified, Fault> {
    // The signature of another record's file is of that record: what is checked here is the record itself.
    super::check::check(record)?;
    verify(&signer(7).sign(record)?, None)
}

#[test]
fn a_record_that_contradicts_itself_is_refused() {
    let said = |change: &dyn Fn(&mut Record)| {
        let mut record = adopted();
        change(&mut record);
        match forged(&record) {
            Err(Fault::Contradiction(found)) => found,
            other => panic!("{other:?}"),
        }
    };
    let who = || "valdora".to_owned();
    assert_eq!(said(&|record| record.format = 2), Contradiction::Format(2));
    assert_eq!(said(&|record| record.text.title.push('!')), Contradiction::Hash);
    assert_eq!(said(&|record| record.text.paragraphs.truncate(1)), Contradiction::Hash);
    assert_eq!(said(&|record| record.roll.clear()), Contradiction::EmptyRoll);
    assert_eq!(said(&|record| record.roll.push(record.roll[1].clone())), Contradiction::RollTwice(who()));
    assert_eq!(
        said(&|record| record.positions[1].organisation = "elsewhere".to_owned()),
        Contradiction::Stranger("elsewhere".to_owned())
    );
    assert_eq!(
        said(&|record| record.reservations[0].organisation = "elsewhere".to_owned()),
        Contradiction::Stranger("elsewhere".to_owned())
    );
    assert_eq!(
        said(&|record| record.positions.push(record.positions[1].clone())),
        Contradiction::TwoPositions(who())
    );
    assert_eq!(said(&|record| record.positions[1].hash.clear()), Contradiction::OtherText(who()));
    for at in [at(97), at(96) + TimeDelta::microseconds(1)] {
        let late = |record: &mut Record| {
            record.positions[1].at = at;
            record.positions[1].confirmed_at = None;
        };
        assert_eq!(said(&late), Contradiction::OutsideRound(who()));
    }
    assert_eq!(
        said(&|record| record.positions[1].confirmed_at = Some(at(1))),
        Contradiction::OutsideRound(who()),
        "confirmed before it was recorded"
    );
    for value in [Value::Object, Value::MoreTime] {
        assert_eq!(said(&|record| record.positions[1].value = value), Contradiction::Stands(who()));
    }
    assert_eq!(said(&|record| record.round.deadline = at(95)), Contradiction::TooShort);
    assert_eq!(said(&|record| record.round.minimum_hours = 73), Contradiction::TooShort);
    assert_eq!(said(&|record| record.round.extensions = vec![u32::MAX; 600]), Contradiction::TooShort);
    assert_eq!(
        said(&|record| record.mode = Mode::SignatoriesOnly),
        Contradiction::Silence("estmark".to_owned())
    );
    assert_eq!(said(&|record| record.round.counted_at = at(96)), Contradiction::TooSoon);
}

#[test]
fn a_position_at_the_very_deadline_counts() {
    let mut record = adopted();
    record.positions[0].at = record.round.deadline;
    assert!(forged(&record).is_ok());
}

#[test]
fn other_files_are_no_records() {
    for file in ["", "{}", "null", "[1]", r#"{"payload":"e30","protected":"e30","signature":""}"#] {
        assert!(matches!(verify(file, None), Err(Fault::Unreadable(_))), "{file}");
    }
    let file = signer(7).sign(&adopted()).unwrap();
    let none = file.replace("\"protected\":\"", "\"protected\":\"e");
    assert!(verify(&none, None).is_err());
}
