//! The store of files: a folder of its own, random names, and nothing in it that is not sealed.
//!
//! The folder is written to directly and not through `object_store`: that would neither wait until a file is on the disk
//! nor keep others of the machine from reading it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::db::{Ambient, Moment};
use crate::error::{Error, Result};

/// What a file is called until all of it is there.
const COMING: &str = "coming";

/// The folder.
#[derive(Clone)]
pub(super) struct Files(PathBuf);

fn away(error: io::Error) -> Error {
    Error::Unsaved(format!("the store of files: {error}"))
}

impl Files {
    pub(super) fn within(data: &Path) -> Self {
        Self(data.join("files"))
    }

    /// A new file under a name that tells nothing. Without [`NewFile::keep`] and [`Stored::commit`] it goes again.
    pub(super) fn create(&self, ambient: &Ambient) -> Result<NewFile> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.0).map_err(away)?;
        let stored =
            Stored { folder: self.0.clone(), name: hex::encode(ambient.bytes::<16>()), committed: false };
        let coming = stored.coming();
        let file = File::options().create_new(true).write(true).mode(0o600).open(coming).map_err(away)?;
        Ok(NewFile { file, stored })
    }

    pub(super) fn read(&self, name: &str) -> Result<File> {
        File::open(self.0.join(name))
            .map_err(|error| Error::Internal(format!("the sealed file {name}: {error}")))
    }

    /// Takes a file off the disk, if it is there.
    pub(super) fn remove(&self, name: &str) -> Result<()> {
        match fs::remove_file(self.0.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(away(error)),
            _ => Ok(()),
        }
    }

    /// Takes away what never arrived whole and what nobody has written to since, where that is said. What is whole stays,
    /// even if this database does not know it: another one may.
    pub(super) fn sweep(&self, since: Option<Moment>) -> Result<usize> {
        let mut gone = 0;
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            entries => entries.map_err(away)?,
        };
        for entry in entries {
            let entry = entry.map_err(away)?;
            let written = entry.metadata().and_then(|about| about.modified()).map_err(away)?;
            let at_rest = since.is_none_or(|since| DateTime::<Utc>::from(written) < since.to_utc());
            if at_rest && entry.path().extension().is_some_and(|extension| extension == COMING) {
                fs::remove_file(entry.path()).map_err(away)?;
                gone += 1;
            }
        }
        Ok(gone)
    }
}

/// A file that is being written.
pub(super) struct NewFile {
    file: File,
    stored: Stored,
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl NewFile {
    /// All of it is there: on the disk, under its name.
    pub(super) fn keep(self) -> io::Result<Stored> {
        self.file.sync_all()?;
        fs::rename(self.stored.coming(), self.stored.path())?;
        File::open(&self.stored.folder)?.sync_all()?;
        Ok(self.stored)
    }
}

/// A file that is on the disk, and goes again unless its row is committed.
pub struct Stored {
    folder: PathBuf,
    name: String,
    committed: bool,
}

impl Stored {
    fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    fn coming(&self) -> PathBuf {
        self.path().with_extension(COMING)
    }

    /// What its row calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its row is there to stay.
    pub fn commit(mut self) {
        self.committed = true;
    }
}

impl Drop for Stored {
    fn drop(&mut self) {
        if !self.committed {
            // Either may not be there; what had not arrived whole goes at the next start.
            fs::remove_file(self.coming()).ok();
            fs::remove_file(self.path()).ok();
        }
    }
}
