//! Public alerts in the Common Alerting Protocol: other programs understand them, and nothing is in them that the public
//! cannot read, whoever asks.

use std::collections::BTreeSet;
use std::process::Command;

use chrono::TimeDelta;
use oasiscap::v1dot2::{Alert, Info, MessageType, ResponseType, Status};
use serde_json::{Value, json};

use crate::feed_reader::run;
use crate::http::Answer;
use crate::serving::{COMPANY, GOVERNMENT, GOVERNMENT_REVIEWER, REVIEWER, Serving};

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/cap-1.2.xsd");

/// What an alert to everybody is sent as, with other words in place of these.
pub fn sent(serving: &Serving, more: &Value) -> Value {
    let until = serving.place.database.ambient().now().plus(TimeDelta::hours(48));
    let mut sent = json!({
        "headline": "Cables are cut", "body": "At the harbour.", "countries": ["EE"], "urgency": "Immediate",
        "severity": "Severe", "certainty": "Observed", "category": "Infra", "audience": ["public"],
        "expires_at": until.rfc3339(),
    });
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    sent
}

/// An alert of Estmark, approved where that is needed; its reference.
pub fn posted(serving: &Serving, more: &Value) -> String {
    let made = serving.new_client(GOVERNMENT).post("/api/v1/alerts", &sent(serving, more)).expect(201).json();
    let alert = made["reference"].as_str().unwrap().to_owned();
    approved(serving, &alert, &made["state"]);
    alert
}

fn approved(serving: &Serving, alert: &str, state: &Value) {
    if state == "proposed" {
        let path = format!("/api/v1/alerts/{alert}/approval");
        serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    }
    serving.settle();
    // Each version has a time of its own.
    serving.place.clock.advance(TimeDelta::minutes(3));
}

/// The next version, approved where that is needed; the status of the call that wrote it.
pub fn updated(serving: &Serving, alert: &str, more: &Value) -> u16 {
    let path = format!("/api/v1/alerts/{alert}/versions");
    let answer = serving.new_client(GOVERNMENT).post(&path, &sent(serving, more));
    if answer.status == 201 {
        approved(serving, alert, &answer.json()["state"]);
    }
    answer.status
}

pub fn withdrawn(serving: &Serving, alert: &str) {
    let path = format!("/api/v1/alerts/{alert}");
    let reason = json!({ "reason": "Somebody is in danger." });
    serving.new_client(GOVERNMENT_REVIEWER).json("DELETE", &path, &[], &reason).expect(200);
    serving.settle();
}

fn newest(alert: &str) -> String {
    format!("/alerts/{alert}.cap")
}

fn numbered(alert: &str, number: usize) -> String {
    format!("/alerts/{alert}/versions/{number}.cap")
}

/// What everybody gets at an address.
fn found(serving: &Serving, path: &str) -> Answer {
    let answer = serving.public().get(path);
    for who in [GOVERNMENT, COMPANY] {
        let theirs = serving.new_client(who).get(path);
        assert_eq!((theirs.status, theirs.body), (answer.status, answer.body.clone()), "{path} as {who}");
    }
    answer
}

/// A message that two programs of others understand.
fn message(serving: &Serving, path: &str) -> Alert {
    let answer = found(serving, path).expect(200);
    assert_eq!(answer.header("content-type"), Some("application/cap+xml"));
    run(Command::new("xmllint").args(["--noout", "--schema", SCHEMA, "-"]), &answer.body);
    answer.text().parse().unwrap()
}

fn only(alert: &Alert) -> &Info {
    assert_eq!(alert.info.len(), 1);
    &alert.info[0]
}

fn references(alert: &Alert) -> Vec<String> {
    let all = alert.references.iter().flat_map(oasiscap::references::References::iter);
    all.map(|one| format!("{},{},{}", one.sender, one.identifier, one.sent)).collect()
}

