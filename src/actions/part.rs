//! How organisations take part in an action: each joins and leaves by itself, and takes the lead only where it is offered.

use std::collections::BTreeSet;

use serde_json::json;

use super::course::Course;
use super::leading::{can_act, leads};
use super::steps::{self, NewStep, Step, StepKind};
use super::verbs::{Acting, acting};
use super::{Action, store};
use crate::access::{Act, Viewer, allows, permits};
use crate::contributions::{self, Contribution, Seen};
use crate::db::{ChangeKind, Conn, ContributionId, MandateId, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result, message};
use crate::outbox::{self, EventKind, To};
use crate::{mandates, people, tasks};

/// So much one organisation does with one action at most.
const MOST: usize = 200;

/// The organisations that have to do with an action: the one that began it, the one that leads it, those that joined.
pub fn involved(conn: &mut Conn, row: &Contribution<Action>) -> Result<BTreeSet<OrganisationId>> {
    let course = Course::of(&steps::all(conn, &row.id)?);
    let mut involved: BTreeSet<OrganisationId> = course.joined.into_keys().collect();
    involved.extend([row.organisation_id.clone(), row.details.lead.clone()]);
    Ok(involved)
}

/// Whether the viewer may see to tasks of others: they act for the lead, or their organisation takes part.
pub fn takes_part(tx: &mut Tx<'_>, viewer: &Viewer, of: &Acting) -> Result<bool> {
    let own = of.home == of.row.organisation_id || of.home == of.row.details.lead;
    let course = Course::of(&steps::all(tx.conn, &of.row.id)?);
    Ok(permits(viewer, Act::JoinAction) && (own || course.joined.contains_key(&of.home)))
}

/// Records a step of the acting organisation, by a mandate where it asks for one. The present readers of the brief will see it.
fn record(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    of: &Acting,
    (kind, version, other): (StepKind, &ContributionId, Option<&OrganisationId>),
) -> Result<()> {
    let mandate = of.authority(tx, viewer)?;
    let step = NewStep {
        action: &of.row,
        version,
        kind,
        stage: None,
        by: (&of.home, &of.person, mandate.as_ref()),
        other,
        reason: String::new(),
    };
    steps::insert(tx, step)?;
    let word = match kind {
        StepKind::Moved => "action.moved",
        StepKind::Joined => "action.joined",
        StepKind::Left => "action.left",
        StepKind::Offered => "action.lead_offered",
        StepKind::Led => "action.lead_taken",
    };
    let detail = mandates::logged(tx.conn, mandate.as_ref(), json!({}))?;
    contributions::log(tx, viewer, (&of.home, of.row.opened()), word, detail)
}

/// Refuses what would bury an action under joining and leaving.
fn not_too_many(tx: &mut Tx<'_>, of: &Acting) -> Result<()> {
    let own = steps::all(tx.conn, &of.row.id)?.into_iter().filter(|step| step.organisation_id == of.home);
    if own.count() < MOST { Ok(()) } else { Err(Error::Conflict(message("conflict-steps-enough"))) }
}

