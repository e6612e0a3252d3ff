//! The texts that were released of a subject, whoever may read them: for the owner's desk.

use diesel::prelude::*;

use super::renditions::{live_ids, load};
use super::{Rendition, RenditionState};
use crate::access::sql;
use crate::db::schema::{readable, rendition};
use crate::db::{Conn, IsAmong, Moment};
use crate::error::Result;

/// The live renditions of many subjects at this moment, of each the fullest first: for a list on the owner's desk.
pub fn live_of_all(conn: &mut Conn, at: Moment, subjects: &[String]) -> Result<Vec<Rendition>> {
    let ids: Vec<String> = readable::table
        .filter(readable::family.is_among(subjects))
        .filter(sql::is_current(at))
        .order((readable::rank, readable::id))
        .select(readable::id)
        .load(conn)?;
    load(conn, &ids)
}

/// The renditions of a subject that were released and neither replaced nor withdrawn, fullest first, whoever may read them
/// and those too that have ended by themselves: for what replaces and withdraws them.
pub fn released_of(conn: &mut Conn, subject: &str) -> Result<Vec<Rendition>> {
    let ids = live_ids(conn, subject)?;
    load(conn, &ids)
}

/// The live renditions of a subject at this moment, fullest first, whoever may read them: for the owner's desk.
pub fn live_of(conn: &mut Conn, at: Moment, subject: &str) -> Result<Vec<Rendition>> {
    live_of_all(conn, at, &[subject.to_owned()])
}

/// What became of a rendition since it was released.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Where it stands.
    pub state: RenditionState,
    /// When it ended, where it did, or ends by itself.
    pub ended_at: Option<Moment>,
    /// The reason of a withdrawal.
    pub reason: String,
}

/// What became of a rendition: for the owner's desk.
pub fn outcome(conn: &mut Conn, id: &str) -> Result<Outcome> {
    let (state, ended_at, reason): (RenditionState, Option<Moment>, Option<String>) = rendition::table
        .find(id)
        .select((rendition::state, rendition::ended_at, rendition::ended_reason))
        .first(conn)?;
    let until = sql::readable(conn, id)?.until;
    Ok(Outcome { state, ended_at: ended_at.or(until), reason: reason.unwrap_or_default() })
}
