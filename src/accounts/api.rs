//! Signing in and out, and the account itself.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::Role;
use crate::accounts::{self, Attempt, SignIns, Tokens, Visitor};
use crate::description::{Call, Description, delete, get, post};
use crate::error::Result;
use crate::people;
use crate::people::view::OrganisationView;
use crate::web::{AppState, Json, agent, body, client_address};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    api.add("Sessions", calls());
}

fn calls() -> [Call; 4] {
    [
        post("/api/v1/sessions", "Sign in")
            .says("The refresh token is used once; used again later than a minute, it ends the session. A wrong password costs a growing delay (429).")
            .open()
            .takes::<SignIn>()
            .gives::<Tokens>(201, "Signed in."),
        post("/api/v1/sessions/refresh", "The next pair of tokens")
            .open()
            .takes::<Refresh>()
            .gives::<Tokens>(201, "Both are new."),
        delete("/api/v1/sessions/current", "Sign out").gives_nothing("The session has ended, at once."),
        get("/api/v1/me", "The account, and the audiences that it reads")
            .gives::<Me>(200, "The account that signed in."),
    ]
}

#[derive(Deserialize, ToSchema)]
struct SignIn {
    email: String,
    password: String,
    /// For a second factor. There is none yet: the field is accepted and ignored.
    #[expect(dead_code, reason = "accepted and ignored")]
    code: Option<String>,
}

/// `POST /api/v1/sessions`.
pub async fn post_session(
    app: web::Data<AppState>,
    sign_ins: web::Data<SignIns>,
    request: HttpRequest,
    sent: Json,
) -> Result<HttpResponse> {
    let SignIn { email, password, .. } = body::read(&sent.value)?;
    let address = client_address(app.config(), &request);
    // A program keeps its session by its refresh token.
    let attempt = Attempt { email, password, address, browser: None };
    let agent = agent(&request);
    let checked = accounts::check(&app, &sign_ins, attempt).await?;
    let tokens = app
        .blocking(move |app| {
            app.write_now(|tx| {
                let person = checked.still(tx)?;
                accounts::sign_in(tx, app.key(), &person, &agent)
            })
        })
        .await?;
    Ok(HttpResponse::Created().json(tokens))
}

#[derive(Deserialize, ToSchema)]
struct Refresh {
    refresh_token: String,
}

/// `POST /api/v1/sessions/refresh`.
pub async fn refresh_session(app: web::Data<AppState>, sent: Json) -> Result<HttpResponse> {
    let Refresh { refresh_token } = body::read(&sent.value)?;
    let tokens = app
        .blocking(move |app| app.write_now(|tx| accounts::refresh(tx, app.key(), &refresh_token)))
        .await??;
    Ok(HttpResponse::Created().json(tokens))
}

/// `DELETE /api/v1/sessions/current`.
pub async fn delete_session(app: web::Data<AppState>, visitor: Visitor) -> Result<HttpResponse> {
    let known = visitor.known()?.clone();
    app.write(move |tx| accounts::end(tx, &known.person.id, known.session.id.as_str())).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[derive(Serialize, ToSchema)]
struct Me {
    person: Myself,
    organisation: OrganisationView,
    roles: Vec<Role>,
    /// The tokens that the account holds: it reads what is released to any of them.
    #[schema(example = json!(["public", "coalition", "sector:media", "org:harbour-radio"]))]
    audiences: Vec<String>,
}

#[derive(Serialize, ToSchema)]
struct Myself {
    name: String,
    email: String,
    /// BCP 47.
    language: String,
}

/// `GET /api/v1/me`.
pub async fn get_me(app: web::Data<AppState>, visitor: Visitor) -> Result<HttpResponse> {
    let known = visitor.known()?.clone();
    let roles = visitor.viewer().roles().iter().copied().collect();
    let audiences = app
        .read(move |conn| {
            let mut words = people::words_of_tokens(conn, visitor.viewer().tokens())?;
            words.dedup();
            Ok(words)
        })
        .await?;
    Ok(HttpResponse::Ok().json(Me {
        organisation: OrganisationView::of(&known.organisation),
        person: Myself {
            name: known.person.name,
            email: known.person.email,
            language: known.person.language,
        },
        roles,
        audiences,
    }))
}
