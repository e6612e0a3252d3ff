//! `/api/v1/alerts`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::search::{FILTERS, Search, list, own};
use super::view::rows_of_list;
use super::{ALERTS, Alert, AlertView, NewAlert, verbs};
use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::contributions::api::{calls_decided_by, confirmation};
use crate::contributions::{Proposed, Written, versions_api};
use crate::db::Tx;
use crate::description::{Call, Description, List, get, one_of, post, text};
use crate::error::{Fields, Result, message};
use crate::index::{Index, Key, Want};
use crate::vault::Vault;
use crate::web::{
    AppState, Form, Idempotent, Json, OptionalJson, Paging, answer_with, body, encode, once_for,
};

/// Who is the second person for an alert.
const DECIDERS: &str = "a reviewer or another delegate of its organisation, or a reviewer of the organisation that it names; \
    never the proposer";

/// What can be asked of a list of alerts, whatever it is given as.
pub fn searched(call: Call) -> Call {
    let call = call.query("q", text(Some(500)), "Words, in any script.").query(
        "sort",
        one_of(&["newest", "relevance"]),
        "By relevance where words are searched for.",
    );
    let values = "Values of this facet, commas between: any of them; `all` for whatever it is.";
    FILTERS.iter().fold(call, |call, facet| call.query(facet, text(None), values))
}

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let what = "`released`, `unconfirmed` where it is urgent, or `proposed`.";
    let listed = get("/api/v1/alerts", "Find alerts: the current ones, if nothing else is asked for");
    let own = "`yes`: instead the current alerts of one's own organisation that were released to others alone, of its newest 200; \
        for those who see to them. Nothing goes with it but `limit` and `after`.";
    let listed = searched(listed.open().paged()).query("own", one_of(&["yes"]), own);
    api.add(
        "Alerts",
        [
            listed.gives::<List<AlertView>>(200, "A page of the list."),
            post("/api/v1/alerts", "Post an alert (delegate)")
                .once()
                .takes::<NewAlert>()
                .gives::<AlertView>(201, what),
            post(
                "/api/v1/alerts/{reference}/versions",
                "Update an alert of one's own organisation, or end it (delegate)",
            )
            .once()
            .takes::<AlertUpdate>()
            .gives::<AlertView>(201, what),
            post("/api/v1/alerts/{reference}/acknowledgement", "Acknowledge an alert for one's organisation")
                .says("The author will see that the organisation has read it, and the offer of help.")
                .once()
                .may_take::<NewAcknowledgement>()
                .gives::<Acknowledged>(201, "The author is told."),
            confirmation("alerts", DECIDERS),
        ],
    );
    api.add("Alerts", versions_api::calls::<AlertView>("alerts"));
    api.add(
        "Alerts",
        calls_decided_by::<AlertView>("alerts", DECIDERS, "An alert, as one may read it", "The alert."),
    );
}

/// What an alert says: stored in its own place alone.
const TEXTS: &[&str] = &[
    "phase",
    "message",
    "headline",
    "body",
    "instruction",
    "language",
    "translations",
    "links",
    "countries",
    "places",
    "urgency",
    "severity",
    "certainty",
    "category",
    "exercise",
    "expires_at",
    "acknowledgements",
    "acknowledgement",
];

impl Written for NewAlert {
    type Kind = Alert;
    const TEXTS: &'static [&'static str] = TEXTS;

    fn write(self, tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, _: &str) -> Result<Proposed<Alert>> {
        verbs::post(tx, vault, viewer, self)
    }
}

/// What is written in place of an alert.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
pub struct AlertUpdate(NewAlert);

impl Written for AlertUpdate {
    type Kind = Alert;
    const TEXTS: &'static [&'static str] = TEXTS;

    fn write(self, tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, alert: &str) -> Result<Proposed<Alert>> {
        verbs::update(tx, vault, viewer, alert, self.0)
    }
}

#[derive(Deserialize, ToSchema)]
struct NewAcknowledgement {
    /// `seen`, or `acknowledged` if it is left out: the organisation acts on it.
    #[schema(pattern = "^(seen|acknowledged)$")]
    answer: Option<String>,
    /// What help the organisation offers: words for the author's organisation.
    #[schema(max_length = 4000)]
    offer: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct Acknowledged {
    reference: String,
}

/// `GET /api/v1/alerts`.
pub async fn list_alerts(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let asked = Form::parse(request.query_string().as_bytes())?;
    if asked.has("own") {
        return list_own(app, visitor, &asked).await;
    }
    let search = Search::parse(request.query_string())?;
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let bound = search.bound(viewer);
            let after = match &search.after {
                Some(cursor) => Some(Key::from_bytes(&app.cursors().open::<[u8; 8]>(cursor, &bound)?)?),
                None => None,
            };
            let view = index.view(&ALERTS, app.database())?;
            app.database().read(|conn| {
                let listing = list(conn, &view, viewer, &search, (after, Want::Rows))?;
                let next = listing.next.map(|key| app.cursors().seal(&key.to_bytes(), &bound)).transpose()?;
                let items = rows_of_list(conn, viewer, listing.rows)?;
                Ok(List::new(listing.total, items, next))
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `GET /api/v1/alerts?own=yes&limit=&after=`: what the page of alerts shows below its list.
async fn list_own(app: web::Data<AppState>, visitor: Visitor, asked: &Form) -> Result<HttpResponse> {
    let mut faults = Fields::default();
    for (name, values) in asked.fields() {
        match name.as_str() {
            "own" if values.iter().all(|value| value == "yes") => {}
            "own" => faults.add("own", message("fault-no-such-parameter")),
            "limit" | "after" => {}
            other => faults.add(other, message("fault-own-alone")),
        }
    }
    faults.into_result(())?;
    let paged = ["limit", "after"].into_iter().filter(|name| asked.has(name));
    let paged: Vec<String> = paged.map(|name| format!("{name}={}", encode(asked.text(name)))).collect();
    let bound = format!("own alerts|{}", visitor.viewer().reading_key());
    let paging = Paging::parse(&paged.join("&"), bound)?;
    let items = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            app.database().read(|conn| {
                let rows = own(conn, viewer)?;
                rows_of_list(conn, viewer, rows)
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(paging.list(&app, &items, |alert| alert.reference.clone())?))
}

/// `POST /api/v1/alerts/{reference}/acknowledgement` `{answer?, offer?}`.
pub async fn acknowledge_alert(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let NewAcknowledgement { answer, offer } = body::read(&sent.0.value)?;
    let (status, answer) = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.0.hash, |tx| {
                let said = (answer.as_deref().unwrap_or_default(), offer.as_deref().unwrap_or_default());
                super::acknowledge(tx, visitor.viewer(), &reference, said)?;
                Ok((201, Acknowledged { reference: reference.to_string() }))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `POST /api/v1/alerts`: an alert is about nothing that stands in its address.
pub async fn post_alert(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let nothing = web::Path::from(String::new());
    crate::contributions::write::<NewAlert>(app, vault, visitor, nothing, key, sent).await
}
