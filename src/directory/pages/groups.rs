//! Groups: what they are for, who belongs to them, and who joins and leaves.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::{Act, allows, permits};
use crate::accounts::{Posted, Visit, Visitor};
use crate::db::{Conn, Moment};
use crate::error::{Error, Fields, Result};
use crate::people::{self, Group, Member, NewGroup, Organisation, OrganisationStatus, labels};
use crate::web::{Choice, Form, Link, Page, html, html_as};

/// A group in the list.
struct Entry {
    slug: String,
    name: String,
    purpose: String,
    confidential: bool,
    /// How many belong to it; empty where that is not told.
    members: String,
    /// Whether one's own organisation belongs to it.
    ours: bool,
}

#[derive(Template)]
#[template(path = "directory/groups.html")]
struct GroupsPage {
    page: Page,
    groups: Vec<Entry>,
    may_run: bool,
}

fn entry(page: &Page, visitor: &Visitor, (group, roster): (Group, Vec<Organisation>)) -> Entry {
    let members = if group.confidential_roster {
        String::new()
    } else {
        page.tn("group-members-count", roster.len() as u64)
    };
    let ours = roster.iter().any(|member| visitor.viewer().is_of(&member.id));
    Entry {
        slug: group.slug,
        name: group.name,
        purpose: group.purpose,
        confidential: group.confidential_roster,
        members,
        ours,
    }
}

/// `GET /groups`.
pub async fn groups(visit: Visit) -> Result<HttpResponse> {
    visit.visitor.person()?;
    let (app, visitor, page) = visit.open();
    let answer = app
        .read(move |conn| {
            let groups = people::seen_groups_with_rosters(conn, visitor.viewer())?;
            let groups = groups.into_iter().map(|one| entry(&page, &visitor, one)).collect();
            Ok(GroupsPage { may_run: permits(visitor.viewer(), Act::RunGroups), groups, page })
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// The active organisations that this viewer may choose from.
fn active(conn: &mut Conn, visitor: &Visitor) -> Result<Vec<Organisation>> {
    let all = people::directory(conn, visitor.viewer())?;
    Ok(all.into_iter().filter(|one| one.status == OrganisationStatus::Active).collect())
}

#[derive(Template)]
#[template(path = "directory/new-group.html")]
struct NewPage {
    page: Page,
    crumbs: Vec<Link>,
    form: Form,
    members: Vec<Choice>,
    errors: Fields,
}

async fn new_page(visit: Visit, form: Form, errors: Fields) -> Result<HttpResponse> {
    let status = if errors.0.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (app, visitor, page) = visit.open();
    let all = app.read(move |conn| active(conn, &visitor)).await?;
    let chosen = form.all("members");
    let members = all.into_iter().map(|one| {
        let chosen = chosen.contains(&one.slug);
        Choice { help: labels::kind(&page, one.kind), ..Choice::new(one.slug, one.name, chosen) }
    });
    let members = members.collect();
    let answer = NewPage { crumbs: page.up("/groups", "nav-groups"), members, page, form, errors };
    html_as(status, &app, &answer.page, &answer)
}

/// `GET /groups/new`.
pub async fn new_group(visit: Visit) -> Result<HttpResponse> {
    allows(visit.viewer(), Act::RunGroups)?;
    new_page(visit, Form::default(), Fields::default()).await
}

/// `POST /groups`.
pub async fn post_group(posted: Posted) -> Result<HttpResponse> {
    posted.visitor.person()?;
    allows(posted.viewer(), Act::RunGroups)?;
    let made = posted.once(|tx, visitor, form| {
        let new = NewGroup {
            slug: form.text("slug").to_owned(),
            name: form.text("name").to_owned(),
            purpose: form.text("purpose").to_owned(),
            confidential_roster: form.has("confidential_roster"),
            members: form.all("members"),
        };
        let group = people::create_group(tx, visitor.viewer(), &new)?;
        Ok(format!("/groups/{}?done=group-made", group.slug))
    });
    match made.await {
        Err(Error::Invalid(errors)) => new_page(posted.visit, posted.form, errors).await,
        other => other,
    }
}

/// A member in the roster.
struct MemberLine {
    slug: String,
    name: String,
    kind: String,
    since: Moment,
    past: bool,
}

#[derive(Template)]
#[template(path = "directory/group.html")]
struct GroupPage {
    page: Page,
    crumbs: Vec<Link>,
    slug: String,
    name: String,
    purpose: String,
    confidential: bool,
    members: Vec<MemberLine>,
    may_run: bool,
    /// Who could join.
    joining: Vec<Choice>,
    form: Form,
    errors: Fields,
}

fn group_page(
    conn: &mut Conn,
    page: Page,
    visitor: &Visitor,
    slug: &str,
    form: Form,
    errors: Fields,
) -> Result<GroupPage> {
    let group = people::seen_group(conn, visitor.viewer(), slug)?;
    let members = people::members(conn, visitor.viewer(), &group)?;
    let may_run = permits(visitor.viewer(), Act::RunGroups);
    let outside = |one: &Organisation| members.iter().all(|member| member.organisation.id != one.id);
    let joining = if may_run { active(conn, visitor)? } else { Vec::new() };
    let joining = joining.into_iter().filter(outside).map(|one| {
        let chosen = form.text("organisation") == one.slug;
        Choice::new(one.slug, one.name, chosen)
    });
    let none = Choice::new("", page.t("choose-organisation"), false);
    let joining: Vec<Choice> = std::iter::once(none).chain(joining).collect();
    let line = |Member { organisation, since, past, .. }| MemberLine {
        kind: labels::kind(&page, organisation.kind),
        slug: organisation.slug,
        name: organisation.name,
        since,
        past,
    };
    Ok(GroupPage {
        crumbs: page.up("/groups", "nav-groups"),
        members: members.into_iter().map(line).collect(),
        slug: group.slug,
        name: group.name,
        purpose: group.purpose,
        confidential: group.confidential_roster,
        may_run,
        joining,
        form,
        errors,
        page,
    })
}

async fn shown(visit: Visit, slug: String, form: Form, errors: Fields) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let status = if errors.0.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let answer = app.read(move |conn| group_page(conn, page, &visitor, &slug, form, errors)).await?;
    html_as(status, &app, &answer.page, &answer)
}

/// `GET /groups/{slug}`.
pub async fn one_group(visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    visit.visitor.person()?;
    shown(visit, slug.into_inner(), Form::default(), Fields::default()).await
}

/// `POST /groups/{slug}/members`: an organisation joins.
pub async fn post_member(slug: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    let group = slug.clone();
    let joined = posted.once(move |tx, visitor, form| {
        let viewer = visitor.viewer();
        let group = people::seen_group(tx.conn, viewer, &group)?;
        people::admit_by_slug(tx, viewer, &group, form.text("organisation"), form.text("past") == "yes")?;
        Ok(format!("/groups/{}?done=group-joined", group.slug))
    });
    let joined = joined.await;
    let again = |Posted { visit, form }, errors| shown(visit, slug.into_inner(), form, errors);
    posted.or_again(joined, "organisation", again).await
}

/// `POST /groups/{slug}/members/remove`: one leaves.
pub async fn remove_member(slug: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    posted
        .once(move |tx, visitor, form| {
            let viewer = visitor.viewer();
            let group = people::seen_group(tx.conn, viewer, &slug)?;
            let member = people::seen_by_slug(tx.conn, viewer, form.text("organisation"))?;
            people::remove(tx, viewer, &group, &member)?;
            Ok(format!("/groups/{}?done=group-left", group.slug))
        })
        .await
}
