//! Originals and copies, looked at through the eyes of another renderer (poppler): what is covered stays covered, no ink
//! is lost, and none appears.

use std::path::{Path, PathBuf};
use std::process::Command;

use sanitise::Refusal;

use super::drawing::{fonts_are_there, unembedded};
use super::{copy, papers};

/// A page in grey, at 75 dots per inch.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// Pixels on a side of what is compared.
const CELL: usize = 8;

/// Below this a cell is dark.
const DARK: u32 = 90;

impl Grey {
    /// Of a file as poppler writes it: `P5 width height 255`, a blank, the pixels.
    fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap();
        let mut words = Vec::new();
        let mut at = 0;
        while words.len() < 4 {
            let end = at + bytes[at..].iter().position(u8::is_ascii_whitespace).unwrap();
            words.push(std::str::from_utf8(&bytes[at..end]).unwrap().to_owned());
            at = end + 1;
        }
        let number = |word: usize| words[word].parse().unwrap();
        Self { width: number(1), height: number(2), pixels: bytes[at..].to_vec() }
    }

    /// The mean of each cell and its darkest pixel; white where there is nothing.
    fn cells(&self) -> Vec<Vec<(u32, u8)>> {
        let cell = |left: usize, top: usize| {
            let rows = (top..(top + CELL).min(self.height))
                .map(|y| &self.pixels[y * self.width + left..y * self.width + (left + CELL).min(self.width)]);
            let all: Vec<u8> = rows.flatten().copied().collect();
            let sum: u32 = all.iter().map(|pixel| u32::from(*pixel)).sum();
            (sum / u32::try_from(all.len()).unwrap(), all.iter().copied().min().unwrap())
        };
        (0..self.height)
            .step_by(CELL)
            .map(|top| (0..self.width).step_by(CELL).map(|left| cell(left, top)).collect())
            .collect()
    }
}

/// The pages of a document.
fn drawn(name: &str, document: &[u8]) -> Vec<Grey> {
    let folder = crate::support::folder();
    let file = folder.path().join("document.pdf");
    std::fs::write(&file, document).unwrap();
    let ran = Command::new("pdftoppm")
        .args(["-r", "75", "-gray", "-cropbox"])
        .arg(&file)
        .arg(folder.path().join("page"))
        .output()
        .unwrap();
    assert!(ran.status.success(), "{name}: {}", String::from_utf8_lossy(&ran.stderr));
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "pgm"))
        .collect();
    pages.sort();
    pages.iter().map(|page| Grey::read(page)).collect()
}

/// How many cells of two pages differ in a way that matters, and how many have ink at all.
#[derive(Debug, Default, PartialEq, Eq)]
struct Compared {
    uncovered: usize,
    lost: usize,
    added: usize,
    inked: usize,
}

fn compared(original: &Grey, copy: &Grey) -> Compared {
    let (before, after) = (original.cells(), copy.cells());
    // A letter may lie a little beside its place.
    let around = |cells: &[Vec<(u32, u8)>], x: usize, y: usize| -> Vec<(u32, u8)> {
        let rows = &cells[y.saturating_sub(1)..(y + 2).min(cells.len())];
        rows.iter()
            .flat_map(|row| row[x.saturating_sub(1).min(row.len())..(x + 2).min(row.len())].to_vec())
            .collect()
    };
    let mut told = Compared::default();
    for y in 0..before.len().min(after.len()) {
        for x in 0..before[y].len().min(after[y].len()) {
            let (near_before, near_after) = (around(&before, x, y), around(&after, x, y));
            let ((mean, darkest), (now, _)) = (before[y][x], after[y][x]);
            if near_before.iter().all(|(mean, _)| *mean < DARK) && now >= DARK + 40 {
                told.uncovered += 1;
            }
            if darkest < 128 && mean < 235 {
                told.inked += 1;
                told.lost += usize::from(near_after.iter().all(|(mean, _)| *mean > 250));
            }
            told.added += usize::from(now < 215 && near_before.iter().all(|(mean, _)| *mean > 252));
        }
    }
    told
}

