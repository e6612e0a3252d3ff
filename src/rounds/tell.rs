//! Who is told of what happens in a round. Nothing that is told names anybody: whom it concerns is asked again when it is told (`news`).

use super::store::Course;
use crate::db::{OrganisationId, PersonId, PositionId, RoundId, Tx};
use crate::error::Result;
use crate::outbox::{self, EventKind, To};
use crate::silence::{Effect, Procedure};
use crate::statements::Statement;

/// Of which statement something is told, and who did it, if anybody.
pub(super) type Of<'a> = (&'a Statement, Option<&'a PersonId>);

fn tell(tx: &mut Tx<'_>, (of, by): Of<'_>, kind: EventKind, subject: &str, to: &To) -> Result<()> {
    outbox::tell(tx, kind, (subject, of.contribution_id.as_str()), to, by)
}

fn tell_each<'a>(
    tx: &mut Tx<'_>,
    of: Of<'_>,
    kind: EventKind,
    subject: &str,
    to: impl IntoIterator<Item = &'a OrganisationId>,
) -> Result<()> {
    to.into_iter().try_for_each(|one| tell(tx, of, kind, subject, &To::Organisation(one.clone())))
}

/// A round begins: whoever is asked is told, and whoever reads the text that it was moved on.
pub(super) fn begun(tx: &mut Tx<'_>, of: Of<'_>, (id, roll): (&RoundId, &[OrganisationId])) -> Result<()> {
    tell_each(tx, of, EventKind::SilenceBegun, id.as_str(), roll)?;
    moved(tx, of)
}

/// Where the statement is has changed, for all who read its text.
pub(super) fn moved(tx: &mut Tx<'_>, of: Of<'_>) -> Result<()> {
    tell(tx, of, EventKind::StatementMoved, of.0.contribution_id.as_str(), &To::Coalition)
}

/// A round ended without an adoption: those on its roll and the chair are told at once.
pub(super) fn broken(tx: &mut Tx<'_>, of: Of<'_>, course: &Course) -> Result<()> {
    let Some(round) = course.rows.round() else { return Ok(()) };
    let roll = course.procedure.round().map(|round| &round.roll).into_iter().flatten();
    tell_each(tx, of, EventKind::SilenceBroken, round.id.as_str(), roll)?;
    tell(tx, of, EventKind::SilenceBroken, round.id.as_str(), &To::Convenors)?;
    moved(tx, of)
}

/// An objection is withdrawn: the chair can begin again, or the penholder goes on.
pub(super) fn objection_withdrawn(tx: &mut Tx<'_>, of: Of<'_>, course: &Course) -> Result<()> {
    let Some(round) = course.rows.round() else { return Ok(()) };
    let kind = EventKind::ObjectionWithdrawn;
    tell(tx, of, kind, round.id.as_str(), &To::Convenors)?;
    tell_each(tx, of, kind, round.id.as_str(), of.0.penholder_id.as_ref())
}

/// Somebody asks for more time.
pub(super) fn more_time_asked(tx: &mut Tx<'_>, of: Of<'_>, course: &Course) -> Result<()> {
    let Some(round) = course.rows.round() else { return Ok(()) };
    tell(tx, of, EventKind::MoreTimeAsked, round.id.as_str(), &To::Convenors)
}

/// What follows of requests for more time: of a deadline that moves all on the roll are told, else whoever was answered.
pub(super) fn more_time_answered(
    tx: &mut Tx<'_>,
    of: Of<'_>,
    (course, effects): (&Course, &[Effect]),
) -> Result<()> {
    let Some(round) = course.rows.round() else { return Ok(()) };
    let moves = effects.iter().any(|one| matches!(one, Effect::DeadlineMoved(_)));
    let answered = |effect: &Effect| match effect {
        Effect::MoreTimeAnswered(whose, ..) => Some(whose.clone()),
        _ => None,
    };
    let to: Vec<OrganisationId> = if moves {
        course.procedure.round().map(|round| round.roll.iter().cloned().collect()).unwrap_or_default()
    } else {
        effects.iter().filter_map(answered).collect()
    };
    tell_each(tx, of, EventKind::MoreTimeAnswered, round.id.as_str(), &to)
}

/// A deadline did something by itself.
pub(super) fn settled(
    tx: &mut Tx<'_>,
    of: &Statement,
    (course, effects): (&Course, &[Effect]),
) -> Result<()> {
    let nobody = (of, None);
    if !effects.iter().any(|one| matches!(one, Effect::Moved(_))) {
        return more_time_answered(tx, nobody, (course, effects));
    }
    let Some(round) = course.rows.round() else { return Ok(()) };
    tell(tx, nobody, EventKind::StatementAdopted, round.id.as_str(), &To::Coalition)
}

/// Whoever has said nothing that counts is reminded, and nobody else.
pub(super) fn unheard(
    tx: &mut Tx<'_>,
    of: &Statement,
    (round, procedure): (&RoundId, &Procedure),
) -> Result<()> {
    tell_each(tx, (of, None), EventKind::SilenceReminder, round.as_str(), procedure.unheard())
}

/// Something of a position concerns one organisation.
pub(super) fn one(
    tx: &mut Tx<'_>,
    of: Of<'_>,
    kind: EventKind,
    (position, to): (&PositionId, &OrganisationId),
) -> Result<()> {
    tell(tx, of, kind, position.as_str(), &To::Organisation(to.clone()))
}
