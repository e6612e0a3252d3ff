//! The index follows the database: through crashes, restored backups and rebuilt folders; and a list is never
//! answered from before a narrowing.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel::prelude::*;
use entente::access::{Audience, Readable, Token, Viewer, terms};
use entente::db::schema::rendition;
use entente::db::{Change, ChangeKind, Conn, Database};
use entente::error::{Error, Result};
use entente::index::{Document, Follower, Index, Kind, Query, Replacement, Source, Want};
use entente::people;
use serde_json::json;

use crate::generators::recorded;
use crate::kinds::{ALERTS, KINDS, NOTICES, REPORTS};
use crate::serving::Serving;
use crate::support::{Place, noon};

/// One text a subject, changed by tests.
#[derive(Default)]
struct Texts {
    of: Mutex<Vec<(String, Option<String>)>>,
    rebuilt: AtomicUsize,
    broken: AtomicBool,
}

impl Texts {
    fn document(&self, subject: &str) -> Option<Document> {
        let texts = self.of.lock().unwrap();
        let place = texts.iter().position(|(of, _)| of == subject)?;
        Some(Document {
            id: subject.to_owned(),
            subject: subject.to_owned(),
            parent: place as u64 + 1,
            terms: terms::of_family(&[Readable::listed(Audience::of(Token::Public))]).remove(0).remove(0),
            title: String::new(),
            body: texts[place].1.clone()?,
            facets: Vec::new(),
            started: None,
            ended: None,
            released_at: noon(),
        })
    }

    /// Writes, as a verb would: `None` withdraws.
    fn write(&self, database: &Database, subject: &str, text: Option<&str>) -> i64 {
        database
            .write(|tx| {
                let mut texts = self.of.lock().unwrap();
                texts.retain(|(of, _)| of != subject);
                texts.push((subject.to_owned(), text.map(str::to_owned)));
                recorded(tx, ChangeKind::Report, subject, text.is_none())
            })
            .unwrap()
    }
}

impl Source for Texts {
    fn kind(&self) -> &'static Kind {
        &REPORTS
    }

    fn documents(&self, _: &mut Conn, change: &Change) -> Result<Replacement> {
        if self.broken.load(Ordering::Relaxed) {
            return Err(Error::Internal("broken for a test".into()));
        }
        let documents = self.document(&change.subject).into_iter().collect();
        Ok(Replacement { subjects: vec![change.subject.clone()], documents })
    }

    fn all(&self, _: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        self.rebuilt.fetch_add(1, Ordering::Relaxed);
        let subjects: Vec<String> =
            self.of.lock().unwrap().iter().map(|(subject, _)| subject.clone()).collect();
        subjects.iter().filter_map(|subject| self.document(subject)).try_for_each(|document| each(&document))
    }
}

fn found(index: &Index, text: &str) -> u64 {
    let query = Query { text: Some(text.into()), ..Query::everything(terms::of_viewer(&Viewer::public())) };
    index.view_as_it_is(&REPORTS).unwrap().search(&query, None, 10, Want::Rows).unwrap().page.total
}

fn follower(index: &Index, place: &Place, texts: &Arc<Texts>) -> Follower {
    Follower::new(index.clone(), place.database.clone(), vec![texts.clone()])
}

#[test]
fn changes_come_in_order_and_withdrawals_take_out() {
    let (place, texts, index) = (Place::new(), Arc::new(Texts::default()), Index::in_memory(KINDS).unwrap());
    let follower = follower(&index, &place, &texts);
    texts.write(&place.database, "one", Some("first"));
    follower.catch_up().unwrap();
    texts.write(&place.database, "one", Some("second"));
    let seq = texts.write(&place.database, "two", Some("second"));
    follower.catch_up().unwrap();
    assert_eq!((found(&index, "first"), found(&index, "second"), index.seq()), (0, 2, seq));
    texts.write(&place.database, "one", None);
    follower.catch_up().unwrap();
    assert_eq!((found(&index, "second"), index.documents()), (1, 1));
    assert_eq!(texts.rebuilt.load(Ordering::Relaxed), 1, "the first start alone builds from scratch");
}

