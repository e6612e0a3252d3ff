//! The forms on the page of an action with which organisations act before its readers.

use actix_web::{HttpResponse, web};
use serde_json::Value;

use super::AT;
use crate::access::Viewer;
use crate::accounts::Posted;
use crate::actions::{Action, Seen, Stage, give_lead, join, leave, move_on, take_lead};
use crate::db::Tx;
use crate::error::{Error, Result, message};
use crate::reports::contribution_page::act_on;
use crate::vault::Vault;
use crate::web::{Form, done};

/// What no button of the page sends.
pub(crate) fn no_such_act(act: &str) -> Error {
    Error::invalid("act", message("fault-no-such-value").with("value", act))
}

/// Does what a form asks, and leads back to the action.
pub(crate) async fn back(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
    key: String,
    work: impl FnOnce(&mut Tx<'_>, &Viewer, &str, &Form) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    let at = format!("{AT}/{reference}");
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        work(tx, viewer, reference, form).map(|()| Value::Null)
    };
    act_on::<Action>(posted, vault, reference, work, move |_: &Value| done(&at, &key)).await
}

/// `POST /actions/{reference}/moves`.
pub async fn move_action(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let to = posted.form.text("to").parse::<Stage>();
    let key =
        to.map_or_else(|_| String::new(), |to| format!("action-moved-{}", to.as_str().replace('_', "-")));
    back(vault, reference, posted, key, |tx, viewer, reference, form| {
        let asked = (form.text("from"), form.text("to"), form.raw("move_reason"));
        move_on(tx, viewer, reference, asked, &Seen::of_form(form)).map_err(|fault| match fault {
            // The page has another reason, that of a withdrawal.
            Error::Invalid(mut fields) => {
                if let Some(faults) = fields.0.remove("reason") {
                    fields.0.insert("move_reason".to_owned(), faults);
                }
                Error::Invalid(fields)
            }
            other => other,
        })
    })
    .await
}

/// `POST /actions/{reference}/participation`.
pub async fn act_on_participation(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let leaves = posted.form.text("act") == "leave";
    let key = if leaves { "action-left" } else { "action-joined" };
    back(vault, reference, posted, key.to_owned(), move |tx, viewer, reference, form| {
        let seen = Seen::of_form(form);
        match form.text("act") {
            "leave" => leave(tx, viewer, reference, &seen),
            "join" => join(tx, viewer, reference, &seen),
            other => Err(no_such_act(other)),
        }
    })
    .await
}

/// `POST /actions/{reference}/lead`.
pub async fn act_on_lead(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let key = match posted.form.text("act") {
        "take" => "action-lead-taken",
        "take-back" => "action-lead-offer-ended",
        _ => "action-lead-offered",
    };
    back(vault, reference, posted, key.to_owned(), move |tx, viewer, reference, form| {
        let seen = Seen::of_form(form);
        match form.text("act") {
            "take" => take_lead(tx, viewer, reference, &seen),
            "take-back" => give_lead(tx, viewer, reference, "", &seen),
            "offer" if form.text("organisation").is_empty() => {
                Err(Error::invalid("organisation", message("fault-missing")))
            }
            "offer" => give_lead(tx, viewer, reference, form.text("organisation"), &seen),
            other => Err(no_such_act(other)),
        }
    })
    .await
}
