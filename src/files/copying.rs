//! The work of making copies: one at a time, each in a process of its own.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::access::{Opened, Permit};
use crate::audit::{self, Actor, Entry};
use crate::db::{Conn, CopyId, Database, Moment, OrganisationId, Tx};
use crate::error::{Error, Result};
use crate::vault::Vault;
use sanitise::{self, Area, Limits, Made, Reading, Rebuilt, Refusal, Task};

/// How long nothing is tried after something could not be done.
const REST: Duration = Duration::from_secs(50);

/// A copy that is on the disk.
pub struct NewCopy<'a> {
    /// Internal.
    pub id: CopyId,
    /// What it is.
    pub made: &'a Made,
    /// How large.
    pub bytes: usize,
    /// Its hash.
    pub sha256: &'a str,
    /// Its name in the store.
    pub file: &'a str,
}

/// Something of which copies are made.
pub trait Copied: Sized {
    /// What is written to the log of its owner when a copy is there.
    const REBUILT: &'static str;
    /// What is written when there will be none.
    const REFUSED: &'static str;

    /// Those that wait for their copies now, the longest wait first.
    fn waiting(conn: &mut Conn, at: Moment) -> Result<Vec<Self>>;

    /// Itself, where its original is opened.
    fn opened(&self) -> Opened<'_>;

    /// Whose it is.
    fn owner(&self) -> &OrganisationId;

    /// The name of its original in the store.
    fn stored(&self) -> &str;

    /// What is burnt into its copy, and how its text is encoded where its owner says so.
    fn wishes(&self) -> Result<(Vec<Area>, Option<String>)>;

    /// Whether it still waits for this very copy: it may be gone, or another may be wanted by now.
    fn waits(&self, conn: &mut Conn, at: Moment) -> Result<bool>;

    /// The copy is there. It waits for it.
    fn rebuilt(&self, tx: &mut Tx<'_>, copy: &NewCopy<'_>) -> Result<()>;

    /// There will be no copy. It waits for one.
    fn refused(&self, tx: &mut Tx<'_>, why: &str) -> Result<()>;
}

/// Makes every copy that is waited for of one kind of thing.
pub type Copier = fn(&Sanitiser, &Database, &Vault) -> Result<()>;

/// Makes copies. There is one of an instance, and it does one thing at a time: a hostile file has the memory and the
/// processor that its limits give it, and no more of them by being sent often.
pub struct Sanitiser {
    program: PathBuf,
    limits: Limits,
    /// For each kind of thing that has files.
    copiers: &'static [Copier],
    at_work: Mutex<()>,
    /// When a copy could last not be made.
    failed: Mutex<Option<Instant>>,
}

impl Sanitiser {
    /// `program` is what is run for each file, as `program sanitise`; `most` the largest file that is received.
    pub fn new(program: PathBuf, most: usize, copiers: &'static [Copier]) -> Self {
        let limits = Limits { bytes_in: most as u64, ..Limits::default() };
        Self { program, limits, copiers, at_work: Mutex::default(), failed: Mutex::default() }
    }

    fn make(&self, original: impl std::io::Read + Send, task: &Task) -> Result<Rebuilt, Refusal> {
        let _alone = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        sanitise::rebuild(&self.program, original, task)
    }

    /// A picture of a page (from 0) of a copy, to look at.
    pub fn picture(&self, copy: impl std::io::Read + Send, page: u32) -> Result<Rebuilt> {
        let limits = Limits { bytes_in: self.limits.bytes_out, ..self.limits };
        let task = Task { preview: Some(page), limits, ..Task::default() };
        self.make(copy, &task).map_err(|refusal| match refusal {
            Refusal::NoSuchPlace => Error::NotFound,
            other => Error::Unavailable(format!("a picture of a page: {other}")),
        })
    }

    /// How the beginning of a text reads in each encoding that it can be in.
    pub fn readings(&self, original: impl std::io::Read + Send) -> Result<Vec<Reading>> {
        let _alone = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        sanitise::readings(&self.program, original, self.limits)
            .map_err(|refusal| Error::Unavailable(format!("readings of a text: {refusal}")))
    }

