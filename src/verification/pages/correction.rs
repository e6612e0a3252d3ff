//! The pages on which an organisation corrects what it said of a report, and those of earlier versions.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use super::corroboration::Spoken;
use super::statement::Evidence;
use crate::access::{Act, Viewer, permits, sql};
use crate::accounts::{Posted, Visit};
use crate::contributions::{self, Kind, Lookup};
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::flow::TextKind;
use crate::reports::audience_picker::{self, Offers};
use crate::reports::contribution_page::Paged;
use crate::reports::one_page::{self, GonePage, OfOne, Shown};
use crate::vault::Vault;
use crate::verification::{self, CorrectionInput, Corroboration};
use crate::web::{Form, FormErrors, Page, done};

#[derive(Template)]
#[template(path = "verification/correct.html")]
struct FormPage {
    page: Page,
    reference: String,
    stance: String,
    note: String,
    evidence: Evidence,
    offers: Offers,
    reason: String,
    errors: Fields,
    notice: String,
}

impl OfOne for FormPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

/// The form: with what was typed on it, else with what is to be corrected.
fn form_page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<FormPage>> {
    verification::correctable(tx, viewer, reference)?;
    let row = match contributions::open::<Corroboration>(tx, vault, viewer, reference)? {
        Lookup::Tombstone(row, tombstone) => {
            let of = (reference, Corroboration::about(&row));
            return Ok(Err(GonePage::beside(tx.conn, page, viewer, of, tombstone)?));
        }
        Lookup::Live(row, _) | Lookup::InReview(row, _) | Lookup::Unconfirmed(row, _) => row,
    };
    let typed = form.has("note");
    let (chosen, named) = if typed {
        (audience_picker::chosen(form), Evidence::chosen(form))
    } else {
        let named = verification::evidence_now(tx.conn, viewer, &row)?;
        (verification::readers_now(tx.conn, viewer, &row)?, named)
    };
    let home = &row.organisation_id;
    Ok(Ok(Box::new(FormPage {
        stance: page.t(&format!("stance-{}", row.details.stance)),
        note: if typed { form.raw("note").to_owned() } else { row.body },
        evidence: Evidence::offered(tx.conn, viewer, home, &named)?,
        offers: audience_picker::offers(tx, &page, viewer, (TextKind::Corroboration, home), &chosen)?,
        reason: form.raw("reason").to_owned(),
        reference: row.reference,
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })))
}

/// `GET /corroborations/{reference}/correct`.
pub async fn choose_correction(
    visit: Visit,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, form_page).await
}

/// `POST /corroborations/{reference}/correct`.
pub async fn post_correction(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    sent: Posted,
) -> Result<HttpResponse> {
    let back = format!("{}/{reference}", Corroboration::AT);
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let input = CorrectionInput {
            note: form.raw("note").to_owned(),
            evidence: Evidence::chosen(form),
            reason: form.raw("reason").to_owned(),
            words: audience_picker::chosen_readers(form),
        };
        let (_, release) = verification::correct(tx, vault, viewer, reference, &input)?;
        Ok(json!({ "waits": release.state.is_open() }))
    };
    let lead = move |kept: &Value| {
        let waits = kept.get("waits") == Some(&Value::Bool(true));
        done(&back, if waits { "corroboration-proposed" } else { "corroboration-out" })
    };
    one_page::act(sent, vault, reference, work, lead, form_page).await
}

#[derive(Template)]
#[template(path = "verification/version.html")]
struct VersionPage {
    page: Page,
    said: Spoken,
    number: usize,
    /// The address of the whole.
    at: String,
    withdraws: bool,
    reason: String,
    errors: Fields,
    notice: String,
}

impl OfOne for VersionPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

/// The page of an earlier version; `asked` is its reference and its number, with a stroke between.
fn version_page(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (asked, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<VersionPage>> {
    let (reference, number) = asked.split_once('/').ok_or(Error::NotFound)?;
    let (row, audience) = match contributions::open_version::<Corroboration>(tx, viewer, (reference, number))?
    {
        Lookup::Live(row, audience) => (row, audience),
        Lookup::InReview(..) | Lookup::Unconfirmed(..) => return Err(Error::NotFound),
        Lookup::Tombstone(row, tombstone) => {
            let of = (reference, Corroboration::about(&row));
            return Ok(Err(GonePage::beside(tx.conn, page, viewer, of, tombstone)?));
        }
    };
    let withdraws = permits(viewer, Act::WithdrawRelease { owner: &row.organisation_id })
        && !sql::is_live(tx.conn, row.version.as_str())?;
    let view = verification::view(tx.conn, viewer, &row, &audience, "replaced")?;
    Ok(Ok(Box::new(VersionPage {
        said: Spoken::of(&page, viewer, &view),
        number: number.parse().map_err(|_| Error::NotFound)?,
        at: format!("{}/{reference}", Corroboration::AT),
        withdraws,
        reason: form.raw("reason").to_owned(),
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })))
}

/// `GET /corroborations/{reference}/versions/{version}`.
pub async fn one_version(
    visit: Visit,
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let asked = format!("{}/{}", path.0, path.1);
    one_page::one(visit, vault, asked.into(), version_page).await
}

/// `POST /corroborations/{reference}/versions/{version}/withdrawal`: withdraws an earlier version alone.
pub async fn withdraw_version(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    sent: Posted,
) -> Result<HttpResponse> {
    let back = format!("{}/{}", Corroboration::AT, path.0);
    let asked = format!("{}/{}", path.0, path.1);
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, asked: &str, form: &Form| {
        let of = asked.split_once('/').ok_or(Error::NotFound)?;
        contributions::withdraw_version::<Corroboration>(tx, viewer, of, form.raw("reason")).map(Value::from)
    };
    let lead = move |_: &Value| done(&back, "release-withdrawn");
    one_page::act(sent, vault, asked.into(), work, lead, version_page).await
}
