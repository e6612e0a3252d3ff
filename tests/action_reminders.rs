//! What is due is told a day before: an action to those who have a part in it, a task to whoever does it. Each is told once, and
//! nobody is told of what is over, taken back, done or theirs no more by then.

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::db::schema::event;
use entente::outbox::EventKind;
use serde_json::{Value, json};

use crate::http::Answer;
use crate::serving::{
    ACADEMIC, COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REVIEWER, Serving,
};
use crate::unconfirmed::{readmit, suspend};

/// Delegates of three organisations, the first of which began each action.
const DELEGATES: [&str; 3] = [GOVERNMENT, DEFENDER, REVIEWER];
/// Who reads the actions, and acts for nobody in them.
const READERS: [&str; 4] = [GOVERNMENT_REVIEWER, OBSERVER, ACADEMIC, COMPANY];
const ALL: &[&str] = &["coalition"];
/// Those to whom a brief goes that leaves Defenders behind later.
const WITH_DEFENDERS: &[&str] = &["sector:government", "org:open-lines", "org:defenders"];

fn days(serving: &Serving, days: i64) -> Value {
    json!(serving.place.database.ambient().now().plus(TimeDelta::days(days)).rfc3339())
}

#[track_caller]
fn act(serving: &Serving, who: &str, (method, path): (&str, &str), body: &Value) -> Answer {
    let answer = serving.new_client(who).json(method, &format!("/api/v1{path}"), &[], body);
    assert!(answer.status < 300, "{method} {path} as {who}: {}", answer.text());
    answer
}

/// Writes the brief of an action of Estmark, and has it approved. The reference of the action.
fn written(serving: &Serving, path: &str, audience: &[&str], due: &Value) -> String {
    let sent = json!({
        "kind": "letter", "title": "A letter", "brief": "We write.", "audience": audience, "due_at": due,
    });
    let made = act(serving, GOVERNMENT, ("POST", path), &sent).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    if made["state"] == "proposed" {
        act(serving, GOVERNMENT_REVIEWER, ("POST", &format!("/actions/{action}/approval")), &json!({}));
    }
    action
}

/// Begins one that these join.
fn begun(serving: &Serving, audience: &[&str], due: &Value, joining: &[&str]) -> String {
    let action = written(serving, "/actions", audience, due);
    for who in joining {
        act(serving, who, ("PUT", &format!("/actions/{action}/participation")), &json!({}));
    }
    action
}

fn leave(serving: &Serving, action: &str) {
    act(serving, DEFENDER, ("DELETE", &format!("/actions/{action}/participation")), &json!({}));
}

fn close(serving: &Serving, action: &str) {
    for to in ["preparing", "agreed", "delivered", "closed"] {
        let sent = json!({ "to": to, "reason": "It is done." });
        act(serving, GOVERNMENT, ("POST", &format!("/actions/{action}/moves")), &sent);
    }
}

fn withdraw(serving: &Serving, action: &str) {
    act(serving, GOVERNMENT, ("DELETE", &format!("/actions/{action}")), &json!({ "reason": "A mistake" }));
}

/// A new brief that Defenders do not read: while they are suspended, they are no readers whom it has to reach.
fn leave_behind(serving: &Serving, action: &str, due: &Value) {
    suspend(serving, "defenders");
    written(serving, &format!("/actions/{action}/versions"), &WITH_DEFENDERS[..2], due);
    readmit(serving, "defenders");
}

/// Lets time pass, and tells what has happened by then: how many reminders of actions and of tasks there were.
fn pass(serving: &Serving, time: TimeDelta) -> [i64; 2] {
    // A deadline waits a little for what arrived before it.
    serving.place.clock.advance(time + TimeDelta::seconds(11));
    serving.instance.timers.work().unwrap();
    let count = |kind: EventKind| {
        let of_it = event::table.filter(event::kind.eq(kind)).count();
        serving.place.database.read(|conn| Ok(of_it.get_result::<i64>(conn)?)).unwrap()
    };
    let reminders = [EventKind::ActionDue, EventKind::ActionTaskDue].map(count);
    serving.instance.courier.tell().unwrap();
    reminders
}

/// How often somebody is told this of an action.
fn told(serving: &Serving, who: &str, kind: &str, action: &str) -> usize {
    let told = serving.new_client(who).get("/api/v1/notifications?limit=200").expect(200).json();
    assert_eq!(told["next"], Value::Null);
    let items = told["items"].as_array().unwrap().iter();
    items.filter(|one| one["kind"] == kind && one["about"] == action).count()
}

/// Each of these actions is told of to these of the delegates, once, and to nobody else.
#[track_caller]
fn are_told(serving: &Serving, kind: &str, expected: &[(&str, &String, [usize; 3])]) {
    for (name, action, delegates) in expected {
        assert_eq!(DELEGATES.map(|who| told(serving, who, kind, action)), *delegates, "{name}");
        assert_eq!(READERS.map(|who| told(serving, who, kind, action)), [0; 4], "{name}");
    }
}

