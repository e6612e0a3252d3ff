//! One's own account: name, language, password, sessions.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::accounts::{self, Posted, SessionKind, SignIns, Visit};
use crate::db::Moment;
use crate::error::{Error, Fields, Result, message};
use crate::people::labels;
use crate::web::{Choice, Cookies, Form, Page, html_as, see_other};

/// One of one's own sessions.
struct SessionLine {
    handle: String,
    device: String,
    since: Moment,
    seen: Moment,
    /// Whether it is the one that asks.
    this: bool,
}

#[derive(Template)]
#[template(path = "accounts/account.html")]
struct AccountPage {
    page: Page,
    email: String,
    organisation: String,
    called: String,
    languages: Vec<Choice>,
    roles: Vec<String>,
    sessions: Vec<SessionLine>,
    /// Whether this browser is remembered for this account, and how many others are.
    remembered: bool,
    others: u64,
    errors: Fields,
}

/// The page, with what was typed where something is wrong.
async fn shown(visit: &Visit, typed: Option<&Form>, errors: Fields) -> Result<HttpResponse> {
    let Visit { app, visitor, request } = visit;
    let known = visitor.known()?.clone();
    let page = visit.page();
    let (id, now) = (known.person.id.clone(), app.ambient().now());
    let browser = Cookies::read_browser(app.config(), request);
    let (sessions, remembered, others) = app
        .read(move |conn| {
            let of = match &browser {
                Some(secret) => accounts::remembered_for(conn, secret, now)?,
                None => None,
            };
            let others = accounts::count_other_browsers(conn, &id, browser.as_deref(), now)?;
            Ok((accounts::of_person(conn, &id, now)?, of.as_ref() == Some(&id), others))
        })
        .await?;
    let lines = sessions.into_iter().map(|session| SessionLine {
        handle: accounts::session_handle(app.key(), &session.id),
        device: match (session.kind, session.device.as_str()) {
            (SessionKind::Page, "") => page.t("session-browser"),
            (SessionKind::Page, device) => device.to_owned(),
            (SessionKind::Api, "") => page.t("session-program"),
            (SessionKind::Api, device) => page.ta("session-program-of", &[("device", device)]),
        },
        since: session.created_at,
        seen: session.seen_at,
        this: session.id == known.session.id,
    });
    let typed = typed.filter(|form| form.has("name"));
    let language = typed.map_or(known.person.language.as_str(), |form| form.text("language"));
    let status = if errors.0.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let account = AccountPage {
        email: known.person.email.clone(),
        organisation: known.organisation.name.clone(),
        called: typed.map_or(known.person.name.as_str(), |form| form.text("name")).to_owned(),
        languages: labels::languages(language),
        roles: visitor.viewer().roles().iter().map(|role| labels::role(&page, *role)).collect(),
        sessions: lines.collect(),
        remembered,
        others,
        errors,
        page,
    };
    html_as(status, app, &account.page, &account)
}

/// `GET /account`.
pub async fn account(visit: Visit) -> Result<HttpResponse> {
    shown(&visit, None, Fields::default()).await
}

/// `POST /account`: name and language.
pub async fn post_account(posted: Posted) -> Result<HttpResponse> {
    let saved = posted.once(|tx, visitor, form| {
        accounts::edit_self(tx, &visitor.known()?.person, form.text("name"), form.text("language"))?;
        Ok("/account?done=saved".into())
    });
    match saved.await {
        Err(Error::Invalid(errors)) => shown(&posted, Some(&posted.form), errors).await,
        other => other,
    }
}

/// `POST /account/password`: every other session ends.
pub async fn post_password(sign_ins: web::Data<SignIns>, posted: Posted) -> Result<HttpResponse> {
    let Posted { visit, form } = posted;
    let known = visit.visitor.known()?.clone();
    let browser = Cookies::read_browser(visit.app.config(), &visit.request);
    let passwords = (form.raw("old"), form.raw("password"));
    match accounts::change_password(&visit.app, &sign_ins, known, browser, passwords).await {
        Ok(()) => Ok(see_other("/account?done=password-changed")),
        Err(Error::Invalid(errors)) => shown(&visit, None, errors).await,
        Err(Error::TooMany(seconds)) => {
            let mut errors = Fields::default();
            errors.add("old", message("sign-in-wait").number("count", seconds));
            let mut answer = shown(&visit, None, errors).await?;
            *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            answer.headers_mut().insert(RETRY_AFTER, seconds.into());
            Ok(answer)
        }
        Err(other) => Err(other),
    }
}

/// `POST /account/sessions/end`: the one that is named, this one too.
pub async fn end_session(posted: Posted) -> Result<HttpResponse> {
    let app = posted.app.clone();
    let own = accounts::session_handle(app.key(), &posted.visitor.known()?.session.id);
    let this = own == posted.form.text("session");
    let key = app.key().clone();
    let mut answer = posted
        .once(move |tx, visitor, form| {
            accounts::end_called(tx, &key, visitor.person()?, form.text("session"))?;
            Ok(if this { "/?done=signed-out" } else { "/account?done=session-ended" }.into())
        })
        .await?;
    if this {
        answer.add_cookie(&Cookies::no_session(app.config())).map_err(Error::internal)?;
    }
    Ok(answer)
}

/// `POST /account/sessions/end-others`.
pub async fn end_others(posted: Posted) -> Result<HttpResponse> {
    let browser = Cookies::read_browser(posted.app.config(), &posted.request);
    posted
        .once(move |tx, visitor, _| {
            let known = visitor.known()?;
            accounts::end_others(tx, &known.person.id, &known.session.id, browser.as_deref())?;
            Ok("/account?done=sessions-ended".into())
        })
        .await
}
