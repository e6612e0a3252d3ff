//! What a kind of contribution says of itself.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Condition, Contribution};
use crate::access::{Audience, Viewer};
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::flow::TextKind;

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

    /// Stores the details of a contribution that is being proposed.
    fn insert(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()>;

    /// The stored details of these contributions, by id.
    fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>>;

    /// A condition on its row: who of its audience reads it although they read nothing of what it rests on.
    fn reads_regardless(viewer: &Viewer) -> Condition;

    /// Whether somebody who reads it by the rule and by what it rests on may read it, where that depends on what is in no
    /// column.
    fn may_read(_conn: &mut Conn, _viewer: &Viewer, _row: &Contribution<Self>) -> Result<bool> {
        Ok(true)
    }

    /// Called when it was released or withdrawn: what else changes with that.
    fn changed(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()>;

    /// Called when it was withdrawn: what of the details may not stay.
    fn withdrawn(_tx: &mut Tx<'_>, _row: &Contribution<Self>) -> Result<()> {
        Ok(())
    }

    /// The JSON of the contract, for somebody who may know of it; `state` is where it is in one word.
    fn json(
        conn: &mut Conn,
        viewer: &Viewer,
        row: Contribution<Self>,
        audience: &Audience,
        state: &'static str,
    ) -> Result<Value>;
}
