//! What it costs to tell an alert to 5,000 people of 200 organisations, what readers and writers feel of it meanwhile, and how
//! many messages a second leave by 1 and by 8 connections; then, with 100,000 alerts, how long their list takes on pages and for
//! programs, and what the ribbon adds to every page: `cargo bench --bench telling`. `ENTENTE_BENCH_PEOPLE` and
//! `ENTENTE_BENCH_ALERTS` say how many of each.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::panic,
    clippy::cast_precision_loss,
    reason = "a measurement that cannot go on should stop where it stands, and tells what it sees"
)]

mod alert_lists;
mod browser;
mod coalition;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../http.rs"]
mod http;
#[expect(dead_code, reason = "other measurements use more of it")]
mod shared;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../smtp.rs"]
mod smtp;

/// What the relay of the tests asks of them.
mod support {
    pub fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }
}

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use entente::access::Viewer;
use entente::alerts;
use entente::app::Instance;
use entente::config::{Config, Settings};
use entente::db::schema::{event, notification, outbox as message, release};
use entente::db::{Ambient, PersonId, last_change};
use entente::flow::ReleaseState;
use entente::mail::Mailer;
use entente::notifications::Courier;
use entente::outbox::{self, EventKind};
use entente::people;

use crate::browser::Browser;
use crate::coalition::{Coalition, Listening, alert, found, people as people_told};
use crate::shared::milliseconds;
use crate::smtp::{Relay, Security};

pub(crate) const ORGANISATIONS: usize = 200;
const ROUNDS: usize = 5;
/// So many messages are sent for each number of connections.
const MESSAGES: i64 = 2_000;

/// The median and the longest of some work that is done again and again until something is over.
fn meanwhile(over: &AtomicBool, mut work: impl FnMut()) -> (f64, f64) {
    let mut times = Vec::new();
    while times.is_empty() || !over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        work();
        times.push(milliseconds(begun));
        std::thread::sleep(Duration::from_millis(2));
    }
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() - 1])
}

pub(crate) fn viewer(instance: &Instance, id: &PersonId) -> Viewer {
    let now = instance.app.ambient().now();
    instance.app.database().read(|conn| people::viewer_for(conn, id, now)).unwrap()
}

/// An instance that sends by a relay, with all it holds in its index.
fn instance(folder: &Path, relay: &Relay, connections: u32) -> Arc<Instance> {
    let mut settings = Settings { data: Some(folder.to_owned()), ..Settings::default() };
    settings.listen = Some("127.0.0.1:0".parse().unwrap());
    settings.public_url = Some("http://localhost".to_owned());
    relay.settle(&mut settings);
    settings.smtp_connections = Some(connections);
    Arc::new(Instance::open(Config::settle(settings).unwrap(), Ambient::system()).unwrap())
}

/// How much people have been told.
fn rows(instance: &Instance) -> i64 {
    instance.app.database().read(|conn| Ok(notification::table.count().get_result(conn)?)).unwrap()
}

