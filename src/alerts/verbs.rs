//! Who posts alerts, and who updates them.

use serde_json::json;

use super::input::Parsed;
use super::{Alert, AlertBody, AlertPhase, NewAlert, links, store};
use crate::access::{Act, Viewer, allows};
use crate::contributions::{self, Contribution, Draft, Proposed};
use crate::db::Tx;
use crate::error::{Error, Result, message};
use crate::vault::Vault;

/// Posts an alert. Whatever leaves the organisation needs a second person: before it is released or, where it is urgent and
/// goes to members, within a day.
pub fn post(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, new: NewAlert) -> Result<Proposed<Alert>> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let act = Act::PostAlert { owner: &home };
    allows(viewer, act)?;
    let now = tx.arrived();
    let Parsed { body, links, proposal, .. } = new.parse(tx.conn, viewer, (&home, true, None), now)?;
    let draft = Draft {
        rests_on: String::new(),
        revision: 1,
        reply_to: None,
        body: serde_json::to_string(&body).map_err(Error::internal)?,
        details: Alert { ordinal: store::next_ordinal(tx.conn)? },
        links,
        logged: json!({ "exercise": body.exercise }),
    };
    contributions::propose(tx, vault, viewer, draft, (act, proposal))
}

/// Updates an alert of the viewer's organisation, or ends it.
pub fn update(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    new: NewAlert,
) -> Result<Proposed<Alert>> {
    let found = contributions::own::<Alert>(tx, viewer, reference)?;
    let row = found.row();
    let home = row.organisation_id.clone();
    let act = Act::PostAlert { owner: &home };
    allows(viewer, act)?;
    let now = tx.arrived();
    may_be_updated(tx, row)?;
    let next = contributions::next_readers(tx.conn, tx.now(), row)?;
    let new = match &next {
        Some(next) => new.readdressed(tx.conn, next)?,
        None => new,
    };
    let parsed = new.parse(tx.conn, viewer, (&home, false, next.as_ref()), now)?;
    let Parsed { body, links, proposal, reason } = parsed;
    let said = serde_json::to_string(&body).map_err(Error::internal)?;
    let links = links::of_update(tx.conn, viewer, (row, next.as_ref()), (&said, links))?;
    let correction = contributions::Correction {
        revision: 1,
        body: said,
        links,
        reason,
        word: "alert.updated",
        logged: json!({ "message": body.message }),
    };
    contributions::revise(tx, vault, viewer, found, correction, (act, proposal))
}

/// Refuses what is over, be it because nobody confirmed it in time: whoever has news then posts another alert.
fn may_be_updated(tx: &mut Tx<'_>, row: &Contribution<Alert>) -> Result<()> {
    let Some(newest) = contributions::by_ids::<Alert>(tx.conn, std::slice::from_ref(&row.id))?.pop() else {
        return Err(Error::NotFound);
    };
    let over = newest.released_at.is_some()
        && newest.ended.is_none()
        && (newest.is_past(tx.arrived())
            || AlertBody::read(&newest)?.phase(tx.arrived()) != AlertPhase::Current);
    if over { Err(Error::Conflict(message("conflict-alert-over"))) } else { Ok(()) }
}
