//! Organisations that have not answered an alert are reminded of it: in time, once for each call, and of nothing that only one
//! person has agreed to.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::canary_alerts::alert;
use crate::notifications::Post;
use crate::serving::{COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER};
use crate::smtp::Taken;

/// When the reminder fires, and a little later, for a deadline waits for what arrived before it.
fn minutes(minutes: i64) -> TimeDelta {
    TimeDelta::minutes(minutes) + TimeDelta::seconds(11)
}

struct Call {
    post: Post,
    reference: String,
}

impl Call {
    /// An alert that ends after so many hours.
    fn new(audience: &[&str], hours: i64, more: &Value) -> Self {
        let post = Post::new();
        let sent = Self::sent(&post, audience, hours, more);
        let made = post.serving.new_client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(201).json();
        let call = Self { reference: made["reference"].as_str().unwrap().to_owned(), post };
        if more.get("urgent").is_none() {
            call.decide("approval");
        }
        call
    }

    fn sent(post: &Post, audience: &[&str], hours: i64, more: &Value) -> Value {
        let mut sent = alert(&post.serving, "Lines are cut", audience);
        let end = post.serving.place.database.ambient().now().plus(TimeDelta::hours(hours));
        sent["expires_at"] = json!(end.rfc3339());
        sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        sent
    }

    fn decide(&self, decision: &str) {
        let path = format!("/api/v1/alerts/{}/{decision}", self.reference);
        self.post.serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    }

    /// Updates it, and has that approved.
    fn update(&self, audience: &[&str], hours: i64, more: &Value) {
        let sent = Self::sent(&self.post, audience, hours, more);
        let path = format!("/api/v1/alerts/{}/versions", self.reference);
        self.post.serving.new_client(GOVERNMENT).post(&path, &sent).expect(201);
        self.decide("approval");
    }

    /// Whether somebody is reminded within this time.
    fn reminds(&self, who: &str, time: TimeDelta) -> bool {
        let serving = &self.post.serving;
        let id = serving.person(who);
        serving.write(|tx| {
            let all = entente::outbox::EventKind::ALL;
            let now = tx.now();
            entente::outbox::settle_all(tx, &id, all, now)
        });
        serving.place.clock.advance(time);
        serving.instance.timers.work().unwrap();
        self.post.tell();
        self.post.kinds(who).contains("alert-reminder")
    }
}

#[test]
fn one_reminder_comes_after_half_of_the_time_and_after_a_day_at_the_latest() {
    let short = Call::new(&["coalition"], 2, &json!({}));
    assert!(!short.reminds(COMPANY, minutes(58)));
    assert!(short.reminds(COMPANY, minutes(3)));
    assert!(!short.reminds(COMPANY, minutes(50)), "once");
    let long = Call::new(&["coalition"], 24 * 60, &json!({}));
    assert!(!long.reminds(COMPANY, TimeDelta::hours(23)));
    assert!(long.reminds(COMPANY, minutes(61)));
}

#[test]
fn whoever_reads_it_since_an_update_is_reminded_too() {
    let call = Call::new(&["sector:government", "org:lumora"], 4, &json!({}));
    assert!(call.reminds(COMPANY, minutes(121)));
    call.update(&["coalition"], 2, &json!({}));
    assert!(!call.reminds(DEFENDER, minutes(50)));
    assert!(call.reminds(DEFENDER, minutes(12)));
}

#[test]
fn another_end_brings_another_reminder_and_never_a_later_one() {
    // Longer: whoever has not answered after the first reminder gets one for the rest.
    let call = Call::new(&["coalition"], 2, &json!({}));
    assert!(call.reminds(COMPANY, minutes(61)));
    call.update(&["coalition"], 4, &json!({}));
    assert!(call.reminds(COMPANY, minutes(121)));
    // Shorter: the reminder that was set comes in time.
    let call = Call::new(&["coalition"], 40, &json!({}));
    call.update(&["coalition"], 2, &json!({}));
    assert!(call.reminds(COMPANY, minutes(61)));
    // Longer, before the first: that is not put off again and again.
    let call = Call::new(&["coalition"], 4, &json!({}));
    for _ in 0..3 {
        assert!(!call.reminds(COMPANY, minutes(30)));
        call.update(&["coalition"], 40, &json!({}));
    }
    assert!(call.reminds(COMPANY, minutes(30)));
}

#[test]
fn an_update_of_the_words_alone_reminds_nobody_again() {
    let call = Call::new(&["coalition"], 4, &json!({}));
    assert!(call.reminds(COMPANY, minutes(121)));
    let end = call.post.serving.new_client(COMPANY).get(&format!("/api/v1/alerts/{}", call.reference));
    let end = end.expect(200).json()["expires_at"].clone();
    call.update(&["coalition"], 1, &json!({ "expires_at": end }));
    assert!(!call.reminds(COMPANY, minutes(110)));
}

/// Whoever lets quiet hours hold alerts, too, finds one thing in one message: that it was released and still waits.
#[test]
fn a_night_with_an_alert_and_its_reminder_leaves_one_thing_in_one_message() {
    let Call { post, .. } = Call::new(&["coalition"], 40, &json!({}));
    let quiet = [("quiet_from", "12"), ("quiet_until", "11"), ("urgent_waits", "yes")];
    post.choose(COMPANY, &[&quiet[..], &[("mail.alerts", "at_once")]].concat()).expect(303);
    let taken = |time: TimeDelta| -> Vec<Taken> {
        post.after(time).into_iter().filter(|one| one.to == COMPANY).collect()
    };
    post.tell();
    assert!(taken(minutes(1)).is_empty());
    post.serving.place.clock.advance(TimeDelta::hours(20));
    post.serving.instance.timers.work().unwrap();
    post.tell();
    assert_eq!(post.kinds(COMPANY), ["alert-released", "alert-reminder"].map(str::to_owned).into());
    assert!(taken(minutes(1)).is_empty());
    let morning = [taken(TimeDelta::hours(3)), taken(minutes(5))].concat();
    assert_eq!(morning.len(), 1, "{morning:?}");
    let subject = morning[0].header("Subject").unwrap();
    assert_eq!(subject, "[TLP:GREEN] An alert still waits for your organisation's acknowledgement");
    assert!(!morning[0].plain().contains("New or updated alert"), "{}", morning[0].plain());
    assert!(taken(TimeDelta::hours(20)).is_empty(), "neither is told again");
}

/// The first call goes out because a danger may not wait; a second one needs the second person.
#[test]
fn nobody_is_reminded_of_what_nobody_has_confirmed() {
    let call = Call::new(&["coalition"], 48, &json!({ "urgent": true }));
    assert!(!call.reminds(COMPANY, TimeDelta::hours(20)));
    call.decide("confirmation");
    assert!(!call.reminds(COMPANY, TimeDelta::hours(13)));
    assert!(call.reminds(COMPANY, minutes(65)), "after half of what was left at the confirmation");
    // A usual update that takes the place of an unconfirmed one is agreed to.
    let call = Call::new(&["coalition"], 24, &json!({ "urgent": true }));
    let end = call.post.serving.new_client(COMPANY).get(&format!("/api/v1/alerts/{}", call.reference));
    let end = end.expect(200).json()["expires_at"].clone();
    call.update(&["coalition"], 1, &json!({ "expires_at": end }));
    assert!(call.reminds(COMPANY, TimeDelta::hours(12) + minutes(1)));
    // One that ends unconfirmed calls nobody again.
    let call = Call::new(&["coalition"], 48, &json!({ "urgent": true }));
    assert!(!call.reminds(COMPANY, TimeDelta::hours(30)));
}
