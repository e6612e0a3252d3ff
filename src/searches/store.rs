//! The rows of saved searches, and who may open one.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::SavedSearch;
use crate::access::{Token, Viewer};
use crate::db::schema::{saved_search, saved_search_look};
use crate::db::{Conn, GroupId, IsAmong, Moment, PersonId, SavedSearchId, Tx};
use crate::error::{Error, Result};
use crate::people;

/// How far somebody has seen a saved search, and whether they are told what is new.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = saved_search_look)]
pub struct Look {
    /// Which search.
    pub search_id: SavedSearchId,
    /// Who.
    pub person_id: PersonId,
    /// What was released up to here is not new to them.
    pub seen_until: Moment,
    /// Whether they are told what is new.
    pub tells: bool,
    /// When they were told last.
    pub told_at: Option<Moment>,
    /// The moment of release of the newest text that they were told of.
    pub told_until: Option<Moment>,
    /// That text.
    pub news_id: Option<String>,
}

/// The groups that a viewer reads with.
fn groups_of(viewer: &Viewer) -> BTreeSet<GroupId> {
    let group = |token: &Token| match token {
        Token::Group(id, _) => Some(id.clone()),
        _ => None,
    };
    viewer.tokens().iter().filter_map(group).collect()
}

/// The saved searches that a viewer may open, the newest first: their own, those of colleagues who share them, and those
/// shared with a group by somebody whose organisation belongs to it still. Of all, or of those with a reference or an id
/// among `named`.
fn load(conn: &mut Conn, viewer: &Viewer, named: Option<&[String]>) -> Result<Vec<SavedSearch>> {
    let person = viewer.person().ok_or(Error::SignIn)?;
    let groups: Vec<GroupId> = groups_of(viewer).into_iter().collect();
    let home = viewer.organisation().filter(|home| viewer.reads_as(home)).cloned();
    let reaches = saved_search::person_id
        .nullable()
        .eq(Some(person.as_str().to_owned()))
        .or(saved_search::organisation_id.is_among(home))
        .or(saved_search::group_id.is_among(groups.clone()));
    let mut rows = saved_search::table
        .filter(reaches)
        .order((saved_search::created_at.desc(), saved_search::id.desc()))
        .select(SavedSearch::as_select())
        .into_boxed();
    if let Some(named) = named {
        let named = named.to_vec();
        rows =
            rows.filter(saved_search::reference.is_among(named.clone()).or(saved_search::id.is_among(named)));
    }
    let mut rows: Vec<SavedSearch> = rows.load(conn)?;
    let owners = rows.iter().map(|row| row.person_id.clone()).collect();
    let owners = people::people_by_ids(conn, owners)?;
    let belonging = people::belonging_to_groups(conn, groups)?;
    rows.retain(|row| {
        let Some(owner) = owners.get(&row.person_id) else { return false };
        let belongs = |group: &GroupId| belonging.contains(&(group.clone(), owner.organisation_id.clone()));
        let shared = row.group_id.as_ref().is_none_or(belongs) && owner.closed_at.is_none();
        row.person_id == *person || shared
    });
    Ok(rows)
}

