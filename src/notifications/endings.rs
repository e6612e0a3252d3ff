//! Writes down what became of messages. Each sender waits until its own message is written down, so that after a crash only what
//! was being sent is sent again; what several wait for is written in one transaction, because each costs a write to the disk.

use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::web::AppState;

/// What is to be written of one message. It may be done twice where the first transaction is taken back.
type Change<'a> = Box<dyn Fn(&mut Tx<'_>) -> Result<()> + Send + 'a>;

/// Those who wait, and the one who writes for all of them.
pub(super) struct Endings<'a> {
    app: &'a AppState,
    waiting: Mutex<Vec<(Change<'a>, mpsc::Sender<Result<()>>)>>,
    writing: Mutex<()>,
}

/// The lock, also after a panic of whoever held it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Endings<'a> {
    pub(super) fn new(app: &'a AppState) -> Self {
        Self { app, waiting: Mutex::default(), writing: Mutex::default() }
    }

    /// Writes this, and what others wait for meanwhile; returns when it is written.
    pub(super) fn write(&self, change: impl Fn(&mut Tx<'_>) -> Result<()> + Send + 'a) -> Result<()> {
        let (done, told) = mpsc::channel();
        lock(&self.waiting).push((Box::new(change), done));
        let writing = lock(&self.writing);
        // Whoever wrote before may have written this, too.
        if let Ok(result) = told.try_recv() {
            return result;
        }
        let all = std::mem::take(&mut *lock(&self.waiting));
        let together = self.app.write_now(|tx| all.iter().try_for_each(|(change, _)| change(tx)));
        for (change, done) in all {
            // A fault of one is none of the others: then each is written by itself.
            let result = if together.is_ok() { Ok(()) } else { self.app.write_now(|tx| change(tx)) };
            done.send(result).ok();
        }
        drop(writing);
        told.recv().map_err(Error::internal)?
    }
}
