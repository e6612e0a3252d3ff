//! The right to serve a database: one process has it, and gives it back when it ends, however it ends. Others beside it
//! (an import, say) need no such right: they write as the server does, one after the other.
#![expect(clippy::disallowed_methods, reason = "raw SQL lives here")]

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::sql_types::Bool;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query};

use crate::error::{Error, Result};

/// Named by the schema too: each schema of a PostgreSQL database is a coalition of its own.
const TAKE: &str =
    "SELECT pg_try_advisory_lock(hashtextextended('entente serve ' || current_schema(), 0)) AS taken";

/// A connection that is found broken within half a minute, on either side, also where a machine lost its power.
const CAREFUL: &str = "SET tcp_keepalives_idle TO 10; SET tcp_keepalives_interval TO 5; \
    SET tcp_keepalives_count TO 3;";

/// How long a lock may outlive its holder: PostgreSQL learns of a process that was killed a moment after it is gone, and
/// later on a busy machine.
const LINGER: Duration = Duration::from_secs(5);

/// How often a lock that is held is asked for again.
const ASK_AGAIN: Duration = Duration::from_millis(100);

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = Bool)]
    taken: bool,
}

/// The right to serve one database, held.
pub struct Alone(Held);

enum Held {
    /// A lock on a file beside the database.
    File { _locked: File },
    /// A lock of PostgreSQL, which lives as long as this connection.
    Session { url: String, connection: Option<Box<PgConnection>> },
}

impl Alone {
    /// Takes the right to serve the database, unless another process has it.
    pub fn take(url: &str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let connection = Some(session(url)?.ok_or_else(refused)?);
            return Ok(Self(Held::Session { url: url.to_owned(), connection }));
        }
        let locked = lock_file(&beside(url))?.ok_or_else(refused)?;
        Ok(Self(Held::File { _locked: locked }))
    }

    /// Whether the right is still held. Where the connection was lost it is taken anew: [`Error::Command`] where another
    /// process was quicker, any other error while the database cannot be reached.
    pub fn keep(&mut self) -> Result<()> {
        let Held::Session { url, connection } = &mut self.0 else { return Ok(()) };
        let lives =
            connection.as_mut().is_some_and(|held| sql_query("SELECT 1").execute(&mut **held).is_ok());
        if !lives {
            *connection = None;
            *connection = Some(session(url)?.ok_or_else(refused)?);
        }
        Ok(())
    }
}

/// A connection that holds the lock; none if another process still holds it after [`LINGER`].
fn session(url: &str) -> Result<Option<Box<PgConnection>>> {
    let away = |error: &dyn std::fmt::Display| Error::Unavailable(format!("the database: {error}"));
    let mut connection = PgConnection::establish(url).map_err(|error| away(&error))?;
    connection.batch_execute(CAREFUL).map_err(|error| away(&error))?;
    let begun = Instant::now();
    loop {
        let said: Taken = sql_query(TAKE).get_result(&mut connection).map_err(|error| away(&error))?;
        if said.taken {
            return Ok(Some(Box::new(connection)));
        }
        if begun.elapsed() >= LINGER {
            return Ok(None);
        }
        thread::sleep(ASK_AGAIN);
    }
}

fn refused() -> Error {
    Error::Command(
        "another entente serves this database: stop that one first. Several servers on one database are not built yet; \
         commands such as import can run beside one"
            .into(),
    )
}

/// The file beside an embedded database that is locked, whatever name the database is reached by.
fn beside(url: &str) -> PathBuf {
    let path = Path::new(url.strip_prefix("sqlite://").unwrap_or(url));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let whole = fs::canonicalize(path).or_else(|_| {
        fs::canonicalize(folder).map(|folder| folder.join(path.file_name().unwrap_or_default()))
    });
    let mut name = whole.unwrap_or_else(|_| path.to_owned()).into_os_string();
    name.push("-serving");
    name.into()
}

/// Locks a file, which is made where it is missing; none where another process holds it.
pub fn lock_file(path: &Path) -> Result<Option<File>> {
    let failed = |error| Error::Internal(format!("cannot lock {}: {error}", path.display()));
    let mut options = File::options();
    let file = options.create(true).truncate(false).write(true).mode(0o600).open(path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_database_is_locked_by_whatever_name_it_is_reached() {
        let folder = tempfile::tempdir().unwrap();
        let (here, there) = (folder.path().join("a"), folder.path().join("b"));
        fs::create_dir(&here).unwrap();
        std::os::unix::fs::symlink(&here, &there).unwrap();
        let [first, second] = [&here, &there].map(|folder| folder.join("x.sqlite").display().to_string());
        let held = Alone::take(&first).unwrap();
        assert!(matches!(Alone::take(&second), Err(Error::Command(_))));
        fs::write(&first, "").unwrap();
        let linked = folder.path().join("linked.sqlite");
        std::os::unix::fs::symlink(&first, &linked).unwrap();
        assert!(Alone::take(&linked.display().to_string()).is_err());
        assert!(Alone::take(&format!("sqlite://{first}")).is_err());
        drop(held);
        assert!(Alone::take(&second).is_ok());
    }
}
