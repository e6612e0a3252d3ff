//! Who of an organisation does a task is chosen by that organisation and known to nobody else; and a task is changed on a page of
//! its own.

use chrono::TimeDelta;
use entente::access::Role::Delegate;
use entente::people;
use serde_json::{Value, json};

use crate::notifications::Post;
use crate::serving::{COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REVIEWER, Serving};

/// A second delegate of the defenders.
const COLLEAGUE: &str = "vera@defenders.example.org";
/// Somebody of the defenders who is no delegate.
const NO_DELEGATE: &str = "olga@defenders.example.org";

fn act(serving: &Serving, who: &str, (method, path): (&str, &str), body: &Value) -> u16 {
    serving.new_client(who).json(method, &format!("/api/v1{path}"), &[], body).status
}

/// An action of Estmark that the defenders joined, and a task that they took, due in three days.
fn taken(serving: &Serving) -> (String, String) {
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "defenders")?;
        entente::accounts::enrol(tx, &home, "Vera Lang", COLLEAGUE, "", &[Delegate])?;
        entente::accounts::enrol(tx, &home, "Olga Wirth", NO_DELEGATE, "", &[entente::access::Role::Observer])
    });
    let sent =
        json!({ "kind": "letter", "title": "A letter", "brief": "We write.", "audience": ["coalition"] });
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    let approval = format!("/actions/{action}/approval");
    assert_eq!(act(serving, GOVERNMENT_REVIEWER, ("POST", &approval), &json!({})), 200);
    assert_eq!(act(serving, DEFENDER, ("PUT", &format!("/actions/{action}/participation")), &json!({})), 200);
    let due = serving.place.database.ambient().now().plus(TimeDelta::days(3)).rfc3339();
    let new = json!({ "title": "Call the capital", "organisation": "defenders", "due_at": due });
    let path = format!("/api/v1/actions/{action}/tasks");
    let task = serving.new_client(GOVERNMENT).post(&path, &new).expect(201).json();
    (action, task["reference"].as_str().unwrap().to_owned())
}

/// The first task of an action as somebody is shown it.
fn task_of(serving: &Serving, who: &str, action: &str) -> Value {
    serving.new_client(who).get(&format!("/api/v1/actions/{action}")).expect(200).json()["tasks"][0].clone()
}

fn name(serving: &Serving, who: &str, task: &str, person: &str) -> u16 {
    act(serving, who, ("PATCH", &format!("/tasks/{task}")), &json!({ "person": person }))
}

/// Class of leaks: who works for whom, by what an organisation arranges among its own people.
#[test]
fn whom_an_organisation_chooses_for_a_task_is_told_to_its_own_people_alone() {
    let post = Post::new();
    let serving = &post.serving;
    let (action, task) = taken(serving);
    let before = task_of(serving, GOVERNMENT, &action);
    assert_eq!(name(serving, GOVERNMENT, &task, GOVERNMENT), 422, "another organisation does it");
    assert_eq!(name(serving, COMPANY, &task, COLLEAGUE), 403, "it takes no part");
    for nobody in [REVIEWER, NO_DELEGATE, "nobody@defenders.example.org"] {
        assert_eq!(name(serving, DEFENDER, &task, nobody), 422, "{nobody}");
    }
    post.tell();
    assert_eq!(name(serving, DEFENDER, &task, COLLEAGUE), 200);
    assert_eq!(task_of(serving, DEFENDER, &action)["person"], "Vera Lang");
    let page = |who: &str| serving.new_client(who).page(&format!("/actions/{action}")).expect(200).text();
    assert!(page(NO_DELEGATE).contains("Vera Lang"));
    // To others nothing has happened: not a word, not a count, not an order.
    for who in [GOVERNMENT, REVIEWER, COMPANY] {
        let read = serving.new_client(who).get(&format!("/api/v1/actions/{action}")).expect(200).text();
        assert!(!read.contains("Vera") && !page(who).contains("Vera"), "{who}");
        assert!(!serving.new_client(who).page(&format!("/tasks/{task}")).expect(200).text().contains("Vera"));
    }
    assert_eq!(task_of(serving, GOVERNMENT, &action), before);
    // Who is chosen is told, and reminded alone.
    post.tell();
    let told = |who: &str, kind: &str| post.told(who).iter().filter(|(one, _)| one == kind).count();
    assert_eq!(
        [COLLEAGUE, DEFENDER].map(|who| told(who, "action-task")),
        [1, 1],
        "the lead gave it to all of them"
    );
    serving.place.clock.advance(TimeDelta::hours(49));
    serving.instance.timers.work().unwrap();
    post.tell();
    assert_eq!([COLLEAGUE, DEFENDER].map(|who| told(who, "action-task-due")), [1, 0]);
    // Nobody else takes that away.
    assert_eq!(name(serving, GOVERNMENT, &task, ""), 200);
    assert_eq!(task_of(serving, DEFENDER, &action)["person"], "Vera Lang");
    // Another that gets the task chooses for itself.
    let given = json!({ "organisation": "estmark" });
    assert_eq!(act(serving, GOVERNMENT, ("PATCH", &format!("/tasks/{task}")), &given), 200);
    for who in [GOVERNMENT, DEFENDER] {
        assert_eq!(task_of(serving, who, &action)["person"], Value::Null, "{who}");
    }
}

