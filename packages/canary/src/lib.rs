//! How canaries are found again in whatever somebody is given. Tests alone use this; it is a package of its own because it reads
//! every letter of every answer, and tests are not optimised.

use std::collections::BTreeSet;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// What every canary begins with, before its number of three digits: no reference and no code can be that by chance.
const MARKS: [&str; 3] = ["zilo", "zílo", "كناري"];

/// The numbers of the canaries in a text, however they were broken, composed, escaped or marked up.
pub fn canaries_in(text: &str) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    find(&bare(text), &mut found);
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        let mut strings = String::new();
        collect(&value, &mut strings);
        find(&bare(&strings), &mut found);
        find(&bare(&without_markup(&strings)), &mut found);
    } else if text.contains('<') {
        find(&bare(&without_markup(text)), &mut found);
    }
    if text.contains('%') {
        find(&bare(&percent_decoded(text)), &mut found);
    }
    found
}

fn find(bare: &str, found: &mut BTreeSet<usize>) {
    for mark in MARKS {
        for rest in bare.split(mark).skip(1) {
            let number = rest.chars().take(3).map(digit);
            let number = number.collect::<Option<Vec<usize>>>().filter(|digits| digits.len() == 3);
            found.extend(number.map(|digits| digits.iter().fold(0, |number, digit| number * 10 + digit)));
        }
    }
}

/// Digits in letters that are written from the right.
const ARABIC: [char; 10] = ['ا', 'ب', 'ج', 'د', 'ه', 'و', 'ز', 'ح', 'ط', 'ي'];

fn digit(letter: char) -> Option<usize> {
    let ascii = letter.to_digit(10).map(|digit| digit as usize);
    ascii.or_else(|| ARABIC.iter().position(|known| *known == letter))
}

/// The same of a number.
pub fn arabic(number: usize) -> String {
    format!("{number:03}").chars().filter_map(|letter| ARABIC.get(digit(letter)?)).collect()
}

/// Letters and digits alone, in one form and small: what line breaks, marks of direction and composition hide.
fn bare(text: &str) -> String {
    text.nfc().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn collect(value: &Value, all: &mut String) {
    match value {
        Value::String(text) => {
            all.push_str(text);
            all.push('\u{1}');
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, all)),
        Value::Object(fields) => {
            for (name, value) in fields {
                all.push_str(name);
                collect(value, all);
            }
        }
        _ => {}
    }
}

/// Whether these bytes stand somewhere among others.
pub fn holds(among: &[u8], bytes: &[u8]) -> bool {
    among.windows(bytes.len()).any(|part| part == bytes)
}

/// Without tags, and with the usual entities read: a word with a mark in its middle is still that word.
fn without_markup(text: &str) -> String {
    let mut plain = String::new();
    let mut in_tag = false;
    for letter in text.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => plain.push(letter),
            _ => {}
        }
    }
    [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&shy;", "")]
        .iter()
        .fold(plain, |plain, (entity, letter)| plain.replace(entity, letter))
}

fn percent_decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Ids as the database has them: none ever leaves the program.
pub fn internal_id(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let is_id = |window: &[u8]| {
        window.iter().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => *byte == b'-',
            14 => *byte == b'7',
            _ => byte.is_ascii_hexdigit(),
        })
    };
    bytes.windows(36).position(is_id).and_then(|start| text.get(start..start + 36))
}
