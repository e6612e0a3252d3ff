//! How a round begins: until when it runs, who is on its roll, and who of them was told of the text.

use std::collections::{BTreeMap, BTreeSet};

use super::acting::{As, acting};
use super::store::Course;
use super::tell;
use crate::access::{OrganisationKind, Token, Viewer};
use crate::actions;
use crate::closed_days::{self, ClosedDay};
use crate::contributions::Seen;
use crate::db::{Conn, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::language::{due_at, is_shown_twice};
use crate::mandates::Term;
use crate::outbox::{self, EventKind};
use crate::people::{self, Organisation, OrganisationStatus};
use crate::silence::{Called, Deed, Effect, Entry, Position};
use crate::statements::{self, Mode, NewMove, Outcome, Stage, Standing};
use crate::web::typed;

/// The most characters of why a round begins although an organisation was not told.
const LONGEST_WAIVER: usize = 1_000;

/// What tells an organisation of a text that is read.
const NOTICES: [EventKind; 5] = [
    EventKind::StatementMoved,
    EventKind::SilenceBegun,
    EventKind::SilenceReminder,
    EventKind::SilenceBroken,
    EventKind::MoreTimeAnswered,
];

/// An organisation that would be on the roll.
#[derive(Debug, Clone)]
pub(super) struct Callable {
    pub organisation: Organisation,
    /// Whether somebody of it who may act was told of the version that is read.
    pub reached: bool,
}

/// Whether an audience names an organisation of which nobody reads anything, because it has no people with a role.
fn is_addressed(of: &Standing, one: &Organisation) -> Result<bool> {
    let audience = of.current()?.row.audience()?;
    let tokens = [Token::Coalition, Token::Sector(one.kind), Token::Organisation(one.id.clone())];
    let named = tokens.iter().any(|token| audience.tokens().contains(token));
    Ok(named && !audience.except().contains(&one.id))
}

/// Who would be on the roll now; nothing where a member state does not read the text: then no round begins, and nobody is named.
pub(super) fn roll(conn: &mut Conn, of: &Standing, at: Moment) -> Result<Option<Vec<Organisation>>> {
    let members = statements::members(conn, of, at)?;
    let active = people::active(conn)?;
    let mut all: Vec<Organisation> = people::organisations_by_ids(conn, active)?.into_values().collect();
    all.retain(|one| one.status == OrganisationStatus::Active);
    all.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    if of.statement.mode == Mode::SignatoriesOnly {
        let involved = actions::involved(conn, &of.action)?;
        let governs = |one: &Organisation| one.kind == OrganisationKind::Government;
        all.retain(|one| (governs(one) || involved.contains(&one.id)) && members.contains(&one.id));
        return Ok(Some(all));
    }
    all.retain(|one| one.kind == OrganisationKind::Government);
    for one in &all {
        if !members.contains(&one.id) && !is_addressed(of, one)? {
            return Ok(None);
        }
    }
    Ok(Some(all))
}

/// Which of these organisations were told of the version that is read: somebody of them who may act in this opened a notice of it, or
/// mail of it was sent to them, or it took a position on it.
fn reached(
    conn: &mut Conn,
    (of, course): (&Standing, &Course),
    roll: &[Organisation],
    at: Moment,
) -> Result<BTreeSet<OrganisationId>> {
    let text = of.current()?;
    let since = text.row.at();
    let told: BTreeSet<PersonId> = outbox::reached(conn, &NOTICES, of.action.id.as_str(), since)?;
    let spoke = |one: &&Position| one.text == course.procedure.text && !one.recorded;
    let spoken = course.procedure.positions.iter().filter(spoke);
    let mut reached: BTreeSet<OrganisationId> = spoken.map(|one| one.organisation.clone()).collect();
    // Whoever wrote it knows of it.
    reached.extend(of.statement.penholder_id.clone());
    let ids: Vec<OrganisationId> = roll.iter().map(|one| one.id.clone()).collect();
    for person in people::viewers_in(conn, ids, at)? {
        let (Some(id), Some(home)) = (person.person(), person.organisation()) else { continue };
        let reads = text.row.is_readable_by(&person);
        if told.contains(id)
            && reads
            && !reached.contains(home)
            && actions::may_act(conn, &person, &of.action)?
        {
            reached.insert(home.clone());
        }
    }
    Ok(reached)
}

/// Who would be called to a round now. [`Error::Conflict`] where a member state does not read the text.
pub(super) fn callable(conn: &mut Conn, of: (&Standing, &Course), at: Moment) -> Result<Vec<Callable>> {
    let unread = || Error::Conflict(message("conflict-silence-room"));
    let roll = roll(conn, of.0, at)?.ok_or_else(unread)?;
    let reached = reached(conn, of, &roll, at)?;
    let one =
        |organisation: Organisation| Callable { reached: reached.contains(&organisation.id), organisation };
    Ok(roll.into_iter().map(one).collect())
}

/// Until when it is to run, and in which zone that was said. An hour that the clocks skip or show twice is refused: whoever is asked has to
/// know the second.
fn deadline(faults: &mut Fields, new: &NewMove, now: Moment) -> Option<(Moment, &'static str)> {
    let (typed, zone) = (new.deadline.as_deref(), new.zone.as_deref());
    let mut found = Fields::default();
    let due = due_at(&mut found, typed, zone, now);
    for (as_due, sent) in [("due_at", "deadline"), ("due_zone", "zone")] {
        for fault in found.of(as_due) {
            faults.add(sent, fault.clone());
        }
    }
    if due.is_none() && found.0.is_empty() {
        faults.add("deadline", message("fault-missing"));
    }
    let (at, zone) = due?;
    if typed.is_some_and(|typed| is_shown_twice(typed, zone)) {
        faults.add("deadline", message("fault-silence-doubled-hour"));
    }
    // To the second, and never earlier than it was said.
    let second = Moment::from_unix_seconds(at.unix_seconds()).unwrap_or(at);
    if second != at {
        faults.add("deadline", message("fault-silence-second"));
    }
    Some((at, zone))
}

/// On which day that was declared closed a deadline falls, by UTC or by the clocks of its zone; and all stretches of time that such days are.
fn closed(faults: &mut Fields, days: &[ClosedDay], until: Option<(Moment, &'static str)>) -> Vec<Term> {
    let Some((at, zone)) = until else { return Vec::new() };
    if let Some(day) = days.iter().find(|day| day.holds(at, zone)) {
        let refused = message("fault-silence-closed-day").with("date", day.date).with("label", &day.label);
        faults.add("deadline", refused);
    }
    days.iter().flat_map(|day| day.terms(zone)).collect()
}

/// Why the round begins although these were not told, by their slugs.
fn waivers(
    faults: &mut Fields,
    new: &BTreeMap<String, String>,
    roll: &[Callable],
) -> BTreeMap<OrganisationId, String> {
    let mut waived = BTreeMap::new();
    for (slug, reason) in new {
        let known = roll.iter().find(|one| one.organisation.slug == *slug);
        let reason = typed(reason, LONGEST_WAIVER, true);
        match (known, reason) {
            (None, _) => faults.add("waivers", message("fault-no-such-organisation").with("name", slug)),
            (_, Err(fault)) => faults.add("waivers", fault),
            (Some(one), Ok(reason)) => drop(waived.insert(one.organisation.id.clone(), reason)),
        }
    }
    waived
}

/// Begins a round, for the chair: from negotiation, or on the same words once every objection is withdrawn.
pub(super) fn enter(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewMove),
    seen: &Seen,
) -> Result<Outcome> {
    let of = acting(tx, viewer, reference, seen)?;
    let (who, _) = of.who(tx, viewer, As::Chair)?;
    let mut faults = Fields::default();
    let now = tx.now();
    let until = deadline(&mut faults, new, now);
    let closed = closed(&mut faults, &closed_days::upcoming(tx.conn, now)?, until);
    let roll = callable(tx.conn, (&of.of.of, &of.course), now)?;
    let waived = waivers(&mut faults, &new.waivers, &roll);
    faults.into_result(())?;
    let (deadline, zone) = until.ok_or(Error::NotFound)?;
    let pending = statements::pending(tx.conn, of.statement())?;
    let count = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    let called = |one: &Callable| Called {
        organisation: one.organisation.id.clone(),
        reached: one.reached,
        waived: waived.get(&one.organisation.id).cloned().unwrap_or_default(),
    };
    let entry = Entry {
        text: of.course.procedure.text.clone(),
        deadline,
        closed,
        open_brackets: count(pending.brackets),
        ad_referendum: count(pending.ad_ref),
        pending_amendments: count(pending.amendments),
        roll: roll.iter().map(called).collect(),
    };
    let effects = of.decide(tx, &who, &Deed::Enter(entry))?;
    let written = of.write(tx, &effects, (None, zone, ""))?;
    of.log_move(tx, viewer, (None, Stage::Silence))?;
    let opened = |effect: &Effect| match effect {
        Effect::RoundOpened(round) => Some(round.roll.iter().cloned().collect::<Vec<_>>()),
        _ => None,
    };
    if let (Some(id), Some(roll)) = (written.round, effects.iter().find_map(opened)) {
        tell::begun(tx, of.told(), (&id, &roll))?;
    }
    Ok(Outcome::Done)
}
