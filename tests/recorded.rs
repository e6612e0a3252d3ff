//! What the secretariat records of an organisation and a joint action: shown as not confirmed, followed by nothing, and gone when the
//! organisation speaks for itself.

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::access::Role::Delegate;
use entente::db::schema::notification;
use entente::outbox::EventKind;
use entente::people;
use serde_json::{Value, json};

use crate::notifications::Post;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER,
    SECOND_CONVENOR, SECRETARIAT, Serving,
};

/// A delegate of Lumora.
const LUMORA: &str = "vera@lumora.example.org";
/// A delegate of the secretariat.
const SPEAKER: &str = "vera@secretariat.example.org";

fn brief(audience: &[&str]) -> Value {
    json!({ "kind": "letter", "title": "A letter of many", "brief": "We write.", "audience": audience })
}

/// An action of Estmark.
fn begun(serving: &Serving, audience: &[&str]) -> String {
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &brief(audience)).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    approve(serving, &reference);
    reference
}

/// Somebody who acts for an organisation.
fn enrol(serving: &Serving, slug: &str, email: &str) {
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, slug)?;
        entente::accounts::enrol(tx, &home, "Vera Lang", email, "", &[Delegate])
    });
}

fn approve(serving: &Serving, reference: &str) {
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
}

fn record(serving: &Serving, who: &str, action: &str, (slug, says): (&str, &str)) -> u16 {
    let path = format!("/api/v1/actions/{action}/records");
    serving.client(who).post(&path, &json!({ "organisation": slug, "says": says })).status
}

fn confirm(serving: &Serving, who: &str, action: &str) -> u16 {
    serving.client(who).json("PUT", &format!("/api/v1/actions/{action}/records"), &[], &json!({})).status
}

/// Of whom somebody is shown a record, and what it says.
fn shown(serving: &Serving, who: &str, action: &str) -> Vec<(String, String)> {
    let path = format!("/api/v1/actions/{action}/records");
    let list = serving.client(who).get(&path).expect(200).json();
    let one = |view: &Value| {
        assert_eq!(view["confirmed"], false);
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        (word(&view["organisation"]["slug"]), word(&view["says"]))
    };
    let mut all: Vec<_> = list["records"].as_array().unwrap().iter().map(one).collect();
    all.sort();
    all
}

fn said(slug: &str, says: &str) -> (String, String) {
    (slug.to_owned(), says.to_owned())
}

