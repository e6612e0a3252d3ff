//! Where words begin and end, in any script.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::spelling::tidy;

/// The words of a text, and the blanks and signs between them: joined, they are the text. Words end where Unicode says so
/// (UAX #29) and never within what a reader takes for one letter. A script that writes no blanks between its words comes
/// in letters: Chinese, Thai.
pub fn split(text: &str) -> Vec<&str> {
    let mut ends = text.grapheme_indices(true).map(|(place, letter)| place + letter.len()).peekable();
    let mut words = Vec::new();
    let mut start = 0;
    for (place, word) in text.split_word_bound_indices() {
        let end = place + word.len();
        while ends.next_if(|letter| *letter < end).is_some() {}
        if ends.peek() == Some(&end) {
            words.extend(text.get(start..end));
            start = end;
        }
    }
    words
}

/// Whether there is a word in it, and not blanks and signs alone.
pub fn is_word(piece: &str) -> bool {
    piece.chars().any(char::is_alphanumeric)
}

/// Whether there is nothing in it to see.
pub fn is_blank(piece: &str) -> bool {
    piece.chars().all(char::is_whitespace)
}

/// The place of these words in a text, in bytes: for a bracket around them. None where they are not there, or more than
/// once, or only as parts of other words. Blanks and the composition of letters are taken as [`tidy`] has them.
pub fn span(text: &str, quoted: &str) -> Option<Range<usize>> {
    let quoted = tidy(quoted);
    let mut bounds: Vec<usize> = vec![0];
    let mut end = 0;
    bounds.extend(split(text).into_iter().map(|word| {
        end += word.len();
        end
    }));
    let is_bound = |place: &usize| bounds.binary_search(place).is_ok();
    let whole = |place: &Range<usize>| is_bound(&place.start) && is_bound(&place.end);
    let mut places = places(text, &quoted).into_iter().filter(whole);
    let place = places.next()?;
    places.next().is_none().then_some(place)
}

/// Wherever it stands in a text, those places too that lie over each other, in one pass (Knuth, Morris and Pratt).
fn places(text: &str, quoted: &str) -> Vec<Range<usize>> {
    let quoted = quoted.as_bytes();
    // For each beginning of it, how much of its end is a beginning, too.
    let mut shorter: Vec<usize> = Vec::with_capacity(quoted.len());
    let next = |shorter: &[usize], mut found: usize, byte: u8| {
        while found > 0 && quoted.get(found) != Some(&byte) {
            found = shorter.get(found - 1).copied().unwrap_or_default();
        }
        found + usize::from(quoted.get(found) == Some(&byte))
    };
    let mut found = 0;
    for (place, byte) in quoted.iter().enumerate() {
        found = if place == 0 { 0 } else { next(&shorter, found, *byte) };
        shorter.push(found);
    }
    let mut places = Vec::new();
    found = 0;
    for (place, byte) in text.bytes().enumerate() {
        found = next(&shorter, found, byte);
        if found > 0 && found == quoted.len() {
            places.push(place + 1 - found..place + 1);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_end_where_their_script_says() {
        for (text, words) in [
            ("the State's right, online", "the| |State's| |right|,| |online"),
            ("on- and offline", "on|-| |and| |offline"),
            ("حرية  التعبير،", "حرية|  |التعبير|،"),
            ("می\u{200C}خواهم آزادی", "می\u{200C}خواهم| |آزادی"),
            ("言论自由。", "言|论|自|由|。"),
            ("คำ กี่", "คำ| |กี่"),
            ("e\u{301}te\u{301} x", "e\u{301}te\u{301}| |x"),
            ("हिन्दी भाषा", "हिन्दी| |भाषा"),
            ("👩\u{200D}👩\u{200D}👧 ok", "👩\u{200D}👩\u{200D}👧| |ok"),
            ("1,000.50 at 10:30", "1,000.50| |at| |10|:|30"),
            ("", ""),
        ] {
            assert_eq!(split(text).join("|"), words);
        }
    }

    #[test]
    fn quoted_words_are_found_where_they_stand_once() {
        let text = "States protect the rights of all States, all human rights.";
        let found = |quoted: &str| span(text, quoted).map(|place| text[place].to_owned());
        for there in ["States protect", "human rights.", "human", "of all States,", text] {
            assert_eq!(found(there).as_deref(), Some(there));
        }
        assert_eq!(found("  human \n rights ").as_deref(), Some("human rights"));
        for not in ["", " ", "States", "rights", "right", "uman", "nobody", "States protect the rightsx"] {
            assert_eq!(found(not), None, "{not}");
        }
        assert_eq!(span("a a a", "a a"), None, "where they overlap, they stand there twice");
        assert_eq!(
            span("the statement of a state", "state"),
            Some(19..24),
            "a part of a word is no other place"
        );
        assert_eq!(span("言论自由与自由", "言论自由"), Some(0..12));
        assert_eq!(span("言论自由与自由", "自由"), None);
        assert_eq!(span("le café", "cafe\u{301}"), Some(3..8));
    }

    #[test]
    fn no_quotation_takes_long_to_be_found() {
        let (text, quoted) = ("a ".repeat(500_000) + "ab", "a ".repeat(250_000) + "ab");
        let start = std::time::Instant::now();
        assert_eq!(span(&text, &quoted), Some(500_000..1_000_002));
        assert_eq!(span(&text, &quoted.replace("ab", "ac")), None);
        assert!(start.elapsed().as_secs() < 3, "{:?}", start.elapsed());
    }

    proptest! {
        #[test]
        fn every_place_is_found(text in "[ab]{0,30}|[aé]{0,12}", quoted in "[ab]{1,4}|é|aé|éa") {
            let all = (0..text.len()).filter(|place| text.get(*place..).is_some_and(|rest| rest.starts_with(&quoted)));
            prop_assert_eq!(places(&text, &quoted), all.map(|place| place..place + quoted.len()).collect::<Vec<_>>());
        }

        #[test]
        fn words_joined_are_the_text(text in "\\PC{0,60}|[a-c \u{301}\u{200D}คำ字'.\r\n🇫🇷]{0,40}") {
            let words = split(&text);
            prop_assert_eq!(words.concat(), text.as_str());
            prop_assert!(words.iter().all(|word| !word.is_empty()));
        }
    }
}
