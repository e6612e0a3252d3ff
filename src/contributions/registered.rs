//! What the engine does with every kind of contribution, whichever it is: each kind is registered once.

use std::sync::OnceLock;

use super::lookup::{WaitingText, queue_items};
use super::verbs::take_back;
use super::{Kind, store};
use crate::access::Viewer;
use crate::db::{ContributionId, Tx};
use crate::error::{Error, Result};
use crate::flow::{ParentEvent, Release, TextKind};
use crate::vault::Vault;

/// [`queue_items`] of one kind.
pub type QueueItems = fn(&mut Tx<'_>, &Vault, &Viewer, &[Release]) -> Result<Vec<WaitingText>>;

/// A kind, as the engine calls it without knowing its type.
pub struct Registered {
    /// Which kind it is.
    pub kind: TextKind,
    /// What stands for its texts in a queue: see [`queue_items`].
    pub queue_items: QueueItems,
    /// Withdraws one of its texts for this reason, without anybody asking for it.
    pub(super) end: fn(&mut Tx<'_>, &ContributionId, &str) -> Result<()>,
}

impl Registered {
    /// Of this kind.
    pub const fn of<K: Kind>() -> Self {
        Self { kind: K::KIND, queue_items: queue_items::<K>, end: end::<K> }
    }
}

/// Withdraws one for this reason, without anybody asking for it; nothing where it is not there.
pub fn end<K: Kind>(tx: &mut Tx<'_>, id: &ContributionId, reason: &str) -> Result<()> {
    let Some(row) = store::by_ids::<K>(tx.conn, std::slice::from_ref(id))?.pop() else { return Ok(()) };
    take_back(tx, &Viewer::public(), &row, reason)
}

/// What a room above this one does when a report changes. It is given the internal id of the report, and gives how many
/// proposals end with that.
pub type Beyond = fn(&mut Tx<'_>, &Viewer, &str, ParentEvent) -> Result<usize>;

/// What the rooms above this one hand in.
struct Wired {
    beyond: Beyond,
    kinds: &'static [Registered],
}

static WIRED: OnceLock<Wired> = OnceLock::new();

/// Says what a room above does when a report changes, and which kinds there are: once for the program, before anything can
/// change.
pub fn wire(beyond: Beyond, kinds: &'static [Registered]) {
    WIRED.set(Wired { beyond, kinds }).ok();
}

fn wired() -> Result<&'static Wired> {
    // A program that is not wired changes nothing, rather than leaving out what must happen.
    WIRED.get().ok_or_else(|| Error::Internal("no room has said what happens when a report changes".into()))
}

pub(super) fn beyond() -> Result<Beyond> {
    Ok(wired()?.beyond)
}

/// How the engine calls this kind.
pub fn registered(kind: TextKind) -> Result<&'static Registered> {
    let found = wired()?.kinds.iter().find(|one| one.kind == kind);
    found.ok_or_else(|| Error::Internal(format!("nobody has registered the kind “{kind}”")))
}
