//! One type of connection over two engines, and what opens one for a pool.
#![expect(clippy::disallowed_methods, reason = "raw SQL lives here")]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Once};

use diesel::connection::{InstrumentationEvent, SimpleConnection};
use diesel::r2d2::ManageConnection;
use diesel::sql_types::Text;
use diesel::{Connection as _, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection};

use super::Arrival;
use crate::error::{Error, Result};

/// A connection to either engine.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// The embedded default.
    Sqlite(SqliteConnection),
    /// Where the coalition has outgrown one machine.
    Postgres(PgConnection),
}

/// What a pooled connection is for: the engine itself refuses writes on a reader.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Read,
    Write,
}

/// Opens connections for a pool.
pub(super) struct Manager {
    pub url: String,
    pub purpose: Purpose,
    pub counts: Arc<Counts>,
}

impl Manager {
    fn open(&self) -> Result<Conn, diesel::result::ConnectionError> {
        if self.url.starts_with("postgres://") || self.url.starts_with("postgresql://") {
            PgConnection::establish(&self.url).map(Conn::Postgres)
        } else {
            SqliteConnection::establish(&self.url).map(Conn::Sqlite)
        }
    }
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn> {
        let mut connection = self.open().map_err(Error::internal)?;
        let settings = match (&connection, self.purpose) {
            // secure_delete: what is deleted is overwritten in the file. synchronous FULL: an acknowledged
            // commit survives power loss too, not only the end of the process.
            (Conn::Sqlite(_), Purpose::Write) => {
                "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
            }
            (Conn::Sqlite(_), Purpose::Read) => {
                // As much of the file as SQLite maps at most: what many read is in memory once, for all of them.
                "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; PRAGMA query_only = ON; \
                 PRAGMA mmap_size = 2147418112;"
            }
            // As long as SQLite waits for another writer, such as an import beside the server.
            (Conn::Postgres(_), Purpose::Write) => "SET timezone TO 'UTC'; SET lock_timeout TO '10s';",
            (Conn::Postgres(_), Purpose::Read) => {
                "SET timezone TO 'UTC'; SET default_transaction_read_only TO on; \
                 SET default_transaction_isolation TO 'repeatable read';"
            }
        };
        connection.batch_execute(settings).map_err(Error::internal)?;
        if let Conn::Postgres(postgres) = &mut connection {
            report_in_english(postgres)?;
        }
        let counts = Arc::clone(&self.counts);
        diesel::Connection::set_instrumentation(&mut connection, move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                counts.statements.fetch_add(1, Ordering::Relaxed);
                counts.for_requests.fetch_add(Arrival::current().is_some().into(), Ordering::Relaxed);
            }
        });
        Ok(connection)
    }

    fn is_valid(&self, connection: &mut Conn) -> Result<()> {
        diesel::sql_query("SELECT 1").execute(connection).map(|_| ()).map_err(Error::from)
    }

    fn has_broken(&self, _: &mut Conn) -> bool {
        std::thread::panicking()
    }
}

/// What was done since the start.
#[derive(Default)]
pub(super) struct Counts {
    pub writes: AtomicU64,
    pub narrowings: AtomicU64,
    pub statements: AtomicU64,
    pub for_requests: AtomicU64,
}

/// The locales in which PostgreSQL says what went wrong in English.
const IN_ENGLISH: [&str; 4] = ["", "C", "POSIX", "en"];

/// Has the server say in English what goes wrong. diesel hands on its words and not its codes, and a full disk has to be
/// told from a fault of ours by them ([`Error::Unavailable`]). Only a superuser, or a role to which it was granted, may
/// choose the language; of a role that may not and a server that speaks another one the operator is told.
fn report_in_english(connection: &mut PgConnection) -> Result<()> {
    static TOLD: Once = Once::new();
    if diesel::sql_query("SET lc_messages TO 'C'").execute(connection).is_ok() {
        return Ok(());
    }
    let locale: Locale = diesel::sql_query("SHOW lc_messages").get_result(connection)?;
    let language = locale.lc_messages.split(['_', '.']).next().unwrap_or_default();
    if !IN_ENGLISH.contains(&language) {
        TOLD.call_once(|| {
            tracing::warn!(
                lc_messages = locale.lc_messages,
                "this server reports in another language, so that a full disk or a locked database is taken for a fault: \
                 a superuser can say ALTER ROLE … SET lc_messages TO 'C'"
            );
        });
    }
    Ok(())
}

/// In which language a server reports.
#[derive(QueryableByName)]
struct Locale {
    #[diesel(sql_type = Text)]
    lc_messages: String,
}
