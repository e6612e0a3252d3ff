//! The full account, as its organisation wrote it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::evidence::Attached;
use super::marks::{Lost, Mark};
use crate::access::Permit;
use crate::db::{OrganisationId, PersonId, Tx};
use crate::error::{Error, Result};
use crate::vault::{Sealed, Unredacted, Vault};

/// Under which kind an original stands in the vault.
const KIND: &str = "original";

/// One revision of the full account. It has no `Debug`: it must not end in a log.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// One line.
    pub title: String,
    /// Markdown.
    pub narrative: String,
    /// BCP 47.
    pub language: String,
    /// The facts, as JSON.
    pub facts: Value,
    /// What of it stays behind for whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// Marks that an edit left without a place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Lost>,
    /// Its files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Attached>,
}

impl Original {
    /// Seals this as a revision and gives its keyed commitment.
    pub fn seal(
        &self,
        tx: &mut Tx<'_>,
        vault: &Vault,
        owner: &OrganisationId,
        author: Option<&PersonId>,
        subject: &str,
        revision: i32,
    ) -> Result<String> {
        let text = zeroize::Zeroizing::new(serde_json::to_vec(self).map_err(Error::internal)?);
        vault.seal(tx, owner, Sealed { subject, kind: KIND, revision }, author, &text)
    }

    /// Opens a revision.
    pub fn open(
        tx: &mut Tx<'_>,
        vault: &Vault,
        permit: &Permit,
        subject: &str,
        revision: i32,
    ) -> Result<Unredacted<Self>> {
        let sealed = Sealed { subject, kind: KIND, revision };
        vault.open(tx.conn, permit, sealed)?.try_map(|text| {
            serde_json::from_slice(&text).map_err(|_| Error::Internal("a sealed original is not JSON".into()))
        })
    }

    /// Opens a revision each of many subjects, in their order.
    pub fn open_all(
        tx: &mut Tx<'_>,
        vault: &Vault,
        permit: &Permit,
        all: &[(String, i32)],
    ) -> Result<Vec<Unredacted<Self>>> {
        let opened = vault.open_all(tx.conn, permit, KIND, all)?;
        let parse = |text: zeroize::Zeroizing<Vec<u8>>| {
            serde_json::from_slice(&text).map_err(|_| Error::Internal("a sealed original is not JSON".into()))
        };
        opened.into_iter().map(|text| text.try_map(parse)).collect()
    }

    /// Who wrote a revision; none where an import brought it.
    pub fn author(tx: &mut Tx<'_>, subject: &str, revision: i32) -> Result<Option<PersonId>> {
        Vault::author(tx.conn, Sealed { subject, kind: KIND, revision })
    }

    /// The keyed commitment of a revision, without opening it.
    pub fn commitment(tx: &mut Tx<'_>, subject: &str, revision: i32) -> Result<String> {
        Vault::commitment(tx.conn, Sealed { subject, kind: KIND, revision })
    }
}
