//! `GET /api/v1/actions`, and `/api/v1/board/{stage}`.

use actix_web::{HttpRequest, HttpResponse, web};

use serde::Deserialize;
use utoipa::ToSchema;

use super::columns::MOST;
use super::documents::ACTIONS;
use super::places::{in_own_order, put_in_order};
use super::said::{said, words};
use super::search::{DueWithin, FILTERS, LEAD, LONGEST_NAME, ORGANISATION, Search, list, loaded};
use crate::accounts::Visitor;
use crate::actions::{ActionView, Stage, rows_of_list};
use crate::comments::{COMMENTS, CommentView};
use crate::description::{Call, Description, List, get, one_of, put, text};
use crate::error::{Error, Result};
use crate::index::{Index, Key, Want};
use crate::language::{Language, Strings};
use crate::web::{AppState, Json, body, reference};

/// What can be asked of a list of actions, whatever it is given as.
pub fn searched(call: Call) -> Call {
    let due = "When it is due: before today, within seven or thirty days.";
    let mine = "`yes`: only those that one's organisation began, leads or takes part in.";
    let waiting = "`yes`: only those in which something waits for one's organisation: the lead that it is offered, a task, or the \
        next move of an action that it leads.";
    let sort = "What is due first comes first, if nothing else is said.";
    let named = "The whole name of the target, however it is spaced and capitalised.";
    let call = call
        .query("q", text(Some(500)), "Words, in any script.")
        .query("sort", one_of(&["due", "newest", "relevance"]), sort)
        .query("due", one_of(DueWithin::WORDS), due)
        .query("mine", one_of(&["yes"]), mine)
        .query("waiting", one_of(&["yes"]), waiting)
        .query("target_name", text(Some(LONGEST_NAME)), named);
    let values = "Values of this facet, commas between: any of them; `all` for whatever it is.";
    let lead =
        "Slugs of organisations, commas between: those that one of them leads, where one is told that.";
    let part = "Slugs of organisations, separated by commas: actions that one of them began, leads or joined, as far as one is told.";
    let says = |facet: &str| match facet {
        LEAD => lead,
        ORGANISATION => part,
        _ => values,
    };
    FILTERS.iter().fold(call, |call, facet| call.query(facet, text(None), says(facet)))
}

/// Describes the call.
pub fn describe(api: &mut Description) {
    let listed =
        get("/api/v1/actions", "Find joint actions: those that are not ended, if nothing else is asked for");
    let listed = searched(listed.open().paged());
    let at = "/api/v1/board/{stage}";
    let column =
        get(at, "The actions of a stage, in the order of one's own organisation, as the board shows them")
            .open()
            .gives::<List<ActionView>>(
                200,
                "What is in no place yet comes first. The list of actions has the others.",
            );
    let order = put(at, "Put the actions of a stage in order, for one's own organisation alone (delegate)")
        .takes::<CardOrder>()
        .gives_nothing("It is kept. What one does not read, and what is in another stage, is passed over.");
    let said = get("/api/v1/comments", "Find comments on joint actions by their words")
        .query("q", text(Some(500)), "Words, in any script.")
        .gives::<List<CommentView>>(
            200,
            "At most fifty, what fits best by its action first; of an action the newest ten.",
        );
    api.add("Comments on joint actions", [said]);
    api.add("Joint actions", [listed.gives::<List<ActionView>>(200, "A page of the list."), column, order]);
    super::calendar_api::describe(api);
}

/// The order of the cards of a stage.
#[derive(Deserialize, ToSchema)]
pub struct CardOrder {
    /// References of actions, from the top.
    #[schema(min_items = 1, max_items = 100)]
    order: Vec<String>,
}

/// `GET /api/v1/board/{stage}`.
pub async fn get_column(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    stage: web::Path<String>,
) -> Result<HttpResponse> {
    let stage: Stage = stage.parse().map_err(|_| Error::NotFound)?;
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let view = index.view(&ACTIONS, app.database())?;
            let search = Search { filters: [("stage", vec![stage.to_string()])].into(), ..Search::default() };
            let answer = view.search(&search.query(viewer), None, MOST, Want::Rows)?;
            app.database().read(|conn| {
                let rows = loaded(conn, viewer, &[&answer])?;
                let rows = in_own_order(conn, viewer, rows)?;
                let items = rows_of_list(conn, &Strings::of(Language::english()), viewer, rows)?;
                Ok(List::new(answer.page.total, items, None))
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `PUT /api/v1/board/{stage}` `{order}`.
pub async fn put_column(
    app: web::Data<AppState>,
    visitor: Visitor,
    stage: web::Path<String>,
    sent: Json,
) -> Result<HttpResponse> {
    let CardOrder { order } = body::read(&sent.value)?;
    let stage: Stage = stage.parse().map_err(|_| Error::NotFound)?;
    let order: Vec<String> = order.iter().map(|one| reference(one)).collect();
    app.write_signed_in(visitor.viewer().person().is_some(), move |tx| {
        put_in_order(tx, visitor.viewer(), stage, &order)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET /api/v1/comments?q=`.
pub async fn find_comments(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let words = words(request.query_string())?;
    let answer = app
        .blocking(move |app| {
            let view = index.view(&COMMENTS, app.database())?;
            app.database().read(|conn| {
                let items = said(conn, &view, visitor.viewer(), &words)?;
                Ok(List::new(items.len() as u64, items, None))
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `GET /api/v1/actions`.
pub async fn list_actions(
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
            let view = index.view(&ACTIONS, app.database())?;
            app.database().read(|conn| {
                let listing = list(conn, &view, viewer, &search, (after, Want::Rows))?;
                let next = listing.next.map(|key| app.cursors().seal(&key.to_bytes(), &bound)).transpose()?;
                let items = rows_of_list(conn, &Strings::of(Language::english()), viewer, listing.rows)?;
                Ok(List::new(listing.total, items, next))
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}
