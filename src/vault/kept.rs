//! Texts that are read where they are kept, by all whom the rule lets read them there: sealed against whoever takes the disk.

use zeroize::Zeroizing;

use super::{Sealed, Vault};
use crate::db::{Conn, OrganisationId, Tx};
use crate::error::{Error, Result};

/// One of them: its subject, its revision, and its sealed bytes.
pub type Kept<'a> = (&'a str, i32, &'a [u8]);

impl Vault {
    /// Seals a text under its subject's key, which is made where it is missing. The bytes stand in a table of the caller's.
    pub fn seal_kept(
        &self,
        tx: &mut Tx<'_>,
        owner: &OrganisationId,
        sealed: Sealed<'_>,
        text: &[u8],
    ) -> Result<Vec<u8>> {
        let key = self.subject_key(tx, owner, sealed.subject)?;
        key.seal(text, &sealed.bound(), tx.ambient())
    }

    /// Opens such texts, in their order, with as many statements however many they are; one that does not open keeps none of the
    /// others back. It takes no permit and leaves no row in the log, as with what was released: that the viewer may read them is
    /// a condition of the statement that found their bytes.
    pub fn open_kept(
        &self,
        conn: &mut Conn,
        kind: &'static str,
        all: &[Kept<'_>],
    ) -> Result<Vec<Result<Zeroizing<Vec<u8>>>>> {
        let subjects: Vec<String> = all.iter().map(|(subject, ..)| (*subject).to_owned()).collect();
        let keys = self.each_key(conn, &subjects)?;
        let open = |(subject, revision, bytes): &Kept<'_>| match keys.get(*subject) {
            Some(Ok(key)) => key.open(bytes, &Sealed { subject, kind, revision: *revision }.bound()),
            _ => Err(Error::Internal("the key of a text that is kept does not open".into())),
        };
        Ok(all.iter().map(open).collect())
    }
}
