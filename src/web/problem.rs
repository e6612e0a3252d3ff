//! Errors as answers: `application/problem+json` (RFC 9457) for programs, a page that says what to do for
//! people. One mapping for all.

use std::collections::BTreeMap;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT, ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use askama::Template;
use serde_json::json;

use super::csrf::FORM_EXPIRED;
use super::form::Sent;
use super::{AppState, Page, app_state, encode, see_other};
use crate::error::{Error, Fields, Message, message};
use crate::language::{Language, Strings};

/// Seconds after which it is worth asking again what cannot be answered now.
const SHORTLY: u64 = 10;

/// What an answer says went wrong, kept beside it for the page.
#[derive(Clone)]
struct Problem {
    status: StatusCode,
    key: &'static str,
    detail: Option<Message>,
    errors: Fields,
    id: Option<String>,
}

impl Problem {
    fn of(error: &Error) -> Self {
        let plain = |status, key| Self { status, key, detail: None, errors: Fields::default(), id: None };
        let explained = |status, key, why: &Message| Self { detail: Some(why.clone()), ..plain(status, key) };
        match error {
            Error::NotFound => plain(StatusCode::NOT_FOUND, "not-found"),
            Error::Denied(why) if why.key == FORM_EXPIRED => plain(StatusCode::FORBIDDEN, "expired"),
            Error::Denied(why) => explained(StatusCode::FORBIDDEN, "denied", why),
            Error::SignIn => plain(StatusCode::UNAUTHORIZED, "sign-in"),
            Error::Invalid(fields) => {
                Self { errors: fields.clone(), ..plain(StatusCode::UNPROCESSABLE_ENTITY, "invalid") }
            }
            Error::Malformed(why) => explained(StatusCode::BAD_REQUEST, "malformed", why),
            Error::WrongMethod(_) => plain(StatusCode::METHOD_NOT_ALLOWED, "wrong-method"),
            Error::Stale => plain(StatusCode::PRECONDITION_FAILED, "stale"),
            Error::Overtaken(why) => explained(StatusCode::PRECONDITION_FAILED, "stale", why),
            Error::Conflict(why) => explained(StatusCode::CONFLICT, "conflict", why),
            Error::TooLarge(limit) => {
                let why = message("too-large-limit").with("limit", limit);
                explained(StatusCode::PAYLOAD_TOO_LARGE, "too-large", &why)
            }
            Error::TooMany(seconds) => {
                let why = message("too-many-seconds").number("seconds", *seconds);
                explained(StatusCode::TOO_MANY_REQUESTS, "too-many", &why)
            }
            Error::Unavailable(why) => {
                tracing::warn!(why, "unavailable");
                plain(StatusCode::SERVICE_UNAVAILABLE, "unavailable")
            }
            Error::Unsaved(why) => {
                tracing::warn!(why, "nothing can be saved");
                plain(StatusCode::SERVICE_UNAVAILABLE, "unsaved")
            }
            Error::Lost(place) => {
                tracing::error!(place, "a row is missing that must be there");
                plain(StatusCode::NOT_FOUND, "not-found")
            }
            Error::Internal(why) | Error::Command(why) => {
                // The id joins the answer to the log, and tells nothing else.
                let id = uuid::Builder::from_random_bytes(crate::db::Ambient::system().bytes()).into_uuid();
                tracing::error!(%id, why, "internal error");
                Self { id: Some(id.to_string()), ..plain(StatusCode::INTERNAL_SERVER_ERROR, "internal") }
            }
        }
    }

    fn answer(&self) -> HttpResponse {
        // Programs are answered in one language; people get the page below in theirs.
        let strings = Strings::of(Language::english());
        let mut body = json!({
            "type": format!("about:blank#{}", self.key),
            "title": strings.t(&format!("problem-{}", self.key)),
            "status": self.status.as_u16(),
        });
        if let Some(object) = body.as_object_mut() {
            if let Some(detail) = &self.detail {
                object.insert("detail".into(), json!(strings.message(detail)));
            }
            if !self.errors.0.is_empty() {
                let errors: BTreeMap<&String, Vec<String>> = self
                    .errors
                    .0
                    .iter()
                    .map(|(field, faults)| (field, faults.iter().map(|one| strings.message(one)).collect()))
                    .collect();
                object.insert("errors".into(), json!(errors));
            }
            if let Some(id) = &self.id {
                object.insert("id".into(), json!(id));
            }
        }
        HttpResponse::build(self.status).content_type("application/problem+json").body(body.to_string())
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        Problem::of(self).status
    }

