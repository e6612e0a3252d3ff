//! The download for spreadsheets: the same columns as CSV, with days and numbers as such.
//!
//! The format is a zip whose parts are known only at the end, so the file is made before its first byte is sent.
//! What bounds it: in memory one part of the list and the row being written, whatever the length of the list; on
//! disk files without a name in the data folder, one for each sheet and one for the whole, gone when the answer ends or
//! the program does. As many as [`MOST`] says are in the making at once; those that are being sent are as many as there
//! are connections.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ContentEncoding};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{NaiveDateTime, Timelike};
use futures_util::stream;
use rust_xlsxwriter::{DocProperties, Format, Workbook, XlsxError};

use super::columns::{self, units};
use super::download::{part, whole_list};
use crate::accounts::Visitor;
use crate::cells::Cell;
use crate::db::Moment;
use crate::error::{Error, Result};
use crate::index::Index;
use crate::web::AppState;

/// The media type.
pub const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The rows of a sheet, by the format.
const ROWS: u32 = 1_048_576;
/// The most UTF-16 units of a cell, by the format.
const LONGEST: usize = 32_767;
/// How many may be in the making at once.
const MOST: usize = 4;
/// After how many seconds somebody who was refused may try again.
const AGAIN: u64 = 15;
/// How much of the file is in memory while it is sent.
const CHUNK: u64 = 64 * 1024;

/// A workbook in the making: cells go to disk row by row.
struct Spreadsheet {
    book: Workbook,
    head: Vec<String>,
    rows: u32,
    row: u32,
    day: Format,
    moment: Format,
}

impl Spreadsheet {
    /// An empty one. A sheet that has `rows` is followed by another.
    fn new(folder: &Path, head: Vec<String>, made: Moment, rows: u32) -> Result<Self> {
        let mut book = Workbook::new();
        book.set_tempdir(folder).map_err(ours)?;
        // The writer would ask the clock itself.
        book.set_properties(&DocProperties::new().set_creation_datetime(&made.to_utc()));
        let [day, moment] =
            ["yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"].map(|form| Format::new().set_num_format(form));
        let mut spreadsheet = Self { book, head, rows, row: rows, day, moment };
        spreadsheet.begin_sheet()?;
        Ok(spreadsheet)
    }

    /// A further sheet, with the names of the columns.
    fn begin_sheet(&mut self) -> Result<()> {
        let number = self.book.worksheets().len() + 1;
        let name = if number == 1 { "incidents".to_owned() } else { format!("incidents {number}") };
        let sheet = self.book.add_worksheet_with_constant_memory().map_err(ours)?;
        sheet.set_name(name).and_then(|sheet| sheet.set_freeze_panes(1, 0)).map_err(ours)?;
        for (column, name) in (0..).zip(&self.head) {
            sheet.write_string(0, column, name).map_err(ours)?;
        }
        self.row = 1;
        Ok(())
    }

    fn add(&mut self, cells: Vec<Cell>) -> Result<()> {
        if self.row >= self.rows {
            self.begin_sheet()?;
        }
        let (row, sheet) = (self.row, self.book.worksheets_mut().last_mut());
        let sheet = sheet.ok_or_else(|| Error::Internal("a book without a sheet".into()))?;
        for (column, cell) in (0..).zip(cells) {
            // Text is written as text: nothing in it can become a formula.
            match cell {
                Cell::Text(text) | Cell::Source(text) => sheet.write_string(row, column, fitting(&text)),
                Cell::Day(date) => sheet.write_datetime_with_format(row, column, date, &self.day),
                Cell::Moment(at) => {
                    sheet.write_datetime_with_format(row, column, to_the_second(at), &self.moment)
                }
                Cell::Number(number) => sheet.write_number(row, column, exactly(number)),
            }
            .map_err(ours)?;
        }
        self.row += 1;
        Ok(())
    }

    /// The whole file, at its beginning, and its length.
    fn finish(mut self, folder: &Path) -> Result<(File, u64)> {
        let mut file = tempfile::tempfile_in(folder).map_err(no_room)?;
        let mut writer = BufWriter::new(&mut file);
        self.book.save_to_writer(&mut writer).map_err(ours)?;
        writer.flush().map_err(no_room)?;
        drop(writer);
        let length = file.stream_position().map_err(Error::internal)?;
        file.rewind().map_err(Error::internal)?;
        Ok((file, length))
    }
}

/// As much of a text as a cell holds, with a mark where something is left out.
fn fitting(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return text.into();
    }
    let mut units = 1;
    let kept = text.chars().take_while(|letter| {
        units += letter.len_utf16();
        units <= LONGEST
    });
    kept.chain(['…']).collect::<String>().into()
}

