//! A page of a queue begins where the one before ended, whatever others took from it meanwhile.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::http::Client;
use crate::serving::{DEFENDER, REPORTER, REVIEWER, Serving};
use crate::table::{On, prepare};

fn references(page: &Value, field: &str) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item[field].as_str().unwrap().to_owned()).collect()
}

/// Reads a queue a row at a time; before each page `take` takes away the row that was shown last.
fn read_while_taken(client: &Client, path: &str, field: &str, take: impl Fn(&str)) -> Vec<String> {
    let mut seen = Vec::new();
    let mut next = String::new();
    loop {
        let page = client.get(&format!("{path}?limit=1{next}")).expect(200).json();
        seen.extend(references(&page, field));
        let Some(cursor) = page["next"].as_str() else { return seen };
        next = format!("&after={cursor}");
        take(seen.last().unwrap());
    }
}

#[test]
fn a_page_of_a_queue_begins_where_the_last_one_ended() {
    let serving = Serving::new();
    for on in [On::Proposed, On::Saying, On::Proposed, On::Claimed, On::Answering] {
        prepare(&serving, on);
    }
    let reviewer = serving.client(REVIEWER);
    let all = reviewer.get("/api/v1/reviews").expect(200).json();
    let expected = references(&all, "id");
    assert_eq!(expected.len(), 5);
    let reports: BTreeMap<String, Value> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["id"].as_str().unwrap().to_owned(), item.clone()))
        .collect();
    let seen = read_while_taken(&reviewer, "/api/v1/reviews", "id", |id| {
        let item = &reports[id];
        let of = ["corroboration", "inquiry"].into_iter().find(|kind| item[*kind].is_string());
        let path = match of {
            Some("corroboration") => format!("corroborations/{}", item["corroboration"].as_str().unwrap()),
            Some(_) => format!("inquiries/{}", item["inquiry"].as_str().unwrap()),
            None => format!("reports/{}/releases/{id}", item["report"].as_str().unwrap()),
        };
        reviewer.post(&format!("/api/v1/{path}/return"), &json!({ "comment": "Not yet" })).expect(200);
    });
    assert_eq!(seen, expected, "nothing is passed over, nothing refused");

    for _ in 0..3 {
        prepare(&serving, On::Requested);
        prepare(&serving, On::Received);
        prepare(&serving, On::Delegated);
    }
    let reporter = serving.client(REPORTER);
    for (client, path, take) in [
        (&reporter, "/api/v1/access-requests", "DELETE"),
        (&reporter, "/api/v1/access-requests/received", "POST"),
        (&serving.client(DEFENDER), "/api/v1/delegations", "POST"),
    ] {
        let expected = references(&client.get(path).expect(200).json(), "reference");
        assert_eq!(expected.len(), 3, "{path}");
        let seen = read_while_taken(client, path, "reference", |reference| {
            let path = match path {
                "/api/v1/access-requests" => format!("/api/v1/access-requests/{reference}"),
                "/api/v1/delegations" => format!("/api/v1/delegations/{reference}/refusal"),
                _ => format!("/api/v1/access-requests/{reference}/dismissal"),
            };
            let sent = if path.ends_with("refusal") { json!({ "reason": "Not ours" }) } else { json!({}) };
            assert!(client.json(take, &path, &[], &sent).status < 300, "{path}");
        });
        assert_eq!(seen, expected, "{path}");
    }
}
