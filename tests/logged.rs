//! The log tells what was opened and to whom something went, all of it, and in words.

use serde_json::{Value, json};

use crate::serving::{ACADEMIC, ADMIN, CONVENOR, DEFENDER, REPORTER, REVIEWER, SECRETARIAT, Serving};

/// The details of the newest row of this act in the log of Rosa's organisation.
fn newest(serving: &Serving, act: &str, reader: &str) -> Value {
    // What happens next is later than this.
    serving.place.clock.advance(chrono::TimeDelta::seconds(1));
    let log = serving.client(reader).get("/api/v1/audit?limit=200").expect(200).json();
    let row = log["items"].as_array().unwrap().iter().find(|row| row["act"] == act).cloned();
    row.unwrap_or_else(|| panic!("no {act}: {log}"))
}

#[test]
fn every_original_that_a_list_of_titles_opened_stands_in_the_log() {
    let serving = Serving::new();
    let drafted: Vec<String> =
        ["One", "Two", "Three"].map(|title| serving.draft(REPORTER, &json!({ "title": title }))).into();
    let mut expected = drafted.clone();
    expected.sort();
    serving.client(REPORTER).get("/api/v1/reports").expect(200);
    let opened = newest(&serving, "original.opened", ADMIN);
    assert_eq!(opened["detail"], json!({ "for": "list of titles", "originals": expected }));
    // What waits for a reviewer is opened for its title too.
    for report in &drafted[..2] {
        serving.propose(report, REPORTER, &["coalition"]);
    }
    // Proposing opened them too; the list is later.
    serving.place.clock.advance(chrono::TimeDelta::seconds(1));
    let mut expected = drafted[..2].to_vec();
    expected.sort();
    serving.client(REVIEWER).get("/api/v1/reviews").expect(200);
    let opened = newest(&serving, "original.opened", ADMIN);
    assert_eq!(opened["detail"]["originals"], json!(expected));
    let page = serving.client(ADMIN).page("/log").expect(200).text();
    assert!(page.contains(&format!("Originals: {}", expected.join(", "))), "{page}");
    // One alone is what the row is about.
    serving.client(REPORTER).get(&format!("/api/v1/reports/{}/original", drafted[2])).expect(200);
    let opened = newest(&serving, "original.opened", ADMIN);
    assert_eq!((&opened["subject"], &opened["detail"]), (&json!(drafted[2]), &json!({ "for": "desk" })));
}

#[test]
fn a_release_is_logged_with_whom_it_leaves_out_and_who_decides() {
    let serving = Serving::new();
    let report = serving.draft(DEFENDER, &json!({ "title": "Ours" }));
    let sent = json!({ "audience": ["coalition"], "except": ["estmark"], "approvers": "lumora" });
    serving.client(DEFENDER).post(&format!("/api/v1/reports/{report}/releases"), &sent).expect(201);
    let detail = newest(&serving, "release.proposed", DEFENDER)["detail"].clone();
    assert_eq!((&detail["except"], &detail["approvers"]), (&json!(["estmark"]), &json!("lumora")));
    let page = serving.client(DEFENDER).page("/log").expect(200).text();
    assert!(page.contains("Without: estmark") && page.contains("Decided by: lumora"), "{page}");
    // Where nobody is left out and nobody was named, nothing is said of it.
    let report = serving.draft(REPORTER, &json!({ "title": "Ours" }));
    serving.propose(&report, REPORTER, &["coalition"]);
    let detail = newest(&serving, "release.proposed", ADMIN)["detail"].clone();
    assert!(detail.get("except").is_none() && detail.get("approvers").is_none(), "{detail}");
}

/// Classes of leaks: the roster of a confidential group; names in the log.
#[test]
fn a_confidential_roster_is_not_told_by_the_log() {
    let serving = Serving::new();
    let convenor = serving.client(CONVENOR);
    convenor.post("/api/v1/groups/circle/members", &json!({ "organisation": "meridian" })).expect(201);
    convenor.delete("/api/v1/groups/circle/members/estmark").expect(204);
    convenor.post("/api/v1/groups/table/members", &json!({ "organisation": "forum" })).expect(201);
    let log = serving.client(SECRETARIAT).get("/api/v1/audit?limit=200").expect(200).text();
    assert!(log.contains("group.joined") && log.contains("forum"), "{log}");
    for member in ["meridian", "estmark"] {
        assert!(!log.contains(member), "{member} in {log}");
    }
    for viewer in ["", ACADEMIC, SECRETARIAT] {
        let client = if viewer.is_empty() { serving.public() } else { serving.client(viewer) };
        let groups = client.get("/api/v1/groups").text();
        assert_eq!(groups.contains("circle"), viewer == ACADEMIC, "{viewer:?}: {groups}");
    }
}

/// A stage is told by its name, and nothing is called an incident that is none.
#[test]
fn a_move_of_an_action_is_told_in_words() {
    let serving = Serving::new();
    let sent = json!({ "kind": "meeting", "title": "A visit", "brief": "Whom we meet.", "audience": ["org:defenders"] });
    let made = serving.client(DEFENDER).post("/api/v1/actions", &sent).expect(201).json();
    let action = made["reference"].as_str().unwrap();
    let path = format!("/api/v1/actions/{action}/moves");
    for to in ["preparing", "in_consultation"] {
        serving.client(DEFENDER).post(&path, &json!({ "to": to })).expect(200);
    }
    let page = serving.client(DEFENDER).page("/log").expect(200).text();
    assert!(page.contains("From: Preparing · To: In consultation") && !page.contains("Incident:"), "{page}");
}
