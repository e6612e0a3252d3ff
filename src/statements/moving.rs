//! How a statement is moved to another stage, and how its room is opened and changed.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::body::{Opening, Until};
use super::find::{Acting, acting};
use super::model::{Statement, StepKind};
use super::room::{self, Named};
use super::sponsors;
use super::stage::{MACHINE, Stage, StageCase, StatementMove, URGENT_HOURS};
use super::store::{self, NewStep};
use super::writing::{self, Next, next_version};
use super::{begin, clock, pen};
use crate::access::{Act, Viewer, allows};
use crate::contributions::Seen;
use crate::db::{MandateId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::flow::Proposal;
use crate::language::due_at;
use crate::outbox::{self, EventKind, To};
use crate::vault::Vault;
use crate::web::{body, typed};

/// The most characters of a reason.
pub(crate) const LONGEST_REASON: usize = 2_000;

/// Where a statement is moved to, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementMove)]
pub struct NewMove {
    /// `drafting`, `consultation`, `negotiation`, `silence`, `broken`, `sign_on`, `cleared`, `follow_up`, `closed`, `superseded` or
    /// `withdrawn`.
    #[schema(required)]
    pub to: String,
    /// With `drafting` from a concept: `coalition_consensus`, `opt_out_consensus` or `signatories_only`.
    pub mode: Option<String>,
    /// Why it is urgent, why the chair does not agree, or why it is withdrawn; with `closed` what came of it.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
    /// With `consultation`, or to say that it is urgent: who reads the text, in words of a release; the readers of now if it is left out.
    pub audience: Option<Vec<String>>,
    /// Slugs of organisations that never read it.
    pub except: Option<Vec<String>>,
    /// The slug of the organisation whose approvers decide, where that is not one's own.
    pub approvers: Option<String>,
    /// With `consultation`: until when others are asked, in RFC 3339, or as a local time or a day in the zone that is named.
    pub until: Option<String>,
    /// A zone of the IANA database; UTC if it is left out.
    pub until_zone: Option<String>,
    /// With `silence`: until when the round runs, as `until`. An hour that the clocks skip or show twice is refused.
    pub deadline: Option<String>,
    /// The zone of that which is said with the move; UTC if it is left out.
    pub zone: Option<String>,
    /// With `silence`: why the round begins although an organisation on the roll was not told, by its slug.
    #[serde(default)]
    pub waivers: BTreeMap<String, String>,
    /// With `sign_on`: slugs of organisations that read the text and are invited to endorse it.
    #[serde(default)]
    pub invite: Vec<String>,
    /// With `sign_on`: until when, as `until`.
    pub sign_on_until: Option<String>,
    /// With `cleared`: before when nobody outside reads it, as `until`; it is published as soon as a second person agrees if it is left out.
    pub embargo: Option<String>,
    /// With `cleared`: whether organisations that wait for their authority are left out.
    #[serde(default)]
    pub without_pending: bool,
    /// With `follow_up`: when what came of it is to be looked at, as `until`; 90 days from now if it is left out.
    pub review: Option<String>,
    /// With `superseded`: the published statement that takes its place.
    pub successor: Option<String>,
}

impl NewMove {
    fn named(&self) -> Named {
        Named {
            audience: self.audience.clone(),
            except: self.except.clone(),
            approvers: self.approvers.clone().filter(|slug| !slug.is_empty()),
        }
    }
}

/// Who reads the text from now on, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementRoom)]
pub struct NewRoom {
    /// In words of a release. Somebody has to be named.
    #[serde(default)]
    #[schema(required)]
    pub audience: Vec<String>,
    /// Slugs of organisations that never read it.
    pub except: Option<Vec<String>>,
    /// The slug of the organisation whose approvers decide, where that is not one's own.
    pub approvers: Option<String>,
    /// Why, for those who read it no longer.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
}

/// Whether something that was asked for is done, or waits for a second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It was so already.
    Same,
    /// It waits.
    Waits,
}

