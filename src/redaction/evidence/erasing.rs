//! What an erasure leaves of files: nothing, neither in the database nor on the disk.

use diesel::prelude::*;

use crate::audit;
use crate::db::Tx;
use crate::db::schema::{erased_file, evidence, evidence_copy};
use crate::error::Result;
use crate::vault::{self, Vault};
use crate::web::AppState;

/// Leaves nothing of the files of a report that is erased. Their keys are destroyed, so that the sealed bytes open no
/// more; the bytes themselves are taken off the disk by [`take_away`].
pub(in crate::redaction) fn erase_of(tx: &mut Tx<'_>, report: &str) -> Result<()> {
    let files: Vec<(String, String)> = evidence::table
        .filter(evidence::report_id.eq(report))
        .select((evidence::id, evidence::file))
        .load(tx.conn)?;
    for (id, file) in files {
        let of_it = evidence_copy::table.filter(evidence_copy::evidence_id.eq(&id));
        let copies: Vec<String> = of_it.select(evidence_copy::file).load(tx.conn)?;
        for name in copies.into_iter().chain([file]) {
            diesel::insert_into(erased_file::table).values(erased_file::name.eq(name)).execute(tx.conn)?;
        }
        vault::erase(tx, &id)?;
        audit::forget_details(tx, &id)?;
        diesel::delete(evidence_copy::table.filter(evidence_copy::evidence_id.eq(&id))).execute(tx.conn)?;
        diesel::delete(evidence::table.find(&id)).execute(tx.conn)?;
    }
    Ok(())
}

/// Takes the sealed bytes of what was erased off the disk. A name is forgotten when its file is gone, so that a crash
/// between the two leaves nothing behind.
pub fn take_away(app: &AppState, vault: &Vault) -> Result<()> {
    let names: Vec<String> =
        app.database().read(|conn| Ok(erased_file::table.select(erased_file::name).load(conn)?))?;
    for name in names {
        vault.remove_file(&name)?;
        app.write_now(|tx| {
            diesel::delete(erased_file::table.find(&name)).execute(tx.conn)?;
            Ok(())
        })?;
    }
    Ok(())
}
