//! Joint actions: who reads them, who moves them, who is shown what organisations do with them.

use serde_json::{Value, json};

use crate::http::Answer;
use crate::serving::{
    ACADEMIC, COMPANY, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REVIEWER, SUSPENDED,
    Serving,
};
use crate::unconfirmed::{readmit, suspend};

/// What an action of Estmark says.
fn action(title: &str, audience: &[&str]) -> Value {
    json!({ "kind": "demarche", "title": title, "brief": "What is asked of whom.", "audience": audience })
}

fn decide(serving: &Serving, reference: &str) {
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
}

/// Begins one of Estmark and releases it.
fn begun(serving: &Serving, audience: &[&str]) -> String {
    let sent = action("A demarche", audience);
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    assert_eq!(made["state"], "proposed", "{made}");
    decide(serving, &reference);
    reference
}

/// A new brief for these readers.
fn revised(serving: &Serving, reference: &str, audience: &[&str], reason: &str) -> Answer {
    let mut sent = action("Another brief", audience);
    sent["reason"] = json!(reason);
    let path = format!("/api/v1/actions/{reference}/versions");
    serving.new_client(GOVERNMENT).post(&path, &sent)
}

fn widened(serving: &Serving, reference: &str, audience: &[&str]) {
    revised(serving, reference, audience, "").expect(201);
    decide(serving, reference);
}

fn read(serving: &Serving, who: &str, reference: &str) -> Value {
    serving.new_client(who).get(&format!("/api/v1/actions/{reference}")).expect(200).json()
}

fn act(serving: &Serving, who: &str, method: &str, path: &str, body: &Value) -> Answer {
    serving.new_client(who).json(method, &format!("/api/v1{path}"), &[], body)
}

fn join(serving: &Serving, who: &str, reference: &str) {
    act(serving, who, "PUT", &format!("/actions/{reference}/participation"), &json!({})).expect(200);
}

fn slugs(of: &Value) -> Vec<String> {
    let each = of.as_array().unwrap().iter();
    each.map(|one| one["organisation"]["slug"].as_str().unwrap_or("-").to_owned()).collect()
}

#[test]
fn whoever_leads_moves_an_action_and_says_why_it_goes_back() {
    let serving = Serving::new();
    let reference = begun(&serving, &["coalition"]);
    let path = format!("/actions/{reference}/moves");
    let to = |who: &str, sent: Value| act(&serving, who, "POST", &path, &sent).status;
    assert_eq!(read(&serving, ACADEMIC, &reference)["stage"], "proposed");
    assert_eq!(to(DEFENDER, json!({ "to": "considered" })), 403, "it does not lead it");
    assert_eq!(to(GOVERNMENT, json!({ "to": "delivered" })), 409);
    assert_eq!(to(GOVERNMENT, json!({ "to": "nowhere" })), 422);
    assert_eq!(to(GOVERNMENT, json!({ "to": "preparing" })), 200);
    assert_eq!(to(GOVERNMENT, json!({ "to": "in_consultation", "from": "preparing" })), 200);
    let late = act(&serving, GOVERNMENT, "POST", &path, &json!({ "to": "agreed", "from": "preparing" }));
    let told = late.expect(412).json()["detail"].as_str().unwrap().to_owned();
    assert!(told.contains("from “Preparing” to “In consultation”"), "somebody has moved it: {told}");
    assert_eq!(to(GOVERNMENT, json!({ "to": "preparing" })), 409, "it goes back, and nobody says why");
    assert_eq!(to(GOVERNMENT, json!({ "to": "preparing", "reason": "A court decides first." })), 200);
    let seen = read(&serving, ACADEMIC, &reference);
    assert_eq!(
        (&seen["stage"], &seen["steps"][0]["reason"]),
        (&json!("preparing"), &json!("A court decides first."))
    );
    assert_eq!(seen["needed"], "Estmark prepares it. Other organisations can join.");
    assert_eq!(seen["moves"], json!([]), "who reads it does not move it");
    let own = read(&serving, GOVERNMENT, &reference);
    assert_eq!(own["moves"], json!(["considered", "in_consultation", "agreed", "withdrawn"]));
    assert_eq!(to(GOVERNMENT, json!({ "to": "withdrawn", "reason": "The law was repealed." })), 200);
    assert_eq!(read(&serving, ACADEMIC, &reference)["needed"], "Nothing is needed any more.");
}

