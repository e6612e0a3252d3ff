//! From an event to what each person is told.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::asks_who::asks_who;
use super::concern::concerns;
use super::{Rhythm, choice};
use crate::access::Viewer;
use crate::db::{Ambient, Conn, Moment, PersonId, Tx};
use crate::error::Result;
use crate::outbox::{self, Cadence, Event, EventKind, Plan, Reader, To, Topic};
use crate::web::AppState;
use crate::{access_requests, flow, people};

/// So many events are told in one round.
const BATCH: i64 = 50;
/// So many people are told in one transaction: nobody who writes waits for longer than these take.
const PART: i64 = 500;
/// Changes of one thing within this time are one message.
const GATHERING: TimeDelta = TimeDelta::minutes(10);
/// Messages of one moment leave at random within so many seconds after it: two mailboxes cannot be matched by when something
/// came. What is urgent has to be there within a minute.
pub(super) const SPREAD: i64 = 5 * 60;
const SPREAD_OF_URGENT: i64 = 40;
/// The same of digests, which also should not all leave at once.
pub(super) const SPREAD_OF_DIGESTS: i64 = 45 * 60;
/// So much somebody may have open before it is looked through for what has settled itself.
const CROWDED: i64 = 50;
/// So many of it are looked through.
const LOOKED_THROUGH: i64 = 200;
/// After how many minutes an event is tried again that could not be told; after the last it is given up.
const AGAIN: [i64; 6] = [1, 5, 15, 60, 360, 1_440];

/// Tells what has happened: each person exactly once, whatever dies meanwhile. Gives how many events there were. What fails
/// is logged, tried again later and given up in the end; it keeps nothing else waiting.
pub(super) fn tell_all(app: &AppState, mails: bool) -> Result<usize> {
    let mut told = 0;
    loop {
        let now = app.ambient().now();
        let events = app.database().read(|conn| outbox::untold(conn, now, BATCH))?;
        for event in &events {
            match tell(app, event, mails) {
                Ok(()) => told += 1,
                Err(error) => {
                    tracing::error!(%error, kind = %event.kind, "an event could not be told");
                    let pause = usize::try_from(event.attempts).ok().and_then(|tried| AGAIN.get(tried));
                    let again = pause.map(|minutes| now.plus(TimeDelta::minutes(*minutes)));
                    app.write_now(|tx| outbox::put_off(tx, event, again))?;
                }
            }
        }
        if events.len() < usize::try_from(BATCH).unwrap_or_default() {
            return Ok(told);
        }
    }
}

/// Tells an event, in as many transactions as it takes.
fn tell(app: &AppState, event: &Event, mails: bool) -> Result<()> {
    while app.write_now(|tx| tell_part(tx, event, mails))? {}
    Ok(())
}

/// Tells the next people; whether there are more.
fn tell_part(tx: &mut Tx<'_>, event: &Event, mails: bool) -> Result<bool> {
    let Some(event) = outbox::standing(tx, event)? else { return Ok(false) };
    let after = event.told_to.as_ref();
    let mut people = match event.to()? {
        To::Organisation(home) => people::open_accounts_after(tx.conn, &home, after, PART)?,
        To::Coalition => people::open_accounts_of_coalition_after(tx.conn, after, PART)?,
        To::Person(person) => vec![person],
        To::Convenors => people::open_accounts_of_secretariat(tx.conn)?,
        To::Requesters => access_requests::requesters(tx.conn, tx.now())?,
    };
    let is_part = matches!(event.to()?, To::Organisation(_) | To::Coalition);
    let is_full = people.len() == usize::try_from(PART).unwrap_or_default();
    let last = people.last().filter(|_| is_part && is_full).cloned();
    // Nobody is told of their own act: neither whoever wrote a text, nor whoever decided that it is released. A day that comes is
    // nobody's act; and whoever decided on the brief of a statement is not whoever moves that.
    let deciders = match (event.kind.topic(), event.kind) {
        (Topic::Deadlines, _) | (_, EventKind::StatementMoved) => Vec::new(),
        _ => flow::deciders(tx.conn, &event.subject)?,
    };
    people.retain(|person| event.actor_id.as_ref() != Some(person) && !deciders.contains(person));
    tell_people(tx, &event, &people, mails)?;
    match last {
        Some(last) => outbox::told_up_to(tx, &event, &last).map(|()| true),
        None => outbox::told(tx, &event).map(|()| false),
    }
}

fn tell_people(tx: &mut Tx<'_>, event: &Event, people: &[PersonId], mails: bool) -> Result<()> {
    let viewers = people::viewers_for(tx.conn, people, tx.now())?;
    let viewers = concerned(tx.conn, tx.now(), event, viewers)?;
    let named: Vec<_> =
        viewers.iter().filter_map(|one| one.person().map(|person| (person, one.organisation()))).collect();
    let topic = event.kind.topic();
    let mut told: Vec<PersonId> = Vec::new();
    let mut mailed: BTreeMap<Cadence, Vec<PersonId>> = BTreeMap::new();
    for ((person, _), choices) in named.iter().zip(choice::choices_of_each(tx.conn, &named)?) {
        let Some(choice) = choices.get(&topic) else { continue };
        if choice.on_dashboard || choice.cadence != Cadence::None {
            told.push((*person).clone());
            mailed.entry(choice.cadence).or_default().push((*person).clone());
        }
    }
    outbox::notify(tx, &told, event)?;
    if mails {
        for (cadence, people) in &mailed {
            plan(tx, people, *cadence, &event.thread, event.kind.is_urgent())?;
        }
    }
    settle_stale(tx, &told, &viewers)
}

