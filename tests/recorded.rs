//! What the secretariat records of an organisation and a joint action: shown as not confirmed, followed by nothing, and gone when the
//! organisation speaks for itself.

use serde_json::{Value, json};

use crate::notifications::Post;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER,
    SECRETARIAT, Serving,
};

fn brief(audience: &[&str]) -> Value {
    json!({ "kind": "letter", "title": "A letter of many", "brief": "We write.", "audience": audience })
}

/// An action of Estmark.
fn begun(serving: &Serving, audience: &[&str]) -> String {
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &brief(audience)).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    approve(serving, &reference);
    reference
}

fn approve(serving: &Serving, reference: &str) {
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
}

fn record(serving: &Serving, who: &str, action: &str, (slug, says): (&str, &str)) -> u16 {
    let path = format!("/api/v1/actions/{action}/records");
    serving.client(who).post(&path, &json!({ "organisation": slug, "says": says })).status
}

/// Of whom somebody is shown a record, and what it says.
fn shown(serving: &Serving, who: &str, action: &str) -> Vec<(String, String)> {
    let path = format!("/api/v1/actions/{action}/records");
    let list = serving.client(who).get(&path).expect(200).json();
    let one = |view: &Value| {
        assert_eq!(view["confirmed"], false);
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        (word(&view["organisation"]["slug"]), word(&view["says"]))
    };
    let mut all: Vec<_> = list["records"].as_array().unwrap().iter().map(one).collect();
    all.sort();
    all
}

fn said(slug: &str, says: &str) -> (String, String) {
    (slug.to_owned(), says.to_owned())
}

#[test]
fn a_record_stands_until_the_organisation_speaks_and_nothing_follows_from_it() {
    let post = Post::new();
    let serving = &post.serving;
    let action = begun(serving, &["coalition"]);
    let one = || serving.client(DEFENDER).get(&format!("/api/v1/actions/{action}")).expect(200).json();
    let before = one();
    for who in [GOVERNMENT, DEFENDER, SECRETARIAT, ADMIN, COMPANY] {
        assert_eq!(record(serving, who, &action, ("defenders", "joined")), 403, "{who}");
    }
    assert_eq!(record(serving, CONVENOR, &action, ("defenders", "joined")), 201);
    assert_eq!(record(serving, CONVENOR, &action, ("open-lines", "declined")), 201);
    for who in [DEFENDER, GOVERNMENT, REPORTER, ACADEMIC, CONVENOR] {
        assert_eq!(
            shown(serving, who, &action),
            [said("defenders", "joined"), said("open-lines", "declined")],
            "{who}"
        );
    }
    let page = serving.client(GOVERNMENT).page(&format!("/actions/{action}/records")).expect(200).text();
    assert!(page.contains("recorded by the secretariat, not confirmed"), "{page}");
    assert!(!page.contains("Ana Belo"), "a person is for their own organisation");
    // It is joined nowhere: the action is as it was, no task can be given, and the lead cannot be offered.
    assert_eq!(one(), before);
    let path = format!("/api/v1/actions/{action}/lead");
    serving.client(GOVERNMENT).post(&path, &json!({ "organisation": "defenders" })).expect(422);
    let path = format!("/api/v1/actions/{action}/tasks");
    serving
        .client(GOVERNMENT)
        .post(&path, &json!({ "title": "Call", "organisation": "defenders" }))
        .expect(422);
    serving.client(DEFENDER).post(&path, &json!({ "title": "Call" })).expect(403);
    post.tell();
    let told = |who: &str| post.kinds(who).contains("part-recorded");
    assert_eq!(
        [DEFENDER, REVIEWER, REPORTER, GOVERNMENT, CONVENOR].map(told),
        [true, true, false, false, false]
    );
    // Its own word takes the place of the record, and cannot be overwritten.
    let path = format!("/api/v1/actions/{action}/participation");
    serving.client(DEFENDER).json("PUT", &path, &[], &json!({})).expect(200);
    assert_eq!(shown(serving, GOVERNMENT, &action), [said("open-lines", "declined")]);
    assert_eq!(record(serving, CONVENOR, &action, ("defenders", "declined")), 409);
    // A delegate has it taken away; a colleague without the right does not.
    let path = format!("/api/v1/actions/{action}/records");
    serving.client(REPORTER).send("DELETE", &path, &[], b"").expect(403);
    let page = format!("/actions/{action}/records");
    serving.client(REVIEWER).fill(&page, &page, &[("act", "take-away")]).expect(303);
    assert!(shown(serving, GOVERNMENT, &action).is_empty());
    post.tell();
    let page = serving.client(REVIEWER).page("/notifications").expect(200).text();
    assert!(!page.contains("The secretariat recorded"), "{page}");
}

