//! The rows of a file, whatever program wrote it: CSV with commas, semicolons or tabs, in UTF-8 or UTF-16, or a
//! workbook (XLSX). What is none of these is refused by name.

use std::io::{self, Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};

use super::lines::{Cut, Lines};

/// The columns, in the order of the dataset: an export of `facts.source.raw` in this order equals the input.
pub const COLUMNS: [&str; 47] = [
    "start_date_type",
    "start_date",
    "country",
    "geo_scope",
    "area_name",
    "shutdown_type",
    "affected_network",
    "shutdown_extent",
    "ordered_by",
    "decision_maker",
    "actual_cause",
    "actual_cause_details",
    "info_source",
    "info_source_link",
    "shutdown_status",
    "end_date",
    "duration",
    "gov_justification",
    "gov_just_details",
    "gov_ack",
    "legal_just",
    "legal_method",
    "gov_ack_source",
    "gov_ack_quote",
    "facebook_affected",
    "twitter_affected",
    "whatsapp_affected",
    "instagram_affected",
    "telegram_affected",
    "other_affected",
    "sms_affected",
    "phonecall_affected",
    "telcos_involved",
    "telco_ack",
    "telco_ack_source",
    "telco_ack_quote",
    "election",
    "violence",
    "hr_abuse_reported",
    "users_targeted",
    "users_target_detail",
    "users_notified",
    "econ_impact",
    "event",
    "an_link",
    "region",
    "count_year",
];

/// Why nothing of a file can be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The header is not that of this dataset.
    #[error("This is not the STOP dataset: {0}")]
    Header(String),
    /// The file cannot be read.
    #[error("The file cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
}

/// The most bytes of a file.
const MOST: u64 = 1 << 30;

/// A file cut into rows.
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Cut>,
    /// Why reading broke off, where it did.
    pub broken: Option<io::Error>,
}

impl Table {
    /// Reads a whole file: which row is which depends on all of them.
    pub fn read(input: impl Read) -> Result<Self, FileError> {
        let mut bytes = Vec::new();
        input.take(MOST).read_to_end(&mut bytes)?;
        if bytes.starts_with(b"PK\x03\x04") {
            return workbook(bytes);
        }
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(header("it is an old workbook (XLS): save it as XLSX or CSV."));
        }
        separated(&plain(bytes)?)
    }
}

fn header(reason: &str) -> FileError {
    FileError::Header(reason.to_owned())
}

/// UTF-16 as UTF-8, by its mark or by the zero that stands beside the header's first letter; all else as it is.
fn plain(bytes: Vec<u8>) -> Result<Vec<u8>, FileError> {
    let read: fn([u8; 2]) -> u16 = match bytes.get(..2) {
        Some([0xff, 0xfe] | [1..=255, 0]) => u16::from_le_bytes,
        Some([0xfe, 0xff] | [0, 1..=255]) => u16::from_be_bytes,
        _ => return Ok(bytes),
    };
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| read(*pair))).collect();
    let text = text.ok().filter(|_| rest.is_empty());
    text.map(String::into_bytes).ok_or_else(|| header("it is neither UTF-8 nor whole UTF-16."))
}

/// A text whose cells stand between commas, semicolons or tabs: what makes most of the header known columns.
fn separated(text: &[u8]) -> Result<Table, FileError> {
    let known = |separator: u8| -> Result<usize, FileError> {
        let first = Lines::new(text, separator).row(None)?;
        let cells = first.map(|row| row.cells).unwrap_or_default();
        Ok(cells
            .iter()
            .filter(|cell| COLUMNS.iter().any(|name| name.as_bytes() == cell.trim_ascii()))
            .count())
    };
    let mut separator = b',';
    for other in [b';', b'\t'] {
        if known(other)? > known(separator)? {
            separator = other;
        }
    }
    let mut lines = Lines::new(text, separator);
    let first = lines.row(None)?.ok_or_else(|| header("it is empty."))?;
    let name = |cell: Vec<u8>| {
        let name = String::from_utf8(cell).map_err(|_| header("its header is not UTF-8."))?;
        Ok(name.trim_start_matches('\u{feff}').trim().to_owned())
    };
    let names = first.cells.into_iter().map(name).collect::<Result<Vec<_>, FileError>>()?;
    let mut table = Table { header: names, rows: Vec::new(), broken: None };
    loop {
        match lines.row(Some(table.header.len())) {
            Ok(Some(row)) => table.rows.push(row),
            Ok(None) => return Ok(table),
            Err(error) => {
                table.broken = Some(error);
                return Ok(table);
            }
        }
    }
}

/// The first sheet of a workbook that has the columns, else the first sheet.
fn workbook(bytes: Vec<u8>) -> Result<Table, FileError> {
    let refused =
        |_| header("it is packed like a workbook (XLSX) and is none that can be read: save it as CSV.");
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let mut first = None;
    for name in book.sheet_names() {
        let table = sheet(&book.worksheet_range(&name).map_err(refused)?);
        if COLUMNS.iter().all(|column| table.header.iter().any(|name| name == column)) {
            return Ok(table);
        }
        first.get_or_insert(table);
    }
    first.ok_or_else(|| header("it is empty."))
}

fn sheet(range: &Range<Data>) -> Table {
    let top = range.start().map_or(0, |(row, _)| row);
    let mut rows = range.rows().zip(1_u64..).map(|(cells, line)| {
        let cells: Vec<String> = cells.iter().map(written).collect();
        (u64::from(top) + line, cells)
    });
    let header: Vec<String> = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let rows = rows.filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    let cut = |(line, cells): (u64, Vec<String>)| Cut {
        line,
        cells: cells.into_iter().map(String::into_bytes).collect(),
        open: false,
    };
    Table { rows: rows.map(cut).collect(), header, broken: None }
}

/// A cell of a workbook as the CSV would have it: days as 2021-03-05, whole numbers without a point.
fn written(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::Float(number) => number.to_string(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(moment) => moment.as_f64().to_string(),
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        other => other.to_string(),
    }
}
