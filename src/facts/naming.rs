//! Whether a text names somebody.

use sha2::{Digest, Sha256};
use suggest::{Known, remember};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether a text says a name: word by word, however it is written; where a script has no words, as marked texts are found again.
pub fn says(text: &str, name: &str) -> bool {
    let (words, sought) = (words(text), words(name));
    let hash = |bytes: &[u8]| -> [u8; 32] { Sha256::digest(bytes).into() };
    let known = || remember(name, &hash).is_some_and(|kept| !Known::new([kept]).find(text, &hash).is_empty());
    !sought.is_empty() && (words.windows(sought.len()).any(|window| window == sought) || known())
}

fn words(text: &str) -> Vec<String> {
    let plain: String = text.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
    let words = plain.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
