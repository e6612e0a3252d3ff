//! The one verb by which any text leaves its organisation.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use diesel::prelude::*;

use super::case::case;
use super::guards::{is_active, may_be_urgent, still_addressed};
use super::record::{log, tell_approvers, tell_proposer};
use super::store::open_of;
use super::{Before, MACHINE, Pace, Release, ReleaseState, ReleaseVerb, Second, TextKind, second_for};
use crate::access::{self, Act, Audience, Released, Token, Viewer, allows};
use crate::db::schema::release;
use crate::db::{AudienceId, Conn, Moment, OrganisationId, PersonId, ReleaseId, Tx};
use crate::error::{Error, Result, message};
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};
use crate::web::typed;

/// What the release verb needs to know of a text, whatever kind it is of.
pub trait Releasable {
    /// The kind of text.
    fn kind(&self) -> TextKind;
    /// Internal id.
    fn id(&self) -> &str;
    /// Whose it is.
    fn owner(&self) -> &OrganisationId;
    /// The current revision.
    fn revision(&self) -> i32;
    /// The keyed commitment of that revision.
    fn commitment(&self) -> &str;
    /// If it is released as unconfirmed, when it ends at the latest: with the unconfirmed text whose place it takes.
    fn confirm_by(&self) -> Option<Moment> {
        None
    }
    /// To whom something of the same thing is released already, where the text takes its place.
    fn addressed(&self, _conn: &mut Conn) -> Result<BTreeSet<Token>> {
        Ok(BTreeSet::new())
    }
    /// Makes the text readable for its audience, and gives the internal id of what that is now: of a report its rendition.
    fn freeze(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        release: &Release,
        released: &Released<'_>,
    ) -> Result<String>;
}

/// What the operator imports as its source published it: nobody decides on it, and its audience is stored for it alone.
pub fn imported<T>(
    tx: &mut Tx<'_>,
    (subject, audience): (&str, &Audience),
    enter: impl FnOnce(&mut Tx<'_>, &Released<'_>) -> Result<T>,
) -> Result<T> {
    let audience = access::store_audience(tx, audience)?;
    enter(tx, &Released::by_flow(subject, &audience))
}

/// What somebody proposes.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Who will read it.
    pub audience: Audience,
    /// The organisation whose approvers should decide, where the own has one person only.
    pub approvers: Option<OrganisationId>,
    /// How many people the own organisation has.
    pub colleagues: i64,
    /// How soon it is to be released.
    pub pace: Pace,
    /// What is read now, where it says the same: whatever makes a version of a text finds that out, and nobody claims it.
    pub before: Option<Before>,
}

impl Proposal {
    /// The consent that it needs: what is urgent where its kind or reach allows no urgency is refused, for its author counts
    /// on it to be released.
    pub fn second(&self, kind: TextKind, owner: &OrganisationId) -> Result<Second> {
        let second = second_for(kind, (&self.audience, owner), self.pace, self.before.as_ref());
        if self.pace == Pace::Urgent && second == Second::Yes {
            return Err(Error::invalid("urgent", message("fault-not-urgent")));
        }
        Ok(second)
    }
}

/// What a reviewer says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Decision<'a> {
    /// A comment; needed for a return.
    pub comment: &'a str,
    /// The reference of the release that they looked at; empty where nothing is said. Another may wait at the same address by
    /// now.
    pub release: &'a str,
}

/// The longest comment of a reviewer.
const LONGEST_COMMENT: usize = 4_000;

impl Decision<'_> {
    /// Whether this release is the one that they looked at.
    pub(super) fn is_about(&self, release: &Release) -> bool {
        self.release.is_empty() || self.release == release.reference
    }

    /// What the reviewer says, brought to one form.
    pub(super) fn comment(&self) -> Result<String> {
        typed(self.comment, LONGEST_COMMENT, true).map_err(|fault| Error::invalid("comment", fault))
    }
}

