//! What is left of a file that is erased: nothing, neither in the database nor on the disk.

use diesel::prelude::*;

use crate::audit;
use crate::db::Tx;
use crate::db::schema::erased_file;
use crate::error::Result;
use crate::vault::{self, Vault};
use crate::web::AppState;

/// Leaves nothing of a file and its copies, which stand in the store under these names. Its key is destroyed, so that the sealed
/// bytes open no more; the bytes themselves are taken off the disk by [`take_away`]. The rows that name them are the caller's.
pub fn erase(tx: &mut Tx<'_>, subject: &str, stored: impl IntoIterator<Item = String>) -> Result<()> {
    for name in stored {
        diesel::insert_into(erased_file::table).values(erased_file::name.eq(name)).execute(tx.conn)?;
    }
    vault::erase(tx, subject)?;
    audit::forget_details(tx, subject)
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
