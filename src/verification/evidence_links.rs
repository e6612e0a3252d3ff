//! Reports of their own that those who speak name as evidence. Each keeps its own audience: beside what was said it
//! stands for those alone who read it, and for everybody else it was never named.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{Act, Audience, Viewer, permits};
use crate::contributions::{self, LinkKind};
use crate::db::{Conn, ContributionId, OrganisationId};
use crate::error::{Error, Fields, Result, message};
use crate::redaction::{self, Rendition};
use crate::reports::{Report, store as rows};

/// The most reports that can be named.
const MOST: usize = 20;
/// So many of one's own reports are offered to choose from; others are named by their references.
pub const MOST_OFFERED: i64 = 20;
/// Of what cannot be a reference so much is repeated.
const REPEATED: usize = 20;

/// A report that was named, as one viewer reads it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Cited {
    /// `R-…`.
    pub reference: String,
    /// The page of it.
    pub href: String,
    /// The title that the viewer reads.
    #[serde(skip)]
    pub title: String,
    /// The language of that.
    #[serde(skip)]
    pub language: String,
}

impl Cited {
    fn of(report: &Report, text: &Rendition) -> Self {
        let reading = &text.reading;
        Self {
            href: format!("/reports/{}", report.reference),
            reference: report.reference.clone(),
            title: reading.title.clone(),
            language: reading.language.clone(),
        }
    }
}

/// What is released of a report of one's own, as far as the viewer may know of it: its desk knows all.
fn out(conn: &mut Conn, viewer: &Viewer, report: &Report) -> Result<Vec<Rendition>> {
    if permits(viewer, Act::SeeDesk { owner: &report.organisation_id }) {
        redaction::live_of(conn, viewer.at(), report.id.as_str())
    } else {
        redaction::readable_of(conn, viewer, report.id.as_str())
    }
}

/// The newest reports of the viewer's organisation that can be named, and whether there may be more.
pub fn citable(conn: &mut Conn, viewer: &Viewer, home: &OrganisationId) -> Result<(Vec<Cited>, bool)> {
    let mut citable = Vec::new();
    let newest = rows::newest_out(conn, viewer.at(), home, MOST_OFFERED)?;
    let more = i64::try_from(newest.len()).is_ok_and(|offered| offered >= MOST_OFFERED);
    for report in newest {
        if let Some(text) = out(conn, viewer, &report)?.first() {
            citable.push(Cited::of(&report, text));
        }
    }
    Ok((citable, more))
}

/// The reports that somebody names: only those of their own organisation of which something is released. Whose another is,
/// whether it is there and how far it is on its way are nothing that the answer tells apart.
pub(super) fn named(
    conn: &mut Conn,
    viewer: &Viewer,
    home: &OrganisationId,
    references: &[String],
) -> Result<Vec<Report>> {
    let references: BTreeSet<&str> = references
        .iter()
        .map(|reference| reference.trim())
        .filter(|reference| !reference.is_empty())
        .collect();
    if references.len() > MOST {
        return Err(Error::invalid(
            "evidence",
            message("fault-too-many-entries").number("most", MOST as u64),
        ));
    }
    let mut faults = Fields::default();
    let mut named = Vec::new();
    for reference in references {
        let report = match rows::known_report(conn, viewer, reference) {
            Ok(report) if report.organisation_id == *home => Some(report),
            Ok(_) | Err(Error::NotFound) => None,
            Err(other) => return Err(other),
        };
        match report {
            Some(report) if !out(conn, viewer, &report)?.is_empty() => named.push(report),
            _ => {
                let repeated: String = reference.chars().take(REPEATED).collect();
                faults.add("evidence", message("fault-evidence-not-out").with("name", repeated));
            }
        }
    }
    faults.into_result(named)
}

/// What was named for some things that were said: the reports with the texts of them that a viewer reads, in the order of
/// their references.
pub(super) struct Evidence {
    named: BTreeMap<ContributionId, Vec<String>>,
    reports: Vec<(Report, Vec<Rendition>)>,
}

impl Evidence {
    /// Of these versions: in as many statements however many they are and whatever they name.
    pub(super) fn load(conn: &mut Conn, viewer: &Viewer, versions: &[ContributionId]) -> Result<Self> {
        let named = contributions::links_of_each(conn, versions, LinkKind::Report)?;
        let ids: BTreeSet<&String> = named.values().flatten().collect();
        let ids: Vec<String> = ids.into_iter().cloned().collect();
        let mut reports = rows::reports_by_id(conn, &ids)?;
        reports.retain(|report| report.erased_at.is_none());
        reports.sort_by(|one, other| one.reference.cmp(&other.reference));
        let mut texts = redaction::readable_of_all(conn, viewer, &ids)?;
        let reports = reports.into_iter().map(|report| {
            let texts = texts.remove(report.id.as_str()).unwrap_or_default();
            (report, texts)
        });
        Ok(Self { named, reports: reports.collect() })
    }

    /// What was named for one of them, as far as the viewer reads it; beside a text that is shown as others read it, as far
    /// as all of `within` do.
    pub(super) fn cited(&self, version: &ContributionId, within: Option<&Audience>) -> Vec<Cited> {
        let named = self.named.get(version).map(Vec::as_slice).unwrap_or_default();
        let cited = |(report, texts): &(Report, Vec<Rendition>)| {
            let text =
                texts.iter().find(|text| within.is_none_or(|within| text.audience.contains(within)))?;
            named.iter().any(|id| id == report.id.as_str()).then(|| Cited::of(report, text))
        };
        self.reports.iter().filter_map(cited).collect()
    }
}
