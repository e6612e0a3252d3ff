//! The deadlines of rounds: who arrives in time is heard, whoever looks first is shown what is so, and it becomes so once.

use chrono::TimeDelta;
use entente::access::Role::Administrator;
use entente::db::{Arrival, Moment};
use entente::rounds::{self, NewPosition};
use entente::web::body;
use entente::{accounts, people};
use serde_json::{Value, json};

use crate::joint_statements::{INES, founded, moved, negotiated, seen, text};
use crate::rounds::{begin, objection, on_roll, open_all, said, says, silent, told};
use crate::serving::{CONVENOR, GOVERNMENT, Serving};
use crate::unconfirmed::{readmit, suspend};

/// An administrator of Valdora.
const ADA: &str = "ada@valdora.example.org";

fn advance(serving: &Serving, time: TimeDelta) -> Moment {
    serving.place.clock.advance(time);
    serving.place.database.ambient().now()
}

fn work(serving: &Serving) {
    serving.instance.timers.work().unwrap();
}

fn adoptions(view: &Value) -> usize {
    view["steps"].as_array().unwrap().iter().filter(|step| step["state"] == "adopted").count()
}

#[test]
fn an_objection_at_the_last_moment_is_in_time_and_one_a_second_later_is_not() {
    let serving = &founded();
    let (in_time, late) = (silent(serving), silent(serving));
    advance(serving, TimeDelta::hours(73));
    said(serving, INES, &in_time, objection());
    assert_eq!(seen(serving, GOVERNMENT, &in_time)["state"], "broken");
    advance(serving, TimeDelta::seconds(1));
    let view = seen(serving, GOVERNMENT, &late);
    assert_eq!((&view["state"], &view["round"]["state"]), (&json!("silence"), &json!("counting")));
    let refused = says(serving, INES, &late, objection()).expect(409).text();
    assert!(refused.contains("being counted"), "{refused}");
    let page = serving.client(INES).page(&format!("/statements/{late}/round")).expect(200).text();
    assert!(page.contains("Being counted") && !page.contains("value=\"object\""), "{page}");
    // Ten seconds after the deadline it is adopted, whether or not a timer was there.
    advance(serving, TimeDelta::seconds(9));
    let view = seen(serving, INES, &late);
    assert_eq!((&view["state"], &view["round"]["state"]), (&json!("adopted"), &json!("adopted")));
    assert_eq!(view["round"]["ended_at"], "2026-06-04T13:00:00Z");
    assert_eq!(on_roll(&view, "estmark")["count"], "consents_by_silence");
    assert_eq!(on_roll(&view, "valdora")["count"], "unbound", "it was not told");
    let reservation = said(serving, INES, &late, objection());
    let view = seen(serving, GOVERNMENT, &late);
    let one =
        view["positions"].as_array().unwrap().iter().find(|one| one["reference"] == reservation.as_str());
    assert_eq!((&one.unwrap()["value"], &one.unwrap()["late"]), (&json!("late_reservation"), &json!(true)));
    assert_eq!(view["state"], "adopted");
}

#[test]
fn whoever_comes_first_writes_it_down_and_nobody_does_so_again() {
    let serving = &founded();
    let (by_timer, by_verb) = (silent(serving), silent(serving));
    advance(serving, TimeDelta::hours(80));
    // A verb settles first, and is then answered by what is so.
    moved(serving, CONVENOR, &by_verb, &json!({ "to": "broken", "reason": "Too late." })).expect(409);
    said(serving, INES, &by_verb, objection());
    assert_eq!(adoptions(&seen(serving, INES, &by_verb)), 1, "before any timer");
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| work(serving));
        }
    });
    work(serving);
    for statement in [&by_timer, &by_verb] {
        let view = seen(serving, INES, statement);
        assert_eq!((&view["state"], adoptions(&view)), (&json!("adopted"), 1), "{view}");
        assert_eq!(view["round"]["record"], true);
        assert_eq!(view["round"]["ended_at"], "2026-06-04T13:00:00Z", "by the deadline, however late");
    }
    assert!(told(serving, INES).contains(&"statement-adopted".to_owned()));
}

#[test]
fn nothing_is_adopted_past_a_request_that_came_in_time() {
    let serving = &founded();
    let statement = silent(serving);
    let hash = seen(serving, INES, &statement)["hash"].clone();
    let deadline = advance(serving, TimeDelta::hours(73));
    let waiting = serving.instance.app.arrivals().arrive(deadline);
    advance(serving, TimeDelta::seconds(30));
    work(serving);
    let view = seen(serving, GOVERNMENT, &statement);
    assert_eq!((&view["state"], &view["round"]["state"]), (&json!("silence"), &json!("counting")));
    // It is heard, however long it had to wait.
    let mut sent = objection();
    sent["version"] = hash;
    let new: NewPosition = body::read(&sent).unwrap();
    let (viewer, vault) = (serving.viewer(INES), serving.instance.vault.clone());
    let arrival = Arrival::begin(Some(deadline));
    serving.write(|tx| rounds::say(tx, &vault, &viewer, (&statement, &new)));
    drop((arrival, waiting));
    work(serving);
    let view = seen(serving, GOVERNMENT, &statement);
    assert_eq!((&view["state"], adoptions(&view)), (&json!("broken"), 0));
    assert_eq!(view["positions"][0]["at"], "2026-06-04T13:00:00Z");
}