fn has_poppler() -> bool {
    let there = Command::new("pdftoppm").arg("-v").output().is_ok();
    if !there {
        eprintln!("skipped: poppler-utils is not installed");
    }
    there
}

/// Says what is wrong with the copy of a document that does not say so itself.
fn faults(name: &str, original: &[u8]) -> Vec<String> {
    let copied = match copy(original) {
        Ok(copied) => copied,
        Err(refusal) => {
            assert!(
                matches!(refusal, Refusal::Encrypted | Refusal::Damaged | Refusal::UnknownKind),
                "{name}: {refusal}"
            );
            return Vec::new();
        }
    };
    let (before, after) = (drawn(name, original), drawn(name, &copied.bytes));
    let mut faults = Vec::new();
    if before.len() != after.len() {
        faults.push(format!("{name}: {} pages, and {}", before.len(), after.len()));
    }
    for (number, (before, after)) in before.iter().zip(&after).enumerate() {
        let told = compared(before, after);
        let sizes = before.width.abs_diff(after.width).max(before.height.abs_diff(after.height));
        // A font in the place of another has letters of other widths: a few cells.
        let few = 2 + told.inked / 50;
        let incomplete = copied.made.shortfalls.iter().any(|one| one.page().is_some());
        let wrong = told.uncovered > 0 || told.added > few || (told.lost > few && !incomplete) || sizes > 2;
        if wrong {
            faults.push(format!("{name}, page {number}: {told:?}, {:?}", copied.made.shortfalls));
        }
    }
    faults
}

/// A page of 300 by 200 points with a line of words and an annotation over it.
fn annotated(annotation: &str) -> Vec<u8> {
    let content = b"BT /F 20 Tf 40 100 Td (ANNA MIRZA, MINSK) Tj ET 0 g 20 20 50 50 re f";
    let font =
        papers::object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
    let keys =
        format!("/Resources << /Font << /F 5 0 R >> >> /Annots [<< /Type /Annot /F 4 {annotation} >>]");
    papers::page("0 0 300 200", &keys, content, &[font])
}