    /// Makes every copy that is waited for. What cannot be made now keeps no other waiting, and is tried again after a
    /// rest: each try opens an original, and stands in the log.
    pub fn work(&self, database: &Database, vault: &Vault) -> Result<()> {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.is_some_and(|at| at.elapsed() < REST) {
            return Ok(());
        }
        *failed = None;
        let mut outcome = Ok(());
        for copier in self.copiers {
            if let Err(error) = copier(self, database, vault) {
                *failed = Some(Instant::now());
                outcome = Err(error);
            }
        }
        outcome
    }

    /// Makes every copy that is waited for of one kind of thing.
    pub fn copies_of<F: Copied>(&self, database: &Database, vault: &Vault) -> Result<()> {
        let mut outcome = Ok(());
        for file in database.read(|conn| F::waiting(conn, database.ambient().now()))? {
            if let Err(error) = self.copy(database, vault, &file) {
                outcome = Err(error);
            }
        }
        outcome
    }

    fn copy<F: Copied>(&self, database: &Database, vault: &Vault, file: &F) -> Result<()> {
        let (boxes, encoding) = file.wishes()?;
        let task = Task { boxes, encoding, limits: self.limits, ..Task::default() };
        let opened = database.write(|tx| {
            // Those before it took their time: it may be erased by now.
            if !file.waits(tx.conn, tx.now())? {
                return Ok(None);
            }
            let permit = Permit::to_copy(tx, file.owner(), file.opened())?;
            let original = vault.open_file(tx.conn, &permit, file.opened().id, file.stored())?;
            Ok(Some((permit, original)))
        })?;
        let Some((permit, original)) = opened else { return Ok(()) };
        match self.make(original.release(&permit), &task) {
            Ok(rebuilt) => keep(database, vault, file, &rebuilt),
            Err(refusal) if refusal.passes() => {
                let reference = file.opened().reference;
                Err(Error::Unavailable(format!("no copy of {reference} could be made now")))
            }
            Err(refusal) => database.write(|tx| {
                if !file.waits(tx.conn, tx.now())? {
                    return Ok(());
                }
                file.refused(tx, refusal.slug())?;
                log(tx, file, F::REFUSED, json!({ "reason": refusal.slug() }))
            }),
        }
    }
}

/// Seals a copy and writes it down, where it is still waited for.
fn keep<F: Copied>(database: &Database, vault: &Vault, file: &F, rebuilt: &Rebuilt) -> Result<()> {
    let Rebuilt { made, bytes } = rebuilt;
    let id: CopyId = database.ambient().id();
    let of = (file.opened().id, id.as_str());
    let sealed = database.read(|conn| {
        let waits = file.waits(conn, database.ambient().now())?;
        waits.then(|| vault.seal_copy(conn, database.ambient(), of, bytes)).transpose()
    })?;
    let Some((stored, sha256)) = sealed else { return Ok(()) };
    let kept = database.write(|tx| {
        if !file.waits(tx.conn, tx.now())? {
            return Ok(false);
        }
        let copy = NewCopy { id: id.clone(), made, bytes: bytes.len(), sha256: &sha256, file: stored.name() };
        file.rebuilt(tx, &copy)?;
        let detail = json!({ "sha256": sha256, "media_type": made.kind, "bytes": bytes.len() });
        log(tx, file, F::REBUILT, detail)?;
        Ok(true)
    })?;
    if kept {
        stored.commit();
    }
    Ok(())
}

/// What the program itself did to a file.
fn log<F: Copied>(tx: &mut Tx<'_>, file: &F, act: &'static str, detail: Value) -> Result<()> {
    let opened = file.opened();
    let entry =
        Entry { act, subject_kind: opened.kind, subject: opened.id, owner: Some(file.owner()), detail };
    audit::record(tx, &Actor::default(), &entry)
}
