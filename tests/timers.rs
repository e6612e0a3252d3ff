//! What the program does by itself at a set moment is done once, in time, and never past somebody who came in time.

use std::collections::BTreeMap;
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::Text;
use entente::db::schema::timer;
use entente::db::{Conn, Database, Moment, Tx};
use entente::error::{Error, Result};
use entente::jobs::timers::{self, LEASE, PATIENCE, SETTLING};
use entente::jobs::{Arrivals, Duties, Timer, TimerKind, Worker};
use entente::reports::store;
use serde_json::json;

use crate::http::Client;
use crate::program::Home;
use crate::serving::{ADMIN, GOVERNMENT, PASSWORD, REPORTER, Serving};
use crate::support::{Place, noon};
use crate::versions::conn_of;

const KIND: TimerKind = TimerKind::AccessRequestEnd;

/// How often each subject's timer fired.
type Fired = Arc<Mutex<BTreeMap<String, u32>>>;

/// Counts, and does something before it fires.
struct Counting<P> {
    database: Database,
    fired: Fired,
    before: P,
}

impl<P: Fn(&Timer) -> Result<()> + Send> Duties for Counting<P> {
    fn prepare(&self, timer: &Timer) -> Result<()> {
        (self.before)(timer)
    }

    fn fire(&self, _: &mut Tx<'_>, timer: &Timer) -> Result<()> {
        *self.fired.lock().unwrap().entry(timer.subject.clone()).or_default() += 1;
        Ok(())
    }

    fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.database.write(work)
    }
}

fn worker<P: Fn(&Timer) -> Result<()> + Send>(
    place: &Place,
    fired: &Fired,
    before: P,
) -> Worker<Counting<P>> {
    let duties = Counting { database: place.database.clone(), fired: Arc::clone(fired), before };
    Worker::new(place.database.clone(), Arrivals::default(), duties)
}

#[expect(clippy::unnecessary_wraps, reason = "what comes before a timer fires can fail; this never does")]
fn nothing(_: &Timer) -> Result<()> {
    Ok(())
}

fn set(place: &Place, subject: &str, due_at: Moment) {
    place.database.write(|tx| timers::set(tx, KIND, subject, due_at)).unwrap();
}

