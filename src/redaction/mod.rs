//! Originals, renditions, and the desk where one becomes the other.
//!
//! Knows the texts and facts of a subject, not what the subject is. An *original* is the full account, sealed
//! in the vault revision by revision. A *rendition* is what one audience reads: derived from one revision,
//! frozen when it is released, hashed, and versioned for that audience.

mod known_terms;
pub mod brackets;
mod mark_rebase;
mod desk;
pub mod evidence;
pub mod marks;
mod masking;
mod original;
mod read_by;
mod reading;
mod renditions;
mod references;
#[cfg(test)]
mod tests;
pub mod withholding;

pub use desk::{Outcome, live_of, live_of_all, outcome, released_of};
pub use evidence::{Attached, Released};
pub use known_terms::{Suggesting, keep};
pub use mark_rebase::{carry, covered, in_short};
pub use marks::{Lost, Mark, RESERVED, Redaction, Target};
pub use masking::{BAR, masks};
pub use original::Original;
pub use read_by::{readable_by_ids, readable_of, readable_of_all, readable_of_each, tombstone_for};
pub use reading::Reading;
pub use references::references_of_files;
pub(crate) use renditions::leaves_a_trace;
pub use renditions::{
    LiveReadable, Rendition, RenditionState, Tombstone, erase, freeze, in_order, is_withdrawn,
    live_readables, replaces, spared, supersede, withdraw,
};
