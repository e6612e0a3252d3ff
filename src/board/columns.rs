//! The board: what is open, a column for each stage.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use askama::Template;

use super::documents::ACTIONS;
use super::list::{Row, rows};
use super::places::{in_own_order, put_in_order};
use super::search::{Search, loaded};
use crate::access::{Act, permits};
use crate::accounts::{Posted, Visit};
use crate::actions::Stage;
use crate::error::{Error, Result};
use crate::index::{Answer, Index, Want};
use crate::mandates;
use crate::web::{Choice, Page, encode, html, reference};

/// So many cards a column shows; the list has the others.
pub(super) const MOST: usize = 30;

/// A stage with its cards.
struct Column {
    word: &'static str,
    label: String,
    total: u64,
    rows: Vec<Row>,
    /// The address of all of them.
    all: String,
    /// Their references, blanks between.
    order: String,
}

#[derive(Template)]
#[template(path = "board/columns.html")]
struct BoardPage {
    page: Page,
    columns: Vec<Column>,
    /// On a narrow screen one column is shown: which. The help is how many cards it has.
    stages: Vec<Choice>,
    begins: bool,
    /// Whether the viewer puts the cards of their organisation in order.
    orders: bool,
    /// Whether the viewer's organisation can have a part in any.
    members: bool,
}

/// `GET /board`.
pub async fn board(index: web::Data<Index>, visit: Visit) -> Result<HttpResponse> {
    let asked = visit.asked().text("stage").parse::<Stage>().ok().filter(|stage| stage.is_open());
    let (app, visitor, page) = visit.open();
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let view = index.view(&ACTIONS, app.database())?;
            let orders = permits(viewer, Act::JoinAction) && permits(viewer, Act::SeeActionWork);
            app.database().read(|conn| {
                let begins = mandates::may_begin(conn, viewer)?;
                let mut found = Vec::new();
                for stage in Stage::ALL.iter().filter(|stage| stage.is_open()) {
                    let filters = [("stage", vec![stage.to_string()])].into();
                    let search = Search { filters, ..Search::default() };
                    found.push((*stage, view.search(&search.query(viewer), None, MOST, Want::Rows)?, search));
                }
                // What the cards show is loaded at once, however many columns there are.
                let answers: Vec<&Answer> = found.iter().map(|(_, answer, _)| answer).collect();
                let all = loaded(conn, viewer, &answers)?;
                let all = in_own_order(conn, viewer, all)?;
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
                let column = |(stage, answer, search): (Stage, Answer, Search)| {
                    let rows: Vec<Row> = cards.iter().filter(|card| is_in(card, stage)).cloned().collect();
                    let order: Vec<&str> = rows.iter().map(|row| row.reference.as_str()).collect();
                    Column {
                        word: stage.as_str(),
                        label: page.t(&format!("state-action-{}", stage.as_str().replace('_', "-"))),
                        total: answer.page.total,
                        order: order.join(" "),
                        rows,
                        all: format!("/actions?{}", search.to_query()),
                    }
                };
                let columns: Vec<Column> = found.into_iter().map(column).collect();
                let fullest = columns.iter().find(|column| column.total > 0).map_or("", |column| column.word);
                let shown = asked.map_or(fullest, Stage::as_str);
                let stages = columns.iter().map(|column| {
                    let count = page.number(column.total);
                    Choice { help: count, ..Choice::new(column.word, &column.label, column.word == shown) }
                });
                let members = permits(viewer, Act::SeeActionWork);
                Ok(BoardPage { stages: stages.collect(), columns, begins, orders, members, page })
            })
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// These references with one of them a place further up or down.
fn moved(mut order: Vec<String>, up: &str, down: &str) -> Vec<String> {
    let place = |name: &str| order.iter().position(|one| !name.is_empty() && one == name);
    let swap = match (place(up), place(down)) {
        (Some(at), _) => at.checked_sub(1).map(|before| (before, at)),
        (_, Some(at)) => Some((at, at + 1)).filter(|(_, after)| *after < order.len()),
        _ => None,
    };
    if let Some((before, after)) = swap {
        order.swap(before, after);
    }
    order
}

/// `POST /board/order`: the cards of a stage as they were shown, and which of them goes up or down.
pub async fn order_cards(posted: Posted) -> Result<HttpResponse> {
    posted
        .once(|tx, visitor, form| {
            let stage: Stage = form.text("stage").parse().map_err(|_| Error::NotFound)?;
            let shown = form.text("order").split_whitespace().map(reference).collect();
            let (up, down) = (reference(form.text("up")), reference(form.text("down")));
            put_in_order(tx, visitor.viewer(), stage, &moved(shown, &up, &down))?;
            let card = if up.is_empty() { down } else { up };
            let at = format!("/board?stage={stage}");
            Ok(if card.is_empty() { at } else { format!("{at}#{}", encode(&card)) })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn a_card_goes_up_or_down_by_one_place_and_never_out() {
        let cards = || ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(moved(cards(), "b", ""), ["b", "a", "c"]);
        assert_eq!(moved(cards(), "", "b"), ["a", "c", "b"]);
        for (up, down) in [("a", ""), ("", "c"), ("", ""), ("z", ""), ("", "z")] {
            assert_eq!(moved(cards(), up, down), cards(), "{up} {down}");
        }
    }
}
