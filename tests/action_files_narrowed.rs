//! Files of a joint action whose brief goes to others: gone for all who do not read it any more, and still its own for the organisation
//! that attached them.

use entente::action_files::{File, erase_again};
use entente::files::Copied;
use entente::retention::Erasures;
use serde_json::{Value, json};

use crate::action_files::{attached, begun, files, is_nothing_to, join, read, readdressed, stored, sweep};
use crate::contract::behind;
use crate::http::Answer;
use crate::retention::{CANARY, holds, is_gone_from};
use crate::serving::{ACADEMIC, ADMIN, COMPANY, DEFENDER, GOVERNMENT, REPORTER, REVIEWER, Serving};
use crate::unconfirmed::{readmit, suspend};

/// Asks for a copy that one has.
fn again(serving: &Serving, who: &str, file: &str, etag: &str) -> Answer {
    serving.client(who).send("GET", &format!("/files/{file}"), &[("If-None-Match", etag)], b"")
}

fn etag(serving: &Serving, who: &str, file: &str) -> String {
    let copy = read(serving, who, file).expect(200);
    let etag = copy.header("etag").unwrap().to_owned();
    assert_eq!(again(serving, who, file, &etag).status, 304, "{who}");
    etag
}

/// The rows of a log that are of an act.
fn rows(serving: &Serving, who: &str, act: &str) -> Vec<Value> {
    let log = serving.client(who).get("/api/v1/audit?limit=200").expect(200).json();
    log["items"].as_array().unwrap().iter().filter(|row| row["act"] == act).cloned().collect()
}

fn remove(serving: &Serving, who: &str, file: &str) -> u16 {
    serving.client(who).delete(&format!("/api/v1/files/{file}")).status
}

/// A brief that leaves these behind: while they are suspended, they are no readers whom a correction has to reach.
fn leaves_behind(serving: &Serving, action: &str, audience: &[&str], behind: &[&str]) {
    for slug in behind {
        suspend(serving, slug);
    }
    readdressed(serving, action, audience);
    for slug in behind {
        readmit(serving, slug);
    }
}

/// Defenders are offered the lead, and take it, before those who read the action now.
fn led_by_defenders(serving: &Serving, action: &str) {
    join(serving, DEFENDER, action);
    let lead = format!("/api/v1/actions/{action}/lead");
    serving.client(GOVERNMENT).post(&lead, &json!({ "organisation": "defenders" })).expect(200);
    serving.client(DEFENDER).json("PUT", &lead, &[], &json!({})).expect(200);
}

/// Class of leaks: that there is a file, by its bytes or by an answer that says they are the same, for those who read the action once.
#[test]
fn a_brief_that_goes_to_fewer_takes_its_files_from_all_others() {
    let serving = Serving::new();
    let some = ["sector:government", "org:defenders"];
    let action = begun(&serving, &[&some[..], &["org:lumora", "org:meridian", "org:open-lines"]].concat());
    join(&serving, DEFENDER, &action);
    let file = attached(&serving, DEFENDER, &action, ("a.txt", b"A draft"));
    let others = [COMPANY, ACADEMIC, REPORTER];
    let tags = others.map(|who| etag(&serving, who, &file));
    leaves_behind(&serving, &action, &some, &["lumora", "meridian", "open-lines"]);
    for (who, tag) in others.into_iter().zip(&tags) {
        is_nothing_to(&serving, who, &file);
        assert_eq!(again(&serving, who, &file, tag).status, 404, "{who}");
        assert!(files(&serving, who, &action).is_empty(), "{who} keeps the brief of then, and no file of it");
        assert_eq!(serving.client(who).page(&format!("/actions/{action}/files")).status, 404, "{who}");
    }
    for who in [GOVERNMENT, DEFENDER] {
        etag(&serving, who, &file);
    }
}

#[test]
fn a_reader_who_is_suspended_has_no_file_any_more() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &action);
    let file = attached(&serving, DEFENDER, &action, ("a.txt", b"A draft"));
    let tag = etag(&serving, COMPANY, &file);
    suspend(&serving, "lumora");
    is_nothing_to(&serving, COMPANY, &file);
    let there = again(&serving, COMPANY, &file, &tag);
    assert_eq!(there.timeless(), again(&serving, COMPANY, "Z-000000", &tag).timeless());
}

