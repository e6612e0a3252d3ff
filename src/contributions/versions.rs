//! The versions of a contribution: how its organisation corrects what was released, and what becomes of the texts before.
//!
//! A correction is a draft like the first version, one at a time. When it is released it takes the place of the version
//! before: those who read that find the correction at the same address, and the earlier text in its history. Who read the
//! earlier text and is not in the audience of the correction would be left with words that their author no longer says; for
//! them it is withdrawn in the same moment, with the reason that the author gave.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::lookup::{Found, Lookup, find};
use super::verbs::{Leaving, log};
use super::{Contribution, Kind, store};
use crate::access::{Act, Audience, ReadableState, Viewer, allows, sql};
use crate::db::schema::{contribution, contribution_version};
use crate::db::{Conn, ContributionId, Tx};
use crate::error::{Error, Result, said};
use crate::flow::{self, Proposal, Release, ReleaseState, TextKind};
use crate::vault::{self, Vault};

/// What somebody proposes in place of a text that is released.
pub struct Correction {
    /// The revision of what it rests on that they read.
    pub revision: i32,
    /// The text.
    pub body: String,
    /// The internal ids of the things that it names.
    pub links: Vec<(TextKind, String)>,
    /// Why those no longer read the text who are not in the new audience; empty where there are none.
    pub reason: String,
    /// What the log says that somebody did.
    pub word: &'static str,
    /// What the log says of it.
    pub logged: Value,
}

/// A contribution of the viewer's own organisation: nobody else corrects it.
pub fn own<K: Kind>(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Found<K>> {
    let found = find::<K>(tx, viewer, reference)?;
    if viewer.is_of(&found.row.organisation_id) {
        Ok(found)
    } else {
        Err(Error::Denied(said("denied-correct-other")))
    }
}

/// The id of the version that readers are shown, if anything of it is released.
pub fn current<K: Kind>(conn: &mut Conn, row: &Contribution<K>) -> Result<Option<ContributionId>> {
    Ok(released(conn, &row.id)?.pop())
}

/// Seals the next version of a contribution that [`own`] gave, and proposes it. What needs no second person is released at
/// once.
pub fn revise<K: Kind>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    found: Found<K>,
    correction: Correction,
    (act, proposal): (Act<'_>, Proposal),
) -> Result<(Contribution<K>, Release)> {
    allows(viewer, act)?;
    make_way(tx, viewer, &found)?;
    let row = found.row;
    let author = viewer.person().ok_or(Error::SignIn)?.clone();
    let home = row.organisation_id.clone();
    flow::check_proposal(tx.conn, K::KIND, &home, &proposal)?;
    let lost = is_lost(tx.conn, &row.id, &proposal.audience)?;
    let reason = if lost { flow::reason_of(&correction.reason)? } else { String::new() };
    let next = Contribution {
        version: tx.id(),
        ordinal: last_ordinal(tx.conn, &row.id)? + 1,
        revision: correction.revision,
        body: String::new(),
        created_by: author.clone(),
        created_at: tx.now(),
        released_at: None,
        ended: None,
        ..row
    };
    store::insert_version(tx, &next, &correction.links)?;
    let commitment = vault.seal(tx, &home, next.sealed(), Some(&author), correction.body.as_bytes())?;
    log(tx, viewer, (&home, next.opened()), correction.word, correction.logged)?;
    let leaving = Leaving { row: &next, vault, commitment, typed: Some((correction.body, reason)) };
    let release = flow::propose(tx, viewer, &leaving, act, proposal)?;
    Ok((store::by_version(tx.conn, next.version.as_str())?, release))
}

/// There is one draft at a time, and nothing to correct before something is released: one that was returned gives way to
/// the next, one that waits does not.
fn make_way<K: Kind>(tx: &mut Tx<'_>, viewer: &Viewer, found: &Found<K>) -> Result<()> {
    let Found { row, release } = found;
    if row.ended.is_some() || released(tx.conn, &row.id)?.is_empty() {
        return Err(Error::Conflict(said("conflict-nothing-out")));
    }
    for open in open_drafts(tx.conn, &row.id)? {
        if open == row.version && release.state == ReleaseState::Returned {
            flow::cancel(tx, viewer, release)?;
            close(tx, &open)?;
        } else {
            return Err(Error::Conflict(said("conflict-proposed-already")));
        }
    }
    Ok(())
}

/// A draft of a correction has ended: nothing of its text is kept.
pub(super) fn close(tx: &mut Tx<'_>, version: &ContributionId) -> Result<()> {
    vault::erase(tx, version.as_str())?;
    store::set_closed(tx, version)
}

/// Whether somebody who reads a version would not read the next one.
fn is_lost(conn: &mut Conn, id: &ContributionId, audience: &Audience) -> Result<bool> {
    for earlier in released(conn, id)? {
        if !audience.contains(&sql::audience(conn, earlier.as_str())?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The versions before a contribution's next one become its history; for those who would be left behind with one it is
/// withdrawn. The place of the next among them.
pub(super) fn give_way<K: Kind>(
    tx: &mut Tx<'_>,
    next: &Contribution<K>,
    audience: &Audience,
    reason: &str,
) -> Result<i32> {
    for earlier in released(tx.conn, &next.id)? {
        if audience.contains(&sql::audience(tx.conn, earlier.as_str())?) {
            sql::set_state(tx, earlier.as_str(), ReadableState::History)?;
        } else {
            // A second person decides today on what goes to the public alone, and nobody is lost by that: the reason is
            // never kept beside a draft.
            let reason = flow::reason_of(reason)?;
            sql::retire(tx, earlier.as_str())?;
            set_withdrawn(tx, &earlier, &reason)?;
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

/// One version of a contribution by its number among those that the viewer could read.
pub fn open_version<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, number): (&str, &str),
) -> Result<Lookup<K>> {
    let row = version::<K>(tx, viewer, (reference, number))?;
    if let Some(tombstone) = row.ended.clone() {
        return Ok(Lookup::Tombstone(row, tombstone));
    }
    let audience = sql::audience(tx.conn, row.version.as_str())?;
    Ok(Lookup::Live(row, audience))
}

fn version<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, number): (&str, &str),
) -> Result<Contribution<K>> {
    let Found { row, .. } = find::<K>(tx, viewer, reference)?;
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let place = place.ok_or(Error::NotFound)?;
    let row = versions(tx.conn, viewer, &row)?.into_iter().nth(place).ok_or(Error::NotFound)?;
    if K::may_read(tx.conn, viewer, &row)? { Ok(row) } else { Err(Error::NotFound) }
}

/// Withdraws one earlier version alone, with a reason for those who could read it. The newest one speaks for the whole:
/// without it the whole is withdrawn. Where it is then, in one word.
pub fn withdraw_version<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, number): (&str, &str),
    reason: &str,
) -> Result<&'static str> {
    let row = version::<K>(tx, viewer, (reference, number))?;
    allows(viewer, Act::WithdrawRelease { owner: &row.organisation_id })?;
    if !row.is_live() {
        return Err(Error::Conflict(said("conflict-nothing-out")));
    }
    if sql::is_live(tx.conn, row.version.as_str())? {
        return Err(Error::Conflict(said("conflict-newest-version")));
    }
    let reason = flow::reason_of(reason)?;
    sql::retire(tx, row.version.as_str())?;
    set_withdrawn(tx, &row.version, &reason)?;
    log(tx, viewer, (&row.organisation_id, row.opened()), K::WITHDRAWN, json!({ "version": number }))?;
    Ok("withdrawn")
}

