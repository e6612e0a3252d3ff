//! What becomes of contributions when what they rest on changes: what `flow` decides of their kind is done here.

use std::collections::BTreeSet;

use super::store::{self, Child};
use crate::access::sql;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::flow::{self, Fate, ParentEvent};

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
