//! The queue of those whose password is to be checked.
//!
//! Passwords are checked one at a time: each check takes 19 MiB and a good part of a core. So the queue decides who can
//! sign in while somebody guesses:
//!
//! - Known people (a remembered browser, a session, an invitation) and strangers take turns, a turn each.
//! - Networks take turns among themselves, and so do the accounts that one network asks for. Guesses at one account wait
//!   behind each other, and so do guesses from one network; they delay nobody else by more than one check for each turn.
//! - Among those who ask for one account from one network nothing tells the owner from somebody who guesses, so the next
//!   one is drawn by lot: whoever asks most often has no better place, and the order of arrival cannot be played with.
//! - Each place has its pause between two checks. It bounds guessing; the checks of others fill it.
//!
//! Waiting is asynchronous and holds no thread. Whether an account exists is not known here.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::accounts::passwords::Memory;
use crate::db::Ambient;
use crate::error::{Error, Result};
use crate::jobs::guarded;

/// So many may wait at once. Each holds a connection, which readers need too.
const MOST: usize = 512;
/// So many may wait at one place; of more, one of those who ask for the account most asked for is turned away.
const MOST_OF_ONE: usize = 256;
/// Whoever waited so long is turned away, and can try again.
const LONGEST: Duration = Duration::from_secs(25);
/// What those who are turned away are told to wait, in seconds.
const AGAIN: u64 = 2;

/// Where somebody stands in the queue, as far as that can be told.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    /// A browser that was remembered, a session, an invitation: by its hash or id.
    Known(String),
    /// A network with an address of its own.
    Network(String),
    /// Everybody whose address tells nothing: an onion service, a proxy that is not trusted.
    Anywhere,
}

impl Origin {
    fn is_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// The least time between two checks for one place. Where all strangers look alike it is short: whoever guesses there
    /// is not told from an owner, and a longer pause would keep the owner out as well.
    fn pause(&self) -> Duration {
        match self {
            Self::Known(_) | Self::Network(_) => Duration::from_millis(250),
            Self::Anywhere => Duration::from_millis(30),
        }
    }
}

struct Job {
    until: Instant,
    /// Gone when nobody waits for the answer any more.
    asker: Weak<()>,
    work: Box<dyn FnOnce(&mut Memory) + Send>,
}

/// Those who ask for one account from one place.
struct Line {
    since: u64,
    jobs: Vec<Job>,
}

/// Those who ask from one place, by account.
#[derive(Default)]
struct Crowd {
    since: u64,
    free_at: Option<Instant>,
    lines: HashMap<String, Line>,
}

impl Crowd {
    fn count(&self) -> usize {
        self.lines.values().map(|line| line.jobs.len()).sum()
    }

    /// Takes one away by lot, of those who ask for the account that most ask for.
    fn turn_one_away(&mut self, lot: usize) {
        let longest = self.lines.values().map(|line| line.jobs.len()).max().unwrap_or_default();
        let mut most: Vec<&mut Line> =
            self.lines.values_mut().filter(|line| line.jobs.len() == longest).collect();
        let count = most.len().max(1);
        if let Some(line) = most.get_mut(lot % count)
            && longest > 0
        {
            line.jobs.swap_remove(lot % longest);
        }
        self.lines.retain(|_, line| !line.jobs.is_empty());
    }

    /// Takes the next one: of the account whose turn it is, by lot.
    fn take(&mut self, turn: u64, lot: usize) -> Option<Job> {
        let account = self.lines.iter().min_by_key(|(_, line)| line.since)?.0.clone();
        let line = self.lines.get_mut(&account)?;
        let job = line.jobs.swap_remove(lot % line.jobs.len().max(1));
        line.since = turn;
        if line.jobs.is_empty() {
            self.lines.remove(&account);
        }
        Some(job)
    }
}

/// What the worker does next.
enum Next {
    Work(Job),
    Pause(Duration),
    Nothing,
}

#[derive(Default)]
struct Waiting {
    crowds: HashMap<Origin, Crowd>,
    /// Counts up with every arrival and turn: whoever has the lowest is next.
    turn: u64,
    known_was_last: bool,
    closed: bool,
}

impl Waiting {
    fn next_turn(&mut self) -> u64 {
        self.turn += 1;
        self.turn
    }

    fn add(&mut self, origin: Origin, account: String, job: Job, lot: usize) {
        let turn = self.next_turn();
        let crowd = self.crowds.entry(origin).or_default();
        if crowd.lines.is_empty() {
            crowd.since = turn;
        }
        let line = crowd.lines.entry(account).or_insert_with(|| Line { since: turn, jobs: Vec::new() });
        line.jobs.push(job);
        if crowd.count() > MOST_OF_ONE {
            crowd.turn_one_away(lot);
        }
        if self.crowds.values().map(Crowd::count).sum::<usize>() > MOST
            && let Some(largest) = self.crowds.values_mut().max_by_key(|crowd| crowd.count())
        {
            largest.turn_one_away(lot);
        }
    }

