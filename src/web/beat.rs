//! What is hidden and what is not there answer alike; here they also take alike. A refusal leaves at a beat, not when it is
//! ready: not only “not found” follows a look-up, but also the fault of a form or of JSON that names something else by its
//! reference.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, ResponseError};

use super::app_state::app_state_of;
use super::client_address;
use super::misses::{Asker, Verdict};
use crate::error::Error;

/// The session of a request that somebody signed in has sent.
struct Session(String);

/// Says of a request whose it is.
pub fn known_as(request: &HttpRequest, session: &str) {
    request.extensions_mut().insert(Session(session.to_owned()));
}

/// How much longer an answer waits.
struct Later(Duration);

/// What was looked up for a request is not there, or not for its sender.
struct Missed;

/// Notes of a request that what it named is not there, or not for its sender, though its answer has another status: a list
/// without rows, say.
pub fn missed(request: &HttpRequest) {
    request.extensions_mut().insert(Missed);
}

fn is_missing<B>(answer: &ServiceResponse<B>) -> bool {
    matches!(answer.status(), StatusCode::NOT_FOUND | StatusCode::GONE)
        || answer.request().extensions().get::<Missed>().is_some()
}

fn asker(request: &HttpRequest, address: Option<IpAddr>) -> Asker {
    match (request.extensions().get::<Session>(), address) {
        (Some(session), _) => Asker::Session(session.0.clone()),
        // A network of IPv6 hands out as many addresses as somebody likes.
        (None, Some(IpAddr::V6(address))) => {
            let [a, b, c, d, ..] = address.segments();
            Asker::Network(IpAddr::from([a, b, c, d, 0, 0, 0, 0]))
        }
        (None, Some(address)) => Asker::Network(address),
        (None, None) => Asker::Shared,
    }
}

/// Middleware: whoever has been told of too much that it is not there is told to wait, whatever they ask for next that is
/// not there or hidden from them.
pub async fn budget<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let answer = next.call(request).await?;
    if !is_missing(&answer) {
        return Ok(answer.map_into_left_body());
    }
    let app = app_state_of(answer.request())?;
    let asker = asker(answer.request(), client_address(app.config(), answer.request()));
    match app.misses().count(asker, app.config().missing.most, Instant::now()) {
        Verdict::Answered => Ok(answer.map_into_left_body()),
        Verdict::Late(by) => {
            answer.request().extensions_mut().insert(Later(by));
            Ok(answer.map_into_left_body())
        }
        Verdict::Refused(seconds) => {
            let request = answer.request().clone();
            let refusal = Error::TooMany(seconds).error_response();
            request.extensions_mut().insert(Later(Duration::ZERO));
            Ok(ServiceResponse::new(request, refusal).map_into_right_body())
        }
    }
}

/// Middleware, outside all that looks anything up: a refusal, and any other answer that says that nothing is there, leaves
/// at the next beat after its request arrived. No thread waits for that.
pub async fn pace<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let arrived = Instant::now();
    let grid = app_state_of(request.request())?.config().missing.grid;
    let answer = next.call(request).await?;
    let later = answer.request().extensions_mut().remove::<Later>();
    if answer.status().is_client_error() || is_missing(&answer) || later.is_some() {
        let later = later.map_or(Duration::ZERO, |later| later.0);
        actix_web::rt::time::sleep(until_beat(arrived.elapsed() + later, grid) + later).await;
    }
    Ok(answer)
}

/// How long it is until the next multiple of `grid`.
fn until_beat(taken: Duration, grid: Duration) -> Duration {
    let (taken, grid) = (taken.as_nanos(), grid.as_nanos());
    if grid == 0 {
        return Duration::ZERO;
    }
    let wait = (taken / grid + 1) * grid - taken;
    Duration::from_nanos(u64::try_from(wait).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_leaves_at_the_next_beat() {
        let beat = Duration::from_millis(10);
        for (taken, wait) in [(0, 10_000), (1, 9_999), (9_999, 1), (10_000, 10_000), (25_000, 5_000)] {
            let wait = Duration::from_micros(wait);
            assert_eq!(until_beat(Duration::from_micros(taken), beat), wait, "{taken}");
        }
        assert_eq!(until_beat(beat, Duration::ZERO), Duration::ZERO);
    }

    #[test]
    fn a_network_of_ipv6_is_one() {
        let request = actix_web::test::TestRequest::default().to_http_request();
        let of = |address: &str| asker(&request, Some(address.parse().unwrap()));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        known_as(&request, "s");
        assert_eq!(of("192.0.2.1"), Asker::Session("s".into()));
    }
}
