//! What an audience would read of an original: before it goes out, for those who propose and decide.

use super::Report;
use crate::access::{Act, Audience, Permit, Viewer, permits};
use crate::db::{Conn, OrganisationId, Tx};
use crate::error::Result;
use crate::flow::Release;
use crate::redaction::{self, Original, Reading, Rendition};
use crate::vault::Vault;

/// As what a viewer opens an original to see what a release lets out.
pub(crate) fn reading_for<'a>(viewer: &Viewer, report: &'a Report, release: &'a Release) -> Act<'a> {
    let owner = &report.organisation_id;
    let decides = release.deciding();
    let acts = [Act::OpenOriginal { owner }, Act::ProposeRelease { owner }, decides];
    acts.into_iter().find(|act| permits(viewer, *act)).unwrap_or(decides)
}

/// Exactly what the audience of a release will read.
pub fn text_of(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    release: &Release,
) -> Result<Reading> {
    let act = reading_for(viewer, report, release);
    opened(tx, vault, viewer, (report, release.revision), (act, "release"), |tx, original| {
        reading_of(tx.conn, original, &report.organisation_id, &release.audience)
    })
}

/// Exactly what an audience would read if the newest revision were released to it.
pub fn preview(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    audience: &Audience,
) -> Result<Reading> {
    let owner = &report.organisation_id;
    let act = Act::ProposeRelease { owner };
    opened(tx, vault, viewer, (report, report.revision), (act, "preview"), |tx, original| {
        reading_of(tx.conn, original, owner, audience)
    })
}

/// Does something with a revision of an original that is opened for it.
pub(crate) fn opened<T>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (report, revision): (&Report, i32),
    (act, why): (Act<'_>, &'static str),
    look: impl FnOnce(&mut Tx<'_>, &Original) -> Result<T>,
) -> Result<T> {
    let permit = Permit::ask(tx, viewer, act, &report.organisation_id, &[report.opened()], why)?;
    let original = Original::open(tx, vault, &permit, report.id.as_str(), revision)?;
    look(tx, original.reveal(&permit))
}

pub(super) fn reading_of(
    conn: &mut Conn,
    original: &Original,
    owner: &OrganisationId,
    audience: &Audience,
) -> Result<Reading> {
    let evidence = redaction::evidence::going_along(conn, original, owner, audience)?;
    Ok(Reading { evidence, ..Reading::of(original, owner, audience) })
}

/// What a new text for an audience is best compared with: what that very audience reads now; else what it reads
/// as part of a wider one; else what was released last. Only what this viewer may see: who decides from outside
/// the organisation is shown nothing of its desk.
pub fn present_text(
    conn: &mut Conn,
    viewer: &Viewer,
    report: &Report,
    audience: &Audience,
) -> Result<Option<Rendition>> {
    let desk = permits(viewer, Act::SeeDesk { owner: &report.organisation_id });
    let mut live = redaction::live_of(conn, viewer.at(), report.id.as_str())?;
    live.retain(|rendition| desk || rendition.audience.readable_by(viewer));
    let same = live.iter().position(|rendition| rendition.audience == *audience);
    let wider = || live.iter().position(|rendition| rendition.audience.contains(audience));
    let newest = || (0..live.len()).max_by_key(|place| live.get(*place).map(|one| one.released_at));
    let chosen = same.or_else(wider).or_else(newest);
    Ok(chosen.map(|place| live.swap_remove(place)))
}

/// Whether of this text and each that is released of the same revision, the one that is ranked fuller tells at least what the
/// other does.
pub(super) fn is_in_order(
    conn: &mut Conn,
    report: &Report,
    original: &Original,
    audience: &Audience,
) -> Result<bool> {
    let live = redaction::released_of(conn, report.id.as_str())?;
    let owner = &report.organisation_id;
    let mut beside = live.iter().filter(|other| other.revision == report.revision);
    Ok(beside.all(|other| redaction::in_order(original, owner, audience, &other.audience)))
}
