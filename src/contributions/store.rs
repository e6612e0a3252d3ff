//! Contributions as rows.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;

use super::links::{self, LinkKind};
use super::{Condition, Contribution, Kind};
use crate::access::{self, Readable, Token, sql};
use crate::db::schema::{contribution, contribution_version, readable};
use crate::db::{Conn, ContributionId, IsAmong, Moment, OrganisationId, PersonId, Tx, text_enum};
use crate::error::{Error, Result};
use crate::flow::{self, TextKind, TextState};
use crate::redaction::Tombstone;
use crate::vault;

/// How many are asked about in one statement.
const PART: usize = 500;

text_enum! {
    /// How a contribution ended.
    pub(super) enum EndedAs {
        /// Its organisation took it back.
        Withdrawn = "withdrawn",
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = contribution)]
pub(super) struct Thing {
    id: ContributionId,
    pub kind: TextKind,
    reference: String,
    organisation_id: OrganisationId,
    rests_on: Option<String>,
    reply_to: Option<ContributionId>,
    created_by: PersonId,
    created_at: Moment,
    ended_at: Option<Moment>,
    ended_as: Option<EndedAs>,
    ended_reason: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = contribution_version)]
pub(super) struct Version {
    pub id: ContributionId,
    contribution_id: ContributionId,
    rests_on_revision: i32,
    body: String,
    created_by: PersonId,
    created_at: Moment,
    released_at: Option<Moment>,
    closed_at: Option<Moment>,
    ordinal: i32,
    withdrawn_at: Option<Moment>,
    withdrawn_reason: Option<String>,
}

fn tombstone(at: Option<Moment>, reason: Option<String>) -> Option<Tombstone> {
    at.map(|at| Tombstone { at, reason: reason.unwrap_or_default() })
}

/// The condition that a version is the one that its readers are shown: no later one took its place.
pub(super) fn is_shown() -> Condition {
    Box::new(exists(
        readable::table.filter(readable::id.eq(contribution_version::id)).filter(sql::is_listed()),
    ))
}

/// With the details of their kind, and as the rule sees them: in as many statements however many there are.
pub(super) fn load<K: Kind>(conn: &mut Conn, rows: Vec<(Thing, Version)>) -> Result<Vec<Contribution<K>>> {
    let versions: Vec<String> = rows.iter().map(|(_, one)| one.id.as_str().to_owned()).collect();
    let mut readables = access::readables(conn, &versions)?;
    with_details(conn, rows, &mut readables)
}

/// With the details of their kind, where it is known already how the rule sees them.
pub(super) fn with_details<K: Kind>(
    conn: &mut Conn,
    rows: Vec<(Thing, Version)>,
    readables: &mut BTreeMap<String, Result<Readable>>,
) -> Result<Vec<Contribution<K>>> {
    let ids: Vec<String> = rows.iter().map(|(thing, _)| thing.id.as_str().to_owned()).collect();
    let details = K::details(conn, &ids)?;
    let mut whole = |(thing, version): (Thing, Version)| {
        let missing = || Error::stored("details", &thing.reference, "they are missing");
        Ok(Contribution {
            details: details.get(thing.id.as_str()).cloned().ok_or_else(missing)?,
            // Whoever reads no later version learns neither when the whole ended nor why: that was said to others.
            ended: tombstone(version.withdrawn_at, version.withdrawn_reason)
                .or_else(|| tombstone(thing.ended_at, thing.ended_reason)),
            id: thing.id,
            readable: readables.remove(version.id.as_str()).transpose()?,
            version: version.id,
            ordinal: version.ordinal,
            reference: thing.reference,
            organisation_id: thing.organisation_id,
            rests_on: thing.rests_on.unwrap_or_default(),
            revision: version.rests_on_revision,
            reply_to: thing.reply_to,
            body: version.body,
            created_by: version.created_by,
            created_at: version.created_at,
            released_at: version.released_at,
        })
    };
    rows.into_iter().map(&mut whole).collect()
}

/// With its details.
pub(super) fn one<K: Kind>(conn: &mut Conn, found: (Thing, Version)) -> Result<Contribution<K>> {
    let missing = Error::stored("contribution", &found.0.reference, "it is missing");
    load(conn, vec![found])?.pop().ok_or(missing)
}

/// By the ids of versions, which are the subjects of their releases.
pub(super) fn by_versions<K: Kind>(conn: &mut Conn, ids: &[String]) -> Result<Vec<Contribution<K>>> {
    let mut found: Vec<(Thing, Version)> = Vec::new();
    for part in ids.chunks(PART) {
        let rows: Vec<(Thing, Version)> = contribution::table
            .inner_join(contribution_version::table)
            .filter(contribution_version::id.is_among(part.to_vec()))
            .filter(contribution::kind.eq(K::KIND))
            .select((Thing::as_select(), Version::as_select()))
            .load(conn)?;
        found.extend(rows);
    }
    load(conn, found)
}

