//! The page of the requests of an action, and how one asks there.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::lines::{OF_TWO, ROWS, TicketLine, line, notice};
use super::model::takes_tickets;
use super::{NewTicket, part, view};
use crate::access::{Tlp, Viewer};
use crate::accounts::{Posted, Visit};
use crate::actions::{self, Action, ActionBody, Seen, mark_of};
use crate::contributions::Contribution;
use crate::db::{Conn, Tx};
use crate::error::{Error, Fields, Result};
use crate::language::direction;
use crate::reports::one_page::{self, OfOne, Shown};
use crate::vault::Vault;
use crate::web::{AppState, Choice, Form, FormErrors, Page, Pagination, Paging, done};

/// What the form of a new request offers.
struct Asking {
    states: Vec<Choice>,
}

/// The page of the requests of an action.
#[derive(Template)]
#[template(path = "tickets/of_action.html")]
pub struct OfActionPage {
    page: Page,
    action: String,
    /// The mark of the brief before whose readers one asks.
    version: String,
    title: String,
    language: String,
    dir: &'static str,
    tlp: Tlp,
    lines: Vec<TicketLine>,
    turn: Pagination,
    /// For those who may ask.
    asking: Option<Asking>,
    /// Whether what was typed has no form any more.
    lost: bool,
    form: Form,
    errors: Fields,
    notice: String,
}

impl OfOne for OfActionPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl OfActionPage {
    fn at(&self) -> String {
        format!("/actions/{}/tickets", self.action)
    }

    /// Shows the part of the list that begins after a cursor.
    fn turn_to(&mut self, app: &AppState, viewer: &Viewer, after: &str) -> Result<()> {
        let bound = format!("tickets of {}|{}", self.action, viewer.reading_key());
        let paging = Paging::of(after, ROWS, bound);
        let (part, next) = paging.page(app, &self.lines, |one| one.reference.clone())?;
        let part = part.to_vec();
        self.turn = Pagination::of(&self.page, &self.at(), after, next, (part.len(), self.lines.len()));
        self.lines = part;
        Ok(())
    }

    /// Shows how the list begins, and leads to it: a form comes back.
    fn cut(mut self) -> Self {
        let all = self.lines.len();
        if all > ROWS {
            self.lines.truncate(ROWS);
            self.turn = Pagination::of(&self.page, &self.at(), "again", None, (ROWS, all));
        }
        self
    }
}

fn asking(
    conn: &mut Conn,
    viewer: &Viewer,
    (row, form): (&Contribution<Action>, &Form),
) -> Result<Option<Asking>> {
    if !row.details.stage.is_open() || !actions::may_act(conn, viewer, row)? {
        return Ok(None);
    }
    let part = part::of(conn, viewer, row)?;
    let choice = |one: crate::people::Organisation| {
        Choice::new(one.slug.clone(), one.name, form.text("organisation") == one.slug)
    };
    Ok(part.takes_part.then(|| Asking { states: part.states.into_iter().map(choice).collect() }))
}

fn of_action_page(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<OfActionPage>> {
    let row = actions::at_work(tx, viewer, reference)?;
    let body = ActionBody::read(&row)?;
    let lines: Vec<TicketLine> =
        view::list(tx.conn, viewer, Some(&row.id))?.iter().map(|one| line(&page, one)).collect();
    let takes = takes_tickets(body.kind);
    if !takes && lines.is_empty() {
        return Err(Error::NotFound);
    }
    let asking = if takes { asking(tx.conn, viewer, (&row, form))? } else { None };
    let typed = ["text", "beneficiaries"].iter().any(|field| !form.raw(field).trim().is_empty());
    Ok(Ok(Box::new(OfActionPage {
        action: row.reference.clone(),
        version: mark_of(&row.version),
        dir: direction(&body.language),
        title: body.title,
        language: body.language,
        tlp: row.audience()?.tlp().min(OF_TWO),
        lost: typed && asking.as_ref().is_none_or(|asking| asking.states.is_empty()),
        asking,
        turn: Pagination::of(&page, "", "", None, (lines.len(), lines.len())),
        lines,
        form: form.clone(),
        notice: notice(&page, &refusal),
        errors: refusal.errors,
        page,
    })))
}

/// `GET /actions/{reference}/tickets`.
pub async fn of_action(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    let after = visit.asked().text("after").to_owned();
    let (app, visitor, page) = visit.open();
    let shown = app
        .look_with(move |app, tx| {
            let (viewer, form) = (visitor.viewer(), Form::default());
            let asked = (reference.as_str(), &form);
            let shown = of_action_page(tx, &vault, page.clone(), viewer, asked, FormErrors::none())?;
            Ok(match shown {
                Ok(mut shown) => {
                    shown.turn_to(app, viewer, &after)?;
                    Ok(shown)
                }
                gone => gone,
            })
        })
        .await?;
    one_page::answer(&app, StatusCode::OK, shown)
}

/// The page as it comes back with what was typed.
fn again(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    asked: (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<OfActionPage>> {
    let shown = of_action_page(tx, vault, page, viewer, asked, refusal)?;
    Ok(shown.map(|shown| Box::new(shown.cut())))
}

/// `POST /actions/{reference}/tickets`.
pub async fn post_ticket(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let new = NewTicket {
            organisation: form.text("organisation").to_owned(),
            text: Some(form.raw("text").to_owned()),
            beneficiaries: Some(form.raw("beneficiaries").to_owned()),
        };
        super::request(tx, vault, viewer, (reference, &new), &Seen::of_form(form)).map(Value::from)
    };
    let lead = |made: &Value| match made.as_str() {
        Some(made) => done(&format!("/tickets/{made}"), "ticket-requested"),
        None => done("/tickets", "ticket-requested"),
    };
    one_page::act(posted, vault, reference, work, lead, again).await
}
