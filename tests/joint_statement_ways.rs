//! How joint statements go: what their clocks do, whom the text is shown to and who learns of it, urgency, and how they end.

use chrono::TimeDelta;
use entente::access::Role::Delegate;
use entente::{accounts, people};
use serde_json::{Value, json};

use crate::joint_statements::{
    INES, approve, asked, begun, drafted, founded, moved, negotiated, post, read, seen, text, three, write,
};
use crate::serving::{
    ACADEMIC, COMPANY, CONVENOR, DEFENDER, FORUM, GOVERNMENT, GOVERNMENT_REVIEWER, REVIEWER, Serving,
};

/// A delegate of Open Lines who begins actions.
pub const VERA: &str = "vera@open-lines.example.org";

pub fn vera(serving: &Serving) {
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "open-lines")?;
        accounts::enrol(tx, &home, "Vera Lang", VERA, "", &[Delegate])
    });
}

fn work(serving: &Serving) {
    serving.instance.timers.work().unwrap();
    serving.instance.courier.tell().unwrap();
}

pub fn sponsor(serving: &Serving, who: &str, statement: &str) -> u16 {
    let path = format!("/api/v1/statements/{statement}/sponsorship");
    serving.new_client(who).json("PUT", &path, &[], &json!({})).status
}

pub fn join(serving: &Serving, who: &str, action: &str) {
    let path = format!("/api/v1/actions/{action}/participation");
    serving.new_client(who).json("PUT", &path, &[], &json!({})).expect(200);
}

/// The kinds of what somebody was told of a statement.
fn told(serving: &Serving, who: &str) -> Vec<String> {
    let all = serving.new_client(who).get("/api/v1/notifications").expect(200).json();
    let kinds = all["items"].as_array().unwrap().iter().map(|one| text(&one["kind"]));
    kinds.filter(|kind| kind.starts_with("statement") || kind.starts_with("consultation")).collect()
}

#[test]
fn a_concept_that_no_state_sponsors_lapses() {
    let serving = &founded();
    vera(serving);
    let (statement, action) = begun(serving, VERA, REVIEWER);
    let view = seen(serving, INES, &statement);
    assert_eq!(
        (&view["state"], &view["penholder"], &view["sponsors"]),
        (&json!("concept"), &Value::Null, &json!([]))
    );
    assert!(text(&view["needed"]).contains("sponsor"), "{view}");
    // A sponsor is a state, and takes part.
    assert_eq!(sponsor(serving, VERA, &statement), 403);
    assert_eq!(sponsor(serving, INES, &statement), 403);
    moved(serving, VERA, &statement, &json!({ "to": "drafting" })).expect(403);
    let (late, late_action) = begun(serving, VERA, REVIEWER);
    join(serving, INES, &action);
    join(serving, INES, &late_action);
    assert_eq!(sponsor(serving, INES, &statement), 200);
    assert_eq!(seen(serving, GOVERNMENT, &statement)["penholder"]["slug"], "valdora");
    moved(serving, INES, &statement, &json!({ "to": "drafting" })).expect(200);
    // The other one: whoever looks after thirty days is shown that it has lapsed, however late the timer is.
    serving.place.clock.advance(TimeDelta::days(30));
    assert_eq!(seen(serving, GOVERNMENT, &late)["state"], "concept", "it is the last moment");
    serving.place.clock.advance(TimeDelta::seconds(1));
    assert_eq!(seen(serving, GOVERNMENT, &late)["state"], "lapsed");
    assert_eq!(sponsor(serving, INES, &late), 409);
    serving.place.clock.advance(TimeDelta::minutes(1));
    work(serving);
    work(serving);
    let steps = seen(serving, VERA, &late)["steps"].as_array().unwrap().clone();
    assert_eq!(steps.len(), 1, "once: {steps:?}");
    assert_eq!((&steps[0]["state"], &steps[0]["organisation"]), (&json!("lapsed"), &Value::Null));
    assert!(told(serving, VERA).contains(&"statement-moved".to_owned()));
    // Whoever decided on the brief is told what becomes of the statement like anybody else.
    assert!(told(serving, REVIEWER).contains(&"statement-moved".to_owned()));
    assert_eq!(seen(serving, INES, &statement)["state"], "drafting", "nothing becomes of what is sponsored");
}

