//! Rounds of silence: how they begin, what organisations say in them and who learns of that, how they end without an adoption.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::http::Answer;
use crate::joint_statements::{
    INES, approve, drafted, founded, moved, negotiated, post, seen, text, three, write,
};
use crate::serving::{COMPANY, CONVENOR, GOVERNMENT, OBSERVER, REVIEWER, Serving};

/// Seventy-three hours after a negotiation begins here.
pub const DEADLINE: &str = "2026-06-04T13:00:00Z";

/// Has the chair begin a round, with a reason for Valdora, which was not told.
pub fn begin(serving: &Serving, statement: &str, deadline: &str) -> Answer {
    let sent = json!({ "to": "silence", "deadline": deadline, "waivers": { "valdora": "They sit here." } });
    moved(serving, CONVENOR, statement, &sent)
}

/// A statement of Estmark of which a round runs; Estmark and Valdora are on its roll.
#[track_caller]
pub fn silent(serving: &Serving) -> String {
    let statement = negotiated(serving);
    begin(serving, &statement, DEADLINE).expect(200);
    statement
}

/// Has somebody say something of the version that is read.
pub fn says(serving: &Serving, who: &str, statement: &str, mut sent: Value) -> Answer {
    sent["version"] = seen(serving, GOVERNMENT, statement)["hash"].clone();
    post(serving, who, statement, "positions", &sent)
}

#[track_caller]
pub fn said(serving: &Serving, who: &str, statement: &str, sent: Value) -> String {
    text(&says(serving, who, statement, sent).expect(201).json()["reference"])
}

pub fn objection() -> Value {
    json!({ "value": "object", "text": "The second paragraph.", "amendment": "We ask Zale." })
}

/// What somebody was told, by kinds.
pub fn told(serving: &Serving, who: &str) -> Vec<String> {
    serving.instance.courier.tell().unwrap();
    let all = serving.new_client(who).get("/api/v1/notifications").expect(200).json();
    all["items"].as_array().unwrap().iter().map(|one| text(&one["kind"])).collect()
}

/// Somebody opens all that they were told.
pub fn open_all(serving: &Serving, who: &str) {
    serving.instance.courier.tell().unwrap();
    let client = serving.new_client(who);
    let all = client.get("/api/v1/notifications").expect(200).json();
    for one in all["items"].as_array().unwrap() {
        client.post(&format!("/api/v1/notifications/{}/reading", text(&one["reference"])), &json!({}));
    }
}

/// What stands on the roll of somebody's organisation, as somebody is shown it.
pub fn on_roll(view: &Value, slug: &str) -> Value {
    let roll = view["round"]["roll"].as_array().unwrap();
    roll.iter().find(|one| one["organisation"]["slug"] == slug).cloned().unwrap_or_default()
}

