//! People keep searches, share them, and see what is new: each what they may read themselves. What an address of a search
//! shows ends with every right of its owner.

use std::process::Stdio;

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::access::Role;
use entente::db::schema::{feed_address, saved_search};
use entente::people::{self, Wanted};
use entente::{accounts, feeds};
use serde_json::{Value, json};

use crate::http::Client;
use crate::program::{Home, Program, entente};
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, CONVENOR, GOVERNMENT, OBSERVER, REPORTER, REVIEWER, SECOND_CONVENOR, Serving,
};

const PATH: &str = "/api/v1/searches";

fn save(client: &Client, name: &str, query: &str, sharing: &str) -> String {
    let sent = json!({ "name": name, "query": query, "sharing": sharing });
    client.post(PATH, &sent).expect(201).json()["reference"].as_str().unwrap().to_owned()
}

/// The path of a new address in Atom.
fn address(client: &Client, search: &str) -> String {
    let path = format!("{PATH}/{search}/addresses");
    let made = client.send("POST", &path, &[], b"").expect(201).json();
    let atom = made["atom"].as_str().unwrap();
    atom[atom.find("/feeds/").unwrap()..].to_owned()
}

fn report(title: &str) -> Value {
    json!({ "title": title, "facts": { "types": ["shutdown"], "countries": ["KE"] } })
}

/// How many are new to somebody.
fn new(serving: &Serving, who: &str, search: &str) -> Value {
    serving.client(who).get(&format!("{PATH}/{search}")).expect(200).json()["new"].clone()
}

fn later(serving: &Serving) {
    serving.place.clock.advance(TimeDelta::seconds(1));
}

#[test]
fn a_search_is_saved_from_the_list_and_shows_what_is_new_until_it_is_marked_as_seen() {
    let serving = Serving::new();
    serving.released(&report("Before"), &["public"]);
    later(&serving);
    let client = serving.client(REPORTER);
    let list = client.page("/incidents?country=KE&q=lines").expect(200).text();
    assert!(
        list.contains("href=\"/searches/new?q=lines&#38;country=KE\"")
            || list.contains("/searches/new?q=lines"),
        "{list}"
    );
    assert!(!serving.public().page("/incidents").expect(200).text().contains("/searches"));
    let saved = client.fill("/searches/new?country=KE", "/searches", &[("name", "Kenya")]).expect(303);
    let page = saved.header("location").unwrap().split('?').next().unwrap().to_owned();
    let search = page.rsplit('/').next().unwrap().to_owned();
    assert!(search.starts_with("S-"), "{search}");
    let shown = client.page(&page).expect(200).text();
    assert!(shown.contains("Kenya") && shown.contains("Nothing new"), "{shown}");
    assert!(shown.contains("href=\"/incidents?country=KE\""), "{shown}");

    later(&serving);
    serving.released(&report("After"), &["public"]);
    later(&serving);
    serving.released(&report("Elsewhere hidden"), &["sector:company"]);
    let draft = json!({ "title": "In Estonia", "facts": { "countries": ["EE"] } });
    serving.released(&draft, &["public"]);
    for _ in 0..2 {
        // Looking marks nothing.
        let shown = client.page(&page).expect(200).text();
        assert!(shown.contains("One new or changed incident") && shown.contains("After"), "{shown}");
        assert!(!shown.contains("Elsewhere hidden") && !shown.contains("Before"), "{shown}");
        assert!(client.page("/searches").expect(200).text().contains("One new or changed incident"));
    }
    // What is released between the page and the press is still new.
    let before = client.page(&page).expect(200);
    later(&serving);
    serving.released(&report("Meanwhile"), &["public"]);
    client.fill_on(&before, &format!("{page}/look"), &[]).expect(303);
    assert_eq!(new(&serving, REPORTER, &search), 1);
    let shown = client.page(&page).expect(200).text();
    assert!(shown.contains("Meanwhile") && !shown.contains("After"), "{shown}");
    later(&serving);
    client.post(&format!("{PATH}/{search}/look"), &json!({})).expect(200);
    assert_eq!(new(&serving, REPORTER, &search), 0);
}