#[test]
fn a_consultation_ends_by_its_day_once_all_is_answered() {
    let serving = &founded();
    let statement = asked(serving, &["coalition"]);
    let view = seen(serving, INES, &statement);
    assert_eq!((&view["state"], &view["deadline"]), (&json!("consultation"), &json!("2026-06-05T14:00:00Z")));
    assert_eq!(view["deadline_zone"], "Europe/Tallinn");
    let say = |who: &str, sent: Value| post(serving, who, &statement, "inputs", &sent);
    let input = text(
        &say(INES, json!({ "paragraph": "p3", "text": "Name the province." })).expect(201).json()["reference"],
    );
    let whole =
        text(&say(DEFENDER, json!({ "text": "Add a recommendation." })).expect(201).json()["reference"]);
    say(ACADEMIC, json!({ "text": "x" })).expect(403);
    say(INES, json!({ "paragraph": "p9", "text": "x" })).expect(422);
    say(INES, json!({ "text": "  " })).expect(422);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "negotiation" })).expect(409);
    moved(serving, INES, &statement, &json!({ "to": "negotiation" })).expect(403);
    let answer = |who: &str, entry: &str, sent: Value| {
        post(serving, who, &statement, &format!("inputs/{entry}/answer"), &sent)
    };
    answer(INES, &input, json!({ "answer": "accepted" })).expect(403);
    answer(GOVERNMENT, &input, json!({ "answer": "partly" })).expect(409);
    answer(GOVERNMENT, &input, json!({ "answer": "partly", "reason": "The capital alone." })).expect(200);
    answer(GOVERNMENT, &input, json!({ "answer": "accepted" })).expect(409);
    // Its day has come, and something is unanswered: the penholder is reminded, and it goes on.
    serving.place.clock.advance(TimeDelta::days(5));
    work(serving);
    assert_eq!(seen(serving, INES, &statement)["state"], "consultation");
    assert!(
        told(serving, GOVERNMENT).contains(&"consultation-over".to_owned()),
        "{:?}",
        told(serving, GOVERNMENT)
    );
    assert!(!told(serving, INES).contains(&"consultation-over".to_owned()));
    answer(GOVERNMENT, &whole, json!({ "answer": "not", "reason": "Later." })).expect(200);
    let view = seen(serving, INES, &statement);
    assert_eq!(view["state"], "negotiation", "the last answer is what it waited for");
    assert_eq!(view["steps"].as_array().unwrap().last().unwrap()["organisation"], Value::Null);
    assert!(told(serving, INES).contains(&"statement-answered".to_owned()));
    // Where all is answered in time, the clock moves it alone.
    let other = asked_later(serving);
    serving.place.clock.advance(TimeDelta::days(3));
    assert_eq!(seen(serving, INES, &other)["state"], "negotiation", "whoever looks first");
    work(serving);
    work(serving);
    let steps = seen(serving, INES, &other)["steps"].clone();
    let moves = steps.as_array().unwrap().iter().filter(|step| step["state"] == "negotiation").count();
    assert_eq!(moves, 1, "{steps}");
}

/// One that is asked about for two more days.
fn asked_later(serving: &Serving) -> String {
    let statement = drafted(serving);
    let sent = json!({ "to": "consultation", "audience": ["coalition"], "until": "2026-06-08T12:00:00Z" });
    moved(serving, GOVERNMENT, &statement, &sent).expect(200);
    approve(serving, &statement);
    statement
}

/// What somebody finds of a statement, and of one that is not there.
fn answers(serving: &Serving, who: &str, statement: &str) -> Vec<(u16, String)> {
    let client = serving.new_client(who);
    let at = |more: &str| format!("/api/v1/statements/{statement}{more}");
    let page = |more: &str| format!("/statements/{statement}{more}");
    let input = json!({ "text": "x" });
    let mut all = vec![
        client.get(&at("")),
        client.get(&at("/versions")),
        client.get(&at("/versions/1")),
        client.get(&at("/difference?from=1&to=2")),
        client.post(&at("/inputs"), &input),
        client.post(&at("/moves"), &json!({ "to": "withdrawn", "reason": "x" })),
        client.put(&at("/paragraphs"), "*", &three()),
        client.post(&at("/amendments"), &json!({ "paragraph": "p1", "version": 1, "text": "x" })),
        client.post(&at("/brackets"), &json!({ "paragraph": "p1", "start": 0, "end": 1, "kind": "trade" })),
        client.post(&at("/consolidation"), &json!({})),
        client.delete(&at("/pen")),
    ];
    for more in [
        "",
        ".txt",
        ".docx",
        "/print",
        "/versions",
        "/difference?from=1&to=2",
        "/paragraphs/p1",
        "/inputs",
        "/edit",
        "/room",
    ] {
        all.push(client.page(&page(more)));
    }
    all.into_iter().map(|one| (one.status, one.steady().replace(statement, "…"))).collect()
}

