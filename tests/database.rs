//! Migrations run up, down and up again on both engines, with rows in the tables, and end where they began.
use std::collections::{BTreeMap, BTreeSet};

use diesel::connection::SimpleConnection;
use diesel::deserialize::QueryableByName;
use diesel::migration::Migration;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_migrations::MigrationHarness;
use entente::audit::{self, Actor, Entry, SubjectKind};
use entente::db::{Alone, ChangeKind, Conn, MIGRATIONS};
use entente::error::Error;
use serde_json::json;

use crate::database_rows::ROWS;
use crate::joint_statements::INES;
use crate::serving::{CONVENOR, GOVERNMENT, Serving};
use crate::support::{Place, count, rows, run, tables};
use crate::table::{Names, On, prepare};
use crate::versions::conn_of;

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Text)]
    text: String,
}

/// Every table with its columns, keys and indexes, as the engine itself tells.
fn schema(conn: &mut Conn) -> BTreeMap<String, Vec<String>> {
    let rows: Vec<Named> = match conn {
        Conn::Sqlite(c) => diesel::sql_query(
            "SELECT m.tbl_name AS place, m.type || ' ' || m.name || ' ' || COALESCE(m.sql, '') AS text \
             FROM sqlite_master m WHERE m.name NOT LIKE '__diesel%' AND m.tbl_name NOT LIKE '__diesel%' ORDER BY 1, 2",
        )
        .load(c),
        Conn::Postgres(c) => diesel::sql_query(
            "SELECT table_name::text AS place, column_name || ' ' || data_type || ' ' || is_nullable || ' ' || \
             COALESCE(column_default, '') AS text FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_\\_diesel%' \
             UNION ALL SELECT tablename::text, indexdef FROM pg_indexes WHERE schemaname = current_schema() \
             AND tablename NOT LIKE '\\_\\_diesel%' \
             UNION ALL SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint \
             WHERE connamespace = current_schema()::regnamespace \
             AND conrelid::regclass::text NOT LIKE '\\_\\_diesel%' ORDER BY 1, 2",
        )
        .load(c),
    }
    .unwrap();
    let mut schema = BTreeMap::new();
    for row in rows {
        // SQLite keeps a table as it was written, and breaks no lines where it adds a column.
        let text =
            row.text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(").replace(" )", ")");
        schema.entry(row.place).or_insert_with(Vec::new).push(text);
    }
    schema
}

/// By table and column: every value, in order.
pub fn content(conn: &mut Conn) -> BTreeMap<(String, String), Vec<String>> {
    let mut content = BTreeMap::new();
    for table in tables(conn) {
        let query = match conn {
            Conn::Sqlite(_) => format!("SELECT '' AS place, name AS text FROM pragma_table_info('{table}')"),
            Conn::Postgres(_) => format!(
                "SELECT '' AS place, column_name::text AS text FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = '{table}'"
            ),
        };
        let columns: Vec<Named> = diesel::sql_query(query).load(conn).unwrap();
        for column in columns {
            let name = &column.text;
            let value = match conn {
                Conn::Sqlite(_) => {
                    format!(
                        "CASE typeof(\"{name}\") WHEN 'blob' THEN hex(\"{name}\") ELSE CAST(\"{name}\" AS TEXT) END"
                    )
                }
                Conn::Postgres(_) => format!("CAST(\"{name}\" AS TEXT)"),
            };
            let query =
                format!("SELECT '' AS place, COALESCE({value}, 'NULL') AS text FROM \"{table}\" ORDER BY 2");
            let values: Vec<Named> = diesel::sql_query(query).load(conn).unwrap();
            content
                .insert((table.clone(), column.text), values.into_iter().map(|value| value.text).collect());
        }
    }
    content
}

/// What of the content was there before has to be there still, but for what went with its column. Where another table takes
/// the place of one, its rows may have gone to a table that was there, or on the way back come from it: then one side has all
/// that the other has.
#[track_caller]
fn keeps(before: &BTreeMap<(String, String), Vec<String>>, after: &BTreeMap<(String, String), Vec<String>>) {
    let has =
        |content: &BTreeMap<(String, String), _>, table: &str| content.keys().any(|(of, _)| of == table);
    let moved = before.keys().any(|(table, _)| !has(after, table));
    for (place, values) in after {
        let Some(kept) = before.get(place) else { continue };
        if moved && values.len() != kept.len() {
            let (more, fewer) = if values.len() > kept.len() { (values, kept) } else { (kept, values) };
            let mut more = more.clone();
            for value in fewer {
                let at = more.iter().position(|other| other == value);
                more.remove(at.unwrap_or_else(|| panic!("{place:?} lost {value}")));
            }
        } else {
            assert_eq!(values, kept, "{place:?}");
        }
    }
}