    fn error_response(&self) -> HttpResponse {
        let problem = Problem::of(self);
        let mut answer = problem.answer();
        if let Self::TooMany(seconds) = self {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        if problem.status == StatusCode::SERVICE_UNAVAILABLE {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(SHORTLY));
        }
        if matches!(self, Self::SignIn) {
            answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Self::WrongMethod(methods) = self
            && let Ok(methods) = HeaderValue::from_str(methods)
        {
            answer.headers_mut().insert(ALLOW, methods);
        }
        answer.extensions_mut().insert(problem);
        answer
    }
}

/// For every address that is no route: the same answer as for a thing that is not there.
pub async fn not_found() -> Result<HttpResponse, Error> {
    Err(Error::NotFound)
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    page: Page,
    heading: String,
    text: String,
    detail: String,
    id: Option<String>,
    errors: Vec<String>,
    sign_in: bool,
    /// What was typed into the form that came to nothing.
    written: Vec<String>,
    /// Whether it is told that nothing is here for those who ask.
    missing: bool,
}

/// Middleware: where a person asked for a page, a problem is told as one, in the frame that `frame` makes; who must
/// sign in is led there, and from there back.
pub async fn problems_as_pages(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    frame: impl AsyncFnOnce(&AppState, &HttpRequest) -> Page,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let wants_page = wants_page(request.request());
    // Nothing has a zero byte in its name, and one of the databases cannot even be asked for it.
    let answer = if request.path().contains("%00") {
        request.into_response(Error::NotFound.error_response())
    } else {
        next.call(request).await?.map_into_boxed_body()
    };
    let problem = answer.response().extensions().get::<Problem>().cloned();
    let (Some(problem), true) = (problem, wants_page) else {
        return Ok(answer);
    };
    let request = answer.request().clone();
    let response = if problem.key == "sign-in" && request.method() == Method::GET {
        see_other(&sign_in_from(&request))
    } else {
        let app = app_state::app_state_of(&request)?;
        let page = frame(&app, &request).await;
        let head = answer.response().headers().clone();
        let written = request.extensions().get::<Sent>().map(Sent::written).unwrap_or_default();
        let mut response = as_page(page, &problem, written).unwrap_or_else(|error| error.error_response());
        for name in [RETRY_AFTER, ALLOW] {
            if let Some(value) = head.get(&name) {
                response.headers_mut().insert(name, value.clone());
            }
        }
        response
    };
    Ok(ServiceResponse::new(request, response))
}

/// Whether a person asked, with a browser.
pub fn wants_page(request: &HttpRequest) -> bool {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    !request.path().starts_with("/api/") && accept.contains("text/html")
}

/// Where one signs in, to go on to what was asked for.
fn sign_in_from(request: &HttpRequest) -> String {
    let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
    format!("/sign-in?next={}", encode(wanted))
}

fn as_page(page: Page, problem: &Problem, written: Vec<String>) -> Result<HttpResponse, Error> {
    let errors = problem.errors.0.values().flatten().map(|fault| page.message(fault)).collect();
    let detail = problem.detail.as_ref().map(|detail| page.message(detail)).unwrap_or_default();
    let template = ProblemPage {
        heading: page.t(&format!("problem-{}", problem.key)),
        text: page.t(&format!("problem-{}-text", problem.key)),
        sign_in: page.person.is_none() && ["sign-in", "expired"].contains(&problem.key),
        written,
        missing: problem.key == "not-found",
        page,
        detail,
        id: problem.id.clone(),
        errors,
    };
    let body = template.render().map_err(Error::internal)?;
    Ok(HttpResponse::build(problem.status)
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .body(body))
}
