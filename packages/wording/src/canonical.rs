//! The one way to write a statement down as bytes, and their hash.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::text::StatementText;

/// What the first member says: whoever checks a hash in years to come knows how it was made.
const FORMAT: &str = "entente-statement/1";

impl StatementText {
    /// The text as it is hashed: JSON by RFC 8785 (JSON Canonicalization Scheme) of every string in Unicode's NFC. Two
    /// statements that differ in anything but how their letters are composed have different canonical texts.
    ///
    /// Byte by byte, in UTF-8, with no blank and no line break outside the strings and none at the end:
    ///
    /// ```text
    /// {"format":"entente-statement/1","language":"L","paragraphs":[P,P,…],"title":"T"}
    /// ```
    ///
    /// `L` is the language, `T` the title. There is one `P` for each paragraph, in reading order, commas between:
    ///
    /// ```text
    /// {"id":"I","part":"R","text":"X"}
    /// ```
    ///
    /// `I` is the id (`p1`), `R` one of `heading`, `preamble`, `operative` and `recommendation`, `X` the text without its
    /// number. Each of `L`, `T` and `X` is brought into NFC and then written so:
    ///
    /// - `"` as `\"` and `\` as `\\`;
    /// - U+0008, U+0009, U+000A, U+000C and U+000D as `\b`, `\t`, `\n`, `\f` and `\r`;
    /// - any other character below U+0020 as `\u00` and its two hexadecimal digits, in lower case;
    /// - every other character as itself: no `/` and nothing beyond ASCII is escaped.
    ///
    /// So a checker without this program reads the strings out of any copy of the statement, brings them into NFC, hands
    /// that object to any implementation of RFC 8785, and hashes the bytes.
    ///
    /// ```
    /// use wording::{Paragraph, ParagraphId, Part, StatementText};
    ///
    /// let text = StatementText {
    ///     title: "On \"shutdowns\"".into(),
    ///     language: "en".into(),
    ///     paragraphs: vec![Paragraph {
    ///         id: ParagraphId::new(1),
    ///         part: Part::Operative,
    ///         text: "Networks stay on.".into(),
    ///     }],
    /// };
    /// assert_eq!(
    ///     text.canonical(),
    ///     r#"{"format":"entente-statement/1","language":"en","paragraphs":[{"id":"p1","part":"operative","text":"Networks stay on."}],"title":"On \"shutdowns\""}"#
    /// );
    /// assert_eq!(text.hash(), "7417ff6a609d89172468c10f3e764b17ba90b9704023abb9568da8bde38d2c9e");
    /// ```
    pub fn canonical(&self) -> String {
        let mut written = String::from("{\"format\":");
        push(&mut written, FORMAT);
        written.push_str(",\"language\":");
        push(&mut written, &self.language);
        written.push_str(",\"paragraphs\":[");
        for (place, paragraph) in self.paragraphs.iter().enumerate() {
            written.push_str(if place == 0 { "{\"id\":" } else { ",{\"id\":" });
            push(&mut written, paragraph.id.as_str());
            written.push_str(",\"part\":");
            push(&mut written, paragraph.part.slug());
            written.push_str(",\"text\":");
            push(&mut written, &paragraph.text);
            written.push('}');
        }
        written.push_str("],\"title\":");
        push(&mut written, &self.title);
        written.push('}');
        written
    }

