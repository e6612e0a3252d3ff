//! What was said of a statement and done with it, as programs read it and pages show it.

use serde::Serialize;
use utoipa::ToSchema;
use wording::Paragraph;

use super::known::Known;
use super::place::place;
use crate::db::Moment;
use crate::error::Result;
use crate::mandates::ActedBy;
use crate::people::Organisation;
use crate::statements::{
    Amendment, AmendmentKind, AmendmentState, Bracket, BracketKind, BracketStatus, Input, InputAnswer, Stage,
    Step, StepKind,
};

/// Who sponsors a statement.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementSponsor)]
pub struct SponsorView {
    /// Who.
    pub organisation: Organisation,
    /// Since when.
    pub since: Moment,
    /// Whether it wants to give the statement up.
    pub withdraws: bool,
}

/// Who of the penholder's people writes: for those people.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementPen)]
pub struct PenView {
    /// Their name.
    pub person: String,
    /// Since when.
    pub since: Moment,
    /// Whether that is oneself.
    pub own: bool,
}

/// Something that was done with a statement as a whole.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementStep)]
pub struct StepView {
    /// What.
    #[schema(value_type = String, pattern = "^(sponsored|moved|urged|declined|withdrawing|agreed)$")]
    pub kind: StepKind,
    /// Where it was moved to.
    #[schema(required, value_type = Option<String>)]
    pub state: Option<Stage>,
    /// By whom; by nobody if its day had come.
    #[schema(required)]
    pub organisation: Option<Organisation>,
    /// When.
    pub at: Moment,
    /// Why; empty where nothing was said.
    pub reason: String,
    /// Who of it did it, and by which mandate: for the organisation itself.
    #[schema(required)]
    pub by: Option<ActedBy>,
}

impl StepView {
    pub(super) fn all(known: &Known, rows: Vec<Step>, by: Vec<Option<ActedBy>>) -> Result<Vec<Self>> {
        let one = |(row, by): (Step, Option<ActedBy>)| {
            Ok(Self {
                kind: row.kind,
                state: row.stage,
                organisation: row.organisation_id.as_ref().map(|id| known.organisation(id)).transpose()?,
                at: row.at,
                reason: row.reason,
                by,
            })
        };
        rows.into_iter().zip(by).map(one).collect()
    }
}

/// What somebody said of a statement, or of one of its paragraphs.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementInput)]
pub struct InputView {
    /// `G-…`.
    pub reference: String,
    /// Of which paragraph; of the whole where there is none.
    #[schema(required)]
    pub paragraph: Option<String>,
    /// Of which version, by its number.
    #[schema(required)]
    pub version: Option<usize>,
    /// What is said.
    pub text: String,
    /// By whom.
    pub organisation: Organisation,
    /// When.
    pub at: Moment,
    /// What the penholder answered.
    #[schema(required, value_type = Option<String>)]
    pub answer: Option<InputAnswer>,
    /// Why; empty where nothing was said.
    pub reason: String,
    /// When it was answered.
    #[schema(required)]
    pub answered_at: Option<Moment>,
    /// Who of the organisation said it, and by which mandate: for the organisation itself.
    #[schema(required)]
    pub by: Option<ActedBy>,
}

impl InputView {
    pub(super) fn all(known: &Known, rows: Vec<Input>, by: Vec<Option<ActedBy>>) -> Result<Vec<Self>> {
        let one = |(row, by): (Input, Option<ActedBy>)| {
            Ok(Self {
                reference: row.reference,
                paragraph: row.paragraph,
                version: known.number(&row.version_id),
                text: row.text,
                organisation: known.organisation(&row.organisation_id)?,
                at: row.at,
                answer: row.answer,
                reason: row.reason,
                answered_at: row.answered_at,
                by,
            })
        };
        rows.into_iter().zip(by).map(one).collect()
    }
}

