//! The pages on which an organisation asks another to publish for it, and both see what was asked.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use crate::access::{Act, Viewer, allows, permits};
use crate::accounts::{Posted, Visit};
use crate::db::{Moment, Tx};
use crate::delegation::{self, DelegationRow, Input, LONGEST_WORDS};
use crate::error::{Fields, Result};
use crate::people;
use crate::reports;
use crate::vault::Vault;
use crate::web::{
    AppState, Choice, Form, FormErrors, Idempotent, Page, Pagination, Paging, done, html, html_as, once,
};

/// A request as a row.
pub struct Line {
    pub reference: String,
    pub state: String,
    /// The colour of it.
    pub kind: &'static str,
    /// The other side.
    pub other: String,
    pub at: Moment,
}

impl Line {
    /// In the words of the page: the publisher for the organisation that asks, the requester for the publisher.
    pub fn of(page: &Page, view: &DelegationRow) -> Self {
        let other = if view.report.is_some() { &view.publisher } else { &view.organisation };
        Self {
            reference: view.reference.clone(),
            state: page.t(&format!("delegation-state-{}", view.state)),
            kind: kind_of(view.state),
            other: other.name.clone(),
            at: view.at,
        }
    }
}

/// The colour of a state.
pub fn kind_of(state: &str) -> &'static str {
    match state {
        "accepted" => "state-good",
        "cancelled" | "recalled" => "",
        _ => "state-care",
    }
}

#[derive(Template)]
#[template(path = "delegation/delegate.html")]
struct AskPage {
    page: Page,
    reference: String,
    publishers: Vec<Choice>,
    approvers: Vec<Choice>,
    words: String,
    most: usize,
    errors: Fields,
    notice: String,
}

fn ask_page(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    reference: &str,
    form: &Form,
    refusal: FormErrors,
) -> Result<AskPage> {
    let report = reports::releasable_report(tx.conn, viewer, reference)?;
    let owner = &report.organisation_id;
    allows(viewer, Act::ProposeRelease { owner })?;
    let alone = people::count_people(tx.conn, owner)? < 2;
    let others = delegation::publishers(tx.conn, viewer, owner)?;
    let choices = |field: &str| -> Vec<Choice> {
        let chosen = form.text(field);
        others
            .iter()
            .map(|one| Choice::new(one.slug.as_str(), one.name.as_str(), one.slug == chosen))
            .collect()
    };
    Ok(AskPage {
        publishers: choices("publisher"),
        approvers: if alone { choices("approvers") } else { Vec::new() },
        words: form.raw("words").to_owned(),
        most: LONGEST_WORDS,
        reference: report.reference,
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })
}

/// `GET /reports/{reference}/delegation`.
pub async fn choose_publisher(visit: Visit, reference: web::Path<String>) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let answer = app
        .read_or_audit(move |tx| {
            ask_page(tx, page.clone(), visitor.viewer(), &reference, &Form::default(), FormErrors::none())
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// `POST /reports/{reference}/delegation`.
pub async fn ask_publisher(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let person = visitor.person()?.clone();
    let shown = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let input = Input {
                publisher: form.text("publisher").to_owned(),
                words: form.raw("words").to_owned(),
                approvers: form.text("approvers").to_owned(),
            };
            let asked = app.write_now(|tx| {
                once(tx, &person, &key, &form.hash(), |tx| {
                    let report = reports::releasable_report(tx.conn, viewer, &reference)?;
                    let (row, _) = delegation::ask(tx, &vault, viewer, &report, &input)?;
                    Ok((303, json!({ "reference": row.reference })))
                })
            });
            match asked {
                Ok((_, answer)) => Ok(Ok(answer)),
                Err(error) => {
                    let refusal = FormErrors::of(error)?;
                    let status = refusal.status;
                    let page = app.write_now(|tx| ask_page(tx, page, viewer, &reference, &form, refusal))?;
                    Ok(Err((status, page)))
                }
            }
        })
        .await?;
    match shown {
        Ok(answer) => {
            let reference = answer.get("reference").and_then(Value::as_str).unwrap_or_default();
            Ok(done(&format!("/delegations/{reference}"), "delegation-proposed"))
        }
        Err((status, form)) => html_as(status, &app, &form.page, &form),
    }
}

#[derive(Template)]
#[template(path = "delegation/delegations.html")]
struct ListPage {
    page: Page,
    waiting: Vec<Line>,
    asked: Vec<Line>,
    /// Whether the viewer could take something on.
    accepts: bool,
    turn: Pagination,
}

/// How many stand on a page.
const ROWS: usize = 50;

fn list_page(app: &AppState, tx: &mut Tx<'_>, page: Page, viewer: &Viewer, after: &str) -> Result<ListPage> {
    let all = delegation::list(tx.conn, viewer)?;
    let paging = Paging::of(after, ROWS, format!("delegations page|{}", viewer.reading_key()));
    let (part, next) = paging.page_by(app, &all, |one| delegation::queue_place(viewer, one))?;
    let rows = delegation::rows_of(tx, viewer, part.to_vec())?;
    // Who asks is told the report; who is asked is not.
    let (asked, waiting): (Vec<_>, Vec<_>) = rows.iter().partition(|one| one.report.is_some());
    let lines = |views: Vec<&DelegationRow>| views.into_iter().map(|one| Line::of(&page, one)).collect();
    Ok(ListPage {
        waiting: lines(waiting),
        asked: lines(asked),
        accepts: viewer
            .organisation()
            .is_some_and(|home| permits(viewer, Act::AcceptDelegation { publisher: home })),
        turn: Pagination::of(&page, "/delegations", after, next, (part.len(), all.len())),
        page,
    })
}

/// `GET /delegations?after=`.
pub async fn delegations(visit: Visit) -> Result<HttpResponse> {
    visit.visitor.person()?;
    let asked = visit.asked();
    let (app, visitor, page) = visit.open();
    let cursors = app.clone();
    let answer = app
        .read_or_audit(move |tx| list_page(&cursors, tx, page.clone(), visitor.viewer(), asked.text("after")))
        .await?;
    html(&app, &answer.page, &answer)
}
