//! The page on which a release is decided.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::json;

use crate::access::{Act, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::db::{Moment, Tx};
use crate::error::{Fields, Result};
use crate::flow::{self, Release, ReleaseState, ReleaseVerb};
use crate::marking::hints::{self, Hint};
use crate::people::{self, called};
use crate::reports::readers::{self, Who};
use crate::reports::text::{self, Text};
use crate::reports::{self, Report, texts};
use crate::review::decided::{Decided, decided};
use crate::review::{progress, remark_rows, remarks};
use crate::vault::Vault;
use crate::web::{Form, FormErrors, Idempotent, Link, Page, done, html, html_as, once};
use crate::workspace::pages::release::{Difference, compared, ending};
use crate::{marking, redaction, workspace};

#[derive(Template)]
#[template(path = "workspace/review.html")]
struct ReviewPage {
    page: Page,
    reference: String,
    id: String,
    owner: String,
    state: String,
    state_kind: &'static str,
    proposer: String,
    proposed_at: Moment,
    claimed_by: String,
    waits_for: String,
    who: Who,
    /// The words on the buttons: they name the audience.
    release_to: String,
    withdraw_from: String,
    /// Exactly what will be read; nothing once it is decided.
    text: Option<Text>,
    difference: Option<Difference>,
    /// What this audience does not get, and why.
    applied: Vec<String>,
    /// What rules would still mark in it.
    hints: Vec<Hint>,
    /// What goes with the text that this one replaces.
    ending: Option<(String, String)>,
    /// The moves that this viewer can make now.
    moves: Vec<ReleaseVerb>,
    /// Why it cannot be approved, where it is open.
    refusal: String,
    decided: Option<Decided>,
    /// What the reviewer said.
    said: String,
    /// Returned: what can be taken back is only laid aside.
    returned: bool,
    /// Where the viewer may go on: the report's desk, the report itself.
    links: Vec<Link>,
    /// Whether what went out can be taken back here.
    withdraws: bool,
    comment: String,
    /// Remarks on parts of the text, where it can be returned.
    remarks: Vec<remark_rows::Row>,
    reason: String,
    errors: Fields,
    notice: String,
}

impl ReviewPage {
    fn may(&self, verb: &str) -> bool {
        self.moves.iter().any(|known| known.as_str() == verb)
    }

    /// With what took too long for the transaction.
    fn told(mut self) -> Self {
        if let Some(difference) = &mut self.difference {
            difference.tell(&self.page);
        }
        self
    }
}

/// What is shown of a proposal that is not decided yet.
#[derive(Default)]
struct Opened {
    text: Option<Text>,
    difference: Option<Difference>,
    applied: Vec<String>,
    hints: Vec<Hint>,
    remarks: Vec<remark_rows::Row>,
    ending: Option<(String, String)>,
}

fn opened(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: &Page,
    viewer: &Viewer,
    (report, release): (&Report, &Release),
    sent: Option<&Form>,
) -> Result<Opened> {
    let owner = &report.organisation_id;
    let reading = texts::text_of(tx, vault, viewer, report, release)?;
    let suggested = marking::suggested::of_reading(tx.conn, vault, viewer, owner, &reading)?;
    let place = format!("/reports/{}/releases/{}", report.reference, release.reference);
    // Who decides for another organisation is told nothing of what was out before.
    let ending = if viewer.reads_as(owner) {
        ending(tx, page, report, (&release.audience, release.revision))?
    } else {
        None
    };
    Ok(Opened {
        difference: Some(compared(tx.conn, page, viewer, report, (&release.audience, &reading))?),
        applied: text::applied(page, &reading.redactions),
        hints: hints::of(page, &suggested, &[]),
        remarks: remark_rows::rows(page, &reading, sent),
        text: Some(Text { files: text::files(page, &reading, &place), ..Text::of(page, &reading)? }),
        ending,
    })
}

fn page_of(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (report, release): (&Report, &Release),
    (sent, refusal): (Option<&Form>, FormErrors),
) -> Result<ReviewPage> {
    let now = tx.now();
    let current = release.revision == report.revision;
    let open = release.state.is_open();
    let who = readers::who(tx.conn, &page, viewer, &release.audience, &reports::tokens_of(viewer, release))?;
    let Opened { text, difference, applied, hints, remarks, ending } =
        if open { opened(tx, vault, &page, viewer, (report, release), sent)? } else { Opened::default() };
    let mut moves = flow::open_moves(tx.conn, now, viewer, release, current)?;
    let returned = release.state == ReleaseState::Returned;
    // What came back lies on the desk of those who proposed it: nobody else lays it aside here.
    moves.retain(|verb| {
        *verb != ReleaseVerb::Cancel || !returned || viewer.person() == Some(&release.proposed_by)
    });
    let why_not = flow::refusal(tx.conn, now, viewer, release, current, ReleaseVerb::Approve)?;
    let (decided, live) = if open {
        (None, false)
    } else {
        let (decided, live) = decided(tx, &page, viewer, release)?;
        (Some(decided), live)
    };
    let names = progress::names_of(tx.conn, std::iter::once(release))?;
    let owner = &report.organisation_id;
    Ok(ReviewPage {
        reference: report.reference.clone(),
        id: release.reference.clone(),
        owner: people::organisation(tx.conn, owner)?.name,
        state: page.t(&format!("release-state-{}", release.state)),
        state_kind: progress::kind_of(release.state),
        proposer: called(tx.conn, viewer, &release.proposed_by)?,
        proposed_at: release.proposed_at,
        claimed_by: progress::claimed_by(&names, &page, viewer, release)?,
        waits_for: progress::waits_for(&names, &page, viewer, release)?,
        text,
        difference,
        applied,
        hints,
        ending,
        moves,
        refusal: why_not.filter(|_| open).map(|why| page.message(&why)).unwrap_or_default(),
        decided,
        said: release.comment.clone(),
        returned,
        links: links(tx, &page, viewer, (report, release))?,
        withdraws: live && permits(viewer, Act::WithdrawRelease { owner }),
        comment: sent.map(|form| form.raw("comment")).unwrap_or_default().to_owned(),
        remarks,
        reason: sent.map(|form| form.raw("reason")).unwrap_or_default().to_owned(),
        notice: refusal.notice(&page),
        errors: refusal.errors,
        release_to: page.ta("release-to", &[("audience", &who.addressees)]),
        withdraw_from: page.ta("withdraw-from", &[("audience", &who.addressees)]),
        who,
        page,
    })
}

fn links(
    tx: &mut Tx<'_>,
    page: &Page,
    viewer: &Viewer,
    (report, release): (&Report, &Release),
) -> Result<Vec<Link>> {
    let mut links = Vec::new();
    if let Some((report, next)) = workspace::next_review(tx, viewer, release)? {
        let href = format!("/reports/{}/releases/{}", report.reference, next.reference);
        links.push(Link { href, label: page.t("review-next") });
    }
    if permits(viewer, Act::SeeDesk { owner: &report.organisation_id }) {
        links
            .push(Link { href: format!("/reports/{}/desk", report.reference), label: page.t("report-desk") });
    }
    if !redaction::readable_of(tx.conn, viewer, report.id.as_str())?.is_empty() {
        links.push(Link { href: format!("/reports/{}", report.reference), label: page.t("report-as-read") });
    }
    Ok(links)
}

/// `GET /reports/{reference}/releases/{id}`.
pub async fn review(
    visit: Visit,
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    shown(visit, vault, path, None).await
}

/// The page, with what was typed in it already.
async fn shown(
    visit: Visit,
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    sent: Option<Form>,
) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let shown = app
        .read_or_audit(move |tx| {
            let viewer = visitor.viewer();
            let (report, release) = reports::visible_release(tx, viewer, &path.0, &path.1)?;
            let over = (sent.as_ref(), FormErrors::none());
            page_of(tx, &vault, page.clone(), viewer, (&report, &release), over)
        })
        .await?;
    // The comparison takes its time, outside the transaction.
    let answer = app.blocking(move |_| Ok(shown.told())).await?;
    html(&app, &answer.page, &answer)
}

