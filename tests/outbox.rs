//! The real program, killed while it sends: every message is taken, and none more often than it must be.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use entente::db::schema::{notification, outbox};
use entente::db::{Ambient, Database};
use entente::outbox::{Cadence, Preference, Topic, set_preference};
use entente::people::{self, NewGroup};

use crate::program::{FIRST, Home, Program, entente};
use crate::smtp::{FROM, Fault, Relay, SECRET, Security, USER};

/// So often the program is killed; `ENTENTE_TEST_KILLS` says otherwise. 200 take about eight minutes.
const KILLS: usize = 20;
/// So many messages are handed over at once.
const CONNECTIONS: usize = 4;
/// So long the relay takes for a message.
const TAKES: Duration = Duration::from_millis(20);
/// More messages than a life of the program claims: a life goes on for at most 26 ms after the first is taken, in which the
/// connections finish half of the 16 messages that are claimed at once. So some are due until the last kill, and what a kill
/// interrupted waits behind them.
const A_LIFE: usize = 24;

fn serve(home: &Home, relay: &Relay) -> Program {
    let database = home.url();
    let mut command = entente(&home.data, database.starts_with("postgres").then_some(database.as_str()));
    let (address, authority) = (relay.address(), relay.authority());
    command.args(["--smtp", &address, "--smtp-user", USER, "--smtp-password", SECRET, "--mail-from", FROM]);
    command.args(["--smtp-connections", &CONNECTIONS.to_string(), "--smtp-authority"]).arg(authority);
    Program::started(command)
}

fn wait(what: &str, until: impl Fn() -> bool) {
    let begun = Instant::now();
    while !until() {
        assert!(begun.elapsed() < Duration::from_mins(2), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Tells of so many things at once, each by a message that is due.
fn tell(home: &Home, relay: &Relay, database: &Database, messages: usize) {
    database
        .write(|tx| {
            let secretariat = people::organisation_for_operator(tx.conn, "secretariat")?;
            let first = people::colleague(tx.conn, &secretariat.id, FIRST)?;
            let at_once = Preference { on_dashboard: true, cadence: Cadence::AtOnce };
            set_preference(tx, first.id.as_str(), Topic::Groups, at_once)?;
            let viewer = people::viewer_for(tx.conn, &first.id, tx.now())?;
            for number in 0..messages {
                let slug = format!("group-{number}");
                let members = vec!["secretariat".to_owned()];
                let purpose = String::new();
                let name = slug.clone();
                let new = NewGroup { slug, name, purpose, confidential_roster: false, members };
                people::create_group(tx, &viewer, &new)?;
            }
            Ok(())
        })
        .unwrap();
    // A program with a relay plans messages as it tells; then all is due.
    let program = serve(home, relay);
    let told = || {
        let count = database.read(|conn| Ok(outbox::table.count().get_result::<i64>(conn)?)).unwrap();
        usize::try_from(count).unwrap()
    };
    wait("all is told", || told() >= messages);
    program.kill();
    database
        .write(|tx| {
            diesel::update(outbox::table).set(outbox::due_at.eq(tx.now())).execute(tx.conn)?;
            Ok(())
        })
        .unwrap();
}

#[test]
fn every_message_is_taken_however_often_the_program_is_killed() {
    let kills = std::env::var("ENTENTE_TEST_KILLS").ok().map_or(KILLS, |kills| kills.parse().unwrap());
    // Each program has few groups: who is told of one is asked about all that they see.
    for begun in (0..kills).step_by(KILLS) {
        killed(KILLS.min(kills - begun));
    }
}

/// Kills a program so often while it sends, and counts what was taken.
fn killed(kills: usize) {
    let relay = Relay::new(Security::Implicit);
    let home = Home::new();
    home.set_up().0.kill();
    let database = Database::connect(&home.url(), Ambient::system()).unwrap();
    let messages = kills * A_LIFE + 10;
    tell(&home, &relay, &database, messages);
    relay.fail(std::iter::repeat_n(Fault::Wait(TAKES), messages * 2));
    for _ in 0..kills {
        // What was handed over before the last kill may still be taken.
        std::thread::sleep(TAKES * 3);
        let before = relay.taken().len();
        let program = serve(&home, &relay);
        wait("it goes on", || relay.taken().len() > before || relay.taken().len() >= messages);
        let [chance] = Ambient::system().bytes::<1>();
        std::thread::sleep(Duration::from_micros(u64::from(chance) * 100));
        program.kill();
    }
    let program = serve(&home, &relay);
    let open = || {
        let open = outbox::table.filter(outbox::ended_at.is_null()).count();
        database.read(|conn| Ok(open.get_result::<i64>(conn)?)).unwrap()
    };
    wait("all is sent", || open() == 0);
    program.kill();
    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    for taken in relay.taken() {
        *copies.entry(taken.header("Message-ID").unwrap()).or_default() += 1;
    }
    let notifications: i64 = database.read(|conn| Ok(notification::table.count().get_result(conn)?)).unwrap();
    assert_eq!(copies.len(), usize::try_from(notifications).unwrap(), "none is lost");
    assert_eq!(copies.len(), messages);
    let twice: usize = copies.values().map(|count| count - 1).sum();
    eprintln!("{kills} kills, {messages} messages, {twice} duplicates");
    let most = kills * CONNECTIONS;
    assert!(
        twice <= most,
        "{twice} duplicates in {kills} kills: each connection was handing over one message"
    );
    assert!(copies.values().all(|count| *count <= 2), "at most one duplicate of each: {copies:?}");
}
