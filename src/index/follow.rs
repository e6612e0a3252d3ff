//! Keeping the index at the database's heels.
//!
//! Every write leaves a row in the change log; the follower reads on from where the newest commit of the
//! index stopped, asks the [`Source`]s what each changed thing looks like now, and commits that together with
//! the number it has reached. So a crash between the database's commit and the index's is healed by simply
//! going on, and a database that was put back from a backup, or is another one altogether, is told by its
//! log and indexed from scratch.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::engine::Payload;
use super::fields::KindFields;
use super::replacement::Replacement;
use super::{Document, Index, Kind, fields};
use crate::db::{self, Change, ChangeKind, Conn, Database};
use crate::error::{Error, Result};
use crate::jobs::guarded;

/// As many changes as go into one commit.
const BATCH: i64 = 500;

/// How long the follower sleeps where nobody wakes it: an import in another process does not.
const POLL: Duration = Duration::from_millis(500);

/// How long it leaves a failing database or disk alone.
const RECOVERY: Duration = Duration::from_secs(5);

/// How often all files of the index are compared with their checksums, though nothing failed.
const EXAMINED: Duration = Duration::from_hours(6);

/// Where the documents of a kind come from: the folder that owns the texts.
pub trait Source: Send + Sync {
    /// The kind of all its documents.
    fn kind(&self) -> &'static Kind;

    /// What the index must hold of what changed, as it is in the database now (which may be after later
    /// changes). Asked after the changes that the kind names ([`Kind::changes`]). One that touches no document replaces
    /// nothing.
    fn documents(&self, conn: &mut Conn, change: &Change) -> Result<Replacement>;

    /// Everything, handed over one by one, so that memory stays bounded.
    fn all(&self, conn: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()>;
}

/// Follows the change log of one database.
pub struct Follower {
    index: Index,
    database: Database,
    sources: Vec<Arc<dyn Source>>,
    /// Whether something erased may still be on the disk: after an erasure, and after every start until it was looked up.
    unclean: AtomicBool,
    /// Up to which erasure the index is merged.
    merged: AtomicI64,
}

/// What is one kind's own, and its source.
type OfKind<'a> = (Arc<KindFields>, &'a Arc<dyn Source>);

enum Step {
    Idle,
    /// What changed; whether something was erased among it.
    Replace(Vec<(Arc<KindFields>, Replacement)>, Payload, bool),
    Rebuild,
}

impl Follower {
    /// Of this database, into this index, a source for each of its kinds.
    pub fn new(index: Index, database: Database, sources: Vec<Arc<dyn Source>>) -> Self {
        Self { index, database, sources, unclean: AtomicBool::new(true), merged: AtomicI64::new(0) }
    }

    /// Brings the index up to date, however far behind it is; from scratch where it was never built or knows
    /// another database.
    pub fn catch_up(&self) -> Result<()> {
        while self.step()? {}
        Ok(())
    }

    /// Builds everything anew, in bounded memory; readers see the old state until the new one is complete.
    pub fn rebuild(&self) -> Result<()> {
        self.index.ready()?;
        let sources = self.sources_by_kind()?;
        self.index.rebuild(|each| {
            self.database.read(|conn| {
                // The number first: what changes while we read comes again with its own change.
                let payload = payload_at(conn, None)?;
                for (kind, source) in &sources {
                    source.all(conn, &mut |document| each(kind, document))?;
                }
                Ok(payload)
            })
        })
    }

