//! Where the things are of which people are told.

use crate::flow::{Release, TextKind};

/// Where a release is decided, or its text read.
pub(super) fn place_of(release: &Release, reference: &str) -> String {
    match release.subject_kind {
        TextKind::Report => format!("/reports/{reference}/releases/{}", release.reference),
        kind => format!("/{}/{reference}", kind.place()),
    }
}
