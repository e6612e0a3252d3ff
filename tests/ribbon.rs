//! What every page says of alerts that wait is kept, and is at each moment what it would be if it were asked anew.

use chrono::TimeDelta;
use entente::access::Role;
use entente::alerts;
use entente::db::{Clock, Database};
use entente::notifications;
use entente::people;
use serde_json::{Value, json};

use crate::canary_alerts::alert;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER,
    REVIEWER, SUSPENDED, Serving,
};
use crate::support::on_postgres;
use crate::unconfirmed::suspend;

/// How many alerts wait for somebody, by the menu.
pub fn waiting(serving: &Serving, who: &str) -> usize {
    let database = &serving.place.database;
    let now = database.ambient().now();
    let viewer = serving.viewer(who).asking_at(now);
    let (kept, anew) = database
        .read(|conn| {
            let kept = serving.instance.menu.waiting(conn, &viewer, now)?;
            Ok((kept.calling, alerts::calling(conn, &viewer)?.calling))
        })
        .unwrap();
    assert_eq!(*kept, anew, "{who} at {now}");
    kept.len()
}

/// How many wait for each of those who may be called, in this order.
fn all(serving: &Serving) -> [usize; 6] {
    for who in [REPORTER, REVIEWER, ADMIN, OBSERVER, GOVERNMENT_REVIEWER, SUSPENDED, CONVENOR] {
        waiting(serving, who);
    }
    let called = [COMPANY, DEFENDER, ACADEMIC, REVIEWER, GOVERNMENT, SUSPENDED];
    called.map(|who| waiting(serving, who))
}

fn post(serving: &Serving, text: &str, audience: &[&str], more: &Value) -> String {
    let mut sent = alert(serving, text, audience);
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = serving.new_client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(201).json();
    made["reference"].as_str().unwrap().to_owned()
}

fn act(serving: &Serving, who: &str, alert: &str, act: &str, sent: &Value) {
    let answer = serving.new_client(who).post(&format!("/api/v1/alerts/{alert}/{act}"), sent);
    assert!((200..300).contains(&answer.status), "{act}: {}", answer.text());
}

#[test]
fn what_waits_is_kept_and_never_stale() {
    let serving = Serving::new();
    assert_eq!(all(&serving), [0; 6]);
    let first = post(&serving, "Cables are cut", &["coalition"], &json!({}));
    assert_eq!(all(&serving), [0; 6], "it waits for its second person");
    act(&serving, GOVERNMENT_REVIEWER, &first, "approval", &json!({}));
    assert_eq!(all(&serving), [1, 1, 1, 1, 0, 0]);
    act(&serving, COMPANY, &first, "acknowledgement", &json!({ "answer": "seen" }));
    assert_eq!(all(&serving)[0], 0);
    let narrow = post(&serving, "For one alone", &["org:lumora"], &json!({ "urgent": true }));
    let urgent = post(&serving, "At once", &["coalition"], &json!({ "urgent": true }));
    assert_eq!(all(&serving), [2, 2, 2, 2, 0, 0]);

    // An update that asks again, and one that ends the alert.
    let mut update = alert(&serving, "Other words", &["coalition"]);
    update["asks_again"] = json!(true);
    act(&serving, GOVERNMENT, &first, "versions", &update);
    act(&serving, GOVERNMENT_REVIEWER, &first, "approval", &json!({}));
    assert_eq!(all(&serving), [3, 2, 2, 2, 0, 0]);
    let reason = json!({ "reason": "Posted by mistake" });
    let path = format!("/api/v1/alerts/{narrow}");
    serving.new_client(GOVERNMENT_REVIEWER).json("DELETE", &path, &[], &reason).expect(200);
    assert_eq!(all(&serving), [2, 2, 2, 2, 0, 0]);

    // Rights that come and go, by roles, groups and votes.
    let circle = post(&serving, "For a group", &["group:circle"], &json!({}));
    act(&serving, GOVERNMENT_REVIEWER, &circle, "approval", &json!({}));
    assert_eq!(all(&serving), [2, 2, 2, 3, 0, 0]);
    let mati = "mati@lumora.example.org";
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "lumora")?;
        entente::accounts::enrol(tx, &home, "Mati Kask", mati, "", &[Role::Observer])
    });
    assert_eq!(waiting(&serving, mati), 2);
    suspend(&serving, "lumora");
    assert_eq!((waiting(&serving, mati), all(&serving)), (0, [0, 2, 2, 3, 0, 0]));

    // Time alone: what nobody confirmed, and what expires.
    let short = serving.place.clock.now().plus(TimeDelta::hours(2));
    post(&serving, "For two hours", &["coalition"], &json!({ "urgent": true, "expires_at": short }));
    assert_eq!(all(&serving), [0, 3, 3, 4, 0, 0]);
    serving.place.clock.advance(TimeDelta::hours(2) - TimeDelta::microseconds(1));
    assert_eq!(all(&serving), [0, 3, 3, 4, 0, 0]);
    serving.place.clock.advance(TimeDelta::microseconds(1));
    assert_eq!(all(&serving), [0, 2, 2, 3, 0, 0]);
    serving.place.clock.advance(TimeDelta::hours(22));
    assert_eq!(all(&serving), [0, 1, 1, 2, 0, 0], "{urgent} has ended");
    suspend(&serving, "estmark");
    assert_eq!(all(&serving), [0; 6], "nobody there would read an answer");
}

