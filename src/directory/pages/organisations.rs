//! The directory of members, and entering a new one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::access::{Act, OrganisationKind, allows, permits};
use crate::accounts::{Posted, Visit};
use crate::error::{Error, Fields, Result};
use crate::language::countries;
use crate::people::{self, Arrival, NewOrganisation, Organisation, OrganisationStatus, labels};
use crate::web::{Choice, Form, Link, Page, html, html_as};

/// An organisation in a list.
pub struct Entry {
    /// Where its page is.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Its country, where it belongs to one.
    pub country: String,
    /// What it says of itself.
    pub about: String,
}

impl Entry {
    /// As the page says it.
    pub fn of(page: &Page, one: &Organisation) -> Self {
        Self {
            slug: one.slug.clone(),
            name: one.name.clone(),
            kind: labels::kind(page, one.kind),
            country: labels::country(page, one.country.as_deref()),
            about: one.about.clone(),
        }
    }
}

/// Organisations under one heading.
struct Section {
    id: String,
    heading: String,
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "directory/organisations.html")]
struct DirectoryPage {
    page: Page,
    count: String,
    arrivals: Vec<Arrival>,
    sections: Vec<Section>,
    may_enter: bool,
}

fn sections(page: &Page, all: &[Organisation]) -> Vec<Section> {
    let of = |id: &str, heading: String, wanted: &dyn Fn(&Organisation) -> bool| Section {
        id: id.to_owned(),
        heading,
        entries: all.iter().filter(|one| wanted(one)).map(|one| Entry::of(page, one)).collect(),
    };
    let active = OrganisationKind::ALL.iter().map(|kind| {
        of(kind.as_str(), labels::sector(page, *kind), &|one| {
            one.kind == *kind && one.status == OrganisationStatus::Active
        })
    });
    let others = [OrganisationStatus::Applicant, OrganisationStatus::Suspended]
        .map(|status| of(status.as_str(), page.t(&format!("members-{status}")), &|one| one.status == status));
    active.chain(others).filter(|section| !section.entries.is_empty()).collect()
}

/// `GET /organisations`.
pub async fn directory(visit: Visit) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let may_enter = permits(visitor.viewer(), Act::Admit);
    let now = app.ambient().now();
    let (all, arrived) = app
        .read(move |conn| {
            let viewer = visitor.viewer();
            Ok((people::directory(conn, viewer)?, people::arrivals(conn, viewer, now)?))
        })
        .await?;
    let active = all.iter().filter(|one| one.status == OrganisationStatus::Active).count() as u64;
    let answer = DirectoryPage {
        count: page.tn("members-count", active),
        arrivals: arrived,
        sections: sections(&page, &all),
        may_enter,
        page,
    };
    html(&app, &answer.page, &answer)
}

#[derive(Template)]
#[template(path = "directory/new-organisation.html")]
struct NewPage {
    page: Page,
    crumbs: Vec<Link>,
    form: Form,
    kinds: Vec<Choice>,
    countries: Vec<Choice>,
    errors: Fields,
}

fn new_page(page: Page, form: Form, errors: Fields) -> NewPage {
    let kinds = OrganisationKind::ALL.iter().map(|kind| {
        Choice::new(kind.as_str(), labels::kind(&page, *kind), form.text("kind") == kind.as_str())
    });
    let countries = countries(&page.lang)
        .into_iter()
        .map(|(code, name)| Choice::new(code, name, form.text("country") == code));
    NewPage {
        crumbs: page.up("/organisations", "nav-organisations"),
        kinds: kinds.collect(),
        countries: countries.collect(),
        page,
        form,
        errors,
    }
}

/// `GET /organisations/new`.
pub async fn new_organisation(visit: Visit) -> Result<HttpResponse> {
    allows(visit.viewer(), Act::Admit)?;
    let answer = new_page(visit.page(), Form::default(), Fields::default());
    html(&visit.app, &answer.page, &answer)
}

/// `POST /organisations`: a convenor enters an applicant.
pub async fn post_organisation(posted: Posted) -> Result<HttpResponse> {
    posted.visitor.person()?;
    allows(posted.viewer(), Act::Admit)?;
    let entered = posted.once(|tx, visitor, form| {
        let new = NewOrganisation::parse(|name| form.text(name).to_owned())?;
        let entered = people::enter(tx, visitor.viewer(), new)?;
        Ok(format!("/organisations/{}?done=entered", entered.slug))
    });
    match entered.await {
        Err(Error::Invalid(errors)) => {
            let again = new_page(posted.page(), posted.form, errors);
            html_as(StatusCode::UNPROCESSABLE_ENTITY, &posted.visit.app, &again.page, &again)
        }
        other => other,
    }
}
