//! Words of comments lead to them, for those who read them and nobody else.

use entente::comments::CommentSource;
use entente::db::{Change, ChangeKind, changes_after, last_change};
use entente::index::Source;
use serde_json::{Value, json};

use crate::http::Client;
use crate::serving::{
    ACADEMIC, COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REVIEWER, Serving,
};
use crate::unconfirmed::{readmit, suspend};

fn brief(audience: &[&str]) -> Value {
    json!({ "kind": "letter", "title": "A letter", "brief": "We write.", "audience": audience })
}

fn decide(serving: &Serving, reference: &str) {
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
}

/// An action of Estmark.
fn begun(serving: &Serving, audience: &[&str]) -> String {
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &brief(audience)).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    decide(serving, &reference);
    reference
}

fn revised(serving: &Serving, action: &str, audience: &[&str]) {
    let path = format!("/api/v1/actions/{action}/versions");
    let mut sent = brief(audience);
    sent["reason"] = json!("Other readers");
    let made = serving.new_client(GOVERNMENT).post(&path, &sent).expect(201).json();
    if made["state"] == "proposed" {
        decide(serving, action);
    }
}

fn comment(serving: &Serving, who: &str, action: &str, words: &str, audience: &str) -> String {
    let sent = json!({ "text": words, "audience": [audience] });
    let path = format!("/api/v1/actions/{action}/comments");
    let made = serving.new_client(who).post(&path, &sent).expect(201).json();
    made["reference"].as_str().unwrap().to_owned()
}

/// The comments that somebody finds.
fn found(serving: &Serving, who: &str, words: &str) -> Vec<String> {
    serving.settle();
    let client = serving.new_client(who);
    let words = entente::web::encode(words);
    let list = client.get(&format!("/api/v1/comments?q={words}")).expect(200).json();
    let items = list["items"].as_array().unwrap();
    assert_eq!(list["total"], items.len());
    let found: Vec<String> = items.iter().map(|one| one["reference"].as_str().unwrap().to_owned()).collect();
    let page = client.page(&format!("/actions?q={words}")).expect(200).text();
    assert_eq!(page.contains("Said of joint actions"), !found.is_empty(), "{words}");
    assert!(found.iter().all(|one| page.contains(&format!("/comments/{one}"))), "{page}");
    found
}

#[test]
fn a_comment_is_found_by_its_words_by_those_who_read_it() {
    let serving = Serving::new();
    let action = begun(&serving, &["sector:government", "org:open-lines", "org:lumora"]);
    let all = comment(&serving, REVIEWER, &action, "The quorum of **Kashmir**", "coalition");
    let civil = comment(&serving, REVIEWER, &action, "The quorum of Basra", "sector:civil_society");
    let home = comment(&serving, GOVERNMENT, &action, "A quorum at home", "org:estmark");
    let of = |who: &str| {
        let mut found = found(&serving, who, "quorum");
        found.sort();
        found
    };
    let sorted = |mut all: Vec<&String>| {
        all.sort();
        all.into_iter().cloned().collect::<Vec<_>>()
    };
    assert_eq!(of(OBSERVER), sorted(vec![&all, &civil]));
    assert_eq!(of(GOVERNMENT_REVIEWER), sorted(vec![&all, &home]));
    assert_eq!(of(COMPANY), std::slice::from_ref(&all));
    assert!(of(DEFENDER).is_empty() && of(ACADEMIC).is_empty(), "they do not read the action");
    assert_eq!(found(&serving, COMPANY, "quorum kashmir"), std::slice::from_ref(&all));
    assert_eq!(found(&serving, COMPANY, &all), std::slice::from_ref(&all), "by its reference");
    assert!(found(&serving, COMPANY, "basra").is_empty());
    // An action that nobody else reads is found by its own organisation.
    let others = begun(&serving, &["org:defenders"]);
    let theirs = comment(&serving, DEFENDER, &others, "A lonely quorum", "coalition");
    assert_eq!(
        (found(&serving, DEFENDER, "lonely"), found(&serving, GOVERNMENT, "lonely")),
        (vec![theirs.clone()], vec![theirs])
    );
    assert!(found(&serving, ACADEMIC, "lonely").is_empty());
    serving.new_client(COMPANY).get("/api/v1/comments?q=x&limit=5").expect(422);
    let nothing = serving.new_client(COMPANY).get("/api/v1/comments").expect(200).json();
    assert_eq!(nothing["total"], 0);
    assert_eq!(serving.public().get("/api/v1/comments?q=quorum").status, 401);
    assert!(!serving.public().page("/actions?q=quorum").expect(200).text().contains("Said of"));
    suspend(&serving, "lumora");
    assert_eq!(serving.new_client(COMPANY).get("/api/v1/comments?q=quorum").status, 403);
}

