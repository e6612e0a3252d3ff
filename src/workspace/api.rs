//! What waits for whoever asks: `/api/v1/reviews`, their organisation's own `/api/v1/reports`, and incidents that a
//! report may belong to.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::OwnReport;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::flow::{self, TextKind};
use crate::incidents::{self, Item};
use crate::index::Index;
use crate::people::Visitor;
use crate::reports;
use crate::reports::api_input::paging;
use crate::review::api::view;
use crate::vault::Vault;
use crate::web::{Core, Paging};
use crate::workspace;

/// `GET /api/v1/reviews`: what waits for the viewer's decision: what they claimed, then the oldest first.
pub async fn list_reviews(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = paging("reviews", &visitor, &request)?;
    let answer = core.look_with(move |core, tx| page_of_reviews(core, tx, &vault, &visitor, &paging)).await?;
    Ok(HttpResponse::Ok().json(answer))
}

fn page_of_reviews(
    core: &Core,
    tx: &mut Tx<'_>,
    vault: &Vault,
    visitor: &Visitor,
    paging: &Paging,
) -> Result<Value> {
    let viewer = visitor.viewer();
    let queue = flow::queue(tx.conn, tx.now(), viewer)?;
    let (shown, next) = paging.page_by(core, &queue, |release| release.queue_place(viewer))?;
    let mut items = Vec::new();
    for one in workspace::reviews(tx, vault, viewer, shown.to_vec())? {
        let mine = one.release.claimed_by.as_ref() == viewer.person();
        let mut item = view(tx, viewer, &one.release)?;
        if let Some(object) = item.as_object_mut() {
            object.insert("report".into(), json!(one.known.then_some(&one.report.reference)));
            object.insert("corroboration".into(), json!(one.named(TextKind::Corroboration)));
            object.insert("inquiry".into(), json!(one.named(TextKind::Inquiry)));
            object.insert("translation".into(), json!(one.named(TextKind::Translation)));
            object.insert("delegation".into(), json!(one.named(TextKind::Delegation)));
            object.insert("title".into(), json!(one.title));
            object.insert("language".into(), json!(one.language));
            object.insert("organisation".into(), json!({ "slug": one.owner.slug, "name": one.owner.name }));
            object.insert("claimed_by_me".into(), json!(mine && one.release.claimed_by.is_some()));
        }
        items.push(item);
    }
    Ok(json!({ "total": queue.len(), "items": items, "next": next }))
}

fn own_json(one: &OwnReport) -> Value {
    json!({
        "reference": one.report.reference,
        "state": one.state(),
        "title": one.title,
        "language": one.language,
        "revision": one.report.revision,
        "updated_at": one.report.updated_at,
        "waiting": one.waiting,
        "tlp": one.renditions.iter().map(|rendition| rendition.audience.tlp()).collect::<Vec<_>>(),
    })
}

/// `GET /api/v1/reports?limit=&after=`: the reports of the viewer's own organisation, newest change first.
pub async fn list_own_reports(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = paging("own reports", &visitor, &request)?;
    let from = paging.offset(&core)?;
    let limit = i64::try_from(paging.limit()).map_err(Error::internal)?;
    let (total, own) =
        core.look(move |tx| workspace::own_reports(tx, &vault, visitor.viewer(), limit, from.rows())).await?;
    let items: Vec<Value> = own.iter().map(own_json).collect();
    let next = paging.next(&core, from, items.len(), total)?;
    Ok(HttpResponse::Ok().json(json!({ "total": total, "items": items, "next": next })))
}

/// `GET /api/v1/reports/{reference}/suggestions`: incidents that the report may belong to, best first.
pub async fn list_suggestions(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    index: web::Data<Index>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let paging = paging(&format!("suggestions for {reference}"), &visitor, &request)?;
    let view = core.blocking(move |core| index.view(core.database())).await?;
    let items = core
        .look(move |tx| {
            let report = reports::own_report(tx.conn, visitor.viewer(), &reference)?;
            incidents::suggest(tx, &vault, &view, visitor.viewer(), &report)
        })
        .await?;
    let items: Vec<Value> = items.iter().map(Item::json).collect();
    Ok(HttpResponse::Ok().json(paging.cut(&core, &items, "reference")?))
}
