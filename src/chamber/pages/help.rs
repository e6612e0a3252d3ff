//! The help page on how a joint statement goes, drawn from its table.

use actix_web::HttpResponse;
use askama::Template;

use super::lines::word;
use crate::accounts::Visit;
use crate::error::Result;
use crate::flow::Move;
use crate::statements::{MACHINE, Stage, StageCase, StatementMove};
use crate::web::{Page, html};

/// A move of the table.
struct MoveLine {
    says: String,
    from: String,
    to: String,
}

#[derive(Template)]
#[template(path = "statements/help.html")]
struct HelpPage {
    page: Page,
    moves: Vec<MoveLine>,
}

/// `GET /help/statements`.
pub async fn help(visit: Visit) -> Result<HttpResponse> {
    visit.visitor.person()?;
    let (app, _, page) = visit.open();
    let stage = |stage: &Stage| word(&page, "state-statement", stage.as_str());
    let line = |step: &Move<Stage, StatementMove, StageCase>| MoveLine {
        says: word(&page, "statement-verb", step.verb.as_str()),
        from: step.from.iter().map(stage).collect::<Vec<_>>().join(", "),
        to: stage(&step.to),
    };
    let moves = MACHINE.moves.iter().map(line).collect();
    let answer = HelpPage { page, moves };
    html(&app, &answer.page, &answer)
}
