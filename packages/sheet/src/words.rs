//! From a text to words: what stays together on a line, with the direction, script and font of each character.

use std::ops::Range;

use icu::properties::props::{BidiControl, GeneralCategory, Script};
use icu::properties::{CodePointMapData, CodePointSetData, PropertyNamesLong};
use icu::segmenter::options::LineBreakOptions;
use icu::segmenter::{GraphemeClusterSegmenter, LineSegmenter};
use unicode_bidi::{Direction, Level, ParagraphBidiInfo};

use crate::Fault;
use crate::faces::Coverage;

/// Code points read as one character; more of them are taken apart, as in the stream-safe format of Unicode.
const CHARACTER: usize = 32;
/// Characters that are shaped together at most.
const WORD: usize = 64;

/// Letters that are shaped together: of one font, script and direction.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub text: String,
    pub cut: usize,
    pub script: Script,
    pub level: Level,
    pub space: bool,
}

/// A line as it was typed: its own direction, and its words, after each of which it may be broken.
pub(crate) struct Typed {
    pub level: Level,
    pub words: Vec<Vec<Piece>>,
}

/// What is read as one character.
#[derive(Clone)]
struct Character {
    range: Range<usize>,
    script: Option<Script>,
    level: Level,
}

/// How a text is set.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    pub bold: bool,
    /// Whether a text without any strong direction runs from right to left.
    pub rtl: bool,
    /// Whether something follows it in the same sentence: who has it read aloud hears another word then.
    pub followed: bool,
}

/// The lines of a text as they were typed.
pub(crate) fn typed(text: &str, manner: Manner, fonts: &Coverage) -> Result<Vec<Typed>, Fault> {
    let lines = clean(text);
    let last = lines.len().saturating_sub(1);
    let line = |(at, mut line): (usize, String)| {
        if at < last || manner.followed {
            line.push(' ');
        }
        one(&line, manner, fonts)
    };
    lines.into_iter().enumerate().map(line).collect()
}

/// Without what cannot be seen: for names and titles.
pub(crate) fn plain(text: &str) -> String {
    clean(text).join(" ")
}

/// The lines without what has no place on paper, and none that is empty.
fn clean(text: &str) -> Vec<String> {
    let ends = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let kept = |c: char| match c {
        '\t' => Some(' '),
        // The mark of byte order, hyphens that show at line ends only, notes between lines.
        '\u{feff}' | '\u{ad}' | '\u{fff9}'..='\u{fffb}' => None,
        _ if c.is_control() || u32::from(c) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c) => {
            None
        }
        _ => Some(c),
    };
    let lines = text.split(ends).map(|line| line.chars().filter_map(kept).collect::<String>());
    lines.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn one(line: &str, manner: Manner, fonts: &Coverage) -> Result<Typed, Fault> {
    let rtl = match unicode_bidi::get_base_direction(line) {
        Direction::Ltr => false,
        Direction::Rtl => true,
        Direction::Mixed => manner.rtl,
    };
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    let levels = ParagraphBidiInfo::new(line, Some(base)).levels;
    let mut characters = characters(line, &levels, base);
    settle_scripts(&mut characters);
    let segmenter = LineSegmenter::new_dictionary(LineBreakOptions::default());
    let breaks: Vec<usize> = segmenter.segment_str(line).collect();
    let mut words: Vec<Vec<Piece>> = Vec::new();
    let (mut word, mut length) = (Vec::new(), 0);
    for character in &characters {
        add(&mut word, character, line, manner.bold, fonts)?;
        length += 1;
        if length == WORD || breaks.binary_search(&character.range.end).is_ok() {
            words.push(std::mem::take(&mut word));
            length = 0;
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    Ok(Typed { level: base, words })
}

fn characters(line: &str, levels: &[Level], base: Level) -> Vec<Character> {
    let scripts = CodePointMapData::<Script>::new();
    let ends: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(line).collect();
    let mut found = Vec::new();
    for (start, end) in ends.iter().copied().zip(ends.iter().copied().skip(1)) {
        let grapheme = line.get(start..end).unwrap_or_default();
        let places: Vec<usize> = grapheme.char_indices().map(|(at, _)| start + at).collect();
        for some in places.chunks(CHARACTER) {
            let from = some.first().copied().unwrap_or(start);
            let next = some.last().and_then(|last| places.get(places.partition_point(|place| place <= last)));
            let range = from..next.copied().unwrap_or(end);
            let own =
                |c: char| Some(scripts.get(c)).filter(|s| ![Script::Common, Script::Inherited].contains(s));
            let script = line.get(range.clone()).unwrap_or_default().chars().find_map(own);
            found.push(Character { script, level: levels.get(from).copied().unwrap_or(base), range });
        }
    }
    found
}

/// What belongs to no script is written like what stands before it, or else after.
fn settle_scripts(characters: &mut [Character]) {
    let mut last = characters.iter().find_map(|one| one.script);
    for one in characters {
        one.script = one.script.or(last);
        last = one.script;
    }
}

fn add(
    word: &mut Vec<Piece>,
    character: &Character,
    line: &str,
    bold: bool,
    fonts: &Coverage,
) -> Result<(), Fault> {
    let text = line.get(character.range.clone()).unwrap_or_default();
    // Marks of direction have done their work.
    if text.chars().all(|c| CodePointSetData::new::<BidiControl>().contains(c)) {
        return Ok(());
    }
    let script = character.script.unwrap_or(Script::Latin);
    let Some(cut) = fonts.cut(text, script, bold) else {
        return apart(word, character, line, bold, fonts);
    };
    let space = text.chars().all(|c| {
        c.is_whitespace()
            && CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::SpaceSeparator
    });
    let alike = |last: &&mut Piece| {
        last.cut == cut && last.script == script && last.level == character.level && last.space == space
    };
    match word.last_mut().filter(alike) {
        Some(last) => last.text.push_str(text),
        None => word.push(Piece { text: text.to_owned(), cut, script, level: character.level, space }),
    }
    Ok(())
}

/// What no font has as a whole, such as a letter under a mark of another script.
fn apart(
    word: &mut Vec<Piece>,
    whole: &Character,
    line: &str,
    bold: bool,
    fonts: &Coverage,
) -> Result<(), Fault> {
    let text = line.get(whole.range.clone()).unwrap_or_default();
    for (at, c) in text.char_indices() {
        if c.len_utf8() == text.len() {
            return Err(lacking(c));
        }
        let start = whole.range.start + at;
        let part = Character { range: start..start + c.len_utf8(), ..*whole };
        add(word, &part, line, bold, fonts)?;
    }
    Ok(())
}

fn lacking(character: char) -> Fault {
    let script = CodePointMapData::<Script>::new().get(character);
    let name = PropertyNamesLong::<Script>::new().get(script).unwrap_or("Unknown");
    Fault::Script { name: name.to_owned(), character }
}
