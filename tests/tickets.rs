//! What states are asked for in joint actions: the two organisations see it and nobody else; it goes the way of its table; a state that does
//! not answer is reminded; names stay with whoever asks.

use chrono::TimeDelta;
use entente::access::OrganisationKind::Government;
use entente::access::Role::{Administrator, Delegate, Observer};
use entente::people::{self, NewOrganisation};
use entente::{accounts, tickets};
use serde_json::{Value, json};

use crate::http::Answer;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, CONVENOR, DEFENDER, GOVERNMENT, OBSERVER, REPORTER, REVIEWER, Serving,
};

/// A delegate of Open Lines who begins actions.
const VERA: &str = "vera@open-lines.example.org";
/// A delegate of another state.
const INES: &str = "ines@valdora.example.org";

fn founded(serving: &Serving) {
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "open-lines")?;
        accounts::enrol(tx, &home, "Vera Lang", VERA, "", &[Delegate])?;
        let state =
            people::found(tx, NewOrganisation::known("valdora", "Valdora", Government, Some("PT"), ""))?;
        accounts::enrol(tx, &state, "Ines Duarte", INES, "", &[Delegate, Observer])
    });
}

fn brief(kind: &str, audience: &[&str]) -> Value {
    json!({ "kind": kind, "title": "Help for two observers", "brief": "They are held.", "audience": audience })
}

fn approve(serving: &Serving, reference: &str) {
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.new_client(REVIEWER).post(&path, &json!({})).expect(200);
}

/// An action of Open Lines.
fn sent(serving: &Serving, brief: &Value) -> String {
    let made = serving.new_client(VERA).post("/api/v1/actions", brief).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    approve(serving, &reference);
    reference
}

fn begun(serving: &Serving, audience: &[&str]) -> String {
    sent(serving, &brief("diplomatic_support", audience))
}

fn ask(serving: &Serving, who: &str, action: &str, sent: &Value) -> Answer {
    serving.client(who).post(&format!("/api/v1/actions/{action}/tickets"), sent)
}

fn asked(serving: &Serving, who: &str, action: &str) -> String {
    let sent = json!({ "organisation": "estmark", "text": "Raise their case with the capital." });
    ask(serving, who, action, &sent).expect(201).json()["reference"].as_str().unwrap().to_owned()
}

fn moved(serving: &Serving, who: &str, ticket: &str, sent: &Value) -> Answer {
    serving.client(who).post(&format!("/api/v1/tickets/{ticket}/moves"), sent)
}

fn read(serving: &Serving, who: &str, ticket: &str) -> Answer {
    serving.client(who).get(&format!("/api/v1/tickets/{ticket}"))
}

