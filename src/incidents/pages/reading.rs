//! The pages on which an incident and a report are read.

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};
use askama::Template;
use markdown::SafeHtml;

use crate::access::{Act, Tlp, Viewer, permits};
use crate::accounts::Visit;
use crate::alerts;
use crate::board;
use crate::contributions;
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::facts::display::{self, Line};
use crate::facts::languages::name_of;
use crate::incidents::reading::{self, Event, IncidentLookup, IncidentView, ReportLookup};
use crate::incidents::report_view::ReportView;
use crate::inquiries::entries::{Entry, entries};
use crate::language::direction;
use crate::reports;
use crate::reports::one_page::GonePage;
use crate::reports::readers::{among, names};
use crate::reports::text::{self, retracted_text};
use crate::translations::ReadOptions;
use crate::verification::CorroborationView;
use crate::verification::pages::corroboration::Spoken;
use crate::web::{Link, Page, html};

/// A language in which a report can be read.
pub struct Tongue {
    pub tag: String,
    pub name: String,
    pub href: String,
}

/// A report as the pages show it.
pub struct Shown {
    pub reference: String,
    pub title: String,
    pub language: String,
    /// How that language is written.
    pub dir: &'static str,
    /// Of what this is a translation, and whose; empty where it is none.
    pub translation: String,
    /// The translation that it is, `T-…`.
    pub translation_reference: String,
    /// The languages in which it can be read beside this one.
    pub tongues: Vec<Tongue>,
    pub organisation: String,
    pub organisation_slug: String,
    pub tlp: Tlp,
    pub audience: String,
    pub narrative: SafeHtml,
    pub withheld: Vec<String>,
    pub facts: Vec<Line>,
    pub raw: Vec<(String, String)>,
    pub files: Vec<text::FileLine>,
    pub released_at: Moment,
    pub version: String,
    pub hash: String,
    pub thinner: Vec<Link>,
    /// To whom the very same text was released besides; empty where to nobody.
    pub same: String,
    /// How far it is verified, in a word.
    pub verification: String,
    /// Why its owner no longer stands by it, and since when; empty where they do.
    pub retracted: String,
    pub said: Vec<Spoken>,
    /// Where something is said of it; empty where the viewer may not.
    pub speak: String,
    /// What the governments that it is about say.
    pub replies: Vec<Spoken>,
    /// How that is headed.
    pub replied: String,
    /// Where the viewer's government replies; empty where it may not.
    pub reply: String,
    /// What was asked and answered.
    pub asked: Vec<Entry>,
    /// Whether the viewer may ask.
    pub asks: bool,
    pub desk: bool,
    pub proposes: bool,
}

impl Shown {
    fn of(page: &Page, viewer: &Viewer, view: &ReportView) -> Self {
        let reading = &view.rendition.reading;
        let retracted = view.retracted.as_ref().map(|(at, reason)| retracted_text(page, *at, reason));
        let spoken = |said: &[CorroborationView]| -> Vec<Spoken> {
            said.iter().map(|one| Spoken::of(page, viewer, one)).collect()
        };
        let (said, replies) = (spoken(&view.corroborations), spoken(&view.replies));
        let form = |of: &str, may: bool| {
            let address = format!("/incidents/{}/{of}?report={}", view.incident, view.reference);
            if may { address } else { String::new() }
        };
        let (mut thinner, mut same) = (Vec::new(), Vec::new());
        for one in &view.thinner {
            let label = names(page, &one.audience);
            same.extend(one.same.then(|| label.clone()));
            thinner.push(Link { href: one.href.clone(), label });
        }
        Self {
            reference: view.reference.clone(),
            title: reading.title.clone(),
            language: reading.language.clone(),
            dir: view.translated.as_ref().map_or("auto", |_| direction(&reading.language)),
            translation: translation(page, view),
            translation_reference: view
                .translated
                .as_ref()
                .map(|by| by.reference.clone())
                .unwrap_or_default(),
            tongues: tongues(view),
            organisation: view.organisation.name.clone(),
            organisation_slug: view.organisation.slug.clone(),
            tlp: view.tlp,
            audience: among(page, view.own, &view.audience),
            narrative: text::with_bars(page, &markdown::rendered(&reading.narrative)),
            withheld: text::withheld(page, reading),
            facts: display::lines(page, &view.facts),
            raw: display::raw(&view.facts),
            files: text::files(page, reading, ""),
            released_at: view.rendition.released_at,
            version: page.ta("version", &[("version", &view.rendition.version.to_string())]),
            hash: view.rendition.hash.clone(),
            thinner,
            same: page.strings().list(&same),
            verification: display::word(page, view.verification.as_str()),
            retracted: retracted.unwrap_or_default(),
            said,
            speak: form("corroborate", view.corroborates),
            replied: page.tn("replies-heading", replies.len() as u64),
            replies,
            reply: form("reply", view.may_reply),
            asked: entries(page, viewer, &view.inquiries),
            asks: view.asks,
            desk: view.desk,
            proposes: view.proposes,
        }
    }
}

/// Of what a text is a translation, and whose.
fn translation(page: &Page, view: &ReportView) -> String {
    let said = view.translated.as_ref().map(|by| {
        let (from, organisation) = (name_of(&by.from), view.organisation.name.as_str());
        page.ta("translation-text", &[("organisation", organisation), ("language", from)])
    });
    said.unwrap_or_default()
}

/// The languages in which a report can be read beside the one that is shown: first the one it was released in.
fn tongues(view: &ReportView) -> Vec<Tongue> {
    let shown = &view.rendition.reading.language;
    let tongue = |tag: &str, href: String| Tongue { tag: tag.into(), name: name_of(tag).to_owned(), href };
    let released = view.translated.as_ref().and_then(|by| {
        let (address, _) = view.translations.first()?.href.rsplit_once("lang=")?;
        Some(tongue(&by.from, address.trim_end_matches(['?', '&']).to_owned()))
    });
    let others = view.translations.iter().filter(|one| one.language != *shown);
    released.into_iter().chain(others.map(|one| tongue(&one.language, one.href.clone()))).collect()
}