#[test]
fn the_chair_begins_a_round_and_the_text_is_frozen() {
    let serving = &founded();
    let statement = negotiated(serving);
    let begins = |who: &str, more: Value| {
        let mut sent = json!({ "to": "silence", "waivers": { "valdora": "They sit here." } });
        sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        moved(serving, who, &statement, &sent)
    };
    begins(GOVERNMENT, json!({ "deadline": DEADLINE })).expect(403);
    begins(INES, json!({ "deadline": DEADLINE })).expect(403);
    begins(COMPANY, json!({ "deadline": DEADLINE })).expect(404);
    begins(CONVENOR, json!({})).expect(422);
    begins(CONVENOR, json!({ "deadline": "2026-06-04T11:59:59Z" })).expect(409);
    begins(CONVENOR, json!({ "deadline": "2026-05-30T12:00:00Z" })).expect(422);
    begins(CONVENOR, json!({ "deadline": "2026-06-04T13:00:00.5Z" })).expect(422);
    begins(CONVENOR, json!({ "deadline": DEADLINE, "waivers": { "nowhere": "x" } })).expect(422);
    let none = begins(CONVENOR, json!({ "deadline": DEADLINE, "waivers": {} })).expect(409).text();
    assert!(none.contains("got the notice"), "{none}");
    // An hour that the clocks skip, and one that they show twice, is no deadline.
    let in_tallinn = |local: &str| json!({ "deadline": local, "zone": "Europe/Tallinn" });
    begins(CONVENOR, in_tallinn("2027-03-28 03:30")).expect(422);
    let twice = begins(CONVENOR, in_tallinn("2026-10-25 03:30")).expect(422).text();
    assert!(twice.contains("twice"), "{twice}");
    begins(CONVENOR, in_tallinn("2026-06-04 16:00")).expect(200);
    begins(CONVENOR, json!({ "deadline": DEADLINE })).expect(409);
    let view = seen(serving, INES, &statement);
    assert_eq!(
        (&view["state"], &view["deadline"], &view["deadline_zone"], &view["round"]["state"]),
        (&json!("silence"), &json!(DEADLINE), &json!("Europe/Tallinn"), &json!("open"))
    );
    // Who was not told consents to nothing by its silence, and reads why the round began.
    assert_eq!(view["round"]["silence"], "nothing");
    assert_eq!(on_roll(&view, "valdora")["waived"], "They sit here.");
    let view = seen(serving, GOVERNMENT, &statement);
    assert_eq!(view["round"]["silence"], "consents");
    assert_eq!(on_roll(&view, "valdora")["waived"], Value::Null);
    // Nothing of the text changes, by whatever way.
    write(serving, GOVERNMENT, &statement, &three()).expect(409);
    let version = view["hash"].clone();
    let amends = json!({ "paragraph": "p3", "version": version, "text": "We act." });
    post(serving, INES, &statement, "amendments", &amends).expect(409);
    let bracket = json!({ "paragraph": "p3", "start": 0, "end": 2, "kind": "trade" });
    post(serving, INES, &statement, "brackets", &bracket).expect(409);
    post(serving, INES, &statement, "inputs", &json!({ "text": "Well." })).expect(409);
    post(serving, GOVERNMENT, &statement, "consolidation", &json!({})).expect(409);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "negotiation" })).expect(409);
    let room = json!({ "audience": ["coalition"] });
    let path = format!("/api/v1/statements/{statement}/room");
    serving.new_client(GOVERNMENT).json("PUT", &path, &[], &room).expect(409);
    assert!(told(serving, INES).contains(&"silence-begun".to_owned()));
    let page = serving.client(INES).page(&format!("/statements/{statement}/round")).expect(200).text();
    assert!(page.contains("They sit here.") && page.contains("2026"), "{page}");
    serving.client(INES).page(&format!("/statements/{statement}")).expect(200);
}

#[test]
fn whoever_opened_the_notice_needs_no_waiver() {
    let serving = &founded();
    let statement = negotiated(serving);
    open_all(serving, INES);
    let sent = json!({ "to": "silence", "deadline": DEADLINE });
    moved(serving, CONVENOR, &statement, &sent).expect(200);
    assert_eq!(seen(serving, INES, &statement)["round"]["silence"], "consents");
}

#[test]
fn no_round_begins_while_a_state_does_not_read_the_text() {
    let serving = &founded();
    let statement = drafted(serving);
    let sent =
        json!({ "to": "consultation", "audience": ["org:open-lines"], "until": "2026-06-05T12:00:00Z" });
    moved(serving, GOVERNMENT, &statement, &sent).expect(200);
    approve(serving, &statement);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "negotiation" })).expect(200);
    let refused = moved(serving, CONVENOR, &statement, &json!({ "to": "silence", "deadline": DEADLINE }));
    let refused = refused.expect(409).text();
    assert!(refused.contains("does not read the text") && !refused.contains("Valdora"), "{refused}");
}

#[test]
fn brackets_amendments_and_conditions_keep_a_round_from_beginning() {
    let serving = &founded();
    let statement = negotiated(serving);
    let bracket = json!({ "paragraph": "p3", "start": 0, "end": 2, "kind": "trade" });
    let bracket =
        text(&post(serving, INES, &statement, "brackets", &bracket).expect(201).json()["reference"]);
    let refused = begin(serving, &statement, DEADLINE).expect(409).text();
    assert!(refused.contains("brackets"), "{refused}");
    let agreed = json!({ "status": "agreed" });
    post(serving, INES, &statement, &format!("brackets/{bracket}/status"), &agreed).expect(200);
    says(serving, INES, &statement, json!({ "value": "support_if" })).expect(409);
    says(serving, INES, &statement, json!({ "value": "object", "text": "No.", "cannot_accept": true }))
        .expect(409);
    says(serving, REVIEWER, &statement, json!({ "value": "support" })).expect(404);
    let condition = said(serving, INES, &statement, json!({ "value": "support_if", "text": "If at once." }));
    assert!(told(serving, GOVERNMENT).contains(&"condition-set".to_owned()));
    let refused = begin(serving, &statement, DEADLINE).expect(409).text();
    assert!(refused.contains("condition"), "{refused}");
    let path = format!("positions/{condition}/answer");
    let answer = |who: &str, sent: Value| post(serving, who, &statement, &path, &sent);
    answer(INES, json!({ "answer": "accepted" })).expect(403);
    answer(GOVERNMENT, json!({ "answer": "perhaps" })).expect(422);
    answer(GOVERNMENT, json!({ "answer": "declined" })).expect(409);
    answer(GOVERNMENT, json!({ "answer": "declined", "reason": "Not yet." })).expect(200);
    answer(GOVERNMENT, json!({ "answer": "accepted" })).expect(409);
    assert!(told(serving, INES).contains(&"condition-answered".to_owned()));
    begin(serving, &statement, DEADLINE).expect(200);
}

