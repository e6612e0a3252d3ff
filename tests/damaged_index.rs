//! Whatever happens to the files of the index, the program starts, answers what needs no index, and rebuilds it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use entente::access::{Audience, Readable, Token, Viewer, terms};
use entente::db::{Change, ChangeKind, Conn, Database, last_change};
use entente::error::Result;
use entente::index::{Document, Follower, Index, Kind, Query, Replacement, Source, Want};
use serde_json::json;

use crate::generators::recorded;
use crate::kinds::{KINDS, REPORTS};
use crate::program::{Home, Program};
use crate::support::{Place, noon};

/// What can become of a file.
type Damage = (&'static str, fn(&Path));

/// In how many places a byte is flipped.
const PLACES: usize = 6;

fn flip(path: &Path, place: usize) {
    let mut bytes = fs::read(path).unwrap();
    let at = place * bytes.len().saturating_sub(1) / (PLACES - 1);
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1;
    }
    fs::write(path, bytes).unwrap();
}

const DAMAGES: [Damage; 4] = [
    ("gone", |path| fs::remove_file(path).unwrap()),
    ("cut to half", |path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    }),
    ("emptied", |path| fs::write(path, "").unwrap()),
    ("overwritten", |path| {
        let length = fs::read(path).unwrap().len();
        fs::write(path, vec![0xA5; length]).unwrap();
    }),
];

/// Three texts, of which the second is withdrawn.
struct Three;

const TEXTS: [(&str, Option<&str>); 3] =
    [("one", Some("alpha first")), ("two", None), ("three", Some("alpha third"))];

fn document(place: usize, text: &str) -> Document {
    Document {
        id: TEXTS[place].0.to_owned(),
        subject: TEXTS[place].0.to_owned(),
        parent: place as u64 + 1,
        terms: terms::of_family(&[Readable::listed(Audience::of(Token::Public))]).remove(0).remove(0),
        title: "Title".into(),
        body: text.to_owned(),
        facets: Vec::new(),
        started: None,
        ended: None,
        released_at: noon(),
    }
}

impl Source for Three {
    fn kind(&self) -> &'static Kind {
        &REPORTS
    }

    fn documents(&self, _: &mut Conn, change: &Change) -> Result<Replacement> {
        let place = TEXTS.iter().position(|(subject, _)| *subject == change.subject).unwrap();
        // Before it was withdrawn, the second stood in the index.
        let text = TEXTS[place].1.or((!change.narrowing).then_some("alpha withdrawn"));
        let documents = text.map(|text| document(place, text)).into_iter().collect();
        Ok(Replacement { subjects: vec![change.subject.clone()], documents })
    }

    fn all(&self, _: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        for (place, (_, text)) in TEXTS.iter().enumerate() {
            text.map_or(Ok(()), |text| each(&document(place, text)))?;
        }
        Ok(())
    }
}

fn follower(index: &Index, database: &Database) -> Follower {
    Follower::new(index.clone(), database.clone(), vec![Arc::new(Three)])
}

/// What everybody finds under a word, in order; nothing while the index does not answer.
fn found(index: &Index, database: &Database, word: &str) -> Option<Vec<String>> {
    let query = Query { text: Some(word.into()), ..Query::everything(terms::of_viewer(&Viewer::public())) };
    let answer = index.view(&REPORTS, database).ok()?.search(&query, None, 10, Want::Overview).ok()?;
    let mut ids: Vec<String> = answer.page.rows.iter().flat_map(|row| row.documents.clone()).collect();
    ids.sort();
    assert_eq!(answer.page.total, ids.len() as u64);
    Some(ids)
}

/// Waits for the first answer, and that it is the right one.
#[track_caller]
fn is_exact(index: &Index, database: &Database, what: &str) {
    let begun = Instant::now();
    let first = loop {
        if let Some(found) = found(index, database, "alpha") {
            break found;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "{what}: no list is answered");
    };
    assert_eq!(first, ["one", "three"], "{what}");
    assert_eq!(found(index, database, "third").unwrap(), ["three"], "{what}");
}

