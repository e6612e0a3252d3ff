//! The form on which a comment is changed.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::AT;
use super::discussion::{links, outcomes};
use crate::access::{Act, Tlp, Viewer, allows};
use crate::accounts::{Posted, Visit};
use crate::actions::{self, mark_of};
use crate::comments::kind::evidence;
use crate::comments::{Comment, CommentUpdate, revise, views};
use crate::contributions::{self, Lookup};
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::reports::one_page::{self, GonePage, OfOne, Shown};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, done};

#[derive(Template)]
#[template(path = "comments/update.html")]
struct UpdatePage {
    page: Page,
    reference: String,
    tlp: Tlp,
    /// The mark of the version that is changed.
    version: String,
    words: String,
    /// What can have come of the action, where it says something of that and the viewer acts for the lead.
    outcomes: Vec<Choice>,
    review_on: String,
    /// References of what is named as evidence.
    links: String,
    errors: Fields,
    notice: String,
}

impl OfOne for UpdatePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn update_page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<UpdatePage>> {
    let (row, audience) = match contributions::open::<Comment>(tx, vault, viewer, reference)? {
        Lookup::Tombstone(row, tombstone) => {
            return Ok(Err(GonePage::beside(tx.conn, page, viewer, (&row.reference, None), tombstone)?));
        }
        Lookup::Live(row, audience) => (row, audience),
        Lookup::InReview(..) | Lookup::Unconfirmed(..) => return Err(Error::NotFound),
    };
    contributions::own::<Comment>(tx, viewer, reference)?;
    allows(viewer, Act::CommentOnAction)?;
    let (state, shown) = (row.released_state(viewer.at()), row.clone());
    let view = views(tx.conn, viewer, vec![(shown, audience, state)])?.pop().ok_or(Error::NotFound)?;
    // Whom it would reach: the same is asked when it is saved.
    let action = actions::at_work(tx, viewer, &view.action)?;
    let says = view.outcome.is_some() && actions::leads(tx.conn, viewer, &action)?;
    let named = evidence(tx.conn, viewer, &row)?.into_iter().map(|link| link.reference);
    let typed = |name: &str, stored: String| if form.has(name) { form.raw(name).to_owned() } else { stored };
    let day = view.review_at.map(|at| at.date().to_string()).unwrap_or_default();
    let result = typed("outcome", view.outcome.map(|said| said.to_string()).unwrap_or_default());
    Ok(Ok(Box::new(UpdatePage {
        tlp: view.tlp,
        version: mark_of(&row.version),
        outcomes: if says { outcomes(&page, &result) } else { Vec::new() },
        review_on: typed("review_on", day),
        links: typed("links", named.collect::<Vec<_>>().join(" ")),
        words: typed("text", row.body),
        reference: row.reference,
        notice: if refusal.status == StatusCode::PRECONDITION_FAILED {
            page.t("comment-changed-meanwhile")
        } else {
            refusal.notice(&page)
        },
        errors: refusal.errors,
        page,
    })))
}

/// `GET /comments/{reference}/update`.
pub async fn choose_update(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, update_page).await
}

/// `POST /comments/{reference}/update`.
pub async fn post_update(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("{AT}/{reference}");
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let typed = |name: &str| form.has(name).then(|| form.raw(name).trim().to_owned());
        let update = CommentUpdate {
            text: Some(form.raw("text").to_owned()),
            outcome: typed("outcome"),
            review_on: typed("review_on"),
            links: typed("links").map(|typed| links(&typed)),
            mark: Some(form.text("version").to_owned()),
        };
        revise(tx, vault, viewer, reference, update).map(|(row, _)| Value::from(row.reference))
    };
    let lead = move |_: &Value| done(&back, "comment-changed");
    one_page::act(posted, vault, reference, work, lead, update_page).await
}
