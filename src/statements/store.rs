//! The rows of statements, and who may find one.

use std::collections::BTreeSet;

use diesel::dsl::exists;
use diesel::prelude::*;

use super::entries::AmendmentState;
use super::model::{Statement, Step, StepKind};
use super::stage::{Mode, SILENCE_HOURS, Stage};
use crate::access::{Act, Viewer, permits, sql};
use crate::db::schema::{
    contribution, readable, statement, statement_amendment, statement_bracket, statement_input,
    statement_step,
};
use crate::db::{Conn, ContributionId, IsAmong, MandateId, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result};

/// How many are asked about in one statement.
const PART: usize = 500;

/// Which of them are asked for.
pub(crate) enum Asked<'a> {
    All,
    Called(&'a str),
    Of(&'a ContributionId),
    Among(Vec<String>),
    /// Those whose pens an organisation holds.
    Held(&'a OrganisationId),
    /// Those that wait for the chair: of which the penholder says that they are urgent, and what is adopted.
    Chaired,
    /// Those of which a round of silence runs, as far as it is written down.
    Silent,
}

/// Those that the viewer may know of, the newest first: who reads the action, or belongs to the organisation that began it, and, once there
/// is a text, reads that. The penholder knows of each that has a text: nobody else takes that from it by the brief. One statement.
pub(crate) fn known_to(conn: &mut Conn, viewer: &Viewer, asked: Asked<'_>) -> Result<Vec<Statement>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let home = sql::reading_home(viewer);
    let brief = readable::table
        .filter(readable::family.eq(statement::contribution_id))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer));
    let began = contribution::table
        .filter(contribution::id.eq(statement::contribution_id))
        .filter(contribution::ended_at.is_null())
        .filter(contribution::organisation_id.eq(home.clone()));
    let text = readable::table
        .filter(readable::family.nullable().eq(statement::text_id))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer));
    let holds = statement::text_id.is_not_null().and(statement::penholder_id.eq(home.clone()));
    let rows = statement::table
        .filter(statement::begun_at.is_not_null())
        .filter(exists(brief).or(exists(began)).or(holds))
        .filter(statement::text_id.is_null().or(exists(text)).or(statement::penholder_id.eq(home)))
        .order((statement::moved_at.desc(), statement::contribution_id))
        .select(Statement::as_select())
        .into_boxed();
    Ok(match asked {
        Asked::All => rows,
        Asked::Called(reference) => rows.filter(statement::reference.eq(reference.to_owned())),
        Asked::Of(action) => rows.filter(statement::contribution_id.eq(action.clone())),
        Asked::Among(ids) => rows.filter(statement::contribution_id.is_among(ids)),
        Asked::Held(by) => rows.filter(statement::penholder_id.eq(by.clone())),
        Asked::Chaired => {
            let urged = statement::urgent.and(statement::stage.eq(Stage::Drafting));
            rows.filter(urged.or(statement::stage.eq(Stage::Adopted)))
        }
        Asked::Silent => rows.filter(statement::stage.eq(Stage::Silence)),
    }
    .load(conn)?)
}

/// One that the program itself is at, if its action has one.
pub(super) fn of_action(conn: &mut Conn, action: &ContributionId) -> Result<Option<Statement>> {
    Ok(statement::table.find(action.as_str()).select(Statement::as_select()).first(conn).optional()?)
}

/// What the statements with these texts are called, by the ids of the texts.
pub(super) fn of_texts(conn: &mut Conn, texts: Vec<String>) -> Result<Vec<(Option<String>, String)>> {
    Ok(statement::table
        .filter(statement::text_id.is_among(texts))
        .select((statement::text_id, statement::reference))
        .load(conn)?)
}

/// What the text of the statement that is called so is called itself, whoever may know of it. One statement.
pub(super) fn text_called(conn: &mut Conn, reference: &str) -> Result<Option<String>> {
    Ok(statement::table
        .inner_join(contribution::table.on(contribution::id.nullable().eq(statement::text_id)))
        .filter(statement::reference.eq(reference))
        .select(contribution::reference)
        .first(conn)
        .optional()?)
}

/// Enters one. `begun_at`: when its concept begins; not before its action is released.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    (action, version): (&ContributionId, &ContributionId),
    (begun_at, mode): (Option<Moment>, Mode),
) -> Result<Statement> {
    let reference = tx.free_reference('V', |conn, reference| {
        statement::table.filter(statement::reference.eq(reference)).count().get_result(conn)
    })?;
    let row = Statement {
        contribution_id: action.clone(),
        reference,
        version_id: version.clone(),
        stage: Stage::Concept,
        mode,
        min_silence_hours: SILENCE_HOURS,
        begun_at,
        moved_at: tx.now(),
        revision: 1,
        penholder_id: None,
        text_id: None,
        consult_until: None,
        consult_zone: String::new(),
        sign_on_until: None,
        sign_on_zone: String::new(),
        opens_at: None,
        review_at: None,
        successor_id: None,
        urgent: false,
        opening_mandate_id: None,
        pen_person_id: None,
        pen_since: None,
        paragraphs_used: 0,
    };
    diesel::insert_into(statement::table).values(&row).execute(tx.conn)?;
    Ok(row)
}

