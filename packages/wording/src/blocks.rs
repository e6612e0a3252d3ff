//! From lines to paragraphs, and what each of them is.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::marker::{Label, Marker, Sign, marker};
use crate::spelling::tidy;
use crate::text::Part;

/// Lines that stand together. The first begins a paragraph; of the others, those that are plainly numbered do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// What a word processor writes before the first line without being asked.
    pub label: Option<Label>,
    pub lines: Vec<String>,
}

impl Block {
    /// Lines without any label but what they say themselves.
    pub const fn of(lines: Vec<String>) -> Self {
        Self { label: None, lines }
    }
}

/// A paragraph on the way.
struct Read {
    label: Option<Label>,
    text: String,
}

/// Paragraphs and their parts; [`crate::read_plain`] says how they are told.
pub fn paragraphs(blocks: Vec<Block>) -> Vec<(Part, String)> {
    let mut lists = Lists::of(&blocks);
    let mut read: Vec<Read> = Vec::new();
    for block in blocks {
        let mut before: Option<String> = None;
        for line in block.lines {
            let marker = match (&block.label, &before) {
                (Some(_), None) => None,
                (_, before) => marker(&line).filter(|marker| lists.has(marker, before.as_deref())),
            };
            let label = marker.as_ref().map(|marker| marker.label.clone());
            let rest = marker.map_or(line.as_str(), |marker| marker.rest);
            match (read.last_mut(), &before) {
                (Some(last), Some(_)) if label.is_none() => join(&mut last.text, rest),
                (_, before) => {
                    let label = label.or_else(|| block.label.clone().filter(|_| before.is_none()));
                    lists.passed(label.as_ref());
                    read.push(Read { label, text: rest.to_owned() });
                }
            }
            before = Some(line);
            lists.line += 1;
        }
    }
    for paragraph in &mut read {
        paragraph.text = tidy(&paragraph.text);
    }
    read.retain(|paragraph| !paragraph.text.is_empty());
    parts(read)
}

/// A number from here on is a year and not a paragraph's, unless it follows the one before.
const YEARS: u32 = 1_000;

/// The lists of a text, to tell numbers from words that look like them.
struct Lists {
    /// Which lines begin with what.
    there: HashMap<Label, Vec<usize>>,
    /// The line that is read.
    line: usize,
    /// The last number, and the last letter.
    number: Option<Label>,
    letter: Option<Label>,
    /// Whether the last paragraph had a dash or a dot.
    bullets: bool,
}

impl Lists {
    fn of(blocks: &[Block]) -> Self {
        let mut there: HashMap<Label, Vec<usize>> = HashMap::new();
        for (place, line) in blocks.iter().flat_map(|block| &block.lines).enumerate() {
            if let Some(marker) = marker(line) {
                there.entry(marker.label).or_default().push(place);
            }
        }
        Self { there, line: 0, number: None, letter: None, bullets: false }
    }

    /// Whether what comes after this label in a list stands further down, before the label stands there again.
    fn followed(&self, label: &Label) -> bool {
        let below = |label: &Label| {
            let places = self.there.get(label)?;
            places.get(places.partition_point(|place| *place <= self.line)).copied()
        };
        let next = label.next().as_ref().and_then(below);
        next.is_some_and(|next| below(label).is_none_or(|again| next < again))
    }

    /// Whether what looks like a label is one: at the beginning of a block, or of a line of it that comes after another.
    fn has(&self, marker: &Marker, before: Option<&str>) -> bool {
        let Marker { label, sign, .. } = marker;
        let last = match label {
            Label::Number(_) => self.number.as_ref(),
            Label::Letter(_) => self.letter.as_ref(),
            Label::Bullet => {
                return before.is_none_or(|line| self.bullets || closes(line)) || *sign == Sign::Sure;
            }
        };
        let goes_on = last.and_then(Label::next).as_ref() == Some(label);
        let followed = self.followed(label);
        let begins = match (label, sign) {
            (_, Sign::Sure) => true,
            (_, Sign::Dotted) => label.is_first() || (last.is_none() && followed),
            (Label::Number(_), Sign::Bare) => last.is_none() && (label.is_first() || followed),
            (_, Sign::Bare) => last.is_none() && followed,
        };
        if matches!(label, Label::Number(YEARS..)) {
            return goes_on;
        }
        // Only Latin letters begin so many names: "J. Smith".
        let dotted = *sign == Sign::Dotted && !label.is_latin();
        match before {
            None => goes_on || begins || dotted,
            Some(line) if closes(line) => goes_on || dotted || (begins && (followed || *sign != Sign::Bare)),
            Some(_) if *sign == Sign::Bare => matches!(label, Label::Number(_)) && begins && followed,
            Some(_) => goes_on || (label.is_first() && followed),
        }
    }

