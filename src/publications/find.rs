//! How publications are found: by the hash of their words, and of a statement.

use std::cmp::Reverse;
use std::sync::OnceLock;

use diesel::dsl::exists;
use diesel::prelude::*;

use super::model::Publication;
use crate::access::{Viewer, sql};
use crate::contributions::{self, Contribution};
use crate::db::schema::{contribution, publication_details, readable};
use crate::db::{Conn, ContributionId};
use crate::error::{Error, Result};

/// What the publication with this hash is called, the newest: for those who may read it, or could, and its own organisation. The rule is asked in
/// the statement that finds it. [`Error::NotFound`] for everybody else.
pub(super) fn by_hash(conn: &mut Conn, viewer: &Viewer, hash: &str) -> Result<(String, ContributionId)> {
    let heard = readable::table.filter(readable::family.eq(contribution::id)).filter(sql::could_read(viewer));
    let own = contribution::organisation_id.eq(sql::reading_home(viewer));
    publication_details::table
        .inner_join(contribution::table)
        .filter(publication_details::hash.eq(hash))
        .filter(exists(heard).or(own))
        .order((contribution::ended_at.is_not_null(), publication_details::ordinal.desc()))
        .select((contribution::reference, contribution::id))
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// What everybody reads of a publication, once the viewer may; also while other names wait for a second person.
pub(super) fn released(
    conn: &mut Conn,
    viewer: &Viewer,
    id: &ContributionId,
) -> Result<Option<Contribution<Publication>>> {
    let row = contributions::by_ids::<Publication>(conn, std::slice::from_ref(id))?.pop();
    Ok(row.filter(|row| row.released_at.is_some() && row.ended.is_none() && row.is_readable_by(viewer)))
}

/// All publications of a statement, the newest first, whoever may know of them.
fn all(conn: &mut Conn, action: &ContributionId) -> Result<Vec<Contribution<Publication>>> {
    let of_it = publication_details::table.filter(publication_details::statement_id.eq(action.clone()));
    let named = contribution::id.eq_any(of_it.select(publication_details::contribution_id));
    let mut rows = contributions::matching::<Publication>(conn, Box::new(named))?;
    rows.sort_by_key(|row| Reverse((row.details.ordinal, row.created_at, row.released_at.is_none())));
    Ok(rows)
}

/// What is released of a statement and was not withdrawn, whether or not it is open yet: for those who decide what comes of it.
pub(crate) fn current(conn: &mut Conn, action: &ContributionId) -> Result<Option<Contribution<Publication>>> {
    let rows = all(conn, action)?;
    Ok(rows.into_iter().find(|row| row.released_at.is_some() && row.ended.is_none() && !row.is_replaced()))
}

/// What was proposed last of a statement, where it is not released: it waits, or came back.
pub(super) fn proposed(
    conn: &mut Conn,
    action: &ContributionId,
) -> Result<Option<Contribution<Publication>>> {
    let newest = all(conn, action)?.into_iter().next();
    Ok(newest.filter(|row| row.released_at.is_none() && row.ended.is_none()))
}

/// The statements to which one stands in some relation, by their actions, each with the word for that, whoever may know of it.
pub(crate) type Related = fn(&mut Conn, &ContributionId) -> Result<Vec<(&'static str, ContributionId)>>;

static WIRED: OnceLock<Related> = OnceLock::new();

/// Says who knows: once for the program, before anything is read.
pub(crate) fn wire(related: Related) {
    WIRED.set(related).ok();
}

/// See [`Related`].
pub(super) fn related_to(
    conn: &mut Conn,
    action: &ContributionId,
) -> Result<Vec<(&'static str, ContributionId)>> {
    let missing = || Error::Internal("no room has said which statements belong together".into());
    WIRED.get().ok_or_else(missing)?(conn, action)
}
