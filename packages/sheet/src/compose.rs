//! The sheet as rows of lines, in reading order, each with what it is: before it is known where a page ends.

use crate::lines::{Line, Setter};
use crate::pages::{MARGIN, MEASURE, Page, paginate};
use crate::words::plain;
use crate::{Fault, Kind, Named, Section, Sheet};

/// Red, green, blue.
pub(crate) type Ink = [u8; 3];

const INK: Ink = [27, 27, 25];
const SOFT: Ink = [87, 85, 78];
pub(crate) const ACCENT: Ink = [10, 82, 115];
pub(crate) const BLACK: Ink = [0, 0, 0];

/// The room for numbers beside paragraphs.
const GUTTER: f32 = 30.0;
/// Between columns of names.
const BETWEEN: f32 = 12.0;
/// What lines of tall letters have more of.
const TALL: f32 = 1.18;

/// How letters look.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub size: f32,
    leading: f32,
    bold: bool,
    pub ink: Ink,
}

const TITLE: Look = Look { size: 20.0, leading: 27.0, bold: true, ink: INK };
const DATE: Look = Look { size: 10.5, leading: 15.0, bold: false, ink: SOFT };
const HEADING: Look = Look { size: 12.5, leading: 18.0, bold: true, ink: INK };
const BODY: Look = Look { size: 10.5, leading: 16.0, bold: false, ink: INK };
const NUMBER: Look = Look { ink: SOFT, ..BODY };
const NOTE: Look = Look { size: 9.5, leading: 14.5, bold: false, ink: INK };
const NAME: Look = Look { size: 8.0, leading: 12.0, bold: false, ink: SOFT };
const VALUE: Look = Look { size: 9.0, leading: 13.0, bold: false, ink: INK };
const LINK: Look = Look { ink: ACCENT, ..VALUE };
/// FIRST asks for twelve points at least.
pub(crate) const MARKING: Look = Look { size: 12.0, leading: 16.0, bold: true, ink: [255, 255, 255] };
pub(crate) const LABEL: Look = Look { size: 9.0, leading: 16.0, bold: false, ink: SOFT };

/// What a part of the document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    Heading,
    Text,
    /// Of a list, which goes on as long as items follow one another.
    Item,
    /// A text that leads to its address.
    Link,
}

/// A part of the document, in reading order.
#[derive(Debug)]
pub(crate) struct Part {
    pub role: Role,
    /// Its words in one line.
    pub text: String,
}

/// A line of a part, where it stands in its row.
#[derive(Debug)]
pub(crate) struct Piece {
    pub line: Line,
    pub part: usize,
    pub x: f32,
    /// From the top of the row to the line on which letters stand.
    pub baseline: f32,
    pub size: f32,
    pub ink: Ink,
}

/// What stands side by side.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// The space above, unless it is the first of a page.
    pub above: f32,
    pub height: f32,
    /// Whether it must not be the last of its page.
    pub stays: bool,
    /// Whether a rule is drawn at its top.
    pub ruled: bool,
    pub pieces: Vec<Piece>,
}

impl Row {
    /// Letters that stand side by side stand on one line.
    fn level(&mut self) {
        let lowest = self.pieces.iter().map(|piece| piece.baseline).fold(0.0, f32::max);
        self.pieces.iter_mut().for_each(|piece| piece.baseline = lowest);
    }
}

/// What stands at the head and foot of every page.
pub(crate) struct Frame {
    pub marking: Option<(Line, Ink)>,
    pub label: Option<Line>,
    /// `1 / 3`, one for each page.
    pub numbers: Vec<Line>,
}

/// All that is drawn.
pub(crate) struct Composed {
    pub title: String,
    pub language: String,
    pub rtl: bool,
    pub parts: Vec<Part>,
    pub pages: Vec<Page>,
    pub frame: Frame,
}

/// A strip of the page, from the side on which lines of the sheet begin.
#[derive(Clone, Copy)]
struct Column {
    start: f32,
    width: f32,
}

const WHOLE: Column = Column { start: 0.0, width: MEASURE };

struct Composer {
    setter: Setter,
    rtl: bool,
    rows: Vec<Row>,
    parts: Vec<Part>,
}

