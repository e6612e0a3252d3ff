//! Signing in and out.

use actix_web::cookie::time::Duration;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::accounts::{self, Attempt, LONGEST, Posted, REMEMBERED, SessionKind, SignIns, Visit};
use crate::error::{Error, Fields, Result, message};
use crate::web::{AppState, Cookies, Form, Page, Protected, agent, client_address, html_as, see_other};

/// Where a signed-in person begins.
pub(super) const DESK: &str = "/desk";
/// The longest address that is worth going back to.
const LONGEST_WAY: usize = 1_000;

#[derive(Template)]
#[template(path = "accounts/sign-in.html")]
struct SignInPage {
    page: Page,
    email: String,
    next: String,
    /// Whether this browser is to be remembered.
    remember: bool,
    errors: Fields,
}

/// The address to go on to: a path of ours, or nothing. What a browser could take for another host is none.
fn local(next: &str) -> Option<&str> {
    let path = next.starts_with('/') && !next.starts_with("//") && next.len() <= LONGEST_WAY;
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let turns_back = ["/sign-in", "/sign-out"].iter().any(|own| next.starts_with(own));
    (path && plain && !turns_back).then_some(next)
}

fn onward(form: &Form) -> &str {
    local(form.text("next")).unwrap_or(DESK)
}

/// The session cookie of somebody who has just signed in.
pub(crate) fn with_session(app: &AppState, mut answer: HttpResponse, secret: String) -> Result<HttpResponse> {
    let cookie = Cookies::session(app.config(), secret, Duration::seconds(LONGEST.num_seconds()));
    answer.add_cookie(&cookie).map_err(Error::internal)?;
    Ok(answer)
}

/// `GET /sign-in?next=`.
pub async fn sign_in(visit: Visit) -> Result<HttpResponse> {
    let asked = visit.asked();
    if visit.visitor.known().is_ok() {
        return Ok(see_other(onward(&asked)));
    }
    let page = visit.page();
    let next = local(asked.text("next")).unwrap_or_default().to_owned();
    let form = SignInPage { page, email: String::new(), next, remember: false, errors: Fields::default() };
    html_as(StatusCode::OK, &visit.app, &form.page, &form)
}

/// `POST /sign-in`.
pub async fn post_sign_in(
    sign_ins: web::Data<SignIns>,
    visit: Visit,
    form: Result<Protected>,
) -> Result<HttpResponse> {
    let Visit { app, visitor, request } = &visit;
    if visitor.known().is_ok() {
        // Signed in meanwhile, in another window: there is nothing more to do.
        return Ok(see_other(form.as_ref().map_or(DESK, |Protected(form)| onward(form))));
    }
    let Protected(form) = form?;
    match start(app, &sign_ins, request, &form).await {
        Ok((session, browser)) => {
            let mut answer = with_session(app, see_other(onward(&form)), session)?;
            if let Some(secret) = browser {
                let age = Duration::seconds(REMEMBERED.num_seconds());
                answer.add_cookie(&Cookies::browser(app.config(), secret, age)).map_err(Error::internal)?;
            }
            Ok(answer)
        }
        Err(refused) => refuse(app, visit.page(), &form, refused),
    }
}

/// Checks what was typed, and starts a session. Gives its secret, and that of the browser where it is to be remembered.
async fn start(
    app: &AppState,
    sign_ins: &SignIns,
    request: &HttpRequest,
    form: &Form,
) -> Result<(String, Option<String>)> {
    let browser = Cookies::read_browser(app.config(), request);
    let attempt = Attempt {
        email: form.text("email").to_owned(),
        password: form.raw("password").to_owned(),
        address: client_address(app.config(), request),
        browser: browser.clone(),
    };
    let (agent, remember) = (agent(request), form.has("remember"));
    let checked = accounts::check(app, sign_ins, attempt).await?;
    app.write(move |tx| {
        let person = checked.still(tx)?;
        let (_, session) = accounts::start(tx, &person, SessionKind::Page, &agent)?;
        let asked = remember.then(|| accounts::remember(tx, &person, browser.as_deref()));
        Ok((session, asked.transpose()?))
    })
    .await
}

/// The form again, with the address that was typed and never the password.
fn refuse(app: &AppState, page: Page, form: &Form, error: Error) -> Result<HttpResponse> {
    let mut wait = None;
    let (status, errors) = match error {
        Error::Invalid(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Error::TooMany(seconds) => {
            wait = Some(seconds);
            let mut errors = Fields::default();
            errors.add("email", message("sign-in-wait").number("count", seconds));
            (StatusCode::TOO_MANY_REQUESTS, errors)
        }
        other => return Err(other),
    };
    let next = local(form.text("next")).unwrap_or_default().to_owned();
    let again = SignInPage {
        page,
        email: form.text("email").to_owned(),
        next,
        remember: form.has("remember"),
        errors,
    };
    let mut answer = html_as(status, app, &again.page, &again)?;
    if let Some(seconds) = wait {
        answer.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    Ok(answer)
}

/// `POST /sign-out`: ends the session at once; with `forget`, the browser is not remembered any more either.
pub async fn sign_out(Posted { visit, form }: Posted) -> Result<HttpResponse> {
    let Visit { app, visitor, request } = visit;
    if let Ok(known) = visitor.known() {
        let (person, session) = (known.person.id.clone(), known.session.id.clone());
        app.write(move |tx| accounts::end(tx, &person, session.as_str())).await?;
    }
    let forgets = form.has("forget");
    let mut answer = see_other(if forgets { "/?done=forgotten" } else { "/?done=signed-out" });
    if forgets {
        if let Some(secret) = Cookies::read_browser(app.config(), &request) {
            app.write(move |tx| accounts::forget_browser(tx, &secret)).await?;
        }
        answer.add_cookie(&Cookies::no_browser(app.config())).map_err(Error::internal)?;
    }
    answer.add_cookie(&Cookies::no_session(app.config())).map_err(Error::internal)?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn one_goes_on_to_pages_of_ours_only() {
        for good in ["/", "/account", "/incidents?country=IN&q=%D9%83", "/reports/R-123456#x"] {
            assert_eq!(local(good), Some(good));
        }
        for bad in [
            "",
            "desk",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/كلمة",
            "/a b",
            "/a\r\nSet-Cookie: x=y",
            "/sign-in?next=/sign-in",
            "/sign-out",
            &format!("/{}", "a".repeat(1_000)),
        ] {
            assert_eq!(local(bad), None, "{bad:?}");
        }
    }
}
