//! Work that the program does by itself, beside answering.

mod arrivals;
pub mod timers;

pub use arrivals::{Arrivals, Entered, PATIENCE, Waiting, waiting};
pub use timers::{Duties, Timer, TimerKind, Worker};

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::error::{Error, Result};

/// Does work of which a panic is a failure like any other: it ends neither a thread that has to go on nor an answer.
pub fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
        Err(Error::Internal(format!("a panic: {said}")))
    })
}

/// Work that is done again and again, in a thread of its own; ends, after what it is at, when dropped.
pub struct Recurring {
    end: Option<Arc<SyncSender<()>>>,
    thread: Option<JoinHandle<()>>,
}

impl Recurring {
    /// Does `work` now and then after every `pause`. What fails is logged and tried again the next time.
    pub fn start(
        name: &'static str,
        pause: Duration,
        work: impl Fn() -> Result<()> + Send + 'static,
    ) -> Result<Self> {
        let (end, ended) = sync_channel::<()>(1);
        let body = move || {
            loop {
                if let Err(error) = guarded(&work) {
                    tracing::error!(%error, name, "work of the program itself failed");
                }
                if matches!(ended.recv_timeout(pause), Err(RecvTimeoutError::Disconnected)) {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name(name.into()).spawn(body).map_err(Error::internal)?;
        Ok(Self { end: Some(Arc::new(end)), thread: Some(thread) })
    }

    /// What ends a pause early.
    pub fn waker(&self) -> Waker {
        Waker(self.end.as_ref().map(Arc::downgrade).unwrap_or_default())
    }
}

/// Ends the pause of work that recurs: there is something to do.
#[derive(Clone)]
pub struct Waker(Weak<SyncSender<()>>);

impl Waker {
    /// Woken once more is woken once.
    pub fn wake(&self) {
        if let Some(work) = self.0.upgrade() {
            work.try_send(()).ok();
        }
    }
}

impl Drop for Recurring {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("a thread of the program's own work has panicked");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn a_pause_ends_when_there_is_something_to_do() {
        let count = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&count);
        let work = move || {
            counted.fetch_add(1, Ordering::SeqCst);
            Ok(())
        };
        let recurring = Recurring::start("count", Duration::from_hours(1), work).unwrap();
        let waker = recurring.waker();
        while count.load(Ordering::SeqCst) < 3 {
            waker.wake();
            std::thread::yield_now();
        }
        drop(recurring);
        waker.wake();
    }

    #[test]
    fn a_panic_ends_no_thread() {
        let count = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&count);
        let recurring = Recurring::start("count", Duration::from_millis(1), move || {
            counted.fetch_add(1, Ordering::SeqCst);
            panic!("every time")
        });
        while count.load(Ordering::SeqCst) < 3 {
            std::thread::yield_now();
        }
        drop(recurring);
        let failed = guarded(|| -> Result<()> { panic!("number {}", 7) });
        assert!(matches!(failed, Err(Error::Internal(why)) if why.contains("number 7")));
    }

    #[test]
    fn work_recurs_whether_it_fails_or_not_and_ends_when_dropped() {
        let count = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&count);
        let recurring = Recurring::start("count", Duration::from_millis(1), move || {
            counted.fetch_add(1, Ordering::SeqCst);
            Err(Error::Unavailable("every time".into()))
        });
        while count.load(Ordering::SeqCst) < 3 {
            std::thread::yield_now();
        }
        drop(recurring);
        let done = count.load(Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(count.load(Ordering::SeqCst), done);
    }
}
