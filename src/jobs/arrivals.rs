//! Which requests have arrived and wait for their answer: no deadline fires past one that arrived before it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;

use crate::db::Moment;

/// A request that has waited so long holds no deadline up: its body must arrive within a minute, and the writer's
/// place comes within 20 seconds or not at all.
pub const PATIENCE: TimeDelta = TimeDelta::minutes(5);

thread_local! {
    static HERE: RefCell<Option<Arrivals>> = const { RefCell::new(None) };
}

/// The requests that wait, by arrival. Cheap to clone.
#[derive(Clone, Default)]
pub struct Arrivals(Arc<Mutex<Pending>>);

#[derive(Default)]
struct Pending {
    waiting: BTreeSet<(Moment, u64)>,
    counted: u64,
}

impl Arrivals {
    /// A request that arrived at this moment; it waits until the result is dropped.
    pub fn arrive(&self, at: Moment) -> Waiting {
        let mut pending = self.pending();
        pending.counted += 1;
        let place = (at, pending.counted);
        pending.waiting.insert(place);
        drop(pending);
        Waiting { arrivals: self.clone(), place }
    }

    /// The earliest arrival, not before `since`, that still waits.
    pub fn earliest(&self, since: Moment) -> Option<Moment> {
        self.pending().waiting.range((since, 0)..).next().map(|(at, _)| *at)
    }

    /// While the result lives, what runs on this thread is work of the instance whose requests these are.
    pub fn enter(&self) -> Entered {
        Entered(HERE.replace(Some(self.clone())))
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The earliest arrival of those requests that may change something and still wait, in the instance for which this thread works; what has
/// waited too long holds nothing up.
pub fn waiting(now: Moment) -> Option<Moment> {
    HERE.with_borrow(|here| here.as_ref().and_then(|arrivals| arrivals.earliest(now.plus(-PATIENCE))))
}

/// See [`Arrivals::enter`].
#[must_use = "it ends when it is dropped"]
pub struct Entered(Option<Arrivals>);

impl Drop for Entered {
    fn drop(&mut self) {
        HERE.set(self.0.take());
    }
}

/// A request that waits for its answer, until this is dropped.
#[must_use = "it stops waiting when this is dropped"]
pub struct Waiting {
    arrivals: Arrivals,
    place: (Moment, u64),
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.arrivals.pending().waiting.remove(&self.place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_knows_who_waits_in_the_instance_for_which_it_works() {
        let (one, other) = (Arrivals::default(), Arrivals::default());
        let at = |second| Moment::from_unix_seconds(second).unwrap();
        let (_first, _second) = (one.arrive(at(1_000)), other.arrive(at(2_000)));
        assert_eq!(waiting(at(1_001)), None);
        let outer = one.enter();
        assert_eq!(waiting(at(1_001)), Some(at(1_000)));
        let inner = other.enter();
        assert_eq!(waiting(at(2_001)), Some(at(2_000)));
        assert_eq!(waiting(at(2_000).plus(PATIENCE).plus(TimeDelta::seconds(1))), None);
        drop(inner);
        assert_eq!(waiting(at(1_001)), Some(at(1_000)));
        drop(outer);
        assert_eq!(waiting(at(1_001)), None);
    }

    #[test]
    fn the_earliest_is_told_until_it_is_answered() {
        let arrivals = Arrivals::default();
        let at = |second| Moment::from_unix_seconds(second).unwrap();
        assert_eq!(arrivals.earliest(at(0)), None);
        let later = arrivals.arrive(at(20));
        let (first, same) = (arrivals.arrive(at(10)), arrivals.arrive(at(10)));
        assert_eq!(arrivals.earliest(at(0)), Some(at(10)));
        assert_eq!(arrivals.earliest(at(11)), Some(at(20)), "one that waits too long holds nothing up");
        drop(first);
        assert_eq!(arrivals.earliest(at(0)), Some(at(10)), "two may arrive at one moment");
        drop(same);
        assert_eq!(arrivals.earliest(at(0)), Some(at(20)));
        drop(later);
        assert_eq!(arrivals.earliest(at(0)), None);
    }
}
