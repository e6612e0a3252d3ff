//! How somebody is told; and how the people of an organisation are told who have not chosen.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::access::{Act, allows, permits};
use crate::accounts::{Posted, Visit, Visitor};
use crate::db::{OrganisationId, PersonId, Tx};
use crate::error::{Error, Fields, Result};
use crate::notifications::pages::list::Refused;
use crate::notifications::settings::{self, Wish, WishedHours};
use crate::notifications::{Choices, defaults_of};
use crate::outbox::{Cadence, Preference, Topic};
use crate::web::{Choice, Form, Page, html_as};

/// One row of the table.
struct Row {
    topic: &'static str,
    /// The name of the field for mail.
    mail: String,
    says: String,
    help: String,
    on_dashboard: bool,
    cadences: Vec<Choice>,
}

fn rows(page: &Page, chosen: &Choices, typed: Option<&Form>) -> Vec<Row> {
    let row = |topic: &Topic| {
        let word = topic.as_str();
        let preference = chosen.get(topic).copied().unwrap_or(Preference::default_of(*topic));
        let cadence =
            typed.map_or(preference.cadence.as_str(), |form| form.text(&Wish::field(*topic))).to_owned();
        let option = |one: &Cadence| {
            Choice::new(one.as_str(), page.t(&format!("cadence-{}", key(*one))), one.as_str() == cadence)
        };
        Row {
            says: page.t(&format!("topic-{word}")),
            help: page.t(&format!("topic-{word}-help")),
            on_dashboard: typed.map_or(preference.on_dashboard, |form| form.has(&dashboard_field(*topic))),
            cadences: topic.cadences().iter().map(option).collect(),
            topic: word,
            mail: Wish::field(*topic),
        }
    };
    Topic::ALL.iter().map(row).collect()
}

/// A cadence in the key of a string.
fn key(cadence: Cadence) -> String {
    cadence.as_str().replace('_', "-")
}

fn dashboard_field(topic: Topic) -> String {
    format!("dashboard.{topic}")
}

/// What a form chooses of each topic.
fn wishes(form: &Form) -> Vec<Wish> {
    let wish = |topic: &Topic| Wish {
        topic: *topic,
        on_dashboard: form.has(&dashboard_field(*topic)),
        cadence: form.text(&Wish::field(*topic)).to_owned(),
    };
    Topic::ALL.iter().map(wish).collect()
}

/// When a form wants mail.
fn wished_hours(form: &Form) -> WishedHours {
    let text = |name: &str| form.text(name).to_owned();
    WishedHours {
        time_zone: text("time_zone"),
        quiet_from: text("quiet_from"),
        quiet_until: text("quiet_until"),
        urgent_waits: form.has("urgent_waits"),
    }
}

#[derive(Template)]
#[template(path = "notifications/preferences.html")]
struct PreferencesPage {
    page: Page,
    rows: Vec<Row>,
    zones: Vec<Choice>,
    quiet_from: Vec<Choice>,
    quiet_until: Vec<Choice>,
    urgent_waits: bool,
    /// Whether the person has chosen anything of their own.
    own: bool,
    email: String,
    without_mail: bool,
    /// Why mail comes back.
    refused: Option<Refused>,
    /// Whether they may choose for their organisation.
    sees_defaults: bool,
    errors: Fields,
}

fn hours(chosen: &str) -> Vec<Choice> {
    let hour = |hour: u32| {
        let value = hour.to_string();
        let is_chosen = chosen == value;
        Choice::new(value, format!("{hour:02}:00"), is_chosen)
    };
    (0..24).map(hour).collect()
}

async fn shown(visit: &Visit, typed: Option<Form>, errors: Fields) -> Result<HttpResponse> {
    let page = visit.page();
    let person = visit.visitor.known()?.person.clone();
    let (viewer, sends) = (visit.viewer().clone(), visit.app.sends_mail());
    let answer = visit
        .app
        .read(move |conn| {
            let kept = settings::settings_of(conn, &viewer)?;
            let chosen = typed.as_ref().map_or(kept.hours, wished_hours);
            let zone = chosen.time_zone;
            let refused = kept.refused.then(|| Refused::of(conn, &page, &person)).transpose()?;
            Ok(PreferencesPage {
                rows: rows(&page, &kept.choices, typed.as_ref()),
                zones: Choice::time_zones(&zone),
                quiet_from: hours(&chosen.quiet_from),
                quiet_until: hours(&chosen.quiet_until),
                urgent_waits: chosen.urgent_waits,
                own: kept.own,
                email: person.email,
                without_mail: !sends,
                refused,
                sees_defaults: viewer
                    .organisation()
                    .is_some_and(|organisation| permits(&viewer, Act::ManagePeople { organisation })),
                errors,
                page,
            })
        })
        .await?;
    html_as(status(&answer.errors), &visit.app, &answer.page, &answer)
}

