//! The same post twice is one act; a cursor is good in its own list, for its own reader; a list is asked only what it
//! knows.

use serde_json::{Value, json};

use crate::http::{Answer, Client};
use crate::serving::{ADMIN, COMPANY, COMPANY_REVIEWER, CONVENOR, GOVERNMENT, REPORTER, REVIEWER, Serving};
use crate::table::{Row, Sent, fill, prepare, rows};

/// The calls that answer who is not signed in, and so know nobody whose key it could be.
const NOBODY_S: [&str; 3] = ["/api/v1/sessions", "/api/v1/sessions/refresh", "/api/v1/invitations/{token}"];

/// The calls that answer a secret: their answers are kept nowhere, so they cannot be given again.
const SECRETS: [&str; 2] = ["/api/v1/searches/{search}/addresses", "/api/v1/calendar/addresses"];

fn send(client: &Client, row: &Row, path: &str, key: &str, body: &str) -> Answer {
    let headers = [("Content-Type", "application/json"), ("If-Match", "*"), ("Idempotency-Key", key)];
    client.send(row.method, path, &headers, body.as_bytes())
}

#[test]
fn a_post_that_is_sent_again_is_done_once() {
    let serving = Serving::new();
    let posts = rows()
        .filter(|row| row.method == "POST" && row.path.starts_with("/api/") && !NOBODY_S.contains(&row.path));
    let posts = posts.filter(|row| !SECRETS.contains(&row.path));
    for row in posts.filter(|row| row.statuses[6] < 300 && !matches!(row.send, Sent::File)) {
        let names = prepare(&serving, row.on);
        let (path, client) = (fill(row.path, &names), serving.client(row.right));
        let body = match row.json(&names) {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let before = serving.state();
        for odd in ["", &"k".repeat(201), "ключ", "a\tb"] {
            send(&client, row, &path, odd, &body).expect(400).problem(row.path);
        }
        assert_eq!(serving.state(), before);
        let first = send(&client, row, &path, "key-1", &body).expect(row.statuses[6]);
        let after = serving.state();
        assert_ne!(after, before, "{} does something", row.path);
        let again = send(&client, row, &path, "key-1", &body);
        assert_eq!(again.timeless(), first.timeless(), "{}", row.path);
        assert_eq!(serving.state(), after, "{} was done twice", row.path);
        if !body.is_empty() {
            send(&client, row, &path, "key-1", &format!("{body} ")).expect(409).problem(row.path);
            assert_eq!(serving.state(), after, "{}", row.path);
        }
    }
}

#[test]
fn a_key_is_one_person_s_on_one_route() {
    let serving = Serving::new();
    let row = rows().find(|row| row.method == "POST" && row.path == "/api/v1/reports").unwrap();
    let post = |who: &str, key: &str, title: &str| {
        send(&serving.client(who), row, row.path, key, &json!({ "title": title }).to_string())
    };
    let reporter = post(REPORTER, "k", "One").expect(201).json()["reference"].clone();
    let company = post(COMPANY, "k", "One").expect(201).json()["reference"].clone();
    assert_ne!(reporter, company, "another person’s key is another key");
    assert_eq!(post(REPORTER, "k", "One").expect(201).json()["reference"], reporter);
    post(REPORTER, "k", "Two").expect(409);
    assert_ne!(post(REPORTER, "K", "One").expect(201).json()["reference"], reporter);
    let release = format!("/api/v1/reports/{}/releases", reporter.as_str().unwrap());
    send(&serving.client(REPORTER), row, &release, "k", "{}").expect(201);
    // What was refused is not kept: put right, the same key does it.
    post(REPORTER, "later", " ").expect(422);
    post(REPORTER, "later", "Now").expect(201);
}

#[test]
fn repeats_that_come_at_once_are_one() {
    let serving = Serving::new();
    let row = rows().find(|row| row.method == "POST" && row.path == "/api/v1/reports").unwrap();
    let (client, before) = (serving.client(REPORTER), serving.count_reports());
    let post = || send(&client, row, row.path, "k", "{\"title\":\"One\"}").expect(201).text();
    let answers: Vec<String> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(post)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(serving.count_reports(), before + 1);
}

/// The link of an invitation is kept nowhere in clear, not even for a repeat.
#[test]
fn a_repeat_is_answered_without_keeping_the_secret() {
    use diesel::prelude::*;
    use entente::db::schema::idempotency;
    let serving = Serving::new();
    let path = "/api/v1/organisations/open-lines/invitations";
    let sent = json!({ "email": "new@open-lines.example.org", "roles": ["observer"] });
    let answer =
        serving.client(ADMIN).json("POST", path, &[("Idempotency-Key", "k")], &sent).expect(201).json();
    let secret = answer["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let kept: Vec<String> = serving
        .place
        .database
        .read(|conn| Ok(idempotency::table.select(idempotency::answer).load(conn)?))
        .unwrap();
    assert_eq!(kept.len(), 1);
    assert!(!kept[0].contains(&secret[..8]), "{kept:?}");
}

const LISTS: [&str; 5] =
    ["/api/v1/incidents", "/incidents", "/incidents.csv", "/incidents.json", "/incidents.geojson"];

#[test]
fn names_that_mean_nothing_are_told_to_programs_and_passed_over_in_links() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    for query in ["colour=red", "Country=KE", "q[]=x", "country[]=KE", "fbclid=1&utm_source=x"] {
        for list in LISTS {
            let answer = reporter.get(&format!("{list}?{query}"));
            if list.starts_with("/api/") {
                answer.expect(422).problem(query);
            } else {
                answer.expect(200);
            }
        }
    }
}

#[test]
fn a_name_that_is_no_text_is_passed_over_in_links_too() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    for list in LISTS {
        let answer = reporter.get(&format!("{list}?%ff=1"));
        if list.starts_with("/api/") {
            answer.expect(400).problem("a name that is no text");
        } else {
            answer.expect(200);
        }
    }
}

