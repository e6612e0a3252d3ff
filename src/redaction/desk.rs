//! How many subjects stand at once: for lists on the owner's desk.

use diesel::prelude::*;

use super::Rendition;
use super::renditions::load;
use crate::access::sql;
use crate::db::schema::readable;
use crate::db::{Conn, Moment};
use crate::error::Result;

/// The live renditions of many subjects at this moment, of each the fullest first: for a list on the owner's desk.
pub fn live_of_all(conn: &mut Conn, at: Moment, subjects: &[String]) -> Result<Vec<Rendition>> {
    let ids: Vec<String> = readable::table
        .filter(readable::family.eq_any(subjects))
        .filter(sql::is_current(at))
        .order((readable::rank, readable::id))
        .select(readable::id)
        .load(conn)?;
    load(conn, &ids)
}
