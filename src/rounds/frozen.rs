//! Names that are frozen, as a room below keeps them: what happens when one of them changes.

use std::sync::OnceLock;

use crate::access::Viewer;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::statements::Standing;

/// What a room below does when a name changes under a text that is cleared, and not published yet.
pub(crate) type Unfreeze = fn(&mut Tx<'_>, &Viewer, &Standing) -> Result<()>;

static WIRED: OnceLock<Unfreeze> = OnceLock::new();

/// Says what that is: once for the program, before anything can change.
pub(crate) fn wire(unfreeze: Unfreeze) {
    WIRED.set(unfreeze).ok();
}

/// A name has changed, by a late position or an endorsement that is taken back: nobody has agreed to publish the others without it.
pub(crate) fn unfreeze(tx: &mut Tx<'_>, viewer: &Viewer, of: &Standing) -> Result<()> {
    let missing = || Error::Internal("no room has said what happens when a frozen name changes".into());
    WIRED.get().ok_or_else(missing)?(tx, viewer, of)
}
