//! Files of a report: received and sealed, copied without what they tell unseen, covered in part, and read as copies.

pub mod api;
pub(crate) mod boxes;
pub mod custody;
pub mod encodings;
pub mod pages;
mod verbs;
mod view;

pub use verbs::*;
pub(crate) use view::ShortfallSchema;
pub use view::{EvidenceView, OwnFileView};
