//! The forms on which an action is begun, and its brief is changed.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use super::AT;
use crate::access::{Act, Viewer, allows, permits};
use crate::accounts::{Posted, Visit};
use crate::actions::input::NewAction;
use crate::actions::links::{self, ActionLink};
use crate::actions::{Action, ActionBody, ActionKind, TargetKind, begin, may_revise, revise};
use crate::alerts::{self, Carried};
use crate::contributions::{self, Lookup, NextReaders, Proposed};
use crate::db::{OrganisationId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::facts::languages::languages;
use crate::flow::TextKind;
use crate::language::due_typed;
use crate::mandates;
use crate::reports::audience_input::AudienceInput;
use crate::reports::audience_picker::{self, Offers};
use crate::reports::one_page::{self, GonePage, OfOne, Shown};
use crate::templates::pages::{TaskRow, choices, fill, not_offered, rows, tasks};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, done, encode};
use crate::{people, templates};

#[derive(Template)]
#[template(path = "actions/form.html")]
struct FormPage {
    page: Page,
    /// Of a new version: the action.
    reference: String,
    /// Of a new version: how many versions there were when the form was made.
    base: String,
    /// Of a new version: whether there is a draft that was returned, whether the form begins with that, and whether it could.
    returned: bool,
    is_draft: bool,
    goes_on: bool,
    kinds: Vec<Choice>,
    title: String,
    brief: String,
    languages: Vec<Choice>,
    target_kinds: Vec<Choice>,
    target: String,
    forum: String,
    countries: Vec<Choice>,
    links: String,
    due_at: String,
    zones: Vec<Choice>,
    offers: Offers,
    /// Of a new action: the templates that can be chosen, and the one with which the form was filled in.
    templates: Vec<Choice>,
    template: String,
    /// What nobody can choose now of those whom the template names, in a sentence or two.
    not_offered: String,
    about: String,
    tasks: Vec<TaskRow>,
    reason: String,
    errors: Fields,
    notice: String,
}

impl OfOne for FormPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn vocabulary(page: &Page, name: &str, all: &[&str], chosen: &str) -> Vec<Choice> {
    let choice = |word: &&str| {
        Choice::new(*word, page.t(&format!("action-{name}-{}", word.replace('_', "-"))), *word == chosen)
    };
    let nothing = Choice::new("", page.t("choose-none"), chosen.is_empty());
    std::iter::once(nothing).chain(all.iter().map(choice)).collect()
}

/// The form with what was typed on it.
fn drawn(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (home, reference, form, next): (&OrganisationId, &str, &Form, Option<&NextReaders>),
    refusal: FormErrors,
) -> Result<FormPage> {
    let first = reference.is_empty();
    let words = audience_picker::chosen(form);
    let offers = audience_picker::offers_of_next(tx, &page, viewer, (TextKind::Action, home, next), &words)?;
    let named = form.text("template");
    let templates = if first { choices(tx.conn, vault, viewer, named)? } else { Vec::new() };
    let language = Some(form.text("language")).filter(|tag| !tag.is_empty()).unwrap_or(&page.lang).to_owned();
    Ok(FormPage {
        reference: reference.to_owned(),
        base: form.text("base").to_owned(),
        returned: false,
        is_draft: false,
        goes_on: false,
        kinds: vocabulary(&page, "kind", ActionKind::WORDS, form.text("kind")),
        title: form.raw("title").to_owned(),
        brief: form.raw("brief").to_owned(),
        languages: languages(&language),
        target_kinds: vocabulary(&page, "target", TargetKind::WORDS, form.text("target_kind")),
        target: form.raw("target").to_owned(),
        forum: form.raw("forum").to_owned(),
        countries: alerts::pages::countries(&page, form),
        links: form.raw("links").to_owned(),
        due_at: form.raw("due_at").to_owned(),
        zones: Choice::time_zones(form.text("due_zone")),
        // One that is gone is not sent again.
        template: templates.iter().find(|one| one.chosen).map(|one| one.value.clone()).unwrap_or_default(),
        templates,
        not_offered: if first { not_offered(&page, &offers, &words) } else { String::new() },
        offers,
        about: form.text("about").to_owned(),
        tasks: if first { rows(form) } else { Vec::new() },
        reason: form.raw("reason").to_owned(),
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })
}

