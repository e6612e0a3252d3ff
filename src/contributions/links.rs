//! What contributions link to: named, never needed, and shown only where the target can be read.

use diesel::prelude::*;

use super::Kind;
use crate::db::schema::{contribution, contribution_link, contribution_version};
use crate::db::{Conn, ContributionId, Tx, text_enum};
use crate::error::Result;

/// How many are asked about in one statement.
const PART: usize = 500;

text_enum! {
    /// What a contribution can link to.
    pub enum LinkKind {
        /// An incident.
        Incident = "incident",
        /// A report.
        Report = "report",
    }
}

/// Enters what a version links to.
pub(super) fn insert(tx: &mut Tx<'_>, version: &ContributionId, links: &[(LinkKind, String)]) -> Result<()> {
    for (kind, id) in links {
        diesel::insert_into(contribution_link::table)
            .values((
                contribution_link::version_id.eq(version),
                contribution_link::target_kind.eq(kind),
                contribution_link::target_id.eq(id),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// The ids of what of this kind a version links to, whoever may read them.
pub fn links(conn: &mut Conn, version: &ContributionId, kind: LinkKind) -> Result<Vec<String>> {
    Ok(contribution_link::table
        .filter(contribution_link::version_id.eq(version))
        .filter(contribution_link::target_kind.eq(kind))
        .order(contribution_link::target_id)
        .select(contribution_link::target_id)
        .load(conn)?)
}

/// The ids of the versions, of contributions of one kind, that link to one of these, whoever may read them.
pub fn linking_to<K: Kind>(conn: &mut Conn, targets: &[(LinkKind, String)]) -> Result<Vec<String>> {
    let mut versions = Vec::new();
    for kind in LinkKind::ALL {
        let ids: Vec<&String> = targets.iter().filter(|(of, _)| of == kind).map(|(_, id)| id).collect();
        for part in ids.chunks(PART) {
            let found: Vec<String> = contribution_link::table
                .inner_join(
                    contribution_version::table
                        .on(contribution_version::id.eq(contribution_link::version_id)),
                )
                .inner_join(
                    contribution::table.on(contribution::id.eq(contribution_version::contribution_id)),
                )
                .filter(contribution::kind.eq(K::KIND))
                .filter(contribution_link::target_kind.eq(kind))
                .filter(contribution_link::target_id.eq_any(part.to_vec()))
                .select(contribution_link::version_id)
                .distinct()
                .load(conn)?;
            versions.extend(found);
        }
    }
    versions.sort_unstable();
    versions.dedup();
    Ok(versions)
}

/// Forgets that anything links to something that is erased.
pub(super) fn erase_links_to(tx: &mut Tx<'_>, target: &str) -> Result<()> {
    diesel::delete(contribution_link::table.filter(contribution_link::target_id.eq(target)))
        .execute(tx.conn)?;
    Ok(())
}