/// Writes down what has become of one, if nothing has since it was read; as it is then.
pub(super) fn save(tx: &mut Tx<'_>, row: Statement) -> Result<Statement> {
    let same =
        statement::table.find(row.contribution_id.as_str()).filter(statement::revision.eq(row.revision));
    let changed = diesel::update(same)
        .set((
            statement::stage.eq(row.stage),
            statement::mode.eq(row.mode),
            statement::min_silence_hours.eq(row.min_silence_hours),
            statement::begun_at.eq(row.begun_at),
            statement::moved_at.eq(row.moved_at),
            statement::revision.eq(row.revision + 1),
            statement::penholder_id.eq(&row.penholder_id),
            statement::text_id.eq(&row.text_id),
            statement::consult_until.eq(row.consult_until),
            statement::consult_zone.eq(&row.consult_zone),
            statement::sign_on_until.eq(row.sign_on_until),
            statement::sign_on_zone.eq(&row.sign_on_zone),
            statement::opens_at.eq(row.opens_at),
            statement::review_at.eq(row.review_at),
            statement::successor_id.eq(&row.successor_id),
            statement::urgent.eq(row.urgent),
            statement::opening_mandate_id.eq(&row.opening_mandate_id),
            statement::pen_person_id.eq(&row.pen_person_id),
            statement::pen_since.eq(row.pen_since),
            statement::paragraphs_used.eq(row.paragraphs_used),
        ))
        .execute(tx.conn)?;
    if changed == 1 { Ok(Statement { revision: row.revision + 1, ..row }) } else { Err(Error::Stale) }
}

/// What is about to be written down of a statement as a whole.
pub(super) struct NewStep<'a> {
    /// Before whose readers.
    pub version: &'a ContributionId,
    pub kind: StepKind,
    pub stage: Option<Stage>,
    /// For whom, who, and by which mandate; nobody if its day has come.
    pub by: Option<(&'a OrganisationId, &'a PersonId, Option<&'a MandateId>)>,
    pub reason: String,
}

pub(super) fn insert_step(tx: &mut Tx<'_>, of: &Statement, new: NewStep<'_>) -> Result<()> {
    let last: Option<i64> = statement_step::table
        .filter(statement_step::contribution_id.eq(&of.contribution_id))
        .select(diesel::dsl::max(statement_step::ordinal))
        .first(tx.conn)?;
    let row = Step {
        id: tx.id(),
        contribution_id: of.contribution_id.clone(),
        version_id: new.version.clone(),
        kind: new.kind,
        stage: new.stage,
        organisation_id: new.by.map(|(organisation, ..)| organisation.clone()),
        person_id: new.by.map(|(_, person, _)| person.clone()),
        mandate_id: new.by.and_then(|(_, _, mandate)| mandate.cloned()),
        at: tx.now(),
        reason: new.reason,
        ordinal: last.unwrap_or_default() + 1,
    };
    diesel::insert_into(statement_step::table).values(&row).execute(tx.conn)?;
    Ok(())
}

/// All that was done with one, the oldest first, whoever may know of it: for those who decide what can be done next.
pub(crate) fn steps(conn: &mut Conn, action: &ContributionId) -> Result<Vec<Step>> {
    Ok(statement_step::table
        .filter(statement_step::contribution_id.eq(action))
        .order((statement_step::contribution_id, statement_step::ordinal))
        .select(Step::as_select())
        .load(conn)?)
}

/// Those of these of which something that was said is unanswered: in one statement for many.
pub(crate) fn unanswered(conn: &mut Conn, actions: &[String]) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for part in actions.chunks(PART) {
        let ids: Vec<String> = statement_input::table
            .filter(statement_input::contribution_id.is_among(part.to_vec()))
            .filter(statement_input::answer.is_null())
            .select(statement_input::contribution_id)
            .distinct()
            .load(conn)?;
        found.extend(ids);
    }
    Ok(found)
}

/// Those of these of which an amendment waits for the penholder: in one statement for many.
pub(crate) fn submitted(conn: &mut Conn, actions: &[String]) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for part in actions.chunks(PART) {
        let ids: Vec<String> = statement_amendment::table
            .filter(statement_amendment::contribution_id.is_among(part.to_vec()))
            .filter(statement_amendment::state.eq(AmendmentState::Submitted))
            .select(statement_amendment::contribution_id)
            .distinct()
            .load(conn)?;
        found.extend(ids);
    }
    Ok(found)
}

/// Whether all that was said of one is answered.
pub(super) fn is_answered(conn: &mut Conn, of: &Statement) -> Result<bool> {
    Ok(unanswered(conn, &[of.contribution_id.as_str().to_owned()])?.is_empty())
}

/// Nothing is kept of the statement of an action, nor of what was said of it: it is withdrawn. A fixed number of statements; gives the ids
/// of what was said, of which nobody is told any more.
pub(super) fn forget(tx: &mut Tx<'_>, action: &ContributionId) -> Result<Vec<String>> {
    let inputs = statement_input::table.filter(statement_input::contribution_id.eq(action.clone()));
    let amendments =
        statement_amendment::table.filter(statement_amendment::contribution_id.eq(action.clone()));
    let mut told: Vec<String> = inputs.clone().select(statement_input::id).load(tx.conn)?;
    told.extend(amendments.clone().select(statement_amendment::id).load::<String>(tx.conn)?);
    diesel::delete(inputs).execute(tx.conn)?;
    diesel::delete(amendments).execute(tx.conn)?;
    let brackets = statement_bracket::table.filter(statement_bracket::contribution_id.eq(action));
    diesel::delete(brackets).execute(tx.conn)?;
    let steps = statement_step::table.filter(statement_step::contribution_id.eq(action));
    diesel::delete(steps).execute(tx.conn)?;
    diesel::delete(statement::table.find(action.as_str())).execute(tx.conn)?;
    Ok(told)
}
