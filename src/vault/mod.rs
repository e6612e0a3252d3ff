//! Sealed originals and their keys: the only code that can open either.
//!
//! A text is sealed with its subject's key (XChaCha20-Poly1305; subject, kind and revision as associated data,
//! so that no sealed text can be passed off as another). The subject's key is wrapped by its organisation's,
//! that one by a key derived from the instance's, which stands outside the database. Destroying a subject's
//! key destroys its originals, wherever copies of the rows may be.

mod arriving;
mod cipher;
mod files;
mod kept;
mod many;
mod stream;
mod unredacted;

use std::path::Path;
use std::sync::Arc;

use diesel::prelude::*;
use zeroize::Zeroizing;

use crate::access::Permit;
use crate::config::InstanceKey;
pub use crate::config::KeyedHash;
use crate::db::schema::{organisation_key, sealed_key, sealed_text};
use crate::db::{Conn, IsAmong, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result};

pub use arriving::{Arrived, Arriving};
use cipher::Cipher;
use files::Files;
pub use files::Stored;
pub use kept::Kept;
pub use unredacted::Unredacted;

/// Destroys a subject's key and all that was sealed under it: copies of the sealed rows, wherever they are, open no
/// more.
pub fn erase(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    diesel::delete(sealed_text::table.filter(sealed_text::subject.eq(subject))).execute(tx.conn)?;
    diesel::delete(sealed_key::table.find(subject)).execute(tx.conn)?;
    Ok(())
}

/// The same of many, with as many statements however many they are.
pub fn erase_all(tx: &mut Tx<'_>, subjects: &[String]) -> Result<()> {
    let texts = sealed_text::table.filter(sealed_text::subject.is_among(subjects.to_vec()));
    diesel::delete(texts).execute(tx.conn)?;
    let keys = sealed_key::table.filter(sealed_key::subject.is_among(subjects.to_vec()));
    diesel::delete(keys).execute(tx.conn)?;
    Ok(())
}

/// The vault of one instance. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    wrapping: Arc<Cipher>,
    instance: InstanceKey,
    files: Files,
}

/// Names one sealed text.
#[derive(Debug, Clone, Copy)]
pub struct Sealed<'a> {
    /// The report (or whatever else has an original).
    pub subject: &'a str,
    /// What part of it.
    pub kind: &'static str,
    /// Which revision, from 1.
    pub revision: i32,
}

impl Sealed<'_> {
    fn bound(&self) -> String {
        format!("{}|{}|{}", self.subject, self.kind, self.revision)
    }
}

/// Whether anything is sealed: then the key must not be made anew.
pub fn holds_anything(conn: &mut Conn) -> Result<bool> {
    Ok(organisation_key::table.count().get_result::<i64>(conn)? > 0)
}

impl Vault {
    /// The vault that this key opens; its files stand in this data folder.
    pub fn new(key: &InstanceKey, data: &Path) -> Self {
        let wrapping = Arc::new(Cipher::new(key.derive("vault")));
        Self { wrapping, instance: key.clone(), files: Files::within(data) }
    }

    /// A keyed hash of what an import brought, by which a changed row is known: the row itself may say what its
    /// owner alone reads, so nobody without the key can try what it said.
    pub fn source_hash(&self, text: &[u8]) -> Result<String> {
        self.instance.hash("source hashes", text)
    }

    /// The keyed hash under which an organisation's marked texts are known again. Each organisation has its own: what
    /// two of them marked cannot be compared.
    pub fn marked_before(&self, owner: &OrganisationId) -> Result<KeyedHash> {
        self.instance.keyed(&format!("marked before|{}", owner.as_str()))
    }

    /// Refuses to go on where what is sealed was sealed under another key.
    pub fn check(&self, conn: &mut Conn) -> Result<()> {
        let some: Option<(String, Vec<u8>)> = organisation_key::table
            .select((organisation_key::organisation_id, organisation_key::wrapped))
            .first(conn)
            .optional()?;
        match some {
            Some((id, wrapped)) => {
                self.wrapping.open(&wrapped, &format!("organisation|{id}")).map(|_| ()).map_err(|_| {
                    Error::Internal(
                        "the key file does not open this vault: it belongs to another instance".into(),
                    )
                })
            }
            None => Ok(()),
        }
    }

    /// Seals a text under its subject's key, which is made where it is missing. Gives the keyed commitment:
    /// equal for equal texts of the subject, and meaningless without the key.
    pub fn seal(
        &self,
        tx: &mut Tx<'_>,
        owner: &OrganisationId,
        sealed: Sealed<'_>,
        author: Option<&PersonId>,
        text: &[u8],
    ) -> Result<String> {
        let key = self.subject_key(tx, owner, sealed.subject)?;
        let commitment = key.commit(text);
        let bytes = key.seal(text, &sealed.bound(), tx.ambient());
        diesel::insert_into(sealed_text::table)
            .values((
                sealed_text::subject.eq(sealed.subject),
                sealed_text::kind.eq(sealed.kind),
                sealed_text::revision.eq(sealed.revision),
                sealed_text::sealed.eq(bytes?),
                sealed_text::commitment.eq(&commitment),
                sealed_text::author_id.eq(author.cloned()),
                sealed_text::at.eq(tx.now()),
            ))
            .execute(tx.conn)?;
        Ok(commitment)
    }

