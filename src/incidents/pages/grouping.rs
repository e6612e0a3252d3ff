//! The pages on which reports are filed together: into an incident, into one of their own, and incidents merged.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use crate::access::{Act, Viewer, allows};
use crate::accounts::{Posted, Visit};
use crate::db::Tx;
use crate::error::{Error, Fields, Result, message};
use crate::incidents::pages::list::Row;
use crate::incidents::reading::{self, IncidentLookup};
use crate::incidents::suggestions;
use crate::index::{Index, View};
use crate::reports::{self, Incident, REPORTS, Report, grouping};
use crate::vault::Vault;
use crate::web::{Form, FormErrors, Idempotent, Page, done, html, html_as, once};

/// What both pages ask: which incident, from what is like it or by its reference.
struct Choice {
    rows: Vec<Row>,
    /// What is chosen among the rows.
    chosen: String,
    /// What was typed.
    typed: String,
    errors: Fields,
    notice: String,
}

impl Choice {
    fn of(page: &Page, rows: Vec<Row>, form: &Form, refusal: FormErrors) -> Self {
        let notice = refusal.notice(page);
        // The verb speaks of the incident; what was typed is what it means, where something was.
        let mut errors = Fields::default();
        for (field, messages) in refusal.errors.0 {
            let beside = if field == "incident" { "reference" } else { field.as_str() };
            for message in messages {
                errors.add(beside, message);
            }
        }
        Self {
            rows,
            chosen: form.text("incident").to_owned(),
            typed: form.text("reference").to_owned(),
            errors,
            notice,
        }
    }
}

/// The reference that a form names: what is typed counts before what is chosen.
fn named(form: &Form) -> Result<String> {
    let typed = form.reference("reference");
    let named = if typed.is_empty() { form.text("incident").to_owned() } else { typed };
    if named.is_empty() {
        return Err(Error::invalid("reference", message("fault-incident-missing")));
    }
    Ok(named)
}

#[derive(Template)]
#[template(path = "incidents/grouping.html")]
struct FilingPage {
    page: Page,
    reference: String,
    incident: String,
    /// Whether the incident has a page for this viewer.
    incident_readable: bool,
    /// Whether the report stands alone in its incident, as far as the viewer knows.
    alone: bool,
    choice: Choice,
}

