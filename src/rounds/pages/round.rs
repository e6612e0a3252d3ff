//! The page of the round of a statement: what is so, what one's organisation says, and what the chair does.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value as Kept;

use super::lines::{PositionLine, RequestLine, RollLine, RoundLine, WordsLine, deadline, sentences, word};
use super::offered::{Can, can, typed};
use super::section::zone_of;
use crate::access::{Tlp, Viewer};
use crate::accounts::{Posted, Visit};
use crate::chamber::pages::notice;
use crate::chamber::{PositionView, RollView, Rounds, move_on, view_of};
use crate::closed_days::ClosedLine;
use crate::contributions::Seen;
use crate::db::Tx;
use crate::error::{Error, Fields, Message, Result, message};
use crate::language::{DueLine, direction};
use crate::reports::one_page::{self, OfOne, Shown};
use crate::reports::readers::marking;
use crate::rounds::api::{file, is_yes};
use crate::rounds::entry::Callable;
use crate::rounds::{
    NewPosition, answer_condition, answer_more_time, confirm, record, say, withdraw_objection,
};
use crate::statements::{NewMove, Stage};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, done, reference as web_reference};

/// An organisation that would be called to a round.
pub struct CallableLine {
    slug: String,
    name: String,
    reached: bool,
    /// Why it begins although it was not told, as it was typed.
    waiver: String,
}

impl CallableLine {
    fn of(form: &Form, one: Callable) -> Self {
        let waiver = form.raw(&format!("waiver.{}", one.organisation.slug)).to_owned();
        let (slug, name) = (one.organisation.slug, one.organisation.name);
        Self { slug, name, reached: one.reached, waiver }
    }
}

/// The page of the round of a statement.
#[derive(Template)]
#[template(path = "rounds/round.html")]
pub struct RoundPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    title: String,
    language: String,
    dir: &'static str,
    mark: String,
    /// Who reads the text, in words.
    readers: String,
    state: String,
    /// Of which version, and its hash.
    version: String,
    hash: String,
    deadline: Option<DueLine>,
    says: Vec<String>,
    counting: bool,
    /// Whether a round runs, or one has adopted the text.
    runs: bool,
    late: bool,
    record: bool,
    roll: Vec<RollLine>,
    requests: Vec<RequestLine>,
    positions: Vec<PositionLine>,
    explanations: Vec<WordsLine>,
    /// The rounds before.
    rounds: Vec<RoundLine>,
    can: Can,
    /// What can be said now.
    values: Vec<Choice>,
    /// For whom the chair can record something, and what.
    absent: Vec<Choice>,
    recordable: Vec<Choice>,
    callable: Vec<CallableLine>,
    /// The days on which none ends.
    closed: Vec<ClosedLine>,
    /// Why no round can begin.
    unready: String,
    zones: Vec<Choice>,
    /// Which of the forms was sent, and of what.
    act: String,
    entry: String,
    /// What was typed in a form that is there no more.
    kept: String,
    form: Form,
    errors: Fields,
    notice: String,
}

impl OfOne for RoundPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl RoundPage {
    /// What was typed in a field of one of the forms.
    fn typed(&self, act: &str, field: &str) -> &str {
        if self.act == act { self.form.raw(field) } else { "" }
    }

    /// The same of one of many forms.
    fn entered(&self, act: &str, entry: &str) -> &str {
        if self.entry == entry { self.typed(act, "reason") } else { "" }
    }

    /// Whether it is shown what those on the roll count as.
    fn counts(&self) -> bool {
        self.roll.iter().any(|one| !one.counts.is_empty())
    }

    /// What is wrong with the reason that was typed in one of many forms.
    fn wrong(&self, entry: &str) -> &[Message] {
        self.errors.of(&format!("reason-{entry}"))
    }
}

