//! Lists of synthetic coalitions: how long a page with its count and all facets takes, cold and hot, and how
//! that grows. `cargo bench --bench lists`; sizes by `ENTENTE_BENCH_SIZES` (renditions, separated by commas).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a measurement that cannot go on should stop where it stands, and tells what it sees"
)]

mod shared;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use criterion::{BatchSize, BenchmarkId, Criterion};
use entente::access::{Audience, Membership, OrganisationKind, Readable, Role, Token, Viewer, terms};
use entente::audit::{self, Actor, Entry, SubjectKind};
use entente::db::{Ambient, Change, ChangeKind, Conn, Database, Moment};
use entente::error::Result;
use entente::index::{Document, Follower, Index, Kind, ONGOING, Query, Replacement, Sort, Source, Want};
use entente::reports::{Facet, REPORTS};

use shared::{Dice, milliseconds};

const ORGANISATIONS: u64 = 200;
const GROUPS: u64 = 20;
const EPOCHS: i32 = 12;

fn organisation(number: u64) -> String {
    format!("0190a000-0000-7000-8000-{number:012x}")
}

fn kind(number: u64) -> OrganisationKind {
    OrganisationKind::ALL[usize::try_from(number % 6).unwrap()]
}

fn group(number: u64) -> String {
    format!("0190b000-0000-7000-8000-{number:012x}")
}

/// A third public, the rest spread over coalition, sectors, groups, organisations and persons.
fn audience(dice: &mut Dice, owner: u64) -> Audience {
    let own = Token::Organisation(organisation(owner).into());
    let except =
        |dice: &mut Dice| (dice.roll(10) == 0).then(|| organisation(dice.roll(ORGANISATIONS)).into());
    match dice.roll(100) {
        0..35 => Audience::of(Token::Public),
        35..55 => Audience::new([Token::Coalition], except(dice)).unwrap(),
        55..70 => Audience::new(
            [own, Token::Sector(kind(dice.roll(6))), Token::Sector(kind(dice.roll(6)))],
            except(dice),
        )
        .unwrap(),
        70..85 => {
            let epoch = i32::try_from(dice.roll(12)).unwrap() + 1;
            let named = Token::Group(group(dice.roll(GROUPS)).into(), epoch);
            Audience::new([own, named], except(dice)).unwrap()
        }
        85..97 => Audience::of(own),
        _ => Audience::of(Token::Person(format!("person-{}", dice.roll(1000)).into())),
    }
}

fn text(dice: &mut Dice, words: u64) -> String {
    let mut text = String::new();
    for _ in 0..words {
        text.push('w');
        text.push_str(&dice.skewed(20_000).to_string());
        text.push(' ');
    }
    text
}

fn facets(dice: &mut Dice, owner: u64, started: NaiveDate) -> Vec<(&'static str, String)> {
    let country = dice.skewed(200);
    let mut facets = vec![
        (Facet::Country, format!("C{country}")),
        (Facet::Region, format!("region-{}", country % 6)),
        (Facet::Type, format!("type-{}", dice.skewed(24))),
        (Facet::Year, started.format("%Y").to_string()),
        (Facet::Status, format!("status-{}", dice.roll(3))),
        (Facet::Organisation, format!("organisation-{owner}")),
        (Facet::Sector, kind(owner).to_string()),
        (Facet::Verification, format!("verification-{}", dice.roll(5))),
        (Facet::Cause, format!("cause-{}", dice.skewed(12))),
    ];
    for _ in 0..dice.roll(3) {
        facets.push((Facet::Network, format!("AS{}", dice.skewed(2_000))));
    }
    for _ in 0..dice.roll(4) {
        facets.push((Facet::Service, format!("service-{}", dice.skewed(60))));
    }
    facets.into_iter().map(|(facet, value)| (facet.as_str(), value)).collect()
}

