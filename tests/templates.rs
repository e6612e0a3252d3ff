//! Templates: who keeps and reads them, what they give to a joint action, and what they never do.

use serde_json::{Value, json};

use crate::serving::{
    ACADEMIC, COMPANY, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REVIEWER, SECRETARIAT,
    SUSPENDED, Serving,
};
use crate::support;

/// A template of Estmark's delegate.
fn sent() -> Value {
    json!({
        "name": "Demarche on a law", "kind": "demarche", "title": "A demarche on [law]", "language": "en",
        "brief": "What is asked of **whom**.", "audience": ["sector:government"], "except": ["lumora"], "due_in": "P14D",
        "tasks": [
            { "title": "Call the capital", "owner": "lead", "due_in": "P3D" },
            { "title": "Read the draft", "owner": "open" },
        ],
    })
}

fn kept(serving: &Serving, who: &str, body: &Value) -> String {
    let made = serving.client(who).post("/api/v1/templates", body).expect(201).json();
    made["reference"].as_str().unwrap().to_owned()
}

fn with(name: &str, value: Value) -> Value {
    let mut body = sent();
    body[name] = value;
    body
}

fn common() -> Value {
    let mut body = with("common", json!(true));
    body["except"] = json!([]);
    body
}

fn at(reference: &str) -> String {
    format!("/api/v1/templates/{reference}")
}

fn status(serving: &Serving, who: &str, reference: &str) -> u16 {
    serving.client(who).get(&at(reference)).status
}

#[test]
fn an_organisation_keeps_templates_for_itself_and_the_secretariat_for_all_members() {
    let serving = Serving::new();
    let own = kept(&serving, GOVERNMENT, &sent());
    let read = |who: &str| status(&serving, who, &own);
    assert_eq!([GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, CONVENOR].map(read), [200, 200, 404, 404]);
    let seen = serving.client(GOVERNMENT_REVIEWER).get(&at(&own)).json();
    assert_eq!((&seen["may_change"], &seen["tasks"][0]["owner"]), (&json!(false), &json!("lead")));
    assert_eq!((&seen["due_in"], &seen["tasks"][1]["due_in"]), (&json!("P14D"), &Value::Null));
    assert_eq!(seen["except"], json!(["lumora"]));
    // What is for all members its convenors keep, and nobody else.
    for who in [GOVERNMENT, SECRETARIAT, OBSERVER] {
        serving.client(who).post("/api/v1/templates", &common()).expect(403);
    }
    let all = kept(&serving, CONVENOR, &common());
    let read = |who: &str| status(&serving, who, &all);
    assert_eq!([GOVERNMENT, OBSERVER, ACADEMIC, SECRETARIAT, SUSPENDED].map(read), [200, 200, 200, 200, 404]);
    assert_eq!(serving.client(GOVERNMENT).put(&at(&all), "1", &sent()).status, 403);
    assert_eq!(serving.client(GOVERNMENT).delete(&at(&all)).status, 403);
    let list = serving.client(GOVERNMENT).get("/api/v1/templates").expect(200).json();
    let items = list["items"].as_array().unwrap();
    let references: Vec<&str> = items.iter().map(|one| one["reference"].as_str().unwrap()).collect();
    assert_eq!((references, &list["total"]), (vec![all.as_str(), own.as_str()], &json!(2)));
    assert_eq!(serving.client(COMPANY).get("/api/v1/templates").json()["total"], 1);
    let page = serving.client(OBSERVER).page(&format!("/templates/{all}")).expect(200).text();
    assert!(page.contains("<strong>whom</strong>") && page.contains("Secretariat"), "{page}");
    // Who only reads is offered nothing.
    assert!(!page.contains("/update") && !page.contains("/actions/new?template"), "{page}");
}