pub(crate) fn compose(sheet: &Sheet, language: &str, rtl: bool) -> Result<Composed, Fault> {
    let setter = Setter::new(language, rtl);
    let mut composer = Composer { setter, rtl, rows: Vec::new(), parts: Vec::new() };
    let title = plain(sheet.title);
    composer.head(sheet)?;
    if composer.parts.first().is_none_or(|part| part.role != Role::Title) {
        return Err(Fault::Untitled);
    }
    composer.body(sheet)?;
    for list in &sheet.lists {
        composer.heading(list.heading)?;
        composer.names(list)?;
    }
    for note in &sheet.notes {
        composer.heading(note.heading)?;
        for text in &note.texts {
            composer.text(text, NOTE, Role::Text, 6.0)?;
        }
    }
    composer.facts(sheet)?;
    let Composer { mut setter, parts, rows, .. } = composer;
    let pages = paginate(rows);
    let mut one_line = |text: &str, look: Look, width: f32| -> Result<Option<Line>, Fault> {
        Ok(setter.lines(text, look.bold, width / look.size)?.into_iter().next())
    };
    let marking = one_line(&plain(sheet.marking), MARKING, MEASURE / 2.0)?;
    let marking = marking.map(|line| (line, marking_ink(sheet.marking)));
    let label = one_line(&plain(sheet.label), LABEL, MEASURE / 2.0)?;
    let mut numbers = Vec::new();
    for page in 1..=pages.len() {
        numbers.extend(one_line(&format!("{page} / {}", pages.len()), LABEL, MEASURE / 2.0)?);
    }
    let frame = Frame { marking, label, numbers };
    Ok(Composed { title, language: language.to_owned(), rtl, parts, pages, frame })
}

/// The colours of FIRST's Traffic Light Protocol 2.0, on black.
fn marking_ink(marking: &str) -> Ink {
    match marking.trim() {
        "TLP:RED" => [255, 43, 43],
        "TLP:AMBER" | "TLP:AMBER+STRICT" => [255, 192, 0],
        "TLP:GREEN" => [51, 255, 0],
        _ => MARKING.ink,
    }
}

impl Composer {
    fn set(&mut self, text: &str, look: Look, width: f32) -> Result<Vec<Line>, Fault> {
        self.setter.lines(text, look.bold, width / look.size)
    }

    fn part(&mut self, role: Role, text: &str) -> usize {
        self.parts.push(Part { role, text: plain(text) });
        self.parts.len() - 1
    }

    /// A line in its column: at the side on which it begins, or on which the sheet does.
    fn piece(&self, line: Line, column: Column, look: Look, rtl: bool, part: usize) -> (Piece, f32) {
        let left = if self.rtl { MEASURE - column.start - column.width } else { column.start };
        let width = line.width * look.size;
        let x = MARGIN + if rtl { left + column.width - width } else { left };
        let height = if line.tall { look.leading * TALL } else { look.leading };
        // Capital letters are 0.714 high.
        let baseline = f32::midpoint(height, 0.714 * look.size);
        (Piece { line, part, x, baseline, size: look.size, ink: look.ink }, height)
    }

    /// Lines below each other, each at the side on which it begins.
    fn rows(&mut self, lines: Vec<Line>, column: Column, look: Look, part: usize, above: f32) {
        let from = self.rows.len();
        for line in lines {
            let rtl = line.rtl;
            let (piece, height) = self.piece(line, column, look, rtl, part);
            self.rows.push(Row { height, pieces: vec![piece], ..Row::default() });
        }
        self.together(from, above);
    }

    /// Rows from here on belong together: neither the first nor the last is left alone on a page.
    fn together(&mut self, from: usize, above: f32) {
        let count = self.rows.len() - from;
        for (at, row) in self.rows.iter_mut().skip(from).enumerate() {
            if at == 0 {
                row.above = above;
            }
            row.stays = at + 1 < count && (at == 0 || at + 2 == count);
        }
    }

    /// A text over the whole width, if it says something.
    fn text(&mut self, text: &str, look: Look, role: Role, above: f32) -> Result<(), Fault> {
        let lines = self.set(text, look, MEASURE)?;
        if !lines.is_empty() {
            let part = self.part(role, text);
            self.rows(lines, WHOLE, look, part, above);
        }
        Ok(())
    }

    /// A value, at the side on which the sheet begins: it has no language.
    fn value(&mut self, text: &str, look: Look, role: Role) -> Result<(), Fault> {
        let part = self.part(role, text);
        for line in self.set(text, look, MEASURE)? {
            let (piece, height) = self.piece(line, WHOLE, look, self.rtl, part);
            self.rows.push(Row { height, pieces: vec![piece], ..Row::default() });
        }
        Ok(())
    }

    /// Rows from here on stay with what follows them.
    fn stay(&mut self, from: usize) {
        self.rows.iter_mut().skip(from).for_each(|row| row.stays = true);
    }

    fn head(&mut self, sheet: &Sheet) -> Result<(), Fault> {
        self.title(sheet.title)?;
        self.text(sheet.date, DATE, Role::Text, 6.0)?;
        self.rows.push(Row { above: 12.0, height: 8.0, ruled: true, ..Row::default() });
        self.stay(0);
        Ok(())
    }

