//! A text beside a report that is no contribution yet: its words are sealed under its own id until they are released.

use crate::access::{Act, Opened, Permit, Viewer, permits};
use crate::audit::{self, Actor, Entry};
use crate::db::{Conn, Moment, OrganisationId, Tx};
use crate::error::{Error, Result};
use crate::flow::{self, Release};
use crate::vault::{Sealed, Vault};

/// Something that stands beside a report.
pub(super) trait Apart {
    /// Under which kind the vault keeps its words.
    const KIND: &'static str;

    /// Itself, where its sealed words are to be opened.
    fn opened(&self) -> Opened<'_>;

    /// Whose it is.
    fn home(&self) -> &OrganisationId;

    /// Its words as the vault names them.
    fn sealed(&self) -> Sealed<'_> {
        Sealed { subject: self.opened().id, kind: Self::KIND, revision: 1 }
    }
}

/// Its release: each has one.
pub(super) fn release_of(conn: &mut Conn, now: Moment, row: &impl Apart) -> Result<Release> {
    let newest = flow::of_subject(conn, now, row.opened().id)?.into_iter().next();
    newest.ok_or(Error::NotFound)
}

/// The sealed words, for who decides on them and for the desk of who wrote them; written to the log.
pub(super) fn words_of<T: Apart>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    row: &T,
    release: &Release,
) -> Result<String> {
    let (owner, opened) = (row.home(), row.opened());
    let decides = release.deciding();
    let act = if permits(viewer, decides) { decides } else { Act::SeeDesk { owner } };
    let permit = Permit::ask(tx, viewer, act, owner, &[opened], opened.kind)?;
    let text = vault.open(tx.conn, &permit, row.sealed())?;
    String::from_utf8(text.reveal(&permit).to_vec()).map_err(Error::internal)
}

/// Whether somebody proposed what they may not open: who proposes without a desk knows what they wrote.
pub(super) fn is_blind(viewer: &Viewer, row: &impl Apart, release: &Release) -> bool {
    viewer.person() == Some(&release.proposed_by) && !permits(viewer, Act::SeeDesk { owner: row.home() })
}

/// Writes to the log of whose it is.
pub(super) fn log(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    row: &impl Apart,
    act: &'static str,
    detail: serde_json::Value,
) -> Result<()> {
    let opened = row.opened();
    let entry = Entry { act, subject_kind: opened.kind, subject: opened.id, owner: Some(row.home()), detail };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}
