//! The page on which an organisation says how long reports are kept, and erases them. It shows references alone: who
//! keeps need not read.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::Erasures;
use crate::access::{Act, Viewer, allows};
use crate::accounts::{Posted, Visit};
use crate::db::{Moment, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::retention;
use crate::web::{AppState, Form, FormErrors, Idempotent, Page, done, html_as, once};

/// A report by its reference, and a moment of it.
struct Line {
    reference: String,
    at: Moment,
    /// When the last backup with it will be gone, of an erased one.
    gone: String,
}

#[derive(Template)]
#[template(path = "retention/retention.html")]
struct KeepingPage {
    page: Page,
    soon: Vec<Line>,
    erased: Vec<Line>,
    form: Form,
    errors: Fields,
}

fn shown(
    tx: &mut Tx<'_>,
    app: &AppState,
    page: Page,
    viewer: &Viewer,
    form: Form,
    errors: Fields,
) -> Result<KeepingPage> {
    let owner = viewer.organisation().ok_or(Error::SignIn)?;
    allows(viewer, Act::Erase { owner })?;
    let soon = retention::soon_erased(tx.conn, viewer, tx.now())?.into_iter().filter_map(|report| {
        Some(Line { reference: report.reference, at: report.keep_until?, gone: String::new() })
    });
    let erased = retention::erased(tx.conn, viewer)?.into_iter().filter_map(|report| {
        let at = report.erased_at?;
        let gone = page.date(app.config().backups_gone(at.date()));
        Some(Line { reference: report.reference, at, gone })
    });
    Ok(KeepingPage { soon: soon.collect(), erased: erased.collect(), form, errors, page })
}

/// `GET /keeping?reference=`.
pub async fn keeping(visit: Visit) -> Result<HttpResponse> {
    let form = visit.asked();
    let (app, visitor, page) = visit.open();
    let asked = app.clone();
    let answer = app
        .read_or_audit(move |tx| {
            shown(tx, &asked, page.clone(), visitor.viewer(), form.clone(), Fields::default())
        })
        .await?;
    html_as(StatusCode::OK, &app, &answer.page, &answer)
}

/// Does what a form asks of a report that it names, or shows the page again.
async fn act(
    Posted { visit, form }: Posted,
    said_after: &str,
    work: fn(&mut Tx<'_>, &AppState, &Viewer, &Form) -> Result<()>,
) -> Result<HttpResponse> {
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let person = visitor.person()?.clone();
    let refused = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let outcome = app.write_now(|tx| {
                allows(viewer, Act::Erase { owner: viewer.organisation().ok_or(Error::SignIn)? })?;
                once(tx, &person, &key, &form.hash(), |tx| {
                    work(tx, app, viewer, &form)?;
                    Ok((303, serde_json::json!({})))
                })
            });
            let Err(error) = outcome else { return Ok(None) };
            let refusal = FormErrors::of(match error {
                Error::NotFound => Error::invalid("reference", message("fault-no-own-report")),
                other => other,
            })?;
            let status = refusal.status;
            app.write_now(|tx| shown(tx, app, page, viewer, form, refusal.errors))
                .map(|answer| Some((status, answer)))
        })
        .await?;
    match refused {
        None => Ok(done("/keeping", said_after)),
        Some((status, answer)) => html_as(status, &app, &answer.page, &answer),
    }
}

/// The reference as people type it.
fn reference(form: &Form) -> String {
    form.reference("reference")
}

/// `POST /keeping`.
pub async fn keep(posted: Posted) -> Result<HttpResponse> {
    act(posted, "kept-until", |tx, _, viewer, form| {
        let day = retention::parse_day(&form.date("keep_until"))?;
        let report = retention::kept_report(tx.conn, viewer, &reference(form))?;
        retention::keep_until(tx, viewer, &report, day)
    })
    .await
}

/// `POST /keeping/erase`.
pub async fn erase(posted: Posted) -> Result<HttpResponse> {
    act(posted, "erased", |tx, app, viewer, form| {
        if !form.has("sure") {
            return Err(Error::invalid("sure", message("fault-not-sure")));
        }
        let report = retention::kept_report(tx.conn, viewer, &reference(form))?;
        let erasures = Erasures::in_folder(&app.config().data);
        retention::erase(tx, &erasures, viewer, &report, form.text("reason"))
    })
    .await
}
