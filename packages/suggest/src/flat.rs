//! The text as the rules read it.
//!
//! Numbers and addresses hide behind other digits, other dashes, other spaces, full-width letters, characters
//! that cannot be seen and accents written in two ways. All of that is flattened once, here, so that each rule
//! is written once; every byte of the flat text remembers the code points it came from.

use std::ops::Range;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

/// A text in one spelling, with the way back.
pub(super) struct Flat {
    text: String,
    /// For each byte of `text`: first code point of the original, and one after the last.
    from: Vec<(usize, usize)>,
}

impl Flat {
    pub(super) fn new(original: &str) -> Self {
        let mut flat =
            Self { text: String::with_capacity(original.len()), from: Vec::with_capacity(original.len()) };
        let mut last = ' ';
        for (at, c) in original.chars().enumerate() {
            let broken = matches!(c, '\n' | '\r') && last == SOFT_HYPHEN;
            if broken || (c == '\n' && last == '\r') {
                // Nothing more to read: a word goes on, or the break is already there.
                flat.widen(at);
            } else if is_accent(c) {
                flat.widen(at);
            } else if !is_unseen(c) {
                spell(c, |plain| flat.push(plain, at));
            }
            // A soft hyphen reaches over a break of two characters.
            if !(broken && c == '\r') {
                last = c;
            }
        }
        flat
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The flat text of a range; nothing where there is none.
    pub(super) fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The code points of the original that a range of the flat text came from.
    pub(super) fn points(&self, range: &Range<usize>) -> Option<(usize, usize)> {
        let (start, _) = *self.from.get(range.start)?;
        let (_, end) = *self.from.get(range.end.checked_sub(1)?)?;
        (start < end).then_some((start, end))
    }

    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.slice(0..at).chars().next_back()
    }

    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.slice(at..self.text.len()).chars().next()
    }

    /// At most `count` characters before a place, for cue words.
    pub(super) fn lead(&self, at: usize, count: usize) -> &str {
        let head = self.slice(0..at);
        let from = head.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(index, _)| index);
        head.get(from..).unwrap_or_default()
    }

    /// At most `count` characters after a place.
    pub(super) fn trail(&self, at: usize, count: usize) -> &str {
        let tail = self.slice(at..self.text.len());
        let to = tail.char_indices().nth(count).map_or(tail.len(), |(index, _)| index);
        tail.get(..to).unwrap_or_default()
    }

    /// Does a range begin and end where a word or number does? Letters of scripts that write no spaces, and of
    /// other scripts than the Latin one, may touch it.
    pub(super) fn stands_alone(&self, range: &Range<usize>) -> bool {
        let touches = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        !touches(self.before(range.start)) && !touches(self.after(range.end))
    }

    fn push(&mut self, c: char, at: usize) {
        self.text.push(c);
        for _ in 0..c.len_utf8() {
            self.from.push((at, at + 1));
        }
    }

    /// The character at `at` belongs to the one before it.
    fn widen(&mut self, at: usize) {
        let Some(&(start, _)) = self.from.last() else { return };
        for one in self.from.iter_mut().rev().take_while(|one| one.0 == start) {
            one.1 = at + 1;
        }
    }
}

/// A pattern. One that does not compile stops every test; in a release it would find nothing.
///
/// `\b` is that of ASCII letters and digits here: the Unicode one makes `regex` leave its fast engine at the first
/// letter that is not ASCII, and a text of 100,000 characters take a second. `\d` is ASCII as well: a flat text has no
/// other digits, and those of sixty scripts make a pattern many times as large.
pub(super) fn pattern(source: &str) -> Option<Regex> {
    let made = Regex::new(&plain(source));
    debug_assert!(made.is_ok(), "{made:?}");
    made.ok()
}

/// A pattern's source with what is ASCII in a flat text as ASCII.
pub(super) fn plain(source: &str) -> String {
    source.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]")
}

/// A word as it stands in a flat text.
pub(super) fn flattened(word: &str) -> String {
    Flat::new(word).text
}

const SOFT_HYPHEN: char = '\u{ad}';

/// Characters that are not seen: zero width, bidi controls, soft hyphens, variation selectors, tags.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c,
        SOFT_HYPHEN | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0000}'..='\u{e01ef}')
        || (c.is_control() && !c.is_whitespace())
}

/// Accents of Latin, Greek and Cyrillic, and the key around an emoji's digit.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20f0}')
}

/// One character in the one spelling.
fn spell(c: char, mut push: impl FnMut(char)) {
    match c {
        '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => push('\n'),
        ' '..='~' => push(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{2d7}' | '\u{fe58}' | '\u{fe63}' => push('-'),
        '‘' | '’' | '′' | 'ʹ' | 'ʼ' | '´' => push('\''),
        '“' | '”' | '″' | '„' | '‟' => push('"'),
        '\u{66b}' | '·' | '\u{2024}' | '\u{fe52}' => push('.'),
        '،' | '\u{66c}' | '、' => push(','),
        'º' | '˚' => push('°'),
        'ß' | 'ẞ' => "ss".chars().for_each(push),
        'ø' => push('o'),
        'Ø' => push('O'),
        'ł' => push('l'),
        'Ł' => push('L'),
        'đ' | 'ð' => push('d'),
        'Đ' | 'Ð' => push('D'),
        'ı' => push('i'),
        'æ' | 'Æ' => "ae".chars().for_each(push),
        _ if c.is_whitespace() => push(' '),
        '\u{ff01}'..='\u{ff5e}'
        | '\u{1d400}'..='\u{1d7ff}'
        | '\u{24b6}'..='\u{24e9}'
        | '\u{fe50}'..='\u{fe6b}' => {
            std::iter::once(c).nfkc().for_each(push);
        }
        // Han is most of some texts, and nothing else than itself.
        '\u{4e00}'..='\u{9fff}' => push(c),
        _ => match digit(c) {
            Some(value) => push(value),
            None => decompose_canonical(c, |part| {
                if !is_accent(part) {
                    push(part);
                }
            }),
        },
    }
}

/// The zero of each script that has digits of its own; its nine follow it.
const ZEROS: [u32; 60] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0,
    0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50,
    0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// The ASCII digit of a digit of any script.
pub(super) fn digit(c: char) -> Option<char> {
    let point = u32::from(c);
    let after = ZEROS.partition_point(|zero| *zero <= point);
    let zero = ZEROS.get(after.checked_sub(1)?)?;
    char::from_digit(point - zero, 10)
}
