//! Form fields that bring no look of their own along: their values, as a viewer fills them in.

use hayro::hayro_syntax::object::{self, Array, Dict, Name, Object, Stream};
use hayro::kurbo;
use pdf_writer::Content;

use super::letters::{Letters, Words, decoded, style_of, text_of};
use super::shapes::Drawn;
use super::strokes::{Border, border, colour, ellipse, fill_colour, line_colour, rectangle, small};

/// How many fields above one are looked through.
const DEEPEST: usize = 32;

const MULTILINE: i32 = 1 << 12;
const PASSWORD: i32 = 1 << 13;
const PUSH: i32 = 1 << 16;
const COMBO: i32 = 1 << 17;
const COMB: i32 = 1 << 24;

/// A field with all that it inherits.
pub(super) struct Field<'a> {
    /// Itself, then those above it, then the form.
    chain: Vec<Dict<'a>>,
}

impl<'a> Field<'a> {
    pub(super) fn new(annotation: &Dict<'a>, form: Option<&Dict<'a>>) -> Self {
        let mut chain = vec![annotation.clone()];
        while let Some(parent) = chain.last().and_then(|last| last.get::<Dict<'a>>(b"Parent")) {
            if chain.len() >= DEEPEST {
                break;
            }
            chain.push(parent);
        }
        chain.extend(form.cloned());
        Self { chain }
    }

