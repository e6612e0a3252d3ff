//! How the text of a statement is begun, and how its next version is written.

use serde_json::json;
use wording::{Paragraph, ParagraphId, Part, StatementText, next_id, tidy};

use super::body::{Body, Opening, Wording};
use super::consolidation::{consolidated, overtaken, unheeded};
use super::entries::AmendmentState;
use super::find::{Acting, Standing, acting};
use super::model::{Amendment, Statement, StepKind};
use super::stage::{MACHINE, Mode, Stage, StatementMove};
use super::store::{self, NewStep};
use super::{clock, pen, room, rows};
use crate::access::{Act, Viewer, allows};
use crate::actions::{self, ActionBody};
use crate::contributions::{self, Correction, Draft, Seen};
use crate::db::{Conn, MandateId, Moment, Tx};
use crate::error::{Error, Fields, Message, Result, message};
use crate::flow::{Proposal, Release};
use crate::language::{Language, Strings};
use crate::mandates;
use crate::outbox::{self, EventKind, To};
use crate::reports::is_language;
use crate::vault::Vault;
use crate::web::typed;

/// The most paragraphs of a text.
pub(crate) const MOST_PARAGRAPHS: usize = 1_000;
/// The most characters of a paragraph.
const LONGEST_PARAGRAPH: usize = 10_000;
/// The most characters of all of them.
const LONGEST_TEXT: usize = 400_000;

/// A paragraph, as it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewParagraph {
    /// Which it is; empty of a new one.
    pub id: String,
    /// `heading`, `preamble`, `operative` or `recommendation`.
    pub kind: String,
    /// What it says.
    pub text: String,
}

/// The next version, as it is sent: what is left out stays.
#[derive(Debug, Clone, Default)]
pub struct NewText {
    /// What it is called.
    pub title: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// In reading order.
    pub paragraphs: Option<Vec<NewParagraph>>,
}

/// The words of a paragraph; what is wrong with them.
pub(crate) fn words(text: &str) -> std::result::Result<String, Message> {
    let text = typed(text, LONGEST_PARAGRAPH, true).map(|text| tidy(&text))?;
    if text.is_empty() { Err(message("fault-statement-empty")) } else { Ok(text) }
}

/// The paragraphs in these words; what is wrong is told at once, with the row in which it stands.
fn paragraphs(
    faults: &mut Fields,
    base: &[Paragraph],
    (new, used): (&[NewParagraph], u32),
) -> Vec<Paragraph> {
    if new.len() > MOST_PARAGRAPHS {
        faults
            .add("paragraphs", message("fault-statement-paragraphs").number("most", MOST_PARAGRAPHS as u64));
        return Vec::new();
    }
    let mut made: Vec<Paragraph> = Vec::with_capacity(new.len());
    let mut highest = used;
    for (place, one) in new.iter().enumerate() {
        let mut wrong = |fault| {
            let row = message("fault-statement-row").number("row", place as u64 + 1);
            faults.add("paragraphs", row.sentence("fault", fault));
        };
        let text = words(&one.text).map_err(&mut wrong).unwrap_or_default();
        let part = Part::from_slug(&one.kind);
        if part.is_none() {
            wrong(message("fault-statement-part"));
        }
        let id = if one.id.is_empty() {
            let id = next_id(&[], highest);
            highest = id.number();
            id
        } else {
            let known = one.id.parse::<ParagraphId>().ok();
            let known = known.filter(|id| base.iter().any(|two| two.id == *id));
            if known.as_ref().is_none_or(|id| made.iter().any(|two| two.id == *id)) {
                wrong(message("fault-statement-id").with("id", &one.id));
            }
            known.unwrap_or_else(|| ParagraphId::new(0))
        };
        made.push(Paragraph { id, part: part.unwrap_or(Part::Operative), text });
    }
    if is_long(&made) {
        faults.add("paragraphs", too_long());
    }
    made
}

fn is_long(paragraphs: &[Paragraph]) -> bool {
    paragraphs.iter().map(|one| one.text.chars().count()).sum::<usize>() > LONGEST_TEXT
}

fn too_long() -> Message {
    message("fault-statement-long").number("most", LONGEST_TEXT as u64)
}

