//! The directory: organisations with their people and groups, their vetting, and the log of one's own, as pages and as JSON.

pub mod api;
mod log;
pub mod pages;

pub use log::{AuditRow, Line, Log, lines_about, read as read_log};
pub use pages::{LogEntry, told};

use crate::access::{Act, Viewer, permits};
use crate::accounts::MenuCounts;
use crate::db::{Conn, Moment};
use crate::error::{Error, Result};
use crate::{invitations, people};

/// How many things wait for this convenor's word: organisations, and invitations that another convenor has begun.
pub fn waiting_for(conn: &mut Conn, viewer: &Viewer, now: Moment) -> Result<u64> {
    let begun = invitations::waiting_invitations(conn, viewer, now)?.iter().filter(|one| !one.mine).count();
    let waiting = begun + people::waiting_for(conn, viewer)?;
    u64::try_from(waiting).map_err(Error::internal)
}

/// What waits for somebody behind the entries of the menu.
pub fn menu_counts(conn: &mut Conn, viewer: &Viewer, now: Moment) -> Result<MenuCounts> {
    if !permits(viewer, Act::Admit) {
        return Ok(MenuCounts::new());
    }
    Ok(MenuCounts::from([("/vetting", waiting_for(conn, viewer, now)?)]))
}