/// Puts a row into each table that has none yet. A table that `ROWS` does not know is a fault.
fn fill(conn: &mut Conn) {
    let missing: BTreeSet<String> =
        rows(conn).into_iter().filter(|(_, count)| *count == 0).map(|(table, _)| table).collect();
    for (table, values) in ROWS.iter().filter(|(table, _)| missing.contains(*table)) {
        diesel::sql_query(format!("INSERT INTO \"{table}\" VALUES {values}")).execute(conn).unwrap();
    }
    let empty: Vec<_> = rows(conn).into_iter().filter(|(_, count)| *count == 0).collect();
    assert!(empty.is_empty(), "tables without a row to carry over: {empty:?}");
}

/// A connection beside those of the database, as migrations have one.
pub fn connect(place: &Place) -> Conn {
    let mut conn = conn_of(&place.url);
    if let Conn::Sqlite(sqlite) = &mut conn {
        sqlite.batch_execute("PRAGMA foreign_keys = ON").unwrap();
    }
    conn
}

pub fn up(conn: &mut Conn) {
    match conn {
        Conn::Sqlite(c) => drop(c.run_next_migration(MIGRATIONS).unwrap()),
        Conn::Postgres(c) => drop(c.run_next_migration(MIGRATIONS).unwrap()),
    }
}

pub fn down(conn: &mut Conn) {
    match conn {
        Conn::Sqlite(c) => drop(c.revert_last_migration(MIGRATIONS).unwrap()),
        Conn::Postgres(c) => drop(c.revert_last_migration(MIGRATIONS).unwrap()),
    }
}

pub fn pending(conn: &mut Conn) -> usize {
    match conn {
        Conn::Sqlite(c) => c.pending_migrations(MIGRATIONS).unwrap().len(),
        Conn::Postgres(c) => c.pending_migrations(MIGRATIONS).unwrap().len(),
    }
}

/// One by one, with a row in every table there is: no step loses one, every way back ends where the way up had
/// begun, and whoever goes up again gets the same.
#[test]
fn migrations_run_up_down_and_up_again() {
    let place = Place::unmigrated();
    let mut conn = connect(&place);
    let count = pending(&mut conn);
    assert!(count >= 3);
    let mut steps = vec![schema(&mut conn)];
    assert_eq!(steps[0], BTreeMap::new());
    let climb = |conn: &mut Conn| {
        let before = content(conn);
        up(conn);
        keeps(&before, &content(conn));
        fill(conn);
    };
    for _ in 0..count {
        climb(&mut conn);
        steps.push(schema(&mut conn));
    }
    assert!(steps[count].len() > 20, "{} tables", steps[count].len());
    for step in (0..count).rev() {
        let before = content(&mut conn);
        down(&mut conn);
        assert_eq!(schema(&mut conn), steps[step], "{step} migrations");
        keeps(&before, &content(&mut conn));
        // From every step there is a way up again, with what is there.
        climb(&mut conn);
        assert_eq!(schema(&mut conn), steps[step + 1]);
        down(&mut conn);
    }
    for step in &steps[1..] {
        climb(&mut conn);
        assert_eq!(schema(&mut conn), *step);
    }
    assert_eq!(pending(&mut conn), 0);
}

/// The name of the migration that comes next.
pub fn next(conn: &mut Conn) -> String {
    let name = |migrations: Vec<String>| migrations.into_iter().next().unwrap_or_default();
    match conn {
        Conn::Sqlite(c) => {
            name(c.pending_migrations(MIGRATIONS).unwrap().iter().map(|one| one.name().to_string()).collect())
        }
        Conn::Postgres(c) => {
            name(c.pending_migrations(MIGRATIONS).unwrap().iter().map(|one| one.name().to_string()).collect())
        }
    }
}

