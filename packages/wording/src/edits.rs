//! What one text says otherwise than another, word by word.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::split::{is_blank, split};

/// The most words (signs between them count, too) of either side that are told apart one by one, once the words at the
/// beginning and at the end that both have are set aside. Of more, all of the old went and all of the new came.
pub const MOST_WORDS: usize = 20_000;

/// A run of words that stayed, went or came. Those that stayed and went are the older text, those that stayed and came the
/// newer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// In the older text alone.
    Removed(String),
    /// In the newer text alone.
    Added(String),
}

/// What stands in place of what: words of the older text, and words of the newer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub before: Range<usize>,
    pub after: Range<usize>,
}

impl Edit {
    /// The next one follows at once.
    fn meets(&self, next: &Self) -> bool {
        self.before.end == next.before.start && self.after.end == next.after.start
    }

    fn extend(&mut self, next: &Self) {
        self.before.end = next.before.end;
        self.after.end = next.after.end;
    }

    fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Without what is the same at its beginning and its end.
    fn shrink(&mut self, before: &[&str], after: &[&str]) {
        let words = |edit: &Self| {
            let old = before.get(edit.before.clone()).unwrap_or_default();
            (old, after.get(edit.after.clone()).unwrap_or_default())
        };
        let (old, new) = words(self);
        let first = alike(old.iter(), new.iter());
        self.before.start += first;
        self.after.start += first;
        let (old, new) = words(self);
        let last = alike(old.iter().rev(), new.iter().rev());
        self.before.end -= last;
        self.after.end -= last;
    }
}

impl Piece {
    /// The words of it.
    pub fn text(&self) -> &str {
        match self {
            Self::Same(text) | Self::Removed(text) | Self::Added(text) => text,
        }
    }
}

/// Two texts, told apart.
pub struct Compared<'a> {
    before: Vec<&'a str>,
    after: Vec<&'a str>,
    /// Apart from each other, in order.
    pub edits: Vec<Edit>,
}

/// What `after` says otherwise than `before`, word by word, in the order in which it is read: where words were replaced,
/// those that went come first.
pub fn words(before: &str, after: &str) -> Vec<Piece> {
    Compared::of(before, after, &mut { MOST_WORDS }).pieces()
}

impl<'a> Compared<'a> {
    /// Word by word, as long as `left` lasts: what this took is taken off it.
    pub fn of(before: &'a str, after: &'a str, left: &mut usize) -> Self {
        let (before, after) = (split(before), split(after));
        let edits = edits(&before, &after, left);
        Self { before, after, edits }
    }

    /// How many words the older text has.
    pub const fn length(&self) -> usize {
        self.before.len()
    }

    /// Words of the older text.
    pub fn before(&self, range: Range<usize>) -> &[&'a str] {
        self.before.get(range).unwrap_or_default()
    }

    /// Words of the newer text.
    pub fn after(&self, range: Range<usize>) -> &[&'a str] {
        self.after.get(range).unwrap_or_default()
    }

    /// What stayed, went and came.
    pub fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(self.edits.len() * 3 + 1);
        let mut push = |words: &[&str], piece: fn(String) -> Piece| {
            if !words.is_empty() {
                pieces.push(piece(words.concat()));
            }
        };
        let mut read = 0;
        for edit in &self.edits {
            push(self.before(read..edit.before.start), Piece::Same);
            push(self.before(edit.before.clone()), Piece::Removed);
            push(self.after(edit.after.clone()), Piece::Added);
            read = edit.before.end;
        }
        push(self.before(read..self.before.len()), Piece::Same);
        pieces
    }
}

fn edits(before: &[&str], after: &[&str], left: &mut usize) -> Vec<Edit> {
    let first = alike(before.iter(), after.iter());
    let (old, new) = (before.get(first..).unwrap_or_default(), after.get(first..).unwrap_or_default());
    let last = alike(old.iter().rev(), new.iter().rev());
    let old = old.get(..old.len() - last).unwrap_or_default();
    let new = new.get(..new.len() - last).unwrap_or_default();
    let whole = Edit { before: first..first + old.len(), after: first..first + new.len() };
    if whole.is_empty() {
        return Vec::new();
    }
    let (old, new) = (Units::of(old, first), Units::of(new, first));
    let work = old.keys.len().max(new.keys.len());
    if old.keys.is_empty() || new.keys.is_empty() || work > (*left).min(MOST_WORDS) {
        return vec![whole];
    }
    *left -= work;
    let mut edits: Vec<Edit> = Vec::new();
    for edit in told_apart(&old, &new) {
        match edits.last_mut() {
            Some(before) if before.meets(&edit) => before.extend(&edit),
            _ => edits.push(edit),
        }
    }
    for edit in &mut edits {
        edit.shrink(before, after);
    }
    edits.retain(|edit| !edit.is_empty());
    settled(edits, before)
}

