//! Filing by pages and by JSON: what a report may belong to is suggested from what its author may read; it is filed,
//! split off, merged.

use serde_json::{Value, json};

use crate::http::Client;
use crate::journey_pages::{led, write};
use crate::serving::{AMINA, FARAH, JONAS, KIRSI, Serving};

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
    let (farah, kirsi) = (serving.client(FARAH), serving.client(KIRSI));
    let (known, _) = serving.released(&shutdown("Known to all"), &["coalition"]);
    let (hidden, _) = serving.released(&shutdown("For governments"), &["sector:government"]);
    let mut far = shutdown("Long ago");
    far["facts"]["started"]["date"] = json!("2025-01-01");
    serving.released(&far, &["public"]);
    let mut elsewhere = shutdown("Elsewhere");
    elsewhere["facts"]["countries"] = json!(["UG"]);
    serving.released(&elsewhere, &["public"]);
    let (home, secret) = (incident_of(&kirsi, &known), incident_of(&kirsi, &hidden));

    // Saved by a company: led on to what is like it, and the governments' is not there.
    let saved = farah.fill("/reports/new", "/reports", LIKE_IT);
    let path = led(&saved);
    assert!(path.ends_with("/incident"), "{path}");
    let mine = path.split('/').nth(2).unwrap().to_owned();
    let page = farah.page(&path).expect(200).text();
    assert!(page.contains("Known to all") && page.contains(&home), "{page}");
    for absent in ["For governments", secret.as_str(), "Long ago", "Elsewhere"] {
        assert!(!page.contains(absent), "{absent} in {page}");
    }
    assert_eq!(suggested(&farah, &mine), [home.as_str()]);
    let theirs = write(&kirsi, LIKE_IT);
    let found = suggested(&kirsi, &theirs);
    assert!(found.contains(&home) && found.contains(&secret) && found.len() == 2, "{found:?}");
    // Without a country there is nothing to go by.
    let bare = write(&farah, &[("title", "No country")]);
    assert!(suggested(&farah, &bare).is_empty());
    serving.client(AMINA).get(&format!("/api/v1/reports/{mine}/suggestions")).expect(404);

    // Filed there, it is no longer suggested.
    led(&farah.fill(&path, &path, &[("incident", &home)]));
    assert!(suggested(&farah, &mine).is_empty());
    assert!(farah.page(&format!("/reports/{mine}/desk")).text().contains(&home));
}

#[test]
fn a_report_is_filed_only_where_its_author_can_read() {
    let serving = Serving::new();
    let farah = serving.client(FARAH);
    let (hidden, _) = serving.released(&shutdown("For governments"), &["sector:government"]);
    let secret = incident_of(&serving.client(KIRSI), &hidden);
    let mine = write(&farah, &[("title", "Mine")]);
    let path = format!("/reports/{mine}/incident");
    let there = farah.fill(&path, &path, &[("reference", &secret)]).expect(422).text();
    let absent = farah.fill(&path, &path, &[("reference", "I-000000")]).expect(422).text();
    for page in [&there, &absent] {
        assert!(page.contains("There is no incident with this reference that you can read."), "{page}");
    }
    assert!(there.contains(&format!("value=\"{secret}\"")), "what was typed comes back");
    let none = farah.fill(&path, &path, &[]).expect(422).text();
    assert!(none.contains("Choose an incident"), "{none}");
    let alone = farah.page(&path).expect(200).text();
    assert!(!alone.contains("name=\"split\""), "what stands alone has nothing to leave: {alone}");
    let code = serving.code_of_forms(&farah);
    let split =
        farah.form(&path, &[("Accept", "text/html")], &[("csrf", &code), ("split", "yes")]).expect(409);
    assert!(split.text().contains("stands alone"), "{}", split.text());
    serving.client(AMINA).page(&path).expect(404);
}