/// A database of the version before: what was out is listed, what was taken back is gone, and what could only be read with
/// something else rests on that. On the way back all is as it was.
#[test]
fn readable_things_of_before_get_their_states() {
    let place = Place::unmigrated();
    let mut conn = conn_of(&place.url);
    while !next(&mut conn).ends_with("readable_states") {
        up(&mut conn);
        fill(&mut conn);
    }
    for statement in [
        "INSERT INTO readable VALUES ('y', 'r', 1, false), ('k', 'k', 0, true), ('t', 'x', 0, true), ('j', 'j', 0, false)",
        "INSERT INTO readable_token VALUES ('y', 'coalition'), ('k', 'coalition'), ('t', 'coalition'), ('j', 'coalition')",
    ] {
        diesel::sql_query(statement).execute(&mut conn).unwrap();
    }
    let ask = |conn: &mut Conn, text: &str| -> BTreeMap<String, String> {
        let query = format!("SELECT id AS place, {text} AS text FROM readable");
        let rows: Vec<Named> = diesel::sql_query(query).load(conn).unwrap();
        rows.into_iter().map(|row| (row.place, row.text)).collect()
    };
    let of = |pairs: [(&str, &str); 5]| pairs.map(|(id, text)| (id.to_owned(), text.to_owned())).into();
    let was = "family || CASE WHEN live THEN ' live' ELSE '' END";
    let before = ask(&mut conn, was);
    for _ in 0..2 {
        up(&mut conn);
        assert_eq!(
            ask(&mut conn, "state || ' ' || family || ' ' || COALESCE(rests_on, '')"),
            of([
                ("x", "listed r "),
                ("y", "gone r "),
                ("k", "listed k r"),
                ("t", "listed t x"),
                ("j", "gone j r")
            ])
        );
        let rests = "(SELECT COALESCE(MAX(base), '') FROM readable_rest WHERE readable_id = readable.id)";
        assert_eq!(ask(&mut conn, rests), of([("x", ""), ("y", ""), ("k", "r"), ("t", "x"), ("j", "r")]));
        down(&mut conn);
        assert_eq!(ask(&mut conn, was), before);
    }
}

