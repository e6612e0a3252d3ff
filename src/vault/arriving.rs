//! Files on their way into the vault, and out of it.

use std::io::{self, Read};

use diesel::prelude::*;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::cipher::Cipher;
use super::files::{NewFile, Stored};
use super::stream::{Opening, Sealing};
use super::{Unredacted, Vault};
use crate::access::Permit;
use crate::db::schema::sealed_key;
use crate::db::{Ambient, Conn, Moment, OrganisationId, Tx};
use crate::error::{Error, Result};

/// How much of a file's beginning is remembered, to tell what it is.
const HEAD: usize = 8 * 1024;

/// A file that is arriving: sealed piece by piece, hashed on the way.
pub struct Arriving {
    sealing: Sealing<NewFile>,
    key: Zeroizing<[u8; 32]>,
    subject: String,
    hash: Sha256,
    bytes: u64,
    head: Vec<u8>,
}

/// A file that is there, and goes again unless its row is committed.
pub struct Arrived {
    /// Where it stands.
    pub stored: Stored,
    /// Its subject's internal id.
    pub subject: String,
    /// SHA-256 of what arrived.
    pub sha256: String,
    /// How much arrived.
    pub bytes: u64,
    /// How it begins.
    pub head: Vec<u8>,
    key: Zeroizing<[u8; 32]>,
}

fn away(error: io::Error) -> Error {
    Error::Unsaved(format!("the store of files: {error}"))
}

fn original(subject: &str) -> String {
    format!("{subject}|file|original")
}

fn copy_of(subject: &str, copy: &str) -> String {
    format!("{subject}|file|copy|{copy}")
}

impl Arriving {
    /// The next bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.sealing.write(bytes).map_err(away)?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        let room = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(bytes.get(..room).unwrap_or_default());
        Ok(())
    }

    /// How much is there.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// That was all: it is on the disk when this is answered.
    pub fn finish(self) -> Result<Arrived> {
        let stored = self.sealing.finish().and_then(NewFile::keep).map_err(away)?;
        Ok(Arrived {
            stored,
            subject: self.subject,
            sha256: hex::encode(self.hash.finalize()),
            bytes: self.bytes,
            head: self.head,
            key: self.key,
        })
    }
}

impl Vault {
    /// A file begins to arrive, under a key of its own: nobody's yet.
    pub fn receive(&self, ambient: &Ambient) -> Result<Arriving> {
        let subject = ambient.uuid();
        let key = Zeroizing::new(ambient.bytes::<32>());
        let file = self.files.create(ambient)?;
        let aead = Cipher::new(key.clone()).aead();
        let sealing = Sealing::begin(aead, original(&subject), ambient.bytes(), file).map_err(away)?;
        Ok(Arriving { sealing, key, subject, hash: Sha256::new(), bytes: 0, head: Vec::new() })
    }

    /// What arrived becomes this organisation's: its key is wrapped as all keys are.
    pub fn adopt(&self, tx: &mut Tx<'_>, owner: &OrganisationId, arrived: &Arrived) -> Result<()> {
        self.wrap(tx, owner, &arrived.subject, &arrived.key)
    }

    /// Opens a file's original. The permit says that somebody may, and that it was written down.
    pub fn open_file(
        &self,
        conn: &mut Conn,
        permit: &Permit,
        subject: &str,
        file: &str,
    ) -> Result<Unredacted<Box<dyn Read + Send>>> {
        if !permit.covers(subject) {
            return Err(Error::Internal("a permit for another subject".into()));
        }
        let aead = self.key_of(conn, subject)?.aead();
        let opening = Opening::begin(aead, original(subject), self.files.read(file)?).map_err(away)?;
        Ok(Unredacted::new(Box::new(opening)))
    }

    /// Seals a copy that was made for release. Gives its file and its SHA-256.
    pub fn seal_copy(
        &self,
        conn: &mut Conn,
        ambient: &Ambient,
        (subject, copy): (&str, &str),
        bytes: &[u8],
    ) -> Result<(Stored, String)> {
        let aead = self.key_of(conn, subject)?.aead();
        let file = self.files.create(ambient)?;
        let mut sealing =
            Sealing::begin(aead, copy_of(subject, copy), ambient.bytes(), file).map_err(away)?;
        sealing.write(bytes).map_err(away)?;
        let stored = sealing.finish().and_then(NewFile::keep).map_err(away)?;
        Ok((stored, hex::encode(Sha256::digest(bytes))))
    }

    /// Opens a copy. Needs no permit: it opens copies and nothing else, for what a file is bound to is what it is.
    pub fn open_copy(
        &self,
        conn: &mut Conn,
        subject: &str,
        copy: &str,
        file: &str,
    ) -> Result<Box<dyn Read + Send>> {
        let aead = self.key_of(conn, subject)?.aead();
        let opening = Opening::begin(aead, copy_of(subject, copy), self.files.read(file)?).map_err(away)?;
        Ok(Box::new(opening))
    }

    /// Takes away what never arrived whole, where nobody has written to it since `since`. Without that: all of it, for
    /// a start, when nothing is arriving.
    pub fn sweep(&self, since: Option<Moment>) -> Result<usize> {
        self.files.sweep(since)
    }

    /// Takes the sealed bytes of a file off the disk, if they are there.
    pub fn remove_file(&self, name: &str) -> Result<()> {
        self.files.remove(name)
    }

    pub(super) fn key_of(&self, conn: &mut Conn, subject: &str) -> Result<Cipher> {
        let (organisation, wrapped): (String, Vec<u8>) = sealed_key::table
            .find(subject)
            .select((sealed_key::organisation_id, sealed_key::wrapped))
            .first(conn)?;
        self.unwrap(conn, &organisation, subject, &wrapped)
    }
}