/// One report: one rendition, or in a fifth of the cases two or three.
fn report(number: u64, parents: u64) -> Vec<Document> {
    let mut dice = Dice(number);
    let owner = dice.skewed(ORGANISATIONS);
    let renditions = if dice.roll(5) == 0 { 2 + dice.roll(2) } else { 1 };
    let things: Vec<Readable> =
        (0..renditions).map(|_| Readable::listed(audience(&mut dice, owner))).collect();
    let started = NaiveDate::from_ymd_opt(2016, 1, 1).unwrap() + Days::new(dice.roll(3650));
    let ended = match dice.roll(10) {
        0 => Some(ONGOING),
        1 | 2 => None,
        _ => Some(started + Days::new(dice.skewed(200))),
    };
    let facets = facets(&mut dice, owner, started);
    let (title, body) = (text(&mut dice, 7), text(&mut dice, 60));
    let parent = 1 + dice.roll(parents);
    (0..)
        .zip(terms::of_family(&things).into_iter().flatten())
        .map(|(rank, terms): (u64, _)| Document {
            id: format!("0190c000-{rank:04x}-7000-8000-{number:012x}"),
            subject: format!("0190d000-0000-7000-8000-{number:012x}"),
            parent,
            terms,
            title: title.clone(),
            body: body.clone(),
            facets: facets.clone(),
            started: Some(started),
            ended,
            released_at: Moment::from_unix_seconds(1_700_000_000 + i64::try_from(number).unwrap()).unwrap(),
        })
        .collect()
}

struct Synthetic(usize);

impl Synthetic {
    fn parents(&self) -> u64 {
        (self.0 as u64 * 2 / 5).max(1)
    }
}

