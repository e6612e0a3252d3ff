//! Pasted text.

use crate::blocks::{Block, paragraphs};
use crate::text::Part;

/// Lines of wrapped text are no longer than this. In a run of lines of which one is, each line is a paragraph.
const LONGEST_WRAPPED: usize = 200;

/// The paragraphs of a pasted text. Empty lines part them; where there are none, each line is one. Lines that were wrapped
/// are joined. What stands before a paragraph ("1", "1.", "(1)", "A.", "- A", "(a)") is taken off and tells its part:
///
/// - a number: preamble before the line that ends with a colon and has no number ("We … dedicate ourselves to:"), and
///   operative after it; where there is no such line, preamble if it ends with a comma, as such paragraphs do;
/// - a letter: a recommendation; a dash or a dot alone: likewise, but preamble where numbers would be preamble;
/// - nothing: a heading. Where no paragraph has a number, the first line without a full stop and what ends with a colon are
///   headings, and the others are what numbers would make them.
///
/// A number or letter without a dot or brackets counts only where it goes on from the one before, or where the next one
/// follows: "2 Recalling" after "1 Noting", but not "5 countries" or "A coalition".
pub fn read_plain(text: &str) -> Vec<(Part, String)> {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{B}', '\u{2028}'], "\n");
    let text = text.replace(['\u{2029}', '\u{C}'], "\n\n");
    let text = text.trim();
    let parted = text.lines().any(|line| line.trim().is_empty());
    let mut runs: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        if line.trim().is_empty() || !parted {
            runs.push(Vec::new());
        }
        if let Some(run) = runs.last_mut().filter(|_| !line.trim().is_empty()) {
            run.push(line);
        }
    }
    let is_long = |line: &&str| line.chars().count() > LONGEST_WRAPPED;
    let blocks = runs.into_iter().flat_map(|run| {
        if run.iter().any(is_long) {
            run.into_iter().map(|line| Block::of(vec![line.to_owned()])).collect()
        } else {
            vec![Block::of(run.into_iter().map(str::to_owned).collect())]
        }
    });
    paragraphs(blocks.collect())
}