    fn passed(&mut self, label: Option<&Label>) {
        match label {
            Some(Label::Number(_)) => self.number = label.cloned(),
            Some(Label::Letter(_)) => self.letter = label.cloned(),
            Some(Label::Bullet) | None => {}
        }
        self.bullets = label == Some(&Label::Bullet);
    }
}

const COMMAS: [char; 4] = [',', '،', '，', '、'];
const COLONS: [char; 2] = [':', '：'];
const STOPS: [char; 11] = ['.', ';', '!', '?', '。', '；', '！', '？', '؛', '؟', '।'];

/// Whether a paragraph may end here.
fn closes(line: &str) -> bool {
    let line = line.trim_end();
    let ends = |words: [&str; 2]| words.iter().any(|word| line.ends_with(word));
    line.ends_with(COMMAS) || line.ends_with(COLONS) || line.ends_with(STOPS) || ends([" and", " or"])
}

/// A wrapped line goes on after a blank, except in scripts that have none between words.
fn join(text: &mut String, line: &str) {
    let line = line.trim_start();
    // Thai and Lao, Burmese, Khmer, and those of East Asia but Korean.
    let wide = |letter: char| {
        let east = matches!(letter, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..);
        east || matches!(letter, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
    };
    text.truncate(text.trim_end().len());
    if !(text.ends_with(wide) && line.starts_with(wide)) {
        text.push(' ');
    }
    text.push_str(line);
}

/// Where the paragraphs of a text stand.
struct Places {
    /// The line that ends with a colon, between why and what.
    chapeau: Option<usize>,
    /// Whether any has a number; a letter or dot.
    numbered: bool,
    lettered: bool,
}

fn parts(read: Vec<Read>) -> Vec<(Part, String)> {
    let places = Places::of(&read);
    let part = |(place, paragraph): (usize, &Read)| places.part(place, paragraph);
    let parts: Vec<Part> = read.iter().enumerate().map(part).collect();
    parts.into_iter().zip(read.into_iter().map(|paragraph| paragraph.text)).collect()
}

impl Read {
    fn is_colon(&self) -> bool {
        self.label.is_none() && self.text.ends_with(COLONS)
    }
}

impl Places {
    fn of(read: &[Read]) -> Self {
        let first = read.iter().position(|paragraph| paragraph.label.is_some());
        let mut colons =
            read.iter().enumerate().filter(|(_, paragraph)| paragraph.is_colon()).map(|(place, _)| place);
        let colon = colons.next();
        // One that stands before every number is no end of a preamble if there is another.
        let chapeau = colon.filter(|colon| first.is_some_and(|first| first < *colon));
        let chapeau =
            chapeau.or_else(|| colons.find(|colon| first.is_some_and(|first| first < *colon))).or(colon);
        let any =
            |is: fn(&Label) -> bool| read.iter().filter_map(|paragraph| paragraph.label.as_ref()).any(is);
        Self {
            chapeau,
            numbered: any(|label| matches!(label, Label::Number(_))),
            lettered: any(|label| !matches!(label, Label::Number(_))),
        }
    }

    fn part(&self, place: usize, paragraph: &Read) -> Part {
        let text = &paragraph.text;
        let before = self.chapeau.map_or_else(|| text.ends_with(COMMAS), |chapeau| place < chapeau);
        let by_place = if before { Part::Preamble } else { Part::Operative };
        match paragraph.label {
            None if self.numbered || paragraph.is_colon() => Part::Heading,
            None if place == 0 && !closes(text) => Part::Heading,
            None if self.lettered && !before => Part::Heading,
            Some(Label::Bullet) if before => Part::Preamble,
            Some(Label::Letter(_) | Label::Bullet) => Part::Recommendation,
            Some(Label::Number(_)) | None => by_place,
        }
    }
}
