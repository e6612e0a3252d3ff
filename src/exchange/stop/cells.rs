//! What one cell says: a word, several words, a line, a longer text.

use crate::facts::{Answer, Line, List, Prose, Stated};

/// A cell of one word. Words that the dataset does not define stay in the cell.
pub fn one<T>(cell: &str, word: impl Fn(&str) -> Option<T>) -> Stated<T> {
    match cell.trim() {
        "Unknown" => Stated::Unknown,
        text => word(text).into(),
    }
}

/// A cell of several words, commas between.
pub fn words<T: PartialEq>(cell: &str, word: impl Fn(&str) -> Option<T>) -> List<T> {
    if cell.trim() == "Unknown" {
        Stated::Unknown
    } else {
        cell.split(',').filter_map(|text| word(text.trim())).collect()
    }
}

pub fn answer(cell: &str) -> Stated<Answer> {
    one(cell, |word| match word {
        "Yes" => Some(Answer::Yes),
        "No" => Some(Answer::No),
        _ => None,
    })
}

/// Without control characters, blanks single.
pub fn tidy(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A cell as a line; what is too long for one stays in the cell.
pub fn line(cell: &str) -> Stated<Line> {
    Line::parse(&tidy(cell)).ok().flatten().into()
}

pub fn prose(cell: &str) -> Stated<Prose> {
    let text: String = cell.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    Prose::parse(&text).ok().flatten().into()
}
