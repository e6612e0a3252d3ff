//! Bytes written down one by one: escapes of programs and mail (`\xFF`, `%FF`, `=FF`, `\u00FF`, `&#255;`, `0xFF`), and lists
//! of numbers (`FF D8 FF`, `255, 216, 255`, `11111111 11011000`).

use std::ops::Range;

use super::MOST_BYTES;

/// So many other characters may stand between two escapes: the letters that needed none.
const BETWEEN: usize = 8;

pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    escapes(text.as_bytes(), &mut found);
    lists(text, &mut found);
    found
}

fn escapes(bytes: &[u8], found: &mut Vec<Range<usize>>) {
    let mut run: Option<(Range<usize>, usize)> = None;
    let mut keep = |run: Option<(Range<usize>, usize)>| {
        if let Some((range, count)) = run
            && count > MOST_BYTES
        {
            found.push(range);
        }
    };
    let mut at = 0;
    while at < bytes.len() {
        let length = escape(bytes.get(at..).unwrap_or_default());
        if length == 0 {
            at += 1;
            continue;
        }
        let near = run.as_ref().is_some_and(|(range, _)| near(bytes.get(range.end..at).unwrap_or_default()));
        run = match run.take() {
            Some((range, count)) if near => Some((range.start..at + length, count + 1)),
            before => {
                keep(before);
                Some((at..at + length, 1))
            }
        };
        at += length;
    }
    keep(run);
}

fn near(between: &[u8]) -> bool {
    let signs = between.iter().filter(|byte| !byte.is_ascii_whitespace()).count();
    signs <= BETWEEN && between.len() - signs <= 3 * BETWEEN
}

/// The length of the escape that stands here; 0 for none.
fn escape(rest: &[u8]) -> usize {
    let digits = |from: usize, least: usize, most: usize, digit: fn(&u8) -> bool| {
        let rest = rest.get(from..).unwrap_or_default();
        let count = rest.iter().take(most).take_while(|byte| digit(byte)).count();
        if count >= least { from + count } else { 0 }
    };
    let closed = |end: usize, with: u8| if end > 0 && rest.get(end) == Some(&with) { end + 1 } else { 0 };
    match rest {
        [b'\\', b'u' | b'x' | b'U', b'{', ..] => closed(digits(3, 1, 8, u8::is_ascii_hexdigit), b'}'),
        [b'\\', b'x' | b'X', ..] => digits(2, 2, 2, u8::is_ascii_hexdigit),
        [b'\\' | b'%', b'u', ..] => digits(2, 4, 4, u8::is_ascii_hexdigit),
        [b'\\', b'U', ..] => digits(2, 8, 8, u8::is_ascii_hexdigit),
        [b'\\', ..] => digits(1, 3, 3, |byte| matches!(byte, b'0'..=b'7')),
        [b'U' | b'u', b'+', ..] => digits(2, 4, 6, u8::is_ascii_hexdigit),
        [b'0', b'x' | b'X', ..] => digits(2, 1, 2, u8::is_ascii_hexdigit),
        [b'%' | b'$', ..] => digits(1, 2, 2, u8::is_ascii_hexdigit),
        [b'=', ..] => digits(1, 2, 2, |byte| byte.is_ascii_digit() || matches!(byte, b'A'..=b'F')),
        [b'&', b'#', b'x' | b'X', ..] => closed(digits(3, 1, 6, u8::is_ascii_hexdigit), b';'),
        [b'&', b'#', ..] => closed(digits(2, 1, 7, u8::is_ascii_digit), b';'),
        _ => 0,
    }
}

/// What a number of a list may be. Lists of each are kept apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    /// Pairs of hexadecimal digits, or groups of 4 or 8.
    Hexadecimal,
    /// From -128 to 255.
    Decimal,
    /// Eight noughts and ones.
    Binary,
}

const ITEMS: [Item; 3] = [Item::Hexadecimal, Item::Decimal, Item::Binary];

/// A list while it is read.
struct List {
    range: Range<usize>,
    /// How many bytes it has.
    bytes: usize,
    items: usize,
    /// How many items only a byte would have: a letter among the digits, a value beyond 127.
    telling: usize,
    width: usize,
    separator: Option<u8>,
}

