//! Files of an action as one viewer is shown them.

use super::store::{self, FileCopy, Kept};
use crate::access::Viewer;
use crate::db::{Conn, ContributionId};
use crate::error::{Error, Result};
use crate::mandates::{self, ActedBy};
use crate::outcomes::{ActionFile, ActionFileCopy};
use crate::people::{self, Organisation};

/// So many of the newest stand on the action itself; all of them are on a page of their own.
const MOST: i64 = 50;

/// The newest files of an action that the viewer, who reads it now, may see, the oldest of them first.
pub fn newest_of(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<Vec<ActionFile>> {
    views(conn, viewer, action, MOST)
}

/// All of them.
pub(super) fn files_of(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<Vec<ActionFile>> {
    views(conn, viewer, action, i64::MAX)
}

/// A fixed number of statements.
fn views(conn: &mut Conn, viewer: &Viewer, action: &ContributionId, most: i64) -> Result<Vec<ActionFile>> {
    let kept = store::shown(conn, viewer, action, most)?;
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let owners = kept.iter().map(|(file, _)| file.organisation_id.clone()).collect();
    let names = people::organisations_by_ids(conn, owners)?;
    let act =
        |(file, _): &Kept| (file.organisation_id.clone(), file.person_id.clone(), file.mandate_id.clone());
    let by = mandates::acted_by(conn, viewer, &kept.iter().map(act).collect::<Vec<_>>())?;
    let mut files = Vec::new();
    for (one, by) in kept.into_iter().zip(by) {
        let owner = names.get(&one.0.organisation_id).cloned().ok_or(Error::NotFound)?;
        files.extend(view(one, owner, by));
    }
    Ok(files)
}

/// One that cannot be read keeps none of the others back.
fn view((file, copy): Kept, organisation: Organisation, by: Option<ActedBy>) -> Option<ActionFile> {
    let copy = copy.as_ref().map(|copy| copy_view(&file.reference, copy)).transpose();
    let copy = copy.inspect_err(|fault| {
        tracing::error!(%fault, file = file.reference, "a file of an action is left out");
    });
    Some(ActionFile {
        description: file.description,
        organisation,
        at: file.at,
        state: file.state,
        refusal: file.refusal,
        copy: copy.ok()?,
        by,
        received_as: file.kind,
        reference: file.reference,
    })
}

fn copy_view(reference: &str, copy: &FileCopy) -> Result<ActionFileCopy> {
    Ok(ActionFileCopy {
        kind: copy.kind.clone(),
        bytes: u64::try_from(copy.bytes).map_err(Error::internal)?,
        sha256: copy.sha256.clone(),
        shortfalls: copy.shortfalls()?,
        href: format!("/files/{reference}"),
    })
}
