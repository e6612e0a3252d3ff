//! What goes wrong, told in the frame of whoever asked.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpRequest};

use crate::accounts::Visitor;
use crate::web::{self, AppState, Page};

async fn frame(app: &AppState, request: &HttpRequest) -> Page {
    match Visitor::from_request(request, &mut Payload::None).await {
        Ok(visitor) => visitor.page(app, request),
        Err(_) => Page::new(app, request, None, None),
    }
}

/// Middleware: where a person asked for a page, a problem is told as one.
pub async fn problems_as_pages(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    web::problems_as_pages(request, next, frame).await
}
