//! What needs somebody now.

use crate::access::Viewer;
use crate::accounts::{Calling, Waiting};
use crate::alerts;
use crate::db::{Conn, Moment, PersonId};
use crate::error::Result;
use crate::outbox::{self, Notification};
use crate::{directory, people};

use super::{Concern, concerns};

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
    let open = outbox::open_of(conn, person, MOST)?;
    let happened: Vec<_> = open.iter().map(|one| (one.kind, one.subject.clone())).collect();
    let mut found = concerns(conn, now, viewer, &happened)?;
    let need = |told: Notification| {
        let concern = found.remove(&(told.kind, told.subject.clone()))?;
        Some(Need { told, concern })
    };
    Ok(open.into_iter().filter_map(need).take(most).collect())
}

/// How much somebody was told that concerns them now and that they have not opened: what the menu says.
pub fn unread(conn: &mut Conn, person: &PersonId, now: Moment) -> Result<u64> {
    let open = outbox::unread_of(conn, person, MOST)?;
    if open.is_empty() {
        return Ok(0);
    }
    let viewer = people::viewer_for(conn, person, now)?;
    let happened: Vec<_> = open.into_iter().map(|one| (one.kind, one.subject)).collect();
    Ok(concerns(conn, now, &viewer, &happened)?.len() as u64)
}

/// What waits for somebody behind the entries of the menu, and the alerts that wait for their organisation.
pub fn waiting(conn: &mut Conn, viewer: &Viewer, now: Moment) -> Result<Waiting> {
    let mut counts = directory::menu_counts(conn, viewer, now)?;
    if let Some(person) = viewer.person() {
        counts.insert("/desk", unread(conn, person, now)?);
    }
    let alerts = alerts::unanswered(conn, viewer, MOST)?;
    counts.insert("/alerts", alerts.len() as u64);
    let calling = alerts.iter().map(|one| {
        let (headlines, exercise) = one.headlines()?;
        Ok(Calling { href: format!("/alerts/{}", one.reference), exercise, headlines })
    });
    Ok(Waiting { calling: calling.collect::<Result<_>>()?, counts })
}