/// The begin and the end of a snapshot; on PostgreSQL the pool asks before whether its connection lives.
fn frame() -> u64 {
    if on_postgres() { 3 } else { 2 }
}

#[test]
fn what_changes_nothing_of_alerts_asks_for_none_of_them() {
    let serving = Serving::new();
    let first = post(&serving, "Cables are cut", &["coalition"], &json!({ "urgent": true }));
    let now = serving.place.database.ambient().now();
    // What the program does by itself meanwhile is counted elsewhere.
    let database = Database::connect(&serving.place.url, serving.place.database.ambient().clone()).unwrap();
    let viewer = serving.viewer(COMPANY).asking_at(now);
    let statements = || {
        let read = || {
            let begun = database.statements();
            let waiting = database.read(|conn| serving.instance.menu.waiting(conn, &viewer, now)).unwrap();
            (waiting.calling.len(), database.statements() - begun)
        };
        // The counts of the viewer alone are asked for once: nothing is written by this hand.
        let ((called, first), (_, again)) = (read(), read());
        (called, first, again)
    };
    let (called, _, again) = statements();
    assert_eq!((called, again), (1, 1 + frame()), "{first}: one look at the change log, and none at alerts");
    serving.released(&crate::replies::about("EE"), &["public"]);
    assert_eq!(
        statements(),
        (1, 2 + frame(), 1 + frame()),
        "one look at what has changed, and none at alerts"
    );
}

/// What the menu counts for somebody, which is what it would be if it were counted anew.
fn counted(serving: &Serving, who: &str) -> u64 {
    let database = &serving.place.database;
    let now = database.ambient().now();
    let viewer = serving.viewer(who).asking_at(now);
    let (kept, anew) = database
        .read(|conn| {
            let kept = serving.instance.menu.waiting(conn, &viewer, now)?;
            Ok((kept.counts, notifications::menu_counts(conn, &viewer, now)?))
        })
        .unwrap();
    assert_eq!(kept["/desk"], anew["/desk"], "{who} at {now}");
    kept["/desk"]
}

#[test]
fn counts_are_kept_until_something_is_written() {
    let post = crate::notifications::Post::new();
    let serving = &post.serving;
    let counts = || [GOVERNMENT_REVIEWER, DEFENDER, COMPANY].map(|who| counted(serving, who));
    assert_eq!(counts(), [0; 3]);
    let alert = self::post(serving, "Cables are cut", &["coalition"], &json!({}));
    assert_eq!(counts(), [0; 3], "nobody was told yet");
    post.tell();
    assert_eq!(counts(), [1, 0, 0]);
    act(serving, GOVERNMENT_REVIEWER, &alert, "approval", &json!({}));
    assert_eq!(counts(), [0; 3], "it is decided");
    post.tell();
    assert_eq!(counts(), [0, 1, 1], "whoever approved it knows");
    serving.client(COMPANY).page("/desk").expect(200);
    suspend(serving, "lumora");
    assert_eq!(counts(), [0, 1, 0], "a suspended member is told of nothing");
    // Time alone.
    serving.place.clock.advance(TimeDelta::days(3));
    assert_eq!(counts(), [0; 3], "it has expired");
}
