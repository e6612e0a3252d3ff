//! How many subjects stand at once: for lists on the owner's desk.

use diesel::prelude::*;

use super::Rendition;
use super::renditions::load;
use crate::access::sql;
use crate::db::Conn;
use crate::db::schema::readable;
use crate::error::Result;

/// The live renditions of many subjects, of each the fullest first: for a list on the owner's desk.
pub fn live_of_all(conn: &mut Conn, subjects: &[String]) -> Result<Vec<Rendition>> {
    let ids: Vec<String> = readable::table
        .filter(readable::family.eq_any(subjects))
        .filter(sql::is_listed())
        .order((readable::rank, readable::id))
        .select(readable::id)
        .load(conn)?;
    load(conn, &ids)
}
