//! What of rounds is news to whom.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{PositionRow, RoundRow};
use super::store::{self, Course};
use super::{clock, view};
use crate::access::{Act, Viewer, permits};
use crate::db::{Conn, ContributionId, OrganisationId};
use crate::error::Result;
use crate::outbox::EventKind;
use crate::silence::{Outcome, Procedure};
use crate::statements::{self, Asked, Stage, Statement, known_to};

/// Events of a round.
const ROUNDS: [EventKind; 7] = [
    EventKind::SilenceBegun,
    EventKind::SilenceReminder,
    EventKind::SilenceBroken,
    EventKind::ObjectionWithdrawn,
    EventKind::MoreTimeAsked,
    EventKind::MoreTimeAnswered,
    EventKind::StatementAdopted,
];
/// Events of one position.
const POSITIONS: [EventKind; 3] =
    [EventKind::PositionRecorded, EventKind::ConditionSet, EventKind::ConditionAnswered];

fn subjects(of: &[(EventKind, String)], kinds: &[EventKind]) -> Vec<String> {
    let named = of.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, id)| id.clone());
    named.collect::<BTreeSet<_>>().into_iter().collect()
}

/// As whom somebody is told.
struct Reader<'a> {
    home: &'a OrganisationId,
    /// Whether they act for their organisation.
    acts: bool,
    chairs: bool,
}

impl Reader<'_> {
    /// What a round is to them now: it is the newest of its statement, or nothing any more.
    fn of_round(&self, of: &Statement, (round, procedure): (&RoundRow, &Procedure)) -> Vec<EventKind> {
        let Some(now) = procedure.round().filter(|now| i64::from(now.number) == i64::from(round.number))
        else {
            return Vec::new();
        };
        let called = self.acts && now.roll.contains(self.home);
        let outcome = now.ended.map(|ended| ended.outcome);
        let open = procedure.open_round().is_some();
        let broken = matches!(outcome, Some(Outcome::Broken | Outcome::Void)) && of.stage == Stage::Broken;
        let stands = procedure.objections().next().is_some();
        let holds = self.acts && of.penholder_id.as_ref() == Some(self.home);
        let theirs = now.requests.iter().find(|one| one.organisation == *self.home);
        let answered = theirs.is_some_and(|one| one.answer.is_some()) || now.extended > 0;
        let all = [
            (EventKind::SilenceBegun, open && called),
            (EventKind::SilenceReminder, open && called && procedure.unheard().contains(&self.home)),
            (EventKind::SilenceBroken, broken && (called || self.chairs)),
            (EventKind::ObjectionWithdrawn, broken && !stands && (self.chairs || holds)),
            (EventKind::MoreTimeAsked, open && self.chairs && now.open_requests().next().is_some()),
            (EventKind::MoreTimeAnswered, open && called && answered),
            (EventKind::StatementAdopted, outcome == Some(Outcome::Adopted)),
        ];
        all.into_iter().filter(|(_, is)| *is).map(|(kind, _)| kind).collect()
    }

    /// What a position is to them now.
    fn of_position(
        &self,
        of: &Statement,
        row: &PositionRow,
        (procedure, current): (Option<&Procedure>, bool),
    ) -> Option<EventKind> {
        let own = self.acts && row.organisation_id == *self.home;
        if row.recorded {
            let waits = procedure.and_then(|procedure| procedure.unconfirmed(&row.organisation_id));
            let waits = waits.is_some_and(|(number, _)| usize::try_from(row.ordinal).ok() == Some(number));
            let open = procedure.is_some_and(|procedure| procedure.open_round().is_some());
            return (own && waits && open).then_some(EventKind::PositionRecorded);
        }
        if row.accepted.is_some() {
            return (own && current).then_some(EventKind::ConditionAnswered);
        }
        let holds = self.acts && of.penholder_id.as_ref() == Some(self.home);
        let open = current && of.stage == Stage::Negotiation;
        (holds && open).then_some(EventKind::ConditionSet)
    }
}

