//! The page of one paragraph: what was said of it, and what can be.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::three_way::{ThreeWay, three_way};
use crate::access::{Tlp, Viewer};
use crate::accounts::{Posted, Visit};
use crate::amending::brackets::typed_place;
use crate::amending::{
    NewAmendment, NewAnswer, NewBracket, NewDecision, NewInput, NewStatus, answer, decide, propose, put, say,
    set_status,
};
use crate::chamber::pages::lines::{ParagraphLine, word};
use crate::chamber::pages::notice;
use crate::chamber::{StatementView, view_of};
use crate::contributions::Seen;
use crate::db::Tx;
use crate::error::{Error, Fields, Message, Result, message};
use crate::language::direction;
use crate::reports::one_page::{self, OfOne, Shown};
use crate::statements::{AmendmentKind, BracketKind, Stage, StatementMove, find};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, done};

/// The page of a paragraph.
#[derive(Template)]
#[template(path = "amending/paragraph.html")]
pub struct ParagraphPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    title: String,
    language: String,
    dir: &'static str,
    mark: String,
    line: ParagraphLine,
    /// Whether it stands in the text of now.
    stands: bool,
    /// Whether the viewer says something of it, proposes other words or puts words in brackets.
    says: bool,
    amends: bool,
    brackets: bool,
    /// Whether they answer for the penholder, and decide on amendments.
    answers: bool,
    decides: bool,
    kinds: Vec<Choice>,
    bracket_kinds: Vec<Choice>,
    /// Where what was typed was written to another version.
    stale: Option<ThreeWay>,
    /// Which of the forms was sent.
    act: String,
    /// Of which entry, where it is of one.
    entry: String,
    /// What was typed, where no form takes it.
    kept: String,
    form: Form,
    errors: Fields,
    notice: String,
}

impl OfOne for ParagraphPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl ParagraphPage {
    /// What was typed in a field of the form of an entry.
    fn typed(&self, entry: &str, field: &str) -> &str {
        if self.entry == entry { self.form.raw(field) } else { "" }
    }

    /// What is wrong with a field in the form of an entry.
    fn wrong(&self, field: &str, entry: &str) -> &[Message] {
        self.errors.of(&at(field, entry))
    }

    /// What the form of an amendment begins with: what was typed, or the words of the paragraph.
    fn words(&self) -> &str {
        if self.act == "amend" { self.form.raw("text") } else { &self.line.text }
    }
}

/// The id of a field in the form of an entry.
pub(super) fn at(field: &str, entry: &str) -> String {
    format!("{field}-{entry}")
}

/// Faults under the names of the fields in which they were typed: each form has its own.
fn as_typed(act: &str, entry: &str, found: Fields) -> Fields {
    let named = |field: String| match (act, field.as_str()) {
        ("input", "text") => "input_text".to_owned(),
        ("bracket", "text") => "bracket_text".to_owned(),
        ("bracket", "kind") => "bracket_kind".to_owned(),
        ("bracket", "start") => "quoted".to_owned(),
        ("answer" | "decide" | "status", _) => at(&field, entry),
        _ => field,
    };
    Fields(found.0.into_iter().map(|(field, said)| (named(field), said)).collect())
}