fn lists(text: &str, found: &mut Vec<Range<usize>>) {
    for item in ITEMS {
        let mut list: Option<List> = None;
        for range in numbers(text) {
            let word = text.get(range.clone()).unwrap_or_default();
            let Some(telling) = item.telling(word) else {
                close(item, list.take(), found);
                continue;
            };
            let goes_on =
                list.as_mut().is_some_and(|list| list.take(item, text, (range.clone(), word), telling));
            if !goes_on {
                close(item, list.take(), found);
                list = Some(List {
                    range,
                    bytes: item.bytes(word),
                    items: 1,
                    telling: usize::from(telling),
                    width: word.len(),
                    separator: None,
                });
            }
        }
        close(item, list, found);
    }
}

/// Runs of letters and digits, a minus before them included.
fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start =
            at + bytes.get(at..)?.iter().position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())?;
        let rest = bytes.get(start..)?;
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()).count();
        at = start + length;
        let minus = start > 0
            && bytes.get(start - 1) == Some(&b'-')
            && bytes.get(start.wrapping_sub(2)).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        Some(if minus { start - 1..at } else { start..at })
    })
}

impl Item {
    /// Whether a word is such an item, and a telling one.
    fn telling(self, word: &str) -> Option<bool> {
        let bytes = word.as_bytes();
        match self {
            Self::Hexadecimal => {
                let digits = matches!(bytes.len(), 2 | 4 | 8) && bytes.iter().all(u8::is_ascii_hexdigit);
                digits.then(|| bytes.iter().any(u8::is_ascii_alphabetic))
            }
            Self::Decimal => {
                let value = (bytes.len() <= 4).then(|| word.parse::<i16>().ok()).flatten()?;
                (-128..=255).contains(&value).then_some(!(0..=127).contains(&value))
            }
            Self::Binary => {
                let bits = bytes.len() == 8 && bytes.iter().all(|byte| matches!(byte, b'0' | b'1'));
                bits.then_some(true)
            }
        }
    }

    const fn bytes(self, word: &str) -> usize {
        if matches!(self, Self::Hexadecimal) { word.len() / 2 } else { 1 }
    }
}

impl List {
    /// Whether this number goes on with the list.
    fn take(&mut self, item: Item, text: &str, (range, word): (Range<usize>, &str), telling: bool) -> bool {
        let between = text.get(self.range.end..range.start).unwrap_or("?");
        let Some(separator) = separator(between) else { return false };
        if item == Item::Hexadecimal && word.len() != self.width {
            return false;
        }
        match (self.separator, separator) {
            // The end of a line parts addresses that are written with colons, and no list that is written with blanks.
            (Some(b':' | b'-' | b'.'), None) => return false,
            (Some(known), Some(other)) if known != other => return false,
            (None, Some(_) | None) | (Some(_), _) => {}
        }
        self.separator = self.separator.or(separator);
        self.range.end = range.end;
        self.bytes += item.bytes(word);
        self.items += 1;
        self.telling += usize::from(telling);
        true
    }
}

/// The one sign between two numbers; none for a line's end or brackets alone. Nothing where there is more between them.
#[expect(clippy::option_option, reason = "no list at all, or one whose numbers stand on lines of their own")]
fn separator(between: &str) -> Option<Option<u8>> {
    let mut sign = None;
    for byte in between.bytes() {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b'[' | b']' | b'(' | b')' | b'{' | b'}' | b'"' | b'\'' | b'\\' => {
            }
            b',' | b';' | b':' | b'|' | b'-' | b'/' if sign.is_none_or(|known| known == byte) => {
                sign = Some(byte);
            }
            _ => return None,
        }
    }
    if sign.is_none() && !between.contains(['\n', '\r']) {
        sign = (!between.is_empty()).then_some(b' ');
    }
    (between.len() <= 48).then_some(sign)
}

fn close(item: Item, list: Option<List>, found: &mut Vec<Range<usize>>) {
    let Some(list) = list else { return };
    let share = match item {
        Item::Hexadecimal | Item::Binary => 10,
        Item::Decimal => 8,
    };
    if list.bytes > MOST_BYTES && list.telling * share >= list.items {
        found.push(list.range);
    }
}
