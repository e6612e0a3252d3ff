//! Numbers and letters at the beginning of a paragraph.

use crate::text::letters;

/// What stands before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Label {
    /// A number.
    Number(u32),
    /// A letter, or several: in capitals.
    Letter(String),
    /// A dash or a dot.
    Bullet,
}

/// How sure it is that a label is one, and not the first word of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// In brackets, or after a dash, and a dot that stands alone: "(1)", "(a)", "- A", "•".
    Sure,
    /// With a dot or a bracket after it, and a dash that stands alone: "1.", "A)", "-".
    Dotted,
    /// Nothing but a blank after it: "1", "A".
    Bare,
}

/// A label at the beginning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker<'a> {
    pub label: Label,
    pub sign: Sign,
    /// The line after it.
    pub rest: &'a str,
}

/// The most digits in front of a paragraph, and the most letters.
const MOST_DIGITS: usize = 5;
const MOST_LETTERS: usize = 3;

const DASHES: [char; 5] = ['-', '–', '—', '*', '−'];
const DOTS: [char; 6] = ['•', '·', '▪', '‣', '◦', '●'];

/// The label that a line begins with, if it may be one.
pub fn marker(line: &str) -> Option<Marker<'_>> {
    let line = line.trim_start();
    let blank = |rest: &&str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    let dash = line.strip_prefix(DASHES).filter(blank);
    let (item, sign) = match line.strip_prefix(DOTS) {
        Some(rest) => (rest, Sign::Sure),
        None => (dash.unwrap_or(line), Sign::Dotted),
    };
    if item.len() == line.len() {
        return enumerator(line);
    }
    let rest = item.trim_start();
    let marker = enumerator(rest).map(|marker| Marker { sign: Sign::Sure, ..marker });
    Some(marker.unwrap_or(Marker { label: Label::Bullet, sign, rest }))
}

/// A number or letter, in one of the ways in which they are written.
fn enumerator(line: &str) -> Option<Marker<'_>> {
    if let Some(inner) = line.strip_prefix(['(', '（', '[']) {
        let (inner, rest) = inner.split_once([')', '）', ']'])?;
        let label = number(inner).or_else(|| letter(inner)).or_else(|| roman(inner))?;
        return Some(Marker { label, sign: Sign::Sure, rest: rest.trim_start() });
    }
    let (head, after) = line.split_at(line.find(|sign: char| !sign.is_alphanumeric())?);
    let label = number(head).or_else(|| letter(head))?;
    let rest = after.strip_prefix(['.', ')', '．', '、', '）']);
    let (sign, rest) = rest.map_or((Sign::Bare, after), |rest| (Sign::Dotted, rest));
    // "1.我们" and "1.Recalling" are numbered; "3.5", "U.S." and "e.g." are not.
    let joined = matches!(label, Label::Number(_))
        && sign == Sign::Dotted
        && rest.starts_with(|sign: char| sign.is_alphabetic() || "\"“«(".contains(sign));
    let ends = rest.is_empty() && sign == Sign::Dotted;
    (joined || ends || rest.starts_with(char::is_whitespace)).then(|| Marker {
        label,
        sign,
        rest: rest.trim_start(),
    })
}

/// The first digit of each script that numbers paragraphs with digits of its own.
const ZEROS: [char; 7] = ['0', '٠', '۰', '०', '০', '๐', '０'];

fn digit(sign: char) -> Option<u32> {
    ZEROS
        .into_iter()
        .find_map(|zero| u32::from(sign).checked_sub(u32::from(zero)).filter(|digit| *digit < 10))
}

fn number(text: &str) -> Option<Label> {
    if text.is_empty() || text.chars().count() > MOST_DIGITS {
        return None;
    }
    text.chars().try_fold(0, |number, sign| digit(sign).map(|digit| number * 10 + digit)).map(Label::Number)
}

/// One letter of any script, or the letters that follow Z: AA, AB.
fn letter(text: &str) -> Option<Label> {
    let count = text.chars().count();
    let alone = count == 1 && text.chars().all(char::is_alphabetic);
    let latin = (2..=MOST_LETTERS).contains(&count) && text.chars().all(|sign| sign.is_ascii_uppercase());
    (alone || latin).then(|| Label::Letter(text.to_uppercase()))
}

