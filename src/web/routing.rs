//! The table of addresses: one resource for each, which says what it takes; and `HEAD`, which is `GET` without a body.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{ALLOW, LOCATION};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Bytes, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpRequest, HttpResponse, Responder, Route};

use super::codes::reference;
use super::form::decode;
use crate::db::ReadOnly;
use crate::error::{Error, Result};

/// A method, waiting for what answers it.
pub struct Verb(Method);

/// `GET`, and with it `HEAD`.
pub fn get() -> Verb {
    Verb(Method::GET)
}

/// `POST`.
pub fn post() -> Verb {
    Verb(Method::POST)
}

/// `PUT`.
pub fn put() -> Verb {
    Verb(Method::PUT)
}

/// `PATCH`.
pub fn patch() -> Verb {
    Verb(Method::PATCH)
}

/// `DELETE`.
pub fn delete() -> Verb {
    Verb(Method::DELETE)
}

/// A method and what answers it.
pub struct Answering {
    method: Method,
    route: Route,
}

impl Verb {
    /// Answered by this handler.
    pub fn to<F, Args>(self, handler: F) -> Answering
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Answering { route: web::method(self.0.clone()).to(handler), method: self.0 }
    }
}

/// Addresses, in the order in which they are tried.
#[derive(Default)]
pub struct Routes(Vec<(String, Vec<Answering>)>);

impl Routes {
    /// An address and one of the methods that it takes.
    pub fn route(&mut self, path: &str, answering: Answering) -> &mut Self {
        match self.0.iter_mut().find(|(known, _)| known == path) {
            Some((_, all)) => all.push(answering),
            None => self.0.push((path.to_owned(), vec![answering])),
        }
        self
    }

    /// A part of the table that stands elsewhere.
    pub fn configure(&mut self, part: impl FnOnce(&mut Self)) -> &mut Self {
        part(self);
        self
    }

    /// The addresses below a prefix.
    pub fn service(&mut self, scope: Scope) -> &mut Self {
        for (path, answering) in scope.routes {
            self.route(&format!("{}{path}", scope.prefix), answering);
        }
        self
    }

    /// Every method with its address, as they were declared.
    pub fn declared(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(path, all)| all.iter().map(|one| (one.method.as_str(), path.as_str())))
    }

    /// Hands the table over to the server.
    pub fn register(self, config: &mut ServiceConfig) {
        for (path, all) in self.0 {
            let mut methods: Vec<&str> = all.iter().map(|one| one.method.as_str()).collect();
            if methods.contains(&"GET") {
                methods.push("HEAD");
            }
            let methods = methods.join(", ");
            let named = references_in(&path);
            let resource =
                all.into_iter().fold(web::resource(path), |resource, one| resource.route(one.route));
            let other = move |request: HttpRequest| std::future::ready(other_method(&request, &methods));
            let resource = resource.default_service(web::to(other));
            if named.is_empty() {
                config.service(resource);
            } else {
                config
                    .service(resource.wrap(from_fn(move |request, next| led(named.clone(), request, next))));
            }
        }
    }
}

/// Addresses that begin alike.
pub struct Scope {
    prefix: &'static str,
    routes: Vec<(String, Answering)>,
}

/// What stands below this prefix.
pub fn scope(prefix: &'static str) -> Scope {
    Scope { prefix, routes: Vec::new() }
}

impl Scope {
    /// A part of the table that stands elsewhere.
    #[must_use]
    pub fn configure(self, part: impl FnOnce(Self) -> Self) -> Self {
        part(self)
    }

    /// An address below the prefix and one of the methods that it takes.
    #[must_use]
    pub fn route(mut self, path: &str, answering: Answering) -> Self {
        self.routes.push((path.to_owned(), answering));
        self
    }
}

/// The places in the address of a page at which a reference stands. Programs write them as they were given them.
fn references_in(path: &str) -> Vec<usize> {
    let marks = ["{reference}", "{id}", "{file}"];
    let places = path.split('/').enumerate().filter(|(_, part)| marks.contains(part));
    if path.starts_with("/api/") { Vec::new() } else { places.map(|(place, _)| place).collect() }
}

/// Middleware of a page: a reference written in another case, or with the punctuation of the sentence from which it was
/// copied, leads to the address that has it right. Whether anything is there is not looked at.
async fn led(
    named: Vec<usize>,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let path = request.path();
    let right: Vec<String> = path
        .split('/')
        .enumerate()
        .map(|(place, part)| if named.contains(&place) { written(part) } else { part.to_owned() })
        .collect();
    let right = right.join("/");
    if right == path || request.method() != Method::GET {
        return next.call(request).await;
    }
    let to = match request.query_string() {
        "" => right,
        query => format!("{right}?{query}"),
    };
    Ok(request.into_response(HttpResponse::SeeOther().insert_header((LOCATION, to)).finish()))
}

/// A part of an address with its reference as it is kept; any other part as it is.
fn written(part: &str) -> String {
    let plain = decode(part).unwrap_or_default();
    let right = reference(&plain);
    if right == plain.trim() { part.to_owned() } else { right }
}

/// The answer to a method that an address does not take. Who asks, and what stands there, is not looked at.
fn other_method(request: &HttpRequest, methods: &str) -> Result<HttpResponse> {
    if request.method() == Method::OPTIONS {
        Ok(HttpResponse::NoContent().insert_header((ALLOW, methods)).finish())
    } else {
        Err(Error::WrongMethod(methods.to_owned()))
    }
}

/// Middleware, around the handlers alone: what answers a `GET` only looks. It is given the writer's place by
/// [`super::AppState::look`], which asks the rule first, and by nothing else.
pub async fn read_only<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let read_only = request.method().is_safe();
    let mut answering = pin!(next.call(request));
    poll_fn(|context| {
        let _read_only = ReadOnly::begin(read_only);
        answering.as_mut().poll(context)
    })
    .await
}

/// A body that is not sent, and says how long it would be.
pub struct Unsent(BodySize);

impl MessageBody for Unsent {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        self.0
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(None)
    }
}

/// Middleware, outside all others: `HEAD` is answered as `GET` is, without the body.
pub async fn heads<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<Unsent, B>>, actix_web::Error> {
    if request.method() != Method::HEAD {
        return Ok(next.call(request).await?.map_body(|_, body| EitherBody::right(body)));
    }
    request.head_mut().method = Method::GET;
    let answer = next.call(request).await?;
    Ok(answer.map_body(|_, body| EitherBody::left(Unsent(body.size()))))
}
