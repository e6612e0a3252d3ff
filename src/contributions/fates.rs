//! What becomes of contributions when what they rest on changes: what `flow` decides of their kind is done here.

use std::collections::BTreeSet;

use super::registered::{beyond, registered};
use super::store::{self, Child};
use super::verbs::said;
use super::versions::close;
use crate::access::{Viewer, sql};
use crate::db::Tx;
use crate::error::Result;
use crate::flow::{self, Fate, ParentEvent};

/// [`parent_changed`] for a report that its organisation changes, and what a room above does then. How many proposals
/// ended there.
pub fn report_changed(tx: &mut Tx<'_>, viewer: &Viewer, report: &str, event: ParentEvent) -> Result<usize> {
    let ended = beyond()?(tx, viewer, report, event)?;
    parent_changed(tx, report, event)?;
    Ok(ended)
}

/// Does to all that rests on something what is decided for its kind, and to all that rests on that. Nobody is named in the
/// logs for it: whoever changed the parent may be of another organisation than the text.
pub fn parent_changed(tx: &mut Tx<'_>, parent: &str, event: ParentEvent) -> Result<()> {
    let mut ended = BTreeSet::new();
    for child in store::children(tx.conn, parent)? {
        // All of its versions at once.
        let mut whole = || ended.insert(child.id.as_str().to_owned());
        match flow::fate(child.kind, child.state, event) {
            // The rule, and the guard of an approval, ask each time.
            Fate::Keep | Fate::Hide | Fate::Block => {}
            Fate::Retire => sql::retire(tx, child.version.as_str())?,
            Fate::CancelProposal => cancel(tx, &child)?,
            Fate::Withdraw => {
                if whole() {
                    (registered(child.kind)?.end)(tx, &child.id, &said(reason_of(event)))?;
                }
            }
            Fate::Erase => {
                if whole() {
                    parent_changed(tx, child.id.as_str(), event)?;
                    store::erase(tx, &child.id)?;
                }
            }
        }
    }
    if event == ParentEvent::Erased {
        store::erase_links_to(tx, parent)?;
    }
    Ok(())
}

/// Ends the proposal of a text that is not released. Nothing is kept of its words.
fn cancel(tx: &mut Tx<'_>, child: &Child) -> Result<()> {
    if child.closed {
        return Ok(());
    }
    flow::void_unsettled(tx, &Viewer::public(), child.version.as_str())?;
    close(tx, &child.version)
}

/// What the readers of a text are told that was withdrawn because of what it rests on.
fn reason_of(event: ParentEvent) -> &'static str {
    match event {
        ParentEvent::Revised | ParentEvent::Superseded | ParentEvent::Narrowed => "ended-changed",
        ParentEvent::Withdrawn | ParentEvent::Retracted | ParentEvent::Erased => "ended-withdrawn",
        ParentEvent::Merged => "ended-merged",
    }
}
