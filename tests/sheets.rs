//! Workbooks as those who read them find them: unpacked, so that nothing in them is overlooked.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use crate::http::Answer;

/// The media type.
pub const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The media type of a document.
pub const DOCUMENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What an answer says, as text: of a workbook or a document, all its parts.
pub fn text_of(answer: &Answer) -> String {
    if ![Some(KIND), Some(DOCUMENT)].contains(&answer.header("content-type")) {
        return answer.text();
    }
    let parts: Vec<String> = parts(&answer.body).into_iter().flat_map(<[_; 2]>::from).collect();
    parts.join("\n")
}

/// The parts of a workbook, by name.
pub fn parts(body: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(body)).expect("a zip");
    let mut parts = BTreeMap::new();
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        parts.insert(part.name().unwrap().into_owned(), text);
    }
    parts
}

/// A cell: its kind (`inlineStr`, or `n` for a number), the number of its format, and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    pub kind: String,
    pub format: String,
    pub text: String,
}

/// The cells of the first sheet, row by row, the empty ones among them.
pub fn rows(body: &[u8]) -> Vec<Vec<Cell>> {
    let sheet = parts(body).remove("xl/worksheets/sheet1.xml").expect("a sheet");
    let mut rows = Vec::new();
    for row in sheet.split("<row ").skip(1) {
        let mut cells: Vec<Cell> = Vec::new();
        for cell in row.split("<c ").skip(1) {
            let (head, inside) = cell.split_once('>').unwrap();
            assert!(!inside.contains("<f>"), "a formula: {cell}");
            let column = column(&attribute(head, "r"));
            cells.resize(column, Cell::default());
            let kind = Some(attribute(head, "t")).filter(|kind| !kind.is_empty());
            let text = inside.rsplit_once("</t>").or(inside.rsplit_once("</v>")).unwrap().0;
            let text = text.rsplit_once('>').unwrap().1;
            cells.push(Cell {
                kind: kind.unwrap_or_else(|| "n".into()),
                format: attribute(head, "s"),
                text: plain(text),
            });
        }
        rows.push(cells);
    }
    rows
}

fn attribute(head: &str, name: &str) -> String {
    let found = head.split(' ').find_map(|pair| pair.strip_prefix(&format!("{name}=\"")));
    found.map(|value| value.trim_end_matches(['"', '/']).to_owned()).unwrap_or_default()
}

/// `A1` is 0, `AB7` is 27.
fn column(place: &str) -> usize {
    let letters = place.bytes().take_while(u8::is_ascii_uppercase);
    letters.fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1) - 1
}

fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&amp;", "&").replace("_x000D_", "\r").replace("_x005F_", "_")
}
