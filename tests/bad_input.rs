//! What is wrong with a request is said, and nothing is done: for every call that takes a body, and every list.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::bodies::Field::{self, Facts, Flag, Long, Remarks, Text, Words};
use crate::bodies::{APART, MAY_BE_EMPTY, WITHOUT_BODY, bodies};
use crate::http::{Answer, Client};
use crate::routes::declared;
use crate::serving::{REPORTER, Serving};
use crate::table::{Names, Row, fill, prepare, rows};

const LIMIT: usize = 500_000;

fn serving() -> Serving {
    Serving::with(|settings| settings.body_limit = Some(LIMIT))
}

#[test]
fn every_call_that_changes_something_is_known_here() {
    let known: BTreeSet<_> = bodies()
        .map(|(method, path, _)| (*method, *path))
        .chain(WITHOUT_BODY.iter().copied())
        .chain(APART.iter().copied())
        .map(|(method, path)| (method.to_owned(), path.to_owned()))
        .collect();
    let changing = |(method, path): &(String, String)| method != "GET" && path.starts_with("/api/");
    let declared: BTreeSet<_> = declared().into_iter().filter(changing).collect();
    assert_eq!(declared, known);
}

/// The row of the table in which this call succeeds.
fn row(method: &str, path: &str) -> &'static Row {
    let fits = |row: &&Row| row.method == method && row.path == path && row.statuses[6] < 300;
    rows().find(fits).unwrap()
}

/// A call with everything right about it.
struct Call {
    client: Client,
    method: &'static str,
    path: String,
    good: Value,
    status: u16,
}

impl Call {
    fn new(serving: &Serving, method: &'static str, path: &str) -> Self {
        let row = row(method, path);
        let names: Names = prepare(serving, row.on);
        let client = if row.right.is_empty() { serving.public() } else { serving.client(row.right) };
        Self { client, method, path: fill(path, &names), good: row.json(&names), status: row.statuses[6] }
    }

    fn send(&self, kind: &str, body: &[u8]) -> Answer {
        let headers = [("Content-Type", kind), ("If-Match", "*")];
        self.client.send(self.method, &self.path, &headers, body)
    }

    /// The good body with one field as it is here.
    fn with(&self, field: &str, value: Value) -> Answer {
        let mut body = self.good.clone();
        body[field] = value;
        self.send("application/json", body.to_string().as_bytes())
    }
}

/// Values that a field cannot have.
fn wrong_values(field: Field) -> Vec<Value> {
    let long = |length: usize| json!("x".repeat(length + 1));
    match field {
        Text => {
            vec![json!(7), json!(true), json!([]), json!({}), json!(["x"]), long(4_096), json!("a\u{0}b")]
        }
        Long(most) => vec![json!(1.5), json!(["x"]), json!({ "x": 1 }), long(most), json!("a\u{0}b")],
        Words => vec![
            json!("x"),
            json!(7),
            json!(false),
            json!({}),
            json!([7]),
            json!([["x"]]),
            json!([null]),
            json!(["x", long(4_096)]),
            json!(["a\u{0}b"]),
            json!(vec!["x"; 501]),
        ],
        Flag => vec![json!("true"), json!(1), json!([]), json!({})],
        Remarks => {
            let one = |field: &str, start: i64, end: i64, words: &str| json!([{ "field": field, "start": start, "end": end, "words": words }]);
            let long = "x".repeat(1_001);
            vec![
                json!("x"),
                json!(7),
                json!({}),
                json!(["x"]),
                json!([{}]),
                json!([{ "field": "title", "start": 0, "end": 1, "words": "x", "colour": "red" }]),
                json!([{ "field": "title", "start": "0", "end": 1, "words": "x" }]),
                one("title", -1, 1, "x"),
                one("title", 0, 22, "x"),
                one("title", 1, 1, "x"),
                one("title", 2, 1, "x"),
                one("title", 0, i64::MAX, "x"),
                one("narrative", 0, 1, "x"),
                one("facts", 0, 1, "x"),
                one("title", 0, 1, " "),
                one("title", 0, 1, &long),
                one("title", 0, 1, "a\u{0}b"),
                json!(vec![json!({ "field": "title", "start": 0, "end": 1, "words": "x" }); 51]),
            ]
        }
        Facts => {
            vec![json!("x"), json!(7), json!([]), json!({ "colour": "red" }), json!({ "types": "shutdown" })]
        }
    }
}

