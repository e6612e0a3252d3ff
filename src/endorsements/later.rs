//! What this room does for statements, before what rounds do.

use super::gathering::gather;
use super::pages;
use crate::access::Viewer;
use crate::chamber::{LaterSection, Rounds};
use crate::contributions::Seen;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::rounds::later as rounds;
use crate::statements::{self, NewMove, Outcome, Stage, Standing};
use crate::vault::Vault;
use crate::web::Page;

/// Makes a move with a statement that is adopted or gathers names; what is none of these goes on to rounds.
pub(crate) fn move_on(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    named: (&str, &NewMove),
    seen: &Seen,
) -> Result<Option<Outcome>> {
    let signs = named.1.to.parse() == Ok(Stage::SignOn);
    // As it truly is: a round may have adopted it that nobody has counted yet.
    if signs && statements::find(tx.conn, viewer, named.0)?.stage.is_signed() {
        return gather(tx, viewer, named, seen).map(Some);
    }
    rounds::move_on(tx, vault, viewer, named, seen)
}

/// What the page of a statement shows of rounds, and of names.
pub(crate) fn sections(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    of: (&Standing, &Rounds),
) -> Result<Vec<LaterSection>> {
    let mut all = rounds::sections(conn, page, viewer, of)?;
    all.extend(pages::section(conn, page, viewer, of.0)?);
    Ok(all)
}
