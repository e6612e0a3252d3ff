//! Whoever speaks of a report names reports of their own organisation, each of which keeps its own readers.

use std::collections::BTreeSet;

use entente::access::Role;
use serde_json::json;

use crate::http::Client;
use crate::replies::{DELEGATE, about, enrol, incident_of, reply, say};
use crate::serving::{
    ADMIN, COMPANY, COMPANY_REVIEWER, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER, Serving,
};

/// An executive of Estmark.
const EXECUTIVE: &str = "executive@estmark.example.org";

/// A report of Estmark's that these read.
fn estmarks(serving: &Serving, title: &str, audience: &[&str]) -> String {
    let report = serving.draft(GOVERNMENT, &json!({ "title": title }));
    let release = serving.propose(&report, GOVERNMENT, audience);
    if audience != ["org:estmark"] {
        serving.approve(&report, &release, GOVERNMENT_REVIEWER);
    }
    serving.settle();
    report
}

/// The references of what was named, as somebody is shown it beside a report; `query` as whom they read it.
fn named(client: &Client, report: &str, query: &str) -> Vec<String> {
    let read = client.get(&format!("/api/v1/reports/{report}{query}")).expect(200).json();
    let said = &read["corroborations"][0];
    let evidence = said["evidence"].as_array().unwrap().clone();
    let one = format!("/api/v1/corroborations/{}", said["reference"].as_str().unwrap());
    if query.is_empty() {
        assert_eq!(client.get(&one).expect(200).json()["evidence"], said["evidence"]);
    }
    let page = client.page(&format!("/reports/{report}{query}")).expect(200).text();
    assert_eq!(page.contains("Evidence named"), !evidence.is_empty(), "{page}");
    evidence
        .iter()
        .map(|one| {
            let reference = one["reference"].as_str().unwrap().to_owned();
            assert_eq!(one["href"], format!("/reports/{reference}"));
            assert!(page.contains(&format!("href=\"/reports/{reference}\"")), "{page}");
            reference
        })
        .collect()
}

fn rows_of_evidence(serving: &Serving) -> i64 {
    serving.state().0["contribution_link"]
}

