//! A database that an earlier version of the program wrote, texts of every kind in every state sealed by that program, opens
//! and works: what waited is approved, what is sealed is opened by its desk, and what was withdrawn is told.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use entente::error::Error;
use serde_json::{Value, json};

use crate::database::connect;
use crate::serving::Serving;
use crate::support::{Place, on_postgres};

const DATABASE: &str = include_str!("data/earlier/database.sql");
const KEY: &str = include_str!("data/earlier/instance.key");
/// What was entered, and what it says.
const TEXTS: &str = include_str!("data/earlier/texts.json");

const REPORTER: &str = "amina.diallo@open-lines.example.org";
const REVIEWER: &str = "jonas.weber@open-lines.example.org";
const COMPANY: &str = "farah.noor@lumora.example.org";
const ACADEMIC: &str = "leila.amini@meridian.example.org";

/// The program on that database, some days after it was last used.
fn opened() -> (Serving, Value) {
    let place = Place::unmigrated();
    connect(&place).batch_execute(DATABASE).unwrap();
    let mut key = std::fs::File::options();
    let mut key =
        key.write(true).create_new(true).mode(0o600).open(place.folder.path().join("instance.key")).unwrap();
    key.write_all(KEY.as_bytes()).unwrap();
    // It was written in the last days of November.
    place.clock.advance(TimeDelta::days(185));
    place.database.migrate().unwrap();
    (Serving::on(place), serde_json::from_str(TEXTS).unwrap())
}

/// What a text of this state is called, and who finds it at its address.
fn check(serving: &Serving, text: &Value) {
    let of = |name: &str| text[name].as_str().unwrap();
    let (kind, state, path) = (of("kind"), of("state"), of("path"));
    let get = |who: &str| serving.client(of(who)).get(path);
    let says = |answer: &Value, wanted: &str| {
        assert_eq!(answer["state"], wanted, "{kind} {state}: {answer}");
        assert_eq!(answer[of("field")], of("said"), "{kind} {state}: {answer}");
    };
    let page = |who: &str| serving.client(of(who)).get(path.trim_start_matches("/api/v1"));
    match state {
        "live" => {
            says(&get("reader").expect(200).json(), "live");
            says(&get("author").expect(200).json(), "live");
            assert!(page("reader").expect(200).text().contains(of("said")), "{kind}");
        }
        "proposed" => {
            get("reader").expect(404);
            says(&get("author").expect(200).json(), "proposed");
            says(&get("decides").expect(200).json(), "proposed");
            serving.client(of("decides")).post(&format!("{path}/approval"), &json!({})).expect(200);
            let released = if kind == "delegation" { "asked" } else { "live" };
            says(&get("reader").expect(200).json(), released);
        }
        "returned" => {
            get("reader").expect(404);
            says(&get("author").expect(200).json(), "returned");
            serving.client(of("decides")).post(&format!("{path}/approval"), &json!({})).expect(409);
        }
        "cancelled" => {
            get("reader").expect(404);
            assert_eq!(get("author").expect(200).json()["state"], "cancelled", "{kind}");
        }
        "withdrawn" => {
            assert_eq!(get("reader").expect(410).json()["reason"], "Mixed up", "{kind}");
            page("reader").expect(410);
        }
        "asked" => says(&get("reader").expect(200).json(), "asked"),
        "recalled" => {
            get("reader").expect(404);
            assert_eq!(get("author").expect(200).json()["state"], "recalled", "{kind}");
        }
        other => panic!("no text is {other}"),
    }
}

#[test]
fn a_database_of_an_earlier_version_opens_and_works() {
    // It is a file of SQLite; `moved.rs` goes back and forth on either engine.
    if on_postgres() {
        return;
    }
    let (serving, made) = opened();
    let report = made["report"].as_str().unwrap();
    let path = format!("/api/v1/reports/{report}");
    let read = serving.client(ACADEMIC).get(&path).expect(200).json();
    assert_eq!(read["title"], "Cut off since dawn");
    assert_eq!(read["corroborations"].as_array().map(Vec::len), Some(1), "{read}");
    assert_eq!(read["verification"], "unverified", "a government speaks of its own country");
    let original = serving.client(REPORTER).get(&format!("{path}/original")).expect(200).json();
    assert_eq!(original["narrative"], "The lines of the north went quiet.");
    for (state, release) in made["releases"].as_object().unwrap() {
        let at = format!("{path}/releases/{}", release.as_str().unwrap());
        let found = serving.client(REPORTER).get(&at).expect(200).json();
        let tokens = found["audience"].as_array().unwrap().len();
        assert_eq!(tokens, if state == "returned" { 2 } else { 1 }, "{state}: {found}");
        if state == "proposed" {
            serving.client(REVIEWER).post(&format!("{at}/approval"), &json!({})).expect(200);
        }
    }
    let texts = made["texts"].as_array().unwrap();
    assert_eq!(texts.len(), 29);
    for text in texts {
        check(&serving, text);
    }
    // What was handed over is taken on.
    let asked = texts.iter().find(|text| text["state"] == "asked").unwrap()["path"].as_str().unwrap();
    serving.client(COMPANY).post(&format!("{asked}/acceptance"), &json!({})).expect(201);
    serving.settle();
    let list = serving.client(ACADEMIC).get(&format!("/api/v1/incidents?q={report}")).expect(200).json();
    assert_eq!(list["total"], 1);
}

/// The program of an earlier version does not know what restricts readers in a newer schema.
#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let place = Place::new();
    let newer = "INSERT INTO __diesel_schema_migrations (version, run_on) VALUES ('29991231000001', '2026-01-01 00:00:00')";
    connect(&place).batch_execute(newer).unwrap();
    let before = crate::database::content(&mut connect(&place));
    match place.database.migrate() {
        Err(Error::Command(said)) => {
            assert!(said.contains("29991231000001") && said.contains("newer entente"), "{said}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(crate::database::content(&mut connect(&place)), before);
}