#[test]
fn a_record_stands_until_the_organisation_speaks_and_nothing_follows_from_it() {
    let post = Post::new();
    let serving = &post.serving;
    let action = begun(serving, &["coalition"]);
    // Where nothing is recorded, those alone are led there who record something.
    let led = |who: &str| {
        let page = serving.client(who).page(&format!("/actions/{action}")).expect(200).text();
        page.contains(&format!("/actions/{action}/records\""))
    };
    assert_eq!([CONVENOR, GOVERNMENT, DEFENDER, ACADEMIC].map(led), [true, false, false, false]);
    let one = || serving.client(DEFENDER).get(&format!("/api/v1/actions/{action}")).expect(200).json();
    let before = one();
    for who in [GOVERNMENT, DEFENDER, SECRETARIAT, ADMIN, COMPANY] {
        assert_eq!(record(serving, who, &action, ("defenders", "joined")), 403, "{who}");
    }
    assert_eq!(record(serving, CONVENOR, &action, ("defenders", "joined")), 201);
    assert_eq!(record(serving, CONVENOR, &action, ("open-lines", "declined")), 201);
    for who in [DEFENDER, GOVERNMENT, REPORTER, ACADEMIC, CONVENOR] {
        assert_eq!(
            shown(serving, who, &action),
            [said("defenders", "joined"), said("open-lines", "declined")],
            "{who}"
        );
    }
    let page = serving.client(GOVERNMENT).page(&format!("/actions/{action}/records")).expect(200).text();
    assert!(page.contains("recorded by the secretariat, not confirmed"), "{page}");
    assert!(!page.contains("Ana Belo"), "a person is for their own organisation");
    // It stands on the page of the action, with the same words.
    let text = serving.client(ACADEMIC).page(&format!("/actions/{action}")).expect(200).text();
    assert!(text.contains("does not take part: recorded by the secretariat, not confirmed."), "{text}");
    // It is joined nowhere: the action is as it was, no task can be given, and the lead cannot be offered.
    assert_eq!(one(), before);
    let path = format!("/api/v1/actions/{action}/lead");
    serving.client(GOVERNMENT).post(&path, &json!({ "organisation": "defenders" })).expect(422);
    let path = format!("/api/v1/actions/{action}/tasks");
    serving
        .client(GOVERNMENT)
        .post(&path, &json!({ "title": "Call", "organisation": "defenders" }))
        .expect(422);
    serving.client(DEFENDER).post(&path, &json!({ "title": "Call" })).expect(403);
    post.tell();
    let told = |who: &str| post.kinds(who).contains("part-recorded");
    assert_eq!(
        [DEFENDER, REVIEWER, REPORTER, GOVERNMENT, CONVENOR].map(told),
        [true, true, false, false, false]
    );
    // Its own word takes the place of the record, and cannot be overwritten.
    let path = format!("/api/v1/actions/{action}/participation");
    serving.client(DEFENDER).json("PUT", &path, &[], &json!({})).expect(200);
    assert_eq!(shown(serving, GOVERNMENT, &action), [said("open-lines", "declined")]);
    assert_eq!(record(serving, CONVENOR, &action, ("defenders", "declined")), 409);
    // A delegate has it taken away; a colleague without the right does not.
    let path = format!("/api/v1/actions/{action}/records");
    serving.client(REPORTER).send("DELETE", &path, &[], b"").expect(403);
    let page = format!("/actions/{action}/records");
    serving.client(REVIEWER).fill(&page, &page, &[("act", "take-away")]).expect(303);
    assert!(shown(serving, GOVERNMENT, &action).is_empty());
    post.tell();
    let page = serving.client(REVIEWER).page("/notifications").expect(200).text();
    assert!(!page.contains("The secretariat recorded"), "{page}");
}

#[test]
fn what_cannot_be_recorded_is_said_and_leaves_no_trace() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    serving.client(CONVENOR).get("/api/v1/me").expect(200);
    let before = serving.state();
    let wrong = [
        ("estmark", "joined"),
        ("secretariat", "joined"),
        ("nowhere", "joined"),
        ("pressroom", "joined"),
        ("lumora", "maybe"),
    ];
    for (slug, says) in wrong {
        assert_eq!(record(&serving, CONVENOR, &action, (slug, says)), 422, "{slug}");
    }
    let path = format!("/api/v1/actions/{action}/records");
    let stale = [("If-Match", "\"0123456789abcdef\"")];
    let sent = json!({ "organisation": "lumora", "says": "joined" });
    serving.client(CONVENOR).json("POST", &path, &stale, &sent).expect(412);
    assert_eq!(serving.state(), before);
    // Twice the same is once.
    assert_eq!(record(&serving, CONVENOR, &action, ("lumora", "joined")), 201);
    assert_eq!(record(&serving, CONVENOR, &action, ("lumora", "joined")), 201);
    assert_eq!(shown(&serving, COMPANY, &action).len(), 1);
}

