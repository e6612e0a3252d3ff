//! The instance's key: the root from which every other key of the instance is derived or by which it is
//! wrapped. It stands in a file of its own, outside the database and outside every backup.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::db::Ambient;
use crate::error::{Error, Result};

/// 256 bits that never leave the process but by derivation.
#[derive(Clone)]
pub struct InstanceKey(Arc<Zeroizing<[u8; 32]>>);

impl InstanceKey {
    /// A fresh key that stands nowhere: for tests and benchmarks.
    pub fn fresh(ambient: &Ambient) -> Self {
        Self(Arc::new(Zeroizing::new(ambient.bytes())))
    }

    /// Reads the key's file; makes it (mode 0600) where it is missing and `create` allows.
    ///
    /// A file that others may read is refused: the key would be no secret.
    pub fn from_file(path: &Path, create: bool, ambient: &Ambient) -> Result<Self> {
        match File::open(path) {
            Ok(file) => Self::read(file, path),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && create => Self::make(path, ambient),
            Err(error) => {
                Err(Error::Internal(format!("cannot read the key file {}: {error}", path.display())))
            }
        }
    }

    fn read(mut file: File, path: &Path) -> Result<Self> {
        let mode = file.metadata().map_err(Error::internal)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(Error::Internal(format!(
                "the key file {} can be read by others (mode {:o}): make it 0600",
                path.display(),
                mode & 0o777
            )));
        }
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text).map_err(Error::internal)?;
        let mut key = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text.trim(), &mut *key).map_err(|_| {
            Error::Internal(format!("{} holds no key of 64 hexadecimal digits", path.display()))
        })?;
        Ok(Self(Arc::new(key)))
    }

    fn make(path: &Path, ambient: &Ambient) -> Result<Self> {
        let key = Zeroizing::new(ambient.bytes::<32>());
        let write = || -> std::io::Result<()> {
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            file.write_all(hex::encode(*key).as_bytes())?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            // The name itself has to survive a crash as well: a lost key is a lost vault.
            path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
        };
        write().map_err(|error| Error::Internal(format!("cannot write {}: {error}", path.display())))?;
        Ok(Self(Arc::new(key)))
    }

    /// A key for one purpose, named by `label`. The same label gives the same key.
    pub fn derive(&self, label: &str) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        let stretched = Hkdf::<Sha256>::new(None, self.0.as_slice()).expand(label.as_bytes(), key.as_mut());
        // 32 bytes are far below the limit of HKDF-SHA256 (8,160 bytes), the only way in which this can fail.
        debug_assert!(stretched.is_ok(), "HKDF gives 32 bytes");
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_guarded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let ambient = Ambient::system();
        assert!(InstanceKey::from_file(&path, false, &ambient).is_err(), "not made without leave");
        let made = InstanceKey::from_file(&path, true, &ambient).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let read = InstanceKey::from_file(&path, false, &ambient).unwrap();
        assert_eq!(made.derive("a"), read.derive("a"));
        assert_ne!(made.derive("a"), made.derive("b"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(InstanceKey::from_file(&path, false, &ambient).is_err(), "others may read it");
    }
}
