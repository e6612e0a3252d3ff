//! How a contribution is found by its reference: by those who may know of it alone.

use super::store;
use super::{Contribution, Kind};
use crate::access::{Act, Audience, Opened, Permit, Viewer, permits};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::flow::{self, Release};
use crate::redaction::Tombstone;
use crate::vault::{Sealed, Vault};

/// So many characters of a text stand for it in a queue.
const BEGINNING: usize = 80;

/// A contribution of which the viewer may know: [`find`] alone makes one.
pub struct Found<K> {
    pub(super) row: Contribution<K>,
    pub(super) release: Release,
}

impl<K> Found<K> {
    /// The contribution; its text is empty while it is sealed.
    pub fn row(&self) -> &Contribution<K> {
        &self.row
    }
}

/// What somebody finds at the address of a contribution.
pub enum Lookup<K> {
    /// It is released, and they read it.
    Live(Contribution<K>, Audience),
    /// It waits, or was returned: as its desk and those who decide see it, with its text.
    InReview(Contribution<K>, Box<Release>),
    /// It was released to them, and was withdrawn.
    Tombstone(Contribution<K>, Tombstone),
}

/// The newest release of a contribution: each has one.
fn with_release<K: Kind>(tx: &mut Tx<'_>, row: Contribution<K>) -> Result<(Contribution<K>, Release)> {
    let newest = flow::of_subject(tx.conn, tx.now(), row.version.as_str())?.into_iter().next();
    let missing = || Error::stored("release", &row.reference, "it was never proposed");
    let release = newest.ok_or_else(missing)?;
    Ok((row, release))
}

/// A contribution, if the viewer may know of it: once it is released, its audience as far as they read what it rests on;
/// until then, those who decide on it; and its own desk. The rule is asked in the statement that finds it.
pub fn find<K: Kind>(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Found<K>> {
    let row = store::known::<K>(tx.conn, viewer, reference)?;
    let (row, release) = with_release(tx, row)?;
    if row.released_at.is_some() && !K::may_read(tx.conn, viewer, &row)? {
        return Err(Error::NotFound);
    }
    Ok(Found { row, release })
}

/// What somebody finds who may know of it. A sealed text is opened for its desk and for those who decide, and that is
/// written to the log.
pub fn open<K: Kind>(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Lookup<K>> {
    let Found { mut row, release } = find::<K>(tx, viewer, reference)?;
    if let Some(tombstone) = row.ended.clone() {
        return Ok(Lookup::Tombstone(row, tombstone));
    }
    if row.released_at.is_some() {
        return Ok(Lookup::Live(row, release.audience));
    }
    if !is_blind(viewer, &row, &release) {
        row.body = sealed_text(tx, vault, viewer, &row, &release)?;
    }
    Ok(Lookup::InReview(row, Box::new(release)))
}

/// The sealed text.
pub(super) fn sealed_text<K: Kind>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    row: &Contribution<K>,
    release: &Release,
) -> Result<String> {
    open_sealed(tx, vault, viewer, (row.opened(), row.sealed()), release)
}

/// A text that waits for a release, for those who decide on it and for the desk of its organisation; written to the log.
pub fn open_sealed(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (opened, sealed): (Opened<'_>, Sealed<'_>),
    release: &Release,
) -> Result<String> {
    let owner = &release.organisation;
    let decides = release.deciding();
    let act = if permits(viewer, decides) { decides } else { Act::SeeDesk { owner } };
    let permit = Permit::ask(tx, viewer, act, owner, &[opened], opened.kind)?;
    let text = vault.open(tx.conn, &permit, sealed)?;
    String::from_utf8(text.reveal(&permit).to_vec()).map_err(Error::internal)
}

/// Whether somebody who may know of a sealed text may not open it: who proposes without a desk knows what they wrote.
fn is_blind<K: Kind>(viewer: &Viewer, row: &Contribution<K>, release: &Release) -> bool {
    !permits(viewer, Act::SeeDesk { owner: &row.organisation_id }) && !permits(viewer, release.deciding())
}

/// A contribution that waits, as a queue shows it.
pub struct QueueItem {
    /// Its reference.
    pub reference: String,
    /// What it rests on.
    pub rests_on: String,
    /// How its text begins.
    pub title: String,
}

/// What stands for a contribution in a queue of releases: how its text begins.
pub fn queue_item<K: Kind>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    release: &Release,
) -> Result<QueueItem> {
    let row = store::by_version::<K>(tx.conn, &release.subject)?;
    let title = if is_blind(viewer, &row, release) {
        row.reference.clone()
    } else {
        sealed_text(tx, vault, viewer, &row, release)?.chars().take(BEGINNING).collect()
    };
    Ok(QueueItem { reference: row.reference, rests_on: row.rests_on, title })
}
