//! What reports and incidents are called, for what leads to them.

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;

use crate::access::{Viewer, sql};
use crate::db::schema::{incident, readable, report};
use crate::db::{Conn, IsAmong};
use crate::error::Result;
use crate::redaction;

/// What something is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// One line.
    pub text: String,
    /// BCP 47.
    pub language: String,
}

/// What the reports and incidents with these references are called, by reference, as far as the viewer reads them at this
/// moment: a report as the fullest of its texts, an incident as the first of its reports that they read. A fixed number
/// of statements, however many there are.
pub fn titles(conn: &mut Conn, viewer: &Viewer, references: &[String]) -> Result<BTreeMap<String, Title>> {
    if references.is_empty() {
        return Ok(BTreeMap::new());
    }
    let read = readable::table
        .filter(readable::family.eq(report::id))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer));
    let named =
        report::reference.is_among(references.to_vec()).or(incident::reference.is_among(references.to_vec()));
    let found: Vec<(String, String, String)> = report::table
        .inner_join(incident::table.on(incident::id.eq(report::incident_id)))
        .filter(named)
        .filter(report::erased_at.is_null())
        .filter(exists(read))
        .order((report::created_at, report::id))
        .select((report::id, report::reference, incident::reference))
        .load(conn)?;
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for (id, report, incident) in found {
        for name in [report, incident].into_iter().filter(|name| references.contains(name)) {
            first.entry(name).or_insert_with(|| id.clone());
        }
    }
    let ids: Vec<String> = first.values().cloned().collect();
    let texts = redaction::readable_of_each(conn, viewer, &ids)?;
    let title = |(name, id): (String, String)| {
        let reading = &texts.get(&id)?.first()?.reading;
        Some((name, Title { text: reading.title.clone(), language: reading.language.clone() }))
    };
    Ok(first.into_iter().filter_map(title).collect())
}
