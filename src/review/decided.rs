//! What became of a proposal, for its page.

use crate::access::Viewer;
use crate::db::{Moment, Tx};
use crate::error::Result;
use crate::flow::Release;
use crate::people::called;
use crate::redaction::{self, RenditionState};
use crate::web::Page;

/// What became of a release that is decided.
pub struct Decided {
    pub sentence: String,
    pub at: Moment,
    pub by: String,
    /// What became of the text since; empty where it is released.
    pub since: String,
    pub reason: String,
}

/// What became of a decided release, and whether what went out is still there.
pub fn decided(tx: &mut Tx<'_>, page: &Page, viewer: &Viewer, release: &Release) -> Result<(Decided, bool)> {
    let by = match &release.decided_by {
        Some(person) => called(tx.conn, viewer, person)?,
        None => String::new(),
    };
    let mut decided = Decided {
        sentence: page.t(&format!("release-became-{}", release.state)),
        at: release.decided_at.unwrap_or(release.proposed_at),
        by,
        since: String::new(),
        reason: String::new(),
    };
    // Who decides for another organisation knows what they decided. What became of the text is its readers' and its
    // owner's to know.
    let told = viewer.reads_as(&release.organisation) || release.audience.readable_by(viewer);
    let Some(result) = release.result.as_ref().filter(|_| told) else {
        return Ok((decided, false));
    };
    let outcome = redaction::outcome(tx.conn, result)?;
    let when = outcome.ended_at.map(|at| page.moment(at)).unwrap_or_default();
    match outcome.state {
        RenditionState::Live if outcome.ended_at.is_some_and(|end| end <= viewer.at()) => {
            decided.since = page.ta("release-since-ended", &[("when", &when)]);
        }
        RenditionState::Live => {}
        RenditionState::Superseded => decided.since = page.ta("release-since-superseded", &[("when", &when)]),
        RenditionState::Withdrawn => {
            decided.since = page.ta("release-since-withdrawn", &[("when", &when)]);
            decided.reason = outcome.reason;
        }
    }
    Ok((decided, outcome.state == RenditionState::Live))
}
