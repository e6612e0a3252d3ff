//! A role that somebody gives themselves never counts at once, and no role lets a government judge itself.

use chrono::TimeDelta;
use entente::access::Role;
use entente::{accounts, people};
use serde_json::{Value, json};

use crate::http::Answer;
use crate::serving::{CONVENOR, GOVERNMENT, REPORTER, Serving};

const MINISTER: &str = "mihkel@estmark.example.org";

/// A government's administrator, and a public report about each of two countries: the government's own and another.
fn prepared() -> (Serving, [String; 2]) {
    let serving = Serving::new();
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "estmark")?;
        accounts::enrol(tx, &home, "Mihkel Kask", MINISTER, "", &[Role::Administrator])
    });
    let about = |country: &str| {
        serving.released(&json!({ "title": "Cut off", "facts": { "countries": [country] } }), &["public"]).0
    };
    let reports = ["EE", "LV"].map(about);
    (serving, reports)
}

fn give(serving: &Serving, to: &str, role: &str) {
    let fields = [("person", to), ("role", role)];
    let page = "/organisations/estmark";
    serving.client(MINISTER).fill(page, &format!("{page}/people/roles"), &fields).expect(303);
}

fn read(serving: &Serving, report: &str) -> Value {
    serving.public().get(&format!("/api/v1/reports/{report}")).expect(200).json()
}

fn verify(serving: &Serving, report: &str) -> Answer {
    let incident = read(serving, report)["incident"].as_str().unwrap().to_owned();
    let sent =
        json!({ "stance": "verifies", "grade": "strong", "note": "We looked.", "audience": ["coalition"] });
    serving.new_client(MINISTER).post(&format!("/api/v1/incidents/{incident}/corroborations"), &sent)
}

#[test]
fn who_makes_themselves_an_analyst_waits_a_day_and_moves_nothing_about_themselves() {
    let (serving, [own, other]) = prepared();
    give(&serving, MINISTER, "analyst");
    let seen = serving.client(CONVENOR).page("/vetting").expect(200).text();
    assert!(
        seen.contains("Estmark") && seen.contains("Analyst"),
        "convenors see it before it counts: {seen}"
    );
    verify(&serving, &other).expect(403);
    serving.place.clock.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    verify(&serving, &other).expect(403);
    serving.place.clock.advance(TimeDelta::seconds(1));
    for report in [&own, &other] {
        verify(&serving, report).expect(201);
    }
    serving.settle();
    let level = |report: &str| {
        let read = serving.new_client(REPORTER).get(&format!("/api/v1/reports/{report}")).expect(200).json();
        (read["verification"].clone(), read["corroborations"][0]["may_count"].clone())
    };
    assert_eq!(level(&own), (json!("unverified"), json!(false)));
    // Said to the coalition alone, it moves no public text of another country either.
    assert_eq!(level(&other), (json!("unverified"), json!(true)));
}

/// Not only a right to judge: whatever it is.
#[test]
fn every_role_that_somebody_gives_themselves_waits_and_of_others_none_but_to_judge() {
    let (serving, _) = prepared();
    give(&serving, MINISTER, "reporter");
    give(&serving, GOVERNMENT, "observer");
    let holds = |who: &str, role: Role| serving.viewer(who).roles().contains(&role);
    let counts = |who: &str, role: Role| {
        let id = serving.person(who);
        let now = serving.place.database.ambient().now();
        let held = serving.place.database.read(|conn| people::role_grants(conn, &id, now)).unwrap();
        held.iter().find(|one| one.role == role).unwrap().counts_from() <= now
    };
    assert!(holds(MINISTER, Role::Reporter) && !counts(MINISTER, Role::Reporter));
    let draft = || serving.new_client(MINISTER).post("/api/v1/reports", &json!({ "title": "T" }));
    draft().expect(403);
    assert!(counts(GOVERNMENT, Role::Observer), "given by another it counts at once");
    serving.place.clock.advance(TimeDelta::hours(24));
    draft().expect(201);
}
