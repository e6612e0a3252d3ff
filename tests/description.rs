//! The description of the interface for programs is true: it holds every route and no other, and whatever a test of
//! this suite sends and gets over HTTP is held against it ([`check`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

use crate::http::Answer;
use crate::routes::declared;
use crate::serving::{REPORTER, Serving};
use crate::sheets;
use crate::table::{named_apart, prepare, rows};

/// What is described of one call.
struct Call {
    method: String,
    segments: Vec<String>,
    operation: Value,
    body: Option<Validator>,
    answers: BTreeMap<String, Validator>,
}

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(entente::openapi::text().unwrap()).unwrap());

static CALLS: LazyLock<Vec<Call>> = LazyLock::new(|| {
    let mut calls = Vec::new();
    for (path, methods) in DOCUMENT["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let answers =
                operation["responses"].as_object().unwrap().iter().filter_map(|(status, answer)| {
                    let schema = json_schema(resolved(answer))?;
                    Some((status.clone(), schema))
                });
            calls.push(Call {
                method: method.to_uppercase(),
                segments: path.split('/').map(str::to_owned).collect(),
                body: json_schema(&operation["requestBody"]),
                answers: answers.collect(),
                operation: operation.clone(),
            });
        }
    }
    calls
});

fn resolved(value: &Value) -> &Value {
    match value["$ref"].as_str() {
        Some(place) => DOCUMENT.pointer(place.strip_prefix('#').unwrap()).expect(place),
        None => value,
    }
}

/// The schema of what has content in JSON.
fn json_schema(of: &Value) -> Option<Validator> {
    let kinds = of["content"].as_object()?;
    let (_, content) = kinds.iter().find(|(kind, _)| kind.ends_with("json"))?;
    let mut schema = content["schema"].clone();
    schema["components"] = DOCUMENT["components"].clone();
    Some(jsonschema::options().with_draft(Draft::Draft202012).build(&schema).unwrap())
}

/// What a part of a path stands for, and how it ends: `hash` and `.json` of `{hash}.json`.
fn placeholder(segment: &str) -> Option<(&str, &str)> {
    segment.strip_prefix('{')?.split_once('}')
}

impl Call {
    fn fits(&self, path: &str) -> bool {
        let segments: Vec<&str> = path.split('/').collect();
        let fit = |(own, other): (&String, &&str)| match placeholder(own) {
            Some((_, end)) => other.ends_with(end),
            None => own == other,
        };
        segments.len() == self.segments.len() && self.segments.iter().zip(&segments).all(fit)
    }

    fn parameters(&self, place: &str) -> BTreeSet<&str> {
        let all = self.operation["parameters"].as_array().into_iter().flatten();
        all.filter(|parameter| parameter["in"] == place)
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect()
    }
}

fn find(method: &str, path: &str) -> Option<&'static Call> {
    // A name beats a placeholder, as it does in the routes.
    let mut fitting: Vec<&Call> =
        CALLS.iter().filter(|call| call.method == method && call.fits(path)).collect();
    fitting.sort_by_key(|call| call.segments.iter().filter(|segment| segment.starts_with('{')).count());
    fitting.first().copied()
}