#[test]
fn whoever_is_left_behind_keeps_its_own_file_and_takes_it_back() {
    let serving = Serving::new();
    let action = begun(&serving, &["sector:government", "org:defenders", "org:open-lines"]);
    for who in [DEFENDER, REVIEWER] {
        join(&serving, who, &action);
    }
    let own = attached(&serving, DEFENDER, &action, ("a.txt", b"Ours"));
    let other = attached(&serving, REVIEWER, &action, ("b.txt", b"Theirs"));
    let tag = etag(&serving, DEFENDER, &other);
    leaves_behind(&serving, &action, &["sector:government", "org:open-lines"], &["defenders"]);
    // It keeps the brief of then, and nothing of what others attached.
    assert!(files(&serving, DEFENDER, &action).is_empty());
    assert_eq!(serving.client(DEFENDER).page(&format!("/actions/{action}/files")).status, 404);
    is_nothing_to(&serving, DEFENDER, &other);
    assert_eq!(again(&serving, DEFENDER, &other, &tag).status, 404);
    // Its own is not.
    etag(&serving, DEFENDER, &own);
    let original = serving.client(DEFENDER).get(&format!("/files/{own}/original")).expect(200);
    assert_eq!(original.body, b"Ours");
    assert_eq!(remove(&serving, DEFENDER, &own), 204);
    is_nothing_to(&serving, DEFENDER, &own);
    is_nothing_to(&serving, GOVERNMENT, &own);
    assert_eq!(files(&serving, GOVERNMENT, &action).len(), 1);
    assert_eq!(rows(&serving, DEFENDER, "file.removed").len(), 1);
    sweep(&serving);
    assert_eq!(stored(&serving).len(), 2, "what others attached, and its copy");
}

/// As if the copy of every file had still to be made.
fn without_copies(serving: &Serving) {
    let statements = "DELETE FROM action_file_copy; UPDATE action_file SET state = 'received'";
    behind(serving, statements);
}

/// Class of leaks: what an organisation sent becomes known after it has no say any more.
#[test]
fn nothing_is_published_of_whoever_was_left_behind_until_they_read_the_action_again() {
    let serving = Serving::new();
    let action = begun(&serving, &["sector:government", "org:defenders"]);
    join(&serving, DEFENDER, &action);
    let file = attached(&serving, DEFENDER, &action, ("a.txt", b"Ours"));
    leaves_behind(&serving, &action, &["sector:government"], &["defenders"]);
    without_copies(&serving);
    let now = serving.instance.app.ambient().now();
    let waiting = serving.place.database.read(|conn| File::waiting(conn, now)).unwrap();
    assert!(waiting.is_empty());
    is_nothing_to(&serving, GOVERNMENT, &file);
    readdressed(&serving, &action, &["sector:government", "org:defenders"]);
    serving.copied();
    assert_eq!(read(&serving, GOVERNMENT, &file).expect(200).text(), "Ours");
}

/// An action that cannot be read is a fault of ours, and keeps no file of another waiting.
#[test]
fn a_damaged_action_keeps_no_copy_of_another_back() {
    let serving = Serving::new();
    let [damaged, whole] = [(); 2].map(|()| begun(&serving, &["coalition"]));
    let [_, file] = [&damaged, &whole].map(|action| {
        join(&serving, DEFENDER, action);
        attached(&serving, DEFENDER, action, ("a.txt", b"Ours"))
    });
    let of_it = format!("(SELECT id FROM contribution WHERE reference = '{damaged}')");
    behind(&serving, &format!("DELETE FROM action_details WHERE contribution_id IN {of_it}"));
    without_copies(&serving);
    // At once, not when the next minute begins. What is damaged stands in the log.
    serving.instance.sanitiser.work(&serving.place.database, &serving.instance.vault).ok();
    serving.copied();
    assert_eq!(read(&serving, GOVERNMENT, &file).expect(200).text(), "Ours");
}

