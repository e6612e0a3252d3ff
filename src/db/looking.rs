//! Work that only looks: it is refused the one writer's place, whatever it comes to.

use std::cell::Cell;

use crate::error::{Error, Result};

thread_local! {
    static ONLY_LOOKS: Cell<bool> = const { Cell::new(false) };
}

/// While this lives, what runs on this thread only looks (or, within it, may write again).
///
/// ```
/// use entente::db::OnlyLooks;
/// assert!(!OnlyLooks::now());
/// let looks = OnlyLooks::begin(true);
/// assert!(OnlyLooks::now());
/// drop(looks);
/// assert!(!OnlyLooks::now());
/// ```
#[must_use = "it ends when it is dropped"]
pub struct OnlyLooks(bool);

impl OnlyLooks {
    /// From here on until it is dropped: whether what runs only looks.
    pub fn begin(only_looks: bool) -> Self {
        Self(ONLY_LOOKS.replace(only_looks))
    }

    /// Whether what runs on this thread only looks.
    pub fn now() -> bool {
        ONLY_LOOKS.get()
    }

    pub(super) fn refuse() -> Result<()> {
        if Self::now() {
            return Err(Error::Internal("what only looks asked for the writer's place".into()));
        }
        Ok(())
    }
}

impl Drop for OnlyLooks {
    fn drop(&mut self) {
        ONLY_LOOKS.set(self.0);
    }
}
