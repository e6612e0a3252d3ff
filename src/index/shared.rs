//! What all handles of one index share.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};

use tantivy::{Executor, IndexWriter};

use super::Kind;
use super::cache::Cache;
use super::engine::Engine;
use super::fields::Fields;
use super::snapshot::Snapshot;

pub(super) struct Shared {
    pub fields: Fields,
    pub kinds: Vec<&'static Kind>,
    pub cache: Cache,
    /// Threads that share the work of one query.
    pub executor: Executor,
    pub threads: usize,
    /// Where it is kept; nowhere in tests.
    pub folder: Option<PathBuf>,
    /// Whether the folder is open: until then there is an empty index in memory, which answers no list.
    pub open: AtomicBool,
    pub engine: RwLock<Arc<Engine>>,
    /// Whether the follower has found that it is an index of this database: no list is answered before.
    pub known: AtomicBool,
    pub writer: Mutex<Option<IndexWriter>>,
    pub current: RwLock<Arc<Snapshot>>,
    /// No list is answered from before this change.
    pub least: AtomicI64,
    /// Something failed that points to damaged files.
    pub suspect: AtomicBool,
    pub seq: Mutex<i64>,
    pub moved: Condvar,
}

impl Shared {
    /// Has all files looked at.
    pub fn suspect(&self) {
        self.suspect.store(true, Ordering::Release);
    }

    pub fn engine(&self) -> Arc<Engine> {
        Arc::clone(&self.engine.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}
