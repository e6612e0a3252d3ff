//! What rooms below actions keep beside them: shown on the page of an action, and forgotten when it is withdrawn. Those rooms hand in how.

use std::sync::OnceLock;

use crate::access::{Opened, Viewer};
use crate::db::{Conn, ContributionId, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result};
use crate::mandates::ActionKind;
use crate::web::{Link, Page};

/// An action, as the rooms below are asked about it: for somebody who reads it as an active member.
#[derive(Debug, Clone, Copy)]
pub struct Of<'a> {
    /// Internal.
    pub id: &'a ContributionId,
    /// `A-…`.
    pub reference: &'a str,
    /// What is done.
    pub kind: ActionKind,
}

/// Something that is kept beside an action, as its page shows it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub says: String,
    /// Where it is on its way, in words; empty where it has no way.
    pub state: String,
    /// Since when.
    pub at: Moment,
}

/// A part of the page of an action.
#[derive(Debug, Clone)]
pub struct Section {
    /// What it is about.
    pub heading: String,
    /// What is there, as far as the viewer is shown it.
    pub lines: Vec<Line>,
    /// Where all of it is.
    pub link: Link,
}

/// An action whose brief is released, as the rooms below are told of it.
#[derive(Debug, Clone, Copy)]
pub struct Released<'a> {
    /// Internal.
    pub id: &'a ContributionId,
    /// The version of the brief.
    pub version: &'a ContributionId,
    /// What is done.
    pub kind: ActionKind,
    /// Who began it.
    pub organisation: &'a OrganisationId,
    /// Who wrote the version.
    pub person: &'a PersonId,
    /// As the log names it.
    pub opened: Opened<'a>,
}

/// How a room keeps something beside actions.
#[derive(Clone, Copy)]
pub struct Beside {
    /// What a viewer is shown of it on the page of an action; nothing where it has no place there.
    pub section: fn(&mut Conn, &Page, &Viewer, Of<'_>) -> Result<Option<Section>>,
    /// Begins what begins with an action; called again with each version of its brief.
    pub released: fn(&mut Tx<'_>, &Released<'_>) -> Result<()>,
    /// Forgets all of it: the action is withdrawn. An error refuses that: what is kept is not its organisation's alone.
    pub forget: fn(&mut Tx<'_>, &ContributionId) -> Result<()>,
}

static WIRED: OnceLock<&'static [Beside]> = OnceLock::new();

/// Says which rooms keep something beside actions: once for the program, before anything is read.
pub fn wire(all: &'static [Beside]) {
    WIRED.set(all).ok();
}

fn wired() -> Result<&'static [Beside]> {
    let missing = || Error::Internal("no room has said what is kept beside actions".into());
    WIRED.get().copied().ok_or_else(missing)
}

/// What is shown beside an action.
pub fn sections(conn: &mut Conn, page: &Page, viewer: &Viewer, of: Of<'_>) -> Result<Vec<Section>> {
    let mut sections = Vec::new();
    for one in wired()? {
        sections.extend((one.section)(conn, page, viewer, of)?);
    }
    Ok(sections)
}

/// For rooms in which nothing begins with an action.
pub fn nothing(_: &mut Tx<'_>, _: &Released<'_>) -> Result<()> {
    Ok(())
}

/// The brief of an action is released.
pub fn released(tx: &mut Tx<'_>, of: &Released<'_>) -> Result<()> {
    wired()?.iter().try_for_each(|one| (one.released)(tx, of))
}

/// Nothing is kept beside an action any more: it is withdrawn.
pub fn forget(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    wired()?.iter().try_for_each(|one| (one.forget)(tx, action))
}
