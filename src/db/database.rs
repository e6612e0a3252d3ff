//! The database of an instance: its schema, and the pools that hand connections out.
#![expect(clippy::disallowed_methods, reason = "raw SQL lives here")]

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::migration::MigrationSource;
use diesel::r2d2::{Pool, PooledConnection};
use diesel::sql_types::Integer;
use diesel::{Connection as _, QueryableByName, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{Conn, Counts, Manager, Purpose};
use super::snapshot::{Commits, Taken};
use super::{Ambient, ReadOnly, Tx};
use crate::error::{Error, Result};

/// The one portable tree of migrations, embedded in the program.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// The database of one instance: one writer, many readers.
#[derive(Clone)]
pub struct Database {
    writer: Pool<Manager>,
    readers: Pool<Manager>,
    ambient: Ambient,
    counts: Arc<Counts>,
    commits: Arc<Commits>,
}

impl Database {
    /// Opens `url` (`postgres://…`, or the path of a SQLite file) and brings its schema up to date.
    pub fn open(url: &str, ambient: Ambient) -> Result<Self> {
        let database = Self::connect(url, ambient)?;
        database.migrate()?;
        Ok(database)
    }

    /// The URL of the embedded database in a data folder.
    pub fn embedded(data: &Path) -> String {
        data.join("entente.sqlite").to_string_lossy().into_owned()
    }

    /// Opens `url` with its schema as it is.
    pub fn connect(url: &str, ambient: Ambient) -> Result<Self> {
        make_file(url)?;
        let counts = Arc::<Counts>::default();
        let pool = |purpose, size| {
            Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .connection_timeout(Duration::from_secs(20))
                .test_on_check_out(url.starts_with("postgres"))
                .build(Manager { url: url.to_owned(), purpose, counts: Arc::clone(&counts) })
                .map_err(Error::internal)
        };
        // The writer first: it makes the file and sets its journal mode.
        let (writer, readers) = (pool(Purpose::Write, 1)?, pool(Purpose::Read, 8)?);
        Ok(Self { writer, readers, ambient, counts, commits: Arc::default() })
    }

    /// Applies the migrations that are missing.
    ///
    /// # Errors
    /// [`Error::Command`] where the database has a migration that this program does not know: a newer one made it.
    pub fn migrate(&self) -> Result<()> {
        let mut connection = Self::get(&self.writer)?;
        match &mut *connection {
            Conn::Sqlite(c) => bring_up_to_date(c),
            Conn::Postgres(c) => bring_up_to_date(c),
        }
    }

    /// Time and chance as this database was given them.
    pub fn ambient(&self) -> &Ambient {
        &self.ambient
    }

    /// The same database, to which it is another time: what a demonstration says was done before is done at that moment.
    #[must_use]
    pub fn at_time_of(&self, ambient: Ambient) -> Self {
        Self { ambient, ..self.clone() }
    }

    /// Reads, in one snapshot of the data.
    pub fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let (mut work, mut value) = (Some(work), None);
        self.in_snapshot(&mut |conn| {
            value = work.take().map(|work| work(conn)).transpose()?;
            Ok(())
        })?;
        value.ok_or_else(not_done)
    }

    fn in_snapshot(&self, work: &mut dyn FnMut(&mut Conn) -> Result<()>) -> Result<()> {
        let mut connection = Self::get(&self.readers)?;
        let _taken = Taken::begin(self.commits.now());
        (*connection).transaction(work)
    }

    /// Looks without the one writer's place; nothing where the work would have recorded something: it has to write then.
    pub fn read_or_audit<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<Option<T>> {
        self.read(|conn| {
            let mut tx = Tx::read_or_audit(conn, &self.ambient)?;
            let looked = work(&mut tx);
            if tx.was_refused() { Ok(None) } else { looked.map(Some) }
        })
    }

    /// Writes: all of it or nothing, one writer at a time on either engine, refused where a change was
    /// recorded without an audit row. What the engine cannot do now (a full disk, a locked database) is
    /// [`Error::Unsaved`].
    ///
    /// # Errors
    /// An internal fault within work that only looks ([`ReadOnly`]): the writer's place was not taken.
    pub fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let (mut work, mut value) = (Some(work), None);
        self.in_transaction(&mut |tx| {
            value = work.take().map(|work| work(tx)).transpose()?;
            Ok(())
        })?;
        value.ok_or_else(not_done)
    }

    /// Works are of hundreds of types: the transaction around them is built once, and not once for each of them.
    fn in_transaction(&self, work: &mut dyn FnMut(&mut Tx<'_>) -> Result<()>) -> Result<()> {
        ReadOnly::refuse()?;
        self.counts.writes.fetch_add(1, Ordering::Relaxed);
        let mut connection = Self::get(&self.writer).map_err(unsaved)?;
        begin(&mut connection).map_err(unsaved)?;
        let outcome = Tx::begin(&mut connection, &self.ambient).and_then(|mut tx| {
            work(&mut tx)?;
            let narrows = tx.narrows();
            tx.finish()?;
            Ok(narrows)
        });
        match outcome {
            Ok(narrows) => match self.commits.end(|| connection.batch("COMMIT")) {
                Ok(()) => {
                    self.counts.narrowings.fetch_add(narrows.into(), Ordering::Relaxed);
                    Ok(())
                }
                Err(error) => {
                    // A full disk, say: the one writer must not stay in a transaction that nobody ends.
                    let undone = connection.batch("ROLLBACK").is_ok();
                    // Where the connection broke while it was committed, nobody knows whether it was.
                    let is_known = undone || matches!(*connection, Conn::Sqlite(_));
                    Err(if is_known { unsaved(error) } else { error })
                }
            },
            Err(error) => {
                // SQLite has undone everything by itself where the disk is full, and then refuses.
                connection.batch("ROLLBACK").ok();
                Err(unsaved(error))
            }
        }
    }

    /// How often the one writer's place was asked for since the start.
    pub fn writes(&self) -> u64 {
        self.counts.writes.load(Ordering::Relaxed)
    }

    /// How many statements were sent to the database since the start.
    pub fn statements(&self) -> u64 {
        self.counts.statements.load(Ordering::Relaxed)
    }

    /// How many of them were sent to answer requests.
    pub fn statements_for_requests(&self) -> u64 {
        self.counts.for_requests.load(Ordering::Relaxed)
    }

    /// How many writes since the start left somebody able to read less than before.
    pub fn narrowings(&self) -> u64 {
        self.counts.narrowings.load(Ordering::Relaxed)
    }

    /// Empties SQLite's write-ahead log into the database and cuts it off, so that nothing erased is left in it. False
    /// where readers were in the way. PostgreSQL's logs are the operator's to keep short.
    pub fn forget_log(&self) -> Result<bool> {
        let mut connection = Self::get(&self.writer)?;
        match &mut *connection {
            Conn::Sqlite(c) => {
                let said: Checkpoint = diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(c)?;
                Ok(said.busy == 0)
            }
            Conn::Postgres(_) => Ok(true),
        }
    }

    /// What each pool is for, how many connections it has, and how many of them wait for work.
    pub fn pools(&self) -> [(&'static str, u32, u32); 2] {
        [("write", &self.writer), ("read", &self.readers)].map(|(purpose, pool)| {
            let state = pool.state();
            (purpose, state.connections, state.idle_connections)
        })
    }

    fn get(pool: &Pool<Manager>) -> Result<PooledConnection<Manager>> {
        pool.get().map_err(|error| Error::Unavailable(error.to_string()))
    }
}

/// Applies missing migrations, unless the database has one that this program does not know. A newer schema may restrict
/// readers in a way that this program would not respect.
fn bring_up_to_date<DB: Backend>(connection: &mut impl MigrationHarness<DB>) -> Result<()> {
    let known = MigrationSource::<DB>::migrations(&MIGRATIONS).map_err(Error::internal)?;
    let known: BTreeSet<String> = known.iter().map(|one| one.name().version().to_string()).collect();
    let applied = connection.applied_migrations().map_err(Error::internal)?;
    if let Some(newer) = applied.iter().map(ToString::to_string).filter(|one| !known.contains(one)).max() {
        return Err(Error::Command(format!(
            "this database was made or changed by a newer entente: it has migration {newer}, which this version does not \
             know. Start the newer version, or restore a backup from before it was updated. Nothing was changed"
        )));
    }
    connection.run_pending_migrations(MIGRATIONS).map(|_| ()).map_err(Error::internal)
}

/// Begins to write. A transaction that could not be undone (an error of the disk) is undone first.
fn begin(connection: &mut Conn) -> Result<()> {
    match connection {
        Conn::Sqlite(c) => c.batch("BEGIN IMMEDIATE").or_else(|error| match c.batch("ROLLBACK") {
            Ok(()) => c.batch("BEGIN IMMEDIATE"),
            Err(_) => Err(error),
        }),
        Conn::Postgres(c) => c.batch("BEGIN"),
    }
}

/// No transaction ends well without the work in it.
fn not_done() -> Error {
    Error::Internal("a transaction without its work".into())
}

/// What could not be done now was not done at all.
fn unsaved(error: Error) -> Error {
    match error {
        Error::Unavailable(why) => Error::Unsaved(why),
        other => other,
    }
}

/// What SQLite says of a checkpoint.
#[derive(QueryableByName)]
struct Checkpoint {
    #[diesel(sql_type = Integer)]
    busy: i32,
}

/// Makes the file of an embedded database readable by its owner alone, and so the files that SQLite puts beside it.
/// One that is there is not touched: closing it again would let go of the locks that SQLite holds on it.
fn make_file(url: &str) -> Result<()> {
    if url.contains("://") {
        return Ok(());
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(url) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(Error::Internal(format!("cannot make the database {url}: {error}")))
        }
        _ => Ok(()),
    }
}

/// Runs a statement that takes no values.
trait Batch {
    fn batch(&mut self, statement: &str) -> Result<()>;
}

impl<C: SimpleConnection> Batch for C {
    fn batch(&mut self, statement: &str) -> Result<()> {
        self.batch_execute(statement).map_err(Error::from)
    }
}