    fn holder(&self, key: &[u8]) -> Option<&Dict<'a>> {
        self.chain.iter().find(|dict| dict.contains_key(key))
    }

    fn number(&self, key: &[u8]) -> i32 {
        self.holder(key).and_then(|dict| dict.get::<i32>(key)).unwrap_or(0)
    }

    fn text(&self, key: &[u8]) -> String {
        self.holder(key).map(|dict| text_of(dict, key)).unwrap_or_default()
    }

    pub(super) fn kind(&self) -> Vec<u8> {
        let name = self.holder(b"FT").and_then(|dict| dict.get::<Name<'_>>(b"FT"));
        name.map(|name| name.to_vec()).unwrap_or_default()
    }

    /// Whether the viewer writes its value anew, whatever the look that it brings along.
    pub(super) fn is_written(&self) -> bool {
        matches!(self.kind().as_slice(), b"Tx" | b"Ch")
    }

    /// The state that a check box or radio button is in.
    pub(super) fn state(&self) -> Option<Vec<u8>> {
        let own = self.chain.first()?.get::<Name<'_>>(b"AS");
        let value = || self.holder(b"V").and_then(|dict| dict.get::<Name<'_>>(b"V"));
        own.or_else(value).map(|name| name.to_vec())
    }

    /// Background, border and value.
    pub(super) fn draw(&self, rect: kurbo::Rect, letters: &Letters) -> Option<Drawn> {
        let annotation = self.chain.first()?;
        let mut drawn = Drawn::new(annotation, rect);
        let look = annotation.get::<Dict<'_>>(b"MK").unwrap_or_default();
        let kind = self.kind();
        let round = kind == b"Btn" && sign(&look) == "l" && self.number(b"Ff") & (1 << 15) != 0;
        // Laid out lying, then turned.
        let turned = look.get::<i32>(b"R").unwrap_or(0).rem_euclid(360);
        let room = turn(&mut drawn.content, rect, turned);
        let border = border(annotation, 1.0);
        frame(&mut drawn.content, &look, &border, (room, round));
        let width = if colour(&look, b"BC").is_some() { f64::from(border.width.max(0.0)) } else { 0.0 };
        let inset = (width + 2.0).min(room.width() / 4.0).min(room.height() / 4.0);
        let inner = room.inset(-inset);
        let words = Words::styled(&self.appearance(), self.number(b"Q"));
        let whole = match kind.as_slice() {
            b"Tx" => self.text_field(&mut drawn.content, inner, words, letters),
            b"Ch" => self.choice(&mut drawn.content, inner, words, letters),
            b"Btn" => self.button(&mut drawn, (inner, &look), words, letters),
            _ => true,
        };
        drawn.lacks = !whole;
        drawn.content.restore_state();
        Some(drawn)
    }

    fn appearance(&self) -> Vec<u8> {
        self.holder(b"DA").map(style_of).unwrap_or_default()
    }

    fn text_field(&self, content: &mut Content, room: kurbo::Rect, words: Words, letters: &Letters) -> bool {
        let flags = self.number(b"Ff");
        let mut text = self.text(b"V");
        if flags & PASSWORD != 0 {
            text = "*".repeat(text.chars().count());
        }
        let cells =
            u16::try_from(self.number(b"MaxLen")).ok().filter(|cells| flags & COMB != 0 && *cells > 0);
        let words = Words { wraps: flags & MULTILINE != 0, cells, ..words };
        letters.write(content, &text, room, &words)
    }

    /// The text of each choice, and what it is saved as.
    fn options(&self) -> Vec<(String, String)> {
        let options = self.holder(b"Opt").and_then(|dict| dict.get::<Array<'_>>(b"Opt"));
        let read = |option: Object<'_>| match option {
            Object::String(text) => Some((decoded(text.as_bytes()), decoded(text.as_bytes()))),
            Object::Array(pair) => {
                let mut texts = pair.iter::<object::String<'_>>();
                let (saved, shown) = (texts.next()?, texts.next()?);
                Some((decoded(shown.as_bytes()), decoded(saved.as_bytes())))
            }
            _ => None,
        };
        options
            .map(|options| options.iter::<Object<'_>>().take(2000).filter_map(read).collect())
            .unwrap_or_default()
    }

    fn chosen(&self) -> Vec<String> {
        let Some(dict) = self.holder(b"V") else { return Vec::new() };
        match dict.get::<Object<'_>>(b"V") {
            Some(Object::Array(many)) => {
                many.iter::<object::String<'_>>().map(|text| decoded(text.as_bytes())).collect()
            }
            _ => vec![text_of(dict, b"V")],
        }
    }

    fn choice(&self, content: &mut Content, room: kurbo::Rect, words: Words, letters: &Letters) -> bool {
        let (options, chosen) = (self.options(), self.chosen());
        if self.number(b"Ff") & COMBO != 0 {
            let value = chosen.first().cloned().unwrap_or_default();
            let shown =
                options.iter().find(|(_, saved)| *saved == value).map_or(value.as_str(), |(shown, _)| shown);
            return letters.write(content, shown, room, &words);
        }
        let size = if words.size > 0.0 { words.size } else { 12.0 };
        let line = f64::from(size) * 1.2;
        let first = usize::try_from(self.number(b"TI")).unwrap_or(0);
        let mut whole = true;
        let mut top = room.y1;
        for (shown, saved) in options.iter().skip(first) {
            if top <= room.y0 {
                break;
            }
            let place = kurbo::Rect::new(room.x0, (top - line).max(room.y0), room.x1, top);
            if chosen.contains(saved) {
                content.set_fill_rgb(0.6, 0.75, 0.85);
                rectangle(content, place);
                content.fill_nonzero();
            }
            whole &= letters.write(content, shown, place, &Words { size, ..words.clone() });
            top -= line;
        }
        whole
    }

    fn button(
        &self,
        drawn: &mut Drawn,
        (room, look): (kurbo::Rect, &Dict<'_>),
        words: Words,
        letters: &Letters,
    ) -> bool {
        if self.number(b"Ff") & PUSH != 0 {
            return pushed(drawn, (room, look), words, letters);
        }
        let content = &mut drawn.content;
        if self.state().is_none_or(|state| state == b"Off") {
            return true;
        }
        fill_colour(content, &words.colour);
        line_colour(content, &words.colour);
        mark(content, &sign(look), room);
        true
    }
}

/// A button's caption and picture, placed as the button says (ISO 32000-2, table 192).
fn pushed(
    drawn: &mut Drawn,
    (room, look): (kurbo::Rect, &Dict<'_>),
    words: Words,
    letters: &Letters,
) -> bool {
    let caption = text_of(look, b"CA");
    let words = Words { aligned: 1, ..words };
    let line = f64::from(if words.size > 0.0 { words.size } else { 12.0 }) * 1.4;
    let line = line.min(room.height() / 2.0);
    let (x, y) = (room.center().x, (room.y0 + line, room.y1 - line));
    let part = |x0, y0, x1, y1| kurbo::Rect::new(x0, y0, x1, y1);
    let beside = [part(room.x0, room.y0, x, room.y1), part(x, room.y0, room.x1, room.y1)];
    let [left, right] = beside;
    // Of the picture, and of the caption.
    let (shown, said) = match look.get::<i32>(b"TP").unwrap_or(0) {
        1 => (Some(room), None),
        2 => (Some(part(room.x0, y.0, room.x1, room.y1)), Some(part(room.x0, room.y0, room.x1, y.0))),
        3 => (Some(part(room.x0, room.y0, room.x1, y.1)), Some(part(room.x0, y.1, room.x1, room.y1))),
        4 => (Some(left), Some(right)),
        5 => (Some(right), Some(left)),
        6 => (Some(room), Some(room)),
        _ => (None, Some(room)),
    };
    if let Some((room, icon)) = shown.zip(look.get::<Stream<'_>>(b"I")) {
        picture(drawn, room, &icon, &look.get::<Dict<'_>>(b"IF").unwrap_or_default());
    }
    said.is_none_or(|room| letters.write(&mut drawn.content, &caption, room, &words))
}

/// Draws a form or a picture into a room, as wide and high as it is told to be.
fn picture(drawn: &mut Drawn, room: kurbo::Rect, icon: &Stream<'_>, fit: &Dict<'_>) {
    let dict = icon.dict();
    let form = dict.get::<Name<'_>>(b"Subtype").is_none_or(|kind| *kind != *b"Image");
    let matrix =
        dict.get::<[f64; 6]>(b"Matrix").filter(|_| form).map_or(kurbo::Affine::IDENTITY, kurbo::Affine::new);
    let area = dict.get::<object::Rect>(b"BBox").filter(|_| form);
    let area = area.map_or(kurbo::Rect::new(0.0, 0.0, 1.0, 1.0), |area| {
        matrix.transform_rect_bbox(kurbo::Rect::new(area.x0, area.y0, area.x1, area.y1).abs())
    });
    let (wide, high) = (room.width() / area.width(), room.height() / area.height());
    if icon.obj_id().obj_number == 0 || !(wide.is_finite() && high.is_finite()) {
        return;
    }
    let name = |key: &[u8]| fit.get::<Name<'_>>(key).map(|name| name.to_vec()).unwrap_or_default();
    let (mut wide, mut high) = match name(b"SW").as_slice() {
        b"N" if form => (1.0, 1.0),
        b"B" if form => (wide.min(1.0), high.min(1.0)),
        b"S" if form => (wide.max(1.0), high.max(1.0)),
        _ => (wide, high),
    };
    if name(b"S") != b"A" {
        (wide, high) = (wide.min(high), wide.min(high));
    }
    // The part of what is left free that lies to the left and below.
    let [left, below] = fit.get::<[f64; 2]>(b"A").unwrap_or([0.5; 2]);
    let x = room.x0 + (room.width() - area.width() * wide) * left - area.x0 * wide;
    let y = room.y0 + (room.height() - area.height() * high) * below - area.y0 * high;
    let content = &mut drawn.content;
    content.save_state();
    rectangle(content, room);
    content.clip_nonzero().end_path();
    content.transform([wide, 0.0, 0.0, high, x, y].map(small));
    content.x_object(pdf_writer::Name(b"I")).restore_state();
    drawn.icon = Some(icon.obj_id());
}

fn sign(look: &Dict<'_>) -> String {
    let sign = text_of(look, b"CA");
    if sign.is_empty() { "4".into() } else { sign }
}

/// Turns what follows by a quarter, a half or three quarters, and says which room it has.
fn turn(content: &mut Content, rect: kurbo::Rect, degrees: i32) -> kurbo::Rect {
    content.save_state();
    let (x0, y0, x1, y1) = (small(rect.x0), small(rect.y0), small(rect.x1), small(rect.y1));
    let lying = kurbo::Rect::new(0.0, 0.0, rect.height(), rect.width());
    let upright = kurbo::Rect::new(0.0, 0.0, rect.width(), rect.height());
    let (matrix, room) = match degrees {
        90 => ([0.0, 1.0, -1.0, 0.0, x1, y0], lying),
        180 => ([-1.0, 0.0, 0.0, -1.0, x1, y1], upright),
        270 => ([0.0, -1.0, 1.0, 0.0, x0, y1], lying),
        _ => ([1.0, 0.0, 0.0, 1.0, x0, y0], upright),
    };
    content.transform(matrix);
    room
}

fn frame(content: &mut Content, look: &Dict<'_>, border: &Border, (room, round): (kurbo::Rect, bool)) {
    let lay =
        |content: &mut Content, room| if round { ellipse(content, room) } else { rectangle(content, room) };
    if let Some(parts) = colour(look, b"BG") {
        fill_colour(content, &parts);
        lay(content, room);
        content.fill_nonzero();
    }
    if let Some(parts) = colour(look, b"BC").filter(|_| border.width > 0.0) {
        line_colour(content, &parts);
        border.set(content);
        let half = f64::from(border.width) / 2.0;
        if border.underlined {
            content.move_to(small(room.x0), small(half)).line_to(small(room.x1), small(half)).stroke();
        } else {
            lay(content, room.inset(-half.min(room.width() / 2.0).min(room.height() / 2.0)));
            content.stroke();
        }
    }
}

/// The signs of the font that forms use for ticks.
fn mark(content: &mut Content, sign: &str, room: kurbo::Rect) {
    let side = room.width().min(room.height());
    let square = kurbo::Rect::from_center_size(room.center(), (side * 0.7, side * 0.7));
    let at = |x: f64, y: f64| (small(square.x0 + x * square.width()), small(square.y0 + y * square.height()));
    let mut way = |points: &[(f64, f64)]| {
        for (number, (x, y)) in points.iter().enumerate() {
            let (x, y) = at(*x, *y);
            if number == 0 {
                content.move_to(x, y)
            } else {
                content.line_to(x, y)
            };
        }
    };
    match sign {
        "l" => {
            ellipse(content, square);
            content.fill_nonzero();
        }
        "u" => {
            way(&[(0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)]);
            content.close_path().fill_nonzero();
        }
        "8" => {
            way(&[(0.0, 0.0), (1.0, 1.0)]);
            way(&[(0.0, 1.0), (1.0, 0.0)]);
            content.set_line_width(small(side * 0.12)).stroke();
        }
        "4" => {
            way(&[(0.0, 0.45), (0.35, 0.0), (1.0, 1.0)]);
            content.set_line_width(small(side * 0.14)).stroke();
        }
        // A square, and what stands for a star.
        _ => {
            rectangle(content, square);
            content.fill_nonzero();
        }
    }
}
