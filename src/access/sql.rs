//! The rule as a condition for SQL, and where audiences are kept: every readable thing, of whatever kind, has
//! its row in `readable` under its own id, and its tokens and exceptions beside it.

use std::collections::BTreeSet;

use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Audience, Token, Viewer};
use crate::db::schema::{readable, readable_except, readable_token};
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};

/// The place of a readable thing among those of the same report.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The id of the report (or of whatever else has several renditions); of what rests on another readable thing, that
    /// thing.
    pub family: &'a str,
    /// 0 is the fullest.
    pub rank: i32,
}

/// Enters a readable thing with its audience.
pub fn insert(tx: &mut Tx<'_>, id: &str, place: Place<'_>, audience: &Audience) -> Result<()> {
    diesel::insert_into(readable::table)
        .values((
            readable::id.eq(id),
            readable::family.eq(place.family),
            readable::rank.eq(place.rank),
            readable::live.eq(true),
        ))
        .execute(tx.conn)?;
    for token in audience.tokens() {
        diesel::insert_into(readable_token::table)
            .values((readable_token::readable_id.eq(id), readable_token::token.eq(token.to_string())))
            .execute(tx.conn)?;
    }
    for organisation in audience.except() {
        diesel::insert_into(readable_except::table)
            .values((
                readable_except::readable_id.eq(id),
                readable_except::organisation_id.eq(organisation.as_str()),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Takes a readable thing out of everybody's sight, or (superseded by a correction) out of the lists; and with it
/// all that rests on it.
pub fn retire(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    diesel::update(readable::table.find(id)).set(readable::live.eq(false)).execute(tx.conn)?;
    retire_resting_on(tx, id)
}

/// Takes out of everybody's sight what rests on a readable thing: whatever is of its family, as its translations are.
pub fn retire_resting_on(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    diesel::update(readable::table.filter(readable::family.eq(id)))
        .set(readable::live.eq(false))
        .execute(tx.conn)?;
    Ok(())
}

/// Whether a readable thing is out.
pub fn is_live(conn: &mut Conn, id: &str) -> Result<bool> {
    let live: Option<bool> = readable::table.find(id).select(readable::live).first(conn).optional()?;
    Ok(live.unwrap_or_default())
}

/// Forgets all readable things of a family, and who could read them.
pub fn erase(tx: &mut Tx<'_>, family: &str) -> Result<()> {
    let of_family = || readable::table.filter(readable::family.eq(family)).select(readable::id);
    let ids: Vec<String> = of_family().load(tx.conn)?;
    for id in &ids {
        diesel::delete(readable_token::table.filter(readable_token::readable_id.eq(id))).execute(tx.conn)?;
        diesel::delete(readable_except::table.filter(readable_except::readable_id.eq(id)))
            .execute(tx.conn)?;
        diesel::delete(readable::table.find(id)).execute(tx.conn)?;
    }
    Ok(())
}

/// The families of those of these things that are live.
pub fn families_of_live(conn: &mut Conn, ids: &[String]) -> Result<Vec<String>> {
    Ok(readable::table
        .filter(readable::id.eq_any(ids.to_vec()))
        .filter(readable::live.eq(true))
        .select(readable::family)
        .distinct()
        .load(conn)?)
}

/// So many values at most go into one question to the database.
const PART: usize = 500;

/// Those of these families of which something is out.
pub fn live_families(conn: &mut Conn, families: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    let families: Vec<&String> = families.iter().collect();
    let mut live = BTreeSet::new();
    for part in families.chunks(PART) {
        let found: Vec<String> = readable::table
            .filter(readable::family.eq_any(part.to_vec()))
            .filter(readable::live.eq(true))
            .select(readable::family)
            .distinct()
            .load(conn)?;
        live.extend(found);
    }
    Ok(live)
}

/// Moves a readable thing within its family: 0 is the fullest.
pub fn set_rank(tx: &mut Tx<'_>, id: &str, rank: i32) -> Result<()> {
    diesel::update(readable::table.find(id)).set(readable::rank.eq(rank)).execute(tx.conn)?;
    Ok(())
}

/// The audience of a readable thing.
pub fn audience(conn: &mut Conn, id: &str) -> Result<Audience> {
    let tokens: Vec<String> = readable_token::table
        .filter(readable_token::readable_id.eq(id))
        .select(readable_token::token)
        .load(conn)?;
    let except: Vec<String> = readable_except::table
        .filter(readable_except::readable_id.eq(id))
        .select(readable_except::organisation_id)
        .load(conn)?;
    let tokens = tokens
        .iter()
        .map(|token| token.parse::<Token>())
        .collect::<Result<Vec<_>, _>>()
        .map_err(Error::Internal)?;
    Audience::new(tokens, except.into_iter().map(Into::into))
}

/// The ids of the live things of `family` that this viewer may read, fullest first.
pub fn readable_in(conn: &mut Conn, viewer: &Viewer, family: &str) -> Result<Vec<String>> {
    let holds: Vec<String> = viewer.tokens().iter().map(Token::to_string).collect();
    let organisation = viewer.organisation().map_or("", |id| id.as_str()).to_owned();
    Ok(readable::table
        .filter(readable::family.eq(family))
        .filter(readable::live.eq(true))
        .filter(exists(
            readable_token::table
                .filter(readable_token::readable_id.eq(readable::id))
                .filter(readable_token::token.eq_any(holds)),
        ))
        .filter(diesel::dsl::not(exists(
            readable_except::table
                .filter(readable_except::readable_id.eq(readable::id))
                .filter(readable_except::organisation_id.eq(organisation)),
        )))
        .order(readable::rank)
        .select(readable::id)
        .load(conn)?)
}
