//! Small tables: what each rule finds and what it leaves, in the forms of many countries.

mod announced;
mod before;
mod bounded;
mod measured;
mod numbers;
mod people;
mod random;
mod spelling;
mod writing;

use super::{Kind, suggest};

/// What is suggested of a text: kind and words.
fn found(text: &str) -> Vec<(Kind, String)> {
    let cut = |start: usize, end: usize| text.chars().skip(start).take(end - start).collect();
    suggest(text).into_iter().map(|one| (one.kind, cut(one.start, one.end))).collect()
}

/// Each text gives one suggestion of this kind, of what stands between `⟦` and `⟧`; or of several, each so marked.
fn finds(kind: Kind, texts: &[&str]) {
    let mut wrong = Vec::new();
    for marked in texts {
        let text: String = marked.chars().filter(|c| !"⟦⟧".contains(*c)).collect();
        let wanted: Vec<(Kind, String)> = marked
            .split('⟦')
            .skip(1)
            .filter_map(|rest| rest.split_once('⟧'))
            .map(|(inner, _)| (kind, inner.to_owned()))
            .collect();
        assert!(!wanted.is_empty(), "nothing marked in {marked:?}");
        let given = found(&text);
        if given != wanted {
            wrong.push(format!("{text:?} gave {given:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// None of these gives any suggestion.
fn leaves(texts: &[&str]) {
    let given = texts.iter().map(|text| (*text, found(text)));
    let wrong: Vec<String> = given
        .filter(|(_, all)| !all.is_empty())
        .map(|(text, all)| format!("{text:?} gave {all:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
