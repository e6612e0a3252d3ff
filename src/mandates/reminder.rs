//! That a mandate ends soon is told to its holder and to the administrators, once.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::store::{self, Mandate};
use crate::access::{Act, Viewer, permits};
use crate::db::{Conn, MandateId, Moment, Tx};
use crate::error::Result;
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};

/// So long before the end.
const AHEAD: TimeDelta = TimeDelta::days(7);

/// Sets the timer of a mandate that was given with an end. One that ends within days when it is given is not told of again.
pub(super) fn set(tx: &mut Tx<'_>, row: &Mandate) -> Result<()> {
    match row.until_at.map(|until| until.plus(-AHEAD)).filter(|at| *at > tx.now()) {
        Some(at) => timers::set(tx, TimerKind::MandateEnd, row.id.as_str(), at),
        None => Ok(()),
    }
}

/// Takes the timer back: the mandate is over.
pub(super) fn cancel(tx: &mut Tx<'_>, row: &Mandate) -> Result<()> {
    timers::cancel(tx, TimerKind::MandateEnd, row.id.as_str())
}

/// Tells that a mandate ends soon, if it does not already.
pub fn remind_due(tx: &mut Tx<'_>, id: &MandateId) -> Result<()> {
    let rows = store::of_ids(tx.conn, vec![id.clone()])?;
    let now = tx.now();
    for one in store::known(tx.conn, rows)?.into_iter().filter(|one| one.term.ends_within(now, AHEAD)) {
        let to = To::Organisation(one.row.organisation_id);
        outbox::tell(tx, EventKind::MandateEnds, (id.as_str(), id.as_str()), &to, None)?;
    }
    Ok(())
}

/// Those of these mandates that end soon, each with its reference and its address, where that is the viewer's to know of: they hold it,
/// or are an administrator.
pub fn ending_soon(
    conn: &mut Conn,
    viewer: &Viewer,
    now: Moment,
    ids: &[String],
) -> Result<Vec<(String, String, String)>> {
    let ids: BTreeSet<MandateId> = ids.iter().cloned().map(MandateId::from).collect();
    let Some(home) = viewer.organisation().filter(|_| !ids.is_empty()) else { return Ok(Vec::new()) };
    let mut rows = store::of_ids(conn, ids.into_iter().collect())?;
    let administers = permits(viewer, Act::ManageMandates { organisation: home });
    let sees = permits(viewer, Act::SeeMandates { organisation: home });
    rows.retain(|row| {
        let own = sees && viewer.person() == Some(&row.person_id);
        row.organisation_id == *home && (own || administers)
    });
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let slug = crate::people::organisation(conn, home)?.slug;
    let known = store::known(conn, rows)?.into_iter().filter(|one| one.term.ends_within(now, AHEAD));
    let found = known.map(|one| {
        let own = viewer.person() == Some(&one.row.person_id);
        let href = if own { "/account/mandates".into() } else { format!("/organisations/{slug}/mandates") };
        (one.row.id.as_str().to_owned(), one.row.reference, href)
    });
    Ok(found.collect())
}
