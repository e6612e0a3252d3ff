//! Two changes of one paragraph, and both of them together where they leave each other alone.

use std::ops::Range;

use crate::edits::{Compared, Edit, MOST_WORDS, Piece};
use crate::split::is_word;

/// What two sides made of one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreeWay {
    /// What the other side changed.
    pub theirs: Vec<Piece>,
    /// What this side changed.
    pub mine: Vec<Piece>,
    /// Both changes made, where none touches another: a whole word that nobody changed stands between any two of them. What
    /// both sides changed alike, at the same place, is no disagreement. None where somebody has to decide.
    pub merged: Option<String>,
}

/// What became of `base` on two sides.
pub fn three_way(base: &str, theirs: &str, mine: &str) -> ThreeWay {
    let theirs = Compared::of(base, theirs, &mut { MOST_WORDS });
    let mine = Compared::of(base, mine, &mut { MOST_WORDS });
    ThreeWay { theirs: theirs.pieces(), mine: mine.pieces(), merged: merged(&theirs, &mine) }
}

/// A change: which words of the base, what stands in their place, and who made it.
struct Change {
    at: Range<usize>,
    words: String,
    theirs: bool,
    mine: bool,
}

impl Change {
    /// The same change as the other side's.
    fn agrees(&self, other: &Self) -> bool {
        self.at == other.at && self.words == other.words
    }
}

/// The changes of both sides, in order; what both did is there once.
fn changes(theirs: &Compared, mine: &Compared) -> Vec<Change> {
    let of = |side: &Compared, theirs: bool| {
        let change = |edit: &Edit| {
            let words = side.after(edit.after.clone()).concat();
            Change { at: edit.before.clone(), words, theirs, mine: !theirs }
        };
        side.edits.iter().map(change).collect::<Vec<_>>()
    };
    let mut all = of(theirs, true);
    all.extend(of(mine, false));
    all.sort_by_key(|change| (change.at.start, change.at.end));
    all.dedup_by(|next, change| {
        let both = next.agrees(change);
        if both {
            (change.theirs, change.mine) = (true, true);
        }
        both
    });
    all
}

