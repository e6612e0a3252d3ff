//! Cuts a CSV (RFC 4180) into rows so that a broken one spoils no other. A quotation mark that is opened and never
//! closed would swallow the rows below it: here the line in which it stands is given up alone, and reading goes on
//! with the next. It is found at the first mark that closes a cell and is followed by anything but a separator.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

/// The most lines a row may span, and the most bytes of a line.
const MOST_LINES: usize = 200;
const MOST_BYTES: u64 = 8 << 20;

/// A row as it was cut out.
pub struct Cut {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Its cells; of a row that was given up, those of its first line, as far as they can be told apart.
    pub cells: Vec<Vec<u8>>,
    /// Whether it was given up.
    pub open: bool,
}

/// The lines of a file.
pub struct Lines<R> {
    input: BufReader<R>,
    waiting: VecDeque<(u64, Vec<u8>)>,
    read: u64,
    separator: u8,
}

impl<R: Read> Lines<R> {
    /// Cells stand between `separator`s.
    pub fn new(input: R, separator: u8) -> Self {
        Self { input: BufReader::new(input), waiting: VecDeque::new(), read: 0, separator }
    }

    /// The next row; empty lines between rows are passed over. A row of several lines must have `width` cells,
    /// where that is given, or its first line is given up.
    pub fn row(&mut self, width: Option<usize>) -> io::Result<Option<Cut>> {
        let mut taken: Vec<(u64, Vec<u8>)> = Vec::new();
        let mut cutter = Cutter::new(self.separator);
        while let Some((number, line)) = self.line()? {
            if taken.is_empty() && line.trim_ascii().is_empty() {
                continue;
            }
            cutter.feed(&line);
            taken.push((number, line));
            if cutter.place != CellState::Quoted || cutter.broken || taken.len() == MOST_LINES {
                break;
            }
        }
        let Some((number, first)) = taken.first() else { return Ok(None) };
        let line = *number;
        let whole = cutter.place != CellState::Quoted && !cutter.broken;
        if whole && (taken.len() == 1 || width.is_none_or(|width| cutter.cells.len() == width)) {
            return Ok(Some(Cut { line, cells: cutter.cells, open: false }));
        }
        let mut cutter = Cutter::new(self.separator);
        cutter.feed(first);
        if cutter.place == CellState::Quoted {
            cutter.end_cell();
        }
        for rest in taken.into_iter().skip(1).rev() {
            self.waiting.push_front(rest);
        }
        Ok(Some(Cut { line, cells: cutter.cells, open: true }))
    }

    fn line(&mut self) -> io::Result<Option<(u64, Vec<u8>)>> {
        if let Some(waiting) = self.waiting.pop_front() {
            return Ok(Some(waiting));
        }
        let mut line = Vec::new();
        let bytes = (&mut self.input).take(MOST_BYTES).read_until(b'\n', &mut line)?;
        if bytes as u64 == MOST_BYTES && line.last() != Some(&b'\n') {
            return Err(io::Error::other(format!(
                "line {} is longer than {MOST_BYTES} bytes.",
                self.read + 1
            )));
        }
        self.read += 1;
        Ok((bytes > 0).then_some((self.read, line)))
    }
}

/// Where in a cell the reading stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum CellState {
    #[default]
    Start,
    Plain,
    Quoted,
    /// After a mark within quotes: it closes the cell, unless another follows.
    Closed,
}

struct Cutter {
    separator: u8,
    cells: Vec<Vec<u8>>,
    cell: Vec<u8>,
    place: CellState,
    broken: bool,
}

impl Cutter {
    fn new(separator: u8) -> Self {
        Self { separator, cells: Vec::new(), cell: Vec::new(), place: CellState::Start, broken: false }
    }

    /// Takes a line with its end; a cell that is still quoted keeps that end as a part of itself.
    fn feed(&mut self, line: &[u8]) {
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        let bare = bare.strip_suffix(b"\r").unwrap_or(bare);
        for byte in bare {
            self.place = match (self.place, byte) {
                (CellState::Start, b'"') => CellState::Quoted,
                (CellState::Start | CellState::Plain | CellState::Closed, byte)
                    if *byte == self.separator =>
                {
                    self.end_cell();
                    CellState::Start
                }
                (CellState::Quoted, b'"') => CellState::Closed,
                (CellState::Closed, b'"') | (CellState::Quoted, _) => {
                    self.cell.push(*byte);
                    CellState::Quoted
                }
                (CellState::Closed, _) => {
                    self.broken = true;
                    self.cell.push(*byte);
                    CellState::Plain
                }
                (CellState::Start | CellState::Plain, _) => {
                    self.cell.push(*byte);
                    CellState::Plain
                }
            };
        }
        if self.place == CellState::Quoted {
            self.cell.extend(line.iter().skip(bare.len()));
        } else {
            self.end_cell();
        }
    }

    fn end_cell(&mut self) {
        self.cells.push(std::mem::take(&mut self.cell));
    }
}
