//! Headers that hold for every answer, and whose word counts on addresses.

use std::net::{IpAddr, SocketAddr};

use actix_web::HttpRequest;
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, USER_AGENT,
};
use actix_web::http::{ConnectionType, Version};
use actix_web::middleware::Next;

use super::app_state::app_state_of;
use crate::config::Config;

/// Nothing inline, nothing from elsewhere, no frames, forms only to ourselves.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    connect-src 'self'; font-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Middleware: the security headers of every answer. What has no caching rule of its own is never stored.
pub async fn secure(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let https = app_state_of(request.request()).is_ok_and(|app| app.config().is_https());
    let mut answer = next.call(request).await?;
    // Programs of before 1997 know no chunks: what has no length ends with the connection.
    if answer.request().version() < Version::HTTP_11 && answer.response().body().size() == BodySize::Stream {
        let head = answer.response_mut().head_mut();
        head.no_chunking(true);
        head.set_connection_type(ConnectionType::Close);
    }
    let headers = answer.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"),
        ("x-robots-tag", "noarchive"),
    ] {
        let name = HeaderName::from_static(name);
        // A file that may do nothing at all says so itself, and so does a page whose address is a secret.
        let says_itself = name == CONTENT_SECURITY_POLICY || name == REFERRER_POLICY;
        if !says_itself || !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if https {
        headers.insert(
            HeaderName::from_static("strict-transport-security"),
            HeaderValue::from_static("max-age=63072000; includeSubDomains"),
        );
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(answer)
}

/// The visitor's address, where it can be believed: the peer's own unless the peer is a trusted proxy, then
/// the last address in `X-Forwarded-For` that is not one. `None` where all visitors share one unnamed proxy
/// (an onion service, a proxy on this machine): there an address tells nobody from anybody.
pub fn client_address(config: &Config, request: &HttpRequest) -> Option<IpAddr> {
    // A listener for both families sees IPv4 in the clothes of IPv6.
    let trusted = |address: &IpAddr| config.trusted_proxy.iter().any(|one| one.to_canonical() == *address);
    let peer = request.peer_addr()?.ip().to_canonical();
    if !trusted(&peer) {
        return (!peer.is_loopback()).then_some(peer);
    }
    // Some proxies add a line of their own below the visitor's, others lengthen it: read from the end of all.
    let lines: Vec<_> = request.headers().get_all("X-Forwarded-For").collect();
    let parts = lines.into_iter().rev().flat_map(|line| line.to_str().unwrap_or("?").rsplit(','));
    parts.map_while(forwarded).find(|address| !trusted(address))
}

/// An address as proxies write it: alone or with the port that it spoke from, bare, in brackets, in quotation marks.
fn forwarded(part: &str) -> Option<IpAddr> {
    let part = part.trim();
    let part = part.strip_prefix('"').and_then(|part| part.strip_suffix('"')).unwrap_or(part);
    let bare = part.strip_prefix('[').and_then(|part| part.strip_suffix(']')).unwrap_or(part);
    let address =
        bare.parse::<IpAddr>().or_else(|_| part.parse::<SocketAddr>().map(|with_port| with_port.ip()));
    address.ok().map(|address| address.to_canonical())
}

/// What a browser or program calls itself.
pub fn agent(request: &HttpRequest) -> String {
    request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
