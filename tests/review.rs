//! What those who decide say and are told, the same by page and by program.

use entente::people::{self, Wanted};
use serde_json::json;

use crate::serving::{
    COMPANY, COMPANY_REVIEWER, CONVENOR, DEFENDER, REPORTER, REVIEWER, SECOND_CONVENOR, Serving,
};

const REASON: &str = "The family of the witness asked us to.";

/// Who was named to decide for a small organisation knows what they decided; what became of it later is told to those
/// who may read it.
#[test]
fn an_approver_from_elsewhere_is_not_told_what_became_of_it() {
    let serving = Serving::new();
    for (audience, told) in [("org:estmark", false), ("coalition", true)] {
        let report = serving.draft(DEFENDER, &json!({ "title": "Ours alone" }));
        let path = format!("/api/v1/reports/{report}/releases");
        let sent = json!({ "audience": [audience], "approvers": "lumora" });
        let release = serving.client(DEFENDER).post(&path, &sent).expect(201).json();
        let release = release["id"].as_str().unwrap();
        serving.approve(&report, release, COMPANY_REVIEWER);
        let api = format!("{path}/{release}");
        let before = serving.client(COMPANY_REVIEWER).get(&api).expect(200).json();
        serving.client(DEFENDER).json("DELETE", &api, &[], &json!({ "reason": REASON })).expect(200);
        let page = format!("/reports/{report}/releases/{release}");
        let owner = serving.client(DEFENDER).page(&page).expect(200).text();
        assert!(owner.contains(REASON), "{owner}");
        let shown = serving.client(COMPANY_REVIEWER).page(&page).expect(200).text();
        assert!(shown.contains("Lumora") || shown.contains("Ben Okafor"), "{shown}");
        assert_eq!(shown.contains(REASON), told, "{audience}: {shown}");
        assert_eq!(shown.contains("ithdrawn"), told, "{audience}: {shown}");
        assert_eq!(serving.client(COMPANY_REVIEWER).get(&api).expect(200).json(), before, "{audience}");
    }
}

/// Leaks by a queue and by suggestions: who decides for another organisation is told what the audience will read, not
/// what is marked here, and not what is marked in its other reports.
#[test]
fn an_approver_from_elsewhere_sees_nothing_that_is_marked() {
    let serving = Serving::new();
    let defender = serving.client(DEFENDER);
    let mark = |report: &str, field: &str, length: usize| {
        let marks = json!([{ "field": field, "start": 0, "end": length, "reason": "source_identity" }]);
        defender.put(&format!("/api/v1/reports/{report}/marks"), "*", &marks).expect(200);
    };
    // “Zebrafinch” is marked elsewhere, and left open in what is proposed.
    let other = serving.draft(DEFENDER, &json!({ "title": "Elsewhere", "narrative": "Zebrafinch told us." }));
    mark(&other, "narrative", 10);
    let sent = json!({ "title": "Nightjar saw it", "narrative": "Zebrafinch was there." });
    let report = serving.draft(DEFENDER, &sent);
    mark(&report, "title", 8);
    let releases = format!("/api/v1/reports/{report}/releases");
    let asked = json!({ "audience": ["public"], "approvers": "lumora" });
    let id = defender.post(&releases, &asked).expect(201).json()["id"].as_str().unwrap().to_owned();
    let review = format!("/reports/{report}/releases/{id}");
    let company_reviewer = serving.client(COMPANY_REVIEWER);
    for path in ["/reviews", "/desk", "/api/v1/reviews", &review] {
        let shown = company_reviewer.get(path).expect(200).text();
        assert!(shown.contains("█████ saw it"), "{path}: {shown}");
        assert!(!shown.contains("Nightjar"), "{path}: {shown}");
        assert!(!shown.contains("marked before"), "{path}: {shown}");
    }
    let own = defender.page(&review).expect(200).text();
    assert!(own.contains("marked before"), "its own people are reminded: {own}");
}

