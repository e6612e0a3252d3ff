//! The page of one text that a second person decides on, of whatever kind: read, approved, returned and withdrawn in one way.

use actix_web::{HttpResponse, web};
use serde_json::Value;

use super::one_page::{self, GonePage, OfOne, REVIEWS, Shown};
use crate::access::{Act, Audience, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::contributions::{self, Contribution, Kind, Lookup, Reviewed};
use crate::db::{Conn, Tx};
use crate::error::{Fields, Result};
use crate::flow::{self, Decision, Release, ReleaseState, ReleaseVerb};
use crate::vault::Vault;
use crate::web::{Form, FormErrors, Page, done};

/// A kind of text that a second person decides on, and that has a page.
pub trait Paged: Reviewed {
    /// Where its pages are: `/corroborations`.
    const AT: &'static str;
    /// What a reviewer is told who approved one.
    const APPROVED: &'static str = "review-approved";
    /// The page.
    type OnePage: OfOne;

    /// The page of one for somebody who may know of it, or what is left of it.
    fn shown(
        tx: &mut Tx<'_>,
        vault: &Vault,
        page: Page,
        viewer: &Viewer,
        asked: (&str, &Form),
        refusal: FormErrors,
    ) -> Result<Shown<Self::OnePage>>;
}

/// A kind of contribution whose page is made of the text and of what can be done with it.
pub trait ContributionPage: Kind {
    /// Where its pages are: `/corroborations`.
    const AT: &'static str;
    /// The page.
    type OnePage: OfOne;

    /// The page of one, which the viewer may know of.
    fn page(
        tx: &mut Tx<'_>,
        page: Page,
        viewer: &Viewer,
        of: (Contribution<Self>, Audience),
        review: Review,
        form: &Form,
    ) -> Result<Self::OnePage>;

    /// The words of a released text, to be decided on beside a correction that waits: for a kind whose body has several parts,
    /// all of them; and what else it says that a correction can change.
    fn words(_: &mut Conn, _: &Page, _: &Viewer, row: &Contribution<Self>) -> Result<String> {
        Ok(row.body.clone())
    }
}

impl<K: ContributionPage> Paged for K {
    const AT: &'static str = <K as ContributionPage>::AT;
    type OnePage = <K as ContributionPage>::OnePage;

    fn shown(
        tx: &mut Tx<'_>,
        vault: &Vault,
        page: Page,
        viewer: &Viewer,
        asked: (&str, &Form),
        refusal: FormErrors,
    ) -> Result<Shown<<K as ContributionPage>::OnePage>> {
        shown::<K>(tx, vault, page, viewer, asked, refusal)
    }
}

/// What the page of a contribution shows beside its text: where it is on its way, and what can be done with it.
pub struct Review {
    /// The reference of the release that the viewer may decide on.
    pub release: String,
    /// Its address.
    pub at: String,
    /// Where it is, where it is not released.
    pub state: String,
    /// That it ends unless somebody confirms it, or has ended because nobody did, and when: a heading and a text.
    pub ends: Option<(String, String)>,
    /// The reviewer's words.
    pub told: String,
    /// Whether its proposal was returned, or ended because nobody confirmed it.
    pub is_over: bool,
    /// Whether it waits for a decision.
    pub waits: bool,
    moves: Vec<ReleaseVerb>,
    /// While a correction waits, the released text that the viewer may confirm.
    pub corrected: Option<Corrected>,
    pub withdraws: bool,
    pub comment: String,
    pub reason: String,
    pub errors: Fields,
    pub notice: String,
}

/// A released text that nobody has confirmed yet, beside a correction of it that waits.
pub struct Corrected {
    /// The reference of its own release.
    pub release: String,
    /// What its readers read.
    pub words: String,
    pub comment: String,
}

/// The field of the comment with which the released text is returned: the page has another one for the correction.
const COMMENT_ON_CORRECTED: &str = "corrected-comment";

impl Review {
    /// Of an earlier version: nothing can be done with it but to withdraw it alone.
    pub(crate) fn of_version(
        page: &Page,
        at: String,
        withdraws: bool,
        (form, refusal): (&Form, FormErrors),
    ) -> Self {
        Self {
            release: String::new(),
            at,
            state: page.t("version-earlier"),
            ends: None,
            told: String::new(),
            is_over: false,
            waits: false,
            moves: Vec::new(),
            corrected: None,
            withdraws,
            comment: String::new(),
            reason: form.raw("reason").to_owned(),
            notice: refusal.notice(page),
            errors: refusal.errors,
        }
    }

    /// Whether the viewer may make this move with its release.
    pub fn may(&self, verb: &str) -> bool {
        self.moves.iter().any(|known| known.as_str() == verb)
    }

    /// Before anything is known of the text: what was typed, and why the page comes back.
    fn begin(page: &Page, at: String, form: &Form, refusal: FormErrors) -> Self {
        Self {
            release: String::new(),
            at,
            state: String::new(),
            ends: None,
            told: String::new(),
            is_over: false,
            waits: false,
            moves: Vec::new(),
            corrected: None,
            withdraws: false,
            comment: form.raw("comment").to_owned(),
            reason: form.raw("reason").to_owned(),
            notice: refusal.notice(page),
            errors: refusal.errors,
        }
    }

    fn ends(&mut self, page: &Page, release: &Release) {
        let end = release.confirm_by.map(|end| page.moment(end)).unwrap_or_default();
        let (heading, text) = match release.state {
            ReleaseState::Lapsed => ("lapsed-heading", "lapsed-text"),
            _ => ("unconfirmed-heading", "unconfirmed-text"),
        };
        self.ends = Some((page.t(heading), page.ta(text, &[("end", &end)])));
    }

    /// A correction waits: the text that is released may have to be confirmed in the meantime.
    fn corrects<K: ContributionPage>(
        &mut self,
        tx: &mut Tx<'_>,
        page: &Page,
        viewer: &Viewer,
        (draft, form): (&Contribution<K>, &Form),
    ) -> Result<()> {
        let found = contributions::unconfirmed_beneath(tx.conn, viewer, draft)?;
        let Some((row, release)) = found else { return Ok(()) };
        self.ends(page, &release);
        if !flow::open_moves(tx.conn, tx.now(), viewer, &release, true)?.contains(&ReleaseVerb::Confirm) {
            return Ok(());
        }
        let mut corrected = Corrected {
            words: K::words(tx.conn, page, viewer, &row)?,
            release: release.reference,
            comment: String::new(),
        };
        if form.text("release") == corrected.release {
            corrected.comment = std::mem::take(&mut self.comment);
            if let Some(faults) = self.errors.0.remove("comment") {
                self.errors.0.insert(COMMENT_ON_CORRECTED.into(), faults);
            }
        }
        self.corrected = Some(corrected);
        Ok(())
    }
}

fn shown<K: ContributionPage>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<<K as ContributionPage>::OnePage>> {
    let at = format!("{}/{reference}", <K as ContributionPage>::AT);
    let mut review = Review::begin(&page, at, form, refusal);
    let (row, audience) = match contributions::open::<K>(tx, vault, viewer, reference)? {
        Lookup::Tombstone(row, tombstone) => {
            let remark = contributions::remark(tx.conn, viewer, &row)?;
            let of = (reference, K::about(&row));
            let gone = GonePage::beside(tx.conn, page, viewer, of, tombstone)?;
            return Ok(Err(Box::new(gone.with_remark(remark))));
        }
        Lookup::Live(row, audience) => {
            if row.is_past(viewer.at()) {
                review.state = page.t("release-state-ended");
            } else if row.is_replaced() {
                review.state = page.t("version-earlier");
            }
            review.withdraws = permits(viewer, Act::WithdrawRelease { owner: &row.organisation_id });
            (row, audience)
        }
        Lookup::Unconfirmed(row, release) => {
            review.moves = flow::open_moves(tx.conn, tx.now(), viewer, &release, true)?;
            review.state = page.t(&format!("release-state-{}", release.state));
            review.is_over = release.state == ReleaseState::Lapsed;
            review.ends(&page, &release);
            if release.state == ReleaseState::Unconfirmed {
                review.withdraws = permits(viewer, Act::WithdrawRelease { owner: &row.organisation_id });
            }
            review.release = release.reference;
            (row, Audience::clone(&release.audience))
        }
        Lookup::InReview(row, release) => {
            review.moves = flow::open_moves(tx.conn, tx.now(), viewer, &release, true)?;
            review.state = page.t(&format!("release-state-{}", release.state));
            review.withdraws =
                row.is_correction() && permits(viewer, Act::WithdrawRelease { owner: &row.organisation_id });
            review.corrects(tx, &page, viewer, (&row, form))?;
            review.is_over = release.state == ReleaseState::Returned;
            review.waits = release.state.is_open();
            review.told = release.comment;
            review.release = release.reference;
            (row, Audience::clone(&release.audience))
        }
    };
    Ok(Ok(Box::new(K::page(tx, page, viewer, (row, audience), review, form)?)))
}

/// `GET /…/{reference}`.
pub async fn one_contribution<K: Paged>(
    visit: Visit,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, K::shown).await
}

