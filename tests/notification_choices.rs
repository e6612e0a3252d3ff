//! People choose how they are told, and are told so: by topic, by clock, and not at all.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::db::schema::outbox;
use entente::db::{Moment, PersonId};
use entente::outbox::{Cadence, Topic};
use serde_json::json;

use crate::notifications::{Post, SOON, readers};
use crate::serving::{ADMIN, CONVENOR, REPORTER, REVIEWER};
use crate::smtp::Taken;

#[test]
fn everything_can_be_switched_off_and_nothing_is_sent_that_was_not_chosen() {
    let post = Post::new();
    post.choose(REVIEWER, &[]).expect(303);
    post.proposed("Silence");
    assert!(post.delivered().is_empty());
    assert!(post.told(REVIEWER).is_empty(), "neither mail nor dashboard");
    // Only the dashboard.
    post.choose(REVIEWER, &[("dashboard.reviews", "yes")]).expect(303);
    post.proposed("Dashboard");
    assert!(post.delivered().is_empty());
    assert_eq!(post.told(REVIEWER).len(), 1);
    // Chosen afterwards: what waits is sent as it is chosen now.
    post.choose(REVIEWER, &[("mail.reviews", "at_once")]).expect(303);
    assert_eq!(readers(&post.after(SOON)), [REVIEWER]);
    // Switched off between the event and the message.
    post.proposed("Too late");
    post.tell();
    post.choose(REVIEWER, &[]).expect(303);
    assert!(post.after(SOON).is_empty());
    // As the organisation has it.
    let mut defaults: Vec<(String, &str)> =
        Topic::ALL.iter().map(|topic| (format!("mail.{topic}"), "none")).collect();
    defaults.push(("dashboard.questions".into(), "yes"));
    let defaults: Vec<(&str, &str)> = defaults.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    post.form(ADMIN, "/notifications/defaults", &defaults).expect(303);
    post.form(REPORTER, "/notifications/defaults", &defaults).expect(403);
    post.choose(REVIEWER, &[("mail.reviews", "at_once"), ("reset", "yes")]).expect(303);
    post.proposed("By default");
    assert!(post.delivered().is_empty());
    for wrong in [("mail.deadlines", "daily"), ("mail.reviews", "hourly"), ("time_zone", "Europe/Atlantis")] {
        post.choose(REVIEWER, &[wrong]).expect(422);
    }
    for wrong in [[("quiet_from", "24"), ("quiet_until", "6")], [("quiet_from", "22"), ("quiet_until", "")]] {
        post.choose(REVIEWER, &wrong).expect(422);
    }
}

#[test]
fn quiet_hours_that_could_mean_two_things_are_asked_about() {
    let post = Post::new();
    let same = "Quiet hours cannot end at the hour at which they begin.";
    let half = "Choose both hours, or leave both empty for no quiet hours.";
    for (from, until, says) in
        [("22", "22", same), ("0", "0", same), ("07", "7", same), ("22", "", half), ("", "6", half)]
    {
        let page = post.choose(REVIEWER, &[("quiet_from", from), ("quiet_until", until)]).expect(422).text();
        assert_eq!(
            page.matches(says).count(),
            2,
            "above the form and at the field: {from} to {until}: {page}"
        );
    }
    let both = post.choose(REVIEWER, &[("quiet_from", "5"), ("quiet_until", "5"), ("time_zone", "nowhere")]);
    let page = both.expect(422).text();
    assert!(page.contains(same) && page.contains("Choose a time zone"), "each fault is told at once: {page}");
    post.choose(REVIEWER, &[("quiet_from", "22"), ("quiet_until", "6")]).expect(303);
    post.choose(REVIEWER, &[]).expect(303);
}

#[test]
fn a_digest_is_one_message_a_day_and_tells_what_is_new() {
    let post = Post::new();
    post.choose(REVIEWER, &[("mail.reviews", "daily"), ("time_zone", "Europe/Berlin")]).expect(303);
    post.proposed("One");
    post.tell();
    post.proposed("Two");
    // It is two in the afternoon in Berlin.
    assert!(post.delivered().is_empty());
    assert!(post.after(TimeDelta::hours(16)).is_empty(), "six in the morning");
    let taken = post.after(TimeDelta::hours(2));
    assert_eq!(readers(&taken), [REVIEWER]);
    assert!(taken[0].plain().contains("2 things need you"), "{}", taken[0].plain());
    assert!(post.after(TimeDelta::days(1)).is_empty(), "nothing is new");
    post.proposed("Three");
    post.tell();
    let taken = post.after(TimeDelta::days(1));
    assert_eq!(readers(&taken), [REVIEWER]);
    assert_eq!(taken[0].header("Subject").unwrap(), "A text waits for your review");
    // Once a week: on Mondays.
    post.choose(REVIEWER, &[("mail.reviews", "weekly")]).expect(303);
    post.proposed("Four");
    post.tell();
    let sent: usize = (0..7).map(|_| post.after(TimeDelta::days(1)).len()).sum();
    assert_eq!(sent, 1);
}

