//! Feeds say what everybody may read and no more, whoever asks; and feed readers understand them.

use serde_json::{Value, json};

use crate::feed_reader::read;
use crate::http::Answer;
use crate::serving::{GOVERNMENT, REPORTER, REVIEWER, Serving};

const ATOM: &str = "/incidents.atom";
const JSON: &str = "/incidents.feed.json";

/// The titles of what a feed holds.
fn titles(feed: &Value) -> Vec<&str> {
    feed["entries"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect()
}

fn report(title: &str, country: &str) -> Value {
    json!({ "title": title, "facts": { "types": ["shutdown"], "countries": [country], "started": "2026-05-20" } })
}

#[test]
fn a_feed_reader_understands_what_everybody_may_read_by_any_filter() {
    let serving = Serving::new();
    let public = serving.public();
    let empty = read(&public.get(ATOM).expect(200).body);
    assert_eq!((titles(&empty), &empty["updated"]), (vec![], &json!("1970-01-01T00:00:00Z")));
    let hostile = "<script>alert(1)</script> & \u{feff}\"quoted\" شبكة";
    let (first, _) = serving.released(&report(hostile, "KE"), &["public"]);
    serving.place.clock.advance(chrono::TimeDelta::seconds(5));
    let (_, second) = serving.released(&report("In Estonia", "EE"), &["public"]);
    serving.released(&report("Among governments", "KE"), &["sector:government"]);
    serving.released(&report("Within", "KE"), &["org:open-lines"]);

    let document = public.get(ATOM).expect(200);
    assert_eq!(document.header("content-type"), Some("application/atom+xml; charset=utf-8"));
    assert_eq!(document.header("cache-control"), Some("public, no-cache"));
    let feed = read(&document.body);
    assert_eq!(feed["version"], "atom10");
    assert_eq!(
        titles(&feed),
        ["In Estonia", &hostile.replace('\u{feff}', "")],
        "what changed last comes first"
    );
    let of_first = &feed["entries"][1];
    let read_first = public.get(&format!("/api/v1/reports/{first}")).expect(200).json();
    let incident = read_first["incident"].as_str().unwrap();
    assert!(of_first["link"].as_str().unwrap().ends_with(&format!("/incidents/{incident}")), "{feed}");
    assert_eq!(of_first["id"], of_first["link"]);
    assert_eq!(of_first["authors"], json!(["Open Lines"]));
    assert!(of_first["summary"].as_str().unwrap().contains("Kenya"), "{feed}");
    assert_eq!(of_first["updated"], read_first["released_at"]);
    assert_eq!(feed["updated"], feed["entries"][0]["updated"]);

    // By any filter of the list, and nothing else is answered.
    let narrowed = format!("{ATOM}?country=KE&sort=oldest&limit=7&utm_source=x");
    assert_eq!(titles(&read(&public.get(&narrowed).expect(200).body)).len(), 1);
    for wrong in ["?country=ZZ", "?from=yesterday"] {
        public.get(&format!("{ATOM}{wrong}")).expect(422);
        public.get(&format!("{JSON}{wrong}")).expect(422);
    }
    let head = serving.public().get("/incidents?country=KE").expect(200).text();
    assert!(
        head.contains("rel=\"alternate\" type=\"application/atom+xml\" href=\"/incidents.atom?country=KE\"")
    );

    // The same as a JSON Feed, which other readers take.
    let answer = public.get(JSON).expect(200);
    assert_eq!(answer.header("content-type"), Some("application/feed+json; charset=utf-8"));
    let json = answer.json();
    let items = json["items"].as_array().unwrap();
    for (item, entry) in items.iter().zip(feed["entries"].as_array().unwrap()) {
        assert_eq!((&item["id"], &item["title"]), (&entry["id"], &entry["title"]));
        assert_eq!(item["date_modified"], entry["updated"]);
    }
    assert_eq!(items.len(), 2);

    // What is withdrawn is gone at once, from caches too: they ask each time.
    let path = |report: &str| format!("/api/v1/reports/{report}/releases/{second}");
    let read_second = items[0]["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let of_second = public.get(&format!("/api/v1/incidents/{read_second}")).expect(200).json();
    let report = of_second["reports"][0]["reference"].as_str().unwrap();
    let tag = document.header("etag").unwrap().to_owned();
    let again = |tag: &str| public.send("GET", ATOM, &[("If-None-Match", tag)], b"");
    let same = again(&tag).expect(304);
    assert!(same.body.is_empty() && same.header("etag") == Some(tag.as_str()));
    again("*").expect(304);
    again("\"other\", W/\"another\"").expect(200);
    serving.client(REVIEWER).json("DELETE", &path(report), &[], &json!({ "reason": "Wrong" })).expect(200);
    assert_eq!(titles(&read(&again(&tag).expect(200).body)).len(), 1);
}

/// Class of leaks: a feed that is fuller for those who are signed in, and is kept on a machine of others.
#[test]
fn whoever_is_signed_in_gets_the_same_public_feed() {
    let serving = Serving::new();
    serving.released(&report("For all", "KE"), &["public"]);
    serving.released(&report("For governments", "KE"), &["sector:government"]);
    let plain = |answer: &Answer| (answer.status, answer.text());
    for path in [ATOM, JSON] {
        let public = plain(&serving.public().get(path));
        for who in [GOVERNMENT, REPORTER] {
            assert_eq!(plain(&serving.client(who).get(path)), public, "{who} {path}");
        }
        assert!(!public.1.contains("For governments"));
    }
}

#[test]
fn a_feed_is_bounded_and_counts_what_the_list_counts() {
    let serving = Serving::new();
    for number in 0..53 {
        serving.place.clock.advance(chrono::TimeDelta::seconds(1));
        let (report, release) = {
            let report = serving.draft(REPORTER, &report(&format!("Number {number}"), "KE"));
            let release = serving.propose(&report, REPORTER, &["public"]);
            (report, release)
        };
        serving.approve(&report, &release, REVIEWER);
    }
    let good = json!({ "title": "Back online", "facts": { "types": ["positive_development"] } });
    serving.released(&good, &["public"]);
    let feed = serving.public().get(JSON).expect(200).json();
    let items = feed["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["title"]), (50, &json!("Number 52")), "no positive development");
    let asked = serving.public().get(&format!("{JSON}?type=positive_development")).expect(200).json();
    assert_eq!(asked["items"].as_array().unwrap().len(), 1);
}
