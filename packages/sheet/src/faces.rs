//! The bundled fonts, one for each script: which one has a character.

use std::sync::LazyLock;

use harfrust::font::charmap::Charmap;
use icu::properties::CodePointSetData;
use icu::properties::props::{DefaultIgnorableCodePoint, Script};

/// A typeface: the scripts it was made for, its files, and whether its letters need more room between lines.
struct Face {
    scripts: &'static [Script],
    regular: &'static [u8],
    bold: Option<&'static [u8]>,
    tall: bool,
}

/// A typeface of one script without a bold file.
const fn plain(scripts: &'static [Script], regular: &'static [u8], tall: bool) -> Face {
    Face { scripts, regular, bold: None, tall }
}

/// The first also has what belongs to no script. A bold file is bundled where bold is read most.
static FACES: [Face; 16] = [
    Face {
        scripts: &[Script::Latin, Script::Greek, Script::Cyrillic],
        regular: include_bytes!("../fonts/NotoSans-Regular.ttf"),
        bold: Some(include_bytes!("../fonts/NotoSans-Bold.ttf")),
        tall: false,
    },
    Face {
        scripts: &[Script::Arabic],
        regular: include_bytes!("../fonts/NotoSansArabic-Regular.ttf"),
        bold: Some(include_bytes!("../fonts/NotoSansArabic-Bold.ttf")),
        tall: true,
    },
    plain(&[Script::Hebrew], include_bytes!("../fonts/NotoSansHebrew-Regular.ttf"), false),
    plain(&[Script::Armenian], include_bytes!("../fonts/NotoSansArmenian-Regular.ttf"), false),
    plain(&[Script::Georgian], include_bytes!("../fonts/NotoSansGeorgian-Regular.ttf"), false),
    plain(&[Script::Ethiopic], include_bytes!("../fonts/NotoSansEthiopic-Regular.ttf"), false),
    plain(&[Script::Thaana], include_bytes!("../fonts/NotoSansThaana-Regular.ttf"), true),
    plain(&[Script::Devanagari], include_bytes!("../fonts/NotoSansDevanagari-Regular.ttf"), true),
    plain(&[Script::Bengali], include_bytes!("../fonts/NotoSansBengali-Regular.ttf"), true),
    plain(&[Script::Gurmukhi], include_bytes!("../fonts/NotoSansGurmukhi-Regular.ttf"), true),
    plain(&[Script::Tamil], include_bytes!("../fonts/NotoSansTamil-Regular.ttf"), true),
    plain(&[Script::Sinhala], include_bytes!("../fonts/NotoSansSinhala-Regular.ttf"), true),
    plain(&[Script::Thai], include_bytes!("../fonts/NotoSansThai-Regular.ttf"), true),
    plain(&[Script::Lao], include_bytes!("../fonts/NotoSansLao-Regular.ttf"), true),
    plain(&[Script::Myanmar], include_bytes!("../fonts/NotoSansMyanmar-Regular.ttf"), true),
    plain(&[Script::Khmer], include_bytes!("../fonts/NotoSansKhmer-Regular.ttf"), true),
];

/// A file that was read: for the one who shapes and the one who draws.
pub(crate) struct Cut {
    pub shaping: harfrust::Font,
    pub drawing: krilla::text::Font,
    /// Of the face in `FACES`.
    pub face: usize,
    pub bold: bool,
}

/// All of them; what `cut` gives is an index here.
pub(crate) static CUTS: LazyLock<Vec<Cut>> = LazyLock::new(|| {
    let files = FACES.iter().enumerate().flat_map(|(face, one)| {
        let bold = one.bold.map(|bytes| (face, true, bytes));
        std::iter::once((face, false, one.regular)).chain(bold)
    });
    files.filter_map(|(face, bold, bytes)| cut_of(face, bold, bytes)).collect()
});

fn cut_of(face: usize, bold: bool, bytes: &'static [u8]) -> Option<Cut> {
    let shaping = harfrust::Font::new(bytes, 0)?;
    let drawing = krilla::text::Font::new(bytes.into(), 0)?;
    Some(Cut { shaping, drawing, face, bold })
}

/// Whether lines with this cut need more room.
pub(crate) fn is_tall(cut: usize) -> bool {
    CUTS.get(cut).and_then(|cut| FACES.get(cut.face)).is_some_and(|face| face.tall)
}

/// Whether what is to be bold has to be drawn thicker, as there is no bold file.
pub(crate) fn is_thickened(cut: usize, bold: bool) -> bool {
    bold && CUTS.get(cut).is_some_and(|cut| !cut.bold)
}

/// Which characters which cut has.
pub(crate) struct Coverage(Vec<Charmap<'static>>);

impl Coverage {
    pub(crate) fn new() -> Self {
        Self(CUTS.iter().map(|cut| cut.shaping.charmap()).collect())
    }

    /// The cut that has all of what is read as one character: that of its script, or the first that has it.
    pub(crate) fn cut(&self, grapheme: &str, script: Script, bold: bool) -> Option<usize> {
        let own = FACES.iter().position(|face| face.scripts.contains(&script));
        // First its own face, in its weight before the other, then whatever there is.
        let tiers: [fn(bool, bool) -> bool; 4] =
            [|own, weight| own && weight, |own, _| own, |_, weight| weight, |_, _| true];
        let fitting = |tier: &fn(bool, bool) -> bool| {
            CUTS.iter().enumerate().position(|(at, cut)| {
                tier(Some(cut.face) == own, cut.bold == bold) && self.has_all(at, grapheme)
            })
        };
        tiers.iter().find_map(fitting)
    }

    fn has_all(&self, cut: usize, text: &str) -> bool {
        self.0
            .get(cut)
            .is_some_and(|map| text.chars().all(|c| is_invisible(c) || map.map_unicode(c).is_some()))
    }
}

/// Whether it needs no glyph: joiners, selectors of variants, marks of direction.
fn is_invisible(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}
