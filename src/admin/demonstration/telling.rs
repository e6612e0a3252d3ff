//! How the demonstration's stories come in: drafted, marked, with their files, released, and then talked about.
//! All of it goes the way that people's own acts go.

use serde_json::{Value, json};

use super::dialogue::{self, Reports};
use super::stories::{Hidden, On, Picture, STORIES, Story};
use super::viewer;
use super::{acting, alerts, attached};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::evidence::{self, About};
use crate::files::Sanitiser;
use crate::flow::{Pace, Proposal};
use crate::reports::{self, Report, ReportInput, store};
use crate::vault::Vault;
use crate::web::AppState;
use crate::{marking, people};

/// Tells every story, then what is said about them.
pub(super) fn tell(app: &AppState, vault: &Vault, sanitiser: &Sanitiser) -> Result<()> {
    let mut told = Reports::new();
    for story in STORIES {
        let mut report = app.write_now(|tx| drafted(tx, vault, story))?;
        if let Some(picture) = &story.picture {
            report = attach(app, vault, sanitiser, (story, &report), picture)?;
        }
        app.write_now(|tx| release(tx, vault, &report, story))?;
        told.insert(story.title, report);
    }
    app.write_now(|tx| dialogue::hold(tx, vault, &told))?;
    let called = app.write_now(|tx| alerts::call(tx, vault, &told))?;
    let begun = app.write_now(|tx| acting::act(tx, vault, (&told, &called)))?;
    attached::attach(app, vault, sanitiser, &begun)
}

fn drafted(tx: &mut Tx<'_>, vault: &Vault, story: &Story) -> Result<Report> {
    let author = viewer(tx, story.author)?;
    let input = ReportInput::parse(&json!({
        "title": story.title, "narrative": story.narrative, "language": story.language, "facts": (story.facts)(),
    }))?;
    let report = reports::draft(tx, vault, &author, &input)?;
    if story.hidden.is_empty() {
        return Ok(report);
    }
    let marks = story.hidden.iter().map(|hidden| mark(story, hidden)).collect::<Result<Vec<_>>>()?;
    let marks = marking::parse(tx.conn, &author, &marks)?;
    marking::mark(tx, vault, &author, &report, marks)
}

fn mark(story: &Story, hidden: &Hidden) -> Result<Value> {
    Ok(match hidden.on {
        On::Words(words) => {
            let (before, _) = story
                .narrative
                .split_once(words)
                .ok_or_else(|| Error::Internal(format!("a story does not say {words}")))?;
            let start = before.chars().count();
            json!({
                "field": "narrative", "start": start, "end": start + words.chars().count(), "reason": hidden.reason,
                "visible_to": hidden.seen_by, "replace_with": hidden.instead,
            })
        }
        On::Fact(fact, level) => {
            json!({ "fact": fact, "level": level, "reason": hidden.reason, "visible_to": hidden.seen_by })
        }
    })
}

/// Attaches a picture, has its copy made, and burns its boxes into another.
fn attach(
    app: &AppState,
    vault: &Vault,
    sanitiser: &Sanitiser,
    (story, report): (&Story, &Report),
    picture: &Picture,
) -> Result<Report> {
    let begun = app.ambient().now();
    let mut arriving = vault.receive(app.ambient())?;
    arriving.write(picture.bytes)?;
    let arrived = arriving.finish()?;
    let (report, file) = app.write_now(|tx| {
        let author = viewer(tx, story.author)?;
        let about = About { name: picture.name, description: picture.shows, begun };
        let file = evidence::attach(tx, vault, &author, report, &arrived, &about)?;
        Ok((store::report_for_operator(tx.conn, &report.reference)?, file.reference))
    })?;
    arrived.stored.commit();
    sanitiser.work(app.database(), vault)?;
    app.write_now(|tx| {
        let author = viewer(tx, story.author)?;
        let (_, file) = evidence::own_file(tx.conn, &author, &file)?;
        evidence::draw(tx, vault, &author, (&report, &file), picture.boxes)
    })?;
    sanitiser.work(app.database(), vault)?;
    app.database().read(|conn| store::report_for_operator(conn, &report.reference))
}

/// Releases it to each of its audiences, the one for the fewest first.
fn release(tx: &mut Tx<'_>, vault: &Vault, report: &Report, story: &Story) -> Result<()> {
    let author = viewer(tx, story.author)?;
    for audience in story.audiences {
        let words: Vec<String> = audience.iter().map(|&word| word.into()).collect();
        let audience = people::audience_from_words(tx.conn, &author, &words, &[])?;
        let colleagues = people::count_people(tx.conn, &report.organisation_id)?;
        let proposal = Proposal { audience, approvers: None, colleagues, pace: Pace::Usual, before: None };
        let release = reports::propose(tx, vault, &author, report, proposal)?;
        if release.state.is_open()
            && let Some(reviewer) = story.reviewer
        {
            let reviewer = viewer(tx, reviewer)?;
            reports::approve(tx, vault, &reviewer, report, release, "")?;
        }
    }
    Ok(())
}
