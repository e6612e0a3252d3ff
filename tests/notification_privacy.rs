//! Two mailboxes tell nothing together; a link in a message does one thing; a page that is left open tells of its reader's own
//! things alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use entente::outbox::Topic;
use serde_json::{Value, json};

use crate::http::Answer;
use crate::notifications::{Post, SOON, readers};
use crate::serving::{
    COMPANY, COMPANY_REVIEWER, CONVENOR, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER,
};
use crate::smtp::Taken;
use crate::support::{on_postgres, rows};
use crate::table::{On, prepare};

const READERS: [&str; 6] = [COMPANY, COMPANY_REVIEWER, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER];

/// One event that people of three organisations are told of at once.
fn one_event_for_many(post: &Post) {
    for who in READERS {
        post.choose(who, &[("mail.groups", "at_once")]).expect(303);
    }
    let members = ["lumora", "estmark", "open-lines"];
    let group = json!({ "slug": "newcomers", "name": "Newcomers", "members": members });
    post.serving.client(CONVENOR).post("/api/v1/groups", &group).expect(201);
    post.tell();
}

/// The headers of a message in their order, unfolded.
fn headers(taken: &Taken) -> Vec<(String, String)> {
    let head = taken.text.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
    let line = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
    head.split("\r\n").map(|text| line(text).unwrap()).collect()
}

#[test]
fn messages_of_one_event_leave_at_moments_of_their_own() {
    let post = Post::new();
    one_event_for_many(&post);
    let mut taken = post.after(TimeDelta::minutes(10) - TimeDelta::seconds(1));
    assert!(taken.is_empty());
    for _ in 0..301 {
        taken.extend(post.after(TimeDelta::seconds(1)));
    }
    assert_eq!(readers(&taken).into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(READERS));
    let moments: BTreeSet<String> = taken.iter().map(|one| one.header("Date").unwrap()).collect();
    assert!(moments.len() >= 4, "{moments:?}");
}

#[test]
fn two_mailboxes_have_the_same_words_and_nothing_else_in_common() {
    let post = Post::new();
    one_event_for_many(&post);
    let mut taken = Vec::new();
    for _ in 0..320 {
        taken.extend(post.after(TimeDelta::seconds(3)));
    }
    let of: BTreeMap<&str, Vec<(String, String)>> =
        taken.iter().map(|one| (one.to.as_str(), headers(one))).collect();
    assert_eq!(of.len(), READERS.len());
    // What every message of the platform says alike, whoever gets it and whatever it tells.
    let alike = ["From", "Subject", "MIME-Version", "Auto-Submitted", "List-Unsubscribe-Post"];
    // To the second, chance decides: compared above.
    let own = ["To", "Message-ID", "References", "List-Id", "List-Unsubscribe", "Content-Type"];
    for (one, theirs) in &of {
        for (other, others) in of.range(*one..).skip(1) {
            let names = |of: &[(String, String)]| of.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
            assert_eq!(names(theirs), names(others), "the order of headers tells no reader from another");
            for ((name, value), (_, same)) in theirs.iter().zip(others) {
                match name.as_str() {
                    name if own.contains(&name) => assert_ne!(value, same, "{name} of {one} and {other}"),
                    name if alike.contains(&name) => assert_eq!(value, same, "{name}"),
                    "Date" => assert!(value.ends_with("+0000"), "{value}"),
                    other => panic!("say whether {other} may be the same in two mailboxes"),
                }
            }
        }
    }
    // The boundary of the parts is the reader's own, too, and there is no reference that two have.
    for one in &taken {
        let id = one.header("Message-ID").unwrap();
        let id = id.trim_start_matches('<').split('@').next().unwrap().to_owned();
        assert!(one.text.contains(&format!("--{id}")), "{}", one.text);
    }
}

fn unsubscribe_path(taken: &Taken) -> String {
    let header = taken.header("List-Unsubscribe").unwrap();
    let url = header.trim_matches(['<', '>']);
    url[url.find("/unsubscribe/").unwrap()..].to_owned()
}

fn settings(post: &Post, who: &str) -> Value {
    post.serving.new_client(who).get("/api/v1/me/notification-preferences").expect(200).json()
}

