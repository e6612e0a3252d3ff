//! Canaries in every field, and every kind of viewer at every route: nobody meets a word that was not written for
//! them, and nothing that is counted moves by what cannot be read.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use canary_words::{canaries_in, holds, internal_id};
use serde_json::Value;

use crate::canaries::{Canary, Planted, World, client, side_by_side, viewers};
use crate::canary_addresses::{Ground, addresses, heeds_nothing, queries};
use crate::canary_mail::{mails_tell_nothing, spooling};
use crate::http::{Answer, Client};
use crate::serving::{ADMIN, OBSERVER, REPORTER, REVIEWER};
use crate::sheets::text_of;
use crate::support::on_postgres;
use crate::table::rows;

/// The routes that are read, with and without placeholders.
fn read_routes() -> BTreeSet<&'static str> {
    rows().filter(|row| row.method == "GET").map(|row| row.path).collect()
}

/// What somebody sees of the whole: every address without a placeholder, whole and narrowed.
pub fn seen(client: &Client, desk: bool) -> BTreeMap<String, String> {
    let mut seen = BTreeMap::new();
    for path in read_routes().into_iter().filter(|path| !path.contains('{')) {
        // The log of one's own organisation tells of its own drafts, and of one's own signing in; its desk shows them.
        let logs = path.ends_with("/audit") || path == "/log";
        let of_ones_own = ["/api/v1/reports", "/api/v1/reviews", "/desk", "/reviews"];
        if logs || (desk && of_ones_own.contains(&path)) {
            continue;
        }
        let queries: &[&str] = match path {
            "/api/v1/incidents" => &[
                "",
                "?facets=1",
                "?q=title&facets=1",
                "?type=shutdown&facets=1",
                "?type=positive_development&facets=1",
                "?sort=oldest&limit=2",
            ],
            "/api/v1/alerts" => &["", "?own=yes"],
            path if path.contains("incidents") => &["", "?rows=reports&source=1&status=ongoing"],
            _ => &[""],
        };
        for query in queries {
            let address = format!("{path}{query}");
            let answer = client.get(&address);
            seen.insert(address, answer.steady_as(&text_of(&answer)));
        }
    }
    seen
}

/// Classes of leaks: counts and facets that count what cannot be seen; a filter or an order as an oracle; derived
/// data; exports that forget the rule; the answer that differs because something is there.
///
/// The world without the report is the same world a moment earlier.
#[test]
fn nothing_moves_by_a_report_that_cannot_be_read() {
    let world = World::new();
    let before: RefCell<BTreeMap<&str, BTreeMap<String, String>>> = RefCell::default();
    let moved = RefCell::new(0);
    world.plant_audiences(&|world, released| {
        let newest = world.planted.borrow().last().unwrap().clone();
        let serving = &world.serving;
        let now = side_by_side(|viewer| {
            let client = client(serving, viewer);
            if released && !newest.listed_for.contains(viewer) {
                nothing_is_found(&client, viewer, &newest);
            }
            seen(&client, [REPORTER, REVIEWER].contains(&viewer))
        });
        for (viewer, now) in now.iter().filter(|_| released) {
            let before = &before.borrow()[viewer];
            let changed: Vec<_> =
                now.iter().filter(|(path, text)| before.get(*path) != Some(*text)).collect();
            if newest.listed_for.contains(viewer) {
                assert!(changed.len() >= 4, "{viewer:?} does not see “{}”", newest.name);
                *moved.borrow_mut() += 1;
            } else {
                assert!(changed.is_empty(), "“{}” moves for {viewer:?}: {changed:#?}", newest.name);
            }
        }
        before.replace(now);
    });
    let least = if on_postgres() { 15 } else { 41 };
    assert!(*moved.borrow() >= least, "somebody has to see what is released to them");
}

