//! By what somebody acts for their organisation: the one place that is asked.

use std::collections::BTreeSet;

use super::decision::{Decision, Held, Matter, decide};
use super::store;
use crate::access::{Act, Viewer, permits};
use crate::db::{Conn, MandateId, OrganisationId, PersonId};
use crate::error::{Error, Message, Result, message};
use crate::people;

/// The mandates that somebody holds. A deputy's is left out where the one that it stands in for could not act now.
fn held(conn: &mut Conn, viewer: &Viewer, (home, person): (&OrganisationId, &PersonId)) -> Result<Vec<Held>> {
    let mut rows = store::of_person(conn, person)?;
    rows.retain(|row| row.organisation_id == *home);
    let mut known = store::known(conn, rows)?;
    let others: BTreeSet<PersonId> =
        known.iter().filter_map(|one| one.principal.as_ref()).map(|(_, person)| person.id.clone()).collect();
    if !others.is_empty() {
        let ids: Vec<PersonId> = others.into_iter().collect();
        let acting = people::viewers_for(conn, &ids, viewer.at())?;
        let acts = |id: &PersonId| {
            acting.iter().any(|one| one.person() == Some(id) && permits(one, Act::JoinAction))
        };
        known.retain(|one| one.principal.as_ref().is_none_or(|(_, person)| acts(&person.id)));
    }
    let one = |known: store::Known| Held {
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
