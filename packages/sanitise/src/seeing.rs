//! What a page shows and we do not: letters that the fonts do not have, pictures that break off, parts that cannot be
//! read. The renderer leaves such things out and tells of few.

use std::collections::{BTreeSet, HashSet};

use hayro::hayro_interpret::font::{Glyph, GlyphId, GlyphRun, OutlineGlyph};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::xref::XRef;
use hayro::kurbo::{BezPath, Point, Rect};

use unicode_normalization::char::is_combining_mark;

use super::Shortfall;
use super::fonts::{Fonts, blank, joins};
use super::whole::breaks_off;

/// A device that draws nothing and notes what it could not draw.
pub(super) struct Seeing<'f> {
    fonts: &'f Fonts,
    /// The page, in the device's coordinates.
    area: Rect,
    /// How many letters have no shape.
    pub(super) missing: usize,
    /// Which, as far as that is known.
    pub(super) letters: BTreeSet<char>,
    /// Letters that join stand one by one, drawn by a font of ours.
    pub(super) apart: bool,
    /// Letters lie upon each other, drawn by a font of ours.
    pub(super) overlap: bool,
    /// The letter before, and where it stands.
    last: Option<(char, Point)>,
    /// A picture breaks off.
    pub(super) cut: bool,
    seen: HashSet<ObjectIdentifier>,
}

impl<'f> Seeing<'f> {
    pub(super) fn new(fonts: &'f Fonts, area: Rect) -> Self {
        Self {
            fonts,
            area: area.inflate(20.0, 20.0),
            missing: 0,
            letters: BTreeSet::new(),
            apart: false,
            overlap: false,
            last: None,
            cut: false,
            seen: HashSet::new(),
        }
    }

    /// Adds what was noted to a list.
    pub(super) fn tell(&self, page: u32, list: &mut Vec<Shortfall>) {
        for (one, noted) in [
            (Shortfall::MissingGlyphs { page }, self.missing > 0),
            (Shortfall::LettersApart { page }, self.apart),
            (Shortfall::LettersOverlap { page }, self.overlap),
            (Shortfall::ImageCut { page }, self.cut),
        ] {
            if noted {
                one.note(list);
            }
        }
    }

    fn glyph(&mut self, glyph: &OutlineGlyph, at: Point) {
        let stands_for: Vec<char> = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => vec![letter],
            Some(BfString::String(letters)) => letters.chars().collect(),
            None => Vec::new(),
        };
        // By a font of ours: a guess where it is not known what the code stands for.
        let ours = glyph.font_data().is_some_and(|font| self.fonts.gave(&font.data));
        let known = !stands_for.is_empty();
        if known && stands_for.iter().all(|letter| blank(*letter)) {
            return;
        }
        if (ours || glyph.font_data().is_none())
            && let [letter] = stands_for.as_slice()
        {
            let upon = |(before, place): (char, Point)| before != *letter && (place - at).hypot() < 0.01;
            self.overlap |= !is_combining_mark(*letter) && self.last.is_some_and(upon);
            self.last = Some((*letter, at));
        }
        let missing = glyph.glyph_id() == GlyphId::NOTDEF;
        if missing && !known && matches!(glyph.char_code(), 0..=32 | 160) {
            return;
        }
        if missing || (ours && !known) {
            self.missing += 1;
            self.letters.extend(stands_for);
        } else if (ours || glyph.font_data().is_none()) && stands_for.into_iter().any(joins) {
            self.apart = true;
        }
    }

    fn picture(&mut self, stream: &Stream<'_>) {
        let id = stream.obj_id();
        if id.obj_number != 0 && !self.seen.insert(id) {
            return;
        }
        self.cut |= breaks_off(stream);
        if let Some(mask) = stream.dict().get::<Stream<'_>>(b"SMask") {
            self.cut |= breaks_off(&mask);
        }
    }
}

impl<'a> Device<'a> for Seeing<'_> {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        for glyph in run.glyphs() {
            let at = props.transform * (glyph.transform() * Point::ZERO);
            if self.area.contains(at)
                && let Glyph::Outline(outline) = &**glyph
            {
                self.glyph(outline, at);
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, _: ImageDrawProps<'a>) {
        match &image {
            Image::Stencil(stencil) => self.picture(stencil.stream()),
            Image::Raster(raster) => self.picture(raster.stream()),
        }
    }
}

/// How many resources of a page are looked at.
const MOST: usize = 5_000;

/// Whether everything that a page may draw can be read.
pub(super) fn readable(page: &Page<'_>) -> bool {
    let raw = page.raw();
    let own = raw.get::<Stream<'_>>(b"Contents").is_none_or(|content| content.decoded_data().is_ok());
    let mut parts = raw
        .get::<Array<'_>>(b"Contents")
        .into_iter()
        .flat_map(|parts| parts.iter::<Stream<'_>>().collect::<Vec<_>>());
    let all = parts.all(|content| content.decoded_data().is_ok());
    own && all && forms(&page.resources().x_objects, &mut HashSet::new())
}

fn forms(objects: &Dict<'_>, seen: &mut HashSet<ObjectIdentifier>) -> bool {
    objects.keys().all(|key| {
        let Some(object) = objects.get::<Stream<'_>>(&key) else { return true };
        if seen.len() >= MOST || !seen.insert(object.obj_id()) {
            return true;
        }
        let dict = object.dict();
        if dict.get::<Name<'_>>(b"Subtype").is_none_or(|kind| *kind != *b"Form") {
            return true;
        }
        let inner = dict.get::<Dict<'_>>(b"Resources").and_then(|more| more.get::<Dict<'_>>(b"XObject"));
        object.decoded_data().is_ok() && inner.is_none_or(|inner| forms(&inner, seen))
    })
}

/// What a document holds beside its pages.
pub(super) fn beside(document: &Pdf, list: &mut Vec<Shortfall>) {
    let xref: &XRef = document.xref();
    let Some(catalog) = xref.get::<Dict<'_>>(xref.root_id()) else { return };
    let named = catalog.get::<Dict<'_>>(b"Names").and_then(|names| names.get::<Dict<'_>>(b"EmbeddedFiles"));
    let filled = |tree: Dict<'_>| {
        [&b"Names"[..], b"Kids"]
            .iter()
            .any(|key| tree.get::<Array<'_>>(key).is_some_and(|list| list.raw_iter().next().is_some()))
    };
    let associated = catalog.get::<Array<'_>>(b"AF").is_some_and(|list| list.raw_iter().next().is_some());
    if named.is_some_and(filled) || associated || catalog.contains_key(b"Collection") {
        Shortfall::EmbeddedFileLeftOut.note(list);
    }
    let form = catalog.get::<Dict<'_>>(b"AcroForm");
    let dynamic = catalog.get::<bool>(b"NeedsRendering").unwrap_or(false);
    if dynamic && form.is_some_and(|form| form.contains_key(b"XFA")) {
        Shortfall::DynamicForm.note(list);
    }
}
