//! The page of closed days: all members read it, and the chair declares them there.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::{ClosedDay, NewClosedDay, closed_days, declare, take_back};
use crate::access::{Act, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::db::Tx;
use crate::error::{Error, Fields, Result, message};
use crate::web::{Form, Link, Page, Routes, get, html_as, post};

const AT: &str = "/statements/closed-days";

/// A closed day, as pages show it.
pub struct ClosedLine {
    /// Which, for programs: `2026-12-24`.
    pub date: String,
    /// The same in words.
    pub day: String,
    /// What it is.
    pub label: String,
}

impl ClosedLine {
    /// Of these.
    pub fn all(page: &Page, days: &[ClosedDay]) -> Vec<Self> {
        let one = |of: &ClosedDay| Self {
            date: of.date.to_string(),
            day: page.date(of.date),
            label: of.label.clone(),
        };
        days.iter().map(one).collect()
    }
}

#[derive(Template)]
#[template(path = "closed_days/list.html")]
struct ListPage {
    page: Page,
    crumbs: Vec<Link>,
    days: Vec<ClosedLine>,
    /// Whether the viewer declares them.
    declares: bool,
    form: Form,
    errors: Fields,
}

async fn shown(visit: Visit, form: Form, errors: Fields) -> Result<HttpResponse> {
    visit.visitor.person()?;
    let (app, visitor, page) = visit.open();
    let status = if errors.0.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let answer = app
        .read(move |conn| {
            let viewer = visitor.viewer();
            Ok(ListPage {
                crumbs: page.up("/statements", "statements-heading"),
                days: ClosedLine::all(&page, &closed_days(conn, viewer)?),
                declares: permits(viewer, Act::ChairStatement),
                form,
                errors,
                page,
            })
        })
        .await?;
    html_as(status, &app, &answer.page, &answer)
}

/// `GET /statements/closed-days`.
pub async fn list(visit: Visit) -> Result<HttpResponse> {
    shown(visit, Form::default(), Fields::default()).await
}

/// Does what one of the forms of the page says; what is said of it then.
fn perform(tx: &mut Tx<'_>, viewer: &Viewer, form: &Form) -> Result<&'static str> {
    match form.text("act") {
        "declare" => {
            let new = NewClosedDay { date: form.date("date"), label: form.raw("label").to_owned() };
            declare(tx, viewer, &new).map(|_| "closed-day-declared")
        }
        "remove" => match take_back(tx, viewer, form.text("date")) {
            Ok(()) => Ok("closed-day-removed"),
            // A colleague was first.
            Err(Error::NotFound) => Err(Error::Conflict(message("conflict-closed-day-gone"))),
            Err(other) => Err(other),
        },
        _ => Err(Error::NotFound),
    }
}

/// `POST /statements/closed-days`: what `act` says.
pub async fn post_closed_day(posted: Posted) -> Result<HttpResponse> {
    let outcome = posted.once(|tx, visitor, form| {
        perform(tx, visitor.viewer(), form).map(|done| format!("{AT}?done={done}"))
    });
    let outcome = outcome.await;
    let again = |posted: Posted, errors: Fields| {
        let typed = if posted.form.text("act") == "declare" { posted.form } else { Form::default() };
        shown(posted.visit, typed, errors)
    };
    posted.or_again(outcome, "date", again).await
}

/// The addresses. They come before the page of a statement: this is no reference.
pub fn routes(config: &mut Routes) {
    config.route(AT, get().to(list)).route(AT, post().to(post_closed_day));
}
