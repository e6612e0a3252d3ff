//! Accepting an invitation, or setting the coalition up.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::accounts::pages::with_session;
use crate::accounts::{self, Posted, SessionKind, SignIns, Visit};
use crate::db::Moment;
use crate::error::{Error, Fields, Result};
use crate::invitations::{self, Acceptance, Founder};
use crate::people::labels;
use crate::web::{AppState, Choice, Form, Page, agent, html_as, see_other};

/// A role that comes with the invitation.
struct Role {
    name: String,
    help: String,
}

#[derive(Template)]
#[template(path = "invitations/invitation.html")]
struct InvitationPage {
    page: Page,
    /// Where the form is sent: the link itself.
    action: String,
    organisation: String,
    set_up: bool,
    /// Whom it invites; empty where a set-up link asks.
    email: String,
    asks_email: bool,
    called: String,
    /// The further founding convenors, as typed.
    founders: String,
    roles: Vec<Role>,
    languages: Vec<Choice>,
    expires_at: Moment,
    errors: Fields,
}

/// The links of further founding convenors: nothing else ever shows them.
#[derive(Template)]
#[template(path = "invitations/founders.html")]
struct FoundersPage {
    page: Page,
    founders: Vec<Founder>,
}

/// The addresses of a field that takes several.
fn addresses(typed: &str) -> Vec<String> {
    let words = typed.split(|letter: char| letter.is_whitespace() || letter == ',' || letter == ';');
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

async fn shown(
    app: &AppState,
    page: Page,
    token: String,
    typed: Form,
    errors: Fields,
) -> Result<InvitationPage> {
    let now = app.ambient().now();
    let (found, home) = {
        let token = token.clone();
        app.read(move |conn| invitations::invitation_by_secret(conn, &token, now)).await?
    };
    let roles = found.roles().into_iter().map(|role| Role {
        name: labels::role(&page, role),
        help: page.t(&format!("role-{}-help", role.as_str().replace('_', "-"))),
    });
    let language = typed.text("language");
    let asks_email = found.email.is_empty();
    Ok(InvitationPage {
        action: format!("/invitations/{token}"),
        organisation: home.name.clone(),
        set_up: found.is_set_up(),
        email: if asks_email { typed.text("email").to_owned() } else { found.email.clone() },
        asks_email,
        called: typed.text("name").to_owned(),
        founders: typed.raw("founders").to_owned(),
        roles: roles.collect(),
        languages: labels::languages(if language.is_empty() { &page.lang } else { language }),
        expires_at: found.expires_at,
        errors,
        page,
    })
}

/// `GET /invitations/{token}`.
pub async fn invitation(visit: Visit, token: web::Path<String>) -> Result<HttpResponse> {
    let (app, _, page) = visit.open();
    let form = shown(&app, page, token.into_inner(), Form::default(), Fields::default()).await?;
    html_as(StatusCode::OK, &app, &form.page, &form)
}

/// `POST /invitations/{token}`: makes the account, and signs it in at once.
pub async fn post_invitation(
    sign_ins: web::Data<SignIns>,
    token: web::Path<String>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    let app = &visit.app;
    let answer = Acceptance {
        name: form.text("name").to_owned(),
        password: form.raw("password").to_owned(),
        language: form.text("language").to_owned(),
        email: form.text("email").to_owned(),
        founders: addresses(form.text("founders")),
    };
    match enter(app, &sign_ins, &visit.request, token.as_str().to_owned(), answer).await {
        Ok((secret, founders)) if founders.is_empty() => {
            with_session(app, see_other("/desk?done=welcome"), secret)
        }
        Ok((secret, mut founders)) => {
            for one in &mut founders {
                one.link = format!("{}{}", app.config().public_url, one.link);
            }
            let answer = FoundersPage { page: visit.page(), founders };
            with_session(app, html_as(StatusCode::CREATED, app, &answer.page, &answer)?, secret)
        }
        Err(Error::Invalid(errors)) => {
            let again = shown(app, visit.page(), token.into_inner(), form, errors).await?;
            html_as(StatusCode::UNPROCESSABLE_ENTITY, app, &again.page, &again)
        }
        Err(other) => Err(other),
    }
}

/// Makes the account, and starts its first session. Gives the session's secret, and the further founders that were named.
async fn enter(
    app: &AppState,
    sign_ins: &SignIns,
    request: &HttpRequest,
    token: String,
    answer: Acceptance,
) -> Result<(String, Vec<Founder>)> {
    let agent = agent(request);
    let account = invitations::prepare(app, sign_ins, token.clone(), answer).await?;
    app.write(move |tx| {
        let (person, founders) = invitations::accept(tx, &token, &account)?;
        let (_, secret) = accounts::start(tx, &person, SessionKind::Page, &agent)?;
        Ok((secret, founders))
    })
    .await
}
