//! What a report's owner says of it when it was wrong.

use serde_json::json;

use super::store;
use crate::access::{Act, Viewer, allows};
use crate::contributions;
use crate::db::{ChangeKind, Tx};
use crate::error::{Error, Result, message};
use crate::flow::{self, ParentEvent};
use crate::redaction;
use crate::reports::{self, Report};

/// Its owner no longer stands by a report: all that is out of it says so, with the reason, until a corrected text is
/// released.
pub fn retract(tx: &mut Tx<'_>, viewer: &Viewer, report: &Report, reason: &str) -> Result<()> {
    allows(viewer, Act::Retract { owner: &report.organisation_id })?;
    let reason = flow::reason_of(reason)?;
    let person = viewer.person().ok_or(Error::SignIn)?;
    let live = redaction::live_of(tx.conn, tx.now(), report.id.as_str())?;
    let newest = live.iter().map(|rendition| rendition.revision).max();
    let Some(revision) = newest else {
        return Err(Error::Conflict(message("conflict-nothing-to-retract")));
    };
    let before = store::retractions_of(tx.conn, &[report.id.as_str().to_owned()])?;
    if before.iter().any(|one| one.revision >= revision) {
        return Err(Error::Conflict(message("conflict-retracted-already")));
    }
    store::insert_retraction(tx, &report.id, revision, &reason, person)?;
    // Nobody stands by its translations either, and a translation has no place for the reason.
    contributions::report_changed(tx, viewer, report.id.as_str(), ParentEvent::Retracted)?;
    tx.change(ChangeKind::Report, report.id.as_str(), true)?;
    reports::log(tx, viewer, report, "report.retracted", json!({ "revision": revision }))
}
