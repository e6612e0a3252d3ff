//! Which of many contributions a viewer reads now.

use diesel::prelude::*;

use super::{Contribution, Kind, Linking, store};
use crate::access::Viewer;
use crate::db::schema::{contribution, contribution_version};
use crate::db::{Conn, IsAmong};
use crate::error::Result;

/// How many are asked about in one statement.
const PART: usize = 500;

/// Those of these versions that are shown (released, not withdrawn, not ended, and no newer one in their place) and may be read
/// by the viewer: the rule is asked for all of them at once.
pub fn released_among<K: Kind>(
    conn: &mut Conn,
    viewer: &Viewer,
    versions: &[String],
) -> Result<Vec<Contribution<K>>> {
    let mut read = Vec::new();
    for part in versions.chunks(PART) {
        let live = contribution_version::id
            .is_among(part.to_vec())
            .and(contribution_version::released_at.is_not_null())
            .and(contribution_version::withdrawn_at.is_null())
            .and(contribution::ended_at.is_null());
        let mut rows = store::matching::<K>(conn, Box::new(live.and(K::is_known(viewer))))?;
        rows.retain(|row| row.is_shown(viewer.at()));
        let may = K::may_read(conn, viewer, &rows)?;
        read.extend(rows.into_iter().zip(may).filter(|(_, may)| *may).map(|(row, _)| row));
    }
    Ok(read)
}

/// The texts of a kind that link to something, as far as the viewer reads them now.
pub fn linking<K: Kind>(conn: &mut Conn, viewer: &Viewer, to: &Linking) -> Result<Vec<Contribution<K>>> {
    let versions = to.get(&K::KIND).map_or(&[][..], Vec::as_slice);
    let mut read = released_among::<K>(conn, viewer, versions)?;
    read.retain(|row| row.is_readable_by(viewer));
    Ok(read)
}

/// Whether the viewer, who may know of a released text, may read it.
pub(super) fn may_read<K: Kind>(conn: &mut Conn, viewer: &Viewer, row: &Contribution<K>) -> Result<bool> {
    Ok(K::may_read(conn, viewer, std::slice::from_ref(row))?.into_iter().all(|may| may))
}
