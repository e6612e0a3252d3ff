//! A demonstration's mail: one file for each message, in a folder that its user alone may read.

use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::Failure;

/// The folder.
pub struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Keeps a message as a file: it is there whole or not at all, and a message that is sent again takes its own place.
    pub(super) fn keep(&self, id: &str, message: &[u8]) -> Result<(), Failure> {
        write(&self.0, id, message).map_err(|error| {
            tracing::error!(%error, folder = %self.0.display(), "a message could not be kept");
            Failure::Spool
        })
    }
}

fn write(folder: &Path, id: &str, message: &[u8]) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mut file = tempfile::Builder::new().prefix(".coming-").tempfile_in(folder)?;
    file.write_all(message)?;
    file.as_file().sync_all()?;
    file.persist(folder.join(format!("{id}.eml"))).map(|_| ()).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_there_whole_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spool");
        let spool = Folder::new(path.clone());
        assert_eq!(spool.keep("a", b"one"), Ok(()));
        assert_eq!(spool.keep("a", b"one"), Ok(()));
        assert_eq!(std::fs::read(path.join("a.eml")).unwrap(), b"one");
        assert_eq!(std::fs::read_dir(&path).unwrap().count(), 1);
        // Where it cannot be written.
        let nowhere = Folder::new(path.join("a.eml").join("inside"));
        assert_eq!(nowhere.keep("b", b"two"), Err(Failure::Spool));
    }
}
