//! What became of each paragraph between two versions.

use std::collections::HashMap;

use crate::edits::{Compared, Piece};
use crate::text::Paragraph;

/// The most words that one [`difference`] tells apart, of all its paragraphs together: of the paragraphs after that, all
/// of the old words went and all of the new came.
const MOST_WORK: usize = 50_000;

/// What became of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Part and words are as they were.
    Same,
    /// These are its words; where it became another part and no more, all of them are [`Piece::Same`].
    Changed(Vec<Piece>),
    /// It was not there.
    Added,
    /// It is not there any more.
    Removed,
}

/// A paragraph of either version, or of both: places in the lists that were compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stood.
    pub before: Option<usize>,
    /// Where it stands.
    pub after: Option<usize>,
    /// What became of it.
    pub change: Change,
    /// Whether it stands elsewhere among the others. When paragraphs change places, as few as can be have moved.
    pub moved: bool,
}

/// What became of every paragraph, by its id: in the order of the newer version, and what was removed where it stood,
/// after the same paragraph as before. Of paragraphs that bear one id, the first belongs to the first, the second to the
/// second.
pub fn difference(before: &[Paragraph], after: &[Paragraph]) -> Vec<Row> {
    let pairs = pairs(before, after);
    let stood = stood(&pairs);
    let mut left = MOST_WORK;
    let mut gone = removed(before.len(), &pairs, &stood);
    let mut rows = gone.remove(&None).unwrap_or_default();
    for (place, ((was, now), stood)) in pairs.iter().zip(after).zip(stood).enumerate() {
        let old = was.and_then(|was| before.get(was));
        let change = old.map_or(Change::Added, |old| change(old, now, &mut left));
        rows.push(Row { before: *was, after: Some(place), change, moved: was.is_some() && !stood });
        if stood {
            rows.extend(gone.remove(was).unwrap_or_default());
        }
    }
    rows
}

/// Where each paragraph of the newer version stood.
fn pairs(before: &[Paragraph], after: &[Paragraph]) -> Vec<Option<usize>> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::with_capacity(before.len());
    for (place, paragraph) in before.iter().enumerate().rev() {
        places.entry(paragraph.id.as_str()).or_default().push(place);
    }
    after.iter().map(|paragraph| places.get_mut(paragraph.id.as_str())?.pop()).collect()
}

/// Which paragraphs of the newer version are in the order of the older one: the longest row of them that there is.
fn stood(pairs: &[Option<usize>]) -> Vec<bool> {
    // For each length, the row of that length that ends earliest: where its end stood, and which paragraph that is.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut earlier: Vec<Option<usize>> = vec![None; pairs.len()];
    for ((place, was), before) in pairs.iter().enumerate().zip(&mut earlier) {
        let Some(was) = *was else { continue };
        let length = ends.partition_point(|(end, _)| *end < was);
        *before = length.checked_sub(1).and_then(|shorter| ends.get(shorter)).map(|(_, place)| *place);
        match ends.get_mut(length) {
            Some(end) => *end = (was, place),
            None => ends.push((was, place)),
        }
    }
    let mut stood = vec![false; pairs.len()];
    let mut next = ends.last().map(|(_, place)| *place);
    while let Some(place) = next {
        if let Some(stood) = stood.get_mut(place) {
            *stood = true;
        }
        next = earlier.get(place).copied().flatten();
    }
    stood
}

/// What was removed, by the paragraph after which it stood, of those that stand where they stood; under none, what stood
/// before all of them.
fn removed(count: usize, pairs: &[Option<usize>], stood: &[bool]) -> HashMap<Option<usize>, Vec<Row>> {
    let mut kept = vec![false; count];
    let mut held = vec![false; count];
    for (was, stood) in pairs.iter().zip(stood).filter_map(|(was, stood)| was.zip(Some(*stood))) {
        if let Some((kept, held)) = kept.get_mut(was).zip(held.get_mut(was)) {
            (*kept, *held) = (true, stood);
        }
    }
    let mut removed: HashMap<Option<usize>, Vec<Row>> = HashMap::new();
    let mut after = None;
    for (place, (kept, held)) in kept.into_iter().zip(held).enumerate() {
        if held {
            after = Some(place);
        } else if !kept {
            let row = Row { before: Some(place), after: None, change: Change::Removed, moved: false };
            removed.entry(after).or_default().push(row);
        }
    }
    removed
}

