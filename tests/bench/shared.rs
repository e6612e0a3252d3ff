//! What the measurements share: chance that repeats, sizes, times, memory.

use std::time::Instant;

/// Chance that repeats: splitmix64.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    /// The same where few are frequent and many are rare.
    pub fn skewed(&mut self, sides: u64) -> u64 {
        let reach = self.roll(sides) + 1;
        self.roll(reach)
    }
}

/// How many renditions: `ENTENTE_BENCH_SIZES`, separated by commas, or ten thousand to a million.
pub fn sizes() -> Vec<usize> {
    let sizes = std::env::var("ENTENTE_BENCH_SIZES").unwrap_or_else(|_| "10000,100000,1000000".into());
    sizes.split(',').map(|size| size.trim().parse().unwrap()).collect()
}

/// Milliseconds that have passed.
pub fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// Kilobytes of memory that are a process's own, by its number or `self`.
pub fn anonymous_memory(process: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
