//! The chain of custody of a report's files, to be kept and checked elsewhere.

use serde_json::{Value, json};

use super::kept_as;
use crate::access::{Act, Permit, Viewer};
use crate::db::Tx;
use crate::error::Result;
use crate::redaction::{Attached, Original, evidence};
use crate::reports::Report;
use crate::vault::Vault;
use crate::web::ReferencesOf;
use crate::{directory, people};

/// Every file that a report has or had, with its hash and its history: what whoever holds the files can check them by.
pub fn manifest(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    references: ReferencesOf,
) -> Result<Value> {
    let owner = &report.organisation_id;
    let permit = Permit::ask(tx, viewer, Act::OpenOriginal { owner }, owner, &[report.opened()], "manifest")?;
    let original = Original::open(tx, vault, &permit, report.id.as_str(), report.revision)?;
    let original = original.reveal(&permit);
    let mut files = Vec::new();
    for file in evidence::of_report(tx.conn, &report.id)? {
        let attached = original.evidence.iter().find(|one| one.reference == file.reference);
        let lines = directory::lines_about(tx.conn, viewer, owner, file.id.as_str(), references)?;
        // One that was taken out is known by what was written down when it came.
        let received = lines.iter().find(|line| line.act == "evidence.received");
        files.push(json!({
            "id": file.reference,
            "name": kept_as(&file, attached),
            "called": attached.map(Attached::called),
            "description": attached.map(|one| &one.description),
            "kind": attached.map(|one| &one.kind),
            "bytes": file.bytes,
            "sha256": received.and_then(|line| line.detail.get("sha256")),
            "received_at": file.added_at,
            "removed_at": file.removed_at,
            "state": file.state,
            "custody": lines.iter().map(directory::AuditRow::of).collect::<Vec<_>>(),
        }));
    }
    Ok(json!({
        "report": report.reference,
        "organisation": people::organisation(tx.conn, owner)?.slug,
        "made_at": tx.now(),
        "files": files,
    }))
}
