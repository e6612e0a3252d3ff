//! What who is asked can do: take on, decline; and how a request ends.

use serde_json::json;

use super::machine::{DelegationVerb, end, log};
use super::visibility::{ANSWER, known, sealed};
use super::{Delegation, LONGEST_WORDS, seen};
use crate::access::Viewer;
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::outbox::{self, EventKind, To};
use crate::reports::{self, Report, ReportInput};
use crate::vault::Vault;
use crate::web::needed;

/// Takes it on: begins a report of the publisher's own with what was handed over. What was handed over is gone then, and
/// nothing is written down by which the two could be brought together: the log of the publisher says that a report was
/// begun, as of any other.
pub fn accept(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Report> {
    let seen = seen(tx, vault, viewer, reference)?;
    let row = seen.row;
    end(tx, viewer, &row, DelegationVerb::Accept)?;
    tell_requester(tx, &row)?;
    let handed = seen.text.ok_or_else(|| Error::Internal("nothing was handed over".into()))?;
    log(tx, viewer, &row, "delegation.passed", json!({}))?;
    reports::draft(tx, vault, viewer, &ReportInput { original: handed.draft(), incident: None })
}

/// Has the author of the request told that there is an answer.
fn tell_requester(tx: &mut Tx<'_>, row: &Delegation) -> Result<()> {
    let (id, to) = (row.id.as_str(), To::Person(row.created_by.clone()));
    outbox::tell(tx, EventKind::PublishingAnswered, (id, id), &to, None)
}

/// Declines, and tells the requester why.
pub fn decline(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, reason: &str) -> Result<()> {
    let (row, _, _) = known(tx, viewer, reference)?;
    end(tx, viewer, &row, DelegationVerb::Decline)?;
    tell_requester(tx, &row)?;
    let mut faults = Fields::default();
    let reason = needed(&mut faults, "reason", reason, LONGEST_WORDS);
    let reason = faults.into_result(reason)?;
    let owner = &row.organisation_id;
    vault.seal(tx, owner, sealed(&row, ANSWER), viewer.person(), reason.as_bytes())?;
    log(tx, viewer, &row, "delegation.refused", json!({}))?;
    let publisher = &row.publisher_id;
    // That it declined, and nothing by which anybody could tell what or whose.
    let entry = Entry {
        act: "delegation.declined",
        subject_kind: SubjectKind::Organisation,
        subject: publisher.as_str(),
        owner: Some(publisher),
        detail: json!({}),
    };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}
