//! The forms on the page of an action with which tasks are written, taken and done.

use actix_web::{HttpResponse, web};

use crate::accounts::Posted;
use crate::actions::pages::{back, no_such_act};
use crate::actions::{NewTask, Seen};
use crate::error::{Error, Result};
use crate::tasking::{ChangedTask, add_task, change_task};
use crate::vault::Vault;
use crate::web::Form;

/// What a form says of when something is due, and in which zone; nothing where the field was not shown.
pub(super) fn optional(form: &Form, name: &str) -> Option<String> {
    form.has(name).then(|| form.text(name).to_owned())
}

/// `POST /actions/{reference}/tasks`.
pub async fn post_task(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    back(vault, reference, posted, "action-task-added".to_owned(), |tx, viewer, reference, form| {
        let new = NewTask {
            title: form.raw("title").to_owned(),
            organisation: optional(form, "organisation"),
            due_at: optional(form, "due_at"),
            due_zone: optional(form, "due_zone"),
        };
        add_task(tx, viewer, reference, &new, &Seen::of_form(form)).map(|_| ())
    })
    .await
}

/// `POST /actions/{reference}/tasks/{task}`: takes it, gives it back, says that it is done or is not.
pub async fn act_on_task(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (reference, task) = path.into_inner();
    let key = match posted.form.text("act") {
        "take" => "action-task-taken",
        "give-back" => "action-task-given-back",
        "done" => "action-task-done",
        _ => "action-task-undone",
    };
    back(vault, reference.into(), posted, key.to_owned(), move |tx, viewer, reference, form| {
        let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
        let mut change = ChangedTask::default();
        match form.text("act") {
            "take" => {
                let slug = crate::people::organisation(tx.conn, &home)?.slug;
                change.organisation = Some(slug);
            }
            "give-back" => change.organisation = Some(String::new()),
            "done" => change.done = Some(true),
            "undone" => change.done = Some(false),
            other => return Err(no_such_act(other)),
        }
        let of = (task.as_str(), form.text("revision"));
        let action = change_task(tx, viewer, of, &change, &Seen::of_form(form))?;
        if action == reference { Ok(()) } else { Err(Error::NotFound) }
    })
    .await
}
