//! From words to lines: as many as the measure holds, each with its runs where they are seen. All lengths are of a letter
//! of size 1.

use krilla::text::KrillaGlyph;
use unicode_bidi::{BidiInfo, Level};

use crate::Fault;
use crate::faces::{Coverage, is_tall, is_thickened};
use crate::shape::{Shaped, Shaper};
use crate::words::{Manner, Piece, typed};

/// Glyphs of one font, side by side.
#[derive(Debug)]
pub(crate) struct Run {
    /// From the left end of its line.
    pub x: f32,
    pub cut: usize,
    /// Whether it has to be drawn bolder than the font is.
    pub thick: bool,
    /// With places in the text of the line.
    pub glyphs: Vec<KrillaGlyph>,
}

/// A line, in the order in which it is read.
#[derive(Debug)]
pub(crate) struct Line {
    pub text: String,
    pub runs: Vec<Run>,
    /// Without the spaces at its end, which hang over.
    pub width: f32,
    pub rtl: bool,
    /// Whether its letters need more room.
    pub tall: bool,
}

/// What sets texts of one sheet.
pub(crate) struct Setter {
    fonts: Coverage,
    shaper: Shaper,
    rtl: bool,
}

/// A piece with its glyphs.
struct Part {
    piece: Piece,
    shaped: Shaped,
}

impl Setter {
    pub(crate) fn new(language: &str, rtl: bool) -> Self {
        Self { fonts: Coverage::new(), shaper: Shaper::new(language), rtl }
    }

    /// The lines of a text, none wider than the measure.
    pub(crate) fn lines(&mut self, text: &str, bold: bool, measure: f32) -> Result<Vec<Line>, Fault> {
        self.set(text, Manner { bold, rtl: self.rtl, followed: false }, measure)
    }

    /// The same for what stands before something else.
    pub(crate) fn before(&mut self, text: &str, bold: bool, measure: f32) -> Result<Vec<Line>, Fault> {
        self.set(text, Manner { bold, rtl: self.rtl, followed: true }, measure)
    }

    fn set(&mut self, text: &str, manner: Manner, measure: f32) -> Result<Vec<Line>, Fault> {
        let mut lines = Vec::new();
        for typed in typed(text, manner, &self.fonts)? {
            let mut line: Vec<Part> = Vec::new();
            let mut width = 0.0;
            for word in typed.words {
                for part in self.fitting(word, measure) {
                    if !line.is_empty() && width + seen(&part) > measure {
                        lines.push(ordered(std::mem::take(&mut line), typed.level, manner.bold));
                        width = 0.0;
                    }
                    width += part.iter().map(|one| one.shaped.width).sum::<f32>();
                    line.extend(part);
                }
            }
            if !line.is_empty() {
                lines.push(ordered(line, typed.level, manner.bold));
            }
        }
        // A line of joiners alone shows nothing.
        lines.retain(|line| !line.runs.is_empty());
        Ok(lines)
    }

    /// A word as it is, or what is too long for a line in parts that are not.
    fn fitting(&mut self, word: Vec<Piece>, measure: f32) -> Vec<Vec<Part>> {
        let whole: Vec<Part> = word.into_iter().map(|piece| self.shaped(piece)).collect();
        if seen(&whole) <= measure {
            return vec![whole];
        }
        let mut parts = Vec::new();
        for part in whole {
            let mut from = 0;
            for end in ends(&part, measure) {
                let text = part.piece.text.get(from..end).unwrap_or_default().to_owned();
                parts.push(vec![self.shaped(Piece { text, ..part.piece.clone() })]);
                from = end;
            }
        }
        parts
    }

    fn shaped(&mut self, piece: Piece) -> Part {
        let shaped = self.shaper.shape(&piece.text, piece.cut, piece.script, piece.level.is_rtl());
        Part { piece, shaped }
    }
}

/// The width of what can be seen: without the spaces at the end.
fn seen(parts: &[Part]) -> f32 {
    let spaces = parts.iter().rev().take_while(|part| part.piece.space).count();
    parts.iter().take(parts.len() - spaces).map(|part| part.shaped.width).sum()
}

/// Where to break what has no place to break, so that each part fits; the last is its end.
fn ends(part: &Part, measure: f32) -> Vec<usize> {
    let mut clusters: Vec<(usize, usize, f32)> =
        part.shaped.glyphs.iter().map(|g| (g.text_range.start, g.text_range.end, g.x_advance)).collect();
    clusters.sort_by_key(|(start, ..)| *start);
    let (mut ends, mut width, mut last) = (Vec::new(), 0.0, 0);
    for (start, _, advance) in clusters {
        if start > last && width + advance > measure {
            ends.push(start);
            (width, last) = (0.0, start);
        }
        width += advance;
    }
    ends.push(part.piece.text.len());
    ends
}

/// Glyphs in the order in which they are read: a document is heard in the order in which it is written. What goes from
/// left to right is written as it is; from right to left every letter is written by itself.
fn in_reading_order(shaped: Shaped, rtl: bool) -> Vec<Shaped> {
    if !rtl {
        return vec![shaped];
    }
    let letters = shaped.glyphs.chunk_by(|a, b| a.text_range == b.text_range).rev();
    let letter = |glyphs: &[KrillaGlyph]| Shaped {
        width: glyphs.iter().map(|glyph| glyph.x_advance).sum(),
        glyphs: glyphs.to_vec(),
    };
    letters.map(letter).collect()
}

/// A line with its runs where they are seen, by the rules L1 and L2 of Unicode's bidirectional algorithm.
fn ordered(parts: Vec<Part>, base: Level, bold: bool) -> Line {
    let width = seen(&parts);
    let spaces = parts.iter().rev().take_while(|part| part.piece.space).count();
    let mut line = Line { text: String::new(), runs: Vec::new(), width, rtl: base.is_rtl(), tall: false };
    let solid = parts.len() - spaces;
    let mut levels: Vec<Level> = Vec::new();
    let mut widths: Vec<f32> = Vec::new();
    for (at, part) in parts.into_iter().enumerate() {
        let Part { piece, shaped } = part;
        let level = if at < solid { piece.level } else { base };
        let start = line.text.len();
        line.text.push_str(&piece.text);
        line.tall |= is_tall(piece.cut);
        for mut shaped in in_reading_order(shaped, level.is_rtl()) {
            for glyph in &mut shaped.glyphs {
                glyph.text_range = start + glyph.text_range.start..start + glyph.text_range.end;
            }
            match (line.runs.last_mut(), levels.last(), widths.last_mut()) {
                (Some(run), Some(before), Some(sum))
                    if run.cut == piece.cut && *before == level && level.is_ltr() =>
                {
                    run.glyphs.append(&mut shaped.glyphs);
                    *sum += shaped.width;
                }
                _ => {
                    let thick = is_thickened(piece.cut, bold);
                    line.runs.push(Run { x: 0.0, cut: piece.cut, thick, glyphs: shaped.glyphs });
                    levels.push(level);
                    widths.push(shaped.width);
                }
            }
        }
    }
    let full: f32 = widths.iter().sum();
    let mut x = if base.is_rtl() { width - full } else { 0.0 };
    for at in BidiInfo::reorder_visual(&levels) {
        if let (Some(run), Some(width)) = (line.runs.get_mut(at), widths.get(at)) {
            run.x = x;
            x += width;
        }
    }
    line.runs.retain(|run| !run.glyphs.is_empty());
    line
}