#[track_caller]
fn valid(validator: &Validator, value: &Value, about: &str) {
    let faults: Vec<String> =
        validator.iter_errors(value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{about} is not as described: {faults:#?}\n{value:#}");
}

/// What is null is left out, everywhere in facts.
fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(without_nulls);
        }
        Value::Array(values) => values.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

/// Holds a request and its answer against the description.
#[track_caller]
pub fn check(method: &str, target: &str, sent: &[u8], answer: &Answer) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    // These hold for every address, and say nothing that is not said of the others.
    if ["HEAD", "OPTIONS"].contains(&method) {
        return;
    }
    let Some(call) = find(method, path) else {
        assert!(!path.starts_with("/api/v1") || answer.status >= 400, "{method} {path} is not described");
        return;
    };
    let about = format!("{method} {target} {}", answer.status);
    let status = answer.status.to_string();
    let described = resolved(&call.operation["responses"][&status]);
    let described =
        if described.is_null() { resolved(&call.operation["responses"]["default"]) } else { described };
    assert!(
        answer.status >= 400 || call.operation["responses"].get(&status).is_some(),
        "{about}: no such status"
    );
    for name in described["headers"].as_object().into_iter().flat_map(|headers| headers.keys()) {
        assert!(answer.header(&name.to_lowercase()).is_some(), "{about}: no {name}");
    }
    let kind = answer.header("content-type").unwrap_or_default().split(';').next().unwrap();
    match described["content"].as_object() {
        Some(content) => assert!(content.contains_key(kind), "{about} as {kind}"),
        None => assert!(answer.body.is_empty(), "{about} has a body"),
    }
    if let Some(schema) = call.answers.get(&status).or_else(|| call.answers.get("default"))
        && kind.ends_with("json")
    {
        valid(schema, &answer.json(), &about);
    }
    if answer.status >= 400 {
        return;
    }
    // A list of incidents is asked only what it knows.
    let known = call.parameters("query");
    let asked = query.split('&').map(|pair| pair.split('=').next().unwrap());
    // Links to downloads come from elsewhere, with what others add to them: only that is passed over.
    let of_list = find("GET", "/api/v1/incidents").map(|list| list.parameters("query")).unwrap_or_default();
    let is_added = |name: &str| !path.starts_with("/api/") && !of_list.contains(name);
    for name in asked.filter(|name| !name.is_empty() && known.contains("sort")) {
        // What a page was led to is told by this one; a list passes over it.
        assert!(
            known.contains(name) || name == "done" || is_added(name),
            "{about}: `{name}` is taken, but not described"
        );
    }
    if let (Some(schema), Ok(mut body)) = (&call.body, serde_json::from_slice::<Value>(sent)) {
        if let Some(facts) = body.get_mut("facts") {
            without_nulls(facts);
        }
        if !body["facts"].is_null() || body.get("facts").is_none() {
            valid(schema, &body, &format!("the body of {about}"));
        }
    }
}

#[test]
fn every_route_for_programs_is_described_and_nothing_else() {
    let described: BTreeSet<(String, String)> =
        CALLS.iter().map(|call| (call.method.clone(), named_apart(&call.segments.join("/")))).collect();
    let for_programs = |path: &str| {
        path.starts_with("/api/")
            || path.starts_with("/incidents.")
            || path.starts_with("/publications.")
            || path == "/publications/sha256/{hash}.json"
            || path.rsplit_once('.').is_some_and(|(_, end)| end == "csv")
            || ["/healthz", "/readyz", "/metrics", "/statements/key"].contains(&path)
    };
    let declared: BTreeSet<(String, String)> =
        declared().into_iter().filter(|(_, path)| for_programs(path)).collect();
    assert!(declared.len() > 30, "{declared:#?}");
    assert_eq!(declared, described);
}

/// Every `$ref` in a value.
fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn the_description_is_openapi() {
    assert_eq!(DOCUMENT["openapi"], "3.1.0");
    let mut used = BTreeSet::new();
    references(&DOCUMENT, &mut used);
    for place in &used {
        assert!(DOCUMENT.pointer(place.strip_prefix('#').unwrap()).is_some(), "{place} leads nowhere");
    }
    for (name, schema) in DOCUMENT["components"]["schemas"].as_object().unwrap() {
        assert!(used.contains(format!("#/components/schemas/{name}").as_str()), "{name} is used nowhere");
        jsonschema::draft202012::meta::validate(schema).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let closed = schema["properties"].is_null() || schema["additionalProperties"] == false;
        assert!(closed, "{name} is open");
    }
    let mut names = BTreeSet::new();
    for call in CALLS.iter() {
        let path = call.segments.join("/");
        assert!(names.insert(call.operation["operationId"].as_str().unwrap()), "{path}: a name twice");
        let placeholders: BTreeSet<&str> =
            call.segments.iter().filter_map(|segment| placeholder(segment)).map(|(name, _)| name).collect();
        assert_eq!(call.parameters("path"), placeholders, "{path}");
        assert!(!call.operation["summary"].as_str().unwrap().is_empty());
        for answer in call.operation["responses"].as_object().unwrap().values() {
            assert!(!resolved(answer)["description"].as_str().unwrap().is_empty(), "{path}");
        }
    }
}

#[test]
fn the_description_is_served_as_it_is_printed() {
    let serving = Serving::new();
    let answer = serving.public().get("/api/openapi.json").expect(200);
    assert_eq!(answer.json(), *DOCUMENT);
    assert_eq!(answer.header("cache-control"), Some("public, max-age=3600"));
    let home = serving.public().get("/").expect(200).text();
    assert!(home.contains("href=\"/api/openapi.json\""), "the foot of every page leads there");
}

