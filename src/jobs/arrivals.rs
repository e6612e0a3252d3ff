//! Which requests have arrived and wait for their answer: no deadline fires past one that arrived before it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::db::Moment;

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

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
