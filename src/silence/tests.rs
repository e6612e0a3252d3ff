//! The procedure, rule by rule; and random deeds, after which nothing may be true that must never be.

use chrono::TimeDelta;

use super::*;
use crate::db::{Moment, OrganisationId};

mod account;
mod counting;
mod course;
mod deadline;
mod entry;
mod judged;
mod late;
mod moves;
mod positions;
mod random;

/// Those who are called to a round. `a` holds the pen.
const ROLL: [&str; 4] = ["a", "b", "c", "d"];

/// So many seconds after everything began.
fn at(second: i64) -> Moment {
    Moment::from_unix_seconds(1_800_000_000).unwrap().plus(TimeDelta::seconds(second))
}

const HOUR: i64 = 3_600;
/// When a round ends that was opened at once.
const DEADLINE: i64 = 72 * HOUR;

fn organisation(name: &str) -> OrganisationId {
    OrganisationId::from(name.to_owned())
}

/// A delegate with a mandate.
fn delegate(name: &str) -> Who {
    let (penholder, sponsor) = (name == "a", name == "a");
    let organisation = organisation(name);
    Who { organisation, mandated: true, votes: true, chairs: false, penholder, sponsor }
}

fn chair() -> Who {
    Who { chairs: true, votes: false, ..delegate("secretariat") }
}

fn version(version: i32) -> TextVersion {
    TextVersion { version, hash: format!("hash of {version}") }
}

fn said(value: Value) -> Said {
    let objects = value == Value::Object;
    let words = "Paragraph 2 binds us to what our law forbids.".to_owned();
    let way = objects.then(|| WayOut::Amendment("as far as national law allows".to_owned()));
    Said { value, text: version(1), words, way, reservation: false }
}

fn says(value: Value) -> Deed {
    Deed::Say(said(value))
}

fn called(name: &str) -> Called {
    Called { organisation: organisation(name), reached: true, waived: String::new() }
}

fn entry() -> Entry {
    Entry {
        text: version(1),
        deadline: at(DEADLINE),
        closed: Vec::new(),
        open_brackets: 0,
        ad_referendum: 0,
        pending_amendments: 0,
        roll: ROLL.map(called).to_vec(),
    }
}

/// A statement in negotiation.
fn negotiated() -> Procedure {
    Procedure {
        mode: Mode::CoalitionConsensus,
        min_hours: 72,
        stage: Stage::Negotiation,
        title: "Joint statement on shutdowns".to_owned(),
        text: version(1),
        rounds: Vec::new(),
        positions: Vec::new(),
        suspensions: Vec::new(),
    }
}

/// The same in its first round.
fn silent() -> Procedure {
    let mut procedure = negotiated();
    assert_eq!(procedure.does(&chair(), &Deed::Enter(entry()), 0), "");
    procedure
}

/// The same, broken by `b`.
fn broken() -> Procedure {
    let mut procedure = silent();
    assert_eq!(procedure.does(&delegate("b"), &says(Value::Object), HOUR), "");
    procedure
}

/// The same, adopted without a word.
fn adopted() -> Procedure {
    let mut procedure = silent();
    procedure.settles(DEADLINE + 10);
    assert_eq!(procedure.stage, Stage::Adopted);
    procedure
}

/// At a second at which nothing waits.
fn idle(second: i64) -> Now {
    Now { at: at(second), waiting: None }
}

impl Procedure {
    /// Does what arrived at this second; the key of the refusal, empty where there is none.
    fn does(&mut self, who: &Who, deed: &Deed, second: i64) -> &'static str {
        match self.decide(who, deed, at(second)) {
            Ok(effects) => {
                self.apply_all(&effects);
                ""
            }
            Err(refusal) => refusal.key(),
        }
    }

    /// Whether it would be done, without doing it.
    fn would(&self, who: &Who, deed: &Deed, second: i64) -> &'static str {
        self.clone().does(who, deed, second)
    }

    /// Does what the timer does at this second, when nothing waits; how much that was.
    fn settles(&mut self, second: i64) -> usize {
        let effects = self.settle(idle(second));
        self.apply_all(&effects);
        effects.len()
    }

    fn deadline(&self) -> Moment {
        self.round().unwrap().deadline
    }

    fn suspend(&mut self, name: &str, from: i64, until: Option<i64>) {
        let term = crate::mandates::Term { from: at(from), until: until.map(at) };
        self.suspensions.push(Suspension { organisation: organisation(name), term });
    }

    fn count_of(&self, name: &str) -> Count {
        let all = self.counted();
        all.iter().find(|one| one.organisation == organisation(name)).unwrap().count
    }
}