/// The references that somebody's list has, in its order.
fn listed(serving: &Serving, who: &str) -> Vec<String> {
    let list = serving.client(who).get("/api/v1/tickets").expect(200).json();
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["reference"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_state_is_asked_and_answers_by_pages_and_by_programs() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &["coalition"]);
    let at = format!("/actions/{action}/tickets");
    let page = |who: &str, path: &str| serving.client(who).page(path).expect(200).text();
    let form = page(VERA, &at);
    assert!(form.contains("value=\"estmark\"") && form.contains("value=\"valdora\""), "{form}");
    let fields =
        [("organisation", "estmark"), ("text", "Raise their case."), ("beneficiaries", "Zilokestrel")];
    let made = serving.client(VERA).fill(&at, &at, &fields).expect(303);
    let ticket = made.header("location").unwrap().trim_start_matches("/tickets/")[..8].to_owned();
    assert!(ticket.starts_with("H-"), "{ticket}");
    // The state finds it where it looks: on its desk, in its list, on the action.
    let one = format!("/tickets/{ticket}");
    assert!(page(GOVERNMENT, "/desk").contains("One request waits for your state"));
    assert!(!page(VERA, "/desk").contains("waits for your state"));
    for path in ["/tickets", &at, &format!("/actions/{action}")] {
        assert!(page(GOVERNMENT, path).contains(&one), "{path}");
        assert!(page(VERA, path).contains(&one), "{path}");
    }
    // No sheet that is printed with the label of the action shows what the two read alone.
    assert!(page(GOVERNMENT, &at).contains("TLP:AMBER+STRICT"));
    let beside = "<section class=\"section no-print\" aria-labelledby=\"beside-1\">";
    assert!(page(GOVERNMENT, &format!("/actions/{action}")).contains(beside));
    assert!(page(GOVERNMENT, "/tickets").contains("Asked of us"));
    assert!(page(VERA, "/tickets").contains("Asked by us"));
    let seen = page(GOVERNMENT, &one);
    assert!(seen.contains("Raise their case.") && seen.contains("Open Lines asked"), "{seen}");
    assert!(seen.contains("TLP:AMBER+STRICT") && page(GOVERNMENT, "/tickets").contains("TLP:AMBER+STRICT"));
    assert!(page(VERA, &format!("{one}/beneficiaries")).contains("TLP:RED"));
    assert!(!seen.contains("Zilokestrel") && !seen.contains("Vera Lang") && !seen.contains("beneficiaries"));
    // It acknowledges and accepts by the page, acts and reports by a program.
    let moves = format!("{one}/moves");
    let done = serving.client(GOVERNMENT).fill(&one, &moves, &[("to", "acknowledged")]).expect(303);
    assert!(page(GOVERNMENT, done.header("location").unwrap()).contains("The request is acknowledged."));
    serving.client(GOVERNMENT).fill(&one, &moves, &[("to", "accepted"), ("text", "Gladly.")]).expect(303);
    let waiting = read(serving, GOVERNMENT, &ticket).expect(200).json();
    assert_eq!(
        (&waiting["state"], &waiting["waits"], &waiting["moves"]),
        (&json!("accepted"), &json!(true), &json!(["acted"]))
    );
    moved(serving, GOVERNMENT, &ticket, &json!({ "to": "acted", "text": "We called them in." })).expect(200);
    let done = moved(serving, GOVERNMENT, &ticket, &json!({ "to": "reported", "text": "One is free." }));
    let done = done.expect(200).json();
    assert_eq!((&done["waits"], &done["moves"], &done["mark"]), (&json!(false), &json!([]), &json!("5")));
    let states: Vec<&str> =
        done["steps"].as_array().unwrap().iter().map(|step| step["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["requested", "acknowledged", "accepted", "acted", "reported"]);
    assert_eq!(done["steps"][0]["by"], Value::Null, "a person is for their own organisation");
    assert_eq!(done["steps"][4]["by"]["person"], "Kirsi Aalto");
    let told = page(REPORTER, &one);
    assert!(told.contains("Gladly.") && told.contains("One is free.") && told.contains("Reported"), "{told}");
    assert!(!told.contains("Kirsi Aalto") && !told.contains("Open the names"), "she is no delegate");
    assert!(!page(GOVERNMENT, "/desk").contains("waits for your state"));
    // Each organisation's log has what it did.
    let log = |who: &str| serving.new_client(who).get("/api/v1/audit").expect(200).text();
    assert_eq!(
        (log(ADMIN).matches("ticket.requested").count(), log(ADMIN).contains("ticket.moved")),
        (1, false)
    );
}

#[test]
fn nobody_but_the_two_learns_that_a_state_is_asked() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &["coalition"]);
    serving.settle();
    let others = [DEFENDER, ACADEMIC, COMPANY, INES];
    let paths = [
        format!("/actions/{action}"),
        format!("/actions/{action}/tickets"),
        format!("/api/v1/actions/{action}"),
        format!("/api/v1/actions/{action}/tickets"),
        "/tickets".to_owned(),
        "/api/v1/tickets".to_owned(),
        "/desk".to_owned(),
        "/board".to_owned(),
        "/actions?waiting=yes".to_owned(),
        "/api/v1/actions".to_owned(),
        "/calendar".to_owned(),
        "/notifications".to_owned(),
        "/tickets/H-AAAAAA".to_owned(),
    ];
    let look = || {
        let mut all = Vec::new();
        for who in others {
            let client = serving.client(who);
            all.extend(paths.iter().map(|path| (who, path.clone(), client.page(path).steady())));
        }
        // Whoever sees to what is not delivered finds nothing of it there.
        let undelivered = "/undelivered".to_owned();
        all.push((CONVENOR, undelivered.clone(), serving.client(CONVENOR).page(&undelivered).steady()));
        all
    };
    // Of the action itself they are told before.
    serving.instance.courier.tell().unwrap();
    look();
    let before = look();
    let ticket = asked(serving, VERA, &action);
    serving.instance.courier.tell().unwrap();
    serving.settle();
    let same = |what: &str| {
        for (now, before) in look().into_iter().zip(&before) {
            assert_eq!(now, *before, "{what}");
        }
    };
    same("asked");
    moved(serving, GOVERNMENT, &ticket, &json!({ "to": "accepted" })).expect(200);
    moved(serving, VERA, &ticket, &json!({ "to": "withdrawn" })).expect(200);
    serving.instance.courier.tell().unwrap();
    serving.settle();
    same("moved");
    for who in others {
        let answer = |reference: &str| {
            let all = [
                read(serving, who, reference),
                moved(serving, who, reference, &json!({ "to": "accepted" })),
                serving.new_client(who).get(&format!("/api/v1/tickets/{reference}/beneficiaries")),
            ];
            all.map(|one| (one.status, one.text().replace(reference, "…")))
        };
        assert_eq!(answer(&ticket), answer("H-AAAAAA"), "{who}");
        assert_eq!(answer(&ticket).map(|(status, _)| status), [404; 3], "{who}");
    }
    serving.public().get("/api/v1/tickets").expect(401);
}