/// Classes of leaks: words that are found by whoever comes to read an action later, or does not read it any more.
#[test]
fn what_is_changed_hidden_or_taken_back_is_found_no_more() {
    let serving = Serving::new();
    let action = begun(&serving, &["sector:government", "org:open-lines"]);
    let before = comment(&serving, GOVERNMENT, &action, "The first quorum", "coalition");
    revised(&serving, &action, &["coalition"]);
    let after = comment(&serving, GOVERNMENT, &action, "The second quorum", "coalition");
    assert_eq!(found(&serving, ACADEMIC, "quorum"), std::slice::from_ref(&after));
    assert_eq!(found(&serving, OBSERVER, "first quorum"), std::slice::from_ref(&before));
    let path = format!("/api/v1/comments/{before}/versions");
    serving.new_client(GOVERNMENT).post(&path, &json!({ "text": "Another majority" })).expect(201);
    assert!(found(&serving, OBSERVER, "first").is_empty());
    assert_eq!(found(&serving, OBSERVER, "majority"), std::slice::from_ref(&before));
    let path = format!("/api/v1/comments/{after}");
    serving.new_client(GOVERNMENT).json("DELETE", &path, &[], &json!({ "reason": "Wrong" })).expect(200);
    assert!(found(&serving, GOVERNMENT, "second").is_empty());
    assert_eq!(found(&serving, GOVERNMENT, "majority"), [before]);
    let path = format!("/api/v1/actions/{action}");
    serving.new_client(GOVERNMENT).json("DELETE", &path, &[], &json!({ "reason": "Over" })).expect(200);
    assert!(found(&serving, GOVERNMENT, "majority").is_empty());
    // Whoever the brief leaves behind finds nothing that they once read.
    let action = begun(&serving, &["sector:government", "org:open-lines"]);
    comment(&serving, GOVERNMENT, &action, "The third quorum", "coalition");
    assert_eq!(found(&serving, OBSERVER, "third").len(), 1);
    suspend(&serving, "open-lines");
    revised(&serving, &action, &["sector:government"]);
    readmit(&serving, "open-lines");
    assert_eq!(
        (found(&serving, OBSERVER, "third").len(), found(&serving, GOVERNMENT, "third").len()),
        (0, 1)
    );
}

#[test]
fn words_that_one_does_not_read_cost_what_words_cost_that_nobody_wrote() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    let few = begun(&serving, &["sector:government", "org:open-lines"]);
    comment(&serving, GOVERNMENT, &action, "Something open", "coalition");
    for number in 0..5 {
        comment(&serving, REVIEWER, &few, &format!("A quorum {number}"), "coalition");
        comment(&serving, REVIEWER, &action, &format!("A quorum {number}"), "sector:government");
    }
    serving.settle();
    let client: Client = serving.client(ACADEMIC);
    let costs = |words: &str| {
        let path = format!("/api/v1/comments?q={words}");
        let asked = || {
            let before = serving.place.database.statements_for_requests();
            client.get(&path).expect(200);
            serving.place.database.statements_for_requests() - before
        };
        (0..3).map(|_| asked()).min().unwrap()
    };
    assert_eq!(costs("quorum"), costs("zanzibar"));
    // As many, however many are found.
    let client = serving.client(REVIEWER);
    let costs = |words: &str| {
        let path = format!("/api/v1/comments?q={words}");
        let asked = || {
            let before = serving.place.database.statements_for_requests();
            client.get(&path).expect(200);
            serving.place.database.statements_for_requests() - before
        };
        (0..3).map(|_| asked()).min().unwrap()
    };
    assert_eq!(costs("quorum"), costs("open"));
}

#[test]
fn a_long_discussion_hides_no_other() {
    let serving = Serving::new();
    let (long, short) = (begun(&serving, &["coalition"]), begun(&serving, &["coalition"]));
    // It fits worse.
    let other =
        comment(&serving, GOVERNMENT, &short, &format!("A quorum {}", "and more ".repeat(50)), "coalition");
    let (viewer, vault) = (serving.viewer(GOVERNMENT), serving.instance.vault.clone());
    let mut all = Vec::new();
    for number in 0..60 {
        serving.place.clock.advance(chrono::TimeDelta::seconds(1));
        all.push(serving.write(|tx| {
            let new = entente::web::body::read(&json!({ "text": format!("Quorum {number}") }))?;
            Ok(entente::comments::post(tx, &vault, &viewer, &long, new)?.0.reference)
        }));
    }
    let mut found = found(&serving, ACADEMIC, "quorum");
    assert_eq!(found.pop(), Some(other));
    all.reverse();
    assert_eq!(found, all[..10], "the newest of it");
}

/// Classes of leaks: whom the brief of then left out and that of now does not.
#[test]
fn whoever_was_left_out_finds_nothing_that_was_said_then() {
    let serving = Serving::new();
    let mut sent = brief(&["coalition"]);
    sent["except"] = json!(["lumora"]);
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    decide(&serving, &action);
    let then = comment(&serving, REVIEWER, &action, "A quorum then", "coalition");
    let path = format!("/api/v1/actions/{action}/versions");
    serving.new_client(GOVERNMENT).post(&path, &brief(&["coalition"])).expect(201);
    decide(&serving, &action);
    assert!(found(&serving, COMPANY, "quorum").is_empty());
    serving.place.clock.advance(chrono::TimeDelta::seconds(1));
    let now = comment(&serving, REVIEWER, &action, "A quorum now", "coalition");
    assert_eq!(found(&serving, COMPANY, "quorum"), std::slice::from_ref(&now));
    assert_eq!(found(&serving, ACADEMIC, "quorum"), [now, then]);
}

#[test]
fn a_change_of_a_comment_is_of_that_comment_alone() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    for number in 0..3 {
        comment(&serving, REVIEWER, &action, &format!("A quorum {number}"), "coalition");
    }
    let place = &serving.place;
    let documents = place.database.read(|conn| {
        let last = last_change(conn)?;
        let change = changes_after(conn, last - 1, 1)?.remove(0);
        assert_eq!(change.kind, ChangeKind::Comment);
        let begun = Change { kind: ChangeKind::Action, ..change.clone() };
        let (one, none) = (CommentSource.documents(conn, &change)?, CommentSource.documents(conn, &begun)?);
        let mut all = 0;
        CommentSource.all(conn, &mut |_| {
            all += 1;
            Ok(())
        })?;
        Ok((one.documents.len(), none.documents.len(), all))
    });
    assert_eq!(documents.unwrap(), (1, 0, 3));
}
