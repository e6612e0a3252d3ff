//! Access Now's STOP dataset of Internet shutdowns: reads its combined CSV (47 columns) row by row.
//!
//! Nothing is lost: every cell of a row is kept under `facts.source.raw`, exactly as it stands, and facts are
//! derived only where the meaning is clear. A cell that says something odd is kept and not guessed at. A row that
//! cannot be read is answered with its line, column and reason, and the next row goes on.

mod cells;
mod identity;
mod lines;
mod mapping;
mod services;
mod sources;
mod table;
mod text;

use std::collections::BTreeMap;
use std::io::Read;

use crate::facts::{CELL, Facts, MOST_CELLS};
pub use identity::Identity;
use lines::Cut;
use table::Table;
pub use table::{COLUMNS, FileError};

/// The name of this source, in `facts.source.system` and on the command line.
pub const SYSTEM: &str = "stop";

/// The records of the years 2016 to 2022 that the demonstration shows. Access Now, CC BY 3.0: `data/NOTICE.md`.
pub const DEMONSTRATION: &[u8] = include_bytes!("data/stop-2016-2022.csv");

/// A row, read.
#[derive(Debug, Clone, PartialEq)]
pub struct StopRecord {
    /// The line of the file on which the row begins; the header is line 1.
    pub line: u64,
    /// Its place among [`Rows::identities`].
    pub place: usize,
    /// The same at every import of the row, whatever else of it is corrected. The rule stands in `stop/identity.rs`.
    pub source_id: String,
    /// The same for all rows that are about one shutdown. The rule stands in `stop/identity.rs`.
    pub incident_key: String,
    /// A sentence made from the facts.
    pub title: String,
    /// What the row tells in words: Markdown in which nothing of the source acts as markup.
    pub narrative: String,
    /// The language of title and narrative (BCP 47).
    pub language: &'static str,
    /// The facts; the whole row under `source.raw`.
    pub facts: Facts,
}

/// A row that was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {column}: {reason}")]
pub struct RowError {
    /// The line of the file on which the row begins.
    pub line: u64,
    /// The column at fault; `row` where it is the row as a whole, `file` where reading broke off.
    pub column: String,
    /// What is wrong, in a sentence.
    pub reason: String,
    /// The row's cells as far as they could be told apart, for the file of rejected rows. Bytes that are not
    /// UTF-8 stand as U+FFFD.
    pub cells: Vec<String>,
}

/// The rows of a file, one after another.
pub struct Rows {
    told: std::vec::IntoIter<ParsedRow>,
    identities: Vec<Identity>,
    broken: Option<std::io::Error>,
}

/// A row that was cut into cells, with its place among the identities; or why it was not.
type ParsedRow = Result<(u64, Row, Vec<String>, usize), RowError>;

/// Reads a file: CSV with commas, semicolons or tabs, in UTF-8 or UTF-16, or a workbook.
///
/// # Errors
/// A file that has no header, or not all columns of the dataset, or one of them twice. More columns are welcome.
pub fn read(input: impl Read) -> Result<Rows, FileError> {
    let Table { header, rows, broken } = Table::read(input)?;
    let lacking: Vec<_> =
        COLUMNS.into_iter().filter(|column| !header.iter().any(|name| name == column)).collect();
    if !lacking.is_empty() {
        return Err(FileError::Header(format!("it lacks the columns {}.", lacking.join(", "))));
    }
    if let Some(twice) =
        header.iter().enumerate().find(|(place, name)| header.iter().skip(place + 1).any(|n| n == *name))
    {
        return Err(FileError::Header(format!("it has the column {} twice.", twice.1)));
    }
    if header.len() > MOST_CELLS {
        return Err(FileError::Header(format!("it has more than {MOST_CELLS} columns.")));
    }
    let mut place = 0;
    let mut cut = |row: Cut| {
        let given: Vec<String> =
            row.cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        match cells(&header, &row) {
            Ok(cells) => {
                place += 1;
                Ok((row.line, cells, given, place - 1))
            }
            Err((column, reason)) => Err(RowError { line: row.line, column, reason, cells: given }),
        }
    };
    let rows: Vec<ParsedRow> = rows.into_iter().map(&mut cut).collect();
    let identities = identity::of(rows.iter().flatten().map(|(_, row, ..)| row));
    Ok(Rows { told: rows.into_iter(), identities, broken })
}

impl Iterator for Rows {
    type Item = Result<StopRecord, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.told.next() {
            Some(row) => Some(row.and_then(|row| self.record(row))),
            None => self.broken.take().map(|error| {
                let (column, reason) = ("file".to_owned(), error.to_string());
                Err(RowError { line: 0, column, reason, cells: Vec::new() })
            }),
        }
    }
}

impl Rows {
    /// Which row each is whose cells could be told apart, in the order of the file.
    pub fn identities(&self) -> &[Identity] {
        &self.identities
    }

    fn record(
        &self,
        (line, row, given, place): (u64, Row, Vec<String>, usize),
    ) -> Result<StopRecord, RowError> {
        let mut facts = mapping::facts(&row).map_err(|(column, reason)| RowError {
            line,
            column,
            reason,
            cells: given,
        })?;
        let Identity { source_id, incident_key, .. } =
            self.identities.get(place).cloned().unwrap_or_default();
        mapping::set_source(&mut facts, &source_id, row);
        let cells = Cells(&facts.source.raw.0);
        let (title, narrative) = (text::title(&facts, cells), text::narrative(&facts, cells));
        Ok(StopRecord { line, place, source_id, incident_key, title, narrative, language: "en", facts })
    }
}

/// A row's cells by column.
type Row = BTreeMap<String, String>;

/// Reads cells by their column; a column that is not there is blank.
#[derive(Clone, Copy)]
struct Cells<'r>(&'r Row);

impl<'r> Cells<'r> {
    fn get(self, column: &str) -> &'r str {
        self.0.get(column).map_or("", String::as_str)
    }
}

fn cells(header: &[String], row: &Cut) -> Result<Row, (String, String)> {
    if row.open {
        let reason = "A quotation mark is opened and not closed, or the row breaks off.".to_owned();
        return Err(("row".to_owned(), reason));
    }
    let row = &row.cells;
    if row.len() != header.len() {
        let reason = format!("The row has {} cells where the header has {}.", row.len(), header.len());
        return Err(("row".to_owned(), reason));
    }
    let cell = |(name, cell): (&String, &Vec<u8>)| match std::str::from_utf8(cell) {
        Ok(text) if text.chars().nth(CELL).is_some() => {
            Err((name.clone(), format!("The cell is longer than {CELL} characters.")))
        }
        Ok(text) => Ok((name.clone(), text.to_owned())),
        Err(_) => Err((name.clone(), "The cell is not UTF-8.".to_owned())),
    };
    header.iter().zip(row.iter()).map(cell).collect()
}

#[cfg(test)]
mod tests;
