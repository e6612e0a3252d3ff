//! Which row is which, and which rows are about one shutdown. The dataset numbers neither.
//!
//! **A row** is known by its country, start, area, extent and the year for which it is counted (blanks evened
//! out); rows alike in all five are numbered by what they say, never by their place in the file. If one of the five
//! is corrected, the row is known again by something else that no other row shares ([`Identity::again`]).
//!
//! **A shutdown** that goes on is repeated in the dataset for each year, with the same start. Rows are about one
//! incident if they have the same countries, start, area and extent, and are counted for different years: the
//! dataset counts what stands twice within a year as two, and so it stays two, but for a row that repeats another
//! in every cell. Areas are compared without case, punctuation and blanks, and the words for a whole country are
//! one. Rows of one shutdown whose area is told otherwise in another year stay apart: joining what may be two is
//! worse than leaving apart what may be one, for people can merge incidents and see why.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use super::{Cells, Row};
use crate::geography::{self, Named};

/// The words by which the dataset says that a whole country is meant.
const NATIONWIDE: &[&str] =
    &["nationwide", "national", "nation wide", "countrywide", "countrywide shutdown", "entire country"];

/// Which row one is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The same at every import of the row.
    pub source_id: String,
    /// The same for all rows that are about one shutdown.
    pub incident_key: String,
    /// By what else the row is known again if a cell of its identity was corrected: its links, its account, its
    /// end with the place or the start. Nothing where the row does not say so much.
    pub again: [Option<String>; AGAIN],
}

/// How many other ways there are to know a row again.
pub const AGAIN: usize = 4;

/// The identities of all rows of a file, in its order; an order of the rows changes none of them.
pub fn of<'r>(rows: impl Iterator<Item = &'r Row>) -> Vec<Identity> {
    let mut all: Vec<Identity> = Vec::new();
    let mut alike: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    let mut shutdowns: BTreeMap<(String, String), Vec<(String, usize)>> = BTreeMap::new();
    let mut named = HashMap::new();
    for (place, row) in rows.enumerate() {
        let cells = Cells(row);
        let said = |columns: [&str; 5]| digest(columns.map(|column| even(cells.get(column))));
        let content = digest(row.values().cloned());
        let base = said(["country", "start_date", "area_name", "shutdown_extent", "count_year"]);
        alike.entry(base).or_default().push((content.clone(), place));
        let shutdown = (shutdown(cells, &mut named), even(cells.get("count_year")));
        shutdowns.entry(shutdown).or_default().push((content, place));
        all.push(Identity { again: again(cells), ..Identity::default() });
    }
    for (base, mut rows) in alike {
        rows.sort();
        for (nth, (_, place)) in rows.iter().enumerate() {
            if let Some(one) = all.get_mut(*place) {
                one.source_id = numbered(base.clone(), nth + 1);
            }
        }
    }
    for ((shutdown, _), mut rows) in shutdowns {
        rows.sort();
        let mut nth = 0;
        let mut last: Option<&String> = None;
        for (content, place) in &rows {
            // A row that repeats another in every cell is about the same.
            nth += usize::from(last != Some(content));
            last = Some(content);
            if let Some(one) = all.get_mut(*place) {
                one.incident_key = numbered(shutdown.clone(), nth);
            }
        }
    }
    all
}

/// See [`Identity::again`].
fn again(cells: Cells<'_>) -> [Option<String>; AGAIN] {
    let by = |columns: &[&str]| {
        let said: Vec<String> = columns.iter().map(|column| even(cells.get(column))).collect();
        said.iter().all(|cell| !cell.is_empty()).then(|| digest(said))
    };
    [
        by(&["info_source_link", "count_year", "country"]),
        by(&["event", "count_year", "country"]),
        by(&["country", "area_name", "shutdown_extent", "count_year", "end_date"]),
        by(&["country", "start_date", "shutdown_extent", "count_year", "end_date"]),
    ]
}

/// What the rows of one shutdown share.
fn shutdown(cells: Cells<'_>, named: &mut HashMap<String, String>) -> String {
    let country = cells.get("country");
    let countries = named.entry(country.to_owned()).or_insert_with(|| {
        let names = geography::split(country).unwrap_or_default();
        let mut codes: Vec<_> = names
            .iter()
            .filter_map(|name| match name {
                Named::Country(code) => Some(code.as_str().to_owned()),
                Named::Uncoded(_) => None,
            })
            .collect();
        codes.sort();
        codes.dedup();
        if codes.is_empty() { even(country) } else { codes.join(";") }
    });
    let area = cells.get("area_name");
    let area = if is_nationwide(area) { "*".to_owned() } else { plain(area) };
    digest([countries.clone(), even(cells.get("start_date")), area, even(cells.get("shutdown_extent"))])
}

/// Whether an area's name says: the whole country, and nothing else.
pub fn is_nationwide(area: &str) -> bool {
    NATIONWIDE.contains(&plain(area).as_str())
}

/// Single blanks.
fn even(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Small letters and digits only, single blanks.
fn plain(text: &str) -> String {
    let text: String =
        text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    even(&text)
}

/// The first keeps its name, so that it does not change when a second comes.
fn numbered(name: String, nth: usize) -> String {
    if nth == 1 { name } else { format!("{name}-{nth}") }
}

/// 24 hexadecimal digits; a separator that no cell holds keeps neighbours apart.
fn digest(parts: impl IntoIterator<Item = String>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0xff]);
    }
    hex::encode(hash.finalize()).chars().take(24).collect()
}