    /// Opens a sealed text. The permit says that somebody may, and that it was written down.
    pub fn open(
        &self,
        conn: &mut Conn,
        permit: &Permit,
        sealed: Sealed<'_>,
    ) -> Result<Unredacted<Zeroizing<Vec<u8>>>> {
        if !permit.covers(sealed.subject) {
            return Err(Error::Internal("a permit for another subject".into()));
        }
        let key = self.key_of(conn, sealed.subject)?;
        let bytes: Vec<u8> = sealed_text::table
            .find((sealed.subject, sealed.kind, sealed.revision))
            .select(sealed_text::sealed)
            .first(conn)?;
        key.open(&bytes, &sealed.bound()).map(Unredacted::new)
    }

    /// Whether there is such a sealed text.
    pub fn holds(conn: &mut Conn, sealed: Sealed<'_>) -> Result<bool> {
        let one = sealed_text::table.find((sealed.subject, sealed.kind, sealed.revision));
        Ok(one.count().get_result::<i64>(conn)? > 0)
    }

    /// The keyed commitment of a sealed text, without opening it.
    pub fn commitment(conn: &mut Conn, sealed: Sealed<'_>) -> Result<String> {
        Ok(sealed_text::table
            .find((sealed.subject, sealed.kind, sealed.revision))
            .select(sealed_text::commitment)
            .first(conn)?)
    }

    /// Who wrote a sealed text; none for what an import brought.
    pub fn author(conn: &mut Conn, sealed: Sealed<'_>) -> Result<Option<PersonId>> {
        Ok(sealed_text::table
            .find((sealed.subject, sealed.kind, sealed.revision))
            .select(sealed_text::author_id)
            .first(conn)?)
    }

    fn unwrap(&self, conn: &mut Conn, organisation: &str, subject: &str, wrapped: &[u8]) -> Result<Cipher> {
        let outer: Vec<u8> =
            organisation_key::table.find(organisation).select(organisation_key::wrapped).first(conn)?;
        let outer =
            Cipher::from_bytes(&self.wrapping.open(&outer, &format!("organisation|{organisation}"))?)?;
        Cipher::from_bytes(&outer.open(wrapped, &format!("subject|{subject}"))?)
    }

    fn subject_key(&self, tx: &mut Tx<'_>, owner: &OrganisationId, subject: &str) -> Result<Cipher> {
        let known: Option<(String, Vec<u8>)> = sealed_key::table
            .find(subject)
            .select((sealed_key::organisation_id, sealed_key::wrapped))
            .first(tx.conn)
            .optional()?;
        if let Some((organisation, wrapped)) = known {
            return self.unwrap(tx.conn, &organisation, subject, &wrapped);
        }
        let fresh = Zeroizing::new(tx.ambient().bytes::<32>());
        self.wrap(tx, owner, subject, &fresh)?;
        Cipher::from_bytes(fresh.as_slice())
    }

    /// Keeps the key of a subject, wrapped by its organisation's.
    fn wrap(&self, tx: &mut Tx<'_>, owner: &OrganisationId, subject: &str, fresh: &[u8; 32]) -> Result<()> {
        let outer = self.organisation_key(tx, owner)?;
        let wrapped = outer.seal(fresh.as_slice(), &format!("subject|{subject}"), tx.ambient())?;
        diesel::insert_into(sealed_key::table)
            .values((
                sealed_key::subject.eq(subject),
                sealed_key::organisation_id.eq(owner.as_str()),
                sealed_key::wrapped.eq(wrapped),
                sealed_key::created_at.eq(tx.now()),
            ))
            .execute(tx.conn)?;
        Ok(())
    }

    fn organisation_key(&self, tx: &mut Tx<'_>, owner: &OrganisationId) -> Result<Cipher> {
        let bound = format!("organisation|{}", owner.as_str());
        let known: Option<Vec<u8>> = organisation_key::table
            .find(owner.as_str())
            .select(organisation_key::wrapped)
            .first(tx.conn)
            .optional()?;
        if let Some(wrapped) = known {
            return Cipher::from_bytes(&self.wrapping.open(&wrapped, &bound)?);
        }
        let fresh = Zeroizing::new(tx.ambient().bytes::<32>());
        let wrapped = self.wrapping.seal(fresh.as_slice(), &bound, tx.ambient())?;
        diesel::insert_into(organisation_key::table)
            .values((
                organisation_key::organisation_id.eq(owner.as_str()),
                organisation_key::wrapped.eq(wrapped),
                organisation_key::created_at.eq(tx.now()),
            ))
            .execute(tx.conn)?;
        Cipher::from_bytes(fresh.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Ambient;

    #[test]
    fn the_hash_of_a_source_s_row_says_nothing_without_the_key() {
        let ambient = Ambient::system();
        let (key, other) = (InstanceKey::fresh(&ambient), InstanceKey::fresh(&ambient));
        let hash = |key: &InstanceKey, text: &[u8]| Vault::new(key, Path::new("")).source_hash(text).unwrap();
        assert_eq!(hash(&key, b"row"), hash(&key, b"row"), "a second import finds nothing changed");
        assert_ne!(hash(&key, b"row"), hash(&key, b"rows"));
        assert_ne!(hash(&key, b"row"), hash(&other, b"row"));
    }
}
