//! Text: UTF-8 in which nothing is invisible and nothing is encoded.

use std::fmt::Write as _;

use icu::properties::props::{
    BinaryProperty, DefaultIgnorableCodePoint, GeneralCategory, PrependedConcatenationMark,
};
use icu::properties::{CodePointMapData, CodePointSetData, CodePointSetDataBorrowed};

use super::encoded::{self, Cut};
use super::{Kind, Made, Refusal, Shortfall, Task, encodings};

/// The copy of a text.
pub(super) fn rebuild(bytes: &[u8], task: &Task) -> Result<(Made, Vec<u8>), Refusal> {
    if !task.boxes.is_empty() || task.preview.is_some_and(|page| page > 0) {
        return Err(Refusal::NoSuchPlace);
    }
    let most = task.limits.bytes_out;
    let read = encodings::decode(bytes, task.encoding.as_deref())?;
    let Cut { text, places } = encoded::cut(&read);
    let text =
        visible(&text, usize::try_from(most).unwrap_or(usize::MAX)).ok_or(Refusal::CopyTooLarge { most })?;
    // What its encoding hid from the look at the bytes.
    if Kind::of(text.as_bytes()) != Kind::Text {
        return Err(Refusal::UnknownKind);
    }
    let shortfalls = if places > 0 { vec![Shortfall::EncodedLeftOut] } else { Vec::new() };
    let made = Made { kind: Kind::Text, pages: 1, width: 0, height: 0, shortfalls };
    Ok((made, text.into_bytes()))
}

/// A text in one line, in which nothing is invisible.
pub(super) fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    visible(plain.trim(), usize::MAX).unwrap_or_default()
}

/// Writes out what an eye would miss: control characters, direction marks, characters without width and of private
/// meaning, kinds of blank that look alike, blanks at the end of a line. Nothing where that gets longer than `most`.
fn visible(text: &str, most: usize) -> Option<String> {
    let unseen = Unseen::new();
    let mut out = String::with_capacity(text.len());
    // Of the line as it is written: up to where it would end without the blanks that follow.
    let mut solid = 0;
    let mut before = '\n';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' | '\n' => {
                if character == '\r' {
                    characters.next_if_eq(&'\n');
                }
                out.truncate(solid);
                out.push('\n');
            }
            ' ' | '\t' => out.push(character),
            _ if blank(character) => out.push(' '),
            _ if joins(before, character) => out.push(character),
            _ => unseen.write(&mut out, character),
        }
        if !out.ends_with([' ', '\t']) {
            solid = out.len();
        }
        before = character;
        if out.len() > most {
            return None;
        }
    }
    out.truncate(solid);
    Some(out)
}

/// Looks like a plain blank.
pub(super) const fn blank(character: char) -> bool {
    matches!(character, '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}')
}

/// Joiners and the two common selectors have work to do after a letter of many scripts and after a pictogram: one of
/// them, there, is spelling.
pub(super) fn joins(before: char, character: char) -> bool {
    let joiner = |c: char| matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}');
    let spelling = |c: char| !c.is_ascii() && !c.is_control() && !c.is_whitespace() && !joiner(c);
    joiner(character) && (spelling(before) || (before == '\u{FE0F}' && character == '\u{200D}'))
}

/// The characters that nobody sees, as Unicode lists them.
pub(super) struct Unseen {
    ignorable: CodePointSetDataBorrowed<'static>,
    shown_format: CodePointSetDataBorrowed<'static>,
}

impl Unseen {
    pub(super) fn new() -> Self {
        Self {
            ignorable: set::<DefaultIgnorableCodePoint>(),
            shown_format: set::<PrependedConcatenationMark>(),
        }
    }

