//! What the pages of everything that stands beside a report share.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::store;
use crate::access::{Viewer, sql};
use crate::accounts::{Posted, Visit};
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::redaction::Tombstone;
use crate::vault::Vault;
use crate::web::{AppState, Form, FormErrors, Idempotent, Link, Page, html_as, once};

/// Where who decided on something goes on: what it was may be for others to read than them.
pub(crate) const REVIEWS: &str = "/reviews";

/// What is left of what somebody could read, and why.
#[derive(Template)]
#[template(path = "reports/withdrawn.html")]
pub struct GonePage {
    /// When it was withdrawn.
    when: String,
    page: Page,
    reference: String,
    /// Where they can go on: the desk of it, or the report that it was said of.
    on: Option<Link>,
    tombstone: Tombstone,
    /// What the second person wrote to its author, where that is why it ended.
    remark: String,
}

impl GonePage {
    pub(crate) fn of(page: Page, reference: &str, tombstone: Tombstone, on: Option<Link>) -> Self {
        let (when, reference) = (page.moment(tombstone.at), reference.to_owned());
        Self { when, page, reference, on, tombstone, remark: String::new() }
    }

    /// With what the second person wrote to its author.
    pub(super) fn with_remark(self, remark: String) -> Self {
        Self { remark, ..self }
    }

    /// Of what may be about a report, which the viewer may read.
    pub(crate) fn beside(
        conn: &mut Conn,
        page: Page,
        viewer: &Viewer,
        (reference, report): (&str, Option<&str>),
        tombstone: Tombstone,
    ) -> Result<Box<Self>> {
        let Some(report) = report else {
            return Ok(Box::new(Self::of(page, reference, tombstone, None)));
        };
        let reads = !sql::readable_in(conn, viewer, report)?.is_empty();
        let report = store::report_by_id(conn, report)?.reference;
        let on = Link {
            href: format!("/reports/{report}"),
            label: page.ta("withdrawn-of", &[("report", &report)]),
        };
        Ok(Box::new(Self::of(page, reference, tombstone, reads.then_some(on))))
    }

    pub(crate) fn answer(&self, app: &AppState) -> Result<HttpResponse> {
        html_as(StatusCode::GONE, app, &self.page, self)
    }
}

/// A page of one thing.
pub trait OfOne: Template + Send + 'static {
    fn page(&self) -> &Page;
}

/// The page of a thing, or what is left of it.
pub(crate) type Shown<P> = std::result::Result<Box<P>, Box<GonePage>>;

/// Makes it, with what was typed on it and why it comes back.
pub(super) type Showing<P> =
    fn(&mut Tx<'_>, &Vault, Page, &Viewer, (&str, &Form), FormErrors) -> Result<Shown<P>>;

/// Answers with it.
pub(crate) fn answer<P: OfOne>(app: &AppState, status: StatusCode, shown: Shown<P>) -> Result<HttpResponse> {
    match shown {
        Ok(shown) => html_as(status, app, shown.page(), shown.as_ref()),
        Err(gone) => gone.answer(app),
    }
}

/// Answers with the page of one thing.
pub(crate) async fn one<P: OfOne>(
    visit: Visit,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    show: Showing<P>,
) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let shown = app
        .read_or_audit(move |tx| {
            let asked = (reference.as_str(), &Form::default());
            show(tx, &vault, page.clone(), visitor.viewer(), asked, FormErrors::none())
        })
        .await?;
    answer(&app, StatusCode::OK, shown)
}

/// Makes a move with one thing, once however often it is sent, and leads on as `lead` says by what the move gave (the
/// null where it was made before and gave nothing to keep); where it cannot be made, the page that `show` gives comes
/// back and says why, with what was typed.
pub(crate) async fn act<P: OfOne>(
    Posted { visit, form }: Posted,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    work: impl FnOnce(&mut Tx<'_>, &Vault, &Viewer, &str, &Form) -> Result<Value> + Send + 'static,
    lead: impl FnOnce(&Value) -> HttpResponse,
    show: Showing<P>,
) -> Result<HttpResponse> {
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let person = visitor.person()?.clone();
    let acted = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let acted = app.write_now(|tx| {
                once(tx, &person, &key, &form.hash(), |tx| {
                    Ok((303, work(tx, &vault, viewer, &reference, &form)?))
                })
            });
            let error = match acted {
                Ok((_, kept)) => return Ok(Ok(kept)),
                Err(error) => error,
            };
            let refusal = FormErrors::of(error)?;
            let status = refusal.status;
            let typed = (reference.as_str(), &form);
            Ok(Err((status, app.write_now(|tx| show(tx, &vault, page, viewer, typed, refusal))?)))
        })
        .await?;
    match acted {
        Ok(kept) => Ok(lead(&kept)),
        Err((status, shown)) => answer(&app, status, shown),
    }
}
