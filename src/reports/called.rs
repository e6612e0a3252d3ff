//! What reports and incidents are called, for what leads to them.

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;

use crate::access::{Tlp, Viewer, sql};
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
    /// The label of the text that it is taken from: what shows the title may be for more people.
    pub tlp: Tlp,
}

/// What the reports and incidents with these references are called, by reference, as far as the viewer reads them at this
/// moment: a report as the fullest of its texts, an incident as the first of its reports that they read. A fixed number
/// of statements, however many there are. Reports and incidents are asked for apart: one condition on both tables would
/// look at every report.
pub fn titles(conn: &mut Conn, viewer: &Viewer, references: &[String]) -> Result<BTreeMap<String, Title>> {
    if references.is_empty() {
        return Ok(BTreeMap::new());
    }
    let read = || {
        readable::table
            .filter(readable::family.eq(report::id))
            .filter(sql::is_listed())
            .filter(sql::is_readable(viewer))
    };
    let reports: Vec<(String, String)> = report::table
        .filter(report::reference.is_among(references.to_vec()))
        .filter(report::erased_at.is_null())
        .filter(exists(read()))
        .select((report::reference, report::id))
        .load(conn)?;
    let of_incidents: Vec<(String, String)> = report::table
        .inner_join(incident::table.on(incident::id.eq(report::incident_id)))
        .filter(incident::reference.is_among(references.to_vec()))
        .filter(report::erased_at.is_null())
        .filter(exists(read()))
        .order((report::created_at, report::id))
        .select((incident::reference, report::id))
        .load(conn)?;
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for (name, id) in reports.into_iter().chain(of_incidents) {
        first.entry(name).or_insert(id);
    }
    let ids: Vec<String> = first.values().cloned().collect();
    let texts = redaction::readable_of_each(conn, viewer, &ids)?;
    let title = |(name, id): (String, String)| {
        let text = texts.get(&id)?.first()?;
        let (reading, tlp) = (&text.reading, text.audience.tlp());
        Some((name, Title { text: reading.title.clone(), language: reading.language.clone(), tlp }))
    };
    Ok(first.into_iter().filter_map(title).collect())
}