/// What is known of the statements of which something is told.
struct Known {
    statements: Vec<Statement>,
    courses: BTreeMap<ContributionId, Course>,
    versions: BTreeMap<ContributionId, ContributionId>,
}

impl Known {
    /// Those that the viewer may know of. A fixed number of statements.
    fn load(conn: &mut Conn, viewer: &Viewer, actions: Vec<String>) -> Result<Self> {
        let statements = known_to(conn, viewer, Asked::Among(actions))?;
        let versions = statements::versions_of(conn, &statements)?;
        let now = clock::now(viewer.at());
        let mut courses = store::newest(conn, &statements)?;
        for course in courses.values_mut() {
            course.procedure = view::settled(&course.procedure, now);
        }
        Ok(Self { statements, courses, versions: versions.into_iter().collect() })
    }
}

/// Those of these events that concern the viewer now, each with the reference of the statement. A fixed number of statements.
pub fn news_of(
    conn: &mut Conn,
    viewer: &Viewer,
    of: &[(EventKind, String)],
) -> Result<Vec<(EventKind, String, String)>> {
    let (acts, chairs) = (permits(viewer, Act::JoinAction), permits(viewer, Act::ChairStatement));
    let (rounds, positions) = (subjects(of, &ROUNDS), subjects(of, &POSITIONS));
    let asked = (acts || chairs) && !(rounds.is_empty() && positions.is_empty());
    let Some(home) = viewer.organisation().filter(|_| asked) else { return Ok(Vec::new()) };
    let reader = Reader { home, acts, chairs };
    let rounds = store::rounds(conn, rounds)?;
    let positions = store::positions(conn, positions)?;
    let actions = rounds.iter().map(|one| &one.contribution_id);
    let actions = actions.chain(positions.iter().map(|one| &one.contribution_id));
    let actions: BTreeSet<String> = actions.map(|id| id.as_str().to_owned()).collect();
    let known = Known::load(conn, viewer, actions.into_iter().collect())?;
    let mut news = Vec::new();
    for one in &known.statements {
        let (action, called) = (&one.contribution_id, one.reference.clone());
        let procedure = known.courses.get(action).map(|course| &course.procedure);
        for round in rounds.iter().filter(|round| round.contribution_id == *action) {
            let kinds = procedure.map(|procedure| reader.of_round(one, (round, procedure)));
            let told = |kind| (kind, round.id.as_str().to_owned(), called.clone());
            news.extend(kinds.into_iter().flatten().map(told));
        }
        for row in positions.iter().filter(|row| row.contribution_id == *action) {
            let current = known.versions.get(action) == Some(&row.version_id);
            let kind = reader.of_position(one, row, (procedure, current));
            news.extend(kind.map(|kind| (kind, row.id.as_str().to_owned(), called.clone())));
        }
    }
    Ok(news)
}

/// The actions that the statements are of which such events tell, by the subjects of the events: as far as the viewer may know of them. A
/// fixed number of statements.
pub fn actions_of(
    conn: &mut Conn,
    viewer: &Viewer,
    of: Vec<String>,
) -> Result<Vec<(String, ContributionId)>> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let rounds = store::rounds(conn, of.clone())?.into_iter();
    let mut named: Vec<(String, ContributionId)> =
        rounds.map(|one| (one.id.as_str().to_owned(), one.contribution_id)).collect();
    let positions = store::positions(conn, of)?.into_iter();
    named.extend(positions.map(|one| (one.id.as_str().to_owned(), one.contribution_id)));
    let ids: BTreeSet<String> = named.iter().map(|(_, action)| action.as_str().to_owned()).collect();
    let known = known_to(conn, viewer, Asked::Among(ids.into_iter().collect()))?;
    named.retain(|(_, action)| known.iter().any(|one| one.contribution_id == *action));
    Ok(named)
}