/// Class of leaks: who leads an action, by the log of an organisation that is not shown it.
#[test]
fn who_removed_a_file_is_told_to_nobody_who_is_not_shown_who_leads() {
    let serving = Serving::new();
    let action = begun(&serving, &["sector:government", "org:defenders", "org:open-lines"]);
    for who in [DEFENDER, REVIEWER] {
        join(&serving, who, &action);
    }
    let [first, second] =
        [b"First", b"Other"].map(|bytes| attached(&serving, REVIEWER, &action, ("a.txt", bytes)));
    leaves_behind(&serving, &action, &["sector:government", "org:defenders"], &["open-lines"]);
    led_by_defenders(&serving, &action);
    let before = serving.client(ADMIN).get("/api/v1/audit?limit=1").expect(200).json()["items"].clone();
    assert_eq!(remove(&serving, DEFENDER, &first), 204);
    let after = serving.client(ADMIN).get("/api/v1/audit?limit=1").expect(200).json()["items"].clone();
    assert_eq!(before[0]["at"], after[0]["at"], "nothing new stands there");
    assert!(rows(&serving, ADMIN, "file.gone").is_empty());
    let own = rows(&serving, DEFENDER, "action.file_removed");
    assert_eq!((own.len(), &own[0]["detail"]["file"]), (1, &json!(first)));
    // They read it again, and are not shown who leads it: a step before others.
    readdressed(&serving, &action, &["sector:government", "org:defenders", "org:open-lines"]);
    assert_eq!(remove(&serving, DEFENDER, &second), 204);
    let told = rows(&serving, ADMIN, "file.gone");
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0]["person"], &told[0]["organisation"]), (&json!(null), &json!(null)));
    assert_eq!(rows(&serving, DEFENDER, "action.file_removed").len(), 2);
    // It was somebody: neither the organisation itself nor the platform took it back.
    assert!(rows(&serving, ADMIN, "file.removed").is_empty());
    let log = serving.client(ADMIN).page("/log").expect(200).text();
    assert!(log.contains("is gone from a joint action") && log.contains("Somebody unknown"), "{log}");
}

/// Class of leaks: what was taken back, in files of the database and in answers that are kept to be given again.
#[test]
fn a_file_that_is_taken_back_stays_in_no_file_and_in_no_answer() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &action);
    let path = format!("/api/v1/actions/{action}/files");
    let answers = || serving.state().0["idempotency"];
    let before = answers();
    let (key, told) = ([("Idempotency-Key", "once")], [("description", CANARY)]);
    let sent = serving.client(DEFENDER).upload(&path, &key, &told, ("a.txt", b"A draft")).expect(201).json();
    assert_eq!(answers(), before + 1);
    serving.copied();
    serving.settle();
    let folder = serving.place.folder.path();
    let sqlite = !holds(folder, b"SQLite format 3").is_empty();
    assert!(
        !sqlite || !holds(folder, CANARY.as_bytes()).is_empty(),
        "what is said of it is there until then"
    );
    assert_eq!(remove(&serving, DEFENDER, sent["id"].as_str().unwrap()), 204);
    assert_eq!(answers(), before, "it would tell the hash of what was sent");
    if sqlite {
        is_gone_from(folder);
    }
}

#[test]
fn a_file_that_an_old_copy_brings_back_is_erased_again() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &action);
    let zip: &[u8] = b"PK\x03\x04 and more of it";
    let file = attached(&serving, DEFENDER, &action, ("a.zip", zip));
    assert_eq!(remove(&serving, DEFENDER, &file), 204);
    let folder = serving.place.folder.path();
    let list = std::fs::read_to_string(folder.join("erasures")).unwrap();
    let id = list.split_whitespace().next().unwrap();
    // A copy from before: it is there, and the list beside the database knows better.
    attached(&serving, DEFENDER, &action, ("a.zip", zip));
    behind(&serving, &format!("UPDATE action_file SET id = '{id}'"));
    let erasures = Erasures::in_folder(folder);
    assert_eq!(serving.write(|tx| erase_again(tx, &erasures)), 1);
    assert_eq!(serving.write(|tx| erase_again(tx, &erasures)), 0);
    assert_eq!(rows(&serving, DEFENDER, "file.gone").len(), 1);
    let log = serving.client(DEFENDER).page("/log").expect(200).text();
    assert!(log.contains("Brought back by an old backup, and erased again: yes"), "{log}");
    assert!(files(&serving, DEFENDER, &action).is_empty());
    sweep(&serving);
    assert!(stored(&serving).is_empty());
}
