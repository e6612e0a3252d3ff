//! The versions of a contribution: which of them somebody reads, and what becomes of the texts before a new one.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::links::erase_links_of;
use super::lookup::{Found, Lookup, find};
use super::{Contribution, Kind, among, store};
use crate::access::{Audience, ReadableState, Token, Viewer, sql};
use crate::db::schema::{contribution, contribution_version, readable};
use crate::db::{Conn, ContributionId, IsAmong, Tx};
use crate::error::{Error, Result, message};
use crate::flow;
use crate::people;
use crate::vault;

/// How many are asked about in one statement.
const PART: usize = 500;

/// The id of the version that readers are shown, if anything of it is released.
pub fn current<K: Kind>(conn: &mut Conn, row: &Contribution<K>) -> Result<Option<ContributionId>> {
    Ok(released(conn, &row.id)?.pop())
}

/// The released version that came before this one, whoever may read it and if it was withdrawn since.
pub fn version_before<K: Kind>(conn: &mut Conn, row: &Contribution<K>) -> Result<Option<Contribution<K>>> {
    let earlier = contribution::id
        .eq(row.id.clone())
        .and(contribution_version::released_at.is_not_null())
        .and(contribution_version::ordinal.lt(row.ordinal));
    let versions = store::matching::<K>(conn, Box::new(earlier))?;
    Ok(versions.into_iter().max_by_key(|one| one.ordinal))
}

/// To whom something of a contribution is released now, in whatever version.
pub(super) fn addressed(conn: &mut Conn, id: &ContributionId) -> Result<BTreeSet<Token>> {
    let mut addressed = BTreeSet::new();
    for version in released(conn, id)? {
        addressed.extend(sql::audience(conn, version.as_str())?.tokens().iter().cloned());
    }
    Ok(addressed)
}

/// A draft of a correction has ended: nothing of its text is kept.
pub(super) fn close(tx: &mut Tx<'_>, version: &ContributionId) -> Result<()> {
    vault::erase(tx, version.as_str())?;
    store::set_closed(tx, version)
}

/// Whether somebody who reads what went to `earlier`, and whose organisation is an active member, would not read what goes to
/// `audience`.
fn leaves(conn: &mut Conn, audience: &Audience, earlier: &Audience) -> Result<bool> {
    if audience.contains(earlier) {
        return Ok(false);
    }
    let rest = earlier.without(&people::inactive(conn)?);
    Ok(rest.is_some_and(|rest| !audience.contains(&rest)))
}

/// Whether somebody who reads a version would not read the next one, which goes to this audience.
pub(super) fn leaves_readers(conn: &mut Conn, id: &ContributionId, audience: &Audience) -> Result<bool> {
    for earlier in released(conn, id)? {
        let before = sql::audience(conn, earlier.as_str())?;
        if leaves(conn, audience, &before)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes the earlier versions of a contribution its history. One whose readers are not all in the audience of the next
/// version is withdrawn instead. Gives the rank of the next version among them.
pub(super) fn give_way<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    next: &Contribution<K>,
    (audience, reason): (&Audience, &str),
) -> Result<i32> {
    for earlier in released(tx.conn, &next.id)? {
        flow::void_unconfirmed(tx, viewer, earlier.as_str())?;
        let before = sql::audience(tx.conn, earlier.as_str())?;
        if leaves(tx.conn, audience, &before)? {
            // The reason of a correction is never kept beside a draft, so one that a second person decides on leaves nobody
            // behind; unless somebody has come to read the earlier text since, such as a member that was readmitted.
            let left = |_| Error::Conflict(message("conflict-leaves-readers"));
            let reason = flow::reason_of(reason).map_err(left)?;
            sql::retire(tx, earlier.as_str())?;
            set_version_withdrawn::<K>(tx, &earlier, &reason)?;
        } else {
            sql::set_state(tx, earlier.as_str(), ReadableState::History)?;
        }
    }
    Ok(1 - next.ordinal)
}

/// The released versions of a contribution that the viewer could read, the oldest first: those too that were withdrawn.
/// Their numbers are their places here, so that nobody learns of a version by a gap.
pub fn versions<K: Kind>(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<K>,
) -> Result<Vec<Contribution<K>>> {
    let of_it = contribution::id.eq(row.id.clone()).and(contribution_version::released_at.is_not_null());
    let mut versions = store::matching::<K>(conn, Box::new(of_it.and(K::is_known(viewer))))?;
    versions.sort_by_key(|one| one.ordinal);
    Ok(versions)
}

/// The ids of the released versions of each of these contributions that the viewer could read, the oldest first: as many
/// statements however many they are.
pub fn versions_of_each<K: Kind>(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: &[ContributionId],
) -> Result<BTreeMap<ContributionId, Vec<ContributionId>>> {
    let mut versions: BTreeMap<ContributionId, Vec<ContributionId>> = BTreeMap::new();
    for part in ids.chunks(PART) {
        let found: Vec<(ContributionId, ContributionId)> = contribution::table
            .inner_join(contribution_version::table)
            .filter(contribution::id.is_among(part.to_vec()))
            .filter(contribution_version::released_at.is_not_null())
            .filter(K::is_known(viewer))
            .order((contribution_version::contribution_id, contribution_version::ordinal))
            .select((contribution_version::contribution_id, contribution_version::id))
            .load(conn)?;
        for (contribution, version) in found {
            versions.entry(contribution).or_default().push(version);
        }
    }
    Ok(versions)
}

/// One version of a contribution by its number among those that the viewer could read.
pub fn open_version<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, number): (&str, &str),
) -> Result<Lookup<K>> {
    let (mut row, gave_way) = numbered::<K>(tx, viewer, (reference, number))?;
    if let Some(mut tombstone) = row.ended.clone() {
        if gave_way && !viewer.reads_as(&row.organisation_id) {
            // Why it was taken from somebody is for those whom it was taken from.
            tombstone.reason.clear();
            row.ended = Some(tombstone.clone());
        }
        return Ok(Lookup::Tombstone(row, tombstone));
    }
    let audience = row.audience()?.clone();
    Ok(Lookup::Live(row, audience))
}