/// The version before knows nothing of what follows an adoption: nothing is left of publications, what was followed up is published for it,
/// and what had not opened is read by nobody, on the way back too.
#[test]
fn what_follows_an_adoption_goes_with_its_tables() {
    let serving = Serving::new();
    let (followed, cleared) = (prepare(&serving, On::Followed), prepare(&serving, On::Cleared));
    let at = |names: &Names| format!("/api/v1/statements/{}", names["statement"]);
    let moves = format!("{}/moves", at(&followed));
    serving.client(INES).post(&moves, &json!({ "to": "follow_up" })).expect(200);
    let (report, _) = serving.released(&json!({ "title": "Cut off" }), &["coalition"]);
    let report = format!("/api/v1/reports/{report}");
    serving.client(GOVERNMENT).get(&report).expect(200);
    let mut conn = connect(&serving.place);
    let of_it = [
        "contribution WHERE kind = 'publication'",
        "release WHERE subject_kind = 'publication'",
        "event WHERE kind IN ('endorsement-asked', 'endorsement-said')",
        "timer WHERE kind IN ('publication.opening', 'statement.review')",
        "statement WHERE stage IN ('follow_up', 'cleared')",
    ];
    assert_eq!(of_it.map(|from| count(&mut conn, from) > 0), [true; 5]);
    let unused = "audience WHERE id NOT IN (SELECT audience_id FROM readable WHERE audience_id IS NOT NULL) \
        AND id NOT IN (SELECT audience_id FROM release)";
    let left_before = count(&mut conn, unused);
    for (opens, which) in [("2000-01-01", "NOT IN"), ("2099-01-01", "IN")] {
        let set = format!(
            "UPDATE readable SET opens = '{opens} 00:00:00' WHERE id {which} (SELECT id FROM rendition)"
        );
        run(&mut conn, &set).unwrap();
    }
    while tables(&mut conn).iter().any(|table| table == "statement_endorsement") {
        down(&mut conn);
    }
    assert_eq!(of_it.map(|from| count(&mut conn, from)), [0; 5]);
    assert_eq!(count(&mut conn, unused), left_before, "an audience goes with the last that refers to it");
    let has_opens =
        |conn: &mut Conn| content(conn).contains_key(&("readable".to_owned(), "opens".to_owned()));
    let gone = "readable WHERE state = 'gone'";
    let before = count(&mut conn, gone);
    while has_opens(&mut conn) {
        down(&mut conn);
    }
    assert_eq!(count(&mut conn, gone), before + 1);
    while pending(&mut conn) > 0 {
        up(&mut conn);
    }
    let hidden = serving.client(GOVERNMENT).get(&report);
    assert!([404, 410].contains(&hidden.status) && !hidden.text().contains("Cut off"), "{}", hidden.text());
    for (names, state) in [(&followed, "published"), (&cleared, "sign_on")] {
        let view = serving.client(CONVENOR).get(&at(names)).expect(200).json();
        assert_eq!(view["state"], state);
        serving.client(CONVENOR).page(&format!("/publications/sha256/{}", names["hash"])).expect(404);
    }
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
            &Entry {
                act: "test.done",
                subject_kind: SubjectKind::Report,
                subject: "r",
                owner: None,
                detail: json!({}),
            },
        )?;
        tx.change(ChangeKind::Report, "r", true)
    });
    assert_eq!(said.unwrap(), 1, "the refused change took no number");
    place
        .database
        .read(|conn| {
            let narrowing =
                |conn: &mut Conn, seq, kinds: &[ChangeKind]| entente::db::last_narrowing(conn, seq, kinds);
            assert_eq!(narrowing(conn, 0, &[ChangeKind::Group, ChangeKind::Report])?, Some(1));
            assert_eq!(narrowing(conn, 0, &[ChangeKind::Group])?, None);
            assert_eq!(narrowing(conn, 1, ChangeKind::ALL)?, None, "only later ones");
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

/// The newest erasure is looked for at every start, in a log that may have a million rows.
#[test]
fn a_start_does_not_read_the_whole_log() {
    let place = Place::new();
    let plan = place
        .database
        .write(|tx| {
            let plan: Vec<Named> = match tx.conn {
                Conn::Sqlite(c) => diesel::sql_query(
                    "EXPLAIN QUERY PLAN SELECT MAX(seq) FROM change_log WHERE kind = 'erasure' AND seq > 0 AND seq <= 9",
                )
                .load::<Detail>(c)?
                .into_iter()
                .map(|row| Named { place: String::new(), text: row.detail })
                .collect(),
                Conn::Postgres(c) => {
                    diesel::sql_query("SET LOCAL enable_seqscan TO off").execute(c)?;
                    diesel::sql_query("SET LOCAL enable_bitmapscan TO off").execute(c)?;
                    diesel::sql_query(
                        "EXPLAIN SELECT MAX(seq) FROM change_log WHERE kind = 'erasure' AND seq > 0 AND seq <= 9",
                    )
                    .load::<Planned>(c)?
                    .into_iter()
                    .map(|row| Named { place: String::new(), text: row.plan })
                    .collect()
                }
            };
            Ok(plan.into_iter().map(|row| row.text).collect::<Vec<_>>().join("\n"))
        })
        .unwrap();
    assert!(plan.contains("change_log_kind"), "{plan}");
}

#[derive(QueryableByName)]
struct Detail {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct Planned {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    plan: String,
}

/// Where PostgreSQL has let go of a server's lock, and another server took it, the first one is told.
#[test]
fn a_lost_right_to_serve_is_noticed() {
    let place = Place::new();
    if !place.url.starts_with("postgres") {
        return;
    }
    let mut first = Alone::take(&place.url).unwrap();
    assert!(matches!(Alone::take(&place.url), Err(Error::Command(_))));
    first.keep().unwrap();
    let cut = || {
        let query = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND \
            ((classid::bigint << 32) | objid::bigint) = hashtextextended('entente serve ' || current_schema(), 0)";
        PgConnection::establish(&place.url).unwrap().batch_execute(query).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(500));
    };
    cut();
    first.keep().unwrap();
    assert!(Alone::take(&place.url).is_err(), "it was taken anew");
    cut();
    let second = Alone::take(&place.url).unwrap();
    assert!(matches!(first.keep(), Err(Error::Command(_))));
    drop(second);
    first.keep().unwrap();
}