#[test]
fn nobody_outside_the_room_learns_of_a_text() {
    let serving = &founded();
    let (statement, action) = begun(serving, GOVERNMENT, GOVERNMENT_REVIEWER);
    let others = [COMPANY, DEFENDER, ACADEMIC, FORUM];
    let shown = |who: &str| {
        let page = serving.new_client(who).page(&format!("/actions/{action}")).expect(200).text();
        let list = serving.new_client(who).get("/api/v1/statements").expect(200).text();
        (page.contains(&statement), list.contains(&statement))
    };
    // Of the concept all know who read the brief.
    for who in others.into_iter().chain([INES, CONVENOR]) {
        assert_eq!(seen(serving, who, &statement)["state"], "concept", "{who}");
        assert_eq!(shown(who), (true, true), "{who}");
    }
    serving.public().get(&format!("/api/v1/statements/{statement}")).expect(404);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "drafting" })).expect(200);
    write(serving, GOVERNMENT, &statement, &three()).expect(200);
    let nothing = |who: &str| {
        let found = answers(serving, who, &statement);
        assert!(found.iter().all(|(status, _)| *status == 404), "{who}: {found:?}");
        assert_eq!(found, answers(serving, who, "V-AAAAAA"), "{who}");
        assert_eq!(shown(who), (false, false), "{who}");
    };
    for who in others.into_iter().chain([INES, CONVENOR]) {
        nothing(who);
    }
    // It is opened to the states: its room is they, and the secretariat.
    let sent = json!({ "to": "consultation", "audience": ["sector:government"], "until": "2026-06-05", "until_zone": "UTC" });
    moved(serving, GOVERNMENT, &statement, &sent).expect(200);
    for who in others.into_iter().chain([INES, CONVENOR]) {
        nothing(who);
    }
    approve(serving, &statement);
    for who in [INES, CONVENOR] {
        assert_eq!(seen(serving, who, &statement)["state"], "consultation", "{who}");
        assert_eq!(shown(who), (true, true), "{who}");
    }
    others.into_iter().for_each(nothing);
}

#[test]
fn later_versions_need_nobody_else_for_the_same_readers_or_fewer() {
    let serving = &founded();
    let statement = asked(serving, &["sector:government"]);
    // Later versions for the same readers need nobody else; more readers do; fewer do not, and who is left out finds nothing but why.
    let version = seen(serving, INES, &statement)["version"].as_u64().unwrap();
    write(serving, GOVERNMENT, &statement, &json!([{ "kind": "operative", "text": "Newer." }])).expect(200);
    assert_eq!(seen(serving, INES, &statement)["version"], version + 1);
    let room = |audience: &[&str], reason: &str| {
        let path = format!("/api/v1/statements/{statement}/room");
        let sent = json!({ "audience": audience, "reason": reason });
        serving.new_client(GOVERNMENT).json("PUT", &path, &[], &sent)
    };
    assert_eq!(room(&["coalition"], "").expect(200).json()["state"], "proposed");
    read(serving, COMPANY, &statement).expect(404);
    write(serving, GOVERNMENT, &statement, &three()).expect(409);
    let waits = text(&seen(serving, GOVERNMENT, &statement)["proposed"]);
    let back = format!("/api/v1/statement-texts/{waits}/return");
    serving
        .new_client(GOVERNMENT_REVIEWER)
        .post(&back, &json!({ "comment": "Not all of them." }))
        .expect(200);
    room(&["public"], "").expect(422);
    room(&["org:estmark"], "We go on alone.").expect(409);
    room(&["org:lumora"], "").expect(422);
    let sent = json!({ "audience": ["sector:government"], "except": ["secretariat"] });
    let path = format!("/api/v1/statements/{statement}/room");
    serving.new_client(GOVERNMENT).json("PUT", &path, &[], &sent).expect(422);
    let said = post(serving, INES, &statement, "inputs", &json!({ "text": "Words of Valdora." })).expect(201);
    assert!(text(&said.json()["reference"]).starts_with("G-"));
    let narrow = json!({ "audience": ["sector:government"], "except": ["valdora"], "reason": "We go on among others." });
    let done = serving.new_client(GOVERNMENT).json("PUT", &path, &[], &narrow).expect(200).json();
    assert_eq!(done["state"], "consultation", "it needs nobody else");
    // Who is left out is told why, at its address as at that of its text, and nothing of what it is now.
    let client = serving.new_client(INES);
    let gone = read(serving, INES, &statement).expect(410).json();
    assert_eq!(gone["reason"], "We go on among others.");
    assert_eq!(client.get(&format!("/api/v1/statement-texts/{waits}")).expect(410).json(), gone);
    let page = client.page(&format!("/statements/{statement}")).expect(410).text();
    assert!(page.contains("We go on among others.") && !page.contains("shutdown in Zale"), "{page}");
    // Everything else is what it is where there is no statement.
    let (left, absent) = (answers(serving, INES, &statement), answers(serving, INES, "V-AAAAAA"));
    let differ = left.iter().zip(&absent).filter(|(left, absent)| left != absent);
    assert_eq!(differ.map(|(left, _)| left.0).collect::<Vec<_>>(), [410, 410]);
    assert_eq!(answers(serving, COMPANY, &statement), answers(serving, COMPANY, "V-AAAAAA"));
    assert!(read(serving, CONVENOR, &statement).expect(200).text().contains("Words of Valdora."));
}

