//! The forms on which an alert is posted, and updated or ended.
//!
//! Nothing is posted unseen: what was typed is shown first as its readers will see it, with who they are. It is posted when
//! the same comes back.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::AT;
use super::preview::{Preview, as_shown, preview};
use super::typed::{HOURS, filled, further, input, order, typed};
use crate::access::{Act, Viewer, allows};
use crate::accounts::{Posted, Visit};
use crate::alerts::links;
use crate::alerts::view::{Carried, carried};
use crate::alerts::{Alert, AlertBody, AlertMessage, Category, Certainty, Severity, Urgency, post, update};
use crate::contributions::{self, Contribution, Lookup, NextReaders};
use crate::db::{OrganisationId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::facts::languages::languages;
use crate::flow::{ReleaseState, TextKind};
use crate::geography::CountryCode;
use crate::reports::audience_input::AudienceInput;
use crate::reports::audience_picker::{self, Offers};
use crate::reports::one_page::{self, GonePage, OfOne, Shown};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, done, encode};

/// The fields of the alert in one more language.
struct Other {
    /// What they are called, in the order of the form.
    names: [String; 4],
    languages: Vec<Choice>,
    headline: String,
    body: String,
    instruction: String,
}

#[derive(Template)]
#[template(path = "alerts/form.html")]
struct FormPage {
    page: Page,
    /// Of an update: the alert.
    reference: String,
    /// Of an update: how many versions there were when the form was made.
    base: String,
    /// What was returned, and is taken back when this is posted.
    instead: String,
    preview: Option<Preview>,
    languages: Vec<Choice>,
    headline: String,
    body: String,
    instruction: String,
    others: Vec<Other>,
    messages: Vec<Choice>,
    categories: Vec<Choice>,
    urgencies: Vec<Choice>,
    severities: Vec<Choice>,
    certainties: Vec<Choice>,
    countries: Vec<Choice>,
    places: String,
    links: String,
    expires_in: Vec<Choice>,
    expires_at: String,
    urgent: bool,
    exercise: bool,
    asks_again: bool,
    offers: Offers,
    reason: String,
    errors: Fields,
    /// The names of the fields as they follow on the page.
    order: String,
    notice: String,
}

impl OfOne for FormPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn words<T: AsRef<str>>(page: &Page, name: &str, all: &[T], chosen: &str) -> Vec<Choice> {
    let choice = |word: &T| {
        let word = word.as_ref();
        Choice::new(word, page.t(&format!("alert-{name}-{}", word.to_lowercase())), word == chosen)
    };
    // Nothing is chosen beforehand: an alert is as grave as its author says, and never so by oversight.
    let nothing = Choice::new("", page.t("choose-none"), chosen.is_empty());
    std::iter::once(nothing).chain(all.iter().map(choice)).collect()
}

/// The alert in further languages: those that are filled in, and one more.
fn others(form: &Form) -> Vec<Other> {
    let others = further().map(|at| Other {
        languages: languages(form.text(&format!("language{at}"))),
        headline: form.raw(&format!("headline{at}")).to_owned(),
        body: form.raw(&format!("body{at}")).to_owned(),
        instruction: form.raw(&format!("instruction{at}")).to_owned(),
        names: ["language", "headline", "body", "instruction"].map(|name| format!("{name}{at}")),
    });
    // One more than is filled in.
    let mut shown: Vec<Other> = Vec::new();
    for other in others {
        let filled = !other.headline.is_empty() || !other.body.is_empty();
        shown.push(other);
        if !filled {
            break;
        }
    }
    shown
}

/// All countries, with those that a form names.
pub(crate) fn countries(page: &Page, form: &Form) -> Vec<Choice> {
    let mut countries: Vec<Choice> = CountryCode::all()
        .map(|code| {
            Choice::new(
                code.as_str(),
                code.name(&page.lang),
                form.all("countries").contains(&code.to_string()),
            )
        })
        .collect();
    countries.sort_by(|a, b| a.label.cmp(&b.label));
    countries
}

/// What an update can be.
fn messages(page: &Page, form: &Form) -> Vec<Choice> {
    let message = |one: &AlertMessage| {
        let word = one.as_str();
        let label = page.t(&format!("alert-message-{}", word.replace('_', "-")));
        Choice::new(
            word,
            label,
            form.text("message") == word || (form.text("message").is_empty() && *one == AlertMessage::Update),
        )
    };
    AlertMessage::ALL.iter().filter(|one| **one != AlertMessage::Alert).map(message).collect()
}

fn expiries(page: &Page, form: &Form) -> Vec<Choice> {
    let hours = |hours: &i64| {
        let label = page.tn("alert-expires-hours", hours.unsigned_abs());
        Choice::new(hours.to_string(), label, form.text("expires_in") == hours.to_string())
    };
    HOURS.iter().map(hours).collect()
}

