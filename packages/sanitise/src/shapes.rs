//! How annotations look that bring no look of their own along (ISO 32000-2, 12.5.6): as viewers draw them.

use hayro::hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, Rect};
use hayro::kurbo::{self, Point};
use pdf_writer::Content;

use super::letters::{Letters, Words, style_of, text_of};
use super::strokes::{
    along, border, colour, ellipse, fill_colour, line_colour, line_colour_of, paint, points, rectangle, small,
};

/// A drawing, in the page's own coordinates.
pub(super) struct Drawn {
    /// What it reaches.
    pub(super) bounds: kurbo::Rect,
    /// Operators.
    pub(super) content: Content,
    /// How opaque it is.
    pub(super) opacity: f32,
    /// Whether it darkens what lies below, as a highlighter does.
    pub(super) multiplies: bool,
    /// Characters were missing.
    pub(super) lacks: bool,
    /// What the operators call `/I`.
    pub(super) icon: Option<ObjectIdentifier>,
}

impl Drawn {
    pub(super) fn new(annotation: &Dict<'_>, rect: kurbo::Rect) -> Self {
        let opacity = annotation.get::<f32>(b"CA").unwrap_or(1.0).clamp(0.0, 1.0);
        Self { bounds: rect, content: Content::new(), opacity, multiplies: false, lacks: false, icon: None }
    }

    pub(super) fn reach(&mut self, point: Point, around: f64) {
        let there = kurbo::Rect::new(point.x - around, point.y - around, point.x + around, point.y + around);
        self.bounds = self.bounds.union(there);
    }
}

/// The rectangle of an annotation, upright.
pub(super) fn rect_of(annotation: &Dict<'_>) -> Option<kurbo::Rect> {
    let rect = annotation.get::<Rect>(b"Rect")?;
    let rect = kurbo::Rect::new(rect.x0, rect.y0, rect.x1, rect.y1).abs();
    (rect.is_finite() && rect.width() > 0.0 && rect.height() > 0.0).then_some(rect)
}

