//! Migrations run up, down and up again on both engines, with rows in the tables, and end where they began.

use std::collections::BTreeMap;

use diesel::deserialize::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_migrations::MigrationHarness;
use entente::audit::{self, Actor, Entry};
use entente::db::{ChangeKind, Conn, MIGRATIONS};
use entente::error::Error;
use serde_json::json;

use crate::support::Place;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    shape: String,
}

/// Every table with its columns, as the engine itself tells.
fn schema(conn: &mut Conn) -> BTreeMap<String, Vec<String>> {
    let rows: Vec<Column> = match conn {
        Conn::Sqlite(c) => diesel::sql_query(
            "SELECT m.name AS table_name, m.type || ' ' || COALESCE(m.sql, '') AS shape FROM sqlite_master m \
             WHERE m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '__diesel%' ORDER BY 1, 2",
        )
        .load(c),
        Conn::Postgres(c) => diesel::sql_query(
            "SELECT table_name::text, column_name || ' ' || data_type || ' ' || is_nullable AS shape \
             FROM information_schema.columns WHERE table_schema = current_schema() \
             AND table_name NOT LIKE '\\_\\_diesel%' \
             UNION ALL SELECT tablename::text, indexdef FROM pg_indexes WHERE schemaname = current_schema() \
             AND tablename NOT LIKE '\\_\\_diesel%' ORDER BY 1, 2",
        )
        .load(c),
    }
    .unwrap();
    let mut schema = BTreeMap::new();
    for row in rows {
        schema.entry(row.table_name).or_insert_with(Vec::new).push(row.shape);
    }
    schema
}

/// A row in the tables that later migrations may have to carry over.
fn fill(conn: &mut Conn) {
    for statement in [
        "INSERT INTO setting (name, value) VALUES ('k', 'v')",
        "INSERT INTO organisation (id, slug, name, kind, website, about, status, created_at) \
         VALUES ('o', 'o', 'O', 'company', '', '', 'active', '2026-01-01 00:00:00')",
        "INSERT INTO person (id, organisation_id, email, name, password_hash, language, created_at) \
         VALUES ('p', 'o', 'p@example.org', 'P', 'x', 'en', '2026-01-01 00:00:00')",
        "INSERT INTO incident (id, reference, ordinal, created_at) VALUES ('i', 'I-1', 1, '2026-01-01 00:00:00')",
        "INSERT INTO report (id, reference, organisation_id, incident_id, revision, created_at, updated_at) \
         VALUES ('r', 'R-1', 'o', 'i', 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00')",
        "INSERT INTO readable (id, family, rank, live) VALUES ('x', 'r', 0, true)",
        "INSERT INTO readable_token (readable_id, token) VALUES ('x', 'public')",
    ] {
        diesel::sql_query(statement).execute(conn).unwrap();
    }
}

#[test]
fn migrations_run_up_down_and_up_again() {
    let place = Place::unmigrated();
    let mut conn = if place.url.starts_with("postgres") {
        Conn::Postgres(PgConnection::establish(&place.url).unwrap())
    } else {
        Conn::Sqlite(SqliteConnection::establish(&place.url).unwrap())
    };
    let up = |conn: &mut Conn| match conn {
        Conn::Sqlite(c) => c.run_pending_migrations(MIGRATIONS).unwrap().len(),
        Conn::Postgres(c) => c.run_pending_migrations(MIGRATIONS).unwrap().len(),
    };
    let down = |conn: &mut Conn| match conn {
        Conn::Sqlite(c) => c.revert_last_migration(MIGRATIONS).map(|_| ()).unwrap(),
        Conn::Postgres(c) => c.revert_last_migration(MIGRATIONS).map(|_| ()).unwrap(),
    };
    let count = up(&mut conn);
    assert!(count >= 3);
    let first = schema(&mut conn);
    assert!(first.len() > 20, "{} tables", first.len());
    fill(&mut conn);
    for _ in 0..count {
        down(&mut conn);
    }
    assert_eq!(schema(&mut conn), BTreeMap::new(), "nothing is left behind");
    assert_eq!(up(&mut conn), count);
    assert_eq!(schema(&mut conn), first);
    fill(&mut conn);
}

#[test]
fn a_change_without_an_audit_row_does_not_happen() {
    let place = Place::new();
    let silent = place.database.write(|tx| tx.change(ChangeKind::Report, "r", false));
    assert!(matches!(silent, Err(Error::Internal(_))));
    let said = place.database.write(|tx| {
        audit::record(
            tx,
            &Actor::operator(),
            &Entry { act: "test.done", subject_kind: "report", subject: "r", owner: None, detail: json!({}) },
        )?;
        tx.change(ChangeKind::Report, "r", true)
    });
    assert_eq!(said.unwrap(), 1, "the refused change took no number");
    place
        .database
        .read(|conn| {
            assert_eq!(entente::db::last_narrowing(conn)?, 1);
            assert_eq!(entente::db::changes_after(conn, 0, 10)?.len(), 1);
            Ok(())
        })
        .unwrap();
}

#[test]
fn readers_cannot_write() {
    let place = Place::new();
    let written = place.database.read(|conn| {
        Ok(diesel::sql_query("INSERT INTO setting (name, value) VALUES ('k', 'v')").execute(conn)?)
    });
    assert!(written.is_err());
}
