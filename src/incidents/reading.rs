//! Reading a report, and an incident as the sum of the reports that one may read.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::report_view::{Reading, ReportView, views};
use crate::access::{Act, Viewer, permits, sql};
use crate::contributions::LinkKind;
use crate::db::{Conn, IncidentId, Moment};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::people;
use crate::redaction::{self, Tombstone};
use crate::reports::{Incident, Report, grouping, moves, store};
use crate::translations::ReadOptions;
use crate::verification::Verification;

/// What a viewer finds at a report's address.
pub enum ReportLookup {
    /// The rendition that they read.
    Report(Box<ReportView>),
    /// What is left of one that they could read.
    Withdrawn(Tombstone),
}

/// Reads a report: the fullest rendition that the viewer may read, or the thinner one that was asked for; in its own
/// language, or in another in which it is there. What is not there in that language is not there.
pub fn read_report(
    conn: &mut Conn,
    viewer: &Viewer,
    reference: &str,
    asked: &ReadOptions,
) -> Result<ReportLookup> {
    let report = store::known_report(conn, viewer, reference)?;
    let readable = redaction::readable_of(conn, viewer, report.id.as_str())?;
    let chosen = match asked.as_whom.as_deref() {
        None => readable.first(),
        Some(word) => {
            let wanted = people::token_from_word(conn, viewer, word).map_err(|_| Error::NotFound)?;
            readable.iter().find(|rendition| {
                rendition
                    .audience
                    .told(viewer, &report.organisation_id)
                    .iter()
                    .any(|token| token.reaches(&wanted))
            })
        }
    };
    match chosen {
        Some(chosen) => {
            let incident = store::incident_by_id(conn, &report.incident_id)?.reference;
            let reading = Reading { chosen: chosen.clone(), report, incident, readable };
            let view = views(conn, viewer, vec![reading], asked)?.pop().ok_or(Error::NotFound)?;
            Ok(ReportLookup::Report(Box::new(view)))
        }
        None if readable.is_empty() && asked.as_whom.is_none() => {
            let tombstone = redaction::tombstone_for(conn, viewer, report.id.as_str())?;
            tombstone.map(ReportLookup::Withdrawn).ok_or(Error::NotFound)
        }
        None => Err(Error::NotFound),
    }
}

/// Something that happened, for the timeline of an incident.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Event {
    /// A day as exactly as it is known, or when a report was released.
    pub at: String,
    /// What happened.
    #[schema(pattern = "^(started|ended|released)$")]
    pub kind: &'static str,
    /// The report that says so.
    pub report: String,
    /// Its organisation's name.
    pub organisation: String,
}

/// An incident as one viewer knows it.
#[derive(Debug, Clone)]
pub struct IncidentView {
    id: IncidentId,
    /// `I-…`.
    pub reference: String,
    /// The title of the first report of it that the viewer reads.
    pub title: String,
    /// The language of that title.
    pub language: String,
    first: String,
    /// The reports that the viewer reads, newest release first.
    pub reports: Vec<ReportView>,
    /// What happened when.
    pub timeline: Vec<Event>,
    /// When anything of it that the viewer reads was last released.
    pub updated_at: Moment,
    /// Whether the viewer may move a report of it elsewhere.
    pub groups: bool,
}

impl IncidentView {
    /// The facts of the first report of it: who files another beside it does not change what it is called.
    pub fn facts(&self) -> Option<&Facts> {
        self.first().map(|report| &report.facts)
    }

    /// The first report of it.
    pub(super) fn first(&self) -> Option<&ReportView> {
        self.reports.iter().find(|report| report.reference == self.first)
    }

    /// How far it is verified: the best of its reports.
    pub fn verification(&self) -> Verification {
        self.reports.iter().map(|report| report.verification).max().unwrap_or(Verification::Unverified)
    }
}

/// Where an incident's address leads.
pub enum IncidentLookup {
    /// Here it is.
    Here(Box<IncidentView>),
    /// What the viewer could read here was filed elsewhere since.
    Elsewhere(String),
}

