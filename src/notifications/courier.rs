//! The work that the program does by itself: tells what happened, and sends what is due.

use std::collections::VecDeque;
use std::sync::Mutex;

use chrono::TimeDelta;

use super::compose::{Composed, Ready, compose};
use super::endings::{Endings, lock};
use super::telling::{self, SPREAD_OF_DIGESTS, spread_over};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::jobs::guarded;
use crate::mail::{Failure, Mailer};
use crate::outbox::{self, Message};
use crate::web::AppState;

/// After how many minutes a message is tried again that was not taken; after the last it has failed.
const AGAIN: [i64; 9] = [1, 5, 15, 60, 180, 360, 720, 1_440, 1_440];

/// So many messages are claimed at once for each connection: few enough to be sent long before a claim is given up.
const AHEAD: usize = 4;

/// What came of the messages that were claimed at once.
#[derive(Default)]
struct Round {
    taken: usize,
    /// In a way that says nothing of the one message.
    relay_fails: bool,
}

/// Tells and sends.
pub struct Courier {
    app: AppState,
    mailer: Option<Mailer>,
}

impl Courier {
    /// A courier of this instance; `mailer` is nothing where nobody gets mail.
    pub fn new(app: AppState, mailer: Option<Mailer>) -> Self {
        Self { app, mailer }
    }

    /// Lets go of what a process was sending that is gone, and spreads the digests that became due meanwhile. Before anything
    /// is sent.
    pub fn begin(&self) -> Result<()> {
        self.app.write_now(|tx| {
            outbox::release_claims(tx)?;
            outbox::spread_digests(tx, |ambient| spread_over(ambient, SPREAD_OF_DIGESTS))
        })
    }

    /// Tells what has happened; how many events there were.
    pub fn tell(&self) -> Result<usize> {
        telling::tell_all(&self.app, self.mailer.is_some())
    }

    /// Sends all that is due now; how many messages were taken. Looking takes no writer's place where nothing is due.
    pub fn deliver(&self) -> Result<usize> {
        let Some(mailer) = &self.mailer else { return Ok(0) };
        mailer.close_idle();
        let mut taken = 0;
        loop {
            let claimed = self.claim(mailer.at_once() * AHEAD)?;
            if claimed.is_empty() {
                return Ok(taken);
            }
            let round = self.round(mailer, claimed)?;
            taken += round.taken;
            if round.relay_fails {
                // The others would fail alike: they wait for the next round.
                return Ok(taken);
            }
        }
    }

    /// Sends what was claimed by as many connections as there may be. What is left where the relay fails is let go.
    fn round(&self, mailer: &Mailer, claimed: Vec<Message>) -> Result<Round> {
        let (queue, endings) =
            (Mutex::new(VecDeque::from(claimed)), Endings::new(|work| self.app.write_now(work)));
        let next = || lock(&queue).pop_front();
        let work = || {
            let mut done = Round::default();
            while let Some(message) = (!done.relay_fails).then(next).flatten() {
                match self.settle(mailer, &endings, message) {
                    Ok(None) => done.taken += 1,
                    Ok(Some(failure)) => done.relay_fails |= fails_for_all(failure),
                    Err(error) => tracing::error!(%error, "a message could not be sent"),
                }
            }
            done
        };
        let done: Vec<Round> = std::thread::scope(|scope| {
            let working: Vec<_> = (0..mailer.at_once()).map(|_| scope.spawn(work)).collect();
            let panicked = |_| {
                tracing::error!("a panic while sending");
                Round::default()
            };
            working.into_iter().map(|one| one.join().unwrap_or_else(panicked)).collect()
        });
        let left = std::mem::take(&mut *lock(&queue));
        if !left.is_empty() {
            self.app.write_now(|tx| left.iter().try_for_each(|one| outbox::postpone(tx, one, one.due_at)))?;
        }
        Ok(done.into_iter().fold(Round::default(), |all, one| Round {
            taken: all.taken + one.taken,
            relay_fails: all.relay_fails || one.relay_fails,
        }))
    }

