//! Groups of organisations. Each admission opens a new epoch: who joins reads what is released from then on.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde_json::json;

use super::model::{self, Organisation, OrganisationStatus};
use super::organisations;
use crate::access::{Act, Viewer, allows, permits};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::schema::{coalition_group, group_member, organisation};
use crate::db::{ChangeKind, Conn, GroupId, IsAmong, Moment, OrganisationId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::outbox::{self, EventKind, To};

/// A named set of organisations.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = coalition_group)]
pub struct Group {
    /// Internal.
    pub id: GroupId,
    /// What the outside calls it.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Whether who belongs to it is told only to those who do, and to the convenor.
    pub confidential_roster: bool,
    /// Counts admissions.
    pub epoch: i32,
    /// When it was made.
    pub created_at: Moment,
}

/// The epoch of a group's first members.
pub(super) const FIRST: i32 = 1;

fn all(conn: &mut Conn) -> Result<Vec<Group>> {
    Ok(coalition_group::table
        .order((coalition_group::name, coalition_group::id))
        .select(Group::as_select())
        .load(conn)?)
}

/// Every group with its newest epoch.
pub(super) fn epochs(conn: &mut Conn) -> Result<Vec<(GroupId, i32)>> {
    Ok(coalition_group::table.select((coalition_group::id, coalition_group::epoch)).load(conn)?)
}

/// The groups that an organisation belongs to.
fn groups_of(conn: &mut Conn, organisation: &OrganisationId) -> Result<BTreeSet<GroupId>> {
    let rows: Vec<GroupId> = group_member::table
        .filter(group_member::organisation_id.eq(organisation))
        .filter(group_member::left_at.is_null())
        .select(group_member::group_id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// What the outside calls each group.
pub(super) fn by_id(conn: &mut Conn) -> Result<BTreeMap<GroupId, Group>> {
    Ok(all(conn)?.into_iter().map(|group| (group.id.clone(), group)).collect())
}

fn is_member(conn: &mut Conn, group: &GroupId, organisation: &OrganisationId) -> Result<bool> {
    let rows: i64 = group_member::table
        .filter(group_member::group_id.eq(group))
        .filter(group_member::organisation_id.eq(organisation))
        .filter(group_member::left_at.is_null())
        .count()
        .get_result(conn)?;
    Ok(rows > 0)
}

/// Whether this viewer may see who belongs to the group. Of a group with a confidential roster, others do not
/// even see that it exists.
fn sees_roster(conn: &mut Conn, viewer: &Viewer, group: &Group) -> Result<bool> {
    let member = match viewer.organisation() {
        Some(home) => is_member(conn, &group.id, home)?,
        None => false,
    };
    Ok(permits(viewer, Act::SeeRoster { confidential: group.confidential_roster, member }))
}

/// The groups that this viewer may know of.
pub fn seen(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Group>> {
    let own = viewer.organisation().map(|home| groups_of(conn, home)).transpose()?.unwrap_or_default();
    let mut groups = all(conn)?;
    groups.retain(|group| {
        let member = own.contains(&group.id);
        permits(viewer, Act::SeeRoster { confidential: group.confidential_roster, member })
    });
    Ok(groups)
}

/// The same, each with those who belong to it.
pub fn seen_with_rosters(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<(Group, Vec<Organisation>)>> {
    let groups = seen(conn, viewer)?;
    let rows: Vec<(GroupId, Organisation)> = group_member::table
        .inner_join(organisation::table)
        .filter(
            group_member::group_id.is_among(groups.iter().map(|group| group.id.clone()).collect::<Vec<_>>()),
        )
        .filter(group_member::left_at.is_null())
        .order((organisation::name, organisation::id))
        .select((group_member::group_id, Organisation::as_select()))
        .load(conn)?;
    let mut rosters: BTreeMap<GroupId, Vec<Organisation>> = BTreeMap::new();
    for (group, member) in rows.into_iter().filter(|(_, member)| is_told(viewer, member)) {
        rosters.entry(group).or_default().push(member);
    }
    let with_roster = |group: Group| {
        let roster = rosters.remove(&group.id).unwrap_or_default();
        (group, roster)
    };
    Ok(groups.into_iter().map(with_roster).collect())
}

/// Who is suspended is told by no page but the convenors' and their own.
fn is_told(viewer: &Viewer, member: &Organisation) -> bool {
    permits(viewer, Act::RunGroups) || viewer.is_of(&member.id) || member.status == OrganisationStatus::Active
}

/// A group that this viewer may know of.
pub fn seen_by_slug(conn: &mut Conn, viewer: &Viewer, slug: &str) -> Result<Group> {
    seen(conn, viewer)?.into_iter().find(|group| group.slug == slug).ok_or(Error::NotFound)
}

/// A group by its id.
pub fn group(conn: &mut Conn, id: &GroupId) -> Result<Group> {
    Ok(coalition_group::table.find(id).select(Group::as_select()).first(conn)?)
}

/// A member of a group.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub organisation: Organisation,
    /// Since when.
    pub since: Moment,
    /// Whether it reads what the group was given before, too.
    pub past: bool,
    /// The first epoch of the group that is open to it.
    pub from_epoch: i32,
}

/// Who belongs to a group and since when, for those who may see it.
pub fn members(conn: &mut Conn, viewer: &Viewer, group: &Group) -> Result<Vec<Member>> {
    if !sees_roster(conn, viewer, group)? {
        return Err(Error::NotFound);
    }
    let rows: Vec<(Organisation, Moment, i32)> = group_member::table
        .inner_join(organisation::table)
        .filter(group_member::group_id.eq(&group.id))
        .filter(group_member::left_at.is_null())
        .order((organisation::name, organisation::id))
        .select((Organisation::as_select(), group_member::joined_at, group_member::from_epoch))
        .load(conn)?;
    let member = |(organisation, since, from): (Organisation, Moment, i32)| Member {
        organisation,
        since,
        past: from <= FIRST,
        from_epoch: from,
    };
    Ok(rows.into_iter().map(member).filter(|member| is_told(viewer, &member.organisation)).collect())
}

/// Who belongs to a group, for those who may see it.
pub fn roster(conn: &mut Conn, viewer: &Viewer, group: &Group) -> Result<Vec<Organisation>> {
    Ok(members(conn, viewer, group)?.into_iter().map(|member| member.organisation).collect())
}

/// What a convenor types.
#[derive(Debug, Clone)]
pub struct NewGroup {
    /// What the outside will call it.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Whether its roster is confidential.
    pub confidential_roster: bool,
    /// The slugs of its first members.
    pub members: Vec<String>,
}

/// Which active organisations belong to these groups: for what a member shares with a group as long as it belongs to it.
pub fn belonging(conn: &mut Conn, groups: Vec<GroupId>) -> Result<BTreeSet<(GroupId, OrganisationId)>> {
    let rows: Vec<(GroupId, OrganisationId)> = group_member::table
        .inner_join(organisation::table)
        .filter(group_member::group_id.is_among(groups))
        .filter(group_member::left_at.is_null())
        .filter(organisation::status.eq(OrganisationStatus::Active))
        .select((group_member::group_id, group_member::organisation_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Whether this organisation may know of the group: it has no confidential roster, or the organisation belongs to it.
pub fn known_to(conn: &mut Conn, id: &GroupId, organisation: &OrganisationId) -> Result<bool> {
    Ok(!group(conn, id)?.confidential_roster || is_member(conn, id, organisation)?)
}

/// Makes a group with its first members.
pub fn create(tx: &mut Tx<'_>, viewer: &Viewer, new: &NewGroup) -> Result<Group> {
    allows(viewer, Act::RunGroups)?;
    let mut faults = Fields::default();
    let slug = model::slug("slug", &new.slug, &mut faults);
    let name = model::line("name", &new.name, true, 120, &mut faults);
    let purpose = model::lines("purpose", &new.purpose, false, 1_000, &mut faults);
    let mut members = Vec::new();
    for member in &new.members {
        match organisations::active_by_slug(tx.conn, viewer, member) {
            Ok(found) if members.iter().any(|known: &Organisation| known.id == found.id) => {}
            Ok(found) => members.push(found),
            Err(Error::NotFound) => {
                faults.add("members", message("fault-no-such-member").with("name", member));
            }
            Err(other) => return Err(other),
        }
    }
    if all(tx.conn)?.iter().any(|group| group.slug == slug) {
        faults.add("slug", message("fault-slug-taken"));
    }
    faults.into_result(())?;
    let group = Group {
        id: tx.id(),
        slug,
        name,
        purpose,
        confidential_roster: new.confidential_roster,
        epoch: FIRST,
        created_at: tx.now(),
    };
    diesel::insert_into(coalition_group::table).values(&group).execute(tx.conn)?;
    log(tx, viewer, &group, "group.created", json!({}))?;
    for member in &members {
        join(tx, &group, &member.id, FIRST)?;
    }
    tx.change(ChangeKind::Group, group.id.as_str(), false)?;
    Ok(group)
}

fn log(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    of: &Group,
    act: &'static str,
    detail: serde_json::Value,
) -> Result<()> {
    let actor = Actor::of(viewer.person(), viewer.organisation());
    let owner = viewer.organisation();
    audit::record(
        tx,
        &actor,
        &Entry { act, subject_kind: SubjectKind::Group, subject: of.id.as_str(), owner, detail },
    )
}

/// What the log says of those who join or leave: the log is read by more people than a confidential roster is. Who
/// belonged to such a group and when stands in its own rows.
fn named(of: &Group, member: &Organisation) -> serde_json::Value {
    if of.confidential_roster { json!({}) } else { json!({ "organisation": member.slug }) }
}

fn join(tx: &mut Tx<'_>, group: &Group, member: &OrganisationId, from: i32) -> Result<()> {
    diesel::insert_into(group_member::table)
        .values((
            group_member::id.eq(tx.ambient().uuid()),
            group_member::group_id.eq(&group.id),
            group_member::organisation_id.eq(member),
            group_member::from_epoch.eq(from),
            group_member::joined_at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    let (id, to) = (group.id.as_str(), To::Organisation(member.clone()));
    outbox::tell(tx, EventKind::GroupJoined, (id, id), &to, None)
}

/// Admits an organisation: it reads what is released from now on, or with `past` everything that the group
/// ever read.
pub fn admit(tx: &mut Tx<'_>, viewer: &Viewer, of: &Group, member: &Organisation, past: bool) -> Result<()> {
    allows(viewer, Act::RunGroups)?;
    if member.status != OrganisationStatus::Active {
        return Err(Error::invalid("organisation", message("conflict-no-member")));
    }
    if is_member(tx.conn, &of.id, &member.id)? {
        return Err(Error::invalid("organisation", message("conflict-belongs-already")));
    }
    let epoch = group(tx.conn, &of.id)?.epoch + 1;
    diesel::update(coalition_group::table.find(&of.id))
        .set(coalition_group::epoch.eq(epoch))
        .execute(tx.conn)?;
    join(tx, of, &member.id, if past { 0 } else { epoch })?;
    let mut detail = named(of, member);
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("past".into(), past.into());
    }
    log(tx, viewer, of, "group.joined", detail)?;
    tx.change(ChangeKind::Group, of.id.as_str(), false)?;
    Ok(())
}

/// The same for the organisation with this slug, as far as the viewer may know of it.
pub fn admit_by_slug(tx: &mut Tx<'_>, viewer: &Viewer, of: &Group, slug: &str, past: bool) -> Result<()> {
    allows(viewer, Act::RunGroups)?;
    let member = organisations::seen_by_slug(tx.conn, viewer, slug).map_err(|error| match error {
        Error::NotFound => {
            Error::invalid("organisation", message("fault-no-such-organisation").with("name", slug))
        }
        other => other,
    })?;
    admit(tx, viewer, of, &member, past)
}

/// Takes an organisation out: from now on it reads nothing of the group's, old or new.
pub fn remove(tx: &mut Tx<'_>, viewer: &Viewer, of: &Group, member: &Organisation) -> Result<()> {
    allows(viewer, Act::RunGroups)?;
    let left = diesel::update(
        group_member::table
            .filter(group_member::group_id.eq(&of.id))
            .filter(group_member::organisation_id.eq(&member.id))
            .filter(group_member::left_at.is_null()),
    )
    .set(group_member::left_at.eq(tx.now()))
    .execute(tx.conn)?;
    if left == 0 {
        return Err(Error::NotFound);
    }
    log(tx, viewer, of, "group.left", named(of, member))?;
    tx.change(ChangeKind::Group, of.id.as_str(), true)?;
    Ok(())
}

/// A group by its slug, for the operator at the command line.
pub fn for_operator(conn: &mut Conn, slug: &str) -> Result<Group> {
    coalition_group::table
        .filter(coalition_group::slug.eq(slug))
        .select(Group::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}
