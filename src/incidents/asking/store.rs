//! Inquiries as rows.

use diesel::alias;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{Inquiry, InquiryKind};
use crate::access::{Viewer, sql};
use crate::db::schema::{inquiry, readable, release, report};
use crate::db::{Conn, InquiryId, OrganisationId, PersonId, ReportId, Tx};
use crate::error::{Error, Result};
use crate::incidents::apart;
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

/// By its reference, for who has just done something with it.
pub(super) fn by_reference(conn: &mut Conn, reference: &str) -> Result<Inquiry> {
    Ok(inquiry::table.filter(inquiry::reference.eq(reference)).select(Inquiry::as_select()).first(conn)?)
}

/// The entry that is called so, if this viewer may know of it: it is on their desk; it is theirs to decide; or it was
/// released, they are in its audience, they read the report (or what of it is on their desk), and what it answers was not
/// taken back.
pub(super) fn known(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Inquiry> {
    let root = alias!(inquiry as root);
    let own = inquiry::organisation_id.eq(sql::reading_home(viewer));
    let desk = inquiry::organisation_id
        .eq(apart::desk_of(viewer))
        .or(inquiry::created_by.eq(sql::person(viewer)).and(own));
    let decided = release::table.filter(release::subject.eq(inquiry::id)).filter(flow::is_decided_by(viewer));
    let heard = readable::table.filter(readable::id.eq(inquiry::id)).filter(sql::in_audience(viewer));
    let text = readable::table.filter(readable::family.eq(inquiry::report_id));
    let owned = report::table
        .filter(report::id.eq(inquiry::report_id))
        .filter(report::organisation_id.eq(apart::desk_of(viewer)));
    let begun = root
        .filter(root.field(inquiry::id).nullable().eq(inquiry::answers))
        .filter(root.field(inquiry::released_at).is_not_null())
        .filter(root.field(inquiry::withdrawn_at).is_null());
    let reads = exists(text.filter(sql::is_readable(viewer)))
        .or(exists(owned).and(exists(text.filter(readable::live.eq(true)))));
    let waits = inquiry::released_at.is_null().and(exists(decided));
    let read = inquiry::released_at
        .is_not_null()
        .and(exists(heard))
        .and(inquiry::answers.is_null().or(exists(begun)))
        .and(reads);
    inquiry::table
        .filter(inquiry::reference.eq(reference))
        .filter(desk.or(waits).or(read))
        .select(Inquiry::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
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
