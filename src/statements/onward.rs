//! What the room of rounds asks of a statement, and writes down of it.

use diesel::alias;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::body::Wording;
use super::find::{Acting, Standing};
use super::model::{Statement, Step, StepKind};
use super::stage::{Mode, Stage, StageCase};
use super::store::{self, NewStep};
use super::{moving, room, sponsors};
use crate::access::{Act, Viewer, allows, sql};
use crate::actions::Action;
use crate::contributions::{self, Condition};
use crate::db::schema::{contribution, readable, statement};
use crate::db::{Conn, ContributionId, MandateId, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result, message};

/// Where a statement goes.
pub(crate) struct Onward<'a> {
    /// To which stage.
    pub to: Stage,
    /// How it is adopted from now on, where that changes.
    pub mode: Option<Mode>,
    /// The version before whose readers.
    pub version: &'a ContributionId,
    /// For whom, who, and by which mandate; nobody where a deadline decides, or where it is not for all to know.
    pub by: Option<(&'a OrganisationId, &'a PersonId, Option<&'a MandateId>)>,
    /// Why.
    pub reason: &'a str,
}

/// Writes down that a statement is at another stage.
pub(crate) fn go_on(tx: &mut Tx<'_>, of: &Statement, onward: Onward<'_>) -> Result<Statement> {
    let now = tx.now();
    let mode = onward.mode.unwrap_or(of.mode);
    let moved = store::save(tx, Statement { stage: onward.to, mode, moved_at: now, ..of.clone() })?;
    let step = NewStep {
        version: onward.version,
        kind: StepKind::Moved,
        stage: Some(onward.to),
        by: onward.by,
        reason: onward.reason.to_owned(),
    };
    store::insert_step(tx, &moved, step)?;
    Ok(moved)
}

/// Writes down what else has become of a statement, beside its stage; as it is then.
pub(crate) fn amend(
    tx: &mut Tx<'_>,
    of: &Statement,
    change: impl FnOnce(&mut Statement),
) -> Result<Statement> {
    let mut row = of.clone();
    change(&mut row);
    store::save(tx, row)
}

/// The statement of an action, for the program itself.
pub(crate) fn by_action(conn: &mut Conn, action: &ContributionId) -> Result<Option<Statement>> {
    store::of_action(conn, action)
}

/// What the statement with this text is called.
pub(crate) fn of_text(conn: &mut Conn, text: &str) -> Result<Option<String>> {
    Ok(store::of_texts(conn, vec![text.to_owned()])?.pop().map(|(_, reference)| reference))
}

/// The condition that a viewer may know of the statement on whose text a contribution rests, as far as its action goes.
pub(crate) fn is_of_known(viewer: &Viewer) -> Condition {
    let home = sql::reading_home(viewer);
    let action = alias!(contribution as action);
    let brief = statement::table
        .inner_join(readable::table.on(readable::family.eq(statement::contribution_id)))
        .filter(statement::text_id.eq(contribution::rests_on))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer));
    let began = action
        .inner_join(statement::table.on(statement::contribution_id.eq(action.field(contribution::id))))
        .filter(statement::text_id.eq(contribution::rests_on))
        .filter(action.field(contribution::ended_at).is_null())
        .filter(action.field(contribution::organisation_id).eq(home.clone()));
    let holds = statement::table
        .filter(statement::text_id.eq(contribution::rests_on))
        .filter(statement::penholder_id.eq(home));
    Box::new(exists(brief).or(exists(began)).or(exists(holds)))
}

/// The brief of a statement, as the log names it.
pub(crate) fn brief_of(conn: &mut Conn, of: &Statement) -> Result<ContributionId> {
    let missing = || Error::stored("statement", &of.reference, "its action is missing");
    let action = contributions::by_ids::<Action>(conn, std::slice::from_ref(&of.contribution_id))?.pop();
    Ok(action.ok_or_else(missing)?.version)
}

/// The versions that are read now of the texts of these statements, by their actions. Two statements.
pub(crate) fn versions_of(
    conn: &mut Conn,
    of: &[Statement],
) -> Result<Vec<(ContributionId, ContributionId)>> {
    let texts: Vec<ContributionId> = of.iter().filter_map(|one| one.text_id.clone()).collect();
    let rows = contributions::by_ids::<Wording>(conn, &texts)?;
    let version = |one: &Statement| {
        let row = rows.iter().find(|row| Some(&row.id) == one.text_id.as_ref())?;
        Some((one.contribution_id.clone(), row.version.clone()))
    };
    Ok(of.iter().filter_map(version).collect())
}

/// The sponsors that can act now and have not agreed, since it is at its stage, to open the statement to those who want to sign it.
pub(crate) fn disagreeing(conn: &mut Conn, of: &Standing, at: Moment) -> Result<Vec<OrganisationId>> {
    let steps = store::steps(conn, &of.statement.contribution_id)?;
    let all = sponsors::sponsors(&steps);
    let able = room::members(conn, of, at)?;
    let agreed = |id: &OrganisationId| {
        let theirs = |one: &&Step| one.kind == StepKind::Agreed && one.organisation_id.as_ref() == Some(id);
        steps.iter().filter(theirs).any(|one| one.at >= of.statement.moved_at)
    };
    Ok(all.into_keys().filter(|id| able.contains(id) && !agreed(id)).collect())
}

/// A sponsor agrees that the statement is opened to those who want to sign it.
pub(crate) fn agree(tx: &mut Tx<'_>, viewer: &Viewer, of: &Acting) -> Result<Option<MandateId>> {
    allows(viewer, Act::JoinAction)?;
    let steps = store::steps(tx.conn, &of.of.statement.contribution_id)?;
    if !sponsors::sponsors(&steps).contains_key(&of.home) {
        return Err(Error::Denied(message("denied-statement-sponsor")));
    }
    let mandate = of.authority(tx, viewer)?;
    let waits = disagreeing(tx.conn, &of.of, tx.now())?.contains(&of.home);
    if waits {
        sponsors::count(&steps, &of.home)?;
        let step = NewStep {
            version: of.of.version(),
            kind: StepKind::Agreed,
            stage: None,
            by: Some((&of.home, &of.person, mandate.as_ref())),
            reason: String::new(),
        };
        store::insert_step(tx, &of.of.statement, step)?;
    }
    Ok(mandate)
}

/// A sponsor wants to give the statement up; whether it is withdrawn with that, because all that can act have said so.
pub(crate) fn give_up(tx: &mut Tx<'_>, viewer: &Viewer, of: &Acting, reason: &str) -> Result<bool> {
    let steps = store::steps(tx.conn, &of.of.statement.contribution_id)?;
    let case = StageCase { reason: !reason.is_empty(), ..of.of.case(viewer, &steps)? };
    moving::withdraw(tx, viewer, of, (case, reason.to_owned()))?;
    let now = store::of_action(tx.conn, &of.of.statement.contribution_id)?;
    Ok(now.is_some_and(|now| now.stage == Stage::Withdrawn))
}