#[test]
fn a_template_is_changed_by_one_at_a_time_and_its_own_people_see_by_whom() {
    let serving = Serving::new();
    let client = serving.client(GOVERNMENT);
    let own = kept(&serving, GOVERNMENT, &sent());
    let form = client.page(&format!("/templates/{own}/update")).expect(200);
    assert!(form.text().contains("value=\"Demarche on a law\"") && form.text().contains("value=\"14\""));
    let tag = client.get(&at(&own)).header("etag").unwrap().to_owned();
    assert_eq!(tag.trim_matches('"'), "1");
    client.put(&at(&own), "1", &with("title", json!("Another title"))).expect(200);
    client.put(&at(&own), "1", &sent()).expect(412);
    // The page keeps what was typed, and says why it was not saved.
    let path = format!("/templates/{own}/update");
    let typed =
        [("name", "Mine"), ("kind", "letter"), ("title", "T"), ("brief", "Typed"), ("language", "en")];
    let answer = client.fill_on(&form, &path, &typed);
    assert_eq!(answer.status, 412);
    assert!(answer.text().contains("Somebody else has changed") && answer.text().contains("Typed"));
    assert_eq!(client.get(&at(&own)).json()["title"], "Another title");
    assert_eq!(client.fill(&path, &path, &typed).status, 303);
    let seen = client.get(&at(&own)).json();
    assert_eq!((&seen["name"], &seen["tasks"], &seen["audience"]), (&json!("Mine"), &json!([]), &json!([])));
    // Saved as it is, nothing happened.
    let same = client.get(&at(&own)).header("etag").unwrap().to_owned();
    client
        .put(&at(&own), "*", &json!({ "name": "Mine", "kind": "letter", "title": "T", "brief": "Typed" }))
        .expect(200);
    assert_eq!(client.get(&at(&own)).header("etag"), Some(same.as_str()));
    let page = serving.client(GOVERNMENT_REVIEWER).page(&format!("/templates/{own}")).expect(200).text();
    assert_eq!(page.matches("changed a template").count(), 2, "{page}");
    assert!(page.contains("Kirsi Aalto") && page.contains("suggested readers"), "{page}");
}

#[test]
fn out_of_use_it_is_its_own_organisation_s_alone_and_comes_back() {
    let serving = Serving::new();
    let all = kept(&serving, CONVENOR, &common());
    let page = format!("/templates/{all}");
    let client = serving.client(CONVENOR);
    assert_eq!(client.fill(&page, &format!("{page}/use"), &[("act", "out")]).status, 303);
    assert_eq!([GOVERNMENT, SECRETARIAT].map(|who| status(&serving, who, &all)), [404, 200]);
    let begin = json!({ "template": all, "audience": ["coalition"] });
    let answer = serving.client(GOVERNMENT).post("/api/v1/actions", &begin).expect(422).json();
    assert!(answer["errors"]["template"][0].is_string(), "{answer}");
    assert_eq!(serving.client(GOVERNMENT).page(&format!("/actions/new?template={all}")).status, 404);
    assert_eq!(client.fill(&page, &format!("{page}/use"), &[("act", "back")]).status, 303);
    assert_eq!(status(&serving, GOVERNMENT, &all), 200);
    assert_eq!(client.fill(&page, &format!("{page}/deletion"), &[]).status, 303);
    assert_eq!([GOVERNMENT, CONVENOR].map(|who| status(&serving, who, &all)), [404, 404]);
}

#[test]
fn what_cannot_be_kept_is_refused_and_named() {
    let serving = Serving::new();
    let refused = |who: &str, body: &Value, field: &str| {
        let answer = serving.client(who).post("/api/v1/templates", body).expect(422).json();
        assert!(answer["errors"][field][0].is_string(), "{field}: {answer}");
    };
    let tasks = |number: usize| json!(vec![json!({ "title": "A task" }); number]);
    for (name, value) in [
        ("name", json!(" ")),
        ("kind", json!("war")),
        ("title", json!("x".repeat(201))),
        ("brief", json!("")),
        ("language", json!("no language")),
        ("due_in", json!("P0D")),
        ("due_in", json!("P3651D")),
        ("due_in", json!("-P1D")),
        ("due_in", json!("2020-01-01")),
        ("audience", json!(["org:nobody"])),
        ("audience", json!(["planet"])),
        ("audience", json!(["group:circle-of-others"])),
        ("audience", json!(["person:kirsi@estmark.example.org"])),
        ("except", json!(["nobody"])),
        ("tasks", tasks(31)),
        ("tasks", tasks(1_000)),
        ("tasks", json!([{ "title": "" }])),
        ("tasks", json!([{ "title": "A task", "owner": "estmark" }])),
        ("tasks", json!([{ "title": "A task", "due_in": "P9999D" }])),
    ] {
        refused(GOVERNMENT, &with(name, value), name);
    }
    serving.client(GOVERNMENT).post("/api/v1/templates", &with("tasks", tasks(30))).expect(201);
    // A group of which one does not know is called as one that is not there.
    refused(DEFENDER, &with("audience", json!(["group:circle"])), "audience");
    // What is for all members names nobody whom only some may know of.
    for (name, value) in [
        ("audience", json!(["group:table"])),
        ("audience", json!(["org:estmark"])),
        ("audience", json!(["sector:pirate"])),
    ] {
        let mut body = common();
        body[name] = value;
        refused(CONVENOR, &body, "audience");
    }
    let mut body = common();
    body["except"] = json!(["lumora"]);
    refused(CONVENOR, &body, "audience");
    // For whom it is does not change.
    let own = kept(&serving, GOVERNMENT, &sent());
    let body = with("common", json!(true));
    let answer = serving.client(GOVERNMENT).put(&at(&own), "*", &body).expect(422).json();
    assert!(answer["errors"]["common"][0].is_string(), "{answer}");
}