impl NewText {
    fn parse(&self, base: &StatementText, used: u32) -> Result<StatementText> {
        let mut faults = Fields::default();
        let title = match &self.title {
            Some(title) => actions::line(&mut faults, "title", title, true),
            None => base.title.clone(),
        };
        let language = self.language.clone().filter(|tag| !tag.is_empty());
        let language = language.unwrap_or_else(|| base.language.clone());
        if !is_language(&language) {
            faults.add("language", message("fault-language-tag"));
        }
        let paragraphs = match &self.paragraphs {
            Some(new) => paragraphs(&mut faults, &base.paragraphs, (new, used)),
            None => base.paragraphs.clone(),
        };
        faults.into_result(StatementText { title, language, paragraphs })
    }
}

/// Begins to write: the first version has the title of the brief, and no paragraph. Where the penholder cannot act any more, another sponsor
/// takes its place.
pub(super) fn draft(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    of: Acting,
    mode: Option<Mode>,
) -> Result<()> {
    allows(viewer, Act::JoinAction)?;
    let steps = store::steps(tx.conn, &of.of.statement.contribution_id)?;
    let mut case = of.of.case(viewer, &steps)?;
    if case.sponsor && !case.penholder {
        case.penholder = !is_able(tx.conn, &of.of, viewer.at())?;
    }
    let to = MACHINE.decide(of.of.stage, StatementMove::Draft, &case)?;
    let mandate = of.authority(tx, viewer)?;
    let brief = ActionBody::read(&of.of.action)?;
    let text = StatementText { title: brief.title, language: brief.language, paragraphs: Vec::new() };
    let proposal = room::house(tx.conn, &of.home)?;
    let draft = Draft {
        rests_on: of.of.action.id.as_str().to_owned(),
        revision: 1,
        reply_to: None,
        body: Body { text, opening: None }.written()?,
        details: Wording,
        links: Vec::new(),
        logged: mandates::logged(tx.conn, mandate.as_ref(), json!({}))?,
    };
    let (row, _) = contributions::propose(tx, vault, viewer, draft, (Act::JoinAction, proposal))?;
    let statement = of.of.statement.clone();
    let drafted = Statement {
        stage: to,
        mode: mode.unwrap_or(statement.mode),
        moved_at: tx.now(),
        penholder_id: Some(of.home.clone()),
        text_id: Some(row.id.clone()),
        ..statement
    };
    let drafted = store::save(tx, drafted)?;
    let by = Some((&of.home, &of.person, mandate.as_ref()));
    let step =
        NewStep { version: &row.version, kind: StepKind::Moved, stage: Some(to), by, reason: String::new() };
    store::insert_step(tx, &drafted, step)?;
    clock::stop(tx, &drafted.contribution_id)?;
    let detail = json!({ "from": of.of.stage, "to": to });
    of.log(tx, viewer, "statement.moved", (mandate.as_ref(), detail))
}

/// Whether the penholder of a concept is an active member that reads the brief and takes part.
pub(crate) fn is_able(conn: &mut Conn, of: &Standing, at: Moment) -> Result<bool> {
    let Some(holder) = &of.statement.penholder_id else { return Ok(false) };
    let part = actions::involved(conn, &of.action)?.contains(holder);
    Ok(part && actions::can_act(conn, &of.action, holder, at)?)
}

/// What is released next of a text.
pub(super) struct Next {
    pub text: StatementText,
    pub opening: Option<Opening>,
    pub proposal: Proposal,
    /// For those who read it no longer.
    pub reason: String,
    pub word: &'static str,
}

/// Releases or proposes the next version of a text.
pub(super) fn next_version(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    of: &Acting,
    (next, mandate): (Next, Option<&MandateId>),
) -> Result<(contributions::Contribution<Wording>, Release)> {
    let current = of.of.current()?;
    let found = contributions::own::<Wording>(tx, viewer, &current.row.reference)?;
    let correction = Correction {
        revision: 1,
        body: Body { text: next.text, opening: next.opening }.written()?,
        links: Vec::new(),
        reason: next.reason,
        word: next.word,
        logged: mandates::logged(tx.conn, mandate, json!({}))?,
    };
    contributions::revise(tx, vault, viewer, found, correction, (Act::JoinAction, next.proposal))
}

/// Writes the next version for the readers of now, by whoever holds the pen. In a negotiation what was accepted has to stand in it; what
/// waits and speaks of changed words is overtaken. Whether anything was changed.
pub fn write(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    new: &NewText,
    seen: &Seen,
) -> Result<bool> {
    let of = acting(tx, viewer, reference, seen)?;
    pen::allows_writing(tx, viewer, &of)?;
    let mandate = of.authority(tx, viewer)?;
    pen::check(tx.conn, viewer, &of.of.statement)?;
    let used = u32::try_from(of.of.statement.paragraphs_used).unwrap_or_default();
    let text = new.parse(&of.of.current()?.text, used)?;
    revise(tx, vault, viewer, &of, (text, mandate.as_ref()))
}

