//! How a contribution is found by its reference: by those who may know of it alone.

use std::collections::BTreeMap;

use super::{Contribution, Kind};
use super::{among, known, store};
use crate::access::{Act, Audience, Opened, Permit, Viewer, permits};
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Result};
use crate::flow::{self, Release, ReleaseState};
use crate::redaction::Tombstone;
use crate::vault::{Sealed, Vault};

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

    /// Both, for a kind that shows its texts in a way of its own.
    pub fn into_parts(self) -> (Contribution<K>, Release) {
        (self.row, self.release)
    }
}

/// What somebody finds at the address of a contribution.
pub enum Lookup<K> {
    /// It is released: they read it, or it has ended and is on their desk.
    Live(Contribution<K>, Audience),
    /// It is released, and nobody has confirmed it yet: they read it, or confirm it.
    Unconfirmed(Contribution<K>, Box<Release>),
    /// It waits, or was returned: as its desk and those who decide see it, with its text.
    InReview(Contribution<K>, Box<Release>),
    /// It was released to them, and was withdrawn.
    Tombstone(Contribution<K>, Tombstone),
}

/// The newest release of this version of a contribution as it is at this moment: each has one.
pub(super) fn release_of<K: Kind>(conn: &mut Conn, at: Moment, row: &Contribution<K>) -> Result<Release> {
    let newest = flow::of_subject(conn, at, row.version.as_str())?.into_iter().next();
    newest.ok_or_else(|| Error::stored("release", &row.reference, "it was never proposed"))
}

