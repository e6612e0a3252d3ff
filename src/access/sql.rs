//! The rule as a condition for SQL, and where audiences are kept: every readable thing, of whatever kind, has
//! its row in `readable` under its own id, which refers to its audience.
//!
//! A look-up by reference has the rule among its conditions ([`is_readable`], [`could_read`]), so that one statement
//! finds the thing and asks whether this viewer may know of it. What is hidden and what does not exist are then the same to
//! the program, not only to the viewer.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::{And, Eq, auto_type, exists, not};
use diesel::prelude::*;

pub use super::condition::home;
use super::condition::{Condition, Part};
use super::{Act, Audience, Readable, ReadableState, Released, Viewer, forget_audiences, permits, readables};
use crate::db::schema::{audience_token, readable, readable_rest};
use crate::db::{AudienceId, Conn, IsAmong, Moment, OrganisationId, Tx};
use crate::error::{Error, Result};

/// The place of a readable thing among those of the same report.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The id of the report (or of whatever else has several renditions or versions); its own, of a thing that has not.
    pub family: &'a str,
    /// 0 is the fullest.
    pub rank: i32,
}

/// Enters a readable thing with the audience that it was released to, and no other.
pub fn insert(tx: &mut Tx<'_>, id: &str, place: Place<'_>, released: &Released<'_>) -> Result<()> {
    if !released.covers(id, place.family) {
        return Err(Error::Internal(format!("{id} of {} is not what was released", place.family)));
    }
    diesel::insert_into(readable::table)
        .values((
            readable::id.eq(id),
            readable::family.eq(place.family),
            readable::rank.eq(place.rank),
            readable::state.eq(ReadableState::Listed),
            readable::audience_id.eq(released.audience_id()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// From here on a readable thing is read only by those who read `on` as well: another readable thing, or one of a family.
/// What `on` rests on in turn it rests on too. All of a family rest on the same, so that the rule can ask for each step at
/// once; and nothing rests on what is not there.
pub fn rest(tx: &mut Tx<'_>, id: &str, on: &str) -> Result<()> {
    let bases: Vec<Option<String>> = readable::table
        .filter(readable::id.eq(on).or(readable::family.eq(on)))
        .select(readable::rests_on)
        .distinct()
        .load(tx.conn)?;
    let family: String = readable::table.find(id).select(readable::family).first(tx.conn)?;
    let siblings: Vec<Option<String>> = readable::table
        .filter(readable::family.eq(family))
        .filter(readable::id.ne(id))
        .select(readable::rests_on)
        .distinct()
        .load(tx.conn)?;
    if bases.len() != 1 || siblings.iter().any(|other| other.as_deref() != Some(on)) {
        return Err(Error::Internal(format!("{id} cannot rest on {on}: {bases:?}, beside {siblings:?}")));
    }
    let mut all: BTreeSet<String> = readable_rest::table
        .inner_join(readable::table)
        .filter(readable::id.eq(on).or(readable::family.eq(on)))
        .select(readable_rest::base)
        .load(tx.conn)?
        .into_iter()
        .collect();
    all.insert(on.to_owned());
    diesel::update(readable::table.find(id)).set(readable::rests_on.eq(on)).execute(tx.conn)?;
    for base in all {
        diesel::insert_into(readable_rest::table)
            .values((readable_rest::readable_id.eq(id), readable_rest::base.eq(base)))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// A readable thing is listed, an older version, or gone.
pub fn set_state(tx: &mut Tx<'_>, id: &str, state: ReadableState) -> Result<()> {
    diesel::update(readable::table.find(id)).set(readable::state.eq(state)).execute(tx.conn)?;
    Ok(())
}

/// A readable thing ends at this moment, by the rule itself; without one it goes on. What is gone has no end any more.
pub fn set_until(tx: &mut Tx<'_>, id: &str, until: Option<Moment>) -> Result<()> {
    diesel::update(readable::table.find(id).filter(readable::state.ne(ReadableState::Gone)))
        .set(readable::until.eq(until))
        .execute(tx.conn)?;
    Ok(())
}

/// A readable thing opens at this moment, by the rule itself: nobody of its audience reads it before.
pub fn set_opens(tx: &mut Tx<'_>, id: &str, opens: Moment) -> Result<()> {
    diesel::update(readable::table.find(id)).set(readable::opens.eq(opens)).execute(tx.conn)?;
    Ok(())
}

/// Takes a readable thing out of everybody's sight. Nobody reads what rests on it any more either. It has no end from then
/// on: what it leaves behind, such as the reason of a withdrawal, stays. What has not opened by now never does: nobody learns that it was to.
pub fn retire(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    set_state(tx, id, ReadableState::Gone)?;
    diesel::update(readable::table.find(id)).set(readable::until.eq(None::<Moment>)).execute(tx.conn)?;
    diesel::update(readable::table.find(id).filter(readable::opens.gt(tx.now())))
        .set(readable::opens.eq(Moment::NEVER))
        .execute(tx.conn)?;
    Ok(())
}

/// Whether a readable thing is listed.
pub fn is_live(conn: &mut Conn, id: &str) -> Result<bool> {
    let state: Option<ReadableState> =
        readable::table.find(id).select(readable::state).first(conn).optional()?;
    Ok(state == Some(ReadableState::Listed))
}

/// The ids of all readable things of a family, whatever became of them.
pub fn ids_in(conn: &mut Conn, family: &str) -> Result<Vec<String>> {
    Ok(readable::table.filter(readable::family.eq(family)).select(readable::id).load(conn)?)
}

/// Forgets all readable things of a family, and who could read them.
pub fn erase(tx: &mut Tx<'_>, family: &str) -> Result<()> {
    let all: Vec<(String, AudienceId)> = readable::table
        .filter(readable::family.eq(family))
        .select((readable::id, readable::audience_id))
        .load(tx.conn)?;
    for (id, _) in &all {
        diesel::delete(readable_rest::table.filter(readable_rest::readable_id.eq(id))).execute(tx.conn)?;
        diesel::delete(readable::table.find(id)).execute(tx.conn)?;
    }
    forget_audiences(tx, &all.into_iter().map(|(_, audience)| audience).collect::<Vec<_>>())
}

/// So many values at most go into one question to the database.
const PART: usize = 500;

/// The families of those of these things that are current, by their ids.
pub fn families_of_current(conn: &mut Conn, at: Moment, ids: &[String]) -> Result<BTreeMap<String, String>> {
    let mut families = BTreeMap::new();
    for part in ids.chunks(PART) {
        let found: Vec<(String, String)> = readable::table
            .filter(readable::id.is_among(part.to_vec()))
            .filter(is_current(at))
            .select((readable::id, readable::family))
            .load(conn)?;
        families.extend(found);
    }
    Ok(families)
}

/// Those of these things that were not withdrawn and have not ended, older versions too.
pub fn going_on(conn: &mut Conn, at: Moment, ids: &[String]) -> Result<BTreeSet<String>> {
    let mut going_on = BTreeSet::new();
    for part in ids.chunks(PART) {
        let found: Vec<String> = readable::table
            .filter(readable::id.is_among(part.to_vec()))
            .filter(not(is_gone()))
            .filter(goes_on(at))
            .select(readable::id)
            .load(conn)?;
        going_on.extend(found);
    }
    Ok(going_on)
}

/// Those of these families of which this viewer is listed something.
pub fn families_listed(conn: &mut Conn, viewer: &Viewer, families: &[String]) -> Result<BTreeSet<String>> {
    let mut listed = BTreeSet::new();
    for part in families.chunks(PART) {
        let found: Vec<String> = readable::table
            .filter(readable::family.is_among(part.to_vec()))
            .filter(is_listed())
            .filter(is_readable(viewer))
            .select(readable::family)
            .distinct()
            .load(conn)?;
        listed.extend(found);
    }
    Ok(listed)
}

/// Those of these families of which something is current.
pub fn current_families(
    conn: &mut Conn,
    at: Moment,
    families: &BTreeSet<String>,
) -> Result<BTreeSet<String>> {
    let families: Vec<&String> = families.iter().collect();
    let mut live = BTreeSet::new();
    for part in families.chunks(PART) {
        let found: Vec<String> = readable::table
            .filter(readable::family.is_among(part.to_vec()))
            .filter(is_current(at))
            .select(readable::family)
            .distinct()
            .load(conn)?;
        live.extend(found);
    }
    Ok(live)
}

/// Moves a readable thing within its family: 0 is the fullest.
pub fn set_rank(tx: &mut Tx<'_>, id: &str, rank: i32) -> Result<()> {
    diesel::update(readable::table.find(id)).set(readable::rank.eq(rank)).execute(tx.conn)?;
    Ok(())
}

/// The ids of all of `family` that this viewer may read, older versions too, the newest rank first.
pub fn history_in(conn: &mut Conn, viewer: &Viewer, family: &str) -> Result<Vec<String>> {
    Ok(readable::table
        .filter(readable::family.eq(family))
        .filter(is_readable(viewer))
        .order((readable::rank, readable::id))
        .select(readable::id)
        .load(conn)?)
}

/// A readable thing as the rule sees it.
pub fn readable(conn: &mut Conn, id: &str) -> Result<Readable> {
    let missing = || Error::stored("readable", id, "it is missing");
    readables(conn, &[id.to_owned()])?.remove(id).ok_or_else(missing)?
}

/// The audience of a readable thing.
pub fn audience(conn: &mut Conn, id: &str) -> Result<Audience> {
    Ok(readable(conn, id)?.audience)
}

/// As a condition on a row of `readable`: it is listed.
pub fn is_listed() -> IsListed {
    readable::state.eq(ReadableState::Listed)
}

/// [`is_listed`] as a type.
pub type IsListed = Eq<readable::state, ReadableState>;

/// As a condition on a row of `readable`: it is gone.
pub fn is_gone() -> IsListed {
    readable::state.eq(ReadableState::Gone)
}

/// As a condition on a row of `readable`: its end has not passed at this moment, whatever its state, and whether or not it has opened.
pub fn goes_on(at: Moment) -> GoesOn {
    until_after(at)
}

/// [`goes_on`] as a type.
pub type GoesOn = until_after;

#[auto_type]
fn until_after(at: Moment) -> _ {
    readable::until.is_null().or(readable::until.assume_not_null().gt(at))
}

/// As a condition on a row of `readable`: it is listed and has not ended, whoever may read it.
pub fn is_current(at: Moment) -> And<IsListed, GoesOn> {
    is_listed().and(goes_on(at))
}

/// The rule as a condition on a row of `readable`: this viewer may read it.
pub fn is_readable(viewer: &Viewer) -> Condition {
    Condition::of(Part::Whole, viewer)
}

/// The part of the rule that outlives a withdrawal, as a condition on a row of `readable`: this viewer is in the audience of
/// the text, and it has not come to its end. What rests on something else is asked about that by [`rests`].
pub fn could_read(viewer: &Viewer) -> Condition {
    Condition::of(Part::Audience, viewer)
}

/// The rest of the rule, as a condition on a row of `readable`: the viewer reads what it rests on.
pub fn rests(viewer: &Viewer) -> Condition {
    Condition::of(Part::Rests, viewer)
}

/// As a condition on a row of `readable`: its audience names this token.
pub fn names(token: String) -> names_token {
    names_token(token)
}

#[auto_type]
fn names_token(token: String) -> _ {
    exists(
        audience_token::table
            .filter(audience_token::audience_id.eq(readable::audience_id))
            .filter(audience_token::token.eq(token)),
    )
}

/// The viewer's organisation as a value of a condition, where they read what it reads.
pub fn reading_home(viewer: &Viewer) -> String {
    viewer.organisation().filter(|home| viewer.reads_as(home)).map_or_else(String::new, |_| home(viewer))
}

/// The viewer's organisation as a value of a condition, where they may do one of these acts with what is its own.
pub fn home_for(viewer: &Viewer, acts: &[fn(&OrganisationId) -> Act<'_>]) -> String {
    let may = |home: &OrganisationId| acts.iter().any(|act| permits(viewer, act(home)));
    viewer.organisation().filter(|home| may(home)).map_or_else(String::new, |_| home(viewer))
}

/// The viewer as a value of a condition; nobody has the empty id.
pub fn person(viewer: &Viewer) -> String {
    viewer.person().map(|id| id.as_str().to_owned()).unwrap_or_default()
}

/// The ids of what is listed of `family` and this viewer may read, fullest first: a list shows the first.
pub fn readable_in(conn: &mut Conn, viewer: &Viewer, family: &str) -> Result<Vec<String>> {
    Ok(readable::table
        .filter(readable::family.eq(family))
        .filter(is_listed())
        .filter(is_readable(viewer))
        .order(readable::rank)
        .select(readable::id)
        .load(conn)?)
}
