//! What the outside calls files, by their internal ids: for the log.

use diesel::prelude::*;

use crate::db::schema::evidence;
use crate::db::{Conn, IsAmong};
use crate::error::Result;

/// Ids with references. What is not there any more has none.
pub fn references_of_files(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, String)>> {
    Ok(evidence::table
        .filter(evidence::id.is_among(ids))
        .select((evidence::id, evidence::reference))
        .load(conn)?)
}
