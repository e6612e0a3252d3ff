//! Joint statements: the difference of two versions of 10,000 words; the page and the JSON of a statement of 200 paragraphs on which 2,000
//! comments were made; and 500 rounds of silence whose deadlines are in the same second: `cargo bench --bench statements`.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::panic,
    reason = "a measurement that cannot go on should stop where it stands, and tells what it sees"
)]

mod browser;
#[expect(dead_code, reason = "other measurements use more of it")]
mod coalition;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../http.rs"]
mod http;
#[expect(dead_code, reason = "other measurements use more of it")]
mod shared;

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use criterion::{BenchmarkId, Criterion};
use diesel::prelude::*;
use entente::access::{OrganisationKind, Role, Viewer};
use entente::accounts::{self, Password};
use entente::actions::{Action, Seen};
use entente::amending;
use entente::app::Instance;
use entente::chamber;
use entente::config::{Config, Settings};
use entente::contributions;
use entente::db::schema::{event, silence_round, statement_step, timer};
use entente::db::{Ambient, Conn, RoundId, Tx, last_change};
use entente::error::Result;
use entente::flow::Decision;
use entente::jobs::TimerKind;
use entente::outbox::EventKind;
use entente::people::{self, NewOrganisation};
use entente::rounds;
use entente::statements::{self, NewMove, NewParagraph, NewText, Wording};
use entente::web::body;
use serde_json::{Value, json};
use wording::{Paragraph, ParagraphId, Part, difference};

use crate::browser::Browser;
use crate::coalition::{Coalition, Listening, MEMBER, PASSWORD, found};
use crate::http::Client;
use crate::shared::{Dice, milliseconds};

const ORGANISATIONS: usize = 60;
const PARAGRAPHS: usize = 200;
/// So many words has each.
const WORDS: usize = 50;
const COMMENTS: usize = 2_000;
const ROUNDS: usize = 500;
/// So much of it goes into one transaction.
const BATCH: usize = 25;
/// So long the rounds run.
const HOURS: TimeDelta = TimeDelta::hours(80);
/// The government that holds every pen.
const HOLDER: &str = "organisation-0";
const OFFICE: &str = "secretariat";

fn open(folder: &Path, ambient: Ambient) -> Arc<Instance> {
    let mut settings = Settings { data: Some(folder.to_owned()), ..Settings::default() };
    settings.listen = Some("127.0.0.1:0".parse().unwrap());
    settings.public_url = Some("http://localhost".to_owned());
    Arc::new(Instance::open(Config::settle(settings).unwrap(), ambient).unwrap())
}

/// Some words, a few of them often.
fn words(dice: &mut Dice) -> Vec<String> {
    (0..WORDS).map(|_| format!("word{}", dice.skewed(2_000))).collect()
}

fn other(dice: &mut Dice) -> String {
    format!("other{}", dice.roll(2_000))
}

/// The same words, but that one in ten went, came or became another.
fn amended(dice: &mut Dice, words: &[String]) -> Vec<String> {
    let mut amended = Vec::new();
    for word in words {
        match dice.roll(30) {
            0 => {}
            1 => amended.push(other(dice)),
            2 => amended.extend([word.clone(), other(dice)]),
            _ => amended.push(word.clone()),
        }
    }
    amended
}

/// Paragraphs in their order, each with its number.
fn version(texts: impl IntoIterator<Item = (usize, Vec<String>)>) -> Vec<Paragraph> {
    let paragraph = |(number, words): (usize, Vec<String>)| Paragraph {
        id: ParagraphId::new(u32::try_from(number + 1).unwrap()),
        part: Part::Operative,
        text: words.join(" "),
    };
    texts.into_iter().map(paragraph).collect()
}