impl Source for Synthetic {
    fn kind(&self) -> &'static Kind {
        &REPORTS
    }

    fn documents(&self, _: &mut Conn, change: &Change) -> Result<Replacement> {
        let number = change.subject.parse().unwrap();
        let documents = report(number, self.parents());
        Ok(Replacement { subjects: vec![documents[0].subject.clone()], documents })
    }

    fn all(&self, _: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        let mut made = 0;
        for number in 0.. {
            for document in report(number, self.parents()) {
                each(&document)?;
                made += 1;
                if made == self.0 {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// A person of a company that belongs to three groups.
fn member() -> Viewer {
    let roles = BTreeSet::from([Role::Reporter]);
    let groups: Vec<Membership> =
        (1..4).map(|number| Membership { group: group(number).into(), from: 1, current: EPOCHS }).collect();
    let own = organisation(7);
    Viewer::member("person-7".to_owned().into(), own.into(), kind(7), true, roles.clone(), &roles, &groups)
}

/// As lists ask: one type is counted beside, that of some three reports in a thousand.
fn query(viewer: &Viewer) -> Query {
    Query { beside: Some((Facet::Type.as_str(), "type-22")), ..Query::everything(terms::of_viewer(viewer)) }
}

/// Kilobytes of memory that are this process's own.
fn anonymous() -> u64 {
    shared::anonymous_memory("self")
}

fn folder_size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
}

/// Builds, closes and opens again; tells how long each took.
fn built(size: usize, folder: &Path) -> (Index, Follower, Database) {
    let database = Database::open(&Database::embedded(folder), Ambient::system()).unwrap();
    let begun = Instant::now();
    let index = Index::open(folder, &[&REPORTS]).unwrap();
    Follower::new(index.clone(), database.clone(), vec![Arc::new(Synthetic(size))]).rebuild().unwrap();
    eprintln!(
        "{size}: built in {:.1} s; anonymous memory after {} kB",
        begun.elapsed().as_secs_f64(),
        anonymous()
    );
    drop(index);
    eprintln!("{size}: anonymous memory when closed again {} kB", anonymous());
    let begun = Instant::now();
    let index = Index::open(folder, &[&REPORTS]).unwrap();
    let opened = milliseconds(begun);
    let answer =
        index.view_as_it_is(&REPORTS).unwrap().search(&query(&member()), None, 50, Want::Overview).unwrap();
    eprintln!(
        "{size}: opened in {opened:.1} ms, first list after {:.1} ms; {} bytes on disk; {} documents, a member is \
         listed {} reports of {} incidents",
        milliseconds(begun),
        folder_size(&folder.join("index")),
        index.documents(),
        answer.page.reports,
        answer.page.total,
    );
    let follower = Follower::new(index.clone(), database.clone(), vec![Arc::new(Synthetic(size))]);
    (index, follower, database)
}

fn changes(size: usize, follower: &Follower, database: &Database) {
    let mut times: Vec<f64> = (0..10)
        .map(|number| {
            let subject = number.to_string();
            database
                .write(|tx| {
                    let entry = Entry {
                        act: "bench.changed",
                        subject_kind: SubjectKind::Report,
                        subject: &subject,
                        owner: None,
                        detail: serde_json::Value::Null,
                    };
                    audit::record(tx, &Actor::operator(), &entry)?;
                    tx.change(ChangeKind::Report, &subject, false)
                })
                .unwrap();
            let begun = Instant::now();
            follower.catch_up().unwrap();
            milliseconds(begun)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    eprintln!("{size}: one change in the index after {:.1} ms (median of 10)", times[5]);
}

/// What a process holds that has only opened the index, answered some lists and followed a change: told by a
/// process of its own, for this one still holds what building took.
fn at_rest(size: usize, folder: &Path) {
    let index = Index::open(folder, &[&REPORTS]).unwrap();
    let opened = anonymous();
    for number in 0..20 {
        let mut query = query(&member());
        query.viewer.organisation = Some(organisation(number));
        index.view_as_it_is(&REPORTS).unwrap().search(&query, None, 50, Want::Overview).unwrap();
    }
    let asked = anonymous();
    let database = Database::open(&Database::embedded(folder), Ambient::system()).unwrap();
    let follower = Follower::new(index.clone(), database.clone(), vec![Arc::new(Synthetic(size))]);
    changes(size, &follower, &database);
    let held = anonymous();
    eprintln!(
        "{size}: anonymous memory: {opened} kB opened, {asked} kB after lists, {held} kB after changes"
    );
}

fn in_a_process_of_its_own(size: usize, folder: &Path) {
    let mut process = std::process::Command::new(std::env::current_exe().unwrap());
    process.env("ENTENTE_BENCH_AT_REST", folder).env("ENTENTE_BENCH_SIZES", size.to_string());
    assert!(process.status().unwrap().success());
}

fn measure(criterion: &mut Criterion, size: usize) {
    let folder = tempfile::tempdir().unwrap();
    let (index, follower, database) = built(size, folder.path());
    let (member, public) = (query(&member()), query(&Viewer::public()));
    let typed = |text: &str, sort| Query { text: Some(text.to_owned()), sort, ..member.clone() };
    let filtered = |facet: Facet, value: &str| Query {
        filters: vec![(facet.as_str(), vec![value.to_owned()])],
        ..member.clone()
    };
    let queries = [
        ("list of a member", member.clone()),
        ("list of the public", public),
        ("list of one country", filtered(Facet::Country, "C3")),
        (
            "list of one year",
            Query {
                from: NaiveDate::from_ymd_opt(2020, 1, 1),
                to: NaiveDate::from_ymd_opt(2020, 12, 31),
                ..member.clone()
            },
        ),
        ("a frequent word", typed("w3", Sort::Newest)),
        ("two words by relevance", typed("w30 w200", Sort::Relevance)),
        ("a phrase", typed("\"w3 w5\"", Sort::Newest)),
    ];
    let mut group = criterion.benchmark_group("lists");
    group.sample_size(20).measurement_time(Duration::from_secs(4)).warm_up_time(Duration::from_secs(1));
    for (name, query) in &queries {
        let ask = |query: &Query| {
            index.view_as_it_is(&REPORTS).unwrap().search(query, None, 50, Want::Overview).unwrap()
        };
        group.bench_with_input(BenchmarkId::new(format!("{name}, cold"), size), query, |bench, query| {
            bench.iter_batched(|| index.forget(), |()| black_box(ask(query)), BatchSize::PerIteration);
        });
        group.bench_with_input(BenchmarkId::new(format!("{name}, hot"), size), query, |bench, query| {
            bench.iter(|| black_box(ask(query)));
        });
    }
    group.bench_with_input(BenchmarkId::new("rows alone, cold", size), &member, |bench, query| {
        let ask = || index.view_as_it_is(&REPORTS).unwrap().search(query, None, 50, Want::Rows).unwrap();
        bench.iter_batched(|| index.forget(), |()| black_box(ask()), BatchSize::PerIteration);
    });
    group.finish();
    drop((index, follower, database));
    in_a_process_of_its_own(size, folder.path());
}

fn main() {
    if let Ok(folder) = std::env::var("ENTENTE_BENCH_AT_REST") {
        let size = std::env::var("ENTENTE_BENCH_SIZES").unwrap().parse().unwrap();
        return at_rest(size, Path::new(&folder));
    }
    let mut criterion = Criterion::default().configure_from_args();
    for size in shared::sizes() {
        measure(&mut criterion, size);
    }
    criterion.final_summary();
}
