//! What follows a negotiation, for statements: what this room does and, before that, publications, endorsements and rounds.

use super::{moves, pages};
use crate::access::Viewer;
use crate::chamber::{Later, LaterSection, Rounds};
use crate::contributions::Seen;
use crate::db::{Conn, Tx};
use crate::endorsements;
use crate::error::Result;
use crate::publications;
use crate::rounds::later as rounds;
use crate::statements::{NewMove, Outcome, Stage, Standing};
use crate::vault::Vault;
use crate::web::Page;

/// What follows a negotiation.
pub const LATER: Later = Later {
    places: rounds::places,
    rounds: rounds::rounds,
    endorsements: endorsements::endorsements,
    sections,
    move_on,
};

fn move_on(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    named: (&str, &NewMove),
    seen: &Seen,
) -> Result<Option<Outcome>> {
    match named.1.to.parse::<Stage>() {
        Ok(Stage::FollowUp) => moves::follow_up(tx, viewer, named, seen).map(Some),
        Ok(Stage::Closed) => moves::close(tx, viewer, named, seen).map(Some),
        Ok(Stage::Superseded) => moves::supersede(tx, viewer, named, seen).map(Some),
        _ => publications::move_on(tx, vault, viewer, named, seen),
    }
}

fn sections(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    of: (&Standing, &Rounds),
) -> Result<Vec<LaterSection>> {
    let mut all = publications::sections(conn, page, viewer, of)?;
    all.extend(pages::section(page, of.0));
    Ok(all)
}