/// By the id of a version.
pub(super) fn by_version<K: Kind>(conn: &mut Conn, id: &str) -> Result<Contribution<K>> {
    let found = by_versions(conn, &[id.to_owned()])?.pop();
    found.ok_or_else(|| Error::stored("contribution", id, "it is missing"))
}

/// These, in this order, whoever may read them: for a page of a list whose kind chose its rows.
pub fn by_ids<K: Kind>(conn: &mut Conn, ids: &[ContributionId]) -> Result<Vec<Contribution<K>>> {
    let mut rows: Vec<(Thing, Version)> = Vec::new();
    for part in ids.chunks(PART) {
        let found: Vec<(Thing, Version)> = contribution::table
            .inner_join(contribution_version::table)
            .filter(contribution::id.is_among(part.to_vec()))
            .filter(contribution::kind.eq(K::KIND))
            .filter(contribution_version::closed_at.is_null())
            .select((Thing::as_select(), Version::as_select()))
            .load(conn)?;
        rows.extend(found);
    }
    let places: BTreeMap<&ContributionId, usize> = ids.iter().zip(0..).collect();
    rows.sort_by_key(|(thing, version)| {
        let place = places.get(&thing.id).copied();
        // Of one with several versions the newest that is released.
        (place, version.released_at.is_none(), Reverse(version.ordinal))
    });
    rows.dedup_by(|later, first| later.0.id == first.0.id);
    load(conn, rows)
}

/// All of a kind whose rows are so, whatever became of them and whoever may read them, the newest first.
pub fn matching<K: Kind>(conn: &mut Conn, condition: Condition) -> Result<Vec<Contribution<K>>> {
    let rows: Vec<(Thing, Version)> = contribution::table
        .inner_join(contribution_version::table)
        .filter(contribution::kind.eq(K::KIND))
        .filter(condition)
        .order((contribution_version::created_at.desc(), contribution_version::id.desc()))
        .select((Thing::as_select(), Version::as_select()))
        .load(conn)?;
    load(conn, rows)
}

/// What one replies to, whoever may read it.
pub fn replied_to<K: Kind>(conn: &mut Conn, row: &Contribution<K>) -> Result<Contribution<K>> {
    let missing = || Error::stored("reply", &row.reference, "what it replies to is missing");
    let id = row.reply_to.clone().ok_or_else(missing)?;
    by_ids(conn, &[id])?.pop().ok_or_else(missing)
}

/// What replies to one and is released, the oldest first, whoever may read it and if it has ended too.
pub fn replies_to<K: Kind>(conn: &mut Conn, row: &Contribution<K>) -> Result<Vec<Contribution<K>>> {
    let rows: Vec<(Thing, Version)> = contribution::table
        .inner_join(contribution_version::table)
        .filter(contribution::reply_to.eq(&row.id))
        .filter(contribution::kind.eq(K::KIND))
        .filter(is_shown())
        .order((contribution_version::released_at, contribution_version::id))
        .select((Thing::as_select(), Version::as_select()))
        .load(conn)?;
    load(conn, rows)
}

/// The ids of all on which contributions of this kind rest, where an organisation wrote one of them, or is named in an
/// audience of what they rest on.
pub fn parents_that_concern<K: Kind>(conn: &mut Conn, organisation: &str) -> Result<Vec<String>> {
    let token = Token::Organisation(OrganisationId::from(organisation.to_owned())).to_string();
    let named = readable::table
        .filter(readable::family.nullable().eq(contribution::rests_on))
        .filter(sql::names(token));
    let parents: Vec<Option<String>> = contribution::table
        .filter(contribution::kind.eq(K::KIND))
        .filter(contribution::organisation_id.eq(organisation).or(exists(named)))
        .select(contribution::rests_on)
        .distinct()
        .load(conn)?;
    Ok(parents.into_iter().flatten().collect())
}

/// A random reference that nothing has yet.
pub(super) fn free_reference<K: Kind>(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference(K::PREFIX, |conn, reference| {
        contribution::table.filter(contribution::reference.eq(reference)).count().get_result(conn)
    })
}

/// Enters a contribution with its first version and what that links to.
pub(super) fn insert<K: Kind>(
    tx: &mut Tx<'_>,
    row: &Contribution<K>,
    links: &[(LinkKind, String)],
) -> Result<()> {
    let thing = Thing {
        id: row.id.clone(),
        kind: K::KIND,
        reference: row.reference.clone(),
        organisation_id: row.organisation_id.clone(),
        rests_on: Some(row.rests_on.clone()).filter(|id| !id.is_empty()),
        reply_to: row.reply_to.clone(),
        created_by: row.created_by.clone(),
        created_at: row.created_at,
        ended_at: None,
        ended_as: None,
        ended_reason: None,
    };
    diesel::insert_into(contribution::table).values(thing).execute(tx.conn)?;
    insert_version(tx, row, links)?;
    K::insert(tx, row)
}

