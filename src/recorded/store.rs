//! What is stored of records.

use diesel::dsl::exists;
use diesel::prelude::*;

use crate::access::{Viewer, sql};
use crate::actions::Action;
use crate::contributions::Contribution;
use crate::db::schema::{readable, recorded_part};
use crate::db::{Conn, ContributionId, IsAmong, Moment, OrganisationId, PersonId, RecordId, Tx, text_enum};
use crate::error::Result;
use crate::outbox;

text_enum! {
    /// What is recorded of an organisation.
    pub enum Says {
        /// That it joined.
        Joined = "joined",
        /// That it does not take part.
        Declined = "declined",
    }
}

/// A record as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = recorded_part)]
pub(super) struct Record {
    pub id: RecordId,
    pub contribution_id: ContributionId,
    /// The version of the brief before whose readers it was recorded.
    pub version_id: ContributionId,
    /// Of whom.
    pub organisation_id: OrganisationId,
    pub says: Says,
    /// Who recorded it.
    pub by_id: OrganisationId,
    person_id: PersonId,
    pub at: Moment,
    /// When the organisation itself said so: that it does not take part. Who takes part joins.
    pub confirmed_at: Option<Moment>,
}

/// Writes down what one organisation said to another, in place of what was recorded before. What it has confirmed itself stays: then
/// nothing is written, whatever whoever records is shown.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    row: &Contribution<Action>,
    (of, says): (&OrganisationId, Says),
    (by, person): (&OrganisationId, &PersonId),
) -> Result<Option<RecordId>> {
    if is_confirmed(tx, &row.id, of)? {
        return Ok(None);
    }
    delete(tx, &row.id, of)?;
    let record = Record {
        id: tx.id(),
        contribution_id: row.id.clone(),
        version_id: row.version.clone(),
        organisation_id: of.clone(),
        says,
        by_id: by.clone(),
        person_id: person.clone(),
        at: tx.now(),
        confirmed_at: None,
    };
    diesel::insert_into(recorded_part::table).values(&record).execute(tx.conn)?;
    Ok(Some(record.id))
}

fn is_confirmed(tx: &mut Tx<'_>, action: &ContributionId, of: &OrganisationId) -> Result<bool> {
    let found: i64 = recorded_part::table
        .filter(recorded_part::contribution_id.eq(action))
        .filter(recorded_part::organisation_id.eq(of))
        .filter(recorded_part::confirmed_at.is_not_null())
        .count()
        .get_result(tx.conn)?;
    Ok(found > 0)
}

/// The organisation says itself what was recorded of it, before all who read the action now.
pub(super) fn confirm(
    tx: &mut Tx<'_>,
    row: &Contribution<Action>,
    (record, person): (&Record, &PersonId),
) -> Result<()> {
    // Who recorded it, and when, is dropped: that was done before other readers.
    diesel::update(recorded_part::table.find(&record.id))
        .set((
            recorded_part::version_id.eq(&row.version),
            recorded_part::by_id.eq(&record.organisation_id),
            recorded_part::person_id.eq(person),
            recorded_part::at.eq(tx.now()),
            recorded_part::confirmed_at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    outbox::forget(tx, record.id.as_str())
}

/// Nothing is recorded of an organisation any more, and nobody is told what was.
pub(super) fn delete(tx: &mut Tx<'_>, action: &ContributionId, of: &OrganisationId) -> Result<()> {
    let old: Option<RecordId> = recorded_part::table
        .filter(recorded_part::contribution_id.eq(action))
        .filter(recorded_part::organisation_id.eq(of))
        .select(recorded_part::id)
        .first(tx.conn)
        .optional()?;
    let Some(old) = old else { return Ok(()) };
    diesel::delete(recorded_part::table.find(&old)).execute(tx.conn)?;
    outbox::forget(tx, old.as_str())
}

/// Nothing of what was recorded is kept: the action was withdrawn. Its events go with the action.
pub(super) fn forget(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    diesel::delete(recorded_part::table.filter(recorded_part::contribution_id.eq(action)))
        .execute(tx.conn)?;
    Ok(())
}

/// The records of these actions that the viewer, who reads them now, may see: those that were made before readers to whom they
/// belong, and those that their organisation made; all of an action that it began. One of their own organisation is no exception: it
/// would tell them of a brief that they did not read.
pub(super) fn shown(conn: &mut Conn, viewer: &Viewer, rows: &[&Contribution<Action>]) -> Result<Vec<Record>> {
    let heard =
        readable::table.filter(readable::id.eq(recorded_part::version_id)).filter(sql::could_read(viewer));
    let id = |row: &&Contribution<Action>| row.id.as_str().to_owned();
    let began: Vec<String> =
        rows.iter().filter(|row| viewer.reads_as(&row.organisation_id)).map(id).collect();
    Ok(recorded_part::table
        .filter(recorded_part::contribution_id.is_among(rows.iter().map(id).collect::<Vec<_>>()))
        .filter(
            recorded_part::contribution_id
                .is_among(began)
                .or(recorded_part::by_id.eq(sql::reading_home(viewer)))
                .or(exists(heard)),
        )
        .order((recorded_part::at, recorded_part::id))
        .select(Record::as_select())
        .load(conn)?)
}

/// Those of these records that are of an organisation, each with its action.
pub(super) fn of_organisation(
    conn: &mut Conn,
    organisation: &OrganisationId,
    ids: Vec<String>,
) -> Result<Vec<Record>> {
    Ok(recorded_part::table
        .filter(recorded_part::id.is_among(ids))
        .filter(recorded_part::organisation_id.eq(organisation))
        .order(recorded_part::id)
        .select(Record::as_select())
        .load(conn)?)
}
