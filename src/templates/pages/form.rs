//! The forms on which a template is written, and changed.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde_json::Value;

use super::AT;
use super::fill::{TaskRow, lost, rows, said, set_rows};
use crate::access::{Viewer, allows, permits};
use crate::accounts::{Posted, Visit};
use crate::db::{OrganisationId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::facts::languages::languages;
use crate::flow::TextKind;
use crate::reports::audience_picker::{self, Offers};
use crate::reports::one_page::{self, OfOne, Shown};
use crate::templates::input::NewTemplateTask;
use crate::templates::model::keeping;
use crate::templates::{ActionKind, NewTemplate, Wording, change, keep, store};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, done, encode};

#[derive(askama::Template)]
#[template(path = "templates/form.html")]
struct FormPage {
    page: Page,
    /// Of one that is changed: its reference.
    reference: String,
    /// Its version that was seen.
    version: String,
    /// For whom it can be; empty where that is said already.
    whose: Vec<Choice>,
    called: String,
    kinds: Vec<Choice>,
    title: String,
    brief: String,
    languages: Vec<Choice>,
    due_in: String,
    tasks: Vec<TaskRow>,
    offers: Offers,
    /// Those readers that nobody can choose now: they stay until somebody takes them away.
    lost: Vec<Choice>,
    /// The same of those who are left out.
    lost_except: Vec<Choice>,
    errors: Fields,
    notice: String,
}

impl OfOne for FormPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

/// For whom somebody can write a template.
fn whose(page: &Page, viewer: &Viewer, home: &OrganisationId, chosen: &str) -> Vec<Choice> {
    let may = |common: bool| permits(viewer, keeping(common, home));
    let all = [(may(false), "own"), (may(true), "all")].into_iter().filter(|(may, _)| *may);
    let words: Vec<&str> = all.map(|(_, word)| word).collect();
    let first = words.first().copied().unwrap_or_default();
    let chosen = if chosen.is_empty() { first } else { chosen };
    let choice = |word: &&str| Choice::new(*word, page.t(&format!("template-whose-{word}")), *word == chosen);
    words.iter().map(choice).collect()
}

fn kinds(page: &Page, chosen: &str) -> Vec<Choice> {
    let choice = |word: &&str| {
        Choice::new(*word, page.t(&format!("action-kind-{}", word.replace('_', "-"))), *word == chosen)
    };
    let nothing = Choice::new("", page.t("choose-none"), chosen.is_empty());
    std::iter::once(nothing).chain(ActionKind::WORDS.iter().map(choice)).collect()
}

/// The form with what was typed on it; `common`: whether that is said already, and for whom.
fn drawn(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    (home, reference, common): (&OrganisationId, &str, Option<bool>),
    (form, refusal): (&Form, FormErrors),
) -> Result<FormPage> {
    let language = Some(form.text("language")).filter(|tag| !tag.is_empty()).unwrap_or(&page.lang).to_owned();
    let words = audience_picker::chosen(form);
    let mut offers = audience_picker::offers(tx, &page, viewer, (TextKind::Action, home), &words)?;
    // A template names no people, and nobody decides on it; one for all members names nobody whom only some may know of.
    offers.people.clear();
    offers.approvers.clear();
    for one in &mut offers.wide {
        one.help.clear();
    }
    if common == Some(true) {
        offers.wide.retain(|one| !one.value.starts_with("org:"));
        offers.groups.clear();
        offers.organisations.clear();
        offers.except.clear();
    }
    let (readers, left_out) = lost(&offers, &words);
    let choice = |word: String| Choice::new(word.as_str(), word.as_str(), true);
    Ok(FormPage {
        reference: reference.to_owned(),
        version: form.text("version").to_owned(),
        whose: if common.is_none() { whose(&page, viewer, home, form.text("whose")) } else { Vec::new() },
        called: form.raw("name").to_owned(),
        kinds: kinds(&page, form.text("kind")),
        title: form.raw("title").to_owned(),
        brief: form.raw("brief").to_owned(),
        languages: languages(&language),
        due_in: form.raw("due_in").to_owned(),
        tasks: rows(form),
        offers,
        lost: readers.into_iter().map(choice).collect(),
        lost_except: left_out.into_iter().map(choice).collect(),
        notice: if refusal.status == StatusCode::PRECONDITION_FAILED {
            page.t("template-changed-meanwhile")
        } else {
            refusal.notice(&page)
        },
        errors: refusal.errors,
        page,
    })
}

