//! A list costs the same number of statements however many rows it has.

use std::collections::BTreeMap;

use diesel::prelude::*;
use entente::db::schema::event;
use entente::notifications::concerns;
use entente::outbox::EventKind;
use serde_json::json;

use crate::replies::{about, incident_of, reply, say};
use crate::serving::{
    ADMIN, COMPANY, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER,
    Serving,
};
use crate::table::{On, prepare, rows};

/// What shows the beginning of a queue: with more rows, fewer kinds of text may be among the first. It takes no more statements
/// either.
const BEGINNINGS: &[&str] = &["/desk as "];

/// Whoever is shown something of lists.
const READERS: [&str; 9] =
    [REPORTER, REVIEWER, ADMIN, GOVERNMENT, GOVERNMENT_REVIEWER, DEFENDER, CONVENOR, COMPANY, OBSERVER];

/// Things of every kind, so many of each, all of them on lists.
fn grow(serving: &Serving, by: usize, round: usize) {
    for number in 0..by {
        for on in [
            On::Draft,
            On::Released,
            On::Said,
            On::Saying,
            On::Answered,
            On::Answering,
            On::Requested,
            On::Received,
            On::Translated,
            On::Translating,
            On::Proposed,
            On::Claimed,
            On::Filed,
            On::Delegating,
            On::Delegated,
            On::Colleague,
            On::Link,
            On::Refresh,
            On::Addressed,
            On::Alerted,
            On::AlertedTwice,
            On::AlertedAll,
            // Those that wait have an author each, whose sealed texts are opened by a permit each: they grow no queue here.
            On::Calling,
        ] {
            prepare(serving, on);
        }
        let slug = format!("grown-{round}-{number}");
        let entered = json!({ "slug": slug, "name": slug, "kind": "media" });
        serving.client(CONVENOR).post("/api/v1/organisations", &entered).expect(201);
        for hidden in [true, false] {
            let slug = format!("{slug}-{hidden}");
            let group = json!({
                "slug": slug, "name": slug, "members": ["estmark", "open-lines"], "confidential_roster": hidden,
            });
            serving.client(CONVENOR).post("/api/v1/groups", &group).expect(201);
        }
    }
    serving.copied();
    serving.settle();
}

/// Every list, as everybody who is shown something of it.
fn lists(serving: &Serving) -> BTreeMap<String, u64> {
    let mut counted = BTreeMap::new();
    let plain = rows().filter(|row| row.method == "GET" && !row.path.contains('{')).map(|row| row.path);
    let named = ["/organisations/open-lines", "/api/v1/organisations/open-lines", "/groups/circle"];
    for path in plain.chain(named).filter(|path| *path != "/metrics") {
        for who in [""].into_iter().chain(READERS) {
            let client = if who.is_empty() { serving.public() } else { serving.client(who) };
            let before = serving.place.database.statements_for_requests();
            let status = client.get(path).status;
            if status == 200 {
                let statements = serving.place.database.statements_for_requests() - before;
                counted.insert(format!("{path} as {who:?}"), statements);
            }
        }
    }
    counted
}

#[test]
fn a_list_takes_the_same_statements_however_many_rows_it_has() {
    let serving = Serving::new();
    let size = 1 + usize::from(serving.instance.app.ambient().bytes::<1>()[0] % 3);
    grow(&serving, size, 1);
    lists(&serving);
    let few = lists(&serving);
    grow(&serving, 3, 2);
    // What every page keeps is found anew the first time.
    for who in READERS {
        serving.client(who).get("/alerts").expect(200);
    }
    let many = lists(&serving);
    assert!(few.len() > 100 && few.keys().eq(many.keys()), "{} lists", few.len());
    let moved: Vec<String> = few
        .iter()
        .filter(|(list, count)| {
            let begins = BEGINNINGS.iter().any(|beginning| list.starts_with(beginning));
            many[*list] > **count || (many[*list] < **count && !begins)
        })
        .map(|(list, count)| format!("{list}: {count}, then {}", many[list]))
        .collect();
    assert!(moved.is_empty(), "from {size} to {} of each:\n{}", size + 3, moved.join("\n"));
}

#[test]
fn what_concerns_somebody_takes_the_same_statements_however_many_governments_reply() {
    let serving = Serving::new();
    let mut counted = Vec::new();
    for number in 1..=4 {
        let (report, _) = serving.released(&about("EE"), &["coalition"]);
        let incident = incident_of(&serving, &report);
        say(&serving, GOVERNMENT, &incident, &reply("It was maintenance.", &report, &["coalition"]))
            .expect(201);
        let said: Vec<String> = serving
            .place
            .database
            .read(|conn| {
                let replies = event::table.filter(event::kind.eq(EventKind::Corroborated));
                Ok(replies.select(event::subject).load(conn)?)
            })
            .unwrap();
        let happened: Vec<_> = said.into_iter().map(|one| (EventKind::Corroborated, one)).collect();
        let (viewer, now) = (serving.viewer(REPORTER), serving.place.database.ambient().now());
        // Others look at the database meanwhile: what it takes is the least that it ever took.
        let asked = || {
            let before = serving.place.database.statements();
            let found = serving.place.database.read(|conn| concerns(conn, now, &viewer, &happened)).unwrap();
            assert_eq!(found.len(), number);
            serving.place.database.statements() - before
        };
        counted.push((0..20).map(|_| asked()).min().unwrap());
    }
    assert!(counted.iter().all(|count| *count == counted[0]), "{counted:?}");
}
