//! What a statement is made of: a title and paragraphs, each of which keeps its id from version to version.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::spelling::tidy;

/// What a paragraph is in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Stands without a number: a title in the text, or "We, as participating States, dedicate ourselves to:".
    Heading,
    /// Why: "Recalling …", numbered.
    Preamble,
    /// What: numbered, on from the preamble.
    Operative,
    /// What is asked of whom: lettered.
    Recommendation,
}

impl Part {
    /// Every part, in the order in which they stand in most texts.
    pub const ALL: [Self; 4] = [Self::Heading, Self::Preamble, Self::Operative, Self::Recommendation];

    /// The word that stays: in JSON, in forms, in the text that is hashed.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Preamble => "preamble",
            Self::Operative => "operative",
            Self::Recommendation => "recommendation",
        }
    }

    /// The part of that word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.slug() == slug)
    }
}

/// The name of a paragraph within its statement, from version to version: "p1", "p2" and so on, never used again once it
/// was given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ParagraphId(String);

impl ParagraphId {
    /// The id of that number.
    pub fn new(number: u32) -> Self {
        Self(format!("p{number}"))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its number.
    pub fn number(&self) -> u32 {
        number_of(&self.0).unwrap_or_default()
    }
}

/// One spelling for each number: no sign, no zero in front.
fn number_of(id: &str) -> Option<u32> {
    let digits = id.strip_prefix('p')?;
    let number: u32 = digits.parse().ok()?;
    (number.to_string() == digits).then_some(number)
}

/// What was read is no [`ParagraphId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a paragraph's id is p and a number, as p1")]
pub struct NotAnId;

impl FromStr for ParagraphId {
    type Err = NotAnId;

    fn from_str(id: &str) -> Result<Self, NotAnId> {
        number_of(id).map(Self::new).ok_or(NotAnId)
    }
}

impl TryFrom<String> for ParagraphId {
    type Error = NotAnId;

    fn try_from(id: String) -> Result<Self, NotAnId> {
        id.parse()
    }
}

impl From<ParagraphId> for String {
    fn from(id: ParagraphId) -> Self {
        id.0
    }
}

impl fmt::Display for ParagraphId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

/// A paragraph. Its number is not its own: [`numbers`] counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Paragraph {
    /// Which one it is, in every version.
    pub id: ParagraphId,
    /// What it is.
    pub part: Part,
    /// What it says, without its number; of one line, as [`tidy`] makes it.
    pub text: String,
}

/// A version of a statement, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StatementText {
    /// What it is called.
    pub title: String,
    /// The language that it is written in (BCP 47).
    pub language: String,
    /// In reading order.
    pub paragraphs: Vec<Paragraph>,
}

impl StatementText {
    /// An id that two paragraphs bear. Positions, brackets and amendments name paragraphs by id: there must be none.
    pub fn repeated_id(&self) -> Option<&ParagraphId> {
        let mut seen = HashSet::new();
        self.paragraphs.iter().map(|paragraph| &paragraph.id).find(|id| !seen.insert(*id))
    }
}

/// What stands before each paragraph: "1", "2" and on through preamble and operative part, "A" to "Z", "AA" and on for
/// recommendations, nothing before a heading.
pub fn numbers(paragraphs: &[Paragraph]) -> Vec<String> {
    let (mut number, mut letter) = (0_usize, 0_usize);
    let mut next = |part: Part| match part {
        Part::Heading => String::new(),
        Part::Preamble | Part::Operative => {
            number += 1;
            number.to_string()
        }
        Part::Recommendation => {
            letter += 1;
            letters(letter)
        }
    };
    paragraphs.iter().map(|paragraph| next(paragraph.part)).collect()
}

/// "A" for 1, "Z" for 26, "AA" for 27.
pub(crate) fn letters(mut number: usize) -> String {
    let mut written = Vec::new();
    while number > 0 {
        number -= 1;
        written.push(u8::try_from(number % 26).map_or('A', |place| char::from(b'A' + place)));
        number /= 26;
    }
    written.iter().rev().collect()
}

