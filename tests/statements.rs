//! A list costs the same number of statements however many rows it has, and a page however much stands on it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use entente::db::schema::{event, session};
use entente::notifications::concerns;
use entente::outbox::EventKind;
use serde_json::json;

use crate::canary_translations::{release_text, translate};
use crate::cap;
use crate::replies::{about, incident_of, reply, say};
use crate::serving::{
    ADMIN, COMPANY, COMPANY_REVIEWER, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER,
    REPORTER, REVIEWER, Serving,
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
            On::Tasked,
            On::Attached,
            On::Offered,
            On::Commented,
            On::Ticketed,
            On::Stated,
            On::Silent,
            On::Published,
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
    // After five minutes a session notes that it is still used: on a slow machine that would fall among what is counted.
    serving.write(|tx| {
        diesel::update(session::table).set(session::seen_at.eq(tx.now())).execute(tx.conn)?;
        Ok(())
    });
    let plain = rows().filter(|row| row.method == "GET" && !row.path.contains('{')).map(|row| row.path);
    let named = [
        "/organisations/open-lines",
        "/api/v1/organisations/open-lines",
        "/groups/circle",
        "/api/v1/alerts?own=yes",
    ];
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
fn the_requests_of_an_action_take_the_same_statements_however_many_there_are() {
    let serving = Serving::new();
    let names = prepare(&serving, On::Ticketed);
    let action = &names["action"];
    let api = format!("/api/v1/actions/{action}/tickets");
    let paths = [format!("/actions/{action}"), format!("/actions/{action}/tickets"), api.clone()];
    let counted = || {
        serving.settle();
        let mut counted = BTreeMap::new();
        for who in [REVIEWER, OBSERVER, GOVERNMENT] {
            let client = serving.client(who);
            for path in &paths {
                let asked = || {
                    let before = serving.place.database.statements_for_requests();
                    client.get(path).expect(200);
                    serving.place.database.statements_for_requests() - before
                };
                counted.insert((who, path.clone()), (0..3).map(|_| asked()).min().unwrap());
            }
        }
        counted
    };
    let few = counted();
    for _ in 0..4 {
        let sent = json!({ "organisation": "estmark", "text": "Help again.", "beneficiaries": "Somebody" });
        serving.client(REVIEWER).post(&api, &sent).expect(201);
    }
    assert_eq!(counted(), few);
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

/// A report in two texts, in this incident if there is one already, of which all is said that can be. Gives both.
fn spoken_of(serving: &Serving, incident: Option<&str>) -> (String, String) {
    let coalition = ["coalition"];
    let (report, _) = serving.released(&about("EE"), &coalition);
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    let reporter = serving.client(REPORTER);
    if let Some(incident) = incident {
        let path = format!("/api/v1/reports/{report}/incident");
        reporter.json("PUT", &path, &[], &json!({ "incident": incident })).expect(200);
    }
    let incident = incident_of(serving, &report);
    say(serving, GOVERNMENT, &incident, &reply("It was maintenance.", &report, &coalition)).expect(201);
    let evidence = serving.draft(COMPANY, &json!({ "title": "Our masts were cut off" }));
    let release = serving.propose(&evidence, COMPANY, &coalition);
    serving.approve(&evidence, &release, COMPANY_REVIEWER);
    let said = json!({
        "stance": "corroborates", "note": "So it is.", "report": report, "audience": coalition, "evidence": [evidence],
    });
    say(serving, COMPANY, &incident, &said).expect(201);
    let path = format!("/api/v1/reports/{report}/inquiries");
    let wish = json!({ "kind": "wish", "words": "Please do.", "wished": ["sector:company", "group:table", "org:lumora"] });
    serving.client(GOVERNMENT).post(&path, &wish).expect(201);
    let question = json!({ "words": "Since when?", "audience": coalition });
    let question = serving.client(GOVERNMENT).post(&path, &question).expect(201).json();
    let path = format!("/api/v1/inquiries/{}/answers", question["reference"].as_str().unwrap());
    reporter.post(&path, &json!({ "words": "Since dawn.", "audience": coalition })).expect(201);
    let read = reporter.get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let translation = json!({
        "language": "fr", "title": "Coupé", "narrative": "Depuis l’aube.", "rendition": read["hash"],
    });
    let path = format!("/api/v1/reports/{report}/translations");
    let translation = reporter.post(&path, &translation).expect(201).json();
    let path = format!("/api/v1/translations/{}/approval", translation["reference"].as_str().unwrap());
    serving.client(REVIEWER).post(&path, &json!({})).expect(200);
    cap::posted(serving, &json!({ "links": [{ "kind": "incident", "reference": incident }] }));
    (incident, report)
}

/// What the pages and the JSON of an incident and of a report cost each reader, beyond what it costs to learn who they are.
fn costs(serving: &Serving, (incident, report): (&str, &str)) -> BTreeMap<String, u64> {
    let mut counted = BTreeMap::new();
    for who in ["", REPORTER, ADMIN, GOVERNMENT, COMPANY, DEFENDER, CONVENOR] {
        let client = if who.is_empty() { serving.public() } else { serving.client(who) };
        let cost = |path: &str, status: u16| {
            let asked = || {
                let before = serving.place.database.statements_for_requests();
                client.get(path).expect(status);
                serving.place.database.statements_for_requests() - before
            };
            (0..3).map(|_| asked()).min().unwrap()
        };
        for under in ["", "/api/v1"] {
            // One statement tells that nothing is there.
            let known = cost(&format!("{under}/incidents/I-000000"), 404) - 1;
            for path in [format!("{under}/incidents/{incident}"), format!("{under}/reports/{report}")] {
                counted.insert(format!("{path} as {who:?}"), cost(&path, 200) - known);
            }
        }
    }
    counted
}

/// So many statements show an incident of which all is said that can be: texts, statements, evidence, questions, wishes,
/// translations, alerts, and reports that were filed elsewhere before.
const MOST: u64 = 30;

#[test]
fn an_incident_takes_the_same_few_statements_however_much_is_said_of_it() {
    let serving = Serving::new();
    let (incident, report) = spoken_of(&serving, None);
    spoken_of(&serving, Some(&incident));
    let few = costs(&serving, (&incident, &report));
    spoken_of(&serving, Some(&incident));
    let page = serving.client(DEFENDER).page(&format!("/incidents/{incident}")).expect(200).text();
    for (said, times) in
        [("It was maintenance.", 3), ("So it is.", 3), ("Since dawn.", 3), ("Cables are cut", 3)]
    {
        assert!(page.matches(said).count() >= times, "{said}: {page}");
    }
    let many = costs(&serving, (&incident, &report));
    let moved: Vec<String> = few
        .iter()
        .filter(|(path, count)| many[*path] != **count || **count > MOST)
        .map(|(path, count)| format!("{path}: {count}, then {}", many[path]))
        .collect();
    assert!(moved.is_empty(), "{}\n{few:#?}", moved.join("\n"));
}

/// What rests on a text that somebody does not read costs them nothing: else the time that a page takes would tell of it.
#[test]
fn what_rests_on_a_hidden_text_costs_nobody_else_anything() {
    let serving = Serving::new();
    let (report, _) = serving.released(&about("EE"), &["public"]);
    let (reporter, path) = (serving.client(REPORTER), format!("/api/v1/reports/{report}"));
    let more = json!({ "title": "Much more than that" });
    reporter.put(&format!("{path}/original"), "1", &more).expect(200);
    let release = serving.propose(&report, REPORTER, &["coalition"]);
    serving.approve(&report, &release, REVIEWER);
    serving.settle();
    let incident = incident_of(&serving, &report);
    let public = || {
        let mut costs = costs(&serving, (&incident, &report));
        costs.retain(|path, _| path.ends_with("as \"\""));
        costs
    };
    let few = public();
    let read = reporter.get(&path).expect(200).json();
    assert_eq!(read["title"], "Much more than that", "{read}");
    let translation = json!({ "language": "fr", "title": "Plus", "rendition": read["hash"] });
    release_text(&serving, &translate(&serving, &report, &translation));
    assert!(few.len() > 2, "{few:?}");
    assert_eq!(public(), few);
}
