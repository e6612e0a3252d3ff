//! What a reviewer remarks on parts of a text reaches the desk of its owner, says what it is about for as long as it
//! stands there, and reaches nobody else.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::http::Client;
use crate::serving::{
    ADMIN, COMPANY, COMPANY_REVIEWER, DEFENDER, GOVERNMENT, OBSERVER, REPORTER, REVIEWER, Serving,
};

const NARRATIVE: &str = "👩🏽‍🔬 She told us of **the ban** in Kidal.\nThe ban holds.";

fn draft(serving: &Serving, author: &str) -> String {
    let facts = json!({ "decision_maker": "Colonel Zebra", "countries": ["ML"] });
    serving.draft(author, &json!({ "title": "A ban", "narrative": NARRATIVE, "facts": facts }))
}

fn remark(field: &str, start: usize, end: usize, words: &str) -> Value {
    json!({ "field": field, "start": start, "end": end, "words": words })
}

/// What the desk reads of remarks.
fn read(client: &Client, report: &str) -> Value {
    client.get(&format!("/api/v1/reports/{report}/marks")).expect(200).json()["remarks"].clone()
}

#[test]
fn remarks_come_back_with_the_text_and_stay_until_it_is_proposed_again() {
    let serving = Serving::new();
    let report = draft(&serving, REPORTER);
    let name = NARRATIVE.find("Kidal").map(|byte| NARRATIVE[..byte].chars().count()).unwrap();
    let mark = json!([{ "field": "narrative", "start": name, "end": name + 5, "reason": "exact_place" }]);
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), "\"1\"", &mark).expect(200);
    let id = serving.propose(&report, REPORTER, &["coalition"]);
    // Offsets are those of the text as its reviewer saw it: with what is read in the place of a mark.
    let seen =
        serving.client(REVIEWER).get(&format!("/api/v1/reports/{report}/releases/{id}")).expect(200).json();
    let text = seen["preview"]["narrative"].as_str().unwrap();
    let bans = text.rfind("The ban").map(|byte| text[..byte].chars().count()).unwrap();
    let sent = json!({
        "comment": "Two things.",
        "remarks": [remark("narrative", bans, bans + 7, "Still?"), remark("decision_maker", 8, 13, "A nickname.\nWhose?")],
    });
    let path = format!("/api/v1/reports/{report}/releases/{id}/return");
    serving.client(REVIEWER).post(&path, &sent).expect(200);
    let kept = read(&serving.client(REPORTER), &report);
    assert_eq!((&kept[0]["release"], &kept[0]["comment"]), (&json!(id), &json!("Two things.")));
    let on = |quote: &str, at: &Value, words: &str| json!({ "field": at["field"], "start": at["start"], "end": at["end"], "quote": quote, "words": words });
    let expected = [
        on("The ban", &sent["remarks"][0], "Still?"),
        on("Zebra", &sent["remarks"][1], "A nickname.\nWhose?"),
    ];
    assert_eq!(kept[0]["on"], json!(expected));
    for page in ["desk", "marks"] {
        for who in [REPORTER, REVIEWER] {
            let page = serving.client(who).page(&format!("/reports/{report}/{page}")).expect(200).text();
            assert!(page.contains("<mark>Zebra</mark>") && page.contains("A nickname."), "{page}");
        }
    }
    // The text changes: the remark still says what it was about.
    let original = format!("/api/v1/reports/{report}/original");
    serving.client(REPORTER).put(&original, "\"2\"", &json!({ "title": "Nothing is left" })).expect(200);
    assert_eq!(read(&serving.client(REVIEWER), &report), kept);
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), "\"3\"", &json!([])).expect(200);
    let log = serving.client(ADMIN).get("/api/v1/audit?limit=200").expect(200).json();
    let opened = json!({ "for": "remarks", "originals": [id, report] });
    assert!(log["items"].as_array().unwrap().iter().any(|row| row["detail"] == opened), "{log}");
    // Within one's own organisation nobody reviews: what was remarked is not settled by it.
    serving.propose(&report, REPORTER, &["org:open-lines"]);
    assert_eq!(read(&serving.client(REPORTER), &report), kept);
    serving.propose(&report, REPORTER, &["coalition"]);
    assert_eq!(read(&serving.client(REPORTER), &report), json!([]));
}

