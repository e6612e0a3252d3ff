//! What an erasure leaves of the files of a report.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::{evidence, evidence_copy};
use crate::error::Result;
use crate::files;

/// Leaves nothing of the files of a report that is erased.
pub(in crate::redaction) fn erase_of(tx: &mut Tx<'_>, report: &str) -> Result<()> {
    let files: Vec<(String, String)> = evidence::table
        .filter(evidence::report_id.eq(report))
        .select((evidence::id, evidence::file))
        .load(tx.conn)?;
    for (id, file) in files {
        let of_it = evidence_copy::table.filter(evidence_copy::evidence_id.eq(&id));
        let copies: Vec<String> = of_it.select(evidence_copy::file).load(tx.conn)?;
        files::erase(tx, &id, copies.into_iter().chain([file]))?;
        diesel::delete(evidence_copy::table.filter(evidence_copy::evidence_id.eq(&id))).execute(tx.conn)?;
        diesel::delete(evidence::table.find(&id)).execute(tx.conn)?;
    }
    Ok(())
}