/// The form with what was typed on it.
fn drawn(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    (home, row, form): (&OrganisationId, Option<&Contribution<Alert>>, &Form),
    next: Option<&NextReaders>,
    refusal: FormErrors,
) -> Result<FormPage> {
    let first = row.is_none();
    let mut errors = refusal.errors.clone();
    let shows = form.has("step") && errors.0.is_empty();
    let preview = match shows.then(|| preview(tx, &page, viewer, (home, row), (form, next))) {
        None => None,
        Some(Ok(preview)) => Some(preview),
        Some(Err(Error::Invalid(found))) => {
            errors = found;
            None
        }
        Some(Err(other)) => return Err(other),
    };
    let language = Some(form.text("language")).filter(|tag| !tag.is_empty()).unwrap_or(&page.lang).to_owned();
    Ok(FormPage {
        reference: row.map(|row| row.reference.clone()).unwrap_or_default(),
        base: form.text("base").to_owned(),
        instead: form.text("instead").to_owned(),
        preview,
        languages: languages(&language),
        headline: form.raw("headline").to_owned(),
        body: form.raw("body").to_owned(),
        instruction: form.raw("instruction").to_owned(),
        others: others(form),
        messages: if first { Vec::new() } else { messages(&page, form) },
        categories: words(&page, "category", Category::WORDS, form.text("category")),
        urgencies: words(&page, "urgency", Urgency::WORDS, form.text("urgency")),
        severities: words(&page, "severity", Severity::WORDS, form.text("severity")),
        certainties: words(&page, "certainty", Certainty::WORDS, form.text("certainty")),
        countries: countries(&page, form),
        places: form.raw("places").to_owned(),
        links: form.raw("links").to_owned(),
        expires_in: expiries(&page, form),
        expires_at: form.raw("expires_at").to_owned(),
        urgent: form.has("urgent"),
        exercise: form.has("exercise"),
        asks_again: form.has("asks_again"),
        offers: audience_picker::offers_of_next(
            tx,
            &page,
            viewer,
            (TextKind::Alert, home, next),
            &audience_picker::chosen(form),
        )?,
        reason: form.raw("reason").to_owned(),
        notice: refusal.notice(&page),
        errors,
        order: order(),
        page,
    })
}

