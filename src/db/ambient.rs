//! What the program takes from the world around it: the time and chance. Both are handed in, so that a test
//! can hold them still.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::Moment;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// This moment, in UTC.
    fn now(&self) -> Moment;
}

/// Fills bytes with chance fit for keys and tokens.
pub trait Randomness: Send + Sync {
    /// Fills the whole slice.
    fn fill(&self, bytes: &mut [u8]);
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one home of the wall clock")]
    fn now(&self) -> Moment {
        Moment::from(chrono::Utc::now())
    }
}

/// Another clock, set so far ahead, or behind: for a demonstration in which deadlines are to be seen to fall due, or have.
struct ClockAhead {
    of: Arc<dyn Clock>,
    by: TimeDelta,
}

impl Clock for ClockAhead {
    fn now(&self) -> Moment {
        self.of.now().plus(self.by)
    }
}

/// The operating system's randomness. Ends the process where the system gives none: nothing safe can follow.
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    #[expect(clippy::disallowed_methods, reason = "the one home of the machine's randomness")]
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            tracing::error!(%error, "the operating system gives no randomness");
            std::process::abort();
        }
    }
}

/// A clock that a test moves by hand.
pub struct FixedClock(Mutex<Moment>);

impl FixedClock {
    /// A clock that stands at `start`.
    pub fn at(start: Moment) -> Self {
        Self(Mutex::new(start))
    }

    /// Moves the hands forward.
    pub fn advance(&self, by: TimeDelta) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.plus(by);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The same bytes in every run: for tests and benchmarks, never for a real instance.
pub struct SeededRandomness {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededRandomness {
    /// Bytes that follow from `seed` alone.
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: AtomicU64::new(0) }
    }
}

impl Randomness for SeededRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let mut hash = Sha256::new();
            hash.update(self.seed.to_le_bytes());
            hash.update(self.drawn.fetch_add(1, Ordering::Relaxed).to_le_bytes());
            for (byte, drawn) in chunk.iter_mut().zip(hash.finalize()) {
                *byte = drawn;
            }
        }
    }
}

/// Time and chance together, cheap to clone.
#[derive(Clone)]
pub struct Ambient {
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
}

impl Ambient {
    /// The real ones.
    pub fn system() -> Self {
        Self::new(Arc::new(SystemClock), Arc::new(SystemRandomness))
    }

    /// The real ones, with the clock so far ahead.
    pub fn ahead(by: TimeDelta) -> Self {
        Self::system().shifted(by)
    }

    /// The same, with the clock so far ahead, or behind where that is negative.
    #[must_use]
    pub fn shifted(&self, by: TimeDelta) -> Self {
        let clock = ClockAhead { of: Arc::clone(&self.clock), by };
        Self { clock: Arc::new(clock), randomness: Arc::clone(&self.randomness) }
    }

    /// Any pair.
    pub fn new(clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>) -> Self {
        Self { clock, randomness }
    }

    /// This moment.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// `N` bytes of chance.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.randomness.fill(&mut bytes);
        bytes
    }

    /// A secret for links, cookies and tokens: 256 bits as 64 hexadecimal digits.
    pub fn secret(&self) -> String {
        hex::encode(self.bytes::<32>())
    }

    /// A fresh `UUIDv7` in text, ordered by time.
    pub fn uuid(&self) -> String {
        let millis = u64::try_from(self.now().unix_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()).into_uuid().to_string()
    }

    /// A fresh id of any kind.
    pub fn id<T: From<String>>(&self) -> T {
        T::from(self.uuid())
    }

    /// A random public reference such as `R-7K3QX9`: never sequential, so that a gap tells nothing.
    pub fn reference(&self, prefix: char) -> String {
        /// Crockford's alphabet: no I, L, O or U to misread.
        const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut reference = format!("{prefix}-");
        for byte in self.bytes::<6>() {
            let letter = ALPHABET.get(usize::from(byte) % ALPHABET.len()).copied().unwrap_or(b'0');
            reference.push(char::from(letter));
        }
        reference
    }
}

impl fmt::Debug for Ambient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ambient")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeded_chance_repeats_and_does_not_stand_still() {
        let ambient = |seed| Ambient::new(Arc::new(SystemClock), Arc::new(SeededRandomness::new(seed)));
        let (one, same, other) = (ambient(1), ambient(1), ambient(2));
        let first = one.secret();
        assert_eq!(first, same.secret());
        assert_ne!(first, one.secret());
        assert_ne!(first, other.secret());
    }

    #[test]
    fn a_shifted_clock_follows_the_one_that_it_is_of() {
        let start = Moment::from_unix_seconds(1_790_000_000).unwrap();
        let clock = Arc::new(FixedClock::at(start));
        let ambient = Ambient::new(clock.clone(), Arc::new(SeededRandomness::new(1)));
        let (day, hour) = (TimeDelta::days(1), TimeDelta::hours(1));
        let before = ambient.shifted(-day);
        assert_eq!((ambient.now(), before.now()), (start, start.plus(-day)));
        clock.advance(hour);
        assert_eq!(before.shifted(day).now(), start.plus(hour));
    }

    #[test]
    fn references_have_the_published_shape() {
        let reference = Ambient::system().reference('R');
        assert_eq!(reference.len(), 8);
        assert!(reference.starts_with("R-"));
        assert!(!reference[2..].contains(['I', 'L', 'O', 'U']));
    }
}
