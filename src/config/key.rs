//! The instance's key: the root from which every other key of the instance is derived or by which it is
//! wrapped. It stands in a file of its own, outside the database and outside every backup.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
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
        file.read_to_string(&mut text).map_err(|error| {
            Error::Internal(format!("cannot read the key file {}: {error}", path.display()))
        })?;
        let mut key = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text.trim(), &mut *key).map_err(|_| {
            Error::Internal(format!("{} holds no key of 64 hexadecimal digits", path.display()))
        })?;
        Ok(Self(Arc::new(key)))
    }

    fn make(path: &Path, ambient: &Ambient) -> Result<Self> {
        let key = Zeroizing::new(ambient.bytes::<32>());
        let folder = folder_of(path);
        let write = || -> std::io::Result<bool> {
            // Beside its place first (mode 0600), and there by one step when it is on the disk: whatever happens, the
            // file is there with the whole key or not at all, and no other process's key is written over.
            let mut file = tempfile::Builder::new().prefix(".key-").tempfile_in(folder)?;
            file.write_all(Zeroizing::new(format!("{}\n", hex::encode(*key))).as_bytes())?;
            file.as_file().sync_all()?;
            match file.persist_noclobber(path) {
                Ok(_) => {}
                Err(other) if other.error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(false),
                Err(other) => return Err(other.error),
            }
            // The name itself has to survive a crash as well: a lost key is a lost vault.
            File::open(folder)?.sync_all()?;
            Ok(true)
        };
        let failed = |error| Error::Internal(format!("cannot write {}: {error}", path.display()));
        if write().map_err(failed)? {
            Ok(Self(Arc::new(key)))
        } else {
            // Another process made it in the same moment.
            Self::read(File::open(path).map_err(failed)?, path)
        }
    }

    /// A key for one purpose, named by `label`. The same label gives the same key.
    pub fn derive(&self, label: &str) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        let stretched = Hkdf::<Sha256>::new(None, self.0.as_slice()).expand(label.as_bytes(), key.as_mut());
        // 32 bytes are far below the limit of HKDF-SHA256 (8,160 bytes), the only way in which this can fail.
        debug_assert!(stretched.is_ok(), "HKDF gives 32 bytes");
        key
    }

    /// HMAC-SHA256 of a text under the key for this purpose, hexadecimal: equal for equal texts, and whoever has the
    /// database without the key cannot try what the text may have been.
    pub fn hash(&self, label: &str, text: &[u8]) -> Result<String> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.derive(label).as_slice()).map_err(Error::internal)?;
        mac.update(text);
        Ok(hex::encode(mac.finalize().into_bytes()))
    }

    /// The same made ready once for many texts: the key for this purpose is derived a single time.
    pub fn keyed(&self, label: &str) -> Result<KeyedHash> {
        Hmac::<Sha256>::new_from_slice(self.derive(label).as_slice()).map(KeyedHash).map_err(Error::internal)
    }
}

/// HMAC-SHA256 under a key that is set up already.
#[derive(Clone)]
pub struct KeyedHash(Hmac<Sha256>);

impl KeyedHash {
    /// The hash of a text.
    pub fn of(&self, text: &[u8]) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(text);
        mac.finalize().into_bytes().into()
    }
}

/// The folder in which a file stands; of a bare name the present one.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_there_whole_or_not_at_all_and_there_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let made: Vec<_> = std::thread::scope(|scope| {
            let make = || {
                scope.spawn(|| InstanceKey::from_file(&path, true, &Ambient::system()).unwrap().derive("a"))
            };
            let makers: Vec<_> = (0..8).map(|_| make()).collect();
            makers.into_iter().map(|maker| maker.join().unwrap()).collect()
        });
        assert!(made.windows(2).all(|two| two[0] == two[1]), "who comes at once has the same key");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        assert_eq!(std::fs::read_to_string(&path).unwrap().len(), 65);
        let nowhere = folder.path().join("missing").join("key");
        assert!(InstanceKey::from_file(&nowhere, true, &Ambient::system()).is_err());
        assert_eq!(folder_of(Path::new("key")), Path::new("."));
        assert_eq!(folder_of(Path::new("/etc/key")), Path::new("/etc"));
    }

    #[test]
    fn a_keyed_hash_is_of_the_key_the_purpose_and_the_text() {
        let ambient = Ambient::system();
        let key = InstanceKey::fresh(&ambient);
        let hash = |key: &InstanceKey, label, text: &str| key.hash(label, text.as_bytes()).unwrap();
        assert_eq!(hash(&key, "a", "text"), hash(&key.clone(), "a", "text"));
        assert_eq!(hash(&key, "a", "text").len(), 64);
        assert_ne!(hash(&key, "a", "text"), hash(&key, "a", "other"));
        assert_ne!(hash(&key, "a", "text"), hash(&key, "b", "text"));
        assert_ne!(hash(&key, "a", "text"), hash(&InstanceKey::fresh(&ambient), "a", "text"));
    }

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