/// What a form says; of a new action with the slug of the organisation that begins it.
fn input(form: &Form, own: Option<&str>) -> NewAction {
    let optional = |name: &str| Some(form.text(name).to_owned()).filter(|text| !text.is_empty());
    let typed = form.text("links").split(|letter: char| letter.is_whitespace() || ",;".contains(letter));
    let links = typed.filter(|word| !word.is_empty()).map(ActionLink::typed);
    let words = AudienceInput { to_be_named: own.is_some(), ..audience_picker::chosen(form) };
    let target = form.raw("target").trim().to_owned();
    let kind = form.text("target_kind").to_owned();
    NewAction {
        kind: form.text("kind").to_owned(),
        title: form.raw("title").to_owned(),
        brief: Some(form.raw("brief").to_owned()),
        language: optional("language"),
        target: if target.is_empty() && kind.is_empty() {
            BTreeMap::new()
        } else {
            [("kind".to_owned(), kind), ("name".to_owned(), target)].into()
        },
        forum: optional("forum"),
        countries: form.all("countries"),
        due_at: optional("due_at"),
        due_zone: optional("due_zone"),
        links: links.collect(),
        audience: (!words.audience.is_empty() || words.to_be_named).then(|| words.audience.clone()),
        except: Some(words.except),
        approvers: Some(words.approvers),
        template: optional("template").filter(|_| own.is_some()),
        tasks: own.map(|own| tasks(form, own)),
        reason: optional("reason"),
    }
}

/// A form filled with what a brief says now.
fn filled(body: &ActionBody, readers: &AudienceInput, links: &str) -> Form {
    let mut form = Form::default();
    let one = |text: &str| vec![text.to_owned()];
    form.set("kind", one(body.kind.as_str()));
    form.set("title", one(&body.title));
    form.set("brief", one(&body.brief));
    form.set("language", one(&body.language));
    if let Some(target) = &body.target {
        form.set("target_kind", one(target.kind.as_str()));
        form.set("target", one(&target.name));
    }
    form.set("forum", one(&body.forum));
    form.set("countries", body.countries.iter().map(ToString::to_string).collect());
    form.set("links", one(links));
    if let Some(due) = &body.due {
        form.set("due_at", one(&due_typed(due.at, &due.zone)));
        form.set("due_zone", one(&due.zone));
    }
    for (name, value) in audience_picker::hidden(readers) {
        let mut values = form.all(name);
        values.push(value);
        form.set(name, values);
    }
    form
}

/// What an address asks to begin with: an incident, a report or an alert whose facts are carried over as far as the new text
/// may go.
fn begun(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, form: &Form) -> Result<Form> {
    let about = form.text("about").to_owned();
    let mut form = form.clone();
    if about.is_empty() {
        return with_template(tx, vault, viewer, form);
    }
    if about.starts_with('W') {
        let begun = alerts::begun_report(tx, vault, viewer, &about)?;
        let links = [about, begun.incident].into_iter().filter(|link| !link.is_empty());
        form.set("links", vec![links.collect::<Vec<_>>().join(" ")]);
        form.set("title", vec![begun.title]);
        form.set("countries", begun.countries);
    } else {
        let Carried { links, countries, .. } = alerts::carried(tx.conn, viewer, &about)?;
        form.set("links", vec![links]);
        form.set("countries", countries);
    }
    with_template(tx, vault, viewer, form)
}

/// The form with what the template says that the address names; what it is about stays.
fn with_template(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, mut form: Form) -> Result<Form> {
    let reference = form.reference("template");
    if !reference.is_empty() {
        let template = templates::usable(tx.conn, vault, viewer, &reference)?;
        fill(&mut form, &template, viewer.at());
    }
    Ok(form)
}

fn new_page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (_, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<FormPage>> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    allows(viewer, Act::BeginAction { owner: &home })?;
    mandates::may_act_at_all(tx.conn, viewer)?;
    let form = if form.has("title") { form.clone() } else { begun(tx, vault, viewer, form)? };
    Ok(Ok(Box::new(drawn(tx, vault, page, viewer, (&home, "", &form, None), refusal)?)))
}

