//! What alerts link to: incidents and reports. A link is shown only to those who can read its target.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Alert;
use crate::access::Viewer;
use crate::contributions::{self, Contribution, Kind, LinkKind, Linking, NextReaders};
use crate::db::Conn;
use crate::error::{Error, Fields, Result, message};
use crate::reports::store as rows;
use crate::web::reference;

/// The most links of an alert.
const MOST: usize = 20;

/// A link of an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertLink {
    /// `incident` or `report`.
    #[schema(pattern = "^(incident|report)$")]
    pub kind: String,
    /// `I-…` or `R-…`.
    pub reference: String,
}

impl AlertLink {
    /// What somebody typed, as a link: its letter tells the kind.
    pub(crate) fn typed(typed: &str) -> Self {
        let reference = reference(typed.rsplit('/').next().unwrap_or_default());
        let kind = if reference.starts_with('R') { LinkKind::Report } else { LinkKind::Incident };
        Self { kind: kind.to_string(), reference }
    }
}

/// The targets of links, by their internal ids: each has to be something that the viewer may know of. What is hidden from
/// them is refused as what does not exist.
pub(crate) fn targets(
    conn: &mut Conn,
    viewer: &Viewer,
    links: &[AlertLink],
) -> Result<Vec<(LinkKind, String)>> {
    let mut faults = Fields::default();
    if links.len() > MOST {
        faults.add("links", message("fault-too-many-links").number("most", MOST as u64));
    }
    let mut targets = BTreeSet::new();
    for link in links.iter().take(MOST) {
        let found = match link.kind.parse::<LinkKind>() {
            Ok(LinkKind::Incident) => {
                rows::known_incident(conn, viewer, &link.reference).map(|one| one.id.as_str().to_owned())
            }
            Ok(LinkKind::Report) => {
                rows::known_report(conn, viewer, &link.reference).map(|one| one.id.as_str().to_owned())
            }
            // Alerts are updated, and link to no other.
            Ok(LinkKind::Alert | LinkKind::Statement) | Err(_) => Err(Error::NotFound),
        };
        match (link.kind.parse::<LinkKind>(), found) {
            (Ok(kind), Ok(id)) => {
                targets.insert((kind, id));
            }
            (_, Ok(_) | Err(Error::NotFound)) => {
                faults.add("links", message("fault-no-such-link").with("reference", &link.reference));
            }
            (_, Err(other)) => return Err(other),
        }
    }
    faults.into_result(targets.into_iter().collect())
}

/// The links of a version of whatever kind to incidents and reports, as far as the viewer can read their targets.
pub(crate) fn shown<K: Kind>(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<K>,
) -> Result<Vec<AlertLink>> {
    let mut targets = Vec::new();
    for kind in LinkKind::ALL {
        targets.extend(contributions::links(conn, &row.version, *kind)?.into_iter().map(|id| (*kind, id)));
    }
    known(conn, viewer, &targets)
}

/// The links of an update with this body: these, with those of the version that it changes that the viewer is not shown. What they do
/// not see they do not take away.
pub(super) fn of_update(
    conn: &mut Conn,
    viewer: &Viewer,
    (row, next): (&Contribution<Alert>, Option<&NextReaders>),
    (body, links): (&str, Vec<(LinkKind, String)>),
) -> Result<Vec<(LinkKind, String)>> {
    let changed = contributions::changed(conn, (row, next), body)?;
    let shown = shown(conn, viewer, &changed)?;
    let known = [links.clone(), targets(conn, viewer, &shown)?].concat();
    let unseen = contributions::links_but(conn, &changed.version, &known)?;
    Ok([links, unseen].concat())
}

/// Links to these targets, as far as the viewer can read them.
pub(super) fn known(
    conn: &mut Conn,
    viewer: &Viewer,
    targets: &[(LinkKind, String)],
) -> Result<Vec<AlertLink>> {
    let mut known = Vec::new();
    for (kind, id) in targets {
        let reference = match kind {
            LinkKind::Incident => {
                let incident = rows::incident_by_id(conn, &id.clone().into())?.reference;
                rows::known_incident(conn, viewer, &incident).map(|one| one.reference)
            }
            LinkKind::Report => {
                let report = rows::report_by_id(conn, id)?.reference;
                rows::known_report(conn, viewer, &report).map(|one| one.reference)
            }
            LinkKind::Alert | LinkKind::Statement => continue,
        };
        match reference {
            Ok(reference) => known.push(AlertLink { kind: kind.to_string(), reference }),
            Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(known)
}

/// The alerts that the viewer reads, current or not, among those that link to some things: the newest first.
pub fn about(conn: &mut Conn, viewer: &Viewer, linking: &Linking) -> Result<Vec<Contribution<Alert>>> {
    let mut alerts = contributions::linking::<Alert>(conn, viewer, linking)?;
    alerts.sort_by_key(|alert| std::cmp::Reverse((alert.at(), alert.details.ordinal)));
    Ok(alerts)
}
