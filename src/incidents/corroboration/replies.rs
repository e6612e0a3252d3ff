//! The right of reply: what the government that a report is about has to say of it.
//!
//! A report is about a government's country where a text of it names that country. Only texts that somebody reads say
//! that to them: a government is not told that it is concerned where the country was left out of what it reads, and
//! nobody is told by a reply of a country that was left out of all that they read.

use super::{Corroboration, Stance};
use crate::access::{Act, OrganisationKind, Viewer, permits};
use crate::db::{Conn, OrganisationId};
use crate::error::Result;
use crate::people::{self, Organisation};
use crate::redaction::Rendition;

/// Whether one of these texts names the country of this government.
fn is_about(texts: &[Rendition], organisation: &Organisation) -> bool {
    let Some(country) = organisation.country.as_deref() else { return false };
    let names = |text: &Rendition| {
        let countries = text.reading.facts.get("countries").and_then(serde_json::Value::as_array);
        countries.is_some_and(|countries| countries.iter().any(|one| one.as_str() == Some(country)))
    };
    organisation.kind == OrganisationKind::Government && texts.iter().any(names)
}

/// Whether these texts, all of which the viewer reads, are about the viewer's government.
pub fn concerned(conn: &mut Conn, viewer: &Viewer, texts: &[Rendition]) -> Result<bool> {
    match viewer.organisation() {
        Some(home) => Ok(is_about(texts, &people::organisation(conn, home)?)),
        None => Ok(false),
    }
}

/// Whether the viewer may reply to a report of which they read these texts.
pub fn may_reply(
    conn: &mut Conn,
    viewer: &Viewer,
    owner: &OrganisationId,
    texts: &[Rendition],
) -> Result<bool> {
    Ok(permits(viewer, Act::Reply { owner }) && concerned(conn, viewer, texts)?)
}

/// Whether something that was said stands beside these texts. A reply stands beside those alone that name its country:
/// it would tell of it otherwise.
pub(super) fn stands_beside(conn: &mut Conn, row: &Corroboration, texts: &[Rendition]) -> Result<bool> {
    if row.stance != Stance::Replies {
        return Ok(!texts.is_empty());
    }
    Ok(is_about(texts, &people::organisation(conn, &row.organisation_id)?))
}
