//! Incidents that a report may belong to, suggested by country, date and type from what its author may read.

use super::listing::{self, Item};
use crate::access::{Act, Permit, Viewer, terms};
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Result};
use crate::facts::{Facts, Mode};
use crate::index::{Likeness, View};
use crate::redaction::Original;
use crate::reports::{Facet, Incident, Report, store};
use crate::vault::Vault;

/// How many days apart two accounts of the same thing may begin.
const APART: u16 = 10;
/// How many are suggested.
const MOST: usize = 8;

/// The incidents most like these facts, best first. Facts without a country are like nothing; without a day the
/// day on which they were written down counts.
fn like(
    conn: &mut Conn,
    view: &View,
    viewer: &Viewer,
    facts: &Facts,
    written: Moment,
    but: &Incident,
) -> Result<Vec<Item>> {
    let likeness = Likeness {
        viewer: terms::of_viewer(viewer),
        same: (
            Facet::Country.as_str(),
            facts.countries.entries().iter().map(|code| code.as_str().to_owned()).collect(),
        ),
        first: (Facet::Type.as_str(), facts.types.entries().iter().map(ToString::to_string).collect()),
        day: facts.started_day().unwrap_or_else(|| written.date()),
        apart: APART,
        but: u64::try_from(but.ordinal).ok(),
    };
    if likeness.same.1.is_empty() {
        return Ok(Vec::new());
    }
    let rows = view.similar(&likeness, MOST)?;
    let rows: Vec<(u64, &[String])> = rows.iter().map(|row| (row.parent, row.documents.as_slice())).collect();
    listing::items(conn, viewer, &rows)
}

/// Suggests for a report: its original is opened, and that is written down.
pub fn suggest(
    tx: &mut Tx<'_>,
    vault: &Vault,
    view: &View,
    viewer: &Viewer,
    report: &Report,
) -> Result<Vec<Item>> {
    let owner = &report.organisation_id;
    crate::access::allows(viewer, Act::GroupIncidents { owner })?;
    let act = Act::OpenOriginal { owner };
    let permit = Permit::ask(tx, viewer, act, owner, &[report.opened()], "suggestions")?;
    let original = Original::open(tx, vault, &permit, report.id.as_str(), report.revision)?;
    let facts = Facts::parse(&original.reveal(&permit).facts, Mode::Import)
        .map_err(|faults| Error::Internal(format!("sealed facts do not parse: {faults:?}")))?;
    let incident = store::incident_by_id(tx.conn, &report.incident_id)?;
    like(tx.conn, view, viewer, &facts, report.created_at, &incident)
}

/// Suggests what an incident may be the same as, by facts of it that the viewer reads.
pub fn suggest_for_incident(
    conn: &mut Conn,
    view: &View,
    viewer: &Viewer,
    incident: &Incident,
    facts: &Facts,
) -> Result<Vec<Item>> {
    like(conn, view, viewer, facts, incident.created_at, incident)
}
