//! Every route of the product with who gets which answer. A route that is not in the table fails, and so does a row
//! without its route.

use std::collections::{BTreeMap, BTreeSet};

use entente::web::Routes;

use crate::canary_alerts::alert;
use crate::http::{Answer, Client};
use crate::serving::{REPORTER, Serving};
use crate::table::{ASKERS, Names, On, Row, Sent, fill, named_apart, prepare, rows};

/// Every `(method, path)` that the program answers.
pub fn declared() -> BTreeSet<(String, String)> {
    let mut all = Routes::default();
    entente::routes::routes(&mut all);
    let found: Vec<_> = all.declared().map(|(method, path)| (method.to_owned(), named_apart(path))).collect();
    let once: BTreeSet<_> = found.iter().cloned().collect();
    assert_eq!(once.len(), found.len(), "one row, one route");
    once
}

#[test]
fn every_route_stands_in_the_table() {
    let known: BTreeSet<(String, String)> =
        rows().map(|row| (row.method.to_owned(), row.path.to_owned())).collect();
    let declared = declared();
    assert!(declared.len() > 30, "{declared:#?}");
    let missing: Vec<_> = declared.difference(&known).collect();
    assert!(missing.is_empty(), "routes that the table does not know: {missing:#?}");
    let gone: Vec<_> = known.difference(&declared).collect();
    assert!(gone.is_empty(), "rows without a route: {gone:#?}");
}

/// Somebody with sessions of their own: one of the routes ends them.
fn asker(serving: &Serving, who: &str) -> Client {
    if who.is_empty() { serving.public() } else { serving.new_client(who) }
}

fn ask(serving: &Serving, client: &Client, row: &Row, names: &Names, who: &str) -> Answer {
    let path = fill(row.path, names);
    match row.send {
        Sent::Nothing => client.send(row.method, &path, &[], b""),
        Sent::Json(body) => client.json(row.method, &path, &[("If-Match", "*")], &body(names)),
        Sent::File if path.starts_with("/api/") => {
            client.upload(&path, &[], &[("description", "A note")], ("note.txt", b"A note"))
        }
        Sent::File => {
            let (code, once) = (serving.code_of_forms(client), format!("once {who}"));
            let mark = names.get("mark").map_or("", String::as_str);
            let said = [("version", mark), ("description", "A note")];
            let fields = [("csrf", code.as_str()), ("once", once.as_str())].into_iter().chain(said);
            client.upload(&path, &[], &fields.collect::<Vec<_>>(), ("note.txt", b"A note"))
        }
        Sent::Form(fields) => {
            let code = serving.code_of_forms(client);
            let guard = [("csrf", code), ("once", format!("once {who}"))];
            let fields = guard.into_iter().chain(fields(names)).collect::<Vec<_>>();
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            client.form(&path, &[], &fields)
        }
    }
}

