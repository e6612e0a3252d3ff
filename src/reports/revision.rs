//! A new revision of an original.

use super::{Report, store};
use crate::access::{Act, Permit, Viewer};
use crate::contributions;
use crate::db::Tx;
use crate::error::Result;
use crate::flow::{self, ParentEvent};
use crate::redaction::Original;
use crate::vault::Vault;

/// What became of a report.
pub(crate) struct Revised {
    /// As it is now.
    pub(crate) report: Report,
    /// What was sealed.
    pub(crate) original: Original,
    /// How many proposals no longer stand.
    pub(crate) voided: usize,
}

/// Seals what `change` makes of the original as its next revision. What was proposed from the old one no longer stands;
/// what was released stays as it was until a correction is released.
pub(crate) fn revise(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    why: &'static str,
    change: impl FnOnce(&mut Tx<'_>, &Original) -> Result<Original>,
) -> Result<Revised> {
    let owner = &report.organisation_id;
    let permit = Permit::ask(tx, viewer, Act::EditOriginal { owner }, owner, &[report.opened()], why)?;
    let before = Original::open(tx, vault, &permit, report.id.as_str(), report.revision)?;
    let original = change(tx, before.reveal(&permit))?;
    let revision = report.revision + 1;
    original.seal(tx, vault, owner, viewer.person(), report.id.as_str(), revision)?;
    store::set_revision(tx, &report.id, revision)?;
    let voided = flow::void_open(tx, viewer, report.id.as_str())?.len()
        + contributions::report_changed(tx, viewer, report.id.as_str(), ParentEvent::Revised)?;
    let report = Report { revision, updated_at: tx.now(), ..report.clone() };
    Ok(Revised { report, original, voided })
}
