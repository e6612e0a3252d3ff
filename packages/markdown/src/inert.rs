//! Signs that mean nothing where they stand. Before a text is parsed they give way to letters that nobody can type, and
//! come back when it is written: so an address keeps its stars, and what is nested too deep is shown as it was typed.

use std::borrow::Cow;

use super::address::addresses;

/// As many quotations and lists within each other as one line can open; and as far from the edge as one can begin.
const DEEPEST: usize = 16;
const FARTHEST: usize = 64;

/// As many cells as the tables of a text have together. A line of a table is filled up to all its columns, so a short text
/// can ask for many.
const MOST_CELLS: usize = 30_000;

/// Signs of Markdown, and what stands for each: code points that Unicode keeps out of every text.
const SIGNS: [(char, char); 14] = [
    ('*', '\u{FDD0}'),
    ('_', '\u{FDD1}'),
    ('~', '\u{FDD2}'),
    ('[', '\u{FDD3}'),
    (']', '\u{FDD4}'),
    ('\\', '\u{FDD5}'),
    ('&', '\u{FDD6}'),
    ('!', '\u{FDD7}'),
    ('>', '\u{FDD8}'),
    ('-', '\u{FDD9}'),
    ('+', '\u{FDDA}'),
    ('.', '\u{FDDB}'),
    (')', '\u{FDDC}'),
    ('|', '\u{FDDD}'),
];

fn is_stand_in(letter: char) -> bool {
    matches!(letter, '\u{FDD0}'..='\u{FDEF}')
}

/// The letter that stands for a sign; every other letter is itself.
fn inert(letter: char) -> char {
    SIGNS.iter().find(|(sign, _)| *sign == letter).map_or(letter, |(_, stand_in)| *stand_in)
}

/// A text as it was typed.
pub(super) fn restored(text: &str) -> Cow<'_, str> {
    if !text.contains(is_stand_in) {
        return Cow::Borrowed(text);
    }
    let sign =
        |letter: char| SIGNS.iter().find(|(_, stand_in)| *stand_in == letter).map_or(letter, |one| one.0);
    text.chars().map(|letter| if is_stand_in(letter) { sign(letter) } else { letter }).collect()
}

/// A text that can be parsed in a time that grows with its length alone.
pub(super) fn prepare(markdown: &str) -> String {
    let text = markdown.replace("\r\n", "\n").replace(['\r', '\u{2028}'], "\n").replace('\u{2029}', "\n\n");
    let text = text.replace(is_stand_in, "\u{FFFD}");
    let signs = [in_addresses(&text), before_lines(&text)].concat();
    with_inert(&text, signs)
}

/// The text with the signs at these places made inert.
fn with_inert(text: &str, mut places: Vec<usize>) -> String {
    places.sort_unstable();
    let mut places = places.into_iter().peekable();
    let mut prepared = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let mut meant = letter;
        while places.next_if(|place| *place <= at).is_some() {
            meant = inert(letter);
        }
        prepared.push(meant);
    }
    prepared
}

/// The signs within bare addresses. Behind `](` and `]:` an address is where a link leads, and nothing in it is a sign.
fn in_addresses(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    for range in addresses(text) {
        let before = text.get(..range.start).unwrap_or_default();
        let leads = before.trim_end_matches(['<', ' ']);
        if leads.ends_with("](") || leads.ends_with("]:") {
            continue;
        }
        let (start, address) = (range.start, text.get(range).unwrap_or_default());
        places.extend(
            address.char_indices().filter(|(_, letter)| inert(*letter) != *letter).map(|(at, _)| start + at),
        );
    }
    places
}

/// The signs at the beginning of lines that would open too much: too many lists and quotations, too far from the edge, too
/// many cells; and numbers that would not be shown as they were typed.
fn before_lines(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let lines: Vec<&str> = text.split('\n').collect();
    let height = heights(&lines);
    let (mut start, mut cells) = (0, 0_usize);
    for (line, height) in lines.iter().zip(height) {
        let (opened, sign) = openings(line);
        places.extend(sign.map(|at| start + at));
        let rest = line.get(opened..).unwrap_or_default();
        if let Some((at, columns)) = divider(rest) {
            let more = columns.saturating_mul(height);
            if cells.saturating_add(more) > MOST_CELLS {
                places.push(start + opened + at);
            } else {
                cells += more;
            }
        }
        start += line.len() + 1;
    }
    places
}

/// For each line, how many follow it before one that is blank.
fn heights(lines: &[&str]) -> Vec<usize> {
    let mut follow = 0_usize;
    let mut heights: Vec<usize> = lines
        .iter()
        .rev()
        .map(|line| {
            let height = follow;
            follow = if line.trim().is_empty() { 0 } else { follow + 1 };
            height
        })
        .collect();
    heights.reverse();
    heights
}

/// Where the line that divides head and body of a table has its first sign, and how many columns it makes.
fn divider(line: &str) -> Option<(usize, usize)> {
    let made_of = line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'));
    let first = line.find('-').filter(|_| made_of)?;
    Some((first, line.bytes().filter(|byte| *byte == b'|').count() + 1))
}

/// How much of a line opens lists and quotations, and the sign in it that is one too many.
fn openings(line: &str) -> (usize, Option<usize>) {
    let bytes = line.as_bytes();
    let (mut at, mut column, mut depth) = (0, 0, 0_usize);
    loop {
        while let Some(blank @ (b' ' | b'\t')) = bytes.get(at) {
            column = if *blank == b'\t' { (column / 4 + 1) * 4 } else { column + 1 };
            at += 1;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let Some((sign, as_typed)) = opening(rest) else { return (at, None) };
        if depth >= DEEPEST || column > FARTHEST || !as_typed {
            return (at + sign + 1, Some(at + sign));
        }
        depth += 1;
        at += sign + 1;
        column += sign + 1;
    }
}

/// Where the sign is that opens a quotation or an entry of a list here, and whether it can be shown as it was typed: a
/// number that begins with a nought cannot.
fn opening(rest: &[u8]) -> Option<(usize, bool)> {
    let blank_after = |sign: usize| matches!(rest.get(sign + 1), None | Some(b' ' | b'\t'));
    match rest.first()? {
        b'>' => Some((0, true)),
        bullet @ (b'-' | b'*' | b'+') if blank_after(0) => {
            // A line of nothing but such signs is a rule, however many there are.
            let rule = rest.iter().all(|byte| byte == bullet || matches!(byte, b' ' | b'\t'));
            (!rule || rest.len() < 3).then_some((0, true))
        }
        b'0'..=b'9' => {
            let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
            let sign = matches!(rest.get(digits), Some(b'.' | b')')) && digits < 10 && blank_after(digits);
            sign.then_some((digits, digits == 1 || rest.first() != Some(&b'0')))
        }
        _ => None,
    }
}
