//! Requests as one of their two sides reads them.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Delegation, DelegationState, Handed, OpenedDelegation, store};
use crate::access::{Act, Viewer, permits};
use crate::db::{Conn, DelegationId, Moment, Tx};
use crate::error::{Error, Result};
use crate::facts::Contradiction;
use crate::flow::{self, ReleaseState};
use crate::people::{self, Organisation};
use crate::reports::{Report, store as rows};

/// A request as one of its two sides reads it.
pub struct DelegationView {
    /// `D-…`.
    pub reference: String,
    /// `proposed`, `returned`, `cancelled`, `asked`, `accepted`, `declined`, `recalled`.
    pub state: &'static str,
    /// About which report: for who asks.
    pub report: Option<String>,
    /// Who asks.
    pub organisation: Organisation,
    /// Who is asked.
    pub publisher: Organisation,
    /// Since when.
    pub at: Moment,
    /// What is said with it.
    pub words: String,
    /// What would be published.
    pub text: Option<Handed>,
    /// What a reviewer of who asks said of it: for them.
    pub comment: String,
    /// Why the publisher declined.
    pub answer: String,
}

impl DelegationView {
    /// As a row of a list.
    pub fn row_json(&self) -> Value {
        json!({
            "reference": self.reference,
            "state": self.state,
            "report": self.report,
            "organisation": { "slug": self.organisation.slug, "name": self.organisation.name },
            "publisher": { "slug": self.publisher.slug, "name": self.publisher.name },
            "at": self.at,
        })
    }

    /// The whole.
    pub fn json(&self) -> Value {
        let mut whole = self.row_json();
        let text = self.text.as_ref().map(|text| {
            json!({
                "title": text.title,
                "narrative": text.narrative,
                "language": text.language,
                "facts": text.facts,
                "contradictions": Contradiction::among(&text.facts),
                "redactions": text.redactions,
            })
        });
        if let Some(fields) = whole.as_object_mut() {
            fields.insert("words".into(), json!(self.words));
            fields.insert("text".into(), json!(text));
            fields.insert("comment".into(), json!(self.comment));
            fields.insert("reason".into(), json!(self.answer));
        }
        whole
    }
}

/// Where a request stands in one word, its release included.
fn word_of(state: DelegationState, release: ReleaseState) -> &'static str {
    match (state, release) {
        (DelegationState::Proposed, ReleaseState::Returned) => "returned",
        (DelegationState::Proposed, ReleaseState::Cancelled) => "cancelled",
        (state, _) => state.as_str(),
    }
}

/// Requests as one of their sides reads them (whether as its publisher), in as many statements however many they are.
fn rows_as(tx: &mut Tx<'_>, some: Vec<(Delegation, bool)>) -> Result<Vec<DelegationView>> {
    let ids: Vec<String> = some.iter().map(|(row, _)| row.id.as_str().to_owned()).collect();
    let mut releases = flow::of_subjects(tx.conn, tx.now(), &ids)?;
    let reports: Vec<String> = some.iter().map(|(row, _)| row.report_id.as_str().to_owned()).collect();
    let reports = rows::reports_by_id(tx.conn, &reports)?;
    let sides = some.iter().flat_map(|(row, _)| [row.organisation_id.clone(), row.publisher_id.clone()]);
    let organisations = people::organisations_by_ids(tx.conn, sides.collect())?;
    let missing =
        |row: &Delegation| Error::stored("delegation", &row.reference, "something of it is missing");
    let view = |(row, publisher): (Delegation, bool)| {
        let release =
            releases.get_mut(row.id.as_str()).filter(|all| !all.is_empty()).map(|all| all.remove(0));
        let release = release.ok_or_else(|| missing(&row))?;
        let report = reports.iter().find(|report| report.id == row.report_id).ok_or_else(|| missing(&row))?;
        let organisation = |id| organisations.get(id).cloned().ok_or_else(|| missing(&row));
        Ok(DelegationView {
            state: word_of(row.state, release.state),
            report: (!publisher).then(|| report.reference.clone()),
            organisation: organisation(&row.organisation_id)?,
            publisher: organisation(&row.publisher_id)?,
            at: if publisher { release.decided_at.unwrap_or(row.created_at) } else { row.created_at },
            reference: row.reference,
            words: String::new(),
            text: None,
            comment: if publisher { String::new() } else { release.comment },
            answer: String::new(),
        })
    };
    some.into_iter().map(view).collect()
}

/// A request with what was opened of it.
pub fn view(tx: &mut Tx<'_>, seen: OpenedDelegation) -> Result<DelegationView> {
    let view = rows_as(tx, vec![(seen.row, seen.publisher)])?.pop().ok_or(Error::NotFound)?;
    Ok(DelegationView { words: seen.words, text: seen.text, answer: seen.answer, ..view })
}

/// What waits for an answer of the viewer's organisation, where they can give one; then what it asked others, where they
/// have that on their desk.
pub fn list(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Delegation>> {
    let Some(home) = viewer.organisation() else { return Err(Error::SignIn) };
    let mut all = Vec::new();
    if permits(viewer, Act::TakeOn { publisher: home }) {
        all.extend(store::waiting_for(conn, home)?);
    }
    if sees(viewer, home) {
        all.extend(store::asked_by(conn, home)?);
    }
    Ok(all)
}

/// Where a request stands in [`list`].
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum QueuePlace {
    /// Among what waits for one's answer, the oldest first.
    Waiting(i64, DelegationId),
    /// Among what one's organisation asked others, the newest first.
    Asked(Reverse<(i64, DelegationId)>),
}

/// What [`list`] is sorted by.
pub fn queue_place(viewer: &Viewer, of: &Delegation) -> QueuePlace {
    let at = of.created_at.unix_micros();
    if viewer.is_of(&of.publisher_id) {
        QueuePlace::Waiting(at, of.id.clone())
    } else {
        QueuePlace::Asked(Reverse((at, of.id.clone())))
    }
}

/// Some of them as the viewer reads them.
pub fn rows_of(tx: &mut Tx<'_>, viewer: &Viewer, some: Vec<Delegation>) -> Result<Vec<DelegationView>> {
    let of_publisher = |one: &Delegation| viewer.is_of(&one.publisher_id);
    let sided = some.into_iter().map(|one| (one.clone(), of_publisher(&one)));
    rows_as(tx, sided.collect())
}

/// What was asked about one report, for who has it on their desk.
pub fn of_report(tx: &mut Tx<'_>, viewer: &Viewer, report: &Report) -> Result<Vec<DelegationView>> {
    if !sees(viewer, &report.organisation_id) {
        return Ok(Vec::new());
    }
    let asked = store::about(tx.conn, &report.id)?;
    rows_of(tx, viewer, asked)
}

fn sees(viewer: &Viewer, owner: &crate::db::OrganisationId) -> bool {
    permits(viewer, Act::SeeDesk { owner }) || permits(viewer, Act::ProposeRelease { owner })
}

/// How many requests wait for an answer of the viewer's organisation, as far as they can give one.
pub fn waiting(conn: &mut Conn, viewer: &Viewer) -> Result<i64> {
    match viewer.organisation() {
        Some(home) if permits(viewer, Act::TakeOn { publisher: home }) => {
            store::count_waiting_for(conn, home)
        }
        _ => Ok(0),
    }
}
