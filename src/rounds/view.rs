//! What a viewer is shown of rounds and positions who reads the text. Whoever looks is shown what is so, whether or not it is written down.
//!
//! What decides is for those who decide: those on the roll of a round, before a round the member states, and the chair. Objections and
//! requests for more time stay theirs; whatever an adoption counted is for all who read the text from then on, and so is what comes late,
//! also for whoever came to read the text afterwards: the record of the adoption tells them the same.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{PositionRow, RequestRow, RoundRow};
use super::store::{self, Course};
use super::{clock, explanation};
use crate::access::{Act, OrganisationKind, Token, Viewer, permits};
use crate::chamber::{PositionView, RequestView, RollView, RoundView, Rounds};
use crate::contributions;
use crate::db::{Conn, ContributionId, OrganisationId, PositionId};
use crate::error::{Error, Result};
use crate::mandates::{self, Done};
use crate::people::{self, Organisation};
use crate::silence::{Answer, Counted, Now, Outcome, Procedure, Round, Shown, Silence};
use crate::statements::{Place, Standing, Statement, Wording};

/// A procedure as it is once what its deadline does by now is done.
pub(super) fn settled(procedure: &Procedure, now: Now) -> Procedure {
    let mut settled = procedure.clone();
    settled.apply_all(&procedure.settle(now));
    settled
}

/// As whom somebody looks.
struct Sight<'a> {
    viewer: &'a Viewer,
    home: Option<&'a OrganisationId>,
    chairs: bool,
    /// Whether they are of a member state.
    state: bool,
    /// The versions of the text that they could read, the oldest first.
    versions: Vec<ContributionId>,
}

impl<'a> Sight<'a> {
    fn of(conn: &mut Conn, viewer: &'a Viewer, of: &Standing) -> Result<Self> {
        let text = &of.current()?.row.id;
        let mut all = contributions::versions_of_each::<Wording>(conn, viewer, std::slice::from_ref(text))?;
        Ok(Self {
            viewer,
            home: viewer.organisation().filter(|home| viewer.reads_as(home)),
            chairs: permits(viewer, Act::ChairStatement),
            state: viewer.tokens().contains(&Token::Sector(OrganisationKind::Government)),
            versions: all.remove(text).unwrap_or_default(),
        })
    }

    /// The number of a version.
    fn number(&self, version: &ContributionId) -> Option<usize> {
        self.versions.iter().position(|one| one == version).map(|place| place + 1)
    }

    /// Whether they are one of those who decide in a round, or before one.
    fn decides(&self, round: Option<&Round>) -> bool {
        let voice = match round {
            Some(round) => self.home.is_some_and(|home| round.roll.contains(home)),
            None => self.state,
        };
        self.chairs || voice
    }

    /// Whether they are shown a position; `told`: whether it is for all who read the text, whichever version it was said of.
    fn sees(&self, row: &PositionRow, (round, told): (Option<&Round>, bool)) -> bool {
        let heard = self.number(&row.version_id).is_some();
        self.viewer.reads_as(&row.organisation_id) || told || (heard && self.decides(round))
    }
}

/// What is loaded for all that is shown.
struct Loaded<'a> {
    sight: Sight<'a>,
    course: Course,
    /// The same once it is settled.
    procedure: Procedure,
    now: Now,
    /// What counts for whom on the roll of the newest round.
    counted: Vec<Counted>,
    names: BTreeMap<OrganisationId, Organisation>,
}

impl<'a> Loaded<'a> {
    fn of(conn: &mut Conn, viewer: &'a Viewer, of: &Standing) -> Result<Self> {
        let course = store::course(conn, of, None)?;
        let now = clock::now(viewer.at());
        let procedure = settled(&course.procedure, now);
        let rows = &course.rows;
        let mut named: BTreeSet<OrganisationId> =
            rows.roll.iter().map(|one| one.organisation_id.clone()).collect();
        named.extend(rows.positions.iter().map(|one| one.organisation_id.clone()));
        let names = people::organisations_by_ids(conn, named.into_iter().collect())?;
        let sight = Sight::of(conn, viewer, of)?;
        let counted = procedure.counted();
        Ok(Self { sight, course, procedure, now, counted, names })
    }