/// Draws an annotation of one of the kinds that are drawn here; nothing where it is of none.
pub(super) fn draw(annotation: &Dict<'_>, kind: &[u8], letters: &Letters) -> Option<Drawn> {
    // Lines reach as far as their points do, whatever the rectangle says.
    let nowhere = kurbo::Rect::new(f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
    let rect = rect_of(annotation);
    let drawn = Drawn::new(annotation, rect.unwrap_or(nowhere));
    match kind {
        b"Line" | b"Polygon" | b"PolyLine" | b"Ink" | b"Highlight" | b"Underline" | b"StrikeOut"
        | b"Squiggly" => {}
        _ if rect.is_none() => return None,
        _ => {}
    }
    match kind {
        b"Square" | b"Circle" => Some(shape(drawn, annotation, kind == b"Circle")),
        b"Line" => line(drawn, annotation),
        b"Polygon" | b"PolyLine" => {
            let points = points(&annotation.get::<Array<'_>>(b"Vertices")?);
            Some(lines(drawn, annotation, &[points], kind == b"Polygon"))
        }
        b"Ink" => {
            let strokes: Vec<_> = annotation
                .get::<Array<'_>>(b"InkList")?
                .iter::<Array<'_>>()
                .map(|one| points(&one))
                .collect();
            Some(lines(drawn, annotation, &strokes, false))
        }
        b"Highlight" | b"Underline" | b"StrikeOut" | b"Squiggly" => Some(markup(drawn, annotation, kind)),
        b"FreeText" => Some(free_text(drawn, annotation, letters)),
        b"Text" | b"FileAttachment" | b"Sound" => Some(icon(drawn, annotation)),
        _ => None,
    }
}

/// The border of a link. Viewers draw none where none is given, though the standard gives it one.
pub(super) fn link(annotation: &Dict<'_>) -> Option<Drawn> {
    let rect = rect_of(annotation)?;
    let border = border(annotation, 0.0);
    let line = line_colour_of(annotation)?;
    if border.width <= 0.0 {
        return None;
    }
    let mut drawn = Drawn::new(annotation, rect);
    line_colour(&mut drawn.content, &line);
    border.set(&mut drawn.content);
    if border.underlined {
        let y = small(rect.y0) + border.width / 2.0;
        drawn.content.move_to(small(rect.x0), y).line_to(small(rect.x1), y);
    } else {
        let half = f64::from(border.width) / 2.0;
        rectangle(&mut drawn.content, rect.inset(-half.min(rect.width() / 2.0).min(rect.height() / 2.0)));
    }
    drawn.content.stroke();
    Some(drawn)
}

/// The rectangle filled, so that what it covers stays covered.
pub(super) fn covered(annotation: &Dict<'_>, rect: kurbo::Rect) -> Drawn {
    let mut drawn = Drawn::new(annotation, rect);
    drawn.opacity = 1.0;
    drawn.content.set_fill_gray(0.2);
    rectangle(&mut drawn.content, rect);
    drawn.content.fill_nonzero();
    drawn
}

/// What is left of the rectangle within the differences that are given.
fn inner(annotation: &Dict<'_>, rect: kurbo::Rect) -> kurbo::Rect {
    let Some(by) = annotation.get::<[f64; 4]>(b"RD") else { return rect };
    let [left, bottom, right, top] = by.map(|one| one.max(0.0));
    let inner = kurbo::Rect::new(rect.x0 + left, rect.y0 + bottom, rect.x1 - right, rect.y1 - top);
    if inner.x1 > inner.x0 && inner.y1 > inner.y0 { inner } else { rect }
}

fn shape(mut drawn: Drawn, annotation: &Dict<'_>, round: bool) -> Drawn {
    let border = border(annotation, 1.0);
    let (line, fill) = (line_colour_of(annotation), colour(annotation, b"IC"));
    let half = f64::from(border.width.max(0.0)) / 2.0;
    let rect = inner(annotation, drawn.bounds);
    let within = rect.inset(-half.min(rect.width() / 2.0).min(rect.height() / 2.0));
    let content = &mut drawn.content;
    border.set(content);
    fill_colour(content, fill.as_deref().unwrap_or_default());
    line_colour(content, line.as_deref().unwrap_or_default());
    if round {
        ellipse(content, within);
    } else {
        rectangle(content, within);
    }
    paint(content, fill.is_some(), line.is_some() && border.width > 0.0);
    drawn
}

fn lines(mut drawn: Drawn, annotation: &Dict<'_>, strokes: &[Vec<Point>], closed: bool) -> Drawn {
    let border = border(annotation, 1.0);
    let line = line_colour_of(annotation);
    let fill = if closed { colour(annotation, b"IC") } else { None };
    border.set(&mut drawn.content);
    fill_colour(&mut drawn.content, fill.as_deref().unwrap_or_default());
    line_colour(&mut drawn.content, line.as_deref().unwrap_or_default());
    for points in strokes {
        for point in points {
            drawn.reach(*point, f64::from(border.width));
        }
        along(&mut drawn.content, points);
        if closed && !points.is_empty() {
            drawn.content.close_path();
        }
        paint(&mut drawn.content, fill.is_some(), line.is_some() && border.width > 0.0);
    }
    drawn
}

fn line(drawn: Drawn, annotation: &Dict<'_>) -> Option<Drawn> {
    let [from, to] = *points(&annotation.get::<Array<'_>>(b"L")?).first_chunk::<2>()?;
    let along = to - from;
    let length = along.hypot();
    let leader = annotation.get::<f64>(b"LL").unwrap_or(0.0);
    let across = if length > 0.0 { kurbo::Vec2::new(-along.y, along.x) / length * leader } else { along };
    let (start, end) = (from + across, to + across);
    let mut strokes = vec![vec![start, end]];
    if leader != 0.0 {
        strokes.extend([vec![from, start], vec![to, end]]);
    }
    let mut drawn = lines(drawn, annotation, &strokes, false);
    let endings: Vec<Name<'_>> = annotation
        .get::<Array<'_>>(b"LE")
        .map(|names| names.iter::<Name<'_>>().collect())
        .unwrap_or_default();
    let size = f64::from(border(annotation, 1.0).width.max(1.0)) * 4.5;
    for (ending, at, towards) in [(endings.first(), start, end), (endings.get(1), end, start)] {
        if let Some(ending) = ending.filter(|name| ***name != *b"None") {
            drawn.reach(at, size * 2.0);
            line_ending(&mut drawn.content, ending, (at, towards), (size, colour(annotation, b"IC")));
        }
    }
    Some(drawn)
}

/// An arrow, or the small square that stands for every other ending.
fn line_ending(
    content: &mut Content,
    name: &[u8],
    (at, towards): (Point, Point),
    (size, fill): (f64, Option<Vec<f32>>),
) {
    let way = towards - at;
    if way.hypot() == 0.0 {
        return;
    }
    let way = way / way.hypot() * size;
    let across = kurbo::Vec2::new(-way.y, way.x);
    fill_colour(content, fill.as_deref().unwrap_or_default());
    let points = match name {
        b"OpenArrow" | b"ClosedArrow" => vec![at + way + across * 0.6, at, at + way - across * 0.6],
        b"ROpenArrow" | b"RClosedArrow" => vec![at - way + across * 0.6, at, at - way - across * 0.6],
        b"Butt" | b"Slash" => vec![at + across * 0.6, at - across * 0.6],
        _ => vec![
            at + (way + across) * 0.5,
            at + (way - across) * 0.5,
            at - (way + across) * 0.5,
            at - (way - across) * 0.5,
        ],
    };
    along(content, &points);
    if matches!(name, b"OpenArrow" | b"ROpenArrow" | b"Butt" | b"Slash") {
        content.stroke();
    } else {
        content.close_path();
        paint(content, fill.is_some(), true);
    }
}

/// The four corners of each marked part, in the order of a walk around it.
fn quads(annotation: &Dict<'_>, rect: kurbo::Rect) -> Vec<[Point; 4]> {
    let given = annotation.get::<Array<'_>>(b"QuadPoints").map(|array| points(&array)).unwrap_or_default();
    let mut quads: Vec<[Point; 4]> = given.as_chunks::<4>().0.to_vec();
    if quads.is_empty() && rect.is_finite() {
        quads.push([
            Point::new(rect.x0, rect.y1),
            Point::new(rect.x1, rect.y1),
            Point::new(rect.x0, rect.y0),
            Point::new(rect.x1, rect.y0),
        ]);
    }
    for quad in &mut quads {
        let middle = quad.iter().fold(kurbo::Vec2::ZERO, |sum, point| sum + point.to_vec2()) / 4.0;
        // From the lower left, against the clock.
        quad.sort_by(|a, b| {
            let angle = |point: &Point| (point.to_vec2() - middle).atan2();
            angle(a).total_cmp(&angle(b))
        });
    }
    quads
}

fn markup(mut drawn: Drawn, annotation: &Dict<'_>, kind: &[u8]) -> Drawn {
    let marker = kind == b"Highlight";
    let otherwise = if marker { vec![1.0, 1.0, 0.0] } else { vec![0.0] };
    let parts =
        if annotation.get::<Array<'_>>(b"C").is_some() { colour(annotation, b"C") } else { Some(otherwise) };
    let Some(parts) = parts else { return drawn };
    drawn.multiplies = marker;
    fill_colour(&mut drawn.content, &parts);
    line_colour(&mut drawn.content, &parts);
    for quad in quads(annotation, drawn.bounds) {
        for corner in quad {
            drawn.reach(corner, 1.0);
        }
        let [a, b, c, d] = quad;
        let content = &mut drawn.content;
        if marker {
            along(content, &quad);
            content.close_path().fill_nonzero();
            continue;
        }
        let height = (d - a).hypot();
        content.set_line_width(small((height / 14.0).clamp(0.5, 3.0)));
        let (share, steps) = if kind == b"StrikeOut" { (0.5, 1) } else { (0.1, 1) };
        let steps = if kind == b"Squiggly" { small_steps((b - a).hypot(), height) } else { steps };
        let points: Vec<Point> = (0..=steps)
            .map(|step| {
                let part = f64::from(step) / f64::from(steps);
                let up = share + if steps > 1 && step % 2 == 1 { 0.12 } else { 0.0 };
                a.lerp(b, part) + (d.lerp(c, part) - a.lerp(b, part)) * up
            })
            .collect();
        along(content, &points);
        content.stroke();
    }
    drawn
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
fn small_steps(length: f64, height: f64) -> u32 {
    (length / (height / 8.0).max(1.0)).clamp(2.0, 2000.0) as u32
}

fn free_text(mut drawn: Drawn, annotation: &Dict<'_>, letters: &Letters) -> Drawn {
    let words = Words::styled(&style_of(annotation), annotation.get::<i32>(b"Q").unwrap_or(0));
    let border = border(annotation, 1.0);
    let rect = inner(annotation, drawn.bounds);
    let background = colour(annotation, b"C");
    if let Some(line) = annotation.get::<Array<'_>>(b"CL") {
        let line = points(&line);
        border.set(&mut drawn.content);
        line_colour(&mut drawn.content, &words.colour);
        along(&mut drawn.content, &line);
        drawn.content.stroke();
        for point in line {
            drawn.reach(point, f64::from(border.width));
        }
    }
    let half = f64::from(border.width.max(0.0)) / 2.0;
    border.set(&mut drawn.content);
    fill_colour(&mut drawn.content, background.as_deref().unwrap_or_default());
    line_colour(&mut drawn.content, &words.colour);
    let plain = annotation.get::<Name<'_>>(b"IT").is_some_and(|intent| *intent == *b"FreeTextTypeWriter");
    rectangle(&mut drawn.content, rect.inset(-half.min(rect.width() / 2.0).min(rect.height() / 2.0)));
    paint(&mut drawn.content, background.is_some(), border.width > 0.0 && !plain && background.is_some());
    let text = text_of(annotation, b"Contents");
    let room = rect.inset(-(half * 2.0 + 1.0).min(rect.width() / 2.0).min(rect.height() / 2.0));
    drawn.lacks = !letters.write(&mut drawn.content, &text, room, &Words { wraps: true, ..words });
    drawn
}

/// A note's sign: a small page in the upper left corner.
fn icon(mut drawn: Drawn, annotation: &Dict<'_>) -> Drawn {
    let (x, y) = (drawn.bounds.x0, drawn.bounds.y1);
    let page = kurbo::Rect::new(x + 1.0, y - 19.0, x + 19.0, y - 1.0);
    drawn.bounds = page.inflate(1.0, 1.0);
    let parts = colour(annotation, b"C").unwrap_or_else(|| vec![1.0, 0.9, 0.4]);
    let content = &mut drawn.content;
    fill_colour(content, &parts);
    content.set_stroke_gray(0.0).set_line_width(1.0);
    rectangle(content, page);
    content.fill_nonzero_and_stroke();
    for line in [6.0, 9.0, 12.0] {
        content.move_to(small(x + 5.0), small(y - line)).line_to(small(x + 15.0), small(y - line)).stroke();
    }
    drawn
}