#[test]
fn what_was_pasted_from_a_word_processor_becomes_its_words() {
    let serving = Serving::new();
    let pasted = "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><style>p{color:red}</style>\
        <p class=MsoNormal>What is asked<o:p></o:p></p></html>";
    let own = kept(&serving, GOVERNMENT, &with("brief", json!(pasted)));
    let brief = serving.client(GOVERNMENT).get(&at(&own)).json()["brief"].as_str().unwrap().to_owned();
    assert!(brief.contains("What is asked") && !brief.contains('<') && !brief.contains("color"), "{brief}");
}

fn titles(action: &Value) -> Vec<(&str, Option<&str>, bool)> {
    let tasks = action["tasks"].as_array().unwrap().iter();
    tasks
        .map(|one| {
            let owner = one["organisation"]["slug"].as_str();
            (one["title"].as_str().unwrap(), owner, one["due_at"].is_string())
        })
        .collect()
}

#[test]
fn an_action_is_begun_with_a_template_before_the_readers_whom_its_author_names() {
    let serving = Serving::new();
    let client = serving.client(GOVERNMENT);
    let own = kept(&serving, GOVERNMENT, &sent());
    // Who reads is never said by a template: nobody named is one's own organisation.
    let made = client.post("/api/v1/actions", &json!({ "template": own })).expect(201).json();
    let action = client.get(&format!("/api/v1/actions/{}", made["reference"].as_str().unwrap())).json();
    assert_eq!(action["audience"], json!(["org:estmark"]));
    assert_eq!((&action["title"], &action["kind"]), (&json!("A demarche on [law]"), &json!("demarche")));
    assert_eq!(action["due_at"], "2026-06-15T23:59:00Z");
    let expected = [("Call the capital", Some("estmark"), true), ("Read the draft", None, false)];
    assert_eq!(titles(&action), expected);
    // What is said counts.
    let body = json!({
        "template": own, "title": "On the press law", "audience": ["coalition"],
        "tasks": [{ "title": "Ask a lawyer", "organisation": "estmark", "due_at": "2026-06-05" }],
    });
    let made = client.post("/api/v1/actions", &body).expect(201).json();
    let reference = made["reference"].as_str().unwrap();
    let path = format!("/api/v1/actions/{reference}");
    // Who decides on it is shown its tasks, and nobody else is before it is released.
    let page = serving.client(GOVERNMENT_REVIEWER).page(&format!("/actions/{reference}")).expect(200).text();
    assert!(page.contains("Ask a lawyer") && page.contains("On the press law"), "{page}");
    assert_eq!(serving.client(DEFENDER).get(&path).status, 404);
    serving.client(GOVERNMENT_REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
    let action = serving.client(DEFENDER).get(&path).expect(200).json();
    assert_eq!(titles(&action), [("Ask a lawyer", Some("estmark"), true)]);
    assert!(action["needed"].as_str().unwrap().contains(". Estmark has to do “Ask a lawyer”."), "{action}");
    // A template does not stay in what was begun with it.
    client.delete(&at(&own)).expect(204);
    assert_eq!(serving.client(DEFENDER).get(&path).expect(200).json()["title"], "On the press law");
}

#[test]
fn tasks_of_a_new_action_are_one_s_own_or_nobody_s_and_never_in_the_past() {
    let serving = Serving::new();
    let refused = |tasks: Value, field: &str| {
        let body = json!({ "kind": "letter", "title": "A", "brief": "B", "audience": ["coalition"], "tasks": tasks });
        let answer = serving.client(GOVERNMENT).post("/api/v1/actions", &body).expect(422).json();
        assert!(answer["errors"][field][0].is_string(), "{answer}");
    };
    refused(json!([{ "title": "A task", "organisation": "defenders" }]), "tasks");
    refused(json!([{ "title": "A task", "organisation": "nobody" }]), "tasks");
    refused(json!([{ "title": "A task", "due_at": "2020-01-01" }]), "tasks");
    refused(json!([{ "title": "A task", "due_at": "2099-01-01" }]), "tasks");
    refused(json!([{ "title": "A task", "done": true }]), "tasks");
    refused(json!(vec![json!({ "title": "A task" }); 31]), "tasks");
    let (rows, _) = serving.state();
    assert_eq!((rows["contribution"], rows["action_task"]), (0, 0), "nothing of it was begun");
    // A new version takes none.
    let body = json!({ "kind": "letter", "title": "A", "brief": "B" });
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &body).expect(201).json();
    let path = format!("/api/v1/actions/{}/versions", made["reference"].as_str().unwrap());
    let body = json!({ "kind": "letter", "title": "A", "brief": "C", "tasks": [{ "title": "A task" }] });
    serving.client(GOVERNMENT).post(&path, &body).expect(422);
}

