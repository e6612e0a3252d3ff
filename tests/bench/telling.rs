//! What it costs to tell one event to 5,000 people of 200 organisations, what others feel of it meanwhile, and how many messages
//! a second leave by 1 and by 8 connections: `cargo bench --bench telling`. `ENTENTE_BENCH_PEOPLE` says how many people.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::cast_precision_loss,
    reason = "a measurement that cannot go on should stop where it stands, and tells what it sees"
)]

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../smtp.rs"]
mod smtp;

/// What the relay of the tests asks of them.
mod support {
    pub fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }
}

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use entente::access::{OrganisationKind, Role, Viewer};
use entente::accounts;
use entente::app::Instance;
use entente::config::{Config, Settings};
use entente::db::schema::{event, outbox as message};
use entente::db::{Ambient, PersonId, Tx};
use entente::error::Result;
use entente::mail::Mailer;
use entente::notifications::{Courier, needs};
use entente::outbox::{self, Cadence, EventKind, Preference, To, Topic};
use entente::people::{self, NewGroup, NewOrganisation};
use smtp::{Relay, Security};

const ORGANISATIONS: usize = 200;
const ROUNDS: usize = 5;
/// So many messages are sent for each number of connections.
const MESSAGES: i64 = 1_000;

fn people() -> usize {
    std::env::var("ENTENTE_BENCH_PEOPLE").ok().map_or(5_000, |count| count.parse().unwrap())
}

/// Milliseconds that have passed.
fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

/// A coalition whose people are mailed at once of groups; gives the convenor and one of the people.
fn found(tx: &mut Tx<'_>) -> Result<(PersonId, PersonId)> {
    let office =
        NewOrganisation::known("secretariat", "Secretariat", OrganisationKind::Secretariat, None, "");
    let office = people::found(tx, office)?;
    let convenor = accounts::enrol(tx, &office, "Convenor", "convenor@example.org", "", &[Role::Convenor])?;
    let mut somebody = convenor.clone();
    for number in 0..ORGANISATIONS {
        let slug = format!("organisation-{number}");
        let kind = OrganisationKind::ALL[number % 6];
        let home = people::found(tx, NewOrganisation::known(&slug, &slug, kind, None, ""))?;
        let at_once = Preference { on_dashboard: true, cadence: Cadence::AtOnce };
        outbox::set_preference(tx, home.id.as_str(), Topic::Groups, at_once)?;
        for person in 0..people() / ORGANISATIONS {
            let role = [Role::Reporter, Role::Reviewer, Role::Observer][person % 3];
            let email = format!("person-{person}@{slug}.example.org");
            somebody = accounts::enrol(tx, &home, "Somebody", &email, "", &[role])?;
        }
    }
    Ok((convenor, somebody))
}

/// A group of all organisations, which everybody is still to be told of, as one event.
fn happen(tx: &mut Tx<'_>, convenor: &Viewer, round: usize) -> Result<()> {
    let group = people::create_group(
        tx,
        convenor,
        &NewGroup {
            slug: format!("group-{round}"),
            name: format!("Group {round}"),
            purpose: String::new(),
            confidential_roster: false,
            members: (0..ORGANISATIONS).map(|number| format!("organisation-{number}")).collect(),
        },
    )?;
    diesel::delete(event::table).execute(tx.conn)?;
    outbox::tell(tx, EventKind::GroupJoined, (group.id.as_str(), group.id.as_str()), &To::Coalition, None)
}

/// The median and the longest of some work that is done again and again until something is over.
fn meanwhile(over: &AtomicBool, work: impl Fn()) -> (f64, f64) {
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

fn instance(folder: &std::path::Path, relay: &Relay, connections: u32) -> Instance {
    let mut settings = Settings { data: Some(folder.to_owned()), ..Settings::default() };
    relay.settle(&mut settings);
    settings.smtp_connections = Some(connections);
    Instance::open(Config::settle(settings).unwrap(), Ambient::system()).unwrap()
}

fn fan_out(instance: &Instance, convenor: &PersonId, somebody: &PersonId) {
    let app = &instance.app;
    let viewer = |id: &PersonId| {
        let now = app.ambient().now();
        app.database().read(|conn| people::viewer_for(conn, id, now)).unwrap()
    };
    let (convenor, reader) = (viewer(convenor), viewer(somebody));
    let read = || drop(app.database().read(|conn| needs(conn, &reader, app.ambient().now(), 100)).unwrap());
    let write = || app.write_now(|tx| outbox::settle(tx, &[])).unwrap();
    for round in 0..ROUNDS {
        app.write_now(|tx| happen(tx, &convenor, round)).unwrap();
        let quiet = AtomicBool::new(false);
        let (before, _) = std::thread::scope(|scope| {
            let reading = scope.spawn(|| meanwhile(&quiet, read));
            std::thread::sleep(Duration::from_millis(500));
            quiet.store(true, Ordering::Relaxed);
            reading.join().unwrap()
        });
        let told = AtomicBool::new(false);
        let (took, reads, writes) = std::thread::scope(|scope| {
            let reading = scope.spawn(|| meanwhile(&told, read));
            let writing = scope.spawn(|| meanwhile(&told, write));
            let begun = Instant::now();
            assert_eq!(instance.courier.tell().unwrap(), 1);
            let took = milliseconds(begun);
            told.store(true, Ordering::Relaxed);
            (took, reading.join().unwrap(), writing.join().unwrap())
        });
        eprintln!(
            "told {} people in {took:.0} ms; a reader's median {before:.2} ms before, {:.2} ms meanwhile; a writer waited {:.1} ms, at most {:.0} ms",
            people(),
            reads.0,
            writes.0,
            writes.1
        );
    }
}

fn send(instance: &Instance, relay: &Relay, connections: u32) {
    let app = &instance.app;
    let mailer = Mailer::of(app.config(), false).unwrap();
    let courier = Courier::new(app.clone(), mailer);
    app.write_now(|tx| {
        let ids: Vec<String> = message::table
            .filter(message::ended_at.is_null())
            .filter(message::due_at.gt(tx.now()))
            .limit(MESSAGES)
            .select(message::id)
            .load(tx.conn)?;
        diesel::update(message::table.filter(message::id.eq_any(ids)))
            .set(message::due_at.eq(tx.now()))
            .execute(tx.conn)?;
        Ok(())
    })
    .unwrap();
    let begun = Instant::now();
    let sent = courier.deliver().unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    let taken = relay.empty().len();
    eprintln!("{connections} connections: {taken} messages taken, {:.0} a second", sent as f64 / seconds);
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::new(Security::Implicit);
    {
        let instance = instance(folder.path(), &relay, 1);
        let (convenor, somebody) = instance.app.write_now(found).unwrap();
        fan_out(&instance, &convenor, &somebody);
    }
    for connections in [1, 8] {
        send(&instance(folder.path(), &relay, connections), &relay, connections);
    }
}
