//! Who of the penholder's people writes the text: one at a time, and whoever takes the pen over is seen to.

use serde_json::json;

use super::find::{Acting, acting};
use super::model::Statement;
use super::stage::Stage;
use super::store;
use crate::access::{Act, Viewer, allows};
use crate::contributions::Seen;
use crate::db::{Conn, Tx};
use crate::error::{Error, Message, Result, message};
use crate::language::{Language, Strings};
use crate::people;

/// That somebody else holds it, and since when: for the people of the penholder.
fn held(conn: &mut Conn, viewer: &Viewer, of: &Statement) -> Result<Option<Message>> {
    let (Some(holder), Some(since)) = (&of.pen_person_id, of.pen_since) else { return Ok(None) };
    if viewer.person() == Some(holder) {
        return Ok(None);
    }
    let name = people::called(conn, viewer, holder)?;
    let since = Strings::of(Language::english()).moment(since);
    Ok(Some(message("conflict-statement-pen").with("name", name).with("since", since)))
}

/// Refuses whoever does not act for the penholder.
pub(super) fn allows_holding(tx: &mut Tx<'_>, viewer: &Viewer, of: &Acting) -> Result<()> {
    let steps = store::steps(tx.conn, &of.of.statement.contribution_id)?;
    allows(viewer, Act::JoinAction)?;
    if of.of.case(viewer, &steps)?.penholder {
        Ok(())
    } else {
        Err(Error::Denied(message("denied-statement-penholder")))
    }
}

/// Refuses whoever does not act for the penholder of a text that is being written.
pub(super) fn allows_writing(tx: &mut Tx<'_>, viewer: &Viewer, of: &Acting) -> Result<()> {
    allows_holding(tx, viewer, of)?;
    if of.of.stage.is_written() {
        Ok(())
    } else {
        Err(Error::Conflict(message("conflict-statement-written")))
    }
}

/// Refuses whoever does not act for the penholder, and a change of readers where those who are asked, or who adopted the text, have to be
/// able to read it.
pub(super) fn allows_readdressing(tx: &mut Tx<'_>, viewer: &Viewer, of: &Acting) -> Result<()> {
    allows_holding(tx, viewer, of)?;
    let stage = of.of.stage;
    if matches!(stage, Stage::Silence | Stage::Broken | Stage::Cleared) {
        return Err(Error::Conflict(message("conflict-statement-readers")));
    }
    if stage.is_signed() { Ok(()) } else { allows_writing(tx, viewer, of) }
}

/// Refuses whoever would write while somebody else holds the pen.
pub(super) fn check(conn: &mut Conn, viewer: &Viewer, of: &Statement) -> Result<()> {
    held(conn, viewer, of)?.map_or(Ok(()), |why| Err(Error::Conflict(why)))
}

/// Takes the pen; from a colleague who holds it only if that is said.
pub fn take(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, takes_over: bool, seen: &Seen) -> Result<()> {
    let of = acting(tx, viewer, reference, seen)?;
    allows_writing(tx, viewer, &of)?;
    let mandate = of.authority(tx, viewer)?;
    if !takes_over {
        check(tx.conn, viewer, &of.of.statement)?;
    }
    if of.of.statement.pen_person_id.as_ref() == Some(&of.person) {
        return Ok(());
    }
    let row = of.of.statement.clone();
    let now = tx.now();
    store::save(tx, Statement { pen_person_id: Some(of.person.clone()), pen_since: Some(now), ..row })?;
    of.log(tx, viewer, "statement.pen_passed", (mandate.as_ref(), json!({})))
}

/// Lays the pen down. Whoever does not hold it changes nothing.
pub fn lay_down(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<()> {
    let of = acting(tx, viewer, reference, seen)?;
    allows_writing(tx, viewer, &of)?;
    if of.of.statement.pen_person_id.as_ref() != Some(&of.person) {
        return Ok(());
    }
    let row = of.of.statement.clone();
    store::save(tx, Statement { pen_person_id: None, pen_since: None, ..row })?;
    of.log(tx, viewer, "statement.pen_passed", (None, json!({})))
}
