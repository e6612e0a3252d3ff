//! The JSON of sessions, organisations, invitations and groups.

use actix_web::http::header::USER_AGENT;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::{
    self as people, Acceptance, Attempt, Group, NewGroup, NewOrganisation, Organisation, SignIns, Visitor,
    Wanted,
};
use crate::db::Conn;
use crate::error::{Error, Result, said};
use crate::web::body::{flag, only, text, words};
use crate::web::{Core, Idempotent, Json, Paging, answer_with, client_address, once};

/// What a browser or program calls itself.
pub(super) fn agent(request: &HttpRequest) -> String {
    request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// `POST /api/v1/sessions` `{email, password}`.
pub async fn post_session(
    core: web::Data<Core>,
    sign_ins: web::Data<SignIns>,
    request: HttpRequest,
    body: Json,
) -> Result<HttpResponse> {
    only(&body.value, &["email", "password", "code"])?;
    text(&body.value, "code")?;
    let attempt = Attempt {
        email: text(&body.value, "email")?,
        password: text(&body.value, "password")?,
        address: client_address(core.config(), &request),
        // A program keeps its session by its refresh token.
        browser: None,
    };
    let agent = agent(&request);
    let checked = people::check(&core, &sign_ins, attempt).await?;
    let tokens = core
        .blocking(move |core| {
            core.write_now(|tx| {
                let person = checked.still(tx)?;
                people::sign_in(tx, core.key(), &person, &agent)
            })
        })
        .await?;
    Ok(HttpResponse::Created().json(tokens))
}

/// `POST /api/v1/sessions/refresh` `{refresh_token}`.
pub async fn refresh_session(core: web::Data<Core>, body: Json) -> Result<HttpResponse> {
    only(&body.value, &["refresh_token"])?;
    let token = text(&body.value, "refresh_token")?;
    let tokens =
        core.blocking(move |core| core.write_now(|tx| people::refresh(tx, core.key(), &token))).await??;
    Ok(HttpResponse::Created().json(tokens))
}

/// `DELETE /api/v1/sessions/current`.
pub async fn delete_session(core: web::Data<Core>, visitor: Visitor) -> Result<HttpResponse> {
    let known = visitor.known()?.clone();
    core.write(move |tx| people::end(tx, &known.person.id, known.session.id.as_str())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET /api/v1/me`.
pub async fn get_me(core: web::Data<Core>, visitor: Visitor) -> Result<HttpResponse> {
    let known = visitor.known()?.clone();
    let audiences = core
        .read(move |conn| {
            let mut words = people::words_of_tokens(conn, visitor.viewer().tokens())?;
            words.dedup();
            Ok((words, visitor))
        })
        .await?;
    let (audiences, visitor) = audiences;
    Ok(HttpResponse::Ok().json(json!({
        "person": { "name": known.person.name, "email": known.person.email, "language": known.person.language },
        "organisation": organisation_json(&known.organisation),
        "roles": visitor.viewer().roles(),
        "audiences": audiences,
    })))
}

fn organisation_json(of: &Organisation) -> Value {
    json!({
        "slug": of.slug,
        "name": of.name,
        "kind": of.kind,
        "country": of.country,
        "website": of.website,
        "about": of.about,
        "status": of.status,
    })
}

/// Which page of a list is asked for, by whom.
fn paging(list: &str, visitor: &Visitor, request: &HttpRequest) -> Result<Paging> {
    Paging::parse(request.query_string(), format!("{list}|{}", visitor.viewer().reading_key()))
}

/// `GET /api/v1/organisations`.
pub async fn list_organisations(
    core: web::Data<Core>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = paging("organisations", &visitor, &request)?;
    let found = core.read(move |conn| people::directory(conn, visitor.viewer())).await?;
    let items: Vec<Value> = found.iter().map(organisation_json).collect();
    Ok(HttpResponse::Ok().json(paging.cut(&core, &items, "slug")?))
}

/// `GET /api/v1/organisations/{slug}`.
pub async fn get_organisation(
    core: web::Data<Core>,
    visitor: Visitor,
    slug: web::Path<String>,
) -> Result<HttpResponse> {
    let found = core.read(move |conn| people::seen_by_slug(conn, visitor.viewer(), &slug)).await?;
    Ok(HttpResponse::Ok().json(organisation_json(&found)))
}

/// `POST /api/v1/organisations`: a convenor enters an applicant.
pub async fn post_organisation(
    core: web::Data<Core>,
    visitor: Visitor,
    key: Idempotent,
    body: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    only(&body.value, &["slug", "name", "kind", "country", "website", "about"])?;
    for name in ["slug", "name", "kind", "country", "website", "about"] {
        text(&body.value, name)?;
    }
    let new = NewOrganisation::parse(|name| text(&body.value, name).unwrap_or_default())?;
    let (status, answer) = core
        .write(move |tx| {
            once(tx, &person, &key, &body.hash, |tx| {
                let entered = people::enter(tx, visitor.viewer(), new)?;
                Ok((201, organisation_json(&entered)))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `POST /api/v1/organisations/{slug}/vetting` `{wanted: admit | suspend | readmit, note?}`.
pub async fn vet_organisation(
    core: web::Data<Core>,
    visitor: Visitor,
    slug: web::Path<String>,
    key: Idempotent,
    body: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    only(&body.value, &["wanted", "note"])?;
    let wanted: Wanted = text(&body.value, "wanted")?.parse().map_err(|_| {
        Error::invalid("wanted", said("fault-one-of").with("words", "admit, suspend, readmit"))
    })?;
    let note = text(&body.value, "note")?;
    let (status, answer) = core
        .write(move |tx| {
            once(tx, &person, &key, &body.hash, |tx| {
                let found = people::seen_by_slug(tx.conn, visitor.viewer(), &slug)?;
                let settled = people::vote(tx, visitor.viewer(), &found, wanted, &note)?;
                let now = people::organisation(tx.conn, &found.id)?;
                Ok((200, json!({ "settled": settled, "status": now.status })))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `POST /api/v1/organisations/{slug}/invitations` `{email, roles}` → `{link, waits}`.
pub async fn post_invitation(
    core: web::Data<Core>,
    visitor: Visitor,
    slug: web::Path<String>,
    key: Idempotent,
    body: Json,
) -> Result<HttpResponse> {
    /// The answer is kept for a repeat, and the link in it is a secret: it is kept sealed.
    const SEALED: &str = "link of an invitation";
    let person = visitor.person()?.clone();
    only(&body.value, &["email", "roles"])?;
    let (email, roles) = (text(&body.value, "email")?, words(&body.value, "roles")?);
    let (path, waits): (String, Value) = core
        .blocking(move |core| {
            let (_, answer) = core.write_now(|tx| {
                once(tx, &person, &key, &body.hash, |tx| {
                    let home = people::seen_by_slug(tx.conn, visitor.viewer(), &slug)?;
                    let invited = people::invite(tx, visitor.viewer(), &home, &email, &roles)?;
                    let link = core.cursors().seal(&invited.link, SEALED)?;
                    Ok((201, json!({ "link": link, "waits": invited.waits })))
                })
            })?;
            let sealed = answer.get("link").and_then(Value::as_str).unwrap_or_default();
            let waits = answer.get("waits").cloned().unwrap_or_default();
            Ok((core.cursors().open(sealed, SEALED)?, waits))
        })
        .await?;
    let link = format!("{}{path}", core.config().public_url);
    Ok(HttpResponse::Created().json(json!({ "link": link, "waits": waits })))
}

/// `POST /api/v1/invitations/{token}` `{name, password}`.
pub async fn accept_invitation(
    core: web::Data<Core>,
    sign_ins: web::Data<SignIns>,
    token: web::Path<String>,
    body: Json,
) -> Result<HttpResponse> {
    only(&body.value, &["name", "password", "language", "email", "founders"])?;
    let language = text(&body.value, "language")?;
    let answer = Acceptance {
        name: text(&body.value, "name")?,
        password: text(&body.value, "password")?,
        language: if language.is_empty() { "en".into() } else { language },
        email: text(&body.value, "email")?,
        founders: words(&body.value, "founders")?,
    };
    let account = people::prepare(&core, &sign_ins, token.as_str().to_owned(), answer).await?;
    let (_, founders) = core.write(move |tx| people::accept(tx, &token, &account)).await?;
    let mut accepted = json!({ "accepted": true });
    if !founders.is_empty() {
        let url = |path: &str| format!("{}{path}", core.config().public_url);
        let links: Value =
            founders.iter().map(|one| json!({ "email": one.email, "link": url(&one.link) })).collect();
        accepted = json!({ "accepted": true, "founders": links });
    }
    Ok(HttpResponse::Created().json(accepted))
}

fn group_json(conn: &mut Conn, visitor: &Visitor, group: &Group) -> Result<Value> {
    let roster = people::roster(conn, visitor.viewer(), group)?;
    Ok(group_with(group, &roster))
}

fn group_with(group: &Group, roster: &[Organisation]) -> Value {
    json!({
        "slug": group.slug,
        "name": group.name,
        "purpose": group.purpose,
        "confidential_roster": group.confidential_roster,
        "members": roster.iter().map(|member| &member.slug).collect::<Vec<_>>(),
    })
}

/// `GET /api/v1/groups`.
pub async fn list_groups(
    core: web::Data<Core>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = paging("groups", &visitor, &request)?;
    let found = core.read(move |conn| people::seen_groups_with_rosters(conn, visitor.viewer())).await?;
    let found: Vec<Value> = found.iter().map(|(group, roster)| group_with(group, roster)).collect();
    Ok(HttpResponse::Ok().json(paging.cut(&core, &found, "slug")?))
}

/// `POST /api/v1/groups` `{name, slug, purpose?, members: [slug], confidential_roster}`.
pub async fn post_group(
    core: web::Data<Core>,
    visitor: Visitor,
    key: Idempotent,
    body: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    only(&body.value, &["name", "slug", "purpose", "members", "confidential_roster"])?;
    let new = NewGroup {
        slug: text(&body.value, "slug")?,
        name: text(&body.value, "name")?,
        purpose: text(&body.value, "purpose")?,
        confidential_roster: flag(&body.value, "confidential_roster")?,
        members: words(&body.value, "members")?,
    };
    let (status, answer) = core
        .write(move |tx| {
            once(tx, &person, &key, &body.hash, |tx| {
                let group = people::create_group(tx, visitor.viewer(), &new)?;
                Ok((201, group_json(tx.conn, &visitor, &group)?))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `POST /api/v1/groups/{slug}/members` `{organisation, past?}`.
pub async fn post_member(
    core: web::Data<Core>,
    visitor: Visitor,
    slug: web::Path<String>,
    key: Idempotent,
    body: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    only(&body.value, &["organisation", "past"])?;
    let asked = text(&body.value, "organisation")?;
    let past = flag(&body.value, "past")?;
    let (status, answer) = core
        .write(move |tx| {
            once(tx, &person, &key, &body.hash, |tx| {
                let group = people::seen_group(tx.conn, visitor.viewer(), &slug)?;
                people::admit_by_slug(tx, visitor.viewer(), &group, &asked, past)?;
                Ok((201, group_json(tx.conn, &visitor, &group)?))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `DELETE /api/v1/groups/{slug}/members/{organisation}`.
pub async fn delete_member(
    core: web::Data<Core>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    visitor.person()?;
    core.write(move |tx| {
        let group = people::seen_group(tx.conn, visitor.viewer(), &path.0)?;
        let member = people::seen_by_slug(tx.conn, visitor.viewer(), &path.1)?;
        people::remove(tx, visitor.viewer(), &group, &member)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET /api/v1/audit`: what happened to one's own organisation's things, newest first.
pub async fn list_audit(
    core: web::Data<Core>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let asked = crate::web::Form::parse(request.query_string().as_bytes())?;
    let log = core.blocking(move |core| people::read_log(core, visitor.viewer(), &asked)).await?;
    let items: Vec<Value> = log.lines.iter().map(people::Line::json).collect();
    Ok(HttpResponse::Ok().json(json!({ "total": log.total, "items": items, "next": log.next })))
}
