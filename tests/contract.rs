//! What monitors and programs rely on besides the main job: pages of lists, sessions, health, figures.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use crate::http::Client;
use crate::serving::{ADMIN, COMPANY, CONVENOR, GOVERNMENT, PASSWORD, REPORTER, REVIEWER, Serving};
use crate::versions::conn_of;

/// Every row of a list, page by page, and how many pages it took.
fn leafed(client: &Client, list: &str, limit: usize) -> (Vec<Value>, usize) {
    let (mut rows, mut pages, mut after) = (Vec::new(), 0, String::new());
    loop {
        let page = client.get(&format!("{list}?limit={limit}{after}")).expect(200).json();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= limit);
        rows.extend(items.iter().cloned());
        pages += 1;
        let Some(cursor) = page["next"].as_str() else {
            assert_eq!(page["total"], rows.len(), "{list}");
            return (rows, pages);
        };
        after = format!("&after={cursor}");
    }
}

#[test]
fn every_list_is_paged_alike() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": "Thrice" }), &["sector:government"]);
    for audience in ["sector:company", "coalition"] {
        let id = serving.propose(&report, REPORTER, &[audience]);
        serving.approve(&report, &id, REVIEWER);
    }
    let releases = format!("/api/v1/reports/{report}/releases");
    for (who, list) in
        [(REPORTER, "/api/v1/organisations"), (CONVENOR, "/api/v1/groups"), (REPORTER, releases.as_str())]
    {
        let client = serving.client(who);
        let whole = client.get(list).expect(200).json();
        let all = whole["items"].as_array().unwrap();
        assert!(all.len() >= 2 && whole["next"].is_null(), "{list}");
        assert_eq!(leafed(&client, list, 1), (all.clone(), all.len()), "{list}");
        assert_eq!(leafed(&client, list, 200), (all.clone(), 1), "{list}");
        for wrong in ["limit=0", "limit=201", "limit=x", "limit=-1", "colour=red", "limit=0&colour=red"] {
            let problem = client.get(&format!("{list}?{wrong}")).expect(422).problem(list);
            assert_eq!(problem["errors"].as_object().unwrap().len(), wrong.split('&').count(), "{problem}");
        }
        let cursor = client.get(&format!("{list}?limit=1")).expect(200).json()["next"].clone();
        let cursor = cursor.as_str().unwrap();
        client.get(&format!("{list}?limit=1&after={}", &cursor[1..])).expect(400).problem(list);
        // Somebody else's cursor is worth nothing, nor is one of another list.
        let other = serving.client(if who == CONVENOR { GOVERNMENT } else { REVIEWER });
        let foreign = if list == "/api/v1/groups" { "/api/v1/organisations" } else { "/api/v1/groups" };
        client.get(&format!("{foreign}?after={cursor}")).expect(400);
        if who == CONVENOR {
            other.get(&format!("{list}?after={cursor}")).expect(400);
        }
    }
    // Who may not know of the report is told so, whatever else they ask.
    serving.client(COMPANY).get("/api/v1/reports/R-000000/releases?limit=0").expect(404);
}

#[test]
fn a_session_is_renewed_and_ends_at_once() {
    let serving = Serving::new();
    let public = serving.public();
    let sent = json!({ "email": REPORTER, "password": PASSWORD });
    let first = public.post("/api/v1/sessions", &sent).expect(201).json();
    let refresh = |token: &Value| public.post("/api/v1/sessions/refresh", &json!({ "refresh_token": token }));
    let second = refresh(&first["refresh_token"]).expect(201).json();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    let client = public.clone().with_bearer(second["access_token"].as_str().unwrap());
    client.get("/api/v1/me").expect(200);
    client.delete("/api/v1/sessions/current").expect(204);
    let ended = client.get("/api/v1/me").expect(401);
    assert_eq!(ended.header("www-authenticate"), Some("Bearer"));
    refresh(&second["refresh_token"]).expect(401);
    // The token of the pair before is of the same session.
    let old = public.clone().with_bearer(first["access_token"].as_str().unwrap());
    old.get("/api/v1/me").expect(401);
}

