//! The queue of what waits for a decision.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::Viewer;
use crate::accounts::Visit;
use crate::db::Tx;
use crate::error::Result;
use crate::flow;
use crate::vault::Vault;
use crate::web::{AppState, Page, Pagination, Paging, html};
use crate::workspace::pages::rows::{self, Waiting};

#[derive(Template)]
#[template(path = "workspace/reviews.html")]
struct QueuePage {
    page: Page,
    mine: Vec<Waiting>,
    free: Vec<Waiting>,
    others: Vec<Waiting>,
    /// Whether the viewer holds a role that decides at all.
    decides: bool,
    turn: Pagination,
}

/// How many stand on a page.
const REVIEWS: usize = 50;

fn queue_page(
    app: &AppState,
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    after: &str,
) -> Result<QueuePage> {
    let queue = flow::queue(tx.conn, tx.now(), viewer)?;
    let paging = Paging::of(after, REVIEWS, format!("reviews page|{}", viewer.reading_key()));
    let (part, next) = paging.page_by(app, &queue, |release| release.queue_place(viewer))?;
    let [mine, free, others] = rows::queue(tx, vault, &page, viewer, part.to_vec())?;
    Ok(QueuePage {
        mine,
        free,
        others,
        decides: flow::decides(viewer),
        turn: Pagination::of(&page, "/reviews", after, next, (part.len(), queue.len())),
        page,
    })
}

/// `GET /reviews?after=`.
pub async fn reviews(visit: Visit, vault: web::Data<Vault>) -> Result<HttpResponse> {
    let asked = visit.asked();
    let (app, visitor, page) = visit.open();
    visitor.person()?;
    let answer = app
        .look_with(move |app, tx| {
            queue_page(app, tx, &vault, page.clone(), visitor.viewer(), asked.text("after"))
        })
        .await?;
    html(&app, &answer.page, &answer)
}
