//! What a viewer may read: the rule is asked in the statement that finds it.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::renditions::{load_each, read_of};
use super::{Rendition, RenditionState, Tombstone};
use crate::access::{Viewer, sql};
use crate::db::schema::{readable, rendition};
use crate::db::{Conn, IsAmong, Moment};
use crate::error::Result;

/// What this viewer may read of a subject, fullest first.
pub fn readable_of(conn: &mut Conn, viewer: &Viewer, subject: &str) -> Result<Vec<Rendition>> {
    read_of(conn, viewer, &[subject.to_owned()])?.into_iter().collect()
}

/// What this viewer may read of each of these subjects, in as many statements however many they are.
pub fn readable_of_all(
    conn: &mut Conn,
    viewer: &Viewer,
    subjects: &[String],
) -> Result<BTreeMap<String, Vec<Rendition>>> {
    Ok(by_subject(read_of(conn, viewer, subjects)?.into_iter().collect::<Result<Vec<_>>>()?))
}

/// The same for those who show many at once: a text that does not parse is left out, for the operator to mend.
pub fn readable_of_each(
    conn: &mut Conn,
    viewer: &Viewer,
    subjects: &[String],
) -> Result<BTreeMap<String, Vec<Rendition>>> {
    let read =
        |one: Result<Rendition>| one.map_err(|fault| tracing::error!(%fault, "a text is left out")).ok();
    Ok(by_subject(read_of(conn, viewer, subjects)?.into_iter().filter_map(read)))
}

fn by_subject(texts: impl IntoIterator<Item = Rendition>) -> BTreeMap<String, Vec<Rendition>> {
    let mut found: BTreeMap<String, Vec<Rendition>> = BTreeMap::new();
    for text in texts {
        found.entry(text.subject.clone()).or_default().push(text);
    }
    found
}

/// Live renditions by their ids, in that order, each asked of the rule again: a list never shows what the index
/// alone allowed, nor what was taken back since it was asked.
pub fn readable_by_ids(conn: &mut Conn, viewer: &Viewer, ids: &[String]) -> Result<Vec<Rendition>> {
    let found: Vec<String> = readable::table
        .filter(readable::id.is_among(ids.to_vec()))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer))
        .select(readable::id)
        .load(conn)?;
    let kept: Vec<String> = ids.iter().filter(|id| found.contains(id)).cloned().collect();
    let mut readable = Vec::with_capacity(kept.len());
    for (_, loaded) in load_each(conn, &kept)? {
        match loaded {
            Ok(rendition) => readable.push(rendition),
            Err(fault) => tracing::error!(%fault, "a text is left out of a list"),
        }
    }
    Ok(readable)
}

/// What is left where this viewer could read a rendition that was withdrawn: the newest.
pub fn tombstone_for(conn: &mut Conn, viewer: &Viewer, subject: &str) -> Result<Option<Tombstone>> {
    let rows: Vec<(String, Option<Moment>, Option<String>)> = rendition::table
        .filter(rendition::report_id.eq(subject))
        .filter(rendition::state.eq(RenditionState::Withdrawn))
        .order((rendition::ended_at.desc(), rendition::id))
        .select((rendition::id, rendition::ended_at, rendition::ended_reason))
        .load(conn)?;
    for (id, at, reason) in rows {
        if sql::audience(conn, &id)?.readable_by(viewer)
            && let Some(at) = at
        {
            return Ok(Some(Tombstone { at, reason: reason.unwrap_or_default() }));
        }
    }
    Ok(None)
}
