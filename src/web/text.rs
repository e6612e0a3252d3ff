//! Text from people: Markdown made safe, and made plain.

use std::sync::LazyLock;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, html};
use unicode_normalization::UnicodeNormalization;

use crate::error::{Fields, Said, said};

/// What somebody typed or sent as one line (with `lines`, as several), brought to one form before anything else looks
/// at it: trimmed, in NFC, without what turns the direction of a text about or hides in it. Breaks of lines and pages,
/// as office programs write them, are line feeds; in one line they and tabs are spaces. A text with nothing to see is
/// empty.
///
/// # Errors
/// Longer than `most` characters, or with a control character in it, whose place is named.
pub fn typed(text: &str, most: usize, lines: bool) -> Result<String, Said> {
    let text = seen(text, lines);
    if text.chars().all(|letter| letter.is_whitespace() || is_blank(letter)) {
        return Ok(String::new());
    }
    if let Some(fault) = control_in(&text) {
        return Err(fault);
    }
    let text = text.trim();
    if text.chars().nth(most).is_some() {
        return Err(said("fault-too-long").number("most", most as u64));
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
        Ok(_) => faults.add(name, said("fault-missing")),
        Err(fault) => faults.add(name, fault),
    }
    String::new()
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
pub(super) fn control_in(text: &str) -> Option<Said> {
    let found = text.chars().find(|letter| !is_kept(*letter))?;
    let before = text.split(found).next().unwrap_or_default();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let fault = said("fault-control-character").with("character", format!("U+{:04X}", u32::from(found)));
    Some(fault.number("line", before.split('\n').count() as u64).number("column", column as u64 + 1))
}

/// HTML that came out of Markdown through the cleaner, and from nowhere else: templates may show it as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::new();
    cleaner
        .tags(
            [
                "p",
                "br",
                "em",
                "strong",
                "del",
                "ul",
                "ol",
                "li",
                "blockquote",
                "code",
                "pre",
                "h3",
                "h4",
                "h5",
                "h6",
                "a",
                "hr",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
            ]
            .into(),
        )
        .tag_attributes([("a", ["href"].into()), ("ol", ["start"].into())].into())
        .generic_attributes(std::collections::HashSet::new())
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer"));
    cleaner
});

fn parser(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// Markdown as HTML that can do nothing but be read: no images, no styles, no scripts, links to the web only.
/// Headings start at the third level, below those of the page.
pub fn render_markdown(markdown: &str) -> SafeHtml {
    let events = parser(markdown).filter_map(|event| match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Some(Event::Start(Tag::Heading { level: lower(level), id, classes, attrs }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lower(level)))),
        // A picture would be a request to somebody else: its words stay, it goes.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        // Markup typed into Markdown is shown as it was typed.
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        other => Some(other),
    });
    let mut markup = String::new();
    html::push_html(&mut markup, events);
    SafeHtml(CLEANER.clean(&markup).to_string())
}

/// The brackets around the reason for what was left out of a text: `⟦personal_data⟧`. Nothing else is written so.
pub const GAP: [char; 2] = ['⟦', '⟧'];

/// The same, with a bar drawn where something was left out. `said` gives for a reason what is heard and what is seen
/// beside the bar; what it does not know stays as it is written.
pub fn render_with_gaps(markdown: &str, said: impl Fn(&str) -> Option<(String, String)>) -> SafeHtml {
    let whole = render_markdown(markdown);
    // In markup these brackets stand in text alone: in addresses they are percent-encoded.
    let mut pieces = whole.0.split(GAP[0]);
    let mut markup = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let gap = piece.split_once(GAP[1]).and_then(|(reason, rest)| Some((reason, said(reason)?, rest)));
        if let Some((reason, (heard, seen), rest)) = gap {
            markup.push_str("<span class=\"visually-hidden\">");
            markup.push_str(&escaped(&heard));
            markup.push_str("</span><span class=\"redacted\" aria-hidden=\"true\" data-gap=\"");
            markup.extend([GAP[0].to_string(), escaped(reason), GAP[1].to_string()]);
            markup.push_str("\"></span><span class=\"redacted-reason\">(");
            markup.push_str(&escaped(&seen));
            markup.push_str(")</span>");
            markup.push_str(rest);
        } else {
            markup.push(GAP[0]);
            markup.push_str(piece);
        }
    }
    SafeHtml(markup)
}

