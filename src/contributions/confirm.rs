//! What was released at once as unconfirmed: a second person confirms it in time, or it ends by itself.
//!
//! The end stands in `readable.until`, so the rule itself says no from that moment on, and no worker has to come.

use std::collections::BTreeMap;

use super::lookup::{Found, find_to_decide, release_of};
use super::{Contribution, Kind, store, versions};
use crate::access::{Viewer, permits, sql};
use crate::db::{Conn, ContributionId, Moment, Tx};
use crate::error::{Error, Result, message};
use crate::flow::{self, Decision, Pace, Proposal, Release, ReleaseState};

/// Confirms what is released, also while a correction of it waits. Where it is then, in one word.
pub fn confirm<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
    decision: Decision<'_>,
) -> Result<&'static str> {
    let Found { row, release } = find_to_decide::<K>(tx, viewer, reference)?;
    let (row, release) = corrected_by(tx.conn, tx.arrived(), &row)?.unwrap_or((row, release));
    flow::confirm(tx, viewer, &release, decision)?;
    K::guard(tx, &row)?;
    sql::set_until(tx, row.version.as_str(), K::until(&row))?;
    K::confirmed(tx, &row)?;
    Ok(K::RELEASED)
}

/// The released text that a draft corrects, with its newest release as it is at this moment; none of what is no such draft.
pub(super) fn corrected_by<K: Kind>(
    conn: &mut Conn,
    at: Moment,
    draft: &Contribution<K>,
) -> Result<Option<(Contribution<K>, Release)>> {
    let Some(version) = versions::current(conn, draft)?.filter(|version| *version != draft.version) else {
        return Ok(None);
    };
    let row = store::by_version(conn, version.as_str())?;
    let release = release_of(conn, at, &row)?;
    Ok(Some((row, release)))
}

/// The released text that a waiting correction would replace, while somebody still has to confirm it: for its desk, and for
/// those who decide on it.
pub fn unconfirmed_beneath<K: Kind>(
    conn: &mut Conn,
    viewer: &Viewer,
    draft: &Contribution<K>,
) -> Result<Option<(Contribution<K>, Release)>> {
    let is_theirs = |(row, release): &(Contribution<K>, Release)| {
        release.state == ReleaseState::Unconfirmed
            && (row.on_desk(viewer) || permits(viewer, release.deciding()))
    };
    Ok(corrected_by(conn, viewer.at(), draft)?.filter(is_theirs))
}

/// Those of these texts that are released and that nobody has confirmed yet, each with its end, by their versions: as many
/// statements however many they are.
pub fn unconfirmed<K>(
    conn: &mut Conn,
    at: Moment,
    rows: &[Contribution<K>],
) -> Result<BTreeMap<String, Moment>> {
    let versions: Vec<String> = rows.iter().map(|row| row.version.as_str().to_owned()).collect();
    flow::unconfirmed_among(conn, at, &versions)
}

/// By when a correction has to be confirmed that is released at once: with the text that it takes the place of, so that no text goes
/// on by being corrected. What somebody has agreed to never gives way to what nobody has. Nobody would read a correction of
/// what has ended by now, so this is no deadline that the arrival of the call could meet.
pub(super) fn end_of_corrected(
    tx: &mut Tx<'_>,
    id: &ContributionId,
    proposal: &Proposal,
) -> Result<Option<Moment>> {
    let current = versions::released(tx.conn, id)?.pop().map(|version| version.as_str().to_owned());
    let ends = flow::unconfirmed_among(tx.conn, tx.now(), current.as_slice())?;
    let end = ends.into_values().next();
    if end.is_none() && proposal.pace == Pace::Urgent {
        return Err(Error::invalid("urgent", message("fault-urgent-correction")));
    }
    Ok(end)
}