#[test]
fn a_new_text_of_an_old_incident_is_new() {
    let serving = Serving::new();
    let (first, _) = serving.released(&report("Old"), &["public"]);
    later(&serving);
    let search = save(&serving.client(GOVERNMENT), "Kenya", "country=KE", "");
    assert_eq!(new(&serving, GOVERNMENT, &search), 0);
    later(&serving);
    let path = format!("/api/v1/reports/{first}");
    serving.client(REPORTER).put(&format!("{path}/original"), "1", &report("Corrected")).expect(200);
    let release = serving.propose(&first, REPORTER, &["public"]);
    serving.approve(&first, &release, REVIEWER);
    serving.settle();
    assert_eq!(new(&serving, GOVERNMENT, &search), 1);
    // What is withdrawn is news to nobody.
    let path = format!("{path}/releases/{release}");
    serving.client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "Wrong" })).expect(200);
    assert_eq!(new(&serving, GOVERNMENT, &search), 0);
}

#[test]
fn whoever_opens_a_shared_search_sees_what_they_may_read_and_a_group_ends_with_its_membership() {
    let serving = Serving::new();
    let owner = serving.client(REPORTER);
    let private = save(&owner, "Mine", "", "");
    let ours = save(&owner, "Ours", "", "organisation");
    let circle = save(&owner, "Circle", "", "group:circle");
    let opens = |who: &str, search: &str| serving.client(who).get(&format!("{PATH}/{search}")).status;
    for (who, expected) in [
        (REPORTER, [200, 200, 200]),
        (OBSERVER, [404, 200, 200]),
        (GOVERNMENT, [404, 404, 200]),
        (COMPANY, [404; 3]),
    ] {
        assert_eq!([&private, &ours, &circle].map(|search| opens(who, search)), expected, "{who}");
    }
    later(&serving);
    serving.released(&report("For governments"), &["sector:government"]);
    later(&serving);
    serving.released(&report("For us"), &["org:open-lines"]);
    assert_eq!((new(&serving, GOVERNMENT, &circle), new(&serving, OBSERVER, &circle)), (json!(1), json!(1)));
    let shown = serving.client(GOVERNMENT).page(&format!("/searches/{circle}")).expect(200).text();
    assert!(shown.contains("For governments") && !shown.contains("For us"), "{shown}");
    // People of other organisations are called by their organisation.
    assert!(shown.contains("by Open Lines") && !shown.contains("Amina"), "{shown}");
    let change = json!({ "name": "Theirs", "query": "" });
    serving.client(GOVERNMENT).put(&format!("{PATH}/{circle}"), "1", &change).expect(403);
    serving.client(OBSERVER).delete(&format!("{PATH}/{ours}")).expect(403);
    // Shared with a group that one is not in, or that nobody knows of.
    for sharing in ["group:table", "group:nowhere", "group:", "coalition"] {
        let sent = json!({ "name": "a", "query": "", "sharing": sharing });
        serving.client(GOVERNMENT).post(PATH, &sent).expect(422);
    }
    let of_government = address(&serving.client(GOVERNMENT), &circle);
    serving.public().get(&of_government).expect(200);
    // The owner's organisation leaves: shared with nobody. The reader's does: nothing for them.
    let leave =
        |slug: &str| serving.client(CONVENOR).delete(&format!("/api/v1/groups/circle/members/{slug}"));
    leave("open-lines").expect(204);
    assert_eq!((opens(GOVERNMENT, &circle), opens(REPORTER, &circle)), (404, 200));
    assert_eq!(owner.get(&format!("{PATH}/{circle}")).expect(200).json()["sharing"], "");
    serving.public().get(&of_government).expect(404);
    let again = json!({ "organisation": "open-lines" });
    serving.client(CONVENOR).post("/api/v1/groups/circle/members", &again).expect(201);
    serving.public().get(&of_government).expect(200);
    leave("estmark").expect(204);
    assert_eq!(opens(GOVERNMENT, &circle), 404);
    serving.public().get(&of_government).expect(404);
}

