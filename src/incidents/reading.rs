//! Reading a report, and an incident as the sum of the reports that one may read.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{Act, Audience, Tlp, Token, Viewer, permits};
use crate::contributions::LinkKind;
use crate::db::{Conn, Moment};
use crate::error::{Error, Result};
use crate::facts::{Facts, Mode};
use crate::inquiries::{self, InquiryView};
use crate::people::{self, Organisation};
use crate::redaction::{self, Rendition, Tombstone};
use crate::reports::{Incident, Report, grouping, moves, store};
use crate::translations::{Beside, ReadOptions, Translated, in_language};
use crate::verification::{self, Assessments, CorroborationView, Stance, Verification};
use crate::web::encode;

/// A thinner rendition that the viewer may read too.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Thinner {
    /// The tokens of its audience that the viewer may know of.
    #[serde(skip)]
    pub tokens: Vec<Token>,
    /// Who reads it, as far as this viewer may know.
    pub audience: Vec<String>,
    /// The page of it.
    pub href: String,
    /// Whether it says the very same.
    #[serde(skip)]
    pub same: bool,
}

/// A report as one viewer reads it.
#[derive(Debug, Clone)]
pub struct ReportView {
    /// `R-…`.
    pub reference: String,
    /// `I-…`.
    pub incident: String,
    /// Whose account it is.
    pub organisation: Organisation,
    /// What is read.
    pub rendition: Rendition,
    /// The facts of it.
    pub facts: Facts,
    /// The tokens of its audience that this viewer holds, in words; the owner sees all.
    pub audience: Vec<String>,
    /// The same, for a page that names them.
    pub tokens: Vec<Token>,
    /// Its label.
    pub tlp: Tlp,
    /// How far it is borne out by others.
    pub verification: Verification,
    /// When and why its owner retracted it.
    pub retracted: Option<(Moment, String)>,
    /// What other organisations say of it, as far as this viewer reads that.
    pub corroborations: Vec<CorroborationView>,
    /// Whether the viewer may say something of it.
    pub corroborates: bool,
    /// What the governments that it is about reply, as far as this viewer reads that.
    pub replies: Vec<CorroborationView>,
    /// Whether the viewer may reply.
    pub may_reply: bool,
    /// What was asked and answered about it, as far as this viewer reads that.
    pub inquiries: Vec<InquiryView>,
    /// Whether the viewer may ask its owner.
    pub asks: bool,
    /// The thinner ones.
    pub thinner: Vec<Thinner>,
    /// The same in other languages.
    pub translations: Vec<Beside>,
    /// Where `rendition` is read in another language than it was released in: by which translation, from which language.
    pub translated: Option<Translated>,
    /// Whether it is of the viewer's own organisation: its people are told the whole audience.
    pub own: bool,
    /// Whether the viewer may open the owner's desk of it.
    pub desk: bool,
    /// Whether the viewer may propose to release it further.
    pub proposes: bool,
}

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
            let view = view(conn, viewer, &report, (chosen.clone(), asked), &readable)?;
            Ok(ReportLookup::Report(Box::new(view)))
        }
        None if readable.is_empty() && asked.as_whom.is_none() => {
            let tombstone = redaction::tombstone_for(conn, viewer, report.id.as_str())?;
            tombstone.map(ReportLookup::Withdrawn).ok_or(Error::NotFound)
        }
        None => Err(Error::NotFound),
    }
}

