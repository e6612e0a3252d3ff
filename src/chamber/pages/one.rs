//! The page of one statement, and what is done with it as a whole.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::lines::{InputLine, ParagraphLine, StepLine, word};
use crate::access::{Act, Tlp, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::alerts::{ActLine, acts_about};
use crate::chamber::{LaterSection, PenView, SponsorView, StatementView, later, move_on, view_of};
use crate::contributions::{LinkKind, Seen};
use crate::db::{Moment, Tx};
use crate::error::{Error, Fields, Result};
use crate::language::{DueLine, direction};
use crate::reports::one_page::{self, GonePage, OfOne, Shown};
use crate::reports::readers::marking;
use crate::statements::{
    CurrentText, Mode, NewMove, Outcome, Stage, StatementMove, consolidate, lay_down, left_behind, sponsor,
    take_pen,
};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, done};

/// A sponsor.
pub struct SponsorLine {
    pub name: String,
    pub withdraws: bool,
}

impl SponsorLine {
    fn of(one: &SponsorView) -> Self {
        Self { name: one.organisation.name.clone(), withdraws: one.withdraws }
    }
}

/// Who writes.
pub struct PenLine {
    pub says: String,
    pub own: bool,
}

impl PenLine {
    pub(super) fn of(page: &Page, pen: &PenView) -> Self {
        let key = if pen.own { "statement-pen-own" } else { "statement-pen-held" };
        let says = page.ta(key, &[("name", &pen.person), ("when", &page.moment(pen.since))]);
        Self { says, own: pen.own }
    }
}