#[test]
fn a_link_ends_the_mail_of_its_topic_and_does_nothing_else() {
    let post = Post::new();
    post.proposed("One");
    let path = unsubscribe_path(&post.delivered()[0]);
    let token = path.rsplit('/').next().unwrap();
    let stranger = post.serving.public();
    let head = [("Content-Type", "application/x-www-form-urlencoded")];
    let sent = |path: &str| stranger.send("POST", path, &head, b"List-Unsubscribe=One-Click");
    // Of another topic, and of digests, it is no link at all; nor is its beginning, by which its reader is found.
    for other in
        Topic::ALL.iter().map(|topic| topic.as_str()).chain(["digests"]).filter(|one| *one != "reviews")
    {
        stranger.get(&format!("/unsubscribe/{other}/{token}")).expect(404);
        sent(&format!("/unsubscribe/{other}/{token}")).expect(404);
    }
    sent(&format!("/unsubscribe/reviews/{}", &token[..64])).expect(404);
    sent(&format!("/unsubscribe/reviews/{}{}", &token[..64], "0".repeat(32))).expect(404);
    let count = |post: &Post| post.serving.place.database.read(|conn| Ok(rows(conn))).unwrap();
    let (before, kept) = (settings(&post, REVIEWER), count(&post));
    stranger.get(&path).expect(200);
    assert_eq!(
        count(&post)["notification_preference"],
        kept["notification_preference"],
        "looking changes nothing"
    );
    assert_eq!(count(&post)["audit"], kept["audit"]);
    sent(&path).expect(200);
    let mut expected = before;
    expected["at_once"].as_array_mut().unwrap().retain(|topic| topic != "reviews");
    assert_eq!(settings(&post, REVIEWER), expected);
    // Its reader takes it away from whoever holds it.
    post.choose(REVIEWER, &[("mail.reviews", "at_once")]).expect(303);
    post.form(REVIEWER, "/notifications/links", &[]).expect(303);
    stranger.get(&path).expect(404);
    sent(&path).expect(404);
    post.proposed("Two");
    assert_eq!(post.delivered().len(), 1, "mail goes on, with another link");
}

#[test]
fn what_was_switched_off_for_the_dashboard_is_neither_shown_nor_counted() {
    let post = Post::new();
    post.proposed("Shown, then hidden");
    post.tell();
    let shown = || {
        let client = post.serving.new_client(REVIEWER);
        let pages = ["/notifications", "/desk"].map(|path| client.get(path).expect(200).text());
        let badge =
            pages[0].split("href=\"/desk\"").nth(1).unwrap().split("</li>").next().unwrap().contains("badge");
        let listed = client.get("/api/v1/notifications").expect(200).json()["total"].as_u64().unwrap();
        (pages.map(|page| page.contains("A text waits for your review")), badge, listed)
    };
    assert_eq!(shown(), ([true, true], true, 1));
    post.choose(REVIEWER, &[("mail.reviews", "at_once")]).expect(303);
    assert_eq!(shown(), ([false, false], false, 0));
    assert_eq!(readers(&post.after(SOON)), [REVIEWER], "it is told as it was chosen");
    post.choose(REVIEWER, &[("dashboard.reviews", "yes")]).expect(303);
    assert_eq!(shown(), ([true, true], true, 1));
}

#[test]
fn quiet_hours_can_hold_what_is_urgent_and_the_page_says_so() {
    let post = Post::new();
    let chosen = [("quiet_from", "22"), ("quiet_until", "6"), ("urgent_waits", "yes")];
    let page = || post.serving.new_client(REVIEWER).get("/notifications/preferences").expect(200).text();
    assert!(page().contains("Hold urgent e-mail during these hours too"));
    let is_chosen = || {
        let page = page();
        page.split("name=\"urgent_waits\"").nth(1).unwrap().split('>').next().unwrap().contains("checked")
    };
    assert!(!is_chosen());
    post.choose(REVIEWER, &chosen).expect(303);
    assert!(is_chosen());
    assert_eq!(settings(&post, REVIEWER)["urgent_waits"], true);
}

fn asked(post: &Post, who: &str, mark: Option<&str>) -> (Answer, u64) {
    let client = post.serving.client(who);
    let before = post.serving.place.database.statements_for_requests();
    let head: Vec<(&str, &str)> = mark.map(|mark| ("If-None-Match", mark)).into_iter().collect();
    let answer = client.send("GET", "/notifications/news", &head, b"");
    (answer, post.serving.place.database.statements_for_requests() - before)
}