/// As every format tells it.
fn to_the_second(at: Moment) -> NaiveDateTime {
    let at = at.to_utc().naive_utc();
    at.with_nanosecond(0).unwrap_or(at)
}

#[expect(clippy::cast_precision_loss, reason = "facts hold numbers up to 2⁵³ only, which stay what they are")]
fn exactly(number: u64) -> f64 {
    number as f64
}

fn ours(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) => no_room(error),
        other => Error::internal(other),
    }
}

/// A full disk, say, ends.
fn no_room(error: std::io::Error) -> Error {
    Error::Unavailable(format!("a workbook cannot be written: {error}"))
}

static IN_THE_MAKING: AtomicUsize = AtomicUsize::new(0);

/// The right to make one. Given back when it is dropped, also where the visitor goes away.
struct Slot;

impl Slot {
    fn take() -> Result<Self> {
        if IN_THE_MAKING.fetch_add(1, Ordering::AcqRel) < MOST {
            return Ok(Self);
        }
        IN_THE_MAKING.fetch_sub(1, Ordering::AcqRel);
        Err(Error::TooMany(AGAIN))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        IN_THE_MAKING.fetch_sub(1, Ordering::AcqRel);
    }
}

/// `GET /incidents.xlsx`.
pub async fn xlsx_download(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let search = whole_list(&request)?;
    let place = Slot::take()?;
    let (head, now) = (columns::head(&search), app.ambient().now());
    let mut making = app.blocking(move |app| Spreadsheet::new(&app.config().data, head, now, ROWS)).await?;
    let mut after = None;
    loop {
        let (index, visitor, search) = (index.clone(), visitor.clone(), search.clone());
        (making, after) = app
            .blocking(move |app| {
                let listing = part(app, &index, &visitor, &search, after)?;
                for item in units(&search, &listing.items) {
                    making.add(columns::cells(&search, &item))?;
                }
                Ok((making, listing.next))
            })
            .await?;
        if after.is_none() {
            break;
        }
    }
    let (file, length) = app.blocking(move |app| making.finish(&app.config().data)).await?;
    drop(place);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, KIND))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"incidents.xlsx\""))
        // It is compressed in itself.
        .insert_header(ContentEncoding::Identity)
        .no_chunking(length)
        .streaming(sent(app, visitor, file)))
}

/// The file, chunk by chunk, as long as the visitor may read it.
fn sent(app: web::Data<AppState>, visitor: Visitor, file: File) -> impl stream::Stream<Item = Result<Bytes>> {
    stream::try_unfold((app, visitor, file), |(app, visitor, file)| async move {
        let (chunk, visitor, file) = app
            .blocking(move |app| {
                visitor.still_reads(app)?;
                let mut chunk = Vec::new();
                (&file).take(CHUNK).read_to_end(&mut chunk).map_err(Error::internal)?;
                Ok((chunk, visitor, file))
            })
            .await?;
        Ok((!chunk.is_empty()).then(|| (Bytes::from(chunk), (app, visitor, file))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_sheet_is_followed_by_another() {
        let folder = tempfile::tempdir().unwrap();
        let made = Moment::from_unix_seconds(1_780_315_200).unwrap();
        let mut making = Spreadsheet::new(folder.path(), vec!["name".into()], made, 3).unwrap();
        for number in 0..5 {
            making.add(vec![Cell::Text(format!("row {number}"))]).unwrap();
        }
        let names: Vec<String> =
            making.book.worksheets().iter().map(rust_xlsxwriter::Worksheet::name).collect();
        assert_eq!(names, ["incidents", "incidents 2", "incidents 3"]);
        assert_eq!(making.row, 2, "two rows below the head of the first two, one below that of the last");
        assert!(making.finish(folder.path()).unwrap().1 > 1_000);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left behind");
    }

    #[test]
    fn a_cell_holds_what_the_format_allows() {
        assert_eq!(fitting("short"), "short");
        let long = "𝄞".repeat(LONGEST);
        let cut = fitting(&long);
        assert!(cut.ends_with('…') && cut.encode_utf16().count() <= LONGEST);
        assert_eq!(fitting(&"a".repeat(LONGEST)).len(), LONGEST);
    }

    #[test]
    fn only_so_many_are_made_at_once() {
        let places: Vec<Slot> = std::iter::from_fn(|| Slot::take().ok()).take(MOST + 1).collect();
        assert_eq!(places.len(), MOST);
        drop(places);
        assert!(Slot::take().is_ok());
    }
}
