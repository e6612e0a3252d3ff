//! A publication, as a row beside its text.

use diesel::prelude::*;

use crate::db::schema::publication_details;
use crate::db::{Conn, ContributionId, Moment, Tx};
use crate::error::Result;

/// What is stored of it beside its text: the kind of contribution that it is.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = publication_details)]
pub struct Publication {
    /// Its own id.
    pub(super) contribution_id: ContributionId,
    /// Its place among the rows of lists.
    pub(super) ordinal: i64,
    /// Of which statement, by its action.
    pub(super) statement_id: ContributionId,
    /// The hash of its words.
    pub(super) hash: String,
    /// From when on everybody reads it; of what is proposed only where that is said.
    pub(super) opens: Option<Moment>,
}

/// From when on everybody reads it, once a second person has agreed.
pub(super) fn set_opens(tx: &mut Tx<'_>, id: &ContributionId, opens: Moment) -> Result<()> {
    diesel::update(publication_details::table.find(id.as_str()))
        .set(publication_details::opens.eq(opens))
        .execute(tx.conn)?;
    Ok(())
}

/// The number of the next row of lists. Whoever writes holds the one writer's place, so nobody takes the same.
pub(super) fn next_ordinal(conn: &mut Conn) -> Result<i64> {
    let last: Option<i64> =
        publication_details::table.select(diesel::dsl::max(publication_details::ordinal)).first(conn)?;
    Ok(last.unwrap_or_default() + 1)
}