#[test]
fn a_page_that_is_left_open_learns_what_is_new_at_little_cost() {
    let post = Post::new();
    let (first, _) = asked(&post, REVIEWER, None);
    let first = first.expect(200);
    assert_eq!(first.json()["counts"]["/desk"], 0);
    let mark = first.header("etag").unwrap();
    let count = |post: &Post| post.serving.place.database.read(|conn| Ok(rows(conn))).unwrap();
    let kept = count(&post);
    let writes = post.serving.place.database.writes();
    post.serving.place.clock.advance(TimeDelta::seconds(20));
    let (same, statements) = asked(&post, REVIEWER, Some(mark));
    assert_eq!(same.expect(304).body.len(), 0);
    let least = 4 + u64::from(on_postgres());
    assert!(
        statements <= least,
        "{statements} statements: the session, the mark, around them a transaction, and whether PostgreSQL is still there"
    );
    assert_eq!(
        post.serving.place.database.writes(),
        writes,
        "it is no use of the session, and no row of the log"
    );
    assert_eq!(count(&post), kept);
    // What happens elsewhere is not told by the mark.
    prepare(&post.serving, On::Draft);
    asked(&post, REVIEWER, Some(mark)).0.expect(304);
    let (other, _) = asked(&post, COMPANY, Some(mark));
    other.expect(200);
    post.proposed("New");
    post.tell();
    let (new, _) = asked(&post, REVIEWER, Some(mark));
    let new = new.expect(200);
    assert_eq!(new.json()["counts"]["/desk"], 1);
    assert_ne!(new.header("etag").unwrap(), mark);
    post.serving.public().get("/notifications/news").expect(401);
}

#[test]
fn a_program_reads_settles_and_chooses() {
    let post = Post::new();
    let (report, _) = post.proposed("For a program");
    post.tell();
    let client = post.serving.new_client(REVIEWER);
    let listed = client.get("/api/v1/notifications").expect(200).json();
    let one = &listed["items"][0];
    assert_eq!(
        (&listed["total"], &one["kind"], &one["topic"]),
        (&json!(1), &json!("review-waiting"), &json!("reviews"))
    );
    assert!(one["href"].as_str().unwrap().starts_with(&format!("/reports/{report}/releases/")));
    assert_eq!(one["read"], false);
    let path = format!("/api/v1/notifications/{}", one["reference"].as_str().unwrap());
    assert_eq!(client.post(&format!("{path}/reading"), &json!({})).expect(200).json()["read"], true);
    client.post(&format!("{path}/settlement"), &json!({})).expect(200);
    assert_eq!(client.get("/api/v1/notifications").expect(200).json()["total"], 0);
    let preferences = "/api/v1/me/notification-preferences";
    let chosen = json!({
        "dashboard": ["reviews", "groups"], "at_once": ["deadlines"], "daily": ["reviews"], "weekly": [],
        "time_zone": "Europe/Helsinki", "quiet_from": "22", "quiet_until": "6", "urgent_waits": false,
    });
    let put = |sent: &Value| client.json("PUT", preferences, &[], sent);
    let answered = put(&chosen).expect(200).json();
    assert_eq!(answered, client.get(preferences).expect(200).json());
    let sorted = |value: &Value| -> BTreeSet<String> {
        value.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    for (field, value) in chosen.as_object().unwrap() {
        match value {
            Value::Array(_) => assert_eq!(sorted(&answered[field]), sorted(value), "{field}"),
            other => assert_eq!(&answered[field], other, "{field}"),
        }
    }
    for (field, wrong) in [
        ("daily", json!(["deadlines"])),
        ("daily", json!(["deadlines", "reviews"])),
        ("weekly", json!(["reviews"])),
        ("at_once", json!(["everything"])),
        ("dashboard", json!(["everything"])),
        ("time_zone", json!("Europe/Atlantis")),
        ("quiet_from", json!("24")),
    ] {
        let mut sent = chosen.clone();
        sent[field] = wrong;
        let errors = put(&sent).expect(422).json()["errors"].clone();
        assert!(errors.get(field).is_some(), "{field}: {errors}");
    }
}
