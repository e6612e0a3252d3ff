//! Lists wait for what takes something away from a reader, and for nothing else: a new text takes nothing away.

use entente::db::{ChangeKind, last_change, last_narrowing};
use serde_json::{Value, json};

use crate::serving::{ADMIN, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER, Serving};

/// Whether something that is done is a narrowing.
fn narrows(serving: &Serving, work: impl FnOnce()) -> bool {
    let database = &serving.place.database;
    let before = database.read(last_change).unwrap();
    work();
    assert!(database.read(last_change).unwrap() > before, "nothing changed");
    database.read(|conn| last_narrowing(conn, before, ChangeKind::ALL)).unwrap().is_some()
}

#[test]
fn what_takes_something_away_is_waited_for_and_a_new_text_is_not() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Slow lines", "narrative": "One." }));
    let path = format!("/api/v1/reports/{report}");
    let release = |audience: &str| {
        let release = serving.propose(&report, REPORTER, &[audience]);
        serving.approve(&report, &release, REVIEWER);
        release
    };
    assert!(!narrows(&serving, || drop(release("coalition"))), "a first text");
    assert!(!narrows(&serving, || drop(release("sector:company"))), "one more, for fewer");
    serving.settle();
    let incident = serving.client(GOVERNMENT).get(&path).expect(200).json()["incident"].clone();
    let say = |audience: &str| -> String {
        let path = format!("/api/v1/incidents/{}/corroborations", incident.as_str().unwrap());
        let sent = json!({ "stance": "disputes", "note": "No.", "report": report, "audience": [audience] });
        let said: Value = serving.client(GOVERNMENT).post(&path, &sent).expect(201).json();
        said["reference"].as_str().unwrap().to_owned()
    };
    let mut said = String::new();
    assert!(!narrows(&serving, || said = say("coalition")), "a dispute");
    let reason = json!({ "reason": "It was wrong." });
    let withdraw = |who: &str, path: &str| {
        serving.client(who).json("DELETE", path, &[], &reason).expect(200);
    };
    let statement = format!("/api/v1/corroborations/{said}");
    assert!(narrows(&serving, || withdraw(GOVERNMENT_REVIEWER, &statement)), "a dispute that is withdrawn");
    let edit = json!({ "title": "Slow lines", "narrative": "Two." });
    serving.client(REPORTER).put(&format!("{path}/original"), "1", &edit).expect(200);
    let mut second = String::new();
    assert!(narrows(&serving, || second = release("coalition")), "a text in place of another");
    let retract = || {
        serving.client(REVIEWER).post(&format!("{path}/retraction"), &reason).expect(201);
    };
    assert!(narrows(&serving, retract), "a retraction");
    let released = format!("{path}/releases/{second}");
    assert!(narrows(&serving, || withdraw(REVIEWER, &released)), "a withdrawal");
    assert!(narrows(&serving, || withdraw(ADMIN, &path)), "an erasure");
}
