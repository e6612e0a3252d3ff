//! Of what a snapshot of the data knows: whoever keeps an answer that was found in one learns from it whether anything was
//! written since.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

thread_local! {
    static TAKEN: Cell<Option<Snapshot>> = const { Cell::new(None) };
}

/// The state of a database: whoever reads in it knows at least what had been written by then, and nothing of what another
/// program wrote is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot {
    /// The number of the database among those that this program opened.
    database: u64,
    /// How many writes had ended.
    ended: u64,
}

impl Snapshot {
    /// The one in which this thread reads. None where it reads in none, or where a write was ending when it was taken: nobody
    /// can tell then whether the snapshot has it.
    pub fn current() -> Option<Self> {
        TAKEN.get()
    }
}

/// While this lives, this thread reads in that snapshot.
#[must_use = "it ends when it is dropped"]
pub(super) struct Taken(Option<Snapshot>);

impl Taken {
    pub(super) fn begin(snapshot: Option<Snapshot>) -> Self {
        Self(TAKEN.replace(snapshot))
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        TAKEN.set(self.0);
    }
}

/// The writes that end in a database.
pub(super) struct Commits {
    database: u64,
    begun: AtomicU64,
    ended: AtomicU64,
}

impl Default for Commits {
    fn default() -> Self {
        static OPENED: AtomicU64 = AtomicU64::new(0);
        let database = OPENED.fetch_add(1, Ordering::SeqCst);
        Self { database, begun: AtomicU64::new(0), ended: AtomicU64::new(0) }
    }
}

impl Commits {
    /// Ends a write, as `commit` does it. Whether it came to be is seen afterwards.
    pub(super) fn end<T>(&self, commit: impl FnOnce() -> T) -> T {
        self.begun.fetch_add(1, Ordering::SeqCst);
        let outcome = commit();
        self.ended.fetch_add(1, Ordering::SeqCst);
        outcome
    }

    /// What a snapshot that is taken after this knows at least.
    pub(super) fn now(&self) -> Option<Snapshot> {
        let ended = self.ended.load(Ordering::SeqCst);
        let none_ends = self.begun.load(Ordering::SeqCst) == ended;
        none_ends.then_some(Snapshot { database: self.database, ended })
    }
}

#[cfg(test)]
mod tests {
    use super::{Commits, Snapshot, Taken};

    #[test]
    fn a_write_makes_another_state_and_none_is_known_while_it_ends() {
        let (one, other) = (Commits::default(), Commits::default());
        let before = one.now();
        assert!(before.is_some() && before == one.now() && before != other.now());
        one.end(|| assert_eq!(one.now(), None));
        assert!(one.now().is_some() && one.now() != before);
    }

    #[test]
    fn each_thread_reads_in_its_own() {
        let commits = Commits::default();
        assert_eq!(Snapshot::current(), None);
        let taken = Taken::begin(commits.now());
        assert_eq!(Snapshot::current(), commits.now());
        let elsewhere = std::thread::spawn(Snapshot::current);
        assert_eq!(elsewhere.join().unwrap(), None);
        drop(taken);
        assert_eq!(Snapshot::current(), None);
    }
}
