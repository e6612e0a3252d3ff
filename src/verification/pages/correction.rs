//! The pages on which an organisation corrects what it said of a report, and those of earlier versions.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use super::corroboration::Spoken;
use super::statement::Evidence;
use crate::access::{Audience, Viewer};
use crate::accounts::{Posted, Visit};
use crate::contributions::{self, Contribution, Kind, Lookup};
use crate::db::Tx;
use crate::error::{Fields, Result};
use crate::flow::TextKind;
use crate::reports::audience_picker::{self, Offers};
use crate::reports::contribution_page::Paged;
use crate::reports::one_page::{self, GonePage, OfOne, Shown};
use crate::reports::version_page::{self, Earlier};
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
pub struct VersionPage {
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

impl version_page::VersionPage for Corroboration {
    type OneVersion = VersionPage;

    fn version(
        tx: &mut Tx<'_>,
        page: Page,
        viewer: &Viewer,
        (row, audience): (Contribution<Self>, Audience),
        Earlier { number, withdraws, typed: (form, refusal), .. }: Earlier<'_>,
    ) -> Result<VersionPage> {
        let view = verification::view(tx.conn, viewer, &row, &audience, "replaced")?;
        Ok(VersionPage {
            said: Spoken::of(&page, viewer, &view),
            number,
            at: format!("{}/{}", <Self as Paged>::AT, row.reference),
            withdraws,
            reason: form.raw("reason").to_owned(),
            notice: refusal.notice(&page),
            errors: refusal.errors,
            page,
        })
    }
}
