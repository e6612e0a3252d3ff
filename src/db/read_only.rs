//! Work that only looks: it is refused the one writer's place, whatever it comes to.

use std::cell::Cell;

use crate::error::{Error, Result};

thread_local! {
    static ONLY_LOOKS: Cell<bool> = const { Cell::new(false) };
}

/// While this lives, what runs on this thread only looks (or, within it, may write again).
///
/// ```
/// use entente::db::ReadOnly;
/// assert!(!ReadOnly::now());
/// let looks = ReadOnly::begin(true);
/// assert!(ReadOnly::now());
/// drop(looks);
/// assert!(!ReadOnly::now());
/// ```
#[must_use = "it ends when it is dropped"]
pub struct ReadOnly(bool);

impl ReadOnly {
    /// From here on until it is dropped: whether what runs only looks.
    pub fn begin(read_only: bool) -> Self {
        Self(ONLY_LOOKS.replace(read_only))
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

impl Drop for ReadOnly {
    fn drop(&mut self) {
        ONLY_LOOKS.set(self.0);
    }
}
