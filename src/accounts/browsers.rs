//! Remembered browsers: a cookie, given on request alone, by which somebody who signed in before keeps a place of their
//! own in the queue while strangers guess. It opens nothing: the password is asked for all the same.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;

use crate::accounts::secrets::hash;
use crate::audit::Actor;
use crate::db::schema::remembered_browser;
use crate::db::{Conn, IsAmong, Moment, PersonId, Tx};
use crate::error::Result;
use crate::people::persons;

/// How long a browser is remembered.
pub const REMEMBERED: TimeDelta = TimeDelta::days(180);
/// So many browsers of one account; of more, the one remembered longest ago is forgotten.
const MOST: usize = 10;

/// Remembers the browser in which somebody has just signed in, and gives its secret. `old` is the secret that the browser
/// has already: this takes its place.
pub fn remember(tx: &mut Tx<'_>, of: &PersonId, old: Option<&str>) -> Result<String> {
    // It may be another person's who used this browser before: then their log says so.
    old.map_or(Ok(()), |old| forget_browser(tx, old))?;
    let known: Vec<String> = remembered_browser::table
        .filter(remembered_browser::person_id.eq(of))
        .order((remembered_browser::remembered_at.desc(), remembered_browser::token_hash))
        .select(remembered_browser::token_hash)
        .load(tx.conn)?;
    let too_many = known.into_iter().skip(MOST - 1).collect::<Vec<_>>();
    diesel::delete(remembered_browser::table.filter(remembered_browser::token_hash.is_among(too_many)))
        .execute(tx.conn)?;
    let secret = tx.ambient().secret();
    diesel::insert_into(remembered_browser::table)
        .values((
            remembered_browser::token_hash.eq(hash(&secret)),
            remembered_browser::person_id.eq(of),
            remembered_browser::remembered_at.eq(tx.now()),
            remembered_browser::expires_at.eq(tx.after(REMEMBERED)),
        ))
        .execute(tx.conn)?;
    log(tx, of, "browser.remembered")?;
    Ok(secret)
}

fn log(tx: &mut Tx<'_>, of: &PersonId, act: &'static str) -> Result<()> {
    let home = persons::person(tx.conn, of)?.organisation_id;
    persons::log(tx, &Actor::of(Some(of), Some(&home)), &home, of, act, json!({}))
}

/// The account for which the browser with this secret is remembered.
pub fn remembered_for(conn: &mut Conn, secret: &str, now: Moment) -> Result<Option<PersonId>> {
    Ok(remembered_browser::table
        .find(hash(secret))
        .filter(remembered_browser::expires_at.gt(now))
        .select(remembered_browser::person_id)
        .first(conn)
        .optional()?)
}

/// How many browsers are remembered for this account, beside the one with this secret.
pub fn count_others(conn: &mut Conn, of: &PersonId, but: Option<&str>, now: Moment) -> Result<u64> {
    let found: i64 = remembered_browser::table
        .filter(remembered_browser::person_id.eq(of))
        .filter(remembered_browser::token_hash.ne(but.map(hash).unwrap_or_default()))
        .filter(remembered_browser::expires_at.gt(now))
        .count()
        .get_result(conn)?;
    Ok(found.unsigned_abs())
}

/// Forgets the browser with this secret.
pub fn forget_browser(tx: &mut Tx<'_>, secret: &str) -> Result<()> {
    let kept = hash(secret);
    let found = remembered_browser::table.find(&kept).select(remembered_browser::person_id);
    let of: Option<PersonId> = found.first(tx.conn).optional()?;
    let Some(of) = of else {
        return Ok(());
    };
    diesel::delete(remembered_browser::table.find(&kept)).execute(tx.conn)?;
    log(tx, &of, "browser.forgotten")
}

/// Forgets all browsers of an account, or all but the one with this secret. What asks for it stands in the log.
pub(super) fn forget_all(tx: &mut Tx<'_>, of: &PersonId, but: Option<&str>) -> Result<()> {
    let others = remembered_browser::table
        .filter(remembered_browser::person_id.eq(of))
        .filter(remembered_browser::token_hash.ne(but.map(hash).unwrap_or_default()));
    diesel::delete(others).execute(tx.conn)?;
    Ok(())
}

/// Takes away the browsers that are not remembered any more.
pub(super) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let over = remembered_browser::table.filter(remembered_browser::expires_at.le(tx.now()));
    diesel::delete(over).execute(tx.conn)?;
    Ok(())
}