#[test]
fn an_objection_breaks_the_round_at_once() {
    let serving = &founded();
    let statement = silent(serving);
    let object = |sent: Value| says(serving, INES, &statement, sent);
    object(json!({ "value": "object" })).expect(409);
    object(json!({ "value": "object", "text": "No." })).expect(409);
    let both = json!({ "value": "object", "text": "No.", "amendment": "We ask.", "cannot_accept": true });
    object(both).expect(422);
    object(json!({ "value": "support", "amendment": "We ask." })).expect(422);
    object(json!({ "value": "veto" })).expect(422);
    let stale = json!({ "value": "object", "text": "No.", "cannot_accept": true, "version": "0" });
    post(serving, INES, &statement, "positions", &stale).expect(412);
    let reference = said(serving, INES, &statement, objection());
    let view = seen(serving, GOVERNMENT, &statement);
    assert_eq!((&view["state"], &view["round"]["state"]), (&json!("broken"), &json!("broken")));
    let one = &view["positions"][0];
    assert_eq!((&one["reference"], &one["value"]), (&json!(reference), &json!("object")));
    assert_eq!(one["words"][0]["amendment"], "We ask Zale.");
    // The course names nobody.
    let last = view["steps"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["state"], &last["organisation"]), (&json!("broken"), &Value::Null));
    for who in [GOVERNMENT, CONVENOR] {
        assert!(told(serving, who).contains(&"silence-broken".to_owned()), "{who}");
    }
    // It is withdrawn by whoever made it, and the chair can begin again on the same words.
    let withdraw =
        |who: &str| post(serving, who, &statement, &format!("positions/{reference}/withdrawal"), &json!({}));
    let again = json!({ "to": "silence", "deadline": "2026-06-02T13:00:00Z" });
    moved(serving, CONVENOR, &statement, &again).expect(409);
    withdraw(GOVERNMENT).expect(404);
    withdraw(CONVENOR).expect(404);
    withdraw(INES).expect(200);
    withdraw(INES).expect(409);
    assert!(told(serving, GOVERNMENT).contains(&"objection-withdrawn".to_owned()));
    moved(serving, CONVENOR, &statement, &again).expect(200);
    let view = seen(serving, INES, &statement);
    assert_eq!((&view["state"], &view["round"]["number"]), (&json!("silence"), &json!(2)));
    // The chair ends it, with a reason; the penholder goes on.
    moved(serving, CONVENOR, &statement, &json!({ "to": "broken" })).expect(409);
    moved(serving, INES, &statement, &json!({ "to": "broken", "reason": "x" })).expect(403);
    moved(serving, CONVENOR, &statement, &json!({ "to": "broken", "reason": "A word is wrong." }))
        .expect(200);
    let view = seen(serving, INES, &statement);
    assert_eq!(
        (&view["round"]["state"], &view["round"]["reason"]),
        (&json!("void"), &json!("A word is wrong."))
    );
    moved(serving, INES, &statement, &json!({ "to": "negotiation" })).expect(403);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "negotiation" })).expect(200);
    write(serving, GOVERNMENT, &statement, &three()).expect(200);
}

#[test]
fn more_time_is_asked_for_once_and_answered_by_the_chair() {
    let serving = &founded();
    let statement = silent(serving);
    says(serving, INES, &statement, json!({ "value": "more_time", "text": "The capital sleeps." }))
        .expect(201);
    says(serving, INES, &statement, json!({ "value": "more_time" })).expect(409);
    assert!(told(serving, CONVENOR).contains(&"more-time-asked".to_owned()));
    let answer = |who: &str, sent: Value| post(serving, who, &statement, "more-time", &sent);
    answer(GOVERNMENT, json!({ "organisation": "valdora", "answer": "granted" })).expect(403);
    answer(CONVENOR, json!({ "organisation": "estmark", "answer": "granted" })).expect(409);
    answer(CONVENOR, json!({ "organisation": "valdora", "answer": "declined" })).expect(409);
    answer(CONVENOR, json!({ "organisation": "valdora", "answer": "granted" })).expect(200);
    answer(CONVENOR, json!({ "organisation": "valdora", "answer": "granted" })).expect(409);
    let view = seen(serving, GOVERNMENT, &statement);
    assert_eq!((&view["deadline"], &view["round"]["extended"]), (&json!("2026-06-05T13:00:00Z"), &json!(1)));
    assert_eq!(view["round"]["requests"][0]["answer"], "granted");
    for who in [INES, GOVERNMENT] {
        assert!(told(serving, who).contains(&"more-time-answered".to_owned()), "{who}");
    }
}