    fn organisation(&self, id: &OrganisationId) -> Result<Organisation> {
        self.names.get(id).cloned().ok_or(Error::NotFound)
    }

    fn round_of(&self, row: &PositionRow) -> Option<&Round> {
        let place = self.course.rows.rounds.iter().position(|one| Some(&one.id) == row.round_id.as_ref())?;
        self.procedure.rounds.get(place)
    }

    fn is_adopted(&self) -> bool {
        self.procedure.adopting_round().is_some()
    }

    /// The positions, by their numbers, that an adoption made known to all who read the text.
    fn told(&self) -> BTreeSet<usize> {
        if !self.is_adopted() {
            return BTreeSet::new();
        }
        let late = self.procedure.positions.iter().enumerate().filter(|(_, one)| one.late);
        let counted = self.counted.iter().filter_map(|one| one.position);
        counted.chain(late.map(|(number, _)| number)).collect()
    }

    fn state_of(&self, place: usize, round: &Round) -> &'static str {
        let newest = place + 1 == self.procedure.rounds.len();
        match (round.ended, newest) {
            (Some(ended), _) => ended.outcome.as_str(),
            (None, true) if matches!(self.procedure.at(self.now), Shown::BeingCounted(_)) => "counting",
            (None, _) => "open",
        }
    }

    /// What those on the roll say; and what that counts as while it may count, or has. Of a round that adopted nothing it counts as nothing.
    fn roll(&self, round: &Round) -> Result<Vec<RollView>> {
        let counts = round.ended.is_none() || self.is_adopted();
        let one = |of: &Counted| {
            let value = of.position.and_then(|number| self.procedure.positions.get(number));
            let own = self.sight.home == Some(&of.organisation);
            let waived = round.waived.get(&of.organisation).filter(|_| own || self.sight.chairs);
            Ok(RollView {
                organisation: self.organisation(&of.organisation)?,
                value: value.map(|one| one.value.as_str()),
                count: counts.then(|| of.count.as_str()),
                unconfirmed: round.ended.is_none() && self.procedure.unconfirmed(&of.organisation).is_some(),
                waived: waived.cloned(),
            })
        };
        let mut roll = self.counted.iter().map(one).collect::<Result<Vec<_>>>()?;
        roll.sort_by(|a, b| a.organisation.name.cmp(&b.organisation.name));
        Ok(roll)
    }

    fn requests(&self, round: &RoundRow) -> Result<Vec<RequestView>> {
        let one = |of: &RequestRow| {
            Ok(RequestView {
                organisation: self.organisation(&of.organisation_id)?,
                at: of.arrived_at,
                answer: of.answer.map(Answer::as_str),
                answered_at: of.answered_at,
                reason: of.reason.clone(),
            })
        };
        let requests = self.course.rows.requests.iter().filter(|one| one.round_id == round.id);
        requests.map(one).collect()
    }

    fn round(&self, place: usize, (row, round): (&RoundRow, &Round)) -> Result<RoundView> {
        let newest = place + 1 == self.procedure.rounds.len();
        let decides = self.sight.decides(Some(round));
        let silence = self.sight.home.map_or(Silence::NotAsked, |home| self.procedure.means(home));
        let silence = if newest { silence } else { Silence::NotAsked };
        let (means, keeps) = match silence {
            Silence::NotAsked => ("not_asked", None),
            Silence::Consents => ("consents", None),
            Silence::Nothing => ("nothing", None),
            Silence::Keeps(value) => ("keeps", Some(value.as_str())),
        };
        Ok(RoundView {
            number: round.number,
            version: self.sight.number(&row.version_id),
            hash: row.hash.clone(),
            state: self.state_of(place, round),
            opened_at: round.opened,
            deadline: round.deadline,
            deadline_zone: row.deadline_zone.clone(),
            extended: round.extended,
            ended_at: round.ended.map(|ended| ended.at),
            reason: row.reason.clone(),
            silence: means,
            keeps,
            roll: if newest && (decides || self.is_adopted()) { self.roll(round)? } else { Vec::new() },
            requests: if decides { self.requests(row)? } else { Vec::new() },
            record: row.record.is_some(),
        })
    }

    fn position(&self, number: usize, row: PositionRow) -> Result<PositionView> {
        let standing = self.procedure.standing(&row.organisation_id).map(|(number, _)| number);
        let answer = |accepted| if accepted { "accepted" } else { "declined" };
        Ok(PositionView {
            organisation: self.organisation(&row.organisation_id)?,
            value: row.value.as_str(),
            version: self.sight.number(&row.version_id),
            round: self.round_of(&row).map(|round| round.number),
            at: row.arrived_at,
            stands: standing == Some(number) || (row.late && self.is_last_late(number, &row)),
            reservation: row.reservation,
            late: row.late,
            recorded: row.recorded,
            confirmed_at: row.confirmed_at,
            withdrawn_at: row.withdrawn_at,
            answer: row.accepted.map(answer),
            reason: row.reason,
            words: Vec::new(),
            by: None,
            hash: row.hash,
            reference: row.reference,
        })
    }

    fn is_last_late(&self, number: usize, row: &PositionRow) -> bool {
        self.procedure.late(&row.organisation_id).is_some_and(|(last, _)| last == number)
    }

    /// The positions that are shown, with their numbers.
    fn shown(&self) -> Vec<(usize, PositionRow)> {
        let told = self.told();
        let rows = self.course.rows.positions.iter().enumerate();
        let seen =
            rows.filter(|(number, row)| self.sight.sees(row, (self.round_of(row), told.contains(number))));
        seen.map(|(number, row)| (number, row.clone())).collect()
    }
}

