//! Who may know of a request, and what they find.

use super::handover::text_of;
use super::{Delegation, DelegationState, Handed, store};
use crate::access::{Act, Permit, Viewer, permits};
use crate::db::Tx;
use crate::error::{Error, Result, message};
use crate::flow::{self, Release};
use crate::reports::store as rows;
use crate::vault::{Sealed, Vault};

/// Under which kinds the vault keeps what is said with a request,
pub(super) const WORDS: &str = "words";
/// the text,
pub(super) const TEXT: &str = "handed";
/// and the publisher's answer.
pub(super) const ANSWER: &str = "answer";

pub(super) fn sealed<'a>(row: &'a Delegation, kind: &'static str) -> Sealed<'a> {
    Sealed { subject: row.id.as_str(), kind, revision: 1 }
}

/// Whose eyes see a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Owner,
    Publisher,
}

/// A request for whoever may know of it: the desk of the organisation that asks, whoever decides whether it goes out, and until it has
/// ended those who can take it on. For everybody else there is none.
pub(super) fn known(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
) -> Result<(Delegation, Release, Side)> {
    let row = store::known(tx.conn, viewer, reference)?;
    let release = of_row(tx, &row)?;
    let asked = row.state == DelegationState::Asked;
    let publishes = permits(viewer, Act::AcceptDelegation { publisher: &row.publisher_id });
    let side = if asked && publishes { Side::Publisher } else { Side::Owner };
    Ok((row, release, side))
}

/// A request as somebody finds it.
pub struct OpenedDelegation {
    /// The request.
    pub row: Delegation,
    /// How it went out, or did not.
    pub release: Release,
    /// Whether the viewer sees it as its publisher.
    pub publisher: bool,
    /// What is or would be handed over, as long as it can be.
    pub text: Option<Handed>,
    /// What is said with it, as long as it is kept.
    pub words: String,
    /// Why the publisher declined.
    pub answer: String,
}

/// A request with what is sealed under it. What is opened is written to the log of the requester.
pub fn seen(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<OpenedDelegation> {
    let (row, release, side) = known(tx, viewer, reference)?;
    let permit = permit(tx, viewer, &row, &release, side)?;
    let open = |tx: &mut Tx<'_>, kind| -> Result<Option<String>> {
        if !Vault::holds(tx.conn, sealed(&row, kind))? {
            return Ok(None);
        }
        let bytes = vault.open(tx.conn, &permit, sealed(&row, kind))?;
        String::from_utf8(bytes.reveal(&permit).to_vec()).map(Some).map_err(Error::internal)
    };
    let words = open(tx, WORDS)?.unwrap_or_default();
    let answer = open(tx, ANSWER)?.unwrap_or_default();
    let text = match open(tx, TEXT)? {
        Some(text) => Some(serde_json::from_str(&text).map_err(Error::internal)?),
        None if release.state.is_open() => {
            let report = rows::report_by_id(tx.conn, row.report_id.as_str())?;
            Some(text_of(tx, vault, viewer, &report, &release)?)
        }
        None => None,
    };
    Ok(OpenedDelegation { publisher: side == Side::Publisher, row, release, text, words, answer })
}

fn permit(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    row: &Delegation,
    release: &Release,
    side: Side,
) -> Result<Permit> {
    let owner = &row.organisation_id;
    let decides = release.deciding();
    let act = match side {
        Side::Publisher => Act::AcceptDelegation { publisher: &row.publisher_id },
        Side::Owner if permits(viewer, Act::OpenOriginal { owner }) => Act::OpenOriginal { owner },
        Side::Owner if permits(viewer, Act::ProposeRelease { owner }) => Act::ProposeRelease { owner },
        Side::Owner => decides,
    };
    Permit::ask(tx, viewer, act, owner, &[row.opened()], "delegation")
}

/// The same for an act of the requester; to its publisher such an act is not there to be refused.
pub(super) fn of_owner(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<(Delegation, Release)> {
    match known(tx, viewer, reference)? {
        (row, release, Side::Owner) => Ok((row, release)),
        (_, _, Side::Publisher) => Err(Error::Denied(message("denied-recall"))),
    }
}

/// The newest release of a request: each has one.
pub(super) fn of_row(tx: &mut Tx<'_>, row: &Delegation) -> Result<Release> {
    let newest = flow::of_subject(tx.conn, tx.now(), row.id.as_str())?.into_iter().next();
    newest.ok_or(Error::NotFound)
}
