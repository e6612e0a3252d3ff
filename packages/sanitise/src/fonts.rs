//! Fonts for documents that do not bring their own: a fixed list from Debian's package fonts-noto-core, opened before the
//! process is confined and read where a document needs them. Without them Latin writing is drawn by what the renderer has
//! built in.

use std::cell::RefCell;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::hash::{Hash as _, Hasher as _};
use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use hayro::hayro_interpret::FontResolverFn;
use hayro::hayro_interpret::font::{FontData, FontQuery, StandardFont};

/// Where Debian puts them.
const FOLDER: &str = "/usr/share/fonts/truetype/noto";

/// Faces of the two families that have Latin, Greek and Cyrillic letters: plain, bold, italic, both.
const FAMILIES: [[&str; 4]; 2] = [
    ["NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic", "NotoSans-BoldItalic"],
    ["NotoSerif-Regular", "NotoSerif-Bold", "NotoSerif-Italic", "NotoSerif-BoldItalic"],
];

/// A face for each other script.
const SCRIPTS: [&str; 26] = [
    "NotoNaskhArabic-Regular",
    "NotoSansHebrew-Regular",
    "NotoSansDevanagari-Regular",
    "NotoSansBengali-Regular",
    "NotoSansTamil-Regular",
    "NotoSansTelugu-Regular",
    "NotoSansKannada-Regular",
    "NotoSansMalayalam-Regular",
    "NotoSansGujarati-Regular",
    "NotoSansGurmukhi-Regular",
    "NotoSansOriya-Regular",
    "NotoSansSinhala-Regular",
    "NotoSansThaana-Regular",
    "NotoSansThai-Regular",
    "NotoSansLao-Regular",
    "NotoSansKhmer-Regular",
    "NotoSansMyanmar-Regular",
    "NotoSerifTibetan-Regular",
    "NotoSansEthiopic-Regular",
    "NotoSansArmenian-Regular",
    "NotoSansGeorgian-Regular",
    "NotoSansSyriac-Regular",
    "NotoSansTifinagh-Regular",
    "NotoSansMongolian-Regular",
    "NotoSansSymbols-Regular",
    "NotoSansSymbols2-Regular",
];

/// Not in that package, and used where somebody installed it.
const HAN: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

/// A face of a font.
struct Face {
    /// The place in its family, of a family's.
    style: Option<(usize, usize)>,
    file: File,
    /// Read when it is first needed: most files need none. `None` where that failed.
    data: OnceLock<Option<FontData>>,
}

impl Face {
    fn data(&self) -> Option<&FontData> {
        let read = || {
            let mut bytes = Vec::new();
            // By a bound reader: a file's own `read_to_end` asks for its size, which a confined process may not.
            (&self.file).take(u64::MAX).read_to_end(&mut bytes).ok()?;
            Some(Arc::new(bytes) as FontData)
        };
        self.data.get_or_init(read).as_ref()
    }

    /// Whether these are its bytes.
    fn gave(&self, data: &FontData) -> bool {
        self.data.get().and_then(Option::as_ref).is_some_and(|own| same(own, data))
    }
}

/// The faces that are there.
#[derive(Default)]
pub(super) struct Fonts {
    faces: Vec<Arc<Face>>,
    /// Parsed when they are first needed.
    parsed: RefCell<HashMap<usize, Option<skrifa::Font>>>,
    choices: Arc<Mutex<Choices>>,
}

/// What was asked for, and what is given.
#[derive(Default)]
struct Choices {
    /// In the order in which they were asked for; with the style that was wanted.
    asked: Vec<(u64, (usize, usize))>,
    /// What is given other than what is built in.
    given: HashMap<u64, usize>,
    /// Everything that was handed out. Kept, so that no other font gets its place in memory.
    handed: Vec<FontData>,
}

impl Fonts {
    /// Opens what is there. To be called before the process is confined.
    pub(super) fn open() -> Self {
        Self::open_from(Path::new(FOLDER), Path::new(HAN))
    }

    fn open_from(folder: &Path, han: &Path) -> Self {
        let mut faces = Vec::new();
        let mut add = |style, path: &Path| {
            if let Ok(file) = File::open(path) {
                faces.push(Arc::new(Face { style, file, data: OnceLock::new() }));
            }
        };
        for (family, styles) in FAMILIES.iter().enumerate() {
            for (style, name) in styles.iter().enumerate() {
                add(Some((family, style)), &folder.join(format!("{name}.ttf")));
            }
        }
        for name in SCRIPTS {
            add(None, &folder.join(format!("{name}.ttf")));
        }
        add(None, han);
        Self { faces, ..Self::default() }
    }

    /// Does something with a face.
    pub(super) fn with<T>(&self, face: usize, act: impl FnOnce(&skrifa::Font) -> T) -> Option<T> {
        let mut parsed = self.parsed.borrow_mut();
        let font =
            parsed.entry(face).or_insert_with(|| skrifa::Font::new(self.faces.get(face)?.data()?.clone(), 0));
        font.as_ref().map(act)
    }

    fn has(&self, face: usize, letter: char) -> bool {
        self.with(face, |font| font.charmap().map_unicode(letter).is_some()).unwrap_or(false)
    }

    /// The face for a letter, in a style if there is that.
    pub(super) fn face_for(&self, letter: char, bold: bool) -> Option<usize> {
        let wanted = |face: &Arc<Face>| face.style == Some((0, usize::from(bold)));
        let first = self.faces.iter().position(wanted).filter(|face| self.has(*face, letter));
        first.or_else(|| (0..self.faces.len()).find(|face| self.has(*face, letter)))
    }

