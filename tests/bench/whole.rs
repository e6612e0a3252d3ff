//! The whole program on synthetic coalitions: how fast records come in, how long a start takes, how long pages take as a
//! browser asks for them (one connection that is kept, compressed answers) from a warm and from a cold disk, and what
//! memory is held at rest. `cargo bench --bench whole`; sizes by `ENTENTE_BENCH_SIZES`
//! (renditions, separated by commas).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::format_collect,
    reason = "a measurement that cannot go on should stop where it stands, and tells what it sees"
)]

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../http.rs"]
mod http;
mod browser;
mod shared;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use entente::access::{Audience, OrganisationKind, Role, Token};
use entente::accounts::{self, SessionKind};
use entente::config::InstanceKey;
use entente::db::{Ambient, Database, OrganisationId, Tx};
use entente::error::Result;
use entente::exchange;
use entente::people::{self, NewGroup, NewOrganisation};
use entente::redaction::Original;
use entente::reports::imports::{self, Known, Record};
use entente::vault::Vault;
use serde_json::json;
use shared::{Dice, anonymous_memory, milliseconds, sizes};

use crate::browser::Browser;
use crate::http::Client;

const ORGANISATIONS: u64 = 60;
const GROUPS: u64 = 12;
/// So many records go into one transaction, as in an import.
const BATCH: usize = 250;
const COUNTRIES: [&str; 40] = [
    "IN", "MM", "IR", "PK", "ET", "SD", "UG", "TZ", "CD", "TD", "GA", "CM", "NG", "KE", "EG", "DZ", "IQ",
    "SY", "YE", "JO", "RU", "BY", "KZ", "UZ", "TM", "AZ", "TR", "CN", "VN", "BD", "LK", "ID", "VE", "CU",
    "NI", "EC", "BR", "CO", "HT", "SN",
];

fn kind(number: u64) -> OrganisationKind {
    OrganisationKind::ALL[usize::try_from(number % 6).unwrap()]
}

/// Everybody and everything that records are given to.
struct Coalition {
    organisations: Vec<OrganisationId>,
    groups: Vec<Token>,
    /// The secret of a page session of somebody whose organisation belongs to three groups.
    cookie: String,
}

fn found(tx: &mut Tx<'_>) -> Result<Coalition> {
    let office =
        NewOrganisation::known("secretariat", "Secretariat", OrganisationKind::Secretariat, None, "");
    let office = people::found(tx, office)?;
    let convenor = accounts::enrol(tx, &office, "Convenor", "convenor@example.org", "", &[Role::Convenor])?;
    let mut organisations = Vec::new();
    for number in 0..ORGANISATIONS {
        let slug = format!("organisation-{number}");
        let new = NewOrganisation::known(&slug, &format!("Organisation {number}"), kind(number), None, "");
        organisations.push(people::found(tx, new)?.id);
    }
    let seventh = people::organisation_for_operator(tx.conn, "organisation-7")?;
    let person = accounts::enrol(tx, &seventh, "Member", "member@example.org", "", &[Role::Reporter])?;
    let convenor = people::viewer_for(tx.conn, &convenor, tx.now())?;
    let mut groups = Vec::new();
    for number in 0..GROUPS {
        let mut members: Vec<String> = (0..8)
            .map(|step| format!("organisation-{}", (number * 5 + step * 7 + 8) % ORGANISATIONS))
            .collect();
        members.retain(|slug| slug != "organisation-7");
        members.extend((number < 3).then(|| "organisation-7".to_owned()));
        members.sort();
        members.dedup();
        let new = NewGroup {
            slug: format!("group-{number}"),
            name: format!("Group {number}"),
            purpose: String::new(),
            confidential_roster: number % 2 == 0,
            members,
        };
        let group = people::create_group(tx, &convenor, &new)?;
        groups.push(Token::Group(group.id, group.epoch));
    }
    let (_, cookie) = accounts::start(tx, &person, SessionKind::Page, "bench")?;
    Ok(Coalition { organisations, groups, cookie })
}

/// A third public, the rest spread over coalition, sectors, groups and organisations.
fn audience(dice: &mut Dice, coalition: &Coalition, owner: &OrganisationId) -> Audience {
    let own = Token::Organisation(owner.clone());
    match dice.roll(100) {
        0..35 => Audience::of(Token::Public),
        35..55 => Audience::of(Token::Coalition),
        55..70 => Audience::new([own, Token::Sector(kind(dice.roll(6)))], None).unwrap(),
        70..85 => {
            let group = coalition.groups[usize::try_from(dice.roll(GROUPS)).unwrap()].clone();
            Audience::new([own, group], None).unwrap()
        }
        _ => Audience::of(own),
    }
}