#[test]
fn nobody_comes_to_know_who_takes_part_by_reading_a_later_brief() {
    let serving = Serving::new();
    let reference = begun(&serving, &["sector:government", "org:defenders", "org:open-lines"]);
    join(&serving, DEFENDER, &reference);
    let task = json!({ "title": "Call the capital" });
    act(&serving, DEFENDER, "POST", &format!("/actions/{reference}/tasks"), &task).expect(201);
    let path = format!("/actions/{reference}/moves");
    let moved = json!({ "to": "considered", "reason": "For us alone" });
    act(&serving, GOVERNMENT, "POST", &path, &moved).expect(200);
    let before = read(&serving, OBSERVER, &reference);
    assert_eq!(slugs(&before["joined"]), ["defenders"]);
    assert_eq!(
        (slugs(&before["steps"]), slugs(&before["tasks"])),
        (vec!["estmark".into(), "defenders".into()], vec!["-".into()])
    );
    widened(&serving, &reference, &["coalition"]);
    // Those who read it before are shown what they were; those who read it since are not.
    assert_eq!(slugs(&read(&serving, OBSERVER, &reference)["joined"]), ["defenders"]);
    let other = read(&serving, ACADEMIC, &reference);
    assert_eq!((&other["joined"], &other["tasks"], &other["steps"]), (&json!([]), &json!([]), &json!([])));
    assert_eq!(other["stage"], "considered", "where it is now all readers of now are told");
    let page = serving.client(ACADEMIC).page(&format!("/actions/{reference}")).expect(200).text();
    for hidden in ["Defenders", "Call the capital", "For us alone"] {
        assert!(!page.contains(hidden), "{hidden}");
    }
    // Once it says so to the readers of now, they know.
    join(&serving, DEFENDER, &reference);
    assert_eq!(slugs(&read(&serving, ACADEMIC, &reference)["joined"]), ["defenders"]);
    act(&serving, DEFENDER, "DELETE", &format!("/actions/{reference}/participation"), &json!({})).expect(200);
    for who in [OBSERVER, ACADEMIC, GOVERNMENT] {
        assert_eq!(read(&serving, who, &reference)["joined"], json!([]), "{who}");
    }
}

#[test]
fn whoever_acts_does_so_before_the_readers_that_they_were_shown() {
    let serving = Serving::new();
    let reference = begun(&serving, &["sector:government", "org:defenders"]);
    let page = serving.client(DEFENDER).page(&format!("/actions/{reference}")).expect(200);
    widened(&serving, &reference, &["coalition"]);
    let path = format!("/actions/{reference}/participation");
    let answer = serving.client(DEFENDER).fill_on(&page, &path, &[("act", "join")]);
    assert_eq!(answer.status, 412, "others read it by now");
    let stale = serving.client(DEFENDER).json(
        "PUT",
        &format!("/api/v1{path}"),
        &[("If-Match", "\"0123456789abcdef\"")],
        &json!({}),
    );
    assert_eq!(stale.status, 412);
    assert_eq!(read(&serving, ACADEMIC, &reference)["joined"], json!([]));
    // The page that comes back shows the readers of now.
    assert_eq!(
        serving.client(DEFENDER).fill(&format!("/actions/{reference}"), &path, &[("act", "join")]).status,
        303
    );
    assert_eq!(slugs(&read(&serving, ACADEMIC, &reference)["joined"]), ["defenders"]);
}