/// A contribution, if the viewer may know of it: once it is released, its audience as far as they read what it rests on;
/// until then, those who decide on it; and its own desk. The rule is asked in the statement that finds it. Row and release
/// are those of the moment at which the viewer asks.
pub fn find<K: Kind>(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Found<K>> {
    let found = known::known::<K>(tx.conn, viewer, reference)?.ok_or(Error::NotFound)?;
    let row = store::one(tx.conn, found)?;
    let release = release_of(tx.conn, viewer.at(), &row)?;
    if row.released_at.is_some() && !among::may_read(tx.conn, viewer, &row)? {
        return Err(Error::NotFound);
    }
    Ok(Found { row, release })
}

/// [`find`] for a decision. Deadlines are judged by the arrival of a call: whoever came before the end is in time, however
/// long their call then waited.
pub(super) fn find_to_decide<K: Kind>(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Found<K>> {
    let on_arrival = viewer.clone().asking_at(tx.arrived());
    find(tx, &on_arrival, reference)
}

/// What somebody finds who may know of it. A sealed text is opened for its desk and for those who decide, and that is
/// written to the log.
pub fn open<K: Kind>(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Lookup<K>> {
    let Found { mut row, release } = find::<K>(tx, viewer, reference)?;
    if let Some(tombstone) = row.ended.clone() {
        return Ok(Lookup::Tombstone(row, tombstone));
    }
    if row.released_at.is_some() {
        return Ok(if matches!(release.state, ReleaseState::Unconfirmed | ReleaseState::Lapsed) {
            Lookup::Unconfirmed(row, Box::new(release))
        } else {
            let audience = row.audience()?.clone();
            Lookup::Live(row, audience)
        });
    }
    // Of a proposal that ended with what it rested on nothing is kept.
    let gone = release.state == ReleaseState::Cancelled && !Vault::holds(tx.conn, row.sealed())?;
    if !gone && K::may_open(tx.conn, viewer, &[(&row, &release)])?.contains(&true) {
        row.body = sealed_text(tx, vault, viewer, &row, &release)?;
    }
    Ok(Lookup::InReview(row, Box::new(release)))
}

/// What the second person wrote who returned what was released unconfirmed: for the desk of its organisation. Empty if nobody
/// did.
pub fn remark<K: Kind>(conn: &mut Conn, viewer: &Viewer, row: &Contribution<K>) -> Result<String> {
    if !row.on_desk(viewer) {
        return Ok(String::new());
    }
    let release = release_of(conn, viewer.at(), row)?;
    Ok(if release.state == ReleaseState::Returned { release.comment } else { String::new() })
}

/// The sealed text, for those who decide on it and for the desk of its organisation; written to the log.
pub fn sealed_text<K: Kind>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    row: &Contribution<K>,
    release: &Release,
) -> Result<String> {
    let opened = row.opened();
    let owner = &release.organisation;
    let decides = release.deciding();
    let act = if permits(viewer, decides) { decides } else { Act::SeeDesk { owner } };
    let permit = Permit::ask(tx, viewer, act, owner, &[opened], opened.kind.as_str())?;
    let text = vault.open(tx.conn, &permit, row.sealed())?;
    String::from_utf8(text.reveal(&permit).to_vec()).map_err(Error::internal)
}

/// Texts that wait for releases, in their order: a permit for all that the same act opens, and as many statements however
/// many they are.
fn open_all_sealed(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    all: &[(Opened<'_>, Sealed<'_>, &Release)],
) -> Result<Vec<String>> {
    let mut alike: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, (_, sealed, release)) in all.iter().enumerate() {
        let key = (&release.organisation, &release.approvers, &release.proposed_by, sealed.kind);
        alike.entry(key).or_default().push(place);
    }
    let mut texts = BTreeMap::new();
    for ((owner, .., kind), places) in alike {
        let group: Vec<_> = places.iter().filter_map(|place| all.get(*place)).collect();
        let Some((first, _, release)) = group.first() else { continue };
        let decides = release.deciding();
        let act = if permits(viewer, decides) { decides } else { Act::SeeDesk { owner } };
        let opened: Vec<Opened<'_>> = group.iter().map(|(opened, ..)| *opened).collect();
        let permit = Permit::ask(tx, viewer, act, owner, &opened, first.kind.as_str())?;
        let sealed = group.iter().map(|(_, sealed, _)| (sealed.subject.to_owned(), sealed.revision));
        let bytes = vault.open_all(tx.conn, &permit, kind, &sealed.collect::<Vec<_>>())?;
        for (place, bytes) in places.into_iter().zip(bytes) {
            let text = String::from_utf8(bytes.reveal(&permit).to_vec()).map_err(Error::internal)?;
            texts.insert(place, text);
        }
    }
    Ok(texts.into_values().collect())
}

/// A contribution that waits, as a queue shows it.
pub struct WaitingText {
    /// Its reference.
    pub reference: String,
    /// The internal id of the report that it is about, if it is about one.
    pub about: Option<String>,
    /// How its text begins.
    pub title: String,
    /// The language of the text, where that is known.
    pub language: String,
}

/// What stands for contributions in a queue of releases, in its order: a fixed number of statements, however many they are.
pub fn queue_items<K: Kind>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    releases: &[Release],
) -> Result<Vec<WaitingText>> {
    let ids: Vec<String> = releases.iter().map(|release| release.subject.clone()).collect();
    let rows = store::by_versions::<K>(tx.conn, &ids)?;
    let row_of = |release: &Release| {
        let row = rows.iter().find(|row| row.version.as_str() == release.subject);
        row.ok_or_else(|| Error::stored("release", &release.reference, "its text is missing"))
    };
    let items = releases.iter().map(|release| Ok((row_of(release)?, release))).collect::<Result<Vec<_>>>()?;
    // What is released and waits to be confirmed is sealed no more.
    let is_sealed = |(row, _): &(&Contribution<K>, &Release)| row.released_at.is_none();
    let opens = K::may_open(tx.conn, viewer, &items)?.into_iter().zip(&items);
    let opens: Vec<bool> = opens.map(|(opens, item)| opens && is_sealed(item)).collect();
    let open = items.iter().zip(&opens).filter(|(_, opens)| **opens);
    let open = open.map(|((row, release), _)| (row.opened(), row.sealed(), *release));
    let mut texts = open_all_sealed(tx, vault, viewer, &open.collect::<Vec<_>>())?.into_iter();
    let item = |((row, _), opens): (&(&Contribution<K>, &Release), &bool)| {
        let text = if *opens { texts.next() } else { Some(row.body.clone()).filter(|text| !text.is_empty()) };
        Ok(WaitingText {
            title: text.map_or_else(|| Ok(row.reference.clone()), |text| K::title(&text))?,
            reference: row.reference.clone(),
            about: K::about(row).map(str::to_owned),
            language: row.details.language().unwrap_or_default().to_owned(),
        })
    };
    items.iter().zip(&opens).map(item).collect()
}