#[test]
fn evidence_of_ones_own_is_shown_to_its_own_readers() {
    let serving = Serving::new();
    enrol(&serving, EXECUTIVE, Role::Executive);
    let (report, _) = serving.released(&about("LV"), &["coalition"]);
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    let wide = estmarks(&serving, "Seen from the embassy", &["org:estmark", "sector:civil_society"]);
    let within = estmarks(&serving, "Seen from within", &["org:estmark"]);
    let incident = incident_of(&serving, &report);
    let sent = json!({
        "stance": "disputes", "note": "Not so", "report": report, "audience": ["public"],
        "evidence": [wide, within, wide, " "],
    });
    let said = say(&serving, GOVERNMENT, &incident, &sent).expect(201).json();
    assert_eq!(said.get("evidence"), None, "what was named stands in its own place alone");
    let path = format!("/api/v1/corroborations/{}", said["reference"].as_str().unwrap());
    let shown = serving.client(GOVERNMENT_REVIEWER).get(&path).expect(200).json();
    assert_eq!(shown["evidence"].as_array().unwrap().len(), 2, "who decides sees what goes out");
    serving.client(GOVERNMENT_REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
    serving.settle();
    let sorted = |mut all: Vec<String>| {
        all.sort();
        all
    };
    assert_eq!(named(&serving.client(GOVERNMENT), &report, ""), sorted(vec![wide.clone(), within.clone()]));
    assert_eq!(named(&serving.client(REPORTER), &report, ""), std::slice::from_ref(&wide));
    for client in [serving.public(), serving.client(COMPANY)] {
        assert_eq!(named(&client, &report, ""), Vec::<String>::new());
        for at in [format!("/reports/{report}"), format!("/api/v1/incidents/{incident}"), path.clone()] {
            let text = client.get(&at).expect(200).text();
            assert!(
                !text.contains(&wide) && !text.contains(&within) && !text.contains("Seen from"),
                "{text}"
            );
        }
    }
    // As the public reads it, nothing is named that the public does not read.
    assert_eq!(named(&serving.client(GOVERNMENT), &report, "?as=public"), Vec::<String>::new());
    let log = serving.client(EXECUTIVE).get("/api/v1/audit").expect(200).text();
    assert!(log.contains("corroboration.drafted") && log.contains(&within), "{log}");

    // What is taken back is named no more, and again once it is released again.
    let path = format!("/api/v1/reports/{wide}/releases");
    let releases = serving.client(GOVERNMENT).get(&path).expect(200).json();
    let path = format!("{path}/{}", releases["items"][0]["id"].as_str().unwrap());
    serving
        .client(GOVERNMENT_REVIEWER)
        .json("DELETE", &path, &[], &json!({ "reason": "A name" }))
        .expect(200);
    assert_eq!(named(&serving.client(REPORTER), &report, ""), Vec::<String>::new());
    let release = serving.propose(&wide, GOVERNMENT, &["org:estmark", "sector:civil_society"]);
    serving.approve(&wide, &release, GOVERNMENT_REVIEWER);
    assert_eq!(named(&serving.client(REPORTER), &report, ""), std::slice::from_ref(&wide));

    // Erasing either side leaves nothing of the link.
    assert_eq!(rows_of_evidence(&serving), 2);
    let reason = json!({ "reason": "Asked for" });
    serving.client(EXECUTIVE).json("DELETE", &format!("/api/v1/reports/{wide}"), &[], &reason).expect(200);
    assert_eq!(rows_of_evidence(&serving), 1);
    assert_eq!(named(&serving.client(GOVERNMENT), &report, ""), [within]);
    serving.client(ADMIN).json("DELETE", &format!("/api/v1/reports/{report}"), &[], &reason).expect(200);
    assert_eq!(rows_of_evidence(&serving), 0);
}

/// Class of leaks: an error that tells what is there.
#[test]
fn only_what_is_ones_own_and_out_can_be_named_and_the_rest_is_alike() {
    let serving = Serving::new();
    enrol(&serving, DELEGATE, Role::Delegate);
    let (report, _) = serving.released(&about("EE"), &["coalition"]);
    let (others, _) = serving.released(&about("LV"), &["org:open-lines"]);
    let incident = incident_of(&serving, &report);
    let draft = serving.draft(GOVERNMENT, &json!({ "title": "A draft" }));
    let waiting = serving.draft(GOVERNMENT, &json!({ "title": "Waits" }));
    serving.propose(&waiting, GOVERNMENT, &["public"]);
    let elsewhere = estmarks(&serving, "For companies", &["sector:company"]);
    let own = estmarks(&serving, "For ourselves", &["org:estmark"]);
    let ask = |who: &str, named: &[&str]| {
        let mut sent = reply("We say", &report, &["coalition"]);
        sent["evidence"] = json!(named);
        say(&serving, who, &incident, &sent)
    };
    for who in [GOVERNMENT, DELEGATE] {
        serving.client(who);
    }
    serving.settle();
    let before = serving.state();
    let mut told = BTreeSet::new();
    for named in [&draft, &waiting, &others, &report, "R-000000"] {
        let answer = ask(GOVERNMENT, &[named]).expect(422);
        assert_eq!(answer.json()["errors"].as_object().unwrap().len(), 1);
        assert!(answer.json()["errors"]["evidence"][0].as_str().unwrap().contains(named));
        told.insert(answer.text().replace(named, "R-"));
    }
    // Somebody whose desk it is not names what they read.
    let answer = ask(DELEGATE, &[&elsewhere]).expect(422);
    told.insert(answer.text().replace(&elsewhere, "R-"));
    assert_eq!(told.len(), 1, "{told:?}");
    let answer = ask(GOVERNMENT, &[&draft, &own, &others]).expect(422).json();
    assert_eq!(
        answer["errors"]["evidence"].as_array().unwrap().len(),
        2,
        "all that is wrong is told at once"
    );
    let many: Vec<String> = (0..21).map(|number| format!("R-{number:06}")).collect();
    ask(GOVERNMENT, &many.iter().map(String::as_str).collect::<Vec<_>>()).expect(422);
    assert_eq!(serving.state(), before);
    ask(GOVERNMENT, &[&elsewhere, &own]).expect(201);
    ask(DELEGATE, &[&own]).expect(201);
    assert_eq!(rows_of_evidence(&serving), 3);
}

#[test]
fn the_form_offers_what_is_out_and_keeps_what_was_typed() {
    let serving = Serving::new();
    enrol(&serving, DELEGATE, Role::Delegate);
    let (report, _) = serving.released(&about("EE"), &["coalition"]);
    let (others, _) = serving.released(&about("LV"), &["org:open-lines"]);
    let incident = incident_of(&serving, &report);
    let draft = serving.draft(GOVERNMENT, &json!({ "title": "A draft" }));
    estmarks(&serving, "For companies", &["sector:company"]);
    let own = estmarks(&serving, "For ourselves", &["org:estmark"]);
    let form = format!("/incidents/{incident}/reply?report={report}");
    let page = serving.client(GOVERNMENT).page(&form).expect(200).text();
    assert!(page.contains("For companies") && page.contains("For ourselves"), "{page}");
    assert!(!page.contains("A draft") && !page.contains(&others), "{page}");
    let page = serving.client(DELEGATE).page(&form).expect(200).text();
    assert!(!page.contains("For companies") && page.contains("For ourselves"), "{page}");
    let action = format!("/incidents/{incident}/reply");
    let sent = [("note", "By form"), ("audience", "coalition"), ("evidence", own.as_str())];
    let wrong = [&sent[..], &[("references", &draft)]].concat();
    let refused = serving.client(GOVERNMENT).fill(&form, &action, &wrong).expect(422);
    let text = refused.text();
    assert!(text.contains("By form") && text.contains(&format!("value=\"{draft}\"")), "{text}");
    assert!(text.contains(&format!("value=\"{own}\" checked")), "{text}");
    let answer = serving.client(GOVERNMENT).fill_on(&refused, &action, &sent).expect(303);
    let at = answer.header("location").unwrap().split('?').next().unwrap().to_owned();
    let shown = serving.client(GOVERNMENT).page(&at).expect(200).text();
    assert!(shown.contains("By form") && shown.contains("For ourselves"), "{shown}");
    let shown = serving.client(COMPANY_REVIEWER).page(&at).expect(200).text();
    assert!(
        shown.contains("By form") && !shown.contains("For ourselves") && !shown.contains(&own),
        "{shown}"
    );
}
