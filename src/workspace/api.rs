//! What waits for those who ask: `/api/v1/reviews`, their organisation's own `/api/v1/reports`, and incidents that a
//! report may belong to.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{OwnReport, QueueItem};
use crate::access::{Tlp, Viewer};
use crate::accounts::Visitor;
use crate::db::{Moment, Tx};
use crate::description::{Description, List, get};
use crate::error::{Error, Result};
use crate::flow::{self, ReleaseState, TextKind};
use crate::incidents::{self, IncidentRow};
use crate::index::Index;
use crate::people::{Names, Organisation};
use crate::reports::api_input::paging;
use crate::reports::{self, REPORTS};
use crate::review::api::{ReleaseView, names_of};
use crate::vault::Vault;
use crate::web::{AppState, Paging};
use crate::workspace;

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let reviews = get("/api/v1/reviews", "Proposals that wait for one's decision (reviewer)")
        .paged()
        .gives::<List<ReviewView>>(200, "Oldest first.");
    let reports = [
        get("/api/v1/reports", "The reports of one's own organisation (own desk; written to the log)")
            .paged()
            .gives::<List<OwnReportView>>(200, "Newest change first."),
        get("/api/v1/reports/{reference}/suggestions", "Incidents that the report may belong to")
            .says("By country, date and type, from what one may read; the likeliest first.")
            .paged()
            .gives::<List<IncidentRow>>(200, "The likeliest first."),
    ];
    api.add("Releases", [reviews]);
    api.add("Reports", reports);
}

/// A release that waits for the viewer's decision.
#[derive(Serialize, ToSchema)]
#[schema(as = Review)]
struct ReviewView {
    id: String,
    state: ReleaseState,
    audience: Vec<String>,
    except: Vec<String>,
    tlp: Tlp,
    proposed_at: Moment,
    #[schema(required)]
    decided_at: Option<Moment>,
    /// Of what is released and `unconfirmed`: when it ends unless somebody confirms it before then.
    #[schema(required)]
    confirm_by: Option<Moment>,
    comment: String,
    /// The report that would be released, or that the text is about, where one may know of it.
    #[schema(required)]
    report: Option<String>,
    /// What would be said of it: a corroboration.
    #[schema(required)]
    corroboration: Option<String>,
    /// What would be asked or answered: an inquiry.
    #[schema(required)]
    inquiry: Option<String>,
    /// Its text in another language: a translation.
    #[schema(required)]
    translation: Option<String>,
    /// The request by which another organisation would publish it: a delegation.
    #[schema(required)]
    delegation: Option<String>,
    /// The alert.
    #[schema(required)]
    alert: Option<String>,
    /// The joint action whose brief it is.
    #[schema(required)]
    action: Option<String>,
    /// The text of a joint statement.
    #[schema(required)]
    statement_text: Option<String>,
    /// What is said with a position on such a text.
    #[schema(required)]
    explanation: Option<String>,
    /// What everybody is to read of a joint statement: a publication.
    #[schema(required)]
    publication: Option<String>,
    title: String,
    language: String,
    organisation: Organisation,
    claimed_by_me: bool,
}

impl ReviewView {
    fn of(names: &Names, viewer: &Viewer, one: QueueItem) -> Result<Self> {
        let named = |kind| one.named(kind).map(str::to_owned);
        let mine = one.release.claimed_by.as_ref() == viewer.person();
        let release = ReleaseView::named(names, viewer, &one.release)?;
        Ok(Self {
            id: release.id,
            state: release.state,
            audience: release.audience,
            except: release.except,
            tlp: release.tlp,
            proposed_at: release.proposed_at,
            decided_at: release.decided_at,
            confirm_by: one.release.confirm_by,
            comment: release.comment,
            report: one.report.as_ref().filter(|_| one.known).map(|report| report.reference.clone()),
            corroboration: named(TextKind::Corroboration),
            inquiry: named(TextKind::Inquiry),
            translation: named(TextKind::Translation),
            delegation: named(TextKind::Delegation),
            alert: named(TextKind::Alert),
            action: named(TextKind::Action),
            statement_text: named(TextKind::StatementText),
            explanation: named(TextKind::Explanation),
            publication: named(TextKind::Publication),
            claimed_by_me: mine && one.release.claimed_by.is_some(),
            title: one.title,
            language: one.language,
            organisation: one.owner,
        })
    }
}

