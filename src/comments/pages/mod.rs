//! The pages on which joint actions are talked about.

mod comment;
mod discussion;
mod line;
mod update;

/// Where comments are read.
const AT: &str = "/comments";

pub use comment::OnePage;
pub use discussion::{discussion, post_comment};
pub use update::{choose_update, post_update};
