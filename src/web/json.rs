//! JSON bodies and the headers of careful clients.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, IF_MATCH};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::app_state::app_state_of;
use super::form::read_body;
use super::strict::Strict;
use crate::error::{Error, Result, message};

/// A JSON body, as a value and as the hash of its bytes (for `Idempotency-Key`). Parsed into an input type by
/// the handler's own code, so that every wrong field can be named at once. It has no `Debug`: passwords are sent in it.
#[derive(Clone)]
pub struct Json {
    /// What was sent; always an object.
    pub value: Value,
    /// SHA-256 of the body, hexadecimal.
    pub hash: String,
}

impl Json {
    fn parse(kind: &str, body: &[u8]) -> Result<Self> {
        if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
            return Err(Error::Malformed(message("malformed-not-json-type")));
        }
        let Strict(value) = serde_json::from_slice(body)
            .map_err(|error| Error::Malformed(message("malformed-not-json").with("why", error)))?;
        Ok(Self { value, hash: hex::encode(Sha256::digest(body)) })
    }

    fn object(self) -> Result<Self> {
        if self.value.is_object() { Ok(self) } else { Err(Error::Malformed(message("malformed-no-object"))) }
    }
}

async fn receive(request: HttpRequest, payload: Payload) -> Result<(String, Vec<u8>)> {
    let app = app_state_of(&request)?;
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let body = read_body(payload, app.config().body_limit).await?;
    Ok((kind.to_owned(), body))
}

impl FromRequest for Json {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let received = receive(request.clone(), payload.take());
        Box::pin(async move {
            let (kind, body) = received.await?;
            Self::parse(&kind, &body)?.object()
        })
    }
}

/// A JSON body that is a list.
#[derive(Clone)]
pub struct JsonList(pub Vec<Value>);

impl FromRequest for JsonList {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let received = receive(request.clone(), payload.take());
        Box::pin(async move {
            let (kind, body) = received.await?;
            match Json::parse(&kind, &body)?.value {
                Value::Array(entries) => Ok(Self(entries)),
                _ => Err(Error::Malformed(message("malformed-no-list"))),
            }
        })
    }
}

/// A JSON body that may be left out: then it is `{}`. One that is there and cannot be read is still refused.
#[derive(Clone)]
pub struct OptionalJson(pub Json);

impl FromRequest for OptionalJson {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let received = receive(request.clone(), payload.take());
        Box::pin(async move {
            let (kind, body) = received.await?;
            let json = if body.is_empty() {
                Json::parse("application/json", b"{}")
            } else {
                Json::parse(&kind, &body)
            };
            json.and_then(Json::object).map(Self)
        })
    }
}

/// The version that a client believes to be current, from `If-Match`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfMatch(Option<String>);

impl IfMatch {
    /// What was sent, without its quotes.
    pub fn of(request: &HttpRequest) -> Self {
        let header = request.headers().get(IF_MATCH).and_then(|value| value.to_str().ok());
        Self(header.map(|value| value.trim().trim_start_matches("W/").trim_matches('"').to_owned()))
    }

    /// Refuses a lost update: [`Error::Stale`] where the client names another version than `current`, and
    /// where it names none.
    pub fn check(&self, current: &str) -> Result<()> {
        match &self.0 {
            Some(version) if version == current || version == "*" => Ok(()),
            Some(_) => Err(Error::Stale),
            None => Err(Error::Malformed(message("malformed-no-version"))),
        }
    }
}

/// An answer of this status and JSON.
pub fn answer_with(status: u16, body: &Value) -> Result<HttpResponse> {
    let status = StatusCode::from_u16(status).map_err(Error::internal)?;
    Ok(HttpResponse::build(status).json(body))
}

/// A version as an `ETag` value.
pub fn etag(version: &str) -> String {
    format!("\"{version}\"")
}