#[test]
fn two_returned_proposals_keep_their_own_remarks() {
    let serving = Serving::new();
    let report = draft(&serving, REPORTER);
    let ids = [["coalition"], ["public"]].map(|audience| serving.propose(&report, REPORTER, &audience));
    for id in &ids {
        let path = format!("/api/v1/reports/{report}/releases/{id}/return");
        let sent = json!({ "comment": "No.", "remarks": [remark("title", 2, 5, &format!("Of {id}"))] });
        serving.client(REVIEWER).post(&path, &sent).expect(200);
        serving.place.clock.advance(TimeDelta::minutes(1));
    }
    let kept = read(&serving.client(REPORTER), &report);
    for id in &ids {
        let of = kept.as_array().unwrap().iter().find(|one| one["release"] == *id).unwrap();
        assert_eq!(of["on"][0]["words"], format!("Of {id}"));
    }
    // Laid aside: what was said of it stays.
    let path = format!("/api/v1/reports/{report}/releases/{}", ids[0]);
    serving.client(REPORTER).json("DELETE", &path, &[], &json!({})).expect(200);
    assert_eq!(read(&serving.client(REPORTER), &report).as_array().unwrap().len(), 2);
}

#[test]
fn what_is_wrong_with_a_remark_is_said_and_nothing_is_returned() {
    let serving = Serving::new();
    let report = draft(&serving, REPORTER);
    let id = serving.propose(&report, REPORTER, &["coalition"]);
    let path = format!("/api/v1/reports/{report}/releases/{id}/return");
    let length = NARRATIVE.chars().count();
    for who in [REVIEWER, GOVERNMENT] {
        serving.client(who);
    }
    let before = serving.state();
    let sent = json!({ "comment": " ", "remarks": [
        remark("title", 0, 5, "Fine"), remark("titel", 0, 1, "x"), remark("narrative", 3, 3, "x"),
        remark("narrative", 0, length + 1, "x"), remark("countries.0", 0, 1, "x"), remark("title", 0, 1, ""),
    ] });
    let errors = serving.client(REVIEWER).post(&path, &sent).expect(422).json()["errors"].clone();
    let named: Vec<_> = errors.as_object().unwrap().keys().cloned().collect();
    let expected = [
        "comment",
        "remarks.1.field",
        "remarks.2.end",
        "remarks.3.end",
        "remarks.4.field",
        "remarks.5.words",
    ];
    assert_eq!(named, expected);
    assert!(errors["remarks.3.end"][0].as_str().unwrap().contains(&length.to_string()), "{errors}");
    // Who may not decide is told so, whatever they send; their own proposal is nobody's to return.
    serving.client(REPORTER).post(&path, &sent).expect(403);
    let good = json!({ "comment": "No.", "remarks": [remark("title", 0, 50, "x")] });
    serving.client(REPORTER).post(&path, &good).expect(403);
    serving.client(GOVERNMENT).post(&path, &good).expect(404);
    assert_eq!(serving.state(), before);
}