/// Why something is done, as it is sent.
pub(crate) fn reason(reason: Option<&str>) -> Result<String> {
    typed(reason.unwrap_or_default(), LONGEST_REASON, true).map_err(|fault| Error::invalid("reason", fault))
}

/// What is meant by the stage to which somebody moves a statement.
fn verb(now: Stage, to: &str, case: &StageCase) -> Result<StatementMove> {
    match to.parse() {
        Ok(Stage::Drafting) if now == Stage::Drafting => Ok(StatementMove::Decline),
        Ok(Stage::Drafting) => Ok(StatementMove::Draft),
        Ok(Stage::Consultation) => Ok(StatementMove::Consult),
        Ok(Stage::Negotiation) if now == Stage::Drafting && case.chairs => Ok(StatementMove::Expedite),
        Ok(Stage::Negotiation) if now == Stage::Drafting => Ok(StatementMove::Urge),
        Ok(Stage::Negotiation) => Ok(StatementMove::Negotiate),
        Ok(Stage::Withdrawn) => Ok(StatementMove::Withdraw),
        // What follows a negotiation is moved by the room of rounds.
        Ok(
            Stage::Concept
            | Stage::Silence
            | Stage::Broken
            | Stage::Adopted
            | Stage::SignOn
            | Stage::Cleared
            | Stage::Published
            | Stage::FollowUp
            | Stage::Closed
            | Stage::Superseded
            | Stage::Lapsed,
        )
        | Err(_) => Err(Error::invalid("to", message("fault-statement-to"))),
    }
}

/// Moves a statement on, as far as the viewer may.
pub fn move_on(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (reference, new): (&str, &NewMove),
    seen: &Seen,
) -> Result<Outcome> {
    let of = acting(tx, viewer, reference, seen)?;
    let steps = store::steps(tx.conn, &of.of.statement.contribution_id)?;
    let mut case = of.of.case(viewer, &steps)?;
    let verb = verb(of.of.stage, &new.to, &case)?;
    let reason = reason(new.reason.as_deref())?;
    case.reason = !reason.is_empty();
    match verb {
        StatementMove::Draft => {
            let mode = begin::mode(new.mode.as_deref())?;
            writing::draft(tx, vault, viewer, of, mode)?;
            Ok(Outcome::Done)
        }
        StatementMove::Consult | StatementMove::Urge => {
            open(tx, vault, viewer, &of, (verb, case, new, reason))
        }
        StatementMove::Withdraw => {
            withdraw(tx, viewer, &of, (case, reason))?;
            Ok(Outcome::Done)
        }
        _ => {
            pass(tx, viewer, &of, (verb, case, reason))?;
            Ok(Outcome::Done)
        }
    }
}

/// Until when others are asked; what is wrong with it is said of what was sent.
fn until(tx: &Tx<'_>, new: &NewMove) -> Result<Until> {
    let mut faults = Fields::default();
    let due = due_at(&mut faults, new.until.as_deref(), new.until_zone.as_deref(), tx.now());
    for (found, sent) in [("due_at", "until"), ("due_zone", "until_zone")] {
        if let Some(said) = faults.0.remove(found) {
            faults.0.insert(sent.to_owned(), said);
        }
    }
    let wanting = due.is_none() && faults.0.is_empty();
    if wanting {
        faults.add("until", message("fault-missing"));
    }
    faults.into_result(())?;
    due.map(|(at, zone)| Until { at, zone: zone.to_owned() }).ok_or(Error::NotFound)
}

