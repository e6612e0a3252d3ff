//! How all that decides is loaded, and how what was decided is written down.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::model::{PositionRow, RequestRow, RollRow, RoundRow};
use crate::db::schema::{silence_position, silence_request, silence_roll, silence_round};
use crate::db::{Conn, ContributionId, IsAmong, OrganisationId, PositionId, RoundId};
use crate::error::{Error, Result};
use crate::mandates::Term;
use crate::silence::{Procedure, Round, Suspension, TextVersion};
use crate::statements::{CurrentText, Stage, Standing, Statement};
use crate::{access, contributions, people};

/// Every row of some statements.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    /// The oldest first.
    pub rounds: Vec<RoundRow>,
    pub roll: Vec<RollRow>,
    /// In the order in which they were written down.
    pub positions: Vec<PositionRow>,
    pub requests: Vec<RequestRow>,
}

impl Rows {
    /// Of these statements, by their actions. Four statements.
    pub fn load(conn: &mut Conn, of: Vec<String>) -> Result<Self> {
        let rounds: Vec<RoundRow> = silence_round::table
            .filter(silence_round::contribution_id.is_among(of.clone()))
            .order((silence_round::contribution_id, silence_round::number))
            .select(RoundRow::as_select())
            .load(conn)?;
        let ids: Vec<RoundId> = rounds.iter().map(|one| one.id.clone()).collect();
        let roll = silence_roll::table
            .filter(silence_roll::round_id.is_among(ids.clone()))
            .order((silence_roll::round_id, silence_roll::organisation_id))
            .select(RollRow::as_select())
            .load(conn)?;
        let positions = silence_position::table
            .filter(silence_position::contribution_id.is_among(of))
            .order((silence_position::contribution_id, silence_position::ordinal))
            .select(PositionRow::as_select())
            .load(conn)?;
        let requests = silence_request::table
            .filter(silence_request::round_id.is_among(ids))
            .order((silence_request::round_id, silence_request::ordinal))
            .select(RequestRow::as_select())
            .load(conn)?;
        Ok(Self { rounds, roll, positions, requests })
    }

    /// The newest round, if there was one.
    pub fn round(&self) -> Option<&RoundRow> {
        self.rounds.last()
    }

    /// The position that is called so.
    pub fn position(&self, reference: &str) -> Option<&PositionRow> {
        self.positions.iter().find(|one| one.reference == reference)
    }

    /// A round as the procedure sees it.
    pub fn round_of(&self, row: &RoundRow) -> Round {
        let roll = || self.roll.iter().filter(|one| one.round_id == row.id);
        let requests = self.requests.iter().filter(|one| one.round_id == row.id);
        let waived = roll().filter(|one| !one.waived.is_empty());
        Round {
            number: counted(row.number),
            text: row.text(),
            opened: row.opened_at,
            min_hours: row.min_hours,
            deadline: row.deadline,
            roll: roll().map(|one| one.organisation_id.clone()).collect(),
            waived: waived.map(|one| (one.organisation_id.clone(), one.waived.clone())).collect(),
            extended: counted(row.extended),
            requests: requests.map(RequestRow::request).collect(),
            ended: row.ended(),
        }
    }
}

