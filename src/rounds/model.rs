//! Rounds of silence as rows.

use diesel::prelude::*;

use crate::db::schema::{silence_position, silence_request, silence_roll, silence_round};
use crate::db::{ContributionId, MandateId, Moment, OrganisationId, PersonId, PositionId, RoundId};
use crate::mandates::Done;
use crate::silence::{Answer, Ended, Outcome, Position, Request, TextVersion, Value};

/// A round.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = silence_round)]
pub(super) struct RoundRow {
    pub id: RoundId,
    /// The statement, by its action.
    pub contribution_id: ContributionId,
    /// Counts up through the statement.
    pub number: i32,
    /// The frozen version.
    pub version_id: ContributionId,
    pub version: i32,
    pub hash: String,
    pub opened_at: Moment,
    pub opened_by: PersonId,
    pub deadline: Moment,
    /// In which zone the deadline was said.
    pub deadline_zone: String,
    pub min_hours: i32,
    pub extended: i32,
    pub outcome: Option<Outcome>,
    pub ended_at: Option<Moment>,
    pub counted_at: Option<Moment>,
    /// Why the chair ended it.
    pub reason: String,
    /// The signed record of its adoption.
    pub record: Option<String>,
}

impl RoundRow {
    /// The text that it froze.
    pub fn text(&self) -> TextVersion {
        TextVersion { version: self.version, hash: self.hash.clone() }
    }

    /// How it ended, if it did.
    pub fn ended(&self) -> Option<Ended> {
        Some(Ended { outcome: self.outcome?, at: self.ended_at? })
    }
}

/// An organisation on the roll of a round.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = silence_roll, treat_none_as_default_value = false)]
pub(super) struct RollRow {
    pub round_id: RoundId,
    pub organisation_id: OrganisationId,
    /// Why the round began although it was not told; empty where it was.
    pub waived: String,
}

/// What an organisation said once.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = silence_position)]
pub(super) struct PositionRow {
    pub id: PositionId,
    /// What the outside calls it: `U-7K3QX9`.
    pub reference: String,
    pub contribution_id: ContributionId,
    /// Its place among the positions of the statement, from 0 on.
    pub ordinal: i32,
    /// The version before whose readers it was said.
    pub version_id: ContributionId,
    pub version: i32,
    pub hash: String,
    pub round_id: Option<RoundId>,
    pub organisation_id: OrganisationId,
    pub person_id: PersonId,
    pub mandate_id: Option<MandateId>,
    pub value: Value,
    pub arrived_at: Moment,
    pub reservation: bool,
    pub late: bool,
    pub recorded: bool,
    pub confirmed_at: Option<Moment>,
    pub confirmed_by: Option<PersonId>,
    pub confirmed_mandate_id: Option<MandateId>,
    pub withdrawn_at: Option<Moment>,
    pub withdrawn_by: Option<PersonId>,
    pub accepted: Option<bool>,
    /// Why a condition was declined.
    pub reason: String,
    /// Whether an adoption counted it.
    pub counted: bool,
}

impl PositionRow {
    /// As the procedure sees it; `number` is that of its round.
    pub fn position(&self, number: Option<u32>) -> Position {
        Position {
            organisation: self.organisation_id.clone(),
            text: TextVersion { version: self.version, hash: self.hash.clone() },
            round: number,
            value: self.value,
            arrived: self.arrived_at,
            reservation: self.reservation,
            late: self.late,
            recorded: self.recorded,
            confirmed: self.confirmed_at,
            withdrawn: self.withdrawn_at,
            accepted: self.accepted,
        }
    }

    /// Who said it; of what was recorded who confirmed it, and nobody before that.
    pub fn done(&self) -> Option<Done> {
        let (person, mandate) = if self.recorded {
            (self.confirmed_by.clone()?, self.confirmed_mandate_id.clone())
        } else {
            (self.person_id.clone(), self.mandate_id.clone())
        };
        Some((self.organisation_id.clone(), person, mandate))
    }
}

/// That an organisation asked for more time.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = silence_request)]
pub(super) struct RequestRow {
    pub round_id: RoundId,
    pub organisation_id: OrganisationId,
    pub ordinal: i32,
    pub arrived_at: Moment,
    pub answer: Option<Answer>,
    pub answered_at: Option<Moment>,
    /// Why it was declined.
    pub reason: String,
}

impl RequestRow {
    /// As the procedure sees it.
    pub fn request(&self) -> Request {
        Request {
            organisation: self.organisation_id.clone(),
            arrived: self.arrived_at,
            answer: self.answer.zip(self.answered_at),
        }
    }
}