/// Classes of leaks: a refusal that tells who reads; a record that tells later readers what was said to others.
#[test]
fn a_record_is_shown_to_those_before_whom_it_was_made_and_a_refusal_tells_no_reader() {
    let serving = Serving::new();
    enrol(&serving, "lumora", LUMORA);
    let hidden = begun(&serving, &["org:estmark", "org:lumora"]);
    assert_eq!(record(&serving, CONVENOR, &hidden, ("lumora", "joined")), 404);
    // The secretariat reads it by its own name: that Lumora does, too, it is not told.
    let narrow = begun(&serving, &["org:estmark", "org:secretariat", "org:lumora"]);
    let path = format!("/api/v1/actions/{narrow}/records");
    let answer = |slug: &str| {
        let sent = json!({ "organisation": slug, "says": "joined" });
        serving.client(CONVENOR).post(&path, &sent).expect(422).text().replace(slug, "…")
    };
    assert_eq!(answer("lumora"), answer("meridian"));
    assert_eq!(answer("lumora"), answer("nowhere"));
    let action = begun(&serving, &["org:estmark", "sector:civil_society", "sector:secretariat"]);
    assert_eq!(
        record(&serving, CONVENOR, &action, ("defenders", "joined")),
        422,
        "it is not told of that sector"
    );
    let mut left = brief(&["coalition"]);
    left["except"] = json!(["lumora"]);
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &left).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    approve(&serving, &action);
    assert_eq!(record(&serving, CONVENOR, &action, ("defenders", "joined")), 201);
    // Whom a brief leaves out is told to nobody: the answer is the same.
    assert_eq!(record(&serving, CONVENOR, &action, ("lumora", "joined")), 201);
    let path = format!("/api/v1/actions/{action}/records");
    serving.client(COMPANY).get(&path).expect(404);
    serving
        .client(GOVERNMENT)
        .post(&format!("/api/v1/actions/{action}/versions"), &brief(&["coalition"]))
        .expect(201);
    approve(&serving, &action);
    assert!(
        shown(&serving, COMPANY, &action).is_empty(),
        "its own, too, tells of a brief that it did not read"
    );
    // What it has taken away is gone, and neither the answer nor its log tells whether there was anything.
    let act_for_lumora = |action: &str| {
        let path = format!("/api/v1/actions/{action}/records");
        serving.new_client(LUMORA).send("DELETE", &path, &[], b"").expect(204);
        let log = serving.new_client(COMPANY).get("/api/v1/audit").expect(200).text();
        log.matches("action.part_corrected").count()
    };
    let other = begun(&serving, &["coalition"]);
    assert_eq!([act_for_lumora(&other), act_for_lumora(&action)], [1, 2]);
    assert_eq!(shown(&serving, GOVERNMENT, &action), [said("defenders", "joined")]);
    // What is withdrawn leaves nothing.
    let gone = format!("/api/v1/actions/{action}");
    serving.client(GOVERNMENT).json("DELETE", &gone, &[], &json!({ "reason": "A mistake" })).expect(200);
    assert_eq!(serving.state().0["recorded_part"], 0);
}