fn positions(page: &Page, viewer: &Viewer, (can, rounds): (&Can, &Rounds)) -> Vec<PositionLine> {
    let one = |of: &PositionView| {
        let own = viewer.is_of(&of.organisation.id) && can.acts;
        let objects = of.value == "object" && of.withdrawn_at.is_none() && of.stands;
        let waits = of.recorded && of.confirmed_at.is_none();
        PositionLine {
            withdraws: own && objects && can.withdraws,
            confirms: own && waits && can.says,
            answers: can.answers && of.value == "support_if" && of.answer.is_none() && of.stands,
            ..PositionLine::of(page, of.clone())
        }
    };
    rounds.positions.iter().map(one).collect()
}

/// For whom the chair can record something: those on the roll that have said nothing.
fn absent(page: &Page, form: &Form, roll: &[RollView]) -> Vec<Choice> {
    let silent = roll.iter().filter(|one| one.value.is_none());
    let chosen = form.text("organisation");
    let one = |of: &RollView| {
        let slug = of.organisation.slug.as_str();
        Choice::new(slug, of.organisation.name.as_str(), slug == chosen)
    };
    let mut all = vec![Choice::new("", page.t("choose-none"), chosen.is_empty())];
    all.extend(silent.map(one));
    all
}

fn show(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<RoundPage>> {
    let view = view_of(tx, viewer, page.strings(), reference)?;
    let before = matches!(view.state, Stage::Concept | Stage::Drafting | Stage::Consultation);
    if before || view.of.text.is_none() {
        return Err(Error::NotFound);
    }
    let text = &view.of.current()?.row;
    let readers = marking(tx.conn, &page, viewer, (text.audience()?, &text.organisation_id))?;
    let offered = can(tx.conn, &page, viewer, (&view.of, form))?;
    let rounds = &view.rounds;
    let newest = rounds.rounds.last();
    let zone = zone_of(tx.conn, viewer)?;
    let roll = newest.map(|round| round.roll.clone()).unwrap_or_default();
    let requests = newest.map(|round| round.requests.clone()).unwrap_or_default();
    let chairs = offered.can.records;
    let act = form.text("act").to_owned();
    let entry = entry_of(form);
    let zone_typed =
        if form.has("zone") { form.text("zone").to_owned() } else { zone.clone().unwrap_or_default() };
    Ok(Ok(Box::new(RoundPage {
        tlp: view.tlp,
        dir: direction(&view.language),
        readers,
        state: word(&page, "state-statement", view.state.as_str()),
        version: newest.and_then(|one| one.version).map(|number| number.to_string()).unwrap_or_default(),
        hash: newest.map(|one| one.hash.chars().take(12).collect()).unwrap_or_default(),
        deadline: newest.and_then(|one| deadline(&page, one, zone.as_deref())),
        says: newest.map_or_else(|| vec![page.t("round-none")], |one| sentences(&page, one)),
        counting: newest.is_some_and(|one| one.state == "counting"),
        runs: view.state == Stage::Silence,
        late: newest.is_some_and(|one| one.state == "adopted"),
        record: newest.is_some_and(|one| one.record),
        absent: if chairs { absent(&page, form, &roll) } else { Vec::new() },
        roll: roll.into_iter().map(|one| RollLine::of(&page, one)).collect(),
        requests: requests.into_iter().map(|one| RequestLine::of(&page, one, chairs)).collect(),
        positions: positions(&page, viewer, (&offered.can, rounds)),
        explanations: rounds.explanations.iter().cloned().map(|one| WordsLine::of(&page, one)).collect(),
        rounds: rounds.rounds.iter().map(|one| RoundLine::of(&page, one)).collect(),
        callable: offered.callable.into_iter().map(|one| CallableLine::of(form, one)).collect(),
        closed: offered.closed,
        unready: offered.unready,
        values: offered.values,
        recordable: offered.recordable,
        zones: Choice::time_zones(&zone_typed),
        kept: typed(&offered.can, &act, form),
        can: offered.can,
        act,
        entry,
        reference: view.reference.clone(),
        title: view.title.clone(),
        language: view.language.clone(),
        mark: view.mark.clone(),
        form: form.clone(),
        notice: notice(&page, &refusal),
        errors: as_typed(form, refusal.errors),
        page,
    })))
}

/// Of what the form was that was sent, where there are many of its kind.
fn entry_of(form: &Form) -> String {
    let field = if form.text("act") == "time" { "organisation" } else { "position" };
    form.text(field).to_owned()
}

/// Faults under the names of the fields in which they were typed: each form has its own.
fn as_typed(form: &Form, found: Fields) -> Fields {
    let named = |field: String| match (form.text("act"), field.as_str()) {
        ("record", "value") => "recorded".to_owned(),
        ("condition" | "time", "reason") => format!("reason-{}", entry_of(form)),
        _ => field,
    };
    Fields(found.0.into_iter().map(|(field, said)| (named(field), said)).collect())
}

/// `GET /statements/{reference}/round`.
pub async fn one(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, show).await
}