#[test]
fn what_is_urgent_is_negotiated_if_the_chair_agrees() {
    let serving = &founded();
    let statement = drafted(serving);
    let urge = |reason: &str| {
        let sent = json!({ "to": "negotiation", "reason": reason, "audience": ["sector:government"] });
        moved(serving, GOVERNMENT, &statement, &sent)
    };
    urge("").expect(409);
    moved(serving, CONVENOR, &statement, &json!({ "to": "negotiation" })).expect(404);
    assert_eq!(urge("The vote is tomorrow.").expect(200).json()["state"], "proposed");
    approve(serving, &statement);
    let view = seen(serving, CONVENOR, &statement);
    assert_eq!(
        (&view["state"], &view["urgent"], &view["moves"]),
        (&json!("drafting"), &json!(true), &json!(["negotiation", "drafting"]))
    );
    moved(serving, INES, &statement, &json!({ "to": "negotiation", "reason": "x" })).expect(403);
    moved(serving, CONVENOR, &statement, &json!({ "to": "drafting" })).expect(409);
    moved(serving, CONVENOR, &statement, &json!({ "to": "drafting", "reason": "There is time." }))
        .expect(200);
    moved(serving, CONVENOR, &statement, &json!({ "to": "negotiation" })).expect(409);
    // It is asked again, for the same readers, and needs no second person any more.
    assert_eq!(urge("There is none.").expect(200).json()["state"], "drafting");
    moved(serving, CONVENOR, &statement, &json!({ "to": "negotiation" })).expect(200);
    let view = seen(serving, INES, &statement);
    assert_eq!((&view["state"], &view["min_silence_hours"]), (&json!("negotiation"), &json!(24)));
    let kinds: Vec<_> = view["steps"].as_array().unwrap().iter().map(|step| text(&step["kind"])).collect();
    assert_eq!(
        kinds,
        ["sponsored", "urged", "declined", "urged", "moved"],
        "what was done at home is not told"
    );
}

#[test]
fn a_statement_is_given_up_by_all_its_sponsors() {
    let serving = &founded();
    let statement = negotiated(serving);
    let action = text(&seen(serving, GOVERNMENT, &statement)["action"]);
    join(serving, INES, &action);
    assert_eq!(sponsor(serving, INES, &statement), 200);
    let give_up = |who: &str, reason: &str| {
        moved(serving, who, &statement, &json!({ "to": "withdrawn", "reason": reason }))
    };
    give_up(GOVERNMENT, "").expect(409);
    give_up(CONVENOR, "No.").expect(403);
    assert_eq!(give_up(GOVERNMENT, "It is over.").expect(200).json()["state"], "negotiation");
    assert_eq!(seen(serving, INES, &statement)["sponsors"][0]["withdraws"], true);
    assert_eq!(sponsor(serving, GOVERNMENT, &statement), 200, "it stands by it again");
    assert_eq!(give_up(INES, "For us, too.").expect(200).json()["state"], "negotiation");
    assert_eq!(give_up(GOVERNMENT, "It is over.").expect(200).json()["state"], "withdrawn");
    assert_eq!(seen(serving, CONVENOR, &statement)["state"], "withdrawn", "its room reads what it was");
    write(serving, GOVERNMENT, &statement, &three()).expect(409);
    post(serving, INES, &statement, "inputs", &json!({ "text": "x" })).expect(409);
    // With its action nothing is left of another.
    let other = negotiated(serving);
    let action = text(&seen(serving, GOVERNMENT, &other)["action"]);
    post(serving, INES, &other, "inputs", &json!({ "text": "Words that go." })).expect(201);
    let path = format!("/api/v1/actions/{action}");
    let client = serving.new_client(GOVERNMENT);
    moved(serving, GOVERNMENT, &other, &json!({ "to": "withdrawn", "reason": "It is over." })).expect(200);
    client.json("DELETE", &path, &[], &json!({ "reason": "It was a mistake." })).expect(200);
    for who in [GOVERNMENT, INES, CONVENOR] {
        read(serving, who, &other).expect(404);
    }
    work(serving);
    serving.place.clock.advance(TimeDelta::days(40));
    work(serving);
    read(serving, GOVERNMENT, &other).expect(404);
}
