//! A database of the version before opens and works; one of a later version is refused.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::{PgConnection, SqliteConnection};
use diesel_migrations::MigrationHarness;
use entente::db::schema::timer;
use entente::db::{Conn, Database, MIGRATIONS, Moment};
use entente::error::Error;
use entente::jobs::TimerKind;

use crate::program::Home;
use crate::support::{Place, noon, rows};

/// A connection of one's own. It waits, as the program's do, for what another is writing.
pub fn conn_of(url: &str) -> Conn {
    if url.starts_with("postgres") {
        return Conn::Postgres(PgConnection::establish(url).unwrap());
    }
    let mut conn = SqliteConnection::establish(url).unwrap();
    conn.batch_execute("PRAGMA busy_timeout = 10000").unwrap();
    Conn::Sqlite(conn)
}

/// A database of the version before has deadlines and no timers.
#[test]
fn deadlines_from_before_there_were_timers_have_timers() {
    let place = Place::unmigrated();
    let pending = |conn: &mut Conn| match conn {
        Conn::Sqlite(c) => {
            c.pending_migrations(MIGRATIONS).unwrap().first().map(|one| one.name().to_string())
        }
        Conn::Postgres(c) => {
            c.pending_migrations(MIGRATIONS).unwrap().first().map(|one| one.name().to_string())
        }
    };
    let mut conn = conn_of(&place.url);
    while !pending(&mut conn).unwrap().ends_with("_timers") {
        match &mut conn {
            Conn::Sqlite(c) => drop(c.run_next_migration(MIGRATIONS).unwrap()),
            Conn::Postgres(c) => drop(c.run_next_migration(MIGRATIONS).unwrap()),
        }
    }
    for statement in [
        "INSERT INTO organisation (id, slug, name, kind, website, about, status, created_at) \
         VALUES ('o', 'o', 'O', 'company', '', '', 'active', '2026-01-01 00:00:00')",
        "INSERT INTO incident VALUES ('i', 'I-1', 1, '2026-01-01 00:00:00')",
        "INSERT INTO report (id, reference, organisation_id, incident_id, revision, created_at, updated_at, keep_until, erased_at) \
         VALUES ('kept', 'R-1', 'o', 'i', 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00', '2026-06-01 11:00:00', NULL), \
         ('erased', 'R-2', 'o', 'i', 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00', '2026-06-01 11:00:00', '2026-01-01 00:00:00'), \
         ('free', 'R-3', 'o', 'i', 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00', NULL, NULL)",
    ] {
        diesel::sql_query(statement).execute(&mut conn).unwrap();
    }
    drop(conn);
    place.database.migrate().unwrap();
    let known =
        place.database.read(|conn| {
            Ok(timer::table
                .order(timer::due_at)
                .select((timer::kind, timer::subject, timer::due_at))
                .load::<(TimerKind, String, Moment)>(conn)?)
        });
    let due = noon().plus(-TimeDelta::hours(1));
    // The warning comes too early, and sets itself to a week before the day of the erasure.
    let early = Moment::from_unix_seconds(1_767_225_600).unwrap();
    let kept = |kind, at| (kind, "kept".to_owned(), at);
    assert_eq!(known.unwrap(), [kept(TimerKind::ErasureWarning, early), kept(TimerKind::ReportErasure, due)]);
}

/// What a newer version made could mean what this one does not know: it says so, and touches nothing.
#[test]
fn a_database_of_a_newer_version_is_refused() {
    let home = Home::new();
    drop(home.serve());
    let mut conn = conn_of(&home.url());
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000000')";
    diesel::sql_query(newer).execute(&mut conn).unwrap();
    let before = rows(&mut conn);
    let data = home.place.folder.path().join("file.csv");
    std::fs::write(&data, "").unwrap();
    let import = ["import", "stop", data.to_str().unwrap(), "--organisation", "secretariat"];
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["migrate"], &["reindex"], &import] {
        let output = home.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("99991231000000") && said.contains("newer entente"), "{arguments:?}: {said}");
    }
    assert_eq!(rows(&mut conn), before);
    assert!(matches!(
        Database::open(&home.url(), home.place.database.ambient().clone()),
        Err(Error::Command(_))
    ));
}
