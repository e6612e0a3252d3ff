//! What follows a publication, as rows.

use diesel::prelude::*;

use crate::db::schema::{statement_ask, statement_lineage, statement_review};
use crate::db::{
    AskId, ContributionId, MandateId, Moment, OrganisationId, PersonId, StatementReviewId, text_enum,
};

text_enum! {
    /// Where something is to be done that a statement asks for.
    pub enum AskLevel {
        /// Within one state.
        National = "national",
        /// Among states.
        International = "international",
    }
}

text_enum! {
    /// What became of something that a statement asks for.
    pub enum AskStatus {
        /// Nothing yet.
        Open = "open",
        /// It is being done.
        UnderWay = "under_way",
        /// It is done.
        Done = "done",
        /// Whoever is asked refuses.
        Refused = "refused",
        /// It cannot be done any more.
        Lapsed = "lapsed",
    }
}

text_enum! {
    /// What a statement is to an earlier one.
    pub enum Relation {
        /// It says that again.
        Reaffirms = "reaffirms",
        /// It goes on from it.
        BuildsOn = "builds_on",
        /// It takes its place.
        Supersedes = "supersedes",
    }
}

/// What a statement asks of somebody.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement_ask)]
pub(super) struct AskRow {
    pub id: AskId,
    pub contribution_id: ContributionId,
    /// Its number within the statement, from 1 on.
    pub ordinal: i32,
    /// The version before whose readers it was written down.
    pub version_id: ContributionId,
    /// The paragraph that says so.
    pub paragraph: String,
    pub addressee: String,
    pub level: AskLevel,
    pub status: AskStatus,
    /// What is said of that.
    pub note: String,
    pub organisation_id: OrganisationId,
    pub person_id: PersonId,
    pub mandate_id: Option<MandateId>,
    pub at: Moment,
    pub changed_at: Moment,
}

/// What a statement is to an earlier one.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement_lineage)]
pub(super) struct LineageRow {
    pub contribution_id: ContributionId,
    pub earlier_id: ContributionId,
    pub relation: Relation,
    pub version_id: ContributionId,
    pub organisation_id: OrganisationId,
    pub person_id: PersonId,
    pub mandate_id: Option<MandateId>,
    pub at: Moment,
}

/// What was found when a statement was looked at again.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement_review)]
pub(super) struct ReviewRow {
    pub id: StatementReviewId,
    pub contribution_id: ContributionId,
    pub version_id: ContributionId,
    pub finding: String,
    pub organisation_id: OrganisationId,
    pub person_id: PersonId,
    pub mandate_id: Option<MandateId>,
    pub at: Moment,
}