fn update_page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<FormPage>> {
    let goes_on = form.text("draft") == "yes";
    let (found, returned) = contributions::begin_next::<Action>(tx, vault, viewer, reference, goes_on)?;
    let row = match found {
        Lookup::Tombstone(row, tombstone) => {
            return Ok(Err(GonePage::beside(tx.conn, page, viewer, (&row.reference, None), tombstone)?));
        }
        Lookup::Live(row, _) | Lookup::InReview(row, _) | Lookup::Unconfirmed(row, _) => row,
    };
    contributions::own::<Action>(tx, viewer, reference)?;
    let home = row.organisation_id.clone();
    allows(viewer, Act::BeginAction { owner: &home })?;
    may_revise(tx.conn, viewer, &row)?;
    let next = contributions::next_readers(tx.conn, tx.now(), &row)?;
    let form = if form.has("title") || row.body.is_empty() {
        form.clone()
    } else {
        let links = links::shown(tx.conn, viewer, &row)?;
        let links: Vec<String> = links.into_iter().map(|link| link.reference).collect();
        let again = |next: &NextReaders| AudienceInput::again(tx.conn, viewer, next);
        let words = next.as_ref().map(again).transpose()?.unwrap_or_default();
        let mut form = filled(&ActionBody::read(&row)?, &words, &links.join(" "));
        form.set("base", vec![contributions::versions(tx.conn, viewer, &row)?.len().to_string()]);
        form
    };
    let of = (&home, row.reference.as_str(), &form, next.as_ref());
    let mut shown = drawn(tx, vault, page, viewer, of, refusal)?;
    shown.returned = returned;
    shown.is_draft = returned && row.released_at.is_none();
    shown.goes_on = returned && permits(viewer, Act::SeeDesk { owner: &home });
    Ok(Ok(Box::new(shown)))
}

type Drawing = fn(&mut Tx<'_>, &Vault, Page, &Viewer, (&str, &Form), FormErrors) -> Result<Shown<FormPage>>;

async fn shown_form(
    vault: web::Data<Vault>,
    visit: Visit,
    (reference, form): (String, Form),
    draw: Drawing,
) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let shown = app
        .read_or_audit(move |tx| {
            draw(tx, &vault, page.clone(), visitor.viewer(), (&reference, &form), FormErrors::none())
        })
        .await?;
    one_page::answer(&app, StatusCode::OK, shown)
}

/// `GET /actions/new?about=`.
pub async fn choose_action(vault: web::Data<Vault>, visit: Visit) -> Result<HttpResponse> {
    let form = visit.asked();
    shown_form(vault, visit, (String::new(), form), new_page).await
}

/// `GET /actions/{reference}/update?draft=`.
pub async fn choose_update(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    let mut form = Form::default();
    form.set("draft", visit.asked().all("draft"));
    shown_form(vault, visit, (reference.into_inner(), form), update_page).await
}

fn kept((row, release): Proposed<Action>) -> Value {
    json!({ "reference": row.reference, "waits": release.state.is_open() })
}

/// `POST /actions`.
pub async fn post_action(vault: web::Data<Vault>, posted: Posted) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, _: &str, form: &Form| {
        let home = viewer.organisation().ok_or(Error::SignIn)?;
        let own = people::organisation(tx.conn, home)?.slug;
        begin(tx, vault, viewer, input(form, Some(&own))).map(kept).map_err(mandates::of_kind)
    };
    let nothing = web::Path::from(String::new());
    one_page::act(posted, vault, nothing, work, lead, new_page).await
}

/// `POST /actions/{reference}/update`.
pub async fn post_update(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let (row, _) = contributions::find::<Action>(tx, viewer, reference)?.into_parts();
        let base = form.text("base");
        if !base.is_empty() && base != contributions::versions(tx.conn, viewer, &row)?.len().to_string() {
            return Err(Error::Conflict(message("conflict-action-revised")));
        }
        revise(tx, vault, viewer, reference, input(form, None)).map(kept).map_err(mandates::of_kind)
    };
    one_page::act(posted, vault, reference, work, lead, update_page).await
}

fn lead(kept: &Value) -> HttpResponse {
    let reference = kept.get("reference").and_then(Value::as_str).unwrap_or_default();
    let waits = kept.get("waits") == Some(&Value::Bool(true));
    let at = format!("{AT}/{}", encode(reference));
    done(&at, if waits { "action-proposed" } else { "action-out" })
}
