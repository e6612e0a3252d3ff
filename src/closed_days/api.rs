//! `/api/v1/statements/closed-days`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{ClosedDayView, NewClosedDay, closed_days, declare, take_back};
use crate::accounts::Visitor;
use crate::description::{Description, List, delete, get, post};
use crate::error::Result;
use crate::web::{self as http, AppState, Idempotent, Json, Scope, answer_with, body, once};

const ALL: &str = "/statements/closed-days";
const ONE: &str = "/statements/closed-days/{date}";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let at = |path: &str| format!("/api/v1{path}");
    let calls = [
        get(&at(ALL), "The days to come on which no round of silence ends (members)")
            .paged()
            .gives::<List<ClosedDayView>>(200, "The next one first."),
        post(&at(ALL), "Declare a day closed (chair)")
            .says(
                "No round begins whose deadline falls on it, by UTC or by the clocks of its zone. One that runs keeps its \
                 deadline.",
            )
            .once()
            .takes::<NewClosedDay>()
            .gives::<ClosedDayView>(201, "It is closed."),
        delete(&at(ONE), "Take a closed day back (chair)").gives_nothing("It is closed no more."),
    ];
    api.add("Joint statements", calls);
}

/// The addresses. They come before those of a statement: this is no reference.
pub fn routes(scope: Scope) -> Scope {
    scope
        .route(ALL, http::get().to(list_closed_days))
        .route(ALL, http::post().to(post_closed_day))
        .route(ONE, http::delete().to(delete_closed_day))
}

/// `GET /api/v1/statements/closed-days`.
pub async fn list_closed_days(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = visitor.paging("closed days", &request)?;
    let found = app.read(move |conn| closed_days(conn, visitor.viewer())).await?;
    let views: Vec<ClosedDayView> = found.into_iter().map(ClosedDayView::from).collect();
    Ok(HttpResponse::Ok().json(paging.list(&app, &views, |one| one.date.clone())?))
}

/// `POST /api/v1/statements/closed-days` `{date, label}`.
pub async fn post_closed_day(
    app: web::Data<AppState>,
    visitor: Visitor,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let new: NewClosedDay = body::read(&sent.value)?;
    let (status, answer) = app
        .write(move |tx| {
            once(tx, &person, &key, &sent.hash, |tx| {
                Ok((201, ClosedDayView::from(declare(tx, visitor.viewer(), &new)?)))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `DELETE /api/v1/statements/closed-days/{date}`.
pub async fn delete_closed_day(
    app: web::Data<AppState>,
    visitor: Visitor,
    date: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.person()?;
    app.write(move |tx| take_back(tx, visitor.viewer(), &date)).await?;
    Ok(HttpResponse::NoContent().finish())
}
