//! What is due stands in calendars: each reader's own, by day and, at an address that they make, for calendar programs.

use chrono::TimeDelta;
use entente::access::Role;
use entente::people;
use serde_json::{Value, json};

use crate::contract::behind;
use crate::feed_reader::read_calendar;
use crate::http::Client;
use crate::notifications::Post;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, Serving,
};
use crate::unconfirmed::suspend;

const ADDRESSES: &str = "/api/v1/calendar/addresses";

/// Begins an action of Estmark that is due then, and releases it.
fn begun(serving: &Serving, title: &str, audience: &[&str], (at, zone): (&str, &str)) -> String {
    let sent = json!({
        "kind": "letter", "title": title, "brief": "We write.", "audience": audience, "due_at": at, "due_zone": zone,
    });
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    reference
}

fn task(serving: &Serving, who: &str, action: &str, title: &str, at: &str) -> String {
    let sent = json!({ "title": title, "due_at": at });
    let path = format!("/api/v1/actions/{action}/tasks");
    let made = serving.new_client(who).post(&path, &sent).expect(201).json();
    made["reference"].as_str().unwrap().to_owned()
}

/// The path of a new address.
fn address(client: &Client) -> String {
    let made = client.send("POST", ADDRESSES, &[], b"").expect(201).json();
    let ics = made["ics"].as_str().unwrap();
    ics[ics.find("/feeds/").unwrap()..].to_owned()
}

fn days(serving: &Serving, days: i64) -> String {
    serving.place.database.ambient().now().plus(TimeDelta::days(days)).rfc3339()
}