/// Bodies are parsed by hand: a field that is described is taken, one that is not is refused, and what is said to be
/// needed is.
#[test]
fn what_is_refused_is_described_as_refused() {
    let serving = Serving::new();
    let mut seen = 0;
    for row in rows().filter(|row| row.path.starts_with("/api/")) {
        let names = prepare(&serving, row.on);
        let body = row.json(&names);
        let path = row.path.replace("/incidents/{incident}", "/incidents/{reference}");
        let call = find(row.method, &path).unwrap();
        let (Some(schema), false) = (&call.body, body.is_null()) else { continue };
        seen += 1;
        let client = if row.right.is_empty() { serving.public() } else { serving.client(row.right) };
        let path = crate::table::fill(row.path, &names);
        let send = |body: &Value| client.json(row.method, &path, &[("If-Match", "*")], body);
        let mut strange = body.clone();
        let object = if strange.is_array() { &mut strange[0] } else { &mut strange };
        object["colour"] = json!("red");
        assert!(!schema.is_valid(&strange), "{path}: any field is described");
        assert_eq!(send(&strange).status, 422, "{path}: a field that is not described is taken");
        let place = call.operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str();
        let required = DOCUMENT.pointer(&place.unwrap()[1..]).unwrap()["required"].clone();
        for name in required.as_array().into_iter().flatten() {
            let mut lacking = body.clone();
            lacking.as_object_mut().unwrap().remove(name.as_str().unwrap());
            assert!([401, 409, 422].contains(&send(&lacking).status), "{path}: `{name}` is not needed");
        }
    }
    assert!(seen > 12, "{seen}");
}

/// A report with every fact there is comes back as it was sent, and both are as described.
#[test]
fn every_fact_is_described() {
    let serving = Serving::new();
    let facts = &DOCUMENT["components"]["schemas"]["Facts"];
    let known: BTreeSet<&str> = facts["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    let fields: BTreeSet<&str> = entente::facts::Facts::FIELDS.iter().copied().collect();
    assert_eq!(known, fields);
    let mut sent = json!({});
    for (name, schema) in facts["properties"].as_object().unwrap() {
        assert!(schema["description"].as_str().is_some_and(|text| !text.is_empty()), "{name}");
        sent[name] = sample(name, schema);
    }
    let report = serving.draft(REPORTER, &json!({ "title": "Everything", "facts": sent }));
    let read = serving.client(REPORTER).get(&format!("/api/v1/reports/{report}/original")).expect(200).json();
    for name in fields {
        assert!(!read["facts"][name].is_null(), "{name} is lost: {read:#}");
    }
}

/// Some value that a schema allows.
fn sample(name: &str, schema: &Value) -> Value {
    if let Some(any) = schema["anyOf"].as_array() {
        return sample(name, &any[0]);
    }
    if let Some(words) = schema["enum"].as_array() {
        // As exact as the example of a date.
        // And what has a day on which it ended has ended.
        return match name {
            "precision" => json!("month"),
            "status" => json!("ended"),
            _ => words[0].clone(),
        };
    }
    match schema["type"].as_str() {
        Some("object") if schema["properties"].is_null() => json!({ "cell": "=1" }),
        Some("object") => {
            let fields = schema["properties"].as_object().unwrap().iter();
            fields.map(|(name, schema)| (name.clone(), sample(name, schema))).collect()
        }
        Some("array") => json!([sample(name, &schema["items"])]),
        Some("integer") => json!(7),
        Some("boolean") => json!(true),
        _ => match (name, &schema["examples"][0]) {
            ("url", _) => json!("https://a.example/b"),
            ("domains", _) => json!("a.example"),
            (_, Value::String(example)) => json!(example),
            _ => json!("text"),
        },
    }
}

#[test]
fn a_workbook_is_unpacked_before_it_is_searched() {
    let serving = Serving::new();
    serving.released(&json!({ "title": "Zanzibar" }), &["public"]);
    let answer = serving.public().get("/incidents.xlsx").expect(200);
    assert!(!answer.body.windows(8).any(|window| window == b"Zanzibar"), "it is compressed");
    assert!(sheets::text_of(&answer).contains("Zanzibar") && sheets::parts(&answer.body).len() > 5);
}
