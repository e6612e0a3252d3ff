//! An organisation marks once what must not travel, and every audience gets exactly its rendition.

use serde_json::{Value, json};

use crate::http::Client;
use crate::serving::{COMPANY, GOVERNMENT, REPORTER, REVIEWER, Serving};

/// A report with a name, a place and a source in it, and the marks that keep them back.
fn marked(serving: &Serving) -> String {
    let narrative = "👩🏽‍🔬 Amina Diallo told us in Kidal.\n\nShe saw *soldiers*.";
    let report = serving.draft(
        REPORTER,
        &json!({
            "title": "Arrest of Amina Diallo", "narrative": narrative, "language": "en",
            "facts": {
                "countries": ["ML"], "regions": ["ML-8"], "places": ["Kidal"], "types": ["arrest"],
                "started": "2026-03-14", "decision_maker": "Colonel Zebra of Kidal", "operators": ["Tamtel", "Sotel"],
                "services": ["WhatsApp"], "people_affected": 4200,
                "sources": [{ "kind": "witness", "title": "Nurse Oumou", "url": "https://oumou.example" }],
            },
        }),
    );
    let from = |text: &str, part: &str| {
        let byte = text.find(part).unwrap();
        let start = text[..byte].chars().count();
        (start, start + part.chars().count())
    };
    let (name, end) = from(narrative, "Amina Diallo");
    let (place, place_end) = from(narrative, "Kidal");
    let marks = json!([
        { "field": "title", "start": 10, "end": 22, "reason": "personal_data", "visible_to": ["sector:government"],
          "replace_with": "a journalist" },
        { "field": "narrative", "start": name, "end": end, "reason": "personal_data",
          "visible_to": ["sector:government"] },
        { "field": "narrative", "start": place, "end": place_end, "reason": "exact_place" },
        { "field": "decision_maker", "start": 17, "end": 22, "reason": "exact_place" },
        { "fact": "places", "reason": "exact_place" },
        { "fact": "regions", "level": "country", "reason": "exact_place" },
        { "fact": "started", "level": "month", "reason": "source_identity", "visible_to": ["coalition"] },
        { "fact": "operators.1", "reason": "other", "reason_text": "Under investigation" },
        { "fact": "services", "level": "kind", "reason": "method_security" },
        { "fact": "people_affected", "level": "range", "reason": "source_identity" },
        { "fact": "sources.0", "level": "kind", "reason": "source_identity" },
    ]);
    let answer = serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), "\"1\"", &marks);
    assert_eq!(answer.expect(200).header("etag"), Some("\"2\""));
    report
}

fn release(serving: &Serving, report: &str, audience: &[&str]) {
    let release = serving.propose(report, REPORTER, audience);
    serving.approve(report, &release, REVIEWER);
    serving.settle();
}

fn read(client: &Client, report: &str) -> Value {
    client.get(&format!("/api/v1/reports/{report}")).expect(200).json()
}

#[test]
fn each_audience_reads_its_own_text() {
    let serving = Serving::new();
    let report = marked(&serving);
    release(&serving, &report, &["public"]);
    release(&serving, &report, &["sector:government"]);

    let public = read(&serving.public(), &report);
    assert_eq!(public["title"], "Arrest of [a journalist]");
    assert_eq!(public["narrative"], "👩🏽‍🔬 ⟦personal_data⟧ told us in ⟦exact_place⟧.\n\nShe saw *soldiers*.");
    assert_eq!(
        public["facts"],
        json!({
            "countries": ["ML"], "types": ["arrest"], "started": { "date": "2026-03", "precision": "month", "estimated": false },
            "decision_maker": "Colonel Zebra of █████", "operators": ["Tamtel"], "services": ["Messaging"],
            "people_affected": "1000-9999", "sources": [{ "kind": "witness", "confidential": false }],
        })
    );
    let told = public["redactions"].as_array().unwrap();
    assert!(told.contains(&json!({ "reason": "other", "words": "Under investigation", "at": "operators" })));
    assert!(told.contains(&json!({ "reason": "exact_place", "at": "places" })));

    let government = read(&serving.client(GOVERNMENT), &report);
    assert_eq!(government["title"], "Arrest of Amina Diallo");
    assert_eq!(government["facts"]["started"]["date"], "2026-03-14");
    assert_eq!(government["facts"]["decision_maker"], "Colonel Zebra of █████");
    assert!(government["narrative"].as_str().unwrap().contains("Amina Diallo told us in ⟦exact_place⟧"));

    // Lists, filters and words go by what is told.
    let found = |client: &Client, query: &str| {
        client.get(&format!("/api/v1/incidents?{query}")).expect(200).json()["reports"].as_u64().unwrap()
    };
    for (query, of_public, of_government) in [
        ("q=Diallo", 0, 1),
        ("q=Kidal", 0, 0),
        ("q=Sotel", 0, 0),
        ("q=Oumou", 0, 0),
        ("q=personal_data", 0, 0),
        ("q=soldiers", 1, 1),
        ("service=WhatsApp", 0, 0),
        ("service=Messaging", 1, 1),
        ("from=2026-03-14&to=2026-03-14", 0, 1),
        ("from=2026-03-01&to=2026-03-01", 1, 0),
    ] {
        let counts = (found(&serving.public(), query), found(&serving.client(GOVERNMENT), query));
        assert_eq!(counts, (of_public, of_government), "{query}");
    }
    let page = serving.public().get(&format!("/reports/{report}")).expect(200).text();
    assert!(
        page.contains("class=\"redacted\"") && page.contains("(exact place)"),
        "a bar with its reason: {page}"
    );
    assert!(page.contains("Under investigation"));
    for canary in ["Diallo", "Kidal", "Sotel", "Oumou", "oumou", "4200", "03-14", "WhatsApp"] {
        assert!(!page.contains(canary), "{canary}");
    }
}

