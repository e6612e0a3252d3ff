//! The pages on which a report is written and changed.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use crate::access::{Act, Viewer, allows};
use crate::accounts::{Posted, Visit};
use crate::alerts::{self, Begun};
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::facts::fields::{self, Group};
use crate::facts::form::{FormValues, to_value};
use crate::facts::languages::languages;
use crate::facts::{Facts, Mode};
use crate::flow::Release;
use crate::incidents;
use crate::index::Index;
use crate::redaction::Reading;
use crate::reports::difference::{self, Changed};
use crate::reports::text::Text;
use crate::reports::{self, REPORTS, Report, ReportInput, readers};
use crate::review::remark_rows::{self, ReturnedRemarks};
use crate::vault::Vault;
use crate::web::{AppState, Choice, Form, FormErrors, Idempotent, Page, done, html_as, once};

/// What somebody else saved while one was writing.
struct Theirs {
    text: Text,
    /// From theirs to one's own.
    changed: Vec<Changed>,
}

#[derive(Template)]
#[template(path = "workspace/edit.html")]
struct EditPage {
    page: Page,
    /// Of the report that is changed; empty for a new one.
    reference: String,
    title: String,
    narrative: String,
    languages: Vec<Choice>,
    incident: String,
    revision: i32,
    groups: Vec<Group>,
    errors: Fields,
    notice: String,
    theirs: Option<Theirs>,
    /// Whom the proposals would reach that end when the text changes.
    waiting: Vec<String>,
    /// What reviewers remarked when they returned it.
    remarked: Vec<ReturnedRemarks>,
}

/// A form as it was sent, or as it is first shown.
struct Filled {
    title: String,
    narrative: String,
    language: String,
    incident: String,
    values: FormValues,
}

impl Filled {
    fn of(reading: &Reading) -> Result<Self> {
        Ok(Self {
            title: reading.title.clone(),
            narrative: reading.narrative.clone(),
            language: reading.language.clone(),
            incident: String::new(),
            values: FormValues::of(&facts_of(reading)?),
        })
    }

    fn sent(form: &Form, base: &Facts) -> Self {
        Self {
            title: form.text("title").to_owned(),
            narrative: form.raw("narrative").to_owned(),
            language: form.text("language").to_owned(),
            incident: form.text("incident").to_owned(),
            values: FormValues::of(base).overlaid(&form.pairs()),
        }
    }

    fn page(self, page: Page, refusal: FormErrors) -> EditPage {
        let notice = refusal.notice(&page);
        let (groups, errors) = fields::groups(&page, &self.values, refusal.errors);
        EditPage {
            reference: String::new(),
            title: self.title,
            narrative: self.narrative,
            languages: languages(&self.language),
            incident: self.incident,
            revision: 0,
            groups,
            errors,
            notice,
            theirs: None,
            waiting: Vec::new(),
            remarked: Vec::new(),
            page,
        }
    }
}

fn facts_of(reading: &Reading) -> Result<Facts> {
    Facts::parse(&reading.facts, Mode::Import)
        .map_err(|faults| Error::Internal(format!("sealed facts do not parse: {faults:?}")))
}

/// `GET /reports/new?incident=&alert=`.
pub async fn new_report(vault: web::Data<Vault>, visit: Visit) -> Result<HttpResponse> {
    let asked = visit.asked();
    let (app, visitor, page) = visit.open();
    allows(visitor.viewer(), Act::DraftReport)?;
    let alert = asked.text("alert").to_owned();
    let begun = if alert.is_empty() {
        Begun { incident: asked.text("incident").chars().take(20).collect(), ..Begun::default() }
    } else {
        app.read_or_audit(move |tx| alerts::begun_report(tx, &vault, visitor.viewer(), &alert)).await?
    };
    let countries = begun.countries.into_iter().map(|code| ("facts.countries".to_owned(), code));
    let filled = Filled {
        title: begun.title,
        narrative: String::new(),
        language: if begun.language.is_empty() { page.lang.clone() } else { begun.language },
        incident: begun.incident,
        values: FormValues::default().overlaid(&countries.collect::<Vec<_>>()),
    };
    let answer = filled.page(page, FormErrors::none());
    html_as(actix_web::http::StatusCode::OK, &app, &answer.page, &answer)
}

/// Whether there is something like a report that was just drafted. A help, asked for when the draft is safe: where it
/// cannot be had, there is none.
fn has_alike(app: &AppState, vault: &Vault, index: &Index, viewer: &Viewer, reference: &str) -> bool {
    let asked = index.view(&REPORTS, app.database()).and_then(|view| {
        app.write_now(|tx| {
            let report = reports::own_report(tx.conn, viewer, reference)?;
            incidents::suggest(tx, vault, &view, viewer, &report)
        })
    });
    asked.is_ok_and(|alike| !alike.is_empty())
}

