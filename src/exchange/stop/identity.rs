//! Which row is which, and which rows are about one shutdown. The dataset numbers neither.
//!
//! **A row** is known by its country, start, area, extent and the year for which it is counted (blanks evened
//! out); rows alike in all five are numbered in the order of the file. So a second import finds every row again,
//! and a cell corrected in any other column is an update of it.
//!
//! **A shutdown** that goes on is repeated in the dataset for each year, with the same start. Rows are about one
//! incident if they have the same countries, start, area and extent, and are counted for different years: the
//! dataset counts what stands twice within a year as two, and so it stays two, but for a row that repeats another
//! in every cell. Areas are compared without case, punctuation and blanks, and the words for a whole country are
//! one. Rows of one shutdown whose area is told otherwise in another year stay apart: joining what may be two is
//! worse than leaving apart what may be one, for people can merge incidents and see why.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{Cells, Row};
use crate::incidents::facts::Facts;

/// The words by which the dataset says that a whole country is meant.
const NATIONWIDE: &[&str] =
    &["nationwide", "national", "nation wide", "countrywide", "countrywide shutdown", "entire country"];

/// What has been read so far.
#[derive(Default)]
pub struct Register {
    /// How many rows of each identity there were.
    rows: BTreeMap<String, usize>,
    /// The rows, by content, of each shutdown and year.
    shutdowns: BTreeMap<(String, String), Vec<String>>,
}

impl Register {
    /// The `source_id` and the `incident_key` of a row.
    pub fn enter(&mut self, row: &Row, facts: &Facts) -> (String, String) {
        let cells = Cells(row);
        let identity = digest(
            ["country", "start_date", "area_name", "shutdown_extent", "count_year"]
                .map(|column| even(cells.get(column))),
        );
        let nth = self.rows.entry(identity.clone()).or_default();
        *nth += 1;
        let source_id = numbered(identity, *nth);

        let shutdown = shutdown(cells, facts);
        let content = digest(row.values().cloned());
        let same_year = self.shutdowns.entry((shutdown.clone(), even(cells.get("count_year")))).or_default();
        let place = same_year.iter().position(|other| *other == content).unwrap_or_else(|| {
            same_year.push(content);
            same_year.len() - 1
        });
        (source_id, numbered(shutdown, place + 1))
    }
}

/// What the rows of one shutdown share.
fn shutdown(cells: Cells<'_>, facts: &Facts) -> String {
    let mut countries: Vec<_> =
        facts.countries.entries().iter().map(|code| code.as_str().to_owned()).collect();
    countries.sort();
    let countries = if countries.is_empty() { even(cells.get("country")) } else { countries.join(";") };
    let area = cells.get("area_name");
    let area = if is_nationwide(area) { "*".to_owned() } else { plain(area) };
    digest([countries, even(cells.get("start_date")), area, even(cells.get("shutdown_extent"))])
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
