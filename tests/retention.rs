//! What is erased is gone: from the database, its log, the index, lists, and from what an old copy brings back.

use std::collections::BTreeSet;
use std::path::Path;

use entente::retention::{self, Erasures};
use serde_json::json;

use crate::serving::{ADMIN, GOVERNMENT, REPORTER, REVIEWER, Serving};

pub const CANARY: &str = "Zebrafinch";

/// Whether any file in a folder holds these bytes.
pub fn holds(folder: &Path, canary: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holds(&path, canary));
        } else if std::fs::read(&path).unwrap().windows(canary.len()).any(|part| part == canary) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// Waits until no file has a word of it: the disk is cleaned a moment after lists are exact.
#[track_caller]
pub fn is_gone_from(folder: &Path) {
    are_gone_from(folder, CANARY.as_bytes());
}

/// The same of other bytes.
#[track_caller]
pub fn are_gone_from(folder: &Path, bytes: &[u8]) {
    let begun = std::time::Instant::now();
    while !holds(folder, bytes).is_empty() {
        let found = holds(folder, bytes);
        assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{found:?}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

/// Whether a word stands among the terms of any segment of the index, those of deleted documents included.
fn indexed(index: &Path, word: &str) -> bool {
    let index = tantivy::Index::open(entente::index::Sealed::open(index).unwrap()).unwrap();
    let searcher = index.reader().unwrap().searcher();
    let texts = ["title", "text"].map(|name| index.schema().get_field(name).unwrap());
    searcher.segment_readers().iter().any(|segment| {
        texts.iter().any(|text| {
            let term = tantivy::Term::from_field_text(*text, word);
            segment.inverted_index(*text).unwrap().get_term_info(&term).unwrap().is_some()
        })
    })
}

fn erase(serving: &Serving, report: &str) {
    let path = format!("/api/v1/reports/{report}");
    serving.client(ADMIN).json("DELETE", &path, &[], &json!({ "reason": "A family asked" })).expect(200);
    serving.settle();
}

#[test]
fn what_is_erased_is_nowhere_any_more() {
    let serving = Serving::new();
    let kept = serving.draft(REPORTER, &json!({ "title": "Another" }));
    let body = json!({ "title": CANARY, "narrative": format!("{CANARY} again") });
    let (report, id) = serving.released(&body, &["org:open-lines", "sector:government"]);
    let file = serving.attached(&report, REPORTER, ("note.txt", CANARY.as_bytes()), CANARY);
    let waiting = serving.propose(&report, REPORTER, &["public"]);
    serving.settle();
    let folder = serving.place.folder.path();
    let sqlite = !holds(folder, b"SQLite format 3").is_empty();
    let (index, word) = (folder.join("index"), CANARY.to_lowercase());
    assert!(indexed(&index, &word), "the index has its words until then");

    for reason in ["", &"x".repeat(1_001)] {
        let path = format!("/api/v1/reports/{report}");
        serving.client(ADMIN).json("DELETE", &path, &[], &json!({ "reason": reason })).expect(422);
    }
    let reference = serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let incident = reference["incident"].as_str().unwrap().to_owned();
    erase(&serving, &report);
    for who in ["", GOVERNMENT, REPORTER, REVIEWER, ADMIN] {
        let client = if who.is_empty() { serving.public() } else { serving.client(who) };
        for path in [
            format!("/api/v1/reports/{report}"),
            format!("/reports/{report}"),
            format!("/reports/{report}/desk"),
            format!("/api/v1/reports/{report}/original"),
            format!("/api/v1/reports/{report}/releases/{id}"),
            format!("/api/v1/reports/{report}/releases/{waiting}"),
            format!("/api/v1/incidents/{incident}"),
            format!("/api/v1/evidence/{file}"),
            format!("/evidence/{file}"),
        ] {
            assert_eq!(client.get(&path).status, 404, "{who}: {path}");
        }
        assert!(!client.get("/incidents.json").expect(200).text().contains(CANARY));
    }
    serving.client(REPORTER).get(&format!("/api/v1/reports/{kept}/original")).expect(200);
    // Merged away, and the write-ahead log cut off: no file has a word of it.
    assert!(!indexed(&index, &word));
    if sqlite {
        is_gone_from(folder);
    }
    // Its sealed files, which open no more, are taken off the disk, and what broke off while it arrived; nothing else is,
    // for a database that is started by mistake knows none of another's files.
    let stored = folder.join("files");
    for (name, years) in [("whole", 0), ("broken.coming", 0), ("arriving.coming", 100)] {
        let file = std::fs::File::create(stored.join(name)).unwrap();
        let year = std::time::Duration::from_hours(365 * 24);
        file.set_modified(std::time::SystemTime::UNIX_EPOCH + year * years).unwrap();
    }
    retention::sweep(&serving.instance.app, &serving.instance.vault).unwrap();
    let entries = std::fs::read_dir(&stored).unwrap();
    let names: BTreeSet<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names, BTreeSet::from(["arriving.coming".to_owned(), "whole".to_owned()]));
    let log = serving.client(ADMIN).get("/log").expect(200).text();
    assert!(log.contains("permanently"), "that it happened stays");
    let page = serving.client(ADMIN).get("/keeping").expect(200).text();
    assert!(page.contains(&report), "and when the last backup of it will be gone");
}

#[test]
fn what_was_asked_goes_with_its_report() {
    let serving = Serving::new();
    let (report, _) =
        serving.released(&json!({ "title": "Cut off" }), &["org:open-lines", "sector:government"]);
    let say = |who: &str, path: &str| {
        let sent = json!({ "words": format!("{CANARY} of {who}") });
        let said =
            serving.client(who).json("POST", path, &[("Idempotency-Key", "once")], &sent).expect(201).json();
        said["reference"].as_str().unwrap().to_owned()
    };
    let question = say(GOVERNMENT, &format!("/api/v1/reports/{report}/inquiries"));
    let answer = say(REPORTER, &format!("/api/v1/inquiries/{question}/answers"));
    let folder = serving.place.folder.path();
    let sqlite = !holds(folder, b"SQLite format 3").is_empty();
    assert!(!sqlite || !holds(folder, CANARY.as_bytes()).is_empty(), "its words are there until then");
    erase(&serving, &report);
    for inquiry in [&question, &answer] {
        for who in [GOVERNMENT, REPORTER, ADMIN] {
            serving.client(who).get(&format!("/api/v1/inquiries/{inquiry}")).expect(404);
            serving.client(who).get(&format!("/inquiries/{inquiry}")).expect(404);
        }
    }
    let (rows, _) = serving.state();
    assert_eq!((rows["contribution"], rows["sealed_text"], rows["readable"]), (0, 0, 0));
    // Nor is an answer kept to be given again that names it, under whatever address it was asked.
    assert_eq!(rows["idempotency"], 0);
    if sqlite {
        is_gone_from(folder);
    }
}

#[test]
fn a_report_is_kept_as_long_as_was_said() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": CANARY }));
    let path = format!("/api/v1/reports/{report}/keeping");
    for wrong in ["2020-01-01", "tomorrow", "2026-02-30"] {
        serving.client(ADMIN).json("PUT", &path, &[], &json!({ "keep_until": wrong })).expect(422);
    }
    let soon = serving.instance.app.ambient().now().date().succ_opt().unwrap().to_string();
    serving.client(ADMIN).json("PUT", &path, &[], &json!({ "keep_until": soon })).expect(200);
    assert!(serving.client(ADMIN).get("/keeping").expect(200).text().contains(&report), "its desk is told");
    serving.instance.timers.work().unwrap();
    serving.client(REPORTER).get(&format!("/api/v1/reports/{report}/original")).expect(200);
    serving.place.clock.advance(chrono::TimeDelta::days(3));
    serving.instance.timers.work().unwrap();
    let gone =
        serving.write(|tx| Ok(entente::reports::store::report_for_operator(tx.conn, &report).is_err()));
    assert!(gone);
}