    /// The SHA-256 of [`canonical`](Self::canonical) in UTF-8: 64 hexadecimal digits, in lower case.
    pub fn hash(&self) -> String {
        let digest = Sha256::digest(self.canonical());
        digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

/// A string of JSON, in NFC, as RFC 8785 has it.
fn push(written: &mut String, text: &str) {
    written.push('"');
    for letter in text.nfc() {
        match letter {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\u{8}' => written.push_str("\\b"),
            '\t' => written.push_str("\\t"),
            '\n' => written.push_str("\\n"),
            '\u{C}' => written.push_str("\\f"),
            '\r' => written.push_str("\\r"),
            letter if letter < ' ' => {
                let _ = write!(written, "\\u{:04x}", u32::from(letter));
            }
            letter => written.push(letter),
        }
    }
    written.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{Paragraph, ParagraphId, Part};

    fn any_text() -> impl Strategy<Value = StatementText> {
        let string = || "[a-b\"\\\\{},:\\[\\] \\x00-\\x1fé\u{301}e/字ا]{0,6}";
        let part = prop::sample::select(Part::ALL.to_vec());
        let paragraph = (1_u32..4, part, string()).prop_map(|(number, part, text)| Paragraph {
            id: ParagraphId::new(number),
            part,
            text,
        });
        (string(), string(), prop::collection::vec(paragraph, 0..4))
            .prop_map(|(title, language, paragraphs)| StatementText { title, language, paragraphs })
    }

    /// Every string of it composed.
    fn composed(text: &StatementText) -> StatementText {
        let nfc = |text: &str| text.nfc().collect::<String>();
        let paragraphs = text.paragraphs.iter();
        StatementText {
            title: nfc(&text.title),
            language: nfc(&text.language),
            paragraphs: paragraphs
                .map(|paragraph| Paragraph { text: nfc(&paragraph.text), ..paragraph.clone() })
                .collect(),
        }
    }

    proptest! {
        /// The canonical text is what any reader of JSON takes it for, and nothing of the statement is left out of it.
        #[test]
        fn canonical_text_says_all_of_it(text in any_text()) {
            let text = composed(&text);
            let read: serde_json::Value = serde_json::from_str(&text.canonical()).unwrap();
            let mut whole = serde_json::to_value(&text).unwrap();
            whole["format"] = json!(FORMAT);
            prop_assert_eq!(&read, &whole);
            // Without the feature that keeps an order, members are sorted: as RFC 8785 has it.
            prop_assert_eq!(serde_json::to_string(&read).unwrap(), text.canonical());
        }

        #[test]
        fn canonical_text_differs_whenever_anything_does(one in any_text(), other in any_text()) {
            prop_assert_eq!(composed(&one) == composed(&other), one.canonical() == other.canonical());
            prop_assert_eq!(one.canonical() == other.canonical(), one.hash() == other.hash());
            prop_assert_eq!(one.hash(), composed(&one).hash());
        }

        #[test]
        fn canonical_text_differs_after_any_one_change(text in any_text(), place in any::<prop::sample::Index>()) {
            let mut changes = vec![
                StatementText { title: format!("{}x", text.title), ..text.clone() },
                StatementText { language: format!("{}x", text.language), ..text.clone() },
            ];
            if !text.paragraphs.is_empty() {
                let place = place.index(text.paragraphs.len());
                let change = |by: &dyn Fn(&mut Vec<Paragraph>)| {
                    let mut changed = text.clone();
                    by(&mut changed.paragraphs);
                    changed
                };
                changes.push(change(&|all| { all.remove(place); }));
                changes.push(change(&|all| all.insert(place, all[place].clone())));
                changes.push(change(&|all| all[place].text.push('x')));
                changes.push(change(&|all| all[place].id = ParagraphId::new(9)));
                changes.push(change(&|all| {
                    all[place].part = if all[place].part == Part::Heading { Part::Preamble } else { Part::Heading };
                }));
            }
            for changed in changes {
                prop_assert!(changed.canonical() != text.canonical() && changed.hash() != text.hash(), "{:?}", changed);
            }
        }
    }

    #[test]
    fn how_letters_are_composed_is_no_difference() {
        let text =
            |word: &str| StatementText { title: word.into(), language: "fr".into(), paragraphs: Vec::new() };
        assert_eq!(text("e\u{301}").hash(), text("é").hash());
        assert_ne!(text("e").hash(), text("é").hash());
        assert!(text("\u{1}\u{1f}\u{7f}/é").canonical().contains("\"\\u0001\\u001f\u{7f}/é\""));
    }
}
