//! The records of a source that an organisation holds, and which row of a file each of them is.
//!
//! What a row is known again by is kept with the record's id, as keyed hashes: nobody who reads the database can try
//! guesses of a source's links or words against them.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::db::schema::report;
use crate::db::{Conn, OrganisationId};
use crate::error::Result;
use crate::reports::imports::Known;
use crate::vault::Vault;

/// Letters of each keyed hash.
const LETTERS: usize = 16;
/// Stands where a row has nothing to be known again by.
const NONE: &str = "-";

/// What a row of a file is known by.
#[derive(Debug, Clone, Copy)]
pub struct Signs<'a> {
    /// Its id in the source.
    pub id: &'a str,
    /// What else it is known again by, each at a place of its own.
    pub again: &'a [Option<String>],
}

/// The records that are held, each until a row of the file is recognised as it.
pub struct Held {
    /// Id, and whether it was erased.
    ids: Vec<(String, bool)>,
    taken: HashSet<usize>,
}

impl Held {
    /// Those of a source.
    pub fn of(conn: &mut Conn, owner: &OrganisationId, system: &str) -> Result<Self> {
        let held: Vec<(Option<String>, bool)> = report::table
            .filter(report::organisation_id.eq(owner))
            .filter(report::source_system.eq(system))
            .order(report::id)
            .select((report::source_id, report::erased_at.is_not_null()))
            .load(conn)?;
        let ids = held.into_iter().filter_map(|(id, erased)| Some((id?, erased))).collect();
        Ok(Self { ids, taken: HashSet::new() })
    }

    /// How many that are not erased no row was recognised as.
    pub fn gone(&self) -> u64 {
        let free =
            self.ids.iter().enumerate().filter(|(at, (_, erased))| !erased && !self.taken.contains(at));
        free.count() as u64
    }

    /// Which record each row of a file is: by all that it is known by, by its identity, and else by one of the other
    /// things, if no other row and no other record shares that.
    pub fn recognise(&mut self, vault: &Vault, rows: &[Signs<'_>]) -> Result<Vec<Known>> {
        let mut known = Vec::with_capacity(rows.len());
        let ways = rows.iter().map(|row| row.again.len()).max().unwrap_or_default();
        for row in rows {
            known.push(Known { id: full(vault, row)?, before: None });
        }
        self.each_alone(&mut known, false, |id| Some(id.to_owned()));
        self.each_alone(&mut known, false, |id| {
            let (plain, again) = parts(id);
            (!again.is_empty()).then(|| format!("{} {again}", base(plain)))
        });
        self.each_alone(&mut known, false, |id| Some(parts(id).0.to_owned()));
        for way in 0..ways {
            self.each_alone(&mut known, true, |id| {
                let key = parts(id).1.split('.').nth(way)?.to_owned();
                (!key.is_empty() && key != NONE).then_some(key)
            });
        }
        let held: HashSet<&str> = self.ids.iter().map(|(id, _)| id.as_str()).collect();
        for one in &mut known {
            // An id that another record bears stays with that one.
            if let Some(before) = one.before.as_ref().filter(|before| **before != one.id)
                && held.contains(one.id.as_str())
            {
                one.id.clone_from(before);
            }
        }
        Ok(known)
    }

    /// Gives each row that is not recognised yet the first free record with the same key; where `only`, no other row
    /// and no other record may have that key, recognised or not.
    fn each_alone(&mut self, rows: &mut [Known], only: bool, key: impl Fn(&str) -> Option<String>) {
        let mut free: HashMap<String, Vec<usize>> = HashMap::new();
        let mut bearers: HashMap<String, (usize, usize)> = HashMap::new();
        for (at, (id, _)) in self.ids.iter().enumerate().rev() {
            let Some(key) = key(id) else { continue };
            bearers.entry(key.clone()).or_default().0 += 1;
            if !self.taken.contains(&at) {
                free.entry(key).or_default().push(at);
            }
        }
        for key in rows.iter().filter_map(|row| key(&row.id)) {
            bearers.entry(key).or_default().1 += 1;
        }
        for row in rows.iter_mut().filter(|row| row.before.is_none()) {
            let Some(key) = key(&row.id) else { continue };
            if only && bearers.get(&key) != Some(&(1, 1)) {
                continue;
            }
            let Some(at) = free.get_mut(&key).and_then(Vec::pop) else { continue };
            self.taken.insert(at);
            row.before = self.ids.get(at).map(|(id, _)| id.clone());
        }
    }
}

/// The id of a row, and behind it what it is known again by.
fn full(vault: &Vault, row: &Signs<'_>) -> Result<String> {
    let mut id = row.id.to_owned();
    for (way, key) in row.again.iter().enumerate() {
        id.push('.');
        match key {
            Some(key) => {
                let hash = vault.source_hash(format!("known again {way} {key}").as_bytes())?;
                id.extend(hash.chars().take(LETTERS));
            }
            None => id.push_str(NONE),
        }
    }
    Ok(id)
}

fn parts(id: &str) -> (&str, &str) {
    id.split_once('.').unwrap_or((id, ""))
}

/// An identity without its number among rows that are alike.
fn base(plain: &str) -> &str {
    plain.split('-').next().unwrap_or(plain)
}
