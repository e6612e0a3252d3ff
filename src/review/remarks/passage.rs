//! Where a passage that somebody quotes stands in a text.

use std::ops::Range;

/// The places, as code points, at which `text` says `quote`: letter by letter, or where it says that nowhere, by
/// letters and digits alone. What is copied from a page has lost the signs of Markdown, and its lines end elsewhere.
pub(super) fn find(text: &str, quote: &str) -> Vec<Range<usize>> {
    let exact = occurrences(text, quote, |_| true);
    if exact.is_empty() { occurrences(text, quote, char::is_alphanumeric) } else { exact }
}

fn occurrences(text: &str, quote: &str, counts: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let quote: String = quote.chars().filter(|letter| counts(*letter)).collect();
    let (mut bare, mut places) = (String::new(), Vec::new());
    for (place, letter) in text.chars().enumerate().filter(|(_, letter)| counts(*letter)) {
        places.push((bare.len(), place));
        bare.push(letter);
    }
    if quote.is_empty() {
        return Vec::new();
    }
    // Each byte at which a letter begins is there, in order.
    let place_of = |byte: usize| {
        let found = places.binary_search_by_key(&byte, |(at, _)| *at).ok();
        found.and_then(|at| places.get(at)).map(|(_, place)| *place)
    };
    let length = quote.chars().last().map_or(0, char::len_utf8);
    bare.match_indices(&quote)
        .filter_map(|(at, _)| Some(place_of(at)?..place_of(at + quote.len() - length)? + 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str, quote: &str) -> Vec<(usize, usize)> {
        find(text, quote).into_iter().map(|one| (one.start, one.end)).collect()
    }

    #[test]
    fn a_passage_is_found_by_code_points() {
        assert_eq!(places("👩🏽‍🚀 met her", "met"), [(5, 8)]);
        assert_eq!(places("a ban and a ban", "ban"), [(2, 5), (12, 15)]);
        assert_eq!(places("aaaa", "aa"), [(0, 2), (2, 4)], "as one counts by eye");
        assert_eq!(places("كناري في", "في"), [(6, 8)]);
        assert!(places("a", "ab").is_empty() && places("a", "").is_empty() && places("", "a").is_empty());
    }

    #[test]
    fn what_a_page_does_not_show_need_not_be_quoted() {
        assert_eq!(places("She saw *soldiers* at\nthe gate.", "saw soldiers at the gate"), [(4, 30)]);
        assert_eq!(places("**A**. b", "a. B"), [], "letters are compared as they are");
        // What is there letter by letter counts alone.
        assert_eq!(places("A. B and A, B", "A, B"), [(9, 13)]);
        assert_eq!(places("… – …", "…"), [(0, 1), (4, 5)]);
        assert!(places("a b", "…").is_empty(), "no letters are no passage");
    }
}
