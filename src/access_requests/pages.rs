//! The pages on which access is asked for to what may or may not exist, and on which owners see who asks.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::json;

use super::{AccessRequest, Input, Received};
use crate::access::{Act, Viewer, allows};
use crate::access_requests;
use crate::accounts::{Posted, Visit};
use crate::db::Moment;
use crate::error::{Fields, Result};
use crate::index::Index;
use crate::language::{countries, place_name};
use crate::reports::REPORTS;
use crate::web::{
    AppState, Choice, Form, FormErrors, Idempotent, Link, Page, Pagination, Paging, done, html, html_as, once,
};

#[derive(Template)]
#[template(path = "access_requests/request.html")]
struct FormPage {
    page: Page,
    form: Form,
    countries: Vec<Choice>,
    errors: Fields,
    notice: String,
}

fn form_page(page: Page, viewer: &Viewer, form: Form, refusal: FormErrors) -> Result<FormPage> {
    allows(viewer, Act::RequestAccess)?;
    let countries = countries(&page.lang)
        .into_iter()
        .map(|(code, name)| Choice::new(code, name, form.text("country") == code));
    Ok(FormPage {
        countries: countries.collect(),
        notice: refusal.notice(&page),
        errors: refusal.errors,
        form,
        page,
    })
}

/// `GET /access-requests/new`.
pub async fn new_request(visit: Visit) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    visitor.person()?;
    let answer = form_page(page, visitor.viewer(), Form::default(), FormErrors::none())?;
    html(&app, &answer.page, &answer)
}

/// `POST /access-requests`: answered alike whatever there is.
pub async fn post_request(Posted { visit, form }: Posted) -> Result<HttpResponse> {
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let person = visitor.person()?.clone();
    let refused = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let input = Input {
                wanted: form.reference("wanted"),
                country: form.text("country").to_owned(),
                from: form.date("from"),
                to: form.date("to"),
                words: form.raw("words").to_owned(),
            };
            let made = app.write_now(|tx| {
                once(tx, &person, &key, &form.hash(), |tx| {
                    access_requests::make(tx, viewer, &input)?;
                    Ok((303, json!({})))
                })
            });
            let Err(error) = made else { return Ok(None) };
            let refusal = FormErrors::of(error)?;
            Ok(Some((refusal.status, form_page(page, viewer, form, refusal)?)))
        })
        .await?;
    match refused {
        None => Ok(done("/access-requests", "request-made")),
        Some((status, form)) => html_as(status, &app, &form.page, &form),
    }
}

/// A request as it is read.
#[derive(Clone)]
struct Shown {
    reference: String,
    /// Who asks; empty where it is the reader's organisation.
    organisation: String,
    /// What is looked for, in words.
    wanted: String,
    words: String,
    at: Moment,
    ends: String,
    /// Where it is taken back or dismissed.
    action: String,
    /// The reader's reports that fit, each with the form on which it is released to those who ask.
    reports: Vec<Link>,
}

