//! What becomes of statements by themselves: a concept that nobody sponsors lapses, and a consultation that is over and answered becomes a
//! negotiation. Whoever looks is shown that at once; it is written down by a timer, or by the next who does something.

use serde_json::json;

use super::body::Wording;
use super::model::{Statement, StepKind};
use super::stage::{MACHINE, PATIENCE, Stage, StageCase, StatementMove};
use super::store::{self, NewStep};
use crate::actions::Action;
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::contributions;
use crate::db::{Conn, ContributionId, Moment, Tx};
use crate::error::{Error, Result};
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};

/// From now on the concept waits for a sponsor.
pub(super) fn wait_for_sponsor(tx: &mut Tx<'_>, of: &Statement) -> Result<()> {
    let end = of.begun_at.unwrap_or(of.moved_at).plus(PATIENCE);
    timers::set(tx, TimerKind::StatementLapse, of.contribution_id.as_str(), end)
}

/// From now on it is asked until then.
pub(super) fn wait_until(tx: &mut Tx<'_>, of: &Statement, until: Moment) -> Result<()> {
    timers::set(tx, TimerKind::StatementConsultation, of.contribution_id.as_str(), until)
}

/// Nothing becomes of it by itself any more.
pub(super) fn stop(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    timers::cancel(tx, TimerKind::StatementLapse, action.as_str())?;
    timers::cancel(tx, TimerKind::StatementConsultation, action.as_str())
}

/// The version before whose readers something is done with a statement now, and what the log calls it: of the text or, in concept, of the
/// brief.
fn version_of(conn: &mut Conn, of: &Statement) -> Result<(ContributionId, ContributionId)> {
    let missing = || Error::stored("statement", &of.reference, "its action is missing");
    let action = contributions::by_ids::<Action>(conn, std::slice::from_ref(&of.contribution_id))?.pop();
    let brief = action.ok_or_else(missing)?.version;
    let text = match &of.text_id {
        Some(id) => contributions::by_ids::<Wording>(conn, std::slice::from_ref(id))?.pop(),
        None => None,
    };
    Ok((text.map_or_else(|| brief.clone(), |text| text.version), brief))
}

/// Writes down what has become of a statement by this moment.
pub(crate) fn settle(tx: &mut Tx<'_>, of: Statement, at: Moment) -> Result<Statement> {
    let answered = store::is_answered(tx.conn, &of)?;
    let Some(verb) = of.days(answered).due(at) else { return Ok(of) };
    let case = StageCase { clock: true, answered, ..StageCase::default() };
    let to = MACHINE.decide(of.stage, verb, &case)?;
    let (version, brief) = version_of(tx.conn, &of)?;
    let detail = json!({ "from": of.stage, "to": to });
    let saved = store::save(tx, Statement { stage: to, moved_at: tx.now(), ..of })?;
    let step = NewStep {
        version: &version,
        kind: StepKind::Moved,
        stage: Some(to),
        by: None,
        reason: String::new(),
    };
    store::insert_step(tx, &saved, step)?;
    stop(tx, &saved.contribution_id)?;
    let began = contributions::by_ids::<Action>(tx.conn, std::slice::from_ref(&saved.contribution_id))?;
    let began = began.into_iter().next().map(|action| action.organisation_id);
    let owner = saved.penholder_id.clone().or(began.clone());
    let entry = Entry {
        act: "statement.moved",
        subject_kind: SubjectKind::Action,
        subject: brief.as_str(),
        owner: owner.as_ref(),
        detail,
    };
    audit::record(tx, &Actor::default(), &entry)?;
    let to = match (verb, began) {
        // Whoever read a concept that came to nothing need not be told.
        (StatementMove::Lapse, Some(began)) => To::Organisation(began),
        _ => To::Coalition,
    };
    let about = saved.contribution_id.as_str();
    outbox::tell(tx, EventKind::StatementMoved, (about, about), &to, None)?;
    Ok(saved)
}

/// Nobody has sponsored a concept in time, unless somebody has.
pub fn lapse_due(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let Some(of) = store::of_action(tx.conn, action)? else { return Ok(()) };
    let now = tx.now();
    settle(tx, of, now).map(|_| ())
}

/// A consultation is over: it becomes a negotiation if all that was said is answered; else the penholder is reminded of that.
pub fn consultation_due(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let Some(of) = store::of_action(tx.conn, action)? else { return Ok(()) };
    let now = tx.now();
    let of = settle(tx, of, now)?;
    let over = of.stage == Stage::Consultation && of.consult_until.is_some_and(|until| until <= now);
    let Some(holder) = of.penholder_id.filter(|_| over) else { return Ok(()) };
    let about = of.contribution_id.as_str();
    outbox::tell(tx, EventKind::ConsultationOver, (about, about), &To::Organisation(holder), None)
}
