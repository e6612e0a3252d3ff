//! The list of 100,000 alerts on pages and for programs, and the ribbon.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::access::Viewer;
use entente::accounts::{self, Password, SessionKind};
use entente::alerts::{self, Alert};
use entente::app::Instance;
use entente::config::{Config, Settings};
use entente::contributions;
use entente::db::schema::{event, timer};
use entente::db::{Ambient, last_change};
use entente::flow::Decision;
use serde_json::json;

use crate::browser::Browser;
use crate::coalition::{COUNTRIES, Coalition, Listening, MEMBER, PASSWORD, alert, found};
use crate::http::Client;
use crate::shared::milliseconds;
use crate::{ORGANISATIONS, viewer};

/// So many alerts go into one transaction.
const BATCH: usize = 250;
/// One of so many is current; the rest has expired.
const CURRENT: usize = 100;

fn count() -> usize {
    std::env::var("ENTENTE_BENCH_ALERTS").ok().map_or(100_000, |count| count.parse().unwrap())
}

fn open(folder: &Path, ambient: Ambient) -> Arc<Instance> {
    let mut settings = Settings { data: Some(folder.to_owned()), ..Settings::default() };
    settings.listen = Some("127.0.0.1:0".parse().unwrap());
    settings.public_url = Some("http://localhost".to_owned());
    Arc::new(Instance::open(Config::settle(settings).unwrap(), ambient).unwrap())
}

/// Posts alerts with these numbers: a third within the organisation, the rest approved for members and for everybody. Those who
/// would be told of them are not.
fn post(instance: &Instance, coalition: &Coalition, numbers: std::ops::Range<usize>, days: i64) {
    let (delegate, reviewer) = (viewer(instance, &coalition.delegate), viewer(instance, &coalition.reviewer));
    let numbers: Vec<usize> = numbers.collect();
    for batch in numbers.chunks(BATCH) {
        instance
            .app
            .write_now(|tx| {
                for number in batch {
                    let audience = ["org:organisation-0", "coalition", "public"][number % 3];
                    let new = alert(tx.now(), (audience, false, days, *number));
                    let (row, _) = alerts::post(tx, &instance.vault, &delegate, new)?;
                    if number % 3 > 0 {
                        let decision = Decision::default();
                        let vault = &instance.vault;
                        contributions::approve::<Alert>(tx, vault, &reviewer, &row.reference, decision)?;
                    }
                }
                diesel::delete(event::table).execute(tx.conn)?;
                diesel::delete(timer::table.filter(timer::subject.ne(""))).execute(tx.conn)?;
                Ok(())
            })
            .unwrap();
    }
}

/// Alerts of a hundred days ago, which have expired since, and current ones.
fn fill(folder: &Path) -> Coalition {
    let (all, current) = (count(), count() / CURRENT);
    let begun = Instant::now();
    let past = open(folder, Ambient::ahead(TimeDelta::days(-100)));
    let hash = Password::choose(past.app.config(), PASSWORD, &[]).unwrap().hash(&Ambient::system()).unwrap();
    let mut coalition = past.app.write_now(|tx| found(tx, (ORGANISATIONS, 400), &hash)).unwrap();
    post(&past, &coalition, current..all, 30);
    drop(past);
    let now = open(folder, Ambient::system());
    post(&now, &coalition, 0..current, 30);
    let cookie = now.app.write_now(|tx| accounts::start(tx, &coalition.member, SessionKind::Page, "bench"));
    coalition.cookie = cookie.unwrap().1;
    eprintln!("{all} alerts posted and approved, {:.0} a second", all as f64 * 1_000.0 / milliseconds(begun));
    coalition
}

