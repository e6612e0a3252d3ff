//! What a published statement asks of whom, what became of that, and what is found when it is looked at again.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::model::{AskLevel, AskRow, AskStatus, ReviewRow};
use super::store;
use crate::access::{Act, Viewer, allows, permits};
use crate::contributions::Seen;
use crate::db::{MandateId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::rounds;
use crate::statements::{Acting, Stage};
use crate::web::{body, typed};

/// The most characters of an addressee.
const LONGEST_ADDRESSEE: usize = 200;
/// The most characters of what is said of it.
const LONGEST_NOTE: usize = 4_000;
/// The most characters of what was found.
const LONGEST_FINDING: usize = 20_000;
/// So much a statement asks at most, and so often it is looked at.
const MOST: i64 = 500;

/// Something that a statement asks, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementAsk)]
pub struct NewAsk {
    /// The paragraph that says so.
    #[schema(required)]
    pub(super) paragraph: String,
    /// Who is asked.
    #[schema(required, max_length = 200)]
    pub(super) addressee: String,
    /// `national` or `international`.
    #[schema(required, pattern = "^(national|international)$")]
    pub(super) level: String,
}

/// What became of it, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementAskStatus)]
pub struct NewAskStatus {
    #[schema(required, pattern = "^(open|under_way|done|refused|lapsed)$")]
    pub(super) status: String,
    /// What is to be said of that.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 4000)]
    pub(super) note: Option<String>,
}

/// What was found, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementReview)]
pub struct NewReview {
    #[serde(deserialize_with = "body::long")]
    #[schema(required, max_length = 20000)]
    pub(super) finding: Option<String>,
}

fn said(faults: &mut Fields, (name, text): (&str, &str), most: usize, lines: bool) -> String {
    let typed = typed(text, most, lines).unwrap_or_else(|fault| {
        faults.add(name, fault);
        String::new()
    });
    if typed.is_empty() && faults.of(name).is_empty() {
        faults.add(name, message("fault-missing"));
    }
    typed
}

/// Somebody who writes something down of a published statement: for the penholder, or as the chair.
pub(super) fn acting(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, seen): (&str, &Seen),
) -> Result<(Acting, Option<MandateId>)> {
    let of = rounds::acting(tx, viewer, reference, seen)?;
    let mandate = if permits(viewer, Act::ChairStatement) {
        None
    } else {
        allows(viewer, Act::JoinAction)?;
        if of.of.statement.penholder_id.as_ref() != Some(&of.home) {
            return Err(Error::Denied(message("denied-statement-penholder")));
        }
        of.authority(tx, viewer)?
    };
    if matches!(of.of.stage, Stage::Published | Stage::FollowUp) {
        Ok((of, mandate))
    } else {
        Err(Error::Conflict(message("conflict-follow-up-stage")))
    }
}

fn bounded(count: i64) -> Result<()> {
    let most = || message("conflict-statement-enough").number("most", MOST.unsigned_abs());
    if count < MOST { Ok(()) } else { Err(Error::Conflict(most())) }
}

/// Writes down that a statement asks something. Its number.
pub fn record(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewAsk),
    seen: &Seen,
) -> Result<i32> {
    let (of, mandate) = acting(tx, viewer, (reference, seen))?;
    let mut faults = Fields::default();
    let addressee = said(&mut faults, ("addressee", &new.addressee), LONGEST_ADDRESSEE, false);
    let level: Option<AskLevel> = new.level.parse().ok();
    if level.is_none() {
        faults.add("level", message("fault-no-such-value").with("value", &new.level));
    }
    let text = &of.of.current()?.text;
    if !text.paragraphs.iter().any(|one| one.id.as_str() == new.paragraph) {
        faults.add("paragraph", message("fault-statement-id").with("id", &new.paragraph));
    }
    let level = faults.into_result(level)?.unwrap_or(AskLevel::National);
    let action = of.of.statement.contribution_id.clone();
    let (count, _) = store::counts(tx.conn, &action)?;
    bounded(count)?;
    let ordinal = i32::try_from(count).map_err(Error::internal)? + 1;
    let now = tx.now();
    let row = AskRow {
        id: tx.id(),
        contribution_id: action,
        ordinal,
        version_id: of.of.version().clone(),
        paragraph: new.paragraph.clone(),
        addressee,
        level,
        status: AskStatus::Open,
        note: String::new(),
        organisation_id: of.home.clone(),
        person_id: of.person.clone(),
        mandate_id: mandate.clone(),
        at: now,
        changed_at: now,
    };
    store::insert_ask(tx, &row)?;
    of.log(tx, viewer, "statement.ask_recorded", (mandate.as_ref(), json!({ "ask": ordinal })))?;
    Ok(ordinal)
}

/// Says what became of something that a statement asks, by its number.
pub fn set_status(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    ((reference, number), new): ((&str, &str), &NewAskStatus),
    seen: &Seen,
) -> Result<()> {
    let (of, mandate) = acting(tx, viewer, (reference, seen))?;
    let asks = store::asks(tx.conn, viewer, &of.of.statement.contribution_id)?;
    let row = asks.into_iter().find(|row| row.ordinal.to_string() == number).ok_or(Error::NotFound)?;
    let mut faults = Fields::default();
    let status: Option<AskStatus> = new.status.parse().ok();
    if status.is_none() {
        faults.add("status", message("fault-no-such-value").with("value", &new.status));
    }
    let note = typed(new.note.as_deref().unwrap_or_default(), LONGEST_NOTE, true);
    let note = faults.gather(note.map_err(|fault| Error::invalid("note", fault)))?.unwrap_or_default();
    let status = faults.into_result(status)?.unwrap_or(row.status);
    store::set_status(tx, &row, (status, &note))?;
    let detail = json!({ "ask": row.ordinal, "to": status });
    of.log(tx, viewer, "statement.ask_moved", (mandate.as_ref(), detail))
}

/// Writes down what was found when a published statement was looked at again, for whoever acts for a state that reads it, the penholder or the
/// chair.
pub fn review(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewReview),
    seen: &Seen,
) -> Result<()> {
    let of = rounds::acting(tx, viewer, reference, seen)?;
    let mandate = if permits(viewer, Act::ChairStatement) {
        None
    } else {
        allows(viewer, Act::JoinAction)?;
        let holds = of.of.statement.penholder_id.as_ref() == Some(&of.home);
        if !holds && !of.of.votes(viewer) {
            return Err(Error::Denied(message("denied-statement-votes")));
        }
        of.authority(tx, viewer)?
    };
    if !of.of.stage.is_public() {
        return Err(Error::Conflict(message("conflict-follow-up-stage")));
    }
    let mut faults = Fields::default();
    let text = new.finding.as_deref().unwrap_or_default();
    let finding = said(&mut faults, ("finding", text), LONGEST_FINDING, true);
    faults.into_result(())?;
    let action = of.of.statement.contribution_id.clone();
    let (_, count) = store::counts(tx.conn, &action)?;
    bounded(count)?;
    let row = ReviewRow {
        id: tx.id(),
        contribution_id: action,
        version_id: of.of.version().clone(),
        finding,
        organisation_id: of.home.clone(),
        person_id: of.person.clone(),
        mandate_id: mandate.clone(),
        at: tx.now(),
    };
    store::insert_review(tx, &row)?;
    of.log(tx, viewer, "statement.reviewed", (mandate.as_ref(), json!({})))
}
