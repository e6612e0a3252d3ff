//! What actions link to: incidents, reports, alerts and joint statements. A link is shown only to those who can read its target.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Action;
use super::linked::{self, LinkedStatement};
use crate::access::Viewer;
use crate::alerts::{self, Alert, AlertBody, AlertLink, AlertText};
use crate::contributions::{self, Contribution, LinkKind, Linking};
use crate::db::{Conn, ContributionId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::reports::{self, Title};
use crate::web::reference;

/// The most links of an action.
const MOST: usize = 20;

/// A link of an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ActionLink {
    /// `incident`, `report`, `alert` or `statement`.
    #[schema(pattern = "^(incident|report|alert|statement)$")]
    pub kind: String,
    /// `I-…`, `R-…`, `W-…` or `V-…`.
    pub reference: String,
}

impl ActionLink {
    /// What somebody typed, as a link: its letter tells the kind.
    pub(super) fn typed(typed: &str) -> Self {
        let reference = reference(typed.rsplit('/').next().unwrap_or_default());
        let kind = match reference.chars().next() {
            Some('R') => LinkKind::Report,
            Some('W') => LinkKind::Alert,
            Some('V') => LinkKind::Statement,
            _ => LinkKind::Incident,
        };
        Self { kind: kind.to_string(), reference }
    }
}

/// The targets of links, by their internal ids: each has to be something that the viewer may know of. What is hidden from
/// them is refused as what does not exist.
pub(super) fn targets(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    links: &[ActionLink],
) -> Result<Vec<(LinkKind, String)>> {
    let mut faults = Fields::default();
    if links.len() > MOST {
        faults.add("links", message("fault-too-many-links").number("most", MOST as u64));
    }
    let is_own = |link: &&ActionLink| matches!(link.kind.parse(), Ok(LinkKind::Alert | LinkKind::Statement));
    let others = links.iter().filter(|link| !is_own(link)).take(MOST);
    let others: Vec<AlertLink> =
        others.map(|link| AlertLink { kind: link.kind.clone(), reference: link.reference.clone() }).collect();
    let found = alerts::link_targets(tx.conn, viewer, &others);
    let mut targets: BTreeSet<(LinkKind, String)> =
        faults.gather(found)?.unwrap_or_default().into_iter().collect();
    for link in links.iter().filter(is_own).take(MOST) {
        match target(tx, viewer, link) {
            Ok(target) => {
                targets.insert(target);
            }
            Err(Error::NotFound) => {
                faults.add("links", message("fault-no-such-link").with("reference", &link.reference));
            }
            Err(other) => return Err(other),
        }
    }
    faults.into_result(targets.into_iter().collect())
}

/// The target of a link to what alerts do not link to.
fn target(tx: &mut Tx<'_>, viewer: &Viewer, link: &ActionLink) -> Result<(LinkKind, String)> {
    let kind = link.kind.parse::<LinkKind>().map_err(|_| Error::NotFound)?;
    let id = match kind {
        LinkKind::Alert => contributions::find::<Alert>(tx, viewer, &link.reference)?.row().id.clone(),
        LinkKind::Statement => linked::find(tx.conn, viewer, &link.reference)?.ok_or(Error::NotFound)?,
        LinkKind::Incident | LinkKind::Report => return Err(Error::NotFound),
    };
    Ok((kind, id.as_str().to_owned()))
}

/// The links of a version, as far as the viewer can read their targets.
pub(super) fn shown(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Action>) -> Result<Vec<ActionLink>> {
    let others = alerts::shown_links(conn, viewer, row)?.into_iter();
    let mut links: Vec<ActionLink> =
        others.map(|link| ActionLink { kind: link.kind, reference: link.reference }).collect();
    let link = |kind: LinkKind, reference: String| ActionLink { kind: kind.to_string(), reference };
    let alerts = known_alerts(conn, viewer, row)?.into_iter();
    links.extend(alerts.map(|alert| link(LinkKind::Alert, alert.reference)));
    let statements = known_statements(conn, viewer, row)?.into_iter();
    links.extend(statements.map(|statement| link(LinkKind::Statement, statement.reference)));
    Ok(links)
}

/// What the targets of the links of a version are called, by reference, as far as the viewer reads them at this moment; an alert in
/// the language of the page, if it has that. A fixed number of statements.
pub(super) fn titles(
    conn: &mut Conn,
    viewer: &Viewer,
    (row, links): (&Contribution<Action>, &[ActionLink]),
    language: &str,
) -> Result<BTreeMap<String, Title>> {
    let references: Vec<String> = links.iter().map(|link| link.reference.clone()).collect();
    let mut titles = reports::titles(conn, viewer, &references)?;
    let has = |kind: LinkKind| links.iter().any(|link| link.kind == kind.as_str());
    if has(LinkKind::Statement) {
        let statements = known_statements(conn, viewer, row)?.into_iter();
        titles.extend(statements.filter_map(|one| Some((one.reference, one.title?))));
    }
    if !has(LinkKind::Alert) {
        return Ok(titles);
    }
    for alert in known_alerts(conn, viewer, row)? {
        let reads = alert.is_readable_by(viewer) || alert.on_desk(viewer);
        if !reads || !alert.is_shown(viewer.at()) {
            continue;
        }
        match headline(&alert, language) {
            Ok(title) => titles.extend(title.map(|title| (alert.reference, title))),
            Err(fault) => {
                tracing::error!(%fault, alert = alert.reference, "a link is shown without a headline");
            }
        }
    }
    Ok(titles)
}

/// What an alert is called in a language, or else in its own.
fn headline(alert: &Contribution<Alert>, language: &str) -> Result<Option<Title>> {
    let tlp = alert.audience()?.tlp();
    let title =
        |text: &AlertText| Title { text: text.headline.clone(), language: text.language.clone(), tlp };
    Ok(AlertBody::read(alert)?.text_in(language).map(title))
}

/// What of this kind a version links to, whoever may read it.
fn ids_of(conn: &mut Conn, row: &Contribution<Action>, kind: LinkKind) -> Result<Vec<ContributionId>> {
    let ids = contributions::links(conn, &row.version, kind)?;
    Ok(ids.into_iter().map(ContributionId::from).collect())
}

/// The joint statements to which a version links, as far as the viewer may know of them.
fn known_statements(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Action>,
) -> Result<Vec<LinkedStatement>> {
    let ids = ids_of(conn, row, LinkKind::Statement)?;
    linked::known(conn, viewer, &ids)
}

/// The alerts to which a version links, as far as the viewer may know of them.
fn known_alerts(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Action>,
) -> Result<Vec<Contribution<Alert>>> {
    let ids = ids_of(conn, row, LinkKind::Alert)?;
    let newest = contributions::by_ids::<Alert>(conn, &ids)?;
    let versions: Vec<String> = newest.iter().map(|row| row.version.as_str().to_owned()).collect();
    let read = contributions::released_among::<Alert>(conn, viewer, &versions)?;
    let read =
        read.into_iter().filter(|row| row.is_readable_by(viewer) || viewer.is_of(&row.organisation_id));
    Ok(read.collect())
}

/// The actions that the viewer reads among those that link to some things: the newest first.
pub fn about(conn: &mut Conn, viewer: &Viewer, linking: &Linking) -> Result<Vec<Contribution<Action>>> {
    let mut actions = contributions::linking::<Action>(conn, viewer, linking)?;
    actions.sort_by_key(|action| std::cmp::Reverse((action.at(), action.details.ordinal)));
    Ok(actions)
}