#[test]
fn a_message_says_what_the_public_reads() {
    let serving = Serving::new();
    let hostile = "<b>\"A\" & 'B'</b> ]]> &amp; \u{200f}\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{1f989}";
    let long: String = "\u{7f51}\u{7edc} <i>*cut*</i> &lt; \u{645}\u{642}\u{637}\u{648}\u{639}\n\n"
        .chars()
        .cycle()
        .take(7_999)
        .chain(['.'])
        .collect();
    let alert = posted(
        &serving,
        &json!({
            "headline": hostile, "body": long, "instruction": "1. Stay\n2. *Call* [us](https://a.example)",
            "places": ["P\u{e4}rnu & <Tallinn>"], "countries": ["EE", "CI"],
            "translations": [
                { "language": "ar", "headline": "\u{627}\u{646}\u{642}\u{637}\u{627}\u{639}", "body": "\u{627}\u{644}\u{634}\u{628}\u{643}\u{629}", "instruction": "" },
                { "language": "zh", "headline": "\u{4e2d}\u{65ad}", "body": "\u{7f51}\u{7edc}", "instruction": "" },
            ],
        }),
    );
    let read = serving.public().get(&format!("/api/v1/alerts/{alert}")).expect(200).json();
    let cap = message(&serving, &newest(&alert));
    assert_eq!((cap.identifier.as_str(), cap.sender.as_str()), (&*format!("{alert}.1"), "127.0.0.1:0"));
    assert_eq!((cap.status, cap.message_type), (Status::Actual, MessageType::Alert));
    assert_eq!(cap.sent.to_string(), read["at"].as_str().unwrap().replace('Z', "-00:00"));
    assert!(cap.references.is_none() && cap.note.is_none(), "{cap:?}");
    let languages: Vec<_> = cap.info.iter().map(|info| info.language.as_str().to_owned()).collect();
    assert_eq!(languages, ["en", "ar", "zh"]);
    let info = &cap.info[0];
    assert_eq!(info.headline.as_deref(), read["headline"].as_str());
    let body = markdown::plain_lines(read["body"].as_str().unwrap());
    assert!(body.chars().count() > 5_000, "{body}");
    assert_eq!(info.description.as_deref(), Some(body.as_str()));
    assert_eq!(info.instruction.as_deref(), Some("1. Stay\n2. Call us"));
    assert_eq!(info.sender_name.as_deref(), Some("Estmark"));
    assert_eq!(info.event, "Infrastructure");
    assert!(info.response_type.is_empty(), "{info:?}");
    let expires = info.expires.as_ref().unwrap().to_string();
    assert_eq!(expires, read["expires_at"].as_str().unwrap().replace('Z', "-00:00"));
    assert!(info.web.as_ref().unwrap().as_str().ends_with(&format!("/alerts/{alert}")));
    let area = &info.areas[0];
    assert_eq!(area.description, "Estonia, C\u{f4}te d\u{2019}Ivoire and P\u{e4}rnu & <Tallinn>");
    let text = serving.public().get(&newest(&alert)).text();
    for country in ["EE", "CI"] {
        let code = format!("<valueName>ISO 3166-1 alpha-2</valueName><value>{country}</value>");
        assert_eq!(text.matches(&code).count(), 3, "{text}");
    }
    assert_eq!(cap.info[1].headline.as_deref(), Some("\u{627}\u{646}\u{642}\u{637}\u{627}\u{639}"));
    // Nothing stands as Arabic or Chinese that is English.
    for info in &cap.info[1..] {
        assert_eq!(Some(&*info.event), info.headline.as_deref());
        assert_eq!(info.areas[0].description, "EE, CI, P\u{e4}rnu & <Tallinn>");
    }

    // An alert without a place says so: the protocol wants words there.
    let nowhere = posted(&serving, &json!({ "countries": [] }));
    let nowhere = message(&serving, &newest(&nowhere));
    assert_eq!(only(&nowhere).areas[0].description, "No country or place is named");
    let chinese = json!({ "language": "zh", "headline": "\u{4e2d}\u{65ad}", "body": "\u{7f51}\u{7edc}", "countries": [] });
    let nowhere = message(&serving, &newest(&posted(&serving, &chinese)));
    assert!(only(&nowhere).areas.is_empty(), "{nowhere:?}");
}

