//! Nobody gets any number of answers that say that nothing is there: who asked how often for that.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many come back in a second for one session or network.
const PER_SECOND: f64 = 1.0;
/// And for all who come by an onion service and are not signed in: nobody can tell them apart, so they share.
const PER_SECOND_SHARED: f64 = 50.0;
/// The longest that one of these waits when there are too many: they are never refused, or one could lock the others out.
const LONGEST_WAIT: Duration = Duration::from_millis(250);
/// As many of those who ask are remembered.
const MOST_KNOWN: usize = 50_000;

/// The requester of something that does not exist, as far as requesters can be told apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Asker {
    Session(String),
    Network(IpAddr),
    Shared,
}

/// How many are left, and since when.
#[derive(Debug, Clone, Copy)]
struct Left {
    count: f64,
    at: Instant,
}

/// What to do with one more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    Answered,
    Late(Duration),
    Refused(u64),
}

/// Who asked how often for what is not there for them.
#[derive(Default)]
pub struct Misses(Mutex<HashMap<Asker, Left>>);

impl Misses {
    /// Counts one more.
    pub(super) fn count(&self, asker: Asker, most: u32, now: Instant) -> Verdict {
        let shared = asker == Asker::Shared;
        let per_second = if shared { PER_SECOND_SHARED } else { PER_SECOND };
        let most = f64::from(most);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN && !known.contains_key(&asker) {
            let full = |left: &Left| left.count + now.duration_since(left.at).as_secs_f64() >= most;
            known.retain(|_, left| !full(left));
            if known.len() >= MOST_KNOWN {
                known.clear();
            }
        }
        let left = known.entry(asker).or_insert(Left { count: most, at: now });
        let more = now.duration_since(left.at).as_secs_f64() * per_second;
        *left = Left { count: (left.count + more).min(most), at: now };
        if left.count >= 1.0 {
            left.count -= 1.0;
            return Verdict::Answered;
        }
        let missing = (1.0 - left.count) / per_second;
        if shared {
            // What waits is owed: the next waits longer, up to the longest.
            let longest = LONGEST_WAIT.as_secs_f64();
            left.count = (left.count - 1.0).max(1.0 - longest * per_second);
            return Verdict::Late(Duration::from_secs_f64(missing.clamp(0.0, longest)));
        }
        Verdict::Refused(Duration::from_secs_f64(missing.max(0.0)).as_secs() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gets_any_number_and_nobody_is_locked_out_by_others() {
        let (misses, start) = (Misses::default(), Instant::now());
        let ask = |asker: &Asker, at: Duration| misses.count(asker.clone(), 3, start + at);
        let (one, other) = (Asker::Session("a".into()), Asker::Network([192, 0, 2, 1].into()));
        for _ in 0..3 {
            assert_eq!(ask(&one, Duration::ZERO), Verdict::Answered);
        }
        assert_eq!(ask(&one, Duration::ZERO), Verdict::Refused(2));
        assert_eq!(ask(&other, Duration::ZERO), Verdict::Answered, "everybody has their own");
        assert_eq!(ask(&one, Duration::from_millis(500)), Verdict::Refused(1));
        assert_eq!(ask(&one, Duration::from_millis(1_500)), Verdict::Answered);
        // Where nobody can be told from anybody, nobody is refused, and nobody waits for long.
        for _ in 0..10_000 {
            assert!(!matches!(ask(&Asker::Shared, Duration::ZERO), Verdict::Refused(_)));
        }
        assert_eq!(ask(&Asker::Shared, Duration::ZERO), Verdict::Late(LONGEST_WAIT));
        assert_eq!(ask(&Asker::Shared, Duration::from_secs(1)), Verdict::Answered);
    }
}