    fn claim(&self, most: usize) -> Result<Vec<Message>> {
        let (now, most) = (self.app.ambient().now(), i64::try_from(most).map_err(Error::internal)?);
        let due = self.app.database().read(|conn| outbox::due(conn, now, most))?;
        if due.is_empty() {
            return Ok(due);
        }
        self.app.write_now(|tx| {
            let claimed = due.into_iter().map(|message| outbox::claim(tx, message));
            claimed.filter_map(Result::transpose).collect()
        })
    }

    /// Sends one message. A fault of ours before it is taken is like one of the relay's: it is written down and the message
    /// tried again a few times, so that no message is tried for ever.
    fn settle(&self, mailer: &Mailer, endings: &Endings<'_>, message: Message) -> Result<Option<Failure>> {
        guarded(|| self.send(mailer, endings, message.clone())).or_else(|error| {
            tracing::error!(%error, "a message could not be made");
            let failure = Failure::Fault;
            self.app.write_now(|tx| failed(tx, &message, failure).map(|()| Some(failure)))
        })
    }

    /// Sends one message and writes down at once what became of it. A message that is not to be sent counts as taken. One that
    /// the relay has taken is no fault if that cannot be written down: it stays claimed, and is sent again only once
    /// the claim has lapsed.
    fn send(&self, mailer: &Mailer, endings: &Endings<'_>, message: Message) -> Result<Option<Failure>> {
        let composed = self.app.database().read(|conn| compose(&self.app, conn, &message))?;
        let Ready { letter, told, more } = match composed {
            Composed::Nothing { stale, more } => {
                let ends = move |tx: &mut Tx<'_>| {
                    outbox::set_mailed(tx, &stale)?;
                    outbox::end(tx, &message, false)?;
                    let now = tx.now();
                    if more { outbox::plan_held(tx, &message.person_id, now) } else { Ok(()) }
                };
                return endings.write(ends).map(|()| None);
            }
            Composed::Later(at) => {
                return endings.write(move |tx| outbox::postpone(tx, &message, at)).map(|()| None);
            }
            Composed::Held(at) => {
                return endings.write(move |tx| outbox::hold(tx, &message, at)).map(|()| None);
            }
            Composed::Ready(ready) => *ready,
        };
        if let Err(failure) = mailer.send(&letter)? {
            endings.write(move |tx| failed(tx, &message, failure))?;
            return Ok(Some(failure));
        }
        let written = endings.write(move |tx| {
            outbox::set_mailed(tx, &told)?;
            outbox::end(tx, &message, true)?;
            let now = tx.now();
            if more { outbox::plan_held(tx, &message.person_id, now) } else { Ok(()) }
        });
        if let Err(error) = written {
            tracing::error!(%error, "a message was taken, and that could not be written down");
        }
        Ok(None)
    }
}

/// Whether a failure says nothing of the one message.
fn fails_for_all(failure: Failure) -> bool {
    match failure {
        Failure::Unreachable | Failure::Certificate | Failure::Slow | Failure::Login | Failure::Spool => true,
        Failure::Deferred | Failure::Refused | Failure::Address | Failure::Letters | Failure::Fault => false,
    }
}

fn failed(tx: &mut Tx<'_>, message: &Message, failure: Failure) -> Result<()> {
    if failure.ends_mail() {
        outbox::set_refused(tx, &message.person_id, Some(tx.now()))?;
    }
    let tried = usize::try_from(message.attempts).unwrap_or_default();
    let pause = AGAIN.get(tried).filter(|_| failure.may_pass());
    let [more] = tx.ambient().bytes::<1>();
    // Up to a fifth longer, so that what failed together does not come back together.
    let again =
        pause.map(|minutes| tx.after(TimeDelta::seconds(minutes * (60 + i64::from(more) * 12 / 255))));
    outbox::retry(tx, message, failure, again)
}
