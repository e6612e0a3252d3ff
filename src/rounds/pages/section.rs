//! What the page of a statement shows of its round.

use super::lines::{deadline, sentences};
use crate::access::{Act, Viewer, permits};
use crate::chamber::{LaterSection, Rounds};
use crate::db::Conn;
use crate::error::Result;
use crate::outbox;
use crate::statements::{Stage, Standing};
use crate::web::{Link, Page};

/// The zone that the viewer has chosen for what they are told, if they have.
pub(crate) fn zone_of(conn: &mut Conn, viewer: &Viewer) -> Result<Option<String>> {
    let Some(person) = viewer.person() else { return Ok(None) };
    let chosen = outbox::reader(conn, person)?.map(|reader| reader.time_zone);
    Ok(chosen.filter(|zone| zone != "UTC"))
}

/// Of a statement that is negotiated, or further: until when the round runs, what silence means, where all of it is.
pub(crate) fn sections(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    (of, shown): (&Standing, &Rounds),
) -> Result<Vec<LaterSection>> {
    let before = matches!(of.stage, Stage::Concept | Stage::Drafting | Stage::Consultation);
    let round = shown.rounds.last();
    if before || (round.is_none() && of.stage != Stage::Negotiation) {
        return Ok(Vec::new());
    }
    let zone = zone_of(conn, viewer)?;
    let says = match round {
        Some(round) => sentences(page, round),
        None if permits(viewer, Act::ChairStatement) => vec![page.t("round-none-chair")],
        None => vec![page.t("round-none")],
    };
    Ok(vec![LaterSection {
        name: "round",
        heading: page.t("round-heading"),
        deadline: round.and_then(|round| deadline(page, round, zone.as_deref())),
        says,
        link: Link {
            href: format!("/statements/{}/round", of.statement.reference),
            label: page.t("round-open"),
        },
    }])
}
