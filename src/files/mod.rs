//! Files, whatever they belong to: received piece by piece and sealed, rebuilt into copies, served as copies, and taken off the disk.
//!
//! A room whose things have files keeps rows of its own: whose a file is, what is said of it, who reads it. All that is the same for
//! every file stands here. What is received is nobody's until a row is committed ([`attach_once`]); a copy is made of whatever says
//! that it waits for one ([`Copied`]); and what is erased loses its key at once and its bytes within the hour ([`erase`]).

mod copying;
mod erased;
mod serving;
pub mod upload;

use sanitise::Kind;

pub use copying::{Copied, Copier, NewCopy, Sanitiser};
pub use erased::{erase, take_away};
pub use serving::{Copy, copy, original};
pub use upload::{Received, attach_once};

use crate::db::text_enum;
use crate::error::{Error, Result};
use crate::web::typed;

text_enum! {
    /// Where a file stands.
    pub enum FileState {
        /// Its copy is being made.
        Received = "received",
        /// There is a copy to look at and to release.
        Ready = "ready",
        /// There will be none: it stays with its owner.
        Refused = "refused",
    }
}

/// The most characters of a description.
pub const LONGEST_DESCRIPTION: usize = 1_000;

/// What is said of a file, as it is kept.
pub fn described(description: &str) -> Result<String> {
    typed(description, LONGEST_DESCRIPTION, true).map_err(|fault| Error::invalid("description", fault))
}

/// What a copy of this kind is called when it is kept: by the reference of its file.
pub fn name_of_copy(reference: &str, media_type: &str) -> String {
    let kind = Kind::OF_COPIES.into_iter().find(|kind| kind.media_type() == media_type);
    format!("{reference}.{}", kind.map_or("bin", Kind::ending))
}

/// What an original is called where it is kept outside: two files of one name are told apart by their references.
pub fn kept_as(reference: &str, called: Option<&str>) -> String {
    match called.filter(|name| !name.is_empty()) {
        Some(name) => format!("{reference}-{name}"),
        None => reference.to_owned(),
    }
}
