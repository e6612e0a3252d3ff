//! The right of reply: what the government that a report is about has to say of it.
//!
//! A report is about a government where a text of it names its country, a part of it or its office ([`Speaker`]). Only texts that somebody reads say
//! that to them: a government is not told that it is concerned where the country was left out of what it reads, and
//! nobody is told by a reply of a country that was left out of all that they read.

use std::collections::BTreeSet;

use super::{Corroboration, Named, Speaker, Stance, Weight};
use crate::access::{Act, Viewer, permits};
use crate::contributions::Contribution;
use crate::db::{Conn, OrganisationId};
use crate::error::Result;
use crate::people::{self, Organisation};
use crate::redaction::{self, Rendition};

/// Whether one of these texts is about this government.
fn is_about(texts: &[Rendition], organisation: &Organisation) -> bool {
    let government = Speaker::of(organisation);
    texts.iter().any(|text| government.is_concerned(&Named::in_facts(&text.reading.facts)))
}

/// Whether these texts, all of which the viewer reads, are about the viewer's government.
pub fn concerned(conn: &mut Conn, viewer: &Viewer, texts: &[Rendition]) -> Result<bool> {
    let home = viewer.organisation().map(|home| people::organisation(conn, home)).transpose()?;
    Ok(home.is_some_and(|home| is_about(texts, &home)))
}

/// What the word of the viewer's organisation would weigh for this text.
pub fn weight(conn: &mut Conn, viewer: &Viewer, text: &Rendition) -> Result<Weight> {
    let Some(home) = viewer.organisation() else { return Ok(Weight::Counts) };
    Ok(Speaker::of(&people::organisation(conn, home)?).weight(&Named::in_facts(&text.reading.facts)))
}

/// Whether the viewer, of this organisation, may reply to a report of which they read these texts.
pub fn may_reply(viewer: &Viewer, home: &Organisation, owner: &OrganisationId, texts: &[Rendition]) -> bool {
    permits(viewer, Act::Reply { owner }) && is_about(texts, home)
}

/// Which of these the viewer may read: a reply beside those texts alone that name its country, everything else anyway.
pub(super) fn beside_what_is_read(
    conn: &mut Conn,
    viewer: &Viewer,
    all: &[Contribution<Corroboration>],
) -> Result<Vec<bool>> {
    let is_asked = |row: &&Contribution<Corroboration>| {
        row.details.stance == Stance::Replies && !viewer.reads_as(&row.organisation_id)
    };
    let asked: Vec<&Contribution<Corroboration>> = all.iter().filter(is_asked).collect();
    if asked.is_empty() {
        return Ok(vec![true; all.len()]);
    }
    let reports: BTreeSet<String> = asked.iter().map(|row| row.rests_on.clone()).collect();
    let texts = redaction::readable_of_each(conn, viewer, &reports.into_iter().collect::<Vec<_>>())?;
    let who: BTreeSet<OrganisationId> = asked.iter().map(|row| row.organisation_id.clone()).collect();
    let who = people::organisations_by_ids(conn, who.into_iter().collect())?;
    let beside = |row: &Contribution<Corroboration>| {
        let texts = texts.get(&row.rests_on).map(Vec::as_slice).unwrap_or_default();
        who.get(&row.organisation_id).is_some_and(|government| is_about(texts, government))
    };
    Ok(all.iter().map(|row| !is_asked(&row) || beside(row)).collect())
}

/// Whether something that was said stands beside these texts. A reply stands beside those alone that name its country:
/// it would tell of it otherwise.
pub(super) fn stands_beside(stance: Stance, speaker: &Organisation, texts: &[Rendition]) -> bool {
    if stance == Stance::Replies { is_about(texts, speaker) } else { !texts.is_empty() }
}
