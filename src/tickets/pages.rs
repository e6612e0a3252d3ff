//! The pages of requests to states.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::beside::{says, state};
use super::model::takes_tickets;
use super::view::{self, TicketStepView, TicketView};
use super::{NewMove, NewTicket, TicketState, part};
use crate::access::{Act, Tlp, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::actions::{self, Action, ActionBody, Seen, mark_of};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Fields, Result};
use crate::language::direction;
use crate::reports::one_page::{self, OfOne, Shown};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, Pagination, Paging, Routes, done, get, html, post};

/// How many stand on a page.
const ROWS: usize = 50;

/// A request as lists show it.
pub struct TicketLine {
    reference: String,
    /// The title of its action.
    title: String,
    language: String,
    dir: &'static str,
    says: String,
    state: String,
    waits: bool,
    /// When it was moved last.
    at: Moment,
}

fn line(page: &Page, view: &TicketView) -> TicketLine {
    let (title, language) = view.title.clone();
    TicketLine {
        reference: view.reference.clone(),
        title,
        dir: direction(&language),
        language,
        says: says(page, view),
        state: state(page, view.state),
        waits: view.waits,
        at: view.changed_at,
    }
}

#[derive(Template)]
#[template(path = "tickets/tickets.html")]
struct ListPage {
    page: Page,
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
            Ok(ListPage { page, of_us, by_us, turn })
        })
        .await?;
    html(&app, &answer.page, &answer)
}

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
    /// For those who may ask.
    asking: Option<Asking>,
    form: Form,
    errors: Fields,
    notice: String,
}

impl OfOne for OfActionPage {
    fn page(&self) -> &Page {
        &self.page
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
    Ok(Ok(Box::new(OfActionPage {
        action: row.reference.clone(),
        version: mark_of(&row.version),
        dir: direction(&body.language),
        title: body.title,
        language: body.language,
        tlp: row.audience()?.tlp(),
        asking: if takes { asking(tx.conn, viewer, (&row, form))? } else { None },
        lines,
        form: form.clone(),
        notice: notice(&page, &refusal),
        errors: refusal.errors,
        page,
    })))
}

/// Why something was not done, where that is no matter of a field.
fn notice(page: &Page, refusal: &FormErrors) -> String {
    if refusal.status == StatusCode::PRECONDITION_FAILED {
        page.t("ticket-stale")
    } else {
        refusal.notice(page)
    }
}

/// `GET /actions/{reference}/tickets`.
pub async fn of_action(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, of_action_page).await
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
            text: form.raw("text").to_owned(),
            beneficiaries: Some(form.raw("beneficiaries").to_owned()),
        };
        super::request(tx, vault, viewer, (reference, &new), &Seen::of_form(form)).map(Value::from)
    };
    let lead = |made: &Value| match made.as_str() {
        Some(made) => done(&format!("/tickets/{made}"), "ticket-requested"),
        None => done("/tickets", "ticket-requested"),
    };
    one_page::act(posted, vault, reference, work, lead, of_action_page).await
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
    line: TicketLine,
    action: String,
    /// What is said of who reads it.
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
        line: line(&page, &view),
        readers: page.ta("ticket-readers", &named),
        deed: acts && view.moves.contains(&TicketState::Acted),
        takes_back: acts && view.moves.contains(&TicketState::Withdrawn),
        names: acts && view.beneficiaries == Some(true) && permits(viewer, Act::BeginAction { owner }),
        action: view.action,
        mark: view.mark,
        steps: view.steps.into_iter().map(|step| step_line(&page, step)).collect(),
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
    one_page::act(posted, vault, reference, work, move |_| done(&back, "ticket-moved"), one_ticket).await
}

/// A fault of a reason as that of the field in which it was typed.
fn as_typed(fault: Error) -> Error {
    match fault {
        Error::Invalid(mut fields) => {
            if let Some(faults) = fields.0.remove("reason") {
                fields.0.insert("text".to_owned(), faults);
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
    Ok(Ok(Box::new(NamesPage { reference: ticket.reference, names, page })))
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
        .route("/actions/{reference}/tickets", get().to(of_action))
        .route("/actions/{reference}/tickets", post().to(post_ticket))
        .route("/tickets/{reference}", get().to(one))
        .route("/tickets/{reference}/moves", post().to(move_ticket))
        .route("/tickets/{reference}/beneficiaries", get().to(beneficiaries));
}
