//! What this room does for statements. Rooms below it do the rest: what they hand in is made of this.

use super::pages;

pub(crate) use super::moves::move_on;
pub(crate) use super::view::{places, rounds};

pub(crate) use pages::sections;
