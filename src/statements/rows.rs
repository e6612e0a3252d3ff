//! What was done with a statement and said of its paragraphs, as rows; and who is shown which.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::entries::{AmendmentState, BracketStatus, InputAnswer};
use super::model::{Amendment, Bracket, Input, Statement, Step};
use crate::access::{Viewer, sql};
use crate::db::schema::{readable, statement_amendment, statement_bracket, statement_input, statement_step};
use crate::db::{Conn, ContributionId, IsAmong, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result};

/// How many are asked about in one statement.
const PART: usize = 500;

/// The rows of a statement in one table that a viewer, who knows of the statement, is shown: those that were written before readers to whom
/// they belong, and their own; the penholder all. One statement.
macro_rules! shown {
    ($conn:expr, $viewer:expr, $of:expr, $table:ident, $row:ty, $order:expr) => {{
        let heard =
            readable::table.filter(readable::id.eq($table::version_id)).filter(sql::could_read($viewer));
        let own = $table::organisation_id.eq(sql::reading_home($viewer));
        let rows = $table::table
            .filter($table::contribution_id.eq(&$of.contribution_id))
            .order($order)
            .select(<$row>::as_select())
            .into_boxed();
        let rows: Vec<$row> = if sees_all($viewer, $of) {
            rows.load($conn)?
        } else {
            rows.filter(exists(heard).or(own)).load($conn)?
        };
        rows
    }};
}

/// Whether the viewer is of the penholder, which is shown all.
fn sees_all(viewer: &Viewer, of: &Statement) -> bool {
    of.penholder_id.as_ref().is_some_and(|holder| viewer.reads_as(holder))
}

/// What a viewer who knows of a statement is shown of it, the oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    pub steps: Vec<Step>,
    pub inputs: Vec<Input>,
    pub amendments: Vec<Amendment>,
    pub brackets: Vec<Bracket>,
}

impl Shown {
    /// In four statements.
    pub fn load(conn: &mut Conn, viewer: &Viewer, of: &Statement) -> Result<Self> {
        Ok(Self {
            steps: shown!(
                conn,
                viewer,
                of,
                statement_step,
                Step,
                (statement_step::contribution_id, statement_step::ordinal)
            ),
            inputs: shown!(
                conn,
                viewer,
                of,
                statement_input,
                Input,
                (statement_input::at, statement_input::id)
            ),
            amendments: shown!(
                conn,
                viewer,
                of,
                statement_amendment,
                Amendment,
                (statement_amendment::at, statement_amendment::id)
            ),
            brackets: shown!(
                conn,
                viewer,
                of,
                statement_bracket,
                Bracket,
                (statement_bracket::at, statement_bracket::id)
            ),
        })
    }

    /// An input by its reference: what is not shown is not there.
    pub fn input(&self, reference: &str) -> Result<&Input> {
        self.inputs.iter().find(|one| one.reference == reference).ok_or(Error::NotFound)
    }

    /// The same of an amendment.
    pub fn amendment(&self, reference: &str) -> Result<&Amendment> {
        self.amendments.iter().find(|one| one.reference == reference).ok_or(Error::NotFound)
    }

    /// The same of a bracket.
    pub fn bracket(&self, reference: &str) -> Result<&Bracket> {
        self.brackets.iter().find(|one| one.reference == reference).ok_or(Error::NotFound)
    }
}

/// Every amendment of a statement, the oldest first, whoever may know of it: for those who decide what becomes of the text.
pub(crate) fn amendments(conn: &mut Conn, of: &Statement) -> Result<Vec<Amendment>> {
    Ok(statement_amendment::table
        .filter(statement_amendment::contribution_id.eq(&of.contribution_id))
        .order((statement_amendment::at, statement_amendment::id))
        .select(Amendment::as_select())
        .load(conn)?)
}

/// What keeps a text from a round of silence: open brackets, those that are agreed ad referendum, amendments that are not settled
/// in a version, inputs that nobody has answered. Whoever may know of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// Open brackets.
    pub brackets: i64,
    /// Brackets that wait for a capital.
    pub ad_ref: i64,
    /// Amendments.
    pub amendments: i64,
    /// Inputs.
    pub inputs: i64,
}

/// See [`Pending`].
pub fn pending(conn: &mut Conn, of: &Statement) -> Result<Pending> {
    let mut bracketed = |status: BracketStatus| {
        statement_bracket::table
            .filter(statement_bracket::contribution_id.eq(&of.contribution_id))
            .filter(statement_bracket::status.eq(status))
            .count()
            .get_result(conn)
    };
    let (brackets, ad_ref) = (bracketed(BracketStatus::Open)?, bracketed(BracketStatus::AgreedAdRef)?);
    let unsettled = [AmendmentState::Submitted, AmendmentState::Accepted, AmendmentState::AcceptedModified];
    let amendments = statement_amendment::table
        .filter(statement_amendment::contribution_id.eq(&of.contribution_id))
        .filter(statement_amendment::state.is_among(unsettled))
        .filter(statement_amendment::taken_version_id.is_null())
        .count()
        .get_result(conn)?;
    let inputs = statement_input::table
        .filter(statement_input::contribution_id.eq(&of.contribution_id))
        .filter(statement_input::answer.is_null())
        .count()
        .get_result(conn)?;
    Ok(Pending { brackets, ad_ref, amendments, inputs })
}