/// A report of one's own organisation, as its desk knows it.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnReport)]
struct OwnReportView {
    reference: String,
    #[schema(pattern = "^(draft|waiting|released)$")]
    state: &'static str,
    title: String,
    language: String,
    #[schema(value_type = u32)]
    revision: i32,
    updated_at: Moment,
    /// How many proposals wait for a decision.
    #[schema(value_type = u32)]
    waiting: usize,
    /// The labels of the released texts, fullest first.
    tlp: Vec<Tlp>,
}

impl OwnReportView {
    fn of(one: &OwnReport) -> Self {
        Self {
            reference: one.report.reference.clone(),
            state: one.state(),
            title: one.title.clone(),
            language: one.language.clone(),
            revision: one.report.revision,
            updated_at: one.report.updated_at,
            waiting: one.waiting,
            tlp: one.renditions.iter().map(|rendition| rendition.audience.tlp()).collect(),
        }
    }
}

/// `GET /api/v1/reviews`: what waits for the viewer's decision: what they claimed, then the oldest first.
pub async fn list_reviews(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = paging("reviews", &visitor, &request)?;
    let answer = app.look_with(move |app, tx| page_of_reviews(app, tx, &vault, &visitor, &paging)).await?;
    Ok(HttpResponse::Ok().json(answer))
}

fn page_of_reviews(
    app: &AppState,
    tx: &mut Tx<'_>,
    vault: &Vault,
    visitor: &Visitor,
    paging: &Paging,
) -> Result<List<ReviewView>> {
    let viewer = visitor.viewer();
    let queue = flow::queue(tx.conn, tx.now(), viewer)?;
    let (shown, next) = paging.page_by(app, &queue, |release| release.queue_place(viewer))?;
    let names = names_of(tx, shown)?;
    let mut items = Vec::new();
    for one in workspace::reviews(tx, vault, viewer, shown.to_vec())? {
        items.push(ReviewView::of(&names, viewer, one)?);
    }
    Ok(List::new(queue.len() as u64, items, next))
}

/// `GET /api/v1/reports?limit=&after=`: the reports of the viewer's own organisation, newest change first.
pub async fn list_own_reports(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = paging("own reports", &visitor, &request)?;
    let from = paging.offset(&app)?;
    let limit = i64::try_from(paging.limit()).map_err(Error::internal)?;
    let (total, own) = app
        .read_or_audit(move |tx| workspace::own_reports(tx, &vault, visitor.viewer(), limit, from.rows()))
        .await?;
    let items: Vec<OwnReportView> = own.iter().map(OwnReportView::of).collect();
    let next = paging.next(&app, from, items.len(), total)?;
    let total = u64::try_from(total).map_err(Error::internal)?;
    Ok(HttpResponse::Ok().json(List::new(total, items, next)))
}

/// `GET /api/v1/reports/{reference}/suggestions`: incidents that the report may belong to, best first.
pub async fn list_suggestions(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    index: web::Data<Index>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let paging = paging(&format!("suggestions for {reference}"), &visitor, &request)?;
    let view = app.blocking(move |app| index.view(&REPORTS, app.database())).await?;
    let items = app
        .read_or_audit(move |tx| {
            let report = reports::own_report(tx.conn, visitor.viewer(), &reference)?;
            incidents::suggest(tx, &vault, &view, visitor.viewer(), &report)
        })
        .await?;
    let items: Vec<IncidentRow> = items.iter().map(IncidentRow::of).collect();
    Ok(HttpResponse::Ok().json(paging.list(&app, &items, |row| row.reference.clone())?))
}