#[test]
fn a_lead_is_taken_only_where_it_is_offered_and_tasks_go_to_those_who_take_part() {
    let serving = Serving::new();
    let reference = begun(&serving, &["coalition"]);
    let lead = format!("/actions/{reference}/lead");
    let offer =
        |slug: &str| act(&serving, GOVERNMENT, "POST", &lead, &json!({ "organisation": slug })).status;
    assert_eq!(offer("defenders"), 422, "it does not take part");
    assert_eq!(act(&serving, DEFENDER, "PUT", &lead, &json!({})).status, 409);
    join(&serving, DEFENDER, &reference);
    join(&serving, REVIEWER, &reference);
    let tasks = format!("/actions/{reference}/tasks");
    let task = |who: &str, slug: &str| {
        act(&serving, who, "POST", &tasks, &json!({ "title": "Draft it", "organisation": slug }))
    };
    assert_eq!(task(GOVERNMENT, "lumora").status, 422, "it does not take part");
    assert_eq!(task(DEFENDER, "open-lines").status, 422, "it does not lead");
    let given = task(GOVERNMENT, "open-lines").expect(201).json()["reference"].as_str().unwrap().to_owned();
    let seen = read(&serving, ACADEMIC, &reference);
    assert_eq!(slugs(&seen["tasks"]), ["open-lines"]);
    let both = "Estmark has to say whether it will be considered. Open Lines has to do “Draft it”.";
    assert_eq!(seen["needed"], both);
    assert_eq!(offer("defenders"), 200);
    assert_eq!(act(&serving, REVIEWER, "PUT", &lead, &json!({})).status, 409, "it is offered to another");
    act(&serving, DEFENDER, "PUT", &lead, &json!({})).expect(200);
    assert_eq!(read(&serving, ACADEMIC, &reference)["lead"]["slug"], "defenders");
    let moves = format!("/actions/{reference}/moves");
    assert_eq!(act(&serving, GOVERNMENT, "POST", &moves, &json!({ "to": "considered" })).status, 403);
    act(&serving, DEFENDER, "POST", &moves, &json!({ "to": "considered" })).expect(200);
    // Who has a task says that it is done; who has not does not.
    let path = format!("/tasks/{given}");
    assert_eq!(act(&serving, ACADEMIC, "PATCH", &path, &json!({ "done": true })).status, 403);
    act(&serving, REVIEWER, "PATCH", &path, &json!({ "done": true })).expect(200);
    let changed = serving.new_client(REVIEWER).json(
        "PATCH",
        &format!("/api/v1{path}"),
        &[("If-Match", "1")],
        &json!({ "done": false }),
    );
    assert_eq!(changed.status, 412, "it has changed since");
    // What it has not done is free when it leaves, and the action falls to whoever began it.
    task(DEFENDER, "defenders").expect(201);
    act(&serving, DEFENDER, "DELETE", &format!("/actions/{reference}/participation"), &json!({})).expect(200);
    let seen = read(&serving, ACADEMIC, &reference);
    assert_eq!((&seen["lead"]["slug"], &seen["tasks"][1]["taken"]), (&json!("estmark"), &json!(false)));
}

#[test]
fn an_organisation_that_is_no_active_member_is_told_of_nothing_new() {
    let serving = Serving::new();
    let reference = begun(&serving, &["sector:government", "org:lumora"]);
    suspend(&serving, "lumora");
    let path = format!("/actions/{reference}/moves");
    act(&serving, GOVERNMENT, "POST", &path, &json!({ "to": "considered", "reason": "A secret" }))
        .expect(200);
    // It keeps what it was sent, and nothing of what became of it.
    let kept = read(&serving, COMPANY, &reference);
    assert_eq!((&kept["title"], &kept["steps"]), (&json!("A demarche"), &json!([])));
    assert!(kept.get("stage").is_none_or(Value::is_null) && kept["needed"] == "", "{kept}");
    serving.settle();
    for query in ["?stage=considered", "?stage=proposed", "?stage=all"] {
        let listed = serving.new_client(COMPANY).get(&format!("/api/v1/actions{query}")).expect(200).json();
        assert_eq!(listed["total"], 0, "{query}");
    }
    assert_eq!(
        act(&serving, SUSPENDED, "PUT", &format!("/actions/{reference}/participation"), &json!({})).status,
        404
    );
    readmit(&serving, "lumora");
    assert_eq!(read(&serving, COMPANY, &reference)["stage"], "considered");
    assert!(!CONVENOR.is_empty());
}

