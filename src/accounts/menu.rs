//! The menu and the ribbon: what waits for somebody, as every page of theirs says it.
//!
//! Which alerts wait is asked of the database once for all who read the same, and kept until something changes that it depends
//! on: the change log says so, in the same transaction in which the page is read. What is counted for somebody alone is kept
//! until anything is written, and for a few seconds at most.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::access::Viewer;
use crate::db::{self, ChangeKind, Conn, Moment, Snapshot};
use crate::error::Result;

/// Memory for what is kept, in bytes, roughly.
const KEPT: u64 = 8_000_000;
/// An entry, before what hangs on it.
const ENTRY: usize = 400;
/// People whose counts are kept.
const PEOPLE: usize = 10_000;
/// So long counts are kept at most: they depend on the time too, and another program (a command of the operator's) may write.
const COUNTED: TimeDelta = TimeDelta::seconds(5);

/// How many things wait for somebody behind an entry of the menu, by the address of that entry.
pub type MenuCounts = BTreeMap<&'static str, u64>;

/// An alert that somebody's organisation has not acknowledged, as every page says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calling {
    /// Its address.
    pub href: String,
    /// Whether nothing has happened, and people only practise.
    pub exercise: bool,
    /// Whether nobody has confirmed it yet.
    pub unconfirmed: bool,
    /// Its headlines by language, the author's own first.
    pub headlines: Vec<(String, String)>,
}

/// What waits for somebody.
#[derive(Clone, Default)]
pub struct Waiting {
    /// Behind the entries of the menu.
    pub counts: MenuCounts,
    /// On every page.
    pub calling: Arc<Vec<Calling>>,
}

/// The alerts that wait for an organisation.
pub struct Called {
    /// The one that the ribbon names comes first.
    pub calling: Vec<Calling>,
    /// When the first of them ends, whatever happens.
    pub until: Option<Moment>,
}

/// How rooms above this one find what waits for somebody.
pub struct Sources {
    /// What is counted behind entries of the menu.
    pub counts: fn(&mut Conn, &Viewer, Moment) -> Result<MenuCounts>,
    /// The alerts that wait for the viewer's organisation.
    pub calling: fn(&mut Conn, &Viewer) -> Result<Called>,
    /// On what kinds of things those alerts depend, beside the viewer's rights and the time.
    pub changes: &'static [ChangeKind],
}

/// Finds what waits for somebody. Cheap to clone.
#[derive(Clone)]
pub struct Menu(Arc<Inner>);

struct Inner {
    sources: Sources,
    kept: Cache<String, Arc<Kept>, Weights>,
    counted: Cache<String, Arc<Counted>>,
}

/// What was counted for somebody.
struct Counted {
    /// In which state of the database.
    snapshot: Snapshot,
    from: Moment,
    counts: MenuCounts,
}

/// The alerts that waited for all who hold the same rights to read.
struct Kept {
    /// The newest change that they are known to stand after.
    seq: i64,
    from: Moment,
    until: Option<Moment>,
    calling: Arc<Vec<Calling>>,
}

#[derive(Clone)]
struct Weights;

impl Weighter<String, Arc<Kept>> for Weights {
    fn weight(&self, key: &String, kept: &Arc<Kept>) -> u64 {
        let headline = |(language, text): &(String, String)| language.len() + text.len() + 64;
        let one = |one: &Calling| one.href.len() + 64 + one.headlines.iter().map(headline).sum::<usize>();
        (ENTRY + key.len() + kept.calling.iter().map(one).sum::<usize>()) as u64
    }
}

impl Menu {
    /// One that has kept nothing yet.
    pub fn new(sources: Sources) -> Self {
        let (kept, counted) = (Cache::with_weighter(1_000, KEPT, Weights), Cache::new(PEOPLE));
        Self(Arc::new(Inner { sources, kept, counted }))
    }

    /// What waits for somebody.
    pub fn waiting(&self, conn: &mut Conn, viewer: &Viewer, now: Moment) -> Result<Waiting> {
        let mut counts = self.counts(conn, viewer, now)?;
        let calling = self.calling(conn, viewer)?;
        counts.insert("/alerts", calling.len() as u64);
        Ok(Waiting { counts, calling })
    }

    fn counts(&self, conn: &mut Conn, viewer: &Viewer, now: Moment) -> Result<MenuCounts> {
        let (Some(snapshot), Some(person)) = (Snapshot::current(), viewer.person()) else {
            return (self.0.sources.counts)(conn, viewer, now);
        };
        let key = format!("{}|{}", person.as_str(), viewer.rights_key());
        let lasts = |counted: &Arc<Counted>| {
            counted.snapshot == snapshot && counted.from <= now && now < counted.from.plus(COUNTED)
        };
        if let Some(counted) = self.0.counted.get(&key).filter(lasts) {
            return Ok(counted.counts.clone());
        }
        let counts = (self.0.sources.counts)(conn, viewer, now)?;
        self.0.counted.insert(key, Arc::new(Counted { snapshot, from: now, counts: counts.clone() }));
        Ok(counts)
    }

    fn calling(&self, conn: &mut Conn, viewer: &Viewer) -> Result<Arc<Vec<Calling>>> {
        let (key, at, seq) = (viewer.reading_key(), viewer.at(), db::last_change(conn)?);
        let lasts = |kept: &Arc<Kept>| kept.from <= at && kept.until.is_none_or(|until| at < until);
        if let Some(kept) = self.0.kept.get(&key).filter(lasts) {
            if kept.seq == seq {
                return Ok(Arc::clone(&kept.calling));
            }
            if !db::has_changed(conn, kept.seq, self.0.sources.changes)? {
                let calling = Arc::clone(&kept.calling);
                let kept = Kept { seq, from: kept.from, until: kept.until, calling: Arc::clone(&calling) };
                self.0.kept.insert(key, Arc::new(kept));
                return Ok(calling);
            }
        }
        let found = (self.0.sources.calling)(conn, viewer)?;
        let calling = Arc::new(found.calling);
        let kept = Kept { seq, from: at, until: found.until, calling: Arc::clone(&calling) };
        self.0.kept.insert(key, Arc::new(kept));
        Ok(calling)
    }
}