fn words(dice: &mut Dice, count: u64) -> String {
    (0..count).map(|_| format!("w{} ", dice.skewed(20_000))).collect()
}

fn record(number: u64) -> Record {
    let mut dice = Dice(number);
    let country = COUNTRIES[usize::try_from(dice.skewed(40)).unwrap()];
    let day = format!("{}-{:02}-{:02}", 2016 + dice.roll(10), 1 + dice.roll(12), 1 + dice.roll(28));
    let pick = |dice: &mut Dice, words: &[&str]| {
        words[usize::try_from(dice.roll(words.len() as u64)).unwrap()].to_owned()
    };
    let facts = json!({
        "types": [pick(&mut dice, &["shutdown", "throttling", "blocking", "arrest", "surveillance_targeted"])],
        "countries": [country],
        "started": { "date": day, "precision": "day" },
        "status": pick(&mut dice, &["ongoing", "ended", "unknown"]),
        "networks": [pick(&mut dice, &["mobile", "broadband"])],
        "services": [pick(&mut dice, &["WhatsApp", "Facebook", "Telegram", "Signal", "X"])],
        "assessed_causes": [pick(&mut dice, &["protests", "elections", "conflict", "information_control"])],
    });
    Record {
        system: "bench",
        known: Known::unknown(number.to_string()),
        incident: dice.roll(1 + number * 2 / 5).to_string(),
        original: Original {
            title: words(&mut dice, 7),
            narrative: words(&mut dice, 60),
            language: "en".into(),
            facts,
            ..Original::default()
        },
    }
}

/// Fills a folder; tells how many records came in a second.
fn fill(size: usize, folder: &Path) -> Coalition {
    let ambient = Ambient::system();
    let database = Database::open(&Database::embedded(folder), ambient.clone()).unwrap();
    let key = InstanceKey::from_file(&folder.join("instance.key"), true, &ambient).unwrap();
    let vault = Vault::new(&key, folder);
    let coalition = database.write(found).unwrap();
    let begun = Instant::now();
    for first in (0..size).step_by(BATCH) {
        database
            .write(|tx| {
                for number in first..size.min(first + BATCH) {
                    let number = number as u64;
                    let mut dice = Dice(number ^ 0xA5A5);
                    let owner = usize::try_from(dice.skewed(ORGANISATIONS)).unwrap();
                    let owner = &coalition.organisations[owner];
                    let audience = audience(&mut dice, &coalition, owner);
                    imports::import(tx, &vault, owner, &audience, &record(number))?;
                }
                Ok(())
            })
            .unwrap();
    }
    let seconds = begun.elapsed().as_secs_f64();
    eprintln!("{size}: {:.0} synthetic records a second into the database", size as f64 / seconds);
    coalition
}

/// The real records, sixteen times over, each time another year: as the operator imports them.
fn import_real_records() {
    let folder = tempfile::tempdir().unwrap();
    let ambient = Ambient::system();
    let database = Database::open(&Database::embedded(folder.path()), ambient.clone()).unwrap();
    let vault = Vault::new(&InstanceKey::fresh(&ambient), std::path::Path::new(""));
    let owner = database
        .write(|tx| {
            people::found(
                tx,
                NewOrganisation::known("owner", "Owner", OrganisationKind::CivilSociety, None, ""),
            )
        })
        .unwrap();
    let file = folder.path().join("records.csv");
    std::fs::write(&file, multiplied()).unwrap();
    for round in ["new", "again, unchanged"] {
        let begun = Instant::now();
        let summary = exchange::import_file(
            &database,
            &vault,
            exchange::Request {
                source: exchange::Source::Stop,
                file: &file,
                organisation: &owner.slug,
                audience: Some("public"),
                dry_run: false,
            },
            &mut |_| (),
        )
        .unwrap();
        let rows = summary.imported + summary.unchanged + summary.updated;
        let seconds = begun.elapsed().as_secs_f64();
        eprintln!("import of {rows} STOP rows, {round}: {:.0} rows a second", rows as f64 / seconds);
    }
}

fn multiplied() -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for round in 0..16 {
        let mut reader = csv::Reader::from_reader(exchange::stop::DEMONSTRATION);
        let header = reader.headers().unwrap().clone();
        let area = header.iter().position(|name| name == "area_name").unwrap();
        if round == 0 {
            writer.write_record(&header).unwrap();
        }
        for row in reader.records().map(|row| row.unwrap()) {
            let cell = |(place, cell): (usize, &str)| {
                if place == area { format!("{cell} {round}") } else { cell.to_owned() }
            };
            writer.write_record(row.iter().enumerate().map(cell)).unwrap();
        }
    }
    writer.into_inner().unwrap()
}

/// The program at work, ended when dropped.
struct Program {
    child: Child,
    port: u16,
}

