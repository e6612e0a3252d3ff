//! Cells of tables that leave, and how CSV has them: nothing in one acts by itself.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, HttpResponseBuilder};
use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::db::Moment;
use crate::error::{Error, Result};

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words of ours or of a report.
    Text(String),
    /// A day that is known exactly. A month or a year is text: nothing is invented.
    Day(NaiveDate),
    /// A point in time.
    Moment(Moment),
    /// A whole number.
    Number(u64),
    /// A cell of an imported record, to be given as it stood there.
    Source(String),
}

/// A word, or nothing.
pub fn word(word: Option<impl ToString>) -> Cell {
    Cell::Text(word.map(|word| word.to_string()).unwrap_or_default())
}

/// A point in time, or nothing.
pub fn moment(at: Option<Moment>) -> Cell {
    at.map_or_else(|| Cell::Text(String::new()), Cell::Moment)
}

/// Yes or no.
pub fn yes(is_so: bool) -> Cell {
    Cell::Text(if is_so { "yes" } else { "no" }.to_owned())
}

/// Several, in one cell.
pub fn words(words: &[String]) -> Cell {
    Cell::Text(words.join("; "))
}

/// Rows as CSV.
pub fn csv_lines(rows: &[Vec<String>]) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(Error::internal)
}

/// Letters that are drawn as nothing.
const FILLERS: [char; 4] = ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}'];

/// Whether a spreadsheet may take a text for a formula: it begins with a sign of one, in any width, behind whatever is not
/// seen; or with a break, which a spreadsheet may take for the end of the cell before.
fn acts(text: &str) -> bool {
    let breaks = ['\t', '\r', '\n'];
    let signs = ['=', '+', '-', '@', '\u{2212}'];
    let seen = |letter: &char| {
        !FILLERS.contains(letter)
            && (signs.contains(letter) || letter.is_alphanumeric() || letter.is_ascii_punctuation())
    };
    text.starts_with(breaks) || text.nfkc().find(seen).is_some_and(|first| signs.contains(&first))
}

/// A cell as CSV has it: everything is text there. What a spreadsheet would take for a formula is kept from
/// being one by an apostrophe; nobody who opens a list should run what somebody wrote into a title. The source's
/// own columns are left as they are: there, every cell has to equal the source's.
pub fn written(cell: Cell) -> String {
    match cell {
        Cell::Text(text) if acts(&text) => format!("'{text}"),
        Cell::Text(text) | Cell::Source(text) => text,
        Cell::Day(day) => day.to_string(),
        Cell::Moment(moment) => moment.rfc3339(),
        Cell::Number(number) => number.to_string(),
    }
}

/// A whole table as the answer to a request: a row with names first.
pub fn answer(
    name: &str,
    columns: &[&str],
    rows: impl IntoIterator<Item = Vec<Cell>>,
) -> Result<HttpResponse> {
    let head = columns.iter().map(|&column| column.to_owned()).collect();
    let rows = rows.into_iter().map(|row| row.into_iter().map(written).collect());
    let lines: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    Ok(head_of(name).body(csv_lines(&lines)?))
}

/// The beginning of an answer with a table in it, which is taken along under this name.
pub fn head_of(name: &str) -> HttpResponseBuilder {
    let mut head = HttpResponse::Ok();
    head.insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_looks_like_a_formula_acts() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "＝1+1",
            "＋1",
            "－1",
            "＠SUM(A1)",
            "﹢1",
            "\u{feff}=1",
            "\u{200b}＝1",
            " =1",
            "\u{a0}+1",
            "\u{2060}@x",
            "\t=1",
            "\r=1",
            "\n=1",
            "\u{202e}=1",
            "\u{3164}=1",
            "\u{2800}-1",
            "\u{ad}\u{200d}＝HYPERLINK(1)",
            "\u{fe0f}=1",
        ] {
            assert!(acts(text), "{text:?}");
            assert!(written(Cell::Text(text.into())).starts_with('\''));
        }
        for text in ["", "a=1", "The + sign", "1-2", "(=1)", "إنترنت", "٢٠٢٦-٠٥", "中文=1", "\u{200b}word"]
        {
            assert!(!acts(text), "{text:?}");
            assert_eq!(written(Cell::Text(text.into())), text);
        }
        assert_eq!(written(Cell::Source("＝1".into())), "＝1", "the source's own cells stay as they are");
    }
}
