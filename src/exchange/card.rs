//! A joint action as a document for those who read on paper: what its viewer may read at this moment, marked on each sheet.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};

use super::document::{Document, KIND, Paragraph, Run, Style};
use super::prose::paragraphs;
use crate::access::Viewer;
use crate::accounts::Visit;
use crate::actions::{Action, ActionView, TaskView};
use crate::contributions::{self, Contribution, Kind, Lookup};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::geography::CountryCode;
use crate::language::{DueLine, direction};
use crate::outcomes::OutcomeLine;
use crate::reports::one_page::GonePage;
use crate::reports::readers;
use crate::vault::Vault;
use crate::web::Page;

/// A line that says what something is.
fn fact(page: &Page, key: &str, value: &str) -> Option<Paragraph> {
    let label = Run { bold: true, ..Run::plain(format!("{}: ", page.t(key))) };
    let runs = vec![label, Run::plain(value)];
    (!value.is_empty()).then_some(Paragraph { style: Style::Text, runs, rtl: false })
}

fn due(page: &Page, at: Option<crate::db::Moment>, zone: &str) -> String {
    let Some(at) = at else { return String::new() };
    let local = DueLine::of(page.strings(), (at, zone), page.now, None).local;
    if local.is_empty() { page.moment(at) } else { format!("{} ({local})", page.moment(at)) }
}

fn stage(page: &Page, word: &str) -> String {
    page.t(&format!("state-action-{}", word.replace('_', "-")))
}

fn facts(page: &Page, view: &ActionView) -> Vec<Paragraph> {
    let kind = view.kind.map(|kind| page.t(&format!("action-kind-{}", kind.as_str().replace('_', "-"))));
    let target = view.target.as_ref().map(|target| {
        let kind = page.t(&format!("action-target-{}", target.kind));
        page.ta("action-target-named", &[("name", &target.name), ("kind", &kind)])
    });
    let country = |code: &String| match code.parse::<CountryCode>() {
        Ok(country) => country.name(&page.lang).to_owned(),
        Err(_) => code.clone(),
    };
    let countries: Vec<String> = view.countries.iter().map(country).collect();
    let outcome = view.outcome.as_ref().map(|outcome| OutcomeLine::of(page, outcome));
    let outcome = outcome.map(|outcome| format!("{} ({})", outcome.says, outcome.tlp));
    let links: Vec<&str> = view.links.iter().map(|link| link.reference.as_str()).collect();
    let joined: Vec<&str> = view.joined.iter().map(|one| one.organisation.name.as_str()).collect();
    [
        ("action-kind", kind.unwrap_or_default()),
        ("board-stage", view.stage.map(|word| stage(page, word)).unwrap_or_default()),
        ("document-needed", view.needed.clone()),
        ("outcome-heading", outcome.unwrap_or_default()),
        ("document-begun-by", view.organisation.name.clone()),
        ("action-lead", view.lead.as_ref().map(|lead| lead.name.clone()).unwrap_or_default()),
        ("action-joined", joined.join(", ")),
        ("action-due", due(page, view.due_at, &view.due_zone)),
        ("action-target", target.unwrap_or_default()),
        ("action-forum", view.forum.clone()),
        ("action-countries", countries.join(", ")),
        ("action-links", links.join(", ")),
    ]
    .into_iter()
    .filter_map(|(key, value)| fact(page, key, &value))
    .collect()
}

fn task(page: &Page, task: &TaskView) -> Paragraph {
    let owner = match (&task.organisation, task.taken) {
        (Some(owner), _) => owner.name.clone(),
        (None, true) => page.t("action-task-hidden"),
        (None, false) => page.t("action-task-free"),
    };
    let when = match (task.done_at, task.due_at) {
        (Some(done), _) => format!("{} {}", page.t("action-task-done"), page.moment(done)),
        (None, Some(due)) => format!("{} {}", page.t("action-due-on"), page.moment(due)),
        (None, None) => String::new(),
    };
    let about = [owner, when].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let runs = vec![
        Run::plain(format!("•\t{}", task.title)),
        Run { italic: true, ..Run::plain(format!(" – {about}")) },
    ];
    Paragraph { style: Style::Item(0), runs, rtl: false }
}