/// Releases or proposes the version with which others begin to read the text: to be asked, or because it is urgent. What follows of that
/// follows with its release (`opening`).
fn open(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    of: &Acting,
    (verb, case, new, reason): (StatementMove, StageCase, &NewMove, String),
) -> Result<Outcome> {
    allows(viewer, Act::JoinAction)?;
    MACHINE.decide(of.of.stage, verb, &StageCase { open: true, ..case })?;
    let mandate = of.authority(tx, viewer)?;
    pen::check(tx.conn, viewer, &of.of.statement)?;
    let opening = if verb == StatementMove::Consult {
        Opening { until: Some(until(tx, new)?), urgent: String::new() }
    } else {
        Opening { until: None, urgent: reason }
    };
    let proposal = room::next(tx, viewer, of, &new.named())?;
    let open = !proposal.audience.stays_within(&of.home);
    MACHINE.decide(of.of.stage, verb, &StageCase { open, ..case })?;
    let row = of.of.statement.clone();
    store::save(tx, Statement { opening_mandate_id: mandate.clone(), ..row })?;
    let text = of.of.current()?.text.clone();
    let asked = Next {
        text,
        opening: Some(opening),
        proposal,
        reason: String::new(),
        word: "statement_text.revised",
    };
    let (_, release) = next_version(tx, vault, viewer, of, (asked, mandate.as_ref()))?;
    Ok(if release.state.is_open() { Outcome::Waits } else { Outcome::Done })
}

/// Makes a move by which the text stays what it is and is read by whom it was.
fn pass(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    of: &Acting,
    (verb, case, reason): (StatementMove, StageCase, String),
) -> Result<()> {
    let to = MACHINE.decide(of.of.stage, verb, &case)?;
    let chairs = matches!(verb, StatementMove::Expedite | StatementMove::Decline);
    // The chair moves the statement of others, and by no mandate of their own organisation.
    let act = if chairs { Act::ChairStatement } else { Act::JoinAction };
    allows(viewer, act)?;
    let mandate = if chairs { None } else { of.authority(tx, viewer)? };
    let (row, now) = (of.of.statement.clone(), tx.now());
    let (kind, moved) = match verb {
        StatementMove::Decline => (StepKind::Declined, Statement { urgent: false, ..row }),
        StatementMove::Expedite => {
            let (min_silence_hours, urgent) = (URGENT_HOURS, true);
            (StepKind::Moved, Statement { stage: to, moved_at: now, min_silence_hours, urgent, ..row })
        }
        _ => (StepKind::Moved, Statement { stage: to, moved_at: now, ..row }),
    };
    let moved = store::save(tx, moved)?;
    clock::stop(tx, &moved.contribution_id)?;
    let stage = (kind == StepKind::Moved).then_some(to);
    step(tx, of, (&moved, kind, stage), (mandate.as_ref(), reason))?;
    let act = if kind == StepKind::Moved { "statement.moved" } else { "statement.urgency_declined" };
    of.log(tx, viewer, act, (mandate.as_ref(), json!({ "from": of.of.stage, "to": to })))?;
    let holder = moved.penholder_id.clone().filter(|_| kind == StepKind::Declined);
    tell(tx, of, &holder.map_or(To::Coalition, To::Organisation))
}

fn step(
    tx: &mut Tx<'_>,
    of: &Acting,
    (statement, kind, stage): (&Statement, StepKind, Option<Stage>),
    (mandate, reason): (Option<&MandateId>, String),
) -> Result<()> {
    let by = Some((&of.home, &of.person, mandate));
    store::insert_step(tx, statement, NewStep { version: of.of.version(), kind, stage, by, reason })
}

fn tell(tx: &mut Tx<'_>, of: &Acting, to: &To) -> Result<()> {
    let about = of.of.action.id.as_str();
    outbox::tell(tx, EventKind::StatementMoved, (about, about), to, Some(&of.person))
}