fn merged(theirs: &Compared, mine: &Compared) -> Option<String> {
    let mut text = String::new();
    let mut last: Option<Change> = None;
    for change in changes(theirs, mine) {
        let read = last.as_ref().map_or(0, |last| last.at.end);
        if let Some(last) = &last {
            let others = (last.theirs, last.mine) != (change.theirs, change.mine);
            let apart = last.at.end < change.at.start
                && theirs.before(last.at.end..change.at.start).iter().any(|word| is_word(word));
            if others && !apart {
                return None;
            }
        }
        text.extend(theirs.before(read..change.at.start).iter().copied());
        text.push_str(&change.words);
        last = Some(change);
    }
    let read = last.map_or(0, |last| last.at.end);
    text.extend(theirs.before(read..theirs.length()).iter().copied());
    Some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn merge(base: &str, theirs: &str, mine: &str) -> Option<String> {
        let one = three_way(base, theirs, mine);
        let other = three_way(base, mine, theirs);
        assert_eq!(one.merged, other.merged, "whoever comes first");
        assert_eq!((one.theirs, one.mine), (other.mine, other.theirs));
        one.merged
    }

    #[test]
    fn changes_that_leave_each_other_alone_are_both_made() {
        let base = "States should protect the rights of everybody online.";
        for (theirs, mine, both) in [
            (
                "States must protect the rights of everybody online.",
                "States should protect the rights of everybody offline and online.",
                "States must protect the rights of everybody offline and online.",
            ),
            (base, "Words of their own.", "Words of their own."),
            (base, base, base),
            ("States must act.", "States must act.", "States must act."),
            // Both took the last word away.
            (
                "All States should protect the rights of everybody.",
                "States should protect the human rights of everybody.",
                "All States should protect the human rights of everybody.",
            ),
        ] {
            assert_eq!(merge(base, theirs, mine).as_deref(), Some(both), "{theirs} | {mine}");
        }
        assert_eq!(merge("", "", "New.").as_deref(), Some("New."));
        assert_eq!(
            merge(
                "国家应当保护所有人的权利。",
                "国家必须保护所有人的权利。",
                "国家应当保护所有人的人权和自由。"
            )
            .as_deref(),
            Some("国家必须保护所有人的人权和自由。")
        );
    }

    #[test]
    fn changes_that_touch_are_for_people_to_decide() {
        let base = "States should protect rights, freedoms and privacy.";
        for (theirs, mine) in [
            (
                "States must protect rights, freedoms and privacy.",
                "States shall protect rights, freedoms and privacy.",
            ),
            (
                "States must protect rights, freedoms and privacy.",
                "Parties should protect rights, freedoms and privacy.",
            ),
            (
                "States should protect duties, freedoms and privacy.",
                "States should protect rights, liberties and privacy.",
            ),
            (
                "States should not protect rights, freedoms and privacy.",
                "States should always protect rights, freedoms and privacy.",
            ),
            ("States should protect privacy.", "States should protect rights, freedoms of all and privacy."),
            ("Nothing.", "States must protect rights, freedoms and privacy."),
            ("", "States must protect rights, freedoms and privacy."),
        ] {
            assert_eq!(merge(base, theirs, mine), None, "{theirs} | {mine}");
        }
        assert_eq!(merge("", "One.", "Two."), None);
    }

    /// What a side does at a word.
    #[derive(Debug, Clone, PartialEq)]
    enum Act {
        Keep,
        Replace(&'static str),
        Remove,
        Follow(&'static str),
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            5 => Just(Act::Keep),
            1 => prop::sample::select(&["neu", "جديد", "新的", "two words"]).prop_map(Act::Replace),
            1 => Just(Act::Remove),
            1 => prop::sample::select(&["also", "أيضا", "both, then"]).prop_map(Act::Follow),
        ]
    }

    fn written(acts: &[Act]) -> String {
        let words = acts.iter().enumerate().filter_map(|(place, act)| match act {
            Act::Keep => Some(format!("word{place}")),
            Act::Replace(word) => Some((*word).to_owned()),
            Act::Remove => None,
            Act::Follow(word) => Some(format!("word{place} {word}")),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    proptest! {
        #[test]
        fn merged_is_what_both_did(mut theirs in prop::collection::vec(act(), 1..30), picks in prop::collection::vec(act(), 30)) {
            // This side acts where the other leaves a word alone on either side, or does the same.
            let free = |place: usize| theirs.get(place).is_none_or(|act| *act == Act::Keep);
            let mine: Vec<Act> = (0..theirs.len()).map(|place| {
                let alone = free(place) && free(place + 1) && (place == 0 || free(place - 1));
                if alone { picks[place].clone() } else { Act::Keep }
            }).collect();
            let base = written(&vec![Act::Keep; theirs.len()]);
            let merged = merge(&base, &written(&theirs), &written(&mine));
            for (act, mine) in theirs.iter_mut().zip(&mine) {
                if *mine != Act::Keep {
                    *act = mine.clone();
                }
            }
            prop_assert_eq!(merged, Some(written(&theirs)));
        }

        #[test]
        fn a_word_that_both_replaced_is_never_merged(place in 0_usize..9, acts in prop::collection::vec(act(), 9)) {
            let with = |word: &'static str| {
                let mut acts = acts.clone();
                acts[place] = Act::Replace(word);
                written(&acts)
            };
            prop_assert_eq!(merge(&written(&[const { Act::Keep }; 9]), &with("one"), &with("other")), None);
        }

        #[test]
        fn one_change_alone_is_made_whatever_it_is(base in "[ab .]{0,20}|\\PC{0,20}", changed in "[ab .]{0,20}|\\PC{0,20}") {
            prop_assert_eq!(merge(&base, &changed, &base), Some(changed.clone()));
            prop_assert_eq!(merge(&base, &changed, &changed), Some(changed));
        }
    }
}
