//! The page of one request to publish, as either side sees it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;

use super::delegating::kind_of;
use super::refusal::Refusal;
use super::text::{self, Text};
use crate::access::{Act, Viewer, permits};
use crate::db::{Moment, Tx};
use crate::error::{Fields, Result};
use crate::flow;
use crate::incidents::delegation;
use crate::people::Visitor;
use crate::vault::Vault;
use crate::web::{Core, Form, Idempotent, Page, Protected, done, html, html_as, once};

#[derive(Template)]
#[template(path = "reports/delegation.html")]
struct OnePage {
    page: Page,
    reference: String,
    /// For who asks: about which report, with its desk.
    report: String,
    organisation: String,
    publisher: String,
    /// Whether the viewer is asked.
    asked: bool,
    state: String,
    state_kind: &'static str,
    at: Moment,
    words: String,
    text: Option<Text>,
    /// What is left out of it, and why.
    applied: Vec<String>,
    /// The reviewer's words.
    told: String,
    /// Why the publisher declined.
    answer: String,
    moves: Vec<&'static str>,
    /// Whether what was handed over can be taken back.
    recalls: bool,
    comment: String,
    reason: String,
    errors: Fields,
    notice: String,
}

impl OnePage {
    fn may(&self, verb: &str) -> bool {
        self.moves.contains(&verb)
    }
}

fn one_page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    reference: &str,
    (form, refusal): (Option<&Form>, Refusal),
) -> Result<OnePage> {
    let seen = delegation::seen(tx, vault, viewer, reference)?;
    let asked = seen.publisher;
    let moves =
        if asked { Vec::new() } else { flow::open_moves(tx.conn, tx.now(), viewer, &seen.release, true)? };
    let owner = seen.row.organisation_id.clone();
    let view = delegation::view(tx, seen)?;
    let recalls = view.state == "asked"
        && (permits(viewer, Act::CancelProposal { owner: &owner })
            || permits(viewer, Act::WithdrawRelease { owner: &owner }));
    let reading = view.text.as_ref().map(delegation::Handed::reading);
    let told = |name: &str| form.map(|form| form.raw(name)).unwrap_or_default().to_owned();
    Ok(OnePage {
        text: reading.as_ref().map(|reading| Text::of(&page, reading)).transpose()?,
        applied: reading.map(|reading| text::applied(&page, &reading.redactions)).unwrap_or_default(),
        reference: view.reference,
        report: view.report.unwrap_or_default(),
        organisation: view.organisation.name,
        publisher: view.publisher.name,
        asked,
        state: page.t(&format!("delegation-state-{}", view.state)),
        state_kind: kind_of(view.state),
        at: view.at,
        words: view.words,
        told: view.comment,
        answer: view.answer,
        moves,
        recalls,
        comment: told("comment"),
        reason: told("reason"),
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })
}

/// `GET /delegations/{reference}`.
pub async fn one_delegation(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let page = visitor.page(&core, &request);
    let shown = core
        .write(move |tx| one_page(tx, &vault, page, visitor.viewer(), &reference, (None, Refusal::none())))
        .await?;
    html(&core, &shown.page, &shown)
}

/// Makes a move and leads on to where `work` says; where it cannot be made, the page comes back and says why, with what
/// was typed. Where that is, is not kept beside the reference of the request: sent again, one is led to the desk.
async fn act(
    (core, vault, visitor): (web::Data<Core>, web::Data<Vault>, Visitor),
    reference: web::Path<String>,
    request: &HttpRequest,
    form: Form,
    (key_done, work): (
        &'static str,
        impl FnOnce(&mut Tx<'_>, &Vault, &Viewer, &str, &Form) -> Result<String> + Send + 'static,
    ),
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let key = Idempotent::of_form(request, &form);
    let page = visitor.page(&core, request);
    let shown = core
        .blocking(move |core| {
            let viewer = visitor.viewer();
            let mut on = "/desk".to_owned();
            let acted = core.write_now(|tx| {
                once(tx, &person, &key, &form.hash(), |tx| {
                    on = work(tx, &vault, viewer, &reference, &form)?;
                    Ok((303, json!({})))
                })
            });
            let Err(error) = acted else { return Ok(Ok(on)) };
            let refusal = Refusal::of(error)?;
            let status = refusal.status;
            let over = (Some(&form), refusal);
            let shown = core.write_now(|tx| one_page(tx, &vault, page, viewer, &reference, over))?;
            Ok(Err((status, shown)))
        })
        .await?;
    match shown {
        Ok(on) => Ok(done(&on, key_done)),
        Err((status, shown)) => html_as(status, &core, &shown.page, &shown),
    }
}

fn page_of(reference: &str) -> String {
    format!("/delegations/{reference}")
}

/// `POST /delegations/{reference}/approval`.
pub async fn approve_asking(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Protected,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        delegation::approve(tx, vault, viewer, reference, form.text("comment"))?;
        Ok("/reviews".to_owned())
    };
    act((core, vault, visitor), reference, &request, sent.0, ("delegation-asked", work)).await
}

/// `POST /delegations/{reference}/return`.
pub async fn return_asking(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Protected,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        delegation::return_to_author(tx, viewer, reference, form.text("comment"))?;
        Ok("/reviews".to_owned())
    };
    act((core, vault, visitor), reference, &request, sent.0, ("release-returned", work)).await
}

/// `POST /delegations/{reference}/withdrawal`: takes it back.
pub async fn withdraw_asking(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Protected,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, _: &Form| {
        delegation::take_back(tx, viewer, reference)?;
        Ok(page_of(reference))
    };
    act((core, vault, visitor), reference, &request, sent.0, ("release-withdrawn", work)).await
}

/// `POST /delegations/{reference}/acceptance`.
pub async fn take_on(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Protected,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, _: &Form| {
        let report = delegation::accept(tx, vault, viewer, reference)?;
        Ok(format!("/reports/{}/desk", report.reference))
    };
    act((core, vault, visitor), reference, &request, sent.0, ("delegation-taken-on", work)).await
}

/// `POST /delegations/{reference}/refusal`.
pub async fn turn_down(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Protected,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        delegation::decline(tx, vault, viewer, reference, form.raw("reason"))?;
        Ok("/delegations".to_owned())
    };
    act((core, vault, visitor), reference, &request, sent.0, ("delegation-declined", work)).await
}