/// Reads an incident: the reports of it that the viewer may read. Where there are none it is not there, unless
/// one that they may read was moved from here to another.
pub fn read_incident(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<IncidentLookup> {
    let incident = store::known_incident(conn, viewer, reference)?;
    let reports = readable_reports(conn, viewer, &incident)?;
    if !reports.is_empty() {
        return Ok(IncidentLookup::Here(Box::new(incident_view(viewer, incident, reports))));
    }
    let moved = moves::moved_from(conn, &incident.id)?;
    let ids: Vec<String> = moved.iter().map(|report| report.id.as_str().to_owned()).collect();
    let read = sql::families_listed(conn, viewer, &ids)?;
    let elsewhere = moved.iter().find(|report| read.contains(report.id.as_str())).ok_or(Error::NotFound)?;
    Ok(IncidentLookup::Elsewhere(store::incident_by_id(conn, &elsewhere.incident_id)?.reference))
}

fn readable_reports(conn: &mut Conn, viewer: &Viewer, incident: &Incident) -> Result<Vec<ReportView>> {
    let reports = store::reports_of(conn, &incident.id)?;
    let ids: Vec<String> = reports.iter().map(|report| report.id.as_str().to_owned()).collect();
    let mut texts = redaction::readable_of_all(conn, viewer, &ids)?;
    let reading = |report: Report| {
        let readable = texts.remove(report.id.as_str())?;
        let chosen = readable.first()?.clone();
        Some(Reading { report, incident: incident.reference.clone(), readable, chosen })
    };
    let readings: Vec<Reading> = reports.into_iter().filter_map(reading).collect();
    if readings.is_empty() { Ok(Vec::new()) } else { views(conn, viewer, readings, &ReadOptions::default()) }
}

/// The reports come oldest first.
fn incident_view(viewer: &Viewer, incident: Incident, mut reports: Vec<ReportView>) -> IncidentView {
    let first = reports.first().map(|report| {
        let reading = &report.rendition.reading;
        (report.reference.clone(), reading.title.clone(), reading.language.clone())
    });
    let (first, title, language) = first.unwrap_or_default();
    reports.sort_by_key(|view| std::cmp::Reverse(view.rendition.released_at));
    let timeline = timeline(&reports);
    let newest = reports.first();
    let own = |report: &ReportView| permits(viewer, Act::GroupIncidents { owner: &report.organisation.id });
    IncidentView {
        groups: reports.iter().any(own),
        id: incident.id,
        reference: incident.reference,
        title,
        language,
        first,
        updated_at: newest.map_or(incident.created_at, |report| report.rendition.released_at),
        timeline,
        reports,
    }
}

/// What happened, in the order of time: a day that is known only as a month or a year begins with its first day and ends
/// with its last, and of one day what begins comes before what ends.
fn timeline(reports: &[ReportView]) -> Vec<Event> {
    let mut events = Vec::new();
    for report in reports {
        let mut push = |day: NaiveDate, order: u8, at: String, kind| {
            let (reference, organisation) = (report.reference.clone(), report.organisation.name.clone());
            events.push(((day, order, at.clone()), Event { at, kind, report: reference, organisation }));
        };
        if let Some(started) = report.facts.started.known() {
            push(started.first_day(), 0, started.text(), "started");
        }
        if let Some(ended) = report.facts.ended.known() {
            push(ended.last_day(), 1, ended.text(), "ended");
        }
        let released = report.rendition.released_at;
        push(released.date(), 2, released.rfc3339(), "released");
    }
    events.sort_by(|(a, _), (b, _)| a.cmp(b));
    events.into_iter().map(|(_, event)| event).collect()
}

/// What alerts about an incident link to, as far as the viewer may know of it: the incident, those of its reports that they
/// read, and the incidents that were merged into it. One that has other reports, or whose reports went elsewhere or cannot be
/// read, is left out: an alert about it may be about those.
pub fn alerted_by(conn: &mut Conn, view: &IncidentView) -> Result<Vec<(LinkKind, String)>> {
    let reports: BTreeSet<String> = view.reports.iter().map(|one| one.rendition.subject.clone()).collect();
    let mut left = moves::incidents_left_by(conn, &reports.iter().cloned().collect::<Vec<_>>())?;
    left.retain(|left| *left != view.id);
    let others = moves::with_others(conn, &left, &reports)?;
    let incidents = std::iter::once(&view.id).chain(left.iter().filter(|left| !others.contains(*left)));
    let incidents = incidents.map(|id| (LinkKind::Incident, id.as_str().to_owned()));
    Ok(incidents.chain(reports.iter().map(|id| (LinkKind::Report, id.clone()))).collect())
}

/// Whether the viewer can know of an incident at all: for acts on it.
pub fn known_incident(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Incident> {
    let incident = store::known_incident(conn, viewer, reference)?;
    // Where a report of it was moved elsewhere since, its address leads there; nothing can be done with it here.
    if grouping::knows(conn, viewer, &incident)? { Ok(incident) } else { Err(Error::NotFound) }
}