    pub(super) fn has(&self, character: char) -> bool {
        let code = u32::from(character);
        match CodePointMapData::<GeneralCategory>::new().get(character) {
            GeneralCategory::Control
            | GeneralCategory::PrivateUse
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator => true,
            GeneralCategory::Format => !self.shown_format.contains(character),
            // Not characters at all, for good; one that is merely newer than this program is left alone.
            GeneralCategory::Unassigned if code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code) => {
                true
            }
            _ => self.ignorable.contains(character),
        }
    }

    fn write(&self, out: &mut String, character: char) {
        match u32::from(character) {
            code @ 0..=0x1F => out.extend(char::from_u32(0x2400 + code)),
            0x7F => out.push('\u{2421}'),
            code if self.has(character) => {
                // Writing into a string does not fail.
                let _ = write!(out, "<U+{code:04X}>");
            }
            _ => out.push(character),
        }
    }
}

fn set<P: BinaryProperty>() -> CodePointSetDataBorrowed<'static> {
    CodePointSetData::new::<P>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(bytes: &[u8]) -> Result<String, Refusal> {
        rebuild(bytes, &Task::default()).map(|(_, bytes)| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn what_is_unseen_is_written_out() {
        for (text, shown) in [
            ("a\u{0}b\u{1B}[31m\u{7F}", "a␀b␛[31m␡"),
            ("pay \u{202E}cod.exe\u{202C}", "pay <U+202E>cod.exe<U+202C>"),
            ("\u{2066}x\u{2069}\u{200F}", "<U+2066>x<U+2069><U+200F>"),
            ("ze\u{200B}ro\u{FEFF}\u{AD}", "ze<U+200B>ro<U+FEFF><U+00AD>"),
            ("tag\u{E0041}\u{E0100}", "tag<U+E0041><U+E0100>"),
            ("private \u{E000}\u{10FFFF}", "private <U+E000><U+10FFFF>"),
            ("c1\u{85}line\u{2028}", "c1<U+0085>line<U+2028>"),
            ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
            ("thin\u{2009}and\u{A0}hard  \t \nend \t", "thin and hard\nend"),
            ("\u{200D}\u{200C}a\u{200D}b", "<U+200D><U+200C>a<U+200D>b"),
        ] {
            assert_eq!(copy(text.as_bytes()).unwrap(), shown);
        }
    }

    #[test]
    fn spelling_stays() {
        for text in [
            "می\u{200C}خواهم",
            "क्\u{200D}ष",
            "👩\u{200D}🔬 ❤\u{FE0F}\u{200D}🔥",
            "ﷺ ۝٥",
            "全　角",
            "tab\there",
        ] {
            assert_eq!(copy(text.as_bytes()).unwrap(), text);
        }
        let run = "ب\u{200C}\u{200C}\u{200D}\u{200C}";
        assert_eq!(copy(run.as_bytes()).unwrap(), "ب\u{200C}<U+200C><U+200D><U+200C>");
    }

    #[test]
    fn encodings_that_say_what_they_are_are_read() {
        let text = "Zażółć 🦀";
        let mut little = vec![0xFF, 0xFE];
        let mut big = vec![0xFE, 0xFF];
        for unit in text.encode_utf16() {
            little.extend(unit.to_le_bytes());
            big.extend(unit.to_be_bytes());
        }
        assert_eq!(copy(&little).unwrap(), text);
        assert_eq!(copy(&big).unwrap(), text);
        assert_eq!(copy(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()).unwrap(), text);
        for wrong in [&b"na\xEFve"[..], b"\xFF\xFEa", b"\xFF\xFE\0\xD8", b"cut \xF0\x9F"] {
            assert_eq!(copy(wrong), Err(Refusal::UnknownEncoding));
        }
    }

    #[test]
    fn text_that_swells_is_refused() {
        let mut task = Task::default();
        task.limits.bytes_out = 100;
        let tags = "\u{E0041}".repeat(20);
        assert_eq!(rebuild(tags.as_bytes(), &task).unwrap_err(), Refusal::CopyTooLarge { most: 100 });
    }
}
