//! What is stored of mandates.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::decision::{Scope, Term, folded};
use crate::db::schema::{held_mandate, mandate_rule};
use crate::db::{Conn, IsAmong, MandateId, Moment, OrganisationId, PersonId, Tx, text_enum};
use crate::error::{Error, Result};
use crate::people::{self, Person};

text_enum! {
    /// In what a mandate is given; `scope_value` says which.
    pub enum ScopeKind {
        /// Everything.
        Everything = "everything",
        /// One kind of joint action.
        Action = "action",
        /// One forum.
        Forum = "forum",
    }
}

/// A mandate as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = held_mandate)]
pub struct Mandate {
    /// Internal.
    pub id: MandateId,
    /// What the outside calls it: `X-7K3QX9`.
    pub reference: String,
    /// For which organisation.
    pub organisation_id: OrganisationId,
    /// Who acts.
    pub person_id: PersonId,
    pub(super) scope: ScopeKind,
    pub(super) scope_value: String,
    /// The mandate of somebody else, in whose place its holder acts.
    pub stands_in_for: Option<MandateId>,
    /// From when.
    pub from_at: Moment,
    /// Up to when, where it was given with an end.
    pub until_at: Option<Moment>,
    /// When it was given.
    pub granted_at: Moment,
    pub(super) granted_by: PersonId,
    /// When somebody ended it.
    pub ended_at: Option<Moment>,
    ended_by: Option<PersonId>,
}

impl Scope {
    /// As it is stored.
    pub(super) fn stored(&self) -> (ScopeKind, String) {
        match self {
            Self::Everything => (ScopeKind::Everything, String::new()),
            Self::Action(kind) => (ScopeKind::Action, kind.to_string()),
            Self::Forum(forum) => (ScopeKind::Forum, forum.clone()),
        }
    }
}

impl Mandate {
    fn scope(&self) -> Result<Scope> {
        Ok(match self.scope {
            ScopeKind::Everything => Scope::Everything,
            ScopeKind::Forum => Scope::Forum(self.scope_value.clone()),
            ScopeKind::Action => {
                let kind = self.scope_value.parse();
                Scope::Action(kind.map_err(|fault| Error::stored("mandate", &self.reference, fault))?)
            }
        })
    }

    /// When it counts by itself: until its end, until somebody ends it, until the account of its holder is closed.
    fn own_term(&self, holder: &Person) -> Term {
        let term = Term { from: self.from_at, until: self.until_at };
        term.ending(self.ended_at).ending(holder.closed_at)
    }
}

/// A mandate with its holder, and when it counts.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub row: Mandate,
    pub scope: Scope,
    pub term: Term,
    pub holder: Person,
    /// Of a deputy's: the mandate that it stands in for, and its holder.
    pub principal: Option<(Mandate, Person)>,
}

impl Known {
    /// Whether it gives the same to the same person at some moment.
    pub fn is_doubled_by(
        &self,
        person: &PersonId,
        (scope, term): (&Scope, Term),
        of: Option<&MandateId>,
    ) -> bool {
        let same = match (&self.scope, scope) {
            (Scope::Forum(one), Scope::Forum(other)) => folded(one) == folded(other),
            (one, other) => one == other,
        };
        same && self.row.person_id == *person
            && self.row.stands_in_for.as_ref() == of
            && !self.term.is_empty()
            && !self.term.within(term).is_empty()
    }
}