/// The id of a new paragraph: after every one of these, and after every one that was ever given (`used_up_to` is the
/// highest number of any earlier version).
pub fn next_id(paragraphs: &[Paragraph], used_up_to: u32) -> ParagraphId {
    let highest = paragraphs.iter().map(|paragraph| paragraph.id.number()).fold(used_up_to, u32::max);
    ParagraphId::new(highest.saturating_add(1))
}

/// The text to read, to print and to send on: the title, then each paragraph after its number, empty lines between.
/// [`crate::read_plain`] reads it back, the title as a heading.
pub fn numbered_text(statement: &StatementText) -> String {
    let numbers = numbers(&statement.paragraphs);
    let paragraphs = numbers.iter().zip(&statement.paragraphs).map(|(number, paragraph)| {
        let text = tidy(&paragraph.text);
        if number.is_empty() { text } else { format!("{number}. {text}") }
    });
    let title = Some(tidy(&statement.title)).filter(|title| !title.is_empty());
    let mut written = title.into_iter().chain(paragraphs).collect::<Vec<_>>().join("\n\n");
    written.push('\n');
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(parts: &[Part]) -> Vec<Paragraph> {
        let one = |(number, part): (u32, &Part)| Paragraph {
            id: ParagraphId::new(number),
            part: *part,
            text: format!("Words {number}"),
        };
        (1..).zip(parts).map(one).collect()
    }

    #[test]
    fn numbers_run_through_and_letters_are_their_own() {
        use Part::{Heading, Operative, Preamble, Recommendation};
        let all = paragraphs(&[
            Heading,
            Preamble,
            Preamble,
            Heading,
            Operative,
            Recommendation,
            Operative,
            Recommendation,
        ]);
        assert_eq!(numbers(&all), ["", "1", "2", "", "3", "A", "4", "B"]);
        let many = paragraphs(&[Recommendation; 703]);
        let lettered = numbers(&many);
        for (place, letters) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(lettered[place], letters);
        }
    }

    #[test]
    fn an_id_is_new_whatever_was_there() {
        let all = paragraphs(&[Part::Operative; 3]);
        assert_eq!(next_id(&all, 0).as_str(), "p4");
        assert_eq!(next_id(&all, 9).as_str(), "p10");
        assert_eq!(next_id(&[], 0).as_str(), "p1");
    }

    #[test]
    fn an_id_has_one_spelling() {
        assert_eq!("p7".parse(), Ok(ParagraphId::new(7)));
        for wrong in ["", "p", "7", "p07", "p+7", "p-7", "P7", "p7 ", "p٧", "p4294967296"] {
            assert_eq!(wrong.parse::<ParagraphId>(), Err(NotAnId), "{wrong}");
            assert!(serde_json::from_value::<ParagraphId>(wrong.into()).is_err(), "{wrong}");
        }
        assert_eq!(serde_json::to_string(&ParagraphId::new(7)).unwrap(), "\"p7\"");
    }

    #[test]
    fn an_id_that_is_there_twice_is_found() {
        let mut text = StatementText {
            title: "Title".into(),
            language: "en".into(),
            paragraphs: paragraphs(&[Part::Operative; 3]),
        };
        assert_eq!(text.repeated_id(), None);
        text.paragraphs[2].id = ParagraphId::new(1);
        assert_eq!(text.repeated_id(), Some(&ParagraphId::new(1)));
    }

    #[test]
    fn parts_are_written_as_they_are_called() {
        for part in Part::ALL {
            assert_eq!(serde_json::to_value(part).unwrap(), part.slug());
            assert_eq!(Part::from_slug(part.slug()), Some(part));
        }
        assert_eq!(Part::from_slug("Heading"), None);
    }

    #[test]
    fn a_text_to_read_has_its_numbers_and_no_more() {
        let mut text =
            StatementText { title: " A  title ".into(), language: "en".into(), paragraphs: Vec::new() };
        assert_eq!(numbered_text(&text), "A title\n");
        text.paragraphs = paragraphs(&[Part::Preamble, Part::Heading, Part::Recommendation]);
        assert_eq!(numbered_text(&text), "A title\n\n1. Words 1\n\nWords 2\n\nA. Words 3\n");
        text.title.clear();
        assert_eq!(numbered_text(&text), "1. Words 1\n\nWords 2\n\nA. Words 3\n");
    }
}
