//! Where the words of a bracket stand in a paragraph. Nothing here knows a row or a request.

use std::ops::Range;

/// The letters between two places of a text, where both are in it.
pub(crate) fn quoted(text: &str, place: Range<usize>) -> Option<String> {
    let letters = text.chars().count();
    let fits = place.start < place.end && place.end <= letters;
    fits.then(|| text.chars().skip(place.start).take(place.end - place.start).collect())
}

/// The place of these words in a paragraph as it reads now, in letters: where they stood if they still do, else where they stand once.
pub(crate) fn place(text: &str, words: &str, stood: usize) -> Option<Range<usize>> {
    let end = stood + words.chars().count();
    if quoted(text, stood..end).as_deref() == Some(words) {
        return Some(stood..end);
    }
    let found = wording::span(text, words)?;
    let start = text.get(..found.start)?.chars().count();
    Some(start..start + text.get(found)?.chars().count())
}

/// A piece of a paragraph with brackets: letters, or the sign at which one of them begins or ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Letters.
    Text(String),
    /// Here it begins: its place among the brackets.
    Opens(usize),
    /// Here it ends.
    Closes(usize),
}

/// A paragraph with the signs of these brackets in it. What ends somewhere ends before anything begins there, and the longer of two that
/// begin together begins first.
pub(crate) fn bracketed(text: &str, brackets: &[(usize, Range<usize>)]) -> Vec<Piece> {
    let mut signs: Vec<(usize, u8, usize, Piece)> = Vec::new();
    for (name, place) in brackets {
        let length = place.end.saturating_sub(place.start);
        signs.push((place.start, 1, usize::MAX - length, Piece::Opens(*name)));
        signs.push((place.end, 0, length, Piece::Closes(*name)));
    }
    signs.sort_by_key(|(at, order, length, piece)| {
        let name = if let Piece::Opens(name) | Piece::Closes(name) = piece { *name } else { 0 };
        (*at, *order, *length, name)
    });
    let (mut pieces, mut done) = (Vec::new(), 0);
    let mut letters = text.chars();
    for (at, _, _, sign) in signs {
        let before: String = letters.by_ref().take(at.saturating_sub(done)).collect();
        done = done.max(at);
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(sign);
    }
    let rest: String = letters.collect();
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(text: &str, brackets: &[(usize, Range<usize>)]) -> String {
        let sign = |piece: Piece| match piece {
            Piece::Text(text) => text,
            Piece::Opens(name) => format!("[{name} "),
            Piece::Closes(name) => format!(" {name}]"),
        };
        bracketed(text, brackets).into_iter().map(sign).collect()
    }

    #[test]
    fn brackets_stand_where_their_words_do() {
        assert_eq!(signs("one two three", &[]), "one two three");
        assert_eq!(signs("one two three", &[(1, 4..7)]), "one [1 two 1] three");
        assert_eq!(signs("one two three", &[(2, 4..7), (1, 0..13)]), "[1 one [2 two 2] three 1]");
        assert_eq!(signs("one two", &[(1, 0..3), (2, 3..7)]), "[1 one 1][2  two 2]");
        assert_eq!(signs("one two three", &[(1, 0..7), (2, 4..13)]), "[1 one [2 two 1] three 2]");
        assert_eq!(signs("نص عربي", &[(1, 3..7)]), "نص [1 عربي 1]");
    }

    #[test]
    fn words_are_found_again_where_the_paragraph_changed() {
        assert_eq!(place("all states shall act", "shall", 11), Some(11..16));
        assert_eq!(place("all other states shall act", "shall", 11), Some(17..22));
        assert_eq!(place("all states should act", "shall", 11), None);
        assert_eq!(place("言论自由，人人享有", "人人", 5), Some(5..7));
        assert_eq!(quoted("words", 0..5).as_deref(), Some("words"));
        assert_eq!(quoted("words", 3..9), None);
        assert_eq!(quoted("words", 2..2), None);
    }
}
