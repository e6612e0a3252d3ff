//! Saved searches, and addresses of feeds: `/api/v1/searches`, `/api/v1/feed-addresses`.

use std::cmp::Reverse;

use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::verbs::sharing_word;
use super::{Input, Look, SavedSearch, count_new, own_or_shared, readable, store};
use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::db::{Conn, Moment, PersonId};
use crate::description::{Description, List, delete, get, post, put};
use crate::error::{Error, Result, message};
use crate::feeds::{self, FeedAddress};
use crate::index::{Index, View};
use crate::people;
use crate::reports::REPORTS;
use crate::reports::api_input::paging;
use crate::searches;
use crate::web::{AppState, Idempotent, IfMatch, Json, answer_with, body, etag, once_for};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let calls = [
        get("/api/v1/searches", "Saved searches of one's own, and those shared with one")
            .paged()
            .gives::<List<SearchView>>(200, "The newest first, each with how much is new in it."),
        post("/api/v1/searches", "Save a search")
            .says("A person keeps at most 100.")
            .once()
            .takes::<NewSearch>()
            .gives::<SearchView>(201, "It is kept. What was released before is not new in it."),
        get("/api/v1/searches/{reference}", "A saved search")
            .gives_version::<SearchView>(200, "The search; its list is `GET /api/v1/incidents` with `query`."),
        put("/api/v1/searches/{reference}", "Change a search of one's own")
            .if_match()
            .takes::<NewSearch>()
            .gives_version::<SearchView>(200, "As it is now."),
        delete("/api/v1/searches/{reference}", "Delete a search of one's own").gives_nothing("It is gone."),
        post("/api/v1/searches/{reference}/look", "Say that one has seen what is new")
            .once()
            .takes::<Seen>()
            .gives::<SearchView>(200, "As it is for oneself now."),
        put("/api/v1/searches/{reference}/notification", "Choose whether one is told what is new")
            .takes::<Told>()
            .gives::<SearchView>(200, "As it is for oneself now. One is told once a day at most."),
        post("/api/v1/searches/{reference}/addresses", "Make an address at which feed readers read a search")
            .says(
                "The address stands for oneself and is told this once. It shows what one may read at each reading; of what \
                 not everybody may read a reference, a link and a time.",
            )
            .gives::<NewAddress>(201, "The address."),
        get("/api/v1/feed-addresses", "One's own addresses, without their secrets")
            .paged()
            .gives::<List<AddressView>>(200, "The newest first."),
        delete("/api/v1/feed-addresses/{reference}", "Revoke an address of one's own")
            .gives_nothing("There is nothing at it any more."),
    ];
    api.add("Saved searches", calls);
}

#[derive(Deserialize, ToSchema)]
#[schema(as = NewSavedSearch)]
struct NewSearch {
    #[schema(max_length = 100)]
    name: String,
    /// The query string of the list of incidents: `country=KE&type=shutdown`. All of it, if it is left out.
    query: Option<String>,
    /// Nothing for oneself alone, `organisation`, or `group:SLUG`.
    sharing: Option<String>,
}