#[test]
fn what_is_recorded_for_an_absent_delegation_counts_once_it_confirms_it() {
    let serving = &founded();
    let statement = silent(serving);
    let record = |who: &str, value: &str, slug: &str| {
        says(serving, who, &statement, json!({ "value": value, "organisation": slug }))
    };
    record(INES, "no_objection", "valdora").expect(403);
    record(CONVENOR, "support", "valdora").expect(409);
    record(CONVENOR, "no_objection", "lumora").expect(422);
    let reference = text(&record(CONVENOR, "no_objection", "valdora").expect(201).json()["reference"]);
    let view = seen(serving, GOVERNMENT, &statement);
    let line = on_roll(&view, "valdora");
    assert_eq!((&line["value"], &line["unconfirmed"]), (&Value::Null, &json!(true)));
    assert!(told(serving, INES).contains(&"position-recorded".to_owned()));
    let path = format!("positions/{reference}/confirmation");
    let confirm = |who: &str| post(serving, who, &statement, &path, &json!({}));
    confirm(GOVERNMENT).expect(404);
    confirm(CONVENOR).expect(404);
    confirm(INES).expect(200);
    confirm(INES).expect(409);
    let view = seen(serving, GOVERNMENT, &statement);
    let line = on_roll(&view, "valdora");
    assert_eq!((&line["value"], &line["count"]), (&json!("no_objection"), &json!("consents")));
    record(CONVENOR, "recused", "valdora").expect(409);
}

/// One that Open Lines reads as well, as it is negotiated.
#[track_caller]
pub fn negotiated_before_others(serving: &Serving) -> String {
    let statement = drafted(serving);
    let sent = json!({
        "to": "consultation", "audience": ["sector:government", "org:open-lines"], "until": "2026-06-05T12:00:00Z",
    });
    moved(serving, GOVERNMENT, &statement, &sent).expect(200);
    approve(serving, &statement);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "negotiation" })).expect(200);
    statement
}

/// The same, in a round.
#[track_caller]
pub fn before_others(serving: &Serving) -> String {
    let statement = negotiated_before_others(serving);
    begin(serving, &statement, DEADLINE).expect(200);
    statement
}

#[test]
fn who_reads_the_text_and_is_not_asked_learns_neither_who_is_asked_nor_who_objects() {
    let serving = &founded();
    let statement = before_others(serving);
    let explained =
        json!({ "value": "no_objection", "text": "We had other words.", "reservation": "But so." });
    said(serving, INES, &statement, explained);
    let words = |who: &str| {
        let view = seen(serving, who, &statement);
        let of = |one: &Value| text(&one["reference"]);
        let shown =
            view["positions"].as_array().unwrap().iter().flat_map(|one| one["words"].as_array().unwrap());
        shown.chain(view["explanations"].as_array().unwrap()).map(of).collect::<Vec<_>>()
    };
    let (all, told_others) = (words(GOVERNMENT), words(OBSERVER));
    assert_eq!((all.len(), told_others.len()), (2, 1), "an explanation is for the room, a reservation waits");
    said(serving, INES, &statement, objection());
    let view = seen(serving, REVIEWER, &statement);
    assert_eq!(view["state"], "broken");
    assert_eq!((&view["positions"], &view["round"]["roll"]), (&json!([]), &json!([])));
    let objected = words(GOVERNMENT).into_iter().find(|one| !all.contains(one)).unwrap();
    for who in [REVIEWER, OBSERVER] {
        let client = serving.new_client(who);
        client.get(&format!("/api/v1/explanations/{objected}")).expect(404);
        client.page(&format!("/explanations/{objected}")).expect(404);
        client.get(&format!("/api/v1/explanations/{}", told_others[0])).expect(200);
        for at in ["", "/round"] {
            let page = client.page(&format!("/statements/{statement}{at}")).expect(200).text();
            assert!(!page.contains("The second paragraph.") && !page.contains("Valdora objects"), "{page}");
        }
        assert!(!told(serving, who).contains(&"silence-broken".to_owned()));
        says(serving, REVIEWER, &statement, json!({ "value": "support" })).expect(403);
    }
    for who in ["", COMPANY] {
        let client = if who.is_empty() { serving.public() } else { serving.new_client(who) };
        client.get(&format!("/api/v1/explanations/{}", told_others[0])).expect(404);
        client.page(&format!("/statements/{statement}/round")).expect(404);
    }
    let page = serving.client(GOVERNMENT).page(&format!("/statements/{statement}/round")).expect(200).text();
    assert!(page.contains("The second paragraph.") && page.contains("Valdora objects"), "{page}");
}

