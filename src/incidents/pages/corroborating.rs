//! The pages on which what was said of another organisation's report is read, let out and taken back.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::apart::{GonePage, OfOne, REVIEWS, Shown, act, one};
use super::audience::name_readers;
use super::reading::names;
use super::refusal::Refusal;
use crate::access::{Act, Tlp, Token, Viewer, permits};
use crate::db::{Conn, Moment, Tx};
use crate::error::{Fields, Result};
use crate::flow;
use crate::incidents::apart::Seen;
use crate::incidents::corroboration::{self, Cited, Corroboration, CorroborationView, Stance};
use crate::people::Visitor;
use crate::vault::Vault;
use crate::web::{Core, Form, Page, Protected, done};

/// What another organisation says of a report, as pages show it.
pub struct Spoken {
    pub reference: String,
    pub organisation: String,
    pub stance: String,
    /// The colour of what is said.
    pub kind: &'static str,
    pub grade: String,
    pub note: String,
    /// The reports that it names, as far as the viewer reads them.
    pub evidence: Vec<Cited>,
    pub tlp: Tlp,
    pub audience: String,
    pub at: Moment,
    /// That it was said of an earlier text, where it was.
    pub earlier: String,
    /// That it moves no verification, where it does not.
    pub aside: String,
}

impl Spoken {
    /// In the words of the page.
    pub fn of(conn: &mut Conn, page: &Page, viewer: &Viewer, view: &CorroborationView) -> Result<Self> {
        let audience = names(conn, page, &view.tokens)?;
        let all = viewer.reads_as(&view.organisation.id)
            || view.tokens.iter().any(|token| matches!(token, Token::Public | Token::Coalition));
        let (kind, earlier) = match view.stance {
            Stance::Disputes => ("state-care", "said-earlier"),
            Stance::Corroborates | Stance::Verifies => ("state-good", "said-earlier"),
            Stance::Replies => ("", "reply-earlier"),
        };
        Ok(Self {
            reference: view.reference.clone(),
            organisation: view.organisation.name.clone(),
            stance: page.t(&format!("stance-{}", view.stance)),
            kind,
            grade: view.grade.map(|grade| page.t(&format!("grade-{grade}"))).unwrap_or_default(),
            note: view.note.clone(),
            evidence: view.evidence.clone(),
            tlp: view.tlp,
            audience: if all { audience } else { page.ta("audience-among", &[("names", &audience)]) },
            at: view.at,
            aside: if view.may_count || view.stance == Stance::Replies {
                String::new()
            } else {
                page.t("said-aside")
            },
            earlier: if view.of_earlier_text { page.t(earlier) } else { String::new() },
        })
    }
}

#[derive(Template)]
#[template(path = "incidents/corroboration.html")]
struct OnePage {
    page: Page,
    said: Spoken,
    /// The report that it is of, where the viewer reads it.
    report: String,
    /// Where it stands, where it is not out.
    state: String,
    /// The reviewer's words.
    told: String,
    moves: Vec<&'static str>,
    withdraws: bool,
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
        self.moves.contains(&verb)
    }
}

fn one_page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    mut page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: Refusal,
) -> Result<Shown<OnePage>> {
    let (row, audience, state, told, moves) = match corroboration::seen(tx, vault, viewer, reference)? {
        Seen::Withdrawn(row, tombstone) => {
            let of = (reference, &row.report_id);
            return Ok(Err(GonePage::beside(tx.conn, page, viewer, of, tombstone)?));
        }
        Seen::Live(row, audience) => (row, audience, String::new(), String::new(), Vec::new()),
        Seen::Waiting(row, release, note) => {
            let moves = flow::open_moves(tx.conn, tx.now(), viewer, &release, true)?;
            let state = page.t(&format!("release-state-{}", release.state));
            (Corroboration { note, ..row }, release.audience, state, release.comment, moves)
        }
    };
    let owner = row.organisation_id.clone();
    let withdraws = row.is_live() && permits(viewer, Act::WithdrawRelease { owner: &owner });
    let report = corroboration::readable_report(tx.conn, viewer, &row)?;
    let view = corroboration::view(tx.conn, viewer, row, &audience, "live", None)?;
    let sent = ["flash-corroboration-out", "flash-corroboration-proposed"];
    name_readers(tx.conn, &mut page, viewer, (&audience, &owner), sent)?;
    Ok(Ok(Box::new(OnePage {
        said: Spoken::of(tx.conn, &page, viewer, &view)?,
        report: report.unwrap_or_default(),
        state,
        told,
        moves,
        withdraws,
        comment: form.raw("comment").to_owned(),
        reason: form.raw("reason").to_owned(),
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })))
}

/// `GET /corroborations/{reference}`.
pub async fn one_corroboration(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    one((core, vault, visitor), reference, &request, one_page).await
}

/// `POST /corroborations/{reference}/approval`.
pub async fn approve_said(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Protected,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        corroboration::approve(tx, vault, viewer, reference, form.text("comment")).map(Value::from)
    };
    let lead = |_: &Value| done(REVIEWS, "review-approved");
    act((core, vault, visitor), reference, (&request, sent.0), work, lead, one_page).await
}

/// `POST /corroborations/{reference}/return`.
pub async fn return_said(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Protected,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        corroboration::return_to_author(tx, viewer, reference, form.text("comment")).map(Value::from)
    };
    let lead = |_: &Value| done(REVIEWS, "release-returned");
    act((core, vault, visitor), reference, (&request, sent.0), work, lead, one_page).await
}

/// `POST /corroborations/{reference}/withdrawal`: takes back what is out, with a reason, or a proposal.
pub async fn withdraw_said(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Protected,
) -> Result<HttpResponse> {
    let to = format!("/corroborations/{reference}");
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        corroboration::withdraw(tx, viewer, reference, form.raw("reason")).map(Value::from)
    };
    let lead = move |_: &Value| done(&to, "release-withdrawn");
    act((core, vault, visitor), reference, (&request, sent.0), work, lead, one_page).await
}
