//! Masks: a text with parts of it gone.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::marks::{Mark, RESERVED, Reason, Redaction};

/// What stands in a line of text for what is gone: as long, whatever was there.
pub const BAR: &str = "█████";

/// The letter that the bar is made of.
const BLOCK: char = '█';

/// The masks that stand in a text, in their order and each as it is written; and whatever else a reader could take for
/// one: a bar of another length, a bracket alone.
pub fn masks(text: &str) -> Vec<String> {
    let [opening, closing] = RESERVED;
    let mut found = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let mut mask = String::from(letter);
        if letter == BLOCK {
            while letters.next_if_eq(&BLOCK).is_some() {
                mask.push(BLOCK);
            }
        } else if letter == opening {
            let inside: String = letters.clone().take_while(|next| !RESERVED.contains(next)).collect();
            let length = inside.chars().count();
            if letters.clone().nth(length) == Some(closing) {
                letters.nth(length);
                mask.push_str(&inside);
                mask.push(closing);
            }
        } else if letter != closing {
            continue;
        }
        found.push(mask);
    }
    found
}

/// How a mask is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// In one line: [`BAR`].
    Line,
    /// In Markdown: the reason between brackets that nothing else uses, so that a page can draw a bar with it.
    Markdown,
}

/// A span and the mark that it is of.
pub type Span<'a> = (Range<usize>, &'a Mark);

/// The text without what the spans cover, and what is told of each place. Spans may overlap, touch, and come in
/// any order; what two of them cover is one place. What lies outside of the text covers nothing.
pub fn mask(text: &str, at: &str, kind: Kind, mut spans: Vec<Span<'_>>) -> (String, Vec<Redaction>) {
    spans.retain(|(range, _)| range.start < range.end);
    spans.sort_by_key(|(range, _)| (range.start, range.end));
    let mut left = String::with_capacity(text.len());
    let mut told = Vec::new();
    let mut letters = text.chars().enumerate().peekable();
    let mut spans = spans.into_iter().peekable();
    while let Some((place, letter)) = letters.next() {
        match spans.peek() {
            Some((range, _)) if range.start <= place => {
                let mut over = Vec::new();
                let mut end = place + 1;
                while let Some((range, mark)) = spans.next_if(|(range, _)| range.start <= end) {
                    end = end.max(range.end);
                    over.push(mark);
                }
                // What belongs to the last letter goes with it: accents, joiners, skin colours.
                while letters
                    .next_if(|(place, letter)| *place < end || belongs_to_the_letter_before(*letter))
                    .is_some()
                {}
                put(&mut left, kind, &over);
                told.extend(over.first().map(|mark| mark.told(at)));
            }
            _ => left.push(letter),
        }
    }
    (left, told)
}

fn belongs_to_the_letter_before(letter: char) -> bool {
    is_combining_mark(letter)
        || matches!(letter, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// One place: the replacement, where all that cover it agree on it; else a bar.
fn put(left: &mut String, kind: Kind, over: &[&Mark]) {
    let first = over.first().copied();
    let replacement = first.and_then(|mark| mark.replacement.as_deref());
    let agreed = over.iter().all(|mark| mark.replacement.as_deref() == replacement);
    match (replacement.filter(|_| agreed), kind) {
        (Some(words), Kind::Line) => left.extend(["[", words, "]"]),
        (Some(words), Kind::Markdown) => left.extend(["\\[", words, "\\]"]),
        (None, Kind::Line) => left.push_str(BAR),
        (None, Kind::Markdown) => {
            let reason = first.map_or(Reason::Other, |mark| mark.reason);
            left.extend(["⟦", reason.as_str(), "⟧"]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mask_is_seen_and_whatever_looks_like_one() {
        let seen = |text: &str| masks(text).join(" ");
        assert_eq!(seen("⟦other⟧ met ⟦personal_data⟧, not [a man]"), "⟦other⟧ ⟦personal_data⟧");
        assert_eq!(seen(&format!("{BAR} and {BAR}█ or █")), "█████ ██████ █");
        assert_eq!(seen("⟦ a ⟦other⟧ ⟧ ⟦"), "⟦ ⟦other⟧ ⟧ ⟦");
        assert_eq!(seen("nothing"), "");
    }

    /// Masks are found, and marks are applied, in one pass over the text, however many there are and however they lie.
    #[test]
    fn no_text_and_no_marks_take_long_to_be_masked() {
        use std::collections::BTreeSet;
        use std::time::{Duration, Instant};

        use super::super::marks::Target;
        let long = |one: &str| one.chars().cycle().take(100_000).collect::<String>();
        let within =
            |start: Instant| assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        for text in ["⟦", "⟧", "⟦⟧", "⟦a", "⟦other⟧", "█", "█ ", "⟦█", "a\u{300}"] {
            let (text, start) = (long(text), Instant::now());
            masks(&text);
            within(start);
        }
        let mark = Mark {
            target: Target::Evidence(String::new()),
            reason: Reason::PersonalData,
            words: String::new(),
            visible_to: BTreeSet::new(),
            replacement: None,
        };
        for length in [1, 50, 40_000] {
            let (text, start) = (long("a\u{300}🏽"), Instant::now());
            let spans = (0..2_000).map(|number| (number * 50..number * 50 + length, &mark)).collect();
            let (left, told) = super::mask(&text, "narrative", Kind::Markdown, spans);
            within(start);
            assert!(!told.is_empty() && !left.is_empty());
        }
    }
}