/// All that a viewer may open.
pub fn own_or_shared(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<SavedSearch>> {
    load(conn, viewer, None)
}

/// One that a viewer may open, by its reference. [`Error::NotFound`] where there is none for them.
pub fn readable(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<SavedSearch> {
    let found = load(conn, viewer, Some(&[reference.to_owned()]))?;
    found.into_iter().find(|row| row.reference == reference).ok_or(Error::NotFound)
}

/// Those of these that a viewer may open, by their ids.
pub(super) fn readable_by_ids(conn: &mut Conn, viewer: &Viewer, ids: &[String]) -> Result<Vec<SavedSearch>> {
    let mut found = load(conn, viewer, Some(ids))?;
    found.retain(|row| ids.iter().any(|id| id == row.id.as_str()));
    Ok(found)
}

/// How many somebody has saved.
pub(super) fn count_own(conn: &mut Conn, person: &PersonId) -> Result<i64> {
    Ok(saved_search::table.filter(saved_search::person_id.eq(person)).count().get_result(conn)?)
}

pub(super) fn insert(tx: &mut Tx<'_>, row: &SavedSearch) -> Result<()> {
    diesel::insert_into(saved_search::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Writes an edit down, if nobody else has edited it since `row` was read.
pub(super) fn update(tx: &mut Tx<'_>, row: &SavedSearch) -> Result<()> {
    let same = saved_search::table.find(&row.id).filter(saved_search::version.eq(row.version));
    let changed = diesel::update(same)
        .set((
            saved_search::name.eq(&row.name),
            saved_search::query.eq(&row.query),
            saved_search::organisation_id.eq(&row.organisation_id),
            saved_search::group_id.eq(&row.group_id),
            saved_search::version.eq(row.version + 1),
        ))
        .execute(tx.conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Takes a search away, with all that anybody has seen of it.
pub(super) fn remove(tx: &mut Tx<'_>, id: &SavedSearchId) -> Result<()> {
    diesel::delete(saved_search_look::table.filter(saved_search_look::search_id.eq(id))).execute(tx.conn)?;
    diesel::delete(saved_search::table.find(id)).execute(tx.conn)?;
    Ok(())
}

/// The searches that somebody has saved, whoever they are shared with.
pub(super) fn ids_of(conn: &mut Conn, person: &PersonId) -> Result<Vec<SavedSearchId>> {
    let own = saved_search::table.filter(saved_search::person_id.eq(person));
    Ok(own.select(saved_search::id).load(conn)?)
}

/// Forgets how far somebody has seen anything.
pub(super) fn forget_looks(tx: &mut Tx<'_>, person: &PersonId) -> Result<()> {
    diesel::delete(saved_search_look::table.filter(saved_search_look::person_id.eq(person)))
        .execute(tx.conn)?;
    Ok(())
}

/// How far somebody has seen these searches, by search.
pub(super) fn looks(
    conn: &mut Conn,
    person: &PersonId,
    searches: Vec<SavedSearchId>,
) -> Result<BTreeMap<SavedSearchId, Look>> {
    let rows: Vec<Look> = saved_search_look::table
        .filter(saved_search_look::person_id.eq(person))
        .filter(saved_search_look::search_id.is_among(searches))
        .select(Look::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|look| (look.search_id.clone(), look)).collect())
}

/// How far somebody has seen a search: of one that they never looked at nothing that was released before it was saved is new.
pub(super) fn look(conn: &mut Conn, person: &PersonId, search: &SavedSearch) -> Result<Look> {
    let known = looks(conn, person, vec![search.id.clone()])?.remove(&search.id);
    Ok(known.unwrap_or_else(|| first_look(person, search)))
}

/// The look of somebody who has not looked yet.
pub(super) fn first_look(person: &PersonId, search: &SavedSearch) -> Look {
    Look {
        search_id: search.id.clone(),
        person_id: person.clone(),
        seen_until: search.created_at,
        tells: false,
        told_at: None,
        told_until: None,
        news_id: None,
    }
}

pub(super) fn set_look(tx: &mut Tx<'_>, look: &Look) -> Result<()> {
    tx.require_write()?;
    diesel::delete(saved_search_look::table.find((&look.search_id, &look.person_id))).execute(tx.conn)?;
    diesel::insert_into(saved_search_look::table).values(look).execute(tx.conn)?;
    Ok(())
}

/// The looks of those who are to be told, and were not told since a moment; in the order of their keys, after one of them.
pub(super) fn to_be_told(
    conn: &mut Conn,
    since: Moment,
    after: Option<&Look>,
    most: i64,
) -> Result<Vec<Look>> {
    let mut rows = saved_search_look::table
        .filter(saved_search_look::tells.eq(true))
        .filter(saved_search_look::told_at.is_null().or(saved_search_look::told_at.le(since)))
        .order((saved_search_look::search_id, saved_search_look::person_id))
        .limit(most)
        .select(Look::as_select())
        .into_boxed();
    if let Some(last) = after {
        let same = saved_search_look::search_id.eq(last.search_id.clone());
        let later = saved_search_look::person_id.gt(last.person_id.clone());
        rows = rows.filter(saved_search_look::search_id.gt(last.search_id.clone()).or(same.and(later)));
    }
    Ok(rows.load(conn)?)
}

/// A reference that no search has.
pub(super) fn free_reference(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference('S', |conn, reference| {
        saved_search::table.filter(saved_search::reference.eq(reference)).count().get_result(conn)
    })
}

/// The references of these searches, by id.
pub fn references_of(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, String)>> {
    let found = saved_search::table.filter(saved_search::id.is_among(ids.to_vec()));
    Ok(found.select((saved_search::id, saved_search::reference)).load(conn)?)
}
