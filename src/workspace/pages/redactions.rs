//! The workbench: what of a report stays behind, for whom, and what each audience reads then.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::json;

use crate::access::{Act, Audience, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::marking::hints::{self, Hint};
use crate::marking::mark_rows::{self, Area, Astray, Open, Over, Row, choose};
use crate::marking::marked::{self, Loss, Marked};
use crate::redaction::{RESERVED, Reading};
use crate::reports::text::Text;
use crate::reports::{self, Desk, Report};
use crate::review::remark_rows::{self, ReturnedRemarks};
use crate::vault::Vault;
use crate::web::{Choice, FormErrors, Idempotent, Page, done, html_as, once};
use crate::{marking, people};

#[derive(Template)]
#[template(path = "workspace/redactions.html")]
struct MarksPage {
    page: Page,
    reference: String,
    revision: i32,
    language: String,
    /// Whether the viewer may change the marks.
    edits: bool,
    /// What reviewers remarked when they returned it.
    remarked: Vec<ReturnedRemarks>,
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
    /// Files on which no mark is.
    files: Vec<Choice>,
    /// What rules would mark that no mark covers.
    hints: Vec<Hint>,
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
        readers.push(Choice::new(asked, crate::reports::readers::called(tx.conn, page, &token)?, false));
    }
    for one in &mut readers {
        one.chosen = one.value == asked;
    }
    Ok((readers, Audience::of(token)))
}

fn page_of(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (report, desk, asked): (&Report, &Desk, &str),
    over: &Over<'_>,
    refusal: FormErrors,
) -> Result<MarksPage> {
    let original = desk.original.reveal(&desk.permit);
    let others = marked::others(tx.conn, &page, viewer)?;
    let (readers, audience) = reader(tx, &page, viewer, report, asked, &others)?;
    let reader = readers.iter().find(|one| one.chosen).map_or("", |one| one.label.as_str());
    let reading = Reading::of(original, &report.organisation_id, &audience);
    let texts = marking::texts(&original.title, &original.narrative, &original.facts);
    let rows = original.marks.iter().enumerate();
    let rows = rows
        .map(|(place, mark)| mark_rows::row(tx, &page, over, &others, (original, place, mark)))
        .collect::<Result<Vec<_>>>()?;
    let (fact_texts, areas): (Vec<Area>, Vec<Area>) = texts
        .iter()
        .map(|one| mark_rows::area(&page, over, one))
        .partition(|one| !matches!(one.name.as_str(), "text.title" | "text.narrative"));
    let suggested = marking::suggested::of_original(tx.conn, vault, &report.organisation_id, original)?;
    let accepted = over.form.filter(|_| over.fresh).map(|form| form.all("suggestions")).unwrap_or_default();
    let facts = mark_rows::open_facts(&page, over, original);
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
        remarked: remark_rows::returned_remarks(tx, vault, &page, viewer, report)?,
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
        files: mark_rows::open_files(over, original),
        hints: hints::of(&page, &suggested, &accepted),
        lost: original.lost.iter().map(|lost| mark_rows::astray(&page, lost)).collect(),
        settled: over.fresh && over.has("settled"),
        reasons: choose(mark_rows::reasons(&page, None), over.text("reason")),
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
    visit: Visit,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let asked = visit.asked();
    let (app, visitor, page) = visit.open();
    let answer = app
        .read_or_audit(move |tx| {
            let viewer = visitor.viewer();
            let report = reports::own_report(tx.conn, viewer, &reference)?;
            let desk = reports::desk(tx, &vault, viewer, &report)?;
            let over = Over { form: None, fresh: true };
            page_of(
                tx,
                &vault,
                page.clone(),
                viewer,
                (&report, &desk, asked.text("as")),
                &over,
                FormErrors::none(),
            )
        })
        .await?;
    html_as(StatusCode::OK, &app, &answer.page, &answer)
}

/// `POST /reports/{reference}/marks`.
pub async fn save_marks(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let person = visitor.person()?.clone();
    let refused = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let saved = app.write_now(|tx| {
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
            let refusal = FormErrors::of(error)?;
            app.write_now(|tx| {
                let report = reports::own_report(tx.conn, viewer, &reference)?;
                let desk = reports::desk(tx, &vault, viewer, &report)?;
                let status = refusal.status;
                let fresh = form.text("revision") == report.revision.to_string();
                let over = Over { form: Some(&form), fresh };
                let shown = page_of(tx, &vault, page, viewer, (&report, &desk, ""), &over, refusal)?;
                Ok(Err((status, shown)))
            })
        })
        .await?;
    match refused {
        Ok(reference) => Ok(done(&format!("/reports/{reference}/marks"), "marked")),
        Err((status, answer)) => html_as(status, &app, &answer.page, &answer),
    }
}
