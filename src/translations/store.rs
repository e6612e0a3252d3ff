//! Translations as rows.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Translation, Words};
use crate::access::{Viewer, sql};
use crate::db::schema::{readable, release, translation};
use crate::db::{Conn, RenditionId, ReportId, TranslationId, Tx};
use crate::error::{Error, Result};
use crate::{contributions, flow, vault};

pub(super) fn insert(tx: &mut Tx<'_>, row: &Translation) -> Result<()> {
    diesel::insert_into(translation::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// A random reference that nothing has yet.
pub(super) fn free_reference(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference('T', |conn, reference| {
        translation::table.filter(translation::reference.eq(reference)).count().get_result(conn)
    })
}

/// The translation that is called so, if this viewer may know of it: it is on their desk; it is or was theirs to decide; or
/// they are in its audience, and it is live or was taken back by itself. What went with its rendition is gone.
pub(super) fn known(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Translation> {
    let decided =
        release::table.filter(release::subject.eq(translation::id)).filter(flow::is_decided_by(viewer));
    let read = readable::table
        .filter(readable::id.eq(translation::id))
        .filter(sql::in_audience(viewer))
        .filter(sql::is_listed().or(translation::withdrawn_at.is_not_null()));
    let desk = translation::organisation_id.eq(contributions::desk_of(viewer));
    translation::table
        .filter(translation::reference.eq(reference))
        .filter(desk.or(exists(decided)).or(exists(read)))
        .select(Translation::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// By their ids.
pub(super) fn by_ids(conn: &mut Conn, ids: &[String]) -> Result<Vec<Translation>> {
    Ok(translation::table
        .filter(translation::id.eq_any(ids.to_vec()))
        .select(Translation::as_select())
        .load(conn)?)
}

/// All that there ever was of a rendition, newest first.
pub(super) fn of_rendition(conn: &mut Conn, rendition: &RenditionId) -> Result<Vec<Translation>> {
    Ok(translation::table
        .filter(translation::rendition_id.eq(rendition))
        .order((translation::created_at.desc(), translation::id.desc()))
        .select(Translation::as_select())
        .load(conn)?)
}

/// Those of a report, newest first, whatever became of them.
pub(super) fn of_report(conn: &mut Conn, report: &ReportId) -> Result<Vec<Translation>> {
    Ok(translation::table
        .filter(translation::report_id.eq(report))
        .order((translation::created_at.desc(), translation::id.desc()))
        .select(Translation::as_select())
        .load(conn)?)
}

/// What is out of all renditions of a report that say the same as the one with this hash, in the order of languages.
pub(super) fn live_with(conn: &mut Conn, report: &str, hash: &str) -> Result<Vec<Translation>> {
    Ok(translation::table
        .inner_join(readable::table.on(readable::id.eq(translation::id)))
        .filter(translation::report_id.eq(report))
        .filter(translation::rendition_hash.eq(hash))
        .filter(sql::is_listed())
        .order((translation::language, translation::released_at, translation::id))
        .select(Translation::as_select())
        .load(conn)?)
}

/// The words are out.
pub(super) fn set_released(tx: &mut Tx<'_>, id: &TranslationId, words: &Words) -> Result<()> {
    let words = serde_json::to_string(words).map_err(Error::internal)?;
    diesel::update(translation::table.find(id))
        .set((translation::words.eq(words), translation::released_at.eq(tx.now())))
        .execute(tx.conn)?;
    Ok(())
}

/// They were taken back: nothing of them stays here.
pub(super) fn set_withdrawn(tx: &mut Tx<'_>, id: &TranslationId, reason: &str) -> Result<()> {
    diesel::update(translation::table.find(id))
        .set((
            translation::words.eq(""),
            translation::withdrawn_at.eq(tx.now()),
            translation::withdrawn_reason.eq(reason),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Leaves nothing of the translations of a report that is erased. Its renditions are still there.
pub(crate) fn erase_about(tx: &mut Tx<'_>, report: &ReportId) -> Result<()> {
    let about: Vec<String> =
        translation::table.filter(translation::report_id.eq(report)).select(translation::id).load(tx.conn)?;
    for id in about {
        flow::erase(tx, &id)?;
        sql::erase(tx, &id)?;
        vault::erase(tx, &id)?;
        diesel::delete(translation::table.find(&id)).execute(tx.conn)?;
    }
    Ok(())
}

/// The references of these translations, by id.
pub(crate) fn references_of(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, String)>> {
    let found = translation::table.filter(translation::id.eq_any(ids.to_vec()));
    Ok(found.select((translation::id, translation::reference)).load(conn)?)
}