/// One that no release has: a chance that repeats itself must not refuse a proposal.
fn free_reference(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference('L', |conn, reference| {
        release::table.filter(release::reference.eq(reference)).count().get_result(conn)
    })
}

/// Proposes that a text go to an audience, for somebody who may do `act`. What needs no second person is released at
/// once.
pub fn propose(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    subject: &impl Releasable,
    act: Act<'_>,
    proposal: Proposal,
) -> Result<Release> {
    allows(viewer, act)?;
    if proposal.audience.except().contains(subject.owner()) {
        return Err(Error::invalid("except", message("fault-except-own")));
    }
    let person = viewer.person().ok_or(Error::SignIn)?.clone();
    let second = proposal.second(subject.kind(), subject.owner())?;
    let approvers = approvers(subject.kind(), subject.owner(), &proposal)?;
    for open in open_of(tx.conn, tx.now(), subject.id())? {
        if *open.audience == proposal.audience && open.revision == subject.revision() {
            return Err(Error::Conflict(message("conflict-proposed-already")));
        }
    }
    let release = Release {
        id: tx.id(),
        reference: free_reference(tx)?,
        subject_kind: subject.kind(),
        subject: subject.id().to_owned(),
        organisation: subject.owner().clone(),
        approvers,
        state: ReleaseState::Proposed,
        audience: access::store_audience(tx, &proposal.audience)?,
        revision: subject.revision(),
        commitment: subject.commitment().to_owned(),
        proposed_by: person,
        proposed_at: tx.now(),
        claimed_by: None,
        decided_by: None,
        decided_at: None,
        confirm_by: None,
        comment: String::new(),
        result: None,
    };
    insert(tx, &release)?;
    log(tx, viewer, &release, "release.proposed")?;
    match second {
        Second::Yes => {
            tell_approvers(tx, &release, release.proposed_at, viewer.person())?;
            Ok(release)
        }
        Second::No => release_text(tx, viewer, subject, release, ""),
        Second::Within(hours) => {
            let narrows = proposal.before.is_some_and(|before| before.is_narrowed_by(&proposal.audience));
            release_unconfirmed(tx, viewer, subject, release, (hours, narrows))
        }
    }
}

/// Releases a text at once, to end by itself unless somebody confirms it.
fn release_unconfirmed(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    subject: &impl Releasable,
    release: Release,
    (hours, narrows): (i64, bool),
) -> Result<Release> {
    may_be_urgent(tx, &release.proposed_by, (subject.confirm_by().is_some(), narrows))?;
    let end = tx.after(TimeDelta::hours(hours));
    let end = subject.confirm_by().map_or(end, |earlier| earlier.min(end));
    let mut release = Release { state: ReleaseState::Unconfirmed, confirm_by: Some(end), ..release };
    let released = Released::by_flow(&release.subject, &release.audience);
    let result = subject.freeze(tx, viewer, &release, &released)?;
    diesel::update(release::table.find(&release.id))
        .set((
            release::state.eq(release.state),
            release::confirm_by.eq(release.confirm_by),
            release::result_id.eq(&result),
        ))
        .execute(tx.conn)?;
    log(tx, viewer, &release, "release.unconfirmed")?;
    timers::set(tx, TimerKind::ReleaseLapse, release.id.as_str(), end)?;
    tell_approvers(tx, &release, release.proposed_at, viewer.person())?;
    release.result = Some(result);
    Ok(release)
}

/// Whose approvers decide a proposal: the own, or where there is one person only those of an organisation that is
/// named. What needs no second person is nobody else's.
pub fn approvers(kind: TextKind, owner: &OrganisationId, proposal: &Proposal) -> Result<OrganisationId> {
    if proposal.second(kind, owner)? == Second::No {
        return Ok(owner.clone());
    }
    match (&proposal.approvers, proposal.colleagues) {
        (None, 2..) => Ok(owner.clone()),
        (Some(named), 2..) if named == owner => Ok(owner.clone()),
        (Some(_), 2..) => Err(Error::invalid("approvers", message("fault-approvers-at-home"))),
        (Some(named), _) if named != owner => Ok(named.clone()),
        _ => Err(Error::invalid("approvers", message("fault-approvers-needed"))),
    }
}

