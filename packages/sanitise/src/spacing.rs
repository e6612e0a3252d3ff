//! Widths for letters that have none: where a document neither brings a font along nor says how wide its letters are, they
//! would all be drawn in one place. The page is written anew with the widths of the face that stands in for the font.

use std::cell::Cell;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use hayro::hayro_interpret::FontResolverFn;
use hayro::hayro_interpret::font::{FontData, GlyphId};
use hayro::hayro_syntax::object::{Array, Dict, Name, Object};
use hayro::hayro_syntax::page::Page;
use hayro_font::hayro_cmap::BfString;
use hayro_font::hayro_cmap::CMapName;
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph};
use unicode_normalization::char::is_combining_mark;

use super::fonts::Fonts;
use super::writing::{TooMuch, Written};

/// What a composite font's letters measure where the document says nothing (ISO 32000-2, 9.7.4.3).
const FULL: &str = "/DW 1000 ";

/// The page as a document of its own, with widths for what has none; `over` for one of annotations alone. Nothing where no
/// font lacks any.
pub(super) fn spaced(
    page: &Page<'_>,
    over: bool,
    fonts: &Fonts,
    room: usize,
) -> Result<Option<Vec<u8>>, TooMuch> {
    let found = Cell::new(false);
    let amend = |dict: &Dict<'_>| {
        let widths = widths(dict, fonts);
        found.set(found.get() || widths.is_some());
        widths
    };
    let mut written = Written::amending(page.xref(), room, &amend);
    let mut entries = b"/Resources".to_vec();
    entries.extend(written.resources(page));
    if over {
        if let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") {
            entries.extend(b"/Annots");
            written.value(&mut entries, &Object::Array(annotations));
        }
    } else {
        let content = written.add_stream("", page.page_stream().unwrap_or_default());
        entries.extend(format!("/Contents {content} 0 R").bytes());
    }
    let document = written.bind(page, &entries)?;
    Ok(found.get().then_some(document))
}

/// Entries that say how wide the letters of a font are.
fn widths(dict: &Dict<'_>, fonts: &Fonts) -> Option<String> {
    let kind = dict.get::<Name<'_>>(b"Subtype")?;
    match &*kind {
        b"Type1" | b"MMType1" | b"TrueType" | b"OpenType" => simple(dict, fonts),
        b"CIDFontType0" | b"CIDFontType2" => composite(dict),
        _ => None,
    }
}

/// Of a font of 256 codes: as the document says, and else of the face that stands in for it.
fn simple(dict: &Dict<'_>, fonts: &Fonts) -> Option<String> {
    let given: Arc<Mutex<Option<FontData>>> = Arc::default();
    let (sink, resolver) = (Arc::clone(&given), fonts.resolver());
    let asking: FontResolverFn = Arc::new(move |query| {
        let answer = resolver(query)?;
        *sink.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer.0.clone());
        Some(answer)
    });
    let tables: CMapResolverFn = Arc::new(|_: CMapName<'_>| None);
    let font = FontCache::new().font(dict, &asking, &tables)?;
    let face = given.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
    let mut found = false;
    let mut out = String::from("/FirstChar 0 /LastChar 255 /Widths [");
    for code in 0..256 {
        let mut width = font.code_advance(code).x;
        if width == 0.0
            && let Some(advance) = letter(&font, code).and_then(|glyph| fonts.advance(&face, glyph.to_u32()))
        {
            found |= advance > 0.0;
            width = f64::from(advance);
        }
        // Into a string: does not fail.
        let _ = write!(out, "{width} ");
    }
    out.push(']');
    found.then_some(out)
}

/// The shape of a code that stands for a letter with a width.
fn letter(font: &Font<'_>, code: u32) -> Option<GlyphId> {
    let glyph = font.map_code(code);
    let FontGlyph::Outline(outline) = font.glyph(glyph, code) else { return None };
    let Some(BfString::Char(letter)) = outline.as_unicode() else { return None };
    (glyph != GlyphId::NOTDEF && !is_combining_mark(letter)).then_some(glyph)
}

/// Of a font of more codes: the usual width, where the document brings no font and says that letters have none.
fn composite(dict: &Dict<'_>) -> Option<String> {
    let descriptor = dict.get::<Dict<'_>>(b"FontDescriptor").unwrap_or_default();
    let brought =
        [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| descriptor.contains_key(*key));
    let without = dict.get::<f32>(b"DW").is_some_and(|width| width.abs() < f32::EPSILON);
    (without && !brought).then(|| FULL.to_owned())
}
