//! The folder of the index on the disk. tantivy ends every file of a segment with a checksum, but not the two lists that
//! it rewrites (`meta.json`, `.managed.json`): one flipped letter in a field's name there would bring deleted documents
//! back without a word. Here these lists end with a checksum too.

use std::io;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, FileSlice, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

use super::ours;
use crate::error::Result;

/// Hexadecimal digits of SHA-256.
const SEAL: usize = 64;

/// A folder whose lists say whether they are whole.
#[derive(Debug, Clone)]
pub struct Sealed(MmapDirectory);

impl Sealed {
    /// This folder, which is there.
    pub fn open(folder: &Path) -> Result<Self> {
        MmapDirectory::open(folder).map(Self).map_err(ours)
    }
}

fn seal(list: &[u8]) -> String {
    hex::encode(Sha256::digest(list))
}

/// A list without its checksum, where that fits.
fn opened(mut sealed: Vec<u8>) -> Option<Vec<u8>> {
    let length = sealed.len().checked_sub(SEAL)?;
    let said = sealed.split_off(length);
    (seal(&sealed).as_bytes() == said).then_some(sealed)
}

impl Directory for Sealed {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn open_read(&self, path: &Path) -> Result<FileSlice, OpenReadError> {
        self.0.open_read(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.0.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.0.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "the checksum does not fit");
        opened(self.0.atomic_read(path)?)
            .ok_or_else(|| OpenReadError::wrap_io_error(damaged(), path.to_path_buf()))
    }

    fn atomic_write(&self, path: &Path, list: &[u8]) -> io::Result<()> {
        self.0.atomic_write(path, &[list, seal(list).as_bytes()].concat())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.0.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.0.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.watch(callback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_written_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let sealed = Sealed::open(folder.path()).unwrap();
        let (name, list) = (Path::new("meta.json"), br#"{"deletes":1}"#);
        sealed.atomic_write(name, list).unwrap();
        assert_eq!(sealed.atomic_read(name).unwrap(), list);
        let whole = std::fs::read(folder.path().join(name)).unwrap();
        for place in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[place] ^= 1;
            std::fs::write(folder.path().join(name), flipped).unwrap();
            assert!(sealed.atomic_read(name).is_err(), "byte {place}");
            std::fs::write(folder.path().join(name), &whole[..place]).unwrap();
            assert!(sealed.atomic_read(name).is_err(), "cut at {place}");
        }
    }
}