impl Program {
    /// Starts it; tells how long it took until the first list was answered.
    fn start(folder: &Path, what: &str) -> Self {
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_entente"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .env("ENTENTE_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.next().unwrap().unwrap();
        let port = address.rsplit(':').next().unwrap().parse().unwrap();
        Client::of(port).get("/healthz").expect(200);
        eprintln!("{what}: first answer {:.0} ms after the start", milliseconds(begun));
        while Client::of(port).get("/incidents").status != 200 {
            std::thread::sleep(Duration::from_millis(2));
        }
        eprintln!("{what}: first list answered {:.0} ms after the start", milliseconds(begun));
        Self { child, port }
    }

    fn memory(&self) -> u64 {
        anonymous_memory(&self.child.id().to_string())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Median and 95th of a hundred requests, in milliseconds, and how many of them fit into a second.
fn time(what: &str, mut ask: impl FnMut(usize)) {
    let all = Instant::now();
    let mut times: Vec<f64> = (0..100)
        .map(|turn| {
            let begun = Instant::now();
            ask(turn);
            milliseconds(begun)
        })
        .collect();
    let rate = 100_000.0 / milliseconds(all);
    times.sort_by(f64::total_cmp);
    eprintln!(
        "{what}: median {:.1} ms, 95th of a hundred {:.1} ms, {rate:.0} a second",
        times[50], times[95]
    );
}

fn ask(browser: &mut Browser, path: &str) {
    assert_eq!(browser.get(path).status, 200, "{path}");
}

/// Addresses of incident pages that a member reads.
fn known(program: &Program, coalition: &Coalition) -> Vec<String> {
    let member = Client::of(program.port);
    member.set_cookie("entente-session", &coalition.cookie);
    let list = member.get("/incidents?sort=newest&limit=200").expect(200).text();
    list.split("/incidents/I-").skip(1).map(|rest| format!("/incidents/I-{}", &rest[..6])).collect()
}

fn pages(size: usize, program: &Program, coalition: &Coalition) {
    let known = known(program, coalition);
    for (who, cookie) in [("a member", Some(coalition.cookie.as_str())), ("the public", None)] {
        let browser = &mut Browser::open(program.port, cookie);
        time(&format!("{size}: list page of {who}, hot"), |_| ask(browser, "/incidents"));
        time(&format!("{size}: list page of {who}, each time another filter"), |turn| {
            let (year, month) = (2017 + turn % 9, 1 + turn / 12);
            ask(browser, &format!("/incidents?from=2016-01-01&to={year}-0{month}-11"));
        });
        time(&format!("{size}: text query of {who}, each time another word"), |turn| {
            ask(browser, &format!("/incidents?q=w{turn}"));
        });
    }
    let browser = &mut Browser::open(program.port, Some(&coalition.cookie));
    time(&format!("{size}: incident page of a member"), |turn| ask(browser, &known[turn % known.len()]));
}

/// Has the system forget what it holds of the files of a folder, which nobody has open.
fn chill(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap().map(std::result::Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            chill(&entry.path());
        } else if let Ok(file) = std::fs::File::open(entry.path()) {
            file.sync_all().ok();
            rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed).unwrap();
        }
    }
}

/// The first pages after a start, from a disk of which nothing is in memory.
fn cold(size: usize, folder: &Path, coalition: &Coalition, known: &[String]) {
    chill(folder);
    let program = Program::start(folder, &format!("{size}, from a cold disk"));
    let browser = &mut Browser::open(program.port, Some(&coalition.cookie));
    for (what, path) in [("list page", "/incidents"), ("text query", "/incidents?q=w7")] {
        let begun = Instant::now();
        ask(browser, path);
        eprintln!("{size}: first {what} of a member from a cold disk: {:.1} ms", milliseconds(begun));
    }
    time(&format!("{size}: incident page of a member, never read before"), |turn| {
        ask(browser, &known[turn % known.len()]);
    });
}

fn main() {
    // Cargo's test runner asks every bench for its list of tests; there is none.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    import_real_records();
    let empty = tempfile::tempdir().unwrap();
    drop(Program::start(empty.path(), "an empty folder"));
    for size in sizes() {
        let folder = tempfile::tempdir().unwrap();
        let coalition = fill(size, folder.path());
        drop(Program::start(folder.path(), &format!("{size}, with the index to build")));
        let program = Program::start(folder.path(), &size.to_string());
        std::thread::sleep(Duration::from_secs(2));
        eprintln!("{size}: anonymous memory at rest {} kB", program.memory());
        pages(size, &program, &coalition);
        eprintln!("{size}: anonymous memory after pages {} kB", program.memory());
        let known = known(&program, &coalition);
        drop(program);
        cold(size, folder.path(), &coalition, &known);
    }
}
