//! What the log says of reports.

use super::Report;
use crate::access::Viewer;
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::Tx;
use crate::error::Result;

/// Writes what was done to a report to the log of its organisation.
pub fn log(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    report: &Report,
    act: &'static str,
    detail: serde_json::Value,
) -> Result<()> {
    let entry = Entry {
        act,
        subject_kind: SubjectKind::Report,
        subject: report.id.as_str(),
        owner: Some(&report.organisation_id),
        detail,
    };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}
