//! The page of one request to publish, as either side sees it.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use crate::access::{Act, Viewer, permits};
use crate::accounts::Posted;
use crate::db::{Moment, Tx};
use crate::delegation::pages::form::kind_of;
use crate::delegation::{self, Delegation};
use crate::error::{Error, Fields, Result};
use crate::flow::{self, ReleaseVerb};
use crate::reports::contribution_page::{Paged, act_on};
use crate::reports::one_page::{OfOne, Shown};
use crate::reports::text::{self, Text};
use crate::vault::Vault;
use crate::web::{Form, FormErrors, Page, done};

#[derive(Template)]
#[template(path = "delegation/delegation.html")]
pub struct OnePage {
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
    moves: Vec<ReleaseVerb>,
    /// Whether what was handed over can be taken back.
    recalls: bool,
    comment: String,
    reason: String,
    errors: Fields,
    notice: String,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl OnePage {
    fn may(&self, verb: &str) -> bool {
        self.moves.iter().any(|known| known.as_str() == verb)
    }
}

impl Paged for Delegation {
    const AT: &'static str = "/delegations";
    const APPROVED: &'static str = "delegation-asked";
    type OnePage = OnePage;

    fn shown(
        tx: &mut Tx<'_>,
        vault: &Vault,
        page: Page,
        viewer: &Viewer,
        (reference, form): (&str, &Form),
        refusal: FormErrors,
    ) -> Result<Shown<OnePage>> {
        let seen = delegation::seen(tx, vault, viewer, reference)?;
        let asked = seen.publisher;
        let moves = if asked {
            Vec::new()
        } else {
            flow::open_moves(tx.conn, tx.now(), viewer, &seen.release, true)?
        };
        let owner = seen.row.organisation_id.clone();
        let reading = seen.text.as_ref().map(delegation::Handed::reading);
        let view = delegation::view(tx, seen)?;
        let recalls = view.state == "asked"
            && (permits(viewer, Act::CancelProposal { owner: &owner })
                || permits(viewer, Act::WithdrawRelease { owner: &owner }));
        Ok(Ok(Box::new(OnePage {
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
            answer: view.reason,
            moves,
            recalls,
            comment: form.raw("comment").to_owned(),
            reason: form.raw("reason").to_owned(),
            notice: refusal.notice(&page),
            errors: refusal.errors,
            page,
        })))
    }
}

/// `POST /delegations/{reference}/acceptance`.
pub async fn accept_delegation(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    sent: Posted,
) -> Result<HttpResponse> {
    // Where the report is, is not kept beside the reference of the request: sent again, one is led to the desk.
    let (tell, told) = std::sync::mpsc::channel();
    let work = move |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, _: &Form| {
        let report = delegation::accept(tx, vault, viewer, reference)?;
        tell.send(format!("/reports/{}/desk", report.reference)).map_err(Error::internal)?;
        Ok(Value::Null)
    };
    let lead = |_: &Value| done(told.try_recv().as_deref().unwrap_or("/desk"), "delegation-accepted");
    act_on::<Delegation>(sent, vault, reference, work, lead).await
}

/// `POST /delegations/{reference}/refusal`.
pub async fn decline_delegation(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    sent: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        delegation::decline(tx, vault, viewer, reference, form.raw("reason"))?;
        Ok(Value::Null)
    };
    let lead = |_: &Value| done("/delegations", "delegation-declined");
    act_on::<Delegation>(sent, vault, reference, work, lead).await
}
