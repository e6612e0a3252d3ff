//! How joint actions are begun: with tasks that are sealed until the brief is released, and with templates.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::http::Answer;
use crate::serving::{DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER, Serving};
use crate::support;

fn begun(serving: &Serving, audience: &[&str]) -> String {
    let sent = json!({
        "kind": "letter", "title": "On the press law", "brief": "B", "audience": audience,
        "tasks": [{ "title": "Ask a lawyer", "organisation": "estmark", "due_at": "2026-06-10" }, { "title": "Read it" }],
    });
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    made["reference"].as_str().unwrap().to_owned()
}

fn decide(serving: &Serving, reference: &str, verb: &str, sent: &Value) {
    let path = format!("/api/v1/actions/{reference}/{verb}");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, sent).expect(200);
}

fn count(serving: &Serving, from: &str) -> i64 {
    serving.place.database.read(|conn| Ok(support::count(conn, from))).unwrap()
}

const REMINDERS: &str = "timer WHERE kind = 'action.task_due' AND fired_at IS NULL";

#[test]
fn tasks_are_sealed_with_the_brief_until_it_is_released() {
    let serving = Serving::new();
    let reference = begun(&serving, &["coalition"]);
    let at = format!("/api/v1/actions/{reference}");
    assert_eq!(
        (count(&serving, "action_task"), count(&serving, REMINDERS)),
        (0, 0),
        "nothing lies in clear text"
    );
    // Who decides on it is shown them.
    let seen = serving.client(GOVERNMENT_REVIEWER).get(&at).expect(200).json();
    assert_eq!((&seen["planned"][0]["title"], &seen["tasks"]), (&json!("Ask a lawyer"), &json!([])));
    assert_eq!(
        (&seen["planned"][0]["owner"], &seen["planned"][1]["owner"]),
        (&json!("lead"), &json!("open"))
    );
    let page = serving.client(GOVERNMENT_REVIEWER).page(&format!("/actions/{reference}")).expect(200).text();
    assert!(page.contains("Ask a lawyer") && page.contains("The active members among its readers"), "{page}");
    decide(&serving, &reference, "approval", &json!({}));
    assert_eq!((count(&serving, "action_task"), count(&serving, REMINDERS)), (2, 1));
    let seen = serving.client(DEFENDER).get(&at).expect(200).json();
    assert_eq!((&seen["tasks"][0]["title"], &seen["planned"]), (&json!("Ask a lawyer"), &json!([])));
    // A new version leaves them as they are.
    let sent = json!({ "kind": "letter", "title": "T", "brief": "C", "audience": ["coalition"] });
    serving.client(GOVERNMENT).post(&format!("{at}/versions"), &sent).expect(201);
    decide(&serving, &reference, "approval", &json!({}));
    assert_eq!(count(&serving, "action_task"), 2);
}

#[test]
fn of_tasks_whose_brief_is_not_released_nothing_stays_and_nothing_is_shown() {
    let serving = Serving::new();
    let returned = begun(&serving, &["coalition"]);
    decide(&serving, &returned, "return", &json!({ "comment": "Not like this." }));
    let cancelled = begun(&serving, &["coalition"]);
    let path = format!("/api/v1/actions/{cancelled}");
    serving.client(GOVERNMENT).json("DELETE", &path, &[], &json!({})).expect(200);
    assert_eq!((count(&serving, "action_task"), count(&serving, REMINDERS)), (0, 0));
    for reference in [returned, cancelled] {
        for who in [GOVERNMENT, GOVERNMENT_REVIEWER] {
            let page = serving.client(who).page(&format!("/actions/{reference}")).text();
            assert!(!page.contains("Ask a lawyer"), "{page}");
            let seen = serving.client(who).get(&format!("/api/v1/actions/{reference}")).text();
            assert!(!seen.contains("Ask a lawyer"), "{seen}");
        }
    }
}

#[test]
fn whoever_has_to_do_a_task_is_reminded_also_where_the_brief_is_approved_late() {
    let serving = Serving::new();
    let reference = begun(&serving, &["coalition"]);
    // A day before it is due has passed.
    serving.place.clock.advance(TimeDelta::days(9));
    decide(&serving, &reference, "approval", &json!({}));
    assert_eq!(count(&serving, REMINDERS), 1);
}

#[test]
fn who_may_not_begin_actions_learns_nothing_of_templates() {
    let serving = Serving::new();
    let body = json!({ "name": "N", "kind": "letter", "title": "T", "brief": "B" });
    let made = serving.client(REVIEWER).post("/api/v1/templates", &body).expect(201).json();
    let begin = |reference: &Value| {
        let sent = json!({ "template": reference });
        serving.client(REPORTER).post("/api/v1/actions", &sent).status
    };
    assert_eq!([begin(&made["reference"]), begin(&json!("B-000000"))], [403, 403]);
}

fn typed<'a>(serving: &Serving, more: &[(&'a str, &'a str)]) -> Answer {
    let fields = [("title", "T"), ("kind", "letter"), ("brief", "B"), ("language", "en")];
    let fields = [&fields[..], &[("sectors", "sector:government")], more].concat();
    serving.client(GOVERNMENT).fill("/actions/new", "/actions", &fields)
}

#[test]
fn a_form_names_a_template_that_is_there_or_nothing_is_begun() {
    let serving = Serving::new();
    for wrong in ["B-000000", "anything, for the log"] {
        let answer = typed(&serving, &[("template", wrong)]);
        assert_eq!((answer.status, count(&serving, "contribution")), (422, 0));
        let text = answer.text();
        assert!(text.contains("There is no such template in use."), "{text}");
        // What was typed can be sent again: without it.
        assert!(!text.contains(wrong), "{text}");
        let fields = [("title", "T"), ("kind", "letter"), ("brief", "B"), ("language", "en")];
        let fields = [&fields[..], &[("audience", "org:estmark")]].concat();
        if wrong != "B-000000" {
            assert_eq!(serving.client(GOVERNMENT).fill_on(&answer, "/actions", &fields).status, 303);
        }
    }
}

#[test]
fn rows_without_a_title_are_left_out_and_faults_name_their_row() {
    let serving = Serving::new();
    let rows = |rows: &[(&'static str, &'static str)]| {
        let row = |(title, due): &(&'static str, &'static str)| {
            [("task_title", *title), ("task_owner", "own"), ("task_due", *due)]
        };
        typed(&serving, &rows.iter().flat_map(row).collect::<Vec<_>>())
    };
    assert_eq!(rows(&[("One", "2026-06-10"), ("", "2026-06-11"), ("Two", "")]).status, 303);
    let text = rows(&[("One", ""), ("", "soon"), ("Two", "soon")]).expect(422).text();
    assert!(text.contains("Task 2: ") && !text.contains("Task 3: "), "{text}");
    // However many are sent, the form is not longer than the most that there can be, and one.
    let text = rows(&[("A task", ""); 200]).expect(422).text();
    assert_eq!(text.matches("name=\"task_title\"").count(), 31);
    // So it is in templates, and for programs.
    let sent = json!({
        "name": "N", "kind": "letter", "title": "T", "brief": "B",
        "tasks": [{ "title": "A" }, { "title": "B", "due_in": "P0D" }],
    });
    let answer = serving.client(GOVERNMENT).post("/api/v1/templates", &sent).expect(422).json();
    assert!(
        answer["errors"]["tasks"][0].as_str().unwrap().starts_with("Task 2: A number of days"),
        "{answer}"
    );
}