/// What is looked for: a reference, a country with its days.
fn looked_for(page: &Page, request: &AccessRequest) -> Result<String> {
    let country = request.country.as_deref().map(|code| place_name(&page.lang, code).unwrap_or(code));
    let days = match request.days()? {
        (Some(from), Some(to)) => {
            Some(page.ta("request-between", &[("from", &page.date(from)), ("to", &page.date(to))]))
        }
        (Some(from), None) => Some(page.ta("request-from", &[("from", &page.date(from))])),
        (None, Some(to)) => Some(page.ta("request-to", &[("to", &page.date(to))])),
        (None, None) => None,
    };
    let parts = [request.wanted.clone(), country.map(str::to_owned), days];
    Ok(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

fn shown(page: &Page, request: &AccessRequest) -> Result<Shown> {
    Ok(Shown {
        reference: request.reference.clone(),
        organisation: String::new(),
        wanted: looked_for(page, request)?,
        words: request.words.clone(),
        at: request.created_at,
        ends: page.ta("request-ends", &[("date", &page.date(request.ends_at.date()))]),
        action: format!("/access-requests/{}/end", request.reference),
        reports: Vec::new(),
    })
}

#[derive(Template)]
#[template(path = "access_requests/requests.html")]
struct ListPage {
    page: Page,
    /// Whether they are those of others that fit reports of the reader's organisation.
    received: bool,
    rows: Vec<Shown>,
    turn: Pagination,
}

/// How many stand on a page.
const ROWS: usize = 20;

impl ListPage {
    /// The part of a list that `after` asks for.
    fn of<T>(
        (app, page, viewer): (&AppState, Page, &Viewer),
        (received, at): (bool, &str),
        after: &str,
        all: &[T],
        request: impl Fn(&T) -> &AccessRequest,
        row: impl Fn(&Page, &T) -> Result<Shown>,
    ) -> Result<Self> {
        let paging = Paging::of(after, ROWS, format!("{at} page|{}", viewer.reading_key()));
        let (part, next) = paging.page_by(app, all, |one| request(one).queue_place())?;
        let turn = Pagination::of(&page, at, after, next, (part.len(), all.len()));
        let rows = part.iter().map(|one| row(&page, one)).collect::<Result<_>>()?;
        Ok(Self { page, received, rows, turn })
    }
}

/// `GET /access-requests`: what one's own organisation looks for.
pub async fn requests(visit: Visit) -> Result<HttpResponse> {
    let asked = visit.asked();
    let (app, visitor, page) = visit.open();
    visitor.person()?;
    let answer = app
        .blocking(move |app| {
            let (viewer, now) = (visitor.viewer(), app.ambient().now());
            let own = app.database().read(|conn| access_requests::own(conn, viewer, now))?;
            let at = (false, "/access-requests");
            ListPage::of((app, page, viewer), at, asked.text("after"), &own, |own| own, shown)
        })
        .await?;
    html(&app, &answer.page, &answer)
}

fn received_row(page: &Page, one: &Received) -> Result<Shown> {
    let reports = one.reports.iter();
    Ok(Shown {
        organisation: one.organisation.name.clone(),
        action: format!("/access-requests/{}/dismissal", one.request.reference),
        reports: reports.map(|(label, href)| Link { href: href.clone(), label: label.clone() }).collect(),
        ..shown(page, &one.request)?
    })
}

/// `GET /access-requests/received`: what others look for, where it fits reports of one's own organisation.
pub async fn received_requests(visit: Visit, index: web::Data<Index>) -> Result<HttpResponse> {
    visit.visitor.person()?;
    let asked = visit.asked();
    let (app, visitor, page) = visit.open();
    let answer = app
        .blocking(move |app| {
            let (view, now) = (index.view(&REPORTS, app.database())?, app.ambient().now());
            let viewer = visitor.viewer();
            let received = app.database().read(|conn| access_requests::received(conn, &view, viewer, now))?;
            let at = (true, "/access-requests/received");
            ListPage::of(
                (app, page, viewer),
                at,
                asked.text("after"),
                &received,
                |one| &one.request,
                received_row,
            )
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// `POST /access-requests/{reference}/end`: takes back a request of one's own organisation.
pub async fn end_request(reference: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    let ended = posted.once(move |tx, visitor, _| {
        access_requests::take_back(tx, visitor.viewer(), &reference)?;
        Ok("/access-requests?done=request-ended".to_owned())
    });
    ended.await
}

/// `POST /access-requests/{reference}/dismissal`: one's own organisation is not shown it any more.
pub async fn dismiss_request(
    index: web::Data<Index>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let database = posted.app.database().clone();
    let dismissed = posted.once(move |tx, visitor, _| {
        let view = index.view(&REPORTS, &database)?;
        access_requests::dismiss(tx, &view, visitor.viewer(), &reference)?;
        Ok("/access-requests/received?done=request-dismissed".to_owned())
    });
    dismissed.await
}