fn lower(level: pulldown_cmark::HeadingLevel) -> pulldown_cmark::HeadingLevel {
    use pulldown_cmark::HeadingLevel::{H1, H2, H3, H4, H5, H6};
    match level {
        H1 => H3,
        H2 => H4,
        H3 => H5,
        H4 | H5 | H6 => H6,
    }
}

/// What of a Markdown text no page shows and whoever reads it as it is written finds: where links and pictures lead, their
/// titles, and definitions of links that nothing uses.
pub fn unseen_in_markdown(markdown: &str) -> Vec<String> {
    let mut parser = parser(markdown);
    let mut unseen: Vec<String> = Vec::new();
    let mut note = |text: &str| {
        if !text.is_empty() && !unseen.iter().any(|known| known == text) {
            unseen.push(text.to_owned());
        }
    };
    for event in parser.by_ref() {
        match event {
            Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
                note(&dest_url);
                note(&title);
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => note(&language),
            _ => {}
        }
    }
    let mut defined: Vec<_> = parser.reference_definitions().iter().collect();
    defined.sort_by_key(|(_, definition)| definition.span.start);
    for (name, definition) in defined {
        for text in [name, definition.dest.as_ref(), definition.title.as_deref().unwrap_or_default()] {
            note(text);
        }
    }
    unseen
}

/// The words of a Markdown text, for the index and for summaries. What was left out leaves no word.
pub fn plain_markdown(markdown: &str) -> String {
    let mut plain = String::new();
    for event in parser(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                plain.push_str(&text);
            }
            // Within a line a mark parts no word.
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            Event::SoftBreak | Event::HardBreak | Event::End(_) => plain.push(' '),
            _ => {}
        }
    }
    let plain = without_gaps(&plain);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words between tags.
fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn without_gaps(text: &str) -> String {
    let mut pieces = text.split(GAP[0]);
    let mut left = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let reason = |text: &str| text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
        match piece.split_once(GAP[1]) {
            Some((gap, rest)) if reason(gap) => left.extend([" ", rest]),
            _ => left.extend([" ", piece]),
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_can_only_be_read() {
        let markup = render_markdown(
            "# Title\n\nHello *you* <script>alert(1)</script> [a](javascript:alert(1)) [b](https://b.example) \
             ![pixel](https://c.example/x.png) <b onclick=x>bold</b>",
        );
        let markup = markup.as_str();
        assert!(markup.contains("<h3>Title</h3>"), "{markup}");
        assert!(markup.contains("<em>you</em>"));
        assert!(markup.contains("href=\"https://b.example\""));
        assert!(markup.contains("rel=\"nofollow noopener noreferrer\""));
        for never in ["<script", "javascript:", "<img", "c.example", "<b "] {
            assert!(!markup.contains(never), "{never} in {markup}");
        }
    }

    #[test]
    fn what_a_page_does_not_show_is_told() {
        let told = unseen_in_markdown(
            "[a](https://a.example \"by Amina\") ![b](https://b.example/x.png) plain\n\n[1]: https://c.example \"told by K\"\n",
        );
        let all = [
            "https://a.example",
            "by Amina",
            "https://b.example/x.png",
            "1",
            "https://c.example",
            "told by K",
        ];
        assert_eq!(told, all);
        assert_eq!(unseen_in_markdown("# Nothing\n\n*here* <!-- seen -->"), Vec::<String>::new());
    }

    #[test]
    fn a_gap_is_a_bar_and_no_word() {
        let said = |reason: &str| (reason == "other").then(|| ("Withheld".into(), "<why>".to_owned()));
        let markup = render_with_gaps("⟦other⟧ met ⟦nobody⟧ [at](https://a.example/⟦other⟧) ⟦", said).0;
        assert_eq!(markup.matches("class=\"redacted\"").count(), 1, "{markup}");
        assert!(markup.contains("(&lt;why&gt;)") && markup.contains("⟦nobody⟧"), "{markup}");
        assert_eq!(plain_markdown("Seen by ⟦personal_data⟧, twice"), "Seen by , twice");
    }

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
            let fault = said("fault-control-character").with("character", character);
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

    #[test]
    fn plain_words_of_markdown() {
        assert_eq!(plain_markdown("# A\n\n*b* [c](https://d.example)\n- e"), "A b c e");
    }
}
