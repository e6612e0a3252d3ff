//! The record of an adoption: made once, given to those who read the text, and verified by the real program without a platform.

use std::path::Path;
use std::process::Output;

use adoption_record::{Value as Said, verify};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::joint_statements::{INES, founded, seen, text};
use crate::program::entente;
use crate::rounds::{said, silent};
use crate::serving::{COMPANY, CONVENOR, GOVERNMENT, REVIEWER, Serving};
use crate::support::folder;

/// An adopted statement, with a reservation of Valdora.
fn adopted(serving: &Serving) -> String {
    let statement = silent(serving);
    let sent =
        json!({ "value": "no_objection", "text": "Why so.", "reservation": "Article 3 does not bind us." });
    said(serving, INES, &statement, sent);
    let at = format!("/api/v1/statements/{statement}/record");
    serving.new_client(INES).get(&at).expect(404);
    serving.place.clock.advance(TimeDelta::hours(73) + TimeDelta::seconds(11));
    serving.new_client(INES).get(&at).expect(503);
    serving.instance.timers.work().unwrap();
    statement
}

fn run(file: &Path, more: &[&str]) -> Output {
    let mut command = entente(file.parent().unwrap(), None);
    command.args(["statement", "verify"]).arg(file).args(more).output().unwrap()
}

fn said_by(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), output.stderr.as_slice()].concat()).into_owned()
}

#[test]
fn a_record_says_what_was_adopted_and_by_whom() {
    let serving = &founded();
    let statement = adopted(serving);
    let at = format!("/api/v1/statements/{statement}/record");
    let answer = serving.new_client(GOVERNMENT).get(&at).expect(200);
    assert_eq!(answer.header("content-type"), Some("application/jose+json"));
    let file = answer.text();
    let record = verify(&file, None).unwrap().record;
    let view = seen(serving, INES, &statement);
    assert_eq!((record.reference.as_str(), record.hash), (statement.as_str(), text(&view["hash"])));
    assert_eq!(record.roll.iter().map(|one| one.slug.as_str()).collect::<Vec<_>>(), ["estmark", "valdora"]);
    // The chair went on without telling Valdora: its silence would have been no consent.
    assert_eq!(record.roll.iter().map(|one| one.silence_consents).collect::<Vec<_>>(), [true, false]);
    let said = &record.positions[0];
    assert_eq!((said.organisation.as_str(), said.value), ("valdora", Said::NoObjection));
    assert_eq!(record.reservations[0].text, "Article 3 does not bind us.");
    assert_eq!(record.round.minimum_hours, 72);
    // Made once: what comes later is not in it.
    let late = json!({ "value": "object", "text": "After all." });
    crate::rounds::said(serving, INES, &statement, late);
    serving.instance.timers.work().unwrap();
    for who in [INES, CONVENOR] {
        assert_eq!(serving.new_client(who).get(&at).expect(200).text(), file, "{who}");
    }
    let download = serving.client(INES).page(&format!("/statements/{statement}/record")).expect(200);
    assert_eq!(download.text(), file);
    assert!(download.header("content-disposition").unwrap().contains("adoption.json"));
    for who in ["", COMPANY, REVIEWER] {
        let client = if who.is_empty() { serving.public() } else { serving.new_client(who) };
        client.get(&at).expect(404);
        client.page(&format!("/statements/{statement}/record")).expect(404);
    }
}

#[test]
fn the_program_verifies_a_record_and_refuses_one_that_was_changed() {
    let serving = &founded();
    let statement = adopted(serving);
    let at = format!("/api/v1/statements/{statement}/record");
    let record = serving.new_client(INES).get(&at).expect(200).text();
    let key = text(&serving.public().get("/statements/key").expect(200).json()["x"]);
    let folder = folder();
    let put = |name: &str, what: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, what).unwrap();
        file
    };
    let file = put("record.json", &record);
    let fits = run(&file, &["--key", &key]);
    let told = said_by(&fits);
    assert_eq!(fits.status.code(), Some(0), "{told}");
    for part in [statement.as_str(), "Estmark", "Valdora", "has no objection", "Article 3", key.as_str()] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(run(&file, &[]).status.code(), Some(0));
    // Another key, another word, another kind of file.
    let other = entente::rounds::signer(serving.instance.app.key()).unwrap().key();
    assert_eq!(other, key, "the key of the instance is the one that it publishes");
    let wrong = "A".repeat(key.len());
    assert_eq!(run(&file, &["--key", &wrong]).status.code(), Some(1));
    let mut changed: Value = serde_json::from_str(&record).unwrap();
    let payload = text(&changed["payload"]);
    let turned = if payload.starts_with('e') { "f" } else { "e" };
    changed["payload"] = json!(format!("{turned}{}", &payload[1..]));
    let told = run(&put("changed.json", &changed.to_string()), &["--key", &key]);
    assert_eq!(told.status.code(), Some(1), "{}", said_by(&told));
    for (name, what) in [("none.json", "{}"), ("empty.json", ""), ("text.json", "a record")] {
        assert_eq!(run(&put(name, what), &[]).status.code(), Some(2), "{name}");
    }
    assert_eq!(run(&folder.path().join("nowhere.json"), &[]).status.code(), Some(2));
    assert!(std::fs::read_dir(folder.path()).unwrap().count() == 5, "it leaves nothing behind");
}
