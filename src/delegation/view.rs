//! Requests as one of their two sides reads them.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{Delegation, DelegationState, Handed, OpenedDelegation, store};
use crate::access::{Act, Viewer, permits};
use crate::db::{Conn, DelegationId, Moment, Tx};
use crate::error::{Error, Result};
use crate::facts::{Contradiction, Facts};
use crate::flow::{self, ReleaseState};
use crate::people::{self, Organisation};
use crate::redaction::marks::Redaction;
use crate::reports::{Report, store as rows};

/// That an organisation asks another to publish for it.
#[derive(Serialize, ToSchema)]
#[schema(as = Delegation)]
pub struct DelegationRow {
    /// `D-…`.
    pub reference: String,
    /// Where it stands, its release included.
    #[schema(pattern = "^(proposed|returned|cancelled|asked|accepted|declined|recalled)$")]
    pub state: &'static str,
    /// For the organisation that asks: about which report.
    #[schema(required)]
    pub report: Option<String>,
    /// The organisation that asks.
    pub organisation: Organisation,
    /// The organisation that is asked.
    pub publisher: Organisation,
    /// Since when.
    pub at: Moment,
}

/// The same with what is handed over.
#[derive(Serialize, ToSchema)]
#[schema(as = DelegationInFull)]
pub struct DelegationView {
    /// `D-…`.
    pub reference: String,
    /// Where it stands, its release included.
    #[schema(pattern = "^(proposed|returned|cancelled|asked|accepted|declined|recalled)$")]
    pub state: &'static str,
    /// For the organisation that asks: about which report.
    #[schema(required)]
    pub report: Option<String>,
    /// The organisation that asks.
    pub organisation: Organisation,
    /// The organisation that is asked.
    pub publisher: Organisation,
    /// Since when.
    pub at: Moment,
    /// What is said with it; nothing once it has ended.
    pub words: String,
    /// What is handed over; nothing once it has ended.
    #[schema(required)]
    pub text: Option<HandedView>,
    /// What a reviewer of the organisation that asks said of it; for its people.
    pub comment: String,
    /// Why the publisher declined; for the organisation that asked.
    pub reason: String,
}

/// The text that is handed over.
#[derive(Serialize, ToSchema)]
#[schema(as = HandedText)]
pub struct HandedView {
    title: String,
    narrative: String,
    language: String,
    #[schema(value_type = Facts)]
    facts: Value,
    /// Which dates among `facts` contradict each other.
    contradictions: Vec<Contradiction>,
    redactions: Vec<Redaction>,
}

impl HandedView {
    fn of(text: Handed) -> Self {
        let Handed { title, narrative, language, facts, redactions } = text;
        Self { contradictions: Contradiction::among(&facts), title, narrative, language, facts, redactions }
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

/// Requests as one of their sides reads them (whether as its publisher), each with what a reviewer said of it for that side,
/// in as many statements however many they are.
fn rows_as(tx: &mut Tx<'_>, some: Vec<(Delegation, bool)>) -> Result<Vec<(DelegationRow, String)>> {
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
        let said = if publisher { String::new() } else { release.comment };
        let row = DelegationRow {
            state: word_of(row.state, release.state),
            report: (!publisher).then(|| report.reference.clone()),
            organisation: organisation(&row.organisation_id)?,
            publisher: organisation(&row.publisher_id)?,
            at: if publisher { release.decided_at.unwrap_or(row.created_at) } else { row.created_at },
            reference: row.reference,
        };
        Ok((row, said))
    };
    some.into_iter().map(view).collect()
}

/// A request with what was opened of it.
pub fn view(tx: &mut Tx<'_>, opened: OpenedDelegation) -> Result<DelegationView> {
    let (row, comment) = rows_as(tx, vec![(opened.row, opened.publisher)])?.pop().ok_or(Error::NotFound)?;
    let DelegationRow { reference, state, report, organisation, publisher, at } = row;
    Ok(DelegationView {
        reference,
        state,
        report,
        organisation,
        publisher,
        at,
        words: opened.words,
        text: opened.text.map(HandedView::of),
        comment,
        reason: opened.answer,
    })
}

/// What waits for an answer of the viewer's organisation, where they can give one; then what it asked others, where they
/// have that on their desk.
pub fn list(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Delegation>> {
    let Some(home) = viewer.organisation() else { return Err(Error::SignIn) };
    let mut all = Vec::new();
    if permits(viewer, Act::AcceptDelegation { publisher: home }) {
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
pub fn rows_of(tx: &mut Tx<'_>, viewer: &Viewer, some: Vec<Delegation>) -> Result<Vec<DelegationRow>> {
    let of_publisher = |one: &Delegation| viewer.is_of(&one.publisher_id);
    let sided = some.into_iter().map(|one| (one.clone(), of_publisher(&one)));
    Ok(rows_as(tx, sided.collect())?.into_iter().map(|(row, _)| row).collect())
}

/// What was asked about one report, for those who have it on their desk.
pub fn of_report(tx: &mut Tx<'_>, viewer: &Viewer, report: &Report) -> Result<Vec<DelegationRow>> {
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
        Some(home) if permits(viewer, Act::AcceptDelegation { publisher: home }) => {
            store::count_waiting_for(conn, home)
        }
        _ => Ok(0),
    }
}
