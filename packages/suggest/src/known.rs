//! What the organisation has marked before, found again without being kept.
//!
//! Kept are hashes under a key, never strings. A string is hashed in its normal form: its *units* with single
//! spaces between them. A unit is a word where a script writes spaces; where it does not (Burmese, Thai, Lao,
//! Khmer, Han, kana) a unit is one character with its marks, so that a name is found anywhere in the running text.
//! To find, runs of units are hashed and looked up. Hashing every run of every length would be slow, so the first
//! four bytes of what is kept come from the first two units alone and open or shut the gate for the rest: whoever
//! steals the hashes without the key learns of two strings of three units or more whether they begin alike.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::flat::{digit, is_unseen};
use super::{Kind, Suggestion, merged};

/// Bytes of a kept hash that tell the first two units.
const GATE: usize = 4;
/// Longer strings do not come again as they are.
const LONGEST: usize = 64;

/// Words that say nothing by themselves.
const COMMON: &[&str] = &[
    "government",
    "internet",
    "shutdown",
    "police",
    "ministry",
    "facebook",
    "twitter",
    "whatsapp",
    "telegram",
    "instagram",
    "youtube",
    "google",
    "president",
    "minister",
    "election",
    "elections",
    "protest",
    "protests",
    "network",
    "mobile",
    "national",
    "local",
    "nationwide",
    "unknown",
    "journalist",
    "activist",
    "source",
    "witness",
    "court",
    "army",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "http",
    "https",
    "this",
    "that",
    "with",
    "from",
    "they",
    "them",
    "their",
    "have",
    "were",
    "been",
    "which",
    "when",
    "gouvernement",
    "gobierno",
    "governo",
    "правительство",
    "интернет",
    "الحكومة",
    "الإنترنت",
    "الانترنت",
    "دولت",
    "اینترنت",
    "सरकार",
    "इंटरनेट",
];

/// A text in units. A unit that comes again is kept once.
#[derive(Default)]
struct Units<'a> {
    /// The number of each unit as written.
    numbers: HashMap<&'a str, usize>,
    /// By number: the normal form.
    normals: Vec<String>,
    /// In order: the number, and the first code point and one after the last.
    places: Vec<(usize, usize, usize)>,
}

/// The hashes of what was marked before.
pub struct Known {
    hashes: HashSet<[u8; 32]>,
    /// For the beginning of a hash, how many units the strings have that begin so.
    gates: HashMap<[u8; GATE], Vec<usize>>,
}

/// Two neighbours with which known strings begin: how long those are, and the hash of the two.
#[derive(Clone, Copy)]
struct Opened<'a> {
    lengths: &'a [usize],
    begins: [u8; 32],
}

/// What is hashed of a string, and its number of units. `None` for what is too short, too long or too common to
/// be worth remembering.
pub fn normal(text: &str) -> Option<(String, u8)> {
    let units = Units::of(text);
    let joined = units.join(0, units.places.len())?;
    let letters = joined.chars().filter(|c| c.is_alphanumeric()).count();
    let figures = joined.chars().filter(char::is_ascii_digit).count();
    let ideograms = joined.chars().filter(|c| is_han(*c)).count();
    let short = if ideograms == letters { letters < 2 } else { letters < 4 };
    // A year or a count is nobody's.
    let count = figures == letters && letters < 6;
    let common = COMMON.iter().any(|word| *word == joined);
    if short || count || common || units.places.len() > LONGEST {
        return None;
    }
    Some((joined, u8::try_from(units.places.len()).ok()?))
}

/// What is kept of a string that was marked: its keyed hash, made to be found again, and its number of units.
/// `hash` is HMAC-SHA256 under the organisation's key. For one or two units it is the hash of [`normal`] itself.
pub fn remember(text: &str, hash: &dyn Fn(&[u8]) -> [u8; 32]) -> Option<([u8; 32], u8)> {
    let (normal, units) = normal(text)?;
    let whole = hash(normal.as_bytes());
    let kept = match normal.match_indices(' ').nth(1) {
        Some((end, _)) => gated(whole, hash(normal.get(..end)?.as_bytes())),
        None => whole,
    };
    Some((kept, units))
}

impl Known {
    /// From what [`remember`] gave.
    pub fn new(hashes: impl IntoIterator<Item = ([u8; 32], u8)>) -> Self {
        let mut known = Self { hashes: HashSet::new(), gates: HashMap::new() };
        for (hash, units) in hashes {
            let lengths = known.gates.entry(gate(&hash)).or_default();
            if units > 0 && !lengths.contains(&usize::from(units)) {
                lengths.push(usize::from(units));
            }
            known.hashes.insert(hash);
        }
        known.gates.values_mut().for_each(|lengths| lengths.sort_unstable_by(|a, b| b.cmp(a)));
        known
    }