#[test]
fn an_applicant_is_entered_once_and_named_as_it_is() {
    let serving = Serving::new();
    let convenor = serving.client(CONVENOR);
    let sent = json!({ "slug": "newcomer", "name": "Newcomer", "kind": "media", "country": "ke", "website": "https://n.example", "about": "Radio" });
    let keyed = |client: &Client, key: &str, body: &Value| {
        client.json("POST", "/api/v1/organisations", &[("Idempotency-Key", key)], body)
    };
    let entered = keyed(&convenor, "k", &sent).expect(201);
    let expected = json!({ "slug": "newcomer", "name": "Newcomer", "kind": "media", "country": "KE", "website": "https://n.example", "about": "Radio", "status": "applicant" });
    assert_eq!(entered.json(), expected);
    assert_eq!(keyed(&convenor, "k", &sent).timeless(), entered.timeless());
    convenor.post("/api/v1/organisations", &sent).expect(422).problem("the slug is taken");
    let mut other = sent.clone();
    other["slug"] = json!("other");
    keyed(&convenor, "k", &other).expect(409).problem("the key is taken");
    assert_eq!(convenor.get("/api/v1/organisations/newcomer").expect(200).json(), expected);
    // Nobody else knows of it yet.
    serving.client(REPORTER).get("/api/v1/organisations/newcomer").expect(404);
}

/// Runs a statement behind the program's back.
#[expect(clippy::disallowed_methods, reason = "what the program would never do")]
pub fn behind(serving: &Serving, statement: &str) {
    conn_of(&serving.place.url).batch_execute(statement).unwrap();
}

#[test]
fn readiness_is_that_of_the_database() {
    let serving = Serving::new();
    let public = serving.public();
    assert_eq!(public.get("/readyz").expect(200).json(), json!({ "status": "ready" }));
    behind(&serving, "ALTER TABLE change_log RENAME TO change_away");
    let problem = public.get("/readyz").expect(503).problem("no table");
    assert_eq!(problem.as_object().unwrap().len(), 3, "nothing of the reason: {problem}");
    // The process itself still lives.
    public.get("/healthz").expect(200);
    behind(&serving, "ALTER TABLE change_away RENAME TO change_log");
    public.get("/readyz").expect(200);
}

#[test]
fn figures_are_for_the_operator_alone_and_tell_of_nobody() {
    const TOKEN: &str = "a token of the operator";
    let serving = Serving::with(|settings| settings.metrics_token = Some(TOKEN.into()));
    let (report, _) = serving.released(&json!({ "title": "Zanzibar" }), &["public"]);
    serving.public().get(&format!("/reports/{report}?q=Zanzibar")).expect(200);
    serving.public().get("/somewhere/Zanzibar").expect(404);
    serving.public().send("ZANZIBAR", "/healthz", &[], b"").expect(405);
    let absent = serving.public().get("/nothing");
    for client in [
        serving.public(),
        serving.client(ADMIN),
        serving.public().with_bearer("a token of the operatoR"),
        serving.public().with_bearer(""),
    ] {
        assert_eq!(client.get("/metrics").timeless(), absent.timeless());
    }
    let answer = serving.public().with_bearer(TOKEN).get("/metrics").expect(200);
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let text = answer.text();
    for line in [
        "# TYPE entente_requests_total counter",
        "entente_requests_total{method=\"GET\",route=\"/reports/{reference}\",status=\"200\"} 1",
        "entente_requests_total{method=\"POST\",route=\"/api/v1/reports\",status=\"201\"} 1",
        "entente_requests_total{method=\"other\",route=\"/healthz\",status=\"405\"} 1",
        "entente_requests_total{method=\"GET\",route=\"/metrics\",status=\"404\"} 4",
        "entente_index_documents 1",
        "entente_index_lag_changes 0",
        "entente_database_connections{pool=\"write\",state=\"busy\"} 0",
    ] {
        assert!(text.lines().any(|known| known == line), "{line} is not in\n{text}");
    }
    assert!(text.contains("entente_index_generation "));
    for secret in ["Zanzibar", "ZANZIBAR", report.as_str(), "amina", "open-lines", TOKEN] {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }
    // Without a token there are no figures, whatever is sent.
    let without = Serving::new();
    without.public().with_bearer("").get("/metrics").expect(404);
}
