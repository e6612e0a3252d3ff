//! Feeds of alerts say what everybody may read and no more, whoever asks; and feed readers understand them.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::cap::{posted, updated, withdrawn};
use crate::feed_reader::read;
use crate::serving::{COMPANY, GOVERNMENT, Serving};

const ATOM: &str = "/alerts.atom";
const JSON: &str = "/alerts.feed.json";

/// The titles of a feed as the public reads it, in both formats.
fn titles(serving: &Serving, query: &str) -> Vec<String> {
    let feed = read(&serving.public().get(&format!("{ATOM}{query}")).expect(200).body);
    let titles = |all: &Value| -> Vec<String> {
        all.as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
    };
    let json = serving.public().get(&format!("{JSON}{query}")).expect(200).json();
    assert_eq!(titles(&feed["entries"]), titles(&json["items"]), "{query}");
    titles(&json["items"])
}

#[test]
fn a_feed_reader_understands_public_alerts_and_that_they_end() {
    let serving = Serving::new();
    assert!(titles(&serving, "").is_empty());
    let hostile = "<script>alert(1)</script> & \"quoted\" \u{634}\u{628}\u{643}\u{629}";
    let alert = posted(&serving, &json!({ "headline": hostile, "instruction": "Call *us*." }));
    let drill = posted(&serving, &json!({ "headline": "A drill", "exercise": true, "countries": ["KE"] }));
    let ended = posted(&serving, &json!({ "headline": "Cut", "severity": "Minor" }));
    posted(&serving, &json!({ "headline": "For members", "audience": ["coalition"] }));
    posted(&serving, &json!({ "headline": "At once", "audience": ["coalition"], "urgent": true }));
    let taken = posted(&serving, &json!({ "headline": "Taken back" }));
    withdrawn(&serving, &taken);
    assert_eq!(titles(&serving, ""), ["Cut", "Exercise: A drill", hostile]);
    assert_eq!(updated(&serving, &ended, &json!({ "headline": "Whole", "message": "all_clear" })), 201);
    assert_eq!(titles(&serving, ""), ["Over: Whole", "Exercise: A drill", hostile]);

    let document = serving.public().get(ATOM).expect(200);
    assert_eq!(document.header("content-type"), Some("application/atom+xml; charset=utf-8"));
    let feed = read(&document.body);
    assert_eq!((&feed["version"], &feed["title"]), (&json!("atom10"), &json!("Public alerts")));
    assert_eq!(feed["updated"], feed["entries"][0]["updated"]);
    let entry = &feed["entries"][2];
    let url = &serving.instance.app.config().public_url;
    assert_eq!((&entry["link"], &entry["id"]), (&json!(format!("{url}/alerts/{alert}")), &entry["link"]));
    let cap = format!("{url}/alerts/{alert}.cap");
    assert_eq!(entry["enclosures"], json!([["application/cap+xml", cap]]));
    assert_eq!(
        (&entry["authors"], &entry["summary"]),
        (&json!(["Estmark"]), &json!("At the harbour.\nCall us."))
    );
    let answer = serving.public().get(JSON).expect(200);
    assert_eq!(answer.header("content-type"), Some("application/feed+json; charset=utf-8"));
    let item = answer.json()["items"][2].clone();
    assert_eq!(item["attachments"], json!([{ "url": cap, "mime_type": "application/cap+xml" }]));
    assert_eq!((&item["date_modified"], &item["url"]), (&entry["updated"], &entry["link"]));

    // Whoever asks gets what the public gets.
    for who in [GOVERNMENT, COMPANY] {
        assert_eq!(serving.new_client(who).get(ATOM).expect(200).body, document.body, "{who}");
    }
    let tag = document.header("etag").unwrap();
    assert!(serving.public().send("GET", ATOM, &[("If-None-Match", tag)], b"").expect(304).body.is_empty());

    // By the filters of the list.
    assert_eq!(titles(&serving, "?country=KE"), ["Exercise: A drill"]);
    assert_eq!(titles(&serving, "?phase=over"), ["Over: Whole"]);
    assert_eq!(titles(&serving, "?severity=Minor&phase=current"), Vec::<String>::new());
    assert_eq!(titles(&serving, "?q=drill&sort=relevance&limit=1"), ["Exercise: A drill"]);
    for wrong in ["?country=ZZ", "?phase=never", "?colour=red"] {
        serving.public().get(&format!("{ATOM}{wrong}")).expect(422);
        serving.public().get(&format!("{JSON}{wrong}")).expect(422);
    }

    // What has expired is news once more, and stays for thirty days.
    serving.place.clock.advance(TimeDelta::hours(50));
    assert_eq!(
        titles(&serving, ""),
        ["Expired: Exercise: A drill".to_owned(), format!("Expired: {hostile}"), "Over: Whole".to_owned()]
    );
    let expired = serving.public().get(&format!("/api/v1/alerts/{drill}")).expect(200).json();
    assert_eq!(serving.public().get(JSON).json()["items"][0]["date_modified"], expired["expires_at"]);
    serving.place.clock.advance(TimeDelta::days(28));
    assert_eq!(titles(&serving, "").len(), 2, "what was over first leaves first");
    serving.place.clock.advance(TimeDelta::days(2));
    assert!(titles(&serving, "?phase=all").is_empty());
}

/// One stored text that cannot be read is a fault of ours, and keeps none of the others back.
#[test]
fn a_text_that_cannot_be_read_hides_no_other() {
    use diesel::prelude::*;
    use entente::db::schema::{contribution, contribution_version};
    let serving = Serving::new();
    let whole = posted(&serving, &json!({ "headline": "Whole" }));
    let broken = posted(&serving, &json!({ "headline": "Broken" }));
    serving.settle();
    serving.write(|tx| {
        let id: String = contribution::table
            .filter(contribution::reference.eq(&broken))
            .select(contribution::id)
            .first(tx.conn)?;
        diesel::update(contribution_version::table.filter(contribution_version::contribution_id.eq(id)))
            .set(contribution_version::body.eq("{"))
            .execute(tx.conn)?;
        Ok(())
    });
    assert_eq!(titles(&serving, ""), ["Whole"]);
    let list = serving.client(COMPANY).get("/api/v1/alerts").expect(200).json();
    assert_eq!((list["items"].as_array().unwrap().len(), &list["items"][0]["reference"]), (1, &json!(whole)));
    let page = serving.client(COMPANY).page("/alerts").expect(200).text();
    assert!(page.contains("Whole") && !page.contains("Broken"), "{page}");
    serving.client(COMPANY).page("/desk").expect(200);
}
