//! The pages of requests to states.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::lines::{OF_TWO, ROWS, TicketLine, line, notice};
use super::of_action::{of_action, post_ticket};
use super::view::{self, TicketStepView, TicketView};
use super::{NewMove, TicketState, table};
use crate::access::{Act, Tlp, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::actions::{self, Action, Seen};
use crate::contributions;
use crate::db::{Moment, Tx};
use crate::error::{Error, Fields, Result};
use crate::reports::one_page::{self, OfOne, Shown};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, Pagination, Paging, Routes, done, get, html, post};

#[derive(Template)]
#[template(path = "tickets/tickets.html")]
struct ListPage {
    page: Page,
    tlp: Tlp,
    of_us: Vec<TicketLine>,
    by_us: Vec<TicketLine>,
    turn: Pagination,
}

/// `GET /tickets`.
pub async fn tickets(visit: Visit) -> Result<HttpResponse> {
    visit.visitor.person()?;
    let after = visit.asked().text("after").to_owned();
    let (app, visitor, page) = visit.open();
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let all = app.database().read(|conn| view::list(conn, viewer, None))?;
            let paging = Paging::of(&after, ROWS, format!("tickets page|{}", viewer.reading_key()));
            let (part, next) = paging.page(app, &all, |one| one.reference.clone())?;
            let turn = Pagination::of(&page, "/tickets", &after, next, (part.len(), all.len()));
            let lines = |of_us: bool| {
                let these = part.iter().filter(|one| viewer.is_of(&one.asked.id) == of_us);
                these.map(|one| line(&page, one)).collect()
            };
            let (of_us, by_us) = (lines(true), lines(false));
            Ok(ListPage { page, tlp: OF_TWO, of_us, by_us, turn })
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// Something that was done, as the page shows it.
pub struct StepLine {
    says: String,
    by: String,
    text: String,
    action: String,
    at: Moment,
}

/// The page of one request.
#[derive(Template)]
#[template(path = "tickets/ticket.html")]
pub struct OnePage {
    page: Page,
    tlp: Tlp,
    line: TicketLine,
    action: String,
    /// Who reads it, in words.
    readers: String,
    /// The mark of what is shown.
    mark: String,
    steps: Vec<StepLine>,
    /// Where the viewer can move it.
    moves: Vec<Choice>,
    /// Whether one of them is to say what was done.
    deed: bool,
    /// Whether one of them is to take it back.
    takes_back: bool,
    /// Whether what was typed has no form any more.
    lost: bool,
    /// Whether the names can be opened here.
    names: bool,
    form: Form,
    errors: Fields,
    notice: String,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn step_line(page: &Page, step: TicketStepView) -> StepLine {
    StepLine {
        says: page.ta(&format!("ticket-step-{}", step.state), &[("organisation", &step.organisation.name)]),
        by: step.by.as_ref().map(|by| by.words(page)).unwrap_or_default(),
        text: step.text,
        action: step.action.unwrap_or_default(),
        at: step.at,
    }
}

/// Whether the viewer may act on a request for their organisation, as far as roles and mandates go.
fn acts(tx: &mut Tx<'_>, viewer: &Viewer, view: &TicketView) -> Result<bool> {
    let (found, _) = contributions::find::<Action>(tx, viewer, &view.action)?.into_parts();
    let row = contributions::by_ids::<Action>(tx.conn, std::slice::from_ref(&found.id))?.pop();
    row.map_or(Ok(false), |row| actions::may_act(tx.conn, viewer, &row))
}

fn one_ticket(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<OnePage>> {
    let view = view::one(tx.conn, vault, viewer, reference)?;
    let acts = acts(tx, viewer, &view)?;
    let choice = |to: &TicketState| Choice::new(to.as_str(), page.t(&format!("ticket-move-{to}")), false);
    let named = [("requester", view.requester.name.as_str()), ("asked", view.asked.name.as_str())];
    let moves: Vec<Choice> = view.moves.iter().filter(|_| acts).map(choice).collect();
    let owner = &view.requester.id;
    Ok(Ok(Box::new(OnePage {
        tlp: OF_TWO,
        line: line(&page, &view),
        readers: page.ta("ticket-readers", &named),
        deed: acts && view.moves.contains(&TicketState::Acted),
        takes_back: acts && view.moves.contains(&TicketState::Withdrawn),
        names: acts && view.beneficiaries == Some(true) && permits(viewer, Act::BeginAction { owner }),
        action: view.action,
        mark: view.mark,
        steps: view.steps.into_iter().map(|step| step_line(&page, step)).collect(),
        lost: moves.is_empty() && !form.raw("text").trim().is_empty(),
        moves,
        form: form.clone(),
        notice: notice(&page, &refusal),
        errors: refusal.errors,
        page,
    })))
}

/// `GET /tickets/{reference}`.
pub async fn one(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, one_ticket).await
}

/// `POST /tickets/{reference}/moves`.
pub async fn move_ticket(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("/tickets/{reference}");
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        // What is typed in the one field is why a state declines, or what else it says.
        let text = Some(form.raw("text").to_owned());
        let declines = form.text("to") == TicketState::Declined.as_str();
        let (reason, text) = if declines { (text, None) } else { (None, text) };
        let action =
            Some(form.text("action").to_owned()).filter(|_| form.text("to") == TicketState::Acted.as_str());
        let new = NewMove { to: form.text("to").to_owned(), reason, text, action };
        super::move_on(tx, vault, viewer, (reference, &new), &Seen::of_form(form)).map_err(as_typed)?;
        Ok(Value::Null)
    };
    let to = posted.form.text("to").parse::<TicketState>();
    let key = to.map_or_else(|_| String::new(), |to| format!("ticket-{to}"));
    one_page::act(posted, vault, reference, work, move |_| done(&back, &key), one_ticket).await
}

/// Faults as those of what stands on the page: a reason is typed in the one field, and where it is moved to is a button.
fn as_typed(fault: Error) -> Error {
    match fault {
        Error::Invalid(mut fields) => {
            for (sent, typed) in [("reason", "text"), ("to", "move")] {
                if let Some(faults) = fields.0.remove(sent) {
                    fields.0.insert(typed.to_owned(), faults);
                }
            }
            Error::Invalid(fields)
        }
        other => other,
    }
}

#[derive(Template)]
#[template(path = "tickets/beneficiaries.html")]
struct NamesPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    names: String,
}

impl OfOne for NamesPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn names_page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, _): (&str, &Form),
    _: FormErrors,
) -> Result<Shown<NamesPage>> {
    let (ticket, names) = super::beneficiaries(tx, vault, viewer, reference)?;
    Ok(Ok(Box::new(NamesPage { tlp: Tlp::Red, reference: ticket.reference, names, page })))
}

/// `GET /tickets/{reference}/beneficiaries`: opens the names, which is written to the log.
pub async fn beneficiaries(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, names_page).await
}

/// The addresses.
pub fn routes(config: &mut Routes) {
    config
        .route("/tickets", get().to(tickets))
        .route("/tickets.csv", get().to(table::download))
        .route("/actions/{reference}/tickets", get().to(of_action))
        .route("/actions/{reference}/tickets", post().to(post_ticket))
        .route("/tickets/{reference}", get().to(one))
        .route("/tickets/{reference}/moves", post().to(move_ticket))
        .route("/tickets/{reference}/beneficiaries", get().to(beneficiaries));
}
