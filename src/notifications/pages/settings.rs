//! How somebody is told; and how the people of an organisation are told who have not chosen.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono_tz::{TZ_VARIANTS, Tz};
use serde_json::json;

use crate::access::{Act, allows};
use crate::accounts::{Posted, Visit, Visitor};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::{OrganisationId, PersonId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::notifications::telling::plan;
use crate::notifications::{choices, defaults_of};
use crate::outbox::{self, Cadence, EventKind, Notification, Preference, Reader, Topic};
use crate::people;
use crate::web::{Choice, Form, Page, html_as};

/// So much that was told is looked at when somebody chooses anew.
const MOST: i64 = 1_000;

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

fn rows(page: &Page, chosen: &BTreeMap<Topic, Preference>, typed: Option<&Form>) -> Vec<Row> {
    let row = |topic: &Topic| {
        let word = topic.as_str();
        let preference = chosen.get(topic).copied().unwrap_or(Preference::default_of(*topic));
        let cadence =
            typed.map_or(preference.cadence.as_str(), |form| form.text(&mail_field(*topic))).to_owned();
        let option = |one: &Cadence| {
            Choice::new(one.as_str(), page.t(&format!("cadence-{}", key(*one))), one.as_str() == cadence)
        };
        Row {
            says: page.t(&format!("topic-{word}")),
            help: page.t(&format!("topic-{word}-help")),
            on_dashboard: typed.map_or(preference.on_dashboard, |form| form.has(&dashboard_field(*topic))),
            cadences: topic.cadences().iter().map(option).collect(),
            topic: word,
            mail: mail_field(*topic),
        }
    };
    Topic::ALL.iter().map(row).collect()
}

/// A cadence in the key of a string.
fn key(cadence: Cadence) -> String {
    cadence.as_str().replace('_', "-")
}

fn mail_field(topic: Topic) -> String {
    format!("mail.{topic}")
}

fn dashboard_field(topic: Topic) -> String {
    format!("dashboard.{topic}")
}

/// What a form chooses.
fn chosen_in(form: &Form, faults: &mut Fields) -> Vec<(Topic, Preference)> {
    let mut chosen = Vec::new();
    for topic in Topic::ALL.iter().copied() {
        let cadence = form.text(&mail_field(topic)).parse::<Cadence>().ok();
        match cadence.filter(|cadence| topic.cadences().contains(cadence)) {
            Some(cadence) => {
                let on_dashboard = form.has(&dashboard_field(topic));
                chosen.push((topic, Preference { on_dashboard, cadence }));
            }
            None => faults.add(mail_field(topic), message("fault-cadence")),
        }
    }
    chosen
}

#[derive(Template)]
#[template(path = "notifications/preferences.html")]
struct PreferencesPage {
    page: Page,
    rows: Vec<Row>,
    zones: Vec<Choice>,
    quiet_from: Vec<Choice>,
    quiet_until: Vec<Choice>,
    /// Whether the person has chosen anything of their own.
    own: bool,
    email: String,
    without_mail: bool,
    /// Whether mail comes back.
    refused: bool,
    /// Whether they may choose for their organisation.
    sees_defaults: bool,
    errors: Fields,
}

fn hours(chosen: Option<&str>) -> Vec<Choice> {
    let hour = |hour: u32| {
        let value = hour.to_string();
        let is_chosen = chosen == Some(value.as_str());
        Choice::new(value, format!("{hour:02}:00"), is_chosen)
    };
    (0..24).map(hour).collect()
}

async fn shown(visit: &Visit, typed: Option<Form>, errors: Fields) -> Result<HttpResponse> {
    let page = visit.page();
    let known = visit.visitor.known()?.clone();
    let (viewer, sends) = (visit.viewer().clone(), visit.app.sends_mail());
    let answer = visit
        .app
        .read(move |conn| {
            let person = &known.person;
            let chosen = choices(conn, &person.id, viewer.organisation())?;
            let own = !outbox::preferences_of(conn, person.id.as_str())?.is_empty();
            let reader = outbox::reader(conn, &person.id)?;
            let text = |name: &str, of: fn(&Reader) -> Option<String>| match &typed {
                Some(form) => Some(form.text(name).to_owned()),
                None => reader.as_ref().and_then(of),
            };
            let zone = text("time_zone", |reader| Some(reader.time_zone.clone())).unwrap_or("UTC".into());
            let from = text("quiet_from", |reader| reader.quiet_from.map(|hour| hour.to_string()));
            let until = text("quiet_until", |reader| reader.quiet_until.map(|hour| hour.to_string()));
            let choice = |one: &Tz| Choice::new(one.name(), one.name().replace('_', " "), one.name() == zone);
            Ok(PreferencesPage {
                rows: rows(&page, &chosen, typed.as_ref()),
                zones: TZ_VARIANTS.iter().map(choice).collect(),
                quiet_from: hours(from.as_deref()),
                quiet_until: hours(until.as_deref()),
                own,
                email: person.email.clone(),
                without_mail: !sends,
                refused: reader.is_some_and(|reader| reader.refused_at.is_some()),
                sees_defaults: viewer
                    .organisation()
                    .is_some_and(|organisation| allows(&viewer, Act::ManagePeople { organisation }).is_ok()),
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
        save(tx, mails, visitor, form)?;
        Ok("/notifications/preferences?done=saved".into())
    });
    match saved.await {
        Err(Error::Invalid(errors)) => shown(&posted, Some(posted.form.clone()), errors).await,
        other => other,
    }
}

fn save(tx: &mut Tx<'_>, mails: bool, visitor: &Visitor, form: &Form) -> Result<()> {
    let (person, home) = (visitor.person()?, &visitor.known()?.organisation.id);
    if form.has("reset") {
        outbox::forget_preferences(tx, person.as_str())?;
        log_change(tx, person, home)?;
        return plan_anew(tx, mails, person, home);
    }
    let mut faults = Fields::default();
    let chosen = chosen_in(form, &mut faults);
    let zone: Option<Tz> = form.text("time_zone").parse().ok();
    if zone.is_none() {
        faults.add("time_zone", message("fault-time-zone"));
    }
    let hour = |name: &str, faults: &mut Fields| match form.text(name) {
        "" => None,
        text => {
            let hour = text.parse::<i32>().ok().filter(|hour| (0..24).contains(hour));
            if hour.is_none() {
                faults.add(name, message("fault-hour"));
            }
            hour
        }
    };
    let (from, until) = (hour("quiet_from", &mut faults), hour("quiet_until", &mut faults));
    if (from.is_some() != until.is_some() || (from.is_some() && from == until)) && faults.0.is_empty() {
        faults.add("quiet_until", message("fault-quiet-hours"));
    }
    faults.into_result(())?;
    for (topic, preference) in chosen {
        outbox::set_preference(tx, person.as_str(), topic, preference)?;
    }
    outbox::set_rhythm(tx, person, zone.unwrap_or(Tz::UTC).name(), from.zip(until))?;
    log_change(tx, person, home)?;
    plan_anew(tx, mails, person, home)
}

/// What was told and not mailed yet is mailed as it is chosen now; where nobody gets mail, nothing is planned.
fn plan_anew(tx: &mut Tx<'_>, mails: bool, person: &PersonId, home: &OrganisationId) -> Result<()> {
    if !mails {
        return Ok(());
    }
    let chosen = choices(tx.conn, person, Some(home))?;
    let told = outbox::unmailed(tx.conn, person, EventKind::ALL, "", MOST)?;
    let cadence = |one: &Notification| chosen.get(&one.kind.topic()).map(|choice| choice.cadence);
    let planned: BTreeSet<_> =
        told.into_iter().filter_map(|one| cadence(&one).map(|cadence| (cadence, one.thread))).collect();
    planned.into_iter().try_for_each(|(cadence, thread)| plan(tx, person, cadence, &thread))
}

/// Writes to the log that somebody changed how they are told of things; not how.
pub(super) fn log_change(tx: &mut Tx<'_>, person: &PersonId, home: &OrganisationId) -> Result<()> {
    let entry = Entry {
        act: "account.notifications_changed",
        subject_kind: SubjectKind::Person,
        subject: person.as_str(),
        owner: Some(home),
        detail: json!({}),
    };
    audit::record(tx, &Actor::of(Some(person), Some(home)), &entry)
}

/// `POST /notifications/address`: the owner says that mail arrives there again.
pub async fn restore_address(posted: Posted) -> Result<HttpResponse> {
    let mails = posted.app.sends_mail();
    posted
        .once(move |tx, visitor, _| {
            let (person, home) = (visitor.person()?, &visitor.known()?.organisation.id);
            outbox::set_refused(tx, person, None)?;
            log_change(tx, person, home)?;
            plan_anew(tx, mails, person, home)?;
            Ok("/notifications/preferences?done=address-restored".into())
        })
        .await
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
            let chosen = defaults_of(conn, Some(&home.id))?;
            let rows = rows(&page, &chosen, typed.as_ref());
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
        let viewer = visitor.viewer();
        allows(viewer, Act::ManagePeople { organisation: home })?;
        let mut faults = Fields::default();
        let chosen = chosen_in(form, &mut faults);
        faults.into_result(())?;
        for (topic, preference) in chosen {
            outbox::set_preference(tx, home.as_str(), topic, preference)?;
        }
        let entry = Entry {
            act: "organisation.notifications_changed",
            subject_kind: SubjectKind::Organisation,
            subject: home.as_str(),
            owner: Some(home),
            detail: json!({}),
        };
        audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)?;
        // What waits to be mailed waits as it is chosen now.
        for person in people::open_accounts(tx.conn, home)? {
            plan_anew(tx, mails, &person, home)?;
        }
        Ok("/notifications/defaults?done=saved".into())
    });
    match saved.await {
        Err(Error::Invalid(errors)) => defaults_shown(&posted, Some(posted.form.clone()), errors).await,
        other => other,
    }
}