    /// The title in lines of about the same length, rather than one word below a full line.
    fn title(&mut self, text: &str) -> Result<(), Fault> {
        let mut lines = self.set(text, TITLE, MEASURE)?;
        if (2..=4).contains(&lines.len()) {
            let (mut narrow, mut wide) = (0.0, MEASURE);
            for _ in 0..8 {
                let width = f32::midpoint(narrow, wide);
                let narrower = self.set(text, TITLE, width)?;
                if narrower.len() > lines.len() {
                    narrow = width;
                } else {
                    (wide, lines) = (width, narrower);
                }
            }
        }
        if !lines.is_empty() {
            let part = self.part(Role::Title, text);
            self.rows(lines, WHOLE, TITLE, part, 0.0);
        }
        Ok(())
    }

    fn heading(&mut self, text: &str) -> Result<(), Fault> {
        let from = self.rows.len();
        self.text(text, HEADING, Role::Heading, 18.0)?;
        self.stay(from);
        Ok(())
    }

    fn body(&mut self, sheet: &Sheet) -> Result<(), Fault> {
        for paragraph in &sheet.body {
            match paragraph.kind {
                Kind::Heading => self.heading(paragraph.text)?,
                Kind::Plain => self.text(paragraph.text, BODY, Role::Text, 8.0)?,
                Kind::Numbered => self.numbered(paragraph.number, paragraph.text)?,
            }
        }
        Ok(())
    }

    fn numbered(&mut self, number: &str, text: &str) -> Result<(), Fault> {
        // What is read aloud is a number and, after a space, the text.
        let whole = format!("{} {text}", plain(number));
        let mut beside = self.setter.before(number, NUMBER.bold, MEASURE / NUMBER.size)?;
        let fits = beside.len() == 1 && beside.iter().all(|line| line.width * NUMBER.size <= GUTTER - 6.0);
        let column = Column { start: GUTTER, width: MEASURE - GUTTER };
        let lines = self.set(text, BODY, column.width)?;
        let Some(number) = beside.pop().filter(|_| fits && !lines.is_empty()) else {
            return self.text(&whole, BODY, Role::Text, 8.0);
        };
        let part = self.part(Role::Text, &whole);
        let first = self.rows.len();
        self.rows(lines, column, BODY, part, 8.0);
        let gutter = Column { start: 0.0, width: GUTTER };
        let (piece, _) = self.piece(number, gutter, NUMBER, self.rtl, part);
        if let Some(row) = self.rows.get_mut(first) {
            row.pieces.insert(0, piece);
            row.level();
        }
        Ok(())
    }

    /// Names in as many columns as hold each in one line.
    fn names(&mut self, list: &Section) -> Result<(), Fault> {
        let mut names = Vec::new();
        for text in &list.texts {
            let lines = self.set(text, BODY, MEASURE)?;
            if !lines.is_empty() {
                names.push((self.part(Role::Item, text), lines));
            }
        }
        let all_within = |width: f32| {
            names.iter().all(|(_, lines)| match lines.as_slice() {
                [line] => line.width * BODY.size <= width,
                _ => false,
            })
        };
        let third = (MEASURE - 2.0 * BETWEEN) / 3.0;
        let half = (MEASURE - BETWEEN) / 2.0;
        let (columns, width) = match names.len() {
            4.. if all_within(third) => (3, third),
            4.. if all_within(half) => (2, half),
            _ => (1, MEASURE),
        };
        let from = self.rows.len();
        let mut row = Row::default();
        for (part, lines) in names {
            for line in lines {
                let start = row.pieces.iter().fold(0.0, |start, _| start + width + BETWEEN);
                let (piece, height) = self.piece(line, Column { start, width }, BODY, self.rtl, part);
                row.height = height.max(row.height);
                row.pieces.push(piece);
                row.level();
                if row.pieces.len() == columns {
                    self.rows.push(std::mem::take(&mut row));
                }
            }
        }
        if !row.pieces.is_empty() {
            self.rows.push(row);
        }
        self.together(from, 4.0);
        Ok(())
    }

    /// The end of the document: where it stands for good, and the hash of its text.
    fn facts(&mut self, sheet: &Sheet) -> Result<(), Fault> {
        let from = self.rows.len();
        let Named { value, .. } = sheet.address;
        let linked =
            value.is_ascii() && ["https://", "http://"].iter().any(|scheme| value.starts_with(scheme));
        for (fact, linked) in [(sheet.address, linked), (sheet.hash, false)] {
            if plain(fact.value).is_empty() {
                continue;
            }
            self.text(fact.name, NAME, Role::Text, 8.0)?;
            let (look, role) = if linked { (LINK, Role::Link) } else { (VALUE, Role::Text) };
            self.value(fact.value, look, role)?;
        }
        if self.rows.len() > from {
            self.rows.insert(from, Row { above: 24.0, ruled: true, ..Row::default() });
            self.stay(from);
        }
        Ok(())
    }
}