/// A number that counts something.
fn counted(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

/// A statement on its course: what is stored of it here, and what that decides.
#[derive(Debug, Clone)]
pub(super) struct Course {
    pub rows: Rows,
    pub procedure: Procedure,
}

impl Course {
    /// The version of the text that a position or a round is about is the one that is read.
    fn of(of: &Statement, (text, title): (TextVersion, String), rows: Rows, away: Vec<Suspension>) -> Self {
        let number = |id: &RoundId| {
            let round = rows.rounds.iter().find(|round| round.id == *id);
            round.map(|round| counted(round.number))
        };
        let position = |one: &PositionRow| one.position(one.round_id.as_ref().and_then(number));
        let procedure = Procedure {
            mode: of.mode,
            min_hours: of.min_silence_hours,
            stage: of.stage,
            title,
            text,
            rounds: rows.rounds.iter().map(|row| rows.round_of(row)).collect(),
            positions: rows.positions.iter().map(position).collect(),
            suspensions: away,
        };
        Self { rows, procedure }
    }
}

/// When these organisations were suspended.
fn suspensions(conn: &mut Conn, rows: &Rows, and: Option<&OrganisationId>) -> Result<Vec<Suspension>> {
    let mut all = rows.named();
    all.extend(and.cloned());
    let found = people::suspensions(conn, all.into_iter().collect())?;
    let one = |(organisation, from, until)| Suspension { organisation, term: Term { from, until } };
    Ok(found.into_iter().map(one).collect())
}

/// The text that is read, as positions name it: by its number among the versions that were ever shown to others than the penholder's
/// people, so that nobody learns how often they wrote, and by its hash.
pub(super) fn version_of(conn: &mut Conn, text: &CurrentText) -> Result<TextVersion> {
    let all = contributions::ever_released(conn, &text.row.id)?;
    let ids: Vec<String> = all.iter().map(|id| id.as_str().to_owned()).collect();
    let readables = access::readables(conn, &ids)?;
    let shown = |id: &&ContributionId| {
        let one = readables.get(id.as_str()).and_then(|one| one.as_ref().ok());
        one.is_some_and(|one| !one.audience.stays_within(&text.row.organisation_id))
    };
    let version = all.iter().filter(shown).count();
    Ok(TextVersion { version: i32::try_from(version).map_err(Error::internal)?, hash: text.text.hash() })
}

/// The course of a statement that has a text; `home`: for whom somebody acts.
pub(super) fn course(conn: &mut Conn, of: &Standing, home: Option<&OrganisationId>) -> Result<Course> {
    let text = of.current()?;
    let version = version_of(conn, text)?;
    let rows = Rows::load(conn, vec![of.statement.contribution_id.as_str().to_owned()])?;
    let away = suspensions(conn, &rows, home)?;
    Ok(Course::of(&of.statement, (version, text.text.title.clone()), rows, away))
}

/// The courses of these statements of which there was a round, with the text that their newest round froze as the one that is read. A fixed
/// number of statements.
pub(super) fn newest(conn: &mut Conn, of: &[Statement]) -> Result<BTreeMap<ContributionId, Course>> {
    if of.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids = of.iter().map(|one| one.contribution_id.as_str().to_owned()).collect();
    let rows = Rows::load(conn, ids)?;
    let mut away: BTreeMap<OrganisationId, Vec<Suspension>> = BTreeMap::new();
    for one in suspensions(conn, &rows, None)? {
        away.entry(one.organisation.clone()).or_default().push(one);
    }
    let mut rows = rows.by_statement();
    let mut found = BTreeMap::new();
    for one in of {
        let Some(rows) = rows.remove(&one.contribution_id) else { continue };
        let Some(text) = rows.round().map(RoundRow::text) else { continue };
        let theirs = rows.named().iter().filter_map(|id| away.get(id)).flatten().cloned().collect();
        found.insert(one.contribution_id.clone(), Course::of(one, (text, String::new()), rows, theirs));
    }
    Ok(found)
}

/// The same of those in which a round runs, as far as it is written down: what is read of them is what the round froze.
pub(super) fn running(conn: &mut Conn, of: &[Statement]) -> Result<BTreeMap<ContributionId, Course>> {
    let silent: Vec<Statement> = of.iter().filter(|one| one.stage == Stage::Silence).cloned().collect();
    newest(conn, &silent)
}

/// The course of a statement that was adopted by a round, whatever became of it since.
pub(super) fn adopted(conn: &mut Conn, of: &Statement, round: &RoundRow) -> Result<Course> {
    let rows = Rows::load(conn, vec![of.contribution_id.as_str().to_owned()])?;
    let away = suspensions(conn, &rows, None)?;
    Ok(Course::of(of, (round.text(), String::new()), rows, away))
}

impl Rows {
    /// The organisations that they name.
    fn named(&self) -> BTreeSet<OrganisationId> {
        let called = self.roll.iter().map(|one| one.organisation_id.clone());
        called.chain(self.positions.iter().map(|one| one.organisation_id.clone())).collect()
    }

    /// Those of each statement, by its action: each row is looked at once.
    fn by_statement(self) -> BTreeMap<ContributionId, Self> {
        let mut found: BTreeMap<ContributionId, Self> = BTreeMap::new();
        let mut whose: BTreeMap<RoundId, ContributionId> = BTreeMap::new();
        for one in self.rounds {
            whose.insert(one.id.clone(), one.contribution_id.clone());
            found.entry(one.contribution_id.clone()).or_default().rounds.push(one);
        }
        for one in self.positions {
            found.entry(one.contribution_id.clone()).or_default().positions.push(one);
        }
        for one in self.roll {
            if let Some(rows) = whose.get(&one.round_id).and_then(|action| found.get_mut(action)) {
                rows.roll.push(one);
            }
        }
        for one in self.requests {
            if let Some(rows) = whose.get(&one.round_id).and_then(|action| found.get_mut(action)) {
                rows.requests.push(one);
            }
        }
        found
    }
}

/// A round that the program itself is at.
pub(super) fn round(conn: &mut Conn, id: &RoundId) -> Result<Option<RoundRow>> {
    Ok(silence_round::table.find(id.as_str()).select(RoundRow::as_select()).first(conn).optional()?)
}

/// These rounds, whoever may know of them.
pub(super) fn rounds(conn: &mut Conn, ids: Vec<String>) -> Result<Vec<RoundRow>> {
    let rows = silence_round::table.filter(silence_round::id.is_among(ids));
    Ok(rows.select(RoundRow::as_select()).load(conn)?)
}

/// These positions, whoever may know of them.
pub(super) fn positions(conn: &mut Conn, ids: Vec<String>) -> Result<Vec<PositionRow>> {
    let rows = silence_position::table.filter(silence_position::id.is_among(ids));
    Ok(rows.select(PositionRow::as_select()).load(conn)?)
}

/// The references of positions by their ids.
pub(super) fn references(conn: &mut Conn, ids: Vec<PositionId>) -> Result<BTreeMap<PositionId, String>> {
    let rows: Vec<(PositionId, String)> = silence_position::table
        .filter(silence_position::id.is_among(ids))
        .select((silence_position::id, silence_position::reference))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The ids of the rounds and of the positions of a statement.
pub(super) fn ids_of(conn: &mut Conn, action: &ContributionId) -> Result<(Vec<String>, Vec<String>)> {
    let rounds = silence_round::table
        .filter(silence_round::contribution_id.eq(action))
        .select(silence_round::id)
        .load(conn)?;
    let positions = silence_position::table
        .filter(silence_position::contribution_id.eq(action))
        .select(silence_position::id)
        .load(conn)?;
    Ok((rounds, positions))
}