/// Something on the timeline.
pub struct Happened {
    pub at: String,
    pub what: String,
    pub report: String,
    pub organisation: String,
}

impl Happened {
    fn of(page: &Page, event: &Event, reports: &[ReportView]) -> Self {
        let report = reports.iter().find(|report| report.reference == event.report);
        let at = report.map(|report| match event.kind {
            "started" => display::stated_date(page, &report.facts.started),
            "ended" => display::stated_date(page, &report.facts.ended),
            _ => page.moment(report.rendition.released_at),
        });
        Self {
            at: at.unwrap_or_else(|| event.at.clone()),
            what: match report.map(|report| report.facts.contradictions()) {
                Some(found) if event.kind == "ended" && !found.is_empty() => {
                    let said = found.iter().map(|one| page.t(one.key())).collect::<Vec<_>>().join(" ");
                    format!("{}. {said}", page.t("event-ended"))
                }
                _ => page.t(&format!("event-{}", event.kind)),
            },
            report: event.report.clone(),
            organisation: event.organisation.clone(),
        }
    }
}

#[derive(Template)]
#[template(path = "incidents/incident.html")]
struct IncidentPage {
    page: Page,
    reference: String,
    title: String,
    language: String,
    places: String,
    types: String,
    verification: String,
    updated_at: Moment,
    reports: Vec<Shown>,
    timeline: Vec<Happened>,
    /// The strictest label of what is shown: the one that the whole sheet carries when it is printed.
    tlp: Tlp,
    /// Whether the viewer has reports in it to move elsewhere.
    merges: bool,
    /// The alerts about it that the viewer reads.
    alerts: Vec<alerts::pages::Row>,
    /// Whether the viewer may post one.
    posts: bool,
    /// The joint actions about it that the viewer reads.
    actions: Vec<board::Row>,
    /// Whether the viewer may begin one.
    begins: bool,
}

fn incident_page(conn: &mut Conn, page: Page, viewer: &Viewer, view: &IncidentView) -> Result<IncidentPage> {
    let reports: Vec<Shown> = view.reports.iter().map(|report| Shown::of(&page, viewer, report)).collect();
    let facts = view.facts();
    let targets = reading::alerted_by(conn, view)?;
    let linking = contributions::linking_to(conn, viewer, &targets)?;
    Ok(IncidentPage {
        reference: view.reference.clone(),
        title: view.title.clone(),
        language: view.language.clone(),
        places: facts.map(|facts| display::places(&page, facts)).unwrap_or_default(),
        types: facts.map(|facts| display::types(&page, facts)).unwrap_or_default(),
        verification: display::word(&page, &view.verification().to_string()),
        updated_at: view.updated_at,
        timeline: view.timeline.iter().map(|event| Happened::of(&page, event, &view.reports)).collect(),
        merges: view.groups,
        alerts: alerts::pages::rows_about(conn, &page, viewer, &linking)?,
        posts: viewer.organisation().is_some_and(|owner| permits(viewer, Act::PostAlert { owner })),
        actions: board::rows_about(conn, &page, viewer, &linking)?,
        begins: viewer.organisation().is_some_and(|owner| permits(viewer, Act::BeginAction { owner })),
        tlp: view.reports.iter().map(|report| report.tlp).min().unwrap_or(Tlp::Red),
        reports,
        page,
    })
}

/// `GET /incidents/{reference}`.
pub async fn incident(visit: Visit, reference: web::Path<String>) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let found = app
        .read(move |conn| match reading::read_incident(conn, visitor.viewer(), &reference)? {
            IncidentLookup::Here(view) => incident_page(conn, page, visitor.viewer(), &view).map(Ok),
            IncidentLookup::Elsewhere(other) => Ok(Err(other)),
        })
        .await?;
    match found {
        Ok(answer) => html(&app, &answer.page, &answer),
        Err(other) => {
            let to = format!("/incidents/{other}");
            Ok(HttpResponse::SeeOther().insert_header((LOCATION, to)).finish())
        }
    }
}

#[derive(Template)]
#[template(path = "incidents/report.html")]
struct ReportPage {
    page: Page,
    incident: String,
    report: Shown,
    /// Whether this is a thinner rendition than the fullest that the viewer may read.
    as_others: bool,
}

/// `GET /reports/{reference}?as=&lang=`.
pub async fn report(visit: Visit, reference: web::Path<String>) -> Result<HttpResponse> {
    let asked = ReadOptions::parse(visit.request.query_string())?;
    let (app, visitor, page) = visit.open();
    let found = app
        .read(move |conn| {
            let as_others = asked.as_whom.is_some();
            Ok(match reading::read_report(conn, visitor.viewer(), &reference, &asked)? {
                ReportLookup::Report(view) => {
                    let report = Shown::of(&page, visitor.viewer(), &view);
                    Ok(ReportPage { incident: view.incident.clone(), report, as_others, page })
                }
                ReportLookup::Withdrawn(tombstone) => {
                    let desk = reports::own_report(conn, visitor.viewer(), &reference).is_ok();
                    let (href, label) = (format!("/reports/{reference}/desk"), page.t("report-desk"));
                    let on = desk.then_some(Link { href, label });
                    Err(GonePage::of(page, &reference, tombstone, on))
                }
            })
        })
        .await?;
    match found {
        Ok(answer) => html(&app, &answer.page, &answer),
        Err(gone) => gone.answer(&app),
    }
}
