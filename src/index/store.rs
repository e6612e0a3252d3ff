//! The index itself: opened, written, and seen as of its newest commit.

use std::fs::DirBuilder;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::{Executor, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyError};

use super::cache::Cache;
use super::fields::{self, Fields};
use super::snapshot::Snapshot;
use super::view::View;
use super::{Document, Replacement, ours};
use crate::db::{self, Database};
use crate::error::{Error, Result};

/// The folder of the index in the data folder.
const FOLDER: &str = "index";

/// Memory of the writer that follows changes, in bytes: the least that tantivy takes.
const SMALL: usize = 16_000_000;

/// Memory of the two writers that build everything anew, in bytes, together.
const LARGE: usize = 128_000_000;

/// Ordinals of incidents are counted up from 1: this many are far off, and bound the memory of a query.
const MOST_PARENTS: u64 = 1 << 27;

/// How long a list waits for the index to catch up with a narrowing.
const PATIENCE: Duration = Duration::from_secs(2);

/// The search index. Cheap to clone.
#[derive(Clone)]
pub struct Index(pub(super) Arc<Shared>);

pub(super) struct Shared {
    pub fields: Fields,
    pub cache: Cache,
    /// Threads that share the work of one query.
    pub executor: Executor,
    pub threads: usize,
    tantivy: tantivy::Index,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    current: RwLock<Arc<Snapshot>>,
    seq: Mutex<i64>,
    moved: Condvar,
}

/// What a commit says of itself: up to where it has read the change log, and of which database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payload {
    /// [`fields::VERSION`].
    pub version: u32,
    /// The newest change that is in; -1 while it is being built.
    pub seq: i64,
    /// What that change was: a database with another change under this number is another database.
    pub anchor: String,
}

impl Index {
    /// Opens the index in a data folder, or makes an empty one. One that cannot be read, or is of another
    /// version, is thrown away: everything in it can be built again.
    pub fn open(data: &Path) -> Result<Self> {
        let folder = data.join(FOLDER);
        let opened = Self::open_folder(&folder);
        let tantivy = match opened {
            Err(
                error @ (TantivyError::SchemaError(_)
                | TantivyError::DataCorruption(_)
                | TantivyError::IncompatibleIndex(_)
                | TantivyError::OpenReadError(_)),
            ) => {
                tracing::warn!(%error, "the index cannot be read and is built anew");
                std::fs::remove_dir_all(&folder).map_err(Error::internal)?;
                Self::open_folder(&folder).map_err(ours)?
            }
            other => other.map_err(ours)?,
        };
        Self::from(tantivy)
    }

