//! What the stages of an action mean, and how it moves: drawn from the machine that moves it.

use actix_web::HttpResponse;
use askama::Template;

use crate::accounts::Visit;
use crate::actions::{MACHINE, Stage};
use crate::error::Result;
use crate::web::{Page, html};

/// A stage, and where an action goes from it.
struct StageLine {
    word: &'static str,
    label: String,
    means: String,
    /// Where to.
    freely: Vec<String>,
    /// Where to if whoever moves it says why.
    with_reason: Vec<String>,
}

#[derive(Template)]
#[template(path = "board/stages.html")]
struct StagesPage {
    page: Page,
    /// The way of an action that goes back nowhere and is done.
    path: Vec<StageLine>,
    /// All of them.
    stages: Vec<StageLine>,
}

fn label(page: &Page, stage: Stage) -> String {
    page.t(&format!("state-action-{}", stage.as_str().replace('_', "-")))
}

/// The stages to which an action is moved from this one; those that need a reason, or the others.
fn to(page: &Page, from: Stage, reason: bool) -> Vec<String> {
    let moves = MACHINE.moves.iter().filter(|step| step.from.contains(&from));
    let moves = moves.filter(|step| step.guards.is_empty() != reason);
    let mut labels: Vec<(usize, String)> = moves
        .map(|step| {
            (Stage::ALL.iter().position(|stage| *stage == step.to).unwrap_or(0), label(page, step.to))
        })
        .collect();
    labels.sort();
    labels.into_iter().map(|(_, label)| label).collect()
}

fn line(page: &Page, stage: Stage) -> StageLine {
    StageLine {
        word: stage.as_str(),
        label: label(page, stage),
        means: page.t(&format!("stage-means-{}", stage.as_str().replace('_', "-"))),
        freely: to(page, stage, false),
        with_reason: to(page, stage, true),
    }
}

/// `GET /help/stages`.
pub async fn stages(visit: Visit) -> Result<HttpResponse> {
    let (app, _, page) = visit.open();
    let way = Stage::ALL.iter().filter(|stage| stage.is_open() || **stage == Stage::Closed);
    let answer = StagesPage {
        path: way.map(|stage| line(&page, *stage)).collect(),
        stages: Stage::ALL.iter().map(|stage| line(&page, *stage)).collect(),
        page,
    };
    html(&app, &answer.page, &answer)
}