/// Days as they are typed, in the words of the interface for programs.
fn typed_days(typed: &str) -> Option<String> {
    Some(typed.trim()).filter(|typed| !typed.is_empty()).map(|typed| format!("P{typed}D"))
}

fn input(form: &Form) -> NewTemplate {
    let words = audience_picker::chosen(form);
    let task = |row: TaskRow| NewTemplateTask {
        title: row.title,
        owner: Some(if row.own { "lead" } else { "open" }.to_owned()),
        due_in: typed_days(&row.due),
    };
    NewTemplate {
        name: form.raw("name").to_owned(),
        kind: form.text("kind").to_owned(),
        title: form.raw("title").to_owned(),
        brief: Some(form.raw("brief").to_owned()),
        language: Some(form.text("language").to_owned()),
        audience: words.audience,
        except: words.except,
        due_in: typed_days(form.raw("due_in")),
        tasks: said(form).into_iter().map(task).collect(),
        common: None,
        in_use: None,
    }
}

/// A form filled with what a template says now.
fn filled(says: &Wording) -> Form {
    let mut form = Form::default();
    let one = |text: &str| vec![text.to_owned()];
    let days = |days: Option<u32>| days.map(|days| days.to_string()).unwrap_or_default();
    form.set("name", one(&says.name));
    form.set("kind", one(says.kind.as_str()));
    form.set("title", one(&says.title));
    form.set("brief", one(&says.brief));
    form.set("language", one(&says.language));
    form.set("due_in", vec![days(says.due_days)]);
    form.set("audience", says.audience.clone());
    form.set("except", says.except.clone());
    let row = |task: &crate::templates::Planned| TaskRow {
        title: task.title.clone(),
        own: task.lead,
        due: days(task.due_days),
    };
    set_rows(&mut form, says.tasks.iter().map(row));
    form
}

/// Whether what is asked for is a template for all members, where one can say so.
fn asks_for_all(viewer: &Viewer, home: &OrganisationId, form: &Form) -> bool {
    let may = |common: bool| permits(viewer, keeping(common, home));
    form.text("whose") == "all" || (!may(false) && may(true))
}

fn new_page(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (_, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<FormPage>> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    if !permits(viewer, keeping(true, &home)) {
        allows(viewer, keeping(false, &home))?;
    }
    Ok(Ok(Box::new(drawn(tx, page, viewer, (&home, "", None), (form, refusal))?)))
}

fn change_page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<FormPage>> {
    let one = store::readable(tx.conn, vault, viewer, reference)?;
    if !one.is_own(viewer) {
        return Err(Error::Denied(message("denied-template")));
    }
    allows(viewer, one.keeping())?;
    let (home, common) = (one.row.organisation_id.clone(), Some(one.row.common));
    let form = if form.has("name") {
        form.clone()
    } else {
        let mut form = filled(&one.says);
        form.set("version", vec![one.row.version.to_string()]);
        form
    };
    Ok(Ok(Box::new(drawn(tx, page, viewer, (&home, reference, common), (&form, refusal))?)))
}

/// `GET /templates/new`.
pub async fn new_template(vault: web::Data<Vault>, visit: Visit) -> Result<HttpResponse> {
    visit.visitor.person()?;
    one_page::one(visit, vault, String::new().into(), new_page).await
}

/// `GET /templates/{reference}/update`.
pub async fn change_template(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    visit.visitor.person()?;
    one_page::one(visit, vault, reference, change_page).await
}

/// `POST /templates`.
pub async fn post_template(vault: web::Data<Vault>, posted: Posted) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, _: &str, form: &Form| {
        let home = viewer.organisation().ok_or(Error::SignIn)?;
        let common = Some(asks_for_all(viewer, home, form));
        let kept = keep(tx, vault, viewer, NewTemplate { common, ..input(form) })?;
        Ok(Value::from(kept.reference()))
    };
    let lead =
        |kept: &Value| done(&format!("{AT}/{}", encode(kept.as_str().unwrap_or_default())), "template-added");
    one_page::act(posted, vault, String::new().into(), work, lead, new_page).await
}

/// `POST /templates/{reference}/update`.
pub async fn edit_template(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("{AT}/{reference}");
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let seen = form.text("version").to_owned();
        let check = |current: &str| if seen == current { Ok(()) } else { Err(Error::Stale) };
        change(tx, vault, viewer, (reference, input(form)), check).map(|_| Value::Null)
    };
    one_page::act(
        posted,
        vault,
        reference,
        work,
        move |_: &Value| done(&back, "template-changed"),
        change_page,
    )
    .await
}