/// Median, 95th and longest of a hundred times, in milliseconds.
fn time(what: &str, mut ask: impl FnMut(usize)) -> f64 {
    ask(0);
    let mut times: Vec<f64> = (0..100)
        .map(|turn| {
            let begun = Instant::now();
            ask(turn);
            milliseconds(begun)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    eprintln!("{what}: median {:.2} ms, 95th {:.2} ms, longest {:.2} ms", times[50], times[95], times[99]);
    times[50]
}

fn lists(instance: &Arc<Instance>, coalition: &Coalition) {
    let listening = Listening::new(instance);
    let mut browser = Browser::open(listening.port, Some(&coalition.cookie));
    let mut page = |path: &str| assert_eq!(browser.get(path).status, 200, "{path}");
    time("list page of alerts, hot", |_| page("/alerts"));
    time("list page, every phase, hot", |_| page("/alerts?phase=all"));
    time("list page, every phase, each time another country and severity", |turn| {
        let severity = ["Extreme", "Severe", "Moderate", "Minor"][turn / 25];
        page(&format!(
            "/alerts?phase=all&country={}&severity={severity}&limit={}",
            COUNTRIES[turn % 20],
            50 - turn / 20 % 5
        ));
    });
    time("list page, every phase, each time another word", |turn| {
        page(&format!("/alerts?phase=all&q=word{turn}"));
    });
    let program = Client::of(listening.port).keeping_connections();
    let sent = json!({ "email": MEMBER, "password": PASSWORD });
    let session = program.post("/api/v1/sessions", &sent).expect(201).json();
    let token = format!("Bearer {}", session["access_token"].as_str().unwrap());
    let call = |path: &str| {
        program.send("GET", path, &[("Authorization", &token)], b"").expect(200);
    };
    time("API list of alerts, hot", |_| call("/api/v1/alerts"));
    time("API list, every phase, hot", |_| call("/api/v1/alerts?phase=all"));
    time("API list, every phase, each time another country", |turn| {
        call(&format!("/api/v1/alerts?phase=all&country={}&limit={}", COUNTRIES[turn % 20], 50 - turn / 20));
    });
    // The first connection was idle meanwhile, and has been closed.
    let mut browser = Browser::open(listening.port, Some(&coalition.cookie));
    time("map page with signs of alerts", |_| assert_eq!(browser.get("/").status, 200));
}

/// What every page asks: with something waiting, and with nothing.
fn ribbon(instance: &Instance, member: &Viewer, what: &str) -> f64 {
    let database = instance.app.database();
    let unanswered = || database.read(|conn| alerts::unanswered(conn, member, 20)).unwrap();
    let waits = unanswered().len();
    let name = format!("the ribbon's statement, {waits} alerts {what}");
    let median = time(&name, |_| {
        unanswered();
    });
    let now = instance.app.ambient().now();
    time(&format!("menu and ribbon, {waits} alerts {what}"), |_| {
        database.read(|conn| instance.menu.waiting(conn, member, now)).unwrap();
    });
    median
}

/// The organisation acknowledges all that it is asked to.
fn acknowledge(instance: &Instance, member: &Viewer) {
    loop {
        let answered = instance.app.write_now(|tx| {
            let waiting = alerts::unanswered(tx.conn, member, 100)?;
            for one in &waiting {
                alerts::acknowledge(tx, member, &one.reference, ("", ""))?;
            }
            diesel::delete(event::table).execute(tx.conn)?;
            Ok(waiting.len())
        });
        if answered.unwrap() == 0 {
            return;
        }
    }
}

/// Everything of this file.
pub fn measure() {
    let folder = tempfile::tempdir().unwrap();
    let coalition = fill(folder.path());
    let instance = open(folder.path(), Ambient::system());
    let newest = instance.app.database().read(last_change).unwrap();
    assert!(instance.index.wait_for(newest, Duration::from_mins(10)), "the index follows");
    lists(&instance, &coalition);
    let member = viewer(&instance, &coalition.member);
    let all = count() / CURRENT;
    ribbon(&instance, &member, &format!("waiting of {all} current"));
    acknowledge(&instance, &member);
    let member = viewer(&instance, &coalition.member);
    ribbon(&instance, &member, &format!("waiting of {all} current, all acknowledged"));
}
