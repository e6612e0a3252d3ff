//! The work of making copies: one at a time, each in a process of its own.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::json;

use super::evidence::{self, File, NewCopy};
use crate::access::Permit;
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::{CopyId, Database, Tx};
use crate::error::{Error, Result};
use crate::vault::Vault;
use sanitise::{self, Limits, Reading, Rebuilt, Refusal, Task};

/// How long nothing is tried after something could not be done.
const REST: Duration = Duration::from_secs(50);

/// Makes copies. There is one of an instance, and it does one thing at a time: a hostile file has the memory and the
/// processor that its limits give it, and no more of them by being sent often.
pub struct Sanitiser {
    program: PathBuf,
    limits: Limits,
    at_work: Mutex<()>,
    /// When a copy could last not be made.
    failed: Mutex<Option<Instant>>,
}

impl Sanitiser {
    /// `program` is what is run for each file, as `program sanitise`; `most` the largest file that is received.
    pub fn new(program: PathBuf, most: usize) -> Self {
        let limits = Limits { bytes_in: most as u64, ..Limits::default() };
        Self { program, limits, at_work: Mutex::default(), failed: Mutex::default() }
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
        for file in database.read(evidence::waiting)? {
            if let Err(error) = self.copy(database, vault, &file) {
                *failed = Some(Instant::now());
                outcome = Err(error);
            }
        }
        outcome
    }

    fn copy(&self, database: &Database, vault: &Vault, file: &File) -> Result<()> {
        let (boxes, encoding) = (file.boxes()?, file.encoding.clone());
        let task = Task { boxes, encoding, limits: self.limits, ..Task::default() };
        let (permit, original) = database.write(|tx| {
            let permit = Permit::to_copy(tx, &file.organisation_id, file.opened())?;
            let original = vault.open_file(tx.conn, &permit, file.id.as_str(), &file.file)?;
            Ok((permit, original))
        })?;
        let made = self.make(original.release(&permit), &task);
        match made {
            Ok(Rebuilt { made, bytes }) => {
                let id: CopyId = database.ambient().id();
                let of = (file.id.as_str(), id.as_str());
                let (stored, sha256) =
                    database.read(|conn| vault.seal_copy(conn, database.ambient(), of, &bytes))?;
                let kept = database.write(|tx| {
                    let copy = NewCopy {
                        id: id.clone(),
                        made: &made,
                        bytes: bytes.len(),
                        sha256: &sha256,
                        file: stored.name(),
                    };
                    let kept = file.rebuilt(tx, &copy)?;
                    if kept {
                        let detail =
                            json!({ "sha256": sha256, "media_type": made.kind, "bytes": bytes.len() });
                        log(tx, file, "evidence.rebuilt", detail)?;
                    }
                    Ok(kept)
                })?;
                if kept {
                    stored.commit();
                }
                Ok(())
            }
            Err(refusal) if refusal.passes() => {
                Err(Error::Unavailable(format!("no copy of {} could be made now", file.reference)))
            }
            Err(refusal) => database.write(|tx| {
                if file.refused(tx, refusal.slug())? {
                    log(tx, file, "evidence.refused", json!({ "reason": refusal.slug() }))?;
                }
                Ok(())
            }),
        }
    }
}

/// What the program itself did to a file.
fn log(tx: &mut Tx<'_>, file: &File, act: &'static str, detail: serde_json::Value) -> Result<()> {
    let entry = Entry {
        act,
        subject_kind: SubjectKind::Evidence,
        subject: file.id.as_str(),
        owner: Some(&file.organisation_id),
        detail,
    };
    audit::record(tx, &Actor::default(), &entry)
}
