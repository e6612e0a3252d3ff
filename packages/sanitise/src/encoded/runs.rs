//! Runs of letters that no language writes: base64, base64url, base32, hexadecimal, base85 and the like, in one piece or
//! wrapped into lines, strings of a program or quoted mail.
//!
//! A token is a run of the letters of base64 in all its spellings. Its pieces, between signs, are either like words and
//! numbers of people or odd: letters and digits mixed, capitals inside, or longer than any word.

use std::collections::BTreeSet;
use std::ops::Range;

use super::MOST;

/// The longest word in small letters; the longest in capitals; the longest number.
const WORD: (usize, usize, usize) = (100, 40, 20);

/// So many odd letters make a line of wrapped code, whatever the length of its neighbours.
const HEAVY: usize = 32;

/// Equal lengths from here on are enough; below, the letters must look like code as well.
const WIDE: usize = 16;

/// The shortest equal length that is looked at.
const NARROW: usize = 4;

/// The longest link that stays whole.
const LINK: usize = 512;

/// How many letters of a dense word are looked at together.
const WINDOW: usize = 96;

pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    chains(text, &tokens, |token| token.odd >= HEAVY, |_, _| true, heavy_is_code, &mut found);
    chains(
        text,
        &tokens,
        |token| token.length >= NARROW,
        |a, b| a.length == b.length,
        equal_is_code,
        &mut found,
    );
    words(text, &mut found);
    found
}

/// A run of the letters of base64.
struct Token {
    start: usize,
    end: usize,
    /// How many letters it has.
    length: usize,
    /// How many of them are in odd pieces.
    odd: usize,
    /// Capitals stand inside a piece.
    mixed: bool,
    /// All are hexadecimal digits, some of them letters.
    hexadecimal: bool,
}

/// What is known of a piece while it is read.
#[derive(Default)]
pub(super) struct Piece {
    small: usize,
    capitals: usize,
    digits: usize,
    /// It begins with a capital.
    capital: bool,
    first: u8,
    /// All of it is the same letter.
    varied: bool,
}

impl Piece {
    pub(super) const fn length(&self) -> usize {
        self.small + self.capitals + self.digits
    }

    pub(super) fn take(&mut self, byte: u8) {
        if self.length() == 0 {
            self.first = byte;
            self.capital = byte.is_ascii_uppercase();
        }
        self.varied |= byte != self.first;
        match byte {
            b'a'..=b'z' => self.small += 1,
            b'A'..=b'Z' => self.capitals += 1,
            _ => self.digits += 1,
        }
    }

    fn mixed(&self) -> bool {
        self.small > 0 && self.capitals > usize::from(self.capital)
    }

    /// Not as people write words and numbers.
    pub(super) fn odd(&self) -> bool {
        let length = self.length();
        let (word, capitals, number) = WORD;
        if !self.varied {
            return false;
        }
        if self.digits > 0 {
            return self.digits < length || length > number;
        }
        if self.small == 0 { length > capitals } else { self.mixed() || length > word }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if letter(*byte) {
            let token = token(bytes, at);
            let signs = bytes.get(at..token.end).unwrap_or_default();
            at = token.end;
            // A plus or a rule by itself is punctuation.
            if signs.iter().any(u8::is_ascii_alphanumeric) {
                found.push(token);
            }
        } else {
            at += 1;
        }
    }
    found
}

const fn letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-')
}

fn token(bytes: &[u8], start: usize) -> Token {
    let mut token = Token { start, end: start, length: 0, odd: 0, mixed: false, hexadecimal: true };
    let mut piece = Piece::default();
    let mut letters = false;
    let mut at = start;
    while let Some(byte) = bytes.get(at).copied() {
        if byte.is_ascii_alphanumeric() {
            piece.take(byte);
            token.hexadecimal &= byte.is_ascii_hexdigit();
            letters |= byte.is_ascii_alphabetic();
            token.length += 1;
            at += 1;
            token.end = at;
            continue;
        }
        let sign = letter(byte);
        let length = if sign { 1 } else { joiner(bytes.get(at..).unwrap_or_default()) };
        if length == 0 {
            break;
        }
        // A character without width parts nothing; all others part what people write.
        if byte.is_ascii() {
            token.close(&mut piece);
        }
        token.length += usize::from(sign);
        token.hexadecimal &= !sign;
        at += length;
        if sign {
            token.end = at;
        }
    }
    token.close(&mut piece);
    token.hexadecimal &= letters;
    token
}

impl Token {
    fn close(&mut self, piece: &mut Piece) {
        if piece.odd() {
            self.odd += piece.length();
        }
        self.mixed |= piece.mixed();
        *piece = Piece::default();
    }
}

/// What stands for a sign or a line's end within code that was put into JSON, a form or mark-up, and what has no width.
const JOINERS: [&str; 35] = [
    "<br>", "<br/>", "<br />", "<wbr>", "\\/", "\\n", "\\r", "\\t", "\\u002b", "\\u002f", "\\u003d", "\\x2b",
    "\\x2f", "\\x3d", "%2b", "%2f", "%3d", "%0a", "%0d", "&#43;", "&#47;", "&#61;", "&#10;", "&#13;",
    "&#x2b;", "&#x2f;", "&#x3d;", "&#xa;", "&#xd;", "\u{200B}", "\u{200C}", "\u{200D}", "\u{FEFF}", "\u{AD}",
    "\u{2060}",
];

