//! A database of its own for every test: a SQLite file, or a database on the PostgreSQL server that
//! `ENTENTE_TEST_DATABASE_URL` names. What many tests begin with is made once and copied ([`Template`]).

use std::collections::BTreeMap;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use diesel::connection::SimpleConnection;
use diesel::deserialize::QueryableByName;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, PgConnection, RunQueryDsl};
use entente::db::{Ambient, Conn, Database, FixedClock, Moment, SeededRandomness};
use tempfile::TempDir;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A memory disk smaller than this is left alone: containers often have one of 64 MB.
const ROOM_IN_MEGABYTES: u64 = 1024;

/// A folder that ends with the test. It is on a memory disk if there is one with enough room: tests kill processes,
/// never the power, so they need not wait for a disk. `ENTENTE_TEST_FOLDER` chooses another place.
pub fn folder() -> TempDir {
    static PARENT: LazyLock<PathBuf> = LazyLock::new(|| {
        let chosen = std::env::var_os("ENTENTE_TEST_FOLDER").map(PathBuf::from);
        let memory = Path::new("/dev/shm");
        chosen.unwrap_or_else(|| if has_room(memory) { memory.to_owned() } else { std::env::temp_dir() })
    });
    tempfile::Builder::new().prefix("entente-test.").tempdir_in(&*PARENT).unwrap()
}

/// The same for programs that are to run: memory disks may forbid that.
pub fn folder_of_programs() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn has_room(folder: &Path) -> bool {
    let asked = Command::new("df").args(["--output=avail", "--block-size=1M"]).arg(folder).output();
    let said = asked.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    said.lines()
        .nth(1)
        .and_then(|free| free.trim().parse::<u64>().ok())
        .is_some_and(|free| free >= ROOM_IN_MEGABYTES)
}

/// Whether the tests run on PostgreSQL.
pub fn on_postgres() -> bool {
    server().is_some()
}

fn server() -> Option<String> {
    std::env::var("ENTENTE_TEST_DATABASE_URL").ok()
}

/// A database that ends with the test, and the hands of its clock.
pub struct Place {
    pub database: Database,
    pub clock: Arc<FixedClock>,
    pub folder: TempDir,
    pub url: String,
    own: Option<OwnDatabase>,
}

/// The moment at which every test begins: 2026-06-01T12:00:00Z.
pub fn noon() -> Moment {
    Moment::from_unix_seconds(1_780_315_200).unwrap()
}

static MIGRATED: Template = Template::new(|place| place.database.migrate().unwrap());

impl Place {
    /// A fresh database with its schema.
    pub fn new() -> Self {
        Self::copy_of(&MIGRATED)
    }

    /// A fresh database without a single table.
    pub fn unmigrated() -> Self {
        Self::with(None)
    }

    /// A database that is as the template left its own. What is drawn by chance from here on is drawn for this one alone.
    pub fn copy_of(template: &'static Template) -> Self {
        Self::with(Some(template.kept()))
    }

    fn with(kept: Option<&Kept>) -> Self {
        let folder = folder();
        let clock = Arc::new(FixedClock::at(noon()));
        let seed = u64::from(COUNT.fetch_add(1, Ordering::Relaxed));
        let ambient = Ambient::new(clock.clone(), Arc::new(SeededRandomness::new(seed)));
        let own = server().map(|server| OwnDatabase::made(server, seed, kept));
        let url = own.as_ref().map_or_else(|| Database::embedded(folder.path()), OwnDatabase::url);
        if let Some(Kept::File(bytes)) = kept {
            // As the program makes it: readable by its owner alone.
            let mut options = std::fs::File::options();
            let mut file = options.write(true).create_new(true).mode(0o600).open(&url).unwrap();
            file.write_all(bytes).unwrap();
        }
        let database = Database::connect(&url, ambient).unwrap();
        Self { database, clock, folder, url, own }
    }
}

/// What many tests begin with: made once in this process, copied for each.
pub struct Template {
    make: fn(&Place),
    kept: OnceLock<Kept>,
}