/// Those of these whom an event concerns. People of the same rights are asked about once, unless it matters who they are.
fn concerned(conn: &mut Conn, now: Moment, event: &Event, viewers: Vec<Viewer>) -> Result<Vec<Viewer>> {
    let happened = (event.kind, event.subject.clone());
    let asks_who = asks_who(conn, &happened);
    let mut answers: BTreeMap<String, bool> = BTreeMap::new();
    let mut found = Vec::new();
    for viewer in viewers {
        let key = if asks_who { viewer.reading_key() } else { viewer.rights_key() };
        let known = answers.get(&key).copied().filter(|_| !asks_who);
        let is_concerned = match known {
            Some(known) => known,
            None => concerns(conn, now, &viewer, std::slice::from_ref(&happened))?.contains_key(&happened),
        };
        answers.insert(key, is_concerned);
        if is_concerned {
            found.push(viewer);
        }
    }
    Ok(found)
}

/// Plans the messages that tell these people of something.
pub(super) fn plan(
    tx: &mut Tx<'_>,
    people: &[PersonId],
    cadence: Cadence,
    thread: &str,
    urgent: bool,
) -> Result<()> {
    if cadence == Cadence::None || people.is_empty() {
        return Ok(());
    }
    let readers = outbox::readers(tx, people)?;
    let due =
        |reader: &Reader| (reader.person_id.clone(), due_at(tx.ambient(), tx.now(), reader, cadence, urgent));
    let due: Vec<_> = readers.values().map(due).collect();
    let at_once = cadence == Cadence::AtOnce;
    let thread = if at_once { thread } else { "" };
    outbox::plan(tx, &Plan { cadence, thread, due, hastens: urgent && at_once })
}

/// When a message leaves that is planned now.
fn due_at(ambient: &Ambient, now: Moment, reader: &Reader, cadence: Cadence, urgent: bool) -> Moment {
    let next = |weekly| Rhythm::of(reader).next_digest(now, weekly);
    let (from, spread) = match cadence {
        Cadence::AtOnce | Cadence::None if urgent => (now, SPREAD_OF_URGENT),
        Cadence::AtOnce | Cadence::None => (now.plus(GATHERING), SPREAD),
        Cadence::Daily => (next(false), SPREAD_OF_DIGESTS),
        Cadence::Weekly => (next(true), SPREAD_OF_DIGESTS),
    };
    from.plus(spread_over(ambient, spread))
}

/// A time of less than so many seconds, at random.
pub(super) fn spread_over(ambient: &Ambient, seconds: i64) -> TimeDelta {
    let most = seconds * 1_000;
    TimeDelta::milliseconds(i64::from(u32::from_be_bytes(ambient.bytes())) % most)
}

/// Settles what has settled itself, where somebody has so much open that it could hide what has not.
fn settle_stale(tx: &mut Tx<'_>, people: &[PersonId], viewers: &[Viewer]) -> Result<()> {
    let crowded: BTreeSet<PersonId> = outbox::crowded(tx.conn, people, CROWDED)?.into_iter().collect();
    let is_crowded = |viewer: &&Viewer| viewer.person().is_some_and(|person| crowded.contains(person));
    for viewer in viewers.iter().filter(is_crowded) {
        let Some(person) = viewer.person() else { continue };
        let open = outbox::open_of(tx.conn, person, EventKind::ALL, LOOKED_THROUGH)?;
        let happened: Vec<_> = open.iter().map(|one| (one.kind, one.subject.clone())).collect();
        let found = concerns(tx.conn, tx.now(), viewer, &happened)?;
        let stale = open.iter().filter(|one| !found.contains_key(&(one.kind, one.subject.clone())));
        outbox::settle(tx, &stale.map(|one| one.id.clone()).collect::<Vec<_>>())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader() -> Reader {
        Reader {
            person_id: String::from("amina").into(),
            time_zone: "UTC".into(),
            quiet_from: None,
            quiet_until: None,
            handle: String::new(),
            refused_at: None,
            urgent_waits: false,
        }
    }

    #[test]
    fn what_is_urgent_leaves_within_a_minute_and_nothing_leaves_for_all_at_one_moment() {
        let (ambient, now) = (Ambient::system(), Moment::from_unix_seconds(1_780_315_200).unwrap());
        let due = |cadence, urgent| {
            let all: BTreeSet<i64> = (0..50)
                .map(|_| due_at(&ambient, now, &reader(), cadence, urgent).since(now).num_seconds())
                .collect();
            assert!(all.len() > 10, "{cadence} {urgent}: {all:?}");
            (*all.first().unwrap(), *all.last().unwrap())
        };
        let (first, last) = due(Cadence::AtOnce, true);
        assert!(first >= 0 && last <= 40, "{first} {last}");
        let (first, last) = due(Cadence::AtOnce, false);
        assert!(first >= 600 && last < 900 && last - first > 60, "{first} {last}");
        // Whoever chose a summary gets a summary, of what is urgent, too.
        assert_eq!(due(Cadence::Daily, true).0 / 3_600, due(Cadence::Daily, false).0 / 3_600);
    }
}