/// A small Roman number: "ii", "IV".
fn roman(text: &str) -> Option<Label> {
    let signs = |of: &str| text.chars().all(|sign| of.contains(sign));
    let roman = (2..=5).contains(&text.len()) && (signs("ivx") || signs("IVX"));
    roman.then(|| Label::Letter(text.to_uppercase()))
}

impl Label {
    /// Whether it is a letter, or are letters, of ours.
    pub fn is_latin(&self) -> bool {
        matches!(self, Self::Letter(letters) if letters.is_ascii())
    }

    /// Whether a list may begin with it.
    pub fn is_first(&self) -> bool {
        match self {
            Self::Number(number) => *number == 1,
            Self::Letter(letter) => matches!(letter.as_str(), "A" | "А" | "Α" | "أ" | "ا"),
            Self::Bullet => true,
        }
    }

    /// What follows it in a list, where that is known.
    pub fn next(&self) -> Option<Self> {
        match self {
            Self::Number(number) => Some(Self::Number(number + 1)),
            Self::Letter(letter) if letter.chars().all(|sign| sign.is_ascii_uppercase()) => {
                let place = letter.bytes().fold(0, |place, sign| place * 26 + usize::from(sign - b'A') + 1);
                Some(Self::Letter(letters(place + 1)))
            }
            Self::Letter(letter) => {
                let mut signs = letter.chars();
                let next = signs.next().and_then(|sign| char::from_u32(u32::from(sign) + 1))?;
                signs.next().is_none().then(|| Self::Letter(next.to_string()))
            }
            Self::Bullet => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(Label, Sign, &str)> {
        marker(line).map(|marker| (marker.label, marker.sign, marker.rest))
    }

    #[test]
    fn numbers_and_letters_are_known_in_the_ways_they_are_written() {
        let letter = |letter: &str| Label::Letter(letter.into());
        for (line, label, sign) in [
            ("1 Text", Label::Number(1), Sign::Bare),
            ("12. Text", Label::Number(12), Sign::Dotted),
            ("  3)\tText", Label::Number(3), Sign::Dotted),
            ("(4) Text", Label::Number(4), Sign::Sure),
            ("（4）Text", Label::Number(4), Sign::Sure),
            ("[4] Text", Label::Number(4), Sign::Sure),
            ("- 5 Text", Label::Number(5), Sign::Sure),
            ("1.Text", Label::Number(1), Sign::Dotted),
            ("٣. Text", Label::Number(3), Sign::Dotted),
            ("۱۲) Text", Label::Number(12), Sign::Dotted),
            ("A Text", letter("A"), Sign::Bare),
            ("A. Text", letter("A"), Sign::Dotted),
            ("b) Text", letter("B"), Sign::Dotted),
            ("(a) Text", letter("A"), Sign::Sure),
            ("(iii) Text", letter("III"), Sign::Sure),
            ("– C Text", letter("C"), Sign::Sure),
            ("•D. Text", letter("D"), Sign::Sure),
            ("AA. Text", letter("AA"), Sign::Dotted),
            ("أ. Text", letter("أ"), Sign::Dotted),
            ("- Text", Label::Bullet, Sign::Dotted),
            ("• Text", Label::Bullet, Sign::Sure),
        ] {
            assert_eq!(read(line), Some((label, sign, "Text")), "{line}");
        }
        assert_eq!(read("1、我们"), Some((Label::Number(1), Sign::Dotted, "我们")));
        assert_eq!(read("1."), Some((Label::Number(1), Sign::Dotted, "")));
    }

    #[test]
    fn words_figures_and_years_are_no_numbers_of_paragraphs() {
        for line in [
            "",
            "1",
            "A",
            "Text",
            "201112 was",
            "3.5 million",
            "1,000 people",
            "10:30 today",
            "U.S. law",
            "e.g. this",
            "-dash",
            "(see above) text",
            "(",
            "()",
            "(1",
            "1st of May",
            "a.m.",
            "we. They",
            "我们。",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn lists_go_on() {
        let after = |label: &str| Label::Letter(label.into()).next();
        for (label, next) in [("A", "B"), ("Z", "AA"), ("AZ", "BA"), ("ZZ", "AAA"), ("А", "Б"), ("ب", "ة")]
        {
            assert_eq!(after(label), Some(Label::Letter(next.into())));
        }
        assert_eq!(Label::Number(9).next(), Some(Label::Number(10)));
    }
}
