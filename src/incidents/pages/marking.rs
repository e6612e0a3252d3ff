//! The workbench: what of a report stays behind, for whom, and what each audience reads then.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;

use super::marked::{self, Loss, Marked};
use super::refusal::Refusal;
use super::text::{self, Text};
use crate::access::{Act, Audience, Viewer, permits};
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::incidents::{self, Desk, Report, marking, reports};
use crate::people::{self, Visitor};
use crate::redaction::marks::Reason;
use crate::redaction::withholding::{self, Level};
use crate::redaction::{Lost, Mark, Original, RESERVED, Reading, Target, brackets};
use crate::vault::Vault;
use crate::web::{Choice, Core, Form, Idempotent, Page, Protected, done, html_as, once};

/// A text in which parts can be wrapped.
struct Area {
    name: String,
    label: String,
    value: String,
    /// What was typed over a text that has changed since.
    typed: String,
    rows: usize,
}

/// A choice with the name under which it is sent.
struct Asked {
    name: String,
    options: Vec<Choice>,
}

/// A line with the name under which it is sent.
struct Typed {
    name: String,
    value: String,
}

/// A mark that there is.
struct Row {
    heading: String,
    covered: String,
    reason: Asked,
    words: Typed,
    seers: Asked,
    /// How far it is told, where it is on a fact.
    level: Option<Asked>,
    /// What is read in its place, where it is on a text.
    replacement: Option<Typed>,
    drop: String,
    dropped: bool,
}

/// A stated fact on which no mark is.
struct Open {
    label: String,
    said: String,
    level: Asked,
}

/// A mark without a place.
struct Astray {
    heading: String,
    covered: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "reports/marks.html")]
struct MarksPage {
    page: Page,
    reference: String,
    revision: i32,
    language: String,
    /// Whether the viewer may change the marks.
    edits: bool,
    marked: Vec<Marked>,
    /// Whose reading stands beside it.
    readers: Vec<Choice>,
    reader: String,
    reading: Text,
    losses: Vec<Loss>,
    texts: Vec<Area>,
    fact_texts: Vec<Area>,
    /// Whether something in them is wrong or wrapped.
    fact_texts_open: bool,
    rows: Vec<Row>,
    facts: Vec<Open>,
    facts_open: bool,
    lost: Vec<Astray>,
    settled: bool,
    reasons: Vec<Choice>,
    words: String,
    seers: Vec<Choice>,
    replacement: String,
    errors: Fields,
    notice: String,
    /// Somebody else saved another text or other marks meanwhile.
    stale: bool,
}

/// What is shown over what there is: nothing at first, then what was sent.
struct Over<'a> {
    form: Option<&'a Form>,
    /// What was sent is of the revision that stands: the rows are still those that were meant.
    fresh: bool,
}

impl Over<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.form.filter(|form| form.has(name)).map(|form| form.raw(name))
    }

    /// The same of a row.
    fn of_row(&self, name: &str) -> Option<&str> {
        self.text(name).filter(|_| self.fresh)
    }

    fn has(&self, name: &str) -> bool {
        self.form.is_some_and(|form| form.has(name))
    }
}

/// These choices with the one that was sent.
fn choose(mut choices: Vec<Choice>, sent: Option<&str>) -> Vec<Choice> {
    if let Some(sent) = sent {
        for choice in &mut choices {
            choice.chosen = choice.value == sent;
        }
    }
    choices
}

fn area(page: &Page, over: &Over<'_>, one: &marking::Text) -> Area {
    let name = format!("text.{}", one.field);
    let typed = over.text(&name);
    // What was wrapped in a text that is another by now stands beside it, to be wrapped again.
    let fits = |typed: &&str| over.fresh || brackets::spans(&one.text, typed).is_ok();
    Area {
        label: marked::label(page, &one.field),
        value: typed.filter(fits).unwrap_or(&one.text).to_owned(),
        typed: typed.filter(|typed| !fits(typed)).unwrap_or_default().to_owned(),
        rows: match one.field.as_str() {
            "narrative" => 14,
            _ => 1 + one.text.chars().count() / 90,
        },
        name,
    }
}

fn reasons(page: &Page, chosen: Option<Reason>) -> Vec<Choice> {
    let one = |reason: &Reason| {
        Choice::new(reason.as_str(), text::why(page, *reason), chosen.as_ref() == Some(reason))
    };
    Reason::ALL.iter().map(one).collect()
}