/// Written apart from the code: where a move leads from, and whose it is.
const WAYS: &[(&str, &str, bool)] = &[
    ("requested", "acknowledged", true),
    ("requested", "accepted", true),
    ("requested", "declined", true),
    ("requested", "withdrawn", false),
    ("acknowledged", "accepted", true),
    ("acknowledged", "declined", true),
    ("acknowledged", "withdrawn", false),
    ("accepted", "acted", true),
    ("accepted", "withdrawn", false),
    ("acted", "reported", true),
];

fn with_words(to: &str) -> Value {
    let field = if to == "declined" { "reason" } else { "text" };
    json!({ "to": to, field: "In words." })
}

#[test]
fn a_request_goes_the_way_of_its_table_and_no_other() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &["coalition"]);
    let at = |state: &str| {
        let ticket = asked(serving, VERA, &action);
        let way: &[&str] = match state {
            "requested" => &[],
            "acted" => &["accepted", "acted"],
            "reported" => &["accepted", "acted", "reported"],
            other => &[other],
        };
        for to in way {
            let who = if *to == "withdrawn" { VERA } else { GOVERNMENT };
            moved(serving, who, &ticket, &with_words(to)).expect(200);
        }
        ticket
    };
    let states = ["requested", "acknowledged", "accepted", "declined", "acted", "reported", "withdrawn"];
    assert_eq!(states, tickets::TicketState::WORDS);
    for from in states {
        let ticket = at(from);
        for to in states.iter().filter(|to| **to != "requested") {
            let way = WAYS.iter().find(|way| (way.0, way.1) == (from, *to));
            let is_asked = *to != "withdrawn";
            let (right, other) = if is_asked { (GOVERNMENT, VERA) } else { (VERA, GOVERNMENT) };
            assert_eq!(moved(serving, other, &ticket, &with_words(to)).status, 403, "{from} {to}");
            let Some((.., by_state)) = way else {
                assert_eq!(moved(serving, right, &ticket, &with_words(to)).status, 409, "{from} {to}");
                continue;
            };
            assert_eq!(*by_state, is_asked);
            assert_eq!(moved(serving, right, &at(from), &with_words(to)).status, 200, "{from} {to}");
        }
        assert_eq!(read(serving, VERA, &ticket).json()["state"], from);
    }
    // What needs words is not done without.
    for (from, to) in [("requested", "declined"), ("accepted", "acted"), ("acted", "reported")] {
        assert_eq!(moved(serving, GOVERNMENT, &at(from), &json!({ "to": to })).status, 409, "{to}");
    }
}