#[test]
fn a_crash_between_commit_and_index_is_healed_at_the_next_start() {
    let (place, texts) = (Place::new(), Arc::new(Texts::default()));
    {
        let index = Index::open(place.folder.path(), KINDS).unwrap();
        texts.write(&place.database, "one", Some("before"));
        follower(&index, &place, &texts).catch_up().unwrap();
    }
    texts.write(&place.database, "two", Some("after"));
    let index = Index::open(place.folder.path(), KINDS).unwrap();
    assert_eq!((found(&index, "before"), found(&index, "after")), (1, 0));
    follower(&index, &place, &texts).catch_up().unwrap();
    assert_eq!((found(&index, "before"), found(&index, "after")), (1, 1));
    assert_eq!(texts.rebuilt.load(Ordering::Relaxed), 1);
}

#[test]
fn another_or_an_older_database_is_indexed_from_scratch() {
    let (place, texts) = (Place::new(), Arc::new(Texts::default()));
    let index = Index::open(place.folder.path(), KINDS).unwrap();
    for subject in ["one", "two", "three"] {
        texts.write(&place.database, subject, Some("leaked"));
    }
    follower(&index, &place, &texts).catch_up().unwrap();
    assert_eq!(found(&index, "leaked"), 3);
    // As after a restore: fewer changes than the index knows.
    let (older, others) = (Place::new(), Arc::new(Texts::default()));
    others.write(&older.database, "one", Some("restored"));
    follower(&index, &older, &others).catch_up().unwrap();
    assert_eq!((found(&index, "leaked"), found(&index, "restored")), (0, 1));
    // As many changes or more, but not the same ones.
    let (another, texts) = (Place::new(), Arc::new(Texts::default()));
    for subject in ["x", "y"] {
        texts.write(&another.database, subject, Some("another"));
    }
    follower(&index, &another, &texts).catch_up().unwrap();
    assert_eq!((found(&index, "restored"), found(&index, "another")), (0, 2));
}

#[test]
fn a_folder_that_cannot_be_read_is_built_anew() {
    let (place, texts) = (Place::new(), Arc::new(Texts::default()));
    texts.write(&place.database, "one", Some("text"));
    {
        let index = Index::open(place.folder.path(), KINDS).unwrap();
        follower(&index, &place, &texts).catch_up().unwrap();
    }
    std::fs::write(place.folder.path().join("index/meta.json"), "{ not json").unwrap();
    let index = Index::open(place.folder.path(), KINDS).unwrap();
    assert!(
        matches!(index.view(&REPORTS, &place.database), Err(Error::Unavailable(_))),
        "never an empty list"
    );
    follower(&index, &place, &texts).catch_up().unwrap();
    assert_eq!(found(&index, "text"), 1);
    assert!(index.view(&REPORTS, &place.database).is_ok());
}

#[test]
fn two_writers_are_refused() {
    let (place, texts) = (Place::new(), Arc::new(Texts::default()));
    texts.write(&place.database, "one", Some("text"));
    let index = Index::open(place.folder.path(), KINDS).unwrap();
    let first = follower(&index, &place, &texts);
    first.catch_up().unwrap();
    texts.write(&place.database, "one", Some("again"));
    first.catch_up().unwrap();
    let second = Index::open(place.folder.path(), KINDS).unwrap();
    let refused = follower(&second, &place, &texts).rebuild();
    assert!(matches!(refused, Err(Error::Command(_))), "{refused:?}");
    assert_eq!(found(&second, "again"), 1);
}

