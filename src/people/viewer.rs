//! From an account to the viewer that the rule knows: asked of the database at every request.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::result::Error::NotFound;

use super::model::{Organisation, OrganisationStatus, Person};
use crate::access::{Capability, Membership, OrganisationKind, Role, Viewer, table};
use crate::db::schema::{coalition_group, group_member, organisation, person, role_grant};
use crate::db::{Conn, GroupId, IsAmong, Moment, OrganisationId, PersonId};
use crate::error::Result;

/// How long a right that waits does so before it counts.
const WAITING: TimeDelta = TimeDelta::hours(24);

/// Role, from when, until when, whether by a convenor, by whom.
type RoleGrant = (Role, Moment, Option<Moment>, bool, Option<PersonId>);

/// An account's home: of whom, which, its kind and status, and when the account was closed.
type Home = (PersonId, OrganisationId, OrganisationKind, OrganisationStatus, Option<Moment>);

/// The viewer that this account is right now.
pub fn viewer_for(conn: &mut Conn, id: &PersonId, now: Moment) -> Result<Viewer> {
    viewers_for(conn, std::slice::from_ref(id), now)?.pop().ok_or_else(|| NotFound.into())
}

/// The viewers that these accounts are right now, in the order of their ids; in as many statements however many they are.
pub fn viewers_for(conn: &mut Conn, ids: &[PersonId], now: Moment) -> Result<Vec<Viewer>> {
    let homes: Vec<Home> = person::table
        .inner_join(organisation::table)
        .filter(person::id.is_among(ids.to_vec()))
        .order(person::id)
        .select((person::id, organisation::id, organisation::kind, organisation::status, person::closed_at))
        .load(conn)?;
    viewers_of(conn, homes, now)
}

/// The viewers that all who have an open account in one of these organisations are right now; in as many statements however many they are.
pub fn viewers_in(conn: &mut Conn, homes: Vec<OrganisationId>, now: Moment) -> Result<Vec<Viewer>> {
    if homes.is_empty() {
        return Ok(Vec::new());
    }
    let homes: Vec<Home> = person::table
        .inner_join(organisation::table)
        .filter(organisation::id.is_among(homes))
        .filter(person::closed_at.is_null())
        .order(person::id)
        .select((person::id, organisation::id, organisation::kind, organisation::status, person::closed_at))
        .load(conn)?;
    viewers_of(conn, homes, now)
}

/// An account with its organisation, and the viewer that it is right now.
pub(crate) fn known_viewer(
    conn: &mut Conn,
    id: &PersonId,
    now: Moment,
) -> Result<(Person, Organisation, Viewer)> {
    let (person, home): (Person, Organisation) = person::table
        .inner_join(organisation::table)
        .filter(person::id.eq(id))
        .select((Person::as_select(), Organisation::as_select()))
        .first(conn)?;
    let of = (person.id.clone(), home.id.clone(), home.kind, home.status, person.closed_at);
    let viewer = viewers_of(conn, vec![of], now)?.pop().ok_or(NotFound)?;
    Ok((person, home, viewer))
}

fn viewers_of(conn: &mut Conn, homes: Vec<Home>, now: Moment) -> Result<Vec<Viewer>> {
    let ids: Vec<&PersonId> = homes.iter().map(|home| &home.0).collect();
    let granted: Vec<(PersonId, RoleGrant)> = role_grant::table
        .filter(role_grant::person_id.is_among(ids))
        .select((
            role_grant::person_id,
            (
                role_grant::role,
                role_grant::from_at,
                role_grant::until_at,
                role_grant::granted_by_convenor,
                role_grant::granted_by,
            ),
        ))
        .load(conn)?;
    let mut grants: BTreeMap<PersonId, Vec<RoleGrant>> = BTreeMap::new();
    for (person, grant) in granted {
        grants.entry(person).or_default().push(grant);
    }
    let organisations: BTreeSet<&OrganisationId> = homes.iter().map(|home| &home.1).collect();
    let members: Vec<(OrganisationId, GroupId, i32, i32)> = group_member::table
        .inner_join(coalition_group::table)
        .filter(group_member::organisation_id.is_among(organisations.into_iter().collect::<Vec<_>>()))
        .filter(group_member::left_at.is_null())
        .select((
            group_member::organisation_id,
            coalition_group::id,
            group_member::from_epoch,
            coalition_group::epoch,
        ))
        .load(conn)?;
    let mut groups: BTreeMap<OrganisationId, Vec<Membership>> = BTreeMap::new();
    for (organisation, group, from, current) in members {
        groups.entry(organisation).or_default().push(Membership { group, from, current });
    }
    let viewer = |home: Home| {
        let grants = grants.remove(&home.0).unwrap_or_default();
        let groups = groups.get(&home.1).map(Vec::as_slice).unwrap_or_default();
        of_rows(home, grants, groups, now)
    };
    Ok(homes.into_iter().map(viewer).collect())
}

fn of_rows(
    (id, home, kind, status, closed): Home,
    grants: Vec<RoleGrant>,
    groups: &[Membership],
    now: Moment,
) -> Viewer {
    let live = |from: Moment, until: Option<Moment>| {
        closed.is_none() && from <= now && until.is_none_or(|until| now < until)
    };
    let mut roles = BTreeSet::new();
    let mut effective = BTreeSet::new();
    for (role, from, until, by_convenor, by) in grants {
        if live(from, until) {
            roles.insert(role);
            if counts_from(role, from, Granted::new(by.as_ref() == Some(&id), by_convenor)) <= now {
                effective.insert(role);
            }
        }
    }
    let active = status == OrganisationStatus::Active;
    Viewer::member(id, home, kind, active, roles, &effective, groups).asking_at(now)
}

/// All that an account may read and do right now, each as a word: what an answer that is kept was given for.
pub fn rights_of(conn: &mut Conn, id: &PersonId, now: Moment) -> Result<BTreeSet<String>> {
    let viewer = viewer_for(conn, id, now)?;
    let tokens = viewer.tokens().iter().map(ToString::to_string);
    let may = Capability::ALL.iter().filter(|one| viewer.can(**one)).map(|one| format!("may:{one}"));
    Ok(tokens.chain(may).collect())
}

/// Who granted a role grant, as far as that decides from when it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granted {
    /// A convenor, the set-up, or a founding convenor.
    ByConvenor,
    /// Somebody of the same organisation.
    Inside,
    /// The one who holds it.
    ByOneself,
}

impl Granted {
    /// From what its row says.
    pub fn new(own: bool, by_convenor: bool) -> Self {
        match (own, by_convenor) {
            (true, _) => Self::ByOneself,
            (false, true) => Self::ByConvenor,
            (false, false) => Self::Inside,
        }
    }
}

/// From when a role grant counts. A right to be the second person (to approve, to admit) or to judge (to verify) waits where
/// it was granted inside the organisation; and whatever somebody gives themselves waits.
pub fn counts_from(role: Role, from: Moment, granted: Granted) -> Moment {
    match granted {
        Granted::ByConvenor => from,
        Granted::Inside if !waits(role) => from,
        Granted::Inside | Granted::ByOneself => from.plus(WAITING),
    }
}

/// Whether a role carries the right to approve what others propose, to confirm their alerts, to admit whom others admit, or
/// to verify what others report.
pub(super) fn waits(role: Role) -> bool {
    let second = [Capability::Approve, Capability::Alert, Capability::Admit, Capability::Verify];
    let carries = |capabilities: &[Capability]| second.iter().any(|one| capabilities.contains(one));
    table().iter().any(|(row, capabilities)| *row == role && carries(capabilities))
}
