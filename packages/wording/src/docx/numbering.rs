//! What a word processor writes before paragraphs without being asked.

use std::collections::HashMap;

use super::DocxFault;
use super::xml::{Step, Steps, Tag};
use crate::marker::Label;

/// Every numbering of a document: which kind of label it has at each depth. Which number or letter it is, nobody counts.
#[derive(Debug, Default)]
pub struct Numbering {
    /// The scheme of a numbering.
    schemes: HashMap<u32, u32>,
    /// By scheme and depth, and by numbering and depth where that is said otherwise.
    levels: HashMap<(u32, u32), Option<Label>>,
    instead: HashMap<(u32, u32), Option<Label>>,
}

impl Numbering {
    /// From `word/numbering.xml`.
    pub fn read(part: &str) -> Result<Self, DocxFault> {
        let mut read = Self::default();
        let mut steps = Steps::of(part);
        let (mut scheme, mut numbering, mut level) = (None, None, None);
        let mut aside = 0_usize;
        while let Some(step) = steps.step()? {
            match step {
                Step::Open(tag, _) if aside > 0 || tag == Tag::Aside => aside += 1,
                Step::Close(_) if aside > 0 => aside -= 1,
                Step::Open(Tag::Scheme, element) => scheme = element.number("abstractNumId"),
                Step::Open(Tag::Numbering, element) => numbering = element.number("numId"),
                Step::Open(Tag::LevelOf | Tag::LevelInstead, element) => level = element.number("ilvl"),
                Step::Open(Tag::SchemeId, element) => {
                    if let Some((numbering, scheme)) = numbering.zip(element.number("val")) {
                        read.schemes.insert(numbering, scheme);
                    }
                }
                Step::Open(Tag::Format, element) => {
                    let label =
                        element.attribute("val").map_or(Some(Label::Number(0)), |format| label(&format));
                    if let Some(place) = numbering.zip(level) {
                        read.instead.insert(place, label);
                    } else if let Some(place) = scheme.zip(level) {
                        read.levels.insert(place, label);
                    }
                }
                Step::Close(Tag::Scheme) => scheme = None,
                Step::Close(Tag::Numbering) => numbering = None,
                _ => {}
            }
        }
        Ok(read)
    }

    /// The kind of label of that numbering at that depth.
    pub fn label(&self, numbering: u32, level: u32) -> Option<Label> {
        let instead = self.instead.get(&(numbering, level));
        let scheme = || self.levels.get(&(*self.schemes.get(&numbering)?, level));
        instead.or_else(scheme).cloned().flatten()
    }
}

/// The kind of label that a format gives (ECMA-376, `ST_NumberFormat`).
fn label(format: &str) -> Option<Label> {
    match format {
        "none" => None,
        "bullet" => Some(Label::Bullet),
        "upperLetter" | "lowerLetter" | "upperRoman" | "lowerRoman" | "russianLower" | "russianUpper"
        | "arabicAlpha" | "arabicAbjad" | "hebrew1" | "hebrew2" | "hindiVowels" | "hindiConsonants"
        | "thaiLetters" | "ganada" | "chosung" | "aiueo" | "iroha" | "aiueoFullWidth" | "irohaFullWidth" => {
            Some(Label::Letter(String::new()))
        }
        _ => Some(Label::Number(0)),
    }
}