fn change(old: &Paragraph, new: &Paragraph, left: &mut usize) -> Change {
    if old.text != new.text {
        Change::Changed(Compared::of(&old.text, &new.text, left).pieces())
    } else if old.part != new.part {
        Change::Changed(vec![Piece::Same(new.text.clone())])
    } else {
        Change::Same
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{ParagraphId, Part};

    /// Paragraphs "1 first words", "2 second": id and text.
    fn version(lines: &[&str]) -> Vec<Paragraph> {
        let paragraph = |line: &&str| {
            let (number, text) = line.split_once(' ').unwrap();
            Paragraph {
                id: ParagraphId::new(number.parse().unwrap()),
                part: Part::Operative,
                text: text.to_owned(),
            }
        };
        lines.iter().map(paragraph).collect()
    }

    /// "=" the same, "~" changed, "+" added, "-" removed, ">" moved; and the id.
    fn told(before: &[Paragraph], after: &[Paragraph]) -> String {
        let row = |row: Row| {
            let sign = match row.change {
                Change::Same => "=",
                Change::Changed(_) => "~",
                Change::Added => "+",
                Change::Removed => "-",
            };
            let id = row.after.map(|place| &after[place].id).or(row.before.map(|place| &before[place].id));
            format!("{sign}{}{}", if row.moved { ">" } else { "" }, id.unwrap().number())
        };
        difference(before, after).into_iter().map(row).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn each_paragraph_is_followed_by_its_id() {
        let old = version(&["1 one", "2 two", "3 three", "4 four", "5 five"]);
        for (new, says) in [
            (vec!["1 one", "2 two", "3 three", "4 four", "5 five"], "=1 =2 =3 =4 =5"),
            (vec!["1 one", "2 zwei", "3 three", "4 four", "5 five"], "=1 ~2 =3 =4 =5"),
            (vec!["1 one", "3 three", "6 six", "4 four"], "=1 -2 =3 +6 =4 -5"),
            (vec!["5 five", "1 one", "2 two", "3 three", "4 four"], "=>5 =1 =2 =3 =4"),
            (vec!["1 one", "3 three", "4 4", "2 zwei", "5 five"], "=1 =3 ~4 ~>2 =5"),
            (vec!["6 six", "5 five"], "-1 -2 -3 -4 +6 =5"),
            (vec![], "-1 -2 -3 -4 -5"),
        ] {
            assert_eq!(told(&old, &version(&new)), says);
        }
        assert_eq!(told(&[], &old), "+1 +2 +3 +4 +5");
        let twice = version(&["1 one", "1 other"]);
        assert_eq!(told(&twice, &twice), "=1 =1");
        assert_eq!(told(&twice[..1], &twice), "=1 +1");
    }

    #[test]
    fn another_part_is_a_change_though_no_word_is() {
        let old = version(&["1 one"]);
        let mut new = old.clone();
        new[0].part = Part::Heading;
        let row = difference(&old, &new).remove(0);
        assert_eq!(row.change, Change::Changed(vec![Piece::Same("one".into())]));
    }

    #[test]
    fn work_has_a_bound_whatever_is_compared() {
        let text = |from: usize| {
            let words: Vec<String> = (from..from + 9_000).map(|word| format!("w{word}")).collect();
            format!("a {} z", words.join(" "))
        };
        let version = |from: usize| -> Vec<Paragraph> {
            let paragraph =
                |number| Paragraph { id: ParagraphId::new(number), part: Part::Operative, text: text(from) };
            (1..=8).map(paragraph).collect()
        };
        // The first word went and another came at the end. Where nobody looks any more, all of them did.
        let longest_gone = difference(&version(0), &version(1)).into_iter().map(|row| match row.change {
            Change::Changed(pieces) => {
                let gone = pieces.iter().filter(|piece| matches!(piece, Piece::Removed(_)));
                gone.map(|piece| piece.text().split_whitespace().count()).max()
            }
            _ => None,
        });
        let told = [Some(1); MOST_WORK / 9_000];
        assert!(longest_gone.eq(told.into_iter().chain([Some(9_000); 8 - MOST_WORK / 9_000])));
    }

    fn any_version() -> impl Strategy<Value = Vec<Paragraph>> {
        let paragraph = (1_u32..12, "[a-c ]{0,5}", prop::sample::select(Part::ALL.to_vec()))
            .prop_map(|(number, text, part)| Paragraph { id: ParagraphId::new(number), part, text });
        prop::collection::vec(paragraph, 0..12)
    }

    proptest! {
        #[test]
        fn every_paragraph_is_covered_once_in_order(before in any_version(), after in any_version()) {
            let rows = difference(&before, &after);
            let now: Vec<usize> = rows.iter().filter_map(|row| row.after).collect();
            prop_assert_eq!(now, (0..after.len()).collect::<Vec<_>>());
            let mut was: Vec<usize> = rows.iter().filter_map(|row| row.before).collect();
            was.sort_unstable();
            prop_assert_eq!(was, (0..before.len()).collect::<Vec<_>>());
            // What did not move is in its old order, and so is what was removed.
            let still: Vec<usize> = rows.iter().filter(|row| !row.moved).filter_map(|row| row.before).collect();
            prop_assert!(still.is_sorted(), "{:?}", rows);
            for row in &rows {
                let (old, new) = (row.before.map(|place| &before[place]), row.after.map(|place| &after[place]));
                match (&row.change, old, new) {
                    (Change::Same, Some(old), Some(new)) => prop_assert_eq!(old, new),
                    (Change::Changed(pieces), Some(old), Some(new)) => {
                        prop_assert!(old.id == new.id && old != new);
                        let side = |skipped: fn(&Piece) -> bool| {
                            let kept = pieces.iter().filter(|piece| !skipped(piece)).map(Piece::text);
                            kept.collect::<String>()
                        };
                        prop_assert_eq!(side(|piece| matches!(piece, Piece::Added(_))), old.text.as_str());
                        prop_assert_eq!(side(|piece| matches!(piece, Piece::Removed(_))), new.text.as_str());
                    }
                    (Change::Added, None, Some(_)) | (Change::Removed, Some(_), None) => prop_assert!(!row.moved),
                    other => prop_assert!(false, "{:?}", other),
                }
            }
        }
    }
}
