//! The delay after failed sign-ins: it grows, is capped, and locks nobody out for good.
//!
//! It is counted for an account as it is asked for from one place: guesses from elsewhere leave nothing with an account
//! that its owner could meet. Where all strangers look alike there is no such place, and nothing is counted: there the
//! queue alone slows guessing down.

use chrono::TimeDelta;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::accounts::queue::Origin;
use crate::db::schema::sign_in_delay;
use crate::db::{Conn, Moment, Tx};
use crate::error::Result;

/// So many failures cost nothing: people mistype.
const FREE: i32 = 3;
/// The longest delay, in seconds.
const MOST: i64 = 30;
/// Failures are forgotten after so long without another.
const MEMORY: TimeDelta = TimeDelta::hours(24);

/// What an attempt counts against, if anything. Kept as a hash, so that the table lists nobody's attempts.
pub(super) fn key(account: &str, origin: &Origin) -> Option<String> {
    let from = match origin {
        Origin::Known(name) => format!("known {name}"),
        Origin::Network(network) => format!("network {network}"),
        Origin::Anywhere => return None,
    };
    Some(hex::encode(Sha256::digest(format!("{account} from {from}").as_bytes())))
}

/// The delay after so many failures, in seconds: 2, 4, 8 … after the free ones.
fn seconds(failures: i32) -> i64 {
    let step = u32::try_from(failures - FREE).unwrap_or(0).min(20);
    if failures <= FREE { 0 } else { (1_i64 << step).min(MOST) }
}

fn known(conn: &mut Conn, key: &str, now: Moment) -> Result<Option<(i32, Moment)>> {
    let found: Option<(i32, Moment)> = sign_in_delay::table
        .find(key)
        .select((sign_in_delay::failures, sign_in_delay::failed_at))
        .first(conn)
        .optional()?;
    Ok(found.filter(|(_, at)| now.since(*at) < MEMORY))
}

/// How many seconds are still to wait.
pub(super) fn waiting(conn: &mut Conn, key: &str, now: Moment) -> Result<Option<u64>> {
    let left = known(conn, key, now)?
        .map_or(0, |(failures, at)| at.plus(TimeDelta::seconds(seconds(failures))).since(now).num_seconds());
    Ok(u64::try_from(left).ok().filter(|seconds| *seconds > 0))
}

/// Counts a failure.
pub(super) fn failed(tx: &mut Tx<'_>, key: &str) -> Result<()> {
    let failures = known(tx.conn, key, tx.now())?.map_or(1, |(failures, _)| failures.saturating_add(1));
    forget(tx, key)?;
    diesel::insert_into(sign_in_delay::table)
        .values((
            sign_in_delay::key.eq(key),
            sign_in_delay::failures.eq(failures),
            sign_in_delay::failed_at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets the failures of an account that was signed in to, from where that was.
pub(super) fn forget(tx: &mut Tx<'_>, key: &str) -> Result<()> {
    diesel::delete(sign_in_delay::table.find(key)).execute(tx.conn)?;
    Ok(())
}

/// Takes away the failures that no longer count.
pub(super) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let over = tx.after(-MEMORY);
    diesel::delete(sign_in_delay::table.filter(sign_in_delay::failed_at.le(over))).execute(tx.conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_grows_and_is_capped() {
        let grown: Vec<i64> = (1..12).map(seconds).collect();
        assert_eq!(grown, [0, 0, 0, 2, 4, 8, 16, 30, 30, 30, 30]);
        assert_eq!(seconds(i32::MAX), 30);
    }
}