#[test]
fn an_action_that_is_due_is_told_of_once_to_those_who_have_a_part_in_it() {
    let serving = &Serving::new();
    let due = days(serving, 2);
    let led = begun(serving, ALL, &due, &[DEFENDER]);
    let lead = format!("/actions/{led}/lead");
    act(serving, GOVERNMENT, ("POST", &lead), &json!({ "organisation": "defenders" }));
    act(serving, DEFENDER, ("PUT", &lead), &json!({}));
    let joined = begun(serving, ALL, &due, &[DEFENDER, REVIEWER]);
    let left = begun(serving, ALL, &due, &[DEFENDER]);
    leave(serving, &left);
    let closed = begun(serving, ALL, &due, &[DEFENDER]);
    close(serving, &closed);
    let withdrawn = begun(serving, ALL, &due, &[DEFENDER]);
    withdraw(serving, &withdrawn);
    let narrowed = begun(serving, WITH_DEFENDERS, &due, &[DEFENDER, REVIEWER]);
    leave_behind(serving, &narrowed, &due);
    let put_off = begun(serving, ALL, &due, &[DEFENDER]);
    written(serving, &format!("/actions/{put_off}/versions"), ALL, &days(serving, 5));
    let over = [("closed", &closed, [0; 3]), ("withdrawn", &withdrawn, [0; 3])];
    let open = |led_by: [usize; 3], joined_by, left_by, narrowed_by| {
        [
            ("led", &led, led_by),
            ("joined", &joined, joined_by),
            ("left", &left, left_by),
            ("narrowed", &narrowed, narrowed_by),
        ]
    };
    assert_eq!(pass(serving, TimeDelta::hours(23)), [0, 0], "it is more than a day off");
    are_told(serving, "action-due", &open([0; 3], [0; 3], [0; 3], [0; 3]));
    assert_eq!(
        pass(serving, TimeDelta::hours(1)),
        [8, 0],
        "one for each organisation that has a part in one"
    );
    let once = open([1, 1, 0], [1, 1, 1], [1, 0, 0], [1, 0, 1]);
    are_told(serving, "action-due", &once);
    are_told(serving, "action-due", &over);
    are_told(serving, "action-due", &[("put off", &put_off, [0; 3])]);
    // The day itself is told to nobody again.
    assert_eq!(pass(serving, TimeDelta::hours(24)), [0, 0]);
    are_told(serving, "action-due", &once);
    assert_eq!(
        pass(serving, TimeDelta::hours(48)),
        [2, 0],
        "what was put off comes a day before its new day"
    );
    are_told(serving, "action-due", &[("put off", &put_off, [1, 1, 0])]);
    // What ends meanwhile waits for nobody.
    close(serving, &joined);
    withdraw(serving, &led);
    let ended = [("joined", &joined, [0; 3]), ("led", &led, [0; 3])];
    are_told(serving, "action-due", &ended);
}

#[test]
fn a_task_that_is_due_is_told_of_once_to_whoever_does_it() {
    let serving = &Serving::new();
    let due = days(serving, 2);
    // An action in which three organisations take part, with a task of one of them or of nobody.
    let tasked = |audience: &[&str], who: &str, owner: &str| {
        let action = begun(serving, audience, &Value::Null, &[DEFENDER, REVIEWER]);
        let sent = json!({ "title": "Call the capital", "organisation": owner, "due_at": due });
        let made = act(serving, who, ("POST", &format!("/actions/{action}/tasks")), &sent).json();
        (action, format!("/tasks/{}", made["reference"].as_str().unwrap()))
    };
    let own = || tasked(ALL, DEFENDER, "defenders");
    let change = |task: &str, sent: Value| act(serving, DEFENDER, ("PATCH", task), &sent);
    let (kept, given, free) = (own().0, tasked(ALL, GOVERNMENT, "open-lines").0, tasked(ALL, DEFENDER, "").0);
    let (done, task) = own();
    change(&task, json!({ "done": true }));
    let (returned, task) = own();
    change(&task, json!({ "organisation": "" }));
    let (put_off, task) = own();
    change(&task, json!({ "due_at": days(serving, 5) }));
    let (left, closed, withdrawn) = (own().0, own().0, own().0);
    leave(serving, &left);
    close(serving, &closed);
    withdraw(serving, &withdrawn);
    let (narrowed, _) = tasked(WITH_DEFENDERS, DEFENDER, "defenders");
    leave_behind(serving, &narrowed, &Value::Null);
    assert_eq!(pass(serving, TimeDelta::hours(23)), [0, 0], "it is more than a day off");
    assert_eq!(pass(serving, TimeDelta::hours(1)), [0, 2]);
    let nobody = [0; 3];
    let once = [
        ("kept", &kept, [0, 1, 0]),
        ("given", &given, [0, 0, 1]),
        ("free", &free, nobody),
        ("done", &done, nobody),
        ("returned", &returned, nobody),
        ("left", &left, nobody),
        ("closed", &closed, nobody),
        ("withdrawn", &withdrawn, nobody),
        ("narrowed", &narrowed, nobody),
    ];
    are_told(serving, "action-task-due", &once);
    are_told(serving, "action-task-due", &[("put off", &put_off, nobody)]);
    assert_eq!(pass(serving, TimeDelta::hours(24)), [0, 0]);
    are_told(serving, "action-task-due", &once);
    assert_eq!(
        pass(serving, TimeDelta::hours(48)),
        [0, 1],
        "what was put off comes a day before its new day"
    );
    are_told(serving, "action-task-due", &[("put off", &put_off, [0, 1, 0])]);
}

#[test]
fn what_is_due_within_a_day_is_told_when_it_is_due() {
    let serving = &Serving::new();
    let soon = serving.place.database.ambient().now().plus(TimeDelta::hours(12)).rfc3339();
    let action = begun(serving, ALL, &json!(soon), &[DEFENDER]);
    assert_eq!(pass(serving, TimeDelta::hours(11)), [0, 0]);
    assert_eq!(pass(serving, TimeDelta::hours(1)), [2, 0]);
    are_told(serving, "action-due", &[("soon", &action, [1, 1, 0])]);
}