/// Whether the version in this place, of those that somebody could read, was taken back because the next one goes to others. They
/// could read that one too: to them it took the place of this one, and nobody was left out.
pub fn gave_way<K>(versions: &[Contribution<K>], place: usize) -> bool {
    let (Some(one), Some(next)) = (versions.get(place), versions.get(place.saturating_add(1))) else {
        return false;
    };
    one.ended.as_ref().is_some_and(|ended| next.released_at == Some(ended.at))
}

/// One version by its number, as [`open_version`] finds it.
pub(super) fn version<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    of: (&str, &str),
) -> Result<Contribution<K>> {
    numbered(tx, viewer, of).map(|(row, _)| row)
}

/// The same, and whether it [`gave_way`].
fn numbered<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, number): (&str, &str),
) -> Result<(Contribution<K>, bool)> {
    let Found { row, .. } = find::<K>(tx, viewer, reference)?;
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let place = place.ok_or(Error::NotFound)?;
    let versions = versions(tx.conn, viewer, &row)?;
    let gave_way = gave_way(&versions, place);
    let row = versions.into_iter().nth(place).ok_or(Error::NotFound)?;
    if among::may_read(tx.conn, viewer, &row)? { Ok((row, gave_way)) } else { Err(Error::NotFound) }
}

/// The ids of the versions of a contribution that were released and neither withdrawn nor retired, the oldest first: what is
/// gone gives way to nothing, and nobody corrects it.
pub(super) fn released(conn: &mut Conn, id: &ContributionId) -> Result<Vec<ContributionId>> {
    let stays = readable::table.filter(readable::id.eq(contribution_version::id)).filter(not(sql::is_gone()));
    Ok(contribution_version::table
        .filter(contribution_version::contribution_id.eq(id))
        .filter(exists(stays))
        .order(contribution_version::ordinal)
        .select(contribution_version::id)
        .load(conn)?)
}

/// The ids of the versions of a contribution that were ever released, the oldest first, whatever became of them.
pub fn ever_released(conn: &mut Conn, id: &ContributionId) -> Result<Vec<ContributionId>> {
    Ok(contribution_version::table
        .filter(contribution_version::contribution_id.eq(id))
        .filter(contribution_version::released_at.is_not_null())
        .order(contribution_version::ordinal)
        .select(contribution_version::id)
        .load(conn)?)
}

/// The number of a contribution's newest version among all of them, the cancelled ones too.
pub(super) fn last_ordinal(conn: &mut Conn, id: &ContributionId) -> Result<i32> {
    Ok(contribution_version::table
        .filter(contribution_version::contribution_id.eq(id))
        .order(contribution_version::ordinal.desc())
        .select(contribution_version::ordinal)
        .first(conn)?)
}

/// The ids of the versions of a contribution that wait or were returned: at most one.
pub(super) fn open_drafts(conn: &mut Conn, id: &ContributionId) -> Result<Vec<ContributionId>> {
    Ok(contribution_version::table
        .filter(contribution_version::contribution_id.eq(id))
        .filter(contribution_version::released_at.is_null())
        .filter(contribution_version::closed_at.is_null())
        .select(contribution_version::id)
        .load(conn)?)
}

/// One version was withdrawn: nothing of its text stays here, nor of what it named.
pub(super) fn set_version_withdrawn<K: Kind>(
    tx: &mut Tx<'_>,
    version: &ContributionId,
    reason: &str,
) -> Result<()> {
    diesel::update(contribution_version::table.find(version))
        .set((
            contribution_version::body.eq(""),
            contribution_version::withdrawn_at.eq(tx.now()),
            contribution_version::withdrawn_reason.eq(reason),
        ))
        .execute(tx.conn)?;
    erase_links_of(tx, version)?;
    K::version_withdrawn(tx, version)
}
