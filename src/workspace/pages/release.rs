//! The pages on which an audience is chosen and a release is proposed: first exactly what it will read.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use crate::access::{Act, Audience, Token, Viewer, allows};
use crate::accounts::{Posted, Visit};
use crate::db::{Conn, Tx};
use crate::error::{Error, Fields, Result};
use crate::facts::languages::name_of;
use crate::flow::{self, Reach, Second, TextKind};
use crate::marking::hints::{self, Hint};
use crate::redaction::{Reading, Rendition};
use crate::reports::audience_input::AudienceInput;
use crate::reports::audience_picker::{self, Offers};
use crate::reports::difference::{self, Changed};
use crate::reports::readers::{self, Who};
use crate::reports::text::{self, Text};
use crate::reports::{self, Report, texts};
use crate::vault::Vault;
use crate::web::{AppState, Form, FormErrors, Idempotent, Page, done, html_as, once};
use crate::{marking, translations};

/// How a new text differs from an older one.
pub struct Difference {
    /// What it is compared with, in words; empty where nothing is released yet.
    pub with: String,
    pub changed: Vec<Changed>,
    /// What is still to be told apart.
    texts: Option<(Reading, Reading)>,
}

impl Difference {
    /// Tells the texts apart. It takes its time: outside every transaction, so that nobody waits for it.
    pub fn tell(&mut self, page: &Page) {
        if let Some((before, now)) = self.texts.take() {
            self.changed = difference::between(page, &before, &now);
        }
    }
}

/// What a text is compared with: what its audience reads now, or what was released last. The difference itself is
/// [told](Difference::tell) afterwards.
pub fn compared(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    report: &Report,
    (audience, reading): (&Audience, &Reading),
) -> Result<Difference> {
    let Some(before) = texts::present_text(conn, viewer, report, audience)? else {
        return Ok(Difference { with: String::new(), changed: Vec::new(), texts: None });
    };
    // Who decides for another organisation is told of an earlier audience what they hold themselves.
    let own = viewer.is_of(&report.organisation_id);
    let known = |token: &&Token| own || viewer.tokens().contains(token);
    let tokens: Vec<_> = before.audience.tokens().iter().filter(known).collect();
    let with = with(conn, page, viewer, audience, (&before, &tokens))?;
    Ok(Difference { with, changed: Vec::new(), texts: Some((before.reading, reading.clone())) })
}

fn with(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    audience: &Audience,
    (before, tokens): (&Rendition, &[&Token]),
) -> Result<String> {
    let when = page.moment(before.released_at);
    if before.audience == *audience {
        let version = before.version.to_string();
        return Ok(page.ta("compared-same", &[("version", &version), ("when", &when)]));
    }
    let who = readers::who(conn, page, viewer, &before.audience, tokens)?;
    let key = if before.audience.contains(audience) { "compared-wider" } else { "compared-other" };
    Ok(page.ta(key, &[("who", &who.names), ("when", &when)]))
}

#[derive(Template)]
#[template(path = "workspace/release.html")]
struct ChoosePage {
    page: Page,
    reference: String,
    offers: Offers,
    errors: Fields,
    notice: String,
}

