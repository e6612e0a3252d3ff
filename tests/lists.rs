//! A list is found by every word that its texts show, and its pictures are those of its own rows.

use serde_json::{Value, json};

use crate::http::Client;
use crate::serving::{COMPANY, REPORTER, REVIEWER, Serving};

fn titles(client: &Client, query: &str) -> Vec<String> {
    let answer = client.get(&format!("/api/v1/incidents?{query}")).expect(200).json();
    answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect()
}

fn encoded(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}

fn found(client: &Client, words: &str) -> Vec<String> {
    titles(client, &format!("q={}", encoded(words)))
}

fn report(serving: &Serving, title: &str, facts: &Value) -> String {
    let body = json!({ "title": title, "narrative": "", "language": "en", "facts": facts });
    serving.released(&body, &["public"]).0
}

#[test]
fn every_word_that_a_text_shows_is_found() {
    let serving = Serving::new();
    let full = json!({
        "types": ["account_restriction"], "countries": ["KE"], "regions": ["KE-30"], "places": ["Kisumu"],
        "operators": ["Tamtel"], "services": ["Quoxle"], "asns": [64496], "stated_reasons": ["school_exams"],
    });
    let reference = report(&serving, "First", &full);
    report(&serving, "Second", &json!({ "countries": ["PS", "MM"], "types": ["blocking"] }));
    report(&serving, "Third", &json!({ "countries": ["SS"] }));
    report(&serving, "Fourth", &json!({ "countries": ["SD"] }));
    let public = serving.public();
    for words in [
        "Kenya",
        "kenia",
        "كينيا",
        "ኬንያ",
        "केन्या",
        "肯尼亚",
        "ケニア",
        "Eastern Africa",
        "Nairobi",
        "Kisumu",
        "tamtel",
        "quoxle",
        "AS64496",
        "64496",
        "Account restriction",
        "school exams",
        &reference,
        "Kenya Tamtel -blocking",
    ] {
        let seen = found(&public, words);
        assert!(seen.contains(&"First".to_owned()), "{words}: {seen:?}");
        assert!(!seen.contains(&"Second".to_owned()), "{words}: {seen:?}");
    }
    for words in ["Palestine", "فلسطين", "Myanmar", "Burma", "মিয়ানমার", "မြန်မာ", "Southeast Asia", "blocking"]
    {
        assert_eq!(found(&public, words), ["Second"], "{words}");
    }
    assert_eq!(found(&public, "South Sudan"), ["Third"], "the longest name is meant");
    assert_eq!(found(&public, "Sudan"), ["Fourth"]);
    assert_eq!(found(&public, "Open Lines").len(), 4);
    assert_eq!(found(&public, "Open Lines -Kenya -\"South Sudan\"").len(), 2);
    let incident = public.get(&format!("/api/v1/reports/{reference}")).expect(200).json();
    assert_eq!(found(&public, incident["incident"].as_str().unwrap()), ["First"]);
}

#[test]
fn a_name_finds_nothing_that_the_text_does_not_show() {
    let serving = Serving::new();
    let facts =
        json!({ "countries": ["KE", "UG"], "regions": ["KE-30"], "asns": [64496], "types": ["blocking"] });
    let report = serving
        .draft(REPORTER, &json!({ "title": "Veiled", "narrative": "", "language": "en", "facts": facts }));
    let mark =
        |fact: &str| json!({ "fact": fact, "reason": "exact_place", "visible_to": ["sector:company"] });
    let marks = ["countries.0", "regions", "asns", "types"].map(mark);
    let path = format!("/api/v1/reports/{report}/marks");
    serving.client(REPORTER).put(&path, "\"1\"", &json!(marks)).expect(200);
    for audience in ["sector:company", "public"] {
        let release = serving.propose(&report, REPORTER, &[audience]);
        serving.approve(&report, &release, REVIEWER);
    }
    serving.settle();
    for words in ["Kenya", "كينيا", "Nairobi", "AS64496", "blocking"] {
        assert_eq!(found(&serving.public(), words), Vec::<String>::new(), "{words}");
        assert_eq!(found(&serving.client(COMPANY), words), ["Veiled"], "{words}");
    }
    assert_eq!(found(&serving.public(), "Uganda"), ["Veiled"]);
    // What must not occur is no oracle either.
    assert_eq!(found(&serving.public(), "Veiled -Kenya"), ["Veiled"]);
}

#[test]
fn map_table_and_months_are_those_of_the_list() {
    let serving = Serving::new();
    for (number, country) in ["UG", "BJ", "ZM", "KE", "KE"].iter().enumerate() {
        let facts = json!({ "countries": [country], "started": format!("2024-0{}-01", number + 1) });
        report(&serving, &format!("In {country}"), &facts);
    }
    let public = serving.public();
    let drawn = |query: &str| {
        let page = public.page(&format!("/incidents{query}")).expect(200).text();
        let from = page.find("class=\"map\"").unwrap();
        let figure = page[from..page[from..].find("</figure>").unwrap() + from].to_owned();
        let all = ["Uganda", "Benin", "Zambia", "Kenya"];
        let shapes = all.into_iter().filter(|name| figure.contains(&format!("<title>{name}: ")));
        let rows = all.into_iter().filter(|name| figure.contains(&format!("\">{name}</a></th>")));
        (shapes.collect::<Vec<_>>(), rows.collect::<Vec<_>>())
    };
    let narrowed = vec!["Uganda", "Benin", "Zambia"];
    assert_eq!(drawn("?country=UG,BJ,ZM"), (narrowed.clone(), narrowed));
    assert_eq!(drawn("?country=KE&q=In"), (vec!["Kenya"], vec!["Kenya"]));
    assert_eq!(drawn("?year=2024").0.len(), 4);
    // What else can be chosen stays offered.
    let page = public.page("/incidents?country=UG,BJ,ZM").expect(200).text();
    assert!(page.contains("country=KE"), "the facet offers other countries");
    let months = page[page.find("class=\"histogram\"").unwrap()..].matches("class=\"reach\"").count();
    assert_eq!(months, 3);
}