#[test]
fn a_narrowed_action_is_gone_for_whoever_is_left_out() {
    let serving = Serving::new();
    let reference = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &reference);
    // Whoever is left out is told why. Other words, which a second person decides on, have no such reason beside them: they come after.
    assert_eq!(revised(&serving, &reference, &["sector:government"], "Too early").status, 422);
    let path = format!("/api/v1/actions/{reference}");
    let mut sent = action("A demarche", &["sector:government"]);
    sent["reason"] = json!("Too early");
    let made = serving.new_client(GOVERNMENT).post(&format!("{path}/versions"), &sent).expect(201).json();
    assert_eq!(made["state"], "released", "nobody reads it who did not");
    let gone = serving.new_client(DEFENDER).get(&path);
    assert_eq!((gone.status, gone.json()["reason"].as_str()), (410, Some("Too early")));
    serving.settle();
    assert_eq!(serving.new_client(DEFENDER).get("/api/v1/actions?stage=all").expect(200).json()["total"], 0);
}

#[test]
fn lists_find_by_words_stage_target_and_day_and_the_board_shows_each_stage() {
    let serving = Serving::new();
    let begin = |sent: Value| {
        let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
        let reference = made["reference"].as_str().unwrap().to_owned();
        decide(&serving, &reference);
        reference
    };
    let now = serving.place.database.ambient().now();
    let soon = now.plus(chrono::TimeDelta::days(3)).rfc3339();
    let mut first = action("A demarche about routers", &["coalition"]);
    first["target"] = json!({ "kind": "company", "name": "Vexatron" });
    first["due_at"] = json!(soon);
    first["countries"] = json!(["EE"]);
    let first = begin(first);
    let second = begin(action("A letter", &["sector:government"]));
    act(
        &serving,
        GOVERNMENT,
        "POST",
        &format!("/actions/{second}/moves"),
        &json!({ "to": "declined", "reason": "No" }),
    )
    .expect(200);
    serving.settle();
    let found = |who: &str, query: &str| -> Vec<String> {
        let listed = serving.new_client(who).get(&format!("/api/v1/actions{query}")).expect(200).json();
        let items = listed["items"].as_array().unwrap();
        items.iter().map(|one| one["reference"].as_str().unwrap().to_owned()).collect()
    };
    for query in [
        "",
        "?q=vexatron",
        "?q=routers",
        "?target=company",
        "?due=week",
        "?country=EE&region=europe",
        "?organisation=estmark",
    ] {
        assert_eq!(found(ACADEMIC, query), [first.as_str()], "{query}");
    }
    for query in ["?q=nothing", "?target=government", "?due=overdue", "?stage=declined", "?country=KE"] {
        assert!(found(ACADEMIC, query).is_empty(), "{query}");
    }
    assert_eq!(found(GOVERNMENT, "?stage=declined"), [second.as_str()]);
    assert_eq!(found(GOVERNMENT, "?stage=all").len(), 2);
    assert_eq!(serving.client(ACADEMIC).get("/api/v1/actions?stage=nowhere").status, 422);
    let board = serving.client(ACADEMIC).page("/board").expect(200).text();
    assert!(board.contains("A demarche about routers") && !board.contains("A letter"), "{board}");
    let public = serving.public().get("/board").expect(200).text();
    assert!(!public.contains("routers"), "{public}");
}

