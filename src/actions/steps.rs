//! What organisations did with actions, as rows; and who is shown which.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Action, Stage};
use crate::access::{Act, Viewer, permits, sql};
use crate::contributions::Contribution;
use crate::db::schema::{action_step, readable};
use crate::db::{
    Conn, ContributionId, IsAmong, MandateId, Moment, OrganisationId, PersonId, StepId, Tx, text_enum,
};
use crate::error::Result;
use crate::mandates;

/// How many are asked about in one statement.
const PART: usize = 500;

text_enum! {
    /// What was done.
    pub enum StepKind {
        /// The action was moved to another stage.
        Moved = "moved",
        /// The organisation joined; again, where others read the action since.
        Joined = "joined",
        /// It left.
        Left = "left",
        /// It offered the lead to another; to none, where it takes an offer back.
        Offered = "offered",
        /// It took the lead.
        Led = "led",
    }
}

/// What an organisation did with an action.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = action_step)]
pub struct Step {
    id: StepId,
    pub(super) contribution_id: ContributionId,
    /// The version of the brief before whose readers it was done.
    pub version_id: ContributionId,
    /// What.
    pub kind: StepKind,
    /// Where the action was moved to.
    pub stage: Option<Stage>,
    /// Who did it.
    pub organisation_id: OrganisationId,
    /// To whom the lead was offered.
    pub other_id: Option<OrganisationId>,
    person_id: PersonId,
    /// When.
    pub at: Moment,
    /// Why, in words.
    pub reason: String,
    /// Its place among the steps of its action.
    ordinal: i64,
    /// By which mandate of the organisation, where it asked for one or there was one.
    mandate_id: Option<MandateId>,
}

impl Step {
    /// For whom it was done, who did it, and by which mandate.
    pub(super) fn act(&self) -> mandates::Done {
        (self.organisation_id.clone(), self.person_id.clone(), self.mandate_id.clone())
    }
}

/// What is about to be written down.
pub(super) struct NewStep<'a> {
    pub action: &'a Contribution<Action>,
    /// Before whose readers.
    pub version: &'a ContributionId,
    pub kind: StepKind,
    pub stage: Option<Stage>,
    /// For whom, who, and by which mandate.
    pub by: (&'a OrganisationId, &'a PersonId, Option<&'a MandateId>),
    pub other: Option<&'a OrganisationId>,
    pub reason: String,
}

pub(super) fn insert(tx: &mut Tx<'_>, new: NewStep<'_>) -> Result<()> {
    let last: Option<i64> = action_step::table
        .filter(action_step::contribution_id.eq(&new.action.id))
        .select(diesel::dsl::max(action_step::ordinal))
        .first(tx.conn)?;
    let row = Step {
        id: tx.id(),
        contribution_id: new.action.id.clone(),
        version_id: new.version.clone(),
        kind: new.kind,
        stage: new.stage,
        organisation_id: new.by.0.clone(),
        other_id: new.other.cloned(),
        person_id: new.by.1.clone(),
        at: tx.now(),
        reason: new.reason,
        ordinal: last.unwrap_or_default() + 1,
        mandate_id: new.by.2.cloned(),
    };
    diesel::insert_into(action_step::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// All that was done with an action, the oldest first, whoever may know of it: for those who decide what can be done next.
pub(super) fn all(conn: &mut Conn, action: &ContributionId) -> Result<Vec<Step>> {
    Ok(action_step::table
        .filter(action_step::contribution_id.eq(action))
        .order((action_step::contribution_id, action_step::ordinal))
        .select(Step::as_select())
        .load(conn)?)
}

/// The steps of these actions that the viewer may see, the oldest first. The viewer has to be able to read the actions. An
/// active member sees the steps that were taken before readers to whom it belongs, its own steps, and every step of an action
/// that it began. The number of statements does not grow with the number of actions.
pub(super) fn shown(
    conn: &mut Conn,
    viewer: &Viewer,
    actions: &[&Contribution<Action>],
) -> Result<Vec<Step>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let mut steps = Vec::new();
    for part in actions.chunks(PART) {
        let own = part.iter().filter(|one| viewer.reads_as(&one.organisation_id));
        let own: Vec<String> = own.map(|one| one.id.as_str().to_owned()).collect();
        let ids: Vec<String> = part.iter().map(|one| one.id.as_str().to_owned()).collect();
        let heard =
            readable::table.filter(readable::id.eq(action_step::version_id)).filter(sql::could_read(viewer));
        let found: Vec<Step> = action_step::table
            .filter(action_step::contribution_id.is_among(ids))
            .filter(
                action_step::contribution_id
                    .is_among(own)
                    .or(action_step::organisation_id.eq(sql::reading_home(viewer)))
                    .or(exists(heard)),
            )
            .order((action_step::contribution_id, action_step::ordinal))
            .select(Step::as_select())
            .load(conn)?;
        steps.extend(found);
    }
    Ok(steps)
}

/// Nothing of what was done is kept: the action was withdrawn.
pub(super) fn forget(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    diesel::delete(action_step::table.filter(action_step::contribution_id.eq(action))).execute(tx.conn)?;
    Ok(())
}