/// When each digest is due that has not been sent.
fn due(post: &Post) -> BTreeMap<PersonId, Moment> {
    let open = outbox::table.filter(outbox::ended_at.is_null()).select((outbox::person_id, outbox::due_at));
    let open: Vec<(PersonId, Moment)> =
        post.serving.place.database.read(|conn| Ok(open.load(conn)?)).unwrap();
    open.into_iter().collect()
}

/// Whoever sees mail arrive learns no more of what was held up by a stop of the program than on any other day.
#[test]
fn digests_that_are_overdue_after_a_stop_leave_at_moments_of_their_own() {
    let post = Post::new();
    let members = ["lumora", "estmark", "open-lines", "meridian", "lantern"];
    let group = json!({ "slug": "newcomers", "name": "Newcomers", "members": members });
    post.serving.client(CONVENOR).post("/api/v1/groups", &group).expect(201);
    post.tell();
    let planned = due(&post);
    assert!(planned.len() >= 6, "{planned:?}");
    post.serving.instance.courier.begin().unwrap();
    assert_eq!(due(&post), planned, "what is still to come stays where it is");
    // The program is down for the whole morning.
    post.serving.place.clock.advance(TimeDelta::hours(23));
    let now = post.serving.place.database.ambient().now();
    assert!(planned.values().all(|due| *due < now));
    post.serving.instance.courier.begin().unwrap();
    let spread = due(&post);
    assert!(spread.values().all(|due| *due >= now && *due < now.plus(TimeDelta::minutes(45))), "{spread:?}");
    post.serving.instance.courier.begin().unwrap();
    assert_eq!(due(&post), spread, "another start puts nothing off that is to come");
    let mut taken = Vec::new();
    for _ in 0..45 * 6 {
        taken.extend(post.after(TimeDelta::seconds(10)));
    }
    assert_eq!(taken.len(), planned.len());
    let moments: BTreeSet<String> = taken.iter().map(|one| one.header("Date").unwrap()).collect();
    assert!(moments.len() * 2 > planned.len(), "{moments:?}");
}

#[test]
fn nobody_is_disturbed_in_quiet_hours() {
    let post = Post::new();
    let quiet = [("mail.reviews", "at_once"), ("quiet_from", "12"), ("quiet_until", "14")];
    post.choose(REVIEWER, &quiet).expect(303);
    post.proposed("At noon");
    assert!(post.delivered().is_empty());
    assert!(post.after(TimeDelta::minutes(100)).is_empty());
    assert_eq!(readers(&post.after(TimeDelta::minutes(10))), [REVIEWER], "at two");
}

/// What was held leaves as one message; its link ends messages of its kind, and no alert.
#[test]
fn what_quiet_hours_hold_leaves_as_one_message() {
    let post = Post::new();
    let quiet = [("mail.reviews", "at_once"), ("quiet_from", "12"), ("quiet_until", "14")];
    let all = [&quiet[..], &[("mail.groups", "at_once"), ("mail.alerts", "at_once")]].concat();
    post.choose(REVIEWER, &all).expect(303);
    let to_reviewer = |time: TimeDelta| -> Vec<Taken> {
        post.after(time).into_iter().filter(|one| one.to == REVIEWER).collect()
    };
    for title in ["One", "Two"] {
        post.proposed(title);
        post.tell();
        assert!(to_reviewer(SOON).is_empty());
    }
    let group = json!({ "slug": "newcomers", "name": "Newcomers", "members": ["open-lines"] });
    post.serving.new_client(CONVENOR).post("/api/v1/groups", &group).expect(201);
    post.tell();
    assert!(to_reviewer(SOON).is_empty());
    // It is 12:48. What is told right before the end has a message of its own.
    assert!(to_reviewer(TimeDelta::minutes(70)).is_empty());
    post.proposed("Three");
    post.tell();
    let morning = to_reviewer(TimeDelta::minutes(8));
    assert_eq!(morning.len(), 1, "at two: {morning:?}");
    assert_eq!(morning[0].header("Subject").unwrap(), "2 things need you, and one is news");
    let said = morning[0].plain();
    let said = said.split("text/html").next().unwrap();
    let (review, joined) = ("A text waits for your review", "Your organisation joined a group");
    assert_eq!((said.matches(review).count(), said.matches(joined).count()), (2, 1), "{said}");
    assert!(said.find(review) < said.find(joined), "{said}");
    assert_eq!(to_reviewer(SOON).len(), 1, "the third");
    assert!(to_reviewer(TimeDelta::hours(20)).is_empty(), "each is told once");
    let link = morning[0].header("List-Unsubscribe").unwrap();
    let path = link[link.find("/unsubscribe/").unwrap()..].trim_end_matches('>').to_owned();
    let asked = post.serving.public().get(&path).expect(200).text();
    assert!(asked.contains("everything that is mailed at once and is never urgent"), "{asked}");
    let head = [("Content-Type", "application/x-www-form-urlencoded")];
    post.serving.public().send("POST", &path, &head, b"List-Unsubscribe=One-Click").expect(200);
    let chosen =
        post.serving.new_client(REVIEWER).get("/api/v1/me/notification-preferences").expect(200).json();
    // Under reviews something can be urgent: no press on a morning's news ends that.
    assert_eq!(chosen["at_once"], json!(["alerts", "reviews"]));
}

