//! From letters to glyphs: which, how wide, and which letters each is of.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use harfrust::{Buffer, BufferFlags, Direction, Language, ShapeOptions, ShapePlan, ShaperFont, shape};
use icu::properties::PropertyNamesShort;
use icu::properties::props::Script;
use krilla::text::{GlyphId, KrillaGlyph};

use crate::faces::CUTS;

/// Glyphs in the order in which they are drawn, from left to right, and their width. All lengths are of a letter of size 1.
pub(crate) struct Shaped {
    pub glyphs: Vec<KrillaGlyph>,
    pub width: f32,
}

/// Shapes one run after another in the same language.
pub(crate) struct Shaper {
    fonts: Vec<ShaperFont<'static, 'static>>,
    plans: BTreeMap<(usize, [u8; 4], bool), ShapePlan>,
    language: Option<Language>,
}

impl Shaper {
    pub(crate) fn new(language: &str) -> Self {
        Self {
            fonts: CUTS.iter().map(|cut| ShaperFont::new(&cut.shaping)).collect(),
            plans: BTreeMap::new(),
            language: Language::new(language),
        }
    }

    /// The glyphs of a text of one script, in one direction.
    pub(crate) fn shape(&mut self, text: &str, cut: usize, script: Script, rtl: bool) -> Shaped {
        let none = Shaped { glyphs: Vec::new(), width: 0.0 };
        let (Some(font), Some(file)) = (self.fonts.get(cut), CUTS.get(cut)) else {
            return none;
        };
        let short = PropertyNamesShort::<Script>::new().get(script).unwrap_or("Zyyy");
        let written = harfrust::Script::from_str(short).ok();
        let direction = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let key = (cut, written.map_or([0; 4], |script| script.tag().to_be_bytes()), rtl);
        let language = self.language.as_ref();
        let plan = self
            .plans
            .entry(key)
            .or_insert_with(|| ShapePlan::new(&file.shaping, direction, written, language, &[]));
        let mut buffer = Buffer::new();
        buffer.set_direction(direction);
        buffer.set_script(written);
        buffer.set_language(language.cloned());
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        buffer.push_str(text);
        match shape(font, &mut buffer, ShapeOptions::new().plan(Some(plan))) {
            Ok(()) => shaped(&buffer, text.len(), f32::from(file.shaping.units_per_em().max(1))),
            Err(_) => none,
        }
    }
}

fn shaped(buffer: &Buffer, length: usize, em: f32) -> Shaped {
    let place = |cluster: u32| usize::try_from(cluster).unwrap_or(length).min(length);
    let mut starts: Vec<usize> = buffer.glyph_infos().iter().map(|info| place(info.cluster)).collect();
    starts.sort_unstable();
    starts.dedup();
    let scaled = |units: i32| f32::from(i16::try_from(units).unwrap_or(0)) / em;
    let mut width = 0.0;
    let all = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
    // A font that has all of a text lacks a glyph only for what cannot be seen.
    let glyphs = all.filter(|(info, _)| info.glyph_id != 0).map(|(info, position)| {
        let start = place(info.cluster);
        let after = starts.partition_point(|other| *other <= start);
        let advance = scaled(position.x_advance);
        width += advance;
        KrillaGlyph::new(
            GlyphId::new(info.glyph_id),
            advance,
            scaled(position.x_offset),
            scaled(position.y_offset),
            scaled(position.y_advance),
            start..starts.get(after).copied().unwrap_or(length),
            None,
        )
    });
    let glyphs = glyphs.collect();
    Shaped { glyphs, width }
}
