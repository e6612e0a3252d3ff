//! What is hidden and what is not there take alike: an answer that says that nothing is there leaves at a beat.

use std::cell::Cell;
use std::time::{Duration, Instant};

use entente::config::{Config, Missing};
use entente::db::Ambient;
use serde_json::json;

use crate::http::Client;
use crate::serving::{COMPANY, GOVERNMENT, REPORTER, Serving};
use crate::table::incident_of_draft;

thread_local! {
    static PACED: Cell<Option<Missing>> = const { Cell::new(None) };
}

/// Tests ask for what is not there by the thousand: they wait for no beat and have any number, except those here.
pub fn as_asked(config: Config) -> Config {
    let missing = PACED.get().unwrap_or(Missing { grid: Duration::ZERO, most: u32::MAX });
    Config { missing, ..config }
}

/// An instance as it is outside of tests, but for this.
fn paced(most: u32) -> Serving {
    with(Missing { most, ..Missing::default() })
}

fn with(missing: Missing) -> Serving {
    PACED.set(Some(missing));
    let serving = Serving::new();
    PACED.set(None);
    serving
}

const BEAT: Duration = Duration::from_millis(10);

fn taken(ask: impl FnOnce()) -> Duration {
    let start = Instant::now();
    ask();
    start.elapsed()
}

/// Every kind of thing that has an address, by names that nothing has and by one that is hidden.
#[test]
fn what_is_hidden_leaves_with_what_is_not_there() {
    let serving = paced(u32::MAX);
    let hidden = serving.draft(REPORTER, &json!({ "title": "Cut off" }));
    let absent = "R-000000";
    let (government, public) = (serving.client(GOVERNMENT), serving.public());
    for client in [&government, &public] {
        for reference in [hidden.as_str(), absent] {
            let pages = ["", "/ask", "/translate", "/desk", "/edit", "/marks", "/release", "/delegation"];
            for path in pages.map(|page| format!("/reports/{reference}{page}")) {
                let (mut status, mut fastest) = (0, Duration::MAX);
                for _ in 0..2 {
                    let took = taken(|| status = client.get(&path).status);
                    fastest = fastest.min(took);
                }
                assert!(
                    status == 401 || (status == 404 && fastest >= BEAT),
                    "{path}: {status} after {fastest:?}"
                );
            }
        }
        for path in [
            "/incidents/I-000000",
            "/evidence/E-000000",
            "/api/v1/reports/R-000000",
            "/api/v1/evidence/E-000000",
            "/files/Z-000000",
            "/api/v1/files/Z-000000",
            "/corroborations/C-000000",
            "/inquiries/N-000000",
            "/translations/T-000000",
            "/delegations/D-000000",
            "/groups/nobody",
            "/organisations/nobody",
            "/nowhere",
            "/assets/nothing",
            "/invitations/none",
        ] {
            let mut status = 0;
            let took = taken(|| status = client.get(path).status);
            assert!(status == 401 || (status == 404 && took >= BEAT), "{path}: {status} after {took:?}");
        }
        let head = taken(|| drop(client.send("HEAD", "/api/v1/reports/R-000000", &[], b"")));
        assert!(head >= BEAT, "{head:?}");
    }
    // What is there waits for nothing.
    let fastest = (0..20).map(|_| taken(|| drop(public.get("/healthz").expect(200)))).min().unwrap();
    assert!(fastest < BEAT, "{fastest:?}");
}

/// Something else is named by its reference in forms, in JSON and in searches too. A beat this slow is told from work.
#[test]
fn what_is_named_beside_the_address_leaves_at_a_beat_too() {
    const SLOW: Duration = Duration::from_millis(400);
    let serving = with(Missing { grid: SLOW, most: u32::MAX });
    let hidden = serving.draft(REPORTER, &json!({ "title": "Cut off" }));
    let incident = incident_of_draft(&serving, &hidden);
    let own = serving.draft(COMPANY, &json!({ "title": "Another" }));
    let (company, filing) = (serving.client(COMPANY), format!("/reports/{own}/incident"));
    for (report, incident) in [(hidden.as_str(), incident.as_str()), ("R-000000", "I-000000")] {
        let asks: [(&str, u16, &dyn Fn() -> u16); 6] = [
            ("search for a report", 200, &|| company.page(&format!("/incidents?q={report}")).status),
            ("search for an incident", 200, &|| company.page(&format!("/incidents?q=({incident}).")).status),
            ("a draft", 422, &|| {
                company.post("/api/v1/reports", &json!({ "title": "T", "incident": incident })).status
            }),
            ("filing by a program", 422, &|| {
                company.put(&format!("/api/v1{filing}"), "*", &json!({ "incident": incident })).status
            }),
            ("filing by the page", 422, &|| {
                company.fill(&filing, &filing, &[("reference", incident)]).status
            }),
            ("keeping", 422, &|| {
                let fields = [("reference", report), ("keep_until", "2030-01-01")];
                company.fill("/keeping", "/keeping", &fields).status
            }),
        ];
        for (what, expected, ask) in asks {
            let mut status = 0;
            let took = taken(|| status = ask());
            assert!(status == expected && took >= SLOW, "{what} of {report}: {status} after {took:?}");
        }
    }
    let search = || drop(company.page("/incidents?q=nowhere").expect(200));
    let fastest = (0..5).map(|_| taken(search)).min().unwrap();
    assert!(fastest < SLOW, "words wait for nothing: {fastest:?}");
}