#[test]
fn a_round_goes_without_scripts() {
    let serving = &founded();
    let statement = negotiated(serving);
    let (at, chair) = (format!("/statements/{statement}/round"), serving.client(CONVENOR));
    let fields =
        [("act", "begin"), ("deadline", "2026-06-04"), ("zone", "Europe/Tallinn"), ("waiver.valdora", " ")];
    let back = chair.fill(&at, &at, &fields).expect(409).text();
    assert!(back.contains("2026-06-04"), "what was typed stays: {back}");
    let fields = [
        ("act", "begin"),
        ("deadline", "2026-06-05 17:00"),
        ("zone", "Europe/Tallinn"),
        ("waiver.valdora", "They sit here."),
    ];
    chair.fill(&at, &at, &fields).expect(303);
    let ines = serving.client(INES);
    let wrong = [("act", "say"), ("value", "object"), ("text", "Kept words.")];
    let back = ines.fill(&at, &at, &wrong).expect(409).text();
    assert!(back.contains("Kept words.</textarea>"), "{back}");
    ines.fill(&at, &at, &[("act", "say"), ("value", "more_time")]).expect(303);
    chair.fill(&at, &at, &[("act", "time"), ("organisation", "valdora"), ("answer", "granted")]).expect(303);
    let fields = [("act", "say"), ("value", "object"), ("text", "No."), ("cannot_accept", "yes")];
    ines.fill(&at, &at, &fields).expect(303);
    let reference = text(&seen(serving, INES, &statement)["positions"][1]["reference"]);
    ines.fill(&at, &at, &[("act", "withdraw"), ("position", &reference)]).expect(303);
    let page = chair.page(&at).expect(200).text();
    assert!(page.contains("Withdrawn") && page.contains("Freeze the text and begin"), "{page}");
    serving.place.clock.advance(TimeDelta::hours(1));
    let moves = format!("/statements/{statement}/moves");
    serving.client(GOVERNMENT).fill(&at, &moves, &[("to", "negotiation")]).expect(303);
    assert_eq!(seen(serving, INES, &statement)["state"], "negotiation");
}

#[test]
fn what_was_broken_is_opened_for_signature_once_its_sponsors_agree() {
    let serving = &founded();
    let statement = silent(serving);
    said(serving, INES, &statement, objection());
    let opens = |who: &str| moved(serving, who, &statement, &json!({ "to": "sign_on" }));
    opens(CONVENOR).expect(409);
    opens(INES).expect(403);
    opens(GOVERNMENT).expect(200);
    opens(CONVENOR).expect(200);
    let view = seen(serving, INES, &statement);
    assert_eq!((&view["state"], &view["mode"]), (&json!("sign_on"), &json!("signatories_only")));
}

#[test]
fn a_statement_is_given_up_in_a_round() {
    let serving = &founded();
    let statement = silent(serving);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "withdrawn", "reason": "It is over." }))
        .expect(200);
    let view = seen(serving, INES, &statement);
    assert_eq!((&view["state"], &view["round"]["state"]), (&json!("withdrawn"), &json!("withdrawn")));
    says(serving, INES, &statement, objection()).expect(409);
    assert!(serving.instance.timers.work().is_ok());
}

#[test]
fn no_brief_changes_while_a_round_runs() {
    let serving = &founded();
    let statement = silent(serving);
    let action = text(&seen(serving, GOVERNMENT, &statement)["action"]);
    let fewer = json!({
        "kind": "statement", "title": "On the shutdown in Zale", "brief": "People are cut off.",
        "target": { "kind": "government", "name": "Zale" }, "audience": ["coalition"], "except": ["lumora"],
        "reason": "Fewer read it.",
    });
    let path = format!("/api/v1/actions/{action}/versions");
    let refused = serving.new_client(GOVERNMENT).post(&path, &fewer).expect(409).text();
    assert!(refused.contains("A round of silence runs"), "{refused}");
    // Whoever is on the roll still answers.
    serving.new_client(INES).get(&format!("/api/v1/statements/{statement}")).expect(200);
}
