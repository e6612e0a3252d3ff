//! What this room does for statements.

use super::{moves, pages, view};
use crate::chamber::Later;

/// What this room does for statements.
pub const LATER: Later =
    Later { places: view::places, rounds: view::rounds, section: pages::section, move_on: moves::move_on };
