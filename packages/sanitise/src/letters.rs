//! Words of annotations and form fields, written as outlines: letters that no font has are told.

use hayro::hayro_syntax::object::{self, Dict, Stream};
use hayro::kurbo::Rect;
use pdf_writer::{Content, Name, Str};
use skrifa::{DrawMemory, PathSink, ScalerFont};

use super::fonts::{Fonts, blank, joins};
use super::strokes::{fill_colour, rectangle, small};

/// The most characters of one text that are laid out.
const MOST: usize = 20_000;

/// How words are set.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    /// Points; 0: as large as fits.
    pub(super) size: f32,
    pub(super) colour: Vec<f32>,
    pub(super) bold: bool,
    /// 0 left, 1 in the middle, 2 right.
    pub(super) aligned: i32,
    /// Runs on in the next line, from the top; else one line in the middle of the height.
    pub(super) wraps: bool,
    /// So many cells of one letter each.
    pub(super) cells: Option<u16>,
}

impl Words {
    /// As a default appearance says it: `/Helv 12 Tf 0 g`.
    pub(super) fn styled(appearance: &[u8], aligned: i32) -> Self {
        let mut words = Self { colour: vec![0.0], aligned, ..Self::default() };
        let text = String::from_utf8_lossy(appearance);
        let mut before: Vec<f32> = Vec::new();
        for token in text.split_ascii_whitespace() {
            if let Ok(number) = token.parse::<f32>() {
                before.push(number);
                continue;
            }
            match (token, before.as_slice()) {
                ("Tf", [.., size]) => words.size = if size.is_finite() { size.abs() } else { 0.0 },
                ("g", [.., grey]) => words.colour = vec![*grey],
                ("rg", [.., red, green, blue]) => words.colour = vec![*red, *green, *blue],
                ("k", [.., cyan, magenta, yellow, black]) => {
                    words.colour = vec![*cyan, *magenta, *yellow, *black];
                }
                (name, _) if name.starts_with('/') => {
                    words.bold = name.contains("Bold") || name.ends_with("Bo");
                }
                _ => {}
            }
            before.clear();
        }
        words
    }
}

/// Puts letters on a page.
pub(super) struct Letters<'a> {
    pub(super) fonts: &'a Fonts,
}

/// A part of the height of a letter, of its size.
const ASCENT: f32 = 0.8;
const LINE: f32 = 1.2;

impl Letters<'_> {
    /// The width of a letter of size 1.
    fn advance(&self, letter: char, bold: bool) -> f32 {
        let face = self.fonts.face_for(letter, bold);
        let width = face.and_then(|face| {
            self.fonts.with(face, |font| {
                let glyph = font.charmap().map_unicode(letter)?;
                Some(font.glyph_metrics().h_advance(glyph) / f32::from(font.units_per_em()))
            })
        });
        width.flatten().unwrap_or(0.56)
    }

    fn width(&self, line: &str, bold: bool) -> f32 {
        line.chars().map(|letter| self.advance(letter, bold)).sum()
    }

    /// Writes a text into a place, cut off at its edge. False where letters were missing or could not be joined.
    pub(super) fn write(&self, content: &mut Content, text: &str, room: Rect, words: &Words) -> bool {
        let text: String = text.chars().take(MOST).collect();
        if text.trim().is_empty() || room.width() <= 0.0 || room.height() <= 0.0 {
            return true;
        }
        let (wide, high) = (small(room.width()), small(room.height()));
        let size = self.size(&text, (wide, high), words);
        let lines = if words.wraps { self.wrapped(&text, wide / size, words.bold) } else { one_line(&text) };
        content.save_state();
        rectangle(content, room);
        content.clip_nonzero().end_path();
        fill_colour(content, &words.colour);
        let mut whole = true;
        let mut y = small(room.y1) - size * ASCENT;
        if !words.wraps {
            y = small(room.y0) + (high - size * (ASCENT - 0.1)) / 2.0;
        }
        for line in lines {
            if y < small(room.y0) - size {
                break;
            }
            let line = visual(&line);
            if let Some(cells) = words.cells {
                let cell = wide / f32::from(cells.max(1));
                let mut x = small(room.x0);
                for letter in line.chars() {
                    let inset = (cell - self.advance(letter, words.bold) * size) / 2.0;
                    whole &= self.letter(content, letter, (x + inset, y, size), words.bold);
                    x += cell;
                }
            } else {
                let free = wide - self.width(&line, words.bold) * size;
                let mut x = small(room.x0)
                    + match words.aligned {
                        1 => free / 2.0,
                        2 => free,
                        _ => 0.0,
                    };
                for letter in line.chars() {
                    whole &= self.letter(content, letter, (x, y, size), words.bold);
                    x += self.advance(letter, words.bold) * size;
                }
            }
            y -= size * LINE;
        }
        content.restore_state();
        whole
    }

    fn size(&self, text: &str, (wide, high): (f32, f32), words: &Words) -> f32 {
        if words.size > 0.0 {
            return words.size.clamp(1.0, 500.0);
        }
        if words.wraps {
            return 12.0_f32.min(high / LINE).max(4.0);
        }
        let width = self.width(text, words.bold).max(0.01);
        (high * 0.7).min(wide / width).clamp(4.0, 100.0)
    }

    fn wrapped(&self, text: &str, wide: f32, bold: bool) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.replace("\r\n", "\n").split(['\n', '\r', '\u{2028}', '\u{2029}']) {
            let (mut line, mut used) = (String::new(), 0.0);
            for word in paragraph.split_inclusive(' ') {
                let width = self.width(word.trim_end(), bold);
                if used + width > wide && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                for letter in word.chars() {
                    let width = self.advance(letter, bold);
                    if used + width > wide && !line.is_empty() && letter != ' ' {
                        lines.push(std::mem::take(&mut line));
                        used = 0.0;
                    }
                    line.push(letter);
                    used += width;
                }
            }
            lines.push(line);
        }
        lines
    }

    /// Draws one letter. False where it is missing, or not as it is written among others.
    fn letter(&self, content: &mut Content, letter: char, (x, y, size): (f32, f32, f32), bold: bool) -> bool {
        if blank(letter) {
            return true;
        }
        let Some(face) = self.fonts.face_for(letter, bold) else {
            return built_in(content, letter, (x, y, size));
        };
        let mut path = Path { content, x, y, scale: size / 1000.0, last: (0.0, 0.0), open: false };
        let drawn = self.fonts.with(face, |font| {
            let glyph = font.charmap().map_unicode(letter)?;
            let scaler = ScalerFont::unhinted(font.clone(), Some(1000.0));
            scaler.outline(glyph)?.draw(DrawMemory::Scratch, &mut path).ok().map(drop)
        });
        path.content.fill_nonzero();
        drawn.flatten().is_some() && !joins(letter)
    }
}