impl NewSearch {
    fn input(self) -> Input {
        Input {
            name: self.name,
            query: self.query.unwrap_or_default(),
            sharing: self.sharing.unwrap_or_default(),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[schema(as = SearchSeen)]
struct Seen {
    /// RFC 3339: what was released up to then is not new any more; now, if it is left out.
    until: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[schema(as = SearchNotification)]
struct Told {
    #[schema(required, value_type = bool)]
    tells: Option<bool>,
}

/// A saved search as one person has it.
#[derive(Serialize, ToSchema)]
#[schema(as = SavedSearch)]
struct SearchView {
    /// `S-…`.
    reference: String,
    name: String,
    /// The query string of the list.
    query: String,
    /// Whether it is one's own: only then it can be changed.
    own: bool,
    /// Empty, `organisation`, or `group:SLUG`.
    sharing: String,
    created_at: Moment,
    /// How many incidents are new or have a new text since `seen_until`. Null where the search cannot be asked any more.
    #[schema(required)]
    new: Option<u64>,
    seen_until: Moment,
    /// Whether one is told what is new.
    tells: bool,
}

/// An address, as it is told once.
#[derive(Serialize, ToSchema)]
#[schema(as = NewFeedAddress)]
struct NewAddress {
    /// `F-…`: by this it is revoked.
    reference: String,
    /// The feed in Atom.
    atom: String,
    /// The same as a JSON Feed.
    json: String,
}

/// An address without its secret.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = FeedAddress)]
struct AddressView {
    /// `F-…`.
    reference: String,
    /// What it is for.
    #[schema(pattern = "^(saved_search|calendar)$")]
    kind: String,
    /// The search, while one may open it; null of a calendar.
    #[schema(required)]
    search: Option<String>,
    created_at: Moment,
    /// The day on which it was last read.
    #[schema(required)]
    used_on: Option<String>,
}

/// These searches as one person has them.
fn views(
    conn: &mut Conn,
    (view, viewer): (&View, &Viewer),
    person: &PersonId,
    searches: &[SavedSearch],
) -> Result<Vec<SearchView>> {
    let looks = store::looks(conn, person, searches.iter().map(|one| one.id.clone()).collect())?;
    let groups = people::seen_groups(conn, viewer)?;
    let one = |search: &SavedSearch| {
        let look = looks.get(&search.id).cloned();
        let look: Look = look.unwrap_or_else(|| store::first_look(person, search));
        Ok(SearchView {
            reference: search.reference.clone(),
            name: search.name.clone(),
            query: search.query.clone(),
            own: search.person_id == *person,
            sharing: sharing_word(search, &groups),
            created_at: search.created_at,
            new: count_new(view, viewer, search, look.seen_until)?,
            seen_until: look.seen_until,
            tells: look.tells,
        })
    };
    searches.iter().map(one).collect()
}

fn view_of(
    app: &AppState,
    index: &Index,
    viewer: &Viewer,
    reference: &str,
) -> Result<(SearchView, SavedSearch)> {
    let person = viewer.person().ok_or(Error::SignIn)?;
    let view = index.view(&REPORTS, app.database())?;
    app.database().read(|conn| {
        let search = readable(conn, viewer, reference)?;
        let mut found = views(conn, (&view, viewer), person, std::slice::from_ref(&search))?;
        Ok((found.pop().ok_or(Error::NotFound)?, search))
    })
}

/// `GET /api/v1/searches`.
pub async fn list_searches(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let paging = paging("saved searches", &visitor, &request)?;
    let answer = app
        .blocking(move |app| {
            let (viewer, view) = (visitor.viewer(), index.view(&REPORTS, app.database())?);
            app.database().read(|conn| {
                let all = own_or_shared(conn, viewer)?;
                let place = |one: &SavedSearch| Reverse((one.created_at.unix_micros(), one.id.clone()));
                let (part, next) = paging.page_by(app, &all, place)?;
                let items = views(conn, (&view, viewer), &person, part)?;
                Ok(List::new(all.len() as u64, items, next))
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `POST /api/v1/searches`.
pub async fn post_search(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let input = body::read::<NewSearch>(&sent.value)?.input();
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let (_, reference) = app.write_signed_in_now(viewer.person().is_some(), |tx| {
                once_for(tx, viewer.person(), &key, &sent.hash, |tx| {
                    Ok((201, searches::save(tx, viewer, &input)?.reference))
                })
            })?;
            view_of(app, &index, viewer, reference.as_str().unwrap_or_default()).map(|(view, _)| view)
        })
        .await?;
    Ok(HttpResponse::Created().json(answer))
}

/// A search with its version.
fn with_version((view, search): (SearchView, SavedSearch)) -> HttpResponse {
    HttpResponse::Ok().insert_header((ETAG, etag(&search.version.to_string()))).json(view)
}

/// `GET /api/v1/searches/{reference}`.
pub async fn get_search(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.person()?;
    app.blocking(move |app| view_of(app, &index, visitor.viewer(), &reference)).await.map(with_version)
}

/// `PUT /api/v1/searches/{reference}`.
pub async fn put_search(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Json,
) -> Result<HttpResponse> {
    visitor.person()?;
    let version = IfMatch::of(&request);
    let input = body::read::<NewSearch>(&sent.value)?.input();
    app.blocking(move |app| {
        let viewer = visitor.viewer();
        app.write_now(|tx| {
            searches::edit(tx, viewer, &reference, &input, |current| version.check(current)).map(|_| ())
        })?;
        view_of(app, &index, viewer, &reference)
    })
    .await
    .map(with_version)
}

/// `DELETE /api/v1/searches/{reference}`.
pub async fn delete_search(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.person()?;
    app.write(move |tx| searches::delete(tx, visitor.viewer(), &reference)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `POST /api/v1/searches/{reference}/look`.
pub async fn post_look(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    visitor.person()?;
    let Seen { until } = body::read(&sent.value)?;
    let until = until.map(|text| {
        let moment = chrono::DateTime::parse_from_rfc3339(&text).ok();
        let moment = moment.map(|moment| Moment::from(moment.to_utc()));
        moment.ok_or_else(|| Error::invalid("until", message("fault-moment")))
    });
    let until = until.transpose()?;
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            app.write_signed_in_now(viewer.person().is_some(), |tx| {
                once_for(tx, viewer.person(), &key, &sent.hash, |tx| {
                    searches::set_seen(tx, viewer, &reference, until.unwrap_or(tx.now()))?;
                    Ok((200, Value::Null))
                })
            })?;
            view_of(app, &index, viewer, &reference).map(|(view, _)| view)
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `PUT /api/v1/searches/{reference}/notification`.
pub async fn put_notification(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    reference: web::Path<String>,
    sent: Json,
) -> Result<HttpResponse> {
    visitor.person()?;
    let Told { tells } = body::read(&sent.value)?;
    let tells = tells.ok_or_else(|| Error::invalid("tells", message("fault-missing")))?;
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            app.write_now(|tx| searches::set_tells(tx, viewer, &reference, tells))?;
            view_of(app, &index, viewer, &reference).map(|(view, _)| view)
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `POST /api/v1/searches/{reference}/addresses`. Nothing of the answer is kept, so it takes no key: sent twice, there are two
/// addresses.
pub async fn post_address(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.person()?;
    let (key, url) = (app.key().clone(), app.config().public_url.clone());
    let made = app.write(move |tx| searches::make_address(tx, &key, visitor.viewer(), &reference)).await?;
    let atom = format!("{url}{}", made.path());
    let answer = NewAddress { reference: made.reference, json: format!("{atom}.json"), atom };
    answer_with(201, &serde_json::to_value(answer).map_err(Error::internal)?)
}

/// `GET /api/v1/feed-addresses`.
pub async fn list_addresses(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let paging = paging("feed addresses", &visitor, &request)?;
    let own = app
        .read(move |conn| {
            let searches = own_or_shared(conn, visitor.viewer())?;
            let view = |address: FeedAddress| {
                let search = searches.iter().find(|one| one.id.as_str() == address.subject);
                AddressView {
                    reference: address.reference,
                    kind: address.kind.to_string(),
                    search: search.map(|one| one.reference.clone()),
                    created_at: address.created_at,
                    used_on: address.used_on,
                }
            };
            Ok(feeds::own(conn, &person)?.into_iter().map(view).collect::<Vec<_>>())
        })
        .await?;
    let answer = paging.list(&app, &own, |one| one.reference.clone())?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `DELETE /api/v1/feed-addresses/{reference}`.
pub async fn delete_address(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.person()?;
    app.write(move |tx| searches::revoke_address(tx, visitor.viewer(), &reference)).await?;
    Ok(HttpResponse::NoContent().finish())
}