fn insert(tx: &mut Tx<'_>, new: &Release) -> Result<()> {
    diesel::insert_into(release::table)
        .values((
            release::id.eq(&new.id),
            release::reference.eq(&new.reference),
            release::subject_kind.eq(new.subject_kind),
            release::subject.eq(&new.subject),
            release::organisation_id.eq(&new.organisation),
            release::approvers_id.eq(&new.approvers),
            release::state.eq(new.state),
            release::audience_id.eq(new.audience.id()),
            release::revision.eq(new.revision),
            release::commitment.eq(&new.commitment),
            release::proposed_by.eq(&new.proposed_by),
            release::proposed_at.eq(new.proposed_at),
            release::comment.eq(""),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Notes that the viewer is looking at it, so that others do not.
pub fn claim(tx: &mut Tx<'_>, viewer: &Viewer, release: &Release) -> Result<()> {
    let case = case(tx.conn, tx.arrived(), viewer, release, true)?;
    let to = MACHINE.decide(release.state, ReleaseVerb::Claim, &case)?;
    diesel::update(release::table.find(&release.id))
        .set((
            release::state.eq(to),
            release::claimed_by.eq(viewer.person().map(PersonId::as_str)),
            release::claimed_at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    // Nobody's absence hides it from the others: they are told again when the claim lapses.
    outbox::tell_no_more(tx, EventKind::ReviewWaiting, release.id.as_str())?;
    if let Some(lapse) = MACHINE.lapse_of(ReleaseVerb::Claim) {
        let lapses = tx.after(lapse);
        tell_approvers(tx, release, lapses, viewer.person())?;
    }
    log(tx, viewer, release, "release.claimed")
}

/// Lets others look at it again.
pub fn unclaim(tx: &mut Tx<'_>, viewer: &Viewer, release: &Release) -> Result<()> {
    let case = case(tx.conn, tx.arrived(), viewer, release, true)?;
    let to = MACHINE.decide(release.state, ReleaseVerb::Unclaim, &case)?;
    diesel::update(release::table.find(&release.id))
        .set((release::state.eq(to), release::claimed_by.eq(None::<String>)))
        .execute(tx.conn)?;
    // The others may have heard nothing of it while it was claimed.
    outbox::tell_no_more(tx, EventKind::ReviewWaiting, release.id.as_str())?;
    let now = tx.now();
    tell_approvers(tx, release, now, viewer.person())?;
    log(tx, viewer, release, "release.unclaimed")
}

/// Releases the text: exactly the revision that was proposed, and nothing if it has changed since.
pub fn approve(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    subject: &impl Releasable,
    release: Release,
    decision: Decision<'_>,
) -> Result<Release> {
    let current = release.revision == subject.revision()
        && release.commitment == subject.commitment()
        && decision.is_about(&release);
    let case = case(tx.conn, tx.arrived(), viewer, &release, current)?;
    MACHINE.decide(release.state, ReleaseVerb::Approve, &case)?;
    let comment = decision.comment()?;
    is_active(tx, &release.organisation)?;
    let release = still_addressed(tx, release, |conn| subject.addressed(conn))?;
    release_text(tx, viewer, subject, release, &comment)
}

fn release_text(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    subject: &impl Releasable,
    release: Release,
    comment: &str,
) -> Result<Release> {
    let released = Released::by_flow(&release.subject, &release.audience);
    let result = subject.freeze(tx, viewer, &release, &released)?;
    decide(tx, viewer, &release, ReleaseState::Approved, comment, Some(&result))?;
    log(tx, viewer, &release, "release.approved")?;
    tell_proposer(tx, viewer, &release, EventKind::ProposalApproved)?;
    if release.subject_kind == TextKind::Report {
        let about = (result.as_str(), release.subject.as_str());
        outbox::tell(tx, EventKind::AccessAnswered, about, &To::Requesters, viewer.person())?;
        let owner = release.organisation.as_str();
        timers::set(tx, TimerKind::AccessRequestsFitting, owner, tx.now())?;
    }
    Ok(Release {
        state: ReleaseState::Approved,
        decided_by: viewer.person().cloned(),
        decided_at: Some(tx.now()),
        comment: comment.to_owned(),
        result: Some(result),
        ..release
    })
}

/// Sends the proposal back with a comment.
pub fn return_to_author(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    release: &Release,
    decision: Decision<'_>,
) -> Result<()> {
    let case = case(tx.conn, tx.arrived(), viewer, release, decision.is_about(release))?;
    let to = MACHINE.decide(release.state, ReleaseVerb::Return, &case)?;
    let comment = decision.comment()?;
    if comment.is_empty() {
        return Err(Error::invalid("comment", message("fault-comment-missing")));
    }
    decide(tx, viewer, release, to, &comment, None)?;
    log(tx, viewer, release, "release.returned")?;
    tell_proposer(tx, viewer, release, EventKind::ProposalReturned)
}

/// Cancels a proposal before it is decided, or closes one that was returned or that nobody confirmed in time. The comment of
/// its reviewer stays.
pub fn cancel(tx: &mut Tx<'_>, viewer: &Viewer, release: &Release) -> Result<()> {
    let case = case(tx.conn, tx.arrived(), viewer, release, true)?;
    let to = MACHINE.decide(release.state, ReleaseVerb::Cancel, &case)?;
    decide(tx, viewer, release, to, &release.comment, None)?;
    log(tx, viewer, release, "release.cancelled")
}

pub(super) fn decide(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    release: &Release,
    to: ReleaseState,
    comment: &str,
    result: Option<&str>,
) -> Result<()> {
    if release.confirm_by.is_some() || release.state == ReleaseState::Lapsed {
        timers::cancel(tx, TimerKind::ReleaseLapse, release.id.as_str())?;
    }
    diesel::update(release::table.find(&release.id))
        .set((
            release::state.eq(to),
            release::decided_by.eq(viewer.person().map(PersonId::as_str)),
            release::decided_at.eq(tx.now()),
            release::comment.eq(comment),
            release::result_id.eq(result),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Ends every open proposal of a text that was edited or withdrawn: nobody decides on what is no longer there.
pub fn void_open(tx: &mut Tx<'_>, viewer: &Viewer, subject: &str) -> Result<Vec<ReleaseId>> {
    let open = open_of(tx.conn, tx.now(), subject)?;
    for release in &open {
        decide(tx, viewer, release, ReleaseState::Cancelled, "", None)?;
        log(tx, viewer, release, "release.voided")?;
    }
    Ok(open.into_iter().map(|release| release.id).collect())
}

/// Leaves nothing of what was proposed for a text that is erased: comments may quote it.
pub fn erase(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    let of_it = || release::table.filter(release::subject.eq(subject));
    let rows: Vec<(String, Option<String>, AudienceId)> =
        of_it().select((release::id, release::result_id, release::audience_id)).load(tx.conn)?;
    outbox::forget(tx, subject)?;
    for told in rows.iter().flat_map(|(id, result, _)| result.iter().chain([id])) {
        outbox::forget(tx, told)?;
        timers::cancel(tx, TimerKind::ReleaseLapse, told)?;
    }
    let audiences: Vec<AudienceId> = rows.into_iter().map(|(_, _, audience)| audience).collect();
    diesel::delete(of_it()).execute(tx.conn)?;
    access::forget_audiences(tx, &audiences)
}
