//! The page of what follows a publication.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value as Kept;

use super::model::{AskLevel, AskStatus};
use super::view::{AskView, view};
use super::{NewAsk, NewAskStatus, NewLineage, NewReview, record, relate, review, set_status};
use crate::access::{Act, Tlp, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::actions;
use crate::chamber::pages::notice;
use crate::chamber::{LaterSection, move_on, view_of};
use crate::contributions::Seen;
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Fields, Result};
use crate::language::direction;
use crate::reports::one_page::{self, OfOne, Shown};
use crate::reports::readers::marking;
use crate::statements::{NewMove, Stage, Standing};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Link, Page, Routes, done, get, post};

/// The addresses.
pub fn routes(config: &mut Routes) {
    let at = "/statements/{reference}/follow-up";
    config.route(at, get().to(one)).route(at, post().to(act));
}

/// Of a published statement, where what follows it is.
pub(super) fn section(page: &Page, of: &Standing) -> Option<LaterSection> {
    let href = format!("/statements/{}/follow-up", of.statement.reference);
    of.stage.is_public().then(|| LaterSection {
        name: "follow-up",
        heading: page.t("follow-up-heading"),
        deadline: None,
        says: vec![page.t("follow-up-says")],
        link: Link { href, label: page.t("follow-up-open") },
    })
}

/// Something that it asks.
pub struct AskLine {
    number: i32,
    paragraph: String,
    addressee: String,
    level: String,
    status: String,
    note: String,
    changed: Moment,
    statuses: Vec<Choice>,
}

/// An earlier statement.
pub struct LineageLine {
    says: String,
    reference: String,
}

/// What was found.
pub struct ReviewLine {
    organisation: String,
    finding: String,
    at: Moment,
}

/// What the viewer can do.
#[derive(Debug, Clone, Copy, Default)]
pub struct Can {
    /// Write down what it asks, and what became of that.
    records: bool,
    /// Write down what was found.
    reviews: bool,
    /// Say what it goes back to.
    relates: bool,
    /// Begin to follow it up.
    begins: bool,
    /// End that.
    closes: bool,
    /// Say that another has taken its place.
    supersedes: bool,
}

/// The page of what follows a publication.
#[derive(Template)]
#[template(path = "follow_up/one.html")]
pub struct FollowUpPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    title: String,
    language: String,
    dir: &'static str,
    mark: String,
    readers: String,
    state: String,
    review_at: Option<Moment>,
    asks: Vec<AskLine>,
    lineage: Vec<LineageLine>,
    successor: String,
    reviews: Vec<ReviewLine>,
    can: Can,
    paragraphs: Vec<Choice>,
    levels: Vec<Choice>,
    relations: Vec<Choice>,
    /// Which of the forms was sent.
    act: String,
    /// What was typed in a form that is there no more.
    kept: String,
    form: Form,
    errors: Fields,
    notice: String,
}

impl OfOne for FollowUpPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl FollowUpPage {
    /// What was typed in a field of one of the forms.
    fn typed(&self, act: &str, field: &str) -> &str {
        if self.act == act { self.form.raw(field) } else { "" }
    }
}

fn word(page: &Page, of: &str, value: &str) -> String {
    page.t(&format!("{of}-{value}").replace('_', "-"))
}