/// A database that nobody has open.
enum Kept {
    /// The bytes of a SQLite file.
    File(Vec<u8>),
    /// On PostgreSQL.
    Database(OwnDatabase),
}

impl Template {
    pub const fn new(make: fn(&Place)) -> Self {
        Self { make, kept: OnceLock::new() }
    }

    fn kept(&self) -> &Kept {
        self.kept.get_or_init(|| {
            let place = Place::unmigrated();
            (self.make)(&place);
            let Place { database, url, own, .. } = &place;
            assert!(database.forget_log().unwrap(), "somebody still reads the template");
            if own.is_none() {
                return Kept::File(std::fs::read(url).unwrap());
            }
            let Place { database, own, .. } = place;
            // PostgreSQL copies a database only while nobody is connected to it.
            drop(database);
            let own = own.unwrap();
            own.close();
            Kept::Database(own)
        })
    }
}

/// A database of the server, gone with the test. Those of templates, which last as long as the process, are cleared
/// away by the next one.
struct OwnDatabase {
    server: String,
    name: String,
}

/// What the names of such databases begin with, before the number of the process.
const OWN: &str = "entente_test_";

impl OwnDatabase {
    fn made(server: String, number: u64, kept: Option<&Kept>) -> Self {
        static CLEARED: OnceLock<()> = OnceLock::new();
        CLEARED.get_or_init(|| clear_away(&server));
        let own = Self { server, name: format!("{OWN}{}_{number}", std::process::id()) };
        let template = match kept {
            Some(Kept::Database(template)) => &template.name,
            _ => "template0",
        };
        own.command(&format!("CREATE DATABASE {} TEMPLATE {template}", own.name));
        own
    }

    fn url(&self) -> String {
        let joint = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{joint}dbname={}", self.server, self.name)
    }

    fn close(&self) {
        self.command(&format!("ALTER DATABASE {} ALLOW_CONNECTIONS false", self.name));
        self.command(&format!(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{}'",
            self.name
        ));
    }

    fn command(&self, command: &str) {
        PgConnection::establish(&self.server).unwrap().batch_execute(command).unwrap();
    }
}

/// Drops what test processes left that have ended.
fn clear_away(server: &str) {
    let mut connection = PgConnection::establish(server).unwrap();
    let query = format!(
        "SELECT datname::text AS name, 0::bigint AS number FROM pg_database WHERE datname LIKE '{OWN}%'"
    );
    let found: Vec<Count> = diesel::sql_query(query).load(&mut connection).unwrap();
    for name in found.into_iter().map(|database| database.name) {
        let process = name[OWN.len()..].split('_').next().unwrap_or_default();
        if !Path::new("/proc").join(process).exists() {
            connection.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).ok();
        }
    }
}

/// Runs a statement that both engines know: a test has the database refuse something.
pub fn run(conn: &mut Conn, statement: &str) -> entente::error::Result<()> {
    Ok(conn.batch_execute(statement)?)
}

/// How many rows each table has: what a refused request leaves as it was. One statement, for tests ask thousands of times.
pub fn rows(conn: &mut Conn) -> BTreeMap<String, i64> {
    let count = |table: &String| format!("SELECT '{table}' AS name, COUNT(*) AS number FROM \"{table}\"");
    let query = tables(conn).iter().map(count).collect::<Vec<_>>().join(" UNION ALL ");
    let counted: Vec<Count> = diesel::sql_query(query).load(conn).unwrap();
    counted.into_iter().map(|count| (count.name, count.number)).collect()
}

/// How many rows there are `FROM` this.
pub fn count(conn: &mut Conn, from: &str) -> i64 {
    let query = format!("SELECT 'n' AS name, COUNT(*) AS number FROM {from}");
    diesel::sql_query(query).get_result::<Count>(conn).unwrap().number
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

impl Drop for OwnDatabase {
    fn drop(&mut self) {
        if let Ok(mut connection) = PgConnection::establish(&self.server) {
            connection.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).ok();
        }
    }
}
