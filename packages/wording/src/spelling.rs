//! One spelling for what looks the same: composed letters, single blanks, nothing that only a machine sees.

use unicode_normalization::UnicodeNormalization;

/// Blanks that hold words together stay as they are: French writes them before its signs.
const fn holds(letter: char) -> bool {
    matches!(letter, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// A text as a paragraph keeps it: in NFC, on one line, without blanks at its ends or two of them in a row, and without
/// control characters. Marks of direction and joiners stay: Arabic, Hebrew, Persian and the scripts of India need them.
pub fn tidy(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut blank = false;
    for letter in text.chars() {
        if letter.is_whitespace() && !holds(letter) {
            blank = true;
        } else if !letter.is_control() && letter != '\u{FEFF}' {
            if blank && !kept.is_empty() {
                kept.push(' ');
            }
            blank = false;
            kept.push(letter);
        }
    }
    kept.trim().nfc().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_spelling_for_what_looks_the_same() {
        for (text, tidied) in [
            ("  a \t b\r\n\u{2029}c ", "a b c"),
            ("e\u{301}", "é"),
            ("a\u{0}b\u{7}", "ab"),
            ("\u{FEFF}a \u{0} b", "a b"),
            ("dit\u{A0}: «\u{202F}oui\u{202F}»", "dit\u{A0}: «\u{202F}oui\u{202F}»"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
            ("\u{A0} a \u{A0}", "a"),
            ("", ""),
        ] {
            assert_eq!(tidy(text), tidied, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_tidy_stays_as_it_is(text in "\\PC{0,40}|[\\x00-\\x20\u{A0}\u{301}\u{2028}a-c]{0,40}") {
            let once = tidy(&text);
            prop_assert_eq!(tidy(&once), once);
        }
    }
}