fn choices(page: &Page, of: &str, words: &[&'static str], chosen: &str) -> Vec<Choice> {
    words.iter().map(|one| Choice::new(*one, word(page, of, one), *one == chosen)).collect()
}

fn ask_line(page: &Page, numbers: &[(String, String)], of: AskView) -> AskLine {
    let number = numbers.iter().find(|(id, _)| *id == of.paragraph).map(|(_, number)| number.clone());
    AskLine {
        number: of.number,
        paragraph: number.unwrap_or_default(),
        addressee: of.addressee,
        level: word(page, "ask-level", of.level.as_str()),
        status: word(page, "ask-status", of.status.as_str()),
        note: of.note,
        changed: of.changed_at,
        statuses: choices(page, "ask-status", AskStatus::WORDS, of.status.as_str()),
    }
}

/// What the viewer can do now, as far as roles and mandates go.
fn can(conn: &mut Conn, viewer: &Viewer, of: &Standing) -> Result<Can> {
    let chairs = permits(viewer, Act::ChairStatement);
    let acts = actions::may_act(conn, viewer, &of.action)?;
    let holds = acts && of.statement.penholder_id.as_ref().is_some_and(|holder| viewer.is_of(holder));
    let open = matches!(of.stage, Stage::Published | Stage::FollowUp);
    Ok(Can {
        records: (holds || chairs) && open,
        reviews: (chairs || holds || (acts && of.votes(viewer))) && of.stage.is_public(),
        relates: holds || chairs,
        begins: holds && of.stage == Stage::Published,
        closes: holds && of.stage == Stage::FollowUp,
        supersedes: chairs && of.stage.is_public() && of.stage != Stage::Superseded,
    })
}

/// What was typed in a form that is there no more, or that shows what is written down.
fn kept(form: &Form, can: Can) -> String {
    let lost = match form.text("act") {
        "status" => true,
        "ask" => !can.records,
        "review" => !can.reviews,
        "closed" => !can.closes,
        _ => false,
    };
    let typed = ["addressee", "note", "finding", "reason"].map(|name| form.raw(name).trim().to_owned());
    let typed = typed.into_iter().filter(|text| lost && !text.is_empty());
    typed.collect::<Vec<_>>().join("\n\n")
}

fn show(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<FollowUpPage>> {
    let shown = view_of(tx, viewer, page.strings(), reference)?;
    if !shown.state.is_public() {
        return Err(Error::NotFound);
    }
    let text = &shown.of.current()?.row;
    let readers = marking(tx.conn, &page, viewer, (text.audience()?, &text.organisation_id))?;
    let found = view(tx.conn, viewer, &shown.of)?;
    let can = can(tx.conn, viewer, &shown.of)?;
    let numbers: Vec<(String, String)> =
        shown.paragraphs.iter().map(|one| (one.id.clone(), one.number.clone())).collect();
    let paragraph = |(id, number): &(String, String)| {
        let label = page.ta("ask-paragraph", &[("number", number)]);
        Choice::new(id.as_str(), label, form.text("paragraph") == id)
    };
    let numbered = numbers.iter().filter(|(_, number)| !number.is_empty());
    let paragraphs = numbered.map(paragraph).collect();
    Ok(Ok(Box::new(FollowUpPage {
        tlp: shown.tlp,
        dir: direction(&shown.language),
        readers,
        state: word(&page, "state-statement", shown.state.as_str()),
        review_at: found.review_at.filter(|_| shown.state == Stage::FollowUp),
        asks: found.asks.into_iter().map(|one| ask_line(&page, &numbers, one)).collect(),
        lineage: found
            .lineage
            .into_iter()
            .map(|one| LineageLine {
                says: word(&page, "lineage", one.relation.as_str()),
                reference: one.earlier,
            })
            .collect(),
        successor: found.successor.unwrap_or_default(),
        reviews: found
            .reviews
            .into_iter()
            .map(|one| ReviewLine { organisation: one.organisation.name, finding: one.finding, at: one.at })
            .collect(),
        can,
        paragraphs,
        levels: choices(&page, "ask-level", AskLevel::WORDS, form.text("level")),
        relations: choices(&page, "lineage", &["reaffirms", "builds_on"], form.text("relation")),
        act: form.text("act").to_owned(),
        kept: kept(form, can),
        reference: shown.reference,
        title: shown.title,
        language: shown.language,
        mark: shown.mark,
        form: form.clone(),
        notice: notice(&page, &refusal),
        errors: refusal.errors,
        page,
    })))
}

/// `GET /statements/{reference}/follow-up`.
pub async fn one(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, show).await
}

/// Does what one of the forms of the page says.
fn perform(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, (reference, form): (&str, &Form)) -> Result<()> {
    let seen = Seen::of_form(form);
    match form.text("act") {
        "ask" => {
            let new = NewAsk {
                paragraph: form.text("paragraph").to_owned(),
                addressee: form.raw("addressee").to_owned(),
                level: form.text("level").to_owned(),
            };
            record(tx, viewer, (reference, &new), &seen).map(|_| ())
        }
        "status" => {
            let new = NewAskStatus { status: form.text("status").to_owned(), note: form.filled("note") };
            set_status(tx, viewer, ((reference, form.text("number")), &new), &seen)
        }
        "review" => {
            let new = NewReview { finding: form.filled("finding") };
            review(tx, viewer, (reference, &new), &seen)
        }
        "relate" => {
            let new =
                NewLineage { earlier: form.reference("earlier"), relation: form.text("relation").to_owned() };
            relate(tx, viewer, (reference, &new), &seen)
        }
        to @ ("follow_up" | "closed" | "superseded") => {
            let new = NewMove {
                to: to.to_owned(),
                reason: form.filled("reason"),
                successor: Some(form.reference("successor")).filter(|named| !named.is_empty()),
                review: form.filled("review"),
                ..NewMove::default()
            };
            move_on(tx, vault, viewer, (reference, &new), &seen).map(|_| ())
        }
        _ => Err(Error::NotFound),
    }
}

/// `POST /statements/{reference}/follow-up`: what `act` says.
pub async fn act(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("/statements/{reference}/follow-up");
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        perform(tx, vault, viewer, (reference, form))?;
        Ok::<Kept, Error>(Kept::Null)
    };
    one_page::act(posted, vault, reference, work, move |_| done(&back, "follow-up-done"), show).await
}
