//! Those who asked for it are told that something is new in a saved search: once a day at most, never of what they may not
//! read, and asked again when it is sent.

use chrono::TimeDelta;
use serde_json::json;

use crate::notifications::{Post, readers};
use crate::serving::{COMPANY, GOVERNMENT, OBSERVER, REPORTER, REVIEWER};

/// A search of these people of their own, of which they want to be told.
fn followed(post: &Post, who: &[&str]) -> Vec<String> {
    who.iter()
        .map(|who| {
            let client = post.serving.new_client(who);
            let sent = json!({ "name": "Sesame, the name", "query": "country=KE" });
            let saved = client.post("/api/v1/searches", &sent).expect(201).json();
            let search = saved["reference"].as_str().unwrap().to_owned();
            let path = format!("/api/v1/searches/{search}/notification");
            client.json("PUT", &path, &[], &json!({ "tells": true })).expect(200);
            post.choose(who, &[("mail.searches", "at_once"), ("dashboard.searches", "yes")]).expect(303);
            search
        })
        .collect()
}

fn released(post: &Post, title: &str, audience: &str) -> (String, String) {
    let serving = &post.serving;
    let body = json!({ "title": title, "facts": { "countries": ["KE"] } });
    let drafted = serving.new_client(REPORTER).post("/api/v1/reports", &body).expect(201).json();
    let report = drafted["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/reports/{report}/releases");
    let sent = json!({ "audience": [audience] });
    let proposed = serving.new_client(REPORTER).post(&path, &sent).expect(201).json();
    let release = proposed["id"].as_str().unwrap().to_owned();
    if proposed["state"] == "proposed" {
        serving.new_client(REVIEWER).post(&format!("{path}/{release}/approval"), &json!({})).expect(200);
    }
    serving.settle();
    (report, release)
}

/// An hour passes: the program looks for what is new, and tells and sends it.
fn hour(post: &Post) -> Vec<crate::smtp::Taken> {
    post.serving.place.clock.advance(TimeDelta::hours(1));
    post.serving.instance.timers.work().unwrap();
    let mut taken = post.delivered();
    taken.retain(|one| one.header("Subject").unwrap().contains("saved search"));
    taken
}

#[test]
fn what_is_new_is_told_once_a_day_to_those_who_asked_and_may_read_it() {
    let post = Post::new();
    let searches = followed(&post, &[GOVERNMENT, COMPANY]);
    let quiet = post.serving.new_client(OBSERVER);
    quiet.post("/api/v1/searches", &json!({ "name": "Quiet", "query": "" })).expect(201);
    assert!(hour(&post).is_empty(), "nothing is new");
    let (report, _) = released(&post, "For governments", "sector:government");
    let taken = hour(&post);
    assert_eq!(readers(&taken), [GOVERNMENT]);
    let said = taken[0].plain();
    for hidden in ["Sesame", "For governments", report.as_str(), searches[0].as_str(), "Open Lines", "KE"] {
        assert!(!said.contains(hidden), "{hidden} in {said}");
    }
    assert_eq!(taken[0].header("Subject").unwrap(), "There is something new in a saved search");
    let told = post.told(GOVERNMENT);
    assert_eq!(told.len(), 1);
    let opened =
        post.serving.new_client(GOVERNMENT).get(&format!("/notifications/{}", told[0].1)).expect(303);
    assert_eq!(opened.header("location").unwrap(), format!("/searches/{}", searches[0]));
    // More on the same day waits for the next, and is then one message.
    released(&post, "More", "public");
    released(&post, "Still more", "sector:government");
    let mut counted = Vec::new();
    for number in 0..30 {
        counted.extend(hour(&post).into_iter().map(|one| (number, one.to)));
    }
    let of = |who: &str| counted.iter().filter(|(_, to)| to == who).map(|(at, _)| *at).collect::<Vec<i32>>();
    assert_eq!((of(COMPANY), of(GOVERNMENT).len()), (vec![0], 1), "{counted:?}");
    // Each round takes an hour and sixteen minutes.
    assert!(of(GOVERNMENT)[0] >= 18, "{counted:?}");
    assert_eq!(post.told(GOVERNMENT).len(), 1, "one thing on the dashboard");
}

#[test]
fn what_was_seen_withdrawn_or_ended_meanwhile_is_not_told() {
    let post = Post::new();
    let searches = followed(&post, &[GOVERNMENT, COMPANY, OBSERVER]);
    post.serving.place.clock.advance(TimeDelta::seconds(1));
    let (report, release) = released(&post, "Seen, ended, withdrawn", "public");
    post.serving.place.clock.advance(TimeDelta::hours(1));
    post.serving.instance.timers.work().unwrap();
    post.tell();
    assert_eq!(post.told(OBSERVER).len(), 1);
    let needs = |who: &str| {
        post.serving.new_client(who).page("/notifications").expect(200).text().contains("in a saved search")
    };
    assert!(needs(GOVERNMENT) && needs(COMPANY) && needs(OBSERVER));
    let look = format!("/api/v1/searches/{}/look", searches[0]);
    post.serving.new_client(GOVERNMENT).post(&look, &json!({})).expect(200);
    let end = format!("/api/v1/searches/{}/notification", searches[1]);
    post.serving.new_client(COMPANY).json("PUT", &end, &[], &json!({ "tells": false })).expect(200);
    assert!(!needs(GOVERNMENT) && !needs(COMPANY) && needs(OBSERVER));
    let path = format!("/api/v1/reports/{report}/releases/{release}");
    let reason = json!({ "reason": "Wrong" });
    post.serving.new_client(REVIEWER).json("DELETE", &path, &[], &reason).expect(200);
    assert!(!needs(OBSERVER));
    let taken = post.after(TimeDelta::minutes(11));
    assert!(taken.iter().all(|one| !one.plain().contains("saved search")), "nothing of it is sent");
    // A search that is deleted takes with it what was to be told of it.
    released(&post, "Next", "public");
    post.serving.place.clock.advance(TimeDelta::days(2));
    post.serving.instance.timers.work().unwrap();
    post.serving.new_client(OBSERVER).delete(&format!("/api/v1/searches/{}", searches[2])).expect(204);
    let taken = post.delivered();
    assert!(readers(&taken).contains(&GOVERNMENT) && !readers(&taken).contains(&OBSERVER));
}