#[test]
fn reports_are_split_off_and_incidents_merged_by_pages() {
    let serving = Serving::new();
    let (amina, farah) = (serving.client(AMINA), serving.client(FARAH));
    let (first, _) = serving.released(&shutdown("The first account"), &["coalition"]);
    let home = incident_of(&farah, &first);
    let mut body = shutdown("The second account");
    body["incident"] = json!(home);
    let second = serving.draft(AMINA, &body);
    let release = serving.propose(&second, AMINA, &["coalition"]);
    serving.approve(&second, &release, JONAS);
    serving.settle();
    // Split.
    let path = format!("/reports/{second}/incident");
    led(&amina.fill(&path, &path, &[("split", "yes")]));
    let fresh = incident_of(&farah, &second);
    assert_ne!(fresh, home);
    serving.settle();
    // Merge: offered on the page of the incident to who owns reports in it, and to nobody else.
    let merge = format!("/incidents/{fresh}/merge");
    assert!(amina.page(&format!("/incidents/{fresh}")).text().contains(&merge));
    assert!(!farah.page(&format!("/incidents/{fresh}")).text().contains(&merge));
    farah.page(&merge).expect(403);
    serving.public().page(&merge).expect(404);
    let page = amina.page(&merge).expect(200).text();
    assert!(
        page.contains("One report moves") && page.contains(&home) && page.contains("The first account"),
        "{page}"
    );
    let itself = amina.fill(&merge, &merge, &[("reference", &fresh)]).expect(422).text();
    assert!(itself.contains("cannot be merged with itself"), "{itself}");
    amina.fill(&merge, &merge, &[("reference", "I-000000")]).expect(422);
    let opened = amina.page(&merge).expect(200);
    for _ in 0..2 {
        let into = led(&amina.fill_on(&opened, &merge, &[("incident", &home)]));
        assert_eq!(into, format!("/incidents/{home}"));
    }
    assert_eq!(incident_of(&farah, &second), home);
    serving.settle();
    let away = farah.page(&format!("/incidents/{fresh}")).expect(303);
    assert_eq!(away.header("location"), Some(format!("/incidents/{home}").as_str()));
}

#[test]
fn own_reports_and_reviews_are_told_to_programs_too() {
    let serving = Serving::new();
    let (amina, jonas) = (serving.client(AMINA), serving.client(JONAS));
    for number in 0..3 {
        serving.draft(AMINA, &json!({ "title": format!("Report {number}") }));
    }
    let report = serving.draft(AMINA, &json!({ "title": "Waits" }));
    let release = serving.propose(&report, AMINA, &["public"]);
    let first = amina.get("/api/v1/reports?limit=3").expect(200).json();
    assert_eq!((&first["total"], first["items"].as_array().unwrap().len()), (&json!(4), 3));
    let cursor = first["next"].as_str().unwrap();
    let rest = amina.get(&format!("/api/v1/reports?limit=3&after={cursor}")).expect(200).json();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
    let all: Vec<&Value> =
        [&first, &rest].iter().flat_map(|list| list["items"].as_array().unwrap()).collect();
    let waiting = all.iter().find(|one| one["reference"] == json!(report)).unwrap();
    assert_eq!((&waiting["state"], &waiting["title"]), (&json!("waiting"), &json!("Waits")));
    jonas.get(&format!("/api/v1/reports?after={cursor}")).expect(400);
    for list in [
        "/api/v1/reports".to_owned(),
        "/api/v1/reviews".into(),
        format!("/api/v1/reports/{report}/suggestions"),
    ] {
        for bad in ["limit=0", "limit=x", "limit=201", "colour=red"] {
            amina.get(&format!("{list}?{bad}")).expect(422);
        }
        amina.get(&format!("{list}?after=AAAA")).expect(400);
    }
    let queue = jonas.get("/api/v1/reviews").expect(200).json();
    assert_eq!((&queue["total"], &queue["items"][0]["id"]), (&json!(1), &json!(release)));
    assert_eq!(
        (&queue["items"][0]["report"], &queue["items"][0]["title"]),
        (&json!(report), &json!("Waits"))
    );
    assert_eq!(amina.get("/api/v1/reviews").expect(200).json()["total"], 0, "nobody reviews their own");
    assert_eq!(serving.client(FARAH).get("/api/v1/reports").expect(200).json()["total"], 0);
}