/// All that was typed in whichever form.
fn typed(form: &Form) -> String {
    let fields = ["input_text", "text", "quoted", "bracket_text", "reason"];
    let fields = fields.map(|field| form.raw(field).to_owned());
    fields.into_iter().filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn choices<T: Copy>(
    page: &Page,
    of: &str,
    all: &[T],
    word_of: fn(T) -> &'static str,
    chosen: &str,
) -> Vec<Choice> {
    let one = |one: &T| Choice::new(word_of(*one), word(page, of, word_of(*one)), word_of(*one) == chosen);
    all.iter().map(one).collect()
}

/// Whether the viewer answers for the penholder, and whether they decide on amendments.
fn answering(view: &StatementView) -> (bool, bool) {
    let writes = view.can.write;
    (writes && view.state.is_discussed(), writes && view.state == Stage::Negotiation)
}

fn show(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (asked, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<ParagraphPage>> {
    let (reference, paragraph) = asked.split_once('/').ok_or(Error::NotFound)?;
    let view = view_of(tx, viewer, page.strings(), reference)?;
    let line = ParagraphLine::one(&page, viewer, (&view, paragraph)).ok_or(Error::NotFound)?;
    let stands = view.paragraphs.iter().any(|one| one.id == paragraph);
    let act = form.text("act").to_owned();
    let refused_stale = refusal.status == StatusCode::PRECONDITION_FAILED;
    let stale = if refused_stale && act == "amend" {
        three_way(tx.conn, viewer, (&view, paragraph, form))?
    } else {
        None
    };
    let amends = view.can.may(StatementMove::Amend) && stands;
    let says = view.can.say && stands;
    let brackets = view.can.may(StatementMove::Bracket) && stands;
    let (answers, decides) = answering(&view);
    let entry = form.text("entry").to_owned();
    // The form of an entry is there until that is answered: a colleague may have done so meanwhile.
    let has_form = match act.as_str() {
        "input" => says,
        "amend" => amends,
        "bracket" => brackets,
        "answer" => answers && line.inputs.iter().any(|one| one.reference == entry && one.answer.is_empty()),
        _ => decides && line.amendments.iter().any(|one| one.reference == entry && one.open),
    };
    Ok(Ok(Box::new(ParagraphPage {
        tlp: view.tlp,
        dir: direction(&view.language),
        line,
        stands,
        says,
        amends,
        brackets,
        answers,
        decides,
        kinds: choices(&page, "amendment-kind", AmendmentKind::ALL, AmendmentKind::as_str, form.text("kind")),
        bracket_kinds: choices(
            &page,
            "bracket-kind",
            BracketKind::ALL,
            BracketKind::as_str,
            form.text("bracket_kind"),
        ),
        stale,
        kept: if has_form { String::new() } else { typed(form) },
        errors: as_typed(&act, &entry, refusal.errors.clone()),
        act,
        entry,
        reference: view.reference,
        title: view.title,
        language: view.language,
        mark: view.mark,
        form: form.clone(),
        notice: notice(&page, &refusal),
        page,
    })))
}

/// `GET /statements/{reference}/paragraphs/{paragraph}`.
pub async fn one(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    visit: Visit,
) -> Result<HttpResponse> {
    let asked = format!("{}/{}", path.0, path.1);
    one_page::one(visit, vault, asked.into(), show).await
}

fn field(form: &Form, name: &str) -> String {
    form.raw(name).to_owned()
}

/// Puts the words that were typed in brackets, where they stand in the paragraph once.
fn bracket(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, paragraph, form): (&str, &str, &Form),
) -> Result<String> {
    let of = find(tx.conn, viewer, reference)?;
    let text = of.current()?.text.paragraphs.iter().find(|one| one.id.as_str() == paragraph);
    let text = text.map(|one| one.text.clone()).unwrap_or_default();
    // Whoever may not is told that, and not where words stand.
    let place = typed_place(&text, form.raw("quoted"));
    let (start, end) = place.as_ref().map_or_else(|_| (String::new(), String::new()), Clone::clone);
    let (paragraph, kind) = (paragraph.to_owned(), form.text("bracket_kind").to_owned());
    let new = NewBracket { paragraph, start, end, kind, text: Some(field(form, "bracket_text")) };
    let done = put(tx, viewer, (reference, &new), &Seen::of_form(form));
    match (done, place) {
        (Err(Error::Invalid(mut found)), Err(Error::Invalid(missing))) => {
            found.0.remove("start");
            found.0.extend(missing.0);
            Err(Error::Invalid(found))
        }
        (done, _) => done,
    }
}

/// Does what one of the forms of the page says.
fn act(tx: &mut Tx<'_>, viewer: &Viewer, asked: &str, form: &Form) -> Result<()> {
    let (reference, paragraph) = asked.split_once('/').ok_or(Error::NotFound)?;
    let (seen, entry) = (Seen::of_form(form), (reference, form.text("entry")));
    match form.text("act") {
        "input" => {
            let new =
                NewInput { paragraph: Some(paragraph.to_owned()), text: Some(field(form, "input_text")) };
            say(tx, viewer, (reference, &new), &seen).map(|_| ())
        }
        "amend" => {
            let kind = form.text("kind").to_owned();
            // The form begins with the words of the paragraph: whoever takes it out leaves them there.
            let text = Some(field(form, "text")).filter(|_| kind != AmendmentKind::Delete.as_str());
            let new = NewAmendment {
                paragraph: paragraph.to_owned(),
                version: form.text("version").to_owned(),
                kind: Some(kind),
                text,
            };
            propose(tx, viewer, (reference, &new)).map(|_| ())
        }
        "bracket" => bracket(tx, viewer, (reference, paragraph, form)).map(|_| ()),
        "answer" => {
            let new =
                NewAnswer { answer: form.text("answer").to_owned(), reason: Some(field(form, "reason")) };
            answer(tx, viewer, (entry, &new), &seen)
        }
        "decide" => {
            let decision = form.text("decision").to_owned();
            let new = NewDecision {
                decision,
                reason: Some(field(form, "reason")),
                text: Some(field(form, "text")),
            };
            decide(tx, viewer, (entry, &new), &seen)
        }
        "status" => {
            let new = NewStatus { status: form.text("status").to_owned() };
            set_status(tx, viewer, (entry, &new), &seen)
        }
        _ => Err(Error::Malformed(message("malformed-no-form"))),
    }
}

/// `POST /statements/{reference}/paragraphs/{paragraph}`.
pub async fn post(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let asked = format!("{}/{}", path.0, path.1);
    let back = format!("/statements/{}/paragraphs/{}", path.0, path.1);
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, asked: &str, form: &Form| {
        act(tx, viewer, asked, form).map(|()| Value::Null)
    };
    one_page::act(posted, vault, asked.into(), work, move |_| done(&back, "statement-said"), show).await
}