/// Class of leaks: numbers and references that count what somebody cannot read.
#[test]
fn versions_are_counted_among_those_that_the_public_could_read() {
    let serving = Serving::new();
    let alert = posted(&serving, &json!({ "headline": "For members", "audience": ["coalition"] }));
    for path in [newest(&alert), numbered(&alert, 1)] {
        found(&serving, &path).expect(404);
    }
    assert_eq!(updated(&serving, &alert, &json!({ "headline": "For all" })), 201);
    let first = found(&serving, &newest(&alert)).expect(200).text();
    let one = message(&serving, &newest(&alert));
    assert_eq!((one.identifier.as_str(), one.message_type), (&*format!("{alert}.1"), MessageType::Alert));
    assert!(one.references.is_none());
    assert_eq!(updated(&serving, &alert, &json!({ "headline": "News for all" })), 201);
    let two = message(&serving, &newest(&alert));
    assert_eq!((two.identifier.as_str(), two.message_type), (&*format!("{alert}.2"), MessageType::Update));
    assert_eq!(references(&two), [format!("{},{alert}.1,{}", one.sender, one.sent)]);
    assert!(two.sent > one.sent);
    // A message stays as it was.
    assert_eq!(found(&serving, &numbered(&alert, 1)).text(), first);
    assert_eq!(found(&serving, &numbered(&alert, 2)).text(), found(&serving, &newest(&alert)).text());
    for path in [numbered(&alert, 0), numbered(&alert, 3), numbered(&alert, 30).replace("30", "x")] {
        found(&serving, &path).expect(404);
    }
    // The public no longer reads a version: the next one takes its place all the same.
    let at_home =
        json!({ "headline": "At home", "audience": ["org:estmark"], "reason": "Too much was said." });
    assert_eq!(updated(&serving, &alert, &at_home), 201);
    let gone = found(&serving, &newest(&alert)).expect(410).json();
    assert_eq!(gone["reason"], "Too much was said.");
    assert_eq!(updated(&serving, &alert, &json!({ "headline": "For all again" })), 201);
    let three = message(&serving, &newest(&alert));
    assert_eq!((three.identifier.as_str(), references(&three).len()), (&*format!("{alert}.3"), 2));
    found(&serving, &numbered(&alert, 1)).expect(410);
    let text = found(&serving, &newest(&alert)).text();
    assert!(["For members", "News for all", "At home"].iter().all(|other| !text.contains(other)), "{text}");
}

#[test]
fn an_exercise_is_marked_for_programs_that_show_the_headline_alone() {
    let serving = Serving::new();
    let alert = posted(&serving, &json!({ "exercise": true, "category": "CBRNE" }));
    let cap = message(&serving, &newest(&alert));
    assert_eq!(cap.status, Status::Exercise);
    assert_eq!(cap.note.as_deref(), Some("Nothing has happened: this alert is for practice."));
    assert_eq!(only(&cap).headline.as_deref(), Some("Exercise: Cables are cut"));
}

#[test]
fn an_end_cancels_what_was_said_before() {
    let serving = Serving::new();
    for (word, note) in [("all_clear", "All clear: the danger is over"), ("false_alarm", "False alarm")] {
        let alert = posted(&serving, &json!({}));
        updated(&serving, &alert, &json!({ "headline": "News" }));
        updated(&serving, &alert, &json!({ "message": word, "headline": "Over" }));
        let cap = message(&serving, &newest(&alert));
        assert_eq!((cap.message_type, cap.note.as_deref()), (MessageType::Cancel, Some(note)));
        assert_eq!(references(&cap).len(), 2, "{cap:?}");
        assert_eq!(only(&cap).response_type, [ResponseType::AllClear]);
        // What the public never heard of cannot be cancelled for it.
        let members = posted(&serving, &json!({ "audience": ["coalition"] }));
        updated(&serving, &members, &json!({ "message": word }));
        let cap = message(&serving, &newest(&members));
        assert_eq!((cap.message_type, cap.note.as_deref()), (MessageType::Alert, Some(note)));
        assert!(cap.references.is_none(), "{cap:?}");
    }
}

#[test]
fn an_address_is_permanent_until_its_text_is_withdrawn() {
    let serving = Serving::new();
    let alert = posted(&serving, &json!({}));
    let before = found(&serving, &newest(&alert)).expect(200).body;
    serving.place.clock.advance(TimeDelta::days(400));
    assert_eq!(found(&serving, &newest(&alert)).expect(200).body, before, "it has expired long ago");
    let client = serving.new_client(REVIEWER);
    client.send("POST", &newest(&alert), &[], b"").expect(405);
    assert_eq!(client.send("HEAD", &newest(&alert), &[], b"").expect(200).body, b"");
    withdrawn(&serving, &alert);
    for path in [newest(&alert), numbered(&alert, 1)] {
        let gone = found(&serving, &path).expect(410).json();
        assert_eq!(
            (&gone["state"], &gone["reason"]),
            (&json!("withdrawn"), &json!("Somebody is in danger."))
        );
    }
    let urgent = posted(&serving, &json!({ "audience": ["coalition"], "urgent": true }));
    for path in [newest(&urgent), newest("W-000000"), newest("I-000000")] {
        found(&serving, &path).expect(404);
    }
}

