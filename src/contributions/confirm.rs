//! What was released at once as unconfirmed: a second person confirms it in time, or it ends by itself.
//!
//! The end stands in `readable.until`, so the rule itself says no from that moment on, and no worker has to come.

use std::collections::BTreeMap;

use super::lookup::{Found, find};
use super::{Contribution, Kind, store, versions};
use crate::access::{Viewer, sql};
use crate::db::{Conn, ContributionId, Moment, Tx};
use crate::error::{Error, Result, message};
use crate::flow::{self, Decision, Pace, Proposal};

/// Confirms what is released, also while a correction of it waits. Whoever came before the end is in time, however long
/// their call then waited. Where it is then, in one word.
pub fn confirm<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
    decision: Decision<'_>,
) -> Result<&'static str> {
    let Found { row, release } = find::<K>(tx, viewer, reference)?;
    let row = match versions::current(tx.conn, &row)? {
        Some(version) if version != row.version => store::by_version(tx.conn, version.as_str())?,
        _ => row,
    };
    let newest = flow::of_subject(tx.conn, tx.arrived(), row.version.as_str())?.into_iter().next();
    let release = newest.unwrap_or(release);
    flow::confirm(tx, viewer, &release, decision)?;
    K::guard(tx, &row)?;
    sql::set_until(tx, row.version.as_str(), K::until(&row))?;
    K::confirmed(tx, &row)?;
    Ok("live")
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

/// By when a correction has to be confirmed that is urgent: with the text that it takes the place of, so that no text goes
/// on by being corrected. What somebody has agreed to never gives way to what nobody has.
pub(super) fn end_of_corrected(
    tx: &mut Tx<'_>,
    id: &ContributionId,
    proposal: &Proposal,
) -> Result<Option<Moment>> {
    if proposal.pace == Pace::Usual {
        return Ok(None);
    }
    let current = versions::released(tx.conn, id)?.pop().map(|version| version.as_str().to_owned());
    let ends = flow::unconfirmed_among(tx.conn, tx.now(), current.as_slice())?;
    let refused = || Error::invalid("urgent", message("fault-urgent-correction"));
    ends.into_values().next().map(Some).ok_or_else(refused)
}
