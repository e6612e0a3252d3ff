//! What a viewer may read: the rule is asked in the statement that finds it.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::Rendition;
use super::renditions::{load, load_each};
use crate::access::{Viewer, sql};
use crate::db::Conn;
use crate::db::schema::readable;
use crate::error::Result;

/// What this viewer may read of a subject, fullest first.
pub fn readable_of(conn: &mut Conn, viewer: &Viewer, subject: &str) -> Result<Vec<Rendition>> {
    let ids = sql::readable_in(conn, viewer, subject)?;
    load(conn, &ids)
}

/// What this viewer may read of each of these subjects, in as many statements however many they are. A text that does not parse
/// is left out, for the operator to mend.
pub fn readable_of_each(
    conn: &mut Conn,
    viewer: &Viewer,
    subjects: &[String],
) -> Result<BTreeMap<String, Vec<Rendition>>> {
    let (subject_of, ids): (BTreeMap<String, String>, Vec<String>) =
        sql::readable_in_each(conn, viewer, subjects)?
            .into_iter()
            .map(|(family, id)| ((id.clone(), family), id))
            .unzip();
    let mut found: BTreeMap<String, Vec<Rendition>> = BTreeMap::new();
    for (id, loaded) in load_each(conn, &ids)? {
        match (loaded, subject_of.get(&id)) {
            (Ok(rendition), Some(subject)) => found.entry(subject.clone()).or_default().push(rendition),
            (Err(fault), _) => tracing::error!(%fault, "a text is left out"),
            (Ok(_), None) => {}
        }
    }
    Ok(found)
}

/// Live renditions by their ids, in that order, each asked of the rule again: a list never shows what the index
/// alone allowed, nor what was taken back since it was asked.
pub fn readable_by_ids(conn: &mut Conn, viewer: &Viewer, ids: &[String]) -> Result<Vec<Rendition>> {
    let found: Vec<String> = readable::table
        .filter(readable::id.eq_any(ids.to_vec()))
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
