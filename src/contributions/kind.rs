//! What a kind of contribution says of itself.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Condition, Contribution, is_blind};
use crate::access::Viewer;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::flow::{Release, TextKind};
use crate::vault::Vault;

/// So many characters of a text stand for it in a queue.
const BEGINNING: usize = 80;

/// A kind of contribution. The type that implements it holds the details that the kind stores beside the text.
pub trait Kind: Clone + Sized + 'static {
    /// Which kind it is.
    const KIND: TextKind;
    /// The first letter of its references: the `C` of `C-7K3QX9`.
    const PREFIX: char;
    /// The name that is bound into its sealed texts.
    const SEALED: &'static str;
    /// What the log says when one is written, and when one is withdrawn.
    const DRAFTED: &'static str;
    /// See [`Kind::DRAFTED`].
    const WITHDRAWN: &'static str;
    /// Whether the sealed text is kept once it is released: its desk begins others from it, also after a withdrawal.
    const KEEPS_SEALED: bool = false;

    /// Stores the details of a contribution that is being proposed.
    fn insert(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()>;

    /// The stored details of these contributions, by id.
    fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>>;

    /// The condition on its row that the viewer may know of it: for most kinds [`super::is_known`].
    fn is_known(viewer: &Viewer) -> Condition;

    /// Whether somebody who reads it by that condition may read it, where that depends on what is in no column.
    fn may_read(_conn: &mut Conn, _viewer: &Viewer, _row: &Contribution<Self>) -> Result<bool> {
        Ok(true)
    }

    /// Whether the viewer, who may know of these sealed texts, may open each of them.
    fn may_open(
        _conn: &mut Conn,
        viewer: &Viewer,
        all: &[(&Contribution<Self>, &Release)],
    ) -> Result<Vec<bool>> {
        Ok(all.iter().map(|(row, release)| !is_blind(viewer, row, release)).collect())
    }

    /// Asked in the transaction that releases it: what it rests on may have changed since it was proposed.
    fn guard(_tx: &mut Tx<'_>, _row: &Contribution<Self>) -> Result<()> {
        Ok(())
    }

    /// Called when it was released: what else changes with that.
    fn released(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()>;

    /// Called when it was withdrawn: what else changes with that, and what of the details may not stay.
    fn withdrawn(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()>;

    /// The internal id of the report that it is about.
    fn about(row: &Contribution<Self>) -> &str {
        &row.rests_on
    }

    /// What stands for a text in a queue: how it begins.
    fn title(body: &str) -> Result<String> {
        Ok(body.chars().take(BEGINNING).collect())
    }

    /// The language of the text, where that is known.
    fn language(&self) -> Option<&str> {
        None
    }

    /// Where it is, in one word, for the viewer who has just approved it.
    fn approved(_viewer: &Viewer, _row: &Contribution<Self>, _release: &Release) -> &'static str {
        "live"
    }

    /// The answer to a program that asks for one, its status and its JSON: for most kinds [`super::api::answer`].
    fn answer(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<(u16, Value)>;
}