#[test]
fn what_cannot_be_recorded_is_said_and_leaves_no_trace() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    serving.client(CONVENOR).get("/api/v1/me").expect(200);
    let before = serving.state();
    let wrong = [
        ("estmark", "joined"),
        ("secretariat", "joined"),
        ("nowhere", "joined"),
        ("pressroom", "joined"),
        ("lumora", "maybe"),
    ];
    for (slug, says) in wrong {
        assert_eq!(record(&serving, CONVENOR, &action, (slug, says)), 422, "{slug}");
    }
    let path = format!("/api/v1/actions/{action}/records");
    let stale = [("If-Match", "\"0123456789abcdef\"")];
    let sent = json!({ "organisation": "lumora", "says": "joined" });
    serving.client(CONVENOR).json("POST", &path, &stale, &sent).expect(412);
    assert_eq!(serving.state(), before);
    // Twice the same is once.
    assert_eq!(record(&serving, CONVENOR, &action, ("lumora", "joined")), 201);
    assert_eq!(record(&serving, CONVENOR, &action, ("lumora", "joined")), 201);
    assert_eq!(shown(&serving, COMPANY, &action).len(), 1);
}

/// Classes of leaks: a refusal that tells who reads; a record that tells later readers what was said to others.
#[test]
fn a_record_is_shown_to_those_before_whom_it_was_made_and_a_refusal_tells_no_reader() {
    let serving = Serving::new();
    let hidden = begun(&serving, &["org:estmark", "org:lumora"]);
    assert_eq!(record(&serving, CONVENOR, &hidden, ("lumora", "joined")), 404);
    // The secretariat reads it by its own name: that Lumora does, too, it is not told.
    let narrow = begun(&serving, &["org:estmark", "org:secretariat", "org:lumora"]);
    let path = format!("/api/v1/actions/{narrow}/records");
    let answer = |slug: &str| {
        let sent = json!({ "organisation": slug, "says": "joined" });
        serving.client(CONVENOR).post(&path, &sent).expect(422).text().replace(slug, "…")
    };
    assert_eq!(answer("lumora"), answer("meridian"));
    assert_eq!(answer("lumora"), answer("nowhere"));
    let action = begun(&serving, &["org:estmark", "sector:civil_society", "sector:secretariat"]);
    assert_eq!(
        record(&serving, CONVENOR, &action, ("defenders", "joined")),
        422,
        "it is not told of that sector"
    );
    let mut left = brief(&["coalition"]);
    left["except"] = json!(["lumora"]);
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &left).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    approve(&serving, &action);
    assert_eq!(record(&serving, CONVENOR, &action, ("defenders", "joined")), 201);
    // Whom a brief leaves out is told to nobody: the answer is the same.
    assert_eq!(record(&serving, CONVENOR, &action, ("lumora", "joined")), 201);
    let path = format!("/api/v1/actions/{action}/records");
    serving.client(COMPANY).get(&path).expect(404);
    serving
        .client(GOVERNMENT)
        .post(&format!("/api/v1/actions/{action}/versions"), &brief(&["coalition"]))
        .expect(201);
    approve(&serving, &action);
    assert_eq!(
        shown(&serving, COMPANY, &action),
        [said("lumora", "joined")],
        "its own, and nothing said to others"
    );
    // What is withdrawn leaves nothing.
    let gone = format!("/api/v1/actions/{action}");
    serving.client(GOVERNMENT).json("DELETE", &gone, &[], &json!({ "reason": "A mistake" })).expect(200);
    assert_eq!(serving.state().0["recorded_part"], 0);
}