#[test]
fn an_action_begins_at_an_incident_and_its_form_keeps_what_was_typed() {
    let serving = Serving::new();
    let (report, _) =
        serving.released(&json!({ "title": "A cut", "facts": { "countries": ["EE"] } }), &["coalition"]);
    let incident =
        serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).json()["incident"].clone();
    let incident = incident.as_str().unwrap();
    let client = serving.client(GOVERNMENT);
    let form = client.page(&format!("/actions/new?about={incident}")).expect(200);
    assert!(form.text().contains(&format!("value=\"{incident}\"")));
    let typed = [
        ("title", "About the cut"),
        ("links", incident),
        ("language", "en"),
        ("due_at", "2027-03-28 02:30"),
        ("due_zone", "Europe/Berlin"),
    ];
    let refused = client.fill_on(&form, "/actions", &typed);
    assert_eq!(refused.status, 422);
    let text = refused.text();
    for kept in ["About the cut", "2027-03-28 02:30", "The clocks skip this hour"] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    let more = [
        ("kind", "letter"),
        ("brief", "We write."),
        ("due_at", "2027-03-28 04:30"),
        ("audience", "coalition"),
    ];
    let whole: Vec<_> = typed[..3].iter().chain(&typed[4..]).chain(&more).copied().collect();
    let done = client.fill_on(&form, "/actions", &whole).expect(303);
    let reference = done.header("location").unwrap().split(['/', '?']).nth(2).unwrap().to_owned();
    decide(&serving, &reference);
    let shown = client.get(&format!("/api/v1/incidents/{incident}")).expect(200).json();
    assert_eq!(shown["actions"], json!([{ "reference": reference }]));
    let page = client.page(&format!("/incidents/{incident}")).expect(200).text();
    assert!(page.contains("About the cut"), "{page}");
    let one = client.page(&format!("/actions/{reference}")).expect(200).text();
    assert!(one.contains("28 Mar 2027, 04:30 Europe/Berlin"), "{one}");
    // Whoever does not read the incident is not told of it by the link.
    let seen = read(&serving, ACADEMIC, &reference);
    assert_eq!(seen["links"], json!([{ "kind": "incident", "reference": incident }]));
}

#[test]
fn who_joins_is_told_to_the_lead_and_a_release_to_those_who_read_it() {
    let serving = Serving::new();
    let mut sent = action("Due soon", &["coalition"]);
    let now = serving.place.database.ambient().now();
    sent["due_at"] = json!(now.plus(chrono::TimeDelta::hours(12)).rfc3339());
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    decide(&serving, &reference);
    join(&serving, DEFENDER, &reference);
    serving.instance.courier.tell().unwrap();
    let told = |who: &str| -> Vec<String> {
        let told = serving.new_client(who).get("/api/v1/notifications").expect(200).json();
        let items = told["items"].as_array().unwrap();
        let of_it = items.iter().filter(|one| one["about"] == reference.as_str());
        of_it.map(|one| one["kind"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let kinds = |who: &str| {
        let mut kinds = told(who);
        kinds.sort();
        kinds
    };
    assert!(kinds(GOVERNMENT).contains(&"action-joined".to_owned()), "{:?}", kinds(GOVERNMENT));
    assert_eq!(kinds(DEFENDER), ["action-released"]);
    assert_eq!(kinds(ACADEMIC), ["action-released"]);
}

#[test]
fn how_many_tasks_others_wrote_keeps_nobody_from_writing_one() {
    let serving = Serving::new();
    let reference = begun(&serving, &["sector:government", "org:defenders"]);
    let path = format!("/api/v1/actions/{reference}/tasks");
    let task = json!({ "title": "Call the capital" });
    let client = serving.new_client(GOVERNMENT);
    for _ in 0..100 {
        client.post(&path, &task).expect(201);
    }
    assert_eq!(client.post(&path, &task).status, 409, "an organisation adds so many at most");
    join(&serving, DEFENDER, &reference);
    serving.new_client(DEFENDER).post(&path, &task).expect(201);
}
