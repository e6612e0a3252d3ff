//! The page on which an owner no longer stands by a report.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::json;

use crate::access::{Act, Viewer, allows};
use crate::accounts::{Posted, Visit};
use crate::db::Tx;
use crate::error::{Fields, Result};
use crate::web::{FormErrors, Idempotent, Page, done, html, html_as, once};
use crate::{reports, verification};

#[derive(Template)]
#[template(path = "verification/retraction.html")]
struct RetractPage {
    page: Page,
    reference: String,
    reason: String,
    errors: Fields,
    notice: String,
}

fn retract_page(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    reference: &str,
    reason: &str,
    refusal: FormErrors,
) -> Result<RetractPage> {
    let report = reports::releasable_report(tx.conn, viewer, reference)?;
    allows(viewer, Act::Retract { owner: &report.organisation_id })?;
    Ok(RetractPage {
        reference: report.reference,
        reason: reason.to_owned(),
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })
}

/// `GET /reports/{reference}/retraction`.
pub async fn choose_retraction(visit: Visit, reference: web::Path<String>) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let answer = app
        .read_or_audit(move |tx| {
            retract_page(tx, page.clone(), visitor.viewer(), &reference, "", FormErrors::none())
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// `POST /reports/{reference}/retraction`.
pub async fn retract(reference: web::Path<String>, Posted { visit, form }: Posted) -> Result<HttpResponse> {
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let person = visitor.person()?.clone();
    let back = format!("/reports/{reference}/desk");
    let refused = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let acted = app.write_now(|tx| {
                once(tx, &person, &key, &form.hash(), |tx| {
                    let report = reports::releasable_report(tx.conn, viewer, &reference)?;
                    verification::retract(tx, viewer, &report, form.raw("reason"))?;
                    Ok((303, json!({})))
                })
            });
            let Err(error) = acted else { return Ok(None) };
            let refusal = FormErrors::of(error)?;
            let status = refusal.status;
            let reason = form.raw("reason");
            let shown = app.write_now(|tx| retract_page(tx, page, viewer, &reference, reason, refusal))?;
            Ok(Some((status, shown)))
        })
        .await?;
    match refused {
        None => Ok(done(&back, "report-retracted")),
        Some((status, shown)) => html_as(status, &app, &shown.page, &shown),
    }
}