#[test]
fn a_message_leads_only_to_what_the_public_reads() {
    let serving = Serving::new();
    let report = |title: &str, audience: &[&str]| {
        serving.released(&json!({ "title": title, "facts": { "countries": ["EE"] } }), audience)
    };
    let (open, _) = report("Open", &["public"]);
    let (narrow, _) = report("Narrow", &["sector:government"]);
    let (gone, release) = report("Gone", &["public"]);
    let incident = |report: &str| {
        let read = serving.new_client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).json();
        read["incident"].as_str().unwrap().to_owned()
    };
    let (seen, unseen, lost) = (incident(&open), incident(&narrow), incident(&gone));
    let links: Vec<Value> = [&open, &narrow, &gone, &seen, &unseen, &lost]
        .iter()
        .map(|one| json!({ "kind": if one.starts_with('R') { "report" } else { "incident" }, "reference": one }))
        .collect();
    let alert = posted(&serving, &json!({ "links": links }));
    let led = || -> BTreeSet<String> {
        let cap = message(&serving, &newest(&alert));
        only(&cap).resources.iter().map(|one| one.description.clone()).collect()
    };
    let all = [&open, &gone, &seen, &lost].map(Clone::clone);
    assert_eq!(led(), BTreeSet::from(all));
    let path = format!("/api/v1/reports/{gone}/releases/{release}");
    let reason = json!({ "reason": "Wrong" });
    serving.new_client(REVIEWER).json("DELETE", &path, &[], &reason).expect(200);
    serving.settle();
    assert_eq!(led(), BTreeSet::from([open, seen]));
    let text = found(&serving, &newest(&alert)).text();
    assert!([narrow, unseen, gone, lost].iter().all(|hidden| !text.contains(hidden)), "{text}");
}

/// Whatever the readers of three versions in a row: each message and each feed has the words of versions that the public
/// reads, each such version has its message, and nothing has the words or the links of another.
#[test]
fn no_history_of_readers_lets_anything_else_out() {
    let serving = Serving::new();
    let (hidden, _) = serving.released(&json!({ "title": "Hidden" }), &["sector:government"]);
    let audiences = ["public", "coalition", "org:estmark"];
    let mut messages = 0;
    for history in 0..27_usize {
        let readers = [history / 9, history / 3 % 3, history % 3].map(|place| audiences[place]);
        let mut versions: Vec<(String, &str)> = Vec::new();
        let mut alert = String::new();
        for (place, audience) in readers.into_iter().enumerate() {
            let canary = format!("canary{history}x{place}");
            let more = json!({
                "headline": canary, "body": canary, "instruction": canary, "places": [canary], "audience": [audience],
                "reason": "Other readers", "links": [{ "kind": "report", "reference": hidden }],
            });
            if place == 0 {
                alert = posted(&serving, &more);
            } else if updated(&serving, &alert, &more) != 201 {
                continue;
            }
            let width = |of: &str| audiences.iter().position(|one| *one == of);
            versions.retain(|(_, earlier)| width(earlier) >= width(audience));
            versions.push((canary, audience));
        }
        let read: Vec<&String> =
            versions.iter().filter(|(_, audience)| *audience == "public").map(|(canary, _)| canary).collect();
        let addresses = (1..=4).map(|number| numbered(&alert, number)).chain([newest(&alert)]);
        let answers: Vec<Answer> = addresses.map(|path| found(&serving, &path)).collect();
        let numbered = answers.iter().take(4).filter(|answer| answer.status == 200).count();
        assert_eq!(numbered, read.len(), "{readers:?}");
        messages += numbered;
        let feeds = ["/alerts.atom?phase=all", "/alerts.feed.json"]
            .map(|path| serving.public().get(path).expect(200));
        for text in answers.iter().chain(&feeds).map(Answer::text) {
            assert!(!text.contains(&hidden), "{readers:?}: {text}");
            for place in 0..readers.len() {
                let canary = format!("canary{history}x{place}");
                assert!(read.contains(&&canary) || !text.contains(&canary), "{readers:?}: {text}");
            }
        }
        let shown =
            read.last().filter(|_| versions.last().is_some_and(|(_, audience)| *audience == "public"));
        assert_eq!(answers[4].status == 200, shown.is_some(), "{readers:?}");
        for feed in &feeds {
            let newest = shown.map(|canary| feed.text().contains(canary.as_str()));
            assert_ne!(newest, Some(false), "{readers:?}: {}", feed.text());
        }
        // Feeds hold so many alerts: the next history has them for itself.
        withdrawn(&serving, &alert);
        for path in ["/alerts.atom", "/alerts.feed.json"] {
            let feed = serving.public().get(path).expect(200).text();
            assert!(!feed.contains(&alert), "{path} keeps what is gone: {feed}");
        }
    }
    assert_eq!(messages, 19);
}