/// A deadline is told alone, whatever else waits for the morning.
#[test]
fn a_deadline_that_is_held_goes_along_with_nothing() {
    let post = Post::new();
    let (report, _) = post.proposed("Kept for a while");
    post.delivered();
    let sent = json!({ "keep_until": "2026-06-20" });
    let path = format!("/api/v1/reports/{report}/keeping");
    post.serving.client(ADMIN).json("PUT", &path, &[], &sent).expect(200);
    let chosen = ["deadlines", "reviews", "groups"].map(|topic| format!("mail.{topic}"));
    let chosen = chosen.each_ref().map(|topic| (topic.as_str(), "at_once"));
    post.choose(REVIEWER, &[&chosen[..], &[("quiet_from", "1"), ("quiet_until", "0")]].concat()).expect(303);
    post.serving.place.clock.advance(TimeDelta::days(14));
    post.serving.instance.timers.work().unwrap();
    let group = json!({ "slug": "newcomers", "name": "Newcomers", "members": ["open-lines"] });
    post.serving.new_client(CONVENOR).post("/api/v1/groups", &group).expect(201);
    post.proposed("Another");
    post.tell();
    let mut subjects: Vec<String> = Vec::new();
    for _ in 0..48 {
        let taken = post.after(TimeDelta::minutes(30));
        let own = taken.iter().filter(|one| one.to == REVIEWER);
        subjects.extend(own.map(|one| one.header("Subject").unwrap()));
    }
    subjects.sort_unstable();
    let alone = "A report of your organisation will be erased within a week";
    assert_eq!(subjects, [alone, "One thing needs you, and one is news"]);
}

#[test]
fn a_mail_program_ends_messages_with_one_request() {
    let post = Post::new();
    post.proposed("One");
    let taken = post.delivered();
    let header = taken[0].header("List-Unsubscribe").unwrap();
    assert_eq!(taken[0].header("List-Unsubscribe-Post").unwrap(), "List-Unsubscribe=One-Click");
    let url = header.trim_matches(['<', '>']);
    let path = &url[url.find("/unsubscribe/").unwrap()..];
    let stranger = post.serving.public();
    let asked = stranger.get(path).expect(200).text();
    assert!(asked.contains("Stop these messages?") && !asked.contains("jonas"), "{asked}");
    post.proposed("Looking ends nothing");
    assert_eq!(readers(&post.delivered()), [REVIEWER]);
    let head = [("Content-Type", "application/x-www-form-urlencoded")];
    for _ in 0..2 {
        stranger.send("POST", path, &head, b"List-Unsubscribe=One-Click").expect(200);
    }
    post.proposed("Ended");
    assert!(post.delivered().is_empty());
    assert_eq!(post.told(REVIEWER).len(), 3, "the dashboard goes on");
    for nothing in ["/unsubscribe/reviews/0000", "/unsubscribe/everything/0000"] {
        stranger.get(nothing).expect(404);
        stranger.send("POST", nothing, &head, b"").expect(404);
    }
}

#[test]
fn whoever_reads_the_settings_knows_what_they_mean() {
    let post = Post::new();
    let page = post.serving.new_client(REVIEWER).get("/notifications/preferences").expect(200).text();
    for topic in Topic::ALL {
        assert!(page.contains(&format!("name=\"mail.{topic}\"")), "{topic}");
    }
    assert!(page.contains("Europe/Helsinki") && page.contains(REVIEWER));
    let of_deadlines =
        page.split("name=\"mail.deadlines\"").nth(1).unwrap().split("</select>").next().unwrap();
    assert!(!of_deadlines.contains(Cadence::Daily.as_str()), "a deadline never travels in a digest alone");
}