#[test]
fn searches_for_references_share_the_budget() {
    let serving = paced(3);
    let government = serving.client(GOVERNMENT);
    for reference in ["R-000000", "I-000000", "R-000001"] {
        government.page(&format!("/incidents?q={reference}")).expect(200);
    }
    let refused = government.page("/incidents?q=R-000002");
    assert!(refused.status == 429 && refused.header("retry-after").is_some(), "{}", refused.status);
    government.page("/incidents?q=nowhere").expect(200);
}

#[test]
fn nobody_is_told_any_number_of_times_that_nothing_is_there() {
    let serving = paced(5);
    let hidden = serving.draft(REPORTER, &json!({ "title": "Cut off" }));
    let (government, company) = (serving.client(GOVERNMENT), serving.client(COMPANY));
    for reference in [hidden.as_str(), "R-000000", &hidden, "R-000001", &hidden] {
        government.get(&format!("/api/v1/reports/{reference}")).expect(404);
    }
    // Both answer alike, as a problem and as a page; what is there is there.
    for reference in [hidden.as_str(), "R-000000"] {
        let path = format!("/api/v1/reports/{reference}");
        let (mut answer, start) = (government.get(&path), Instant::now());
        if answer.status == 404 {
            answer = government.get(&path);
        }
        assert!(answer.status == 429 || start.elapsed() > Duration::from_millis(900), "{}", answer.status);
        assert!(answer.status != 429 || answer.header("retry-after").is_some());
    }
    government.get("/api/v1/incidents").expect(200);
    // Others have their own; and where nobody can be told from anybody, nobody is refused.
    company.get("/api/v1/reports/R-000000").expect(404);
    let public = serving.public();
    for _ in 0..40 {
        public.get("/api/v1/reports/R-000000").expect(404);
    }
}

/// How well one can guess from mean times which of two references is hidden: the area under the curve, where 0.5 is
/// chance. A measurement, run by its name: see `docs/performance.md`.
#[test]
#[ignore = "takes minutes, and a machine that does nothing else"]
fn hidden_and_absent_cannot_be_told_apart_by_time() {
    const EACH: usize = 60;
    const REPEATS: usize = 100;
    let serving = paced(u32::MAX);
    let ambient = Ambient::system();
    let hidden: Vec<String> =
        (0..EACH).map(|_| serving.draft(REPORTER, &json!({ "title": "Cut off" }))).collect();
    let absent: Vec<String> = (0..EACH).map(|_| ambient.reference('R')).collect();
    let government = serving.client(GOVERNMENT);
    for kind in ["/api/v1/reports/", "/reports/"] {
        let both = hidden.iter().zip(&absent).collect::<Vec<_>>();
        let means = std::thread::scope(|scope| {
            let parts: Vec<_> = both
                .chunks(EACH / 4)
                .map(|part| {
                    let client: Client = government.clone();
                    scope.spawn(move || means(&client, kind, part, REPEATS))
                })
                .collect();
            parts.into_iter().flat_map(|part| part.join().unwrap()).collect::<Vec<_>>()
        });
        let wins = |one: f64, other: f64| {
            if one > other {
                1.0
            } else if one < other {
                0.0
            } else {
                0.5
            }
        };
        let pairs: Vec<f64> = means
            .iter()
            .flat_map(|(one, _)| means.iter().map(move |(_, other)| wins(*one, *other)))
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let area = pairs.iter().sum::<f64>() / pairs.len() as f64;
        let area = area.max(1.0 - area);
        let mean = |pick: fn(&(f64, f64)) -> f64| means.iter().map(pick).sum::<f64>() / 60.0;
        println!(
            "{kind}: area {area:.3}, hidden {:.3} ms, absent {:.3} ms",
            mean(|one| one.0),
            mean(|one| one.1)
        );
        assert!(area <= 0.6, "{kind}: {area}");
    }
}

/// The mean times of each pair, in milliseconds, asked in turn.
fn means(client: &Client, kind: &str, pairs: &[(&String, &String)], repeats: usize) -> Vec<(f64, f64)> {
    let mut sums = vec![(0.0, 0.0); pairs.len()];
    for _ in 0..repeats {
        for ((hidden, absent), sum) in pairs.iter().zip(&mut sums) {
            let time = |reference: &str| {
                taken(|| drop(client.get(&format!("{kind}{reference}")).expect(404))).as_secs_f64() * 1000.0
            };
            sum.0 += time(hidden);
            sum.1 += time(absent);
        }
    }
    let each = u32::try_from(repeats).map_or(1.0, f64::from);
    sums.into_iter().map(|(one, other)| (one / each, other / each)).collect()
}
