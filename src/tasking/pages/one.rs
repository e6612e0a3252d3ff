//! The page of one task: what has to be done, who does it, and how that is changed.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::forms::optional;
use crate::access::{Tlp, Viewer};
use crate::accounts::{Posted, Visit};
use crate::actions::{self, Acting, ActionBody, Seen, mark_of};
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::language::direction;
use crate::people;
use crate::reports::one_page::{self, OfOne, Shown};
use crate::tasking::verbs::{due_text, edits, found};
use crate::tasking::{ChangedTask, change_task, doers};
use crate::tasks::{Task, TaskLine, task_line};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, done};

/// What the viewer can change.
#[derive(Default)]
struct Changes {
    /// Whether that is the words and the day.
    text: bool,
    title: String,
    due_at: String,
    /// To whom the lead can give it.
    organisations: Vec<Choice>,
    /// Who of the viewer's organisation can do it.
    people: Vec<Choice>,
    /// Who of them did it when the form was opened: sent back with it.
    person_was: String,
}

/// The page of a task.
#[derive(Template)]
#[template(path = "actions/task.html")]
pub struct TaskPage {
    page: Page,
    /// The action.
    action: String,
    /// The mark of the brief before whose readers it is changed.
    version: String,
    title: String,
    language: String,
    dir: &'static str,
    tlp: Tlp,
    task: TaskLine,
    /// Nothing where the viewer can change nothing.
    changes: Option<Changes>,
    errors: Fields,
    notice: String,
}

impl OfOne for TaskPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn changes(
    tx: &mut Tx<'_>,
    page: &Page,
    viewer: &Viewer,
    (of, task): (&Acting, &Task),
    form: &Form,
) -> Result<Option<Changes>> {
    let row = &of.row;
    if !row.details.stage.is_open() || !actions::may_act(tx.conn, viewer, row)? {
        return Ok(None);
    }
    let typed = |name: &str, stored: String| if form.has(name) { form.raw(name).to_owned() } else { stored };
    let mut changes = Changes { text: edits(tx, viewer, (of, task))?, ..Changes::default() };
    if changes.text {
        changes.title = typed("title", task.title.clone());
        changes.due_at = typed("due_at", task.due_at.map(due_text).unwrap_or_default());
    }
    let owner = task.owner_id.as_ref().map(|id| people::organisation(tx.conn, id)).transpose()?;
    let owner = owner.map(|one| one.slug).unwrap_or_default();
    if changes.text && actions::leads(tx.conn, viewer, row)? {
        let givable = actions::shown_to_take_part(tx.conn, viewer, row)?.into_iter().chain([of.home.clone()]);
        let givable = people::organisations_by_ids(tx.conn, givable.collect())?.into_values();
        let mut givable: Vec<_> = givable.map(|one| (one.slug, one.name)).collect();
        givable.sort_by(|(_, a), (_, b)| a.cmp(b));
        // Whoever does it is not given away by a list that leaves them out.
        if owner.is_empty() || givable.iter().any(|(slug, _)| *slug == owner) {
            let given = typed("organisation", owner);
            let choice = |(slug, name): (String, String)| Choice::new(slug.as_str(), name, slug == given);
            changes.organisations = givable.into_iter().map(choice).collect();
            let nobody = Choice::new("", page.t("action-task-free"), given.is_empty());
            changes.organisations.insert(0, nobody);
        }
    }
    if task.owner_id.as_ref() == Some(&of.home) {
        let doers = doers::doers(tx.conn, viewer, row)?;
        let stored = doers::chosen(&doers, task);
        let chosen = typed("person", stored.clone());
        changes.person_was = typed("person_was", stored);
        let nobody = Choice::new("", page.t("action-task-person-none"), chosen.is_empty());
        let person = |one: people::Person| Choice::new(one.email.as_str(), one.name, one.email == chosen);
        changes.people = std::iter::once(nobody).chain(doers.into_iter().map(person)).collect();
    }
    Ok(Some(changes).filter(|one| one.text || !one.people.is_empty()))
}

fn task_page(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<TaskPage>> {
    let (task, of) = found(tx, viewer, reference, &Seen::default())?;
    let audience = of.row.audience()?.clone();
    let view = actions::task_view(tx.conn, viewer, (&of.row, &audience), &task)?;
    let body = ActionBody::read(&of.row)?;
    let changes = changes(tx, &page, viewer, (&of, &task), form)?;
    Ok(Ok(Box::new(TaskPage {
        action: of.row.reference.clone(),
        version: mark_of(&of.row.version),
        dir: direction(&body.language),
        title: body.title,
        language: body.language,
        tlp: audience.tlp(),
        task: task_line(&page, viewer, view, of.row.details.stage.is_open()),
        changes,
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })))
}

/// `GET /tasks/{task}`.
pub async fn task(vault: web::Data<Vault>, task: web::Path<String>, visit: Visit) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let shown = app
        .read_or_audit(move |tx| {
            let asked = (task.as_str(), &Form::default());
            task_page(tx, &vault, page.clone(), visitor.viewer(), asked, FormErrors::none())
        })
        .await?;
    one_page::answer(&app, StatusCode::OK, shown)
}

/// `POST /tasks/{task}`: changes it.
pub async fn post_changed_task(
    vault: web::Data<Vault>,
    task: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
        let slug = people::organisation(tx.conn, &home)?.slug;
        let given = optional(form, "organisation");
        // Whoever else does it chooses their own people.
        let stays = given.as_ref().is_none_or(|given| *given == slug);
        let was = form.text("person_was");
        let person = optional(form, "person").filter(|person| stays && person.as_str() != was);
        if person.is_some() {
            // The revision does not count who is chosen: that would tell others.
            let (task, of) = found(tx, viewer, reference, &Seen::default())?;
            if doers::chosen(&doers::doers(tx.conn, viewer, &of.row)?, &task) != was {
                return Err(Error::Stale);
            }
        }
        let change = ChangedTask {
            title: form.has("title").then(|| form.raw("title").to_owned()),
            person,
            organisation: given,
            due_at: optional(form, "due_at"),
            ..ChangedTask::default()
        };
        let of = (reference, form.text("revision"));
        change_task(tx, viewer, of, &change, &Seen::of_form(form)).map(Value::from)
    };
    let lead = |action: &Value| {
        done(&format!("/actions/{}", action.as_str().unwrap_or_default()), "action-task-changed")
    };
    one_page::act(posted, vault, task, work, lead, task_page).await
}