/// What a viewer is shown of the rounds and positions of a statement whose text they read. A fixed number of statements.
pub(crate) fn rounds(conn: &mut Conn, viewer: &Viewer, of: &Standing) -> Result<Rounds> {
    let loaded = Loaded::of(conn, viewer, of)?;
    let all: Vec<String> =
        loaded.course.rows.positions.iter().map(|one| one.id.as_str().to_owned()).collect();
    let mut words = explanation::shown(conn, viewer, &all)?;
    let shown = loaded.shown();
    let done: Vec<Done> = shown.iter().filter_map(|(_, row)| row.done()).collect();
    let mut by = mandates::acted_by(conn, viewer, &done)?.into_iter();
    let mut positions = Vec::with_capacity(shown.len());
    for (number, row) in shown {
        let id: PositionId = row.id.clone();
        let acted = row.done().and_then(|_| by.next().flatten());
        let view = loaded.position(number, row)?;
        positions.push(PositionView { words: words.remove(&id).unwrap_or_default(), by: acted, ..view });
    }
    let rounds = loaded.course.rows.rounds.iter().zip(&loaded.procedure.rounds).enumerate();
    // One before readers to whom the viewer did not belong is not told of, but that by which the text was adopted.
    let adopts = |round: &Round| round.ended.is_some_and(|ended| ended.outcome == Outcome::Adopted);
    let shown = |&(_, (row, round)): &(usize, (&RoundRow, &Round))| {
        adopts(round) || loaded.sight.versions.contains(&row.version_id)
    };
    let rounds =
        rounds.filter(shown).map(|(place, of)| loaded.round(place, of)).collect::<Result<Vec<_>>>()?;
    Ok(Rounds { rounds, positions, explanations: words.into_values().flatten().collect() })
}

/// Where statements are that are in a round as far as it is written down.
pub(crate) fn places(
    conn: &mut Conn,
    viewer: &Viewer,
    of: &[Statement],
) -> Result<BTreeMap<ContributionId, Place>> {
    let now = clock::now(viewer.at());
    let home = viewer.organisation().filter(|_| permits(viewer, Act::JoinAction));
    let place = |course: &Course| {
        let procedure = settled(&course.procedure, now);
        Place {
            stage: procedure.stage,
            deadline: procedure.open_round().map(|round| round.deadline),
            waits: home.is_some_and(|home| procedure.unheard().contains(&home)),
        }
    };
    let running = store::running(conn, of)?;
    Ok(running.into_iter().map(|(action, course)| (action, place(&course))).collect())
}