/// The ids of the versions of a contribution that were released and not withdrawn, the oldest first.
fn released(conn: &mut Conn, id: &ContributionId) -> Result<Vec<ContributionId>> {
    Ok(contribution_version::table
        .filter(contribution_version::contribution_id.eq(id))
        .filter(contribution_version::released_at.is_not_null())
        .filter(contribution_version::withdrawn_at.is_null())
        .order(contribution_version::ordinal)
        .select(contribution_version::id)
        .load(conn)?)
}

fn last_ordinal(conn: &mut Conn, id: &ContributionId) -> Result<i32> {
    Ok(contribution_version::table
        .filter(contribution_version::contribution_id.eq(id))
        .order(contribution_version::ordinal.desc())
        .select(contribution_version::ordinal)
        .first(conn)?)
}

/// The id of the version of a contribution that waits or was returned, if there is one.
pub(super) fn open_drafts(conn: &mut Conn, id: &ContributionId) -> Result<Vec<ContributionId>> {
    Ok(contribution_version::table
        .filter(contribution_version::contribution_id.eq(id))
        .filter(contribution_version::released_at.is_null())
        .filter(contribution_version::closed_at.is_null())
        .select(contribution_version::id)
        .load(conn)?)
}

/// One version was withdrawn: nothing of its text stays here.
fn set_withdrawn(tx: &mut Tx<'_>, version: &ContributionId, reason: &str) -> Result<()> {
    diesel::update(contribution_version::table.find(version))
        .set((
            contribution_version::body.eq(""),
            contribution_version::withdrawn_at.eq(tx.now()),
            contribution_version::withdrawn_reason.eq(reason),
        ))
        .execute(tx.conn)?;
    Ok(())
}
