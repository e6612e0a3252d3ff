//! What was decided, as rows: each change that the procedure names is one statement or two here, and nothing else changes these tables.

use diesel::prelude::*;

use super::clock;
use super::model::{PositionRow, RequestRow, RollRow, RoundRow};
use super::store::Course;
use crate::db::schema::{silence_position, silence_request, silence_roll, silence_round};
use crate::db::{
    ContributionId, IsAmong, MandateId, Moment, OrganisationId, PersonId, PositionId, RoundId, Tx, insert_all,
};
use crate::error::{Error, Result};
use crate::silence::{Answer, Effect, Ended, Outcome, Position, Round, TextVersion, Value};
use crate::statements::{self, Mode, Onward, Stage, Statement};

/// How many are changed in one statement.
const PART: usize = 500;

/// What a row says beside what was decided.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct How<'a> {
    /// For whom somebody acts, who, and by which mandate; nobody where a deadline decides.
    pub by: Option<(&'a OrganisationId, &'a PersonId, Option<&'a MandateId>)>,
    /// In which zone a deadline was said.
    pub zone: &'a str,
    /// Why.
    pub reason: &'a str,
}

impl<'a> How<'a> {
    fn person(&self) -> Option<&'a PersonId> {
        self.by.map(|(_, person, _)| person)
    }

    fn mandate(&self) -> Option<&'a MandateId> {
        self.by.and_then(|(.., mandate)| mandate)
    }

    fn acting(&self) -> Result<&'a PersonId> {
        self.person().ok_or_else(|| Error::Internal("nobody says a position".into()))
    }
}

/// A statement on its course, and the version that is read of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub statement: &'a Statement,
    pub version: &'a ContributionId,
    pub course: &'a Course,
}

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The position that was added.
    pub position: Option<(PositionId, String)>,
    /// The round that was opened.
    pub round: Option<RoundId>,
}

/// Writes what was decided. The stage and the mode of the statement follow at the end, in one step.
pub(super) fn write(tx: &mut Tx<'_>, of: Subject<'_>, effects: &[Effect], how: How<'_>) -> Result<Written> {
    let mut written = Written::default();
    let (mut to, mut mode): (Option<Stage>, Option<Mode>) = (None, None);
    let current = || of.course.rows.round().ok_or(Error::Stale);
    for effect in effects {
        match effect {
            // A text is written by its own room, and whoever joins those who draft is known by the objection.
            Effect::Revised(..) | Effect::JoinsDrafting(_) => {}
            Effect::RoundOpened(round) => written.round = Some(open(tx, of, round, how)?),
            Effect::Stated(position) => written.position = Some(state(tx, of, position, how)?),
            Effect::Confirmed(number, at) => confirm(tx, row(of, *number)?, *at, how)?,
            Effect::ConditionAnswered(number, accepted) => {
                answer_condition(tx, row(of, *number)?, *accepted, how)?;
            }
            Effect::ObjectionWithdrawn(number, at) => withdraw(tx, row(of, *number)?, *at, how)?,
            Effect::MoreTimeAnswered(whose, answer, at) => {
                answer_request(tx, &current()?.id, (whose, *answer, *at), how)?;
            }
            Effect::DeadlineMoved(deadline) => move_deadline(tx, &current()?.id, *deadline)?,
            Effect::RoundEnded(ended) => end(tx, (of.course, current()?), *ended, how)?,
            Effect::ModeChanged(next) => mode = Some(*next),
            Effect::Moved(stage) => to = Some(*stage),
        }
    }
    if let Some(to) = to {
        // Who objects is not for all who read that the round is broken.
        let objects = effects.iter().any(|one| matches!(one, Effect::Stated(_)));
        let by = how.by.filter(|_| !objects);
        let reason = if objects { "" } else { how.reason };
        let onward = Onward { to, mode, version: of.version, by, reason };
        statements::go_on(tx, of.statement, onward)?;
    }
    Ok(written)
}

/// The row of a position by its number.
fn row(of: Subject<'_>, number: usize) -> Result<&PositionRow> {
    of.course.rows.positions.get(number).ok_or(Error::Stale)
}

