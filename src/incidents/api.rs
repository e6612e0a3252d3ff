//! `/api/v1/incidents`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::ObjectBuilder;

use super::listing;
use super::reading::{self, IncidentLookup};
use super::search::Search;
use super::view::{Count, IncidentJson, IncidentRow, Incidents};
use crate::accounts::Visitor;
use crate::actions;
use crate::alerts;
use crate::contributions;
use crate::db::Conn;
use crate::description::{Call, Description, List, get, number, one_of, post, text};
use crate::error::{Error, Result, message};
use crate::index::{Index, Key, Overview, Want};
use crate::reports::{Facet, REPORTS, grouping};
use crate::web::{AppState, Idempotent, Json, answer_with, body, once_for};

/// The parameters of the list, for JSON, pages and downloads alike.
pub fn searched(call: Call) -> Call {
    let call =
        call.query("q", text(Some(500)), "Words, in any script; \"several in quotation marks\" together.");
    let call = Facet::ALL.iter().fold(call, |call, facet| {
        let values = "Values of this facet, commas between: any of them. Different facets: all of them. A value that its words \
                      do not know is refused; of services and organisations any name may be asked for.";
        call.query(&facet.to_string(), text(None), values)
    });
    let day = || {
        ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .pattern(Some("^\\d{4}-\\d{2}-\\d{2}$"))
    };
    call.query("from", day(), "Not over before this day.").query("to", day(), "Begun by this day.").query(
        "sort",
        one_of(&["newest", "oldest", "relevance"]),
        "By relevance where words are searched for, else the newest first.",
    )
}

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let calls = [
        searched(get("/api/v1/incidents", "Find incidents"))
            .says(
                "The rows are incidents; facets and histogram count reports. Positive developments are counted beside \
                 incidents and listed where `type=positive_development` asks for them.",
            )
            .open()
            .paged()
            .query("facets", number(0, 1), "1: answer `facets` and `histogram` too.")
            .query("rows", one_of(&["incidents", "reports"]), "Of downloads: read, and changes nothing here.")
            .query("source", number(0, 1), "The same.")
            .gives::<Incidents>(200, "A page of the list."),
        get("/api/v1/incidents/{reference}", "An incident: the reports of it that one may read")
            .open()
            .gives::<IncidentJson>(200, "The incident.")
            .leads_on::<Elsewhere>(301, "The reports that one could read here were grouped elsewhere."),
        post("/api/v1/incidents/{reference}/merge", "Move one's reports to another incident")
            .once()
            .takes::<Merge>()
            .gives::<Grouped>(200, "They are there."),
    ];
    api.add("Incidents", calls);
}

#[derive(Serialize, ToSchema)]
struct Elsewhere {
    reference: String,
}

#[derive(Deserialize, ToSchema)]
struct Merge {
    /// The reference of the incident to move one's reports to.
    into: String,
}

/// The incident that a report is grouped under now.
#[derive(Serialize, ToSchema)]
#[schema(as = Filed)]
pub struct Grouped {
    /// `I-…`.
    pub incident: String,
}

/// `GET /api/v1/incidents`.
pub async fn list_incidents(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let search = Search::parse(request.query_string())?;
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let bound = search.bound(viewer);
            let after = match &search.after {
                Some(cursor) => Some(Key::from_bytes(&app.cursors().open::<[u8; 8]>(cursor, &bound)?)?),
                None => None,
            };
            let want = if search.facets { Want::Overview } else { Want::Rows };
            let view = index.view(&REPORTS, app.database())?;
            let listing =
                app.database().read(|conn| listing::list(conn, &view, viewer, &search, after, want))?;
            let next = listing.next.map(|key| app.cursors().seal(&key.to_bytes(), &bound)).transpose()?;
            let items = listing.items.iter().map(IncidentRow::of).collect();
            let facets = |overview: &Overview| {
                let facets = overview.facets.iter();
                facets.map(|(facet, values)| (facet.to_string(), Count::all(values))).collect()
            };
            let overview = listing.overview.as_deref();
            Ok(Incidents {
                list: List::new(listing.total, items, next),
                positive_developments: listing.developments,
                reports: listing.reports,
                facets: overview.map(facets),
                histogram: overview.map(|overview| Count::all(&overview.histogram)),
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `GET /api/v1/incidents/{reference}`.
pub async fn get_incident(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let read = move |conn: &mut Conn| {
        let viewer = visitor.viewer();
        let found = reading::read_incident(conn, viewer, &reference)?;
        let nothing = (Vec::new(), Vec::new());
        let IncidentLookup::Here(view) = &found else { return Ok((found, nothing)) };
        let targets = reading::alerted_by(conn, view)?;
        let linking = contributions::linking_to(conn, viewer, &targets)?;
        let alerts = alerts::about(conn, viewer, &linking)?;
        let alerts: Vec<String> = alerts.into_iter().map(|alert| alert.reference).collect();
        let actions = actions::about(conn, viewer, &linking)?;
        Ok((found, (alerts, actions.into_iter().map(|action| action.reference).collect())))
    };
    let (found, (alerts, actions)) = app.read(read).await?;
    match found {
        IncidentLookup::Here(view) => Ok(HttpResponse::Ok().json(IncidentJson::of(&view, alerts, actions))),
        IncidentLookup::Elsewhere(other) => Ok(HttpResponse::MovedPermanently()
            .insert_header(("Location", format!("/api/v1/incidents/{other}")))
            .json(Elsewhere { reference: other })),
    }
}

/// `POST /api/v1/incidents/{reference}/merge` `{into}`: the viewer's organisation's reports move there.
pub async fn merge_incidents(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let Merge { into } = body::read(&sent.value)?;
    let (status, answer) = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let from = reading::known_incident(tx.conn, visitor.viewer(), &reference)?;
                if into.is_empty() {
                    return Err(Error::invalid("into", message("fault-other-incident")));
                }
                let into = grouping::merge(tx, visitor.viewer(), &from, &into)?;
                Ok((200, Grouped { incident: into.reference }))
            })
        })
        .await?;
    answer_with(status, &answer)
}
