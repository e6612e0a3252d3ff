//! Text from people, brought to one form before anything else looks at it.

use unicode_normalization::UnicodeNormalization;

use crate::error::{Fields, Message, message};

/// What somebody typed or sent as one line (with `lines`, as several), brought to one form before anything else looks
/// at it: trimmed, in NFC, without what turns the direction of a text about or hides in it. Breaks of lines and pages,
/// as office programs write them, are line feeds; in one line they and tabs are spaces. A text with nothing to see is
/// empty.
///
/// # Errors
/// Longer than `most` characters, or with a control character in it, whose place is named.
pub fn typed(text: &str, most: usize, lines: bool) -> Result<String, Message> {
    let text = seen(text, lines);
    if text.chars().all(|letter| letter.is_whitespace() || is_blank(letter)) {
        return Ok(String::new());
    }
    if let Some(fault) = control_in(&text) {
        return Err(fault);
    }
    let text = text.trim();
    if text.chars().nth(most).is_some() {
        return Err(message("fault-too-long").number("most", most as u64));
    }
    Ok(text.to_owned())
}

/// The same of a text about which nobody can be asked, as an imported one, or of a few words: what cannot be kept becomes
/// a space.
pub fn mended(text: &str, lines: bool) -> String {
    let kept = |letter: char| if is_kept(letter) { letter } else { ' ' };
    seen(text, lines).chars().map(kept).collect::<String>().trim().to_owned()
}

/// What is left of a text when nothing in it hides and every break is one.
fn seen(text: &str, lines: bool) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars().filter(|letter| !hides(*letter)).map(|letter| as_break(letter, lines)).nfc().collect()
}

/// A text without what hides in it, and otherwise as it was typed.
pub fn unhidden(text: &str) -> String {
    text.replace(hides, "")
}

/// What was typed of a text of several lines that has to be there; what is wrong with it is noted under its name.
pub fn needed(faults: &mut Fields, name: &str, text: &str, most: usize) -> String {
    let text = typed(text, most, true);
    match text {
        Ok(text) if !text.is_empty() => return text,
        Ok(_) => faults.add(name, message("fault-missing")),
        Err(fault) => faults.add(name, fault),
    }
    String::new()
}

/// The same of words that may be pasted.
pub fn needed_words(faults: &mut Fields, name: &str, text: &str, most: usize) -> String {
    needed(faults, name, &pasted(text, most), most)
}

/// Words without the markup of a word processor, if they were pasted as that. What is far too long is so as its words, too.
pub fn pasted(text: &str, most: usize) -> String {
    if text.len() > 40 * most { text.to_owned() } else { markdown::pasted(text) }
}

/// Embeddings, overrides and isolates make a text read as another than is stored and reviewed; the others are seen by
/// nobody and keep words from being found. Joiners and marks stay: Persian and the scripts of India need them.
pub(super) fn hides(letter: char) -> bool {
    matches!(letter,
        '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{AD}' | '\u{180E}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// What stays where there are letters beside it, and is nothing alone.
pub(super) fn is_blank(letter: char) -> bool {
    matches!(letter,
        '\u{200B}'..='\u{200F}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}'
        | '\u{E0100}'..='\u{E01EF}')
}

fn as_break(letter: char, lines: bool) -> char {
    match letter {
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' if lines => '\n',
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\t' if !lines => ' ',
        other => other,
    }
}

fn is_kept(letter: char) -> bool {
    matches!(letter, '\n' | '\t') || !letter.is_control()
}

/// What is wrong with a text that has a control character in it: which, and where somebody finds it.
pub(super) fn control_in(text: &str) -> Option<Message> {
    let found = text.chars().find(|letter| !is_kept(*letter))?;
    let before = text.split(found).next().unwrap_or_default();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let fault = message("fault-control-character").with("character", format!("U+{:04X}", u32::from(found)));
    Some(fault.number("line", before.split('\n').count() as u64).number("column", column as u64 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_reads_as_it_is_stored() {
        let line = |text: &str| typed(text, 20, false);
        assert_eq!(line("  Cafe\u{301} ").as_deref(), Ok("Café"));
        // An override would have this read as “txt.exe”; an invisible character would hide a word from a search.
        assert_eq!(line("\u{202E}exe.txt\u{202C}").as_deref(), Ok("exe.txt"));
        assert_eq!(line("\u{2067}a\u{2069} Kash\u{AD}mir\u{FEFF}").as_deref(), Ok("a Kashmir"));
        // What a script needs stays.
        for needed in ["می\u{200C}خواهم", "क्\u{200D}ष", "סֶ\u{200F}!", "👩\u{200D}💻", "ខ្មែរ\u{200B}ភាសា"]
        {
            assert_eq!(line(needed).as_deref(), Ok(needed));
        }
        for nothing in ["", " \n ", "\u{200B}\u{200D}", "\u{202E}", "\u{3164}\u{2800}", "\u{FEFF} \u{2060}"] {
            assert_eq!(line(nothing).as_deref(), Ok(""), "{nothing:?}");
        }
        assert_eq!(typed("a\r\n\tb\u{202D}", 20, true).as_deref(), Ok("a\n\tb"));
        assert!(line(&"a".repeat(20)).is_ok() && line(&"a".repeat(21)).is_err());
    }

    #[test]
    fn breaks_that_were_pasted_are_breaks() {
        for pasted in ["a\nb", "a\r\nb", "a\rb", "a\u{B}b", "a\u{C}b", "a\u{85}b", "a\u{2028}b", "a\u{2029}b"]
        {
            assert_eq!(typed(pasted, 20, true).as_deref(), Ok("a\nb"), "{pasted:?}");
            assert_eq!(typed(pasted, 20, false).as_deref(), Ok("a b"), "{pasted:?}");
        }
        assert_eq!(typed("a\tb", 20, false).as_deref(), Ok("a b"));
        assert_eq!(typed("a\tb", 20, true).as_deref(), Ok("a\tb"));
    }

    #[test]
    fn what_cannot_be_kept_is_named_with_its_place() {
        let fault = |character: &str, line: u64, column: u64| {
            let fault = message("fault-control-character").with("character", character);
            Err(fault.number("line", line).number("column", column))
        };
        for lines in [true, false] {
            assert_eq!(typed("a\u{0}b", 20, lines), fault("U+0000", 1, 2));
            assert_eq!(typed("\u{1b}[31m", 20, lines), fault("U+001B", 1, 1));
        }
        // As office programs leave it where a text was in Windows-1252: counted as it is seen, in letters.
        assert_eq!(typed("\n\nЭто\u{AD} не\u{92} так", 20, true), fault("U+0092", 3, 7));
        assert_eq!(typed("\nЭто не\u{92} так", 20, false), fault("U+0092", 1, 8));
        assert_eq!(mended(" a\u{92}b\u{B}c\u{202E}\u{FEFF}", true), "a b\nc");
    }
}