/// One rendition of a report as this viewer reads it, or as others do. `readable` is all that they may read of it.
pub(super) fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    report: &Report,
    (rendition, asked): (Rendition, &ReadOptions),
    readable: &[Rendition],
) -> Result<ReportView> {
    let owner = &report.organisation_id;
    let as_others = asked.as_whom.is_some();
    let (rendition, translated, translations) = in_language(conn, viewer, report, rendition, asked)?;
    let standing = Assessments::load(conn, &[report.id.as_str().to_owned()])?;
    let retraction = standing.retraction_of(&rendition);
    let incident = store::incident_by_id(conn, &report.incident_id)?;
    let said = verification::of_report(conn, viewer, (&rendition, as_others), readable)?;
    let (replies, corroborations) = said.into_iter().partition(|one| one.stance == Stance::Replies);
    let mut thinner = Vec::new();
    for other in readable.iter().filter(|other| other.id != rendition.id) {
        let audience = words_of(conn, viewer, report, &other.audience)?;
        if let Some(word) = audience.first() {
            let href = format!("/reports/{}?as={}", report.reference, encode(word));
            let tokens = other.audience.told(viewer, &report.organisation_id);
            thinner.push(Thinner { tokens, audience, href, same: other.hash == rendition.hash });
        }
    }
    Ok(ReportView {
        reference: report.reference.clone(),
        incident: incident.reference,
        organisation: people::organisation(conn, &report.organisation_id)?,
        facts: Facts::parse(&rendition.reading.facts, Mode::Import)
            .map_err(|faults| Error::Internal(format!("released facts do not parse: {faults:?}")))?,
        audience: words_of(conn, viewer, report, &rendition.audience)?,
        tokens: rendition.audience.told(viewer, &report.organisation_id),
        tlp: rendition.audience.tlp(),
        verification: standing.of(&rendition, Some(viewer.at())),
        retracted: retraction.map(|(at, reason)| (at, reason.to_owned())),
        corroborations,
        corroborates: permits(viewer, Act::Corroborate { owner }) || permits(viewer, Act::Verify { owner }),
        replies,
        may_reply: verification::may_reply(conn, viewer, owner, readable)?,
        inquiries: inquiries::of_report(conn, viewer, &rendition, as_others)?,
        asks: permits(viewer, Act::Ask { owner }),
        thinner,
        translations,
        translated,
        own: viewer.reads_as(&report.organisation_id),
        desk: permits(viewer, Act::SeeDesk { owner: &report.organisation_id }),
        proposes: permits(viewer, Act::ProposeRelease { owner: &report.organisation_id }),
        rendition,
    })
}

/// What a viewer may know of the audience of a text, in words.
fn words_of(conn: &mut Conn, viewer: &Viewer, report: &Report, audience: &Audience) -> Result<Vec<String>> {
    audience
        .told(viewer, &report.organisation_id)
        .iter()
        .map(|token| people::word_of_token(conn, token))
        .collect()
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
    for moved in moves::moved_from(conn, &incident.id)? {
        let readable = redaction::readable_of(conn, viewer, moved.id.as_str())?;
        if !readable.is_empty() {
            return Ok(IncidentLookup::Elsewhere(store::incident_by_id(conn, &moved.incident_id)?.reference));
        }
    }
    Err(Error::NotFound)
}

fn readable_reports(conn: &mut Conn, viewer: &Viewer, incident: &Incident) -> Result<Vec<ReportView>> {
    let mut views = Vec::new();
    for report in store::reports_of(conn, &incident.id)? {
        let readable = redaction::readable_of(conn, viewer, report.id.as_str())?;
        if let Some(fullest) = readable.first() {
            views.push(view(conn, viewer, &report, (fullest.clone(), &ReadOptions::default()), &readable)?);
        }
    }
    Ok(views)
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
pub fn alerted_by(conn: &mut Conn, viewer: &Viewer, view: &IncidentView) -> Result<Vec<(LinkKind, String)>> {
    let incident = known_incident(conn, viewer, &view.reference)?;
    let reports: Vec<String> = view.reports.iter().map(|report| report.rendition.subject.clone()).collect();
    let mut incidents = vec![incident.id.clone()];
    for left in moves::incidents_left_by(conn, &reports)? {
        let moved = moves::moved_from(conn, &left)?;
        let all_read = moved.iter().all(|one| reports.iter().any(|read| read == one.id.as_str()));
        if left != incident.id && all_read && store::reports_of(conn, &left)?.is_empty() {
            incidents.push(left);
        }
    }
    let incidents = incidents.into_iter().map(|id| (LinkKind::Incident, id.as_str().to_owned()));
    Ok(incidents.chain(reports.into_iter().map(|id| (LinkKind::Report, id))).collect())
}

/// Whether the viewer can know of an incident at all: for acts on it.
pub fn known_incident(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Incident> {
    let incident = store::known_incident(conn, viewer, reference)?;
    // Where a report of it was moved elsewhere since, its address leads there; nothing can be done with it here.
    if grouping::knows(conn, viewer, &incident)? { Ok(incident) } else { Err(Error::NotFound) }
}
