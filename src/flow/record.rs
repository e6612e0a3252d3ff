//! What is written to the log about a release, and who is told of it.

use serde_json::json;

use super::{Release, ReleaseState};
use crate::access::Viewer;
use crate::audit::{self, Actor, Entry};
use crate::db::{Moment, PersonId, Tx};
use crate::error::Result;
use crate::outbox::{self, EventKind, To};
use crate::people;

/// Writes to the log of the organisation whose text it is.
pub(super) fn log(tx: &mut Tx<'_>, viewer: &Viewer, release: &Release, act: &'static str) -> Result<()> {
    // In words: the ids of groups and organisations are internal.
    let tokens = release.audience.tokens().iter();
    let audience = tokens.map(|token| people::word_of_token(tx.conn, token)).collect::<Result<Vec<_>>>()?;
    let mut detail =
        json!({ "release": release.reference, "audience": audience, "revision": release.revision });
    let mut except = Vec::new();
    for organisation in release.audience.except() {
        except.push(people::organisation(tx.conn, organisation)?.slug);
    }
    if let Some(detail) = detail.as_object_mut() {
        if !except.is_empty() {
            detail.insert("except".into(), json!(except));
        }
        if release.approvers != release.organisation {
            let approvers = people::organisation(tx.conn, &release.approvers)?.slug;
            detail.insert("approvers".into(), json!(approvers));
        }
    }
    audit::record(
        tx,
        &Actor::of(viewer.person(), viewer.organisation()),
        &Entry {
            act,
            subject_kind: release.subject_kind.logged(),
            subject: &release.subject,
            owner: Some(&release.organisation),
            detail,
        },
    )
}

/// Has those told who can decide, now or at a later moment: of the own organisation, and of the one that was named. Not the
/// person by whom it waits again. What is released already and ends unless somebody confirms it is urgent.
pub(super) fn tell_approvers(
    tx: &mut Tx<'_>,
    release: &Release,
    at: Moment,
    by: Option<&PersonId>,
) -> Result<()> {
    let kind = if release.state == ReleaseState::Unconfirmed {
        EventKind::ConfirmationWaiting
    } else {
        EventKind::ReviewWaiting
    };
    let about = (release.id.as_str(), release.subject.as_str());
    let named = (release.approvers != release.organisation).then_some(&release.approvers);
    for organisation in [Some(&release.organisation), named].into_iter().flatten() {
        let to = To::Organisation(organisation.clone());
        outbox::tell_at(tx, at, kind, about, &to, by)?;
    }
    Ok(())
}

/// Has the proposer told what became of it.
pub(super) fn tell_proposer(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    release: &Release,
    kind: EventKind,
) -> Result<()> {
    if viewer.person() == Some(&release.proposed_by) {
        return Ok(());
    }
    let about = (release.id.as_str(), release.subject.as_str());
    outbox::tell(tx, kind, about, &To::Person(release.proposed_by.clone()), viewer.person())
}
