//! Joint statements to which actions link. The room of statements stands below, and hands in how those are found of which a viewer
//! may know.

use std::sync::OnceLock;

use crate::access::Viewer;
use crate::db::{Conn, ContributionId};
use crate::error::{Error, Result};
use crate::reports::Title;

/// A joint statement, as what links to it names it.
#[derive(Debug, Clone)]
pub struct LinkedStatement {
    /// `V-…`.
    pub reference: String,
    /// What it is called; nothing where that cannot be read.
    pub title: Option<Title>,
}

/// How joint statements are found, each by the action that it is.
#[derive(Clone, Copy)]
pub struct StatementLinks {
    /// The action of the one that is called so, if the viewer may know of it: what is hidden costs what does not exist.
    pub find: fn(&mut Conn, &Viewer, &str) -> Result<Option<ContributionId>>,
    /// Those that these actions are, as far as the viewer may know of them: what is hidden costs what does not exist.
    pub known: fn(&mut Conn, &Viewer, &[ContributionId]) -> Result<Vec<LinkedStatement>>,
}

static WIRED: OnceLock<StatementLinks> = OnceLock::new();

/// Says who knows: once for the program, before anything is read.
pub fn wire(links: StatementLinks) {
    WIRED.set(links).ok();
}

fn wired() -> Result<&'static StatementLinks> {
    let missing = || Error::Internal("no room has said how joint statements are found".into());
    WIRED.get().ok_or_else(missing)
}

/// See [`StatementLinks::find`].
pub(super) fn find(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Option<ContributionId>> {
    (wired()?.find)(conn, viewer, reference)
}

/// See [`StatementLinks::known`].
pub(super) fn known(
    conn: &mut Conn,
    viewer: &Viewer,
    actions: &[ContributionId],
) -> Result<Vec<LinkedStatement>> {
    (wired()?.known)(conn, viewer, actions)
}
