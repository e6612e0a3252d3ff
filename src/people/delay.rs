//! The delay after failed sign-ins: it grows, is capped, and locks nobody out for good.
//!
//! By account it is capped at half a minute, because anybody can cause it; by address at a quarter of an hour,
//! and addresses count only where they tell one visitor from another.

use std::net::IpAddr;

use chrono::TimeDelta;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::db::schema::sign_in_delay;
use crate::db::{Conn, Moment, Tx};
use crate::error::Result;

/// So many failures cost nothing: people mistype.
const FREE: i32 = 3;
/// Failures are forgotten after so long without another.
const MEMORY: TimeDelta = TimeDelta::hours(24);

/// What is counted, and how long its delay can grow, in seconds.
pub(super) struct Counted {
    key: String,
    most: i64,
}

/// What an attempt counts against. Kept as hashes: the table is no list of who tries to sign in.
pub(super) fn keys(email: &str, address: Option<IpAddr>) -> Vec<Counted> {
    let hash = |text: String| hex::encode(Sha256::digest(text.as_bytes()));
    let mut keys = vec![Counted { key: hash(format!("account {email}")), most: 30 }];
    if let Some(address) = address {
        keys.push(Counted { key: hash(format!("address {}", network(address))), most: 900 });
    }
    keys
}

/// One household or office has one IPv4 address, and of IPv6 a whole /64.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

/// The delay after so many failures, in seconds: 2, 4, 8 … after the free ones.
fn seconds(failures: i32, most: i64) -> i64 {
    let step = u32::try_from(failures - FREE).unwrap_or(0).min(20);
    if failures <= FREE { 0 } else { (1_i64 << step).min(most) }
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
pub(super) fn waiting(conn: &mut Conn, keys: &[Counted], now: Moment) -> Result<Option<u64>> {
    let mut longest = 0;
    for counted in keys {
        if let Some((failures, at)) = known(conn, &counted.key, now)? {
            let over = at.plus(TimeDelta::seconds(seconds(failures, counted.most)));
            longest = longest.max(over.since(now).num_seconds());
        }
    }
    Ok(u64::try_from(longest).ok().filter(|seconds| *seconds > 0))
}

/// Counts a failure.
pub(super) fn failed(tx: &mut Tx<'_>, keys: &[Counted]) -> Result<()> {
    for counted in keys {
        let failures =
            known(tx.conn, &counted.key, tx.now())?.map_or(1, |(failures, _)| failures.saturating_add(1));
        diesel::delete(sign_in_delay::table.find(&counted.key)).execute(tx.conn)?;
        diesel::insert_into(sign_in_delay::table)
            .values((
                sign_in_delay::key.eq(&counted.key),
                sign_in_delay::failures.eq(failures),
                sign_in_delay::failed_at.eq(tx.now()),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Forgets the failures of an account that was signed in to; those of the address stay, for it may have tried
/// other accounts.
pub(super) fn forget(tx: &mut Tx<'_>, keys: &[Counted]) -> Result<()> {
    if let Some(account) = keys.first() {
        diesel::delete(sign_in_delay::table.find(&account.key)).execute(tx.conn)?;
    }
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
        let grown: Vec<i64> = (1..12).map(|failures| seconds(failures, 30)).collect();
        assert_eq!(grown, [0, 0, 0, 2, 4, 8, 16, 30, 30, 30, 30]);
        assert_eq!(seconds(i32::MAX, 900), 900);
    }
}