    fn sources_by_kind(&self) -> Result<Vec<OfKind<'_>>> {
        self.sources.iter().map(|source| Ok((self.index.kind(source.kind())?, source))).collect()
    }

    /// Follows in a thread of its own until the answer is dropped.
    pub fn start(self) -> Result<Following> {
        let (sender, receiver) = sync_channel(1);
        let ending = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ending);
        let thread = std::thread::Builder::new()
            .name("index".into())
            .spawn(move || self.follow(&receiver, &told))
            .map_err(Error::internal)?;
        Ok(Following { waker: Waker(sender), ending, thread: Some(thread) })
    }

    fn follow(&self, woken: &Receiver<()>, ending: &AtomicBool) {
        let (mut nap, mut examined) = (Duration::ZERO, Instant::now());
        while !ending.load(Ordering::Acquire) {
            if matches!(woken.recv_timeout(nap), Err(RecvTimeoutError::Disconnected)) {
                return;
            }
            if examined.elapsed() > EXAMINED {
                self.index.suspect();
                examined = Instant::now();
            }
            // A panic, in the engine over a damaged file or in what writes its documents, is a failure like any other: the
            // index is followed as long as the program runs.
            nap = match guarded(|| self.step().and_then(|more| self.index.tidy().map(|()| more))) {
                Ok(true) => Duration::ZERO,
                Ok(false) => POLL,
                Err(error) => {
                    tracing::error!(%error, "the index cannot follow the database");
                    self.index.suspect();
                    RECOVERY
                }
            };
        }
    }

    /// One commit; whether there was anything to do.
    fn step(&self) -> Result<bool> {
        self.index.ready()?;
        match self.database.read(|conn| self.look(conn))? {
            Step::Idle => {
                if let Err(error) = self.clean() {
                    tracing::warn!(%error, "what was erased is still on the disk; it is tried again");
                }
                Ok(false)
            }
            Step::Replace(replacements, payload, erased) => {
                self.index.replace(replacements, &payload)?;
                if erased {
                    self.unclean.store(true, Ordering::Release);
                }
                Ok(true)
            }
            Step::Rebuild => {
                tracing::info!("building the index");
                self.rebuild().map(|()| true)
            }
        }
    }

    /// Takes what was erased out of the files of the index and off the database's log. Where that fails (a merge of the
    /// engine's own took the same segments, a reader holds the log, the program ended), it is done again until it succeeds.
    fn clean(&self) -> Result<()> {
        if !self.unclean.load(Ordering::Acquire) {
            return Ok(());
        }
        let reached = self.index.payload()?.seq;
        if let Some(erasure) = self.database.read(|conn| db::erasure_to_clean(conn, reached))? {
            if self.merged.load(Ordering::Acquire) < erasure {
                self.index.expunge()?;
                self.merged.store(erasure, Ordering::Release);
            }
            if !self.database.forget_log()? {
                return Ok(());
            }
            self.database.write(|tx| db::erasures_cleaned(tx, erasure))?;
        }
        self.unclean.store(false, Ordering::Release);
        Ok(())
    }

    fn look(&self, conn: &mut Conn) -> Result<Step> {
        let known = self.index.payload()?;
        let last = db::last_change(conn)?;
        if known.seq < 0 || known.seq > last || payload_at(conn, Some(known.seq))? != known {
            return Ok(Step::Rebuild);
        }
        self.index.is_known();
        let changes = db::changes_after(conn, known.seq, BATCH)?;
        let Some(newest) = changes.last() else { return Ok(Step::Idle) };
        let payload = payload_of(newest);
        let sources = self.sources_by_kind()?;
        let mut seen = BTreeSet::new();
        let mut replacements = Vec::new();
        for change in &changes {
            if !seen.insert((change.kind, change.subject.as_str())) {
                continue;
            }
            for (kind, source) in &sources {
                if kind.kind.changes.contains(&change.kind) {
                    replacements.push((Arc::clone(kind), source.documents(conn, change)?));
                }
            }
        }
        let erased = changes.iter().any(|change| change.kind == ChangeKind::Erasure);
        Ok(Step::Replace(replacements, payload, erased))
    }
}

/// What a commit says that holds the change `seq`, or the newest one.
fn payload_at(conn: &mut Conn, seq: Option<i64>) -> Result<Payload> {
    let seq = match seq {
        Some(seq) => seq,
        None => db::last_change(conn)?,
    };
    let change = db::changes_after(conn, seq - 1, 1)?.into_iter().find(|change| change.seq == seq);
    let none = Payload { version: fields::VERSION, seq, anchor: String::new() };
    Ok(change.as_ref().map_or(none, payload_of))
}

fn payload_of(change: &Change) -> Payload {
    let anchor = format!("{} {} {}", change.kind, change.subject, change.at);
    Payload { version: fields::VERSION, seq: change.seq, anchor }
}

/// A follower at work; dropped, it ends after the commit it is in.
pub struct Following {
    waker: Waker,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Following {
    /// What writers call after a write.
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::Release);
        self.waker.wake();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the index's thread has panicked");
        }
    }
}

/// Wakes the follower.
#[derive(Clone)]
pub struct Waker(SyncSender<()>);

impl Waker {
    /// Something was written. Never waits.
    pub fn wake(&self) {
        // Full means that it is about to wake anyway; gone means that the program ends.
        self.0.try_send(()).ok();
    }
}
