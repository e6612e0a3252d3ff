//! The board of 2,000 cards that 60 organisations begin, join and lead, a list of 100,000, and 500 reminders that are due in the same second:
//! `cargo bench --bench board`. `ENTENTE_BENCH_CARDS` says how many cards the long list has.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::cast_precision_loss,
    reason = "a measurement that cannot go on should stop where it stands, and tells what it sees"
)]

mod browser;
#[expect(dead_code, reason = "other measurements use more of it")]
mod coalition;
#[expect(dead_code, reason = "other measurements use more of it")]
mod shared;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::access::Viewer;
use entente::actions::{self, Seen};
use entente::app::Instance;
use entente::config::{Config, Settings};
use entente::contributions;
use entente::db::schema::{event, timer};
use entente::db::{Ambient, Conn, Moment, Tx, last_change};
use entente::error::Result;
use entente::flow::Decision;
use entente::outbox::EventKind;
use entente::people;
use entente::web::body;
use serde_json::json;

use crate::browser::Browser;
use crate::coalition::{COUNTRIES, Coalition, Listening, found};
use crate::shared::milliseconds;

const ORGANISATIONS: usize = 60;
const BOARD: usize = 2_000;
const REMINDED: usize = 500;
/// So many cards go into one transaction.
const BATCH: usize = 250;
const STAGES: [&[&str]; 7] = [
    &[],
    &["considered"],
    &["preparing"],
    &["preparing", "in_consultation"],
    &["preparing", "agreed"],
    &["preparing", "agreed", "delivered"],
    &["preparing", "agreed", "delivered", "following_up"],
];

fn open(folder: &Path, ambient: Ambient) -> Arc<Instance> {
    let mut settings = Settings { data: Some(folder.to_owned()), ..Settings::default() };
    settings.listen = Some("127.0.0.1:0".parse().unwrap());
    settings.public_url = Some("http://localhost".to_owned());
    Arc::new(Instance::open(Config::settle(settings).unwrap(), ambient).unwrap())
}

/// Who acts for an organisation: a delegate and a reviewer.
type Acting = [Viewer; 2];

/// Those of each.
fn staff(instance: &Instance) -> Vec<Acting> {
    let now = instance.app.ambient().now();
    let read = |conn: &mut Conn| {
        let mut staff: Vec<Acting> = Vec::new();
        for number in 0..ORGANISATIONS {
            let slug = format!("organisation-{number}");
            let home = people::organisation_for_operator(conn, &slug)?;
            let mut viewer = |place: usize| {
                let email = format!("person-{place}@{slug}.example.org");
                let person = people::colleague(conn, &home.id, &email)?;
                people::viewer_for(conn, &person.id, now)
            };
            staff.push([viewer(0)?, viewer(1)?]);
        }
        Ok(staff)
    };
    instance.app.database().read(read).unwrap()
}

/// Who begins the card of this number.
fn beginner(number: usize) -> usize {
    number / 4 % ORGANISATIONS
}

/// Who joins it; of its own organisation alone, nobody.
fn joiner(number: usize) -> Option<usize> {
    let home = beginner(number);
    match number % 4 {
        0 => None,
        3 => Some(if home == 7 { 8 } else { 7 }),
        _ => Some((home + 1 + number % 11) % ORGANISATIONS),
    }
}

/// A card, and when it is due: for its own organisation, for members, for everybody, for one more.
fn card(number: usize, due: Moment) -> actions::NewAction {
    let own = format!("org:organisation-{}", beginner(number));
    let other = format!("org:organisation-{}", joiner(number).unwrap_or_default());
    let sent = json!({
        "kind": (["demarche", "letter", "litigation", "campaign"])[number % 4],
        "title": format!("Card {number} of the bench, in as many words as usual"),
        "brief": format!("What is to be done, in word{} and word{}. ", number % 997, number % 89).repeat(6),
        "countries": [COUNTRIES[number % COUNTRIES.len()]],
        "target": { "kind": "government", "name": format!("Ministry {}", number % 211) },
        "due_at": due.rfc3339(),
        "audience": [([own.as_str(), "coalition", "public", other.as_str()])[number % 4]],
    });
    body::read(&sent).unwrap()
}

/// Begins a card and approves it, moves it to a stage and gives every second a task; where others read it, one of them joins and,
/// of every third, takes the lead.
fn begin_one(
    tx: &mut Tx<'_>,
    instance: &Instance,
    staff: &[Acting],
    (number, due): (usize, Moment),
) -> Result<()> {
    let (vault, seen) = (&instance.vault, Seen::default());
    let [delegate, reviewer] = &staff[beginner(number)];
    let reference = actions::begin(tx, vault, delegate, card(number, due))?.0.reference;
    if number % 4 > 0 {
        contributions::approve::<actions::Action>(tx, vault, reviewer, &reference, Decision::default())?;
    }
    for to in STAGES[number % STAGES.len()] {
        actions::move_on(tx, delegate, &reference, ("", to, ""), &seen)?;
    }
    if number.is_multiple_of(2) {
        let task = json!({ "title": format!("Task of card {number}") });
        entente::tasking::add_task(tx, delegate, &reference, &body::read(&task)?, &seen)?;
    }
    if let Some(joiner) = joiner(number) {
        let [other, _] = &staff[joiner];
        actions::join(tx, other, &reference, &seen)?;
        if number.is_multiple_of(3) {
            let slug = format!("organisation-{joiner}");
            actions::give_lead(tx, delegate, &reference, &slug, &seen)?;
            actions::take_lead(tx, other, &reference, &seen)?;
        }
    }
    Ok(())
}