#[test]
fn marks_follow_the_text_and_are_asked_about_where_they_cannot() {
    let serving = Serving::new();
    let report = marked(&serving);
    let path = format!("/api/v1/reports/{report}");
    let reporter = serving.client(REPORTER);
    let waiting = serving.propose(&report, REPORTER, &["public"]);
    let original = reporter.get(&format!("{path}/original")).expect(200).json();
    let mut changed = json!({
        "title": original["title"], "language": "en", "facts": original["facts"],
        "narrative": "This week Amina Diallo told us in the north.\n\nShe saw *soldiers*.",
    });
    reporter.put(&format!("{path}/original"), "\"2\"", &changed).expect(200);
    let release = reporter.get(&format!("{path}/releases/{waiting}")).expect(200).json();
    assert_eq!(release["state"], "cancelled", "what was proposed from the old text no longer stands");
    let original = reporter.get(&format!("{path}/original")).expect(200).json();
    let lost = original["lost"].as_array().unwrap();
    assert_eq!(lost.len(), 1);
    assert_eq!((&lost[0]["covered"], &lost[0]["mark"]["reason"]), (&json!("Kidal"), &json!("exact_place")));
    let name = &original["marks"][1];
    assert_eq!((&name["start"], &name["end"]), (&json!(10), &json!(22)));
    // Until it is settled, nothing goes out.
    let answer = reporter.post(&format!("{path}/releases"), &json!({ "audience": ["public"] }));
    assert!(answer.expect(409).text().contains("A mark lost its place"));
    reporter.put(&format!("{path}/marks"), "\"3\"", &original["marks"]).expect(200);
    reporter.post(&format!("{path}/releases"), &json!({ "audience": ["public"] })).expect(201);
    // Marks on a text that somebody has changed meanwhile are refused.
    changed["title"] = json!("Another");
    reporter.put(&format!("{path}/marks"), "\"3\"", &original["marks"]).expect(412);
}

#[test]
fn nobody_is_shown_the_text_that_says_less() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Two readers", "narrative": "0123456789" }));
    // Seen by governments alone: who reads as a member of a group would be ranked above them and read less.
    let marks = json!([
        { "field": "narrative", "start": 0, "end": 5, "reason": "personal_data", "visible_to": ["sector:government"] },
    ]);
    let path = format!("/api/v1/reports/{report}");
    serving.client(REPORTER).put(&format!("{path}/marks"), "\"1\"", &marks).expect(200);
    release(&serving, &report, &["sector:government"]);
    let refused = serving
        .client(REPORTER)
        .post(&format!("{path}/releases"), &json!({ "audience": ["group:elections"] }));
    assert!(refused.expect(422).json()["errors"]["audience"].is_array());
    release(&serving, &report, &["coalition"]);
    assert_eq!(read(&serving.client(COMPANY), &report)["narrative"], "⟦personal_data⟧56789");
    assert_eq!(read(&serving.client(GOVERNMENT), &report)["narrative"], "0123456789");
}

#[test]
fn wrong_marks_change_nothing() {
    let serving = Serving::new();
    let report =
        serving.draft(REPORTER, &json!({ "title": "Short", "facts": { "domains": ["example.org"] } }));
    let path = format!("/api/v1/reports/{report}/marks");
    let before = serving.state();
    let span = |start: Value, end: Value| json!({ "field": "title", "start": start, "end": end, "reason": "personal_data" });
    for (sent, field) in [
        (json!([span(json!(3), json!(1))]), "marks.0.end"),
        (json!([span(json!(0), json!(6))]), "marks.0.end"),
        (json!([span(json!(0), json!(1_u64 << 60))]), "marks.0.end"),
        (json!([span(json!(-1), json!(2))]), "marks.0.start"),
        (json!([span(json!(0.5), json!(2))]), "marks.0.start"),
        (json!([span(json!(0), json!(1)), span(json!("0"), json!(1))]), "marks.1.start"),
        (
            json!([{ "field": "title", "fact": "places", "start": 0, "end": 1, "reason": "other" }]),
            "marks.0.field",
        ),
        (json!([{ "fact": "source", "reason": "personal_data" }]), "marks.0.fact"),
        (json!([{ "fact": "places", "reason": "because" }]), "marks.0.reason"),
        (json!([{ "fact": "places", "reason": "other" }]), "marks.0.reason_text"),
        (
            json!([{ "fact": "places", "reason": "personal_data", "visible_to": ["group:nobody"] }]),
            "marks.0.visible_to",
        ),
        (json!([{ "field": "domains.0", "start": 0, "end": 3, "reason": "personal_data" }]), "marks.0.field"),
        (json!(vec![span(json!(0), json!(1)); 2001]), "marks"),
    ] {
        let answer = serving.client(REPORTER).put(&path, "\"1\"", &sent);
        let answer = answer.expect(422).json();
        assert!(answer["errors"][field].is_array(), "{field}: {answer}");
    }
    for sent in [json!({}), json!("marks"), json!([7])] {
        let status = serving.client(REPORTER).put(&path, "\"1\"", &sent).status;
        assert!([400, 422].contains(&status), "{sent}: {status}");
    }
    assert_eq!(serving.state(), before);
}
