//! The list of templates as a table: `/templates.csv`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::store;
use super::view::{TemplateView, views};
use crate::access::Tlp;
use crate::accounts::Visitor;
use crate::cells::{self, Cell, word, words, yes};
use crate::error::Result;
use crate::vault::Vault;
use crate::web::AppState;

/// As the list for programs has them, without the briefs, and with a label.
const COLUMNS: [&str; 14] = [
    "reference",
    "name",
    "kind",
    "title",
    "language",
    "audience",
    "except",
    "due_in",
    "tasks",
    "common",
    "organisation",
    "in_use",
    "changed_at",
    "tlp",
];

/// The label of what all members read, or the people of one organisation alone.
fn tlp(common: bool) -> Tlp {
    if common { Tlp::Green } else { Tlp::AmberStrict }
}

fn row(view: TemplateView) -> Vec<Cell> {
    let tasks: Vec<String> = view.tasks.into_iter().map(|task| task.title).collect();
    vec![
        Cell::Text(view.reference),
        Cell::Text(view.name),
        Cell::Text(view.kind.to_string()),
        Cell::Text(view.title),
        Cell::Text(view.language),
        words(&view.audience),
        words(&view.except),
        word(view.due_in),
        words(&tasks),
        yes(view.common),
        Cell::Text(view.organisation.name),
        yes(view.in_use),
        Cell::Moment(view.changed_at),
        Cell::Text(tlp(view.common).to_string()),
    ]
}

/// `GET /templates.csv`: exactly the list that the viewer sees, all of it. What an address of a page of that list says is read and
/// changes nothing.
pub async fn download(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    visitor.paging("templates", &request)?;
    let found = app
        .read(move |conn| {
            let all = store::all(conn, &vault, visitor.viewer())?;
            views(conn, visitor.viewer(), &all)
        })
        .await?;
    cells::answer("templates.csv", &COLUMNS, found.into_iter().map(row))
}