/// Enters a version of a contribution and what that links to.
pub(super) fn insert_version<K: Kind>(
    tx: &mut Tx<'_>,
    row: &Contribution<K>,
    links: &[(LinkKind, String)],
) -> Result<()> {
    let version = Version {
        id: row.version.clone(),
        contribution_id: row.id.clone(),
        rests_on_revision: row.revision,
        body: String::new(),
        created_by: row.created_by.clone(),
        created_at: row.created_at,
        released_at: None,
        closed_at: None,
        ordinal: row.ordinal,
        withdrawn_at: None,
        withdrawn_reason: None,
    };
    diesel::insert_into(contribution_version::table).values(version).execute(tx.conn)?;
    links::insert(tx, &row.version, links)
}

/// Its text is released: it is stored here from now on.
pub(super) fn set_released(tx: &mut Tx<'_>, version: &ContributionId, body: &str) -> Result<()> {
    diesel::update(contribution_version::table.find(version))
        .set((contribution_version::body.eq(body), contribution_version::released_at.eq(tx.now())))
        .execute(tx.conn)?;
    Ok(())
}

/// Its proposal has ended without a release.
pub(super) fn set_closed(tx: &mut Tx<'_>, version: &ContributionId) -> Result<()> {
    diesel::update(contribution_version::table.find(version))
        .set(contribution_version::closed_at.eq(tx.now()))
        .execute(tx.conn)?;
    Ok(())
}

/// It was withdrawn: nothing of its texts stays here.
pub(super) fn set_withdrawn(tx: &mut Tx<'_>, id: &ContributionId, reason: &str) -> Result<()> {
    diesel::update(contribution_version::table.filter(contribution_version::contribution_id.eq(id)))
        .set(contribution_version::body.eq(""))
        .execute(tx.conn)?;
    diesel::update(contribution::table.find(id))
        .set((
            contribution::ended_at.eq(tx.now()),
            contribution::ended_as.eq(EndedAs::Withdrawn),
            contribution::ended_reason.eq(reason),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// A version of something that rests on what changes: its contribution, its own id, its kind, and how far it is on its way.
/// A contribution ends with its newest version: if that has ended, by itself or with what it rests on, so have those before.
pub(super) struct Child {
    pub id: ContributionId,
    pub version: ContributionId,
    pub kind: TextKind,
    pub state: TextState,
    /// Whether its proposal has ended already.
    pub closed: bool,
}

/// What rests on something or, where that has several texts, on one of them, of whatever kind: every version.
/// What replies goes before what it replies to.
pub(super) fn children(conn: &mut Conn, at: Moment, parent: &str) -> Result<Vec<Child>> {
    let mut parents = sql::ids_in(conn, parent)?;
    parents.push(parent.to_owned());
    let rows: Vec<(Thing, Version)> = contribution::table
        .inner_join(contribution_version::table)
        .filter(contribution::rests_on.is_among(parents))
        .order((contribution::reply_to.is_null(), contribution::id, contribution_version::ordinal))
        .select((Thing::as_select(), Version::as_select()))
        .load(conn)?;
    // Of each contribution its newest released version, which comes last.
    let released = rows.iter().filter(|(_, version)| version.released_at.is_some());
    let newest: BTreeMap<String, String> =
        released.map(|(thing, one)| (thing.id.as_str().to_owned(), one.id.as_str().to_owned())).collect();
    let live = sql::going_on(conn, at, &newest.values().cloned().collect::<Vec<_>>())?;
    let goes_on = |thing: &Thing| newest.get(thing.id.as_str()).is_some_and(|newest| live.contains(newest));
    let child = |(thing, version): (Thing, Version)| Child {
        state: match (thing.ended_at.or(version.withdrawn_at), version.released_at) {
            (None, None) => TextState::Sealed,
            (None, Some(_)) if goes_on(&thing) => TextState::Released,
            (Some(_), _) | (None, Some(_)) => TextState::Ended,
        },
        id: thing.id,
        closed: version.closed_at.is_some(),
        version: version.id,
        kind: thing.kind,
    };
    Ok(rows.into_iter().map(child).collect())
}

/// Leaves nothing of a contribution: its versions, what was proposed of them, who could read them, what is sealed under
/// them. The details of its kind and its links go with its row.
pub(super) fn erase(tx: &mut Tx<'_>, id: &ContributionId) -> Result<()> {
    let versions: Vec<String> = contribution_version::table
        .filter(contribution_version::contribution_id.eq(id))
        .select(contribution_version::id)
        .load(tx.conn)?;
    for version in versions {
        flow::erase(tx, &version)?;
        vault::erase(tx, &version)?;
    }
    // All versions are readable things of one family.
    sql::erase(tx, id.as_str())?;
    diesel::delete(contribution::table.find(id)).execute(tx.conn)?;
    Ok(())
}

/// The references of these versions, by the ids of those: for the log.
pub fn references_of(conn: &mut Conn, versions: &[String]) -> Result<Vec<(String, String)>> {
    Ok(contribution_version::table
        .inner_join(contribution::table)
        .filter(contribution_version::id.is_among(versions))
        .select((contribution_version::id, contribution::reference))
        .load(conn)?)
}
