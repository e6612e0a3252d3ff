//! The list of incidents: found in the index, loaded from the database, asked of the rule once more.

use std::collections::HashMap;

use super::search::{ROWS, Search};
use crate::access::{Tlp, Viewer};
use crate::db::{Conn, Moment};
use crate::error::{Error, Result};
use crate::facts::{Facts, Mode};
use crate::index::{Key, Overview, Query, View, Want};
use crate::people::{self, Organisation};
use crate::redaction::{self, Rendition};
use crate::reports::store;
use crate::verification::{Assessments, Verification};

/// One incident of a list: what the fullest of its matching reports says that the viewer may read.
#[derive(Debug, Clone)]
pub struct Item {
    /// `I-…`.
    pub reference: String,
    /// Of the report.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// Of the report.
    pub facts: Facts,
    /// Of the report.
    pub tlp: Tlp,
    /// How far the incident is verified, by what the viewer reads.
    pub verification: Verification,
    /// The matching reports: reference and organisation.
    pub reports: Vec<(String, Organisation)>,
    /// When the newest of them was released.
    pub released_at: Moment,
    /// The renditions behind it, newest first.
    pub renditions: Vec<Rendition>,
    /// How far each of them is verified.
    pub verified: Vec<Verification>,
    /// The facts of each of them.
    pub stated: Vec<Facts>,
}

impl Item {
    /// When the newest text of it was released.
    pub fn changed_at(&self) -> Moment {
        let all = self.renditions.iter().map(|rendition| rendition.released_at);
        all.max().unwrap_or(self.released_at)
    }

    /// Whether everybody may read all of it.
    pub fn is_public(&self) -> bool {
        self.renditions.iter().all(|rendition| rendition.audience.is_public())
    }

    /// The same, report by report, each with what its own rendition says.
    pub fn by_report(&self) -> Vec<Self> {
        self.reports
            .iter()
            .zip(self.renditions.iter().zip(&self.verified).zip(&self.stated))
            .map(|(report, ((rendition, verification), facts))| Self {
                title: rendition.reading.title.clone(),
                language: rendition.reading.language.clone(),
                facts: facts.clone(),
                tlp: rendition.audience.tlp(),
                verification: *verification,
                verified: vec![*verification],
                stated: vec![facts.clone()],
                reports: vec![report.clone()],
                released_at: rendition.released_at,
                renditions: vec![rendition.clone()],
                reference: self.reference.clone(),
            })
            .collect()
    }
}

/// A page of the list.
#[derive(Default)]
pub struct Listing {
    /// Rows on all pages.
    pub total: u64,
    /// Incidents among them: all but the positive developments that were asked for.
    pub incidents: u64,
    /// Positive developments that match. They are among the rows only where they were asked for.
    pub developments: u64,
    /// Reports on all pages.
    pub reports: u64,
    /// This page.
    pub items: Vec<Item>,
    /// Where the next page begins.
    pub next: Option<Key>,
    /// Facets and histogram, where wanted.
    pub overview: Option<std::sync::Arc<Overview>>,
}

/// Answers a search for a viewer.
pub fn list(
    conn: &mut Conn,
    view: &View,
    viewer: &Viewer,
    search: &Search,
    after: Option<Key>,
    want: Want,
) -> Result<Listing> {
    let query = search.query(viewer);
    answered(conn, view, viewer, (&query, after, search.limit.unwrap_or(ROWS)), want)
}

/// What of a search was released after a moment, or all of it: what was released last first.
pub fn newest(
    conn: &mut Conn,
    view: &View,
    viewer: &Viewer,
    search: &Search,
    (since, most): (Option<Moment>, usize),
) -> Result<Listing> {
    answered(conn, view, viewer, (&search.newest(viewer, since), None, most), Want::Rows)
}

fn answered(
    conn: &mut Conn,
    view: &View,
    viewer: &Viewer,
    (query, after, most): (&Query, Option<Key>, usize),
    want: Want,
) -> Result<Listing> {
    let answer = view.search(query, after, most, want)?;
    let (total, developments) = (answer.page.total, answer.page.beside);
    let rows: Vec<(u64, &[String])> =
        answer.page.rows.iter().map(|row| (row.parent, row.documents.as_slice())).collect();
    Ok(Listing {
        total,
        incidents: if query.lists_beside() { total.saturating_sub(developments) } else { total },
        developments,
        reports: answer.page.reports,
        items: items(conn, viewer, &rows)?,
        next: answer.page.next,
        overview: answer.overview,
    })
}

/// Loads the rows of a page.
pub fn items(conn: &mut Conn, viewer: &Viewer, rows: &[(u64, &[String])]) -> Result<Vec<Item>> {
    let ids: Vec<String> = rows.iter().flat_map(|(_, documents)| documents.iter().cloned()).collect();
    let ordinals: Vec<i64> = rows.iter().filter_map(|(parent, _)| i64::try_from(*parent).ok()).collect();
    let mut by_subject: HashMap<String, Rendition> = HashMap::new();
    for rendition in redaction::readable_by_ids(conn, viewer, &ids)? {
        by_subject.insert(rendition.subject.clone(), rendition);
    }
    let subjects: Vec<String> = by_subject.keys().cloned().collect();
    let reports = store::reports_by_id(conn, &subjects)?;
    let standing = Assessments::load(conn, &subjects)?;
    let owners = reports.iter().map(|report| report.organisation_id.clone()).collect();
    let organisations = people::organisations_by_ids(conn, owners)?;
    let mut items = Vec::with_capacity(rows.len());
    for incident in store::incidents_by_ordinal(conn, &ordinals)? {
        let mut own: Vec<_> = reports
            .iter()
            .filter(|report| report.incident_id == incident.id)
            .filter_map(|report| {
                let rendition = by_subject.remove(report.id.as_str())?;
                let organisation = organisations.get(&report.organisation_id)?.clone();
                Some((report.reference.clone(), organisation, rendition))
            })
            .collect();
        own.sort_by_key(|(_, _, rendition)| std::cmp::Reverse(rendition.released_at));
        // What the rule takes away after all leaves no empty row behind. The incident is called as the first who
        // reported it call it: who files a later report beside it does not rename it.
        let by_age = |(reference, _, _): &&(String, Organisation, Rendition)| {
            reports
                .iter()
                .find(|report| report.reference == *reference)
                .map(|report| (report.created_at, report.id.as_str()))
        };
        let Some((_, _, first)) = own.iter().min_by_key(by_age) else {
            continue;
        };
        let verified: Vec<_> =
            own.iter().map(|(_, _, rendition)| standing.of(rendition, Some(viewer.at()))).collect();
        items.push(Item {
            reference: incident.reference,
            title: first.reading.title.clone(),
            language: first.reading.language.clone(),
            facts: facts_of(first)?,
            stated: own.iter().map(|(_, _, rendition)| facts_of(rendition)).collect::<Result<_>>()?,
            tlp: first.audience.tlp(),
            verification: verified.iter().copied().max().unwrap_or(Verification::Unverified),
            verified,
            released_at: first.released_at,
            reports: own
                .iter()
                .map(|(reference, organisation, _)| (reference.clone(), organisation.clone()))
                .collect(),
            renditions: own.into_iter().map(|(_, _, rendition)| rendition).collect(),
        });
    }
    Ok(items)
}

fn facts_of(rendition: &Rendition) -> Result<Facts> {
    Facts::parse(&rendition.reading.facts, Mode::Import)
        .map_err(|faults| Error::stored("facts", rendition.id.as_str(), faults))
}