#[test]
fn a_task_is_changed_on_its_page_by_whoever_may() {
    let post = Post::new();
    let serving = &post.serving;
    let (action, task) = taken(serving);
    let path = format!("/tasks/{task}");
    let fill = |who: &str, fields: &[(&str, &str)]| serving.new_client(who).fill(&path, &path, fields);
    // The lead changes all of it; what is wrong comes back with what was typed.
    let refused =
        fill(GOVERNMENT, &[("title", "Call both capitals"), ("due_at", "someday"), ("organisation", "")])
            .expect(422);
    assert!(refused.text().contains("Call both capitals") && refused.text().contains("someday"));
    let answer =
        fill(GOVERNMENT, &[("title", "Call both capitals"), ("due_at", ""), ("organisation", "defenders")]);
    assert_eq!(
        answer.expect(303).header("location"),
        Some(format!("/actions/{action}?done=action-task-changed").as_str())
    );
    let seen = task_of(serving, COMPANY, &action);
    assert_eq!((&seen["title"], &seen["due_at"]), (&json!("Call both capitals"), &Value::Null));
    // Whoever does it chooses among its own people, and changes no words; others are shown no form.
    let page = serving.new_client(DEFENDER).page(&path).expect(200).text();
    assert!(page.contains("name=\"person\"") && !page.contains("name=\"title\""), "{page}");
    let other = serving.new_client(DEFENDER);
    let before = other.page(&path).expect(200);
    fill(DEFENDER, &[("person", COLLEAGUE)]).expect(303);
    // Who saves something else takes nothing away; who chooses another is told that somebody chose meanwhile.
    other.fill_on(&before, &path, &[("person", "")]).expect(303);
    let before = other.page(&path).expect(200);
    fill(DEFENDER, &[("person", DEFENDER)]).expect(303);
    other.fill_on(&before, &path, &[("person", "")]).expect(412);
    fill(DEFENDER, &[("person", COLLEAGUE)]).expect(303);
    assert_eq!(task_of(serving, DEFENDER, &action)["person"], "Vera Lang");
    for who in [COMPANY, NO_DELEGATE] {
        assert!(!serving.new_client(who).page(&path).expect(200).text().contains("name=\"title\""), "{who}");
    }
    serving.public().page(&path).expect(404);
    // Two who change it at once are told of each other.
    let client = serving.new_client(GOVERNMENT);
    let stale = client.page(&path).expect(200);
    fill(GOVERNMENT, &[("title", "Call three"), ("due_at", ""), ("organisation", "defenders")]).expect(303);
    let again = [("title", "Call four"), ("due_at", ""), ("organisation", "defenders")];
    client.fill_on(&stale, &path, &again).expect(412);
    assert_eq!(task_of(serving, COMPANY, &action)["title"], "Call three");
}

#[test]
fn a_day_that_is_over_stays_where_only_the_words_are_changed() {
    let post = Post::new();
    let serving = &post.serving;
    let (action, task) = taken(serving);
    serving.place.clock.advance(TimeDelta::days(4));
    let path = format!("/tasks/{task}");
    let client = serving.new_client(GOVERNMENT);
    let due = task_of(serving, GOVERNMENT, &action)["due_at"].clone();
    let page = client.page(&path).expect(200);
    let shown =
        page.text().split("name=\"due_at\"").nth(1).unwrap().split("value=\"").nth(1).unwrap().to_owned();
    let shown = shown.split('"').next().unwrap();
    client
        .fill_on(&page, &path, &[("title", "Call at last"), ("due_at", shown), ("organisation", "defenders")])
        .expect(303);
    let seen = task_of(serving, GOVERNMENT, &action);
    assert_eq!((&seen["title"], &seen["due_at"]), (&json!("Call at last"), &due));
    let past = [("title", "Call"), ("due_at", "2020-01-01 10:00"), ("organisation", "defenders")];
    client.fill(&path, &path, &past).expect(422);
}

#[test]
fn whoever_offers_the_lead_takes_that_back_on_the_page() {
    let serving = Serving::new();
    let (action, _) = taken(&serving);
    let (page, path) = (format!("/actions/{action}"), format!("/actions/{action}/lead"));
    let offers =
        |who: &str| serving.new_client(who).page(&page).expect(200).text().contains("Take the offer back");
    assert_eq!([GOVERNMENT, DEFENDER].map(offers), [false, false]);
    serving
        .new_client(GOVERNMENT)
        .fill(&page, &path, &[("act", "offer"), ("organisation", "defenders")])
        .expect(303);
    assert_eq!([GOVERNMENT, DEFENDER].map(offers), [true, false]);
    serving.new_client(GOVERNMENT).fill(&page, &path, &[("act", "take-back")]).expect(303);
    assert_eq!([GOVERNMENT, DEFENDER].map(offers), [false, false]);
    assert_eq!(act(&serving, DEFENDER, ("PUT", &format!("/actions/{action}/lead")), &json!({})), 409);
}
