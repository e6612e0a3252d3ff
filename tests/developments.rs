//! Positive developments are counted beside incidents, never among them, and are listed where they are asked for. What is
//! one follows from what the viewer reads alone.

use serde_json::{Value, json};

use crate::http::Client;
use crate::serving::{COMPANY, REPORTER, REVIEWER, Serving};
use crate::sheets;

const ASKED: &str = "type=positive_development";

fn text(title: &str, types: &[&str], country: &str, month: u8) -> Value {
    json!({ "title": title, "narrative": "Narrative.", "language": "en", "facts": {
        "types": types, "countries": [country], "started": format!("2024-0{month}-01") } })
}

/// Two incidents, one of which brought something good too, one without a type, and three positive developments.
fn filled() -> Serving {
    let serving = Serving::new();
    for (title, types, country, month) in [
        ("Cut", &["shutdown"][..], "KE", 1),
        ("Cut and restored", &["shutdown", "positive_development"], "KE", 2),
        ("Untold", &[], "UG", 3),
        ("Law repealed", &["positive_development"], "KE", 4),
        ("Court restores access", &["positive_development"], "BJ", 5),
        ("Fund for cables", &["positive_development"], "BJ", 6),
    ] {
        serving.released(&text(title, types, country, month), &["public"]);
    }
    serving
}

fn list(client: &Client, query: &str) -> Value {
    client.get(&format!("/api/v1/incidents?{query}")).expect(200).json()
}

/// How many rows, positive developments, reports.
fn sizes(client: &Client, query: &str) -> [u64; 3] {
    let list = list(client, query);
    ["total", "positive_developments", "reports"].map(|size| list[size].as_u64().unwrap())
}

fn titles(client: &Client, query: &str) -> Vec<String> {
    let list = list(client, query);
    let mut titles: Vec<String> =
        list["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().into()).collect();
    titles.sort();
    titles
}

fn count_of(list: &Value, facet: &str, value: &str) -> u64 {
    let values = list["facets"][facet].as_array().unwrap();
    values.iter().find(|one| one["value"] == value).map_or(0, |one| one["count"].as_u64().unwrap())
}

#[test]
fn they_are_counted_beside_incidents_and_never_among_them() {
    let serving = filled();
    let public = serving.public();
    assert_eq!(sizes(&public, ""), [3, 3, 3]);
    assert_eq!(titles(&public, ""), ["Cut", "Cut and restored", "Untold"]);
    assert_eq!(sizes(&public, "country=KE"), [2, 1, 2]);
    assert_eq!(sizes(&public, "country=BJ"), [0, 2, 0]);
    assert_eq!(sizes(&public, "q=court"), [0, 1, 0]);
    assert_eq!(sizes(&public, "from=2024-05-01"), [0, 2, 0]);
    assert_eq!(sizes(&public, "type=shutdown"), [2, 0, 2]);
    let list = list(&public, "facets=1&limit=1");
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let counted = |facet: &str, value: &str| count_of(&list, facet, value);
    assert_eq!(["KE", "UG", "BJ"].map(|country| counted("country", country)), [2, 1, 0]);
    assert_eq!([counted("year", "2024"), counted("organisation", "open-lines")], [3, 3]);
    // What else one could choose.
    assert_eq!([counted("type", "shutdown"), counted("type", "positive_development")], [2, 4]);
    let months: Vec<&str> =
        list["histogram"].as_array().unwrap().iter().map(|one| one["value"].as_str().unwrap()).collect();
    assert_eq!(months, ["2024-01", "2024-02", "2024-03"]);
}

#[test]
fn they_are_listed_and_counted_where_they_are_asked_for() {
    let serving = filled();
    let public = serving.public();
    let all = ["Court restores access", "Cut and restored", "Fund for cables", "Law repealed"];
    assert_eq!(titles(&public, ASKED), all);
    assert_eq!(sizes(&public, ASKED), [4, 3, 4], "what is both is an incident, and has the type");
    assert_eq!(sizes(&public, &format!("{ASKED}&country=BJ")), [2, 2, 2]);
    assert_eq!(sizes(&public, &format!("{ASKED},shutdown")), [5, 3, 5]);
    let list = list(&public, &format!("{ASKED}&facets=1"));
    assert_eq!(["KE", "BJ", "UG"].map(|country| count_of(&list, "country", country)), [2, 2, 0]);
    assert_eq!(list["histogram"].as_array().unwrap().len(), 4);
    let walked = |query: &str| {
        let mut walked = Vec::new();
        let mut after = String::new();
        loop {
            let page = list_after(&public, query, &after);
            walked.extend(page["items"].as_array().unwrap().iter().map(|item| item["reference"].clone()));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return walked.len() as u64,
            }
        }
    };
    for query in ["", ASKED, "type=shutdown", "type=shutdown,positive_development"] {
        assert_eq!(walked(query), sizes(&public, query)[0], "{query}");
    }
}

fn list_after(client: &Client, query: &str, after: &str) -> Value {
    list(client, &format!("limit=2&{query}{after}"))
}

