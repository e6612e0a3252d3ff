//! One organisation: what it says of itself, where it stands, and, for its own, its people.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::{Act, Role, permits};
use crate::accounts::{Posted, Visit, Visitor};
use crate::db::{Conn, Moment, PersonId, Tx};
use crate::directory::pages::vetting_rows::{Item, WaitingLine};
use crate::error::{Fields, Result};
use crate::invitations::{self, Invitation, WaitingInvitation};
use crate::mail::Failure;
use crate::outbox;
use crate::people::{self, Organisation, OrganisationStatus, Period, Person, RoleGrant, Vetting, labels};
use crate::web::{Choice, Form, Link, Page, html_as};

/// What is read for the page.
struct Profile {
    organisation: Organisation,
    periods: Vec<Period>,
    people: Option<Vec<(Person, Vec<RoleGrant>)>>,
    /// To whom no mail is sent, for those who manage them.
    refusals: BTreeMap<PersonId, Option<Failure>>,
    invitations: Vec<Invitation>,
    invites_first: bool,
    waiting: Vec<WaitingInvitation>,
    vetting: Option<Vetting>,
}

fn find(conn: &mut Conn, visitor: &Visitor, slug: &str, now: Moment) -> Result<Profile> {
    let viewer = visitor.viewer();
    let organisation = people::seen_by_slug(conn, viewer, slug)?;
    let of = &organisation.id;
    let sees_people = permits(viewer, Act::SeePeople { organisation: of });
    let manages = permits(viewer, Act::ManagePeople { organisation: of });
    let vets = permits(viewer, Act::SeeVetting);
    let mut waiting = Vec::new();
    if permits(viewer, Act::InviteFirst) {
        waiting = invitations::waiting_invitations(conn, viewer, now)?;
        waiting.retain(|one| one.organisation.id == *of);
    }
    let people = sees_people.then(|| people::people_of(conn, viewer, of, now)).transpose()?;
    let managed = people.iter().flatten().filter(|_| manages).map(|(person, _)| person.id.clone());
    Ok(Profile {
        periods: people::periods(conn, viewer, &organisation)?,
        refusals: outbox::refusals(conn, &managed.collect::<Vec<_>>())?,
        people,
        invitations: if manages { invitations::open_invitations(conn, viewer, of, now)? } else { Vec::new() },
        invites_first: invitations::may_invite_first(conn, viewer, &organisation, now)?,
        waiting,
        vetting: vets.then(|| people::vetting_of(conn, viewer, &organisation)).transpose()?,
        organisation,
    })
}

/// A role that somebody holds.
struct RoleGrantLine {
    word: &'static str,
    name: String,
    since: Moment,
    /// Its last day, in words; empty where it has no end.
    until: String,
    /// From when it counts, where that is still to come.
    waits: Option<Moment>,
    /// Whether it can be ended here.
    may_end: bool,
}

/// Somebody of the organisation.
struct PersonLine {
    name: String,
    email: String,
    /// That no mail is sent to the address, and why; empty where it is.
    refused: String,
    me: bool,
    role_grants: Vec<RoleGrantLine>,
}

/// An open invitation.
struct InvitationLine {
    email: String,
    roles: String,
    expires_at: Moment,
}

/// A time with one status.
struct PeriodLine {
    status: String,
    from: Moment,
    until: Option<Moment>,
    note: String,
}

/// What those who manage its people do.
struct Managing {
    people: Vec<Choice>,
    grantable: Vec<Choice>,
    invitations: Vec<InvitationLine>,
}

#[derive(Template)]
#[template(path = "directory/organisation.html")]
struct OrganisationPage {
    page: Page,
    crumbs: Vec<Link>,
    organisation: Organisation,
    kind: String,
    country: String,
    status: String,
    /// The class that colours the status.
    mark: &'static str,
    since: Option<Moment>,
    history: Vec<PeriodLine>,
    may_edit: bool,
    may_rename: bool,
    called: String,
    about: String,
    website: String,
    people: Option<Vec<PersonLine>>,
    managing: Option<Managing>,
    /// The roles that an invitation can bring; nothing where one cannot invite.
    invitable: Vec<Choice>,
    first: bool,
    waiting: Vec<WaitingLine>,
    vetting: Option<Item>,
    /// Whether the viewer may see who acts for it in what.
    mandates: bool,
    form: Form,
    errors: Fields,
}

fn person_line(
    page: &Page,
    visitor: &Visitor,
    refusals: &BTreeMap<PersonId, Option<Failure>>,
    (person, role_grants): &(Person, Vec<RoleGrant>),
) -> PersonLine {
    let me = visitor.viewer().person() == Some(&person.id);
    let line = |grant: &RoleGrant| {
        let counts = grant.counts_from();
        // The last day is the one before the end.
        let last = grant.until.map(|until| until.plus(-chrono::TimeDelta::seconds(1)).date());
        RoleGrantLine {
            word: grant.role.as_str(),
            name: labels::role(page, grant.role),
            since: grant.from,
            until: last.map(|day| page.date(day)).unwrap_or_default(),
            waits: Some(counts).filter(|counts| *counts > page.now),
            may_end: !(me && grant.role == Role::Administrator),
        }
    };
    let refused = |failure: &Option<Failure>| {
        let why = failure.unwrap_or_else(|| Failure::likely_of(&person.email));
        page.ta("person-refused", &[("why", &page.t(&format!("mail-failure-{why}")))])
    };
    PersonLine {
        name: person.name.clone(),
        email: person.email.clone(),
        refused: refusals.get(&person.id).map(refused).unwrap_or_default(),
        me,
        role_grants: role_grants.iter().map(line).collect(),
    }
}

