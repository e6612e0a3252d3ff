//! Inviting somebody into an organisation, and accepting.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::access::Role;
use crate::accounts::{SignIns, Visitor};
use crate::description::{Call, Description, post};
use crate::error::Result;
use crate::invitations;
use crate::people;
use crate::web::{AppState, Idempotent, Json, body, once};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    api.add("Organisations", calls());
}

fn calls() -> [Call; 2] {
    [
        post("/api/v1/organisations/{slug}/invitations", "Invite a colleague (administrator)")
            .says("Convenors invite the first people of an organisation that has nobody who could; once three organisations are active, two have to invite the same address with the same roles. A link is good for as long as the person who made it may invite.")
            .once()
            .takes::<NewInvitation>()
            .gives::<Invitation>(201, "The link."),
        post("/api/v1/invitations/{token}", "Accept an invitation")
            .open()
            .takes::<Acceptance>()
            .gives::<Accepted>(201, "The account is made: sign in."),
    ]
}

#[derive(Deserialize, ToSchema)]
struct NewInvitation {
    email: String,
    #[schema(value_type = Vec<Role>)]
    roles: Vec<String>,
}

#[derive(Serialize, ToSchema)]
struct Invitation {
    /// One-time, and shown once: hand it over yourself.
    link: String,
    /// Whether a second convenor has to invite the same address with the same roles before the link is good.
    waits: bool,
}

/// `POST /api/v1/organisations/{slug}/invitations`.
pub async fn post_invitation(
    app: web::Data<AppState>,
    visitor: Visitor,
    slug: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    /// The answer is kept for a repeat, and the link in it is a secret: it is kept sealed.
    const SEALED: &str = "link of an invitation";
    let person = visitor.person()?.clone();
    let NewInvitation { email, roles } = body::read(&sent.value)?;
    let answer = app
        .blocking(move |app| {
            let (_, answer) = app.write_now(|tx| {
                once(tx, &person, &key, &sent.hash, |tx| {
                    let home = people::seen_by_slug(tx.conn, visitor.viewer(), &slug)?;
                    let invited = invitations::invite(tx, visitor.viewer(), &home, &email, &roles)?;
                    let link = app.cursors().seal(&invited.link, SEALED)?;
                    Ok((201, Invitation { link, waits: invited.waits }))
                })
            })?;
            let sealed = answer.get("link").and_then(Value::as_str).unwrap_or_default();
            let path: String = app.cursors().open(sealed, SEALED)?;
            Ok(Invitation {
                link: format!("{}{path}", app.config().public_url),
                waits: answer.get("waits").and_then(Value::as_bool).unwrap_or_default(),
            })
        })
        .await?;
    Ok(HttpResponse::Created().json(answer))
}

#[derive(Deserialize, ToSchema)]
struct Acceptance {
    name: String,
    /// At least 12 characters, and hard to guess.
    password: String,
    /// BCP 47; `en` if it is left out.
    language: Option<String>,
    /// Only where the invitation names none.
    email: Option<String>,
    /// Of a set-up link alone: the addresses of the other founding convenors.
    founders: Option<Vec<String>>,
}

#[derive(Serialize, ToSchema)]
struct Accepted {
    accepted: bool,
    /// Where founding convenors were named.
    #[serde(skip_serializing_if = "Option::is_none")]
    founders: Option<Vec<Founder>>,
}

#[derive(Serialize, ToSchema)]
struct Founder {
    email: String,
    /// One-time, and shown once: hand it over yourself.
    link: String,
}

/// `POST /api/v1/invitations/{token}`.
pub async fn accept_invitation(
    app: web::Data<AppState>,
    sign_ins: web::Data<SignIns>,
    token: web::Path<String>,
    sent: Json,
) -> Result<HttpResponse> {
    let sent: Acceptance = body::read(&sent.value)?;
    let answer = invitations::Acceptance {
        name: sent.name,
        password: sent.password,
        language: sent.language.filter(|tag| !tag.is_empty()).unwrap_or_else(|| "en".into()),
        email: sent.email.unwrap_or_default(),
        founders: sent.founders.unwrap_or_default(),
    };
    let account = invitations::prepare(&app, &sign_ins, token.as_str().to_owned(), answer).await?;
    let (_, founders) = app.write(move |tx| invitations::accept(tx, &token, &account)).await?;
    let founder = |one: invitations::Founder| Founder {
        link: format!("{}{}", app.config().public_url, one.link),
        email: one.email,
    };
    let founders: Vec<Founder> = founders.into_iter().map(founder).collect();
    let founders = Some(founders).filter(|founders| !founders.is_empty());
    Ok(HttpResponse::Created().json(Accepted { accepted: true, founders }))
}