/// The page of one statement.
#[derive(Template)]
#[template(path = "statements/one.html")]
pub struct OnePage {
    page: Page,
    tlp: Tlp,
    reference: String,
    action: String,
    title: String,
    language: String,
    dir: &'static str,
    state: String,
    mode: String,
    urgent: bool,
    needed: String,
    deadline: Option<DueLine>,
    /// What there is of what follows its negotiation.
    sections: Vec<LaterSection>,
    mark: String,
    version: String,
    hash: String,
    holder: String,
    sponsors: Vec<SponsorLine>,
    room: Vec<String>,
    /// Who reads it, in words.
    readers: String,
    paragraphs: Vec<ParagraphLine>,
    /// What was said of paragraphs that stand there no more.
    gone: Vec<ParagraphLine>,
    inputs: Vec<InputLine>,
    /// The joint actions about it that the viewer reads.
    acts: Vec<ActLine>,
    steps: Vec<StepLine>,
    at: Moment,
    /// Buttons that move it on.
    moves: Vec<Choice>,
    modes: Vec<Choice>,
    /// Whether the viewer opens the text to others, or changes who reads it.
    opens: bool,
    readdresses: bool,
    sponsors_it: bool,
    writes: bool,
    says: bool,
    pen: Option<PenLine>,
    /// Accepted amendments that stand in no version yet.
    to_be_taken: usize,
    proposed: String,
    /// Whether there is a text.
    has_text: bool,
    /// Whether what was typed has no form any more.
    lost: bool,
    form: Form,
    errors: Fields,
    notice: String,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

/// The buttons that move a statement on, without what opens its text: that has a page of its own.
fn moves(page: &Page, view: &StatementView) -> Vec<Choice> {
    let choice = |verb: &StatementMove| {
        let to = match verb {
            StatementMove::Draft | StatementMove::Decline => Stage::Drafting,
            StatementMove::Expedite | StatementMove::Negotiate => Stage::Negotiation,
            StatementMove::Withdraw => Stage::Withdrawn,
            _ => return None,
        };
        Some(Choice::new(to.as_str(), page.t(&format!("statement-do-{verb}")), false))
    };
    view.can.verbs.iter().filter_map(choice).collect()
}

fn modes(page: &Page, (view, form): (&StatementView, &Form)) -> Vec<Choice> {
    if !view.can.may(StatementMove::Draft) {
        return Vec::new();
    }
    let chosen = form.text("mode").parse().unwrap_or(view.mode);
    let one = |mode: &Mode| Choice {
        help: word(page, "statement-mode-help", mode.as_str()),
        ..Choice::new(mode.as_str(), word(page, "statement-mode", mode.as_str()), *mode == chosen)
    };
    Mode::ALL.iter().map(one).collect()
}

/// Why something was not done, where that is no matter of a field.
pub(crate) fn notice(page: &Page, refusal: &FormErrors) -> String {
    if refusal.status == StatusCode::PRECONDITION_FAILED && refusal.notice(page).is_empty() {
        page.t("statement-stale")
    } else {
        refusal.notice(page)
    }
}

/// When the stage ends, in the zone in which that was said.
pub(super) fn deadline(page: &Page, view: &StatementView) -> Option<DueLine> {
    let zone = if view.deadline_zone.is_empty() { "UTC" } else { view.deadline_zone.as_str() };
    view.deadline.map(|at| DueLine::of(page.strings(), (at, zone), page.now, Some(true)))
}

/// How many amendments the viewer can write into the text.
fn to_be_taken(view: &StatementView) -> usize {
    if !view.can.may(StatementMove::Consolidate) {
        return 0;
    }
    view.amendments.iter().filter(|one| one.to_be_taken).count()
}

/// Who reads it, in words: what the viewer is told.
pub(super) fn readers(tx: &mut Tx<'_>, page: &Page, viewer: &Viewer, view: &StatementView) -> Result<String> {
    let (audience, owner) = match &view.of.text {
        Some(text) => (text.row.audience()?, &text.row.organisation_id),
        None => (view.of.action.audience()?, &view.of.action.organisation_id),
    };
    marking(tx.conn, page, viewer, (audience, owner))
}

/// Whether the viewer changes who reads the text: while it is discussed, and, to add readers, while names are gathered.
pub(super) fn readdresses(viewer: &Viewer, view: &StatementView) -> bool {
    let holds = view.penholder.as_ref().is_some_and(|holder| viewer.is_of(&holder.id));
    let adds = holds && view.state.is_signed() && permits(viewer, Act::JoinAction);
    adds || (view.can.write && view.state.is_discussed())
}

pub(super) fn show(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<OnePage>> {
    let view = match view_of(tx, viewer, page.strings(), reference) {
        // Whoever could read the text is told why they do not any more, and nothing else.
        Err(Error::NotFound) => {
            let tombstone = left_behind(tx, viewer, reference)?;
            return Ok(Err(Box::new(GonePage::of(page, reference, tombstone, None))));
        }
        found => found?,
    };
    let readers = readers(tx, &page, viewer, &view)?;
    let (paragraphs, gone) = ParagraphLine::all(&page, viewer, &view);
    let whole = view.inputs.iter().filter(|one| one.paragraph.is_none());
    let moves = moves(&page, &view);
    let sections = later::sections(tx.conn, &page, viewer, (&view.of, &view.rounds))?;
    let has_text = view.of.text.is_some();
    let is_open = view.of.text.as_ref().map(CurrentText::is_open).transpose()?;
    Ok(Ok(Box::new(OnePage {
        tlp: view.tlp,
        dir: direction(&view.language),
        state: word(&page, "state-statement", view.state.as_str()),
        mode: word(&page, "statement-mode", view.mode.as_str()),
        urgent: view.urgent,
        // What follows says its own deadline, by the clocks of the reader.
        deadline: deadline(&page, &view).filter(|_| sections.is_empty()),
        sections,
        version: view.version.map(|number| number.to_string()).unwrap_or_default(),
        hash: view.hash.as_deref().unwrap_or_default().chars().take(12).collect(),
        holder: view.penholder.as_ref().map(|holder| holder.name.clone()).unwrap_or_default(),
        sponsors: view.sponsors.iter().map(SponsorLine::of).collect(),
        room: view.room.iter().map(|one| one.name.clone()).collect(),
        readers,
        paragraphs,
        gone,
        inputs: whole.map(|one| InputLine::of(&page, one)).collect(),
        acts: acts_about(tx.conn, &page, viewer, (LinkKind::Statement, &view.of.action.id))?,
        modes: modes(&page, (&view, form)),
        opens: view.can.may(StatementMove::Consult) || view.can.may(StatementMove::Urge),
        readdresses: readdresses(viewer, &view) && is_open == Some(true),
        sponsors_it: view.can.sponsor,
        writes: view.can.write,
        says: view.can.say,
        pen: view.pen.as_ref().filter(|_| view.can.write).map(|pen| PenLine::of(&page, pen)),
        to_be_taken: to_be_taken(&view),
        proposed: view.proposed.clone().unwrap_or_default(),
        lost: moves.is_empty() && !form.raw("reason").trim().is_empty(),
        moves,
        has_text,
        reference: view.reference,
        action: view.action,
        title: view.title,
        language: view.language,
        needed: view.needed,
        mark: view.mark,
        steps: view.steps.into_iter().map(|one| StepLine::of(&page, one)).collect(),
        at: view.at,
        form: form.clone(),
        notice: notice(&page, &refusal),
        errors: refusal.errors,
        page,
    })))
}

/// `GET /statements/{reference}`.
pub async fn one(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, show).await
}

/// Where one goes on, and what one is told.
pub(super) fn lead(reference: &str, done_as: &'static str) -> impl Fn(&Value) -> HttpResponse + use<> {
    let back = format!("/statements/{reference}");
    move |kept: &Value| {
        let said = match kept.as_str() {
            Some("waits") => "statement-proposed",
            Some("same") => "statement-unchanged",
            _ => done_as,
        };
        done(&back, said)
    }
}

/// What is kept of a move.
pub(super) fn kept(outcome: Outcome) -> Value {
    Value::from(match outcome {
        Outcome::Waits => "waits",
        Outcome::Same => "same",
        Outcome::Done => "done",
    })
}

/// `POST /statements/{reference}/moves`.
pub async fn move_statement(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let lead = lead(&reference, "statement-moved");
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let new = NewMove {
            to: form.text("to").to_owned(),
            mode: Some(form.text("mode").to_owned()),
            reason: Some(form.raw("reason").to_owned()),
            ..NewMove::default()
        };
        move_on(tx, vault, viewer, (reference, &new), &Seen::of_form(form)).map(kept)
    };
    one_page::act(posted, vault, reference, work, lead, show).await
}

/// `POST /statements/{reference}/sponsorship`.
pub async fn post_sponsorship(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let lead = lead(&reference, "statement-sponsored");
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        sponsor(tx, viewer, reference, &Seen::of_form(form)).map(|()| Value::Null)
    };
    one_page::act(posted, vault, reference, work, lead, show).await
}

/// `POST /statements/{reference}/pen`: takes it, takes it over or lays it down.
pub async fn post_pen(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let lead = lead(&reference, "statement-pen");
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let seen = Seen::of_form(form);
        let done = match form.text("act") {
            "down" => lay_down(tx, viewer, reference, &seen),
            act => take_pen(tx, viewer, reference, act == "over", &seen),
        };
        done.map(|()| Value::Null)
    };
    one_page::act(posted, vault, reference, work, lead, show).await
}

/// `POST /statements/{reference}/consolidation`.
pub async fn post_consolidation(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let lead = lead(&reference, "statement-written");
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        consolidate(tx, vault, viewer, reference, &Seen::of_form(form)).map(|_| Value::Null)
    };
    one_page::act(posted, vault, reference, work, lead, show).await
}
