//! `/api/v1/tasks`, and the tasks of an action.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{ChangedTask, add_task, change_task};
use crate::accounts::Visitor;
use crate::actions::api::{Done, SEEN, act};
use crate::actions::{NewTask, Seen};
use crate::description::{Description, patch, post};
use crate::error::Result;
use crate::web::{AppState, Idempotent, Json, OptionalJson, body};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let add = "Add a task (delegate of an organisation that takes part)";
    let change =
        "Change a task: take it, give it back, say who of one's people does it or that it is done (delegate)";
    api.add(
        "Joint actions",
        [
            post("/api/v1/actions/{reference}/tasks", add)
                .says(SEEN)
                .once()
                .takes::<NewTask>()
                .gives::<Done>(201, "It is there."),
            patch("/api/v1/tasks/{task}", change)
                .says("`If-Match`, where it is sent, names the revision of the task that was seen: 412 where it has changed since.")
                .takes::<ChangedTask>()
                .gives::<Done>(200, "It is changed."),
        ],
    );
}

/// `POST /api/v1/actions/{reference}/tasks` `{title, organisation?, due_at?, due_zone?}`.
pub async fn post_task(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewTask = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    act(app, visitor, 201, (key, sent.hash), move |tx, viewer| add_task(tx, viewer, &reference, &new, &seen))
        .await
}

/// `PATCH /api/v1/tasks/{reference}`.
pub async fn patch_task(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let change: ChangedTask = body::read(&sent.0.value)?;
    let revision = Seen::of_request(&request).named();
    let seen = Seen::of_mark(change.mark.clone());
    let done = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            let of = (reference.as_str(), revision.as_str());
            change_task(tx, visitor.viewer(), of, &change, &seen)?;
            Ok(Done { reference: reference.into_inner() })
        })
        .await?;
    Ok(HttpResponse::Ok().json(done))
}
