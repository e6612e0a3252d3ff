//! The list of joint statements.

use actix_web::HttpResponse;
use askama::Template;

use super::lines::word;
use crate::access::{Act, Tlp, permits};
use crate::accounts::Visit;
use crate::chamber::view::{self, RowView};
use crate::db::Moment;
use crate::error::Result;
use crate::language::direction;
use crate::web::{Page, Pagination, Paging, html};

/// How many stand on a page.
const ROWS: usize = 50;

struct Line {
    reference: String,
    title: String,
    language: String,
    dir: &'static str,
    state: String,
    mode: String,
    deadline: Option<Moment>,
    waits: bool,
    at: Moment,
}

#[derive(Template)]
#[template(path = "statements/list.html")]
struct ListPage {
    page: Page,
    tlp: Tlp,
    rows: Vec<Line>,
    turn: Pagination,
    /// Whether the viewer is of an active member.
    member: bool,
    /// Whether the viewer may begin one.
    begins: bool,
}

fn line(page: &Page, row: &RowView) -> Line {
    Line {
        reference: row.reference.clone(),
        title: row.title.clone(),
        dir: direction(&row.language),
        language: row.language.clone(),
        state: word(page, "state-statement", row.state.as_str()),
        mode: word(page, "statement-mode", row.mode.as_str()),
        deadline: row.deadline,
        waits: row.waits,
        at: row.at,
    }
}

/// `GET /statements`.
pub async fn list(visit: Visit) -> Result<HttpResponse> {
    visit.visitor.person()?;
    let after = visit.asked().text("after").to_owned();
    let (app, visitor, page) = visit.open();
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let all = app.database().read(|conn| view::list(conn, viewer))?;
            let paging = Paging::of(&after, ROWS, format!("statements page|{}", viewer.reading_key()));
            let (part, next) = paging.page(app, &all, |one| one.reference.clone())?;
            let turn = Pagination::of(&page, "/statements", &after, next, (part.len(), all.len()));
            let rows = part.iter().map(|one| line(&page, one)).collect();
            let begins =
                viewer.organisation().is_some_and(|owner| permits(viewer, Act::BeginAction { owner }));
            let member = permits(viewer, Act::SeeActionWork);
            // What each of them is marked with stands on its own page.
            Ok(ListPage { page, tlp: Tlp::AmberStrict, rows, turn, member, begins })
        })
        .await?;
    html(&app, &answer.page, &answer)
}
