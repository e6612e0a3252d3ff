//! Errors as answers: `application/problem+json` (RFC 9457) for programs, a page that says what to do for
//! people. One mapping for all.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;
use serde_json::json;

use super::{Core, Page, encode, form, see_other};
use crate::error::{Error, Fields};

/// What an answer says went wrong, kept beside it for the page.
#[derive(Clone)]
struct Problem {
    status: StatusCode,
    key: &'static str,
    detail: String,
    errors: Fields,
    id: Option<String>,
}

impl Problem {
    fn of(error: &Error) -> Self {
        let plain = |status, key, detail: &str| Self {
            status,
            key,
            detail: detail.to_owned(),
            errors: Fields::default(),
            id: None,
        };
        match error {
            Error::NotFound => plain(StatusCode::NOT_FOUND, "not-found", ""),
            Error::Denied(why) => plain(StatusCode::FORBIDDEN, "denied", why),
            Error::SignIn => plain(StatusCode::UNAUTHORIZED, "sign-in", ""),
            Error::Invalid(fields) => {
                Self { errors: fields.clone(), ..plain(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "") }
            }
            Error::Malformed(why) => plain(StatusCode::BAD_REQUEST, "malformed", why),
            Error::Stale => plain(StatusCode::PRECONDITION_FAILED, "stale", ""),
            Error::Conflict(why) => plain(StatusCode::CONFLICT, "conflict", why),
            Error::TooLarge(limit) => {
                plain(StatusCode::PAYLOAD_TOO_LARGE, "too-large", &format!("The limit is {limit} bytes."))
            }
            Error::TooMany(seconds) => {
                plain(StatusCode::TOO_MANY_REQUESTS, "too-many", &format!("Try again in {seconds} seconds."))
            }
            Error::Unavailable(why) => {
                tracing::warn!(why, "unavailable");
                plain(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "")
            }
            Error::Internal(why) => {
                // The id joins the answer to the log, and tells nothing else.
                let id = uuid::Builder::from_random_bytes(crate::db::Ambient::system().bytes()).into_uuid();
                tracing::error!(%id, why, "internal error");
                Self { id: Some(id.to_string()), ..plain(StatusCode::INTERNAL_SERVER_ERROR, "internal", "") }
            }
        }
    }

    fn title(&self) -> &'static str {
        match self.key {
            "not-found" => "Not found",
            "denied" => "Not allowed",
            "sign-in" => "Sign in first",
            "invalid" => "Some fields need another look",
            "malformed" => "The request cannot be read",
            "stale" => "Changed meanwhile",
            "conflict" => "Not possible now",
            "too-large" => "Too large",
            "too-many" => "Too many requests",
            "unavailable" => "Not available right now",
            _ => "Something went wrong",
        }
    }

    fn answer(&self) -> HttpResponse {
        let mut body = json!({
            "type": format!("about:blank#{}", self.key),
            "title": self.title(),
            "status": self.status.as_u16(),
        });
        if let Some(object) = body.as_object_mut() {
            if !self.detail.is_empty() {
                object.insert("detail".into(), json!(self.detail));
            }
            if !self.errors.0.is_empty() {
                object.insert("errors".into(), json!(self.errors));
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
        if matches!(self, Self::SignIn) {
            answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
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
}

/// Middleware: where a person asked for a page, a problem is told as one, in the frame that `frame` makes; who must
/// sign in is led there, and from there back.
pub async fn problems_as_pages(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    frame: impl AsyncFnOnce(&Core, &HttpRequest) -> Page,
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
        let core = form::core_of(&request)?;
        let page = frame(&core, &request).await;
        let head = answer.response().headers().clone();
        let mut response = as_page(page, &problem).unwrap_or_else(|error| error.error_response());
        if let Some(seconds) = head.get(RETRY_AFTER) {
            response.headers_mut().insert(RETRY_AFTER, seconds.clone());
        }
        response
    };
    Ok(ServiceResponse::new(request, response))
}

fn wants_page(request: &HttpRequest) -> bool {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    !request.path().starts_with("/api/") && accept.contains("text/html")
}

/// Where one signs in, to go on to what was asked for.
fn sign_in_from(request: &HttpRequest) -> String {
    let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
    format!("/sign-in?next={}", encode(wanted))
}

fn as_page(page: Page, problem: &Problem) -> Result<HttpResponse, Error> {
    let errors = problem.errors.0.values().flatten().cloned().collect();
    let template = ProblemPage {
        heading: page.t(&format!("problem-{}", problem.key)),
        text: page.t(&format!("problem-{}-text", problem.key)),
        sign_in: problem.key == "sign-in",
        page,
        detail: problem.detail.clone(),
        id: problem.id.clone(),
        errors,
    };
    let body = template.render().map_err(Error::internal)?;
    Ok(HttpResponse::build(problem.status)
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .body(body))
}
