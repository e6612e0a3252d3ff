//! What leaves an organisation beside a report, a voice, an inquiry, a translation, as far as all of it is alike: its words
//! are sealed under its own id until the release verb lets them out.

use crate::access::{Act, Audience, Opened, Permit, Viewer, permits, sql};
use crate::audit::{self, Actor, Entry};
use crate::db::{Conn, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result};
use crate::flow::{self, Release, ReleaseState};
use crate::redaction::Tombstone;
use crate::vault::{Sealed, Vault};

/// So many characters of the words stand for them in a queue.
const BEGINNING: usize = 80;

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

/// Such a thing that can be taken back and leaves a word then.
pub(super) trait Spoken: Apart {
    /// Since when it is out.
    fn released_at(&self) -> Option<Moment>;
    /// When it was taken back, and why.
    fn withdrawn(&self) -> Option<Tombstone>;
}

/// What somebody finds at the address of such a thing.
pub enum Seen<T> {
    /// It is out, and they read it.
    Live(T, Audience),
    /// It waits, or was sent back: what the desk and those who decide see, with its words.
    Waiting(T, Box<Release>, String),
    /// It was out, and they could read it.
    Withdrawn(T, Tombstone),
}

/// Its release: each has one.
pub(super) fn release_of(conn: &mut Conn, now: Moment, row: &impl Apart) -> Result<Release> {
    let newest = flow::of_subject(conn, now, row.opened().id)?.into_iter().next();
    newest.ok_or(Error::NotFound)
}

/// What somebody who may know of it finds.
pub(super) fn seen<T: Spoken>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (row, release): (T, Release),
) -> Result<Seen<T>> {
    if let Some(tombstone) = row.withdrawn() {
        return Ok(Seen::Withdrawn(row, tombstone));
    }
    if row.released_at().is_some() {
        return Ok(Seen::Live(row, release.audience));
    }
    let opens = permits(viewer, Act::SeeDesk { owner: row.home() }) || permits(viewer, release.deciding());
    let words = if opens { words_of(tx, vault, viewer, &row, &release)? } else { String::new() };
    Ok(Seen::Waiting(row, Box::new(release), words))
}

/// Where it stands.
pub(super) fn state_of(row: &impl Spoken, release: &Release) -> &'static str {
    match release.state {
        _ if row.withdrawn().is_some() => "withdrawn",
        ReleaseState::Proposed | ReleaseState::Claimed => "proposed",
        ReleaseState::Returned => "returned",
        ReleaseState::Cancelled => "cancelled",
        ReleaseState::Approved => "live",
    }
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

/// What stands for it in a queue: how its words begin.
pub(super) fn title_of<T: Apart>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    row: &T,
    release: &Release,
) -> Result<String> {
    if is_blind(viewer, row, release) {
        return Ok(row.opened().reference.to_owned());
    }
    Ok(words_of(tx, vault, viewer, row, release)?.chars().take(BEGINNING).collect())
}

/// Whether somebody has what an organisation wrote on their desk: its desk, and who wrote it, while they hold a role there:
/// whoever holds none any more reads as the public does, also what they wrote.
pub(super) fn on_desk(viewer: &Viewer, home: &OrganisationId, author: &PersonId) -> bool {
    (viewer.person() == Some(author) && viewer.reads_as(home))
        || permits(viewer, Act::SeeDesk { owner: home })
}

/// The organisation as a value of a condition whose desk this is to the viewer: all that it wrote is on it.
pub(super) fn desk_of(viewer: &Viewer) -> String {
    sql::home_for(viewer, &[|owner| Act::SeeDesk { owner }])
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
