//! What needs somebody now.

use crate::access::Viewer;
use crate::accounts::MenuCounts;
use crate::db::{Conn, Moment, Tx};
use crate::directory;
use crate::error::{Error, Result};
use crate::outbox::{self, Notification};

use super::{Concern, concerns, dashboard_kinds};

/// So many at most are looked at.
const MOST: i64 = 200;

/// Something that somebody was told and has not settled, and what they may know of it now.
#[derive(Debug, Clone)]
pub struct Need {
    /// What they were told.
    pub told: Notification,
    /// What they may know of it.
    pub concern: Concern,
}

/// What needs a viewer now, the newest first.
pub fn needs(conn: &mut Conn, viewer: &Viewer, now: Moment, most: usize) -> Result<Vec<Need>> {
    let Some(person) = viewer.person() else { return Ok(Vec::new()) };
    // Some of them concern nobody any more: those must not take the place of what does.
    let kinds = dashboard_kinds(conn, viewer)?;
    let open = outbox::open_of(conn, person, &kinds, MOST)?;
    let happened: Vec<_> = open.iter().map(|one| (one.kind, one.subject.clone())).collect();
    let mut found = concerns(conn, now, viewer, &happened)?;
    let need = |told: Notification| {
        let concern = found.remove(&(told.kind, told.subject.clone()))?;
        Some(Need { told, concern })
    };
    Ok(open.into_iter().filter_map(need).take(most).collect())
}

/// How much a viewer was told that concerns them now and that they have not opened: what the menu says.
pub fn unread(conn: &mut Conn, viewer: &Viewer, now: Moment) -> Result<u64> {
    let Some(person) = viewer.person() else { return Ok(0) };
    let (any, _) = outbox::unread_mark(conn, person)?;
    if any == 0 {
        return Ok(0);
    }
    let kinds = dashboard_kinds(conn, viewer)?;
    let open = outbox::unread_of(conn, person, &kinds, MOST)?;
    let happened: Vec<_> = open.into_iter().map(|one| (one.kind, one.subject)).collect();
    Ok(concerns(conn, now, viewer, &happened)?.len() as u64)
}

/// Where a viewer finds what they were told of; nowhere where it does not concern them now.
pub fn concern_of(conn: &mut Conn, viewer: &Viewer, now: Moment, reference: &str) -> Result<Need> {
    let told = outbox::by_reference(conn, viewer, reference)?;
    let happened = (told.kind, told.subject.clone());
    let mut found = concerns(conn, now, viewer, std::slice::from_ref(&happened))?;
    Ok(Need { told, concern: found.remove(&happened).ok_or(Error::NotFound)? })
}

/// A viewer opens what they were told of: it counts as new no more.
pub fn read(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Need> {
    let now = tx.now();
    let need = concern_of(tx.conn, viewer, now, reference)?;
    if need.told.read_at.is_none() {
        outbox::set_read(tx, &need.told)?;
    }
    Ok(need)
}

/// What waits for somebody behind entries of the menu.
pub fn menu_counts(conn: &mut Conn, viewer: &Viewer, now: Moment) -> Result<MenuCounts> {
    let mut counts = directory::menu_counts(conn, viewer, now)?;
    if viewer.person().is_some() {
        counts.insert("/desk", unread(conn, viewer, now)?);
    }
    Ok(counts)
}