/// Writes what was accepted into the text, and changes nothing else. Whether anything was.
pub fn consolidate(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    seen: &Seen,
) -> Result<bool> {
    let of = acting(tx, viewer, reference, seen)?;
    pen::allows_writing(tx, viewer, &of)?;
    let steps = store::steps(tx.conn, &of.of.statement.contribution_id)?;
    MACHINE.decide(of.of.stage, StatementMove::Consolidate, &of.of.case(viewer, &steps)?)?;
    let mandate = of.authority(tx, viewer)?;
    pen::check(tx.conn, viewer, &of.of.statement)?;
    let used = u32::try_from(of.of.statement.paragraphs_used).unwrap_or_default();
    let accepted = accepted(tx, &of)?;
    let now = &of.of.current()?.text;
    let paragraphs = consolidated(&now.paragraphs, &accepted, used);
    if paragraphs.len() > MOST_PARAGRAPHS {
        let most = message("fault-statement-paragraphs").number("most", MOST_PARAGRAPHS as u64);
        return Err(Error::invalid("paragraphs", most));
    }
    let text = StatementText { paragraphs, ..now.clone() };
    revise(tx, vault, viewer, &of, (text, mandate.as_ref()))
}

/// What was accepted and stands in no version yet, in the order in which it was decided.
fn accepted(tx: &mut Tx<'_>, of: &Acting) -> Result<Vec<Amendment>> {
    let mut accepted = rows::amendments(tx.conn, &of.of.statement)?;
    accepted.retain(Amendment::is_to_be_taken);
    accepted.sort_by_key(|one| one.decided_at);
    Ok(accepted)
}

fn revise(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    of: &Acting,
    (text, mandate): (StatementText, Option<&MandateId>),
) -> Result<bool> {
    let (before, now) = (&of.of.current()?.text, of.of.stage);
    let accepted = accepted(tx, of)?;
    if text == *before && accepted.is_empty() {
        return Ok(false);
    }
    if let Some(one) = unheeded(&accepted, &before.paragraphs, &text.paragraphs) {
        return Err(Error::Conflict(
            message("conflict-statement-unheeded").with("amendment", &one.reference),
        ));
    }
    if is_long(&text.paragraphs) {
        return Err(Error::invalid("paragraphs", too_long()));
    }
    let proposal = room::next(tx, viewer, of, &room::Named::default())?;
    let used = text.paragraphs.iter().map(|one| one.id.number()).max().unwrap_or_default();
    let used = i32::try_from(used).map_err(Error::internal)?;
    let after = text.paragraphs.clone();
    // Whoever was no active member when an earlier version gave way, and is one again, could read that one still.
    let reason = Strings::of(Language::english()).t("statement-left-behind");
    let next = Next { text, opening: None, proposal, reason, word: "statement_text.revised" };
    let (row, _) = next_version(tx, vault, viewer, of, (next, mandate))?;
    let taken: Vec<String> = accepted.iter().map(|one| one.id.as_str().to_owned()).collect();
    rows::take(tx, &taken, &row.version)?;
    let all = rows::amendments(tx.conn, &of.of.statement)?;
    let waiting = all.iter().filter(|one| one.state == AmendmentState::Submitted);
    let lost = overtaken(waiting, &before.paragraphs, &after);
    rows::overtake(tx, &lost.iter().map(|one| one.id.as_str().to_owned()).collect::<Vec<_>>())?;
    let statement = of.of.statement.clone();
    let paragraphs_used = statement.paragraphs_used.max(used);
    store::save(tx, Statement { paragraphs_used, ..statement })?;
    let action = of.of.action.id.as_str();
    for one in lost {
        let to = To::Organisation(one.organisation_id.clone());
        let about = (one.id.as_str(), action);
        outbox::tell(tx, EventKind::StatementAnswered, about, &to, Some(&of.person))?;
    }
    if now != Stage::Drafting {
        let about = (action, action);
        outbox::tell(tx, EventKind::StatementMoved, about, &To::Coalition, Some(&of.person))?;
    }
    Ok(true)
}