fn position(form: &Form) -> NewPosition {
    NewPosition {
        value: form.text("value").to_owned(),
        version: form.text("version").to_owned(),
        text: form.filled("text"),
        reservation: form.filled("reservation"),
        amendment: form.filled("amendment"),
        cannot_accept: form.has("cannot_accept"),
        organisation: form.filled("organisation"),
        ..NewPosition::default()
    }
}

/// A round as the chair typed it: a field for each organisation that was not told.
fn entry(form: &Form) -> NewMove {
    let waiver = |name: &str| name.strip_prefix("waiver.").map(str::to_owned);
    let waivers = form.fields().keys().filter_map(|name| {
        let text = form.filled(name)?;
        Some((waiver(name)?, text))
    });
    NewMove {
        to: Stage::Silence.as_str().to_owned(),
        deadline: form.filled("deadline"),
        zone: form.filled("zone"),
        waivers: waivers.collect(),
        ..NewMove::default()
    }
}

/// Does what one of the forms of the page says.
fn perform(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, (reference, form): (&str, &Form)) -> Result<()> {
    let (named, reason) = ((reference, form.text("position")), form.raw("reason"));
    match form.text("act") {
        "begin" => {
            let seen = Seen::of_form(form);
            move_on(tx, vault, viewer, (reference, &entry(form)), &seen).map(|_| ())
        }
        "say" => {
            let new = NewPosition { organisation: None, ..position(form) };
            say(tx, vault, viewer, (reference, &new)).map(|_| ())
        }
        "record" => {
            let new = NewPosition { value: form.text("recorded").to_owned(), ..position(form) };
            if new.organisation.is_none() {
                return Err(Error::invalid("organisation", message("fault-missing")));
            }
            say(tx, vault, viewer, (reference, &new)).map(|_| ())
        }
        "confirm" => confirm(tx, viewer, named),
        "withdraw" => withdraw_objection(tx, viewer, named),
        "condition" => {
            let accepted = is_yes(form.text("answer"), ("accepted", "declined"))?;
            answer_condition(tx, viewer, (named, (accepted, reason)))
        }
        "time" => {
            let granted = is_yes(form.text("answer"), ("granted", "declined"))?;
            answer_more_time(tx, viewer, (reference, form.text("organisation")), (granted, reason))
        }
        _ => Err(Error::NotFound),
    }
}

/// `POST /statements/{reference}/round`: what `act` says.
pub async fn act(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("/statements/{reference}/round");
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        perform(tx, vault, viewer, (reference, form))?;
        Ok::<Kept, Error>(Kept::Null)
    };
    one_page::act(posted, vault, reference, work, move |_| done(&back, "round-done"), show).await
}

/// `GET /statements/{reference}/record`: the record of an adoption, to keep.
pub async fn download(reference: web::Path<String>, visit: Visit) -> Result<HttpResponse> {
    let (app, visitor, _) = visit.open();
    let called = web_reference(&reference);
    let found = app.read(move |conn| record(conn, visitor.viewer(), &reference)).await?;
    Ok(file(&called, found))
}