    /// Takes away those who waited too long or went away, and places that nobody asks from.
    fn tidy(&mut self, now: Instant) {
        for crowd in self.crowds.values_mut() {
            for line in crowd.lines.values_mut() {
                line.jobs.retain(|job| now < job.until && job.asker.strong_count() > 0);
            }
            crowd.lines.retain(|_, line| !line.jobs.is_empty());
        }
        self.crowds
            .retain(|_, crowd| !crowd.lines.is_empty() || crowd.free_at.is_some_and(|free_at| now < free_at));
    }

    fn next(&mut self, now: Instant, lot: usize) -> Next {
        self.tidy(now);
        let free = |crowd: &Crowd| crowd.free_at.is_none_or(|free_at| free_at <= now);
        let ready = self.crowds.iter().filter(|(_, crowd)| !crowd.lines.is_empty() && free(crowd));
        let again = self.known_was_last;
        let chosen = ready.min_by_key(|(origin, crowd)| (origin.is_known() == again, crowd.since));
        let Some(origin) = chosen.map(|(origin, _)| origin.clone()) else {
            let waiting = self.crowds.values().filter(|crowd| !crowd.lines.is_empty());
            let soonest = waiting.filter_map(|crowd| crowd.free_at).min();
            return soonest.map_or(Next::Nothing, |at| Next::Pause(at.saturating_duration_since(now)));
        };
        let turn = self.next_turn();
        let job = self.crowds.get_mut(&origin).and_then(|crowd| {
            crowd.since = turn;
            crowd.free_at = Some(now + origin.pause());
            crowd.take(turn, lot)
        });
        self.known_was_last = origin.is_known();
        job.map_or(Next::Nothing, Next::Work)
    }
}

struct Shared {
    waiting: Mutex<Waiting>,
    changed: Condvar,
    ambient: Ambient,
}

impl Shared {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lot(&self) -> usize {
        usize::from_le_bytes(self.ambient.bytes())
    }

    /// The next job, as soon as there is one; nothing when the queue has been closed.
    fn next(&self) -> Option<Job> {
        let mut waiting = self.waiting();
        while !waiting.closed {
            let lot = self.lot();
            waiting = match waiting.next(Instant::now(), lot) {
                Next::Work(job) => return Some(job),
                Next::Pause(pause) => {
                    self.changed.wait_timeout(waiting, pause).unwrap_or_else(PoisonError::into_inner).0
                }
                Next::Nothing => self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner),
            };
        }
        None
    }
}

/// The queue with its one worker. The worker ends when the queue is dropped.
pub(super) struct Queue {
    shared: Arc<Shared>,
    worker: Option<JoinHandle<()>>,
}

impl Queue {
    pub(super) fn start(ambient: Ambient) -> Result<Self> {
        let shared = Arc::new(Shared { waiting: Mutex::default(), changed: Condvar::new(), ambient });
        let served = Arc::clone(&shared);
        let body = move || {
            let mut memory = Memory::default();
            while let Some(job) = served.next() {
                // A panic fails this one check. The queue goes on: without it nobody could sign in any more.
                let done = guarded(|| {
                    (job.work)(&mut memory);
                    Ok(())
                });
                if let Err(error) = done {
                    tracing::error!(%error, "a password was not checked");
                    memory = Memory::default();
                }
            }
        };
        let worker = std::thread::Builder::new().name("passwords".into()).spawn(body);
        Ok(Self { shared, worker: Some(worker.map_err(Error::internal)?) })
    }

    /// Does `work` when it is this one's turn. [`Error::TooMany`] where too many wait, or for too long.
    pub(super) async fn take_turn<T: Send + 'static>(
        &self,
        origin: Origin,
        account: String,
        work: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let asker = Arc::new(());
        let work = Box::new(move |memory: &mut Memory| drop(answer.send(work(memory))));
        let job = Job { until: Instant::now() + LONGEST, asker: Arc::downgrade(&asker), work };
        let lot = self.shared.lot();
        self.shared.waiting().add(origin, account, job, lot);
        self.shared.changed.notify_one();
        let done = answered.await.map_err(|_| Error::TooMany(AGAIN));
        drop(asker);
        done
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.shared.waiting().closed = true;
        self.shared.changed.notify_one();
        if let Some(worker) = self.worker.take()
            && worker.join().is_err()
        {
            tracing::error!("the thread that checks passwords has panicked");
        }
    }
}

#[cfg(test)]
mod tests;