/// Classes of leaks: a record that names an organisation to readers who are not told that it reads.
#[test]
fn only_an_organisation_of_which_all_readers_are_told_that_it_reads_is_recorded() {
    let serving = Serving::new();
    enrol(&serving, "secretariat", SPEAKER);
    let begun = |audience: &[&str]| {
        let sent = brief(&[&["org:secretariat"][..], audience].concat());
        let made = serving.new_client(SPEAKER).post("/api/v1/actions", &sent).expect(201).json();
        let reference = made["reference"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/actions/{reference}/approval");
        serving.new_client(SECOND_CONVENOR).post(&path, &json!({})).expect(200);
        reference
    };
    let all = |action: &str| {
        ["defenders", "lumora", "open-lines", "meridian"]
            .map(|slug| record(&serving, CONVENOR, action, (slug, "joined")))
    };
    // The secretariat is told all of its own brief. But civil society is not told of the group, nor the group of civil society.
    assert_eq!(all(&begun(&["sector:civil_society", "group:table"])), [422; 4]);
    assert_eq!(all(&begun(&["sector:civil_society"])), [201, 422, 201, 422]);
    let group = begun(&["group:table"]);
    assert_eq!(all(&group), [422, 201, 201, 422]);
    assert_eq!(all(&begun(&["coalition", "group:table"])), [201; 4]);
    let convenor = serving.viewer(CONVENOR);
    serving.write(|tx| {
        let table = people::group_for_operator(tx.conn, "table")?;
        let member = people::organisation_for_operator(tx.conn, "meridian")?;
        people::admit(tx, &convenor, &table, &member, false)
    });
    assert_eq!(all(&group), [422; 4], "whoever joined the group since does not read it");
}

#[test]
fn whom_a_brief_leaves_behind_has_said_nothing_by_that() {
    let serving = Serving::new();
    enrol(&serving, "lumora", LUMORA);
    let action = begun(&serving, &["org:estmark", "org:lumora"]);
    let versions = format!("/api/v1/actions/{action}/versions");
    let path = format!("/api/v1/actions/{action}/participation");
    serving.new_client(LUMORA).json("PUT", &path, &[], &json!({})).expect(200);
    serving.place.clock.advance(TimeDelta::seconds(5));
    serving.client(GOVERNMENT).post(&versions, &brief(&["coalition"])).expect(201);
    approve(&serving, &action);
    // The secretariat did not read the brief before whose readers it joined.
    assert_eq!(record(&serving, CONVENOR, &action, ("lumora", "declined")), 201);
    serving.place.clock.advance(TimeDelta::seconds(5));
    let mut narrow = brief(&["org:estmark"]);
    narrow["reason"] = json!("We go on alone");
    serving.client(GOVERNMENT).post(&versions, &narrow).expect(201);
    assert_eq!(shown(&serving, GOVERNMENT, &action), [said("lumora", "declined")]);
}

#[test]
fn who_is_recorded_is_told_what_can_be_done_about_it_and_nothing_once_it_is_gone() {
    let post = Post::new();
    let serving = &post.serving;
    let action = begun(serving, &["coalition"]);
    assert_eq!(record(serving, CONVENOR, &action, ("defenders", "joined")), 201);
    assert_eq!(record(serving, CONVENOR, &action, ("open-lines", "declined")), 201);
    let page = |who: &str| {
        let text = serving.client(who).page(&format!("/actions/{action}/records")).expect(200).text();
        [
            "Confirm it by joining",
            "Confirm that your organisation does not take part",
            "Have it taken away if",
        ]
        .map(|words| text.contains(words))
    };
    assert_eq!([DEFENDER, REVIEWER].map(page), [[true, false, false], [false, true, false]]);
    let told = || {
        serving.write(|tx| {
            let of = notification::table.filter(notification::kind.eq(EventKind::PartRecorded));
            Ok(of.count().get_result::<i64>(tx.conn)?)
        })
    };
    post.tell();
    assert_eq!(told(), 2);
    // What takes the place of a record takes that of its notifications.
    assert_eq!(record(serving, CONVENOR, &action, ("open-lines", "joined")), 201);
    assert_eq!(told(), 1);
    post.tell();
    assert_eq!(told(), 2);
    let records = format!("/api/v1/actions/{action}/records");
    serving.client(REVIEWER).send("DELETE", &records, &[], b"").expect(204);
    assert_eq!(told(), 1);
    // Nobody joins what is over.
    let moves = json!({ "to": "declined", "reason": "No" });
    serving.client(GOVERNMENT).post(&format!("/api/v1/actions/{action}/moves"), &moves).expect(200);
    assert_eq!(page(DEFENDER), [false, false, true]);
    let gone = format!("/api/v1/actions/{action}");
    serving.client(GOVERNMENT).json("DELETE", &gone, &[], &json!({ "reason": "A mistake" })).expect(200);
    assert_eq!(told(), 0);
}

#[test]
fn an_organisation_confirms_that_it_does_not_take_part() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    assert_eq!(confirm(&serving, REVIEWER, &action), 409, "nothing is recorded");
    assert_eq!(record(&serving, CONVENOR, &action, ("defenders", "joined")), 201);
    assert_eq!(confirm(&serving, DEFENDER, &action), 409, "whoever takes part joins");
    assert_eq!(record(&serving, CONVENOR, &action, ("open-lines", "declined")), 201);
    assert_eq!([REPORTER, COMPANY].map(|who| confirm(&serving, who, &action)), [403, 403]);
    assert_eq!(confirm(&serving, DEFENDER, &action), 409, "it is another's");
    let page = format!("/actions/{action}/records");
    serving.client(REVIEWER).fill(&page, &page, &[("act", "confirm")]).expect(303);
    assert_eq!(confirm(&serving, REVIEWER, &action), 204, "twice is once");
    for who in [GOVERNMENT, ACADEMIC, CONVENOR] {
        let list = serving.client(who).get(&format!("/api/v1{page}")).expect(200).json();
        let of = list["records"].as_array().unwrap().iter();
        let confirmed = of.map(|one| (one["organisation"]["slug"].clone(), one["confirmed"].clone()));
        let known = [(json!("defenders"), json!(false)), (json!("open-lines"), json!(true))];
        let mut confirmed: Vec<_> = confirmed.collect();
        confirmed.sort_by_key(|(slug, _)| slug.to_string());
        assert_eq!(confirmed, known, "{who}");
        let text = serving.client(who).page(&page).expect(200).text();
        assert!(text.contains("Open Lines does not take part, as it says itself."), "{text}");
    }
    let card = serving.client(GOVERNMENT).page(&format!("/actions/{action}")).expect(200).text();
    assert!(card.contains("Open Lines does not take part, as it says itself."), "{card}");
    let list = serving.client(GOVERNMENT).get(&format!("/api/v1{page}")).expect(200).json();
    let own = list["records"].as_array().unwrap().iter().find(|one| one["confirmed"] == true).unwrap();
    assert_eq!(own["recorded_by"]["slug"], "open-lines", "nothing is left of who recorded it");
    assert_eq!(record(&serving, CONVENOR, &action, ("open-lines", "joined")), 409, "it has spoken");
    // Where others come to read the action, it says so again before them.
    let versions = format!("/api/v1/actions/{action}/versions");
    serving.client(GOVERNMENT).post(&versions, &brief(&["public"])).expect(201);
    approve(&serving, &action);
    serving.client(REVIEWER).fill(&page, &page, &[("act", "confirm")]).expect(303);
    // It changes its mind by joining.
    let path = format!("/api/v1/actions/{action}/participation");
    serving.client(REVIEWER).json("PUT", &path, &[], &json!({})).expect(200);
    assert_eq!(shown(&serving, GOVERNMENT, &action), [said("defenders", "joined")]);
}

/// Class of leaks: that a brief went to others before, by what an answer says of something recorded before them.
#[test]
fn what_was_recorded_before_others_alone_is_confirmed_by_nobody() {
    let serving = Serving::new();
    enrol(&serving, "lumora", LUMORA);
    let mut left = brief(&["coalition"]);
    left["except"] = json!(["lumora"]);
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &left).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    approve(&serving, &action);
    assert_eq!(record(&serving, CONVENOR, &action, ("lumora", "declined")), 201);
    assert_eq!(confirm(&serving, LUMORA, &action), 404);
    let versions = format!("/api/v1/actions/{action}/versions");
    serving.client(GOVERNMENT).post(&versions, &brief(&["coalition"])).expect(201);
    approve(&serving, &action);
    let other = begun(&serving, &["coalition"]);
    let answer = |action: &str| {
        let path = format!("/api/v1/actions/{action}/records");
        let answer = serving.client(LUMORA).json("PUT", &path, &[], &json!({}));
        (answer.status, answer.text().replace(action, "…"))
    };
    assert_eq!(answer(&action), answer(&other));
    assert_eq!(answer(&action).0, 409);
}