/// By the font that the renderer has built in: the letters of Western Europe.
fn built_in(content: &mut Content, letter: char, (x, y, size): (f32, f32, f32)) -> bool {
    let Some(byte) = u8::try_from(u32::from(letter)).ok().filter(|byte| !(0x7F..0xA0).contains(byte)) else {
        return false;
    };
    content.begin_text().set_font(Name(b"Helv"), size).next_line(x, y).show(Str(&[byte])).end_text();
    true
}

/// An outline that becomes operators.
struct Path<'c> {
    content: &'c mut Content,
    x: f32,
    y: f32,
    scale: f32,
    last: (f32, f32),
    open: bool,
}

impl Path<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y + y * self.scale)
    }
}

impl PathSink for Path<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (to_x, to_y) = self.at(x, y);
        self.content.move_to(to_x, to_y);
        (self.last, self.open) = ((x, y), true);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        if self.open {
            let (to_x, to_y) = self.at(x, y);
            self.content.line_to(to_x, to_y);
            self.last = (x, y);
        }
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (from_x, from_y) = self.last;
        let third = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
        self.curve_to(third(from_x, cx), third(from_y, cy), third(x, cx), third(y, cy), x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        if self.open {
            let ((x1, y1), (x2, y2), (x3, y3)) = (self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
            self.content.cubic_to(x1, y1, x2, y2, x3, y3);
            self.last = (x, y);
        }
    }

    fn close(&mut self) {
        if self.open {
            self.content.close_path();
        }
    }
}

fn one_line(text: &str) -> Vec<String> {
    vec![text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()]
}

/// A line from left to right as it is seen: what runs from the right is turned, numbers in it are not.
fn visual(line: &str) -> String {
    let right = |letter: char| matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    if !line.chars().any(right) {
        return line.to_owned();
    }
    let letters: Vec<char> = line.chars().collect();
    let turned = |letter: &char| right(*letter) || !letter.is_alphanumeric();
    let mut out = String::new();
    for run in letters.chunk_by(|a, b| turned(a) == turned(b)).rev() {
        if run.first().is_some_and(turned) {
            out.extend(run.iter().rev());
        } else {
            out.extend(run);
        }
    }
    out
}

/// A text string or text stream.
pub(super) fn text_of(dict: &Dict<'_>, key: &[u8]) -> String {
    if let Some(text) = dict.get::<object::String<'_>>(key) {
        return decoded(text.as_bytes());
    }
    let stream = dict.get::<Stream<'_>>(key);
    stream.and_then(|stream| stream.decoded_data().ok().map(|bytes| decoded(&bytes))).unwrap_or_default()
}

/// A default appearance.
pub(super) fn style_of(dict: &Dict<'_>) -> Vec<u8> {
    let text = dict.get::<object::String<'_>>(b"DA");
    text.map(|text| text.as_bytes().to_vec()).unwrap_or_default()
}

/// The characters from 0x18 and from 0x80 on in the encoding of PDF that are not those of Latin-1.
const LOW: &str = "˘ˇˆ˙˝˛˚˜";
const HIGH: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{FFFD}€";

pub(super) fn decoded(bytes: &[u8]) -> String {
    let pairs = |rest: &[u8], order: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.as_chunks::<2>().0.iter().map(|pair| order(*pair)).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => pairs(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => pairs(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes
            .iter()
            .map(|byte| match byte {
                0x18..=0x1F => LOW.chars().nth(usize::from(byte - 0x18)).unwrap_or(' '),
                0x80..=0xA0 => HIGH.chars().nth(usize::from(byte - 0x80)).unwrap_or(' '),
                other => char::from(*other),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_document_is_read_in_each_of_its_encodings() {
        assert_eq!(decoded(b"\xFE\xFF\x04\x1F\x04\x40"), "Пр");
        assert_eq!(decoded(b"\xFF\xFE\x1F\x04"), "П");
        assert_eq!(decoded("\u{FEFF}é".as_bytes()), "é");
        assert_eq!(decoded(b"caf\xE9 \x80 \xA0"), "café • €");
    }

    #[test]
    fn a_style_is_read() {
        let words = Words::styled(b"/Helv 20 Tf 1 0 0 rg", 1);
        let close = |size: f32, meant: f32| (size - meant).abs() < f32::EPSILON;
        assert!(close(words.size, 20.0) && words.colour == [1.0, 0.0, 0.0]);
        assert!(close(Words::styled(b"junk Tf", 0).size, 0.0));
    }

    #[test]
    fn what_runs_from_the_right_is_turned() {
        assert_eq!(visual("abc 12"), "abc 12");
        assert_eq!(visual("שלום 12"), "12 םולש");
    }
}
