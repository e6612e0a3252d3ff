//! Inquiries as rows.

use diesel::alias;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{Inquiry, InquiryKind};
use crate::access::sql;
use crate::db::schema::{inquiry, report};
use crate::db::{Conn, InquiryId, OrganisationId, PersonId, ReportId, Tx};
use crate::error::Result;
use crate::{flow, vault};

pub(super) fn insert(tx: &mut Tx<'_>, row: &Inquiry) -> Result<()> {
    diesel::insert_into(inquiry::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// A random reference that nothing has yet.
pub(super) fn free_reference(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference('N', |conn, reference| {
        inquiry::table.filter(inquiry::reference.eq(reference)).count().get_result(conn)
    })
}

/// By its reference, whoever asks: callers ask the rule before they show anything of it.
pub(super) fn by_reference(conn: &mut Conn, reference: &str) -> Result<Inquiry> {
    Ok(inquiry::table.filter(inquiry::reference.eq(reference)).select(Inquiry::as_select()).first(conn)?)
}

/// By its id.
pub(super) fn by_id(conn: &mut Conn, id: &str) -> Result<Inquiry> {
    Ok(inquiry::table.find(id).select(Inquiry::as_select()).first(conn)?)
}

/// What is out about a report and was not taken back, oldest first.
pub(super) fn live_of(conn: &mut Conn, report: &str) -> Result<Vec<Inquiry>> {
    Ok(inquiry::table
        .filter(inquiry::report_id.eq(report))
        .filter(inquiry::released_at.is_not_null())
        .filter(inquiry::withdrawn_at.is_null())
        .order((inquiry::released_at, inquiry::id))
        .select(Inquiry::as_select())
        .load(conn)?)
}

/// What is out of a thread and was not taken back, oldest first, without the entry that began it.
pub(super) fn live_answers(conn: &mut Conn, thread: &InquiryId) -> Result<Vec<Inquiry>> {
    Ok(inquiry::table
        .filter(inquiry::answers.eq(thread))
        .filter(inquiry::released_at.is_not_null())
        .filter(inquiry::withdrawn_at.is_null())
        .order((inquiry::released_at, inquiry::id))
        .select(Inquiry::as_select())
        .load(conn)?)
}

/// What stands asked of the reports of an organisation without an answer of its own, the oldest first; of those of which
/// nothing is out any more too.
pub(super) fn unanswered(conn: &mut Conn, owner: &OrganisationId) -> Result<Vec<(InquiryId, ReportId)>> {
    let other = alias!(inquiry as other);
    let answered = other
        .filter(other.field(inquiry::answers).eq(inquiry::id.nullable()))
        .filter(other.field(inquiry::organisation_id).eq(owner.as_str().to_owned()))
        .filter(other.field(inquiry::withdrawn_at).is_null())
        .filter(other.field(inquiry::released_at).is_not_null());
    Ok(inquiry::table
        .inner_join(report::table.on(report::id.eq(inquiry::report_id)))
        .filter(report::organisation_id.eq(owner))
        .filter(inquiry::answers.is_null())
        .filter(inquiry::released_at.is_not_null())
        .filter(inquiry::withdrawn_at.is_null())
        .filter(not(exists(answered)))
        .order((inquiry::released_at, inquiry::id))
        .select((inquiry::id, inquiry::report_id))
        .load(conn)?)
}

/// What an organisation asked of others and did not take back, the newest first.
pub(super) fn begun_by(
    conn: &mut Conn,
    organisation: &OrganisationId,
) -> Result<Vec<(InquiryId, ReportId, PersonId)>> {
    Ok(inquiry::table
        .filter(inquiry::organisation_id.eq(organisation))
        .filter(inquiry::answers.is_null())
        .filter(inquiry::released_at.is_not_null())
        .filter(inquiry::withdrawn_at.is_null())
        .order((inquiry::released_at.desc(), inquiry::id.desc()))
        .select((inquiry::id, inquiry::report_id, inquiry::created_by))
        .load(conn)?)
}

/// What an organisation has begun beneath a report and not taken back since it was out.
pub(super) fn begun_beneath(
    conn: &mut Conn,
    report: &ReportId,
    organisation: &OrganisationId,
) -> Result<Vec<Inquiry>> {
    Ok(inquiry::table
        .filter(inquiry::report_id.eq(report))
        .filter(inquiry::organisation_id.eq(organisation))
        .filter(inquiry::kind.ne(InquiryKind::Answer))
        .filter(inquiry::withdrawn_at.is_null())
        .select(Inquiry::as_select())
        .load(conn)?)
}

/// The words are out.
pub(super) fn set_released(tx: &mut Tx<'_>, id: &InquiryId, words: &str) -> Result<()> {
    diesel::update(inquiry::table.find(id))
        .set((inquiry::words.eq(words), inquiry::released_at.eq(tx.now())))
        .execute(tx.conn)?;
    Ok(())
}

/// They were taken back: nothing of them stays here.
pub(super) fn set_withdrawn(tx: &mut Tx<'_>, id: &InquiryId, reason: &str) -> Result<()> {
    diesel::update(inquiry::table.find(id))
        .set((
            inquiry::words.eq(""),
            inquiry::wished.eq(""),
            inquiry::withdrawn_at.eq(tx.now()),
            inquiry::withdrawn_reason.eq(reason),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Leaves nothing of what was asked about a report that is erased, nor of what was answered.
pub(in crate::incidents) fn erase_about(tx: &mut Tx<'_>, report: &ReportId) -> Result<()> {
    let about: Vec<String> = inquiry::table
        .filter(inquiry::report_id.eq(report))
        // What answers goes before what it answers.
        .order(inquiry::answers.is_null())
        .select(inquiry::id)
        .load(tx.conn)?;
    for id in about {
        flow::erase(tx, &id)?;
        sql::erase(tx, &id)?;
        vault::erase(tx, &id)?;
        diesel::delete(inquiry::table.find(&id)).execute(tx.conn)?;
    }
    Ok(())
}
