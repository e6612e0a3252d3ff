//! A database of its own for every test: a SQLite file, or a schema of the PostgreSQL server that
//! `ENTENTE_TEST_DATABASE_URL` names.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::deserialize::QueryableByName;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, PgConnection, RunQueryDsl};
use entente::db::{Ambient, Conn, Database, FixedClock, Moment, SeededRandomness};
use tempfile::TempDir;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database that ends with the test, and the hands of its clock.
pub struct Place {
    pub database: Database,
    pub clock: Arc<FixedClock>,
    pub folder: TempDir,
    pub url: String,
    schema: Option<(String, String)>,
}

/// The moment at which every test begins: 2026-06-01T12:00:00Z.
pub fn noon() -> Moment {
    Moment::from_unix_seconds(1_780_315_200).unwrap()
}

impl Place {
    /// A fresh database with its schema.
    pub fn new() -> Self {
        let place = Self::unmigrated();
        place.database.migrate().unwrap();
        place
    }

    /// A fresh database without a single table.
    pub fn unmigrated() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FixedClock::at(noon()));
        let seed = u64::from(COUNT.fetch_add(1, Ordering::Relaxed));
        let ambient = Ambient::new(clock.clone(), Arc::new(SeededRandomness::new(seed)));
        let (url, schema) = match std::env::var("ENTENTE_TEST_DATABASE_URL") {
            Ok(server) => own_schema(&server, seed),
            Err(_) => (Database::embedded(folder.path()), None),
        };
        let database = Database::connect(&url, ambient).unwrap();
        Self { database, clock, folder, url, schema }
    }
}

/// How many rows each table has: what a refused request leaves as it was.
pub fn rows(conn: &mut Conn) -> BTreeMap<String, i64> {
    let count = |conn: &mut Conn, table: &str| {
        let query = format!("SELECT '{table}' AS name, COUNT(*) AS number FROM \"{table}\"");
        diesel::sql_query(query).get_result::<Count>(conn).map(|count| (count.name, count.number)).unwrap()
    };
    tables(conn).iter().map(|table| count(conn, table)).collect()
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// The names of all tables of ours.
pub fn tables(conn: &mut Conn) -> Vec<String> {
    let query = match conn {
        Conn::Sqlite(_) => {
            "SELECT name, 0 AS number FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
             AND name NOT LIKE '__diesel%' ORDER BY name"
        }
        Conn::Postgres(_) => {
            "SELECT tablename::text AS name, 0::bigint AS number FROM pg_tables \
             WHERE schemaname = current_schema() AND tablename NOT LIKE '\\_\\_diesel%' ORDER BY tablename"
        }
    };
    let found: Vec<Count> = diesel::sql_query(query).load(conn).unwrap();
    found.into_iter().map(|table| table.name).collect()
}

fn own_schema(server: &str, number: u64) -> (String, Option<(String, String)>) {
    let schema = format!("test_{}_{number}", std::process::id());
    PgConnection::establish(server).unwrap().batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
    let joint = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{joint}options=-csearch_path%3D{schema}");
    (url, Some((server.to_owned(), schema)))
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, schema)) = &self.schema
            && let Ok(mut connection) = PgConnection::establish(server)
        {
            connection.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE")).ok();
        }
    }
}
