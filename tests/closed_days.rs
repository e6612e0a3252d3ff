//! Days on which no round of silence ends: the chair declares them, all members read them, and no round begins that would end on one.

use serde_json::{Value, json};

use crate::http::Answer;
use crate::joint_statements::{INES, founded, moved, negotiated, seen};
use crate::rounds::{DEADLINE, begin};
use crate::serving::{APPLICANT, COMPANY, CONVENOR, GOVERNMENT, OBSERVER, SECRETARIAT, SUSPENDED, Serving};

const AT: &str = "/api/v1/statements/closed-days";

fn declared(serving: &Serving, who: &str, date: &str, label: &str) -> Answer {
    serving.new_client(who).post(AT, &json!({ "date": date, "label": label }))
}

fn days(serving: &Serving, who: &str) -> Value {
    serving.new_client(who).get(AT).expect(200).json()["items"].clone()
}

#[test]
fn the_chair_declares_days_that_all_members_read() {
    let serving = &founded();
    for who in [GOVERNMENT, COMPANY, OBSERVER] {
        declared(serving, who, "2026-12-24", "Christmas Eve").expect(403);
    }
    let second = declared(serving, CONVENOR, "2027-01-01", "New Year").expect(201).json();
    assert_eq!(second, json!({ "date": "2027-01-01", "label": "New Year" }));
    declared(serving, CONVENOR, "2026-12-24", " Christmas Eve ").expect(201);
    declared(serving, CONVENOR, "2026-12-24", "The same day").expect(409);
    for (date, label) in [
        ("2026-06-01", "Today"),
        ("2026-05-31", "Yesterday"),
        ("2040-01-01", "In fourteen years"),
        ("2026-02-30", "No day"),
        ("24 December", "No day"),
        ("", "No day"),
        ("2026-12-25", " "),
    ] {
        let refused = declared(serving, CONVENOR, date, label).expect(422).json();
        assert_eq!(refused["errors"].as_object().unwrap().len(), 1, "{refused}");
    }
    let all = json!([
        { "date": "2026-12-24", "label": "Christmas Eve" }, { "date": "2027-01-01", "label": "New Year" },
    ]);
    for who in [CONVENOR, INES, COMPANY, OBSERVER] {
        assert_eq!(days(serving, who), all, "{who}");
        let page = serving.client(who).page("/statements/closed-days").expect(200).text();
        assert!(page.contains("Christmas Eve") && page.contains("2027-01-01"), "{page}");
        assert_eq!(page.contains("name=\"label\""), who == CONVENOR, "{page}");
    }
    for who in [APPLICANT, SUSPENDED] {
        serving.new_client(who).get(AT).expect(403);
        serving.new_client(who).page("/statements/closed-days").expect(403);
    }
    serving.public().get(AT).expect(401);
    let one = format!("{AT}/2026-12-24");
    serving.new_client(GOVERNMENT).delete(&one).expect(403);
    serving.new_client(CONVENOR).delete(&one).expect(204);
    serving.new_client(CONVENOR).delete(&one).expect(404);
    serving.new_client(CONVENOR).delete(&format!("{AT}/tomorrow")).expect(404);
    assert_eq!(days(serving, INES), json!([{ "date": "2027-01-01", "label": "New Year" }]));
    // What was done is in the log of the secretariat.
    let log = serving.new_client(SECRETARIAT).get("/api/v1/audit?limit=200").expect(200).json();
    let acts = log["items"].as_array().unwrap().iter().filter(|row| row["detail"]["date"] == "2026-12-24");
    let acts: Vec<_> = acts.map(|row| row["act"].as_str().unwrap().to_owned()).collect();
    assert_eq!(acts.len(), 2, "{log}");
    assert!(
        ["closed_day.declared", "closed_day.removed"].iter().all(|act| acts.contains(&(*act).to_owned()))
    );
    let page = serving.client(SECRETARIAT).page("/log").expect(200).text();
    assert!(page.contains("declared a day closed") && page.contains("2026-12-24"), "{page}");
}