    fn open_folder(folder: &Path) -> tantivy::Result<tantivy::Index> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
        tantivy::Index::builder()
            .schema(Fields::schema().0)
            .settings(IndexSettings::default())
            .tokenizers(Fields::tokenizers())
            .open_or_create(MmapDirectory::open(folder)?)
    }

    /// An index that ends with the process: for tests.
    pub fn in_memory() -> Result<Self> {
        let tantivy = tantivy::Index::builder()
            .schema(Fields::schema().0)
            .tokenizers(Fields::tokenizers())
            .create_in_ram()
            .map_err(ours)?;
        Self::from(tantivy)
    }

    fn from(mut tantivy: tantivy::Index) -> Result<Self> {
        tantivy.set_tokenizers(Fields::tokenizers());
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let executor = Executor::multi_thread(threads, "search-").map_err(ours)?;
        // Reloaded by hand after each commit: a reader that moved by itself would not know its change number.
        let reader = tantivy.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(ours)?;
        let payload = read_payload(&tantivy)?;
        let snapshot = Snapshot::new(reader.searcher(), payload.seq, 0)?;
        Ok(Self(Arc::new(Shared {
            fields: Fields::schema().1,
            cache: Cache::new(),
            executor,
            threads,
            tantivy,
            reader,
            writer: Mutex::new(None),
            seq: Mutex::new(snapshot.seq),
            current: RwLock::new(Arc::new(snapshot)),
            moved: Condvar::new(),
        })))
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

    /// The index for lists: never one that is behind a narrowing. Waits for two seconds, then answers
    /// [`Error::Unavailable`]. Take it before a connection to read with: it wants one of its own for a moment.
    pub fn view(&self, database: &Database) -> Result<View> {
        let floor = database.read(db::last_narrowing)?;
        if self.wait_for(floor.max(0), PATIENCE) {
            Ok(self.view_as_it_is())
        } else {
            Err(Error::Unavailable("the index is catching up".into()))
        }
    }

    /// The index as it is now, for measurements and tests: lists take [`Self::view`].
    pub fn view_as_it_is(&self) -> View {
        View::new(Arc::clone(&self.0), self.0.snapshot())
    }

    /// Drops all that is kept of earlier answers: for measurements.
    pub fn forget(&self) {
        self.0.cache.forget();
        self.0.cache.listed.clear();
    }

    /// What the newest commit says of itself.
    pub(super) fn payload(&self) -> Result<Payload> {
        read_payload(&self.0.tantivy)
    }

    /// Takes out and puts in, all of it in one commit.
    pub(super) fn replace(&self, replacements: Vec<Replacement>, payload: &Payload) -> Result<()> {
        self.writing(SMALL, 1, |fields, writer| {
            for replacement in replacements {
                for subject in &replacement.subjects {
                    writer.delete_term(fields.subject_term(subject));
                }
                for document in &replacement.documents {
                    add(fields, writer, document)?;
                }
            }
            commit(writer, payload)
        })
    }

    /// Writes all segments anew as one, without what was deleted, and takes the old files away: deleting alone leaves
    /// the words of a document in its segment until that is merged some day.
    pub(super) fn expunge(&self) -> Result<()> {
        let ids = self.0.tantivy.searchable_segment_ids().map_err(ours)?;
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
        fill: impl FnOnce(&mut dyn FnMut(&Document) -> Result<()>) -> Result<Payload>,
    ) -> Result<()> {
        *lock(&self.0.writer) = None;
        let threads = self.0.threads.min(2);
        let outcome = self.writing(LARGE, threads, |fields, writer| {
            writer.delete_all_documents().map_err(ours)?;
            // From here until the end a crash leaves what says of itself that it is not complete.
            commit(writer, &Payload { version: fields::VERSION, seq: -1, anchor: String::new() })?;
            let payload = fill(&mut |document| add(fields, writer, document))?;
            commit(writer, &payload)
        });
        // The large writer's memory goes back.
        let writer = lock(&self.0.writer).take();
        outcome?;
        if let Some(writer) = writer {
            writer.wait_merging_threads().map_err(ours)?;
            self.publish()?;
        }
        Ok(())
    }

    fn writing(
        &self,
        memory: usize,
        threads: usize,
        work: impl FnOnce(&Fields, &mut IndexWriter) -> Result<()>,
    ) -> Result<()> {
        let mut held = lock(&self.0.writer);
        let mut writer = match held.take() {
            Some(writer) => writer,
            None => self.0.tantivy.writer_with_num_threads(threads, memory).map_err(|error| match error {
                TantivyError::LockFailure(..) => {
                    Error::Command("another process writes the index: stop it first".into())
                }
                other => ours(other),
            })?,
        };
        // A writer that failed is dropped with all that it had not committed.
        work(&self.0.fields, &mut writer)?;
        *held = Some(writer);
        self.publish()
    }

    /// Shows the newest commit (and what merges made of it).
    fn publish(&self) -> Result<()> {
        self.0.reader.reload().map_err(ours)?;
        let seq = self.payload()?.seq;
        let mut current = self.0.current.write().unwrap_or_else(PoisonError::into_inner);
        let generation = current.generation + 1;
        *current = Arc::new(Snapshot::new(self.0.reader.searcher(), seq, generation)?);
        drop(current);
        self.0.cache.forget();
        *lock(&self.0.seq) = seq;
        self.0.moved.notify_all();
        Ok(())
    }

    /// Shows what merges in the background have made since the last commit, if anything.
    pub(super) fn tidy(&self) -> Result<()> {
        let held = lock(&self.0.writer);
        let mut ids = self.0.tantivy.searchable_segment_ids().map_err(ours)?;
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

impl Shared {
    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn add(fields: &Fields, writer: &IndexWriter, document: &Document) -> Result<()> {
    if document.parent >= MOST_PARENTS {
        // Left out rather than standing in the way of every later change.
        tracing::error!(parent = document.parent, "an incident's ordinal is out of range");
        return Ok(());
    }
    writer.add_document(fields.document(document)).map_err(ours)?;
    Ok(())
}

fn commit(writer: &mut IndexWriter, payload: &Payload) -> Result<()> {
    let mut commit = writer.prepare_commit().map_err(ours)?;
    commit.set_payload(&serde_json::to_string(payload).map_err(Error::internal)?);
    commit.commit().map_err(ours)?;
    Ok(())
}

fn read_payload(tantivy: &tantivy::Index) -> Result<Payload> {
    let payload = tantivy.load_metas().map_err(ours)?.payload;
    let read = payload.and_then(|text| serde_json::from_str::<Payload>(&text).ok());
    Ok(read.filter(|payload| payload.version == fields::VERSION).unwrap_or(Payload {
        version: fields::VERSION,
        seq: -1,
        anchor: String::new(),
    }))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
