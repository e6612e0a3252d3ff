//! What people type into the search field: words that must all occur, `"quoted phrases"`, and `-words` that
//! must not. A name of a country also finds what is filed under that country. Nothing that can be typed is an error.

use super::analysis;
use super::names::{Meaning, Names};

/// The longest text that is searched for, in characters.
pub const LONGEST_TEXT: usize = 500;

/// The most words and phrases, and the most terms of one phrase.
pub const MOST_WORDS: usize = 32;

/// The most words of one name.
const LONGEST_NAME: usize = 8;

/// A typed search, parsed: the same searches are equal, however they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SearchTerms {
    /// Each must occur.
    pub wanted: Vec<Clause>,
    /// None may occur.
    pub unwanted: Vec<Clause>,
}

/// Terms that stand beside each other, each with its place; a single one is a word. Never empty.
pub type Phrase = Vec<(usize, String)>;

/// What is looked for as one: all phrases in the text, or any of the meanings among the facts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clause {
    /// One, or the words of a name.
    pub phrases: Vec<Phrase>,
    /// What the name means; empty where it is none.
    pub meanings: Vec<Meaning>,
}

impl SearchTerms {
    /// Reads what was typed. `None` where nothing was typed; without a single clause where nothing in it is
    /// a word, which finds nothing. Of more than [`MOST_WORDS`] the first count: see [`is_too_much`].
    pub fn parse(typed: &str, names: &Names) -> Option<Self> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let mut words = Self::default();
        let mut phrases = phrases(typed);
        for (_, phrase) in &mut phrases {
            phrase.truncate(MOST_WORDS);
        }
        let mut rest = phrases.as_slice();
        while let Some(((unwanted, _), after)) = rest.split_first() {
            let (length, clause) = clause(rest, names);
            let clauses = if *unwanted { &mut words.unwanted } else { &mut words.wanted };
            if clauses.len() < MOST_WORDS && !clauses.contains(&clause) {
                clauses.push(clause);
            }
            rest = after.get(length - 1..).unwrap_or_default();
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

/// Whether more was typed than is searched for, so that the rest would be passed over.
pub fn is_too_much(typed: &str) -> bool {
    let phrases = phrases(typed);
    typed.trim().chars().count() > LONGEST_TEXT
        || phrases.len() > MOST_WORDS
        || phrases.iter().any(|(_, phrase)| phrase.len() > MOST_WORDS)
}

/// The clause that begins here, and how many of the phrases it takes: the longest name, else one phrase alone.
fn clause(phrases: &[(bool, Phrase)], names: &Names) -> (usize, Clause) {
    // `-` stands before one word: what must not occur is no name of several.
    let most = if phrases.first().is_some_and(|(unwanted, _)| *unwanted) { 1 } else { LONGEST_NAME };
    let together = phrases.iter().skip(1).take_while(|(unwanted, _)| !unwanted).count() + 1;
    for length in (1..=most.min(together)).rev() {
        let taken = phrases.iter().take(length).map(|(_, phrase)| phrase);
        let terms = taken.clone().flatten().map(|(_, term)| term.as_str());
        let meanings = names.meanings(terms);
        if length == 1 || !meanings.is_empty() {
            return (length, Clause { phrases: taken.cloned().collect(), meanings });
        }
    }
    (1, Clause { phrases: Vec::new(), meanings: Vec::new() })
}

fn phrases(typed: &str) -> Vec<(bool, Phrase)> {
    let phrase = |(unwanted, chunk): (bool, String)| (unwanted, analysis::phrase(&chunk));
    chunks(typed).into_iter().map(phrase).filter(|(_, phrase)| !phrase.is_empty()).collect()
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
    use super::super::NO_NAMES;
    use super::*;

    fn parse(typed: &str) -> Option<SearchTerms> {
        SearchTerms::parse(typed, &NO_NAMES)
    }

    fn clauses(typed: &str) -> (Vec<String>, Vec<String>) {
        let words = parse(typed).unwrap();
        let text = |clauses: Vec<Clause>| {
            let term = |(_, term)| term;
            let text =
                |clause: Clause| clause.phrases.into_iter().flatten().map(term).collect::<Vec<_>>().join(" ");
            clauses.into_iter().map(text).collect()
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
        assert_eq!(parse("b  A"), parse("a b a"));
        assert_eq!(parse("   "), None);
        assert!(parse("- ?? \"\" 💥").unwrap().is_empty());
    }

    #[test]
    fn what_is_typed_is_bounded_and_more_is_known_as_such() {
        let words = parse(&"abc ".repeat(10_000)).unwrap();
        assert_eq!(words.wanted.len(), 1);
        let many = |count: usize| (0..count).map(|i| i.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(parse(&many(1000)).unwrap().wanted.len(), MOST_WORDS);
        let long = parse(&"字".repeat(10_000)).unwrap();
        assert_eq!(long.wanted.first().map(|clause| clause.phrases.concat().len()), Some(MOST_WORDS));
        for enough in ["", "a b", &many(MOST_WORDS), &"字".repeat(MOST_WORDS + 1), &"x".repeat(LONGEST_TEXT)]
        {
            assert!(!is_too_much(enough), "{enough}");
        }
        for more in [&many(MOST_WORDS + 1), &"字".repeat(MOST_WORDS + 2), &"x".repeat(LONGEST_TEXT + 1)] {
            assert!(is_too_much(more), "{more}");
        }
        for typed in
            ["\"", "-", "\"-", "-\"a\" ", "\u{FDFA}", "a\u{300}", "字\u{300}", "a-", "“ ", "\u{200D}"]
        {
            let words = parse(&typed.repeat(100_000)).unwrap();
            let clauses: Vec<&Clause> = words.wanted.iter().chain(&words.unwanted).collect();
            assert!(clauses.len() <= 2 * MOST_WORDS, "{typed}");
            let mut terms = clauses.iter().flat_map(|clause| clause.phrases.concat());
            assert!(terms.all(|(_, term)| term.len() <= 1_000), "{typed}");
        }
    }

    /// How many phrases a clause has, and what they mean.
    type Told = Vec<(usize, Vec<Meaning>)>;

    #[test]
    fn the_longest_name_counts_and_is_one_clause() {
        let country = |code: &str| ("country", code.to_owned());
        let names = Names::new([(country("SD"), vec!["Sudan"]), (country("SS"), vec!["South Sudan"])]);
        let meanings = |typed: &str| -> (Told, Told) {
            let words = SearchTerms::parse(typed, &names).unwrap();
            let told = |clause: Clause| (clause.phrases.len(), clause.meanings);
            (words.wanted.into_iter().map(told).collect(), words.unwanted.into_iter().map(told).collect())
        };
        assert_eq!(meanings("south sudan"), (vec![(2, vec![country("SS")])], vec![]));
        assert_eq!(meanings("\"South Sudan\""), (vec![(1, vec![country("SS")])], vec![]));
        assert_eq!(meanings("sudan south"), (vec![(1, vec![]), (1, vec![country("SD")])], vec![]));
        assert_eq!(meanings("-sudan news"), (vec![(1, vec![])], vec![(1, vec![country("SD")])]));
        assert_eq!(meanings("-south sudan"), (vec![(1, vec![country("SD")])], vec![(1, vec![])]));
        assert_eq!(meanings("south -sudan"), (vec![(1, vec![])], vec![(1, vec![country("SD")])]));
    }
}
