//! Whoever can confirm what is urgent is told at once, and its end is told, too.

use chrono::TimeDelta;
use serde_json::json;

use crate::canary_alerts::alert;
use crate::notifications::{Post, readers};
use crate::serving::{COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER, Serving};

/// The most that a message about something urgent waits.
const A_MINUTE: TimeDelta = TimeDelta::seconds(60);

/// An urgent alert to members.
fn urgent(serving: &Serving, who: &str) -> String {
    let mut sent = alert(serving, "Lines are cut", &["coalition"]);
    sent["urgent"] = json!(true);
    let made = serving.new_client(who).post("/api/v1/alerts", &sent).expect(201).json();
    assert_eq!(made["state"], "unconfirmed");
    made["reference"].as_str().unwrap().to_owned()
}

/// Another delegate of Estmark.
fn second_delegate(serving: &Serving) -> &'static str {
    let second = "mati@estmark.example.org";
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "estmark")?;
        entente::accounts::enrol(tx, &home, "Mati Kask", second, "", &[entente::access::Role::Delegate])
    });
    second
}

fn work(post: &Post) -> usize {
    let fired = post.serving.instance.timers.work().unwrap();
    post.tell();
    fired
}

#[test]
fn whoever_can_confirm_is_told_within_a_minute_at_any_hour() {
    let post = Post::new();
    let second = second_delegate(&post.serving);
    // Noon, in quiet hours; and nothing is mailed about alerts, which everybody is told of.
    let quiet = [("mail.reviews", "at_once"), ("quiet_from", "12"), ("quiet_until", "14")];
    for who in [GOVERNMENT, GOVERNMENT_REVIEWER, second, REVIEWER, COMPANY] {
        post.choose(who, &[&quiet[..], &[("dashboard.reviews", "yes")]].concat()).expect(303);
    }
    let alert = urgent(&post.serving, GOVERNMENT);
    post.tell();
    let taken = post.after(A_MINUTE);
    let mut told = readers(&taken);
    told.retain(|who| [GOVERNMENT, GOVERNMENT_REVIEWER, second, REVIEWER, COMPANY].contains(who));
    told.sort_unstable();
    assert_eq!(told, [second, GOVERNMENT_REVIEWER], "{taken:?}");
    let kind = "confirmation-waiting".to_owned();
    for (who, is_told) in
        [(GOVERNMENT_REVIEWER, true), (second, true), (GOVERNMENT, false), (REVIEWER, false)]
    {
        assert_eq!(post.kinds(who).contains(&kind), is_told, "{who}");
    }
    let page = post.serving.new_client(GOVERNMENT_REVIEWER).get("/notifications").expect(200).text();
    assert!(page.contains("ends within 24 hours unless you or a colleague confirms it"), "{page}");
    // Once it is confirmed nobody has to.
    let path = format!("/api/v1/alerts/{alert}/confirmation");
    post.serving.new_client(second).post(&path, &json!({})).expect(200);
    let page = post.serving.new_client(GOVERNMENT_REVIEWER).get("/notifications").expect(200).text();
    assert!(!page.contains("ends within 24 hours"), "{page}");
}

#[test]
fn what_is_proposed_and_what_is_urgent_to_be_held_waits() {
    let post = Post::new();
    let held =
        [("mail.reviews", "at_once"), ("quiet_from", "12"), ("quiet_until", "14"), ("urgent_waits", "yes")];
    post.choose(GOVERNMENT_REVIEWER, &held).expect(303);
    let calm = [("mail.reviews", "at_once")];
    post.choose(REVIEWER, &calm).expect(303);
    urgent(&post.serving, GOVERNMENT);
    post.proposed("A report");
    post.tell();
    let taken = post.after(A_MINUTE);
    let told = readers(&taken);
    assert!(!told.contains(&GOVERNMENT_REVIEWER), "its reader wants to sleep");
    assert!(!told.contains(&REVIEWER), "what is only proposed is gathered as before");
}

#[test]
fn its_end_is_told_to_those_who_could_call_again() {
    let post = Post::new();
    let second = second_delegate(&post.serving);
    urgent(&post.serving, GOVERNMENT);
    post.tell();
    post.serving.place.clock.advance(TimeDelta::hours(24));
    work(&post);
    let lapsed = "proposal-lapsed".to_owned();
    assert!(!post.kinds(GOVERNMENT).contains(&lapsed), "a confirmation may still be on its way");
    post.serving.place.clock.advance(TimeDelta::seconds(11));
    work(&post);
    for (who, is_told) in [
        (GOVERNMENT, true),
        (second, true),
        (GOVERNMENT_REVIEWER, false),
        (COMPANY, false),
        (REVIEWER, false),
        (DEFENDER, false),
    ] {
        assert_eq!(post.kinds(who).contains(&lapsed), is_told, "{who}");
    }
    let page = post.serving.new_client(GOVERNMENT).get("/notifications").expect(200).text();
    assert!(page.contains("nobody confirmed it in time"), "{page}");
    let taken = post.after(A_MINUTE);
    assert!(readers(&taken).contains(&GOVERNMENT), "at once: {taken:?}");
    assert!(taken.iter().all(|one| !one.plain().contains("Lines are cut")));
}