#[test]
fn what_another_renderer_sees_in_the_original_it_sees_in_the_copy() {
    if !has_poppler() {
        return;
    }
    let over = "/Rect [35 92 250 122]";
    let mut documents = vec![
        ("nothing".to_owned(), annotated("/Subtype /Popup /Rect [0 0 9 9]")),
        ("telling".to_owned(), papers::telling()),
        ("blank".to_owned(), papers::blank()),
    ];
    for annotation in [
        format!("/Subtype /Square {over} /IC [0 0 0] /C [0 0 0]"),
        format!("/Subtype /Square {over} /C [0 0 0] /BS << /W 3 >>"),
        format!("/Subtype /Circle {over} /IC [0 0 0] /C [0 0 0]"),
        format!("/Subtype /Line {over} /L [40 107 240 107] /C [0 0 0] /BS << /W 16 >>"),
        format!("/Subtype /Ink {over} /InkList [[40 107 240 107]] /C [0 0 0] /BS << /W 16 >>"),
        format!("/Subtype /Polygon {over} /Vertices [40 95 245 95 245 120 40 120] /IC [0 0 0] /C [0 0 0]"),
        format!("/Subtype /PolyLine {over} /Vertices [40 107 240 107] /C [0 0 0] /BS << /W 12 >>"),
        format!("/Subtype /Highlight {over} /C [1 1 0] /QuadPoints [35 122 250 122 35 92 250 92]"),
        format!("/Subtype /Highlight {over} /C [0 0 0] /QuadPoints [35 122 250 122 35 92 250 92]"),
        format!("/Subtype /Underline {over} /C [0 0 0] /QuadPoints [35 122 250 122 35 92 250 92]"),
        format!("/Subtype /StrikeOut {over} /C [0 0 0] /QuadPoints [35 122 250 122 35 92 250 92]"),
        format!("/Subtype /FreeText {over} /C [0 0 0] /DA (/Helv 14 Tf 1 g) /Contents (REDACTED)"),
        format!(
            "/Subtype /FreeText {over} /C [1 1 1] /DA (/Helv 14 Tf 0 g) /Contents (Words in their place)"
        ),
        format!("/Subtype /Link {over} /Border [0 0 3] /C [0 0 0]"),
        format!("/Subtype /Link {over}"),
    ] {
        documents.push((annotation.clone(), annotated(&annotation)));
    }
    let faults: Vec<String> = documents.iter().flat_map(|(name, document)| faults(name, document)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_another_renderer_sees_in_collected_documents_it_sees_in_their_copies() {
    let folder =
        std::env::var_os("ENTENTE_TEST_FILES").map_or_else(|| "../shared/data".into(), PathBuf::from);
    if !has_poppler() {
        return;
    }
    if !folder.is_dir() {
        eprintln!("skipped: no collected files; name their folder by ENTENTE_TEST_FILES");
        return;
    }
    let mut found = Vec::new();
    for part in ["pdf", "dirty-files"] {
        let mut paths: Vec<_> = std::fs::read_dir(folder.join(part))
            .into_iter()
            .flatten()
            .map(|one| one.unwrap().path())
            .collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "pdf"));
        paths.sort();
        for path in paths {
            found.extend(faults(path.file_name().unwrap().to_str().unwrap(), &std::fs::read(&path).unwrap()));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The other renderer lays letters without widths upon each other too; so it is asked about the same words with widths.
#[test]
fn letters_without_widths_stand_where_another_renderer_puts_them_with_widths() {
    if !has_poppler() || !fonts_are_there() {
        return;
    }
    for (names, widths) in [
        ("/afii10033 /afii10082 /afii10074 /afii10067 /afii10070 /afii10084", "719 556 559 531 556 458"),
        ("/alpha /beta /gamma /delta /epsilon /zeta", "578 576 500 556 446 441"),
    ] {
        let with = format!("/FirstChar 65/LastChar 70/Widths[{widths}]");
        let first = |document: &[u8]| drawn(names, document).into_iter().next().unwrap();
        let copied = copy(&unembedded(names, "ABCDEF", "")).unwrap();
        assert!(copied.made.shortfalls.is_empty(), "{names}: {:?}", copied.made.shortfalls);
        let (before, after) = (first(&unembedded(names, "ABCDEF", &with)), first(&copied.bytes));
        let told = compared(&before, &after);
        assert!(told.inked > 10 && told.lost + told.added <= 2, "{names}: {told:?}");
        let upon = compared(&before, &first(&unembedded(names, "ABCDEF", "")));
        assert!(upon.lost > 5, "the comparison sees it: {upon:?}");
    }
}

/// The comparison sees what it is there to see.
#[test]
fn a_box_that_is_gone_and_a_word_that_is_lost_are_seen() {
    if !has_poppler() {
        return;
    }
    let covered = annotated("/Subtype /Square /Rect [35 92 250 122] /IC [0 0 0] /C [0 0 0]");
    let open = annotated("/Subtype /Popup /Rect [0 0 9 9]");
    let blank = papers::page("0 0 300 200", "", b"", &[]);
    let first = |document: &[u8]| drawn("made", document).into_iter().next().unwrap();
    assert!(compared(&first(&covered), &first(&open)).uncovered > 5);
    assert!(compared(&first(&open), &first(&blank)).lost > 5);
    assert!(compared(&first(&blank), &first(&open)).added > 5);
    let same = compared(&first(&covered), &first(&covered));
    assert_eq!((same.uncovered, same.lost, same.added), (0, 0, 0));
}
