//! Groups, and the organisations that belong to them.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::Visitor;
use crate::db::Conn;
use crate::description::{Call, List, delete, get, post};
use crate::error::Result;
use crate::people::{self, Group, Organisation};
use crate::web::{AppState, Idempotent, Json, answer_with, body, once};

pub(super) fn calls() -> [Call; 4] {
    [
        get("/api/v1/groups", "The groups that one may know of")
            .paged()
            .gives::<List<GroupView>>(200, "By name."),
        post("/api/v1/groups", "Make a group (convenor)")
            .once()
            .takes::<NewGroup>()
            .gives::<GroupView>(201, "The group."),
        post("/api/v1/groups/{slug}/members", "Take an organisation in (convenor)")
            .once()
            .takes::<NewMember>()
            .gives::<GroupView>(201, "The group."),
        delete("/api/v1/groups/{slug}/members/{organisation}", "Take an organisation out (convenor)")
            .gives_nothing("It no longer reads anything of the group."),
    ]
}

#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Group)]
struct GroupView {
    slug: String,
    name: String,
    purpose: String,
    /// Whether its members alone know who belongs to it.
    confidential_roster: bool,
    /// Slugs.
    members: Vec<String>,
}

impl GroupView {
    fn of(group: Group, roster: Vec<Organisation>) -> Self {
        Self {
            slug: group.slug,
            name: group.name,
            purpose: group.purpose,
            confidential_roster: group.confidential_roster,
            members: roster.into_iter().map(|member| member.slug).collect(),
        }
    }

    fn load(conn: &mut Conn, visitor: &Visitor, group: Group) -> Result<Self> {
        let roster = people::roster(conn, visitor.viewer(), &group)?;
        Ok(Self::of(group, roster))
    }
}

/// `GET /api/v1/groups`.
pub async fn list_groups(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = visitor.paging("groups", &request)?;
    let found = app.read(move |conn| people::seen_groups_with_rosters(conn, visitor.viewer())).await?;
    let found: Vec<GroupView> =
        found.into_iter().map(|(group, roster)| GroupView::of(group, roster)).collect();
    Ok(HttpResponse::Ok().json(paging.list(&app, &found, |group| group.slug.clone())?))
}

#[derive(Deserialize, ToSchema)]
struct NewGroup {
    /// Small letters, digits, hyphens; at most 60.
    slug: String,
    name: String,
    purpose: Option<String>,
    /// Slugs.
    members: Option<Vec<String>>,
    confidential_roster: Option<bool>,
}

/// `POST /api/v1/groups`.
pub async fn post_group(
    app: web::Data<AppState>,
    visitor: Visitor,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let new: NewGroup = body::read(&sent.value)?;
    let new = people::NewGroup {
        slug: new.slug,
        name: new.name,
        purpose: new.purpose.unwrap_or_default(),
        confidential_roster: new.confidential_roster.unwrap_or_default(),
        members: new.members.unwrap_or_default(),
    };
    let (status, answer) = app
        .write(move |tx| {
            once(tx, &person, &key, &sent.hash, |tx| {
                let group = people::create_group(tx, visitor.viewer(), &new)?;
                Ok((201, GroupView::load(tx.conn, &visitor, group)?))
            })
        })
        .await?;
    answer_with(status, &answer)
}

#[derive(Deserialize, ToSchema)]
struct NewMember {
    /// The slug.
    organisation: String,
    /// Whether it may also read what was released to the group before.
    past: Option<bool>,
}

/// `POST /api/v1/groups/{slug}/members`.
pub async fn post_member(
    app: web::Data<AppState>,
    visitor: Visitor,
    slug: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let NewMember { organisation, past } = body::read(&sent.value)?;
    let (status, answer) = app
        .write(move |tx| {
            once(tx, &person, &key, &sent.hash, |tx| {
                let group = people::seen_group(tx.conn, visitor.viewer(), &slug)?;
                let past = past.unwrap_or_default();
                people::admit_by_slug(tx, visitor.viewer(), &group, &organisation, past)?;
                Ok((201, GroupView::load(tx.conn, &visitor, group)?))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `DELETE /api/v1/groups/{slug}/members/{organisation}`.
pub async fn delete_member(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    visitor.person()?;
    app.write(move |tx| {
        let group = people::seen_group(tx.conn, visitor.viewer(), &path.0)?;
        let member = people::seen_by_slug(tx.conn, visitor.viewer(), &path.1)?;
        people::remove(tx, visitor.viewer(), &group, &member)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