#[test]
fn a_list_is_asked_only_what_it_knows() {
    let serving = Serving::new();
    serving.released(&json!({ "title": "Something" }), &["public"]);
    let (reporter, admin) = (serving.client(REPORTER), serving.client(ADMIN));
    let before = serving.state();
    let many = (0..101).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    let long = "x".repeat(501);
    let unknown = [
        "limit=0",
        "limit=-1",
        "limit=201",
        "limit=ten",
        "limit=1e2",
        "limit=99999999999999999999",
        "from=yesterday",
        "from=2020-02-30",
        "to=2020-13-01",
        "to=20200101",
        "sort=best",
        "sort=Newest",
        "rows=everything",
        "country=XX",
        "type=earthquake",
    ];
    let unknown = unknown.map(str::to_owned).into_iter();
    let too_long = [format!("q={long}"), format!("country={many}"), format!("service={long}")];
    for query in unknown.chain(too_long) {
        for list in LISTS {
            let answer = reporter.get(&format!("{list}?{query}"));
            assert_eq!(answer.status, 422, "{list}?{query}: {}", answer.text());
            answer.problem(&query);
        }
    }
    for query in ["q=%", "q=%zz", "q=%ff", "q=%00", "q=%c3", "country=%ed%a0%80"] {
        for list in LISTS {
            reporter.get(&format!("{list}?{query}")).expect(400).problem(query);
        }
    }
    // Odd, and nothing wrong with it.
    for query in [
        "",
        "&&",
        "q=",
        "country=",
        "service=nothing",
        "from=2030-01-01&to=2020-01-01",
        "q=%22",
        "q=-",
        "q=a&q=b",
    ] {
        for list in LISTS {
            reporter.get(&format!("{list}?{query}")).expect(200);
        }
    }
    for query in ["limit=0", "limit=201", "limit=x"] {
        admin.get(&format!("/api/v1/audit?{query}")).expect(422);
    }
    assert_eq!(serving.state(), before);
}

fn next(client: &Client, address: &str) -> String {
    client.get(address).expect(200).json()["next"].as_str().unwrap().to_owned()
}