/// Classes of leaks: the API hands out originals; drafts seen by anybody signed in; an administrator reaches another
/// organisation's things; a sibling of a guarded route left open; an answer that tells that something is there.
#[test]
fn every_route_answers_each_asker_as_the_table_says() {
    let serving = Serving::new();
    let mut wrong = Vec::new();
    for row in rows() {
        let names = prepare(&serving, row.on);
        for (who, expected) in ASKERS.iter().chain(&[row.right]).zip(row.statuses) {
            let mut names = names.clone();
            if names.contains_key("token") && expected == 404 {
                names.insert("token", "0".repeat(64));
            }
            let client = asker(&serving, who);
            serving.copied();
            let before = serving.state();
            let answer = ask(&serving, &client, row, &names, who);
            if answer.status != expected {
                wrong.push(format!(
                    "{} {} as {who:?}: {}, not {expected}: {}",
                    row.method,
                    row.path,
                    answer.status,
                    answer.text()
                ));
            }
            if answer.status >= 400 {
                // A form that cannot be done comes back as a page, with what was typed.
                // What it shows again may be an original, and that is written to the log.
                if matches!(row.send, Sent::Form(_)) && [409, 412, 422].contains(&answer.status) {
                    continue;
                }
                answer.problem(row.path);
                let after = serving.state();
                assert_eq!(before, after, "{} {} as {who:?} changed something", row.method, row.path);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Class of leaks: a page elsewhere that sends a form in somebody's name.
#[test]
fn a_form_from_elsewhere_changes_nothing() {
    let serving = Serving::new();
    let strangers = serving.code_of_forms(&serving.client(REPORTER));
    let mut seen = 0;
    for row in rows() {
        let Sent::Form(fields) = row.send else { continue };
        seen += 1;
        let names = prepare(&serving, row.on);
        let path = fill(row.path, &names);
        let client = if row.right.is_empty() { serving.public() } else { serving.new_client(row.right) };
        let before = serving.state();
        for code in ["", "0", &strangers] {
            let mut sent: Vec<(&str, String)> = fields(&names);
            sent.push(("csrf", code.to_owned()));
            let sent: Vec<_> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = client.form(&path, &[("Accept", "text/html")], &sent).expect(403);
            assert!(answer.text().contains("This form has expired"), "{path}");
        }
        assert_eq!(serving.state(), before, "{path}");
        let other = client.send("POST", &path, &[("Content-Type", "application/json")], b"{}");
        assert_eq!(other.status, 400, "{path}: a page takes forms alone");
    }
    assert!(seen > 15, "{seen}");
}

/// Whatever there is, for those who may not know of it the answer is that for something invented.
#[test]
fn what_is_not_there_and_what_may_not_be_known_of_are_the_same() {
    let serving = Serving::new();
    let invented = Names::from([
        ("reference", "R-000000".to_owned()),
        ("incident", "I-000000".to_owned()),
        ("id", "L-000000".to_owned()),
        ("corroboration", "C-000000".to_owned()),
        ("version", "1".to_owned()),
        ("inquiry", "N-000000".to_owned()),
        ("request", "Q-000000".to_owned()),
        ("notification", "M-000000".to_owned()),
        ("search", "S-000000".to_owned()),
        ("address", "F-000000".to_owned()),
        ("translation", "T-000000".to_owned()),
        ("hash", "0".repeat(64)),
        ("delegation", "D-000000".to_owned()),
        ("note", "K-000000".to_owned()),
        ("alert", "W-000000".to_owned()),
        ("action", "A-000000".to_owned()),
        ("task", "J-000000".to_owned()),
        ("attached", "Z-000000".to_owned()),
        ("ticket", "H-000000".to_owned()),
        ("statement", "V-000000".to_owned()),
        ("text", "Y-000000".to_owned()),
        ("paragraph", "p1".to_owned()),
        ("input", "G-000000".to_owned()),
        ("amendment", "G-000000".to_owned()),
        ("bracket", "G-000000".to_owned()),
        ("position", "U-000000".to_owned()),
        ("explanation", "O-000000".to_owned()),
        ("date", "2000-01-01".to_owned()),
        ("publication", "Y-000000".to_owned()),
        ("earlier", "V-000000".to_owned()),
        ("language", "fr".to_owned()),
        ("number", "1".to_owned()),
        ("mark", "0".to_owned()),
        ("comment", "P-000000".to_owned()),
        ("template", "B-000000".to_owned()),
        ("mandate", "X-000000".to_owned()),
        ("alert_sent", alert(&serving, "A call", &["coalition"]).to_string()),
        ("file", "E-000000".to_owned()),
        ("page", "1".to_owned()),
        ("slug", "nowhere".to_owned()),
        ("organisation", "nowhere".to_owned()),
        ("into", "I-000000".to_owned()),
        ("person", "nobody@nowhere.example.org".to_owned()),
    ]);
    for row in rows() {
        let unknown_to: Vec<_> =
            ASKERS.iter().zip(row.statuses).filter(|(_, status)| *status == 404).collect();
        if unknown_to.is_empty() || matches!(row.on, On::Link) {
            continue;
        }
        // What nobody gets to know of is changed by nobody.
        let names = prepare(&serving, row.on);
        for (who, _) in unknown_to {
            let there = ask(&serving, &asker(&serving, who), row, &names, who);
            let absent = ask(&serving, &asker(&serving, who), row, &invented, who);
            assert_eq!(there.timeless(), absent.timeless(), "{} {} as {who:?}", row.method, row.path);
        }
    }
}

#[test]
fn the_icon_that_browsers_ask_for_is_there() {
    let icon = Serving::new().public().get("/favicon.ico").expect(200);
    let said = ["content-type", "cache-control"].map(|name| icon.header(name).unwrap().to_owned());
    assert_eq!(said, ["image/x-icon", "public, max-age=86400"]);
    assert!(icon.body.starts_with(&[0, 0, 1, 0]));
}

#[test]
fn what_is_no_route_is_not_there() {
    let serving = Serving::new();
    let absent = serving.public().get("/api/v1/nothing");
    assert_eq!(absent.status, 404);
    absent.problem("no route");
    for (method, path) in [
        ("GET", "/api/v1/reports/%00"),
        ("GET", "/api/v1/reports/%FF"),
        ("GET", "/api/v1/incidents/..%2f..%2fetc"),
        ("GET", "/assets/..%2finstance.key"),
        ("GET", "/api/v1/reports/R-000000/releases/%00"),
    ] {
        let answer = serving.client(REPORTER).send(method, path, &[], b"");
        assert_eq!(answer.timeless(), absent.timeless(), "{method} {path}");
    }
}

/// Class of leaks: a method that tells by its answer what is there.
#[test]
fn a_method_that_an_address_does_not_take_is_refused_whatever_stands_there() {
    let serving = Serving::new();
    let invented = |name: &&str| match *name {
        "reference" | "incident" => "R-000000".to_owned(),
        _ => "nothing".to_owned(),
    };
    let mut paths: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut things: BTreeMap<&str, On> = BTreeMap::new();
    for row in rows() {
        paths.entry(row.path).or_default().insert(row.method);
        things.entry(row.path).or_insert(row.on);
    }
    for (path, taken) in paths {
        let there = prepare(&serving, things[path]);
        let absent: Names = there.keys().map(|name| (*name, invented(name))).collect();
        let expected: BTreeSet<&str> =
            taken.iter().copied().chain(taken.contains("GET").then_some("HEAD")).collect();
        let allowed = |answer: &Answer| -> BTreeSet<String> {
            answer.header("allow").unwrap_or_default().split(", ").map(str::to_owned).collect()
        };
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"] {
            if taken.contains(method) {
                continue;
            }
            let mut answers = BTreeSet::new();
            for client in [serving.public(), serving.client(REPORTER)] {
                for names in [&there, &absent] {
                    let answer = client.send(method, &fill(path, names), &[], b"");
                    let status = if method == "OPTIONS" { 204 } else { 405 };
                    assert_eq!(answer.status, status, "{method} {path}: {}", answer.text());
                    assert!(allowed(&answer).iter().eq(expected.iter()), "{method} {path}: {answer:?}");
                    if status == 405 {
                        answer.problem(path);
                    }
                    answers.insert(answer.timeless());
                }
            }
            assert_eq!(answers.len(), 1, "{method} {path}: {answers:?}");
        }
    }
    let html = [("Accept", "text/html")];
    let page = serving.public().send("PUT", "/desk", &html, b"").expect(405);
    assert_eq!(page.header("allow"), Some("GET, HEAD"));
    assert!(page.text().contains("<h1>"));
}

#[test]
fn a_head_is_that_of_the_whole_answer() {
    let serving = Serving::new();
    let mut seen = 0;
    for row in rows().filter(|row| row.method == "GET") {
        let names = prepare(&serving, row.on);
        let path = fill(row.path, &names);
        for (who, expected) in ASKERS.iter().chain(&[row.right]).zip(row.statuses) {
            let client = if who.is_empty() { serving.public() } else { serving.client(who) };
            let path = if expected == 404 {
                path.replace(names.get("token").map_or("\0", String::as_str), "0")
            } else {
                path.clone()
            };
            let whole = client.get(&path);
            let head = client.send("HEAD", &path, &[], b"");
            assert_eq!(head.status, expected, "{path} as {who:?}");
            let named = |answer: &Answer| -> BTreeSet<String> {
                let names = answer.headers.iter().map(|(name, _)| name.clone());
                names.filter(|name| name != "set-cookie").collect()
            };
            assert_eq!(named(&head), named(&whole), "{path} as {who:?}");
            seen += 1;
        }
    }
    assert!(seen > 200, "{seen}");
    serving.public().send("HEAD", "/no-such-page", &[], b"").expect(404);
}

#[test]
fn a_problem_is_told_in_the_frame_of_who_meets_it() {
    let serving = Serving::new();
    for path in ["/reports/R-000000", "/no-such-page"] {
        let html = [("Accept", "text/html")];
        let page = serving.client(REPORTER).send("GET", path, &html, b"").expect(404).text();
        assert!(page.contains("Amina Diallo") && page.contains("/desk"), "{path}: {page}");
        let page = serving.public().send("GET", path, &html, b"").expect(404).text();
        assert!(page.contains("/sign-in") && !page.contains("/desk"), "{path}: {page}");
    }
}
