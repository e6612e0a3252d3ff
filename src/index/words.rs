//! What people type into the search field: words that must all occur, `"quoted phrases"`, and `-words` that
//! must not. Nothing that can be typed is an error.

use super::analysis;

/// As much of what is typed as counts, in characters.
const LONGEST_TEXT: usize = 256;

/// As many words and phrases as count.
const MOST_CLAUSES: usize = 16;

/// As many terms as count in one phrase.
const LONGEST_PHRASE: usize = 32;

/// A typed search, parsed: the same searches are equal, however they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Words {
    /// Each must occur.
    pub wanted: Vec<Phrase>,
    /// None may occur.
    pub unwanted: Vec<Phrase>,
}

/// Terms that stand beside each other, each with its place; a single one is a word. Never empty.
pub type Phrase = Vec<(usize, String)>;

impl Words {
    /// Reads what was typed. `None` where nothing was typed; without a single clause where nothing in it is
    /// a word, which finds nothing.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let mut words = Self::default();
        for (unwanted, chunk) in chunks(typed) {
            let mut phrase = analysis::phrase(&chunk);
            phrase.truncate(LONGEST_PHRASE);
            let clauses = if unwanted { &mut words.unwanted } else { &mut words.wanted };
            if !phrase.is_empty() && clauses.len() < MOST_CLAUSES && !clauses.contains(&phrase) {
                clauses.push(phrase);
            }
        }
        words.wanted.sort();
        words.unwanted.sort();
        Some(words)
    }

    /// Whether nothing can be found: something was typed, but no word.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.unwanted.is_empty()
    }
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '«' | '»' | '＂' | '「' | '」' | '『' | '』')
}

/// Cuts at spaces and quotes; a quote that is never closed reaches to the end.
fn chunks(typed: &str) -> Vec<(bool, String)> {
    let mut chunks = Vec::new();
    let mut chunk = String::new();
    let (mut unwanted, mut quoted) = (false, false);
    for letter in typed.chars().take(LONGEST_TEXT) {
        if is_quote(letter) || (letter.is_whitespace() && !quoted) {
            let ends = is_quote(letter) && !quoted && unwanted && chunk.is_empty();
            if !ends {
                chunks.push((unwanted, std::mem::take(&mut chunk)));
                unwanted = false;
            }
            quoted ^= is_quote(letter);
        } else if letter == '-' && chunk.is_empty() && !quoted {
            unwanted = true;
        } else {
            chunk.push(letter);
        }
    }
    chunks.push((unwanted, chunk));
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clauses(typed: &str) -> (Vec<String>, Vec<String>) {
        let words = Words::parse(typed).unwrap();
        let text = |phrases: Vec<Phrase>| {
            let term = |(_, term)| term;
            phrases.into_iter().map(|p| p.into_iter().map(term).collect::<Vec<_>>().join(" ")).collect()
        };
        (text(words.wanted), text(words.unwanted))
    }

    fn all(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn words_phrases_and_exclusions() {
        assert_eq!(clauses("internet shutdown"), (all(&["internet", "shutdown"]), all(&[])));
        assert_eq!(clauses("\"Internet shutdown\" -exam"), (all(&["internet shutdown"]), all(&["exam"])));
        assert_eq!(clauses("-\"social media\" vpn"), (all(&["vpn"]), all(&["social media"])));
        assert_eq!(clauses("„freies Netz“"), (all(&["freies netz"]), all(&[])));
        assert_eq!(clauses("e-mail"), (all(&["e mail"]), all(&[])));
        assert_eq!(clauses("\"never closed"), (all(&["never closed"]), all(&[])));
    }

    #[test]
    fn the_same_search_is_equal() {
        assert_eq!(Words::parse("b  A"), Words::parse("a b a"));
        assert_eq!(Words::parse("   "), None);
        assert!(Words::parse("- ?? \"\" 💥").unwrap().is_empty());
    }

    #[test]
    fn what_is_typed_is_bounded() {
        let words = Words::parse(&"abc ".repeat(10_000)).unwrap();
        assert_eq!(words.wanted.len(), 1);
        let many = (0..1000).map(|i| i.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(Words::parse(&many).unwrap().wanted.len(), MOST_CLAUSES);
        let long = Words::parse(&"字".repeat(10_000)).unwrap();
        assert_eq!(long.wanted.first().map(Vec::len), Some(LONGEST_PHRASE));
    }
}