/// Makes a move with one, and leads on; where it cannot be made, its page comes back and says why.
pub(crate) async fn act_on<K: Paged>(
    sent: Posted,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    work: impl FnOnce(&mut Tx<'_>, &Vault, &Viewer, &str, &Form) -> Result<Value> + Send + 'static,
    lead: impl FnOnce(&Value) -> HttpResponse,
) -> Result<HttpResponse> {
    one_page::act(sent, vault, reference, work, lead, K::shown).await
}

/// What a form says of the release that its page showed.
fn decision(form: &Form) -> Decision<'_> {
    Decision { comment: form.text("comment"), release: form.text("release") }
}

/// `POST /…/{reference}/approval`.
pub async fn approve_contribution<K: Paged>(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    sent: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        K::approve(tx, vault, viewer, reference, decision(form)).map(Value::from)
    };
    let lead = |_: &Value| done(REVIEWS, K::APPROVED);
    act_on::<K>(sent, vault, reference, work, lead).await
}

/// `POST /…/{reference}/confirmation`.
pub async fn confirm_contribution<K: Kind + Paged>(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    sent: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        contributions::confirm::<K>(tx, viewer, reference, decision(form)).map(Value::from)
    };
    let lead = |_: &Value| done(REVIEWS, "release-confirmed");
    act_on::<K>(sent, vault, reference, work, lead).await
}

/// `POST /…/{reference}/return`.
pub async fn return_contribution<K: Paged>(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    sent: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        K::return_to_author(tx, viewer, reference, decision(form)).map(Value::from)
    };
    let lead = |_: &Value| done(REVIEWS, "release-returned");
    act_on::<K>(sent, vault, reference, work, lead).await
}

/// `POST /…/{reference}/withdrawal`: withdraws what is released, with a reason, or a proposal.
pub async fn withdraw_contribution<K: Paged>(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    sent: Posted,
) -> Result<HttpResponse> {
    let back = format!("{}/{reference}", K::AT);
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        K::withdraw(tx, viewer, reference, form.raw("reason")).map(Value::from)
    };
    let lead = move |_: &Value| done(&back, "release-withdrawn");
    act_on::<K>(sent, vault, reference, work, lead).await
}