/// These mandates with their holders, in the same order. One that cannot be understood is left out and logged. A fixed number of
/// statements, however many there are.
pub(super) fn known(conn: &mut Conn, rows: Vec<Mandate>) -> Result<Vec<Known>> {
    let others: BTreeSet<MandateId> = rows.iter().filter_map(|row| row.stands_in_for.clone()).collect();
    let others = by_ids(conn, others.into_iter().collect())?;
    let mut named: BTreeSet<PersonId> = rows.iter().map(|row| row.person_id.clone()).collect();
    named.extend(others.values().map(|row| row.person_id.clone()));
    let people = people::people_by_ids(conn, named.into_iter().collect())?;
    let one = |row: Mandate| match one_known(row.clone(), &others, &people) {
        Ok(known) => Some(known),
        Err(fault) => {
            tracing::error!(%fault, mandate = row.reference, "a mandate is left out");
            None
        }
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

fn one_known(
    row: Mandate,
    others: &BTreeMap<MandateId, Mandate>,
    people: &BTreeMap<PersonId, Person>,
) -> Result<Known> {
    let holder = |of: &Mandate| {
        let missing = || Error::stored("mandate", &of.reference, "its holder is missing");
        people.get(&of.person_id).cloned().ok_or_else(missing)
    };
    let (scope, own) = (row.scope()?, holder(&row)?);
    let mut term = row.own_term(&own);
    let principal = match &row.stands_in_for {
        Some(of) => {
            let missing = || Error::stored("mandate", &row.reference, "what it stands in for is missing");
            let other = others.get(of).cloned().ok_or_else(missing)?;
            let person = holder(&other)?;
            term = term.within(other.own_term(&person));
            Some((other, person))
        }
        None => None,
    };
    Ok(Known { row, scope, term, holder: own, principal })
}

fn by_ids(conn: &mut Conn, ids: Vec<MandateId>) -> Result<BTreeMap<MandateId, Mandate>> {
    Ok(of_ids(conn, ids)?.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// These mandates.
pub(super) fn of_ids(conn: &mut Conn, ids: Vec<MandateId>) -> Result<Vec<Mandate>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(held_mandate::table
        .filter(held_mandate::id.is_among(ids))
        .order(held_mandate::id)
        .select(Mandate::as_select())
        .load(conn)?)
}

/// All mandates of an organisation, the oldest first.
pub(super) fn of_organisation(conn: &mut Conn, organisation: &OrganisationId) -> Result<Vec<Mandate>> {
    Ok(held_mandate::table
        .filter(held_mandate::organisation_id.eq(organisation))
        .order((held_mandate::granted_at, held_mandate::id))
        .select(Mandate::as_select())
        .load(conn)?)
}

/// All that somebody holds or held.
pub(super) fn of_person(conn: &mut Conn, person: &PersonId) -> Result<Vec<Mandate>> {
    Ok(held_mandate::table
        .filter(held_mandate::person_id.eq(person))
        .order((held_mandate::granted_at, held_mandate::id))
        .select(Mandate::as_select())
        .load(conn)?)
}

/// A mandate of an organisation that is called so.
pub(super) fn called(
    conn: &mut Conn,
    organisation: &OrganisationId,
    reference: &str,
) -> Result<Option<Mandate>> {
    Ok(held_mandate::table
        .filter(held_mandate::organisation_id.eq(organisation))
        .filter(held_mandate::reference.eq(reference))
        .select(Mandate::as_select())
        .first(conn)
        .optional()?)
}

/// Makes a mandate, of which the reference is still to be found.
pub(super) struct NewRow<'a> {
    pub organisation: &'a OrganisationId,
    pub person: &'a PersonId,
    pub scope: &'a Scope,
    pub stands_in_for: Option<&'a MandateId>,
    pub term: Term,
    pub by: &'a PersonId,
}

pub(super) fn insert(tx: &mut Tx<'_>, new: &NewRow<'_>) -> Result<Mandate> {
    let reference = tx.free_reference('X', |conn, reference| {
        held_mandate::table.filter(held_mandate::reference.eq(reference)).count().get_result(conn)
    })?;
    let (scope, scope_value) = new.scope.stored();
    let row = Mandate {
        id: tx.id(),
        reference,
        organisation_id: new.organisation.clone(),
        person_id: new.person.clone(),
        scope,
        scope_value,
        stands_in_for: new.stands_in_for.cloned(),
        from_at: new.term.from,
        until_at: new.term.until,
        granted_at: tx.now(),
        granted_by: new.by.clone(),
        ended_at: None,
        ended_by: None,
    };
    diesel::insert_into(held_mandate::table).values(&row).execute(tx.conn)?;
    Ok(row)
}

pub(super) fn set_ended(tx: &mut Tx<'_>, id: &MandateId, by: &PersonId) -> Result<()> {
    diesel::update(held_mandate::table.find(id))
        .set((held_mandate::ended_at.eq(tx.now()), held_mandate::ended_by.eq(by)))
        .execute(tx.conn)?;
    Ok(())
}

/// Whether nobody acts for an organisation without a mandate.
pub(super) fn has_rule(conn: &mut Conn, organisation: &OrganisationId) -> Result<bool> {
    let found: i64 = mandate_rule::table
        .filter(mandate_rule::organisation_id.eq(organisation))
        .count()
        .get_result(conn)?;
    Ok(found > 0)
}

pub(super) fn set_rule(tx: &mut Tx<'_>, organisation: &OrganisationId, by: Option<&PersonId>) -> Result<()> {
    let of = mandate_rule::table.filter(mandate_rule::organisation_id.eq(organisation));
    diesel::delete(of).execute(tx.conn)?;
    if let Some(by) = by {
        diesel::insert_into(mandate_rule::table)
            .values((
                mandate_rule::organisation_id.eq(organisation),
                mandate_rule::since.eq(tx.now()),
                mandate_rule::person_id.eq(by),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// What mandates are called, by their internal ids: for the log.
pub fn references_of(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, String)>> {
    Ok(held_mandate::table
        .filter(held_mandate::id.is_among(ids.to_vec()))
        .select((held_mandate::id, held_mandate::reference))
        .load(conn)?)
}
