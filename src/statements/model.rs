//! Joint statements as rows.

use diesel::prelude::*;

use super::entries::{AmendmentKind, AmendmentState, BracketKind, BracketStatus, InputAnswer};
use super::stage::{Days, Mode, Stage};
use crate::db::schema::{statement, statement_amendment, statement_bracket, statement_input, statement_step};
use crate::db::{
    AmendmentId, BracketId, ContributionId, InputId, MandateId, Moment, OrganisationId, PersonId, StepId,
    text_enum,
};
use crate::mandates::Done;

/// A statement.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement)]
pub struct Statement {
    /// The action that it is.
    pub contribution_id: ContributionId,
    /// What the outside calls it: `V-7K3QX9`.
    pub reference: String,
    /// The version of the brief before whose readers it began.
    pub(super) version_id: ContributionId,
    /// Where it is by what was written down; [`Days::stage_at`] tells where it is truly.
    pub stage: Stage,
    /// How it is adopted in the end.
    pub mode: Mode,
    /// How long a round of silence lasts at least.
    pub min_silence_hours: i32,
    /// When its concept began; before that nobody knows of it.
    pub(super) begun_at: Option<Moment>,
    /// Since when it is at its stage.
    pub moved_at: Moment,
    /// Counts what is done with it as a whole.
    pub(super) revision: i32,
    /// Who holds the pen: the first sponsor.
    pub penholder_id: Option<OrganisationId>,
    /// The text, as a contribution.
    pub text_id: Option<ContributionId>,
    /// Until when others are asked.
    pub consult_until: Option<Moment>,
    /// In which zone that was said.
    pub(crate) consult_zone: String,
    /// Until when others endorse it.
    pub sign_on_until: Option<Moment>,
    /// In which zone that was said.
    pub sign_on_zone: String,
    /// From when on everybody reads it that is cleared.
    pub opens_at: Option<Moment>,
    /// When what came of it is to be looked at.
    pub review_at: Option<Moment>,
    /// The statement that has taken its place.
    pub successor_id: Option<ContributionId>,
    /// Whether the penholder says, or the chair has agreed, that it is urgent.
    pub urgent: bool,
    /// By which mandate the readers of a version that waits were chosen.
    pub(super) opening_mandate_id: Option<MandateId>,
    /// Who of the penholder writes now.
    pub(crate) pen_person_id: Option<PersonId>,
    /// Since when.
    pub(crate) pen_since: Option<Moment>,
    /// The highest number that a paragraph of it ever had.
    pub(super) paragraphs_used: i32,
}

impl Statement {
    /// What decides whether a day has come; `answered`: whether all that was said in consultation is.
    pub fn days(&self, answered: bool) -> Days {
        Days {
            stage: self.stage,
            since: self.begun_at.filter(|_| self.stage == Stage::Concept).unwrap_or(self.moved_at),
            sponsored: self.penholder_id.is_some(),
            consult_until: self.consult_until,
            answered,
            opens_at: self.opens_at,
        }
    }
}

text_enum! {
    /// What was done with a statement as a whole.
    pub enum StepKind {
        /// An organisation sponsors it; again, where it had wanted to give it up.
        Sponsored = "sponsored",
        /// It was moved to another stage.
        Moved = "moved",
        /// The penholder says that it is urgent.
        Urged = "urged",
        /// The chair does not agree.
        Declined = "declined",
        /// A sponsor wants to give it up.
        Withdrawing = "withdrawing",
        /// A sponsor agrees to open what was broken to those who want to sign it.
        Agreed = "agreed",
    }
}

/// What was done with a statement: only ever added to.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement_step)]
pub(crate) struct Step {
    pub id: StepId,
    pub contribution_id: ContributionId,
    /// The version before whose readers it was done: of the text or, in concept, of the brief.
    pub version_id: ContributionId,
    pub kind: StepKind,
    pub stage: Option<Stage>,
    /// By whom; by nobody if its day had come.
    pub organisation_id: Option<OrganisationId>,
    pub person_id: Option<PersonId>,
    pub mandate_id: Option<MandateId>,
    pub at: Moment,
    pub reason: String,
    pub ordinal: i64,
}

impl Step {
    /// Who did it, if somebody did.
    pub fn done(&self) -> Option<Done> {
        let (organisation, person) = (self.organisation_id.clone()?, self.person_id.clone()?);
        Some((organisation, person, self.mandate_id.clone()))
    }
}

/// What somebody says of a statement, or of one of its paragraphs.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement_input)]
pub(crate) struct Input {
    pub id: InputId,
    pub reference: String,
    pub contribution_id: ContributionId,
    pub version_id: ContributionId,
    /// Of which paragraph; of the whole where there is none.
    pub paragraph: Option<String>,
    pub organisation_id: OrganisationId,
    pub person_id: PersonId,
    pub mandate_id: Option<MandateId>,
    pub at: Moment,
    pub text: String,
    pub answer: Option<InputAnswer>,
    pub reason: String,
    pub answered_by: Option<PersonId>,
    pub answered_at: Option<Moment>,
}

/// Other words for one paragraph.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement_amendment)]
pub(crate) struct Amendment {
    pub id: AmendmentId,
    pub reference: String,
    pub contribution_id: ContributionId,
    pub version_id: ContributionId,
    /// The hash of that version.
    pub hash: String,
    pub paragraph: String,
    pub kind: AmendmentKind,
    pub organisation_id: OrganisationId,
    pub person_id: PersonId,
    pub mandate_id: Option<MandateId>,
    pub at: Moment,
    pub text: String,
    pub state: AmendmentState,
    pub reason: String,
    /// The words that go into the text, where those are others.
    pub settled: String,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<Moment>,
    /// The version into which it was written.
    pub taken_version_id: Option<ContributionId>,
}

impl Amendment {
    /// What goes into the text.
    pub fn words(&self) -> &str {
        if self.state == AmendmentState::AcceptedModified { &self.settled } else { &self.text }
    }

    /// Whether it is accepted and stands in no version yet.
    pub fn is_to_be_taken(&self) -> bool {
        self.state.is_accepted() && self.taken_version_id.is_none()
    }
}

/// Words that are not agreed.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement_bracket)]
pub(crate) struct Bracket {
    pub id: BracketId,
    pub reference: String,
    pub contribution_id: ContributionId,
    pub version_id: ContributionId,
    pub paragraph: String,
    /// The words.
    pub quoted: String,
    /// Where they began in that version, in letters.
    pub start: i32,
    pub kind: BracketKind,
    /// Other words for them; empty where none are offered.
    pub text: String,
    pub organisation_id: OrganisationId,
    pub person_id: PersonId,
    pub mandate_id: Option<MandateId>,
    pub at: Moment,
    pub status: BracketStatus,
    pub changed_at: Moment,
}