#[test]
fn a_page_takes_remarks_by_their_words() {
    let serving = Serving::new();
    let report = draft(&serving, REPORTER);
    let id = serving.propose(&report, REPORTER, &["coalition"]);
    let reviewer = serving.client(REVIEWER);
    let page = format!("/reports/{report}/releases/{id}");
    let send = format!("{page}/return");
    let shown = reviewer.page(&page).expect(200).text();
    assert!(
        shown.contains("name=\"remarks.0.quote\"") && !shown.contains("name=\"remarks.1.quote\""),
        "{shown}"
    );
    assert!(shown.contains("<option value=\"decision_maker\""), "{shown}");

    // A row more is nothing returned, and nothing lost.
    let first = [
        ("remarks.0.field", "narrative"),
        ("remarks.0.quote", "the ban in\nKidal"),
        ("remarks.0.words", "Who says so?"),
    ];
    let more = reviewer
        .fill(&page, &send, &[&first[..], &[("comment", "Half a"), ("more", "yes")]].concat())
        .expect(200);
    for kept in ["name=\"remarks.2.quote\"", "Who says so?", "the ban in\nKidal", "Half a"] {
        assert!(more.text().contains(kept), "{kept} in {}", more.text());
    }
    assert_eq!(read(&serving.client(REPORTER), &report), json!([]));

    // What occurs twice is asked for; what does not occur is told.
    let second = [("remarks.1.field", "narrative"), ("remarks.1.quote", "ban"), ("remarks.1.words", "Again")];
    let third = [("remarks.2.field", "title"), ("remarks.2.quote", "nowhere"), ("remarks.2.words", "")];
    let refused = reviewer
        .fill_on(&more, &send, &[&first[..], &second, &third, &[("comment", "")]].concat())
        .expect(422);
    let text = refused.text();
    for said in [
        "occurs 2 times there",
        "This does not occur in that text",
        "id=\"remarks.2.words-wrong\"",
        "id=\"comment-wrong\"",
        "nothing you typed is lost",
        "Who says so?",
        "nowhere",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    let third =
        [("remarks.2.field", "decision_maker"), ("remarks.2.quote", "colonel"), ("remarks.2.words", "Rank?")];
    let again = [&first[..], &second, &[("remarks.1.ordinal", "2")], &third, &[("comment", "No.")]].concat();
    reviewer.fill_on(&refused, &send, &again).expect(422);
    let again: Vec<_> = again
        .into_iter()
        .map(|(name, value)| (name, if value == "colonel" { "Colonel" } else { value }))
        .collect();
    reviewer.fill(&page, &send, &again).expect(303);
    let kept = read(&serving.client(REPORTER), &report);
    let quotes: Vec<_> = kept[0]["on"].as_array().unwrap().iter().map(|one| one["quote"].clone()).collect();
    assert_eq!(quotes, ["the ban** in Kidal", "ban", "Colonel"]);
    assert_eq!(kept[0]["on"][1]["start"], NARRATIVE.chars().count() - 10);
}

#[test]
fn who_decides_for_another_organisation_may_remark_and_reads_nothing_back() {
    let serving = Serving::new();
    let report = draft(&serving, DEFENDER);
    let name = json!([{ "field": "title", "start": 2, "end": 5, "reason": "other", "reason_text": "Ours" }]);
    serving.client(DEFENDER).put(&format!("/api/v1/reports/{report}/marks"), "\"1\"", &name).expect(200);
    let sent = json!({ "audience": ["coalition"], "approvers": "lumora" });
    let release = serving
        .client(DEFENDER)
        .post(&format!("/api/v1/reports/{report}/releases"), &sent)
        .expect(201)
        .json();
    // The queue of those who decide names the text as it would go out.
    let company_reviewer = serving.client(COMPANY_REVIEWER);
    assert_eq!(company_reviewer.get("/api/v1/reviews").expect(200).json()["items"][0]["title"], "A █████");
    let path = format!("/api/v1/reports/{report}/releases/{}/return", release["id"].as_str().unwrap());
    let beyond = json!({ "comment": "No.", "remarks": [remark("title", 0, 8, "x")] });
    let length =
        company_reviewer.post(&path, &beyond).expect(422).json()["errors"]["remarks.0.end"][0].clone();
    assert!(length.as_str().unwrap().contains('7'), "as long as what they read: {length}");
    let sent = json!({ "comment": "No.", "remarks": [remark("title", 0, 7, "Says nothing")] });
    company_reviewer.post(&path, &sent).expect(200);
    assert_eq!(read(&serving.client(DEFENDER), &report)[0]["on"][0]["quote"], "A █████");
    for who in [COMPANY_REVIEWER, COMPANY, OBSERVER] {
        for page in ["desk", "marks"] {
            serving.client(who).get(&format!("/reports/{report}/{page}")).expect(404);
        }
        serving.client(who).get(&format!("/api/v1/reports/{report}/marks")).expect(404);
    }
}

#[test]
fn remarks_stand_sealed_and_are_erased_with_their_report() {
    use diesel::prelude::*;
    use entente::db::schema::{sealed_key, sealed_text};
    const CANARY: &str = "Zebrafinch";
    let serving = Serving::new();
    let report = draft(&serving, REPORTER);
    let id = serving.propose(&report, REPORTER, &["coalition"]);
    let path = format!("/api/v1/reports/{report}/releases/{id}/return");
    let sent = json!({ "comment": "No.", "remarks": [remark("title", 0, 1, CANARY)] });
    let headers = [("Idempotency-Key", "k")];
    serving.client(REVIEWER).json("POST", &path, &headers, &sent).expect(200);
    let holds = || {
        let files =
            std::fs::read_dir(serving.place.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.is_file()).any(|path| {
            std::fs::read(path).unwrap().windows(CANARY.len()).any(|part| part == CANARY.as_bytes())
        })
    };
    assert!(!holds());
    let sealed = || {
        let count = |conn: &mut entente::db::Conn| {
            let texts =
                sealed_text::table.filter(sealed_text::kind.eq("remarks")).count().get_result::<i64>(conn)?;
            Ok((texts, sealed_key::table.count().get_result::<i64>(conn)?))
        };
        serving.place.database.read(count).unwrap()
    };
    assert_eq!(sealed(), (1, 2));
    let path = format!("/api/v1/reports/{report}");
    serving.client(ADMIN).json("DELETE", &path, &[], &json!({ "reason": "Asked for" })).expect(200);
    assert_eq!(sealed(), (0, 0));
}