#[test]
fn a_list_waits_for_a_narrowing_or_says_that_it_cannot_answer() {
    let (place, texts, index) = (Place::new(), Arc::new(Texts::default()), Index::in_memory(KINDS).unwrap());
    let following = follower(&index, &place, &texts).start().unwrap();
    let seq = texts.write(&place.database, "one", Some("secret"));
    following.waker().wake();
    assert!(index.wait_for(seq, Duration::from_secs(20)));
    assert_eq!(found(&index, "secret"), 1);
    // Nobody wakes the follower: the list still never shows what was withdrawn.
    texts.write(&place.database, "one", None);
    let view = index.view(&REPORTS, &place.database).unwrap();
    assert_eq!(view.search(&everything(), None, 10, Want::Rows).unwrap().page.total, 0);
    // The follower cannot go on: no list, rather than an old one.
    texts.broken.store(true, Ordering::Relaxed);
    texts.write(&place.database, "two", None);
    assert!(matches!(index.view(&REPORTS, &place.database), Err(Error::Unavailable(_))));
    drop(following);
}

/// A source whose kind has nothing yet, and that fails where it is asked.
struct Nothing(&'static Kind);

impl Source for Nothing {
    fn kind(&self) -> &'static Kind {
        self.0
    }

    fn documents(&self, _: &mut Conn, _: &Change) -> Result<Replacement> {
        Err(Error::Internal("asked for a change of its own".into()))
    }

    fn all(&self, _: &mut Conn, _: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        Ok(())
    }
}

/// Nobody waits for what takes nothing out of their list: not for new texts, and not for what narrows other kinds.
#[test]
fn a_list_waits_for_what_narrows_its_own_kind_alone() {
    let (place, index) = (Place::new(), Index::in_memory(KINDS).unwrap());
    let sources = KINDS.iter().map(|kind| Arc::new(Nothing(kind)) as Arc<dyn Source>).collect();
    Follower::new(index.clone(), place.database.clone(), sources).catch_up().unwrap();
    let answers = |kind: &Kind| index.view(kind, &place.database).is_ok();
    // Nobody follows from here on.
    let write = |kind: ChangeKind, narrowing: bool| {
        place.database.write(|tx| recorded(tx, kind, "one", narrowing)).unwrap();
    };
    write(ChangeKind::Report, false);
    write(ChangeKind::Organisation, true);
    assert!(KINDS.iter().all(|kind| answers(kind)) && index.answers(&place.database).is_ok());
    write(ChangeKind::Report, true);
    // Alerts may rest on reports; notices rest on nothing.
    assert!(!answers(&REPORTS) && !answers(&ALERTS) && answers(&NOTICES));
    write(ChangeKind::Person, true);
    assert!(!answers(&NOTICES) && index.answers(&place.database).is_err());
}

/// What is replaced is replaced within its kind, whatever another kind calls its own.
#[test]
fn a_subject_is_replaced_within_its_kind() {
    struct Same(&'static Kind);
    impl Source for Same {
        fn kind(&self) -> &'static Kind {
            self.0
        }

        fn documents(&self, _: &mut Conn, change: &Change) -> Result<Replacement> {
            Ok(Replacement { subjects: vec![change.subject.clone()], documents: Vec::new() })
        }

        fn all(&self, _: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
            let texts = Texts::default();
            texts.of.lock().unwrap().push(("one".to_owned(), Some("same".to_owned())));
            each(&texts.document("one").unwrap())
        }
    }
    let (place, index) = (Place::new(), Index::in_memory(KINDS).unwrap());
    let sources = [&REPORTS, &ALERTS].map(|kind| Arc::new(Same(kind)) as Arc<dyn Source>);
    let follower = Follower::new(index.clone(), place.database.clone(), sources.into());
    follower.catch_up().unwrap();
    let rows = |kind: &Kind| {
        let view = index.view(kind, &place.database).unwrap();
        view.search(&everything(), None, 10, Want::Rows).unwrap().page.total
    };
    assert_eq!((rows(&REPORTS), rows(&ALERTS), rows(&NOTICES)), (1, 1, 0));
    place.database.write(|tx| recorded(tx, ChangeKind::Report, "one", true)).unwrap();
    follower.catch_up().unwrap();
    assert_eq!((rows(&REPORTS), rows(&ALERTS), index.documents()), (0, 1, 1));
}

