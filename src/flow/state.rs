//! Where a release is.

use crate::db::text_enum;

text_enum! {
    /// Where a release stands.
    pub enum ReleaseState {
        /// Waiting for a second person.
        Proposed = "proposed",
        /// Somebody is looking at it.
        Claimed = "claimed",
        /// Released with the consent that it needs.
        Approved = "approved",
        /// Released at once: it ends by itself unless a second person confirms it in time.
        Unconfirmed = "unconfirmed",
        /// Nobody confirmed it in time. No row says so: it is what an unconfirmed release is from its end on.
        Lapsed = "lapsed",
        /// Sent back with a comment.
        Returned = "returned",
        /// Taken back before a decision, or overtaken by an edit.
        Cancelled = "cancelled",
    }
}

impl ReleaseState {
    /// Whether it waits for a decision without which nothing is released.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::Claimed)
    }
}