fn status(errors: &Fields) -> StatusCode {
    if errors.0.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// `GET /notifications/preferences`.
pub async fn preferences(visit: Visit) -> Result<HttpResponse> {
    shown(&visit, None, Fields::default()).await
}

/// `POST /notifications/preferences`: what was chosen; or with `reset` as the organisation has it.
pub async fn post_preferences(posted: Posted) -> Result<HttpResponse> {
    let mails = posted.app.sends_mail();
    let saved = posted.once(move |tx, visitor, form| {
        let (person, home) = own(visitor)?;
        if form.has("reset") {
            settings::choose_nothing(tx, mails, person, home)?;
        } else {
            settings::choose(tx, mails, (person, home), &wishes(form), &wished_hours(form))?;
        }
        Ok("/notifications/preferences?done=saved".into())
    });
    match saved.await {
        Err(Error::Invalid(errors)) => shown(&posted, Some(posted.form.clone()), errors).await,
        other => other,
    }
}

/// The account and its organisation.
fn own(visitor: &Visitor) -> Result<(&PersonId, &OrganisationId)> {
    Ok((visitor.person()?, &visitor.known()?.organisation.id))
}

/// Does something with the visitor's own settings, and leads back to them.
async fn done(
    posted: Posted,
    flash: &'static str,
    work: impl FnOnce(&mut Tx<'_>, &PersonId, &OrganisationId) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    posted
        .once(move |tx, visitor, _| {
            let (person, home) = own(visitor)?;
            work(tx, person, home)?;
            Ok(format!("/notifications/preferences?done={flash}"))
        })
        .await
}

/// `POST /notifications/address`: the owner says that mail arrives there again.
pub async fn restore_address(posted: Posted) -> Result<HttpResponse> {
    let mails = posted.app.sends_mail();
    done(posted, "address-restored", move |tx, person, home| {
        settings::restore_address(tx, mails, person, home)
    })
    .await
}

/// `POST /notifications/links`: links in the messages so far end nothing any more.
pub async fn replace_links(posted: Posted) -> Result<HttpResponse> {
    done(posted, "links-replaced", settings::replace_links).await
}

#[derive(Template)]
#[template(path = "notifications/defaults.html")]
struct DefaultsPage {
    page: Page,
    organisation: String,
    rows: Vec<Row>,
    errors: Fields,
}

async fn defaults_shown(visit: &Visit, typed: Option<Form>, errors: Fields) -> Result<HttpResponse> {
    let page = visit.page();
    let home = visit.visitor.known()?.organisation.clone();
    allows(visit.viewer(), Act::ManagePeople { organisation: &home.id })?;
    let answer = visit
        .app
        .read(move |conn| {
            let rows = rows(&page, &defaults_of(conn, &home.id)?, typed.as_ref());
            Ok(DefaultsPage { organisation: home.name, rows, errors, page })
        })
        .await?;
    html_as(status(&answer.errors), &visit.app, &answer.page, &answer)
}

/// `GET /notifications/defaults`.
pub async fn defaults(visit: Visit) -> Result<HttpResponse> {
    defaults_shown(&visit, None, Fields::default()).await
}

/// `POST /notifications/defaults`: by those who see to the organisation's people.
pub async fn post_defaults(posted: Posted) -> Result<HttpResponse> {
    let mails = posted.app.sends_mail();
    let saved = posted.once(move |tx, visitor, form| {
        let home = &visitor.known()?.organisation.id;
        settings::choose_for(tx, mails, visitor.viewer(), home, &wishes(form))?;
        Ok("/notifications/defaults?done=saved".into())
    });
    match saved.await {
        Err(Error::Invalid(errors)) => defaults_shown(&posted, Some(posted.form.clone()), errors).await,
        other => other,
    }
}
