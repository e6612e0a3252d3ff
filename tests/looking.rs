//! A `GET` looks: whoever may not read a thing, and whoever is not signed in, takes nobody's place to write.

use std::sync::mpsc;
use std::time::Duration;

use actix_web::rt;
use entente::audit::{self, Actor, Entry, SubjectKind};
use entente::db::ReadOnly;
use entente::error::{Error, Result};
use entente::web::AppState;

use crate::http::Client;
use crate::serving::{REPORTER, REVIEWER, Serving};
use crate::table::{ASKERS, fill, prepare, rows};

/// Whether an answer can be had without the writer's place. What the program does by itself meanwhile may take it: one
/// time without is enough, for what takes it takes it each time.
fn looks(serving: &Serving, client: &Client, path: &str) -> (bool, u16) {
    let database = serving.instance.app.database();
    let mut status = 0;
    let without = (0..3).any(|_| {
        let before = database.writes();
        status = client.get(path).status;
        database.writes() == before
    });
    (without, status)
}

#[test]
fn nobody_takes_the_place_to_write_before_the_rule_was_asked() {
    let serving = Serving::new();
    let (mut wrong, mut refused) = (Vec::new(), 0);
    for row in rows().filter(|row| row.method == "GET") {
        let names = prepare(&serving, row.on);
        serving.copied();
        for (who, expected) in ASKERS.iter().zip(row.statuses) {
            let hidden = expected >= 400;
            if !who.is_empty() && !hidden {
                continue;
            }
            refused += usize::from(hidden);
            let client = if who.is_empty() { serving.public() } else { serving.new_client(who) };
            let path = fill(row.path, &names);
            // As it is given in the table, and with what a form of it would ask about.
            for path in [path.clone(), format!("{path}?report=R-000000")] {
                let (looked, status) = looks(&serving, &client, &path);
                if !looked || status == 500 {
                    wrong.push(format!("{path} as {who:?}: {status}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(refused > 100, "{refused}");
}

/// Nor does whoever is not signed in and asks a program's address to write.
#[test]
fn nobody_writes_who_is_not_signed_in() {
    let serving = Serving::new();
    let (mut wrong, mut asked) = (Vec::new(), 0);
    let writes = |row: &&'static crate::table::Row| {
        // Whoever has the secret of an invitation has no account yet.
        let program = row.path.starts_with("/api/v1/") && !row.path.starts_with("/api/v1/invitations/");
        program && row.method != "GET" && row.statuses[0] >= 400
    };
    for row in rows().filter(writes) {
        let names = prepare(&serving, row.on);
        serving.copied();
        let (database, client) = (serving.instance.app.database(), serving.public());
        let (path, body) = (fill(row.path, &names), row.json(&names));
        let without = (0..3).any(|_| {
            let before = database.writes();
            let status = client.json(row.method, &path, &[], &body).status;
            assert_eq!(status, row.statuses[0], "{} {path}", row.method);
            database.writes() == before
        });
        asked += 1;
        if !without {
            wrong.push(format!("{} {path}", row.method));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(asked > 60, "{asked}");
}

/// Those who may read do not write either where there is nothing to be recorded, and no answer fails for want of it.
#[test]
fn no_get_fails_for_want_of_the_place_to_write() {
    let serving = Serving::new();
    for row in rows().filter(|row| row.method == "GET") {
        let names = prepare(&serving, row.on);
        let client = if row.right.is_empty() { serving.public() } else { serving.new_client(row.right) };
        let answer = client.get(&fill(row.path, &names));
        assert!(answer.status != 500, "{} as {}: {}", row.path, row.right, answer.text());
    }
    for path in ["/reviews", "/desk", "/api/v1/reviews", "/api/v1/reports"] {
        let client = serving.new_client(crate::serving::ACADEMIC);
        let (looked, status) = looks(&serving, &client, path);
        assert!(looked && [200, 403, 404].contains(&status), "{path}: {status}");
    }
}

#[test]
fn what_only_looks_is_refused_the_place_to_write() {
    let serving = Serving::new();
    let app = &serving.instance.app;
    let looks = ReadOnly::begin(true);
    let before = app.database().writes();
    assert!(matches!(app.write_now(|_| Ok(())), Err(Error::Internal(_))));
    let looked = rt::System::new().block_on(app.read_or_audit(|tx| Ok(tx.now())));
    assert_eq!(looked.ok(), Some(app.ambient().now()));
    assert_eq!(app.database().writes(), before);
    drop(looks);
    app.write_now(|_| Ok(())).unwrap();
}

/// A look at a list is one row of the log for each owner, however many titles stand in it and whatever they are of.
#[test]
fn a_look_at_a_list_is_one_row_of_the_log() {
    let serving = Serving::new();
    let rows = || serving.state().0["audit"];
    for kind in [
        crate::table::On::Proposed,
        crate::table::On::Answering,
        crate::table::On::Translating,
        crate::table::On::Saying,
    ] {
        prepare(&serving, kind);
    }
    let reviewer = serving.new_client(REVIEWER);
    for path in ["/api/v1/reviews", "/reviews", "/desk"] {
        let before = rows();
        let answer = reviewer.get(path).expect(200);
        assert!(
            path != "/api/v1/reviews" || answer.json()["total"].as_u64().unwrap() >= 4,
            "{}",
            answer.text()
        );
        assert_eq!(rows(), before + 1, "{path}");
    }
    let reporter = serving.new_client(REPORTER);
    let before = rows();
    reporter.get("/desk").expect(200);
    assert_eq!(rows(), before + 1);
}

/// However many wait to write, who reads finds a thread.
#[test]
fn who_reads_does_not_wait_behind_those_who_write() {
    does_not_wait_behind(|app| rt::spawn(async move { app.write(|_| Ok(())).await }));
}

/// Nor behind those who read what has to be recorded.
#[test]
fn who_reads_does_not_wait_behind_those_whose_reading_is_recorded() {
    let note = Entry {
        act: "test.done",
        subject_kind: SubjectKind::Report,
        subject: "r",
        owner: None,
        detail: serde_json::Value::Null,
    };
    does_not_wait_behind(move |app| {
        let note = note.clone();
        rt::spawn(
            async move { app.read_or_audit(move |tx| audit::record(tx, &Actor::operator(), &note)).await },
        )
    });
}

fn does_not_wait_behind(begin: impl Fn(AppState) -> rt::task::JoinHandle<Result<()>>) {
    let serving = Serving::new();
    let (held, holds) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let app = serving.instance.app.clone();
    let serving = &serving;
    std::thread::scope(|scope| {
        scope.spawn(move || {
            serving.write(|_| {
                held.send(()).unwrap();
                released.recv().ok();
                Ok(())
            });
        });
        holds.recv().unwrap();
        rt::System::new().block_on(async {
            let waiting: Vec<_> = (0..600).map(|_| begin(app.clone())).collect();
            rt::time::sleep(Duration::from_millis(100)).await;
            let read = rt::time::timeout(Duration::from_secs(5), app.read(|_| Ok(()))).await;
            release.send(()).unwrap();
            for one in waiting {
                one.await.unwrap().unwrap();
            }
            assert!(matches!(read, Ok(Ok(()))));
        });
    });
}

/// A stored text whose gaps cannot be told of is shown to nobody, and the fault is ours.
#[test]
fn a_text_is_never_shown_without_what_is_told_of_its_gaps() {
    use diesel::prelude::*;
    use entente::db::schema::rendition;
    let serving = Serving::new();
    let body = serde_json::json!({ "title": "Cut off", "narrative": "Amina saw it." });
    let report = serving.released(&body, &["public"]).0;
    let path = format!("/reports/{report}");
    serving.public().get(&path).expect(200);
    for broken in [
        rendition::redactions.eq("{"),
        rendition::redactions.eq("[{\"reason\":\"nobody knows\",\"at\":\"title\"}]"),
    ] {
        serving.write(|tx| {
            diesel::update(rendition::table).set(broken).execute(tx.conn)?;
            Ok(())
        });
        for path in [path.clone(), format!("/api/v1{path}")] {
            let answer = serving.public().get(&path).expect(500);
            assert!(
                !answer.text().contains("Cut off") && !answer.text().contains("Amina"),
                "{}",
                answer.text()
            );
        }
    }
}
