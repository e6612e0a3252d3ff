//! The pages of the workspace. Each calls the verbs that the JSON calls.

mod dashboard;
mod editing;
mod file_row;
mod files;
mod queue;
mod redactions;
mod release;
mod review;
pub(crate) mod rows;
mod workspace;

pub use dashboard::desk;
pub use editing::{create_report, edit_report, new_report, save_report};
pub use files::{Boxes, Description, Encoding, Removal, attach_file, change_file, file};
pub use queue::reviews;
pub use redactions::{marks, save_marks};
pub use release::{choose_audience, preview_release, propose_release};
pub use review::{approve, claim, return_release, review, unclaim, withdraw};
pub use workspace::report_desk;