/// Two versions of which one word in ten differs and a paragraph in twenty changes its place; and two that have nothing in common.
fn measure_differences(criterion: &mut Criterion) {
    let dice = &mut Dice(1);
    let texts: Vec<Vec<String>> = (0..PARAGRAPHS).map(|_| words(dice)).collect();
    let mut next: Vec<(usize, Vec<String>)> =
        texts.iter().map(|words| amended(dice, words)).enumerate().collect();
    for place in (0..PARAGRAPHS - 1).step_by(20) {
        next.swap(place, place + 1);
    }
    let strange = version((0..PARAGRAPHS).map(|number| (number, (0..WORDS).map(|_| other(dice)).collect())));
    let (before, next) = (version(texts.into_iter().enumerate()), version(next));
    let count = PARAGRAPHS * WORDS;
    for (name, after) in [("one word in ten differs", &next), ("every word differs", &strange)] {
        assert_eq!(difference(&before, after).len(), PARAGRAPHS);
        let id = BenchmarkId::new("difference of two versions", format!("{count} words, {name}"));
        criterion.bench_with_input(id, after, |bench, after| {
            bench.iter(|| difference(black_box(before.as_slice()), black_box(after.as_slice())));
        });
    }
}

/// Somebody of an organisation, as they are in this transaction.
fn viewer(tx: &mut Tx<'_>, slug: &str, place: usize) -> Result<Viewer> {
    let home = people::organisation_for_operator(tx.conn, slug)?;
    let person = people::colleague(tx.conn, &home.id, &format!("person-{place}@{slug}.example.org"))?;
    people::viewer_for(tx.conn, &person.id, tx.now())
}

/// The coalition, and a secretariat that has the chair.
fn assembled(instance: &Instance) -> Coalition {
    let hash = Password::choose(instance.app.config(), PASSWORD, &[]).unwrap();
    let hash = hash.hash(instance.app.ambient()).unwrap();
    let assemble = |tx: &mut Tx<'_>| {
        let coalition = found(tx, (ORGANISATIONS, 2 * ORGANISATIONS), &hash)?;
        let office = NewOrganisation::known(OFFICE, OFFICE, OrganisationKind::Secretariat, None, "");
        let office = people::found(tx, office)?;
        let email = format!("person-0@{OFFICE}.example.org");
        accounts::enrol(tx, &office, "The chair", &email, "", &[Role::Convenor])?;
        Ok(coalition)
    };
    instance.app.write_now(assemble).unwrap()
}

fn moved(tx: &mut Tx<'_>, instance: &Instance, who: &Viewer, (reference, sent): (&str, Value)) -> Result<()> {
    let new: NewMove = body::read(&sent)?;
    chamber::move_on(tx, &instance.vault, who, (reference, &new), &Seen::default()).map(|_| ())
}

/// A statement of this number with these paragraphs, which all members read and states negotiate.
fn negotiated(
    tx: &mut Tx<'_>,
    instance: &Instance,
    (number, paragraphs): (usize, Vec<NewParagraph>),
) -> Result<String> {
    let (vault, seen) = (&instance.vault, Seen::default());
    let (holder, second) = (viewer(tx, HOLDER, 0)?, viewer(tx, HOLDER, 1)?);
    let concept = json!({
        "title": format!("Statement {number} of the bench"), "audience": ["coalition"],
        "reason": "What is to be said, and why it is to be said now. ".repeat(6),
    });
    let begun = statements::begin(tx, vault, &holder, body::read(&concept)?)?;
    contributions::approve::<Action>(tx, vault, &second, &begun.action, Decision::default())?;
    let reference = begun.reference;
    moved(tx, instance, &holder, (&reference, json!({ "to": "drafting" })))?;
    let text = NewText { paragraphs: Some(paragraphs), ..NewText::default() };
    statements::write(tx, vault, &holder, &reference, &text, &seen)?;
    let until = tx.after(TimeDelta::days(1)).rfc3339();
    let asks = json!({ "to": "consultation", "audience": ["coalition"], "until": until });
    moved(tx, instance, &holder, (&reference, asks))?;
    let waits = statements::find(tx.conn, &holder, &reference)?.current()?.row.reference.clone();
    contributions::approve::<Wording>(tx, vault, &second, &waits, Decision::default())?;
    moved(tx, instance, &holder, (&reference, json!({ "to": "negotiation" })))?;
    Ok(reference)
}

fn paragraph(words: &[String]) -> NewParagraph {
    NewParagraph { kind: "operative".to_owned(), text: words.join(" "), ..NewParagraph::default() }
}

