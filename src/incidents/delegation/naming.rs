//! Whether a text names the organisation that asks to have it published without its name.

use sha2::{Digest, Sha256};

use super::Handed;
use crate::people::Organisation;
use crate::redaction::suggest::{Known, remember};

/// The first part of a text in which its owner's name or website stands, as the key of its word; nothing where it
/// stands in none.
pub(super) fn named_in(owner: &Organisation, handed: &Handed) -> Option<&'static str> {
    let host = owner.website.split("://").nth(1).unwrap_or_default().split('/').next().unwrap_or_default();
    let names = [owner.name.as_str(), host.trim_start_matches("www.")];
    let facts = handed.facts.to_string();
    let parts = [
        (handed.title.as_str(), "report-title"),
        (handed.narrative.as_str(), "report-narrative"),
        (facts.as_str(), "facts-heading"),
    ];
    let found = parts.into_iter().find(|(text, _)| names.iter().any(|name| says(text, name)));
    found.map(|(_, word)| word)
}

/// Word by word, however it is written; where a script has no words, as marked texts are found again.
fn says(text: &str, name: &str) -> bool {
    let (words, sought) = (words(text), words(name));
    let hash = |bytes: &[u8]| -> [u8; 32] { Sha256::digest(bytes).into() };
    let known = || remember(name, &hash).is_some_and(|kept| !Known::new([kept]).find(text, &hash).is_empty());
    !sought.is_empty() && (words.windows(sought.len()).any(|window| window == sought) || known())
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_words() {
        for text in ["Open Lines says", "by OPEN\nLINES.", "https://open-lines.example/", "(open  lines)"] {
            assert!(says(text, "Open Lines"), "{text}");
        }
        assert!(says("光明组织说网络断了", "光明组织"));
        for (text, name) in
            [("Open the lines", "Open Lines"), ("forums", "Forum"), ("anything", ""), ("", "EFF")]
        {
            assert!(!says(text, name), "{name} in {text}");
        }
        assert!(says("The EFF saw it", "EFF"));
    }
}