#[test]
fn a_comment_is_needed_to_send_something_back_and_is_not_endless() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "To be looked at" }));
    let release = serving.propose(&report, REPORTER, &["coalition"]);
    let reviewer = serving.client(REVIEWER);
    let (page, api) = (
        format!("/reports/{report}/releases/{release}"),
        format!("/api/v1/reports/{report}/releases/{release}"),
    );
    let long = "x".repeat(4_001);
    for comment in ["", "  ", &long] {
        let refused = reviewer.post(&format!("{api}/return"), &json!({ "comment": comment })).expect(422);
        assert!(refused.problem("return")["errors"]["comment"].is_array());
        let shown = reviewer.fill(&page, &format!("{page}/return"), &[("comment", comment)]).expect(422);
        assert!(shown.text().contains("id=\"comment-"), "{}", shown.text());
    }
    let refused = reviewer.post(&format!("{api}/approval"), &json!({ "comment": long })).expect(422);
    assert!(refused.problem("approval")["errors"]["comment"].is_array());
    reviewer.fill(&page, &format!("{page}/approval"), &[("comment", &long)]).expect(422);
    reviewer.post(&format!("{api}/return"), &json!({ "comment": "x".repeat(4_000) })).expect(200);
}

#[test]
fn an_empty_audience_is_refused_and_a_missing_one_is_the_own_organisation() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "To be sent" }));
    let path = format!("/api/v1/reports/{report}/releases");
    let refused = serving.client(REPORTER).post(&path, &json!({ "audience": [] })).expect(422);
    assert!(refused.problem("audience")["errors"]["audience"].is_array());
    let within = serving.client(REPORTER).post(&path, &json!({})).expect(201).json();
    assert_eq!((&within["state"], &within["audience"]), (&json!("approved"), &json!(["org:open-lines"])));
}

/// What a suspended organisation reads by its own name is what was addressed to it before.
#[test]
fn nothing_more_is_addressed_to_an_organisation_that_is_suspended() {
    let serving = Serving::new();
    let (before, _) = serving.released(&json!({ "title": "Before" }), &["org:lumora"]);
    let report = serving.draft(REPORTER, &json!({ "title": "Proposed before" }));
    let release = serving.propose(&report, REPORTER, &["org:lumora"]);
    for convenor in [CONVENOR, SECOND_CONVENOR] {
        let viewer = serving.viewer(convenor);
        serving.write(|tx| {
            let lumora = people::organisation_for_operator(tx.conn, "lumora")?;
            people::vote(tx, &viewer, &lumora, Wanted::Suspend, "A reason.")
        });
    }
    let approval = format!("/api/v1/reports/{report}/releases/{release}/approval");
    let refused = serving.client(REVIEWER).post(&approval, &json!({})).expect(409);
    assert!(refused.text().contains("Lumora"), "{}", refused.text());
    let path = format!("/api/v1/reports/{report}/releases");
    // Not by convenors either, who see it in the directory.
    serving.client(REPORTER).post(&path, &json!({ "audience": ["org:lumora"] })).expect(422);
    let lumora = serving.viewer(COMPANY);
    let audience = |word: &str| {
        let (word, convenor) = (word.to_owned(), serving.viewer(CONVENOR));
        serving.place.database.read(|conn| people::token_from_word(conn, &convenor, &word))
    };
    assert!(audience("org:lumora").is_err() && audience("org:estmark").is_ok());
    let own = serving.place.database.read(|conn| people::token_from_word(conn, &lumora, "org:lumora"));
    assert!(own.is_ok(), "its own name is its own");
    serving.client(COMPANY).get(&format!("/api/v1/reports/{before}")).expect(200);
    serving.client(COMPANY).get(&format!("/api/v1/reports/{report}")).expect(404);
}

#[test]
fn a_queue_is_shared_work_and_nobody_claims_more_than_fifteen() {
    let serving = Serving::new();
    let reviewer = serving.client(REVIEWER);
    let claims: Vec<String> = (0..16)
        .map(|number| {
            let report = serving.draft(REPORTER, &json!({ "title": format!("Report {number}") }));
            let release = serving.propose(&report, REPORTER, &["coalition"]);
            format!("/api/v1/reports/{report}/releases/{release}/claim")
        })
        .collect();
    let (last, first) = claims.split_last().unwrap();
    for claim in first {
        reviewer.post(claim, &json!({})).expect(200);
    }
    let refused = reviewer.post(last, &json!({})).expect(409).text();
    assert!(refused.contains("You have claimed 15 already"), "{refused}");
    reviewer.delete(&first[0]).expect(200);
    reviewer.post(last, &json!({})).expect(200);
}

/// Whoever decides sees in the queue already whom the release leaves out.
#[test]
fn the_queue_says_whom_a_release_leaves_out() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Ours" }));
    let sent = json!({ "audience": ["coalition"], "except": ["lumora"] });
    serving.client(REPORTER).post(&format!("/api/v1/reports/{report}/releases"), &sent).expect(201);
    let page = serving.client(REVIEWER).page("/reviews").expect(200).text();
    assert!(page.contains("Members of the coalition, but not Lumora"), "{page}");
}
