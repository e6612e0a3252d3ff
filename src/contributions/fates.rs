//! What becomes of contributions when what they rest on changes: [`flow::fate`] decides by their kind, and this does it.

use std::collections::BTreeSet;

use super::links::erase_links_to;
use super::registered::{beyond, registered};
use super::store::{self, Child};
use super::verbs::stock_reason;
use super::versions::close;
use crate::access::{Viewer, sql};
use crate::db::{ChangeKind, Tx};
use crate::error::Result;
use crate::flow::{self, Fate, ParentEvent, TextKind};

/// [`parent_changed`] for a report that its organisation changes, and what a room above does then. How many proposals
/// ended there.
pub fn report_changed(tx: &mut Tx<'_>, viewer: &Viewer, report: &str, event: ParentEvent) -> Result<usize> {
    let ended = beyond()?(tx, viewer, report, event)?;
    parent_changed(tx, report, event)?;
    Ok(ended)
}

/// Does to everything that rests on a parent what the table of fates says, and to everything that rests on that in turn.
/// Nobody is named in the logs for it: whoever changed the parent may be of another organisation than the text.
pub fn parent_changed(tx: &mut Tx<'_>, parent: &str, event: ParentEvent) -> Result<()> {
    let mut ended = BTreeSet::new();
    for child in store::children(tx.conn, tx.now(), parent)? {
        // A withdrawal and an erasure concern all of its versions: they are done once.
        let mut whole = || ended.insert(child.id.as_str().to_owned());
        match flow::fate(child.kind, child.state, event) {
            // Nothing is written: the rule, and the guard of an approval, ask each time.
            Fate::Keep | Fate::Hide | Fate::Block => {}
            Fate::Retire => sql::retire(tx, child.version.as_str())?,
            Fate::CancelProposal => cancel(tx, &child)?,
            Fate::Withdraw => {
                if whole() {
                    (registered(child.kind)?.end)(tx, &child.id, &stock_reason(reason_of(event)))?;
                }
            }
            Fate::Erase => {
                if whole() {
                    parent_changed(tx, child.id.as_str(), event)?;
                    store::erase(tx, &child.id)?;
                    if child.kind == TextKind::Comment {
                        tx.change(ChangeKind::Comment, child.id.as_str(), true)?;
                    }
                }
            }
        }
    }
    if event == ParentEvent::Erased {
        erase_links_to(tx, parent)?;
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

/// Why a text was withdrawn because of what it rests on, for its readers.
fn reason_of(event: ParentEvent) -> &'static str {
    match event {
        ParentEvent::Revised | ParentEvent::Superseded | ParentEvent::Narrowed => "ended-changed",
        ParentEvent::Withdrawn | ParentEvent::Retracted | ParentEvent::Erased => "ended-withdrawn",
        ParentEvent::Merged => "ended-merged",
    }
}
