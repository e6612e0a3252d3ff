//! Work that the program does by itself, beside answering.

use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::error::{Error, Result};

/// Work that is done again and again, in a thread of its own; ends, after what it is at, when dropped.
pub struct Recurring {
    end: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Recurring {
    /// Does `work` now and then after every `pause`. What fails is logged and tried again the next time.
    pub fn start(
        name: &'static str,
        pause: Duration,
        work: impl Fn() -> Result<()> + Send + 'static,
    ) -> Result<Self> {
        let (end, ended) = sync_channel::<()>(0);
        let body = move || {
            loop {
                if let Err(error) = work() {
                    tracing::error!(%error, name, "work of the program itself failed");
                }
                if !matches!(ended.recv_timeout(pause), Err(RecvTimeoutError::Timeout)) {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name(name.into()).spawn(body).map_err(Error::internal)?;
        Ok(Self { end: Some(end), thread: Some(thread) })
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
