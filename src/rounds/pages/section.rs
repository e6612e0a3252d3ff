//! What the page of a statement shows of its round.

use super::lines::{deadline, sentences};
use crate::access::{Act, Viewer, permits};
use crate::chamber::{RoundSection, Rounds};
use crate::db::Conn;
use crate::error::Result;
use crate::outbox;
use crate::statements::{Stage, Standing};
use crate::web::{Link, Page};

/// The zone that the viewer has chosen for what they are told, if they have.
pub(super) fn zone_of(conn: &mut Conn, viewer: &Viewer) -> Result<Option<String>> {
    let Some(person) = viewer.person() else { return Ok(None) };
    let chosen = outbox::reader(conn, person)?.map(|reader| reader.time_zone);
    Ok(chosen.filter(|zone| zone != "UTC"))
}

/// Of a statement that is negotiated, or further: until when the round runs, what silence means, where all of it is.
pub(in crate::rounds) fn section(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    (of, shown): (&Standing, &Rounds),
) -> Result<Option<RoundSection>> {
    let before = matches!(of.stage, Stage::Concept | Stage::Drafting | Stage::Consultation);
    let round = shown.rounds.last();
    if before || (round.is_none() && of.stage != Stage::Negotiation) {
        return Ok(None);
    }
    let zone = zone_of(conn, viewer)?;
    let says = match round {
        Some(round) => sentences(page, round),
        None if permits(viewer, Act::ChairStatement) => vec![page.t("round-none-chair")],
        None => vec![page.t("round-none")],
    };
    Ok(Some(RoundSection {
        heading: page.t("round-heading"),
        deadline: round.and_then(|round| deadline(page, round, zone.as_deref())),
        says,
        link: Link {
            href: format!("/statements/{}/round", of.statement.reference),
            label: page.t("round-open"),
        },
    }))
}