/// A folder with an index of several segments, one of which has a deleted document.
fn indexed() -> (Place, PathBuf) {
    let place = Place::new();
    let data = place.folder.path().join("whole");
    let index = Index::open(&data, KINDS).unwrap();
    let follower = follower(&index, &place.database);
    follower.catch_up().unwrap();
    for commit in [&[("one", false), ("two", false)][..], &[("two", true)], &[("three", false)]] {
        for (subject, narrowing) in commit {
            place.database.write(|tx| recorded(tx, ChangeKind::Report, subject, *narrowing)).unwrap();
        }
        follower.catch_up().unwrap();
    }
    (place, data)
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(std::result::Result::unwrap) {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

/// Opens a damaged folder as the program does: behind its back, while lists are refused.
fn opens(place: &Place, whole: &Path, what: &str, damage: impl FnOnce(&Path)) {
    let data = place.folder.path().join("damaged");
    fs::remove_dir_all(&data).ok();
    copied(&whole.join("index"), &data.join("index"));
    damage(&data.join("index"));
    let index = Index::within(&data, KINDS).unwrap();
    index.show_from(place.database.read(last_change).unwrap());
    let following = follower(&index, &place.database).start().unwrap();
    is_exact(&index, &place.database, what);
    // It goes on: what is written now is followed.
    let seq = place.database.write(|tx| recorded(tx, ChangeKind::Report, "three", false)).unwrap();
    following.waker().wake();
    assert!(index.wait_for(seq, Duration::from_mins(1)), "{what}: it does not follow any more");
    is_exact(&index, &place.database, what);
}

/// What is done to an index as a whole, and its name.
type Ruin<'a> = (&'a str, Box<dyn Fn() + 'a>);

/// Whether a file of the index is of this kind.
fn is_kind(file: &str, kind: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, ending)| ending == kind)
}

#[test]
fn every_file_of_the_index_may_be_damaged_in_every_way() {
    let (place, whole) = indexed();
    let files = names(&whole.join("index"));
    assert!(files.iter().any(|file| is_kind(file, "del")) && files.len() > 8, "{files:?}");
    for file in &files {
        for (name, damage) in DAMAGES {
            opens(&place, &whole, &format!("{file} {name}"), |folder| damage(&folder.join(file)));
        }
        for at in 0..PLACES {
            opens(&place, &whole, &format!("{file} flipped at {at}"), |folder| flip(&folder.join(file), at));
        }
    }
}

#[test]
fn the_folder_of_the_index_may_be_anything() {
    let (place, whole) = indexed();
    opens(&place, &whole, "nothing", |folder| fs::remove_dir_all(folder).unwrap());
    opens(&place, &whole, "empty", |folder| {
        for name in names(folder) {
            fs::remove_file(folder.join(name)).unwrap();
        }
    });
    opens(&place, &whole, "a file", |folder| {
        fs::remove_dir_all(folder).unwrap();
        fs::write(folder, "not a folder").unwrap();
    });
    opens(&place, &whole, "a folder in the place of a file", |folder| {
        fs::remove_file(folder.join("meta.json")).unwrap();
        fs::create_dir(folder.join("meta.json")).unwrap();
    });
    for (name, damage) in DAMAGES {
        opens(&place, &whole, &format!("all {name}"), |folder| {
            for name in names(folder) {
                damage(&folder.join(name));
            }
        });
    }
}

/// On a disk that goes bad while the program runs: what fails once is looked at, and built anew.
#[test]
fn what_is_damaged_while_it_is_open_is_built_anew() {
    let (place, whole) = indexed();
    let index = Index::open(&whole, KINDS).unwrap();
    let _following = follower(&index, &place.database).start().unwrap();
    is_exact(&index, &place.database, "before");
    let folder = whole.join("index");
    for store in names(&folder).iter().filter(|name| is_kind(name, "store")) {
        // In place: it is the same file that is open.
        let length = fs::metadata(folder.join(store)).unwrap().len();
        let mut file = fs::File::options().write(true).open(folder.join(store)).unwrap();
        let garbage = vec![0xA5; usize::try_from(length).unwrap() / 2];
        std::io::Write::write_all(&mut file, &garbage).unwrap();
    }
    index.forget();
    let begun = Instant::now();
    while found(&index, &place.database, "third") != Some(vec!["three".to_owned()]) {
        assert!(begun.elapsed() < Duration::from_mins(1), "it is not built anew");
    }
    is_exact(&index, &place.database, "after");
}

