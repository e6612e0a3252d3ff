//! The audiences of many readable things at once.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{Audience, Token};
use crate::db::schema::{readable_except, readable_token};
use crate::db::{Conn, OrganisationId};
use crate::error::{Error, Result};

/// The audiences of readable things by their ids, in two statements however many they are. One that does not parse is the
/// fault of its own thing, not of the others.
pub fn audiences(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Result<Audience>>> {
    let tokens: Vec<(String, String)> = readable_token::table
        .filter(readable_token::readable_id.eq_any(ids))
        .select((readable_token::readable_id, readable_token::token))
        .load(conn)?;
    let except: Vec<(String, String)> = readable_except::table
        .filter(readable_except::readable_id.eq_any(ids))
        .select((readable_except::readable_id, readable_except::organisation_id))
        .load(conn)?;
    let mut parts: BTreeMap<String, (Vec<String>, Vec<OrganisationId>)> =
        ids.iter().map(|id| (id.clone(), Default::default())).collect();
    for (id, token) in tokens {
        parts.entry(id).or_default().0.push(token);
    }
    for (id, organisation) in except {
        parts.entry(id).or_default().1.push(organisation.into());
    }
    let parse = |(id, (tokens, except)): (String, (Vec<String>, Vec<OrganisationId>))| {
        let audience = audience_of(&id, &tokens, except);
        (id, audience)
    };
    Ok(parts.into_iter().map(parse).collect())
}

fn audience_of(id: &str, tokens: &[String], except: Vec<OrganisationId>) -> Result<Audience> {
    let tokens: Vec<Token> = tokens
        .iter()
        .map(|token| token.parse())
        .collect::<Result<_, String>>()
        .map_err(|fault| Error::stored("audience", id, fault))?;
    Audience::new(tokens, except).map_err(|fault| Error::stored("audience", id, fault))
}