/// What was decided before, and what is gone, is told to nobody when the moment comes.
#[test]
fn the_end_of_what_was_decided_is_told_to_nobody() {
    let post = Post::new();
    let decided: [(&str, serde_json::Value); 2] =
        [("confirmation", json!({})), ("return", json!({ "comment": "This names our source." }))];
    for (decision, sent) in decided {
        let path = format!("/api/v1/alerts/{}/{decision}", urgent(&post.serving, GOVERNMENT));
        post.serving.new_client(GOVERNMENT_REVIEWER).post(&path, &sent).expect(200);
    }
    let withdrawn = urgent(&post.serving, REVIEWER);
    let reason = json!({ "reason": "A mistake." });
    let path = format!("/api/v1/alerts/{withdrawn}");
    post.serving.new_client(REVIEWER).json("DELETE", &path, &[], &reason).expect(200);
    post.serving.place.clock.advance(TimeDelta::hours(25));
    work(&post);
    for who in [GOVERNMENT, REVIEWER, REPORTER] {
        assert!(!post.kinds(who).contains("proposal-lapsed"), "{who}");
    }
}

/// Whoever opens the queue sees how long there is still time.
#[test]
fn the_queue_says_by_when_it_has_to_be_confirmed() {
    let serving = Serving::new();
    serving
        .new_client(GOVERNMENT)
        .post("/api/v1/alerts", &alert(&serving, "In time", &["coalition"]))
        .expect(201);
    let called = urgent(&serving, GOVERNMENT);
    let end = entente::db::Clock::now(serving.place.clock.as_ref()).plus(TimeDelta::hours(24));
    let reviewer = serving.new_client(GOVERNMENT_REVIEWER);
    let queue = reviewer.get("/api/v1/reviews").expect(200).json();
    let told: Vec<_> = queue["items"].as_array().unwrap().iter().map(|one| &one["confirm_by"]).collect();
    assert_eq!((&queue["items"][0]["alert"], told), (&json!(called), vec![&json!(end), &json!(null)]));
    let strings = entente::language::Strings::of(entente::language::Language::english());
    let said = format!("Ends on {} unless a second person confirms it", strings.moment(end));
    for (who, at) in
        [(GOVERNMENT_REVIEWER, "/reviews"), (GOVERNMENT_REVIEWER, "/desk"), (GOVERNMENT, "/desk")]
    {
        let page = serving.new_client(who).page(at).expect(200).text();
        assert_eq!(page.matches(&said).count(), 1, "{who} {at}: {said}: {page}");
    }
    // Once it is confirmed there is no end.
    reviewer.post(&format!("/api/v1/alerts/{called}/confirmation"), &json!({})).expect(200);
    assert!(!serving.new_client(GOVERNMENT).page("/desk").expect(200).text().contains("Ends on"));
}

/// One delegate cannot have members take their word again and again that nobody has confirmed.
#[test]
fn three_texts_of_one_person_wait_to_be_confirmed_at_most() {
    let serving = Serving::new();
    let called = [(); 3].map(|()| urgent(&serving, GOVERNMENT));
    let mut sent = alert(&serving, "Once more", &["coalition"]);
    sent["urgent"] = json!(true);
    let fourth = || serving.new_client(GOVERNMENT).post("/api/v1/alerts", &sent);
    let refused = fourth().expect(409).text();
    assert!(refused.contains("Ask a colleague to confirm or return one"), "{refused}");
    // An update of one of them is none more; another delegate and a usual alert are not kept back.
    let path = format!("/api/v1/alerts/{}/versions", called[0]);
    let updated = serving.new_client(GOVERNMENT).post(&path, &sent).expect(201).json();
    assert_eq!(updated["state"], "unconfirmed");
    urgent(&serving, second_delegate(&serving));
    let usual = alert(&serving, "In time", &["coalition"]);
    serving.new_client(GOVERNMENT).post("/api/v1/alerts", &usual).expect(201);
    // A colleague makes room.
    let path = format!("/api/v1/alerts/{}/confirmation", called[1]);
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    fourth().expect(201);
    fourth().expect(409);
    serving.place.clock.advance(TimeDelta::hours(24));
    fourth().expect(201);
}

/// Nor can they by updates, or by withdrawing one text and posting the next.
#[test]
fn ten_texts_of_one_person_go_out_unconfirmed_within_a_day_at_most() {
    let serving = Serving::new();
    let called = urgent(&serving, GOVERNMENT);
    let mut sent = alert(&serving, "Once more", &["coalition"]);
    sent["urgent"] = json!(true);
    let path = format!("/api/v1/alerts/{called}/versions");
    let update = || serving.new_client(GOVERNMENT).post(&path, &sent);
    for _ in 1..10 {
        assert_eq!(update().expect(201).json()["state"], "unconfirmed");
    }
    let refused = update().expect(409).text();
    assert!(refused.contains("You have sent 10 urgent texts and updates"), "{refused}");
    serving.new_client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(409);
    serving.place.clock.advance(TimeDelta::hours(24));
    serving.new_client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(201);
}
