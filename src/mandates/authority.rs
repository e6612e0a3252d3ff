//! By what somebody acts for their organisation: the one place that is asked.

use std::collections::BTreeSet;

use super::decision::{Decision, Held, Matter, decide};
use super::store::{self, Known};
use crate::access::{Act, Viewer, permits};
use crate::db::{Conn, MandateId, Moment, OrganisationId, PersonId};
use crate::error::{Error, Message, Result, message};
use crate::people;

/// Those holders of these mandates, and of the mandates that they stand in for, whose roles let them act for their organisation at a
/// moment. As many statements however many they are.
pub(super) fn able(conn: &mut Conn, all: &[Known], at: Moment) -> Result<BTreeSet<PersonId>> {
    let principal = |one: &Known| one.principal.as_ref().map(|(_, person)| person.id.clone());
    let mut ids: BTreeSet<PersonId> = all.iter().filter_map(principal).collect();
    ids.extend(all.iter().map(|one| one.holder.id.clone()));
    if ids.is_empty() {
        return Ok(ids);
    }
    let viewers = people::viewers_for(conn, &ids.into_iter().collect::<Vec<_>>(), at)?;
    let acting = viewers.iter().filter(|one| permits(one, Act::JoinAction));
    Ok(acting.filter_map(Viewer::person).cloned().collect())
}

/// Whether something could be done by a mandate in its days: its holder is among those who could act, and so is the one that they stand
/// in for.
pub(super) fn counts(one: &Known, able: &BTreeSet<PersonId>) -> bool {
    let principal = one.principal.as_ref().is_none_or(|(_, person)| able.contains(&person.id));
    principal && able.contains(&one.holder.id)
}

/// The mandates that somebody holds, without those by which nothing could be done now.
fn held(conn: &mut Conn, viewer: &Viewer, (home, person): (&OrganisationId, &PersonId)) -> Result<Vec<Held>> {
    let mut rows = store::of_person(conn, person)?;
    rows.retain(|row| row.organisation_id == *home);
    let mut known = store::known(conn, rows)?;
    // One that an administrator has ended is over for a call, too, that began before and waited.
    let ended = |one: &Known| one.row.ended_at.or(one.principal.as_ref().and_then(|(row, _)| row.ended_at));
    known.retain(|one| ended(one).is_none());
    let able = able(conn, &known, viewer.at())?;
    known.retain(|one| counts(one, &able));
    let one = |known: Known| Held {
        id: known.row.id,
        scope: known.scope,
        term: known.term,
        is_deputy: known.row.stands_in_for.is_some(),
    };
    Ok(known.into_iter().map(one).collect())
}

/// Whether the viewer, whose role permits the act, may act for their organisation in this now, and by what.
fn decision(conn: &mut Conn, viewer: &Viewer, matter: &Matter<'_>) -> Result<Decision> {
    let (home, person) = (viewer.organisation().ok_or(Error::SignIn)?, viewer.person().ok_or(Error::SignIn)?);
    let only_by_mandate = store::has_rule(conn, home)?;
    Ok(decide(viewer.at(), only_by_mandate, &held(conn, viewer, (home, person))?, matter))
}

/// What is said where a mandate is missing.
fn missing(matter: &Matter<'_>) -> Message {
    let kind = format!("action-kind-{}", matter.kind.as_str().replace('_', "-"));
    if matter.forum.is_empty() {
        message("denied-mandate").word("kind", kind)
    } else {
        message("denied-mandate-forum").word("kind", kind).with("forum", matter.forum)
    }
}

/// By which mandate the viewer acts for their organisation in this; none where it asks for none. Ask it after the role, and only
/// of what they read: where there is no mandate for it, [`Error::Denied`] says what is missing.
pub fn authority(conn: &mut Conn, viewer: &Viewer, matter: &Matter<'_>) -> Result<Option<MandateId>> {
    match decision(conn, viewer, matter)? {
        Decision::By(mandate) => Ok(Some(mandate)),
        Decision::Free => Ok(None),
        Decision::Missing => Err(Error::Denied(missing(matter))),
    }
}

/// Whether the viewer may: pages offer nothing else.
pub fn covers(conn: &mut Conn, viewer: &Viewer, matter: &Matter<'_>) -> Result<bool> {
    Ok(decision(conn, viewer, matter)? != Decision::Missing)
}

/// Whether the viewer may begin any joint action, as far as roles and mandates go.
pub fn may_begin(conn: &mut Conn, viewer: &Viewer) -> Result<bool> {
    let role = viewer.organisation().is_some_and(|owner| permits(viewer, Act::BeginAction { owner }));
    Ok(role && acts_at_all(conn, viewer)?)
}

/// Whether there is anything in which the viewer may act for their organisation now.
fn acts_at_all(conn: &mut Conn, viewer: &Viewer) -> Result<bool> {
    let (Some(home), Some(person)) = (viewer.organisation(), viewer.person()) else { return Ok(false) };
    if !store::has_rule(conn, home)? {
        return Ok(true);
    }
    Ok(held(conn, viewer, (home, person))?.iter().any(|one| one.term.holds(viewer.at())))
}

/// The same, or [`Error::Denied`].
pub fn may_act_at_all(conn: &mut Conn, viewer: &Viewer) -> Result<()> {
    if acts_at_all(conn, viewer)? { Ok(()) } else { Err(Error::Denied(message("denied-mandate-any"))) }
}

/// A missing mandate as the fault of the field in which a kind of action was chosen: a form comes back with all that was typed.
pub fn of_kind(fault: Error) -> Error {
    match fault {
        Error::Denied(why) if why.key.starts_with("denied-mandate") => Error::invalid("kind", why),
        other => other,
    }
}
