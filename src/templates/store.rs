//! The rows of templates, and who may read one.

use diesel::prelude::*;

use super::model::{Row, SEALED, Template};
use crate::access::{Act, Viewer, permits, sql};
use crate::db::schema::action_template;
use crate::db::{Conn, IsAmong, OrganisationId, TemplateId, Tx};
use crate::error::{Error, Result, message};
use crate::people;
use crate::vault::{self, Vault};

/// The templates that a viewer may read: those of their own organisation and, as an active member, those in use that are for
/// all members and that an active member with the office keeps; who sees to these reads all that are for all members, whoever keeps
/// them. Of all, or of the one with this reference; with whether the office keeps it.
fn rows(conn: &mut Conn, viewer: &Viewer, reference: Option<&str>) -> Result<Vec<(Row, bool)>> {
    let office = people::secretariat(conn)?;
    let own = action_template::organisation_id.eq(sql::reading_home(viewer));
    let in_force = action_template::common
        .eq(permits(viewer, Act::SeeActionWork))
        .and(action_template::retired_at.is_null())
        .and(action_template::organisation_id.is_among(office.clone()));
    let seen_to = action_template::common.eq(permits(viewer, Act::KeepCommonTemplates));
    let common = action_template::common.eq(true).and(in_force.or(seen_to));
    let mut rows = action_template::table
        .filter(own.or(common))
        .order(action_template::reference)
        .select(Row::as_select())
        .into_boxed();
    if let Some(reference) = reference {
        rows = rows.filter(action_template::reference.eq(reference.to_owned()));
    }
    let rows: Vec<Row> = rows.load(conn)?;
    let with = |row: Row| {
        let held = office.contains(&row.organisation_id);
        (row, held)
    };
    Ok(rows.into_iter().map(with).collect())
}

/// What rows say, in a fixed number of statements. One that does not open keeps none of the others back.
fn opened(conn: &mut Conn, vault: &Vault, rows: Vec<(Row, bool)>) -> Result<Vec<Result<Template>>> {
    let kept: Vec<vault::Kept<'_>> =
        rows.iter().map(|(row, _)| (row.id.as_str(), row.version, row.sealed.as_slice())).collect();
    let texts = if kept.is_empty() { Vec::new() } else { vault.open_kept(conn, SEALED, &kept)? };
    let read = |((row, held), text): ((Row, bool), Result<_>)| {
        let says = text.and_then(|text: zeroize::Zeroizing<Vec<u8>>| {
            serde_json::from_slice(&text).map_err(|fault| Error::stored("template", &row.reference, fault))
        });
        if let Err(fault) = &says {
            tracing::error!(%fault, template = row.reference, "a template cannot be read");
        }
        says.map(|says| Template { row, says, held })
    };
    Ok(rows.into_iter().zip(texts).map(read).collect())
}

/// All that a viewer may read: those for all members first, each by name.
pub(super) fn all(conn: &mut Conn, vault: &Vault, viewer: &Viewer) -> Result<Vec<Template>> {
    let found = rows(conn, viewer, None)?;
    let mut all: Vec<Template> = opened(conn, vault, found)?.into_iter().flatten().collect();
    all.sort_by_cached_key(|one| (!one.row.common, one.says.name.to_lowercase(), one.row.reference.clone()));
    Ok(all)
}

/// One that a viewer may read. [`Error::NotFound`] where there is none for them.
pub fn readable(conn: &mut Conn, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Template> {
    let found = rows(conn, viewer, Some(reference))?;
    opened(conn, vault, found)?.pop().ok_or(Error::NotFound)?
}

/// The same where it is in use: an action can be begun with it.
pub fn usable(conn: &mut Conn, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Template> {
    let found = readable(conn, vault, viewer, reference)?;
    if found.is_in_use() { Ok(found) } else { Err(Error::NotFound) }
}

/// The same for an action: that there is none is said where it was named.
pub fn for_action(conn: &mut Conn, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Template> {
    usable(conn, vault, viewer, reference).map_err(|fault| match fault {
        Error::NotFound => Error::invalid("template", message("fault-no-such-template")),
        other => other,
    })
}

/// How many an organisation keeps, for itself or for all members.
pub(super) fn count(conn: &mut Conn, owner: &OrganisationId, common: bool) -> Result<i64> {
    let own = action_template::table.filter(action_template::organisation_id.eq(owner));
    Ok(own.filter(action_template::common.eq(common)).count().get_result(conn)?)
}

pub(super) fn insert(tx: &mut Tx<'_>, row: &Row) -> Result<()> {
    diesel::insert_into(action_template::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Writes a change down, if nobody else has changed it since version `seen`.
pub(super) fn update(tx: &mut Tx<'_>, row: &Row, seen: i32) -> Result<()> {
    let same = action_template::table.find(&row.id).filter(action_template::version.eq(seen));
    let changed = diesel::update(same)
        .set((
            action_template::version.eq(row.version),
            action_template::sealed.eq(&row.sealed),
            action_template::retired_at.eq(row.retired_at),
            action_template::changed_at.eq(row.changed_at),
        ))
        .execute(tx.conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Takes it away, and the key of what it said: copies of its row, wherever they are, open no more.
pub(super) fn remove(tx: &mut Tx<'_>, id: &TemplateId) -> Result<()> {
    vault::erase(tx, id.as_str())?;
    diesel::delete(action_template::table.find(id)).execute(tx.conn)?;
    Ok(())
}

/// A reference that no template has.
pub(super) fn free_reference(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference('B', |conn, reference| {
        action_template::table.filter(action_template::reference.eq(reference)).count().get_result(conn)
    })
}

/// The references of these templates, by id.
pub fn references_of(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, String)>> {
    let found = action_template::table.filter(action_template::id.is_among(ids.to_vec()));
    Ok(found.select((action_template::id, action_template::reference)).load(conn)?)
}