#[test]
fn what_is_malformed_is_refused_and_changes_nothing() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &["coalition"]);
    let ticket = asked(serving, VERA, &action);
    let other = sent(serving, &brief("letter", &["coalition"]));
    for who in [VERA, GOVERNMENT, DEFENDER, OBSERVER] {
        serving.client(who).get("/api/v1/me").expect(200);
    }
    let before = serving.state();
    let good = json!({ "organisation": "estmark", "text": "Help." });
    for (who, of, change, status) in [
        (VERA, &action, json!({ "organisation": "nowhere" }), 422),
        (VERA, &action, json!({ "organisation": "defenders" }), 422),
        (VERA, &action, json!({ "organisation": "open-lines" }), 422),
        (VERA, &action, json!({ "text": "  " }), 422),
        (VERA, &action, json!({ "text": "x".repeat(10_001) }), 422),
        (VERA, &action, json!({ "beneficiaries": "x".repeat(5_001) }), 422),
        (VERA, &other, json!({}), 409),
        (DEFENDER, &action, json!({}), 403),
        (GOVERNMENT, &action, json!({}), 403),
        (OBSERVER, &action, json!({}), 403),
    ] {
        let mut sent = good.clone();
        sent.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(ask(serving, who, of, &sent).status, status, "{who} {change}");
    }
    for (sent, status) in [
        (json!({ "to": "finished" }), 422),
        (json!({ "to": "requested" }), 422),
        (json!({ "to": "accepted", "reason": "Why?" }), 422),
        (json!({ "to": "accepted", "action": action }), 422),
        (json!({ "to": "declined", "text": "No reason" }), 409),
        (json!({ "to": "reported", "text": "Early" }), 409),
    ] {
        assert_eq!(moved(serving, GOVERNMENT, &ticket, &sent).status, status, "{sent}");
    }
    let stale = [("If-Match", "\"0123456789abcdef\"")];
    let path = format!("/api/v1/actions/{action}/tickets");
    serving.client(VERA).json("POST", &path, &stale, &good).expect(412);
    assert_eq!(serving.state(), before);
}

#[test]
fn what_is_pasted_from_a_word_processor_into_a_request_is_its_words() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &["coalition"]);
    let pasted = |words: &str| format!("<p class=MsoNormal style='color:red'>{words}<o:p></o:p></p>");
    // Markup is longer than its words, and these are longer than most texts may be.
    let words = "Raise their case. ".repeat(400);
    let sent =
        json!({ "organisation": "estmark", "text": pasted(&words), "beneficiaries": pasted("Zilokestrel") });
    let made = ask(serving, VERA, &action, &sent).expect(201).json();
    let ticket = made["reference"].as_str().unwrap();
    let said = json!({ "to": "declined", "reason": pasted("We cannot &amp; say so.") });
    moved(serving, GOVERNMENT, ticket, &said).expect(200);
    let seen = read(serving, VERA, ticket).expect(200).json();
    let texts: Vec<&str> =
        seen["steps"].as_array().unwrap().iter().map(|step| step["text"].as_str().unwrap()).collect();
    assert_eq!(texts, [words.trim(), "We cannot & say so."]);
}