/// A long text, and what the delegates of all members say of its paragraphs. Nobody is told.
fn discussed(instance: &Instance) -> String {
    let dice = &mut Dice(2);
    let text: Vec<NewParagraph> = (0..PARAGRAPHS).map(|_| paragraph(&words(dice))).collect();
    let app = &instance.app;
    let reference = app.write_now(|tx| negotiated(tx, instance, (0, text))).unwrap();
    let numbers: Vec<usize> = (0..COMMENTS).collect();
    for batch in numbers.chunks(10 * BATCH) {
        let comment = |tx: &mut Tx<'_>| {
            for number in batch {
                let who = viewer(tx, &format!("organisation-{}", number % ORGANISATIONS), 0)?;
                let sent = json!({
                    "paragraph": format!("p{}", number % PARAGRAPHS + 1),
                    "text": format!("Comment {number}: what our capital would say instead, and why."),
                });
                amending::say(tx, &who, (&reference, &body::read(&sent)?), &Seen::default())?;
            }
            diesel::delete(event::table).execute(tx.conn)?;
            Ok(())
        };
        app.write_now(comment).unwrap();
    }
    let newest = app.database().read(last_change).unwrap();
    assert!(instance.index.wait_for(newest, Duration::from_mins(10)), "the index follows");
    reference
}

/// A member, who does not hold the pen, reads a long text with all that was said of it.
fn measure_reading(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let instance = open(folder.path(), Ambient::system());
    let coalition = assembled(&instance);
    let begun = Instant::now();
    let reference = discussed(&instance);
    eprintln!("{PARAGRAPHS} paragraphs and {COMMENTS} comments written in {:.0} ms", milliseconds(begun));
    let listening = Listening::new(&instance);
    let program = Client::of(listening.port).keeping_connections();
    let sent = json!({ "email": MEMBER, "password": PASSWORD });
    let session = program.post("/api/v1/sessions", &sent).expect(201).json();
    let program = program.with_bearer(session["access_token"].as_str().unwrap());
    let (page, call) = (format!("/statements/{reference}"), format!("/api/v1/statements/{reference}"));
    let view = program.get(&call).expect(200).json();
    let count = |what: &str| view[what].as_array().unwrap().len();
    assert_eq!((count("paragraphs"), count("inputs")), (PARAGRAPHS, COMMENTS), "it reads all of it");
    let mut browser = Browser::open(listening.port, Some(&coalition.cookie));
    eprintln!("its page: {} bytes, compressed", browser.get(&page).body.len());
    let what = format!("a statement of {PARAGRAPHS} paragraphs and {COMMENTS} comments");
    let mut group = criterion.benchmark_group(what);
    group.sample_size(20).measurement_time(Duration::from_secs(4)).warm_up_time(Duration::from_secs(1));
    group.bench_function("page of a member", |bench| {
        // A connection that was idle meanwhile has been closed.
        let mut browser = Browser::open(listening.port, Some(&coalition.cookie));
        bench.iter(|| assert_eq!(browser.get(&page).status, 200));
    });
    group.bench_function("JSON of a member", |bench| bench.iter(|| program.get(&call).expect(200)));
    group.finish();
}

/// The other governments: they have opened no notice, and the chair says why the round begins all the same.
fn waivers() -> BTreeMap<String, &'static str> {
    let governs = |number: &usize| OrganisationKind::ALL[number % 6] == OrganisationKind::Government;
    let others = (1..ORGANISATIONS).filter(governs);
    others.map(|number| (format!("organisation-{number}"), "They sit in this room.")).collect()
}

/// A statement of this number, of which a round runs until then: three governments have said something, and seven nothing.
fn put_to_silence(tx: &mut Tx<'_>, instance: &Instance, (number, deadline): (usize, &str)) -> Result<()> {
    let dice = &mut Dice(u64::try_from(number).unwrap());
    let text: Vec<NewParagraph> = (0..10).map(|_| paragraph(&words(dice))).collect();
    let reference = negotiated(tx, instance, (number, text))?;
    let chair = viewer(tx, OFFICE, 0)?;
    let silence = json!({ "to": "silence", "deadline": deadline, "waivers": waivers() });
    moved(tx, instance, &chair, (&reference, silence))?;
    let said = [(HOLDER, "co_sponsor"), ("organisation-6", "support"), ("organisation-12", "recused")];
    for (slug, value) in said {
        let who = viewer(tx, slug, 0)?;
        let mark = statements::find(tx.conn, &who, &reference)?.mark();
        let sent = json!({ "value": value, "version": mark, "text": "Why we say so." });
        rounds::say(tx, &instance.vault, &who, (&reference, &body::read(&sent)?))?;
    }
    Ok(())
}