#[derive(Template)]
#[template(path = "workspace/preview.html")]
struct PreviewPage {
    page: Page,
    reference: String,
    revision: i32,
    text: Text,
    who: Who,
    difference: Difference,
    /// What this audience does not get, and why.
    applied: Vec<String>,
    /// What rules would still mark in it.
    hints: Vec<Hint>,
    /// Goes out at once, without a second person.
    at_once: bool,
    /// Who decides, by name, where that is another organisation.
    decides: String,
    /// What goes with the text that this one replaces.
    ending: Option<(String, String)>,
    button: String,
    /// What was chosen, carried on.
    hidden: Vec<(&'static str, String)>,
    errors: Fields,
    notice: String,
}

fn to_release(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Report> {
    let report = reports::releasable_report(tx.conn, viewer, reference)?;
    allows(viewer, Act::ProposeRelease { owner: &report.organisation_id })?;
    Ok(report)
}

/// `GET /reports/{reference}/release?audience=`: what somebody wished for is chosen already.
pub async fn choose_audience(visit: Visit, reference: web::Path<String>) -> Result<HttpResponse> {
    let asked = visit.asked();
    let (app, visitor, page) = visit.open();
    let answer = app
        .read_or_audit(move |tx| {
            let report = to_release(tx, visitor.viewer(), &reference)?;
            choose(
                tx,
                page.clone(),
                visitor.viewer(),
                &report,
                &audience_picker::chosen(&asked),
                FormErrors::none(),
            )
        })
        .await?;
    html_as(StatusCode::OK, &app, &answer.page, &answer)
}

fn choose(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    report: &Report,
    words: &AudienceInput,
    refusal: FormErrors,
) -> Result<ChoosePage> {
    Ok(ChoosePage {
        offers: audience_picker::offers(
            tx,
            &page,
            viewer,
            (TextKind::Report, &report.organisation_id),
            words,
        )?,
        reference: report.reference.clone(),
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })
}

fn preview(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    report: &Report,
    words: &AudienceInput,
) -> Result<PreviewPage> {
    let proposal = words.proposal(tx.conn, viewer, &report.organisation_id)?;
    flow::check_proposal(tx.conn, TextKind::Report, &report.organisation_id, &proposal)?;
    let audience = &proposal.audience;
    let reading = texts::preview(tx, vault, viewer, report, audience)?;
    let suggested =
        marking::suggested::of_reading(tx.conn, vault, viewer, &report.organisation_id, &reading)?;
    let tokens: Vec<_> = audience.tokens().iter().collect();
    let who = readers::who(tx.conn, &page, viewer, audience, &tokens)?;
    let reach = Reach::of(audience, &report.organisation_id);
    let at_once = flow::second_person(TextKind::Report, reach, proposal.pace) == Second::No;
    let decides = match &proposal.approvers {
        Some(id) if !at_once => crate::people::organisation(tx.conn, id)?.name,
        _ => String::new(),
    };
    let button = if at_once { page.t("release-within") } else { page.t("release-propose") };
    Ok(PreviewPage {
        reference: report.reference.clone(),
        revision: report.revision,
        text: preview_text(&page, &reading)?,
        difference: compared(tx.conn, &page, viewer, report, (audience, &reading))?,
        applied: text::applied(&page, &reading.redactions),
        hints: hints::of(&page, &suggested, &[]),
        at_once,
        decides,
        ending: ending(tx, &page, report, (audience, report.revision))?,
        button,
        hidden: audience_picker::hidden(words),
        errors: Fields::default(),
        notice: String::new(),
        who,
        page,
    })
}

/// Which translations end with a release, in a heading and a text.
pub(super) fn ending(
    tx: &mut Tx<'_>,
    page: &Page,
    report: &Report,
    text: (&Audience, i32),
) -> Result<Option<(String, String)>> {
    let languages = translations::ending(tx, report, text)?;
    let names: Vec<String> = languages.iter().map(|tag| name_of(tag).to_owned()).collect();
    Ok((!names.is_empty()).then(|| {
        let text = page.ta("translations-end-text", &[("languages", &page.strings().list(&names))]);
        (page.tn("translations-end", names.len() as u64), text)
    }))
}

/// A text whose copies are still on the desk alone.
fn preview_text(page: &Page, reading: &Reading) -> Result<Text> {
    let mut text = Text::of(page, reading)?;
    for file in &mut text.files {
        file.href.push_str("/copy");
    }
    Ok(text)
}

/// What comes of a form: on to another page, or this one.
enum Shown {
    On(String, &'static str),
    Choose(StatusCode, Box<ChoosePage>),
    Preview(StatusCode, Box<PreviewPage>),
}

impl Shown {
    /// With what took too long for the transaction.
    fn told(mut self) -> Self {
        if let Self::Preview(_, shown) = &mut self {
            shown.difference.tell(&shown.page);
        }
        self
    }
}

fn answer(app: &AppState, shown: &Shown) -> Result<HttpResponse> {
    match shown {
        Shown::On(path, key) => Ok(done(path, key)),
        Shown::Choose(status, form) => html_as(*status, app, &form.page, form.as_ref()),
        Shown::Preview(status, form) => html_as(*status, app, &form.page, form.as_ref()),
    }
}

/// `POST /reports/{reference}/release`: with `step=preview` what the audience will read, else the choice again.
pub async fn preview_release(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    visitor.person()?;
    let shown = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let words = audience_picker::chosen(&form);
            let shown = app.write_now(|tx| {
                let report = to_release(tx, viewer, &reference)?;
                if form.text("step") != "preview" {
                    let form = choose(tx, page, viewer, &report, &words, FormErrors::none())?;
                    return Ok(Shown::Choose(StatusCode::OK, Box::new(form)));
                }
                match preview(tx, &vault, page.clone(), viewer, &report, &words) {
                    Ok(shown) => Ok(Shown::Preview(StatusCode::OK, Box::new(shown))),
                    Err(error) => refused(tx, page, viewer, &report, &words, error),
                }
            })?;
            Ok(shown.told())
        })
        .await?;
    answer(&app, &shown)
}

fn refused(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    report: &Report,
    words: &AudienceInput,
    error: Error,
) -> Result<Shown> {
    let refusal = FormErrors::of(error)?;
    let status = refusal.status;
    Ok(Shown::Choose(status, Box::new(choose(tx, page, viewer, report, words, refusal)?)))
}

/// `POST /reports/{reference}/releases`: what was previewed is proposed, if it still is what was previewed.
pub async fn propose_release(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let person = visitor.person()?.clone();
    let shown = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let words = audience_picker::chosen(&form);
            let proposed = app.write_now(|tx| {
                let report = to_release(tx, viewer, &reference)?;
                once(tx, &person, &key, &form.hash(), |tx| {
                    propose(tx, &vault, viewer, &report, &form, &words)
                })
            });
            match proposed {
                Ok((_, answer)) => {
                    let id = answer.get("id").and_then(Value::as_str).unwrap_or_default();
                    let waits = answer.get("waits") == Some(&Value::Bool(true));
                    let key = if waits { "release-proposed" } else { "released-within" };
                    Ok(Shown::On(format!("/reports/{reference}/releases/{id}"), key))
                }
                Err(error) => {
                    let shown = app.write_now(|tx| {
                        let report = to_release(tx, viewer, &reference)?;
                        match error {
                            // What was previewed is not what would go out: the new text is shown, and asked again.
                            Error::Stale => {
                                let mut shown = preview(tx, &vault, page, viewer, &report, &words)?;
                                shown.notice = shown.page.t("preview-changed");
                                Ok(Shown::Preview(StatusCode::PRECONDITION_FAILED, Box::new(shown)))
                            }
                            other => refused(tx, page, viewer, &report, &words, other),
                        }
                    })?;
                    Ok(shown.told())
                }
            }
        })
        .await?;
    answer(&app, &shown)
}

fn propose(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    form: &Form,
    words: &AudienceInput,
) -> Result<(u16, Value)> {
    if form.text("revision") != report.revision.to_string() {
        return Err(Error::Stale);
    }
    let proposal = words.proposal(tx.conn, viewer, &report.organisation_id)?;
    let release = reports::propose(tx, vault, viewer, report, proposal)?;
    Ok((303, json!({ "id": release.reference, "waits": release.state.is_open() })))
}