/// Makes a move, and says so; where it cannot be made, the page comes back and says why, with what was typed.
async fn act(
    Posted { visit, form }: Posted,
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    (key_done, work): (
        &'static str,
        impl FnOnce(&mut Tx<'_>, &Vault, &Viewer, &Report, Release, &Form) -> Result<()> + Send + 'static,
    ),
) -> Result<HttpResponse> {
    let person = visit.visitor.person()?.clone();
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let back = format!("/reports/{}/releases/{}", path.0, path.1);
    let refused = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let acted = app.write_now(|tx| {
                let (report, release) = reports::visible_release(tx, viewer, &path.0, &path.1)?;
                once(tx, &person, &key, &form.hash(), |tx| {
                    work(tx, &vault, viewer, &report, release, &form)?;
                    Ok((303, json!({})))
                })
            });
            let Err(error) = acted else { return Ok(None) };
            let refusal = FormErrors::of(error)?;
            let status = refusal.status;
            let shown = app.write_now(|tx| {
                let (report, release) = reports::visible_release(tx, viewer, &path.0, &path.1)?;
                page_of(tx, &vault, page, viewer, (&report, &release), (Some(&form), refusal))
            })?;
            Ok(Some((status, shown.told())))
        })
        .await?;
    match refused {
        None => Ok(done(&back, key_done)),
        Some((status, shown)) => html_as(status, &app, &shown.page, &shown),
    }
}

/// `POST …/releases/{id}/approval`.
pub async fn approve(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, report: &Report, release, form: &Form| {
        reports::approve(tx, vault, viewer, report, release, form.text("comment")).map(|_| ())
    };
    act(posted, vault, path, ("release-approved", work)).await
}

/// `POST …/releases/{id}/return`: with `more` nothing is returned yet, and there is a row more for remarks.
pub async fn return_release(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    posted.visitor.person()?;
    if posted.form.has("more") {
        return shown(posted.visit, vault, path, Some(posted.form)).await;
    }
    let work =
        |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, report: &Report, release: Release, form: &Form| {
            let sent = remarks::of_form(form);
            remarks::return_to_author(tx, vault, viewer, (report, &release), form.text("comment"), &sent)
        };
    act(posted, vault, path, ("release-returned", work)).await
}

/// `POST …/releases/{id}/claim`.
pub async fn claim(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, _: &Report, release: Release, _: &Form| {
        flow::claim(tx, viewer, &release)
    };
    act(posted, vault, path, ("release-claimed", work)).await
}

/// `POST …/releases/{id}/unclaim`.
pub async fn unclaim(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, _: &Report, release: Release, _: &Form| {
        flow::unclaim(tx, viewer, &release)
    };
    act(posted, vault, path, ("release-unclaimed", work)).await
}

/// `POST …/releases/{id}/withdrawal`: takes a proposal back, or withdraws what is released, with a reason.
pub async fn withdraw(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let work =
        |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, report: &Report, release: Release, form: &Form| {
            reports::withdraw(tx, viewer, report, &release, form.raw("reason"))
        };
    act(posted, vault, path, ("release-withdrawn", work)).await
}
