//! The page of one template.

use actix_web::{HttpResponse, web};
use markdown::SafeHtml;
use serde_json::Value;

use super::AT;
use crate::access::{Act, Tlp, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::audit::SubjectKind;
use crate::db::{Conn, Tx};
use crate::directory::{self, LogEntry};
use crate::error::{Error, Result};
use crate::language::direction;
use crate::people;
use crate::reports::one_page::{self, OfOne, Shown};
use crate::reports::readers::{self, Who};
use crate::templates::{Template, Wording, delete, set_use, store};
use crate::vault::Vault;
use crate::web::{Form, FormErrors, Page, References, done};

/// A task as the page shows it.
struct Line {
    title: String,
    owner: String,
    due: String,
}

#[derive(askama::Template)]
#[template(path = "templates/template.html")]
struct OnePage {
    page: Page,
    reference: String,
    tlp: Tlp,
    organisation: String,
    common: bool,
    /// Whether no action is begun with it.
    unused: bool,
    /// Whether somebody took it out of use.
    retired: bool,
    kind: String,
    dir: &'static str,
    brief: SafeHtml,
    due: String,
    /// Who is suggested to read the action; nobody where nothing is suggested.
    who: Option<Who>,
    /// The same in the words themselves, where one of them names nobody any more.
    words: String,
    /// Who is left out then, and where nobody is suggested.
    left_out: String,
    tasks: Vec<Line>,
    /// Whether the viewer can begin an action with it.
    begins: bool,
    /// Whether they may change it.
    changes: bool,
    /// Whether they may take it out of use, and delete it.
    sees_to: bool,
    deletion: String,
    /// What was done with it: for those whose it is.
    history: Vec<LogEntry>,
    says: Wording,
    notice: String,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

/// The references of templates, for the log.
fn references(
    conn: &mut Conn,
    named: &std::collections::BTreeMap<String, Vec<String>>,
) -> Result<References> {
    let kind = SubjectKind::Template.as_str();
    let found = store::references_of(conn, &named.get(kind).cloned().unwrap_or_default())?;
    Ok(found.into_iter().map(|(id, reference)| ((kind.to_owned(), id), reference)).collect())
}

/// Whom an action is suggested to go to.
fn suggested(conn: &mut Conn, page: &Page, viewer: &Viewer, says: &Wording) -> Result<Option<Who>> {
    if says.audience.is_empty() {
        return Ok(None);
    }
    match people::audience_from_words(conn, viewer, &says.audience, &says.except) {
        Ok(audience) => {
            let tokens: Vec<_> = audience.tokens().iter().collect();
            readers::who(conn, page, viewer, &audience, &tokens).map(Some)
        }
        Err(Error::Invalid(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

fn history(conn: &mut Conn, page: &Page, viewer: &Viewer, one: &Template) -> Result<Vec<LogEntry>> {
    // Who else sees to it is not told who of its keepers did what.
    if !one.is_own(viewer) {
        return Ok(Vec::new());
    }
    let (owner, id) = (&one.row.organisation_id, one.row.id.as_str());
    let lines = directory::lines_about(conn, viewer, owner, id, references)?;
    Ok(lines.iter().rev().map(|line| directory::told(page, line)).collect())
}

pub(super) fn in_days(page: &Page, days: Option<u32>) -> String {
    days.map(|days| page.tn("template-days", u64::from(days))).unwrap_or_default()
}

fn one_page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, _): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<OnePage>> {
    let one = store::readable(tx.conn, vault, viewer, reference)?;
    let who = suggested(tx.conn, &page, viewer, &one.says)?;
    let history = history(tx.conn, &page, viewer, &one)?;
    let home = viewer.organisation();
    let (retired, unused) = (one.row.retired_at.is_some(), !one.is_in_use());
    let raw = |words: &[String]| if who.is_some() { String::new() } else { words.join(", ") };
    let line = |task: &crate::templates::Planned| Line {
        title: task.title.clone(),
        owner: page.t(if task.lead { "template-task-lead" } else { "template-task-open" }),
        due: in_days(&page, task.due_days),
    };
    Ok(Ok(Box::new(OnePage {
        // What is for all members stays among them.
        tlp: if one.row.common { Tlp::Green } else { Tlp::AmberStrict },
        organisation: people::organisation(tx.conn, &one.row.organisation_id)?.name,
        common: one.row.common,
        kind: page.t(&format!("action-kind-{}", one.says.kind.as_str().replace('_', "-"))),
        dir: direction(&one.says.language),
        brief: markdown::render(&one.says.brief),
        due: in_days(&page, one.says.due_days),
        tasks: one.says.tasks.iter().map(line).collect(),
        begins: !unused && home.is_some_and(|owner| permits(viewer, Act::BeginAction { owner })),
        changes: one.is_own(viewer) && permits(viewer, one.keeping()),
        sees_to: one.is_seen_to(viewer),
        words: raw(&one.says.audience),
        left_out: raw(&one.says.except),
        deletion: format!("{AT}/{}/deletion", one.row.reference),
        notice: refusal.notice(&page),
        reference: one.row.reference,
        says: one.says,
        who,
        unused,
        retired,
        history,
        page,
    })))
}

/// `GET /templates/{reference}`.
pub async fn one_template(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    visit.visitor.person()?;
    one_page::one(visit, vault, reference, one_page).await
}

/// `POST /templates/{reference}/use`: takes it out of use, or back.
pub async fn use_template(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("{AT}/{reference}");
    let in_use = posted.form.text("act") == "back";
    let work = move |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, _: &Form| {
        set_use(tx, vault, viewer, reference, in_use).map(|()| Value::Null)
    };
    let key = if in_use { "template-restored" } else { "template-retired" };
    one_page::act(posted, vault, reference, work, move |_: &Value| done(&back, key), one_page).await
}

/// `POST /templates/{reference}/deletion`.
pub async fn delete_template(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, _: &Form| {
        delete(tx, vault, viewer, reference).map(|()| Value::Null)
    };
    one_page::act(posted, vault, reference, work, |_: &Value| done(AT, "template-deleted"), one_page).await
}