    /// Where a text has what was marked before. `hash` as for [`remember`]; it is asked once for each pair of
    /// neighbours that differs, so let it start from a key that is set up already.
    pub fn find(&self, text: &str, hash: &dyn Fn(&[u8]) -> [u8; 32]) -> Vec<Suggestion> {
        if self.hashes.is_empty() {
            return Vec::new();
        }
        let units = Units::of(text);
        let singles: Vec<bool> =
            units.normals.iter().map(|word| self.hashes.contains(&hash(word.as_bytes()))).collect();
        let mut pairs: HashMap<(usize, usize), Option<Opened>> = HashMap::new();
        let mut found = Vec::new();
        for (at, &(first, start, single)) in units.places.iter().enumerate() {
            let opened = units.places.get(at + 1).and_then(|&(second, ..)| {
                *pairs.entry((first, second)).or_insert_with(|| {
                    let begins = hash(units.join(at, 2)?.as_bytes());
                    Some(Opened { lengths: self.gates.get(&gate(&begins))?, begins })
                })
            });
            let long = opened.and_then(|opened| self.longest(&units, at, &opened, hash));
            let end = long.or_else(|| singles.get(first).copied().unwrap_or(false).then_some(single));
            if let Some(end) = end {
                found.push(Suggestion { start, end, kind: Kind::MarkedBefore, rule: super::MARKED_BEFORE });
            }
        }
        merged(found)
    }

    /// Where the longest string ends that is known and begins at this unit, of these lengths.
    fn longest(
        &self,
        units: &Units,
        at: usize,
        opened: &Opened,
        hash: &dyn Fn(&[u8]) -> [u8; 32],
    ) -> Option<usize> {
        let begins = opened.begins;
        let length = opened.lengths.iter().copied().filter(|length| *length > 1).find(|&length| {
            let whole = if length == 2 {
                Some(begins)
            } else {
                units.join(at, length).map(|run| gated(hash(run.as_bytes()), begins))
            };
            whole.is_some_and(|whole| self.hashes.contains(&whole))
        })?;
        units.places.get(at + length - 1).map(|&(_, _, end)| end)
    }
}

/// The hash of a whole string with the beginning that its first two units give.
fn gated(mut whole: [u8; 32], begins: [u8; 32]) -> [u8; 32] {
    whole.iter_mut().zip(begins).take(GATE).for_each(|(byte, first)| *byte = first);
    whole
}

fn gate(hash: &[u8; 32]) -> [u8; GATE] {
    let mut gate = [0; GATE];
    gate.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
    gate
}

impl<'a> Units<'a> {
    /// Words, or characters with their marks. What is between them is dropped.
    fn of(text: &'a str) -> Self {
        let mut units = Self::default();
        // The open unit: first and one after the last byte, the same in code points, and whether it stands alone.
        let mut open: Option<(usize, usize, usize, usize, bool)> = None;
        let mut last = ' ';
        for (at, (byte, c)) in text.char_indices().enumerate() {
            let mark = is_mark(c);
            let part = mark || c.is_alphanumeric();
            // A hyphen that is not seen joins a word over its line's end.
            let broken = matches!(c, '\n' | '\r') && last == '\u{ad}';
            if is_unseen(c) || broken {
                last = if broken && c == '\r' { last } else { c };
                continue;
            }
            last = c;
            let alone = is_joined(c);
            if !part || (!mark && (alone || open.is_some_and(|one| one.4))) {
                units.close(text, open.take());
            }
            if part {
                let one = open.get_or_insert((byte, byte, at, at, alone));
                (one.1, one.3) = (byte + c.len_utf8(), at + 1);
            }
        }
        units.close(text, open);
        units
    }

    fn close(&mut self, text: &'a str, open: Option<(usize, usize, usize, usize, bool)>) {
        let Some((from, to, start, end, _)) = open else { return };
        let written = text.get(from..to).unwrap_or_default();
        let number = *self.numbers.entry(written).or_insert_with(|| {
            self.normals.push(folded(written));
            self.normals.len() - 1
        });
        if self.normals.get(number).is_some_and(|normal| !normal.is_empty()) {
            self.places.push((number, start, end));
        }
    }

    /// The normal form of some units from one on; nothing where there are not so many.
    fn join(&self, at: usize, count: usize) -> Option<String> {
        let mut all = String::new();
        for (number, ..) in self.places.get(at..at.checked_add(count)?)? {
            if !all.is_empty() {
                all.push(' ');
            }
            all.push_str(self.normals.get(*number)?);
        }
        Some(all)
    }
}

/// A mark on the letter before it. Thai and Lao vowels that stand after their letter are letters of their own.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && is_combining_mark(c)
}

/// A word in the form that is hashed: NFKC, small letters, one spelling of what is written in several ways.
fn folded(word: &str) -> String {
    let simple = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    if word.chars().all(simple) {
        return word.to_owned();
    }
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return word.to_ascii_lowercase();
    }
    let lower = word.nfkc().collect::<String>().to_lowercase();
    let mut plain = String::with_capacity(lower.len());
    for c in lower.nfkc() {
        match c {
            _ if is_unseen(c) => {}
            // The dot that lower case leaves on a Turkish capital, Arabic and Hebrew vowel signs, the Arabic stretch.
            '\u{307}' | '\u{64b}'..='\u{652}' | '\u{670}' | '\u{591}'..='\u{5c7}' | '\u{640}' => {}
            'ς' => plain.push('σ'),
            'ß' => plain.push_str("ss"),
            'ی' | 'ى' => plain.push('ي'),
            'ک' => plain.push('ك'),
            _ if c.is_whitespace() => {}
            _ => plain.push(digit(c).unwrap_or(c)),
        }
    }
    plain
}

/// Letters of scripts that write no spaces between words.
pub(super) fn is_joined(c: char) -> bool {
    is_han(c)
        || matches!(c,
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{19df}'
            | '\u{1a20}'..='\u{1aaf}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}' | '\u{3040}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