/// Joins for the viewer's organisation, before all who read the action now; again, where others read it since. Whoever has done so changes nothing.
pub fn join(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<()> {
    let of = acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    if of.home == of.row.organisation_id {
        return Err(Error::Conflict(message("conflict-join-own")));
    }
    if !of.row.details.stage.is_open() {
        return Err(Error::Conflict(message("conflict-action-ended")));
    }
    let course = Course::of(&steps::all(tx.conn, &of.row.id)?);
    if course.joined.get(&of.home).is_some_and(|part| part.version == of.row.version) {
        return Ok(());
    }
    not_too_many(tx, &of)?;
    record(tx, viewer, &of, (StepKind::Joined, &of.row.version, None))?;
    let (lead, about) = (of.row.details.lead.clone(), (of.row.id.as_str(), of.row.id.as_str()));
    outbox::tell(tx, EventKind::ActionJoined, about, &To::Organisation(lead), Some(&of.person))
}

/// Leaves for the viewer's organisation: its tasks are free, and what it led is led by the organisation that began it. Those
/// who knew that it took part are shown that it left.
pub fn leave(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<()> {
    let of = acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    if of.home == of.row.organisation_id {
        return Err(Error::Conflict(message("conflict-join-own")));
    }
    let steps = steps::all(tx.conn, &of.row.id)?;
    let before = told(&steps, &of.home);
    if before.is_empty() {
        return Ok(());
    }
    let mandate = of.authority(tx, viewer)?;
    write_left(tx, &of.row, (&of.home, &of.person, mandate.as_ref()), before)?;
    let detail = mandates::logged(tx.conn, mandate.as_ref(), json!({}))?;
    contributions::log(tx, viewer, (&of.home, of.row.opened()), "action.left", detail)?;
    tasks::free(tx, &of.row.id, &of.home)?;
    if of.row.details.lead == of.home {
        store::set_lead(tx, &of.row.id, &of.row.organisation_id)?;
        tx.change(ChangeKind::Action, of.row.id.as_str(), false)?;
    }
    Ok(())
}

/// The versions before whose readers an organisation has said that it takes part, since it left last.
fn told(steps: &[Step], organisation: &OrganisationId) -> BTreeSet<ContributionId> {
    let mut told = BTreeSet::new();
    for step in steps.iter().filter(|step| step.organisation_id == *organisation) {
        match step.kind {
            StepKind::Joined | StepKind::Led => {
                told.insert(step.version_id.clone());
            }
            StepKind::Left => told.clear(),
            StepKind::Moved | StepKind::Offered => {}
        }
    }
    told
}

/// Those who knew that an organisation took part, and nobody else, are shown that it does no more.
fn write_left(
    tx: &mut Tx<'_>,
    row: &Contribution<Action>,
    by: (&OrganisationId, &PersonId, Option<&MandateId>),
    before: BTreeSet<ContributionId>,
) -> Result<()> {
    for version in &before {
        let (kind, reason) = (StepKind::Left, String::new());
        steps::insert(tx, NewStep { action: row, version, kind, stage: None, by, other: None, reason })?;
    }
    Ok(())
}

/// A brief that goes to others leaves some behind: who does not read it any more takes part no more, has no task and leads
/// nothing; the organisation that began the action leads it then.
pub(super) fn leave_behind(tx: &mut Tx<'_>, row: &Contribution<Action>) -> Result<()> {
    let now = tx.now();
    let steps = steps::all(tx.conn, &row.id)?;
    for organisation in Course::of(&steps).joined.into_keys() {
        if organisation == row.organisation_id || can_act(tx.conn, row, &organisation, now)? {
            continue;
        }
        let before = told(&steps, &organisation);
        write_left(tx, row, (&organisation, &row.created_by, None), before)?;
        tasks::free(tx, &row.id, &organisation)?;
        if row.details.lead == organisation {
            store::set_lead(tx, &row.id, &row.organisation_id)?;
        }
    }
    Ok(())
}

/// Offers the lead to an organisation that takes part, or to nobody any more.
pub fn give_lead(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, slug: &str, seen: &Seen) -> Result<()> {
    let of = acting(tx, viewer, reference, seen)?;
    if !leads(tx.conn, viewer, &of.row)? {
        return Err(Error::Denied(message("denied-lead-action")));
    }
    not_too_many(tx, &of)?;
    if slug.is_empty() {
        return record(tx, viewer, &of, (StepKind::Offered, &of.row.version, None));
    }
    let shown = Course::of(&steps::shown(tx.conn, viewer, &[&of.row])?);
    let refused = || Error::invalid("organisation", message("fault-lead-joined").with("name", slug));
    let other = match people::active_by_slug(tx.conn, viewer, slug) {
        Ok(other) => other,
        Err(Error::NotFound) => return Err(refused()),
        Err(fault) => return Err(fault),
    };
    // Only whoever is known to take part: the answer tells of nobody else.
    let part = shown.joined.get(&other.id).filter(|_| other.id != of.row.details.lead).ok_or_else(refused)?;
    if part.version != of.row.version {
        // Some who read the action now do not know that it takes part, and would learn it by the offer.
        return Err(Error::Conflict(message("conflict-lead-again")));
    }
    record(tx, viewer, &of, (StepKind::Offered, &of.row.version, Some(&other.id)))?;
    let about = (of.row.id.as_str(), of.row.id.as_str());
    outbox::tell(tx, EventKind::ActionLeadOffered, about, &To::Organisation(other.id), Some(&of.person))
}

/// Takes the lead for the viewer's organisation: where it is offered; the organisation that began the action also where the
/// present lead is no active member.
pub fn take_lead(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<()> {
    let of = acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    let course = Course::of(&steps::all(tx.conn, &of.row.id)?);
    let lead = &of.row.details.lead;
    let gone = !can_act(tx.conn, &of.row, lead, viewer.at())?;
    let back = of.home == of.row.organisation_id && gone;
    // An offer is valid only while the organisation that made it has the lead.
    let by_lead = |by: &OrganisationId| by == lead || (*by == of.row.organisation_id && gone);
    let offered = course.offered.as_ref().is_some_and(|(by, to)| *to == of.home && by_lead(by));
    if !offered && !back {
        return Err(Error::Conflict(message("conflict-lead-not-offered")));
    }
    record(tx, viewer, &of, (StepKind::Led, &of.row.version, None))?;
    store::set_lead(tx, &of.row.id, &of.home)?;
    tx.change(ChangeKind::Action, of.row.id.as_str(), false)?;
    Ok(())
}

/// Reminds the organisation that leads an action, and those that take part, that it is due. Whom that still concerns is asked
/// when each is told.
pub fn remind_due(tx: &mut Tx<'_>, id: &ContributionId) -> Result<()> {
    let Some(row) = contributions::by_ids::<Action>(tx.conn, std::slice::from_ref(id))?.pop() else {
        return Ok(());
    };
    if !row.is_shown(tx.now()) || !row.details.stage.is_undone() {
        return Ok(());
    }
    for organisation in involved(tx.conn, &row)? {
        let about = (row.id.as_str(), row.id.as_str());
        outbox::tell(tx, EventKind::ActionDue, about, &To::Organisation(organisation), None)?;
    }
    Ok(())
}
