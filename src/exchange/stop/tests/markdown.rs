use proptest::prelude::*;

use super::*;

/// The words of Markdown, and whether there is anything but words in it.
fn rendered(markdown: &str) -> (String, bool) {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    let (mut text, mut bare) = (String::new(), true);
    for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::SoftBreak | Event::End(TagEnd::Paragraph) => text.push('\n'),
            Event::Start(Tag::Paragraph) => {}
            _ => bare = false,
        }
    }
    (text.split_whitespace().collect::<Vec<_>>().join(" "), bare)
}

#[test]
fn the_sources_texts_read_the_same_as_markdown() {
    for row in plain() {
        for cell in &row {
            let (text, bare) = rendered(&text::escape(cell));
            assert!(bare, "{cell}");
            assert_eq!(text, cell.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}

proptest! {
    #[test]
    fn no_text_acts_as_markup(cell in "[-+=*_#>|`~!\\[\\]()<>&;:.^$\\\\{}@/\"' \n\t0-9a-zé]{0,40}") {
        let (text, bare) = rendered(&text::escape(&cell));
        prop_assert!(bare);
        prop_assert_eq!(text, cell.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}
