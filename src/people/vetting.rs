//! Vetting: an applicant is admitted, a member suspended or readmitted, by one convenor, or by two once three
//! organisations are active.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::json;

use super::model::{self, Organisation, OrganisationStatus};
use super::{organisations, persons};
use crate::access::{Act, Viewer, allows, permits};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::schema::vetting;
use crate::db::{Conn, IsAmong, Moment, OrganisationId, PersonId, Tx, text_enum};
use crate::error::{Error, Fields, Result, message};
use crate::outbox::{self, EventKind, To};

/// From so many active organisations on, two people admit.
pub const TWO_FROM: i64 = 3;

text_enum! {
    /// What a convenor wants for an organisation.
    pub enum Wanted {
        /// Make the applicant a member.
        Admit = "admit",
        /// Suspend the member.
        Suspend = "suspend",
        /// Make the suspended a member again.
        Readmit = "readmit",
    }
}

impl Wanted {
    /// What can be wanted for an organisation with this status.
    fn for_status(status: OrganisationStatus) -> Self {
        match status {
            OrganisationStatus::Applicant => Self::Admit,
            OrganisationStatus::Active => Self::Suspend,
            OrganisationStatus::Suspended => Self::Readmit,
        }
    }

    fn to(self) -> OrganisationStatus {
        match self {
            Self::Admit | Self::Readmit => OrganisationStatus::Active,
            Self::Suspend => OrganisationStatus::Suspended,
        }
    }
}

/// One convenor's open word on an organisation.
#[derive(Debug, Clone, Queryable)]
pub struct Vote {
    /// Whose word.
    pub person: PersonId,
    /// What is wanted.
    pub wanted: Wanted,
    /// Why.
    pub note: String,
    /// When.
    pub at: Moment,
}

/// The words on an organisation that have not led to a decision yet.
pub fn open_votes(conn: &mut Conn, id: &OrganisationId) -> Result<Vec<Vote>> {
    Ok(vetting::table
        .filter(vetting::organisation_id.eq(id))
        .filter(vetting::settled_at.is_null())
        .order((vetting::at, vetting::id))
        .select((vetting::person_id, vetting::wanted, vetting::note, vetting::at))
        .load(conn)?)
}