fn managing(page: &Page, visitor: &Visitor, found: &Profile, form: &Form) -> Option<Managing> {
    let home = &found.organisation;
    if !permits(visitor.viewer(), Act::ManagePeople { organisation: &home.id }) {
        return None;
    }
    let people = found.people.iter().flatten().map(|(person, _)| {
        let label = format!("{} · {}", person.name, person.email);
        Choice::new(person.email.clone(), label, form.text("person") == person.email)
    });
    let invitations = found.invitations.iter().map(|open| InvitationLine {
        email: open.email.clone(),
        roles: open.roles().iter().map(|role| labels::role(page, *role)).collect::<Vec<_>>().join(", "),
        expires_at: open.expires_at,
    });
    let nobody = Choice::new("", page.t("choose-person"), false);
    Some(Managing {
        people: std::iter::once(nobody).chain(people).collect(),
        grantable: labels::roles(page, visitor.viewer(), home, &form.all("role")),
        invitations: invitations.collect(),
    })
}

fn organisation_page(
    page: Page,
    visitor: &Visitor,
    found: Profile,
    form: Form,
    errors: Fields,
) -> OrganisationPage {
    let viewer = visitor.viewer();
    let managing = managing(&page, visitor, &found, &form);
    let invites = managing.is_some() || found.invites_first;
    let home = found.organisation;
    let invitable =
        if invites { labels::roles(&page, viewer, &home, &form.all("roles")) } else { Vec::new() };
    let history = found.periods.iter().map(|period| PeriodLine {
        status: labels::status(&page, period.status),
        from: period.from,
        until: period.until,
        note: period.note.clone(),
    });
    let line = |one: &(Person, Vec<RoleGrant>)| person_line(&page, visitor, &found.refusals, one);
    let lines = |people: Vec<_>| people.iter().map(line).collect();
    let typed = |name: &str, known: &str| if form.has(name) { form.raw(name) } else { known }.to_owned();
    OrganisationPage {
        crumbs: page.up("/organisations", "nav-organisations"),
        called: typed("name", &home.name),
        about: typed("about", &home.about),
        website: typed("website", &home.website),
        kind: labels::kind(&page, home.kind),
        country: labels::country(&page, home.country.as_deref()),
        status: labels::status(&page, home.status),
        mark: match home.status {
            OrganisationStatus::Active => "state-good",
            OrganisationStatus::Applicant => "state-care",
            OrganisationStatus::Suspended => "state-bad",
        },
        since: found.periods.iter().find(|period| period.until.is_none()).map(|period| period.from),
        history: history.collect(),
        may_edit: permits(viewer, Act::EditOrganisation { organisation: &home.id }),
        may_rename: permits(viewer, Act::NameOrganisation { organisation: &home.id }),
        people: found.people.map(lines),
        managing,
        invitable,
        first: found.invites_first,
        waiting: found.waiting.into_iter().map(|one| WaitingLine::of(&page, one)).collect(),
        mandates: permits(viewer, Act::SeeMandates { organisation: &home.id }),
        vetting: found.vetting.map(|vetting| Item::of(&page, "note".into(), vetting)),
        organisation: home,
        form,
        errors,
        page,
    }
}

/// The page of an organisation. Where something is wrong with a form on it, the form comes back as it was typed.
async fn shown(visit: Visit, slug: String, form: Form, errors: Fields) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let now = app.ambient().now();
    let status = if errors.0.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let answer = app
        .read(move |conn| {
            let found = find(conn, &visitor, &slug, now)?;
            Ok(organisation_page(page, &visitor, found, form, errors))
        })
        .await?;
    html_as(status, &app, &answer.page, &answer)
}

/// `GET /organisations/{slug}`.
pub async fn organisation(visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    shown(visit, slug.into_inner(), Form::default(), Fields::default()).await
}

/// `POST /organisations/{slug}`: what it says of itself.
pub async fn edit_organisation(slug: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    act(posted, slug.into_inner(), "about", |tx, visitor, home, form| {
        if form.has("name") {
            people::rename_organisation(tx, visitor.viewer(), home, form.text("name"))?;
        }
        people::edit_organisation(tx, visitor.viewer(), home, form.text("website"), form.text("about"))?;
        Ok(format!("/organisations/{}?done=saved", home.slug))
    })
    .await
}

/// Does what a form on this page asks for, and leads on to the address that `work` gives; or shows the page again with
/// what is wrong with the form.
pub(super) async fn act(
    posted: Posted,
    slug: String,
    field: &str,
    work: impl FnOnce(&mut Tx<'_>, &Visitor, &Organisation, &Form) -> Result<String> + Send + 'static,
) -> Result<HttpResponse> {
    let home = slug.clone();
    let outcome = posted.once(move |tx, visitor, form| {
        let home = people::seen_by_slug(tx.conn, visitor.viewer(), &home)?;
        work(tx, visitor, &home, form)
    });
    let outcome = outcome.await;
    posted.or_again(outcome, field, |posted, errors| shown_again(posted, slug, errors)).await
}

/// The page with the form that was sent, and what is wrong with it.
pub(super) async fn shown_again(posted: Posted, slug: String, errors: Fields) -> Result<HttpResponse> {
    shown(posted.visit, slug, posted.form, errors).await
}
