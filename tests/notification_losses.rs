//! Nothing that somebody is to be told is lost behind something else, and nothing is told that is over.

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::db::schema::notification;
use serde_json::json;

use crate::notifications::{Post, readers};
use crate::serving::{REPORTER, REVIEWER};

#[test]
fn what_is_never_mailed_hides_nothing_that_is() {
    let post = Post::new();
    post.choose(REVIEWER, &[("mail.reviews", "at_once"), ("dashboard.returned", "on")]).expect(303);
    let person = post.serving.person(REVIEWER);
    post.serving.write(|tx| {
        for number in 0..250 {
            diesel::insert_into(notification::table)
                .values((
                    notification::id.eq(format!("old-{number}")),
                    notification::reference.eq(format!("M-OLD{number:03}")),
                    notification::person_id.eq(&person),
                    notification::kind.eq("proposal-approved"),
                    notification::subject.eq(format!("gone-{number}")),
                    notification::thread.eq("gone"),
                    notification::at.eq(tx.now()),
                ))
                .execute(tx.conn)?;
        }
        Ok(())
    });
    post.proposed("After all of them");
    assert_eq!(readers(&post.delivered()), [REVIEWER]);
}

#[test]
fn one_press_settles_what_the_dashboard_shows_and_no_summary() {
    let post = Post::new();
    post.choose(REVIEWER, &[("mail.reviews", "daily")]).expect(303);
    post.proposed("For the summary alone");
    post.tell();
    post.form(REVIEWER, "/notifications/settlement", &[]).expect(303);
    assert_eq!(readers(&post.after(TimeDelta::days(2))), [REVIEWER]);
}

#[test]
fn what_is_decided_takes_no_place_of_what_waits() {
    let post = Post::new();
    post.proposed("The oldest");
    post.serving.place.clock.advance(TimeDelta::minutes(1));
    for number in 0..7 {
        let (report, release) = post.proposed(&format!("Decided {number}"));
        post.tell();
        let path = format!("/api/v1/reports/{report}/releases/{release}/approval");
        post.serving.new_client(REVIEWER).post(&path, &json!({})).expect(200);
    }
    let client = post.serving.new_client(REVIEWER);
    for path in ["/desk", "/notifications"] {
        let page = client.get(path).expect(200).text();
        assert!(page.contains("A text waits for your review"), "{path}: {page}");
        assert_eq!(page.matches("/reading\"").count(), 1, "{path}: {page}");
    }
}

#[test]
fn what_was_approved_and_withdrawn_is_told_to_nobody() {
    let post = Post::new();
    let (report, release) = post.proposed("Out and back");
    let path = format!("/api/v1/reports/{report}/releases/{release}");
    let client = post.serving.new_client(REVIEWER);
    client.post(&format!("{path}/approval"), &json!({})).expect(200);
    post.tell();
    let says = "Your proposal was approved";
    let page = || post.serving.new_client(REPORTER).get("/notifications").expect(200).text();
    assert!(page().contains(says), "{}", page());
    client.json("DELETE", &path, &[], &json!({ "reason": "Too early." })).expect(200);
    assert!(!page().contains(says), "{}", page());
}