/// A sponsor wants to give it up. Once all have said so that can still act, it is withdrawn.
pub(super) fn withdraw(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    of: &Acting,
    (case, reason): (StageCase, String),
) -> Result<()> {
    allows(viewer, Act::JoinAction)?;
    let to = MACHINE.decide(of.of.stage, StatementMove::Withdraw, &StageCase { unanimous: true, ..case })?;
    let mandate = of.authority(tx, viewer)?;
    let steps = store::steps(tx.conn, &of.of.statement.contribution_id)?;
    let all = sponsors::sponsors(&steps);
    let row = of.of.statement.clone();
    let now = tx.now();
    let able = room::members(tx.conn, &of.of, now)?;
    let standing = all.iter().filter(|(id, one)| **id != of.home && !one.withdraws && able.contains(*id));
    let standing: Vec<_> = standing.map(|(id, _)| id.clone()).collect();
    if all.get(&of.home).is_some_and(|one| !one.withdraws) {
        sponsors::count(&steps, &of.home)?;
        step(tx, of, (&row, StepKind::Withdrawing, None), (mandate.as_ref(), reason))?;
        of.log(tx, viewer, "statement.withdrawal_asked", (mandate.as_ref(), json!({})))?;
        for sponsor in &standing {
            tell(tx, of, &To::Organisation(sponsor.clone()))?;
        }
    }
    if !standing.is_empty() {
        return Ok(());
    }
    let withdrawn = store::save(tx, Statement { stage: to, moved_at: now, ..row })?;
    clock::stop(tx, &withdrawn.contribution_id)?;
    step(tx, of, (&withdrawn, StepKind::Moved, Some(to)), (mandate.as_ref(), String::new()))?;
    of.log(tx, viewer, "statement.moved", (mandate.as_ref(), json!({ "from": of.of.stage, "to": to })))?;
    tell(tx, of, &To::Coalition)
}

/// Changes who reads the text from now on. More readers take a second person, fewer do not, and whoever reads it no longer is told why. While
/// names are gathered the words are frozen, and readers can only be added: whoever is to endorse a text has to read it.
pub fn readdress(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (reference, new): (&str, &NewRoom),
    seen: &Seen,
) -> Result<Outcome> {
    let of = acting(tx, viewer, reference, seen)?;
    let signed = of.of.stage.is_signed();
    pen::allows_readdressing(tx, viewer, &of)?;
    let current = of.of.current()?;
    if !current.is_open()? {
        return Err(Error::Conflict(message("conflict-statement-closed")));
    }
    let reason = reason(new.reason.as_deref())?;
    let mandate = of.authority(tx, viewer)?;
    pen::check(tx.conn, viewer, &of.of.statement)?;
    let named = Named {
        audience: Some(new.audience.clone()),
        except: new.except.clone(),
        approvers: new.approvers.clone().filter(|slug| !slug.is_empty()),
    };
    let proposal: Proposal = room::next(tx, viewer, &of, &named)?;
    if proposal.audience == *current.row.audience()? {
        return Ok(Outcome::Same);
    }
    if signed && !proposal.audience.contains(current.row.audience()?) {
        return Err(Error::Conflict(message("conflict-statement-adopted-readers")));
    }
    if proposal.audience.stays_within(&of.home) && of.of.stage != Stage::Drafting {
        return Err(Error::Conflict(message("conflict-statement-closed")));
    }
    let next = Next {
        text: current.text.clone(),
        opening: None,
        proposal,
        reason,
        word: "statement_text.readdressed",
    };
    let (_, release) = next_version(tx, vault, viewer, &of, (next, mandate.as_ref()))?;
    if release.state.is_open() {
        return Ok(Outcome::Waits);
    }
    if of.of.stage.is_discussed() {
        tell(tx, &of, &To::Coalition)?;
    }
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_is_a_verb_by_who_moves_it_and_from_where() {
        let (holder, chair) = (StageCase::default(), StageCase { chairs: true, ..StageCase::default() });
        let drafting = Stage::Drafting;
        let of = |now, to: &str, case: &StageCase| verb(now, to, case).ok();
        assert_eq!(of(Stage::Concept, "drafting", &holder), Some(StatementMove::Draft));
        assert_eq!(of(drafting, "drafting", &chair), Some(StatementMove::Decline));
        assert_eq!(of(drafting, "negotiation", &holder), Some(StatementMove::Urge));
        assert_eq!(of(drafting, "negotiation", &chair), Some(StatementMove::Expedite));
        assert_eq!(of(Stage::Consultation, "negotiation", &holder), Some(StatementMove::Negotiate));
        assert_eq!(of(drafting, "withdrawn", &holder), Some(StatementMove::Withdraw));
        for wrong in ["", "concept", "lapsed", "adopted", "DRAFTING"] {
            assert_eq!(of(drafting, wrong, &holder), None, "{wrong}");
        }
    }
}