/// The references of what somebody is told is due.
fn due(client: &Client, query: &str) -> Vec<String> {
    let answer = client.get(&format!("/api/v1/calendar{query}")).expect(200).json();
    assert_eq!(answer["whole"], true);
    let items = answer["items"].as_array().unwrap().iter();
    items.map(|one| one["reference"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_calendar_program_reads_each_moment_whatever_the_clocks_do() {
    let serving = Serving::new();
    let zones = ["Europe/Berlin", "America/New_York"];
    // Before and after each change of summer time in two zones. Of an hour that is shown twice the first counts.
    let moments = [
        ("2027-03-14T01:59", "America/New_York", "2027-03-14T01:59:00-05:00"),
        ("2027-03-14T03:00", "America/New_York", "2027-03-14T03:00:00-04:00"),
        ("2027-03-28T01:30", "Europe/Berlin", "2027-03-28T01:30:00+01:00"),
        ("2027-03-28T03:00", "Europe/Berlin", "2027-03-28T03:00:00+02:00"),
        ("2027-10-31T02:30", "Europe/Berlin", "2027-10-31T02:30:00+02:00"),
        ("2027-10-31T03:00", "Europe/Berlin", "2027-10-31T03:00:00+01:00"),
        ("2027-11-07T01:30", "America/New_York", "2027-11-07T01:30:00-04:00"),
        ("2027-11-07T02:30", "America/New_York", "2027-11-07T02:30:00-05:00"),
    ];
    let begin = |(at, zone, _): &(&str, &str, &str)| begun(&serving, "A letter", &["coalition"], (at, zone));
    let references: Vec<String> = moments.iter().map(begin).collect();
    // An hour that the clocks skip is refused when it is typed.
    let lost = json!({
        "kind": "letter", "title": "Lost", "brief": "We write.", "audience": ["coalition"],
        "due_at": "2027-03-14T02:30", "due_zone": "America/New_York",
    });
    serving.client(GOVERNMENT).post("/api/v1/actions", &lost).expect(422);
    let path = address(&serving.client(ACADEMIC));
    let answer = serving.public().get(&path).expect(200);
    assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
    let read = read_calendar(&answer.body, &zones);
    assert_eq!(read["version"], "2.0");
    let events = read["events"].as_array().unwrap();
    assert_eq!(events.len(), moments.len(), "{read}");
    for ((event, (_, zone, shown)), reference) in events.iter().zip(&moments).zip(&references) {
        let place = 1 + zones.iter().position(|one| one == zone).unwrap();
        assert_eq!(event["times"][place], *shown, "{event}");
        assert_eq!(event["summary"], format!("Due: {reference}"));
        assert!(event["url"].as_str().unwrap().ends_with(&format!("/actions/{reference}")), "{event}");
        assert_eq!((&event["status"], &event["sequence"]), (&json!("CONFIRMED"), &json!(0)));
    }
    // By the clocks of a zone a day has the hours that it has there.
    let day = "?from=2027-03-28&to=2027-03-28&zone=Europe/Berlin";
    assert_eq!(due(&serving.client(ACADEMIC), day), references[2..4]);
    assert!(due(&serving.client(ACADEMIC), "?from=2027-03-29&to=2027-04-02&zone=Europe/Berlin").is_empty());
}

#[test]
fn a_calendar_program_is_told_of_what_is_left_to_do() {
    let serving = Serving::new();
    let soon = days(&serving, 3);
    let action = begun(&serving, "A letter", &["coalition"], (&soon, "UTC"));
    let [first, second] = ["One", "Two"].map(|title| task(&serving, GOVERNMENT, &action, title, &soon));
    let path = address(&serving.client(ACADEMIC));
    let read = || {
        let read = read_calendar(&serving.public().get(&path).expect(200).body, &[]);
        let events = read["events"].as_array().unwrap().iter();
        let mut read: Vec<String> = events
            .map(|event| event["summary"].as_str().unwrap().replace("Due: ", "").replace("task ", ""))
            .collect();
        read.sort();
        read
    };
    let sorted = |all: &[&String]| {
        let mut all: Vec<String> = all.iter().map(|one| (*one).clone()).collect();
        all.sort();
        all
    };
    assert_eq!(read(), sorted(&[&action, &first, &second]));
    let done = json!({ "done": true });
    serving.client(GOVERNMENT).json("PATCH", &format!("/api/v1/tasks/{first}"), &[], &done).expect(200);
    assert_eq!(read(), sorted(&[&action, &second]));
    let moved = |to: &str| {
        let sent = json!({ "to": to, "reason": if to == "closed" { Some("Done.") } else { None } });
        serving.client(GOVERNMENT).post(&format!("/api/v1/actions/{action}/moves"), &sent).expect(200);
    };
    for to in ["preparing", "agreed", "delivered"] {
        moved(to);
    }
    assert_eq!(read(), [second]);
    moved("closed");
    assert!(read().is_empty());
    // The page still has them, and says how they stand.
    assert_eq!(due(&serving.client(ACADEMIC), "").len(), 3);
}

/// Classes of leaks: a date, a count or a title of what one may not read; a task that one is not shown.
#[test]
fn each_is_told_of_what_they_may_read_and_of_the_tasks_that_they_are_shown() {
    let serving = Serving::new();
    let (soon, later, last) = (days(&serving, 3), days(&serving, 4), days(&serving, 5));
    let public = begun(&serving, "For everybody", &["public"], (&soon, "UTC"));
    let members = begun(&serving, "For members", &["coalition"], (&soon, "UTC"));
    let hidden = begun(&serving, "For governments", &["sector:government", "org:defenders"], (&soon, "UTC"));
    let task = task(&serving, GOVERNMENT, &public, "Call the capital", &later);
    let of_hidden = self::task(&serving, GOVERNMENT, &hidden, "Call nobody", &last);
    let sorted = |mut references: Vec<String>| {
        references.sort();
        references
    };
    let told = |who: &str| {
        let client = if who.is_empty() { serving.public() } else { serving.client(who) };
        sorted(due(&client, ""))
    };
    let expected = |all: &[&String]| sorted(all.iter().map(|one| (*one).clone()).collect());
    assert_eq!(told(""), expected(&[&public]));
    assert_eq!(told(ACADEMIC), expected(&[&public, &members, &task]));
    assert_eq!(told(DEFENDER), expected(&[&public, &members, &hidden, &task, &of_hidden]));
    suspend(&serving, "lumora");
    assert_eq!(told(COMPANY), expected(&[&public]), "it asks as everybody does");
    // The page says the same by day, and each month leads to the next.
    let now = serving.place.database.ambient().now();
    let month = now.plus(TimeDelta::days(3)).date().format("%Y-%m").to_string();
    let page = |client: &Client| client.page(&format!("/calendar?month={month}")).expect(200).text();
    let (open, own) = (page(&serving.public()), page(&serving.client(DEFENDER)));
    assert!(
        open.contains("For everybody") && !open.contains("For members") && !open.contains("Call"),
        "{open}"
    );
    assert!(!open.contains("action=\"/feeds\""), "who has no account has no address");
    assert!(own.contains("For governments") && own.contains("/calendar?month="), "{own}");
    // What is done or has ended is not late; what is neither is, once its time has come.
    let path = format!("/api/v1/tasks/{of_hidden}");
    serving.client(GOVERNMENT).json("PATCH", &path, &[], &json!({ "done": true })).expect(200);
    let path = format!("/api/v1/actions/{members}/moves");
    serving.client(GOVERNMENT).post(&path, &json!({ "to": "declined", "reason": "Too late" })).expect(200);
    serving.place.clock.advance(TimeDelta::days(6));
    let from = now.date();
    let items = serving.new_client(DEFENDER).get(&format!("/api/v1/calendar?from={from}")).expect(200).json();
    let late = |reference: &str| {
        let items = items["items"].as_array().unwrap();
        items.iter().find(|one| one["reference"] == reference).unwrap()["overdue"] == true
    };
    let lates = [&public, &hidden, &task, &members, &of_hidden].map(|one| late(one));
    assert_eq!(lates, [true, true, true, false, false]);
}

#[test]
fn what_is_asked_of_a_calendar_is_checked() {
    let serving = Serving::new();
    let client = serving.client(ACADEMIC);
    for wrong in [
        "?from=yesterday",
        "?from=2027-02-30",
        "?to=2020-01-01",
        "?from=2027-01-01&to=2028-01-03",
        "?zone=Europe/Atlantis",
        "?month=2027-01",
        "?from=9999-12-31",
    ] {
        client.get(&format!("/api/v1/calendar{wrong}")).expect(422);
    }
    client.get("/api/v1/calendar?from=2027-01-01&to=2028-01-01&zone=America/New_York").expect(200);
    for wrong in ["2027-13", "x", "1-1-1", "99999-01"] {
        client.page(&format!("/calendar?month={wrong}")).expect(422);
    }
    for first in ["1970-01", "2199-12"] {
        client.page(&format!("/calendar?month={first}")).expect(200);
    }
}

/// Classes of leaks: a title on a machine of others; a secret in a cache; one name for a thing at two addresses; an address that
/// outlives a right.
#[test]
fn an_address_shows_references_alone_and_ends_with_every_right_of_its_owner() {
    let serving = Serving::new();
    let soon = days(&serving, 3);
    let action = begun(&serving, "A secret letter", &["coalition"], (&soon, "UTC"));
    let task = task(&serving, GOVERNMENT, &action, "A secret task", &soon);
    let client = serving.client(REPORTER);
    let page = client.fill("/calendar", "/feeds", &[]).expect(201);
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    let text = page.text();
    let path = text[text.find("/feeds/").unwrap()..].split('<').next().unwrap().to_owned();
    let answer = serving.public().get(&path).expect(200);
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    let secret = path.rsplit('/').next().unwrap().trim_end_matches(".ics").to_owned();
    for never in ["secret letter", "secret task", "Estmark", "Amina", &secret] {
        assert!(!answer.text().contains(never), "{never} in {}", answer.text());
    }
    let uids = |path: &str| -> Vec<Value> {
        let read = read_calendar(&serving.public().get(path).expect(200).body, &[]);
        let events = read["events"].as_array().unwrap().iter();
        events.map(|event| json!([event["summary"], event["uid"]])).collect()
    };
    let own = uids(&path);
    let summaries: Vec<&Value> = own.iter().map(|one| &one[0]).collect();
    assert_eq!(summaries, [&json!(format!("Due: {action}")), &json!(format!("Due: task {task}"))]);
    assert_eq!(uids(&path), own, "they stay");
    let other = uids(&address(&serving.client(ACADEMIC)));
    assert!(own.iter().zip(&other).all(|(one, other)| one[0] == other[0] && one[1] != other[1]), "{own:?}");
    // Nothing is sent twice that has not changed; what has changed is.
    let tag = answer.header("etag").unwrap().to_owned();
    let again = || serving.public().send("GET", &path, &[("If-None-Match", &tag)], b"").status;
    assert_eq!(again(), 304);
    let moves = format!("/api/v1/actions/{action}/moves");
    serving.client(GOVERNMENT).post(&moves, &json!({ "to": "declined", "reason": "No" })).expect(200);
    assert_eq!(again(), 200);
    let read = read_calendar(&serving.public().get(&path).expect(200).body, &[]);
    assert_eq!(read["events"], json!([]), "nothing is left to be done by then");
    // Neither is it a feed, nor is a feed a calendar; its owner sees what it is.
    for form in ["", ".json"] {
        serving.public().get(&format!("{}{form}", path.trim_end_matches(".ics"))).expect(404);
    }
    let unknown = serving.public().get(&format!("/feeds/{}.ics", "0".repeat(64))).expect(404);
    let is_gone = |path: &str| {
        assert_eq!(serving.public().get(path).expect(404).timeless(), unknown.timeless(), "{path}");
    };
    let listed = client.get("/api/v1/feed-addresses").expect(200).json()["items"][0].clone();
    assert_eq!((&listed["kind"], &listed["search"]), (&json!("calendar"), &Value::Null));
    assert!(client.page("/feeds").expect(200).text().contains("href=\"/calendar\""));
    // Revoked, without a role, suspended.
    let reference = listed["reference"].as_str().unwrap();
    client.fill("/feeds", &format!("/feeds/{reference}/revocation"), &[]).expect(303);
    is_gone(&path);
    let path = address(&serving.client(OBSERVER));
    let (admin, observer) = (serving.viewer(ADMIN), serving.person(OBSERVER));
    serving.write(|tx| {
        let observer = people::person(tx.conn, &observer)?;
        people::end_role(tx, &admin, &observer, Role::Observer)
    });
    is_gone(&path);
    let path = address(&serving.client(COMPANY));
    serving.public().get(&path).expect(200);
    suspend(&serving, "lumora");
    is_gone(&path);
}

/// Puts so many rows into a table, each like those that are so but for its number `i` in some columns.
fn multiplied(serving: &Serving, most: usize, (table, own, same, of): (&str, &[&str], &str, &str)) {
    let value = |column: &&str| match *column {
        "ordinal" => "ordinal + i".to_owned(),
        column => format!("{column} || '-' || CAST(i AS TEXT)"),
    };
    let (columns, values) = (own.join(", "), own.iter().map(value).collect::<Vec<_>>().join(", "));
    let numbers = format!("SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}");
    let rows = format!("SELECT {values}, {same} FROM {table}, n WHERE {of}");
    behind(
        serving,
        &format!("WITH RECURSIVE n (i) AS ({numbers}) INSERT INTO {table} ({columns}, {same}) {rows}"),
    );
}

#[test]
fn a_calendar_program_is_given_all_that_is_due_or_is_told_that_there_is_more() {
    let serving = Serving::new();
    let soon = days(&serving, 3);
    let action = begun(&serving, "A letter", &["coalition"], (&soon, "UTC"));
    task(&serving, GOVERNMENT, &action, "Call the capital", &soon);
    let path = address(&serving.client(ACADEMIC));
    let events = || {
        let text = serving.public().get(&path).expect(200).text();
        (text.matches("BEGIN:VEVENT").count(), text.contains("SUMMARY:More is due"))
    };
    assert_eq!(events(), (2, false));
    // As many actions as two statements ask about, each due as the first one is.
    let own = format!("(SELECT id FROM contribution WHERE reference = '{action}')");
    let (of, family) = (format!("contribution_id = {own}"), format!("family = {own}"));
    let (first, same) =
        (format!("id = {own}"), "rests_on_revision, body, created_by, created_at, released_at, ordinal");
    for table in [
        (
            "contribution",
            &["id", "reference"][..],
            "kind, organisation_id, created_by, created_at",
            first.as_str(),
        ),
        ("contribution_version", &["id", "contribution_id"][..], same, of.as_str()),
        ("action_details", &["contribution_id", "ordinal"][..], "stage, moved_at, lead_id", of.as_str()),
        ("action_version", &["version_id", "contribution_id"][..], "due_at", of.as_str()),
        ("readable", &["id", "family"][..], "rank, state, audience_id", family.as_str()),
    ] {
        multiplied(&serving, 600, table);
    }
    let same = "contribution_id, version_id, title, author_id, created_at, changed_version_id, due_at, revision, ordinal";
    let tasks =
        |most: usize, of: &str| multiplied(&serving, most, ("action_task", &["id", "reference"], same, of));
    tasks(600, &of);
    assert_eq!(events(), (1_202, false));
    // Pages and programs are told of the first of them, and that these are not all.
    let told = serving.client(ACADEMIC).get("/api/v1/calendar").expect(200).json();
    assert_eq!((told["items"].as_array().unwrap().len(), &told["whole"]), (500, &json!(false)));
    tasks(19_000, "reference LIKE '%-600'");
    assert_eq!(events(), (20_001, true));
}

#[test]
fn a_calendar_takes_the_same_statements_however_much_is_due() {
    let serving = Serving::new();
    let soon = days(&serving, 3);
    let begin = || {
        let action = begun(&serving, "A letter", &["coalition"], (&soon, "UTC"));
        task(&serving, GOVERNMENT, &action, "Call the capital", &soon);
    };
    begin();
    let path = address(&serving.client(ACADEMIC));
    let costs = || {
        ["/calendar", "/api/v1/calendar", &path].map(|path| {
            let client = serving.client(ACADEMIC);
            client.get(path).expect(200);
            let before = serving.place.database.statements_for_requests();
            client.get(path).expect(200);
            serving.place.database.statements_for_requests() - before
        })
    };
    let few = costs();
    (0..3).for_each(|_| begin());
    assert_eq!(costs(), few);
}

#[test]
fn the_day_of_an_outcome_is_the_same_wherever_one_is() {
    let post = Post::new();
    let serving = &post.serving;
    let action = begun(serving, "A letter", &["coalition"], ("2026-06-20", "UTC"));
    let said = json!({ "text": "What came of it", "outcome": "unclear", "review_on": "2026-07-01" });
    let path = format!("/api/v1/actions/{action}/comments");
    serving.new_client(GOVERNMENT).post(&path, &said).expect(201);
    // There that day begins on the evening before.
    post.choose(OBSERVER, &[("time_zone", "America/New_York")]).expect(303);
    let month = |month: &str| {
        serving.new_client(OBSERVER).page(&format!("/calendar?month={month}")).expect(200).text()
    };
    assert!(!month("2026-06").contains("Look at the outcome again"));
    let july = month("2026-07");
    let (first, later) = july.split_once("datetime=\"2026-07-02\"").unwrap();
    assert!(first.contains("Look at the outcome again"), "{july}");
    assert!(!later.contains("Look at the outcome again"), "{july}");
}
