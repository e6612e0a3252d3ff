//! The board: what is open, a column for each stage.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use askama::Template;

use super::list::{Row, rows};
use super::search::{Search, loaded};
use crate::access::{Act, permits};
use crate::accounts::Visit;
use crate::actions::{ACTIONS, Stage};
use crate::error::Result;
use crate::index::{Answer, Index, Want};
use crate::web::{Choice, Page, html};

/// So many cards a column shows; the list has the others.
const MOST: usize = 30;

/// A stage with its cards.
struct Column {
    word: &'static str,
    label: String,
    total: u64,
    rows: Vec<Row>,
    /// The address of all of them.
    all: String,
}

#[derive(Template)]
#[template(path = "board/columns.html")]
struct BoardPage {
    page: Page,
    columns: Vec<Column>,
    /// On a narrow screen one column is shown: which. The help is how many cards it has.
    stages: Vec<Choice>,
    begins: bool,
}

/// `GET /board`.
pub async fn board(index: web::Data<Index>, visit: Visit) -> Result<HttpResponse> {
    let asked = visit.asked().text("stage").parse::<Stage>().ok().filter(|stage| stage.is_open());
    let (app, visitor, page) = visit.open();
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let view = index.view(&ACTIONS, app.database())?;
            let begins =
                viewer.organisation().is_some_and(|owner| permits(viewer, Act::BeginAction { owner }));
            app.database().read(|conn| {
                let mut found = Vec::new();
                for stage in Stage::ALL.iter().filter(|stage| stage.is_open()) {
                    let filters = [("stage", vec![stage.to_string()])].into();
                    let search = Search { filters, ..Search::default() };
                    found.push((*stage, view.search(&search.query(viewer), None, MOST, Want::Rows)?, search));
                }
                // What the cards show is loaded at once, however many columns there are.
                let answers: Vec<&Answer> = found.iter().map(|(_, answer, _)| answer).collect();
                let all = loaded(conn, viewer, &answers)?;
                // A card stands in the column in which it was found, also for the moment in which it is moved.
                let stage_of = found.iter().flat_map(|(stage, answer, _)| {
                    answer.page.rows.iter().map(|row| (row.parent, stage.as_str()))
                });
                let stage_of: BTreeMap<u64, &str> = stage_of.collect();
                let places = all.iter().filter_map(|action| {
                    let stage = stage_of.get(&u64::try_from(action.details.ordinal).ok()?)?;
                    Some((action.reference.clone(), *stage))
                });
                let places: BTreeMap<String, &str> = places.collect();
                let cards = rows(conn, &page, viewer, all)?;
                let is_in = |card: &Row, stage: Stage| places.get(&card.reference) == Some(&stage.as_str());
                let column = |(stage, answer, search): (Stage, Answer, Search)| Column {
                    word: stage.as_str(),
                    label: page.t(&format!("state-action-{}", stage.as_str().replace('_', "-"))),
                    total: answer.page.total,
                    rows: cards.iter().filter(|card| is_in(card, stage)).cloned().collect(),
                    all: format!("/actions?{}", search.to_query()),
                };
                let columns: Vec<Column> = found.into_iter().map(column).collect();
                let fullest = columns.iter().find(|column| column.total > 0).map_or("", |column| column.word);
                let shown = asked.map_or(fullest, Stage::as_str);
                let stages = columns.iter().map(|column| {
                    let count = page.number(column.total);
                    Choice { help: count, ..Choice::new(column.word, &column.label, column.word == shown) }
                });
                Ok(BoardPage { stages: stages.collect(), columns, begins, page })
            })
        })
        .await?;
    html(&app, &answer.page, &answer)
}
