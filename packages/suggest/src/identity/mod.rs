//! Numbers by which states know people.
//!
//! Three ways in: a form with a check digit or a shape that little else has ([`forms`]), a word such as
//! "passport" before it, and the strip that machines read at the foot of a passport.

mod checks;
pub(super) mod forms;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::bank::{apart, dated, digits};
use super::flat::{Flat, pattern};
use super::labels::{Label, Labelled};
use super::links::Link;
use super::telephone::counted;
use super::{Found, Kind, linked};

/// What follows a word such as "passport": letters and digits, at least five digits.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:\d{2} ?\d{2},? ?(?:номер|№|n°) ?\d{6}|(?:[\p{Latin}\p{Cyrillic}\p{Greek}]{1,3}-?|(?-i:\p{Lu}{1,3}) )?\d[\dA-Z]{0,3}(?:[ ./-]?[\dA-Z]*\d[\dA-Z]*)*)",
    )
});

static STRIP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b[PVIAC][A-Z<][A-Z]{3}[A-Z<]{20,39}(?:\s{1,2}[A-Z0-9<]{30,44}){0,2}|\b[A-Z0-9<]{9}\d[A-Z]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{2,16}",
    )
});

/// Only the surroundings of digits are looked at: this many bytes to each side.
const REACH: usize = 8;

pub(super) fn find(flat: &Flat, labelled: &Labelled, links: &[Link], out: &mut Vec<Found>) {
    let mut add = |range: Range<usize>, rule| {
        if !linked(links, &range) {
            out.push(Found { range, kind: Kind::IdentityNumber, rule });
        }
    };
    for island in islands(flat.text()) {
        let near = flat.slice(island.clone());
        for (form, rule) in forms::fitting(near) {
            for hit in rule.find_iter(near) {
                let range = island.start + hit.start()..island.start + hit.end();
                if apart(flat, &range) && (form.check)(hit.as_str()) {
                    add(range, form.rule);
                }
            }
        }
    }
    for at in labelled.places(Label::Identity) {
        let Some(number) = named(flat, at) else { continue };
        add(number, "identity-after-word");
    }
    STRIP
        .iter()
        .flat_map(|rule| rule.find_iter(flat.text()))
        .for_each(|hit| add(hit.range(), "passport-strip"));
}

/// The number of a paper that begins at a place: no day, no count, no part of a longer one.
fn named(flat: &Flat, at: usize) -> Option<Range<usize>> {
    let hit = NAMED.as_ref()?.find(flat.trail(at, 48))?;
    let range = at..at + hit.end();
    let fits = (5..=20).contains(&digits(hit.as_str()).len())
        && !dated(hit.as_str())
        && !counted(flat, range.end)
        && flat.stands_alone(&range);
    fits.then_some(range)
}

/// Where digits stand, with a little around them; what stands close together is one. At least four digits, cut
/// where a word ends, so that a pattern sees whole words.
fn islands(text: &str) -> Vec<Range<usize>> {
    let mut all: Vec<(Range<usize>, usize)> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        if !byte.is_ascii_digit() {
            continue;
        }
        match all.last_mut() {
            Some((last, count)) if at <= last.end + 2 * REACH => {
                last.end = at + 1;
                *count += 1;
            }
            _ => all.push((at..at + 1, 1)),
        }
    }
    let dense = all.into_iter().filter(|(_, count)| *count >= 4);
    dense.map(|(range, _)| widened(text, range)).collect()
}

fn widened(text: &str, range: Range<usize>) -> Range<usize> {
    let part = |byte: Option<&u8>| byte.is_some_and(|byte| !byte.is_ascii_whitespace());
    let bytes = text.as_bytes();
    let mut start = range.start.saturating_sub(2 * REACH);
    while start > 0
        && range.start - start < 64
        && (part(bytes.get(start - 1)) || !text.is_char_boundary(start))
    {
        start -= 1;
    }
    let mut end = (range.end + 2 * REACH).min(bytes.len());
    while end < bytes.len() && end - range.end < 64 && (part(bytes.get(end)) || !text.is_char_boundary(end)) {
        end += 1;
    }
    while start > 0 && !text.is_char_boundary(start) {
        start -= 1;
    }
    while end < bytes.len() && !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}