/// Whoever cannot read a report finds it by none of its words, values and days.
fn nothing_is_found(client: &Client, viewer: &str, report: &Planted) {
    let year = report.year;
    let mut asked = vec![
        format!("country={}", report.country),
        format!("year={year}"),
        format!("from={year}-03-04&to={year}-03-04&year={year}"),
        format!("q={}", report.reference),
        format!("q={}", report.incident),
        format!("q=zulu{}", year - 1990),
    ];
    for word in &report.words {
        asked.push(format!("q={}", entente::web::encode(word)));
    }
    asked.push(format!("service={}", entente::web::encode(&report.words[4])));
    for query in asked {
        let list = client.get(&format!("/api/v1/incidents?facets=1&{query}")).expect(200).json();
        let sizes = ["total", "reports", "positive_developments"].map(|size| list[size].as_u64().unwrap());
        let items = list["items"].as_array().unwrap().len();
        assert_eq!((sizes, items), ([0; 3], 0), "“{}” is found by {viewer:?} with {query}", report.name);
        for (facet, values) in list["facets"].as_object().unwrap() {
            // A facet that is filtered by counts what else one could choose: there, the value asked for is not.
            let filtered = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{facet}=")));
            let told: Vec<&Value> = values
                .as_array()
                .unwrap()
                .iter()
                .filter(|value| filtered.is_none_or(|asked| value["value"] == asked && value["count"] != 0))
                .collect();
            assert!(told.is_empty(), "{facet} of “{}” for {viewer:?}: {told:?}", report.name);
        }
    }
}