/// Begins the cards with these numbers. Nobody is told.
fn begin(instance: &Instance, numbers: std::ops::Range<usize>, due: TimeDelta) {
    let staff = staff(instance);
    let numbers: Vec<usize> = numbers.collect();
    for batch in numbers.chunks(BATCH) {
        let write = |tx: &mut Tx<'_>| {
            for number in batch {
                let due = tx.now().plus(due).plus(TimeDelta::minutes(i64::try_from(number % 7_000).unwrap()));
                begin_one(tx, instance, &staff, (*number, due))?;
            }
            diesel::delete(event::table).execute(tx.conn)?;
            diesel::delete(timer::table.filter(timer::subject.ne(""))).execute(tx.conn)?;
            Ok(())
        };
        instance.app.write_now(write).unwrap();
    }
}

fn follow(instance: &Instance) {
    let newest = instance.app.database().read(last_change).unwrap();
    assert!(instance.index.wait_for(newest, Duration::from_mins(10)), "the index follows");
}

/// Median, 95th and longest of a hundred times, in milliseconds; and the first.
fn time(what: &str, mut ask: impl FnMut(usize)) {
    let begun = Instant::now();
    ask(0);
    let first = milliseconds(begun);
    let mut times: Vec<f64> = (0..100)
        .map(|turn| {
            let begun = Instant::now();
            ask(turn);
            milliseconds(begun)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    eprintln!("{what}: first {first:.1} ms, median {:.2} ms, 95th {:.2} ms", times[50], times[95]);
}

/// Somebody of another organisation looks at what there is.
fn look(folder: &Path, coalition: &Coalition, cards: usize) {
    let instance = open(folder, Ambient::system());
    follow(&instance);
    let listening = Listening::new(&instance);
    let mut browser = Browser::open(listening.port, Some(&coalition.cookie));
    let mut page = |path: &str| assert_eq!(browser.get(path).status, 200, "{path}");
    time(&format!("{cards} cards: board of a member"), |_| page("/board"));
    time(&format!("{cards} cards: list of a member"), |_| page("/actions"));
    time(&format!("{cards} cards: list, each time another country and stage"), |turn| {
        let stage = ["proposed", "considered", "preparing", "agreed", "all"][turn / 20];
        page(&format!("/actions?stage={stage}&country={}", COUNTRIES[turn % 20]));
    });
    time(&format!("{cards} cards: list, each time another word"), |turn| {
        page(&format!("/actions?stage=all&q=word{turn}"));
    });
    time(&format!("{cards} cards: calendar of a month"), |_| page("/calendar"));
}

/// Cards that are due in the same second, and the reminders of that: each is told once to each of the two organisations that have a
/// part in it.
fn remind(folder: &Path) {
    let instance = open(folder, Ambient::system());
    let staff = staff(&instance);
    let begin = |tx: &mut Tx<'_>| {
        let due = tx.now().plus(TimeDelta::days(2));
        // Members read them, and they are still to be done: nobody is reminded of what is delivered.
        let undone = |number: &usize| !STAGES[number % STAGES.len()].contains(&"delivered");
        for number in (0..).map(|number| number * 4 + 1).filter(undone).take(REMINDED) {
            begin_one(tx, &instance, &staff, (number, due))?;
        }
        diesel::delete(event::table).execute(tx.conn)?;
        Ok(())
    };
    instance.app.write_now(begin).unwrap();
    drop(instance);
    let later = open(folder, Ambient::ahead(TimeDelta::days(2)));
    let told = || {
        let of_it = event::table.filter(event::kind.eq(EventKind::ActionDue));
        let told = of_it.select((event::subject, event::addressee));
        later.app.database().read(|conn| Ok(told.load::<(String, String)>(conn)?)).unwrap()
    };
    let begun = Instant::now();
    let deadline = begun + Duration::from_mins(2);
    while told().len() < 2 * REMINDED {
        assert!(
            Instant::now() < deadline,
            "{} of {} reminders after two minutes",
            told().len(),
            2 * REMINDED
        );
        later.timers.work().unwrap();
    }
    let took = milliseconds(begun);
    later.timers.work().unwrap();
    let told = told();
    assert_eq!(told.len(), 2 * REMINDED, "each is told once");
    assert_eq!(told.iter().collect::<BTreeSet<_>>().len(), 2 * REMINDED, "each to both of its organisations");
    let cards: BTreeSet<&String> = told.iter().map(|(card, _)| card).collect();
    assert_eq!(cards.len(), REMINDED, "each of the cards");
    eprintln!("{REMINDED} reminders of cards due in one second, each to two organisations: {took:.0} ms");
}

fn main() {
    // Cargo's test runner asks every bench for its list of tests; there is none.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    let many = std::env::var("ENTENTE_BENCH_CARDS").ok().map_or(100_000, |count| count.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let instance = open(folder.path(), Ambient::system());
    let coalition = instance.app.write_now(|tx| found(tx, (ORGANISATIONS, 400), "")).unwrap();
    let begun = Instant::now();
    begin(&instance, 0..BOARD, TimeDelta::days(3));
    eprintln!(
        "{BOARD} cards begun and approved, {:.0} a second",
        BOARD as f64 * 1_000.0 / milliseconds(begun)
    );
    drop(instance);
    look(folder.path(), &coalition, BOARD);
    let instance = open(folder.path(), Ambient::system());
    begin(&instance, BOARD..many, TimeDelta::days(3));
    drop(instance);
    look(folder.path(), &coalition, many);
    remind(folder.path());
}