#[test]
fn more_time_that_nobody_answers_is_given_by_itself() {
    let serving = &founded();
    let statement = silent(serving);
    said(serving, INES, &statement, json!({ "value": "more_time" }));
    advance(serving, TimeDelta::hours(73) + TimeDelta::seconds(10));
    let view = seen(serving, GOVERNMENT, &statement);
    assert_eq!(
        (&view["state"], &view["deadline"], &view["round"]["extended"]),
        (&json!("silence"), &json!("2026-06-05T13:00:00Z"), &json!(1)),
        "whoever looks is shown it"
    );
    work(serving);
    work(serving);
    let view = seen(serving, GOVERNMENT, &statement);
    assert_eq!((&view["round"]["extended"], &view["round"]["state"]), (&json!(1), &json!("open")));
    assert_eq!(view["round"]["requests"][0]["answer"], "automatic");
    for who in [INES, GOVERNMENT] {
        assert!(told(serving, who).contains(&"more-time-answered".to_owned()), "{who}");
    }
    advance(serving, TimeDelta::hours(24));
    work(serving);
    assert_eq!(seen(serving, INES, &statement)["state"], "adopted");
}

#[test]
fn those_alone_are_reminded_who_have_said_nothing() {
    let serving = &founded();
    let statement = silent(serving);
    said(serving, GOVERNMENT, &statement, json!({ "value": "support" }));
    let reminded = |who: &str| told(serving, who).iter().filter(|kind| *kind == "silence-reminder").count();
    advance(serving, TimeDelta::hours(49) + TimeDelta::seconds(11));
    work(serving);
    assert_eq!((reminded(INES), reminded(GOVERNMENT), reminded(CONVENOR)), (1, 0, 0));
    open_all(serving, INES);
    advance(serving, TimeDelta::hours(22));
    work(serving);
    assert_eq!((reminded(INES), reminded(GOVERNMENT)), (1, 0), "two hours before, again");
    said(serving, INES, &statement, json!({ "value": "recused" }));
    assert_eq!(reminded(INES), 0, "it asks nothing of them any more");
    advance(serving, TimeDelta::hours(3));
    work(serving);
    assert_eq!(reminded(INES), 0);
}

#[test]
fn whoever_is_suspended_at_the_deadline_keeps_no_silence() {
    let serving = &founded();
    let statement = negotiated(serving);
    open_all(serving, INES);
    let sent = json!({ "to": "silence", "deadline": crate::rounds::DEADLINE });
    moved(serving, CONVENOR, &statement, &sent).expect(200);
    assert_eq!(seen(serving, INES, &statement)["round"]["silence"], "consents");
    advance(serving, TimeDelta::hours(1));
    suspend(serving, "valdora");
    serving.new_client(INES).get(&format!("/api/v1/statements/{statement}")).expect(404);
    says(serving, INES, &statement, json!({ "value": "support" })).expect(404);
    advance(serving, TimeDelta::hours(80));
    work(serving);
    readmit(serving, "valdora");
    let view = seen(serving, INES, &statement);
    assert_eq!(view["state"], "adopted");
    assert_eq!(on_roll(&view, "valdora")["count"], "unbound");
    assert_eq!(on_roll(&view, "estmark")["count"], "consents_by_silence");
}

#[test]
fn what_was_said_by_a_mandate_stands_when_the_mandate_is_over() {
    let serving = &founded();
    serving.write(|tx| {
        let valdora = people::organisation_for_operator(tx.conn, "valdora")?;
        accounts::enrol(tx, &valdora, "Ada Reis", ADA, "", &[Administrator])
    });
    let at = |more: &str| format!("/api/v1/organisations/valdora/{more}");
    let until = serving.place.database.ambient().now().plus(TimeDelta::days(2)).date().to_string();
    let grant = json!({ "person": INES, "scope": "action", "kind": "statement", "until": until });
    serving.new_client(ADA).post(&at("mandates"), &grant).expect(201);
    let rule = json!({ "only_by_mandate": true });
    serving.new_client(ADA).json("PUT", &at("mandate-rule"), &[], &rule).expect(200);
    let statement = negotiated(serving);
    begin(serving, &statement, "2026-06-09T12:00:00Z").expect(200);
    let reference = said(serving, INES, &statement, json!({ "value": "no_objection" }));
    advance(serving, TimeDelta::days(4));
    says(serving, INES, &statement, objection()).expect(403);
    let page = serving.client(INES).page(&format!("/statements/{statement}/round")).expect(200).text();
    assert!(!page.contains("name=\"value\""), "there is no form for whoever cannot act: {page}");
    advance(serving, TimeDelta::days(5));
    work(serving);
    let view = seen(serving, GOVERNMENT, &statement);
    assert_eq!(
        (&view["state"], &on_roll(&view, "valdora")["count"]),
        (&json!("adopted"), &json!("consents"))
    );
    assert_eq!(text(&view["positions"][0]["reference"]), reference);
}
