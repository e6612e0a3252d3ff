//! Where things stand.

use super::{numbered, plain, printable};
use crate::compose::{Composed, compose};
use crate::lines::{Line, Setter};
use crate::pages::{MARGIN, MEASURE};
use crate::{Kind, Paragraph, Section, Sheet, pdf};

use super::reading::hear;

fn lines(text: &str, rtl: bool, measure: f32) -> Vec<Line> {
    Setter::new(if rtl { "ar" } else { "en" }, rtl).lines(text, false, measure).unwrap()
}

/// The words of a line from left to right, as they are seen, each as it is read.
fn seen(line: &Line) -> Vec<String> {
    let mut runs: Vec<_> = line.runs.iter().collect();
    runs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let text = |run: &crate::lines::Run| {
        let start = run.glyphs.iter().map(|glyph| glyph.text_range.start).min().unwrap();
        let end = run.glyphs.iter().map(|glyph| glyph.text_range.end).max().unwrap();
        (start, &line.text[start..end])
    };
    let mut words: Vec<(usize, String)> = vec![(0, String::new())];
    for (start, text) in runs.into_iter().map(text) {
        let (before, word) = words.last_mut().unwrap();
        if text.trim().is_empty() {
            words.push((0, String::new()));
        } else if *before == start + text.len() {
            word.insert_str(0, text);
            *before = start;
        } else if word.is_empty() {
            (*before, *word) = (start, text.to_owned());
        } else {
            words.push((start, text.to_owned()));
        }
    }
    words.into_iter().map(|(_, word)| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

#[test]
fn writing_runs_where_it_does() {
    let line = &lines("one שתיים שלוש four", false, 100.0)[0];
    assert_eq!(seen(line), ["one", "שלוש", "שתיים", "four"]);
    assert!(!line.rtl);
    let line = &lines("אחת two three ארבע 25 חמש", false, 100.0)[0];
    assert_eq!(seen(line), ["חמש", "25", "ארבע", "two three", "אחת"]);
    assert!(line.rtl);
    // Without a letter, the sheet decides; marks of direction decide and are not printed.
    assert_eq!(seen(&lines("1 / 3", true, 100.0)[0]), ["3", "/", "1"]);
    assert_eq!(seen(&lines("1 / 3", false, 100.0)[0]), ["1 / 3"]);
    let line = &lines("\u{202e}abc\u{202c}", false, 100.0)[0];
    assert!(line.text == "abc" && line.runs.is_sorted_by(|a, b| a.x > b.x));
    // Letters are written as they are read, and brackets are turned round.
    let line = &lines("(אב)", true, 100.0)[0];
    let runs: Vec<_> =
        line.runs.iter().map(|run| (run.glyphs[0].text_range.start, run.glyphs.len())).collect();
    assert_eq!(runs, [(0, 1), (1, 1), (3, 1), (5, 1)]);
    assert!(line.runs.is_sorted_by(|a, b| a.x > b.x));
    let closing = lines(")", false, 100.0)[0].runs[0].glyphs[0].glyph_id;
    assert_eq!(line.runs[0].glyphs[0].glyph_id, closing);
}

#[test]
fn lines_are_as_full_as_they_can_be_and_no_fuller() {
    let text = "It must be exact to the second, and provable afterwards. ".repeat(40);
    let set = lines(&text, false, 30.0);
    assert!(set.iter().all(|line| line.width <= 30.0));
    for (line, next) in set.iter().zip(set.iter().skip(1)) {
        let word = next.text.split_inclusive(' ').next().unwrap();
        let wider = lines(&format!("{}{word}", line.text), false, 1_000.0);
        assert!(wider[0].width > 30.0, "{} has room for {word}", line.text);
    }
    let whole: String = set.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(whole.trim(), text.trim());
    // Thai has no spaces; lines end between words.
    let thai = "เสรีภาพในการแสดงความคิดเห็น".repeat(8);
    let set = lines(&thai, false, 20.0);
    assert!(set.len() > 4);
    for line in &set {
        let first = ["เสรีภาพ", "ใน", "การ", "แสดง", "ความคิด", "ความ", "คิด", "เห็น"];
        assert!(first.iter().any(|word| line.text.starts_with(word)), "{}", line.text);
    }
}

#[test]
fn what_has_no_place_to_break_is_broken_anyway() {
    for word in ["a".repeat(5_000), "ب".repeat(5_000), "ក្ក".repeat(1_000), "e\u{301}".repeat(3_000)] {
        let set = lines(&word, false, 20.0);
        assert!(set.len() > 1 && set.iter().all(|line| line.width <= 21.0), "{}", set.len());
        assert_eq!(set.iter().map(|line| line.text.as_str()).collect::<String>(), word);
    }
    // Not even one letter fits.
    assert_eq!(lines("abc", false, 0.1).len(), 3);
}

#[test]
fn line_ends_are_kept_and_read_as_spaces() {
    let texts = |text: &str| lines(text, false, 100.0).into_iter().map(|line| line.text).collect::<Vec<_>>();
    assert_eq!(texts("one\r\ntwo\n\n \nthree\u{2029}four\tfive"), ["one ", "two ", "three ", "four five"]);
    assert_eq!(texts("a\u{0}b\u{1b}c\u{ad}d\u{feff}e\u{ffff}f\u{fdd0}"), ["abcdef"]);
    assert!(texts("\u{200b}").is_empty() && texts("\n").is_empty());
}

fn inside(composed: &Composed) {
    for page in &composed.pages {
        let mut last = 0.0;
        for (top, row) in page {
            assert!(*top >= last && *top >= 92.0 && top + row.height <= 760.0, "{top}");
            last = *top;
            for piece in &row.pieces {
                let end = piece.x + piece.line.width * piece.size;
                assert!(piece.x >= MARGIN - 0.1 && end <= MARGIN + MEASURE + 0.1, "{}", piece.line.text);
            }
        }
    }
}

#[test]
fn three_hundred_paragraphs_go_over_many_pages() {
    let texts: Vec<String> = (1..=300)
        .map(|number| format!("{number} is said, {}.", "and said again ".repeat(number % 40)))
        .collect();
    let numbers: Vec<String> = (1..=300).map(|number| number.to_string()).collect();
    let mut body = Vec::new();
    for (at, (text, number)) in texts.iter().zip(&numbers).enumerate() {
        if at % 7 == 0 {
            body.push(Paragraph { number: "", text: "On what follows", kind: Kind::Heading });
        }
        body.push(numbered(number, text));
    }
    let sheet = Sheet { body, ..printable() };
    let composed = compose(&sheet, "en", false).unwrap();
    inside(&composed);
    let pages = composed.pages.len();
    let number = |at: usize| composed.frame.numbers[at].text.clone();
    assert_eq!((number(0), number(pages - 1)), (format!("1 / {pages}"), format!("{pages} / {pages}")));
    for page in &composed.pages[..pages - 1] {
        assert!(!page.last().unwrap().1.stays, "a heading or the first line of a paragraph stands alone");
    }
    let heard = hear(&pdf(&sheet).unwrap());
    assert!(pages > 12 && heard.pages == pages, "{pages}");
    for (text, number) in texts.iter().zip(&numbers) {
        let whole = format!("{number} {text}");
        assert_eq!(heard.texts.iter().filter(|heard| **heard == whole).count(), 1, "{number}");
    }
}

#[test]
fn a_sheet_from_right_to_left_is_turned_round() {
    let names = vec!["مصر", "تونس", "المغرب", "Estmark", "لبنان"];
    let lists = vec![Section { heading: "المؤيدون", texts: names }];
    let body = vec![numbered("1", "إذ نؤكد من جديد"), plain("Said in English.")];
    let sheet = Sheet { title: "بيان مشترك", language: "ar", body, lists, ..printable() };
    let composed = compose(&sheet, "ar", true).unwrap();
    inside(&composed);
    let pieces: Vec<_> = composed.pages.iter().flatten().flat_map(|(_, row)| &row.pieces).collect();
    let place = |text: &str| {
        let piece = pieces.iter().find(|piece| piece.line.text.trim() == text).unwrap();
        (piece.x, piece.x + piece.line.width * piece.size)
    };
    let right = MARGIN + MEASURE;
    assert!((place("بيان مشترك").1 - right).abs() < 0.1);
    assert!((place("1").1 - right).abs() < 0.1);
    assert!(place("إذ نؤكد من جديد").1 < right - 25.0);
    assert!((place("Said in English.").0 - MARGIN).abs() < 0.1);
    // Names go from the right, whatever they are written in.
    assert!((place("مصر").1 - right).abs() < 0.1);
    assert!((place("Estmark").1 - right).abs() < 0.1);
    // Letters of all scripts stand on one line.
    let rows = composed.pages.iter().flatten().map(|(_, row)| &row.pieces).filter(|row| row.len() > 1);
    assert_eq!(rows.clone().count(), 3);
    assert!(rows.flat_map(|row| row.windows(2)).all(|two| (two[0].baseline - two[1].baseline).abs() < 0.01));
    assert!(place("مصر").0 > place("تونس").1 && place("تونس").0 > place("المغرب").1);
}

#[test]
fn names_stand_in_as_many_columns_as_hold_them() {
    let columns = |names: Vec<&str>| {
        let lists = vec![Section { heading: "", texts: names }];
        let composed = compose(&Sheet { title: "Names", lists, ..Sheet::default() }, "en", false).unwrap();
        inside(&composed);
        composed.pages.iter().flatten().map(|(_, row)| row.pieces.len()).max().unwrap()
    };
    assert_eq!(columns(vec!["Austria", "Canada", "Costa Rica", "Estonia", "Finland"]), 3);
    assert_eq!(columns(vec!["Austria", "Canada", "Costa Rica"]), 1);
    let ministry = "Ministry of Foreign Affairs of Estmark";
    assert_eq!(columns(vec![ministry, "Austria", "Canada", "Costa Rica"]), 2);
    let long =
        "Ministry of Foreign Affairs, Trade, Development and Digital Policy of the Republic of Estmark";
    assert_eq!(columns(vec![long, "Austria", "Canada", "Costa Rica", &"Norwick and ".repeat(30)]), 1);
}

#[test]
fn a_number_that_is_too_wide_stands_before_its_text() {
    let number = "Annex III, part 4";
    let sheet = Sheet { title: "Numbers", body: vec![numbered(number, "Said.")], ..Sheet::default() };
    assert_eq!(hear(&pdf(&sheet).unwrap()).texts, ["Numbers", "Annex III, part 4 Said."]);
    let composed = compose(&sheet, "en", false).unwrap();
    assert_eq!(composed.pages[0].last().unwrap().1.pieces.len(), 1);
}