#[test]
fn a_folder_that_is_taken_away_while_it_is_open_is_built_anew() {
    let (place, whole) = indexed();
    let index = Index::open(&whole, KINDS).unwrap();
    let following = follower(&index, &place.database).start().unwrap();
    is_exact(&index, &place.database, "before");
    fs::remove_dir_all(whole.join("index")).unwrap();
    let seq = place.database.write(|tx| recorded(tx, ChangeKind::Report, "two", true)).unwrap();
    following.waker().wake();
    assert!(index.wait_for(seq, Duration::from_mins(1)), "it is not built anew");
    is_exact(&index, &place.database, "after");
}

/// An index of another database, as after a restored backup, is never shown while the right one is built.
#[test]
fn an_index_of_another_database_is_never_shown() {
    let (_first, whole) = indexed();
    let (other, _) = indexed();
    let index = Index::open(&whole, KINDS).unwrap();
    assert_eq!(index.seq(), -1, "nobody knows yet whose it is");
    assert!(found(&index, &other.database, "alpha").is_none());
    let _following = follower(&index, &other.database).start().unwrap();
    is_exact(&index, &other.database, "built for this database");
}

/// A follower whose source panics goes on with the next change.
#[test]
fn a_panic_ends_no_following() {
    struct Panics(std::sync::atomic::AtomicBool);
    impl Source for Panics {
        fn kind(&self) -> &'static Kind {
            &REPORTS
        }

        fn documents(&self, conn: &mut Conn, change: &Change) -> Result<Replacement> {
            assert!(!self.0.swap(false, std::sync::atomic::Ordering::SeqCst), "once, for a test");
            Three.documents(conn, change)
        }

        fn all(&self, conn: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
            Three.all(conn, each)
        }
    }
    let place = Place::new();
    let index = Index::open(place.folder.path(), KINDS).unwrap();
    let source = Arc::new(Panics(true.into()));
    let following = Follower::new(index.clone(), place.database.clone(), vec![source]).start().unwrap();
    assert!(index.wait_for(0, Duration::from_mins(1)));
    let seq = place.database.write(|tx| recorded(tx, ChangeKind::Report, "three", false)).unwrap();
    following.waker().wake();
    assert!(index.wait_for(seq, Duration::from_mins(1)));
}

/// The program itself: it listens, answers what needs no list, says what it does, and ends with exact lists.
#[test]
fn the_program_starts_on_a_damaged_index() {
    let home = Home::new();
    let (program, client) = home.set_up();
    let made: Vec<String> = (0..3)
        .map(|number| {
            let title = json!({ "title": format!("Report {number}") });
            let report = client.post("/api/v1/reports", &title).expect(201).json();
            let reference = report["reference"].as_str().unwrap().to_owned();
            client.post(&format!("/api/v1/reports/{reference}/releases"), &json!({})).expect(201);
            reference
        })
        .collect();
    program.kill();
    let index = home.data.join("index");
    let segment = names(&index).into_iter().find(|name| is_kind(name, "idx")).unwrap();
    let damages: [Ruin<'_>; 3] = [
        ("meta.json is cut", Box::new(|| DAMAGES[1].1(&index.join("meta.json")))),
        ("a segment is flipped", Box::new(|| flip(&index.join(&segment), 3))),
        (
            "everything is emptied",
            Box::new(|| names(&index).iter().for_each(|n| DAMAGES[2].1(&index.join(n)))),
        ),
    ];
    for (what, damage) in damages {
        if index.join(&segment).exists() || !what.starts_with("a segment") {
            damage();
        }
        let program: Program = home.serve_at_once();
        let client = client.clone().at(program.port);
        client.get("/healthz").expect(200);
        client.get(&format!("/api/v1/reports/{}/original", made[0])).expect(200);
        let begun = Instant::now();
        let list = loop {
            let list = client.get("/api/v1/incidents");
            if list.status == 200 {
                break list.json();
            }
            assert_eq!(list.status, 503, "{what}: {}", list.text());
            assert!(list.header("retry-after").is_some(), "{what}");
            assert!(begun.elapsed() < Duration::from_mins(1), "{what}: no list is answered");
        };
        assert_eq!(list["reports"], made.len(), "{what}");
        program.kill();
    }
}