/// That exactly one row was changed: else somebody was quicker.
fn one(changed: usize) -> Result<()> {
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

fn stored(number: u32) -> Result<i32> {
    i32::try_from(number).map_err(Error::internal)
}

fn open(tx: &mut Tx<'_>, of: Subject<'_>, round: &Round, how: How<'_>) -> Result<RoundId> {
    let TextVersion { version, hash } = round.text.clone();
    let id: RoundId = tx.id();
    let row = RoundRow {
        id: id.clone(),
        contribution_id: of.statement.contribution_id.clone(),
        number: stored(round.number)?,
        version_id: of.version.clone(),
        version,
        hash,
        opened_at: round.opened,
        opened_by: how.acting()?.clone(),
        deadline: round.deadline,
        deadline_zone: how.zone.to_owned(),
        min_hours: round.min_hours,
        extended: 0,
        outcome: None,
        ended_at: None,
        counted_at: None,
        reason: String::new(),
        record: None,
    };
    diesel::insert_into(silence_round::table).values(&row).execute(tx.conn)?;
    let called = |organisation: &OrganisationId| RollRow {
        round_id: id.clone(),
        organisation_id: organisation.clone(),
        waived: round.waived.get(organisation).cloned().unwrap_or_default(),
    };
    let roll: Vec<RollRow> = round.roll.iter().map(called).collect();
    insert_all!(&mut *tx.conn, silence_roll::table, &roll)?;
    clock::run(tx, &id, round.deadline)?;
    Ok(id)
}

fn state(
    tx: &mut Tx<'_>,
    of: Subject<'_>,
    position: &Position,
    how: How<'_>,
) -> Result<(PositionId, String)> {
    let round = of.course.rows.round().filter(|_| position.round.is_some());
    let reference = tx.free_reference('U', |conn, reference| {
        silence_position::table.filter(silence_position::reference.eq(reference)).count().get_result(conn)
    })?;
    let row = PositionRow {
        id: tx.id(),
        reference,
        contribution_id: of.statement.contribution_id.clone(),
        ordinal: i32::try_from(of.course.rows.positions.len()).map_err(Error::internal)?,
        version_id: of.version.clone(),
        version: position.text.version,
        hash: position.text.hash.clone(),
        round_id: round.map(|round| round.id.clone()),
        organisation_id: position.organisation.clone(),
        person_id: how.acting()?.clone(),
        mandate_id: how.mandate().cloned(),
        value: position.value,
        arrived_at: position.arrived,
        reservation: position.reservation,
        late: position.late,
        recorded: position.recorded,
        confirmed_at: None,
        confirmed_by: None,
        confirmed_mandate_id: None,
        withdrawn_at: None,
        withdrawn_by: None,
        accepted: None,
        reason: String::new(),
        counted: false,
    };
    diesel::insert_into(silence_position::table).values(&row).execute(tx.conn)?;
    if let Some(round) = round.filter(|_| position.value == Value::MoreTime) {
        let requests = of.course.rows.requests.iter().filter(|one| one.round_id == round.id).count();
        let request = RequestRow {
            round_id: round.id.clone(),
            organisation_id: position.organisation.clone(),
            ordinal: i32::try_from(requests).map_err(Error::internal)?,
            arrived_at: position.arrived,
            answer: None,
            answered_at: None,
            reason: String::new(),
        };
        diesel::insert_into(silence_request::table).values(&request).execute(tx.conn)?;
    }
    Ok((row.id, row.reference))
}

fn confirm(tx: &mut Tx<'_>, row: &PositionRow, at: Moment, how: How<'_>) -> Result<()> {
    let same = silence_position::table.find(row.id.as_str()).filter(silence_position::confirmed_at.is_null());
    let changed = diesel::update(same)
        .set((
            silence_position::confirmed_at.eq(at),
            silence_position::confirmed_by.eq(how.person().cloned()),
            silence_position::confirmed_mandate_id.eq(how.mandate().cloned()),
        ))
        .execute(tx.conn)?;
    one(changed)
}

fn answer_condition(tx: &mut Tx<'_>, row: &PositionRow, accepted: bool, how: How<'_>) -> Result<()> {
    let same = silence_position::table.find(row.id.as_str()).filter(silence_position::accepted.is_null());
    let changed = diesel::update(same)
        .set((silence_position::accepted.eq(accepted), silence_position::reason.eq(how.reason)))
        .execute(tx.conn)?;
    one(changed)
}

fn withdraw(tx: &mut Tx<'_>, row: &PositionRow, at: Moment, how: How<'_>) -> Result<()> {
    let same = silence_position::table.find(row.id.as_str()).filter(silence_position::withdrawn_at.is_null());
    let changed = diesel::update(same)
        .set((
            silence_position::withdrawn_at.eq(at),
            silence_position::withdrawn_by.eq(how.person().cloned()),
        ))
        .execute(tx.conn)?;
    one(changed)
}

fn answer_request(
    tx: &mut Tx<'_>,
    round: &RoundId,
    (whose, answer, at): (&OrganisationId, Answer, Moment),
    how: How<'_>,
) -> Result<()> {
    // Whose time is spent because others were given theirs is told nothing else.
    let reason = if answer == Answer::Declined { how.reason } else { "" };
    let same = silence_request::table
        .filter(silence_request::round_id.eq(round))
        .filter(silence_request::organisation_id.eq(whose))
        .filter(silence_request::answer.is_null());
    let changed = diesel::update(same)
        .set((
            silence_request::answer.eq(answer),
            silence_request::answered_at.eq(at),
            silence_request::reason.eq(reason),
        ))
        .execute(tx.conn)?;
    one(changed)
}

fn move_deadline(tx: &mut Tx<'_>, round: &RoundId, deadline: Moment) -> Result<()> {
    let open = silence_round::table.find(round.as_str()).filter(silence_round::outcome.is_null());
    let changed = diesel::update(open)
        .set((silence_round::deadline.eq(deadline), silence_round::extended.eq(silence_round::extended + 1)))
        .execute(tx.conn)?;
    one(changed)?;
    clock::run(tx, round, deadline)
}

/// One outcome: what ended once has ended so.
fn end(tx: &mut Tx<'_>, (course, round): (&Course, &RoundRow), ended: Ended, how: How<'_>) -> Result<()> {
    let adopted = ended.outcome == Outcome::Adopted;
    let reason = if ended.outcome == Outcome::Void { how.reason } else { "" };
    let open = silence_round::table.find(round.id.as_str()).filter(silence_round::outcome.is_null());
    let changed = diesel::update(open)
        .set((
            silence_round::outcome.eq(ended.outcome),
            silence_round::ended_at.eq(ended.at),
            silence_round::counted_at.eq(adopted.then(|| tx.now())),
            silence_round::reason.eq(reason),
        ))
        .execute(tx.conn)?;
    one(changed)?;
    if !adopted {
        return clock::stop(tx, &round.id);
    }
    mark_counted(tx, course)?;
    // The record of an adoption is made by whoever has the key.
    clock::count(tx, &round.id, ended.at)
}

/// What an adoption counted is marked, so that what is reserved with it reaches all who read the text, and what it replaced nobody else.
fn mark_counted(tx: &mut Tx<'_>, course: &Course) -> Result<()> {
    let counted = course.procedure.counted().into_iter().filter_map(|one| one.position);
    let rows = counted.filter_map(|number| course.rows.positions.get(number));
    let ids: Vec<String> = rows.map(|row| row.id.as_str().to_owned()).collect();
    for part in ids.chunks(PART) {
        let these = silence_position::table.filter(silence_position::id.is_among(part.to_vec()));
        diesel::update(these).set(silence_position::counted.eq(true)).execute(tx.conn)?;
    }
    Ok(())
}

/// The record of an adoption: written once.
pub(super) fn keep_record(tx: &mut Tx<'_>, round: &RoundId, record: &str) -> Result<()> {
    tx.require_write()?;
    let bare = silence_round::table.find(round.as_str()).filter(silence_round::record.is_null());
    one(diesel::update(bare).set(silence_round::record.eq(record)).execute(tx.conn)?)
}
