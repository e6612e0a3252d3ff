//! What this room does for statements, before what endorsements do.

use super::{clearing, find};
use crate::access::Viewer;
use crate::chamber::{LaterSection, Rounds};
use crate::contributions::Seen;
use crate::db::{Conn, Tx};
use crate::endorsements;
use crate::error::Result;
use crate::language::DueLine;
use crate::rounds::pages::zone_of;
use crate::statements::{self, NewMove, Outcome, Stage, Standing};
use crate::vault::Vault;
use crate::web::{Link, Page};

/// Clears a statement or takes that back; what is none of these goes on to endorsements.
pub(crate) fn move_on(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    named: (&str, &NewMove),
    seen: &Seen,
) -> Result<Option<Outcome>> {
    match named.1.to.parse::<Stage>() {
        Ok(Stage::Cleared) => clearing::clear(tx, vault, viewer, named, seen).map(Some),
        Ok(Stage::SignOn) if statements::find(tx.conn, viewer, named.0)?.stage == Stage::Cleared => {
            clearing::recall(tx, viewer, named.0, seen).map(Some)
        }
        _ => endorsements::move_on(tx, vault, viewer, named, seen),
    }
}

/// Of a statement that is adopted or further, where its publication is.
fn section(conn: &mut Conn, page: &Page, viewer: &Viewer, of: &Standing) -> Result<Option<LaterSection>> {
    if !of.stage.has_names() {
        return Ok(None);
    }
    let zone = zone_of(conn, viewer)?;
    let opens = of.statement.opens_at.filter(|_| of.stage == Stage::Cleared);
    let published =
        if of.stage.is_public() { find::current(conn, &of.statement.contribution_id)? } else { None };
    let (says, link) = if let Some(row) = &published {
        let href = format!("/publications/sha256/{}", row.details.hash);
        ("publication-published", Link { href, label: page.t("publication-open") })
    } else {
        let says = match of.stage {
            Stage::Cleared => "publication-cleared",
            stage if stage.is_public() => "publication-gone",
            _ => "publication-not-cleared",
        };
        let href = format!("/statements/{}/publication", of.statement.reference);
        (says, Link { href, label: page.t("publication-prepare") })
    };
    Ok(Some(LaterSection {
        name: "publication",
        heading: page.t("publication-heading"),
        deadline: opens.map(|at| {
            let zone = zone.as_deref().unwrap_or("UTC");
            DueLine::of(page.strings(), (at, zone), page.now, None)
        }),
        says: vec![page.t(says)],
        link,
    }))
}

/// What the page of a statement shows of rounds, names and its publication.
pub(crate) fn sections(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    of: (&Standing, &Rounds),
) -> Result<Vec<LaterSection>> {
    let mut all = endorsements::sections(conn, page, viewer, of)?;
    all.extend(section(conn, page, viewer, of.0)?);
    Ok(all)
}