/// Other words for one paragraph of one version.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementAmendment)]
pub struct AmendmentView {
    /// `G-…`.
    pub reference: String,
    /// Which paragraph.
    pub paragraph: String,
    /// Of which version, by its number.
    #[schema(required)]
    pub version: Option<usize>,
    /// The hash of that version.
    pub hash: String,
    /// What it would do.
    #[schema(value_type = String, pattern = "^(replace|insert_after|delete)$")]
    pub kind: AmendmentKind,
    /// The words; empty where it takes the paragraph out.
    pub text: String,
    /// By whom.
    pub organisation: Organisation,
    /// When.
    pub at: Moment,
    /// Where it is.
    #[schema(value_type = String, pattern = "^(submitted|accepted|accepted_modified|rejected|withdrawn|overtaken)$")]
    pub state: AmendmentState,
    /// What the penholder said with its answer; empty where nothing.
    pub reason: String,
    /// The words that go into the text in its place; empty where its own do, or none.
    pub settled: String,
    /// When it was answered.
    #[schema(required)]
    pub decided_at: Option<Moment>,
    /// Whether it is accepted and stands in no version yet.
    pub to_be_taken: bool,
    /// Who of the organisation proposed it, and by which mandate: for the organisation itself.
    #[schema(required)]
    pub by: Option<ActedBy>,
}

impl AmendmentView {
    pub(super) fn all(known: &Known, rows: Vec<Amendment>, by: Vec<Option<ActedBy>>) -> Result<Vec<Self>> {
        let one = |(row, by): (Amendment, Option<ActedBy>)| {
            Ok(Self {
                to_be_taken: row.is_to_be_taken(),
                reference: row.reference,
                paragraph: row.paragraph,
                version: known.number(&row.version_id),
                hash: row.hash,
                kind: row.kind,
                text: row.text,
                organisation: known.organisation(&row.organisation_id)?,
                at: row.at,
                state: row.state,
                reason: row.reason,
                settled: row.settled,
                decided_at: row.decided_at,
                by,
            })
        };
        rows.into_iter().zip(by).map(one).collect()
    }
}

/// Words that are not agreed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementBracket)]
pub struct BracketView {
    /// `G-…`.
    pub reference: String,
    /// In which paragraph.
    pub paragraph: String,
    /// In which version it was put, by its number.
    #[schema(required)]
    pub version: Option<usize>,
    /// Where the words begin in the paragraph as it reads now, in code points; none where they stand there no more.
    #[schema(required)]
    pub start: Option<usize>,
    /// Where they end.
    #[schema(required)]
    pub end: Option<usize>,
    /// The words.
    pub quoted: String,
    /// Why they stand in brackets.
    #[schema(value_type = String, pattern = "^(alternative|contentious|trade|awaiting_instructions|reserved)$")]
    pub kind: BracketKind,
    /// Other words for them, or what is said of them; empty where nothing is.
    pub text: String,
    /// Who put them in brackets.
    pub organisation: Organisation,
    /// When.
    pub at: Moment,
    /// Where it is.
    #[schema(value_type = String, pattern = "^(open|agreed_ad_ref|agreed|withdrawn)$")]
    pub status: BracketStatus,
    /// Since when.
    pub changed_at: Moment,
    /// Who of the organisation put it, and by which mandate: for the organisation itself.
    #[schema(required)]
    pub by: Option<ActedBy>,
}

impl BracketView {
    pub(super) fn all(
        known: &Known,
        text: &[Paragraph],
        rows: Vec<Bracket>,
        by: Vec<Option<ActedBy>>,
    ) -> Result<Vec<Self>> {
        let one = |(row, by): (Bracket, Option<ActedBy>)| {
            let paragraph = text.iter().find(|one| one.id.as_str() == row.paragraph);
            let start = usize::try_from(row.start).unwrap_or_default();
            let place = paragraph.and_then(|one| place(&one.text, &row.quoted, start));
            Ok(Self {
                reference: row.reference,
                paragraph: row.paragraph,
                version: known.number(&row.version_id),
                start: place.as_ref().map(|place| place.start),
                end: place.map(|place| place.end),
                quoted: row.quoted,
                kind: row.kind,
                text: row.text,
                organisation: known.organisation(&row.organisation_id)?,
                at: row.at,
                status: row.status,
                changed_at: row.changed_at,
                by,
            })
        };
        rows.into_iter().zip(by).map(one).collect()
    }
}