#[test]
fn no_round_begins_that_would_end_on_a_closed_day() {
    let serving = &founded();
    let statement = negotiated(serving);
    let begins = |deadline: &str, zone: &str| {
        let sent = json!({
            "to": "silence", "deadline": deadline, "zone": zone, "waivers": { "valdora": "They sit here." },
        });
        moved(serving, CONVENOR, &statement, &sent)
    };
    declared(serving, CONVENOR, "2026-06-05", "Liberation Day").expect(201);
    for (deadline, zone) in [
        ("2026-06-05T13:00:00Z", "UTC"),
        ("2026-06-05", "Europe/Tallinn"),
        // By UTC it is still the day before.
        ("2026-06-04T21:00:00Z", "Europe/Tallinn"),
        // By the clocks of the zone it is the day after.
        ("2026-06-05T22:00:00Z", "Europe/Tallinn"),
        // And still the day itself, where by UTC it is the next.
        ("2026-06-06T03:00:00Z", "America/New_York"),
    ] {
        let refused = begins(deadline, zone).expect(422).json();
        let told = refused["errors"]["deadline"][0].as_str().unwrap();
        assert!(told.contains("2026-06-05") && told.contains("Liberation Day"), "{deadline} {zone}: {told}");
    }
    assert_eq!(seen(serving, INES, &statement)["state"], "negotiation");
    // The same moment in a zone in which it is another day; and a round that runs keeps its deadline.
    begins("2026-06-04T21:00:00Z", "UTC").expect(200);
    declared(serving, CONVENOR, "2026-06-04", "Declared too late").expect(201);
    let view = seen(serving, INES, &statement);
    assert_eq!((&view["state"], &view["deadline"]), (&json!("silence"), &json!("2026-06-04T21:00:00Z")));
    let other = negotiated(serving);
    begin(serving, &other, DEADLINE).expect(422);
    serving.new_client(CONVENOR).delete(&format!("{AT}/2026-06-04")).expect(204);
    begin(serving, &other, DEADLINE).expect(200);
}

#[test]
fn closed_days_go_without_scripts() {
    let serving = &founded();
    let statement = negotiated(serving);
    let (at, chair) = ("/statements/closed-days", serving.client(CONVENOR));
    let back =
        chair.fill(at, at, &[("act", "declare"), ("date", ""), ("label", "Kept words")]).expect(422).text();
    assert!(back.contains("value=\"Kept words\""), "what was typed stays: {back}");
    let fields = [("act", "declare"), ("date", "5.6.2026"), ("label", "Liberation Day")];
    let done = chair.fill(at, at, &fields).expect(303);
    assert!(done.header("location").unwrap().ends_with("done=closed-day-declared"));
    // Whoever begins a round is shown them, and what was typed comes back.
    let round = format!("/statements/{statement}/round");
    let page = chair.page(&round).expect(200).text();
    assert!(page.contains("No round ends on these days") && page.contains("Liberation Day"), "{page}");
    let fields = [
        ("act", "begin"),
        ("deadline", "2026-06-05 17:00"),
        ("zone", "Europe/Tallinn"),
        ("waiver.valdora", "They sit here."),
    ];
    let back = chair.fill(&round, &round, &fields).expect(422).text();
    assert!(back.contains("2026-06-05 17:00") && back.contains("a closed day: Liberation Day"), "{back}");
    // Nobody else is shown the form.
    let page = serving.client(INES).page(&round).expect(200).text();
    assert!(!page.contains("Liberation Day"), "{page}");
    let list = serving.client(INES).page("/statements").expect(200).text();
    assert!(list.contains("href=\"/statements/closed-days\""), "{list}");
    let (before, same) = (chair.page(at).expect(200), chair.page(at).expect(200));
    chair.fill_on(&before, at, &[("act", "remove"), ("date", "2026-06-05")]).expect(303);
    let page = chair.page(at).expect(200).text();
    assert!(page.contains("No closed day is to come") && !page.contains("Liberation Day"), "{page}");
    // A colleague was first.
    let late = chair.fill_on(&same, at, &[("act", "remove"), ("date", "2026-06-05")]).expect(422).text();
    assert!(late.contains("somebody else took it back"), "{late}");
}
