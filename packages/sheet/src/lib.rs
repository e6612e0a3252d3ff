//! A joint statement as a document to keep, to print and to cite: a tagged PDF that meets PDF/UA-1, with its fonts in it.
//!
//! Knows words and where they stand on a page, and nothing of who may read them. The same sheet is the same bytes: no
//! clock, no chance. Writing runs from right to left where it does, in one line with what does not; lines are broken by
//! the rules of Unicode, in Thai, Lao, Khmer and Burmese between words.
//!
//! One font for each script is bundled (`fonts/NOTICE.md`). There is none for Chinese, Japanese and Korean: each of
//! theirs is larger than all others together. Such a sheet is refused with [`Fault::Script`], which names the script, and
//! whoever asked prints the page from the browser instead, with the fonts of the reader.

mod compose;
mod draw;
mod faces;
mod lines;
mod pages;
mod shape;
#[cfg(test)]
mod tests;
mod words;

use icu::locale::{Direction, LanguageIdentifier, LocaleDirectionality};

/// What is printed. Line ends within a text are kept; what cannot be seen is left out; what is empty is not there.
#[derive(Debug, Clone, Default)]
pub struct Sheet<'a> {
    /// The title, which the document is also known by. It must say something.
    pub title: &'a str,
    /// The language of all that has no script of its own, by BCP 47: it decides on which side lines begin.
    pub language: &'a str,
    /// `TLP:CLEAR` or another marking of FIRST's, drawn as FIRST draws it at the head and foot of every page.
    pub marking: &'a str,
    /// What this is, in a few words beside the marking ("Published statement"): as much as one line holds.
    pub label: &'a str,
    /// The day of it, in words, below the title.
    pub date: &'a str,
    /// The text itself.
    pub body: Vec<Paragraph<'a>>,
    /// Lists of names: who endorses it.
    pub lists: Vec<Section<'a>>,
    /// Texts that belong to it: reservations, explanations.
    pub notes: Vec<Section<'a>>,
    /// Where it stands for good: printed at the end, and a link.
    pub address: Named<'a>,
    /// The hash of its text, printed at the end.
    pub hash: Named<'a>,
}

/// A paragraph of the text.
#[derive(Debug, Clone, Copy)]
pub struct Paragraph<'a> {
    /// `1`, `A`: what a numbered paragraph is cited by, printed beside it. Otherwise it is not looked at.
    pub number: &'a str,
    /// Its words.
    pub text: &'a str,
    /// What it is.
    pub kind: Kind,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It stands over what follows.
    Heading,
    /// It has a number.
    Numbered,
    /// It has none.
    Plain,
}

/// A heading and what stands below it.
#[derive(Debug, Clone, Default)]
pub struct Section<'a> {
    /// The heading: "Endorsed by".
    pub heading: &'a str,
    /// Names, or paragraphs.
    pub texts: Vec<&'a str>,
}

/// A value and what it is called in the language of the sheet: "Permanent address".
#[derive(Debug, Clone, Copy, Default)]
pub struct Named<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The value. Nothing is printed of what has none.
    pub value: &'a str,
}

/// Why there is no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No bundled font has a character: `Han`, `Hangul`; `Common` for signs that belong to no script, such as pictures.
    #[error("no bundled font has {character:?} of the script {name}")]
    Script {
        /// The script, by its name in Unicode.
        name: String,
        /// The first such character.
        character: char,
    },
    /// The title has nothing that can be seen, and an accessible document has a title.
    #[error("a sheet needs a title")]
    Untitled,
    /// The writer of PDF refused what it was given.
    #[error("the document was refused: {0}")]
    Refused(String),
}

/// The document, ready to be sent. All of it is work in proportion to the length of the sheet.
pub fn pdf(sheet: &Sheet) -> Result<Vec<u8>, Fault> {
    let language: LanguageIdentifier = sheet.language.parse().unwrap_or(LanguageIdentifier::UNKNOWN);
    let rtl = LocaleDirectionality::new_extended().get(&language) == Some(Direction::RightToLeft);
    let composed = compose::compose(sheet, &language.to_string(), rtl)?;
    draw::draw(composed)
}
