//! Files as something that is kept beside actions.

use super::store;
use crate::beside::{Beside, nothing};

/// They go with their action. The page of the action has a place of its own for them, with a form.
pub const BESIDE: Beside =
    Beside { section: |_, _, _, _| Ok(None), released: nothing, forget: store::forget_of };
