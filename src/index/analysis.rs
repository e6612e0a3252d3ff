//! From text in any script to the words of the index: folding, then pieces, then tokens.
//!
//! Both sides, what is indexed and what is typed, go through the same door, so that whatever it does to a
//! text it does to both. Scripts that write spaces give words; scripts that do not (Han, kana, Hangul, Thai,
//! Lao, Khmer, Burmese and their kin) give runs of letters, indexed singly and in overlapping pairs. Tibetan
//! writes a mark after every syllable: its syllables are words, and its words are phrases.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::folding;

/// The longest word kept, in letters; of a longer one its beginning counts, on both sides.
const LONGEST_WORD: usize = 64;

/// The most marks kept on one letter of a run.
const MOST_MARKS: usize = 8;

/// A stretch of folded text between spaces, punctuation and changes of script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A word of a script with spaces.
    Word(String),
    /// Letters, each with its marks, of a script without.
    Run(Vec<String>),
}

/// The pieces of a text, in order.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut cutter = Cutter::default();
    if text.is_ascii() {
        // Nothing to fold but the case; most reports are written so.
        text.chars().for_each(|letter| cutter.take(letter.to_ascii_lowercase()));
    } else {
        folding::fold(text).nfc().for_each(|letter| cutter.take(letter));
    }
    cutter.end();
    cutter.pieces
}

#[derive(Default)]
struct Cutter {
    pieces: Vec<Piece>,
    word: String,
    letters: usize,
    run: Vec<String>,
}

impl Cutter {
    fn take(&mut self, letter: char) {
        let mark = !letter.is_ascii() && is_combining_mark(letter);
        if mark && let Some(cluster) = self.run.last_mut() {
            if cluster.chars().count() <= MOST_MARKS {
                cluster.push(letter);
            }
        } else if !mark && !letter.is_alphanumeric() {
            self.end();
        } else if folding::is_unspaced(letter) {
            self.end_word();
            self.run.push(letter.to_string());
        } else {
            self.end_run();
            if self.letters < LONGEST_WORD {
                self.word.push(letter);
            }
            self.letters += 1;
        }
    }

    fn end(&mut self) {
        self.end_word();
        self.end_run();
    }

    fn end_word(&mut self) {
        self.letters = 0;
        let word = std::mem::take(&mut self.word);
        // A mark without a letter is no word.
        if word.contains(char::is_alphanumeric) {
            self.pieces.push(Piece::Word(word));
        }
    }

    fn end_run(&mut self) {
        if !self.run.is_empty() {
            self.pieces.push(Piece::Run(std::mem::take(&mut self.run)));
        }
    }
}

/// What is indexed of a text: each token with its position. The letters of a run stand both alone and with
/// the next one.
fn tokens(text: &str) -> Vec<(usize, String)> {
    let mut tokens = Vec::new();
    let mut position = 0;
    for piece in pieces(text) {
        match piece {
            Piece::Word(word) => {
                tokens.push((position, word));
                position += 1;
            }
            Piece::Run(letters) => {
                for (i, letter) in letters.iter().enumerate() {
                    tokens.push((position, letter.clone()));
                    if let Some(next) = letters.get(i + 1) {
                        tokens.push((position, format!("{letter}{next}")));
                    }
                    position += 1;
                }
            }
        }
    }
    tokens
}

/// What is looked for: each term with its place in the phrase. A run of several letters is looked for by its
/// pairs alone, which says the same with fewer documents to read.
pub fn phrase(text: &str) -> Vec<(usize, String)> {
    let mut terms = Vec::new();
    let mut position = 0;
    for piece in pieces(text) {
        match piece {
            Piece::Word(word) => {
                terms.push((position, word));
                position += 1;
            }
            Piece::Run(letters) => {
                if let [only] = letters.as_slice() {
                    terms.push((position, only.clone()));
                }
                for (i, pair) in letters.windows(2).enumerate() {
                    terms.push((position + i, pair.concat()));
                }
                position += letters.len();
            }
        }
    }
    terms
}

/// The analysis as tantivy asks for it.
#[derive(Clone)]
pub struct AnyScript;

impl Tokenizer for AnyScript {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        Tokens { rest: tokens(text).into_iter(), current: Token::default() }
    }
}

/// The tokens of one text.
pub struct Tokens {
    rest: std::vec::IntoIter<(usize, String)>,
    current: Token,
}

impl TokenStream for Tokens {
    fn advance(&mut self) -> bool {
        let Some((position, text)) = self.rest.next() else { return false };
        // Offsets serve highlighting, which works on the page's own text, never on the index.
        self.current = Token { position, text, ..Token::default() };
        true
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        phrase(text).into_iter().map(|(_, term)| term).collect()
    }

    #[test]
    fn words_are_cut_and_folded() {
        assert_eq!(words("L’État a coupé l’accès"), ["l", "etat", "a", "coupe", "l", "acces"]);
        assert_eq!(words("co\u{2010}operation"), ["co", "operation"]);
        assert_eq!(words("co\u{ad}operation"), ["cooperation"]);
        assert_eq!(
            words("R-7K3QX9, AS12345 at 192.0.2.1"),
            ["r", "7k3qx9", "as12345", "at", "192", "0", "2", "1"]
        );
        assert_eq!(words("ＦＵＬＬ ﬁne"), ["full", "fine"]);
        assert!(words("… — ?! \u{301}").is_empty());
    }

    #[test]
    fn runs_are_paired() {
        assert_eq!(words("防火墙"), ["防火", "火墙"]);
        assert_eq!(words("网"), ["网"]);
        assert_eq!(
            tokens("GFW防火墙"),
            [
                (0, "gfw".to_owned()),
                (1, "防".to_owned()),
                (1, "防火".to_owned()),
                (2, "火".to_owned()),
                (2, "火墙".to_owned()),
                (3, "墙".to_owned()),
            ]
        );
        assert_eq!(
            phrase("GFW防火墙"),
            [(0, "gfw".to_owned()), (1, "防火".to_owned()), (2, "火墙".to_owned())]
        );
        // Burmese: a letter keeps its marks.
        assert_eq!(words("လွတ်"), ["လွတ်"]);
    }

    #[test]
    fn what_is_looked_for_is_among_what_is_indexed() {
        for text in
            ["ສິດທິ ວ່າ", "សិទ្ធិ", "ရပိုင်ခွင့်", "สิทธิในเสรีภาพ", "インターネット", "인터넷 차단", "རང་དབང་", "ናይ ርእይቶ"]
        {
            let indexed = tokens(text);
            let wanted = phrase(text);
            assert!(!wanted.is_empty(), "{text}");
            for term in wanted {
                assert!(indexed.contains(&term), "{text}: {term:?} of {indexed:?}");
            }
        }
    }
}