/// One alert told to everybody, again and again, while one reader asks for pages and one writer writes.
fn fan_out(instance: &Arc<Instance>, coalition: &Coalition) {
    let app = &instance.app;
    let delegate = viewer(instance, &coalition.delegate);
    let listening = Listening::new(instance);
    let mut browser = Browser::open(listening.port, Some(&coalition.cookie));
    let mut read = || assert_eq!(browser.get("/alerts").status, 200);
    let write = || app.write_now(|tx| outbox::settle(tx, &[])).unwrap();
    for _ in 0..ROUNDS {
        app.write_now(|tx| {
            // Each is confirmed before the next: one person has three unconfirmed at most.
            diesel::update(release::table.filter(release::state.eq(ReleaseState::Unconfirmed)))
                .set(release::state.eq(ReleaseState::Approved))
                .execute(tx.conn)?;
            alerts::post(tx, &instance.vault, &delegate, alert(tx.now(), ("coalition", true, 2, 40)))?;
            let others = event::table.filter(event::kind.ne(EventKind::AlertReleased));
            diesel::delete(others).execute(tx.conn)?;
            Ok(())
        })
        .unwrap();
        let before_rows = rows(instance);
        let newest = app.database().read(last_change).unwrap();
        assert!(instance.index.wait_for(newest, Duration::from_secs(10)));
        let quiet = AtomicBool::new(false);
        let (before, _) = std::thread::scope(|scope| {
            let reading = scope.spawn(|| meanwhile(&quiet, &mut read));
            std::thread::sleep(Duration::from_secs(1));
            quiet.store(true, Ordering::Relaxed);
            reading.join().unwrap()
        });
        let told = AtomicBool::new(false);
        let (took, reads, writes) = std::thread::scope(|scope| {
            let reading = scope.spawn(|| meanwhile(&told, &mut read));
            let writing = scope.spawn(|| meanwhile(&told, write));
            let begun = Instant::now();
            assert_eq!(instance.courier.tell().unwrap(), 1);
            let took = milliseconds(begun);
            told.store(true, Ordering::Relaxed);
            (took, reading.join().unwrap(), writing.join().unwrap())
        });
        let rows = rows(instance) - before_rows;
        let ratio = reads.0 / before;
        eprintln!(
            "an alert told to {rows} people in {took:.0} ms; a reader's median page {before:.2} ms before, {:.2} ms meanwhile ({ratio:.2}); a writer waited {:.1} ms, at most {:.0} ms",
            reads.0, writes.0, writes.1
        );
        assert!(rows >= i64::try_from(people_told()).unwrap() * 9 / 10, "everybody is told");
    }
}

/// Sends so many messages that are due.
fn send(instance: &Instance, relay: &Relay, connections: u32) {
    let app = &instance.app;
    let courier = Courier::new(app.clone(), Mailer::of(app.config(), false).unwrap());
    relay.empty();
    app.write_now(|tx| {
        let ids: Vec<String> = message::table
            .filter(message::ended_at.is_null())
            .limit(MESSAGES)
            .select(message::id)
            .load(tx.conn)?;
        // The rest is due later.
        diesel::update(message::table.filter(message::ended_at.is_null()))
            .set(message::due_at.eq(tx.after(chrono::TimeDelta::hours(1))))
            .execute(tx.conn)?;
        diesel::update(message::table.filter(message::id.eq_any(ids)))
            .set(message::due_at.eq(tx.now()))
            .execute(tx.conn)?;
        Ok(())
    })
    .unwrap();
    let begun = Instant::now();
    let ended = courier.deliver().unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    let taken = relay.empty().len();
    eprintln!(
        "{connections} connections: {taken} of {ended} messages taken, {:.0} a second",
        ended as f64 / seconds
    );
}

/// How fast the relay itself takes messages, asked by as many threads of one pool: what the program is held against.
fn relay_alone(instance: &Instance, relay: &Relay, connections: u32) {
    relay.empty();
    let mailer = Mailer::of(instance.app.config(), false).unwrap().unwrap();
    let left = std::sync::atomic::AtomicI64::new(MESSAGES);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..connections {
            scope.spawn(|| {
                while left.fetch_sub(1, Ordering::Relaxed) > 0 {
                    assert_eq!(mailer.send(&coalition::letter()).unwrap(), Ok(()));
                }
            });
        }
    });
    let taken = relay.empty().len();
    let rate = taken as f64 / begun.elapsed().as_secs_f64();
    eprintln!("{connections} connections: the relay alone takes {rate:.0} a second");
}

fn main() {
    // Cargo's test runner asks every bench for its list of tests; there is none.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::new(Security::Implicit);
    {
        let instance = instance(folder.path(), &relay, 1);
        let coalition = instance.app.write_now(|tx| found(tx, (ORGANISATIONS, people_told()), "")).unwrap();
        fan_out(&instance, &coalition);
    }
    for connections in [1, 8] {
        let instance = instance(folder.path(), &relay, connections);
        relay_alone(&instance, &relay, connections);
        send(&instance, &relay, connections);
    }
    alert_lists::measure();
}