fn to_file(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Report> {
    let report = reports::own_report(tx.conn, viewer, reference)?;
    allows(viewer, Act::GroupIncidents { owner: &report.organisation_id })?;
    Ok(report)
}

fn filing(
    tx: &mut Tx<'_>,
    (vault, view): (&Vault, &View),
    page: Page,
    viewer: &Viewer,
    report: &Report,
    (form, refusal): (&Form, FormErrors),
) -> Result<FilingPage> {
    let known = grouping::known_incident_of(tx.conn, viewer, report)?;
    let alike = suggestions::suggest(tx, vault, view, viewer, report)?;
    let rows = alike.iter().map(|item| Row::of(&page, item)).collect();
    Ok(FilingPage {
        reference: report.reference.clone(),
        incident_readable: known.readable,
        incident: known.reference,
        alone: known.reports < 2,
        choice: Choice::of(&page, rows, form, refusal),
        page,
    })
}

/// `GET /reports/{reference}/incident`.
pub async fn choose_incident(
    visit: Visit,
    vault: web::Data<Vault>,
    index: web::Data<Index>,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let view = app.blocking(move |app| index.view(&REPORTS, app.database())).await?;
    let answer = app
        .read_or_audit(move |tx| {
            let viewer = visitor.viewer();
            let report = to_file(tx, viewer, &reference)?;
            let fresh = (&Form::default(), FormErrors::none());
            filing(tx, (&vault, &view), page.clone(), viewer, &report, fresh)
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// `POST /reports/{reference}/incident`: files the report there, or with `split` into an incident of its own.
pub async fn file_report(
    vault: web::Data<Vault>,
    index: web::Data<Index>,
    reference: web::Path<String>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let person = visitor.person()?.clone();
    let split = form.has("split");
    let back = format!("/reports/{reference}/desk");
    let refused = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let filed = app.write_now(|tx| {
                let report = to_file(tx, viewer, &reference)?;
                once(tx, &person, &key, &form.hash(), |tx| {
                    let incident = if split {
                        grouping::split(tx, viewer, &report)?
                    } else {
                        grouping::file_into(tx, viewer, &report, &named(&form)?)?
                    };
                    Ok((303, json!({ "incident": incident.reference })))
                })
            });
            let Err(error) = filed else { return Ok(None) };
            let refusal = FormErrors::of(error)?;
            let status = refusal.status;
            let view = index.view(&REPORTS, app.database())?;
            app.write_now(|tx| {
                let report = to_file(tx, viewer, &reference)?;
                let shown = filing(tx, (&vault, &view), page, viewer, &report, (&form, refusal))?;
                Ok(Some((status, shown)))
            })
        })
        .await?;
    match refused {
        None => Ok(done(&back, if split { "report-split" } else { "report-filed" })),
        Some((status, shown)) => html_as(status, &app, &shown.page, &shown),
    }
}

#[derive(Template)]
#[template(path = "incidents/merge.html")]
struct MergePage {
    page: Page,
    incident: String,
    /// Which reports move, by reference and by the title as the viewer reads it (empty where they do not).
    moving: Vec<(String, String)>,
    /// How many that the viewer reads stay where they are.
    staying: u64,
    choice: Choice,
}

fn merging(
    tx: &mut Tx<'_>,
    view: &View,
    page: Page,
    viewer: &Viewer,
    from: &Incident,
    (form, refusal): (&Form, FormErrors),
) -> Result<MergePage> {
    let own = grouping::own_in(tx.conn, viewer, from)?;
    let read = match reading::read_incident(tx.conn, viewer, &from.reference) {
        Ok(IncidentLookup::Here(read)) => Some(read),
        Ok(IncidentLookup::Elsewhere(_)) | Err(Error::NotFound) => None,
        Err(other) => return Err(other),
    };
    let shown = read.as_ref().map(|read| read.reports.as_slice()).unwrap_or_default();
    let is_own = |reference: &str| own.iter().any(|report| report.reference == reference);
    let title = |reference: &str| {
        let view = shown.iter().find(|view| view.reference == reference);
        view.map(|view| view.rendition.reading.title.clone()).unwrap_or_default()
    };
    let moving = own.iter().map(|report| (report.reference.clone(), title(&report.reference))).collect();
    let staying = shown.iter().filter(|view| !is_own(&view.reference)).count() as u64;
    let alike = match read.as_ref().and_then(|read| read.facts()) {
        Some(facts) => suggestions::suggest_for_incident(tx.conn, view, viewer, from, facts)?,
        None => Vec::new(),
    };
    Ok(MergePage {
        incident: from.reference.clone(),
        moving,
        staying,
        choice: Choice::of(&page, alike.iter().map(|item| Row::of(&page, item)).collect(), form, refusal),
        page,
    })
}

fn to_merge(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Incident> {
    let from = reading::known_incident(tx.conn, viewer, reference)?;
    grouping::own_in(tx.conn, viewer, &from)?;
    Ok(from)
}

/// `GET /incidents/{reference}/merge`.
pub async fn choose_merge(
    visit: Visit,
    index: web::Data<Index>,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let view = app.blocking(move |app| index.view(&REPORTS, app.database())).await?;
    let answer = app
        .read_or_audit(move |tx| {
            let from = to_merge(tx, visitor.viewer(), &reference)?;
            let fresh = (&Form::default(), FormErrors::none());
            merging(tx, &view, page.clone(), visitor.viewer(), &from, fresh)
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// `POST /incidents/{reference}/merge`.
pub async fn merge(
    index: web::Data<Index>,
    reference: web::Path<String>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let person = visitor.person()?.clone();
    let result = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let merged = app.write_now(|tx| {
                once(tx, &person, &key, &form.hash(), |tx| {
                    let from = to_merge(tx, viewer, &reference)?;
                    let into = grouping::merge(tx, viewer, &from, &named(&form)?)?;
                    Ok((303, json!({ "incident": into.reference })))
                })
            });
            let error = match merged {
                Ok((_, answer)) => return Ok(Ok(answer)),
                Err(error) => error,
            };
            let refusal = FormErrors::of(error)?;
            let status = refusal.status;
            let view = index.view(&REPORTS, app.database())?;
            app.write_now(|tx| {
                let from = to_merge(tx, viewer, &reference)?;
                Ok(Err((status, merging(tx, &view, page, viewer, &from, (&form, refusal))?)))
            })
        })
        .await?;
    match result {
        Ok(answer) => {
            let into = answer.get("incident").and_then(Value::as_str).unwrap_or_default();
            Ok(done(&format!("/incidents/{into}"), "incidents-merged"))
        }
        Err((status, shown)) => html_as(status, &app, &shown.page, &shown),
    }
}