#[test]
fn what_is_typed_is_checked_and_two_edits_do_not_overwrite_each_other() {
    let serving = Serving::new();
    let client = serving.client(REPORTER);
    for sent in [
        json!({ "name": "", "query": "" }),
        json!({ "name": "a", "query": "country=ZZ" }),
        json!({ "name": "a", "query": "colour=red" }),
        json!({ "name": "x".repeat(101), "query": "" }),
        json!({ "name": "a\u{0}b", "query": "" }),
        json!({ "name": "a", "query": "", "owner": "b" }),
    ] {
        client.post(PATH, &sent).expect(422);
    }
    client.get("/searches/new?country=ZZ").expect(422);
    let hostile = "<b onclick=\"x\">\u{202E}=1+1</b>";
    let search = save(&client, hostile, "?q=%3Cscript%3E&country=ke&limit=3", "");
    let kept = client.get(&format!("{PATH}/{search}")).expect(200);
    assert_eq!(kept.json()["name"], "<b onclick=\"x\">=1+1</b>");
    assert_eq!(kept.json()["query"], "q=%3Cscript%3E&country=KE");
    assert_eq!(kept.header("etag"), Some("\"1\""));
    let page = client.page(&format!("/searches/{search}")).expect(200);
    assert!(!page.text().contains("<b onclick") && !page.text().contains("<script>"), "{}", page.text());

    let change = |name: &str| json!({ "name": name, "query": "country=KE" });
    client.put(&format!("{PATH}/{search}"), "1", &change("Quick")).expect(200);
    client.put(&format!("{PATH}/{search}"), "1", &change("Slow")).expect(412);
    client.json("PUT", &format!("{PATH}/{search}"), &[], &change("Blind")).expect(400);
    let path = format!("/searches/{search}");
    let late = client.fill_on(&page, &path, &[("name", "By page")]).expect(409);
    assert!(late.text().contains("changed meanwhile") && late.text().contains("By page"), "{}", late.text());
    client.fill_on(&late, &path, &[("name", "By page")]).expect(303);
    assert_eq!(client.get(&format!("{PATH}/{search}")).expect(200).json()["name"], "By page");

    for number in 1..100 {
        save(&client, &format!("Number {number}"), "", "");
    }
    let full = client.post(PATH, &change("One more")).expect(409).json();
    assert!(full["detail"].as_str().unwrap().contains("100 saved searches"), "{full}");
    let page = client.fill("/searches/new", "/searches", &[("name", "One more")]).expect(409).text();
    assert!(page.contains("100 saved searches") && page.contains("One more"), "{page}");
    client.fill(&path, &format!("{path}/deletion"), &[]).expect(303);
    save(&client, "Fits", "", "");
    assert_eq!(client.get(PATH).expect(200).json()["total"], 100);
    client.page("/searches").expect(200);
}

/// A later version may know fewer words: then nothing is listed, and never the list without them.
#[test]
fn a_search_that_cannot_be_asked_any_more_finds_nothing_and_says_so() {
    let serving = Serving::new();
    let client = serving.client(REPORTER);
    let search = save(&client, "Kenya", "country=KE", "");
    let feed = address(&client, &search);
    later(&serving);
    serving.released(&report("After"), &["public"]);
    assert!(serving.public().get(&feed).expect(200).text().contains("After"));
    serving.write(|tx| {
        let old = saved_search::query.eq("country=KE&colour=red&country=ZZ");
        diesel::update(saved_search::table).set(old).execute(tx.conn)?;
        Ok(())
    });
    assert_eq!(new(&serving, REPORTER, &search), Value::Null);
    let page = client.page(&format!("/searches/{search}")).expect(200).text();
    assert!(page.contains("This search no longer works") && !page.contains("After"), "{page}");
    assert!(client.page("/searches").expect(200).text().contains("This search no longer works"));
    let shown = serving.public().get(&feed).expect(200).text();
    assert!(shown.contains("no longer works") && !shown.contains("<entry"), "{shown}");
}