fn levels(page: &Page, path: &str, chosen: Option<Level>) -> Vec<Choice> {
    let one = |level: Level| {
        Choice::new(level.as_str(), page.t(&format!("level-{}", level.as_str())), chosen == Some(level))
    };
    let (name, _) = withholding::split(path);
    withholding::levels(name).filter(|level| withholding::can(path, *level)).map(one).collect()
}

fn heading(page: &Page, target: &Target) -> String {
    match target {
        Target::Span { field, .. } => marked::label(page, field),
        Target::Fact { path, .. } => marked::label(page, path),
        Target::Evidence(_) => page.t("evidence-heading"),
    }
}

fn covered(page: &Page, original: &Original, target: &Target) -> String {
    match target {
        Target::Fact { path, .. } => marked::said(page, &original.facts, path),
        other => crate::redaction::covered(original, other),
    }
}

fn astray(page: &Page, lost: &Lost) -> Astray {
    let covered = match &lost.mark.target {
        Target::Fact { path, .. } => {
            let (name, _) = withholding::split(path);
            let value = serde_json::from_str::<serde_json::Value>(&lost.covered).unwrap_or_default();
            marked::said(page, &json!({ name: [value] }), &format!("{name}.0"))
        }
        _ => lost.covered.clone(),
    };
    Astray { heading: heading(page, &lost.mark.target), covered, reason: marked::reason(page, &lost.mark) }
}

fn row(
    tx: &mut Tx<'_>,
    page: &Page,
    over: &Over<'_>,
    offered: &[Choice],
    (original, place, mark): (&Original, usize, &Mark),
) -> Result<Row> {
    let name = |part: &str| format!("marks.{place}.{part}");
    let typed = |part: &str, now: &str| {
        let value = over.of_row(&name(part)).unwrap_or(now).to_owned();
        Typed { name: name(part), value }
    };
    let asked = |part: &str, choices: Vec<Choice>| {
        let options = choose(choices, over.of_row(&name(part)));
        Asked { name: name(part), options }
    };
    let seers = marked::seers(tx.conn, page, offered, mark)?;
    let replacement = mark.replacement.as_deref().unwrap_or_default();
    Ok(Row {
        heading: heading(page, &mark.target),
        covered: covered(page, original, &mark.target),
        reason: asked("reason", reasons(page, Some(mark.reason))),
        words: typed("reason_text", &mark.words),
        seers: asked("visible_to", seers),
        level: match &mark.target {
            Target::Fact { path, level } => Some(asked("level", levels(page, path, Some(*level)))),
            _ => None,
        },
        replacement: matches!(mark.target, Target::Span { .. }).then(|| typed("replace_with", replacement)),
        drop: name("drop"),
        dropped: over.fresh && over.has(&name("drop")),
    })
}

fn open_facts(page: &Page, over: &Over<'_>, original: &Original) -> Vec<Open> {
    let one = |fact: &str| {
        let name = format!("facts.{fact}");
        let mut choices = vec![Choice::new("", page.t("level-whole"), true)];
        choices.extend(levels(page, fact, None));
        let options = choose(choices, over.text(&name));
        Open {
            label: marked::label(page, fact),
            said: marked::said(page, &original.facts, fact),
            level: Asked { name, options },
        }
    };
    marking::unmarked_facts(original).into_iter().map(one).collect()
}

/// Whose reading is asked for, among those that can be.
fn reader(
    tx: &mut Tx<'_>,
    page: &Page,
    viewer: &Viewer,
    report: &Report,
    asked: &str,
    others: &[Choice],
) -> Result<(Vec<Choice>, Audience)> {
    let own = people::organisation(tx.conn, &report.organisation_id)?;
    let mut readers = vec![Choice::new("public", page.t("audience-public"), false)];
    readers.extend_from_slice(others);
    readers.push(Choice::new(format!("org:{}", own.slug), own.name, false));
    let asked = if asked.is_empty() { "public" } else { asked };
    let token = people::token_from_word(tx.conn, viewer, asked).map_err(|_| Error::NotFound)?;
    if readers.iter().all(|one| one.value != asked) {
        readers.push(Choice::new(asked, super::audience::called(tx.conn, page, &token)?, false));
    }
    for one in &mut readers {
        one.chosen = one.value == asked;
    }
    Ok((readers, Audience::of(token)))
}

