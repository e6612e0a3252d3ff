//! Marks as they are typed where no script runs: `⟦…⟧` around what must not travel.

use std::iter::Peekable;
use std::ops::Range;
use std::str::Chars;

use super::RESERVED;
use crate::error::{Message, message};

/// What somebody wrapped in brackets, as code points of `text`. What was typed must say what the text says: a
/// browser ends lines in its own way, and that is the one difference that is let pass.
pub fn spans(text: &str, typed: &str) -> Result<Vec<Range<usize>>, Message> {
    let typed = typed.replace("\r\n", "\n");
    if text.contains(RESERVED) {
        // Here a bracket is a part of the text, and nobody can tell which is meant.
        let same = text.replace("\r\n", "\n").replace('\r', "\n") == typed;
        return if same { Ok(Vec::new()) } else { Err(message("fault-brackets-in-text")) };
    }
    let [opening, closing] = RESERVED;
    let mut left = text.chars().peekable();
    let (mut place, mut opened, mut spans) = (0, None, Vec::new());
    for letter in typed.chars() {
        if letter == opening {
            if opened.replace(place).is_some() {
                return Err(message("fault-brackets-nested"));
            }
        } else if letter == closing {
            match opened.take() {
                Some(start) if start < place => spans.push(start..place),
                Some(_) => return Err(message("fault-brackets-empty")),
                None => return Err(message("fault-brackets-open")),
            }
        } else {
            let (kept, length) = next(&mut left).ok_or_else(changed)?;
            if kept != letter {
                return Err(changed());
            }
            place += length;
        }
    }
    match (opened, left.next()) {
        (Some(_), _) => Err(message("fault-brackets-open")),
        (None, Some(_)) => Err(changed()),
        (None, None) => Ok(spans),
    }
}

fn changed() -> Message {
    message("fault-brackets-text-changed")
}

/// The next letter as a browser sends it, and how many code points of the text it is.
fn next(left: &mut Peekable<Chars<'_>>) -> Option<(char, usize)> {
    match left.next()? {
        '\r' if left.next_if_eq(&'\n').is_some() => Some(('\n', 2)),
        '\r' => Some(('\n', 1)),
        letter => Some((letter, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str, typed: &str) -> Vec<(usize, usize)> {
        spans(text, typed).unwrap().into_iter().map(|span| (span.start, span.end)).collect()
    }

    #[test]
    fn what_is_wrapped_is_found_in_code_points() {
        assert_eq!(places("👩🏽‍🔬 Amina met Sami", "👩🏽‍🔬 ⟦Amina⟧ met ⟦Sami⟧"), [(5, 10), (15, 19)]);
        assert_eq!(places("one\r\ntwo\rthree", "one\n⟦two\nthree⟧"), [(5, 14)]);
        assert_eq!(places("one\ntwo", "⟦one\r\n⟧two"), [(0, 4)]);
        assert_eq!(places("ab", "⟦a⟧⟦b⟧"), [(0, 1), (1, 2)]);
        assert_eq!(places("", ""), []);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (typed, why) in [
            ("⟦a⟦b⟧⟧c", "fault-brackets-nested"),
            ("⟦a⟦bc", "fault-brackets-nested"),
            ("a⟧bc", "fault-brackets-open"),
            ("a⟦bc", "fault-brackets-open"),
            ("⟦a⟧⟧bc", "fault-brackets-open"),
            ("a⟦⟧bc", "fault-brackets-empty"),
            ("⟦a⟧b", "fault-brackets-text-changed"),
            ("⟦a⟧bcd", "fault-brackets-text-changed"),
            ("⟦A⟧bc", "fault-brackets-text-changed"),
            ("", "fault-brackets-text-changed"),
        ] {
            assert_eq!(spans("abc", typed), Err(message(why)), "{typed}");
        }
        assert_eq!(spans("a ⟦b⟧", "a ⟦b⟧"), Ok(vec![]));
        assert_eq!(spans("a ⟦b⟧", "⟦a⟧ ⟦b⟧"), Err(message("fault-brackets-in-text")));
    }
}