/// The addresses within the site that an answer leads to.
fn links(from: &str, answer: &Answer) -> Vec<String> {
    let mut found: Vec<String> = answer.header("location").map(str::to_owned).into_iter().collect();
    if answer.header("content-type").is_some_and(|kind| kind.starts_with("application/json"))
        && let Ok(value) = serde_json::from_slice::<Value>(&answer.body)
    {
        json_links(from, &value, &mut found);
    }
    let text = answer.text();
    for mark in ["href=\"", "src=\"", "action=\""] {
        found.extend(text.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    found.retain(|link| link.starts_with('/') && !link.starts_with("//"));
    found.into_iter().map(|link| link.replace("&amp;", "&").split('#').next().unwrap().to_owned()).collect()
}

fn json_links(from: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match (name.as_str(), value) {
                    ("href" | "link", Value::String(link)) => {
                        found.push(link.clone());
                        found.push(format!("/api/v1{link}"));
                    }
                    ("next", Value::String(cursor)) => {
                        let (path, query) = from.split_once('?').unwrap_or((from, ""));
                        let kept =
                            query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("after="));
                        let query: Vec<_> =
                            kept.map(str::to_owned).chain([format!("after={cursor}")]).collect();
                        found.push(format!("{path}?{}", query.join("&")));
                    }
                    _ => json_links(from, value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| json_links(from, value, found)),
        _ => {}
    }
}

/// The addresses of a report that heed as whom, and in which language, it is read. All others are asked it once.
const AS_WHOM: [&str; 4] = [
    "/reports/{reference}",
    "/api/v1/reports/{reference}",
    "/reports/{reference}/marks",
    "/reports/{reference}/translate",
];

/// An address without the thing that it is about: `/reports/*?lang` for `/reports/R-7K3QX9?lang=fr`.
fn kind_of(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let names_a_thing = |part: &str| {
        part.contains(|letter: char| letter.is_ascii_digit() || letter == '@') || part.get(1..2) == Some("-")
    };
    let path = path.split('/').map(|part| if names_a_thing(part) && part != "v1" { "*" } else { part });
    let keys = query.split('&').map(|pair| pair.split('=').next().unwrap());
    format!("{}?{}", path.collect::<Vec<_>>().join("/"), keys.collect::<Vec<_>>().join("&"))
}

/// Everything that a viewer can reach, address by address.
fn walk(world: &Ground<'_>, viewer: &str, mut each: impl FnMut(&str, &Answer)) -> usize {
    let client = client(world.serving, viewer);
    let queries = queries(world);
    let mut waiting = VecDeque::new();
    let mut kinds = BTreeSet::new();
    for path in read_routes() {
        let mut every = addresses(world, path);
        for address in &every {
            waiting.push_back(address.clone());
            kinds.insert(kind_of(address));
        }
        // Where a text is asked for as others read it, each text has its own words.
        every.truncate(if world.whole || AS_WHOM.contains(&path) { usize::MAX } else { 1 });
        // Lists take every key; of things, the audience whose text is asked for.
        let of_things = path.contains("{reference}") && !path.contains("{id}");
        if !path.contains('{') && heeds_nothing(&client, path, &queries) {
            continue;
        }
        for address in every
            .iter()
            .filter(|address| !address.starts_with("/assets") && (of_things || !path.contains('{')))
        {
            let heeds = AS_WHOM.contains(&path);
            let fitting = queries.iter().filter(|query| match query.strip_prefix("as=") {
                _ if !of_things => true,
                Some(whom) => heeds || whom == "public",
                None => heeds && *query == "lang=fr",
            });
            waiting.extend(fitting.map(|query| format!("{address}?{query}")));
        }
    }
    let mut visited = BTreeSet::new();
    while let Some(address) = waiting.pop_front() {
        // A cursor is new in every answer: what matters is where it was found.
        if !visited.insert(
            address.split("after=").next().unwrap().to_owned()
                + if address.contains("after=") { "*" } else { "" },
        ) && visited.len() > 10_000
        {
            panic!("the walk of {viewer:?} does not end: {address}");
        }
        let answer = client.get(&address);
        for link in links(&address, &answer) {
            let known = link.split("after=").next().unwrap().to_owned()
                + if link.contains("after=") { "*" } else { "" };
            let turns = address.matches("after=").count();
            if !visited.contains(&known)
                || (link.contains("after=") && turns < 2 && !address.contains("after=AAAA"))
            {
                visited.insert(known);
                if kinds.insert(kind_of(&link)) || world.whole {
                    waiting.push_back(link);
                }
            }
        }
        each(&address, &answer);
    }
    visited.len()
}

/// Classes of leaks: search and its snippets; the API beside the page; exports; old revisions; derived data; labels;
/// texts written over line breaks and in other scripts; drafts; withdrawn texts that survive; names in logs; the
/// roster of a confidential group; flags that are not heeded; ids of the inside.
#[test]
fn no_canary_reaches_whom_it_was_not_written_for() {
    let world = World::new();
    world.plant_audiences(&|_, _| {});
    world.plant_histories();
    world.plant_voices();
    world.plant_names();
    world.plant_asking();
    world.plant_files();
    world.plant_marks();
    world.plant_replies();
    world.plant_translations();
    world.plant_remarks();
    world.plant_delegations();
    world.plant_searches();
    let canaries = world.canaries.borrow().clone();
    // What the program does by itself: owners of what fits a request are looked for, say.
    assert!(world.serving.instance.timers.work().unwrap() > 3, "timers are due");
    let courier = spooling(&world.serving);
    assert!(courier.tell().unwrap() > 10, "there is something to tell");
    let ground = Ground::of(&world);
    let walks = side_by_side(|viewer| Walked::by(&ground, viewer, &canaries));
    let leaks: BTreeSet<_> = walks.values().flat_map(|walked| &walked.leaks).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
    let met = walks.values().flat_map(|walked| walked.met.iter().map(|number| (*number, walked.viewer)));
    every_canary_is_met(&canaries, &met.collect());
    mails_tell_nothing(&world.serving, &courier);
}

/// What one viewer met.
struct Walked {
    viewer: &'static str,
    met: BTreeSet<usize>,
    leaks: BTreeSet<String>,
}

impl Walked {
    fn by(ground: &Ground<'_>, viewer: &'static str, canaries: &[Canary]) -> Self {
        let mut walked = Self { viewer, met: BTreeSet::new(), leaks: BTreeSet::new() };
        let mut checked = HashSet::new();
        let addresses = walk(ground, viewer, |address, answer| {
            let text = text_of(answer);
            assert!(answer.status < 500, "{address} as {viewer:?}: {text}");
            let heads: Vec<_> = answer.headers.iter().map(|(_, value)| value.as_str()).collect();
            if checked.insert(format!("{text}\n{}", heads.join("\n"))) {
                walked.look(address, answer, (&text, &heads.join("\n")), canaries);
            }
        });
        eprintln!("{viewer} {addresses} {}", checked.len());
        assert!(addresses > 100, "{viewer:?} saw {addresses} addresses only");
        walked.search(&client(ground.serving, viewer), canaries);
        walked
    }

    /// Whoever cannot meet a word finds nothing by it either.
    fn search(&mut self, client: &Client, canaries: &[Canary]) {
        for canary in canaries.iter().filter(|canary| !canary.readers.contains(self.viewer)) {
            let asked = format!("/api/v1/incidents?facets=1&q={}", entente::web::encode(&canary.word));
            let list = client.get(&asked).expect(200).json();
            let told =
                list["facets"].as_object().unwrap().values().any(|facet| facet != &serde_json::json!([]));
            if list["total"] != 0 || list["reports"] != 0 || told {
                self.leaks
                    .insert(format!("{:?} finds the {} by {}", self.viewer, canary.stands_in, canary.word));
            }
            let is_of = |word: &&str| canary.stands_in.contains(*word);
            if canary.stands_in.contains("publication") {
                let asked = format!("/api/v1/publications?q={}", entente::web::encode(&canary.word));
                if client.get(&asked).expect(200).json()["total"] != 0 {
                    self.leaks.insert(format!("{:?} finds the {} at {asked}", self.viewer, canary.stands_in));
                }
            }
            if !["action", "comment", "task"].iter().any(is_of) {
                continue;
            }
            let lists = [
                "/api/v1/actions?stage=all&q=",
                "/api/v1/actions?stage=all&target_name=",
                "/api/v1/comments?q=",
            ];
            for path in lists {
                let answer = client.get(&format!("{path}{}", entente::web::encode(&canary.word)));
                assert!([200, 401, 403].contains(&answer.status), "{path}");
                if answer.status == 200 && answer.json()["total"] != 0 {
                    self.leaks.insert(format!("{:?} finds the {} at {path}", self.viewer, canary.stands_in));
                }
            }
        }
    }

    fn look(&mut self, address: &str, answer: &Answer, (text, heads): (&str, &str), canaries: &[Canary]) {
        let viewer = self.viewer;
        if let Some(id) = internal_id(text) {
            self.leaks.insert(format!("{viewer:?} sees the internal id {id} at {address}"));
        }
        // What pictures and documents of the tests say where a person does not see it.
        if holds(&answer.body, b"CANARY-") && ![REPORTER, REVIEWER].contains(&viewer) {
            self.leaks.insert(format!("{viewer:?} gets more than is seen of a file at {address}"));
        }
        // What somebody asks for themselves may be repeated to them.
        let asked = canaries_in(address);
        let found = canaries_in(text).into_iter().chain(canaries_in(heads));
        for number in found.filter(|number| !asked.contains(number)) {
            self.met.insert(number);
            if !canaries[number].readers.contains(viewer) {
                self.leaks
                    .insert(format!("{viewer:?} meets the {} at {address}", canaries[number].stands_in));
            }
        }
    }
}

/// What nobody ever meets could not be missed either: each canary is seen by those it was written for.
fn every_canary_is_met(canaries: &[Canary], met: &BTreeSet<(usize, &str)>) {
    for (number, canary) in canaries.iter().enumerate() {
        let by: BTreeSet<_> = met.iter().filter(|(of, _)| *of == number).map(|(_, viewer)| *viewer).collect();
        let readers: Vec<_> = canary.readers.iter().filter(|reader| viewers().contains(*reader)).collect();
        if readers.is_empty() {
            continue;
        }
        let missing: Vec<_> = readers.into_iter().filter(|reader| !by.contains(*reader)).collect();
        let desk_only = |reader: &&&str| [REPORTER, REVIEWER, OBSERVER, ADMIN].contains(*reader);
        let missing: Vec<_> = missing.into_iter().filter(|reader| !desk_only(reader)).collect();
        assert!(missing.is_empty(), "{} is not met by {missing:?}: {}", canary.stands_in, canary.word);
        assert!(!by.is_empty(), "{} is met by nobody", canary.stands_in);
    }
}