#[test]
fn a_reference_leads_to_its_page_for_those_who_read_it() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": "Cut", "narrative": "" }), &["sector:company"]);
    let incident =
        serving.client(COMPANY).get(&format!("/api/v1/reports/{report}")).json()["incident"].clone();
    let incident = incident.as_str().unwrap();
    for (typed, page) in [
        (report.clone(), format!("/reports/{report}")),
        (report.to_lowercase(), format!("/reports/{report}")),
        (format!("({report})."), format!("/reports/{report}")),
        (incident.to_lowercase(), format!("/incidents/{incident}")),
    ] {
        let path = format!("/incidents?q={}", encoded(&typed));
        let led = serving.client(COMPANY).page(&path).expect(303);
        assert_eq!(led.header("location"), Some(page.as_str()), "{typed}");
        let told = |path: &str, typed: &str| {
            let page = serving.public().page(path).expect(200).steady();
            page.replace(&encoded(typed), "").replace(&entente::web::encode(typed), "").replace(typed, "")
        };
        let absent = format!("/incidents?q={}", encoded("R-ZZZZZZ"));
        assert_eq!(told(&path, &typed), told(&absent, "R-ZZZZZZ"), "{typed}");
    }
}

#[test]
fn words_beyond_the_bound_are_said_and_not_passed_over() {
    let serving = Serving::empty();
    let many = |count: usize| (0..count).map(|word| format!("w{word}")).collect::<Vec<_>>().join("+");
    serving.public().get(&format!("/api/v1/incidents?q={}", many(32))).expect(200);
    let refused = serving.public().get(&format!("/api/v1/incidents?q={}", many(33))).expect(422).json();
    assert!(refused["errors"]["q"][0].as_str().unwrap().contains("At most 32 words"), "{refused}");
    let page = serving.public().page(&format!("/incidents?q={}", many(33))).expect(422).text();
    assert!(page.contains("At most 32 words") && page.contains("w32"), "{page}");
}

#[test]
fn a_timeline_is_in_the_order_of_time() {
    let serving = Serving::new();
    let (report, _) = serving.released(
        &json!({ "title": "Ended within the month", "narrative": "", "facts": {
            "countries": ["KE"], "started": "2026-05-20", "ended": "2026-05" } }),
        &["public"],
    );
    let incident = serving.public().get(&format!("/api/v1/reports/{report}")).json()["incident"].clone();
    let read = serving.public().get(&format!("/api/v1/incidents/{}", incident.as_str().unwrap())).json();
    let kinds: Vec<&str> =
        read["timeline"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["started", "ended", "released"]);
}

#[test]
fn a_feature_lies_where_its_own_text_says() {
    let serving = Serving::new();
    report(&serving, "Town", &json!({ "countries": ["IN"], "regions": ["IN-JK"], "places": ["Srinagar"] }));
    report(&serving, "Region", &json!({ "countries": ["IN"], "regions": ["IN-JK"], "places": ["Nowhere"] }));
    report(&serving, "Countries", &json!({ "countries": ["KE", "UG"] }));
    report(&serving, "Anywhere", &json!({}));
    let file = serving.public().get("/incidents.geojson").expect(200).json();
    assert!(file["attribution"].as_str().unwrap().contains("GeoNames"));
    let mut features: Vec<(String, Value, Value)> = file["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|feature| {
            let properties = &feature["properties"];
            let title = properties["title"].as_str().unwrap().to_owned();
            (title, properties["located_by"].clone(), feature["geometry"].clone())
        })
        .collect();
    features.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(features[0], ("Anywhere".into(), Value::Null, Value::Null));
    assert_eq!((&features[1].1, &features[1].2["type"]), (&json!("country"), &json!("MultiPoint")));
    assert_eq!((&features[2].1, &features[2].2["type"]), (&json!("region"), &json!("Point")));
    let srinagar = json!({ "type": "Point", "coordinates": [74.81, 34.09] });
    assert_eq!(features[3], ("Town".into(), json!("place"), srinagar));
}

#[test]
fn a_printed_incident_carries_its_strictest_label_and_its_address() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": "Cut", "narrative": "" }), &["coalition"]);
    let incident =
        serving.client(COMPANY).get(&format!("/api/v1/reports/{report}")).json()["incident"].clone();
    let path = format!("/incidents/{}", incident.as_str().unwrap());
    let page = serving.client(COMPANY).page(&path).expect(200).text();
    let marking = page.split("class=\"marking marking-end\"").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(marking.contains("TLP:GREEN") && marking.contains(&path), "{marking}");
}