/// How many at the beginning are the same.
fn alike<'a>(one: impl Iterator<Item = &'a &'a str>, other: impl Iterator<Item = &'a &'a str>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

/// Words with the blanks after them, which do not count when words are told apart.
struct Units<'a> {
    keys: Vec<&'a str>,
    /// Where each begins in the text, in words and blanks; at the end, where the last one ends.
    starts: Vec<usize>,
}

impl<'a> Units<'a> {
    /// Of words that begin at that place.
    fn of(words: &[&'a str], first: usize) -> Self {
        let (mut keys, mut starts) = (Vec::new(), Vec::new());
        for (place, word) in (first..).zip(words) {
            if keys.is_empty() || !is_blank(word) {
                keys.push(*word);
                starts.push(place);
            }
        }
        starts.push(first + words.len());
        Self { keys, starts }
    }

    /// The words and blanks of these units.
    fn range(&self, units: &Range<usize>) -> Range<usize> {
        let start = |unit: usize| self.starts.get(unit).copied().unwrap_or_default();
        start(units.start)..start(units.end)
    }

    /// The blanks after the word of a unit.
    fn blanks(&self, unit: usize) -> Range<usize> {
        let range = self.range(&(unit..unit + 1));
        range.start + 1..range.end
    }
}

/// Where the words differ, and where the blanks do. Words that stand in both texts once are what the rest is held to
/// (patience), and what lies between them is told apart with a bound on the search (as Git does it): no two texts take
/// more work than their length allows.
fn told_apart(old: &Units, new: &Units) -> Vec<Edit> {
    let mut numbers = HashMap::new();
    let (old_keys, new_keys) = (numbered(&old.keys, &mut numbers), numbered(&new.keys, &mut numbers));
    let mut edits = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &old_keys, &new_keys) {
        let (tag, before, after) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            let blanks = before.zip(after);
            edits.extend(
                blanks.map(|(one, other)| Edit { before: old.blanks(one), after: new.blanks(other) }),
            );
        } else {
            edits.push(Edit { before: old.range(&before), after: new.range(&after) });
        }
    }
    edits
}

/// The same number for the same word.
fn numbered<'a>(words: &[&'a str], numbers: &mut HashMap<&'a str, usize>) -> Vec<usize> {
    let mut number = |word: &'a str| {
        let next = numbers.len();
        *numbers.entry(word).or_insert(next)
    };
    words.iter().map(|word| number(word)).collect()
}

/// Words that were replaced one after the other are one replacement: blanks, signs and single letters between them do not
/// take it to pieces. Where words only went, or only came, each stays as it is.
fn settled(edits: Vec<Edit>, before: &[&str]) -> Vec<Edit> {
    let stands = |gap: Range<usize>| {
        let letters = before.get(gap).unwrap_or_default().iter().flat_map(|word| word.chars());
        letters.filter(|letter| letter.is_alphanumeric()).nth(1).is_some()
    };
    let mut settled: Vec<Edit> = Vec::with_capacity(edits.len());
    let mut group: Vec<Edit> = Vec::new();
    for edit in edits {
        if group.last().is_some_and(|last| stands(last.before.end..edit.before.start)) {
            settle(&mut group, &mut settled);
        }
        group.push(edit);
    }
    settle(&mut group, &mut settled);
    settled
}

fn settle(group: &mut Vec<Edit>, settled: &mut Vec<Edit>) {
    let (went, came) =
        (group.iter().any(|edit| !edit.before.is_empty()), group.iter().any(|edit| !edit.after.is_empty()));
    let mut group = std::mem::take(group).into_iter();
    match group.next() {
        Some(mut whole) if went && came => {
            group.for_each(|edit| whole.extend(&edit));
            settled.push(whole);
        }
        first => settled.extend(first.into_iter().chain(group)),
    }
}
