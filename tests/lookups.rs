//! What is hidden and what does not exist are the same to the program: a look-up asks the rule in the statement that finds
//! the thing. So both cost the same statements, one for one, at every address with a reference, for everybody.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, Once};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use diesel::prelude::*;
use entente::db::Ambient;
use entente::db::schema::{contribution, evidence, incident, rendition, report};
use entente::redaction;
use serde_json::json;

use crate::canaries::{World, client};
use crate::http::Client;
use crate::serving::{COMPANY, GOVERNMENT, OBSERVER, REPORTER, REVIEWER, SUSPENDED, Serving};

/// One for each way to know of a thing, and nobody: by sector and group, by an answer, as an observer of the owner's, as a
/// suspended member.
const LOOKERS: [&str; 5] = ["", GOVERNMENT, COMPANY, OBSERVER, SUSPENDED];

/// How many statements each database was sent.
static SENT: Mutex<BTreeMap<String, u64>> = Mutex::new(BTreeMap::new());

/// Counts the statements of one connection.
#[derive(Default)]
struct Counting(String);

impl Instrumentation for Counting {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => url.clone_into(&mut self.0),
            InstrumentationEvent::StartQuery { .. } => {
                *SENT.lock().unwrap().entry(self.0.clone()).or_default() += 1;
            }
            _ => {}
        }
    }
}

/// From here on connections count their statements.
fn counted() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        set_default_instrumentation(|| Some(Box::new(Counting::default()))).unwrap();
    });
}

/// The status of an address, and how many statements its answer took.
fn cost(serving: &Serving, client: &Client, path: &str) -> (u16, u64) {
    let sent = || SENT.lock().unwrap().get(&serving.place.url).copied().unwrap_or_default();
    let before = sent();
    let status = client.get(path).status;
    (status, sent() - before)
}

/// The fewest of several: work in the background adds some.
fn least(serving: &Serving, client: &Client, path: &str) -> (u16, u64) {
    (0..4).map(|_| cost(serving, client, path)).min_by_key(|(_, statements)| *statements).unwrap()
}

/// The addresses of a thing that are found by its reference alone.
const ADDRESSES: [(char, &[&str]); 9] = [
    (
        'R',
        &[
            "/reports/{}",
            "/reports/{}/ask",
            "/reports/{}/desk",
            "/reports/{}/release",
            "/reports/{}/translate",
            "/reports/{}/delegation",
            "/api/v1/reports/{}",
            "/api/v1/reports/{}/original",
            "/api/v1/reports/{}/releases",
        ],
    ),
    ('I', &["/incidents/{}", "/incidents/{}/corroborate", "/incidents/{}/merge", "/api/v1/incidents/{}"]),
    ('E', &["/evidence/{}", "/evidence/{}/desk", "/evidence/{}/copy", "/api/v1/evidence/{}"]),
    (
        'C',
        &[
            "/corroborations/{}",
            "/corroborations/{}/correct",
            "/corroborations/{}/versions/1",
            "/api/v1/corroborations/{}",
            "/api/v1/corroborations/{}/versions",
            "/api/v1/corroborations/{}/versions/1",
        ],
    ),
    ('N', &["/inquiries/{}", "/api/v1/inquiries/{}"]),
    ('T', &["/translations/{}", "/api/v1/translations/{}"]),
    ('D', &["/delegations/{}", "/api/v1/delegations/{}"]),
    (
        'V',
        &[
            "/statements/{}",
            "/statements/{}/endorsements",
            "/statements/{}/publication",
            "/statements/{}/follow-up",
            "/api/v1/statements/{}",
            "/api/v1/statements/{}/follow-up",
        ],
    ),
    (
        'Y',
        &["/statement-texts/{}", "/api/v1/statement-texts/{}", "/publications/{}", "/api/v1/publications/{}"],
    ),
];

/// What the index asks of a report that changed.
#[test]
fn the_texts_of_a_report_cost_the_same_statements_however_many_they_are() {
    counted();
    let serving = Serving::new();
    let (reference, _) = serving.released(&json!({ "title": "Cut off" }), &["coalition"]);
    let id: String = serving
        .place
        .database
        .read(|conn| {
            Ok(report::table.filter(report::reference.eq(&reference)).select(report::id).first(conn)?)
        })
        .unwrap();
    let sent = || SENT.lock().unwrap().get(&serving.place.url).copied().unwrap_or_default();
    let asked = || {
        let before = sent();
        let of = std::slice::from_ref(&id);
        let texts = serving.place.database.read(|conn| redaction::live_readables(conn, of)).unwrap();
        (texts[&id].len(), sent() - before)
    };
    // The fewest of several: work in the background adds some.
    let least = || (0..4).map(|_| asked()).min_by_key(|(_, statements)| *statements).unwrap();
    let (one, statements) = least();
    for audience in ["public", "sector:media", "sector:government"] {
        let release = serving.propose(&reference, REPORTER, &[audience]);
        serving.approve(&reference, &release, REVIEWER);
    }
    assert_eq!((one, least()), (1, (4, statements)));
}