#[test]
fn one_of_several_workers_fires_once() {
    let (place, fired) = (Place::new(), Fired::default());
    for number in 0..60 {
        set(&place, &format!("s{number}"), noon());
    }
    place.clock.advance(SETTLING);
    let start = Barrier::new(4);
    let counts: Vec<usize> = std::thread::scope(|scope| {
        let run = || {
            let worker = worker(&place, &fired, nothing);
            start.wait();
            worker.work().unwrap()
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(run)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(counts.iter().sum::<usize>(), 60, "{counts:?}");
    let fired = fired.lock().unwrap().clone();
    assert!(fired.len() == 60 && fired.values().all(|count| *count == 1), "{fired:?}");
}

#[test]
fn a_worker_that_died_after_claiming_is_replaced_after_a_lease() {
    let (place, fired) = (Place::new(), Fired::default());
    set(&place, "s", noon());
    place.clock.advance(SETTLING);
    let dies = worker(&place, &fired, |_| panic!("the process ends here"));
    let lives = worker(&place, &fired, nothing);
    assert_eq!(dies.work().unwrap(), 0);
    assert_eq!(lives.work().unwrap(), 0, "another worker is at it");
    place.clock.advance(LEASE - TimeDelta::seconds(1));
    assert_eq!(lives.work().unwrap(), 0);
    place.clock.advance(TimeDelta::seconds(1));
    assert_eq!(lives.work().unwrap(), 1);
    assert_eq!((lives.work().unwrap(), dies.work().unwrap()), (0, 0), "it has fired");
}

/// One that was only slow, and not dead, finds that another has done its work.
#[test]
fn a_worker_that_outlives_its_lease_fires_nothing() {
    let (place, fired) = (Place::new(), Fired::default());
    set(&place, "s", noon());
    place.clock.advance(SETTLING);
    let (database, clock, also) = (place.database.clone(), Arc::clone(&place.clock), Arc::clone(&fired));
    let slow = worker(&place, &fired, move |_| {
        clock.advance(LEASE);
        let duties = Counting { database: database.clone(), fired: Arc::clone(&also), before: nothing };
        assert_eq!(Worker::new(database.clone(), Arrivals::default(), duties).work()?, 1);
        Ok(())
    });
    assert_eq!(slow.work().unwrap(), 0);
    assert_eq!(fired.lock().unwrap()["s"], 1);
}

#[test]
fn a_deadline_that_was_moved_or_taken_back_is_void() {
    let (place, fired) = (Place::new(), Fired::default());
    set(&place, "moved", noon());
    set(&place, "gone", noon());
    let later = noon().plus(TimeDelta::days(1));
    place.clock.advance(SETTLING);
    let database = place.database.clone();
    // The deadline changes after a worker has claimed it, before it fires.
    let changed = worker(&place, &fired, move |timer| {
        database.write(|tx| match timer.subject.as_str() {
            "moved" => timers::set(tx, KIND, "moved", later),
            _ => timers::cancel(tx, KIND, "gone"),
        })
    });
    assert_eq!(changed.work().unwrap(), 0);
    assert!(fired.lock().unwrap().is_empty());
    let plain = worker(&place, &fired, nothing);
    place.clock.advance(LEASE);
    assert_eq!(plain.work().unwrap(), 0, "nothing is due under the old deadline");
    place.clock.advance(TimeDelta::days(1));
    assert_eq!(plain.work().unwrap(), 1);
    assert_eq!(*fired.lock().unwrap(), BTreeMap::from([("moved".to_owned(), 1)]));
    // What has fired fires again where it is set again, and is forgotten after a while.
    set(&place, "moved", later);
    assert_eq!(plain.work().unwrap(), 1);
    let rows = || place.database.read(|conn| Ok(timer::table.count().get_result::<i64>(conn)?)).unwrap();
    place.clock.advance(TimeDelta::days(6));
    place.database.write(timers::forget_fired).unwrap();
    assert_eq!(rows(), 1);
    place.clock.advance(TimeDelta::days(1));
    place.database.write(timers::forget_fired).unwrap();
    assert_eq!(rows(), 0);
}

/// What fails takes nothing with it, and what it wrote is undone.
#[test]
fn a_timer_that_fails_keeps_no_other_waiting() {
    let (place, fired) = (Place::new(), Fired::default());
    for number in 0..70 {
        set(&place, &format!("{number}"), noon());
    }
    place.clock.advance(SETTLING);
    let odd = worker(&place, &fired, |timer| match timer.subject.parse::<u32>() {
        Ok(number) if number % 7 == 0 => Err(Error::Unavailable("not now".into())),
        _ => Ok(()),
    });
    assert_eq!(odd.work().unwrap(), 60);
    place.clock.advance(LEASE);
    assert_eq!(worker(&place, &fired, nothing).work().unwrap(), 10);
    assert!(fired.lock().unwrap().values().all(|count| *count == 1));
}

#[test]
fn a_deadline_waits_for_what_arrived_before_it() {
    let (place, fired) = (Place::new(), Fired::default());
    let arrivals = Arrivals::default();
    let duties = Counting { database: place.database.clone(), fired: Arc::clone(&fired), before: nothing };
    let worker = Worker::new(place.database.clone(), arrivals.clone(), duties);
    let second = TimeDelta::seconds(1);
    set(&place, "s", noon().plus(second));
    let early = arrivals.arrive(place.database.ambient().now());
    place.clock.advance(second);
    let in_time = arrivals.arrive(place.database.ambient().now());
    place.clock.advance(second);
    let late = arrivals.arrive(place.database.ambient().now());
    place.clock.advance(SETTLING);
    assert_eq!(worker.work().unwrap(), 0);
    drop(early);
    assert_eq!(worker.work().unwrap(), 0, "who comes at the very moment comes in time");
    drop(in_time);
    assert_eq!(worker.work().unwrap(), 1);
    drop(late);

    // Ten seconds, and not less.
    set(&place, "t", place.database.ambient().now());
    place.clock.advance(SETTLING - second);
    assert_eq!(worker.work().unwrap(), 0);
    // Nobody holds a deadline up for good by never finishing.
    let _forever = arrivals.arrive(noon().plus(TimeDelta::seconds(11)));
    place.clock.advance(second);
    assert_eq!(worker.work().unwrap(), 0);
    place.clock.advance(PATIENCE);
    assert_eq!(worker.work().unwrap(), 1);
}

#[derive(QueryableByName)]
struct Plan {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct PostgresPlan {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    plan: String,
}

/// A hundred thousand timers wait and as many have fired; none is due. Looking takes one statement and no writer's place, and
/// reads an index that has none of them before its end.
#[test]
fn looking_costs_the_same_however_many_timers_wait() {
    let (place, fired) = (Place::new(), Fired::default());
    let database = &place.database;
    let worker = worker(&place, &fired, nothing);
    let look = || {
        let (statements, writes) = (database.statements(), database.writes());
        assert_eq!(worker.work().unwrap(), 0);
        assert_eq!(database.writes(), writes, "looking takes no writer's place");
        database.statements() - statements
    };
    let few = look();
    database
        .write(|tx| {
            let numbers = match tx.conn {
                Conn::Sqlite(_) => {
                    "(WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100000) SELECT n FROM c) s"
                }
                Conn::Postgres(_) => "generate_series(1, 100000) AS s (n)",
            };
            for (name, due, fired) in [("waits", "2026-06-02", "NULL"), ("fired", "2026-01-01", "'2026-01-02 00:00:00'")] {
                let insert = format!(
                    "INSERT INTO timer (id, due_at, kind, subject, generation, fired_at) SELECT '{name} ' || n, \
                     CAST('{due} 00:00:00' AS {time}), 'tidying', '{name} ' || n, 1, CAST({fired} AS {time}) FROM {numbers}",
                    time = if matches!(tx.conn, Conn::Sqlite(_)) { "TEXT" } else { "TIMESTAMP" },
                );
                diesel::sql_query(insert).execute(tx.conn)?;
            }
            if let Conn::Postgres(c) = tx.conn {
                diesel::sql_query("ANALYZE timer").execute(c)?;
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(look(), few);
    let query = "SELECT id FROM timer WHERE fired_at IS NULL AND due_at <= '2026-06-01 00:00:00' AND \
        (claimed_at IS NULL OR claimed_at <= '2026-06-01 00:00:00') ORDER BY due_at, id LIMIT 50";
    let plan = database
        .read(|conn| {
            Ok(match conn {
                Conn::Sqlite(c) => {
                    let rows: Vec<Plan> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {query}")).load(c)?;
                    rows.into_iter().map(|row| row.detail).collect::<Vec<_>>().join("\n")
                }
                Conn::Postgres(c) => {
                    let rows: Vec<PostgresPlan> = diesel::sql_query(format!("EXPLAIN {query}")).load(c)?;
                    rows.into_iter().map(|row| row.plan).collect::<Vec<_>>().join("\n")
                }
            })
        })
        .unwrap();
    assert!(plan.contains("timer_due") && !plan.contains("Sort") && !plan.contains("TEMP B-TREE"), "{plan}");
}

fn keep(client: &Client, report: &str, day: &str) -> u16 {
    let path = format!("/api/v1/reports/{report}/keeping");
    client.json("PUT", &path, &[], &json!({ "keep_until": day })).status
}

fn is_there(serving: &Serving, report: &str) -> bool {
    serving.new_client(REPORTER).get(&format!("/api/v1/reports/{report}/original")).status == 200
}

/// The end of the second of June, less so much.
fn before_the_end(seconds: i64) -> Moment {
    Moment::end_of(noon().plus(TimeDelta::days(1)).date()).plus(-TimeDelta::seconds(seconds))
}

fn advance_to(serving: &Serving, at: Moment) {
    serving.place.clock.advance(at.since(serving.instance.app.ambient().now()));
}

/// Asks while somebody else writes; `meanwhile` runs when the request has come as far as the writer's place.
fn asked_behind_a_writer<T: Send>(
    serving: &Serving,
    ask: impl FnOnce() -> T + Send,
    meanwhile: impl FnOnce(),
) -> T {
    let (held, holds) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    // What fails meanwhile lets go of the writer, too: `release` is dropped with this.
    std::thread::scope(move |scope| {
        scope.spawn(move || {
            serving.write(|_| {
                held.send(()).unwrap();
                released.recv().ok();
                Ok(())
            });
        });
        holds.recv().unwrap();
        let writes = serving.place.database.writes();
        let asks = scope.spawn(ask);
        while serving.place.database.writes() == writes {
            std::thread::yield_now();
        }
        meanwhile();
        release.send(()).unwrap();
        asks.join().unwrap()
    })
}

/// Whoever asked before the deadline is heard, however long the writers before them took.
#[test]
fn a_request_in_time_is_heard_although_it_had_to_wait() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Kept" }));
    assert_eq!(keep(&serving.client(ADMIN), &report, "2026-06-02"), 200);
    advance_to(&serving, before_the_end(1));
    // What recurs has been done: nothing else is due.
    serving.instance.timers.work().unwrap();
    let admin = serving.new_client(ADMIN);
    let asked = asked_behind_a_writer(
        &serving,
        || keep(&admin, &report, "2026-06-30"),
        || {
            advance_to(&serving, before_the_end(-11));
            assert_eq!(serving.instance.timers.work().unwrap(), 0, "it fires past nobody");
        },
    );
    assert_eq!(asked, 200);
    serving.instance.timers.work().unwrap();
    assert!(is_there(&serving, &report), "the old deadline is void");
}

/// Whoever asks after the deadline is late, whether or not it has fired.
#[test]
fn a_request_after_the_deadline_is_late_before_it_fires_too() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Kept" }));
    assert_eq!(keep(&serving.client(ADMIN), &report, "2026-06-02"), 200);
    advance_to(&serving, before_the_end(-1));
    serving.instance.timers.work().unwrap();
    assert!(is_there(&serving, &report), "ten seconds have not passed");
    let admin = serving.new_client(ADMIN);
    assert_eq!(keep(&admin, &report, "2026-06-30"), 404);
    assert_eq!(keep(&admin, &report, ""), 404);
    serving.place.clock.advance(SETTLING);
    serving.instance.timers.work().unwrap();
    assert!(!is_there(&serving, &report));
    assert_eq!(keep(&admin, &report, "2026-06-30"), 404);
}

/// The same for a link of invitation: judged by when its holder came.
#[test]
fn an_invitation_is_judged_by_the_arrival() {
    let serving = Serving::new();
    let link = |email: &str| {
        let sent = json!({ "email": email, "roles": ["reporter"] });
        let made =
            serving.client(ADMIN).post("/api/v1/organisations/open-lines/invitations", &sent).expect(201);
        made.json()["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    };
    let (in_time, late) = (link("early@open-lines.example.org"), link("late@open-lines.example.org"));
    let ends = serving.instance.app.ambient().now().plus(TimeDelta::days(7));
    advance_to(&serving, ends.plus(-TimeDelta::seconds(1)));
    let accept = |secret: &str| {
        let sent = json!({ "name": "Somebody", "password": PASSWORD });
        serving.public().post(&format!("/api/v1/invitations/{secret}"), &sent).status
    };
    let status = asked_behind_a_writer(
        &serving,
        || accept(&in_time),
        || {
            advance_to(&serving, ends.plus(TimeDelta::seconds(5)));
        },
    );
    assert_eq!(status, 201);
    assert_eq!(accept(&late), 404);
}

/// The guard is asked again when a timer fires: an old copy of the database may hold a timer of which nothing is true.
#[test]
fn a_timer_of_which_nothing_is_true_does_nothing() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Kept" }));
    let id = serving.write(|tx| Ok(store::report_for_operator(tx.conn, &report)?.id));
    let request = json!({ "wanted": report, "words": "We help people there." });
    serving.client(GOVERNMENT).post("/api/v1/access-requests", &request).expect(201);
    serving.write(|tx| {
        timers::set(tx, TimerKind::ReportErasure, id.as_str(), noon())?;
        timers::set(tx, TimerKind::ReportErasure, "nothing of the kind", noon())?;
        diesel::update(timer::table.filter(timer::kind.eq(TimerKind::AccessRequestEnd)))
            .set(timer::due_at.eq(noon()))
            .execute(tx.conn)?;
        Ok(())
    });
    serving.place.clock.advance(SETTLING);
    assert_eq!(
        serving.instance.timers.work().unwrap(),
        6,
        "with the tidying, the news of searches and the look for owners"
    );
    assert!(is_there(&serving, &report));
    assert_eq!(serving.client(GOVERNMENT).get("/api/v1/access-requests").expect(200).json()["total"], 1);
}

/// Whatever recurs sets itself again, and no start doubles it.
#[test]
fn the_tidying_and_the_news_of_searches_recur_every_hour() {
    let serving = Serving::new();
    let work = || serving.instance.timers.work().unwrap();
    serving.place.clock.advance(SETTLING);
    assert_eq!((work(), work()), (2, 0));
    serving.place.clock.advance(TimeDelta::minutes(59));
    assert_eq!(work(), 0);
    serving.place.clock.advance(TimeDelta::minutes(2));
    assert_eq!((work(), work()), (2, 0));
    let (rows, _) = serving.state();
    assert_eq!(rows["timer"], 2);
}

/// The real program, with the machine's clock.
#[test]
fn the_program_fires_timers_by_itself() {
    let home = Home::new();
    let program = home.serve();
    let mut conn = conn_of(&home.url());
    diesel::sql_query(
        "INSERT INTO timer (id, due_at, kind, subject, generation) \
         VALUES ('t', '2026-01-01 00:00:00', 'report.erasure', 'none', 1)",
    )
    .execute(&mut conn)
    .unwrap();
    let begun = Instant::now();
    let waits = timer::table.find("t").filter(timer::fired_at.is_null());
    while waits.count().get_result::<i64>(&mut conn).unwrap() > 0 {
        assert!(begun.elapsed() < Duration::from_mins(1), "it never fires");
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(program);
}