/// How much an organisation has said of a statement: inputs, amendments and brackets.
pub(crate) fn said_by(conn: &mut Conn, of: &Statement, organisation: &OrganisationId) -> Result<i64> {
    let inputs: i64 = statement_input::table
        .filter(statement_input::contribution_id.eq(&of.contribution_id))
        .filter(statement_input::organisation_id.eq(organisation))
        .count()
        .get_result(conn)?;
    let amendments: i64 = statement_amendment::table
        .filter(statement_amendment::contribution_id.eq(&of.contribution_id))
        .filter(statement_amendment::organisation_id.eq(organisation))
        .count()
        .get_result(conn)?;
    let brackets: i64 = statement_bracket::table
        .filter(statement_bracket::contribution_id.eq(&of.contribution_id))
        .filter(statement_bracket::organisation_id.eq(organisation))
        .count()
        .get_result(conn)?;
    Ok(inputs + amendments + brackets)
}

/// A reference that nothing of these has.
pub(crate) fn free_reference(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference('G', |conn, reference| {
        let inputs: i64 = statement_input::table
            .filter(statement_input::reference.eq(reference))
            .count()
            .get_result(conn)?;
        let amendments: i64 = statement_amendment::table
            .filter(statement_amendment::reference.eq(reference))
            .count()
            .get_result(conn)?;
        let brackets: i64 = statement_bracket::table
            .filter(statement_bracket::reference.eq(reference))
            .count()
            .get_result(conn)?;
        Ok(inputs + amendments + brackets)
    })
}

pub(crate) fn insert_input(tx: &mut Tx<'_>, row: &Input) -> Result<()> {
    diesel::insert_into(statement_input::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub(crate) fn insert_amendment(tx: &mut Tx<'_>, row: &Amendment) -> Result<()> {
    diesel::insert_into(statement_amendment::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub(crate) fn insert_bracket(tx: &mut Tx<'_>, row: &Bracket) -> Result<()> {
    diesel::insert_into(statement_bracket::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Answers an input, if nobody has since it was read.
pub(crate) fn answer_input(
    tx: &mut Tx<'_>,
    row: &Input,
    (answer, reason): (InputAnswer, &str),
    by: &PersonId,
) -> Result<()> {
    let same = statement_input::table.find(row.id.as_str()).filter(statement_input::answer.is_null());
    let changed = diesel::update(same)
        .set((
            statement_input::answer.eq(answer),
            statement_input::reason.eq(reason),
            statement_input::answered_by.eq(by),
            statement_input::answered_at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// What becomes of an amendment, and why; `settled`: the words that go into the text in its place.
pub(crate) fn settle_amendment(
    tx: &mut Tx<'_>,
    row: &Amendment,
    (state, reason, settled): (AmendmentState, &str, &str),
    by: Option<&PersonId>,
) -> Result<()> {
    let same = statement_amendment::table
        .find(row.id.as_str())
        .filter(statement_amendment::state.eq(row.state))
        .filter(statement_amendment::taken_version_id.is_null());
    let changed = diesel::update(same)
        .set((
            statement_amendment::state.eq(state),
            statement_amendment::reason.eq(reason),
            statement_amendment::settled.eq(settled),
            statement_amendment::decided_by.eq(by.cloned()),
            statement_amendment::decided_at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// These amendments stand in a version of the text.
pub(crate) fn take(tx: &mut Tx<'_>, ids: &[String], version: &ContributionId) -> Result<()> {
    for part in ids.chunks(PART) {
        diesel::update(statement_amendment::table.filter(statement_amendment::id.is_among(part.to_vec())))
            .set(statement_amendment::taken_version_id.eq(version))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// The paragraphs of these were changed before they were answered.
pub(crate) fn overtake(tx: &mut Tx<'_>, ids: &[String]) -> Result<()> {
    let now: Moment = tx.now();
    for part in ids.chunks(PART) {
        diesel::update(statement_amendment::table.filter(statement_amendment::id.is_among(part.to_vec())))
            .set((
                statement_amendment::state.eq(AmendmentState::Overtaken),
                statement_amendment::decided_at.eq(now),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Where a bracket is now, if nobody has changed that since it was read.
pub(crate) fn set_status(tx: &mut Tx<'_>, row: &Bracket, status: BracketStatus) -> Result<()> {
    let same =
        statement_bracket::table.find(row.id.as_str()).filter(statement_bracket::status.eq(row.status));
    let changed = diesel::update(same)
        .set((statement_bracket::status.eq(status), statement_bracket::changed_at.eq(tx.now())))
        .execute(tx.conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Which of these inputs and amendments still wait for an answer, and which are answered, of which statement, and whose they are, whoever may
/// know of it: for those who ask the rule of the statement beside. Two statements.
pub(crate) fn said(conn: &mut Conn, ids: &[String]) -> Result<Vec<Said>> {
    let mut found = Vec::new();
    for part in ids.chunks(PART) {
        let inputs: Vec<Input> = statement_input::table
            .filter(statement_input::id.is_among(part.to_vec()))
            .select(Input::as_select())
            .load(conn)?;
        found.extend(inputs.into_iter().map(|one| Said {
            id: one.id.as_str().to_owned(),
            action: one.contribution_id,
            organisation: one.organisation_id,
            answered: one.answer.is_some(),
            waits: one.answer.is_none(),
        }));
        let amendments: Vec<Amendment> = statement_amendment::table
            .filter(statement_amendment::id.is_among(part.to_vec()))
            .select(Amendment::as_select())
            .load(conn)?;
        found.extend(amendments.into_iter().map(|one| Said {
            id: one.id.as_str().to_owned(),
            action: one.contribution_id,
            organisation: one.organisation_id,
            answered: !matches!(one.state, AmendmentState::Submitted | AmendmentState::Withdrawn),
            waits: one.state == AmendmentState::Submitted,
        }));
    }
    Ok(found)
}

/// Something that was said, as far as notifications ask.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub id: String,
    pub action: ContributionId,
    pub organisation: OrganisationId,
    pub answered: bool,
    pub waits: bool,
}
