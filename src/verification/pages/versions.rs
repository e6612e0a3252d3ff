//! Links from a statement to its versions, and to the form that corrects it.

use crate::access::Viewer;
use crate::contributions::{self, Contribution};
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::reports::contribution_page::Paged;
use crate::verification::{self, Corroboration};
use crate::web::Page;

/// One of the versions of a text, as its page names it.
pub struct VersionLink {
    /// Its number among those that the viewer could read.
    pub number: usize,
    pub href: String,
    pub at: Moment,
    /// What became of it; empty of the one that is shown.
    pub ended: String,
}

/// The versions of a statement that the viewer could read, the newest first; none where there is only one.
pub fn version_links(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    row: &Contribution<Corroboration>,
) -> Result<Vec<VersionLink>> {
    let versions = contributions::versions(conn, viewer, row)?;
    let newest = versions.len();
    let link = |(place, one): (usize, &Contribution<Corroboration>)| VersionLink {
        number: place + 1,
        href: if place + 1 == newest {
            format!("{}/{}", Corroboration::AT, one.reference)
        } else {
            format!("{}/{}/versions/{}", Corroboration::AT, one.reference, place + 1)
        },
        at: one.at(),
        ended: match &one.ended {
            Some(_) => page.t("version-withdrawn"),
            None if one.is_past(viewer.at()) => page.t("release-state-ended"),
            None => String::new(),
        },
    };
    let links = versions.iter().enumerate().map(link).rev();
    Ok(if newest > 1 { links.collect() } else { Vec::new() })
}

/// Where a statement is corrected, for those of its organisation who may; empty for others.
pub fn correct_href(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Corroboration>) -> Result<String> {
    let corrects = verification::may_correct(conn, viewer, row)?;
    Ok(if corrects { format!("{}/{}/correct", Corroboration::AT, row.reference) } else { String::new() })
}