/// The length of the joiner that stands here; 0 for none.
fn joiner(rest: &[u8]) -> usize {
    if !matches!(rest.first(), Some(b'\\' | b'%' | b'&' | b'<' | 0x80..)) {
        return 0;
    }
    let here = |joiner: &&&str| {
        rest.get(..joiner.len()).is_some_and(|start| start.eq_ignore_ascii_case(joiner.as_bytes()))
    };
    let Some(joiner) = JOINERS.iter().find(here) else { return 0 };
    // Mark-up ends its lines twice.
    let behind = rest.iter().skip(joiner.len()).take_while(|byte| byte.is_ascii_whitespace()).count();
    joiner.len() + if joiner.starts_with('<') { behind } else { 0 }
}

/// Finds chains of tokens that belong together and are code.
fn chains(
    text: &str,
    tokens: &[Token],
    link: impl Fn(&Token) -> bool,
    alike: impl Fn(&Token, &Token) -> bool,
    code: impl Fn(&[Token]) -> bool,
    found: &mut Vec<Range<usize>>,
) {
    let mut rest = tokens;
    while let Some(first) = rest.first() {
        let mut length = usize::from(link(first));
        if length == 0 {
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        while let (Some(last), Some(next)) = (rest.get(length - 1), rest.get(length))
            && link(next)
            && alike(last, next)
            && super::apart(text, last.end..next.start, 2)
        {
            length += 1;
        }
        let (chain, after) = rest.split_at(length);
        if code(chain)
            && let Some(last) = chain.last()
        {
            let end = after.first().filter(|next| ends(text, chain, next)).map_or(last.end, |next| next.end);
            found.push(first.start..end + padding(text.get(end..).unwrap_or_default()));
        }
        rest = after;
    }
}

fn odd(chain: &[Token]) -> usize {
    chain.iter().map(|token| token.odd).sum()
}

fn heavy_is_code(chain: &[Token]) -> bool {
    odd(chain) > MOST
}

fn equal_is_code(chain: &[Token]) -> bool {
    let Some(first) = chain.first() else { return false };
    let most = |count: usize| count * 2 >= chain.len();
    let code = |token: &&Token| token.mixed;
    odd(chain) > MOST
        && odd(chain) * 2 >= chain.len() * first.length
        && (first.length >= WIDE
            || most(chain.iter().filter(code).count())
            || chain.iter().all(|token| token.hexadecimal || token.odd == 0)
                && most(chain.iter().filter(|token| token.hexadecimal).count()))
}

/// Whether a token on the next line is the shorter end of wrapped code.
fn ends(text: &str, chain: &[Token], next: &Token) -> bool {
    let Some(last) = chain.last() else { return false };
    let code = chain.len() > 1 || next.odd > 0 || next.length.is_multiple_of(4);
    if !code || next.length >= last.length || !super::slight(text, last.end..next.start) {
        return false;
    }
    let rest = text.get(next.end..).unwrap_or_default();
    text.get(last.end..next.start).is_some_and(|between| between.contains('\n'))
        && !rest.lines().next().is_some_and(|line| line.bytes().any(|byte| byte.is_ascii_alphanumeric()))
}

/// The length of a last line of signs alone, with what parts it from the code; 0 for none. Most often it is the padding
/// (`==`), but wrapping can leave any of the signs there. A rule (`---`, `===`) is none.
fn padding(rest: &str) -> usize {
    let behind = rest.trim_start_matches(['\r', '\n', ' ', '\t']);
    let line = behind.lines().next().unwrap_or_default().trim_end();
    let signs = line.bytes().all(|byte| letter(byte) && !byte.is_ascii_alphanumeric());
    let rule = line.len() > 2 && line.bytes().all(|byte| line.bytes().next() == Some(byte));
    let between = rest.len() - behind.len();
    if matches!(line.len(), 1..=4) && signs && !rule && between <= 8 { between + line.len() } else { 0 }
}

/// Long words: links beyond their length, and words dense with signs and odd pieces (base85, base45).
fn words(text: &str, found: &mut Vec<Range<usize>>) {
    let mut start = 0;
    let mut before: Option<Range<usize>> = None;
    for word in text.split(|c: char| c.is_whitespace() || !c.is_ascii()) {
        let at = start;
        // Every separator is one character.
        start += word.len()
            + text.get(at + word.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        if word.starts_with("http://") || word.starts_with("https://") {
            if word.len() > LINK {
                found.push(at + LINK..at + word.len());
            }
        } else if word.len() > MOST / 2 && dense(word.as_bytes()) {
            // Two lines of code may each be shorter than what stays.
            let joined =
                before.take().filter(|last| super::slight(text, last.end..at)).map_or(at, |last| last.start);
            if at + word.len() - joined > MOST {
                found.push(joined..at + word.len());
            }
            before = Some(joined..at + word.len());
        }
    }
}

/// Whether any part of a word is made as base85 is.
fn dense(word: &[u8]) -> bool {
    word.chunks(WINDOW).filter(|window| window.len() > MOST / 2).any(dense_window)
}

fn dense_window(window: &[u8]) -> bool {
    let mut piece = Piece::default();
    let (mut odd, mut letters, mut structure, mut signs) = (0, 0, 0, 0);
    let mut kinds = BTreeSet::new();
    for byte in window.iter().copied().chain([b' ']) {
        if byte.is_ascii_alphanumeric() {
            piece.take(byte);
            letters += 1;
            continue;
        }
        if piece.odd() {
            odd += piece.length();
        }
        piece = Piece::default();
        if byte != b' ' {
            signs += 1;
            structure += usize::from(br#"":,{}[]"#.contains(&byte));
            kinds.insert(byte);
        }
    }
    kinds.len() >= 6 && signs * 8 >= window.len() && structure * 2 < signs && odd * 3 >= letters
}