/// Begins all rounds. Nobody is told, and nobody is reminded.
fn begin_rounds(folder: &Path) {
    let instance = open(folder, Ambient::system());
    assembled(&instance);
    let deadline = instance.app.ambient().now().plus(HOURS).rfc3339();
    let numbers: Vec<usize> = (0..ROUNDS).collect();
    for batch in numbers.chunks(BATCH) {
        let write = |tx: &mut Tx<'_>| {
            for number in batch {
                put_to_silence(tx, &instance, (*number, &deadline))?;
            }
            diesel::delete(event::table).execute(tx.conn)?;
            let others = timer::table.filter(timer::kind.ne(TimerKind::SilenceDeadline));
            diesel::delete(others).execute(tx.conn)?;
            Ok(())
        };
        instance.app.write_now(write).unwrap();
    }
}

/// What has become of the rounds: the record of each that is adopted, by its id; how often a statement was moved to its adoption; and of
/// which rounds that was told.
#[derive(Debug, PartialEq, Eq)]
struct Adopted {
    records: BTreeMap<String, String>,
    steps: i64,
    told: Vec<String>,
}

fn adopted(conn: &mut Conn) -> Result<Adopted> {
    let rows: Vec<(String, Option<String>)> = silence_round::table
        .filter(silence_round::outcome.eq("adopted"))
        .filter(silence_round::counted_at.is_not_null())
        .select((silence_round::id, silence_round::record))
        .load(conn)?;
    let records = rows.into_iter().filter_map(|(id, record)| Some((id, record?))).collect();
    let steps = statement_step::table.filter(statement_step::stage.eq("adopted")).count().get_result(conn)?;
    let told = event::table
        .filter(event::kind.eq(EventKind::StatementAdopted))
        .order(event::subject)
        .select(event::subject)
        .load(conn)?;
    Ok(Adopted { records, steps, told })
}

/// Rounds whose deadlines are in the same second are counted, recorded and told of, each once.
fn settle_rounds() {
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    begin_rounds(folder.path());
    eprintln!("{ROUNDS} rounds begun in {:.0} ms", milliseconds(begun));
    let later = open(folder.path(), Ambient::ahead(HOURS + TimeDelta::minutes(1)));
    let is_of_no_round = timer::table.filter(timer::kind.ne(TimerKind::SilenceDeadline));
    later.app.write_now(|tx| Ok(diesel::delete(is_of_no_round).execute(tx.conn)?)).unwrap();
    let begun = Instant::now();
    let fired = later.timers.work().unwrap();
    let took = milliseconds(begun);
    let counted = || later.app.database().read(adopted).unwrap();
    let first = counted();
    assert_eq!((fired, first.records.len()), (ROUNDS, ROUNDS), "each is adopted, and has its record");
    assert_eq!(first.steps, i64::try_from(ROUNDS).unwrap(), "each is adopted once");
    assert!(first.told.iter().eq(first.records.keys()), "each is told of once");
    let signer = rounds::signer(later.app.key()).unwrap();
    let key = signer.key();
    let verified = |record: &String| adoption_record::verify(record, Some(key.as_str())).unwrap();
    let references: BTreeSet<String> =
        first.records.values().map(|record| verified(record).record.reference).collect();
    assert_eq!(references.len(), ROUNDS, "each record is of another statement");
    // Done again, by the timers or for one after the other, it changes nothing.
    assert_eq!(later.timers.work().unwrap(), 0);
    let again = |tx: &mut Tx<'_>| {
        let mut ids = first.records.keys().map(|id| RoundId::from(id.clone()));
        ids.try_for_each(|id| rounds::deadline_due(tx, &id, (&signer, "http://localhost")))
    };
    later.app.write_now(again).unwrap();
    assert_eq!(counted(), first, "nothing is adopted twice");
    eprintln!("{ROUNDS} rounds of silence that end in one second: {took:.0} ms");
}

fn main() {
    // Cargo's test runner asks every bench for its list of tests; there is none.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    measure_differences(&mut criterion);
    measure_reading(&mut criterion);
    criterion.final_summary();
    settle_rounds();
}
