//! tantivy over one folder or in memory: opened whole, or not at all.

use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::INDEX_WRITER_LOCK;
use tantivy::{Directory, IndexReader, ReloadPolicy};

use super::fields::{self, Fields};
use super::sealed::Sealed;
use super::snapshot::Snapshot;
use super::{Kind, ours};
use crate::error::{Error, Result};
use crate::jobs::guarded;

/// What a commit says of itself: up to where it has read the change log, and of which database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payload {
    /// [`fields::VERSION`].
    pub version: u32,
    /// The newest change that is in; -1 while it is being built.
    pub seq: i64,
    /// What that change was: a database with another change under this number is another database.
    pub anchor: String,
}

impl Payload {
    /// Of what is not complete.
    pub(super) fn unbuilt() -> Self {
        Self { version: fields::VERSION, seq: -1, anchor: String::new() }
    }
}

/// An open index of tantivy, and what reads it.
pub(super) struct Engine {
    pub tantivy: tantivy::Index,
    pub reader: IndexReader,
    fields: Fields,
}

impl Engine {
    /// An empty one that ends with the process.
    pub(super) fn in_memory(kinds: &[&'static Kind]) -> Result<Self> {
        let (schema, fields) = Fields::schema(kinds);
        let builder = tantivy::Index::builder().schema(schema).tokenizers(Fields::tokenizers());
        Self::of(builder.create_in_ram().map_err(ours)?, fields)
    }

    /// That of a folder, or an empty one where nothing is there. Every byte is compared with its checksum, so that no list
    /// ever lacks a row because of a bad disk. That of other kinds is not opened.
    pub(super) fn open(folder: &Path, kinds: &[&'static Kind]) -> Result<Self> {
        guarded(|| {
            make(folder)?;
            let sealed = Sealed::open(folder)?;
            let is_new = !tantivy::Index::exists(&sealed).map_err(ours)?;
            if is_new && fs::read_dir(folder).map_err(ours)?.next().is_some() {
                return Err(Error::Internal("meta.json is missing".into()));
            }
            // Without this list nothing is compared with its checksum, and nothing is ever deleted.
            if !is_new && !sealed.exists(Path::new(".managed.json")).map_err(ours)? {
                return Err(Error::Internal(".managed.json is missing".into()));
            }
            let (schema, fields) = Fields::schema(kinds);
            let builder = tantivy::Index::builder().schema(schema);
            let tantivy = builder.tokenizers(Fields::tokenizers()).open_or_create(sealed).map_err(ours)?;
            let damaged = tantivy.validate_checksum().map_err(ours)?;
            if let Some(file) = damaged.iter().next() {
                return Err(Error::Internal(format!("{} is damaged", file.display())));
            }
            let engine = Self::of(tantivy, fields)?;
            // With every column open.
            engine.snapshot(0)?;
            Ok(engine)
        })
    }

    /// Whether a folder that was open is still there, and whole.
    pub(super) fn examine(folder: &Path, kinds: &[&'static Kind]) -> Result<()> {
        if folder.join("meta.json").exists() {
            Self::open(folder, kinds).map(drop)
        } else {
            Err(Error::Internal("meta.json is missing".into()))
        }
    }

    /// Throws the folder's content away, unless another process is writing it, and opens an empty one.
    pub(super) fn anew(folder: &Path, kinds: &[&'static Kind]) -> Result<Self> {
        let failed = |error: std::io::Error| {
            Error::Unavailable(format!("the folder of the index {}: {error}", folder.display()))
        };
        let _alone = match Sealed::open(folder) {
            Ok(sealed) => Some(sealed.acquire_lock(&INDEX_WRITER_LOCK).map_err(|_| busy())?),
            Err(_) => None,
        };
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() == ErrorKind::NotADirectory => {
                fs::remove_file(folder).map_err(failed)?;
            }
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
        Self::open(folder, kinds)
    }

    fn of(mut tantivy: tantivy::Index, fields: Fields) -> Result<Self> {
        tantivy.set_tokenizers(Fields::tokenizers());
        // Reloaded by hand after each commit: a reader that moved by itself would not know its change number.
        let reader = tantivy.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(ours)?;
        Ok(Self { tantivy, reader, fields })
    }

    /// What the newest commit says of itself.
    pub(super) fn payload(&self) -> Result<Payload> {
        let payload = self.tantivy.load_metas().map_err(ours)?.payload;
        let read = payload.and_then(|text| serde_json::from_str::<Payload>(&text).ok());
        Ok(read.filter(|payload| payload.version == fields::VERSION).unwrap_or_else(Payload::unbuilt))
    }

    /// The newest commit that the reader has loaded.
    pub(super) fn snapshot(&self, generation: u64) -> Result<Snapshot> {
        Snapshot::new(&self.fields, self.reader.searcher(), self.payload()?.seq, generation)
    }
}

/// Another process has the one writer's place.
pub(super) fn busy() -> Error {
    Error::Command("another process writes the index: stop it first".into())
}

fn make(folder: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| {
        Error::Unavailable(format!("cannot make the folder of the index {}: {error}", folder.display()))
    })
}