/// A form that begins with what was returned to its author or has ended unconfirmed.
fn begun_again(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Form> {
    let (row, release) = match contributions::open::<Alert>(tx, vault, viewer, reference)? {
        Lookup::InReview(row, release) | Lookup::Unconfirmed(row, release) => (row, release),
        Lookup::Live(..) | Lookup::Tombstone(..) => return Err(Error::NotFound),
    };
    let is_over = matches!(release.state, ReleaseState::Returned | ReleaseState::Lapsed);
    if !viewer.is_of(&row.organisation_id) || !is_over || row.is_correction() || row.body.is_empty() {
        return Err(Error::NotFound);
    }
    let links: Vec<String> =
        links::shown(tx.conn, viewer, &row)?.into_iter().map(|link| link.reference).collect();
    let words = AudienceInput::of(tx.conn, &release.audience)?;
    let mut form = filled(&AlertBody::read(&row)?, &words, &links.join(" "));
    form.set("instead", vec![row.reference]);
    Ok(form)
}

/// What was returned goes when what takes its place is posted.
fn take_back(tx: &mut Tx<'_>, viewer: &Viewer, instead: &str) -> Result<()> {
    if instead.is_empty() {
        return Ok(());
    }
    let (row, release) = contributions::find::<Alert>(tx, viewer, instead)?.into_parts();
    if viewer.is_of(&row.organisation_id) && release.state == ReleaseState::Returned {
        contributions::withdraw::<Alert>(tx, viewer, instead, "")?;
    }
    Ok(())
}

/// What an address asks to begin with: an incident or a report whose facts are carried over.
fn begun(tx: &mut Tx<'_>, viewer: &Viewer, form: &Form) -> Result<Form> {
    let named = form.text("about").to_owned();
    if named.is_empty() {
        return Ok(form.clone());
    }
    let Carried { links, countries, category } = carried(tx.conn, viewer, &named)?;
    let mut form = form.clone();
    form.set("links", vec![links]);
    form.set("countries", countries);
    form.set("category", vec![category]);
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
    allows(viewer, Act::PostAlert { owner: &home })?;
    let form = match form.text("again") {
        _ if form.has("step") => form.clone(),
        "" => begun(tx, viewer, form)?,
        again => begun_again(tx, vault, viewer, again)?,
    };
    Ok(Ok(Box::new(drawn(tx, page, viewer, (&home, None, &form), None, refusal)?)))
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
    let row = match contributions::begin_next::<Alert>(tx, vault, viewer, reference, goes_on)?.0 {
        Lookup::Tombstone(row, tombstone) => {
            return Ok(Err(GonePage::beside(tx.conn, page, viewer, (&row.reference, None), tombstone)?));
        }
        Lookup::Live(row, _) | Lookup::InReview(row, _) | Lookup::Unconfirmed(row, _) => row,
    };
    contributions::own::<Alert>(tx, viewer, reference)?;
    let home = row.organisation_id.clone();
    allows(viewer, Act::PostAlert { owner: &home })?;
    let next = contributions::next_readers(tx.conn, tx.now(), &row)?;
    let form = if form.has("headline") || row.body.is_empty() {
        form.clone()
    } else {
        let links = links::shown(tx.conn, viewer, &row)?;
        let links: Vec<String> = links.into_iter().map(|link| link.reference).collect();
        let again = |next: &NextReaders| AudienceInput::again(tx.conn, viewer, next);
        let words = next.as_ref().map(again).transpose()?.unwrap_or_default();
        let mut form = filled(&AlertBody::read(&row)?, &words, &links.join(" "));
        form.set("base", vec![base_of(tx, viewer, &row)?]);
        form
    };
    Ok(Ok(Box::new(drawn(tx, page, viewer, (&home, Some(&row), &form), next.as_ref(), refusal)?)))
}

/// How many versions an alert has: an update is of the newest that its author saw.
fn base_of(tx: &mut Tx<'_>, viewer: &Viewer, row: &Contribution<Alert>) -> Result<String> {
    Ok(contributions::versions(tx.conn, viewer, row)?.len().to_string())
}

/// `GET /alerts/new?about=`.
pub async fn choose_alert(vault: web::Data<Vault>, visit: Visit) -> Result<HttpResponse> {
    let form = visit.asked();
    shown_form(vault, visit, (String::new(), form), StatusCode::OK, new_page).await
}

/// `GET /alerts/{reference}/update?draft=`.
pub async fn choose_update(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    let mut form = Form::default();
    form.set("draft", visit.asked().all("draft"));
    shown_form(vault, visit, (reference.into_inner(), form), StatusCode::OK, update_page).await
}

type Drawing = fn(&mut Tx<'_>, &Vault, Page, &Viewer, (&str, &Form), FormErrors) -> Result<Shown<FormPage>>;

async fn shown_form(
    vault: web::Data<Vault>,
    visit: Visit,
    (reference, form): (String, Form),
    status: StatusCode,
    draw: Drawing,
) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let shown = app
        .read_or_audit(move |tx| {
            draw(tx, &vault, page.clone(), visitor.viewer(), (&reference, &form), FormErrors::none())
        })
        .await?;
    let wrong = matches!(&shown, Ok(shown) if !shown.errors.0.is_empty());
    one_page::answer(&app, if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { status }, shown)
}

/// Whether what is sent is what was seen.
fn is_seen(form: &Form) -> bool {
    form.text("step") == "post" && form.text("seen") == typed(form)
}

/// `POST /alerts`.
pub async fn post_alert(vault: web::Data<Vault>, Posted { visit, form }: Posted) -> Result<HttpResponse> {
    if !is_seen(&form) {
        return shown_form(vault, visit, (String::new(), form), StatusCode::OK, new_page).await;
    }
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, _: &str, form: &Form| {
        take_back(tx, viewer, form.text("instead"))?;
        let new = input(form, tx.arrived(), true);
        as_shown(form, post(tx, vault, viewer, new)?)
    };
    let nothing = web::Path::from(String::new());
    one_page::act(Posted { visit, form }, vault, nothing, work, lead, new_page).await
}

/// `POST /alerts/{reference}/update`.
pub async fn post_update(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    if !is_seen(&form) {
        return shown_form(vault, visit, (reference.into_inner(), form), StatusCode::OK, update_page).await;
    }
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let (row, _) = contributions::find::<Alert>(tx, viewer, reference)?.into_parts();
        let base = form.text("base");
        if !base.is_empty() && base != base_of(tx, viewer, &row)? {
            return Err(Error::Conflict(message("conflict-alert-updated")));
        }
        let new = input(form, tx.arrived(), false);
        as_shown(form, update(tx, vault, viewer, reference, new)?)
    };
    one_page::act(Posted { visit, form }, vault, reference, work, lead, update_page).await
}

fn lead(kept: &Value) -> HttpResponse {
    let reference = kept.get("reference").and_then(Value::as_str).unwrap_or_default();
    let waits = kept.get("waits") == Some(&Value::Bool(true));
    let at = format!("{}/{}", AT, encode(reference));
    done(&at, if waits { "alert-proposed" } else { "alert-out" })
}