#[test]
fn what_an_old_copy_brings_back_is_erased_again() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": CANARY }), &["org:open-lines", "sector:government"]);
    let id = serving.write(|tx| Ok(entente::reports::store::report_for_operator(tx.conn, &report)?.id));
    // A copy from before: the report is there, and the list beside the database knows better.
    let erasures = Erasures::in_folder(serving.place.folder.path());
    let list = serving.place.folder.path().join("erasures");
    std::fs::write(&list, format!("{} 2026-01-01T00:00:00Z\n", id.as_str())).unwrap();
    let again = serving.write(|tx| erasures.replay(tx));
    assert_eq!(again, 1);
    assert_eq!(serving.write(|tx| erasures.replay(tx)), 0);
    serving.settle();
    serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).expect(404);
}

/// The files of the index hold no word of it a moment after lists are exact.
#[track_caller]
fn is_gone_from_index(serving: &Serving, word: &str) {
    serving.settle();
    let (begun, index) = (std::time::Instant::now(), serving.place.folder.path().join("index"));
    while indexed(&index, word) {
        assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{word}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn words_of_withdrawn_actions_and_comments_leave_the_index() {
    let serving = Serving::new();
    let government = serving.client(GOVERNMENT);
    let brief =
        json!({ "kind": "letter", "title": "Wagtailone", "brief": "We write.", "audience": ["coalition"] });
    let made = government.post("/api/v1/actions", &brief).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/actions/{action}/approval");
    serving.client(crate::serving::GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    let say = |text: &str| {
        let path = format!("/api/v1/actions/{action}/comments");
        let made = government.post(&path, &json!({ "text": text })).expect(201).json();
        format!("/api/v1/comments/{}", made["reference"].as_str().unwrap())
    };
    let (gone, changed) = (say("Wagtailtwo"), say("Wagtailthree"));
    say("Wagtailfour");
    let index = serving.place.folder.path().join("index");
    serving.settle();
    for word in ["wagtailone", "wagtailtwo", "wagtailthree", "wagtailfour"] {
        assert!(indexed(&index, word), "{word}");
    }
    let take_back =
        |path: &str| government.json("DELETE", path, &[], &json!({ "reason": "Wrong" })).expect(200);
    take_back(&gone);
    is_gone_from_index(&serving, "wagtailtwo");
    // One version alone.
    government.post(&format!("{changed}/versions"), &json!({ "text": "Other words" })).expect(201);
    take_back(&format!("{changed}/versions/1"));
    is_gone_from_index(&serving, "wagtailthree");
    assert!(indexed(&index, "wagtailone") && indexed(&index, "wagtailfour"));
    take_back(&format!("/api/v1/actions/{action}"));
    is_gone_from_index(&serving, "wagtailone");
    is_gone_from_index(&serving, "wagtailfour");
}
