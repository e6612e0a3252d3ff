//! Where statements in a round of silence truly are. The room in which that is decided stands below, and hands in how.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::model::Statement;
use super::stage::Stage;
use crate::access::Viewer;
use crate::db::{Conn, ContributionId, Moment};
use crate::error::{Error, Result};

/// Where a statement in a round truly is, whether or not that is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its stage.
    pub stage: Stage,
    /// Until when the round runs.
    pub deadline: Option<Moment>,
    /// Whether the viewer's organisation is asked and has said nothing that counts.
    pub waits: bool,
}

/// Where these statements are, each of which is in a round as far as it is written down. A fixed number of statements.
pub type Places = fn(&mut Conn, &Viewer, &[Statement]) -> Result<BTreeMap<ContributionId, Place>>;

static WIRED: OnceLock<Places> = OnceLock::new();

/// Says who knows: once for the program, before anything is read.
pub fn wire(places: Places) {
    WIRED.set(places).ok();
}

/// Where those of these statements truly are that are in a round as far as it is written down.
pub(crate) fn places(
    conn: &mut Conn,
    viewer: &Viewer,
    of: &[Statement],
) -> Result<BTreeMap<ContributionId, Place>> {
    let silent: Vec<Statement> = of.iter().filter(|one| one.stage == Stage::Silence).cloned().collect();
    if silent.is_empty() {
        return Ok(BTreeMap::new());
    }
    let missing = || Error::Internal("no room has said where statements in a round are".into());
    WIRED.get().ok_or_else(missing)?(conn, viewer, &silent)
}
