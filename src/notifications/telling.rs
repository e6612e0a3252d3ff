//! From an event to what each person is told.

use chrono::TimeDelta;

use super::{Rhythm, choices, concerns};
use crate::access::Viewer;
use crate::db::{PersonId, Tx};
use crate::error::Result;
use crate::outbox::{self, Cadence, Event, To};
use crate::people;
use crate::web::AppState;

/// So many events are told in one round.
const BATCH: i64 = 50;
/// Changes of one thing within this time are one message.
const GATHERING: TimeDelta = TimeDelta::minutes(10);
/// Digests leave at random within so many seconds after their window: not all at once, and none at a time that tells whom
/// it is for.
const JITTER: i64 = 45 * 60;
/// So much somebody may have open before it is looked through for what has settled itself.
const CROWDED: i64 = 50;

/// Tells what has happened, each event in one transaction: exactly once, whatever dies meanwhile. Gives how many there were.
/// What fails is logged, keeps nothing else waiting, and is tried again in the next round.
pub(super) fn tell_all(app: &AppState, mails: bool) -> Result<usize> {
    let mut told = 0;
    loop {
        let events = app.database().read(|conn| outbox::untold(conn, BATCH))?;
        let before = told;
        for event in &events {
            match app.write_now(|tx| tell(tx, event, mails)) {
                Ok(()) => told += 1,
                Err(error) => tracing::error!(%error, kind = %event.kind, "an event could not be told"),
            }
        }
        if told - before < usize::try_from(BATCH).unwrap_or_default() {
            return Ok(told);
        }
    }
}

fn tell(tx: &mut Tx<'_>, event: &Event, mails: bool) -> Result<()> {
    if !outbox::take(tx, event)? {
        return Ok(());
    }
    let people = match event.to()? {
        To::Organisation(home) => people::open_accounts(tx.conn, &home)?,
        To::Person(person) => vec![person],
        To::Convenors => people::open_accounts_of_secretariat(tx.conn)?,
        To::Everybody => people::all_open_accounts(tx.conn)?,
    };
    // Nobody is told of their own act.
    for person in people.into_iter().filter(|person| event.actor_id.as_ref() != Some(person)) {
        tell_one(tx, event, &person, mails)?;
    }
    Ok(())
}

fn tell_one(tx: &mut Tx<'_>, event: &Event, person: &PersonId, mails: bool) -> Result<()> {
    let viewer = people::viewer_for(tx.conn, person, tx.now())?;
    let happened = (event.kind, event.subject.clone());
    if !concerns(tx.conn, tx.now(), &viewer, std::slice::from_ref(&happened))?.contains_key(&happened) {
        return Ok(());
    }
    let chosen = choices(tx.conn, person, viewer.organisation())?;
    let Some(choice) = chosen.get(&event.kind.topic()) else { return Ok(()) };
    if !choice.on_dashboard && choice.cadence == Cadence::None {
        return Ok(());
    }
    outbox::notify(tx, person, event, choice.on_dashboard)?;
    if mails {
        plan(tx, person, choice.cadence, &event.thread)?;
    }
    settle_stale(tx, person, &viewer)
}

/// Plans the message that tells of it.
pub(super) fn plan(tx: &mut Tx<'_>, person: &PersonId, cadence: Cadence, thread: &str) -> Result<()> {
    if cadence == Cadence::None {
        return Ok(());
    }
    let reader = outbox::with_secret(tx, person)?;
    let weekly = match cadence {
        Cadence::AtOnce | Cadence::None => {
            return outbox::plan(tx, person, cadence, thread, tx.after(GATHERING));
        }
        Cadence::Daily => false,
        Cadence::Weekly => true,
    };
    let jitter = i64::from(u32::from_be_bytes(tx.ambient().bytes())) % JITTER;
    let window = Rhythm::of(&reader).next_digest(tx.now(), weekly);
    outbox::plan(tx, person, cadence, "", window.plus(TimeDelta::seconds(jitter)))
}

/// Settles what has settled itself, where somebody has so much open that it could hide what has not.
fn settle_stale(tx: &mut Tx<'_>, person: &PersonId, viewer: &Viewer) -> Result<()> {
    let open = outbox::open_of(tx.conn, person, 4 * CROWDED)?;
    if open.len() < usize::try_from(CROWDED).unwrap_or_default() {
        return Ok(());
    }
    let happened: Vec<_> = open.iter().map(|one| (one.kind, one.subject.clone())).collect();
    let found = concerns(tx.conn, tx.now(), viewer, &happened)?;
    let stale = open.iter().filter(|one| !found.contains_key(&(one.kind, one.subject.clone())));
    outbox::settle(tx, &stale.map(|one| one.id.clone()).collect::<Vec<_>>())
}