#[test]
fn a_template_fills_the_form_in_and_nothing_is_sent_before_its_readers_are_seen() {
    let serving = Serving::new();
    let client = serving.client(GOVERNMENT);
    let own = kept(&serving, GOVERNMENT, &sent());
    let chooser = client.page("/actions/new").expect(200).text();
    assert!(chooser.contains("Demarche on a law") && chooser.contains(&own), "{chooser}");
    assert!(!serving.client(DEFENDER).page("/actions/new").expect(200).text().contains("Demarche on a law"));
    let before = serving.state();
    let page = client.page(&format!("/actions/new?template={own}")).expect(200);
    assert_eq!(serving.state(), before);
    let text = page.text();
    for typed in ["A demarche on [law]", "Call the capital", "2026-06-04", "2026-06-15", "Read the draft"] {
        assert!(text.contains(typed), "{typed}: {text}");
    }
    assert!(text.contains("value=\"sector:government\" checked"), "{text}");
    // What stands on the form is sent: a task that was emptied is left out.
    let fields = [
        ("title", "On the press law"),
        ("kind", "demarche"),
        ("brief", "Asked."),
        ("language", "en"),
        ("sectors", "sector:government"),
        ("task_title", "Call the embassy"),
        ("task_owner", "own"),
        ("task_due", "2026-06-10"),
        ("task_title", ""),
        ("task_owner", ""),
        ("task_due", ""),
        ("task_title", "Read it"),
        ("task_owner", ""),
        ("task_due", ""),
    ];
    let answer = client.fill_on(&page, "/actions", &fields);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let at = answer.header("location").unwrap().split('?').next().unwrap().to_owned();
    let path = format!("/api/v1{at}");
    serving.client(GOVERNMENT_REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
    let action = client.get(&path).json();
    assert_eq!(titles(&action), [("Call the embassy", Some("estmark"), true), ("Read it", None, false)]);
    assert_eq!(action["audience"], json!(["sector:government"]));
    // What is wrong comes back with all that was typed.
    let soon = |value: &'static str| if value == "2026-06-10" { "soon" } else { value };
    let wrong: Vec<_> = fields.iter().map(|(name, value)| (*name, soon(value))).collect();
    let page = client.page(&format!("/actions/new?template={own}")).expect(200);
    let answer = client.fill_on(&page, "/actions", &wrong);
    assert_eq!(answer.status, 422);
    let text = answer.text();
    assert!(
        text.contains("Call the embassy") && text.contains("value=\"soon\"") && text.contains(&own),
        "{text}"
    );
}

#[test]
fn readers_who_cannot_be_chosen_any_more_are_named_on_the_form() {
    let serving = Serving::new();
    let client = serving.client(GOVERNMENT);
    let own = kept(&serving, GOVERNMENT, &with("audience", json!(["coalition", "group:circle"])));
    let convenor = serving.client(CONVENOR);
    convenor.delete("/api/v1/groups/circle/members/estmark").expect(204);
    crate::unconfirmed::suspend(&serving, "lumora");
    let text = client.page(&format!("/actions/new?template={own}")).expect(200).text();
    // A sentence each: nobody may take somebody for left out who is not.
    assert!(text.contains("who cannot be chosen now: group:circle."), "{text}");
    assert!(text.contains("leaves these out, who cannot be named now: lumora."), "{text}");
    let page = client.page(&format!("/templates/{own}")).expect(200).text();
    let (readers, left_out) = page.split_once("To be left out:").expect("two sentences");
    let readers = readers.split_once("these readers cannot be chosen:").expect("a sentence").1;
    assert!(readers.contains("group:circle") && !readers.contains("lumora"), "{page}");
    assert!(left_out.contains("lumora"), "{page}");
}

#[test]
fn the_secretariat_adds_those_that_are_ready_in_one_step() {
    let serving = Serving::new();
    let convenor = serving.client(CONVENOR);
    assert_eq!(convenor.fill("/templates", "/templates/ready", &[]).status, 303);
    let list = serving.client(DEFENDER).get("/api/v1/templates").json();
    let names: Vec<&str> =
        list["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    let ready = [
        "Answer to a blocking order",
        "Answer to a new law",
        "Response to a shutdown",
        "Support for an arrested colleague",
    ];
    assert_eq!(names, ready);
    // Each of them can be changed and begun with, as one that was typed.
    for one in list["items"].as_array().unwrap() {
        let reference = one["reference"].as_str().unwrap();
        let mut body = one.clone();
        let gone = ["reference", "organisation", "may_change", "changed_at", "common", "in_use"];
        for field in gone {
            body.as_object_mut().unwrap().remove(field);
        }
        convenor.put(&at(reference), "*", &body).expect(200);
        let body = json!({ "template": reference, "audience": ["org:estmark"] });
        serving.client(GOVERNMENT).post("/api/v1/actions", &body).expect(201);
        serving.client(GOVERNMENT).page(&format!("/actions/new?template={reference}")).expect(200);
    }
    // Those that are there are not added again; one that was deleted is.
    assert!(!convenor.page("/templates").expect(200).text().contains("/templates/ready"));
    let first = list["items"][0]["reference"].as_str().unwrap();
    convenor.delete(&at(first)).expect(204);
    let added = convenor.post("/api/v1/templates/ready", &json!({})).expect(200).json();
    assert_eq!(added["references"].as_array().unwrap().len(), 1);
    let added = convenor.post("/api/v1/templates/ready", &json!({})).expect(200).json();
    assert_eq!(added["references"], json!([]));
}

#[test]
fn a_template_is_sealed_and_one_that_is_damaged_hides_no_other() {
    let serving = Serving::new();
    let first = kept(&serving, GOVERNMENT, &with("name", json!("Firstword")));
    let second = kept(&serving, GOVERNMENT, &with("name", json!("Secondword")));
    let database = &serving.place.database;
    let sealed = |reference: &str| -> Vec<u8> {
        use diesel::prelude::*;
        use entente::db::schema::action_template as table;
        let one = table::table.filter(table::reference.eq(reference.to_owned())).select(table::sealed);
        database.read(|conn| Ok(one.first(conn)?)).unwrap()
    };
    let bytes = sealed(&first);
    assert!(!bytes.windows(9).any(|part| part == b"Firstword"), "it is sealed");
    let damage = format!("UPDATE action_template SET version = 7 WHERE reference = '{first}'");
    serving.write(|tx| support::run(tx.conn, &damage));
    let list = serving.client(GOVERNMENT).get("/api/v1/templates").expect(200).json();
    assert_eq!((&list["total"], &list["items"][0]["reference"]), (&json!(1), &json!(second)));
    assert!(serving.client(GOVERNMENT).page("/templates").expect(200).text().contains("Secondword"));
    assert!(serving.client(GOVERNMENT).page("/actions/new").expect(200).text().contains("Secondword"));
    serving.client(REVIEWER).get(&at(&first)).expect(404);
}
