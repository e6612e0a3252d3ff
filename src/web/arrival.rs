//! The arrival of a request, stamped before it waits for anything.

use std::future::poll_fn;
use std::pin::pin;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;

use super::app_state::app_state_of;
use crate::db::Arrival;

/// Middleware, outside all others: what is done for this request is judged by when it arrived. Until a request that may
/// change something is answered, no later deadline fires.
pub async fn stamp<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let app = app_state_of(request.request())?;
    let at = app.ambient().now();
    let _waiting = (!request.method().is_safe()).then(|| app.arrivals().arrive(at));
    let mut answering = pin!(next.call(request));
    poll_fn(|context| {
        let _arrival = Arrival::begin(Some(at));
        answering.as_mut().poll(context)
    })
    .await
}
