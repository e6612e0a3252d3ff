//! What becomes of contributions when what they rest on changes: what `flow` decides of their kind is done here.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::store::{self, Child};
use crate::access::{Viewer, sql};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::flow::{self, Fate, ParentEvent};

/// What a room above this one does when a report changes, which it is told by its internal id; how many proposals end with
/// that.
pub type Beyond = fn(&mut Tx<'_>, &Viewer, &str, ParentEvent) -> Result<usize>;

static BEYOND: OnceLock<Beyond> = OnceLock::new();

/// Says what a room above does when a report changes: once for the program, before anything can change.
pub fn wire(beyond: Beyond) {
    BEYOND.set(beyond).ok();
}

/// [`parent_changed`] for a report that its organisation changes, and what a room above does then. How many proposals
/// ended there.
pub fn report_changed(tx: &mut Tx<'_>, viewer: &Viewer, report: &str, event: ParentEvent) -> Result<usize> {
    // A program that is not wired changes nothing, rather than leaving out what must happen.
    let unwired = || Error::Internal("no room has said what happens when a report changes".into());
    let beyond = BEYOND.get().ok_or_else(unwired)?;
    let ended = beyond(tx, viewer, report, event)?;
    parent_changed(tx, report, event)?;
    Ok(ended)
}

/// Does to all that rests on something what is decided for its kind, and to all that rests on that.
pub fn parent_changed(tx: &mut Tx<'_>, parent: &str, event: ParentEvent) -> Result<()> {
    let mut erased = BTreeSet::new();
    for Child { id, version, kind, state } in store::children(tx.conn, parent)? {
        match flow::fate(kind, state, event) {
            // The rule, and the guard of an approval, ask each time.
            Fate::Keep | Fate::Hide | Fate::Block => {}
            Fate::Retire => sql::retire(tx, version.as_str())?,
            Fate::Erase => {
                // All of its versions at once.
                if erased.insert(id.as_str().to_owned()) {
                    parent_changed(tx, id.as_str(), event)?;
                    store::erase(tx, &id)?;
                }
            }
            Fate::CancelProposal | Fate::Withdraw => {
                return Err(Error::Internal(format!("a {kind} keeps its own proposals")));
            }
        }
    }
    if event == ParentEvent::Erased {
        store::erase_links_to(tx, parent)?;
    }
    Ok(())
}