    /// What the renderer asks.
    pub(super) fn resolver(&self) -> FontResolverFn {
        let choices = Arc::clone(&self.choices);
        let faces = self.faces.clone();
        Arc::new(move |query| {
            let mut choices = choices.lock().unwrap_or_else(PoisonError::into_inner);
            let key = key_of(query);
            if choices.asked.iter().all(|(known, _)| *known != key) {
                choices.asked.push((key, style_of(query)));
            }
            let given = choices.given.get(&key).and_then(|face| faces.get(*face)?.data()).cloned();
            let given = given.map_or_else(|| built_in(query), |data| (data, 0));
            choices.handed.push(given.0.clone());
            Some(given)
        })
    }

    /// Whether a font program was given by us, in the place of one that the document does not bring along.
    pub(super) fn gave(&self, data: &FontData) -> bool {
        let choices = self.choices.lock().unwrap_or_else(PoisonError::into_inner);
        choices.handed.iter().any(|one| same(one, data))
    }

    /// The width of a shape of one of our faces, in thousandths of the letter's size.
    pub(super) fn advance(&self, data: &FontData, glyph: u32) -> Option<f32> {
        let face = self.faces.iter().position(|face| face.gave(data))?;
        self.with(face, |font| {
            let advance = font.glyph_metrics().h_advance(skrifa::GlyphId::new(glyph));
            advance * 1000.0 / f32::from(font.units_per_em())
        })
    }

    /// Other faces worth trying for what was asked, for these letters: what was asked, and the face.
    pub(super) fn candidates(&self, letters: &BTreeSet<char>) -> Vec<(u64, usize)> {
        let (asked, given) = {
            let choices = self.choices.lock().unwrap_or_else(PoisonError::into_inner);
            (choices.asked.clone(), choices.given.clone())
        };
        let mut found = Vec::new();
        for (key, (family, style)) in asked {
            let fits = |face: &Arc<Face>| face.style.is_none() || face.style == Some((family, style));
            let faces = self.faces.iter().enumerate().filter(|(_, face)| fits(face));
            for (number, _) in faces {
                if given.get(&key) != Some(&number) && letters.iter().any(|letter| self.has(number, *letter))
                {
                    found.push((key, number));
                }
            }
        }
        found
    }

    /// Gives another face for what is asked, and says what was given before.
    pub(super) fn give(&self, key: u64, face: Option<usize>) -> Option<usize> {
        let mut choices = self.choices.lock().unwrap_or_else(PoisonError::into_inner);
        match face {
            Some(face) => choices.given.insert(key, face),
            None => choices.given.remove(&key),
        }
    }
}

/// The same bytes at the same place.
fn same(one: &FontData, other: &FontData) -> bool {
    let place = |data: &FontData| Arc::as_ptr(data).cast::<()>();
    place(one) == place(other)
}

fn built_in(query: &FontQuery) -> (FontData, u32) {
    match query {
        FontQuery::Standard(font) => font.get_font_data(),
        FontQuery::Fallback(query) => query.pick_standard_font().get_font_data(),
    }
}

fn key_of(query: &FontQuery) -> u64 {
    let mut hasher = DefaultHasher::new();
    query.hash(&mut hasher);
    hasher.finish()
}

/// The family and the style in [`FAMILIES`].
fn style_of(query: &FontQuery) -> (usize, usize) {
    let font = match query {
        FontQuery::Standard(font) => *font,
        FontQuery::Fallback(query) => query.pick_standard_font(),
    };
    match font {
        StandardFont::HelveticaBold | StandardFont::CourierBold => (0, 1),
        StandardFont::HelveticaOblique | StandardFont::CourierOblique => (0, 2),
        StandardFont::HelveticaBoldOblique | StandardFont::CourierBoldOblique => (0, 3),
        StandardFont::TimesRoman => (1, 0),
        StandardFont::TimesBold => (1, 1),
        StandardFont::TimesItalic => (1, 2),
        StandardFont::TimesBoldItalic => (1, 3),
        _ => (0, 0),
    }
}

/// Whether the letters of a script join, stack or run from the right: one by one they are not as they are written.
pub(super) const fn joins(letter: char) -> bool {
    matches!(
        letter,
        '\u{590}'..='\u{8FF}' | '\u{900}'..='\u{DFF}' | '\u{E30}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}'
            | '\u{EB0}'..='\u{ECD}' | '\u{F00}'..='\u{109F}' | '\u{1780}'..='\u{18AF}' | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}'
    )
}

/// Whether nobody sees it.
pub(super) fn blank(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_fonts_there_is_what_is_built_in() {
        let none = Fonts::open_from(Path::new("/nowhere"), Path::new("/nowhere"));
        assert!(none.face_for('a', false).is_none());
        let query = FontQuery::Standard(StandardFont::Helvetica);
        let (data, _) = none.resolver()(&query).unwrap();
        assert!(none.gave(&data) && none.candidates(&BTreeSet::from(['я'])).is_empty());
    }

    #[test]
    fn each_script_of_the_list_has_its_face() {
        let fonts = Fonts::open();
        if fonts.faces.is_empty() {
            eprintln!("skipped: fonts-noto-core is not installed");
            return;
        }
        for letter in "aяλشשकথதไອខမཀአԱაⵣ☎".chars() {
            assert!(fonts.face_for(letter, false).is_some(), "{letter}");
        }
    }
}