#[test]
fn two_who_move_a_request_at_once_are_told_of_each_other() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &["coalition"]);
    let ticket = asked(serving, VERA, &action);
    let post = |mark: &str, sent: &Value| {
        let quoted = format!("\"{mark}\"");
        let path = format!("/api/v1/tickets/{ticket}/moves");
        serving.new_client(GOVERNMENT).json("POST", &path, &[("If-Match", &quoted)], sent).status
    };
    assert_eq!(post("2", &json!({ "to": "accepted" })), 412);
    // The page of whoever comes second shows how it is now, and keeps what was typed.
    let one = format!("/tickets/{ticket}");
    let page = serving.client(GOVERNMENT).page(&one).expect(200);
    assert_eq!(post("1", &json!({ "to": "acknowledged" })), 200);
    let late = [("to", "declined"), ("text", "We cannot.")];
    let answer = serving.client(GOVERNMENT).fill_on(&page, &format!("{one}/moves"), &late).expect(412).text();
    assert!(answer.contains("Acknowledged") && answer.contains("We cannot."), "{answer}");
    assert_eq!(read(serving, GOVERNMENT, &ticket).json()["state"], "acknowledged");
    // Taken back meanwhile: nothing can be done with it any more, and what was typed can be copied.
    let page = serving.client(GOVERNMENT).page(&one).expect(200);
    moved(serving, VERA, &ticket, &json!({ "to": "withdrawn" })).expect(200);
    let answer = serving.client(GOVERNMENT).fill_on(&page, &format!("{one}/moves"), &late).expect(412).text();
    assert!(answer.contains("Taken back") && !answer.contains("name=\"to\""), "{answer}");
    assert!(answer.contains("What you typed") && answer.contains("We cannot."), "{answer}");
}

#[test]
fn the_page_of_an_action_shows_ten_requests_and_leads_to_all() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &["coalition"]);
    let all = [(); 11].map(|()| {
        serving.place.clock.advance(TimeDelta::seconds(5));
        asked(serving, VERA, &action)
    });
    let shown = |path: &str| {
        let page = serving.new_client(GOVERNMENT).page(path).expect(200).text();
        all.iter().filter(|one| page.contains(&format!("/tickets/{one}"))).cloned().collect::<Vec<String>>()
    };
    let path = format!("/actions/{action}/tickets");
    assert_eq!(shown(&format!("/actions/{action}")), all[..10], "the longest waiting");
    assert_eq!(shown(&path), all);
    serving.new_client(GOVERNMENT).page(&format!("{path}?after=nonsense")).expect(400);
    assert!(serving.new_client(GOVERNMENT).page("/desk").expect(200).text().contains("11 requests wait"));
}

#[test]
fn a_state_that_asks_for_mandates_is_acted_for_by_nobody_without_one() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &["coalition"]);
    let ticket = asked(serving, VERA, &action);
    let (ada, one) = ("ada@estmark.example.org", format!("/tickets/{ticket}"));
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "estmark")?;
        accounts::enrol(tx, &home, "Ada Lind", ada, "", &[Administrator])
    });
    let of = "/api/v1/organisations/estmark";
    let give = |kind: &str| {
        let mandate = json!({ "person": GOVERNMENT, "scope": "action", "kind": kind });
        serving.new_client(ada).post(&format!("{of}/mandates"), &mandate).expect(201).json()
    };
    give("letter");
    let on = json!({ "only_by_mandate": true });
    serving.new_client(ada).json("PUT", &format!("{of}/mandate-rule"), &[], &on).expect(200);
    assert_eq!(moved(serving, GOVERNMENT, &ticket, &json!({ "to": "accepted" })).status, 403);
    let offers = || serving.client(GOVERNMENT).page(&one).expect(200).text().contains("name=\"to\"");
    assert!(!offers());
    let given = give("diplomatic_support");
    assert!(offers());
    let done = moved(serving, GOVERNMENT, &ticket, &json!({ "to": "accepted" })).expect(200).json();
    assert_eq!(done["steps"][1]["by"]["mandate"], given["reference"]);
}

#[test]
fn what_waits_stands_first_and_the_longest_waiting_before_the_others() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &["coalition"]);
    let three = [(); 3].map(|()| {
        serving.place.clock.advance(TimeDelta::seconds(5));
        asked(serving, VERA, &action)
    });
    let [first, second, third] = &three;
    assert_eq!(listed(serving, GOVERNMENT), three);
    serving.place.clock.advance(TimeDelta::seconds(5));
    moved(serving, GOVERNMENT, first, &json!({ "to": "declined", "reason": "No means" })).expect(200);
    assert_eq!(listed(serving, GOVERNMENT), [second, third, first].map(Clone::clone));
    assert_eq!(listed(serving, VERA), [first, third, second].map(Clone::clone), "what was moved last");
    assert!(listed(serving, DEFENDER).is_empty());
}
