//! The page on which an action is talked about.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::line::Line;
use crate::access::{Act, Audience, Tlp, Token, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::actions::{self, Action, ActionBody, mark_of};
use crate::alerts::AlertLink;
use crate::comments::input::offered;
use crate::comments::{NewComment, post, threads};
use crate::contributions::Contribution;
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::flow::TextKind;
use crate::outcomes::Outcome;
use crate::reports::audience_picker::{self, Offers};
use crate::reports::one_page::{self, OfOne, Shown};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, done};

/// So many threads stand on a page.
const THREADS: usize = 50;

/// The form of a comment.
pub struct NewLine {
    /// The mark of the brief before whose readers it is written.
    pub version: String,
    /// What it answers.
    pub answers: String,
    pub words: String,
    pub offers: Offers,
    pub mentions: Vec<Choice>,
    /// For delegates of the lead: what can have come of the action.
    pub outcomes: Vec<Choice>,
    /// Whether they come to say that.
    pub says: bool,
    pub review_on: String,
    /// References of what is named as evidence.
    pub links: String,
}

/// What can have come of an action, with what is chosen.
pub(super) fn outcomes(page: &Page, chosen: &str) -> Vec<Choice> {
    let choice = |one: &Outcome| Choice::new(one.as_str(), one.label(page), one.as_str() == chosen);
    Outcome::ALL.iter().map(choice).collect()
}

/// References as they are typed.
pub(super) fn links(typed: &str) -> Vec<AlertLink> {
    let words = typed.split(|letter: char| letter.is_whitespace() || ",;".contains(letter));
    words.filter(|word| !word.is_empty()).map(AlertLink::typed).collect()
}

/// The page on which an action is talked about.
#[derive(Template)]
#[template(path = "comments/discussion.html")]
pub struct DiscussionPage {
    page: Page,
    reference: String,
    title: String,
    language: String,
    dir: &'static str,
    tlp: Tlp,
    threads: Vec<Vec<Line>>,
    /// The addresses of the pages before and after this one.
    newer: String,
    older: String,
    /// For those who may write.
    form: Option<NewLine>,
    errors: Fields,
    notice: String,
}

impl OfOne for DiscussionPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

/// What can be chosen: some of those who read the action; of an answer all of them, too, because words that not all read are not
/// answered before all without saying so.
fn narrower(page: &Page, offers: Offers, answers: bool) -> Offers {
    let is_offered =
        |choice: &Choice| choice.value.starts_with("org:") || (answers && choice.value == "coalition");
    let relabelled = |choice: Choice| {
        let all = choice.value == "coalition";
        let label = if all { page.t("comment-for-all") } else { choice.label };
        Choice { help: String::new(), label, ..choice }
    };
    Offers {
        wide: offers.wide.into_iter().filter(is_offered).map(relabelled).collect(),
        people: Vec::new(),
        approvers: Vec::new(),
        ..offers
    }
}

fn form_of(
    tx: &mut Tx<'_>,
    page: &Page,
    viewer: &Viewer,
    action: &Contribution<Action>,
    form: &Form,
) -> Result<Option<NewLine>> {
    if !permits(viewer, Act::CommentOnAction) {
        return Ok(None);
    }
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let chosen = audience_picker::chosen(form);
    let offers = audience_picker::offers(tx, page, viewer, (TextKind::Comment, &home), &chosen)?;
    let everybody = Audience::of(Token::Coalition);
    let named = form.all("mentions");
    let mentions = offered(tx.conn, viewer, (action, &everybody))?;
    let leads = actions::leads(tx.conn, viewer, action)?;
    Ok(Some(NewLine {
        version: mark_of(&action.version),
        answers: form.text("answers").to_owned(),
        outcomes: if leads { outcomes(page, form.text("outcome")) } else { Vec::new() },
        says: form.text("says") == "outcome" || !form.text("outcome").is_empty(),
        review_on: form.raw("review_on").to_owned(),
        links: form.raw("links").to_owned(),
        words: form.raw("text").to_owned(),
        offers: narrower(page, offers, !form.text("answers").is_empty()),
        mentions: mentions
            .into_iter()
            .map(|one| Choice::new(one.word.as_str(), one.name, named.contains(&one.word)))
            .collect(),
    }))
}

fn page_at(reference: &str, number: usize) -> String {
    format!("/actions/{reference}/comments?page={number}")
}

fn discussion_page(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<DiscussionPage>> {
    let action = actions::at_work(tx, viewer, reference)?;
    let all = threads::threads(tx.conn, viewer, &action.id)?;
    let number = form.text("page").parse::<usize>().ok().filter(|number| *number > 0).unwrap_or(1);
    let from = number.saturating_sub(1).saturating_mul(THREADS);
    let part = all.get(from..).unwrap_or_default();
    let part = part.get(..THREADS).unwrap_or(part);
    let shown = threads::shown(tx.conn, viewer, part)?;
    let thread = |thread: Vec<_>| thread.into_iter().map(|view| Line::of(&page, view)).collect::<Vec<Line>>();
    let threads: Vec<_> = shown.into_iter().map(thread).collect();
    let body = ActionBody::read(&action)?;
    // Of all that stands on the page.
    let labels = threads.iter().flatten().map(|line| line.tlp).collect::<Vec<_>>().into_iter();
    Ok(Ok(Box::new(DiscussionPage {
        form: form_of(tx, &page, viewer, &action, form)?,
        title: body.title,
        dir: crate::language::direction(&body.language),
        language: body.language,
        tlp: labels.fold(action.audience()?.tlp(), Ord::min),
        threads,
        newer: if number > 1 { page_at(&action.reference, number - 1) } else { String::new() },
        older: if all.len() > from.saturating_add(THREADS) {
            page_at(&action.reference, number + 1)
        } else {
            String::new()
        },
        reference: action.reference,
        notice: if refusal.status == StatusCode::PRECONDITION_FAILED {
            page.t("comment-other-readers")
        } else {
            refusal.notice(&page)
        },
        errors: refusal.errors,
        page,
    })))
}

/// `GET /actions/{reference}/comments?page=&answers=`.
pub async fn discussion(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    let form = visit.asked();
    let (app, visitor, page) = visit.open();
    let shown = app
        .read_or_audit(move |tx| {
            let asked = (reference.as_str(), &form);
            discussion_page(tx, &vault, page.clone(), visitor.viewer(), asked, FormErrors::none())
        })
        .await?;
    one_page::answer(&app, StatusCode::OK, shown)
}

/// What a form says.
fn input(form: &Form) -> NewComment {
    let chosen = audience_picker::chosen(form);
    NewComment {
        text: Some(form.raw("text").to_owned()),
        reply_to: Some(form.text("answers").to_owned()),
        // Nobody chosen is everybody who reads the action.
        audience: Some(chosen.audience).filter(|named| !named.is_empty()),
        except: Some(chosen.except),
        mentions: form.all("mentions"),
        outcome: Some(form.text("outcome").to_owned()),
        review_on: Some(form.text("review_on").to_owned()),
        links: links(form.raw("links")),
        mark: Some(form.text("version").to_owned()),
    }
}

/// `POST /actions/{reference}/comments`.
pub async fn post_comment(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("/actions/{reference}/comments");
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        post(tx, vault, viewer, reference, input(form)).map(|(row, _)| Value::from(row.reference))
    };
    let lead = move |_: &Value| done(&back, "comment-out");
    one_page::act(posted, vault, reference, work, lead, discussion_page).await
}
