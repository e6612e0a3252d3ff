//! What contributions link to: named, never needed, and shown only where the target can be read.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::exists;
use diesel::prelude::*;

use crate::access::{Viewer, sql};
use crate::db::schema::{contribution, contribution_link, contribution_version, readable};
use crate::db::{Conn, ContributionId, IsAmong, Tx, text_enum};
use crate::error::Result;
use crate::flow::TextKind;

/// How many are asked about in one statement.
const PART: usize = 500;
/// What a page shows that names the thing it links to.
const LINKED_FROM: [TextKind; 2] = [TextKind::Alert, TextKind::Action];

text_enum! {
    /// What a contribution can link to.
    pub enum LinkKind {
        /// An incident.
        Incident = "incident",
        /// A report.
        Report = "report",
        /// An alert.
        Alert = "alert",
        /// A joint statement, by the action that it is.
        Statement = "statement",
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
    let links = links_of_each(conn, std::slice::from_ref(version), kind)?;
    Ok(links.into_values().flatten().collect())
}

/// What a version links to, of whatever kind, but these.
pub fn links_but(
    conn: &mut Conn,
    version: &ContributionId,
    but: &[(LinkKind, String)],
) -> Result<Vec<(LinkKind, String)>> {
    let mut links = Vec::new();
    for kind in LinkKind::ALL {
        let ids = self::links(conn, version, *kind)?.into_iter().map(|id| (*kind, id));
        links.extend(ids.filter(|link| !but.contains(link)));
    }
    Ok(links)
}

/// What of this kind each of these versions links to that links to anything, whoever may read it: as many statements however many they are.
pub fn links_of_each(
    conn: &mut Conn,
    versions: &[ContributionId],
    kind: LinkKind,
) -> Result<BTreeMap<ContributionId, Vec<String>>> {
    let mut links: BTreeMap<ContributionId, Vec<String>> = BTreeMap::new();
    for part in versions.chunks(PART) {
        let found: Vec<(ContributionId, String)> = contribution_link::table
            .filter(contribution_link::version_id.is_among(part.to_vec()))
            .filter(contribution_link::target_kind.eq(kind))
            .order(contribution_link::target_id)
            .select((contribution_link::version_id, contribution_link::target_id))
            .load(conn)?;
        for (version, target) in found {
            links.entry(version).or_default().push(target);
        }
    }
    Ok(links)
}

/// Versions of contributions that link to some things, by their kinds.
pub type Linking = BTreeMap<TextKind, Vec<String>>;

/// The ids of the versions of alerts and actions that link to one of these and that the viewer may read: what is hidden leads to
/// no further statement. What else links to it, such as comments, is not looked up: no page lists that.
pub fn linking_to(conn: &mut Conn, viewer: &Viewer, targets: &[(LinkKind, String)]) -> Result<Linking> {
    let mut linking: BTreeMap<TextKind, BTreeSet<String>> = BTreeMap::new();
    for part in targets.chunks(PART) {
        // No two things of different kinds have one id.
        let ids: Vec<&String> = part.iter().map(|(_, id)| id).collect();
        let found: Vec<(LinkKind, String, TextKind, String)> = contribution_link::table
            .inner_join(
                contribution_version::table.on(contribution_version::id.eq(contribution_link::version_id)),
            )
            .inner_join(contribution::table.on(contribution::id.eq(contribution_version::contribution_id)))
            .filter(contribution_link::target_id.is_among(ids))
            .filter(contribution::kind.is_among(LINKED_FROM.to_vec()))
            .filter(exists(
                readable::table
                    .filter(readable::id.eq(contribution_version::id))
                    .filter(sql::is_readable(viewer)),
            ))
            .select((
                contribution_link::target_kind,
                contribution_link::target_id,
                contribution::kind,
                contribution_link::version_id,
            ))
            .load(conn)?;
        for (target, id, kind, version) in found {
            if part.iter().any(|one| one.0 == target && one.1 == id) {
                linking.entry(kind).or_default().insert(version);
            }
        }
    }
    Ok(linking.into_iter().map(|(kind, versions)| (kind, versions.into_iter().collect())).collect())
}

/// Forgets what a version links to.
pub(super) fn erase_links_of(tx: &mut Tx<'_>, version: &ContributionId) -> Result<()> {
    diesel::delete(contribution_link::table.filter(contribution_link::version_id.eq(version)))
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets that anything links to something of which nothing is kept.
pub fn erase_links_to(tx: &mut Tx<'_>, target: &str) -> Result<()> {
    diesel::delete(contribution_link::table.filter(contribution_link::target_id.eq(target)))
        .execute(tx.conn)?;
    Ok(())
}