/// `POST /reports`.
pub async fn create_report(
    vault: web::Data<Vault>,
    index: web::Data<Index>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    let person = visit.visitor.person()?.clone();
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let result = app
        .blocking(move |app| {
            let mut alone = true;
            let saved = app.write_now(|tx| {
                allows(visitor.viewer(), Act::DraftReport)?;
                once(tx, &person, &key, &form.hash(), |tx| {
                    let input = ReportInput::of_form(&form, &Facts::default())?;
                    alone = input.incident.is_none();
                    let report = reports::draft(tx, &vault, visitor.viewer(), &input)?;
                    Ok((303, json!({ "reference": report.reference })))
                })
            });
            match saved {
                Ok((_, answer)) => {
                    let reference = answer.get("reference").and_then(Value::as_str).unwrap_or_default();
                    let alike = alone && has_alike(app, &vault, &index, visitor.viewer(), reference);
                    Ok(Ok((reference.to_owned(), alike)))
                }
                Err(error) => {
                    let refusal = FormErrors::of(error)?;
                    let status = refusal.status;
                    Ok(Err((status, Filled::sent(&form, &Facts::default()).page(page, refusal))))
                }
            }
        })
        .await?;
    match result {
        Ok((reference, alike)) => {
            if alike {
                Ok(done(&format!("/reports/{reference}/incident"), "drafted-alike"))
            } else {
                Ok(done(&format!("/reports/{reference}/desk"), "drafted"))
            }
        }
        Err((status, answer)) => html_as(status, &app, &answer.page, &answer),
    }
}

/// The report and what stands in it, for those who may change it, and which of its releases wait.
fn to_change(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
) -> Result<(Report, Reading, Vec<Release>)> {
    let report = reports::own_report(tx.conn, viewer, reference)?;
    allows(viewer, Act::EditOriginal { owner: &report.organisation_id })?;
    let desk = reports::desk(tx, vault, viewer, &report)?;
    let reading = Reading::whole(desk.original.reveal(&desk.permit));
    let waiting = desk.releases.into_iter().filter(|release| release.state.is_open()).collect();
    Ok((report, reading, waiting))
}

/// Whom these releases would reach.
fn addressees(tx: &mut Tx<'_>, page: &Page, viewer: &Viewer, waiting: &[Release]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for release in waiting {
        let tokens = reports::tokens_of(viewer, release);
        names.push(readers::who(tx.conn, page, viewer, &release.audience, &tokens)?.names);
    }
    Ok(names)
}

/// `GET /reports/{reference}/edit`.
pub async fn edit_report(
    visit: Visit,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let answer = app
        .read_or_audit(move |tx| {
            let viewer = visitor.viewer();
            let (report, reading, waiting) = to_change(tx, &vault, viewer, &reference)?;
            let waiting = addressees(tx, &page, viewer, &waiting)?;
            let remarked = remark_rows::returned_remarks(tx, &vault, &page, viewer, &report)?;
            let shown = Filled::of(&reading)?.page(page.clone(), FormErrors::none());
            let (reference, revision) = (report.reference, report.revision);
            Ok(EditPage { reference, revision, waiting, remarked, ..shown })
        })
        .await?;
    html_as(actix_web::http::StatusCode::OK, &app, &answer.page, &answer)
}

/// The form again, with what was typed; where somebody else was quicker, with their text beside it.
fn again(page: Page, form: &Form, report: Report, theirs: &Reading, refusal: FormErrors) -> Result<EditPage> {
    let base = facts_of(theirs)?;
    let stale = form.text("revision") != report.revision.to_string();
    let yours = Reading {
        title: form.text("title").to_owned(),
        narrative: form.raw("narrative").trim().to_owned(),
        language: form.text("language").to_owned(),
        facts: to_value(&base, &form.pairs()),
        redactions: Vec::new(),
        evidence: Vec::new(),
    };
    let both = stale
        .then(|| Text::of(&page, theirs))
        .transpose()?
        .map(|text| Theirs { text, changed: difference::between(&page, theirs, &yours) });
    let shown = Filled::sent(form, &base).page(page, refusal);
    Ok(EditPage { reference: report.reference, revision: report.revision, theirs: both, ..shown })
}

/// `POST /reports/{reference}/edit`.
pub async fn save_report(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let person = visitor.person()?.clone();
    let result = app
        .blocking(move |app| {
            let saved = app.write_now(|tx| {
                let (report, reading, _) = to_change(tx, &vault, visitor.viewer(), &reference)?;
                once(tx, &person, &key, &form.hash(), |tx| {
                    if form.text("revision") != report.revision.to_string() {
                        return Err(Error::Stale);
                    }
                    let input = ReportInput::of_form(&form, &facts_of(&reading)?)?;
                    let saved = reports::edit(tx, &vault, visitor.viewer(), &report, &input)?;
                    Ok((303, json!({ "reference": saved.reference })))
                })
            });
            let Err(error) = saved else { return Ok(Ok(reference.into_inner())) };
            let mut refusal = FormErrors::of(error)?;
            app.write_now(|tx| {
                let viewer = visitor.viewer();
                let (report, theirs, waiting) = to_change(tx, &vault, viewer, &reference)?;
                let waiting = addressees(tx, &page, viewer, &waiting)?;
                let remarked = remark_rows::returned_remarks(tx, &vault, &page, viewer, &report)?;
                if let Err(Error::Invalid(errors)) = ReportInput::of_form(&form, &facts_of(&theirs)?) {
                    refusal.errors = errors;
                }
                let status = refusal.status;
                let shown = again(page, &form, report, &theirs, refusal)?;
                Ok(Err((status, EditPage { waiting, remarked, ..shown })))
            })
        })
        .await?;
    match result {
        Ok(reference) => Ok(done(&format!("/reports/{reference}/desk"), "report-saved")),
        Err((status, answer)) => html_as(status, &app, &answer.page, &answer),
    }
}
