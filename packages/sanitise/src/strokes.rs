//! Lines, fills and colours as annotations and fields say them, and as operators.

use hayro::hayro_syntax::object::{Array, Dict, Name, Number, Object};
use hayro::kurbo::{self, Point};
use pdf_writer::Content;

/// A border, if there is one: its width and dashes.
pub(super) struct Border {
    pub(super) width: f32,
    pub(super) dashes: Vec<f32>,
    pub(super) underlined: bool,
}

/// As `BS` or `Border` says; else as wide as told.
pub(super) fn border(annotation: &Dict<'_>, otherwise: f32) -> Border {
    if let Some(style) = annotation.get::<Dict<'_>>(b"BS") {
        let width = style.get::<f32>(b"W").unwrap_or(1.0);
        let kind = style.get::<Name<'_>>(b"S");
        let is = |name: &[u8]| kind.as_ref().is_some_and(|kind| **kind == *name);
        let dashes = if is(b"D") {
            style.get::<Array<'_>>(b"D").map_or_else(|| vec![3.0], |dashes| numbers(&dashes))
        } else {
            Vec::new()
        };
        return Border { width, dashes, underlined: is(b"U") };
    }
    let Some(array) = annotation.get::<Array<'_>>(b"Border") else {
        return Border { width: otherwise, dashes: Vec::new(), underlined: false };
    };
    let items: Vec<Object<'_>> = array.iter::<Object<'_>>().collect();
    let width = match items.get(2) {
        Some(Object::Number(width)) => width.as_f32(),
        _ => otherwise,
    };
    let dashes = match items.get(3) {
        Some(Object::Array(dashes)) => numbers(dashes),
        _ => Vec::new(),
    };
    Border { width, dashes, underlined: false }
}

impl Border {
    pub(super) fn set(&self, content: &mut Content) {
        content.set_line_width(self.width.max(0.0));
        if self.dashes.iter().any(|dash| *dash > 0.0) && self.dashes.iter().all(|dash| *dash >= 0.0) {
            content.set_dash_pattern(self.dashes.iter().copied(), 0.0);
        }
    }
}

fn numbers(array: &Array<'_>) -> Vec<f32> {
    array.iter::<Number>().map(|number| number.as_f32()).take(8).collect()
}

pub(super) fn points(array: &Array<'_>) -> Vec<Point> {
    let numbers: Vec<f64> = array.iter::<Number>().map(|number| number.as_f64()).collect();
    let finite = |pair: &[f64; 2]| pair.iter().all(|number| number.is_finite());
    numbers.as_chunks::<2>().0.iter().filter(|pair| finite(pair)).map(|[x, y]| Point::new(*x, *y)).collect()
}

/// The components of a colour; none where it is transparent or not given.
pub(super) fn colour(dict: &Dict<'_>, key: &[u8]) -> Option<Vec<f32>> {
    let parts: Vec<f32> = dict.get::<Array<'_>>(key).map(|parts| numbers(&parts))?;
    matches!(parts.len(), 1 | 3 | 4).then_some(parts)
}

/// Sets the colour of what is filled.
pub(super) fn fill_colour(content: &mut Content, parts: &[f32]) {
    match *parts {
        [grey] => {
            content.set_fill_gray(grey);
        }
        [red, green, blue] => {
            content.set_fill_rgb(red, green, blue);
        }
        [cyan, magenta, yellow, black] => {
            content.set_fill_cmyk(cyan, magenta, yellow, black);
        }
        _ => {}
    }
}

/// Sets the colour of lines.
pub(super) fn line_colour(content: &mut Content, parts: &[f32]) {
    match *parts {
        [grey] => {
            content.set_stroke_gray(grey);
        }
        [red, green, blue] => {
            content.set_stroke_rgb(red, green, blue);
        }
        [cyan, magenta, yellow, black] => {
            content.set_stroke_cmyk(cyan, magenta, yellow, black);
        }
        _ => {}
    }
}

/// Lines are black where no colour is given, and not drawn where it is transparent.
pub(super) fn line_colour_of(annotation: &Dict<'_>) -> Option<Vec<f32>> {
    if annotation.get::<Array<'_>>(b"C").is_some() { colour(annotation, b"C") } else { Some(vec![0.0]) }
}

#[expect(clippy::cast_possible_truncation, reason = "places on a page")]
pub(super) const fn small(number: f64) -> f32 {
    number as f32
}

pub(super) fn rectangle(content: &mut Content, rect: kurbo::Rect) {
    content.rect(small(rect.x0), small(rect.y0), small(rect.width()), small(rect.height()));
}

/// An ellipse of four curves.
pub(super) fn ellipse(content: &mut Content, rect: kurbo::Rect) {
    const K: f64 = 0.552_284_75;
    let (c, rx, ry) = (rect.center(), rect.width() / 2.0, rect.height() / 2.0);
    let at = |x: f64, y: f64| (small(c.x + x * rx), small(c.y + y * ry));
    let (x, y) = at(1.0, 0.0);
    content.move_to(x, y);
    for [a, b, c] in [
        [(1.0, K), (K, 1.0), (0.0, 1.0)],
        [(-K, 1.0), (-1.0, K), (-1.0, 0.0)],
        [(-1.0, -K), (-K, -1.0), (0.0, -1.0)],
        [(K, -1.0), (1.0, -K), (1.0, 0.0)],
    ] {
        let ((x1, y1), (x2, y2), (x3, y3)) = (at(a.0, a.1), at(b.0, b.1), at(c.0, c.1));
        content.cubic_to(x1, y1, x2, y2, x3, y3);
    }
    content.close_path();
}

/// Fills and strokes what was laid out as a path.
pub(super) fn paint(content: &mut Content, filled: bool, stroked: bool) {
    match (filled, stroked) {
        (true, true) => content.fill_nonzero_and_stroke(),
        (true, false) => content.fill_nonzero(),
        (false, true) => content.stroke(),
        (false, false) => content.end_path(),
    };
}

pub(super) fn along(content: &mut Content, points: &[Point]) {
    let mut points = points.iter();
    if let Some(first) = points.next() {
        content.move_to(small(first.x), small(first.y));
    }
    for point in points {
        content.line_to(small(point.x), small(point.y));
    }
}
