//! What an organisation has marked before: keyed hashes in the database, and what they find in a text.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::db::schema::marked_before;
use crate::db::{Conn, OrganisationId, Tx};
use crate::error::{Error, Result};
use crate::vault::{KeyedHash, Vault};
use suggest::{Known, Suggestion, merged, remember, suggest};

fn kept(conn: &mut Conn, owner: &OrganisationId) -> Result<Vec<(String, i32)>> {
    Ok(marked_before::table
        .filter(marked_before::organisation_id.eq(owner))
        .select((marked_before::hash, marked_before::words))
        .distinct()
        .load(conn)?)
}

/// Keeps what was marked in a report, to be known again in any report of its organisation for as long as the report is
/// kept. What is too short or too common to be told from other writing is not kept.
pub fn keep(
    tx: &mut Tx<'_>,
    vault: &Vault,
    (owner, report): (&OrganisationId, &str),
    marked: &BTreeSet<String>,
) -> Result<()> {
    let hash = vault.marked_before(owner)?;
    let of_report = marked_before::table.filter(marked_before::report_id.eq(report));
    let mut known: BTreeSet<String> =
        of_report.select(marked_before::hash).load(tx.conn)?.into_iter().collect();
    for text in marked {
        let Some((new, words)) = remember(text, &|text| hash.of(text)) else { continue };
        let new = hex::encode(new);
        if known.contains(&new) {
            continue;
        }
        diesel::insert_into(marked_before::table)
            .values((
                marked_before::organisation_id.eq(owner),
                marked_before::hash.eq(&new),
                marked_before::report_id.eq(report),
                marked_before::words.eq(i32::from(words)),
            ))
            .execute(tx.conn)?;
        known.insert(new);
    }
    Ok(())
}

/// Forgets what was marked in a report that is erased.
pub(super) fn forget(tx: &mut Tx<'_>, report: &str) -> Result<()> {
    let of_report = marked_before::table.filter(marked_before::report_id.eq(report));
    diesel::delete(of_report).execute(tx.conn)?;
    Ok(())
}

/// Everything that would be marked in texts of one organisation: by rules, and because it was marked before.
pub struct Suggesting {
    known: Known,
    hash: KeyedHash,
}

impl Suggesting {
    /// For the texts of this organisation.
    pub fn of(conn: &mut Conn, vault: &Vault, owner: &OrganisationId) -> Result<Self> {
        let kept = kept(conn, owner)?.into_iter().map(|(hash, words)| {
            let mut bytes = [0; 32];
            hex::decode_to_slice(&hash, &mut bytes).map_err(Error::internal)?;
            Ok((bytes, u8::try_from(words).map_err(Error::internal)?))
        });
        let known = Known::new(kept.collect::<Result<Vec<_>>>()?);
        Ok(Self { known, hash: vault.marked_before(owner)? })
    }

    /// For those who may not know what was marked before: the rules alone.
    pub fn nothing(vault: &Vault, owner: &OrganisationId) -> Result<Self> {
        Ok(Self { known: Known::new([]), hash: vault.marked_before(owner)? })
    }

    /// What would be marked in a text, in its order; nothing overlaps.
    pub fn find(&self, text: &str) -> Vec<Suggestion> {
        // Of two that find the same place, the first is named: what was marked before was somebody's decision.
        let mut all = self.known.find(text, &|text| self.hash.of(text));
        all.extend(suggest(text));
        merged(all)
    }
}