#[test]
fn a_cursor_is_worth_nothing_elsewhere() {
    let serving = Serving::new();
    for number in 0..3 {
        let body = json!({ "title": format!("Report {number}"), "facts": { "countries": ["KE"] } });
        serving.released(&body, &["public"]);
    }
    let list = "/api/v1/incidents?limit=1";
    let (reporter, government, public) =
        (serving.client(REPORTER), serving.client(GOVERNMENT), serving.public());
    let cursor = next(&reporter, list);
    assert!(cursor.len() > 40 && !cursor.contains('='), "{cursor}");
    reporter.get(&format!("{list}&after={cursor}")).expect(200);
    reporter.get(&format!("/api/v1/incidents?limit=200&facets=1&after={cursor}")).expect(200);

    let audit = next(&serving.client(ADMIN), "/api/v1/audit?limit=1");
    let lumora = next(&serving.client(COMPANY), "/api/v1/audit?limit=1");
    let mut bent = cursor.clone().into_bytes();
    bent[40] = if bent[40] == b'A' { b'B' } else { b'A' };
    let bent = String::from_utf8(bent).unwrap();
    let long = "A".repeat(4_000);
    let garbage = ["AAAA", "x", "0", "-1", "%C3%A9", "null", "../..", &cursor[1..], &bent, &long];
    for wrong in
        garbage.iter().copied().chain([audit.as_str(), &next(&public, list), &next(&government, list)])
    {
        reporter.get(&format!("{list}&after={wrong}")).expect(400).problem(wrong);
        reporter.get(&format!("/incidents?limit=1&after={wrong}")).expect(400);
    }
    for other in ["country=KE", "sort=oldest", "q=report", "rows=reports"] {
        reporter.get(&format!("{list}&{other}&after={cursor}")).expect(400).problem(other);
    }
    for (who, cursor) in
        [("", &cursor), (GOVERNMENT, &cursor), (REVIEWER, &cursor), (COMPANY_REVIEWER, &cursor)]
    {
        let client = if who.is_empty() { serving.public() } else { serving.client(who) };
        client.get(&format!("{list}&after={cursor}")).expect(400).problem(who);
    }
    for wrong in garbage.iter().copied().chain([cursor.as_str(), &lumora]) {
        serving.client(ADMIN).get(&format!("/api/v1/audit?limit=1&after={wrong}")).expect(400).problem(wrong);
    }
    serving.client(CONVENOR).get(&format!("/api/v1/audit?limit=1&after={audit}")).expect(400);
}

/// What was sent may be a report: whoever has the database alone cannot try what it was.
#[test]
fn what_was_sent_is_kept_under_a_keyed_hash() {
    use diesel::prelude::*;
    use entente::db::schema::idempotency;
    use sha2::{Digest, Sha256};
    let serving = Serving::new();
    let sent = json!({ "title": "They hold three of us" });
    let post = |key: &str| {
        serving
            .client(REPORTER)
            .json("POST", "/api/v1/reports", &[("Idempotency-Key", key)], &sent)
            .expect(201)
    };
    assert_eq!(post("one").json(), post("one").json());
    post("two");
    let kept: Vec<String> = serving
        .place
        .database
        .read(|conn| Ok(idempotency::table.select(idempotency::body_hash).load(conn)?))
        .unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0], kept[1], "the same is known as the same");
    let plain = hex::encode(Sha256::digest(sent.to_string()));
    assert!(kept.iter().all(|hash| hash.len() == 64 && *hash != plain), "{kept:?}");
}

/// A kept answer is given to those who could still make the request: it may tell what they could read then.
#[test]
fn a_kept_answer_ends_with_the_right_to_it() {
    let serving = Serving::new();
    let row = rows().find(|row| row.method == "POST" && row.path == "/api/v1/groups").unwrap();
    let body =
        json!({ "slug": "quiet", "name": "Quiet", "members": ["estmark"], "confidential_roster": true });
    let convenor = serving.client(CONVENOR);
    let post = || send(&convenor, row, row.path, "k", &body.to_string());
    let first = post().expect(201);
    assert!(first.text().contains("estmark"));
    assert_eq!(post().timeless(), first.timeless());
    serving.write(|tx| {
        let now = tx.now();
        let home = entente::people::organisation_for_operator(tx.conn, "secretariat")?;
        let person = entente::people::colleague(tx.conn, &home.id, CONVENOR)?;
        let viewer = entente::people::viewer_for(tx.conn, &person.id, now)?;
        entente::people::end_role(tx, &viewer, &person, entente::access::Role::Convenor)
    });
    let before = serving.state();
    let refused = post().expect(403);
    assert!(!refused.text().contains("estmark"), "{}", refused.text());
    assert_eq!(serving.state(), before);
}