/// The document of what one viewer reads.
fn document(page: &Page, view: &ActionView, marking: &str) -> Document {
    let rtl = direction(&view.language) == "rtl";
    let heading = |key: &str| Paragraph::new(Style::Heading, page.t(key));
    let mut body = vec![Paragraph { rtl, ..Paragraph::new(Style::Title, view.title.as_str()) }];
    body.extend(facts(page, view));
    body.push(heading("action-brief"));
    body.extend(paragraphs(&view.brief, rtl));
    if !view.tasks.is_empty() {
        body.push(heading("action-tasks-heading"));
        body.extend(view.tasks.iter().map(|one| task(page, one)));
    }
    if !view.steps.is_empty() {
        body.push(heading("action-steps-heading"));
    }
    for step in &view.steps {
        let stage = step.stage.map(|word| stage(page, word)).unwrap_or_default();
        let key = format!("action-step-{}", step.kind.replace('_', "-"));
        let says = page.ta(&key, &[("organisation", &step.organisation.name), ("stage", &stage)]);
        body.push(Paragraph::new(Style::Text, format!("{} · {says}", page.moment(step.at))));
        body.extend((!step.reason.is_empty()).then(|| Paragraph::new(Style::Quote, step.reason.as_str())));
    }
    let when = page.moment(page.now);
    let made = match &page.person {
        Some(person) => page.ta(
            "document-made",
            &[("when", &when), ("name", &person.name), ("organisation", &person.organisation_name)],
        ),
        None => page.ta("document-made-public", &[("when", &when)]),
    };
    let readers = page.ta("document-readers", &[("names", marking)]);
    // What came of it may have been said before fewer.
    let label = view.outcome.as_ref().map_or(view.tlp, |outcome| view.tlp.min(outcome.tlp));
    Document {
        language: view.language.clone(),
        header: vec![label.to_string(), readers],
        footer: vec![format!("{} · {made}", view.reference), page.t("document-handling")],
        body,
    }
}

type Made = std::result::Result<(String, Document), Box<GonePage>>;

/// What the viewer finds; where another version waits, which is for its desk alone, the one that its readers are shown now.
fn found(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Lookup<Action>> {
    let (newest, _) = contributions::find::<Action>(tx, viewer, reference)?.into_parts();
    if newest.released_at.is_some() || newest.ended.is_some() {
        return contributions::open(tx, vault, viewer, reference);
    }
    let current = contributions::current(tx.conn, &newest)?.ok_or(Error::NotFound)?;
    let row = contributions::released_among::<Action>(tx.conn, viewer, &[current.as_str().to_owned()])?.pop();
    let reads =
        |row: &Contribution<Action>| row.is_readable_by(viewer) || viewer.reads_as(&row.organisation_id);
    let row = row.filter(reads).ok_or(Error::NotFound)?;
    let audience = row.audience()?.clone();
    Ok(Lookup::Live(row, audience))
}

fn made(tx: &mut Tx<'_>, vault: &Vault, page: Page, viewer: &Viewer, reference: &str) -> Result<Made> {
    match found(tx, vault, viewer, reference)? {
        Lookup::Live(row, audience) => {
            let marking = readers::marking(tx.conn, &page, viewer, (&audience, &row.organisation_id))?;
            let state = row.released_state(viewer.at());
            let view = Action::view(tx.conn, viewer, row, &audience, state)?;
            let document = document(&page, &view, &marking);
            Ok(Ok((view.reference, document)))
        }
        Lookup::InReview(..) | Lookup::Unconfirmed(..) => Err(Error::NotFound),
        Lookup::Tombstone(row, tombstone) => {
            Ok(Err(GonePage::beside(tx.conn, page, viewer, (&row.reference, None), tombstone)?))
        }
    }
}

/// `GET /actions/{reference}.docx`.
pub async fn action_document(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let found =
        app.read_or_audit(move |tx| made(tx, &vault, page.clone(), visitor.viewer(), &reference)).await?;
    let (reference, document) = match found {
        Ok(found) => found,
        Err(gone) => return gone.answer(&app),
    };
    let bytes = app.blocking(move |_| document.written()).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, KIND))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{reference}.docx\"")))
        .body(bytes))
}