/// What rests on something is in no list if the lists of its kind do not wait for that.
#[test]
fn nothing_rests_on_what_its_kind_does_not_wait_for() {
    struct Resting;
    impl Source for Resting {
        fn kind(&self) -> &'static Kind {
            &NOTICES
        }

        fn documents(&self, _: &mut Conn, _: &Change) -> Result<Replacement> {
            Ok(Replacement::default())
        }

        fn all(&self, _: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
            let texts = Texts::default();
            texts.of.lock().unwrap().push(("one".to_owned(), Some("text".to_owned())));
            let document = texts.document("one").unwrap();
            let terms = terms::ReadingTerms { rests_on: Some("one".into()), ..document.terms.clone() };
            each(&Document { terms, ..document })
        }
    }
    let (place, index) = (Place::new(), Index::in_memory(KINDS).unwrap());
    Follower::new(index.clone(), place.database.clone(), vec![Arc::new(Resting)]).catch_up().unwrap();
    assert_eq!(index.documents(), 0);
}

/// An index of other kinds is thrown away and built anew.
#[test]
fn an_index_of_other_kinds_is_built_anew() {
    let (place, texts) = (Place::new(), Arc::new(Texts::default()));
    texts.write(&place.database, "one", Some("text"));
    {
        let index = Index::open(place.folder.path(), &[&REPORTS]).unwrap();
        follower(&index, &place, &texts).catch_up().unwrap();
    }
    let index = Index::open(place.folder.path(), KINDS).unwrap();
    assert!(index.view(&REPORTS, &place.database).is_err());
    follower(&index, &place, &texts).catch_up().unwrap();
    assert_eq!((found(&index, "text"), texts.rebuilt.load(Ordering::Relaxed)), (1, 2));
}

fn everything() -> Query {
    Query::everything(terms::of_viewer(&Viewer::public()))
}

#[test]
fn many_changes_are_followed_in_several_commits() {
    let (place, texts, index) = (Place::new(), Arc::new(Texts::default()), Index::in_memory(KINDS).unwrap());
    let follower = follower(&index, &place, &texts);
    follower.catch_up().unwrap();
    place
        .database
        .write(|tx| {
            let mut of = texts.of.lock().unwrap();
            for number in 0..1_200 {
                of.push((number.to_string(), Some("many".to_owned())));
                recorded(tx, ChangeKind::Report, &number.to_string(), false)?;
            }
            Ok(())
        })
        .unwrap();
    follower.catch_up().unwrap();
    assert_eq!((index.seq(), found(&index, "many")), (1_200, 1_200));
}

/// What cannot be read is in no list, and keeps nothing else out of it.
#[test]
fn a_text_that_cannot_be_read_does_not_stop_the_index() {
    let serving = Serving::new();
    let listed = || {
        serving.settle();
        let list = serving.public().get("/api/v1/incidents").expect(200).json();
        let titles = list["items"].as_array().unwrap().iter().map(|item| item["title"].clone());
        titles.map(|title| title.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    serving.released(&json!({ "title": "Broken" }), &["public"]);
    serving.released(&json!({ "title": "Whole" }), &["public"]);
    serving.write(|tx| {
        let broken = rendition::table.filter(rendition::title.eq("Broken"));
        diesel::update(broken).set(rendition::facts.eq(r#"{"started":5}"#)).execute(tx.conn)?;
        // Looked at again, with all of its organisation's.
        let home = people::organisation_for_operator(tx.conn, "open-lines")?;
        recorded(tx, ChangeKind::Organisation, home.id.as_str(), true)
    });
    assert_eq!(listed(), ["Whole"]);
    serving.released(&json!({ "title": "Later" }), &["public"]);
    assert_eq!(listed().len(), 2);
}