/// Everything that has a reference, hidden from somebody or not.
fn references(world: &World) -> BTreeSet<String> {
    let mut all: BTreeSet<String> =
        world.said.borrow().iter().chain(world.delegated.borrow().iter()).cloned().collect();
    world.serving.write(|tx| {
        all.extend(report::table.select(report::reference).load::<String>(tx.conn)?);
        all.extend(incident::table.select(incident::reference).load::<String>(tx.conn)?);
        all.extend(evidence::table.select(evidence::reference).load::<String>(tx.conn)?);
        all.extend(contribution::table.select(contribution::reference).load::<String>(tx.conn)?);
        Ok(())
    });
    all
}

#[test]
fn what_is_hidden_costs_the_statements_of_what_does_not_exist() {
    counted();
    let world = World::new();
    world.plant_audiences(&|_, _| {});
    world.plant_histories();
    world.plant_voices();
    world.plant_asking();
    world.plant_files();
    world.plant_marks();
    world.plant_translations();
    world.plant_delegations();
    world.plant_statements();
    world.serving.settle();
    let ambient = Ambient::system();
    let references = references(&world);
    let mut hidden = BTreeMap::<char, usize>::new();
    for viewer in LOOKERS {
        let client = client(&world.serving, viewer);
        for (prefix, addresses) in ADDRESSES {
            let absent = ambient.reference(prefix);
            let status =
                |reference: &str, address: &&str| client.get(&address.replace("{}", reference)).status;
            // Whoever is told something at one address knows of it: nothing is hidden from them at the others.
            let is_hidden = |reference: &&String| {
                reference.starts_with(prefix)
                    && addresses.iter().all(|address| matches!(status(reference, address), 401 | 404))
            };
            let unknown: Vec<_> = references.iter().filter(is_hidden).collect();
            for address in addresses {
                let of_absent = least(&world.serving, &client, &address.replace("{}", &absent));
                for reference in &unknown {
                    let path = address.replace("{}", reference);
                    let found = cost(&world.serving, &client, &path);
                    if found.0 == 404 {
                        *hidden.entry(prefix).or_default() += 1;
                        // Exactly as many; work in the background is given time to end.
                        let same = found == of_absent || least(&world.serving, &client, &path) == of_absent;
                        assert!(same, "“{viewer}” {path}: {found:?}, and of what is absent {of_absent:?}");
                    }
                }
            }
        }
    }
    for (prefix, _) in ADDRESSES {
        assert!(hidden.contains_key(&prefix), "something with the letter {prefix} was hidden: {hidden:?}");
    }
}

/// A text whose stored parts do not parse is shown to nobody without them: not on its page, not to programs, not in a list.
#[test]
fn a_text_whose_gaps_do_not_parse_is_not_shown() {
    for broken in ["redactions", "evidence", "facts"] {
        let serving = Serving::new();
        let (report, _) =
            serving.released(&json!({ "title": "Cut off", "narrative": "At dawn." }), &["public"]);
        serving.settle();
        let government = serving.client(GOVERNMENT);
        government.get(&format!("/api/v1/reports/{report}")).expect(200);
        serving.write(|tx| {
            let all = diesel::update(rendition::table);
            match broken {
                "redactions" => all.set(rendition::redactions.eq("[{")).execute(tx.conn)?,
                "evidence" => all.set(rendition::evidence.eq("{}")).execute(tx.conn)?,
                _ => all.set(rendition::facts.eq("[]")).execute(tx.conn)?,
            };
            Ok(())
        });
        for (client, path) in [
            (&government, format!("/api/v1/reports/{report}")),
            (&government, format!("/reports/{report}")),
            (&serving.client(REPORTER), format!("/api/v1/reports/{report}")),
        ] {
            let answer = client.get(&path);
            assert_eq!(answer.status, 500, "{broken} {path}");
            assert!(!answer.text().contains("At dawn"), "{broken} {path}");
        }
        if broken != "facts" {
            let list = government.get("/api/v1/incidents").expect(200).json();
            assert_eq!(list["items"].as_array().map(Vec::len), Some(0), "{list}");
        }
    }
}
