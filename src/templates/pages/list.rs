//! The templates that somebody may read: those for all members, and those of their organisation.

use actix_web::{HttpResponse, web};

use super::AT;
use crate::access::{Act, permits};
use crate::accounts::{Posted, Visit};
use crate::error::Result;
use crate::templates::model::keeping;
use crate::templates::{self, Template, store, verbs};
use crate::vault::Vault;
use crate::web::{Page, Pagination, Paging, html};

/// How many stand on a page.
const ROWS: usize = 50;

/// A template as lists show it.
struct Row {
    reference: String,
    name: String,
    title: String,
    kind: String,
    tasks: String,
    retired: bool,
}

#[derive(askama::Template)]
#[template(path = "templates/templates.html")]
struct ListPage {
    page: Page,
    common: Vec<Row>,
    own: Vec<Row>,
    turn: Pagination,
    /// Whether the viewer may keep one.
    keeps: bool,
    /// How many of those that the program comes with can be added.
    ready: String,
}

fn row(page: &Page, one: &Template) -> Row {
    Row {
        reference: one.row.reference.clone(),
        name: one.says.name.clone(),
        title: one.says.title.clone(),
        kind: page.t(&format!("action-kind-{}", one.says.kind.as_str().replace('_', "-"))),
        tasks: page.tn("template-tasks", one.says.tasks.len() as u64),
        retired: !one.is_in_use(),
    }
}

/// `GET /templates`.
pub async fn templates(vault: web::Data<Vault>, visit: Visit) -> Result<HttpResponse> {
    visit.visitor.person()?;
    let after = visit.asked().text("after").to_owned();
    let (app, visitor, page) = visit.open();
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let all = app.database().read(|conn| store::all(conn, &vault, viewer))?;
            let paging = Paging::of(&after, ROWS, format!("templates page|{}", viewer.reading_key()));
            let (part, next) = paging.page(app, &all, |one| one.row.reference.clone())?;
            let turn = Pagination::of(&page, AT, &after, next, (part.len(), all.len()));
            let rows = |common: bool| {
                part.iter().filter(|one| one.row.common == common).map(|one| row(&page, one)).collect()
            };
            let (common, own) = (rows(true), rows(false));
            let may = |common: bool| {
                viewer.organisation().is_some_and(|home| permits(viewer, keeping(common, home)))
            };
            let missing = verbs::missing(&all).len() as u64;
            let ready = permits(viewer, Act::KeepCommonTemplates) && missing > 0;
            Ok(ListPage {
                common,
                own,
                turn,
                keeps: may(false) || may(true),
                ready: if ready { page.tn("template-ready", missing) } else { String::new() },
                page,
            })
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// `POST /templates/ready`: adds those that the program comes with.
pub async fn add_ready(vault: web::Data<Vault>, posted: Posted) -> Result<HttpResponse> {
    posted
        .once(move |tx, visitor, _| {
            templates::add_ready(tx, &vault, visitor.viewer())?;
            Ok(format!("{AT}?done=template-ready"))
        })
        .await
}