/// Classes of leaks: a feed with titles on a machine of others; a secret in a cache or a referrer.
#[test]
fn an_address_shows_references_alone_of_what_is_not_public() {
    let serving = Serving::new();
    let client = serving.client(REPORTER);
    let search = save(&client, "Our name for it", "", "");
    serving.released(&report("For everybody"), &["public"]);
    later(&serving);
    let (hidden, _) = serving.released(&report("For governments"), &["sector:government", "org:open-lines"]);
    let read = client.get(&format!("/api/v1/reports/{hidden}")).expect(200).json();
    let incident = read["incident"].as_str().unwrap();
    let page = client.fill(&format!("/searches/{search}"), &format!("/searches/{search}/addresses"), &[]);
    let page = page.expect(201);
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    let text = page.text();
    let path = &text[text.find("/feeds/").unwrap()..];
    let path = path.split(['<', '.']).next().unwrap();
    let secret = path.rsplit('/').next().unwrap().to_owned();
    assert_eq!(secret.len(), 64, "{text}");
    for form in ["", ".json"] {
        let answer = serving.public().get(&format!("{path}{form}")).expect(200);
        assert_eq!(answer.header("cache-control"), Some("private, no-store"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        let text = answer.text();
        assert!(
            text.contains("For everybody") && text.contains(incident) && text.contains(&search),
            "{text}"
        );
        for never in ["For governments", "Our name", "Amina", &secret] {
            assert!(!text.contains(never), "{never} in {text}");
        }
        let document = if form.is_empty() {
            crate::feed_reader::read(&answer.body)["entries"].clone()
        } else {
            answer.json()["items"].clone()
        };
        let entry = document.as_array().unwrap()[0].clone();
        assert_eq!(entry["title"], incident, "the newest, by its reference: {document}");
        assert!(!entry.to_string().contains("Kenya") && !entry.to_string().contains("Open Lines"), "{entry}");
        let tag = answer.header("etag").unwrap();
        let same = serving.public().send("GET", &format!("{path}{form}"), &[("If-None-Match", tag)], b"");
        assert_eq!((same.status, same.header("referrer-policy")), (304, Some("no-referrer")));
        // A cookie or a token beside it changes nothing.
        assert_eq!(serving.client(ACADEMIC).get(&format!("{path}{form}")).expect(200).text(), text);
    }
    // The day is kept on which it was read, and the secret nowhere.
    let own = client.get("/api/v1/feed-addresses").expect(200).json();
    assert_eq!(own["items"][0]["used_on"], json!(serving.place.database.ambient().now().date().to_string()));
    assert!(!own.to_string().contains(&secret));
    let hashes: Vec<String> = serving
        .place
        .database
        .read(|conn| Ok(feed_address::table.select(feed_address::secret_hash).load(conn)?))
        .unwrap();
    assert!(hashes.len() == 1 && hashes[0] != secret, "{hashes:?}");
    let log = serving.client(ADMIN).get("/api/v1/audit?limit=200").expect(200).text();
    assert!(log.contains("feed.address_made") && !log.contains(&secret), "{log}");
}

#[test]
fn an_address_ends_with_every_right_of_its_owner_and_looks_as_if_it_had_never_been() {
    let serving = Serving::new();
    let unknown = serving.public().get(&format!("/feeds/{}", "0".repeat(64))).expect(404);
    let is_gone = |path: &str| {
        for form in ["", ".json"] {
            let gone = serving.public().get(&format!("{path}{form}")).expect(404);
            assert_eq!(gone.timeless(), unknown.timeless(), "{path}");
        }
    };
    let of = |who: &str| address(&serving.client(who), &save(&serving.client(who), "All", "", ""));
    // Revoked, and deleted.
    let path = of(GOVERNMENT);
    serving.public().get(&path).expect(200);
    let client = serving.client(GOVERNMENT);
    let reference = client.get("/api/v1/feed-addresses").expect(200).json()["items"][0]["reference"].clone();
    let reference = reference.as_str().unwrap();
    client.fill("/feeds", &format!("/feeds/{reference}/revocation"), &[]).expect(303);
    client.delete(&format!("/api/v1/feed-addresses/{reference}")).expect(404);
    is_gone(&path);
    let search = save(&client, "Deleted", "", "");
    let path = address(&client, &search);
    client.delete(&format!("{PATH}/{search}")).expect(204);
    is_gone(&path);
    // The last role ends.
    let path = of(OBSERVER);
    let (admin, observer) = (serving.viewer(ADMIN), serving.person(OBSERVER));
    serving.write(|tx| {
        let observer = people::person(tx.conn, &observer)?;
        people::end_role(tx, &admin, &observer, Role::Observer)
    });
    is_gone(&path);
    // The organisation is suspended.
    let path = of(COMPANY);
    for convenor in [CONVENOR, SECOND_CONVENOR] {
        let viewer = serving.viewer(convenor);
        serving.write(|tx| {
            let of = people::organisation_for_operator(tx.conn, "lumora")?;
            people::vote(tx, &viewer, &of, Wanted::Suspend, "A reason.")
        });
    }
    is_gone(&path);
    // The account is closed: all of it is forgotten, and what was shared is shared no more.
    let shared = save(&serving.client(REPORTER), "Shared", "", "organisation");
    let (path, other) = (of(REPORTER), address(&serving.client(REVIEWER), &shared));
    serving.public().get(&other).expect(200);
    let reporter = serving.person(REPORTER);
    let kept =
        |table: &str| serving.place.database.read(|conn| Ok(crate::support::rows(conn))).unwrap()[table];
    assert!(kept("saved_search") > 2);
    serving.write(|tx| {
        let reporter = people::person(tx.conn, &reporter)?;
        accounts::close(tx, &admin, &reporter)
    });
    is_gone(&path);
    is_gone(&other);
    let left = serving.place.database.read(|conn| feeds::own(conn, &reporter)).unwrap();
    assert!(left.is_empty());
    serving.client(REVIEWER).get(&format!("{PATH}/{shared}")).expect(404);
    let of_reporter = saved_search::table.filter(saved_search::person_id.eq(&reporter)).count();
    let count: i64 = serving.place.database.read(|conn| Ok(of_reporter.get_result(conn)?)).unwrap();
    assert_eq!(count, 0);
}

/// Class of leaks: a secret in the operator's log.
#[test]
fn the_secret_of_an_address_is_in_no_log_however_much_is_logged() {
    let home = Home::new();
    let log = home.place.folder.path().join("log");
    let file = std::fs::File::create(&log).unwrap();
    let mut command =
        entente(&home.data, home.place.url.starts_with("postgres").then_some(home.place.url.as_str()));
    command.env("ENTENTE_LOG", "trace");
    let program = Program::logging_to(command, Stdio::from(file));
    let secret = "5ec2e7".repeat(11);
    for form in ["", ".json", ".ics", "?x=1", "/more"] {
        Client::of(program.port).page(&format!("/feeds/{secret}{form}"));
        Client::of(program.port).send("POST", &format!("/feeds/{secret}{form}"), &[], b"");
    }
    drop(program);
    let logged = std::fs::read_to_string(&log).unwrap();
    assert!(logged.len() > 100, "it logs");
    assert!(!logged.contains(&secret), "{}", logged.lines().find(|line| line.contains(&secret)).unwrap());
}
