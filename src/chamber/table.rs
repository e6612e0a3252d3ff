//! The list of joint statements as a table: `/statements.csv`. What a text says is in no list, and in no table either.

use actix_web::{HttpRequest, HttpResponse, web};

use super::view::{self, RowView};
use crate::access::Tlp;
use crate::accounts::Visitor;
use crate::cells::{self, Cell, moment, yes};
use crate::error::Result;
use crate::web::AppState;

/// As the list for programs has them, with the label that the page of the list bears.
const COLUMNS: [&str; 10] =
    ["reference", "action", "title", "language", "state", "mode", "deadline", "waits", "at", "tlp"];

fn row(view: RowView) -> Vec<Cell> {
    vec![
        Cell::Text(view.reference),
        Cell::Text(view.action),
        Cell::Text(view.title),
        Cell::Text(view.language),
        Cell::Text(view.state.to_string()),
        Cell::Text(view.mode.to_string()),
        moment(view.deadline),
        yes(view.waits),
        Cell::Moment(view.at),
        Cell::Text(Tlp::AmberStrict.to_string()),
    ]
}

/// `GET /statements.csv`: exactly the list that the viewer sees, all of it. What an address of a page of that list says is read and
/// changes nothing.
pub async fn download(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    visitor.paging("statements", &request)?;
    let found = app.read(move |conn| view::list(conn, visitor.viewer())).await?;
    cells::answer("statements.csv", &COLUMNS, found.into_iter().map(row))
}