/// Says what one wants for an organisation; once enough different people want it, it happens.
/// Gives whether it happened.
pub fn vote(tx: &mut Tx<'_>, viewer: &Viewer, of: &Organisation, wanted: Wanted, note: &str) -> Result<bool> {
    allows(viewer, Act::Admit)?;
    let person = viewer.person().ok_or(Error::SignIn)?.clone();
    if wanted != Wanted::for_status(of.status) {
        return Err(Error::Conflict(
            message("conflict-status").with("name", &of.name).word("status", format!("word-{}", of.status)),
        ));
    }
    if viewer.is_of(&of.id) {
        return Err(Error::Conflict(message("conflict-own-organisation")));
    }
    let mut faults = Fields::default();
    let note = model::lines("note", note, wanted == Wanted::Suspend, 1_000, &mut faults);
    faults.into_result(())?;
    let open = open_votes(tx.conn, &of.id)?;
    if open.iter().any(|vote| vote.person == person && vote.wanted == wanted) {
        return Err(Error::Conflict(message("conflict-said-already")));
    }
    diesel::insert_into(vetting::table)
        .values((
            vetting::id.eq(tx.ambient().uuid()),
            vetting::organisation_id.eq(&of.id),
            vetting::person_id.eq(&person),
            vetting::wanted.eq(wanted),
            vetting::note.eq(&note),
            vetting::at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    // The log of those who deliberate, not of those about whom: their note stays on the page of the vetting.
    let entry = Entry {
        act: "organisation.voted",
        subject_kind: SubjectKind::Organisation,
        subject: of.id.as_str(),
        owner: viewer.organisation(),
        detail: json!({ "wanted": wanted }),
    };
    audit::record(tx, &actor, &entry)?;
    let mut agreeing = 1;
    for vote in open.iter().filter(|vote| vote.wanted == wanted) {
        // The word of somebody who is no convenor any more counts no more.
        let voter = super::viewer_for(tx.conn, &vote.person, tx.now())?;
        agreeing += usize::from(permits(&voter, Act::Admit));
    }
    if agreeing < needed(tx.conn)? {
        let about = (of.id.as_str(), of.id.as_str());
        outbox::tell(tx, EventKind::VettingWaiting, about, &To::Convenors, Some(&person))?;
        return Ok(false);
    }
    organisations::settle(tx, &actor, &of.id, wanted.to(), &note)?;
    Ok(true)
}

/// How many convenors have to want the same.
pub(crate) fn needed(conn: &mut Conn) -> Result<usize> {
    Ok(if organisations::count_active(conn)? >= TWO_FROM { 2 } else { 1 })
}

/// What can be decided over an organisation, and what was said of it.
#[derive(Debug, Clone)]
pub struct Vetting {
    /// Over whom.
    pub organisation: Organisation,
    /// What its status allows to want.
    pub wanted: Wanted,
    /// What convenors have said, each by name.
    pub votes: Vec<(String, Vote)>,
    /// How many convenors still have to say so.
    pub missing: usize,
    /// Whether the one who asks has said so, or must not because it is their own organisation.
    pub closed_to_me: bool,
}

/// What can be decided over an organisation. For convenors.
pub fn vetting_of(conn: &mut Conn, viewer: &Viewer, of: &Organisation) -> Result<Vetting> {
    allows(viewer, Act::SeeVetting)?;
    vettings_of(conn, viewer, vec![of.clone()])?.pop().ok_or(Error::NotFound)
}

/// The same for many.
fn vettings_of(conn: &mut Conn, viewer: &Viewer, all: Vec<Organisation>) -> Result<Vec<Vetting>> {
    let needed = needed(conn)?;
    let open: Vec<(OrganisationId, Vote)> = vetting::table
        .filter(vetting::organisation_id.is_among(all.iter().map(|one| one.id.clone()).collect::<Vec<_>>()))
        .filter(vetting::settled_at.is_null())
        .order((vetting::at, vetting::id))
        .select((vetting::organisation_id, (vetting::person_id, vetting::wanted, vetting::note, vetting::at)))
        .load(conn)?;
    let voters = persons::by_ids(conn, open.iter().map(|(_, vote)| vote.person.clone()).collect())?;
    let vetting = |of: Organisation| {
        let wanted = Wanted::for_status(of.status);
        let votes: Vec<(String, Vote)> = open
            .iter()
            .filter(|(about, _)| *about == of.id)
            .filter_map(|(_, vote)| Some((voters.get(&vote.person)?.name.clone(), vote.clone())))
            .collect();
        let agreeing = votes.iter().filter(|(_, vote)| vote.wanted == wanted).count();
        let mine =
            votes.iter().any(|(_, vote)| vote.wanted == wanted && viewer.person() == Some(&vote.person));
        Vetting {
            wanted,
            missing: needed.saturating_sub(agreeing),
            closed_to_me: mine || viewer.is_of(&of.id),
            organisation: of,
            votes,
        }
    };
    Ok(all.into_iter().map(vetting).collect())
}

/// Everything that waits for convenors: applicants, the suspended, and members on whom somebody has said something.
pub fn vetting_queue(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Vetting>> {
    allows(viewer, Act::SeeVetting)?;
    let known = organisations::directory(conn, viewer)?;
    let mut queue = vettings_of(conn, viewer, known)?;
    queue.retain(|one| one.organisation.status != OrganisationStatus::Active || !one.votes.is_empty());
    Ok(queue)
}

/// How many organisations wait for this convenor's vote: applicants, and those for which another convenor wants something.
/// Those on which they have voted do not, nor does their own organisation.
pub fn waiting_for(conn: &mut Conn, viewer: &Viewer) -> Result<usize> {
    allows(viewer, Act::Admit)?;
    let votes: Vec<(OrganisationId, PersonId, Wanted)> = vetting::table
        .filter(vetting::settled_at.is_null())
        .select((vetting::organisation_id, vetting::person_id, vetting::wanted))
        .load(conn)?;
    let mut open: BTreeSet<OrganisationId> = organisations::applicants(conn)?.into_iter().collect();
    open.extend(votes.iter().map(|(of, ..)| of.clone()));
    let mut waiting = 0;
    open.retain(|id| !viewer.is_of(id));
    let about = organisations::by_ids(conn, open.iter().cloned().collect())?;
    for (id, organisation) in &about {
        let wanted = Wanted::for_status(organisation.status);
        let mut said = votes.iter().filter(|(of, _, what)| of == id && *what == wanted);
        let mine = said.clone().any(|(_, person, _)| viewer.person() == Some(person));
        // Nothing is wanted of a member or of a suspended one until a convenor begins.
        waiting += usize::from(!mine && (wanted == Wanted::Admit || said.next().is_some()));
    }
    Ok(waiting)
}
