//! The list of requests as a table: `/tickets.csv`. What is said in them is in no list, and in no table either.

use actix_web::{HttpRequest, HttpResponse, web};

use super::lines::OF_TWO;
use super::view::{self, TicketView};
use crate::accounts::Visitor;
use crate::cells::{self, Cell, words, yes};
use crate::error::Result;
use crate::web::AppState;

/// As the list for programs has them, with the title of the action and the label that the page bears.
const COLUMNS: [&str; 13] = [
    "reference",
    "action",
    "title",
    "requester",
    "asked",
    "state",
    "mark",
    "waits",
    "requested_at",
    "changed_at",
    "moves",
    "beneficiaries",
    "tlp",
];

fn row(view: TicketView) -> Vec<Cell> {
    let moves: Vec<String> = view.moves.iter().map(ToString::to_string).collect();
    vec![
        Cell::Text(view.reference),
        Cell::Text(view.action),
        Cell::Text(view.title.0),
        Cell::Text(view.requester.name),
        Cell::Text(view.asked.name),
        Cell::Text(view.state.to_string()),
        Cell::Text(view.mark),
        yes(view.waits),
        Cell::Moment(view.requested_at),
        Cell::Moment(view.changed_at),
        words(&moves),
        view.beneficiaries.map_or_else(|| Cell::Text(String::new()), yes),
        Cell::Text(OF_TWO.to_string()),
    ]
}

/// `GET /tickets.csv`: exactly the list that the viewer sees, all of it. What an address of a page of that list says is read and
/// changes nothing.
pub async fn download(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    visitor.paging("tickets", &request)?;
    let found = app.read(move |conn| view::list(conn, visitor.viewer(), None)).await?;
    cells::answer("tickets.csv", &COLUMNS, found.into_iter().map(row))
}
