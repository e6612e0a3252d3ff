//! Writes down what became of messages. Each sender waits until its own message is written down, so that after a crash only what
//! was being sent is sent again; what several wait for is written in one transaction, because each costs a write to the disk.

use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::jobs::guarded;

/// What is to be written of one message. It may be done twice where the first transaction is taken back.
type Change<'a> = Box<dyn Fn(&mut Tx<'_>) -> Result<()> + Send + 'a>;

/// Writes in one transaction.
type Write<'a> = Box<dyn Fn(&dyn Fn(&mut Tx<'_>) -> Result<()>) -> Result<()> + Sync + 'a>;

/// Those who wait, and the one who writes for all of them.
pub(super) struct Endings<'a> {
    transaction: Write<'a>,
    waiting: Mutex<Vec<(Change<'a>, mpsc::Sender<Result<()>>)>>,
    writing: Mutex<()>,
}

/// Takes the lock, even if the thread that held it panicked.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Endings<'a> {
    /// Endings that `transaction` writes.
    pub(super) fn new(
        transaction: impl Fn(&dyn Fn(&mut Tx<'_>) -> Result<()>) -> Result<()> + Sync + 'a,
    ) -> Self {
        Self { transaction: Box::new(transaction), waiting: Mutex::default(), writing: Mutex::default() }
    }

    /// Writes this, and what others wait for meanwhile; returns when it is written. A panic is an error like any other, so that
    /// each of those who wait gets an answer.
    pub(super) fn write(&self, change: impl Fn(&mut Tx<'_>) -> Result<()> + Send + 'a) -> Result<()> {
        let (done, told) = mpsc::channel();
        lock(&self.waiting).push((Box::new(change), done));
        let writing = lock(&self.writing);
        // Whoever wrote before may have written this, too.
        if let Ok(result) = told.try_recv() {
            return result;
        }
        let all = std::mem::take(&mut *lock(&self.waiting));
        let in_one = |work: &dyn Fn(&mut Tx<'_>) -> Result<()>| guarded(|| (self.transaction)(work));
        let together = in_one(&|tx| all.iter().try_for_each(|(change, _)| change(tx)));
        for (change, done) in all {
            // A fault of one is none of the others: then each is written by itself.
            let result = if together.is_ok() { Ok(()) } else { in_one(&*change) };
            done.send(result).ok();
        }
        drop(writing);
        told.recv().map_err(Error::internal)?
    }
}

#[cfg(test)]
mod tests {
    use diesel::prelude::*;
    use diesel::sql_types::{BigInt, Text};

    use super::*;
    use crate::db::{Ambient, Database};
    use crate::jobs::{TimerKind, timers};

    /// A timer: how often it was set.
    #[derive(QueryableByName)]
    struct Set {
        #[diesel(sql_type = Text)]
        subject: String,
        #[diesel(sql_type = BigInt)]
        generation: i64,
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test looks at a table that belongs to another folder")]
    fn a_fault_of_one_is_none_of_those_it_is_written_with() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&Database::embedded(folder.path()), Ambient::system()).unwrap();
        let endings = Endings::new(|work| database.write(work));
        for fault in ["fails", "panics"] {
            let change = |name: &'static str| {
                move |tx: &mut Tx<'_>| match name {
                    "fails" => Err(Error::Internal("on purpose".into())),
                    "panics" => panic!("on purpose"),
                    _ => {
                        let now = tx.now();
                        timers::set(tx, TimerKind::Tidying, &format!("{name} what {fault}"), now)
                    }
                }
            };
            // Somebody is writing, so these three wait, in this order, and are written together.
            let writing = lock(&endings.writing);
            let written: Vec<bool> = std::thread::scope(|scope| {
                let mut threads = Vec::new();
                for name in ["before", fault, "after"] {
                    threads.push(scope.spawn(|| endings.write(change(name))));
                    while lock(&endings.waiting).len() < threads.len() {
                        std::thread::yield_now();
                    }
                }
                drop(writing);
                threads.into_iter().map(|thread| thread.join().unwrap().is_ok()).collect()
            });
            assert_eq!(written, [true, false, true], "{fault}");
        }
        let asked = diesel::sql_query("SELECT subject, generation FROM timer ORDER BY subject");
        let rows: Vec<Set> = database.read(|conn| Ok(asked.load(conn)?)).unwrap();
        let rows: Vec<_> = rows.into_iter().map(|row| (row.subject, row.generation)).collect();
        let each_once = ["after what fails", "after what panics", "before what fails", "before what panics"]
            .map(|subject| (subject.to_owned(), 1));
        assert_eq!(rows, each_once);
    }
}
