//! `/api/v1/incidents`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Map, Value, json};

use super::listing::{self, Item};
use super::reading::{self, Led};
use super::search::Search;
use crate::error::{Error, Result, said};
use crate::index::{Index, Key, Overview, Want};
use crate::people::Visitor;
use crate::reports::grouping;
use crate::web::{Core, Idempotent, Json, answer_with, body, once_for};

/// `{facet: [{value, count}]}`.
pub fn facets_json(overview: &Overview) -> Value {
    let mut facets = Map::new();
    for (facet, values) in &overview.facets {
        let values: Vec<Value> =
            values.iter().map(|(value, count)| json!({ "value": value, "count": count })).collect();
        facets.insert(facet.to_string(), Value::Array(values));
    }
    Value::Object(facets)
}

/// `GET /api/v1/incidents`.
pub async fn list_incidents(
    core: web::Data<Core>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let search = Search::parse(request.query_string())?;
    let answer = core
        .blocking(move |core| {
            let viewer = visitor.viewer();
            let bound = search.bound(viewer);
            let after = match &search.after {
                Some(cursor) => Some(Key::from_bytes(&core.cursors().open::<[u8; 8]>(cursor, &bound)?)?),
                None => None,
            };
            let want = if search.facets { Want::Overview } else { Want::Rows };
            let view = index.view(core.database())?;
            let listing =
                core.database().read(|conn| listing::list(conn, &view, viewer, &search, after, want))?;
            let next = listing.next.map(|key| core.cursors().seal(&key.to_bytes(), &bound)).transpose()?;
            let mut answer = json!({
                "total": listing.total,
                "positive_developments": listing.developments,
                "reports": listing.reports,
                "items": listing.items.iter().map(Item::json).collect::<Vec<_>>(),
                "next": next,
            });
            if let (Some(overview), Some(object)) = (&listing.overview, answer.as_object_mut()) {
                object.insert("facets".into(), facets_json(overview));
                let months: Vec<Value> = overview
                    .histogram
                    .iter()
                    .map(|(month, count)| json!({ "value": month, "count": count }))
                    .collect();
                object.insert("histogram".into(), Value::Array(months));
            }
            Ok(answer)
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `GET /api/v1/incidents/{reference}`.
pub async fn get_incident(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    match core.read(move |conn| reading::read_incident(conn, visitor.viewer(), &reference)).await? {
        Led::Here(view) => Ok(HttpResponse::Ok().json(view.json())),
        Led::Elsewhere(other) => Ok(HttpResponse::MovedPermanently()
            .insert_header(("Location", format!("/api/v1/incidents/{other}")))
            .json(json!({ "reference": other }))),
    }
}

/// `POST /api/v1/incidents/{reference}/merge` `{into}`: the viewer's organisation's reports move there.
pub async fn merge_incidents(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    body::only(&sent.value, &["into"])?;
    let into = body::text(&sent.value, "into")?;
    let (status, answer) = core
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let from = reading::known_incident(tx.conn, visitor.viewer(), &reference)?;
                if into.is_empty() {
                    return Err(Error::invalid("into", said("fault-other-incident")));
                }
                let into = grouping::merge(tx, visitor.viewer(), &from, &into)?;
                Ok((200, json!({ "incident": into.reference })))
            })
        })
        .await?;
    answer_with(status, &answer)
}
