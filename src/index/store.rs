//! The index itself: opened, written, and seen as of its newest commit.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tantivy::{Executor, IndexWriter, TantivyError};

use super::cache::Cache;
use super::engine::{self, Engine, Payload};
use super::fields::{Fields, KindFields};
use super::shared::Shared;
use super::view::View;
use super::{Document, Kind, Replacement, ours};
use crate::db::{self, ChangeKind, Database};
use crate::error::{Error, Result};
use crate::jobs::guarded;

/// The folder of the index in the data folder.
const FOLDER: &str = "index";

/// Memory of the writer that follows changes, in bytes: the least that tantivy takes.
const SMALL: usize = 16_000_000;

/// Memory of the two writers that build everything anew, in bytes, together.
const LARGE: usize = 128_000_000;

/// Ordinals of rows are counted up from 1: this many are far off, and bound the memory of a query.
const MOST_PARENTS: u64 = 1 << 27;

/// How long a list waits for the index to catch up with a narrowing.
const PATIENCE: Duration = Duration::from_secs(2);

/// The search index. Cheap to clone.
#[derive(Clone)]
pub struct Index(pub(super) Arc<Shared>);

impl Index {
    /// The index in a data folder, which is not touched yet: the follower opens it ([`Self::ready`]), and until then
    /// lists are refused.
    pub fn within(data: &Path, kinds: &[&'static Kind]) -> Result<Self> {
        Self::new(Some(data.join(FOLDER)), kinds)
    }

    /// Opens the index in a data folder, or makes an empty one. One that cannot be read, is of another version or of other
    /// kinds, or is damaged anywhere is thrown away: everything in it can be built again.
    pub fn open(data: &Path, kinds: &[&'static Kind]) -> Result<Self> {
        let index = Self::within(data, kinds)?;
        index.ready()?;
        Ok(index)
    }

    /// An index that ends with the process: for tests.
    pub fn in_memory(kinds: &[&'static Kind]) -> Result<Self> {
        Self::new(None, kinds)
    }

    fn new(folder: Option<PathBuf>, kinds: &[&'static Kind]) -> Result<Self> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let engine = Engine::in_memory(kinds)?;
        let snapshot = engine.snapshot(0)?;
        Ok(Self(Arc::new(Shared {
            fields: Fields::schema(kinds).1,
            kinds: kinds.to_vec(),
            cache: Cache::new(),
            executor: Executor::multi_thread(threads, "search-").map_err(ours)?,
            threads,
            open: AtomicBool::new(folder.is_none()),
            folder,
            engine: RwLock::new(Arc::new(engine)),
            known: AtomicBool::new(false),
            writer: Mutex::new(None),
            least: AtomicI64::new(0),
            suspect: AtomicBool::new(false),
            seq: Mutex::new(-1),
            current: RwLock::new(Arc::new(snapshot)),
            moved: Condvar::new(),
        })))
    }

    /// Opens the folder where that has not happened yet, and looks at all of it again where something points to damage.
    /// What is damaged is thrown away and is then empty, as on the first day.
    pub(super) fn ready(&self) -> Result<()> {
        let shared = &self.0;
        let Some(folder) = &shared.folder else { return Ok(()) };
        if !shared.open.load(Ordering::Acquire) {
            self.install(opened(folder, &shared.kinds)?)?;
            shared.open.store(true, Ordering::Release);
        } else if shared.suspect.load(Ordering::Acquire) {
            // Nobody writes or merges while it is looked at.
            if let Some(writer) = lock(&shared.writer).take() {
                guarded(|| writer.wait_merging_threads().map_err(ours)).ok();
            }
            if let Err(error) = Engine::examine(folder, &shared.kinds) {
                tracing::warn!(%error, "the index is damaged and is built anew");
                shared.open.store(false, Ordering::Release);
                self.install(Engine::in_memory(&shared.kinds)?)?;
                self.install(Engine::anew(folder, &shared.kinds)?)?;
                shared.open.store(true, Ordering::Release);
            }
        }
        shared.suspect.store(false, Ordering::Release);
        Ok(())
    }

    fn install(&self, engine: Engine) -> Result<()> {
        self.0.known.store(false, Ordering::Release);
        *self.0.engine.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(engine);
        self.0.cache.listed.clear();
        self.publish()
    }

    /// It is an index of this database, says the follower.
    pub(super) fn is_known(&self) {
        if !self.0.known.swap(true, Ordering::AcqRel) {
            self.reached();
        }
    }

    fn reached(&self) {
        let known = self.0.known.load(Ordering::Acquire);
        *lock(&self.0.seq) = if known { self.0.snapshot().seq } else { -1 };
        self.0.moved.notify_all();
    }

    /// The follower looks at all files, after a failure that points to damaged ones and now and then.
    pub(super) fn suspect(&self) {
        self.0.suspect();
    }

    /// Lists are refused until this change is in: what was written before the start is in every list.
    pub fn show_from(&self, seq: i64) {
        self.0.least.store(seq, Ordering::Release);
    }

    /// The newest change that is in; -1 where the index was never built.
    pub fn seq(&self) -> i64 {
        *lock(&self.0.seq)
    }

    /// How many documents are in.
    pub fn documents(&self) -> u64 {
        self.0.snapshot().searcher.num_docs()
    }

    /// Waits until change `seq` is in; whether it came in time.
    pub fn wait_for(&self, seq: i64, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        let mut reached = lock(&self.0.seq);
        while *reached < seq {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            reached = self.0.moved.wait_timeout(reached, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// The index for lists of a kind: never one that is behind what narrows that kind. Waits for two seconds, then answers
    /// [`Error::Unavailable`]. Take it before a connection to read with: it wants one of its own for a moment.
    pub fn view(&self, kind: &Kind, database: &Database) -> Result<View> {
        self.caught_up(&self.kind(kind)?.narrowed_by, database)?;
        self.view_as_it_is(kind)
    }

    /// Whether lists of every kind are answered; waits as they do.
    pub fn answers(&self, database: &Database) -> Result<()> {
        let all: Vec<ChangeKind> =
            self.0.fields.kinds.iter().flat_map(|kind| kind.narrowed_by.iter().copied()).collect();
        self.caught_up(&all, database)
    }

    /// Waits until no narrowing among these changes is missing.
    fn caught_up(&self, changes: &[ChangeKind], database: &Database) -> Result<()> {
        // Only what is not in yet is asked for, so that this costs the same however long the log is.
        let certain = self.seq().max(self.0.least.load(Ordering::Acquire));
        let missing = database.read(|conn| db::last_narrowing(conn, certain, changes))?;
        let least = missing.unwrap_or_else(|| self.0.least.load(Ordering::Acquire));
        if self.wait_for(least.max(0), PATIENCE) {
            Ok(())
        } else {
            Err(Error::Unavailable("the index is catching up".into()))
        }
    }

    /// The index as it is now, for measurements and tests: lists take [`Self::view`].
    pub fn view_as_it_is(&self, kind: &Kind) -> Result<View> {
        Ok(View::new(Arc::clone(&self.0), self.kind(kind)?, self.0.snapshot()))
    }

    /// Which state it is in: counted up with every commit that was seen.
    pub fn generation(&self) -> u64 {
        self.0.snapshot().generation
    }

    /// What is one kind's own.
    pub(super) fn kind(&self, kind: &Kind) -> Result<Arc<KindFields>> {
        let known = self.0.fields.kinds.iter().find(|known| known.kind.name == kind.name);
        known.cloned().ok_or_else(|| Error::Internal(format!("the index has no {}", kind.name)))
    }

    /// Drops all that is kept of earlier answers: for measurements.
    pub fn forget(&self) {
        self.0.cache.forget();
        self.0.cache.listed.clear();
    }

    /// What the newest commit says of itself.
    pub(super) fn payload(&self) -> Result<Payload> {
        self.0.engine().payload()
    }

    /// Takes out and puts in, all of it in one commit.
    pub(super) fn replace(
        &self,
        replacements: Vec<(Arc<KindFields>, Replacement)>,
        payload: &Payload,
    ) -> Result<()> {
        self.writing(SMALL, 1, |fields, writer| {
            for (kind, replacement) in replacements {
                for subject in &replacement.subjects {
                    writer.delete_term(kind.subject_term(subject));
                }
                for document in &replacement.documents {
                    add((fields, &kind), writer, document)?;
                }
            }
            commit(writer, payload)
        })
    }

    /// Writes all segments anew as one, without what was deleted, and takes the old files away: deleting alone leaves
    /// the words of a document in its segment until that is merged some day.
    pub(super) fn expunge(&self) -> Result<()> {
        let ids = self.0.engine().tantivy.searchable_segment_ids().map_err(ours)?;
        self.writing(SMALL, 1, |_, writer| {
            if ids.is_empty() { Ok(()) } else { writer.merge(&ids).wait().map(|_| ()).map_err(ours) }
        })?;
        // Only now that nobody is shown the old segments any more can their files go.
        self.writing(SMALL, 1, |_, writer| writer.garbage_collect_files().wait().map(|_| ()).map_err(ours))
    }

    /// Throws everything away and puts in what `fill` hands over; who reads sees the old until the new is
    /// complete. `fill` answers up to where it has read.
    pub(super) fn rebuild(
        &self,
        fill: impl FnOnce(&mut dyn FnMut(&KindFields, &Document) -> Result<()>) -> Result<Payload>,
    ) -> Result<()> {
        *lock(&self.0.writer) = None;
        let threads = self.0.threads.min(2);
        let outcome = self.writing(LARGE, threads, |fields, writer| {
            writer.delete_all_documents().map_err(ours)?;
            // From here until the end a crash leaves what says of itself that it is not complete.
            commit(writer, &Payload::unbuilt())?;
            let payload = fill(&mut |kind, document| add((fields, kind), writer, document))?;
            commit(writer, &payload)
        });
        // The large writer's memory goes back.
        let writer = lock(&self.0.writer).take();
        outcome?;
        if let Some(writer) = writer {
            writer.wait_merging_threads().map_err(ours)?;
            self.publish()?;
        }
        self.is_known();
        Ok(())
    }

    fn writing(
        &self,
        memory: usize,
        threads: usize,
        work: impl FnOnce(&Fields, &mut IndexWriter) -> Result<()>,
    ) -> Result<()> {
        let mut held = lock(&self.0.writer);
        let mut writer = if let Some(writer) = held.take() {
            writer
        } else {
            let writer = self.0.engine().tantivy.writer_with_num_threads(threads, memory);
            writer.map_err(|error| match error {
                TantivyError::LockFailure(..) => engine::busy(),
                other => ours(other),
            })?
        };
        // A writer that failed is dropped with all that it had not committed.
        work(&self.0.fields, &mut writer)?;
        *held = Some(writer);
        self.publish()
    }

    /// Shows the newest commit (and what merges made of it).
    fn publish(&self) -> Result<()> {
        let engine = self.0.engine();
        engine.reader.reload().map_err(ours)?;
        let mut current = self.0.current.write().unwrap_or_else(PoisonError::into_inner);
        *current = Arc::new(engine.snapshot(current.generation + 1)?);
        drop(current);
        self.0.cache.forget();
        self.reached();
        Ok(())
    }

    /// Shows what merges in the background have made since the last commit, if anything.
    pub(super) fn tidy(&self) -> Result<()> {
        let held = lock(&self.0.writer);
        let mut ids = self.0.engine().tantivy.searchable_segment_ids().map_err(ours)?;
        let mut shown: Vec<_> =
            self.0.snapshot().segments.iter().map(|segment| segment.reader.segment_id()).collect();
        ids.sort();
        shown.sort();
        if ids == shown {
            Ok(())
        } else {
            drop(held);
            self.publish()
        }
    }
}

fn add((fields, kind): (&Fields, &KindFields), writer: &IndexWriter, document: &Document) -> Result<()> {
    // What is wrong is left out rather than standing in the way of every later change.
    if document.parent >= MOST_PARENTS {
        tracing::error!(
            kind = kind.kind.name,
            parent = document.parent,
            "the ordinal of a row is out of range"
        );
        return Ok(());
    }
    if document.terms.rests_on.is_some() && kind.kind.rests_on.is_empty() {
        tracing::error!(kind = kind.kind.name, "rests on what lists of its kind do not wait for");
        return Ok(());
    }
    writer.add_document(fields.document(kind, document)).map_err(ours)?;
    Ok(())
}

fn commit(writer: &mut IndexWriter, payload: &Payload) -> Result<()> {
    let mut commit = writer.prepare_commit().map_err(ours)?;
    commit.set_payload(&serde_json::to_string(payload).map_err(Error::internal)?);
    commit.commit().map_err(ours)?;
    Ok(())
}

/// The folder's index; an empty one where it is damaged.
fn opened(folder: &Path, kinds: &[&'static Kind]) -> Result<Engine> {
    Engine::open(folder, kinds).or_else(|error| {
        tracing::warn!(%error, "the index cannot be read and is built anew");
        Engine::anew(folder, kinds)
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
