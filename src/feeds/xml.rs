//! What every XML document shares: text that is nothing but text.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::BytesText;

/// Writes an element with a text in it. What XML cannot have at all is left out: no escape helps there.
pub fn xml_text<W: Write>(writer: &mut Writer<W>, name: &str, words: &str) -> io::Result<()> {
    let words: String = words.chars().filter(|letter| is_xml(*letter)).collect();
    writer.create_element(name).write_text_content(BytesText::new(&words))?;
    Ok(())
}

/// Whether XML 1.0 can have this letter.
fn is_xml(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_markup() {
        let mut writer = Writer::new(Vec::new());
        xml_text(&mut writer, "a", "<b>&amp;]]>\u{0}\u{1}\u{FFFE}\u{FFFF}\u{1F989}\t\u{5D0}\"'").unwrap();
        let text = String::from_utf8(writer.into_inner()).unwrap();
        assert_eq!(text, "<a>&lt;b&gt;&amp;amp;]]&gt;\u{1F989}\t\u{5D0}&quot;&apos;</a>");
    }
}
