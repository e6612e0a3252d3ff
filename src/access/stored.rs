//! Many readable things at once, as the rule sees them.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{Audience, Readable, ReadableState, Token};
use crate::db::schema::{readable, readable_except, readable_token};
use crate::db::{Conn, Moment, OrganisationId};
use crate::error::{Error, Result};

/// So many values at most go into one question to the database.
const PART: usize = 500;

/// Readable things by their ids, in as many statements however many they are; none of what nobody ever could read. One whose
/// audience does not parse is the fault of that thing alone.
pub fn readables(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Result<Readable>>> {
    let mut found = BTreeMap::new();
    for part in ids.chunks(PART) {
        load(conn, part, &mut found)?;
    }
    Ok(found)
}

fn load(conn: &mut Conn, ids: &[String], found: &mut BTreeMap<String, Result<Readable>>) -> Result<()> {
    let rows: Vec<(String, ReadableState, Option<Moment>, Option<String>)> = readable::table
        .filter(readable::id.eq_any(ids.to_vec()))
        .select((readable::id, readable::state, readable::until, readable::rests_on))
        .load(conn)?;
    if rows.is_empty() {
        return Ok(());
    }
    let tokens: Vec<(String, String)> = readable_token::table
        .filter(readable_token::readable_id.eq_any(ids.to_vec()))
        .select((readable_token::readable_id, readable_token::token))
        .load(conn)?;
    let except: Vec<(String, OrganisationId)> = readable_except::table
        .filter(readable_except::readable_id.eq_any(ids.to_vec()))
        .select((readable_except::readable_id, readable_except::organisation_id))
        .load(conn)?;
    let mut parts: BTreeMap<String, (Vec<String>, Vec<OrganisationId>)> = BTreeMap::new();
    for (id, token) in tokens {
        parts.entry(id).or_default().0.push(token);
    }
    for (id, organisation) in except {
        parts.entry(id).or_default().1.push(organisation);
    }
    for (id, state, until, rests_on) in rows {
        let (tokens, except) = parts.remove(&id).unwrap_or_default();
        let audience = audience_of(&id, &tokens, except);
        found.insert(id, audience.map(|audience| Readable { audience, state, until, rests_on }));
    }
    Ok(())
}

/// Whoever asks has typed nothing that could be wrong.
fn audience_of(id: &str, tokens: &[String], except: Vec<OrganisationId>) -> Result<Audience> {
    let tokens: Vec<Token> = tokens
        .iter()
        .map(|token| token.parse())
        .collect::<Result<_, String>>()
        .map_err(|fault| Error::stored("audience", id, fault))?;
    Audience::new(tokens, except).map_err(|fault| Error::stored("audience", id, fault))
}