#[test]
fn pages_say_how_many_are_beside_and_lead_there() {
    let serving = filled();
    let public = serving.public();
    let home = public.page("/").expect(200).text();
    assert!(home.contains("3 reports of 3 incidents in 2 countries, as far as you may read."), "{home}");
    let beside = "<a href=\"/incidents?type=positive_development\">3 positive developments, not counted among the incidents</a>";
    assert!(home.contains(beside), "{home}");
    assert!(!home.contains("Law repealed"), "the newest incidents are incidents");
    assert!(home.contains("<title>Kenya: 2 reports</title>") && !home.contains("<title>Benin: "), "{home}");
    let page = public.page("/incidents?country=KE").expect(200).text();
    let sentence = "2 incidents in 2 reports · <a href=\"/incidents?country=KE&#38;type=positive_development\">One positive \
                    development matches too</a>";
    assert!(page.contains(sentence), "{page}");
    let page = public.page("/incidents?country=BJ").expect(200).text();
    assert!(page.contains("0 incidents in 0 reports · ") && page.contains("No incident matches"), "{page}");
    let page = public.page(&format!("/incidents?{ASKED}")).expect(200).text();
    assert!(page.contains("One incident and 3 positive developments in 4 reports</p>"), "{page}");
    assert!(page.contains("<title>Benin: 2 reports</title>"), "the map is that of the list");
    let page = public.page(&format!("/incidents?{ASKED}&country=BJ")).expect(200).text();
    assert!(page.contains("2 positive developments in 2 reports</p>"), "{page}");
    let page = public.page("/incidents?type=shutdown").expect(200).text();
    assert!(page.contains("2 incidents in 2 reports</p>"), "{page}");
}

#[test]
fn where_nothing_else_is_told_the_first_page_says_so() {
    let serving = Serving::new();
    serving.released(&text("Law repealed", &["positive_development"], "KE", 4), &["public"]);
    let home = serving.public().page("/").expect(200).text();
    assert!(home.contains("One positive development, not counted among the incidents"), "{home}");
    assert!(home.contains("There is no report of an incident yet"), "{home}");
    assert!(!home.contains("Nothing is reported yet") && !home.contains("0 incidents"), "{home}");
}

#[test]
fn downloads_are_the_list() {
    let serving = filled();
    let public = serving.public();
    for query in ["", "country=KE", ASKED, "type=shutdown,positive_development", "country=BJ"] {
        let [total, _, reports] = sizes(&public, query);
        for (rows, expected) in [("incidents", total), ("reports", reports)] {
            let get =
                |format: &str| public.get(&format!("/incidents.{format}?{query}&rows={rows}")).expect(200);
            let expected = usize::try_from(expected).unwrap();
            assert_eq!(get("csv").text().lines().count(), expected + 1, "{query} {rows}");
            assert_eq!(get("json").json().as_array().unwrap().len(), expected, "{query} {rows}");
            assert_eq!(
                get("geojson").json()["features"].as_array().unwrap().len(),
                expected,
                "{query} {rows}"
            );
            assert_eq!(sheets::rows(&get("xlsx").body).len(), expected + 1, "{query} {rows}");
        }
    }
}

/// An incident of two reports: of one the public reads that a law was repealed, of the other only companies read.
#[test]
fn what_one_may_not_read_makes_no_incident_of_a_positive_development() {
    let serving = Serving::new();
    let (good, _) = serving.released(&text("Law repealed", &["positive_development"], "KE", 4), &["public"]);
    let public = serving.public();
    let before = [list(&public, "facets=1"), list(&public, &format!("facets=1&{ASKED}"))];
    assert_eq!(sizes(&public, ""), [0, 1, 0]);
    let incident = public.get(&format!("/api/v1/reports/{good}")).expect(200).json()["incident"].clone();
    let mut second = text("Zilo arrested", &["arrest"], "KE", 4);
    second["incident"] = incident;
    serving.released(&second, &["sector:company"]);
    assert_eq!([list(&public, "facets=1"), list(&public, &format!("facets=1&{ASKED}"))], before);
    assert_eq!(sizes(&public, "q=zilo"), [0, 0, 0]);
    // Whoever reads both knows an incident, by whatever words they find it.
    let member = serving.client(COMPANY);
    assert_eq!(sizes(&member, ""), [1, 0, 2]);
    assert_eq!(sizes(&member, "q=repealed"), [1, 0, 1]);
    assert_eq!(sizes(&member, ASKED), [1, 0, 1]);
    // A type that is withheld from some is none for them.
    let veiled = serving.draft(REPORTER, &text("Veiled", &["positive_development", "arrest"], "UG", 5));
    let path = format!("/api/v1/reports/{veiled}/marks");
    let mark =
        json!([{ "fact": "types.1", "reason": "ongoing_operation", "visible_to": ["sector:company"] }]);
    serving.client(REPORTER).put(&path, "\"1\"", &mark).expect(200);
    for audience in ["sector:company", "public"] {
        let release = serving.propose(&veiled, REPORTER, &[audience]);
        serving.approve(&veiled, &release, REVIEWER);
    }
    serving.settle();
    assert_eq!(sizes(&public, "country=UG"), [0, 1, 0]);
    assert_eq!(sizes(&member, "country=UG"), [1, 0, 1]);
}