fn page_of(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    (report, desk, asked): (&Report, &Desk, &str),
    over: &Over<'_>,
    refusal: Refusal,
) -> Result<MarksPage> {
    let original = desk.original.reveal(&desk.permit);
    let others = marked::others(tx.conn, &page, viewer)?;
    let (readers, audience) = reader(tx, &page, viewer, report, asked, &others)?;
    let reader = readers.iter().find(|one| one.chosen).map_or("", |one| one.label.as_str());
    let reading = Reading::of(original, &report.organisation_id, &audience);
    let texts = marking::texts(&original.title, &original.narrative, &original.facts);
    let rows = original.marks.iter().enumerate();
    let rows = rows
        .map(|(place, mark)| row(tx, &page, over, &others, (original, place, mark)))
        .collect::<Result<Vec<_>>>()?;
    let (fact_texts, areas): (Vec<Area>, Vec<Area>) = texts
        .iter()
        .map(|one| area(&page, over, one))
        .partition(|one| !matches!(one.name.as_str(), "text.title" | "text.narrative"));
    let facts = open_facts(&page, over, original);
    let seers = others.iter().map(|one| {
        let chosen = over.form.is_some_and(|form| form.all("visible_to").contains(&one.value));
        Choice { chosen, ..one.clone() }
    });
    let told = |name: &str| over.text(name).unwrap_or_default().to_owned();
    let chosen = |open: &Open| open.level.options.iter().any(|one| one.chosen && !one.value.is_empty());
    Ok(MarksPage {
        reference: report.reference.clone(),
        revision: report.revision,
        language: original.language.clone(),
        edits: permits(viewer, Act::EditOriginal { owner: &report.organisation_id }),
        marked: marked::marked(&page, original, &texts),
        reader: page.ta("marks-as-heading", &[("reader", reader)]),
        readers,
        reading: Text::of(&page, &reading)?,
        losses: marked::losses(tx.conn, &page, report, original)?,
        texts: areas,
        fact_texts_open: fact_texts.iter().any(|one| {
            !one.typed.is_empty() || !refusal.errors.of(&one.name).is_empty() || one.value.contains(RESERVED)
        }),
        fact_texts,
        rows,
        facts_open: facts.iter().any(|one| chosen(one) || !refusal.errors.of(&one.level.name).is_empty()),
        facts,
        lost: original.lost.iter().map(|lost| astray(&page, lost)).collect(),
        settled: over.fresh && over.has("settled"),
        reasons: choose(reasons(&page, None), over.text("reason")),
        words: told("reason_text"),
        seers: seers.collect(),
        replacement: told("replace_with"),
        notice: refusal.notice(&page),
        stale: refusal.status == StatusCode::PRECONDITION_FAILED,
        errors: refusal.errors,
        page,
    })
}

/// `GET /reports/{reference}/marks?as=`.
pub async fn marks(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let asked = Form::parse(request.query_string().as_bytes())?;
    let page = visitor.page(&core, &request);
    let answer = core
        .write(move |tx| {
            let viewer = visitor.viewer();
            let report = reports::own_report(tx.conn, viewer, &reference)?;
            let desk = incidents::desk(tx, &vault, viewer, &report)?;
            let over = Over { form: None, fresh: true };
            page_of(tx, page, viewer, (&report, &desk, asked.text("as")), &over, Refusal::none())
        })
        .await?;
    html_as(StatusCode::OK, &core, &answer.page, &answer)
}

/// `POST /reports/{reference}/marks`.
pub async fn save_marks(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Protected,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let form = sent.0;
    let key = Idempotent::of_form(&request, &form);
    let page = visitor.page(&core, &request);
    let refused = core
        .blocking(move |core| {
            let viewer = visitor.viewer();
            let saved = core.write_now(|tx| {
                let report = reports::own_report(tx.conn, viewer, &reference)?;
                once(tx, &person, &key, &form.hash(), |tx| {
                    if form.text("revision") != report.revision.to_string() {
                        return Err(Error::Stale);
                    }
                    marking::mark_by_form(tx, &vault, viewer, &report, &form)?;
                    Ok((303, json!({})))
                })
            });
            let Err(error) = saved else { return Ok(Ok(reference.into_inner())) };
            let refusal = Refusal::of(error)?;
            core.write_now(|tx| {
                let report = reports::own_report(tx.conn, viewer, &reference)?;
                let desk = incidents::desk(tx, &vault, viewer, &report)?;
                let status = refusal.status;
                let fresh = form.text("revision") == report.revision.to_string();
                let over = Over { form: Some(&form), fresh };
                let shown = page_of(tx, page, viewer, (&report, &desk, ""), &over, refusal)?;
                Ok(Err((status, shown)))
            })
        })
        .await?;
    match refused {
        Ok(reference) => Ok(done(&format!("/reports/{reference}/marks"), "marked")),
        Err((status, answer)) => html_as(status, &core, &answer.page, &answer),
    }
}
