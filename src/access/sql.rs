//! The rule as a condition for SQL, and where audiences are kept: every readable thing, of whatever kind, has
//! its row in `readable` under its own id, and its tokens and exceptions beside it.
//!
//! A look-up by reference has the rule among its conditions ([`is_readable`], [`in_audience`]), so that one statement
//! finds the thing and asks whether this viewer may know of it. What is hidden and what does not exist are then the same to
//! the program, not only to the viewer.

use std::collections::BTreeSet;

use diesel::dsl::{And, Eq, auto_type, exists, not};
use diesel::prelude::*;

use super::{Act, Audience, Token, Viewer, permits};
use crate::db::schema::{readable, readable_except, readable_token};
use crate::db::{Conn, OrganisationId, Tx};
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
        .map_err(|fault| Error::stored("audience", id, fault))?;
    // Whoever asks has typed nothing that could be wrong.
    Audience::new(tokens, except.into_iter().map(Into::into))
        .map_err(|fault| Error::stored("audience", id, fault))
}

/// The rule as a condition on a row of `readable`: this viewer may read it.
pub fn is_readable(viewer: &Viewer) -> IsReadable {
    readable::live.eq(true).and(in_audience(viewer))
}

/// The part of the rule that outlives the text, as a condition on a row of `readable`: this viewer holds a token of its
/// audience and belongs to none of its exceptions.
pub fn in_audience(viewer: &Viewer) -> audience_with {
    audience_with(holds(viewer), home(viewer))
}

/// [`is_readable`] as a type.
pub type IsReadable = And<Eq<readable::live, bool>, audience_with>;

#[auto_type]
fn audience_with(holds: Vec<String>, organisation: String) -> _ {
    exists(
        readable_token::table
            .filter(readable_token::readable_id.eq(readable::id))
            .filter(readable_token::token.eq_any(holds)),
    )
    .and(not(exists(
        readable_except::table
            .filter(readable_except::readable_id.eq(readable::id))
            .filter(readable_except::organisation_id.eq(organisation)),
    )))
}

fn holds(viewer: &Viewer) -> Vec<String> {
    viewer.tokens().iter().map(Token::to_string).collect()
}

/// The viewer's organisation as a value of a condition; nothing has the empty id.
pub fn home(viewer: &Viewer) -> String {
    viewer.organisation().map(|id| id.as_str().to_owned()).unwrap_or_default()
}

/// The viewer's organisation as a value of a condition, where they read what it reads.
pub fn reading_home(viewer: &Viewer) -> String {
    viewer.organisation().filter(|home| viewer.reads_as(home)).map_or_else(String::new, |_| home(viewer))
}

/// The viewer's organisation as a value of a condition, where they may do one of these acts with what is its own.
pub fn home_for(viewer: &Viewer, acts: &[fn(&OrganisationId) -> Act<'_>]) -> String {
    let may = |home: &OrganisationId| acts.iter().any(|act| permits(viewer, act(home)));
    viewer.organisation().filter(|home| may(home)).map_or_else(String::new, |_| home(viewer))
}

/// The viewer as a value of a condition; nobody has the empty id.
pub fn person(viewer: &Viewer) -> String {
    viewer.person().map(|id| id.as_str().to_owned()).unwrap_or_default()
}

/// The ids of the live things of `family` that this viewer may read, fullest first.
pub fn readable_in(conn: &mut Conn, viewer: &Viewer, family: &str) -> Result<Vec<String>> {
    Ok(readable::table
        .filter(readable::family.eq(family))
        .filter(is_readable(viewer))
        .order(readable::rank)
        .select(readable::id)
        .load(conn)?)
}
