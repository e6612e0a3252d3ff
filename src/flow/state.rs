//! Where a release is.

use crate::db::text_enum;

text_enum! {
    /// Where a release stands.
    pub enum ReleaseState {
        /// Waiting for a second person.
        Proposed = "proposed",
        /// Somebody is looking at it.
        Claimed = "claimed",
        /// Out.
        Approved = "approved",
        /// Sent back with a comment.
        Returned = "returned",
        /// Taken back before a decision, or overtaken by an edit.
        Cancelled = "cancelled",
    }
}

impl ReleaseState {
    /// Whether somebody may still decide it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::Claimed)
    }
}
