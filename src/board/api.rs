//! `GET /api/v1/actions`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::search::{DueWithin, FILTERS, Search, list};
use crate::accounts::Visitor;
use crate::actions::{ACTIONS, ActionView, rows_of_list};
use crate::error::Result;
use crate::index::{Index, Key, Want};
use crate::language::{Language, Strings};
use crate::web::AppState;
use crate::web::description::{Description, List, get, one_of, text};

/// Describes the call.
pub fn describe(api: &mut Description) {
    let listed =
        get("/api/v1/actions", "Find joint actions: those that are not ended, if nothing else is asked for")
            .open()
            .paged()
            .query("q", text(Some(500)), "Words, in any script.")
            .query(
                "sort",
                one_of(&["due", "newest", "relevance"]),
                "What is due first comes first, if nothing else is said.",
            )
            .query(
                "due",
                one_of(DueWithin::WORDS),
                "When it is due: before today, within seven or thirty days.",
            );
    let values = "Values of this facet, commas between: any of them; `all` for whatever it is.";
    let listed = FILTERS.iter().fold(listed, |call, facet| call.query(facet, text(None), values));
    api.add("Joint actions", [listed.gives::<List<ActionView>>(200, "A page of the list.")]);
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
