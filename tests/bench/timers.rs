//! What looking for due timers costs while none is due: `cargo bench --bench timers`.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop where it stands")]

use chrono::TimeDelta;
use criterion::{BenchmarkId, Criterion};
use entente::db::{Ambient, Database, Tx};
use entente::error::Result;
use entente::jobs::{Arrivals, Duties, Timer, TimerKind, Worker, timers};

/// Nothing is due, so nothing is ever done.
struct Nothing(Database);

impl Duties for Nothing {
    fn prepare(&self, _: &Timer) -> Result<()> {
        Ok(())
    }

    fn fire(&self, _: &mut Tx<'_>, _: &Timer) -> Result<()> {
        Ok(())
    }

    fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.0.write(work)
    }
}

fn main() {
    let mut bench = Criterion::default().configure_from_args();
    for waiting in [0, 1_000, 100_000] {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&Database::embedded(folder.path()), Ambient::system()).unwrap();
        let set = |tx: &mut Tx<'_>| {
            let due = tx.after(TimeDelta::days(1));
            (0..waiting)
                .try_for_each(|number| timers::set(tx, TimerKind::ReportErasure, &number.to_string(), due))
        };
        database.write(set).unwrap();
        let worker = Worker::new(database.clone(), Arrivals::default(), Nothing(database));
        bench.bench_with_input(BenchmarkId::new("none due of", waiting), &waiting, |bench, _| {
            bench.iter(|| worker.work().unwrap());
        });
    }
    bench.final_summary();
}
