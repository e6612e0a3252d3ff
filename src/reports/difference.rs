//! What a new text says otherwise than an older one, word by word.

use std::time::{Duration, Instant};

use similar::{ChangeTag, TextDiff};

use crate::facts::{Facts, Mode, display};
use crate::redaction::Reading;
use crate::web::Page;

/// The longest that two readings are compared, all their parts together; what is not told apart by then counts as
/// replaced.
const PATIENCE: Duration = Duration::from_millis(50);

/// A run of words that stayed, came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub new: bool,
    pub gone: bool,
}

/// A part of a text that is not as it was.
pub struct Changed {
    pub label: String,
    pub pieces: Vec<Piece>,
}

/// The words of two texts, told apart. Words that were replaced one after the other are one replacement: the blanks
/// between them do not take it to pieces.
fn pieces(old: &str, new: &str, until: Instant) -> Vec<Piece> {
    let diff = TextDiff::configure().deadline(until).diff_words(old, new);
    let mut pieces = Vec::new();
    let mut run: Vec<(ChangeTag, &str)> = Vec::new();
    for change in diff.iter_all_changes() {
        let (tag, text) = (change.tag(), change.value());
        let ends = tag == ChangeTag::Equal && (run.is_empty() || !text.trim().is_empty());
        if ends {
            settle(&mut run, &mut pieces);
            push(&mut pieces, ChangeTag::Equal, text);
        } else {
            run.push((tag, text));
        }
    }
    settle(&mut run, &mut pieces);
    pieces
}

/// A run of changes with blanks between as one replacement; where words only came or only went, as it is.
fn settle(run: &mut Vec<(ChangeTag, &str)>, pieces: &mut Vec<Piece>) {
    let has = |wanted: ChangeTag| run.iter().any(|(tag, _)| *tag == wanted);
    if has(ChangeTag::Delete) && has(ChangeTag::Insert) {
        // Blanks after the last change belong to what follows.
        let last = run.iter().rposition(|(tag, _)| *tag != ChangeTag::Equal).unwrap_or_default();
        let (changed, after) = run.split_at(last + 1);
        for side in [ChangeTag::Delete, ChangeTag::Insert] {
            let words = changed.iter().filter(|(tag, _)| *tag == side || *tag == ChangeTag::Equal);
            for (_, text) in words {
                push(pieces, side, text);
            }
        }
        for (tag, text) in after {
            push(pieces, *tag, text);
        }
    } else {
        for (tag, text) in run.iter() {
            push(pieces, *tag, text);
        }
    }
    run.clear();
}

fn push(pieces: &mut Vec<Piece>, tag: ChangeTag, text: &str) {
    let (new, gone) = (tag == ChangeTag::Insert, tag == ChangeTag::Delete);
    match pieces.last_mut() {
        Some(last) if last.new == new && last.gone == gone => last.text.push_str(text),
        _ => pieces.push(Piece { text: text.to_owned(), new, gone }),
    }
}

/// The facts of a text, a line each; none where they do not parse (a form that is not right yet).
fn facts(page: &Page, reading: &Reading) -> Vec<(String, String)> {
    let facts = Facts::parse(&reading.facts, Mode::Import).unwrap_or_default();
    display::lines(page, &facts)
        .into_iter()
        .map(|line| {
            let said: Vec<String> = line.said.into_iter().map(|one| one.text).collect();
            (line.label, said.join("; "))
        })
        .collect()
}

/// Every part in which two texts differ, in the order in which they are read.
pub fn between(page: &Page, old: &Reading, new: &Reading) -> Vec<Changed> {
    let whole = |reading: &Reading| {
        let mut parts = vec![
            (page.t("report-title"), reading.title.clone()),
            (page.t("report-narrative"), reading.narrative.clone()),
            (page.t("report-language"), reading.language.clone()),
        ];
        parts.extend(facts(page, reading));
        // A file that is covered otherwise, or described otherwise, is another one.
        parts.extend(reading.evidence.iter().map(|file| {
            let label = format!("{} {}", page.t("evidence-heading"), file.id);
            (label, format!("{} (SHA-256 {})", file.description, file.sha256))
        }));
        parts
    };
    let (old, new) = (whole(old), whole(new));
    let until = Instant::now() + PATIENCE;
    let text = |parts: &[(String, String)], label: &str| {
        parts.iter().find(|(known, _)| known == label).map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let gone = old.iter().filter(|(label, _)| !new.iter().any(|(known, _)| known == label));
    new.iter()
        .chain(gone)
        .map(|(label, _)| (label, text(&old, label), text(&new, label)))
        .filter(|(_, before, now)| before != now)
        .map(|(label, before, now)| Changed { label: label.clone(), pieces: pieces(&before, &now, until) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn soon() -> Instant {
        Instant::now() + PATIENCE
    }

    #[test]
    fn words_that_came_and_went_are_told_apart() {
        let found = pieces("Two people were held.", "Three people were held at night.", soon());
        let join = |keep: fn(&Piece) -> bool| -> String {
            found.iter().filter(|piece| keep(piece)).map(|piece| piece.text.as_str()).collect()
        };
        assert_eq!(join(|piece| !piece.new), "Two people were held.");
        assert_eq!(join(|piece| !piece.gone), "Three people were held at night.");
        assert!(found.contains(&Piece { text: "Two".into(), new: false, gone: true }), "{found:?}");
        let whole = pieces("They were held on Tuesday.", "They all got home on Tuesday.", soon());
        let shown: Vec<&str> = whole.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(shown, ["They ", "were held", "all got home", " on Tuesday."]);
    }

    #[test]
    fn long_texts_that_have_nothing_in_common_do_not_hold_anybody_up() {
        let text = |letter: &str| {
            let words: Vec<String> = (0..20_000).map(|number| format!("{letter}{number}")).collect();
            words.join(" ")
        };
        let (old, new) = (text("a"), text("b"));
        let found = pieces(&old, &new, soon());
        let kept: String =
            found.iter().filter(|piece| !piece.gone).map(|piece| piece.text.as_str()).collect();
        assert_eq!(kept, new);
    }

    /// Whatever two texts are, telling them apart ends: what is not told apart by then is replaced, and nothing is lost.
    #[test]
    fn no_two_texts_take_long_to_be_told_apart() {
        let long = |one: &str| one.chars().cycle().take(100_000).collect::<String>();
        let (words, numbers): (String, String) =
            (0..14_000).map(|number| (format!("{} ", number % 97), format!("{} ", number % 89))).unzip();
        for (old, new) in [
            (long("a "), long("b ")),
            (long("a b "), long("b a c ")),
            (long("\n"), long(" \n")),
            (long("⟦⟧ "), long("⟦ ⟧")),
            (long("字"), long("字词")),
            (words, numbers),
        ] {
            let start = Instant::now();
            let found = pieces(&old, &new, start + PATIENCE);
            // The rest is in proportion to the length of the texts, in a build without optimisation too.
            assert!(start.elapsed() < PATIENCE * 40, "{:?}", start.elapsed());
            let kept = |skip: fn(&Piece) -> bool| -> String {
                found.iter().filter(|piece| !skip(piece)).map(|piece| piece.text.as_str()).collect()
            };
            assert!(kept(|piece| piece.gone) == new && kept(|piece| piece.new) == old);
        }
    }
}