/// Bodies that cannot be read at all.
fn unreadable(field: &str) -> Vec<Vec<u8>> {
    let nested = |depth: usize| format!("{{\"{field}\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    let mut bodies: Vec<Vec<u8>> = [
        "{",
        "[]",
        "7",
        "null",
        "\"x\"",
        "{} {}",
        "{\"a\":1,}",
        "{'a':1}",
        "\u{feff}{}",
        "NaN",
        "{\"a\":NaN}",
        "{\"a\":1e999}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\n\"}",
        "{\"a\"}",
        "<a/>",
        "a=1",
        "\0",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec();
    bodies.push(format!("{{\"{field}\":\"x\",\"{field}\":\"y\"}}").into_bytes());
    bodies.push(format!("{{\"{field}\":{{\"a\":1,\"\\u0061\":2}}}}").into_bytes());
    bodies.push([b"{\"".as_slice(), field.as_bytes(), b"\":\"\xff\"}"].concat());
    bodies.push([b"{\"".as_slice(), field.as_bytes(), b"\":\"\xed\xa0\x80\"}"].concat());
    bodies.push("{\"a\":\"\u{444}\"}".encode_utf16().flat_map(u16::to_le_bytes).collect());
    bodies.extend([200, 140_000].map(|depth| nested(depth).into_bytes()));
    bodies
}

#[test]
fn a_wrong_body_is_refused_and_changes_nothing() {
    let serving = serving();
    for (method, path, fields) in bodies() {
        let call = Call::new(&serving, method, path);
        // Copies of files are made beside what is asked: they are no change by a refused request.
        serving.copied();
        let before = serving.state();
        let check = |answer: Answer, status: u16, about: &str| {
            assert_eq!(answer.status, status, "{method} {path}, {about}: {}", answer.text());
            answer.problem(about)
        };
        // Counting every table costs more than a request: it is done for each kind of fault.
        let unchanged = |about: &str| {
            assert_eq!(serving.state(), before, "{method} {path}, {about}: something changed");
        };
        let names_field = |problem: &Value, field: &str| {
            let errors = problem["errors"].as_object().unwrap();
            assert!(errors.keys().any(|name| name.split('.').next() == Some(field)), "{field}: {problem}");
        };
        names_field(&check(call.with("colour", json!("red")), 422, "an unknown field"), "colour");
        for (field, kind) in *fields {
            for value in wrong_values(*kind) {
                let about = format!("{field}: {}", value.to_string().chars().take(60).collect::<String>());
                names_field(&check(call.with(field, value), 422, &about), field);
            }
            unchanged(field);
        }
        for body in unreadable(fields[0].0) {
            let about = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
            check(call.send("application/json", &body), 400, &about);
        }
        unchanged("bodies that cannot be read");
        if !MAY_BE_EMPTY.contains(path) {
            check(call.send("application/json", b""), 400, "nothing");
        }
        let good = call.good.to_string();
        for kind in [
            "",
            "text/plain",
            "text/json",
            "application/x-www-form-urlencoded",
            "application/jsonp",
            "application/json-patch+json",
            "multipart/form-data; boundary=x",
        ] {
            check(call.send(kind, good.as_bytes()), 400, &format!("the type {kind}"));
        }
        let filled = |length: usize| format!("{{\"colour\":\"{}\"}}", "x".repeat(length - 13));
        check(call.send("application/json", filled(LIMIT).as_bytes()), 422, "all that may be sent");
        check(call.send("application/json", filled(LIMIT + 1).as_bytes()), 413, "one byte more");
        unchanged("types and lengths");
        let answer = call.send("Application/JSON; charset=utf-8", good.as_bytes());
        assert_eq!(answer.status, call.status, "{method} {path}, as it should be: {}", answer.text());
    }
}

/// Values of the right type that a field cannot have.
const VALUES: &[(&str, &str, &str, &[&str])] = &[
    ("POST", "/api/v1/organisations", "slug", &["", "A", "a b", "-a", "a-", "../a", "ä", "open-lines"]),
    ("POST", "/api/v1/organisations", "kind", &["", "army", "Media"]),
    ("POST", "/api/v1/organisations", "country", &["K", "KEN", "1A", "<>"]),
    ("POST", "/api/v1/organisations", "website", &["javascript:alert(1)", "example.org", "//example.org"]),
    ("POST", "/api/v1/organisations/{slug}/vetting", "wanted", &["", "suspended", "Admit"]),
    (
        "POST",
        "/api/v1/organisations/{slug}/invitations",
        "email",
        &[
            "",
            "x",
            "@example.org",
            "a@b",
            "a b@example.org",
            "a@b@example.org",
            "a@example.org\r\nBcc: x@y.org",
        ],
    ),
    ("POST", "/api/v1/invitations/{token}", "name", &["", "  ", "a\u{202e}\u{7}b"]),
    ("POST", "/api/v1/invitations/{token}", "language", &["xx", "english", "../en", "<en>"]),
    ("POST", "/api/v1/groups", "slug", &["", "circle", "A/B"]),
    ("POST", "/api/v1/groups/{slug}/members", "organisation", &["", "nowhere"]),
    ("POST", "/api/v1/reports", "title", &["", " ", "two\u{1}words", "\u{1b}[31m"]),
    ("POST", "/api/v1/reports", "language", &["english!", "x", "en_GB", "EN"]),
    ("POST", "/api/v1/reports", "incident", &["I-000000", "x"]),
    ("PUT", "/api/v1/reports/{reference}/incident", "incident", &["", "I-000000"]),
    ("POST", "/api/v1/incidents/{incident}/merge", "into", &[""]),
    (
        "POST",
        "/api/v1/reports/{reference}/delegations",
        "publisher",
        &["", "open-lines", "nowhere", "pressroom", "harbour-radio"],
    ),
    ("POST", "/api/v1/reports/{reference}/delegations", "words", &["", " ", "a\u{1b}b"]),
    ("POST", "/api/v1/delegations/{delegation}/refusal", "reason", &["", "  "]),
    (
        "POST",
        "/api/v1/statements/closed-days",
        "date",
        &["", "2031-02-30", "24.12.2031", "2020-01-01", "2099-01-01", "2031-05-02T00:00:00Z"],
    ),
    ("POST", "/api/v1/statements/closed-days", "label", &["", " ", "a\u{1b}b"]),
    ("POST", "/api/v1/statements/{statement}/endorsements", "authority", &["a\u{1b}b"]),
    ("POST", "/api/v1/statements/{statement}/endorsements", "reservation", &["a\u{1b}b"]),
    ("PUT", "/api/v1/statements/{statement}/translations/{language}", "title", &["", " ", "a\u{1b}b"]),
    (
        "PUT",
        "/api/v1/statements/{statement}/translations/{language}",
        "text",
        &["", " ", "One.\n\nTwo.", "a\u{1b}b"],
    ),
    ("POST", "/api/v1/statements/{statement}/follow-up/asks", "paragraph", &["", "p9", "P1"]),
    ("POST", "/api/v1/statements/{statement}/follow-up/asks", "addressee", &["", " ", "a\u{1b}b"]),
    ("POST", "/api/v1/statements/{statement}/follow-up/asks", "level", &["", "regional", "National"]),
    (
        "POST",
        "/api/v1/statements/{statement}/follow-up/asks/{number}/status",
        "status",
        &["", "finished", "Done"],
    ),
    ("POST", "/api/v1/statements/{statement}/follow-up/asks/{number}/status", "note", &["a\u{1b}b"]),
    ("POST", "/api/v1/statements/{statement}/follow-up/reviews", "finding", &["", " ", "a\u{1b}b"]),
    ("PUT", "/api/v1/statements/{statement}/follow-up/lineage", "earlier", &["", "V-000000", "x"]),
    ("PUT", "/api/v1/statements/{statement}/follow-up/lineage", "relation", &["", "supersedes", "Reaffirms"]),
];

#[test]
fn values_of_fields_are_looked_at() {
    let serving = serving();
    for (method, path, field, values) in VALUES {
        let call = Call::new(&serving, method, path);
        serving.copied();
        let before = serving.state();
        for value in *values {
            let answer = call.with(field, json!(value));
            assert_eq!(answer.status, 422, "{method} {path} {field} {value:?}: {}", answer.text());
        }
        assert_eq!(serving.state(), before, "{method} {path} {field}");
    }
}

#[test]
fn audiences_and_roles_are_ones_that_there_are() {
    let serving = Serving::new();
    let call = Call::new(&serving, "POST", "/api/v1/reports/{reference}/releases");
    for audience in [
        json!(["everybody"]),
        json!(["sector:army"]),
        json!(["org:nowhere"]),
        json!(["group:nowhere"]),
        json!([""]),
        json!(["person:kirsi@estmark.example.org"]),
        json!(["public "]),
        json!(["group:circle.1"]),
    ] {
        call.with("audience", audience).expect(422);
    }
    for except in [json!(["estmark"]), json!(["nowhere"])] {
        call.with("except", except).expect(422).problem("what is public is read by all");
    }
    let call = Call::new(&serving, "POST", "/api/v1/organisations/{slug}/invitations");
    for roles in [json!([]), json!(["king"]), json!(["observer", ""]), json!(["convenor"])] {
        call.with("roles", roles).expect(422);
    }
}

#[test]
fn a_lost_update_is_refused() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "First" }));
    let path = format!("/api/v1/reports/{report}/original");
    let reporter = serving.client(REPORTER);
    let put = |headers: &[(&str, &str)], title: &str| {
        reporter.json("PUT", &path, headers, &json!({ "title": title }))
    };
    put(&[("If-Match", "\"1\"")], "Second").expect(200);
    let before = serving.state();
    put(&[], "Third").expect(400).problem("without a version");
    for stale in
        ["\"1\"", "1", "W/\"1\"", "\"3\"", "\"0\"", "\"-2\"", "\"\"", "", "\"2\", \"1\"", "\"02\"", "two"]
    {
        put(&[("If-Match", stale)], "Third").expect(412).problem(stale);
    }
    assert_eq!(serving.state(), before);
    let read = reporter.get(&path).expect(200);
    assert_eq!((read.header("etag"), &read.json()["title"]), (Some("\"2\""), &json!("Second")));
    put(&[("If-Match", read.header("etag").unwrap())], "Third").expect(200);
    put(&[("If-Match", "*")], "Whatever stands there").expect(200);
}

#[test]
fn of_two_who_change_the_same_one_is_told() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "First" }));
    let path = format!("/api/v1/reports/{report}/original");
    let put = |number: usize| {
        let body = json!({ "title": format!("Change {number}") });
        serving.client(REPORTER).put(&path, "\"1\"", &body).status
    };
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..6).map(|number| scope.spawn(move || put(number))).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412]);
}
