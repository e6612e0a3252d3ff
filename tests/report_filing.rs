//! Filing by pages and by JSON: what a report may belong to is suggested from what its author may read; it is filed,
//! split off, merged.

use serde_json::{Value, json};

use crate::http::Client;
use crate::journey_pages::{led, write};
use crate::serving::{COMPANY, GOVERNMENT, REPORTER, REVIEWER, Serving};

fn shutdown(title: &str) -> Value {
    json!({ "title": title, "facts": { "types": ["shutdown"], "countries": ["KE"],
        "started": { "date": "2026-05-20", "precision": "day" } } })
}

const LIKE_IT: &[(&str, &str)] = &[
    ("title", "The same seen from here"),
    ("facts.types", "shutdown"),
    ("facts.countries", "KE"),
    ("facts.started.date", "2026-05-22"),
];

fn incident_of(client: &Client, report: &str) -> String {
    let read = client.get(&format!("/api/v1/reports/{report}")).expect(200).json();
    read["incident"].as_str().unwrap().to_owned()
}

fn suggested(client: &Client, report: &str) -> Vec<String> {
    let list = client.get(&format!("/api/v1/reports/{report}/suggestions")).expect(200).json();
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["reference"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_a_report_may_belong_to_is_suggested_from_what_its_author_may_read() {
    let serving = Serving::new();
    let (company, government) = (serving.client(COMPANY), serving.client(GOVERNMENT));
    let (known, _) = serving.released(&shutdown("Known to all"), &["coalition"]);
    let (hidden, _) = serving.released(&shutdown("For governments"), &["sector:government"]);
    let mut far = shutdown("Long ago");
    far["facts"]["started"]["date"] = json!("2025-01-01");
    serving.released(&far, &["public"]);
    let mut elsewhere = shutdown("Elsewhere");
    elsewhere["facts"]["countries"] = json!(["UG"]);
    serving.released(&elsewhere, &["public"]);
    let (home, secret) = (incident_of(&government, &known), incident_of(&government, &hidden));

    // Saved by a company: led on to what is like it, and the governments' is not there.
    let saved = company.fill("/reports/new", "/reports", LIKE_IT);
    let path = led(&saved);
    assert!(path.ends_with("/incident"), "{path}");
    let mine = path.split('/').nth(2).unwrap().to_owned();
    let page = company.page(&path).expect(200).text();
    assert!(page.contains("Known to all") && page.contains(&home), "{page}");
    for absent in ["For governments", secret.as_str(), "Long ago", "Elsewhere"] {
        assert!(!page.contains(absent), "{absent} in {page}");
    }
    assert_eq!(suggested(&company, &mine), [home.as_str()]);
    let theirs = write(&government, LIKE_IT);
    let found = suggested(&government, &theirs);
    assert!(found.contains(&home) && found.contains(&secret) && found.len() == 2, "{found:?}");
    // Without a country there is nothing to go by.
    let bare = write(&company, &[("title", "No country")]);
    assert!(suggested(&company, &bare).is_empty());
    serving.client(REPORTER).get(&format!("/api/v1/reports/{mine}/suggestions")).expect(404);

    // Filed there, it is no longer suggested.
    led(&company.fill(&path, &path, &[("incident", &home)]));
    assert!(suggested(&company, &mine).is_empty());
    assert!(company.page(&format!("/reports/{mine}/desk")).text().contains(&home));
}

#[test]
fn a_report_is_filed_only_where_its_author_can_read() {
    let serving = Serving::new();
    let company = serving.client(COMPANY);
    let (hidden, _) = serving.released(&shutdown("For governments"), &["sector:government"]);
    let secret = incident_of(&serving.client(GOVERNMENT), &hidden);
    let mine = write(&company, &[("title", "Mine")]);
    let path = format!("/reports/{mine}/incident");
    let there = company.fill(&path, &path, &[("reference", &secret)]).expect(422).text();
    let absent = company.fill(&path, &path, &[("reference", "I-000000")]).expect(422).text();
    for page in [&there, &absent] {
        assert!(page.contains("There is no incident with this reference that you can read."), "{page}");
    }
    assert!(there.contains(&format!("value=\"{secret}\"")), "what was typed comes back");
    let none = company.fill(&path, &path, &[]).expect(422).text();
    assert!(none.contains("Choose an incident"), "{none}");
    let alone = company.page(&path).expect(200).text();
    assert!(!alone.contains("name=\"split\""), "what stands alone has nothing to leave: {alone}");
    let code = serving.code_of_forms(&company);
    let split =
        company.form(&path, &[("Accept", "text/html")], &[("csrf", &code), ("split", "yes")]).expect(409);
    assert!(split.text().contains("stands alone"), "{}", split.text());
    serving.client(REPORTER).page(&path).expect(404);
}

#[test]
fn reports_are_split_off_and_incidents_merged_by_pages() {
    let serving = Serving::new();
    let (reporter, company) = (serving.client(REPORTER), serving.client(COMPANY));
    let (first, _) = serving.released(&shutdown("The first account"), &["coalition"]);
    let home = incident_of(&company, &first);
    let mut body = shutdown("The second account");
    body["incident"] = json!(home);
    let second = serving.draft(REPORTER, &body);
    let release = serving.propose(&second, REPORTER, &["coalition"]);
    serving.approve(&second, &release, REVIEWER);
    serving.settle();
    // Split.
    let path = format!("/reports/{second}/incident");
    led(&reporter.fill(&path, &path, &[("split", "yes")]));
    let fresh = incident_of(&company, &second);
    assert_ne!(fresh, home);
    serving.settle();
    // Merge: offered on the page of the incident to who owns reports in it, and to nobody else.
    let merge = format!("/incidents/{fresh}/merge");
    assert!(reporter.page(&format!("/incidents/{fresh}")).text().contains(&merge));
    assert!(!company.page(&format!("/incidents/{fresh}")).text().contains(&merge));
    company.page(&merge).expect(403);
    serving.public().page(&merge).expect(404);
    let page = reporter.page(&merge).expect(200).text();
    assert!(
        page.contains("One report moves") && page.contains(&home) && page.contains("The first account"),
        "{page}"
    );
    let itself = reporter.fill(&merge, &merge, &[("reference", &fresh)]).expect(422).text();
    assert!(itself.contains("cannot be merged with itself"), "{itself}");
    reporter.fill(&merge, &merge, &[("reference", "I-000000")]).expect(422);
    let opened = reporter.page(&merge).expect(200);
    for _ in 0..2 {
        let into = led(&reporter.fill_on(&opened, &merge, &[("incident", &home)]));
        assert_eq!(into, format!("/incidents/{home}"));
    }
    assert_eq!(incident_of(&company, &second), home);
    serving.settle();
    let away = company.page(&format!("/incidents/{fresh}")).expect(303);
    assert_eq!(away.header("location"), Some(format!("/incidents/{home}").as_str()));
}

#[test]
fn own_reports_and_reviews_are_told_to_programs_too() {
    let serving = Serving::new();
    let (reporter, reviewer) = (serving.client(REPORTER), serving.client(REVIEWER));
    for number in 0..3 {
        serving.draft(REPORTER, &json!({ "title": format!("Report {number}") }));
    }
    let report = serving.draft(REPORTER, &json!({ "title": "Waits" }));
    let release = serving.propose(&report, REPORTER, &["public"]);
    let first = reporter.get("/api/v1/reports?limit=3").expect(200).json();
    assert_eq!((&first["total"], first["items"].as_array().unwrap().len()), (&json!(4), 3));
    let cursor = first["next"].as_str().unwrap();
    let rest = reporter.get(&format!("/api/v1/reports?limit=3&after={cursor}")).expect(200).json();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
    let all: Vec<&Value> =
        [&first, &rest].iter().flat_map(|list| list["items"].as_array().unwrap()).collect();
    let waiting = all.iter().find(|one| one["reference"] == json!(report)).unwrap();
    assert_eq!((&waiting["state"], &waiting["title"]), (&json!("waiting"), &json!("Waits")));
    reviewer.get(&format!("/api/v1/reports?after={cursor}")).expect(400);
    for list in [
        "/api/v1/reports".to_owned(),
        "/api/v1/reviews".into(),
        format!("/api/v1/reports/{report}/suggestions"),
    ] {
        for bad in ["limit=0", "limit=x", "limit=201", "colour=red"] {
            reporter.get(&format!("{list}?{bad}")).expect(422);
        }
        reporter.get(&format!("{list}?after=AAAA")).expect(400);
    }
    let queue = reviewer.get("/api/v1/reviews").expect(200).json();
    assert_eq!((&queue["total"], &queue["items"][0]["id"]), (&json!(1), &json!(release)));
    assert_eq!(
        (&queue["items"][0]["report"], &queue["items"][0]["title"]),
        (&json!(report), &json!("Waits"))
    );
    assert_eq!(reporter.get("/api/v1/reviews").expect(200).json()["total"], 0, "nobody reviews their own");
    assert_eq!(serving.client(COMPANY).get("/api/v1/reports").expect(200).json()["total"], 0);
}
