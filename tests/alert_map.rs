//! The map of the world marks where alerts are current, for those who read them; and nothing moves by one that cannot be read.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::canaries::{World, client, side_by_side};
use crate::canary::seen;
use crate::canary_alerts::alert;
use crate::http::Client;
use crate::serving::{COMPANY, GOVERNMENT, GOVERNMENT_REVIEWER, JOURNALIST, Serving};

/// The list behind a sign, as pages write its address.
const LISTED: &str = "/alerts?country=EE&#38;exercise=no";
const PAGES: [&str; 2] = ["/", "/incidents"];

/// An alert about Estonia, approved.
fn posted(serving: &Serving, audience: &str, more: &Value) -> String {
    let mut sent = alert(serving, "About Estonia", &[audience]);
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = serving.client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/alerts/{reference}/approval");
    serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    serving.settle();
    reference
}

/// How often a page leads to the alerts of Estonia: on the map, and in the table beside it.
fn marked(client: &Client, page: &str) -> usize {
    let text = client.page(page).expect(200).text();
    assert_eq!(text.contains("class=\"map-alert\""), text.contains(LISTED), "a legend where there is a sign");
    text.matches(LISTED).count()
}

#[test]
fn the_map_marks_current_alerts_for_those_who_read_them() {
    let serving = Serving::new();
    serving.released(&json!({ "title": "In Kenya", "facts": { "countries": ["KE"] } }), &["public"]);
    let others = [JOURNALIST, GOVERNMENT_REVIEWER].map(|who| serving.client(who));
    let others = || {
        others
            .iter()
            .chain([serving.public()].iter())
            .map(|client| PAGES.map(|page| client.page(page).expect(200).steady()))
            .collect::<Vec<_>>()
    };
    let before = others();
    let first = posted(&serving, "sector:company", &json!({}));
    let company = serving.client(COMPANY);
    for page in PAGES {
        let text = company.page(page).expect(200).text();
        assert_eq!(marked(&company, page), 2, "{page}");
        assert!(text.contains("<title>Estonia: One current alert</title>"), "{page}: to be read out");
        let cells =
            format!("Estonia</th><td class=\"num\">0</td><td><a href=\"{LISTED}\">One current alert</a>");
        assert!(text.contains(&cells), "{page}: the table says the same");
    }
    let list = company.page("/alerts?country=EE&exercise=no").expect(200).text();
    assert!(list.contains(&first), "the sign leads there");
    assert_eq!(others(), before, "whoever does not read it is shown the same map as before");

    // An exercise is about nothing that happened.
    let exercise = posted(&serving, "coalition", &json!({ "exercise": true }));
    assert_eq!(PAGES.map(|page| marked(&serving.client(JOURNALIST), page)), [0, 0]);
    let second = posted(&serving, "public", &json!({}));
    assert_eq!(PAGES.map(|page| marked(&serving.public(), page)), [2, 2]);
    assert!(company.page("/").expect(200).text().contains("Estonia: 2 current alerts"));

    // What is over or was withdrawn marks nothing any more; nor does what has expired.
    let path = format!("/api/v1/alerts/{second}");
    let government = serving.client(GOVERNMENT);
    government.json("DELETE", &path, &[], &json!({ "reason": "Posted by mistake" }));
    serving.settle();
    assert_eq!(PAGES.map(|page| marked(&serving.public(), page)), [0, 0]);
    assert_eq!(PAGES.map(|page| marked(&company, page)), [2, 2]);
    serving.place.clock.advance(TimeDelta::hours(49));
    let company = serving.new_client(COMPANY);
    assert_eq!(PAGES.map(|page| marked(&company, page)), [0, 0], "{first} and {exercise} have expired");
}

/// A phone has little room, and signs are drawn large there: not those that would lie upon each other.
#[test]
fn signs_of_neighbours_are_told_apart() {
    let serving = Serving::new();
    serving.released(&json!({ "title": "In Kenya", "facts": { "countries": ["KE"] } }), &["public"]);
    let crowded = || {
        let text = serving.client(COMPANY).page("/incidents").expect(200).text();
        (text.matches("<g class=\"sign\"").count() - 1, text.matches("<g class=\"crowded\"").count())
    };
    posted(&serving, "coalition", &json!({}));
    assert_eq!(crowded(), (1, 0));
    posted(&serving, "coalition", &json!({ "countries": ["KE", "ET"] }));
    assert_eq!(crowded(), (3, 2));
}

/// Classes of leaks: what is counted, marked or linked because of something that cannot be read.
#[test]
fn nothing_moves_by_an_alert_that_cannot_be_read() {
    let world = World::new();
    let serving = &world.serving;
    serving.released(&json!({ "title": "Public", "facts": { "countries": ["KE"] } }), &["public"]);
    // What was told before is told before.
    serving.instance.courier.tell().unwrap();
    let look = || side_by_side(|viewer| seen(&client(serving, viewer), viewer == GOVERNMENT));
    let before = look();
    posted(serving, "sector:company", &json!({}));
    serving.instance.courier.tell().unwrap();
    for (viewer, now) in look() {
        // The author's organisation has posted it.
        if viewer == GOVERNMENT {
            continue;
        }
        let changed: Vec<_> =
            now.iter().filter(|(path, text)| before[viewer].get(*path) != Some(*text)).collect();
        if viewer == COMPANY {
            assert!(changed.len() >= 4, "its reader sees it: {changed:#?}");
        } else {
            assert!(changed.is_empty(), "an alert moves for {viewer:?}: {changed:#?}");
        }
    }
}
