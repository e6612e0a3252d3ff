//! The mandates of an organisation as a table: `/organisations/{slug}/mandates.csv`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{MandateView, mandates_of};
use crate::access::Tlp;
use crate::accounts::Visitor;
use crate::cells::{self, Cell, moment, word, yes};
use crate::error::Result;
use crate::people;
use crate::web::AppState;

/// As the list for programs has them, with a label.
const COLUMNS: [&str; 12] = [
    "reference",
    "name",
    "person",
    "scope",
    "kind",
    "forum",
    "stands_in_for",
    "from",
    "until",
    "state",
    "counts",
    "tlp",
];

fn row(view: MandateView) -> Vec<Cell> {
    vec![
        Cell::Text(view.reference),
        word(view.name),
        word(view.person),
        Cell::Text(view.scope.to_string()),
        word(view.kind),
        word(view.forum),
        word(view.stands_in_for.map(|of| of.reference)),
        Cell::Moment(view.from),
        moment(view.until),
        Cell::Text(view.state.to_string()),
        view.counts.map_or_else(|| Cell::Text(String::new()), yes),
        // It is the organisation's own, whoever else sees to mandates.
        Cell::Text(Tlp::AmberStrict.to_string()),
    ]
}

/// `GET /organisations/{slug}/mandates.csv`: exactly the list that the viewer sees, all of it. What an address of a page of that list
/// says is read and changes nothing.
pub async fn download(
    app: web::Data<AppState>,
    visitor: Visitor,
    slug: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    visitor.paging("mandates", &request)?;
    let found = app
        .read(move |conn| {
            let home = people::seen_by_slug(conn, visitor.viewer(), &slug)?;
            mandates_of(conn, visitor.viewer(), &home.id)
        })
        .await?;
    cells::answer("mandates.csv", &COLUMNS, found.into_iter().map(row))
}
