//! Text that carries files: what is encoded is cut out of a copy, with a visible note.
//!
//! A photograph in base64 is text to a program and a photograph to whoever decodes it, with everything that the rebuilding
//! of pictures takes away. A person who looks the copy over sees gibberish. So nothing that looks encoded travels, whatever
//! it holds: [`marked`] finds what says that it is encoded, [`runs`] what looks so by its letters, [`bytes`] lists of bytes,
//! [`dumps`] the output of programs that show files byte by byte.
//!
//! A little has to stay, or no hash, key fingerprint or link could be written down: see [`MOST`].

mod bytes;
mod dumps;
mod marked;
mod runs;

use std::fmt::Write as _;
use std::ops::Range;

use super::text::blank;

/// The longest run of encoded letters that stays: the 64 digits of a SHA-256 with a short prefix such as `0x` or
/// `sha256-`. As base64 that is 54 bytes: no picture fits.
pub(super) const MOST: usize = 72;

/// The longest list of single bytes that stays: a fingerprint of SHA-512, written with colons.
pub(super) const MOST_BYTES: usize = 64;

/// A text without what is encoded.
pub(super) struct Cut {
    /// What is left, with a note in each place.
    pub(super) text: String,
    /// How many places there are.
    pub(super) places: u32,
}

/// Cuts out what is encoded.
pub(super) fn cut(text: &str) -> Cut {
    // Blanks that look alike become plain ones in a copy: what they part is looked at as if they were.
    let text: String = text.chars().map(|c| if blank(c) { ' ' } else { c }).collect();
    let text = text.as_str();
    let mut found = marked::find(text);
    found.extend(runs::find(text));
    found.extend(bytes::find(text));
    found.extend(dumps::find(text));
    let found = merged(found, text);
    let mut out = String::with_capacity(text.len());
    let mut places = 0_u32;
    let mut after = 0;
    for range in found {
        out.push_str(text.get(after..range.start).unwrap_or_default());
        let count = text.get(range.clone()).unwrap_or_default().chars().count();
        // Writing into a string does not fail.
        let _ = write!(out, "[{} encoded characters left out]", grouped(count));
        places = places.saturating_add(1);
        after = range.end;
    }
    out.push_str(text.get(after..).unwrap_or_default());
    Cut { text: out, places }
}

/// In order, without overlap; what is parted by punctuation and blanks alone is one.
fn merged(mut found: Vec<Range<usize>>, text: &str) -> Vec<Range<usize>> {
    found.retain(|range| range.start < range.end);
    found.sort_by_key(|range| (range.start, range.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in found {
        match out.last_mut() {
            Some(last) if range.start <= last.end || slight(text, last.end..range.start) => {
                last.end = last.end.max(range.end);
            }
            _ => out.push(range),
        }
    }
    out
}

/// Blanks and punctuation on one line or from one line to the next.
fn slight(text: &str, between: Range<usize>) -> bool {
    apart(text, between, 1)
}

/// Blanks and punctuation, over so many ends of lines.
fn apart(text: &str, between: Range<usize>, ends: usize) -> bool {
    let Some(between) = text.get(between) else { return false };
    between.len() <= 32
        && between.bytes().all(|byte| byte.is_ascii_whitespace() || byte.is_ascii_punctuation())
        && between.bytes().filter(|byte| *byte == b'\n').count() <= ends
}

/// `2,345`.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A line of a text and where it stands, without its end.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Without what quotes a line or sets it in.
    fn bare(&self) -> &'a str {
        self.text.trim_start_matches([' ', '\t', '>', '|', '"', '\'']).trim_end()
    }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    text.split_inclusive(['\n', '\r'])
        .map(|line| {
            let found = Line { start, text: line.trim_end_matches(['\n', '\r']) };
            start += line.len();
            found
        })
        .collect()
}

#[cfg(test)]
mod tests;
