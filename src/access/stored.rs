//! Audiences as rows, and many readable things at once, as the rule sees them.
//!
//! An audience is stored once: made when something is proposed or imported, and never changed. The release and what comes of
//! it refer to it, and it goes with the last of them, so that nothing is left that names an organisation.

use std::collections::BTreeMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{Audience, Readable, ReadableState, StoredAudience, Token};
use crate::db::schema::{audience, audience_except, audience_token, readable, release};
use crate::db::{AudienceId, Conn, IsAmong, Moment, OrganisationId, Tx};
use crate::error::{Error, Result};

/// So many values at most go into one question to the database.
const PART: usize = 500;

/// Stores an audience, which nobody changes from then on.
pub(crate) fn store_audience(tx: &mut Tx<'_>, new: &Audience) -> Result<StoredAudience> {
    let id: AudienceId = tx.id();
    diesel::insert_into(audience::table).values(audience::id.eq(&id)).execute(tx.conn)?;
    for token in new.tokens() {
        diesel::insert_into(audience_token::table)
            .values((audience_token::audience_id.eq(&id), audience_token::token.eq(token.to_string())))
            .execute(tx.conn)?;
    }
    for organisation in new.except() {
        diesel::insert_into(audience_except::table)
            .values((audience_except::audience_id.eq(&id), audience_except::organisation_id.eq(organisation)))
            .execute(tx.conn)?;
    }
    Ok(StoredAudience::new(id, new.clone()))
}

/// Forgets those of these audiences to which nothing refers any more.
pub(crate) fn forget_audiences(tx: &mut Tx<'_>, ids: &[AudienceId]) -> Result<()> {
    for part in ids.chunks(PART) {
        let read = readable::table.filter(readable::audience_id.eq(audience::id));
        let released = release::table.filter(release::audience_id.eq(audience::id));
        let unused = audience::table
            .filter(audience::id.is_among(part.to_vec()))
            .filter(not(exists(read)))
            .filter(not(exists(released)));
        diesel::delete(unused).execute(tx.conn)?;
    }
    Ok(())
}

/// Audiences by their ids, in one statement for each of many. One that does not parse is the fault of what refers to it.
pub(crate) fn audiences(
    conn: &mut Conn,
    ids: &[AudienceId],
) -> Result<BTreeMap<AudienceId, Result<StoredAudience>>> {
    let mut found = BTreeMap::new();
    for part in ids.chunks(PART) {
        let rows: Vec<(AudienceId, String, Option<OrganisationId>)> = audience_token::table
            .left_join(
                audience_except::table.on(audience_except::audience_id.eq(audience_token::audience_id)),
            )
            .filter(audience_token::audience_id.is_among(part.to_vec()))
            .select((
                audience_token::audience_id,
                audience_token::token,
                audience_except::organisation_id.nullable(),
            ))
            .load(conn)?;
        let mut parts: BTreeMap<AudienceId, Parts> = BTreeMap::new();
        for (id, token, except) in rows {
            parts.entry(id).or_default().add(token, except);
        }
        for (id, parts) in parts {
            let audience =
                parts.audience(id.as_str()).map(|audience| StoredAudience::new(id.clone(), audience));
            found.insert(id, audience);
        }
    }
    Ok(found)
}

/// A row of `readable` with one token of its audience, and one of its exceptions where there is one.
type Row = (String, ReadableState, Times, Option<String>, String, Option<OrganisationId>);

/// When something opens, and when it ends.
type Times = (Option<Moment>, Option<Moment>);

/// Readable things by their ids, in one statement for each of many; none of what nobody ever could read. One whose audience
/// does not parse is the fault of that thing alone.
pub fn readables(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Result<Readable>>> {
    let mut found = BTreeMap::new();
    for part in ids.chunks(PART) {
        let rows: Vec<Row> = readable::table
            .inner_join(audience_token::table.on(audience_token::audience_id.eq(readable::audience_id)))
            .left_join(audience_except::table.on(audience_except::audience_id.eq(readable::audience_id)))
            .filter(readable::id.is_among(part.to_vec()))
            .select((
                readable::id,
                readable::state,
                (readable::opens, readable::until),
                readable::rests_on,
                audience_token::token,
                audience_except::organisation_id.nullable(),
            ))
            .load(conn)?;
        let mut parts: BTreeMap<String, (ReadableState, Times, Option<String>, Parts)> = BTreeMap::new();
        for (id, state, times, rests_on, token, except) in rows {
            let of = parts.entry(id).or_insert((state, times, rests_on, Parts::default()));
            of.3.add(token, except);
        }
        for (id, (state, (opens, until), rests_on, parts)) in parts {
            let audience = parts.audience(&id);
            let readable = |audience| Readable { audience, state, opens, until, rests_on };
            found.insert(id, audience.map(readable));
        }
    }
    Ok(found)
}

/// What is stored of an audience; of several rows each has one of its tokens and of its exceptions.
#[derive(Default)]
struct Parts {
    tokens: Vec<String>,
    except: Vec<OrganisationId>,
}

impl Parts {
    fn add(&mut self, token: String, except: Option<OrganisationId>) {
        self.tokens.push(token);
        self.except.extend(except);
    }

    /// Whoever asks has typed nothing that could be wrong.
    fn audience(self, id: &str) -> Result<Audience> {
        let tokens: Vec<Token> = self
            .tokens
            .iter()
            .map(|token| token.parse())
            .collect::<Result<_, String>>()
            .map_err(|fault| Error::stored("audience", id, fault))?;
        Audience::new(tokens, self.except).map_err(|fault| Error::stored("audience", id, fault))
    }
}
